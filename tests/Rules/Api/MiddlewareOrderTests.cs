using ArchitectAnalyzers.CodeFixes.Api;
using ArchitectAnalyzers.Rules.Api;
using Microsoft.CodeAnalysis.Testing;

namespace ArchitectAnalyzers.Tests.Api;

public class MiddlewareOrderTests
{
    private static string App(string statements) => $$"""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddControllers();
        var app = builder.Build();
        {{statements}}
        app.Run();
        """;

    private static string Startup(string statements) => $$"""
        public class Startup
        {
            public void ConfigureServices(IServiceCollection services) => services.AddControllers();

            public void Configure(IApplicationBuilder app, IWebHostEnvironment env)
            {
                {{statements}}
            }
        }
        """;

    [Theory]
    [InlineData("app.[|UseAuthorization|](); app.UseAuthentication(); app.MapControllers();")]
    [InlineData("app.UseRouting(); app.[|UseAuthorization|](); app.UseAuthentication(); app.MapControllers();")]
    [InlineData("app.[|UseAuthorization|](); app.UseRouting(); app.MapControllers();")]
    [InlineData("app.UseRouting(); app.UseAuthentication(); app.UseAuthorization(); app.[|UseCors|](); app.MapControllers();")]
    [InlineData("app.UseAuthorization(); app.[|UseCors|](\"web\"); app.MapControllers();")]
    [InlineData("app.UseResponseCaching(); app.[|UseCors|](); app.MapControllers();")]
    [InlineData("app.UseRouting(); app.UseAuthentication(); app.UseAuthorization(); app.[|UseExceptionHandler|](\"/error\"); app.MapControllers();")]
    [InlineData("app.UseHttpsRedirection(); app.UseAuthorization(); app.[|UseExceptionHandler|](e => e.Run(c => Task.CompletedTask)); app.MapControllers();")]
    [InlineData("app.UseHttpsRedirection(); app.[|UseForwardedHeaders|](); app.UseAuthentication(); app.UseAuthorization(); app.MapControllers();")]
    [InlineData("app.UseAuthentication(); app.UseAuthorization(); app.[|UseForwardedHeaders|](); app.MapControllers();")]
    [InlineData("app.UseAuthentication(); app.UseAuthorization(); app.[|UseHttpsRedirection|](); app.MapControllers();")]
    [InlineData("app.UseStaticFiles(); app.[|UseHttpsRedirection|](); app.MapControllers();")]
    [InlineData("app.UseStaticFiles(); app.[|UseHsts|](); app.MapControllers();")]
    [InlineData("app.UseStaticFiles(); app.[|UseDefaultFiles|](); app.MapControllers();")]
    [InlineData("app.[|UseAntiforgery|](); app.UseAuthentication(); app.UseAuthorization(); app.MapControllers();")]
    [InlineData("app.UseAuthentication(); app.[|UseAntiforgery|](); app.UseAuthorization(); app.MapControllers();")]
    [InlineData("app.[|UseOutputCache|](); app.UseCors(); app.MapControllers();")]
    [InlineData("app.[|UseOutputCache|](); app.UseAuthentication(); app.UseAuthorization(); app.MapControllers();")]
    [InlineData("app.UseAuthentication(); app.[|UseCookiePolicy|](); app.UseAuthorization(); app.MapControllers();")]
    [InlineData("app.UseRouting().[|UseAuthorization|]().UseAuthentication(); app.MapControllers();")]
    [InlineData("app.Map(\"/admin\", admin => { admin.UseRouting(); admin.[|UseAuthorization|](); admin.UseAuthentication(); }); app.MapControllers();")]
    [InlineData("app.Use(async (context, next) => { context.Session.SetString(\"a\", \"b\"); await next(context); }); app.[|UseSession|](); app.MapControllers();")]
    [InlineData("app.UseMiddleware<Cart>(); app.[|UseSession|](); app.MapControllers();")]
    [InlineData("if (args.Length > 1) app.[|UseAuthorization|](); app.UseAuthentication(); app.MapControllers();")]
    [InlineData("app.UseAuthorization(); if (app.Configuration.GetValue<bool>(\"Cors\")) { app.[|UseCors|](); } app.MapControllers();")]
    [InlineData("app.UseHttpsRedirection(); if (app.Configuration[\"Proxy\"] is not null) app.[|UseForwardedHeaders|](); app.MapControllers();")]
    [InlineData("if (args.Length > 3) { app.UseRouting(); app.[|UseAuthorization|](); app.UseAuthentication(); } app.MapControllers();")]
    [InlineData("if (args.Contains(\"--migrate\")) { return; } app.[|UseAuthorization|](); app.UseAuthentication(); app.MapControllers();")]
    [InlineData("app.[|UseCors|](\"web\"); app.UseRouting(); app.UseAuthorization(); app.MapControllers();")]
    [InlineData("app.[|UseCors|](\"web\"); app.UseRouting(); app.UseAuthorization(); app.MapGet(\"/\", () => 1).RequireCors(\"other\");")]
    [InlineData("app.[|UseOutputCache|](); app.UseRouting(); app.MapControllers();")]
    [InlineData("app.UseRouting(); app.UseAuthentication(); app.[|UseCors|](); app.UseAuthorization(); app.MapControllers();")]
    [InlineData("app.[|UseOutputCache|](); app.UseRouting(); app.MapGet(\"/\", () => 1).CacheOutput();")]
    [InlineData("app.UseStaticFiles(); app.UseAuthentication(); app.[|UseExceptionHandler|](\"/error\"); app.MapControllers();")]
    [InlineData("app.[|UseCors|](); app.UseRouting(); app.[|UseAuthorization|](); app.UseAuthentication(); app.MapControllers();")]
    public Task Reports_the_call_to_move(string statements) => Verify<MiddlewareOrder>.Reports(App(statements) + """

        class Cart(RequestDelegate next) { public Task InvokeAsync(HttpContext context) { _ = context.Session.Id; return next(context); } }
        """);

