using System.Collections.Immutable;
using ArchitectAnalyzers.Rules.Api;
using ArchitectAnalyzers.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace ArchitectAnalyzers.Tests.Models;

/// <summary>
/// What is concluded about an app's set-up outlives a keystroke, and not a change that it rests on. Each case is one edit, after which ARCH3004 says
/// something else about a controller or an endpoint in a file that was not edited.
/// </summary>
public class SetupReaderTests
{
    private static readonly Dictionary<string, string> s_files = new()
    {
        ["Program.cs"] =
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddControllers();
            builder.Services.AddAuthentication().AddJwtBearer();
            var app = builder.Build();
            app.UseThings();
            app.UseMiddleware<Gate>();
            app.MapControllers();
            app.MapOrders();
            app.Run();
            """,
        ["Things.cs"] =
            """
            public static class Things
            {
                public static void UseThings(this IApplicationBuilder app)
                {
                    app.UseResponseCompression();
                }
            }
            """,
        ["Gate.cs"] =
            """
            public class Gate(RequestDelegate next)
            {
                public async Task InvokeAsync(HttpContext context)
                {
                    context.Response.Headers["X-Served-By"] = "shop";
                    await next(context);
                }
            }
            """,
        ["OrdersController.cs"] =
            """
            using Microsoft.AspNetCore.Mvc;

            [ApiController, Route("orders")]
            public class OrdersController : ControllerBase
            {
                [HttpPost]
                public IActionResult Create(string name) => Ok(name);
            }
            """,
        ["OrderEndpoints.cs"] =
            """
            public static class OrderEndpoints
            {
                public static void MapOrders(this IEndpointRouteBuilder routes)
                {
                    routes.MapPost("/refunds", (string name) => Results.Ok(name));
                }
            }
            """,
        ["Other.cs"] =
            """
            public class Other
            {
                public int Twice(int number)
                {
                    return number * 2;
                }

                public static void Prepare(IApplicationBuilder app)
                {
                }
            }
            """,
    };

    [Theory]
    [InlineData("Program.cs", "app.MapControllers()", "app.MapControllers().RequireAuthorization()", "OrderEndpoints.cs")]
    [InlineData("Program.cs", "app.MapOrders()", "app.MapGroup(\"/api\").RequireAuthorization().MapOrders()", "OrdersController.cs")]
    [InlineData("Things.cs", "app.UseResponseCompression();", "app.Use(async (context, next) => { if (context.Request.Headers[\"X-Key\"] != \"k\") { context.Response.StatusCode = 401; return; } await next(); });", "")]
    [InlineData("Gate.cs", "await next(context);", "if (context.Request.Headers[\"X-Key\"] != \"k\") { context.Response.StatusCode = 401; return; } await next(context);", "")]
    [InlineData("Other.cs", "IApplicationBuilder app)\n    {", "IApplicationBuilder app)\n    {\n        app.Use(async (context, next) => { if (context.Request.Headers[\"X-Key\"] != \"k\") { context.Response.StatusCode = 401; return; } await next(); });", "")]
    [InlineData("Other.cs", "public class Other\n{", "public static class Overload { public static void MapOrders(this WebApplication app) { } }\npublic class Other\n{", "OrdersController.cs")]
    [InlineData("Other.cs", "return number * 2;", "var doubled = number + number; return doubled;", "OrdersController.cs,OrderEndpoints.cs")]
    public async Task An_edit_counts_where_it_matters(string file, string from, string to, string reportedIn)
    {
        var compilation = Compile(s_files);
        Assert.Equal("OrdersController.cs,OrderEndpoints.cs", await Reported(compilation));

        var tree = compilation.SyntaxTrees.Single(t => t.FilePath == file);
        var at = tree.ToString().IndexOf(from, StringComparison.Ordinal);
        Assert.True(at >= 0);
        var edited = compilation.ReplaceSyntaxTree(tree, tree.WithChangedText(tree.GetText().WithChanges(new TextChange(new TextSpan(at, from.Length), to))));
        Assert.Equal(reportedIn, await Reported(edited));
        Assert.Equal(reportedIn, await Reported(Compile(edited.SyntaxTrees.ToDictionary(t => t.FilePath, t => t.ToString()))));

        // And back again, which is one more edit.
        Assert.Equal("OrdersController.cs,OrderEndpoints.cs", await Reported(edited.ReplaceSyntaxTree(edited.SyntaxTrees.Single(t => t.FilePath == file), tree)));
    }

    private static CSharpCompilation Compile(IReadOnlyDictionary<string, string> files)
    {
        var options = new CSharpParseOptions(LanguageVersion.Latest);
        var usings = files.ContainsKey("Usings.cs") ? [] : new[] { CSharpSyntaxTree.ParseText(ReferenceSet.Backend10.ImplicitUsings, options, "Usings.cs") };
        return CSharpCompilation.Create("Shop", [.. files.Select(f => CSharpSyntaxTree.ParseText(f.Value, options, f.Key)), .. usings], ReferenceSet.Backend10.References,
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));
    }

    private static async Task<string> Reported(CSharpCompilation compilation)
    {
        var reports = await compilation.WithAnalyzers([new UndecidedAuthorization()]).GetAnalyzerDiagnosticsAsync();
        return string.Join(',', reports.Select(r => r.Location.SourceTree!.FilePath).Distinct().OrderByDescending(f => f, StringComparer.Ordinal));
    }
}
