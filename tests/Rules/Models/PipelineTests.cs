using ArchitectAnalyzers.Core;
using ArchitectAnalyzers.Models;
using ArchitectAnalyzers.Semantics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ArchitectAnalyzers.Tests.Models;

/// <summary>Sources, read as a web project; what the model sees is written as one line: <c>AddControllers, Build, MapControllers</c>.</summary>
public class PipelineTests
{
    [Fact]
    public void Calls_of_minimal_hosting_are_listed_in_order()
    {
        var app = One("""
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddControllers().AddControllersAsServices();
            builder.Services.AddAuthentication().Services.AddAuthorization();
            var app = builder.Build();
            app.UseRouting().UseAuthentication().UseAuthorization();
            app.MapControllers().RequireAuthorization();
            app.Run();
            """);
        Assert.Equal("CreateBuilder, AddControllers, AddAuthentication, AddAuthorization, Build, UseRouting, UseAuthentication, UseAuthorization, MapControllers, Run",
            Names(app));
        Assert.False(app.CannotTell);
        Assert.Equal("MapControllers", app.FirstMapping?.Name);
    }

    [Theory]
    [InlineData("CreateBuilder(args)")]
    [InlineData("CreateSlimBuilder(args)")]
    [InlineData("CreateEmptyBuilder(new())")]
    public void Every_builder_starts_an_app(string creation)
    {
        var app = One($"var app = WebApplication.{creation}.Build(); app.MapGet(\"/\", () => 1); app.Run();");
        Assert.Equal(1, app.MappingCount);
    }

    [Fact]
    public void An_app_without_a_builder_is_an_app() =>
        Assert.Equal("Create, MapGet, Run", Names(One("var app = WebApplication.Create(args); app.MapGet(\"/\", () => 1); app.Run();")));