    [Theory]
    [InlineData("app.UseRouting(); app.[|UseAuthorization|](); app.UseAuthentication(); app.UseEndpoints(e => e.MapControllers());")]
    [InlineData("app.UseAuthentication(); app.UseAuthorization(); app.[|UseRouting|](); app.UseEndpoints(e => e.MapControllers());")]
    [InlineData("app.UseRouting(); app.UseEndpoints(e => e.MapControllers()); app.[|UseAuthorization|]();")]
    [InlineData("app.UseRouting(); app.UseEndpoints(e => e.MapControllers()); app.[|UseSession|]();")]
    [InlineData("app.UseMvcWithDefaultRoute(); app.[|UseRequestLocalization|]();")]
    [InlineData("app.UseRouting(); app.UseEndpoints(e => e.MapControllers()); app.[|UseCors|](p => p.AllowAnyOrigin());")]
    [InlineData("app.UseRouting(); app.UseEndpoints(e => e.MapControllers()); app.[|UseExceptionHandler|](\"/error\");")]
    [InlineData("if (env.IsDevelopment()) { app.UseDeveloperExceptionPage(); } app.UseRouting(); app.UseAuthorization(); if (!env.IsDevelopment()) { app.[|UseExceptionHandler|](\"/error\"); app.[|UseHsts|](); } app.UseEndpoints(e => e.MapControllers());")]
    [InlineData("app.UseRouting(); app.[|UsePathBase|](\"/shop\"); app.UseEndpoints(e => e.MapControllers());")]
    [InlineData("app.UseStaticFiles(); app.UseRouting(); app.UseEndpoints(e => e.MapControllers()); app.[|UseResponseCompression|]();")]
    public Task Reports_in_a_startup_class(string statements) => Verify<MiddlewareOrder>.Reports(Startup(statements));

