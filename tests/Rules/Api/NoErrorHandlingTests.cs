using ArchitectAnalyzers.CodeFixes.Api;
using ArchitectAnalyzers.Rules.Api;

namespace ArchitectAnalyzers.Tests.Api;

public class NoErrorHandlingTests
{
    private static string App(string services, string statements, string types = "") => $$"""
        var builder = WebApplication.CreateBuilder(args);
        {{services}}
        var app = builder.Build();
        {{statements}}
        app.Run();
        {{types}}
        """;

    [Theory]
    [InlineData("", "app.[|MapGet|](\"/\", () => 1);")]
    [InlineData("builder.Services.AddControllers();", "app.UseHttpsRedirection(); app.UseAuthorization(); app.[|MapControllers|]();")]
    [InlineData("", "app.UseStatusCodePages(); app.[|MapGet|](\"/\", () => 1); app.MapPost(\"/\", () => 2);")]
    [InlineData("", "if (app.Environment.IsDevelopment()) app.UseDeveloperExceptionPage(); app.[|MapRazorPages|]();")]
    [InlineData("", "app.UseMiddleware<Plain>(); app.[|MapGet|](\"/\", () => 1);")]
    public Task Reports_at_the_first_mapping(string services, string statements) => Verify<NoErrorHandling>.Reports(App(services, statements, Types));

    [Fact]
    public Task Reports_at_run_where_nothing_is_mapped() => Verify<NoErrorHandling>.Reports("""
        var app = WebApplication.Create(args);
        app.UseStaticFiles();
        app.[|Run|]();
        """);

    [Theory]
    [InlineData("", "app.UseExceptionHandler(\"/error\"); app.MapControllers();")]
    [InlineData("", "if (!app.Environment.IsDevelopment()) { app.UseExceptionHandler(\"/error\"); } app.MapControllers();")]
    [InlineData("builder.Services.AddProblemDetails();", "app.MapControllers();")]
    [InlineData("builder.Services.AddExceptionHandler<Handler>();", "app.MapControllers();")]
    [InlineData("", "app.UseMiddleware<Catching>(); app.MapControllers();")]
    [InlineData("", "app.UseMiddleware(typeof(Catching)); app.MapControllers();")]
    [InlineData("", "app.Use(async (c, next) => { try { await next(c); } catch (Exception) { c.Response.StatusCode = 500; } }); app.MapControllers();")]
    [InlineData("builder.Services.AddControllers(o => o.Filters.Add<ApiExceptionFilter>());", "app.MapControllers();")]
    [InlineData("", "app.MapHealthChecks(\"/healthz\");")]
    [InlineData("", "Unseen.Current.Use(app); app.MapControllers();")]
    public Task Stays_silent(string services, string statements) => Verify<NoErrorHandling>.Silent(App(services, statements, Types
        + (services.Contains("Filter") ? "public class ApiExceptionFilter : Microsoft.AspNetCore.Mvc.Filters.IExceptionFilter { public void OnException(Microsoft.AspNetCore.Mvc.Filters.ExceptionContext c) { } }" : "")
        + (services.Contains("Handler") ? "public class Handler : Microsoft.AspNetCore.Diagnostics.IExceptionHandler { public ValueTask<bool> TryHandleAsync(HttpContext c, Exception e, CancellationToken t) => new(true); }" : "")));

    private const string Types = """
        public abstract class Unseen { public static Unseen Current => null!; public abstract void Use(WebApplication app); }
        public class Plain(RequestDelegate next) { public Task InvokeAsync(HttpContext c) => next(c); }
        public class Catching(RequestDelegate next) { public async Task InvokeAsync(HttpContext c) { try { await next(c); } catch (Exception) { c.Response.StatusCode = 500; } } }

        """;

    [Fact]
    public Task The_fix_adds_handler_and_problem_details() => Verify<NoErrorHandling, NoErrorHandlingFix>.Fixes("""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddControllers();

        var app = builder.Build();

        app.UseHttpsRedirection();
        app.[|MapControllers|]();

        app.Run();
        """, """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddControllers();
        builder.Services.AddProblemDetails();

        var app = builder.Build();

        app.UseExceptionHandler();

        app.UseHttpsRedirection();
        app.MapControllers();

        app.Run();
        """);

    [Fact]
    public Task The_fix_reaches_a_startup_class() => Verify<NoErrorHandling, NoErrorHandlingFix>.Fixes("""
        public class Startup
        {
            public void ConfigureServices(IServiceCollection services)
            {
                services.AddControllers();
            }

            public void Configure(IApplicationBuilder app, IWebHostEnvironment env)
            {
                if (env.IsDevelopment())
                {
                    app.UseDeveloperExceptionPage();
                }

                app.UseRouting();
                app.UseEndpoints(endpoints => endpoints.[|MapControllers|]());
            }
        }
        """, """
        public class Startup
        {
            public void ConfigureServices(IServiceCollection services)
            {
                services.AddControllers();
                services.AddProblemDetails();
            }

            public void Configure(IApplicationBuilder app, IWebHostEnvironment env)
            {
                if (env.IsDevelopment())
                {
                    app.UseDeveloperExceptionPage();
                }

                app.UseExceptionHandler();

                app.UseRouting();
                app.UseEndpoints(endpoints => endpoints.MapControllers());
            }
        }
        """);

    [Fact]
    public Task Offers_no_fix_without_a_builder() => Verify<NoErrorHandling, NoErrorHandlingFix>.OffersNoFix("""
        var app = WebApplication.Create(args);
        app.[|MapGet|]("/", () => 1);
        app.Run();
        """);
}