    [Fact]
    public void Extension_methods_of_this_compilation_are_followed_in_their_place()
    {
        var app = One(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.AddShop();
            var app = builder.Build();
            app.UseHttpsRedirection();
            app.MapShop();
            app.Run();
            """,
            """
            static class Shop
            {
                public static WebApplicationBuilder AddShop(this WebApplicationBuilder builder) { builder.Services.AddOrders(); return builder; }
                static IServiceCollection AddOrders(this IServiceCollection services) => services.AddMemoryCache();
                public static void MapShop(this IEndpointRouteBuilder endpoints)
                {
                    var group = endpoints.MapGroup("/orders");
                    group.MapGet("/", () => 1);
                    group.MapPost("/", () => 2);
                }
            }
            """);
        Assert.Equal("CreateBuilder, AddShop, AddOrders, AddMemoryCache, Build, UseHttpsRedirection, MapShop, MapGroup, MapGet, MapPost, Run", Names(app));
        Assert.Equal("MapGet", app.FirstMapping?.Name);
        Assert.Equal("app.MapShop()", app.FirstMapping?.Site.ToString());
        Assert.Equal(2, app.MappingCount);
        Assert.False(app.CannotTell);
    }

    [Fact]
    public void Plain_methods_and_local_functions_that_are_handed_a_host_are_followed()
    {
        var app = One(
            """
            var builder = WebApplication.CreateBuilder(args);
            new Module(7).Register(builder.Services);
            var app = builder.Build();
            Endpoints(app);
            Module.Finish(app);
            app.Run();

            static void Endpoints(WebApplication app) => app.MapGet("/", () => 1);
            """,
            """
            class Module(int size)
            {
                public void Register(IServiceCollection services) => services.AddMemoryCache(o => o.SizeLimit = size);
                public static void Finish(WebApplication app) => app.MapControllers();
            }
            """);
        Assert.Equal("CreateBuilder, Register, AddMemoryCache, Build, Endpoints, MapGet, Finish, MapControllers, Run", Names(app));
        Assert.False(app.CannotTell);
    }

    [Fact]
    public void Lambdas_that_the_framework_hands_a_host_are_read_and_handlers_are_not()
    {
        var app = One("""
            var builder = WebApplication.CreateBuilder(args);
            builder.Host.ConfigureServices((context, services) => services.AddMemoryCache());
            var app = builder.Build();
            app.UseWhen(c => c.Request.IsHttps, branch => branch.UseResponseCompression());
            app.UseEndpoints(endpoints => { endpoints.MapGet("/", (IServiceProvider p) => { p.CreateScope(); return WebApplication.Create(); }); });
            """);
        Assert.Equal("CreateBuilder, ConfigureServices, AddMemoryCache, Build, UseWhen, UseResponseCompression, UseEndpoints, MapGet", Names(app));
        Assert.Equal("MapGet", CallShapes.NameNode(app.FirstMapping!.Site).ToString());
    }

    [Fact]
    public void Lambdas_handed_to_methods_of_this_compilation_are_read()
    {
        var app = One(
            """
            var app = WebApplication.CreateBuilder(args).Build();
            app.Versioned(v => v.MapGet("/", () => 1));
            app.Run();
            """,
            "static class X { public static void Versioned(this WebApplication app, Action<IEndpointRouteBuilder> map) { map(app.MapGroup(\"/v1\")); map?.Invoke(app); } }");
        Assert.Equal("CreateBuilder, Build, Versioned, MapGroup, MapGet, Run", Names(app));
        Assert.False(app.CannotTell);
    }

    [Fact]
    public void A_startup_class_named_by_the_host_is_read()
    {
        var app = One("""
            public class Program
            {
                public static void Main(string[] args) => CreateHostBuilder(args).Build().Run();
                public static IHostBuilder CreateHostBuilder(string[] args) =>
                    Host.CreateDefaultBuilder(args).ConfigureWebHostDefaults(web => { web.UseKestrel(); web.UseStartup<Startup>(); });
            }
            public class Startup
            {
                public void Configure(IApplicationBuilder app, IWebHostEnvironment env)
                {
                    app.UseRouting();
                    app.UseEndpoints(endpoints => endpoints.MapControllers());
                }
                public void ConfigureServices(IServiceCollection services) => services.AddControllers();
            }
            """);
        Assert.Equal("CreateHostBuilder, CreateDefaultBuilder, ConfigureWebHostDefaults, UseKestrel, UseStartup, AddControllers, UseRouting, UseEndpoints, MapControllers, Build", Names(app));
        Assert.Equal("endpoints.MapControllers()", app.FirstMapping?.Site.ToString());
        Assert.False(app.CannotTell);
    }

    [Fact]
    public void A_startup_class_whose_host_is_out_of_sight_is_an_app_by_convention()
    {
        var app = One("""
            public class Startup
            {
                public void ConfigureServices(IServiceCollection services) { services.AddControllers(); }
                public void Configure(IApplicationBuilder app) { app.UseEndpoints(e => e.MapControllers()); }
            }
            """);
        Assert.Equal("AddControllers, UseEndpoints, MapControllers", Names(app));
    }

    [Fact]
    public void The_generic_host_with_an_inline_pipeline_is_an_app()
    {
        var app = One("""
            await Host.CreateDefaultBuilder(args)
                .ConfigureWebHostDefaults(web => web.Configure(app => app.Run(context => context.Response.WriteAsync("hi"))))
                .Build().RunAsync();
            """);
        Assert.Equal("CreateDefaultBuilder, ConfigureWebHostDefaults, Configure, Run, Build", Names(app));
        Assert.Equal("Run", app.FirstMapping?.Name);
    }

    [Fact]
    public void A_builder_that_a_helper_makes_belongs_to_its_caller()
    {
        var app = One("""
            public static class Program
            {
                public static async Task Main(string[] args)
                {
                    var app = Bootstrap(args).Build();
                    app.MapGet("/", () => 1);
                    await app.RunAsync();
                }

                static WebApplicationBuilder Bootstrap(string[] args) => WebApplication.CreateBuilder(args);
            }
            """);
        Assert.Equal("Bootstrap, CreateBuilder, Build, MapGet, RunAsync", Names(app));
        Assert.False(app.CannotTell);
    }

    [Theory]
    [InlineData("public static class L { public static void MapShop(this IEndpointRouteBuilder e) => e.MapGet(\"/\", () => 1); }")]
    [InlineData("public class W : BackgroundService { protected override Task ExecuteAsync(CancellationToken t) => Task.CompletedTask; }")]
    [InlineData("public class P { void M() { var x = Shape.Create(); } } class Shape { public static Shape Create() => new(); }")]
    public void A_library_has_no_app(string source) => Assert.Empty(Apps(source));

    [Theory]
    [InlineData("app.UseVendor();")]
    [InlineData("builder.Services.AddVendor();")]
    [InlineData("Vendor.VendorExtensions.UseVendor(app);")]
    [InlineData("app.UseMiddleware<Vendor.Middleware>();")]
    [InlineData("app.Missing();")]
    [InlineData("Missing(app);")]
    [InlineData("dynamic d = 1; d.Use(app);")]
    [InlineData("foreach (var m in Array.Empty<IModule>()) m.Map(app);")]
    [InlineData("Action<WebApplication> last = Out.Of; last(app);")]
    [InlineData("app.UseEndpoints(Out.Mapping);")]
    [InlineData("app.UseWhen(_ => true, branch => branch.UseVendor());")]
    [InlineData("app.Inner();")]
    public void What_leads_out_of_sight_cannot_be_told(string statement)
    {
        var app = Apps($"using Vendor; var builder = WebApplication.CreateBuilder(args); var app = builder.Build(); {statement} app.Run();",
            """
            using Vendor;
            interface IModule { void Map(WebApplication app); }
            static class Out
            {
                public static readonly Action<WebApplication> Of = null!;
                public static readonly Action<IEndpointRouteBuilder> Mapping = null!;
                public static void Inner(this IApplicationBuilder app) => app.UseVendor();
            }
            """).Single();
        Assert.True(app.CannotTell);
    }

    [Theory]
    [InlineData("builder.Services.AddDbContext<Db>(o => o.UseSqlite(\"\"));")]
    [InlineData("builder.Services.AddGrpc();")]
    [InlineData("app.MapGrpcService<Service>();")]
    [InlineData("_ = nameof(app);")]
    [InlineData("Seed(app.Services);")]
    [InlineData("app.UseMiddleware<Own>();")]
    [InlineData("app.Use(async (context, next) => { await next(context); });")]
    [InlineData("builder.Services.AddSingleton<Own>(); builder.Services.Add(ServiceDescriptor.Singleton(new object()));")]
    [InlineData("builder.Logging.ClearProviders(); builder.Configuration.AddEnvironmentVariables();")]
    [InlineData("Loop(app, 3);")]
    public void What_is_known_can_be_told(string statement)
    {
        var app = One($"using Microsoft.EntityFrameworkCore; var builder = WebApplication.CreateBuilder(args); var app = builder.Build(); {statement} app.Run();"
            + " void Seed(IServiceProvider p) { } void Loop(WebApplication a, int n) { if (n > 0) Loop(a, n - 1); }",
            "using Microsoft.EntityFrameworkCore; class Db : DbContext; class Service; class Own(RequestDelegate next) { public Task InvokeAsync(HttpContext c) => next(c); }");
        Assert.False(app.CannotTell);
    }

    [Fact]
    public void An_app_that_is_handed_out_to_a_caller_out_of_sight_cannot_be_told()
    {
        var app = One("public static class Hosting { public static WebApplication Make() { var app = WebApplication.Create(); app.MapGet(\"/\", () => 1); return app; } }");
        Assert.True(app.CannotTell);
    }

    [Fact]
    public void A_delegate_that_the_set_up_itself_is_handed_cannot_be_told()
    {
        var app = One("public static class Hosting { public static void Run(Action<WebApplication> more) { var app = WebApplication.Create(); more(app); app.Run(); } }");
        Assert.True(app.CannotTell);
    }

    [Theory]
    [InlineData("app.MapHealthChecks(\"/healthz\");")]
    [InlineData("app.MapGet(\"/health\", () => 1);")]
    [InlineData("app.MapStaticAssets();")]
    [InlineData("app.MapGroup(\"/x\");")]
    [InlineData("app.Map(\"/branch\", branch => branch.UseStaticFiles());")]
    [InlineData("app.Run(\"http://localhost\");")]
    public void Probes_groups_branches_and_files_are_no_mappings(string statement) =>
        Assert.Equal(0, One($"var app = WebApplication.Create(args); {statement} app.Run();").MappingCount);

    [Theory]
    [InlineData("app.MapGet(\"/healthy-food\", () => 1);")]
    [InlineData("app.MapControllers();")]
    [InlineData("app.MapRazorPages();")]
    [InlineData("app.MapHub<H>(\"/h\");")]
    [InlineData("app.MapGroup(\"/x\").MapGroup(\"/y\").MapDelete(\"/{id}\", (int id) => id);")]
    [InlineData("app.Map(\"/branch\", branch => branch.Run(c => Task.CompletedTask));")]
    [InlineData("app.UseMvcWithDefaultRoute();")]
    [InlineData("app.MapFallback(() => 1);")]
    [InlineData("EndpointRouteBuilderExtensions.MapPut(app, \"/\", () => 1);")]
    [InlineData("app?.MapPost(\"/\", () => 1);")]
    public void What_serves_callers_is_a_mapping(string statement) =>
        Assert.Equal(1, One($"var app = WebApplication.Create(args); {statement} app.Run();", "class H : Microsoft.AspNetCore.SignalR.Hub;").MappingCount);

    [Theory]
    [InlineData("[Microsoft.AspNetCore.RateLimiting.EnableRateLimiting(\"x\")] class C;", true)]
    [InlineData("class ThrottlingMiddleware;", true)]
    [InlineData("class C { void M(HttpContext c) => c.Response.StatusCode = 429; }", true)]
    [InlineData("class C { void M(HttpContext c) => c.Response.StatusCode = (int)System.Net.HttpStatusCode.TooManyRequests; }", true)]
    [InlineData("class C { IResult M() => Results.StatusCode(StatusCodes.Status429TooManyRequests); }", true)]
    [InlineData("class C { void M() => this.Throttle(5); void Throttle(int n) { } }", true)]
    [InlineData("// TODO: RateLimiter, throttling, 429", false)]
    [InlineData("class C { string s = \"RateLimiter throttle 429\"; }", false)]
    [InlineData("class C { bool M(HttpResponseMessage r) => r.StatusCode == System.Net.HttpStatusCode.TooManyRequests; }", false)]
    [InlineData("class C { bool M(HttpContext c) => c.Response.StatusCode == 429; }", false)]
    [InlineData("class C { SemaphoreSlim throttle = new(4); Task M() => throttle.WaitAsync(); }", false)]
    public void Names_and_answers_tell_whether_rates_are_spoken_of(string source, bool speaks) =>
        Assert.Equal(speaks, Facts.Of(Compile(source)).Pipeline().SpeaksOfRateLimits(default));

    [Fact]
    public void Sources_that_stand_for_the_framework_count_as_the_framework()
    {
        var compilation = CSharpCompilation.Create("Stubs",
            [
                CSharpSyntaxTree.ParseText("""
                    namespace Microsoft.AspNetCore.Routing { public interface IEndpointRouteBuilder { } }
                    namespace Microsoft.AspNetCore.Builder
                    {
                        using Microsoft.AspNetCore.Routing;
                        public interface IApplicationBuilder { }
                        public class WebApplicationBuilder { public WebApplication Build() => new(); }
                        public class WebApplication : IEndpointRouteBuilder, IApplicationBuilder
                        {
                            public static WebApplicationBuilder CreateBuilder() => new();
                            public void Run() { }
                        }
                        public static class EndpointRouteBuilderExtensions
                        {
                            public static void MapGet(this IEndpointRouteBuilder e, string pattern, System.Delegate handler) { }
                        }
                    }
                    """),
                CSharpSyntaxTree.ParseText("""
                    using Microsoft.AspNetCore.Builder;
                    var app = WebApplication.CreateBuilder().Build();
                    app.MapGet("/", () => 1);
                    app.Run();
                    """),
            ],
            ReferenceSet.Console10.References);
        var app = Facts.Of(compilation).Pipeline().Apps(default).Single();
        Assert.Equal("CreateBuilder, Build, MapGet, Run", Names(app));
        Assert.Equal(1, app.MappingCount);
        Assert.False(app.CannotTell);
    }

    [Fact]
    public void Half_typed_set_up_does_not_throw_and_what_does_not_bind_cannot_be_told()
    {
        const string Source = """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddControllers();
            var app = builder.Build();
            app.UseWhen(c => true, branch => branch.UseStaticFiles());
            app.MapShop(e => e.MapGet("/x", () => 1));
            app.Run();
            static class Shop { public static void MapShop(this IEndpointRouteBuilder e, Action<IEndpointRouteBuilder> map) { map(e); e.MapShop(map); } }
            """;
        var tokens = CSharpSyntaxTree.ParseText(Source).GetRoot().DescendantTokens().ToArray();
        var readings = tokens.Select(t => Apps(Source.Remove(t.SpanStart, t.Span.Length)).Count()).ToArray();
        Assert.Contains(0, readings);
        Assert.Contains(1, readings);
        Assert.True(Apps(Source.Replace("app.Run();", "app.UseSomet(")).Single().CannotTell);
    }

    private static string Names(App app) => string.Join(", ", app.Calls.Select(call => call.Name));

    private static App One(params string[] sources)
    {
        var compilation = Compile(sources);
        Assert.DoesNotContain(compilation.GetDiagnostics(), d => d.Severity == DiagnosticSeverity.Error && d.Id != "CS8805");
        return Assert.Single(Facts.Of(compilation).Pipeline().Apps(default));
    }

    private static IEnumerable<App> Apps(params string[] sources) => Facts.Of(Compile(sources)).Pipeline().Apps(default);

    private static readonly MetadataReference s_vendor = Reference("Vendor", """
        namespace Vendor;
        public class Middleware;
        public static class VendorExtensions
        {
            public static IApplicationBuilder UseVendor(this IApplicationBuilder app) => app;
            public static IServiceCollection AddVendor(this IServiceCollection services) => services;
        }
        """);

    private static CSharpCompilation Compile(params string[] sources)
    {
        var trees = sources.Append(ReferenceSet.Backend10.ImplicitUsings).Select(s => CSharpSyntaxTree.ParseText(s)).ToArray();
        var isProgram = sources.Any(s => s.Contains("args)")) && !sources.Any(s => s.StartsWith("public static class Hosting"));
        return CSharpCompilation.Create("Shop", trees, [.. ReferenceSet.Backend10.References, s_vendor],
            new CSharpCompilationOptions(isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary));
    }

    private static MetadataReference Reference(string name, string source)
    {
        var compilation = CSharpCompilation.Create(name,
            [CSharpSyntaxTree.ParseText(source), CSharpSyntaxTree.ParseText(ReferenceSet.Web10.ImplicitUsings)],
            ReferenceSet.Web10.References, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        return compilation.ToMetadataReference();
    }
}