    [Theory]
    [InlineData("app.MapControllers(); app.UseAuthentication(); app.UseAuthorization();")]
    [InlineData("app.UseAuthentication(); app.UseRouting(); app.UseAuthorization(); app.MapControllers();")]
    [InlineData("app.UseAuthorization(); app.MapControllers();")]
    [InlineData("app.UseForwardedHeaders(); app.UseExceptionHandler(\"/error\"); app.UseHsts(); app.UseHttpsRedirection(); app.UseResponseCompression(); app.UseStaticFiles(); app.UseCookiePolicy(); app.UseRouting(); app.UseRateLimiter(); app.UseCors(); app.UseAuthentication(); app.UseAuthorization(); app.UseSession(); app.UseAntiforgery(); app.UseOutputCache(); app.UseResponseCaching(); app.MapControllers();")]
    [InlineData("app.UseHttpLogging(); app.UseMiddleware<Correlation>(); app.UseExceptionHandler(\"/error\"); app.MapControllers();")]
    [InlineData("app.UseExceptionHandler(\"/error\"); app.UseForwardedHeaders(); app.UseHttpsRedirection(); app.MapControllers();")]
    [InlineData("app.UseHttpsRedirection(); app.UseHsts(); app.UseStaticFiles(); app.MapControllers();")]
    [InlineData("app.UseAuthentication(); app.UseAuthorization(); app.UseStaticFiles(); app.MapControllers();")]
    [InlineData("app.UseRateLimiter(); app.UseRouting(); app.MapControllers();")]
    [InlineData("app.UseCors(); app.UseHttpsRedirection(); app.UseAuthorization(); app.MapControllers();")]
    [InlineData("app.UseResponseCaching(); app.UseResponseCompression(); app.UseStaticFiles(); app.MapControllers();")]
    [InlineData("app.UseStaticFiles(); app.UseDefaultFiles(); app.UseStaticFiles(); app.MapControllers();")]
    [InlineData("app.UseAuthorization(); app.Map(\"/admin\", admin => admin.UseAuthentication().UseAuthorization()); app.MapControllers();")]
    [InlineData("app.UseWhen(c => c.Request.Path.StartsWithSegments(\"/x\"), b => b.UseAuthorization()); app.UseAuthentication(); app.MapControllers();")]
    [InlineData("if (app.Environment.IsDevelopment()) { app.UseAuthorization(); } else { app.UseAuthentication(); } app.MapControllers();")]
    [InlineData("if (args.Length > 1) app.UseAuthorization(); else app.UseAuthentication(); app.MapControllers();")]
    [InlineData("if (args.Length > 1) { app.UseRouting(); app.UseEndpoints(e => e.MapControllers()); app.Run(); return; } app.UseAuthentication(); app.UseAuthorization(); app.MapControllers();")]
    [InlineData("if (args.Length > 1) { app.UseCors(); } app.UseAuthorization(); app.UseCors(); app.MapControllers();")]
    [InlineData("var useAuth = builder.Configuration.GetValue<bool>(\"x\"); if (useAuth) { app.UseAuthentication(); app.UseAuthorization(); } app.MapControllers();")]
    [InlineData("app.UseSession(); app.Use(async (context, next) => { context.Session.SetString(\"a\", \"b\"); await next(context); }); app.MapControllers();")]
    [InlineData("app.Use((context, next) => next(context)); app.UseSession(); app.MapGet(\"/\", (HttpContext context) => context.Session.Id);")]
    [InlineData("app.UseAuthorization(); app.UseAuthenticationOfOurs(); app.MapControllers();")]
    [InlineData("if (app.Environment.IsDevelopment()) { app.UseSwaggerish(); app.UseCors(); } app.UseAuthentication(); app.UseAuthorization(); app.UseCors(); app.MapControllers();")]
    [InlineData("app.UseHttpsRedirection(); app.UseAntiforgery(); app.MapStaticAssets(); app.MapRazorPages();")]
    [InlineData("app.UseDefaultFiles(); app.UseStaticFiles(); app.UseHttpLogging(); app.UseAuthorization(); app.MapControllers(); app.MapFallbackToFile(\"/index.html\");")]
    [InlineData("app.UseWhen(c => c.Request.Path.StartsWithSegments(\"/api\"), api => api.UseExceptionHandler(\"/api-error\")); app.UseStaticFiles(); app.MapControllers();")]
    [InlineData("app.UseStaticFiles(); app.UseWhen(c => c.Request.Path.StartsWithSegments(\"/api\"), api => api.UseExceptionHandler(\"/api-error\")); app.MapControllers();")]
    [InlineData("app.UseRouting(); app.UseRequestLocalization(); app.UseAuthorization(); app.MapControllers();")]
    [InlineData("app.UsePathBase(\"/shop\"); app.UseRouting(); app.MapControllers();")]
    [InlineData("switch (app.Environment.EnvironmentName) { case \"A\": app.UseAuthorization(); break; default: app.UseAuthentication(); break; } app.MapControllers();")]
    [InlineData("_ = args.Length > 0 ? app.UseAuthorization() : app.UseAuthentication(); app.MapControllers();")]
    [InlineData("Task.Run(() => app.UseAuthorization()); app.UseAuthentication(); app.MapControllers();")]
    [InlineData("app.UseStaticFiles(); app.UseResponseCompression(); app.MapControllers();")]
    [InlineData("app.UseHttpsRedirection(); app.UseStaticFiles(); app.UseRouting(); app.UseAuthentication(); app.UseAuthorization(); app.UseSession(); app.UseResponseCompression(); app.UseResponseCaching(); app.MapControllers();")]
    [InlineData("app.UseFileServer(); app.UseResponseCompression(); app.MapControllers();")]
    [InlineData("app.UseResponseCaching(); app.UseResponseCompression(); app.UseStaticFiles(); app.UseAuthentication(); app.UseAuthorization(); app.MapControllers();")]
    [InlineData("app.UseStaticFiles(); app.UseExceptionHandler(\"/error\"); app.MapControllers();")]
    [InlineData("app.UseCors(); app.UseExceptionHandler(\"/error\"); app.MapControllers();")]
    [InlineData("app.UseRouting(); app.UsePathBase(\"/shop\"); app.MapControllers();")]
    [InlineData("app.UseRouting(); app.UseEndpoints(e => e.MapControllers()); app.UseStaticFiles();")]
    [InlineData("app.UseRouting(); app.UseEndpoints(e => e.MapControllers()); app.UseWebSockets(); app.Use((context, next) => next(context));")]
    public Task Stays_silent(string statements) => Verify<MiddlewareOrder>.Silent(App(statements) + """

        class Correlation(RequestDelegate next) { public Task InvokeAsync(HttpContext context) => next(context); }

        static class Extensions
        {
            public static IApplicationBuilder UseAuthenticationOfOurs(this IApplicationBuilder app) => app.Use((c, next) => next(c));
            public static IApplicationBuilder UseSwaggerish(this IApplicationBuilder app) => app.UseStaticFiles();
        }
        """);

    [Fact]
    public Task Says_what_to_do_and_why() => Verify<MiddlewareOrder>.Reports(App("""
        app.UseAuthentication();
        app.UseAuthorization();
        app.{|#0:UseCors|}();
        app.UseResponseCaching();
        app.UseEndpoints(endpoints => { });
        """), null,
        Verify<MiddlewareOrder>.Report(0).WithArguments("UseCors", "before", "UseAuthentication", "preflights and refusals get no CORS headers"));

    [Fact]
    public Task Reports_inside_and_across_extension_methods() => Verify<MiddlewareOrder>.Reports(App("""
        app.UseSecurity();
        app.[|UseExceptionHandler|]("/error");
        app.MapControllers();
        """) + """

        static class Pipelines
        {
            public static WebApplication UseSecurity(this WebApplication app)
            {
                app.UseRouting();
                app.[|UseAuthorization|]();
                app.UseAuthentication();
                return app;
            }
        }
        """);

    [Fact]
    public Task Reports_in_a_method_that_another_project_calls() => Verify<MiddlewareOrder>.Reports("""
        public static class Pipelines
        {
            public static IApplicationBuilder UseShop(this IApplicationBuilder app) => app.UseRouting().[|UseAuthorization|]().UseAuthentication();

            public static WebApplication ConfigurePipeline(this WebApplication app)
            {
                app.UseAuthentication();
                app.UseAuthorization();
                app.[|UseCors|]();
                return app;
            }
        }
        """);

    [Fact]
    public Task Reports_in_the_file_of_the_call() => Verify<MiddlewareOrder>.Reports(App("app.UseSecurity(); app.MapControllers();"), new()
    {
        Sources = new Dictionary<string, string>
        {
            ["Security.cs"] = "static class Security { public static void UseSecurity(this WebApplication app) { app.[|UseAuthorization|](); app.UseAuthentication(); } }",
        },
    });

    [Fact]
    public Task Reports_in_a_small_backend() => Verify<MiddlewareOrder>.Reports("""
        using Microsoft.AspNetCore.HttpOverrides;

        namespace Shop.Api;

        public class Program
        {
            public static void Main(string[] args)
            {
                var builder = WebApplication.CreateBuilder(args);
                builder.Services.AddControllers();
                builder.Services.AddCors(options => options.AddDefaultPolicy(policy => policy.WithOrigins("https://shop.example")));
                builder.Services.AddAuthentication();
                builder.Services.AddAuthorization();
                builder.Services.AddOutputCache();

                WebApplication app = builder.Build();
                Configure(app);
                app.Run();

                static void Configure(WebApplication app)
                {
                    if (app.Environment.IsDevelopment())
                    {
                        app.UseDeveloperExceptionPage();
                    }
                    else
                    {
                        app.UseExceptionHandler("/error");
                        app.UseHsts();
                    }

                    app.UseHttpsRedirection();
                    app.[|UseForwardedHeaders|](new ForwardedHeadersOptions
                    {
                        ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
                    });
                    app.UseStaticFiles();
                    app.UseRouting();
                    app.UseCors();
                    app.[|UseOutputCache|]();
                    app.UseAuthentication();
                    app.UseAuthorization();
                    app.MapControllers();
                }
            }
        }
        """, new() { References = ReferenceSet.Backend8 });

    [Fact]
    public Task Environments_of_a_startup_class_are_pipelines_of_their_own() => Verify<MiddlewareOrder>.Silent("""
        public class Startup
        {
            public void Configure(IApplicationBuilder app) => app.UseRouting().UseAuthorization().UseEndpoints(e => e.MapControllers());
            public void ConfigureDevelopment(IApplicationBuilder app) => app.UseAuthentication();
        }
        """);

    [Fact]
    public Task Knows_the_framework_by_its_names() => Verify<MiddlewareOrder>.Reports("""
        namespace Microsoft.AspNetCore.Builder
        {
            public interface IApplicationBuilder { }
            public static class Extensions
            {
                public static IApplicationBuilder UseAuthentication(this IApplicationBuilder app) => app;
                public static IApplicationBuilder UseAuthorization(this IApplicationBuilder app) => app;
            }
        }
        namespace Shop
        {
            using Microsoft.AspNetCore.Builder;
            public class Startup
            {
                public void Configure(IApplicationBuilder app)
                {
                    app.[|UseAuthorization|]();
                    app.UseAuthentication();
                }
            }
        }
        """, new() { References = ReferenceSet.Console10 });

    [Theory]
    [InlineData("web", "app.MapGet(\"/\", () => \"Hello World!\");")]
    [InlineData("webapi", "if (app.Environment.IsDevelopment())\n{\n    app.MapOpenApi();\n}\n\napp.UseHttpsRedirection();\n\napp.MapGet(\"/weatherforecast\", () => 1).WithName(\"GetWeatherForecast\");")]
    [InlineData("webapi --use-controllers", "if (app.Environment.IsDevelopment())\n{\n    app.MapOpenApi();\n}\n\napp.UseHttpsRedirection();\n\napp.UseAuthorization();\n\napp.MapControllers();")]
    [InlineData("mvc", "if (!app.Environment.IsDevelopment())\n{\n    app.UseExceptionHandler(\"/Home/Error\");\n    app.UseHsts();\n}\n\napp.UseHttpsRedirection();\napp.UseRouting();\n\napp.UseAuthorization();\n\napp.MapStaticAssets();\n\napp.MapControllerRoute(name: \"default\", pattern: \"{controller=Home}/{action=Index}/{id?}\").WithStaticAssets();")]
    [InlineData("webapp", "if (!app.Environment.IsDevelopment())\n{\n    app.UseExceptionHandler(\"/Error\");\n    app.UseHsts();\n}\n\napp.UseHttpsRedirection();\n\napp.UseRouting();\n\napp.UseAuthorization();\n\napp.MapStaticAssets();\napp.MapRazorPages().WithStaticAssets();")]
    public Task Stays_silent_on_the_templates(string template, string statements) =>
        Verify<MiddlewareOrder>.Silent("// dotnet new " + template + "\n" + App(statements).Replace("app.MapOpenApi();", ";"));

    [Fact]
    public Task The_fix_moves_a_late_call_with_its_comments() => Verify<MiddlewareOrder, MiddlewareOrderFix>.Fixes(App("""

        app.UseHttpsRedirection();

        // Who is it?
        app.UseAuthentication(); // JWT
        app.UseAuthorization();

        // The shop's own pages call us.
        app.[|UseCors|]("shop"); // named

        app.MapControllers();
        """), App("""

        app.UseHttpsRedirection();

        // The shop's own pages call us.
        app.UseCors("shop"); // named
        // Who is it?
        app.UseAuthentication(); // JWT
        app.UseAuthorization();

        app.MapControllers();
        """));

    [Fact]
    public Task The_fix_moves_an_early_call_behind_what_it_needs() => Verify<MiddlewareOrder, MiddlewareOrderFix>.Fixes("""
        public class Startup
        {
            public void Configure(IApplicationBuilder app)
            {
                app.[|UseAuthorization|]();

                app.UseRouting();
                app.UseAuthentication();
                app.UseEndpoints(e => e.MapControllers());
            }
        }
        """, """
        public class Startup
        {
            public void Configure(IApplicationBuilder app)
            {
                app.UseRouting();
                app.UseAuthentication();
                app.UseAuthorization();
                app.UseEndpoints(e => e.MapControllers());
            }
        }
        """);

    [Fact]
    public Task The_fix_moves_what_is_chosen_by_environment_as_a_whole() => Verify<MiddlewareOrder, MiddlewareOrderFix>.Fixes(App("""
        app.UseStaticFiles();
        app.UseRouting();

        if (!app.Environment.IsDevelopment())
        {
            app.[|UseExceptionHandler|]("/error");
        }

        app.MapControllers();
        """), App("""
        if (!app.Environment.IsDevelopment())
        {
            app.UseExceptionHandler("/error");
        }
        app.UseStaticFiles();
        app.UseRouting();

        app.MapControllers();
        """));

    [Fact]
    public Task The_fix_moves_routing_in_front_of_both() => Verify<MiddlewareOrder, MiddlewareOrderFix>.Fixes(App("""
        app.UseAuthentication();
        app.UseAuthorization();
        app.[|UseRouting|]();
        app.MapControllers();
        """), App("""
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapControllers();
        """));

    [Fact]
    public Task The_fix_moves_a_call_in_front_of_the_method_that_adds_the_other() => Verify<MiddlewareOrder, MiddlewareOrderFix>.Fixes(App("""
        Security.Use(app);
        app.[|UseExceptionHandler|]("/error");
        app.MapControllers();
        """) + """

        static class Security { public static void Use(WebApplication app) { app.UseAuthentication(); app.UseAuthorization(); } }
        """, App("""
        app.UseExceptionHandler("/error");
        Security.Use(app);
        app.MapControllers();
        """) + """

        static class Security { public static void Use(WebApplication app) { app.UseAuthentication(); app.UseAuthorization(); } }
        """);

    [Fact]
    public Task Fix_all_moves_all() => Verify<MiddlewareOrder, MiddlewareOrderFix>.Fixes(App("""
        app.UseHttpsRedirection();
        app.[|UseForwardedHeaders|]();
        app.UseAuthentication();
        app.UseAuthorization();
        app.[|UseCors|]();
        app.MapControllers();
        """), App("""
        app.UseForwardedHeaders();
        app.UseHttpsRedirection();
        app.UseCors();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapControllers();
        """));

    [Theory]
    [InlineData("app.UseRouting().[|UseAuthorization|]().UseAuthentication();")]
    [InlineData("app.UseRouting(); app.[|UseAuthorization|](); app.UseAuthentication();")]
    [InlineData("app.UseAuthorization();\n#if !X\napp.[|UseCors|]();\n#endif")]
    [InlineData("app.UseAuthorization();\nvar policy = \"a\";\napp.[|UseCors|](policy);\napp.MapControllers();")]
    public Task Offers_no_fix_where_statements_cannot_just_be_moved(string statements) =>
        Verify<MiddlewareOrder, MiddlewareOrderFix>.OffersNoFix(App(statements));
}
