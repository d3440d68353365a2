using ArchitectAnalyzers.CodeFixes.Api;
using ArchitectAnalyzers.Rules.Api;

namespace ArchitectAnalyzers.Tests.Api;

public class DevelopmentEndpointExposedTests
{
    // Swashbuckle, NSwag and Scalar with the names and places that theirs have.
    private const string Libraries = """
        namespace Microsoft.AspNetCore.Builder
        {
            public static class Documents
            {
                public static IApplicationBuilder UseSwagger(this IApplicationBuilder app, Action<object>? setup = null) => app;
                public static IApplicationBuilder UseSwaggerUI(this IApplicationBuilder app, Action<object>? setup = null) => app;
                public static IApplicationBuilder UseSwaggerUi(this IApplicationBuilder app) => app;
                public static IApplicationBuilder UseOpenApi(this IApplicationBuilder app) => app;
                public static IApplicationBuilder UseReDoc(this IApplicationBuilder app) => app;
                public static IEndpointConventionBuilder MapOpenApi(this Microsoft.AspNetCore.Routing.IEndpointRouteBuilder endpoints, string pattern = "") => null!;
                public static IApplicationBuilder UseMigrationsEndPoint(this IApplicationBuilder app) => app;
                public static IApplicationBuilder UseDatabaseErrorPage(this IApplicationBuilder app) => app;
            }
        }
        namespace Scalar.AspNetCore
        {
            public static class Scalar
            {
                public static IEndpointConventionBuilder MapScalarApiReference(this Microsoft.AspNetCore.Routing.IEndpointRouteBuilder endpoints, Action<object>? setup = null) => null!;
            }
        }
        """;

    private static readonly Setup s_setup = new() { Sources = new Dictionary<string, string> { ["Libraries.cs"] = Libraries } };

    private static string App(string statements) => $$"""
        using Scalar.AspNetCore;

        var builder = WebApplication.CreateBuilder(args);
        var app = builder.Build();
        {{statements}}
        app.MapGet("/orders", () => 1);
        app.Run();
        """;

    [Theory]
    [InlineData("app.[|UseDeveloperExceptionPage|]();")]
    [InlineData("app.UseSwagger(); app.[|UseSwaggerUI|]();")]
    [InlineData("app.UseSwagger(); app.[|UseSwaggerUI|](options => { });")]
    [InlineData("app.UseSwagger().[|UseSwaggerUI|]();")]
    [InlineData("app.[|UseSwagger|]();")]
    [InlineData("app.[|MapOpenApi|]();")]
    [InlineData("app.[|MapOpenApi|](\"/docs/{documentName}.json\").CacheOutput();")]
    [InlineData("app.MapOpenApi(); app.[|MapScalarApiReference|]();")]
    [InlineData("app.UseOpenApi(); app.[|UseSwaggerUi|](); app.[|UseReDoc|]();")]
    [InlineData("app.[|UseMigrationsEndPoint|]();")]
    [InlineData("app.[|UseDatabaseErrorPage|]();")]
    [InlineData("if (app.Environment.IsProduction()) { app.UseSwagger(); app.[|UseSwaggerUI|](); }")]
    [InlineData("if (!app.Environment.IsDevelopment()) app.[|UseDeveloperExceptionPage|]();")]
    [InlineData("if (app.Environment.IsStaging() || app.Environment.IsProduction()) app.[|UseDeveloperExceptionPage|]();")]
    [InlineData("if (app.Environment.IsDevelopment()) { app.UseCors(); } else { app.[|UseDeveloperExceptionPage|](); }")]
    [InlineData("if (app.Environment.IsDevelopment()) { app.UseCors(); } app.UseSwagger(); app.[|UseSwaggerUI|]();")]
    [InlineData("if (args.Contains(\"--seed\")) { return; } app.UseSwagger(); app.[|UseSwaggerUI|]();")]
    [InlineData("app.[|UseDeveloperExceptionPage|](); if (!app.Environment.IsDevelopment()) { app.UseExceptionHandler(\"/error\"); }")]
    [InlineData("app.UseDocs();")]
    public Task Reports(string statements) => Verify<DevelopmentEndpointExposed>.Reports(App(statements) + (statements.Contains("UseDocs") ? """

        static class Docs
        {
            public static void UseDocs(this WebApplication app) { app.UseSwagger(); app.[|UseSwaggerUI|](); }
        }
        """ : ""), s_setup);

    [Theory]
    [InlineData("if (app.Environment.IsDevelopment()) { app.UseDeveloperExceptionPage(); app.UseSwagger(); app.UseSwaggerUI(); app.MapOpenApi(); }")]
    [InlineData("if (app.Environment.IsDevelopment()) app.UseDeveloperExceptionPage();")]
    [InlineData("if (!app.Environment.IsProduction()) { app.UseSwagger(); app.UseSwaggerUI(); }")]
    [InlineData("if (app.Environment.IsProduction()) { app.UseHsts(); } else { app.UseSwagger(); app.UseSwaggerUI(); }")]
    [InlineData("if (app.Environment.IsDevelopment() || app.Environment.IsStaging()) { app.UseSwagger(); app.UseSwaggerUI(); }")]
    [InlineData("if (app.Environment.IsEnvironment(\"Local\")) app.UseSwaggerUI();")]
    [InlineData("if (app.Environment.EnvironmentName == \"Development\") app.UseSwaggerUI();")]
    [InlineData("if (app.Environment.EnvironmentName != Environments.Production) app.UseSwaggerUI();")]
    [InlineData("var isDevelopment = app.Environment.IsDevelopment(); if (isDevelopment) { app.UseSwagger(); app.UseSwaggerUI(); }")]
    [InlineData("if (app.Configuration.GetValue<bool>(\"Swagger:Enabled\")) { app.UseSwagger(); app.UseSwaggerUI(); }")]
    [InlineData("var showDocs = app.Configuration[\"Docs\"] == \"on\"; if (showDocs) app.UseSwaggerUI();")]
    [InlineData("if (app.Environment.IsDevelopment() || args.Contains(\"--docs\")) app.UseSwaggerUI();")]
    [InlineData("if (app.Environment.IsDevelopment() && args.Contains(\"--docs\")) app.UseSwaggerUI();")]
    [InlineData("app.MapOpenApi().RequireAuthorization();")]
    [InlineData("app.MapOpenApi().RequireAuthorization(\"staff\").CacheOutput(); app.MapScalarApiReference().RequireHost(\"localhost:*\");")]
    [InlineData("app.UseSwagger(); if (app.Environment.IsDevelopment()) app.UseSwaggerUI();")]
    [InlineData("app.UseWhen(c => c.Request.Host.Host == \"localhost\", local => local.UseSwaggerUI());")]
    [InlineData("app.UseMiddleware<SwaggerBasicAuth>(); app.UseSwagger(); app.UseSwaggerUI();")]
    [InlineData("if (!app.Environment.IsDevelopment()) { app.Run(); return; } app.UseSwagger(); app.UseSwaggerUI();")]
    [InlineData("#if !RELEASE\napp.UseSwagger(); app.UseSwaggerUI();\n#endif")]
    [InlineData("if (app.Environment.IsDevelopment()) { Devtools.Use(app); }")]
    [InlineData("app.UseExceptionHandler(\"/error\"); app.UseStatusCodePages();")]
    public Task Stays_silent(string statements) => Verify<DevelopmentEndpointExposed>.Silent(App(statements) + """

        class SwaggerBasicAuth(RequestDelegate next) { public Task InvokeAsync(HttpContext context) => next(context); }

        static class Devtools { public static void Use(WebApplication app) { app.UseDeveloperExceptionPage(); app.UseSwaggerUI(); } }
        """, s_setup);

    [Fact]
    public Task Reports_in_a_startup_class() => Verify<DevelopmentEndpointExposed>.Reports("""
        public class Startup
        {
            public void Configure(IApplicationBuilder app, IWebHostEnvironment env)
            {
                if (env.IsDevelopment())
                {
                    app.UseDeveloperExceptionPage();
                }

                app.UseSwagger();
                app.[|UseSwaggerUI|]();
                app.UseRouting();
                app.UseEndpoints(endpoints => endpoints.MapControllers());
            }

            public void ConfigureDevelopment(IApplicationBuilder app) => app.UseDeveloperExceptionPage();
        }
        """, s_setup);

    [Fact]
    public Task Reports_in_a_small_backend() => Verify<DevelopmentEndpointExposed>.Reports("""
        using Microsoft.EntityFrameworkCore;

        namespace Inventory;

        public static class Program
        {
            public static async Task Main(string[] args)
            {
                var builder = WebApplication.CreateBuilder(args);
                builder.Services.AddDbContext<StockContext>(options => options.UseSqlite(builder.Configuration.GetConnectionString("Stock")));
                builder.Services.AddControllers();

                await using var app = builder.Build();
                await MigrateAsync(app);
                ConfigurePipeline(app);
                await app.RunAsync();
            }

            private static async Task MigrateAsync(WebApplication app)
            {
                await using var scope = app.Services.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<StockContext>().Database.MigrateAsync();
            }

            private static void ConfigurePipeline(WebApplication app)
            {
                if (!app.Environment.IsDevelopment())
                {
                    app.UseExceptionHandler("/error");
                }

                app.[|UseDeveloperExceptionPage|]();

                if (app.Environment.IsDevelopment())
                {
                    app.UseSwagger();
                }

                app.UseSwagger();
                app.[|UseSwaggerUI|](options =>
                {
                    options.ToString();
                });

                app.UseHttpsRedirection();
                app.MapControllers();
            }
        }

        public class StockContext(DbContextOptions<StockContext> options) : DbContext(options);
        """, s_setup with { References = ReferenceSet.Backend8 });

    [Theory]
    [InlineData("private readonly bool _isDevelopment = environment.IsDevelopment();", "if (_isDevelopment)")]
    [InlineData("private bool IsDevelopment => environment.IsDevelopment();", "if (IsDevelopment)")]
    [InlineData("private IWebHostEnvironment Environment { get; } = environment;", "if (Environment.IsDevelopment())")]
    [InlineData("", "if (environment.IsStaging() || environment.IsDevelopment())")]
    [InlineData("", "if (environment.EnvironmentName.Equals(\"Development\", StringComparison.OrdinalIgnoreCase))")]
    [InlineData("", "if (string.Equals(environment.EnvironmentName, Environments.Development))")]
    [InlineData("", "if (environment.EnvironmentName is \"Development\")")]
    [InlineData("", "if (environment.IsProduction() is false)")]
    [InlineData("", "if (false == environment.IsProduction())")]
    [InlineData("private bool ShowsDocs() => environment.IsDevelopment();", "if (ShowsDocs())")]
    public Task Knows_checks_of_the_environment(string member, string check) => Verify<DevelopmentEndpointExposed>.Silent($$"""
        public class Startup(IWebHostEnvironment environment)
        {
            {{member}}

            public void Configure(IApplicationBuilder app)
            {
                {{check}}
                {
                    app.UseDeveloperExceptionPage();
                    app.UseSwagger();
                    app.UseSwaggerUI();
                }

                app.UseRouting();
                app.UseEndpoints(endpoints => endpoints.MapControllers());
                _ = environment;
            }
        }
        """, s_setup);

    [Fact]
    public Task A_whole_pipeline_in_a_method_is_reported_and_a_part_of_one_is_not() => Verify<DevelopmentEndpointExposed>.Reports("""
        public static class Pipelines
        {
            public static WebApplication ConfigurePipeline(this WebApplication app)
            {
                app.UseHttpsRedirection();
                app.UseSwagger();
                app.[|UseSwaggerUI|]();
                app.UseAuthorization();
                return app;
            }

            public static void UseDeveloperTools(this WebApplication app)
            {
                app.UseDeveloperExceptionPage();
                app.UseSwaggerUI();
            }
        }
        """, s_setup);

    [Fact]
    public Task The_fix_checks_the_environment_for_all_that_belong_together() =>
        Verify<DevelopmentEndpointExposed, DevelopmentEndpointExposedFix>.Fixes(App("""

            app.UseHttpsRedirection();

            // Documentation.
            app.UseSwagger();
            app.[|UseSwaggerUI|](options =>
            {
                options.ToString();
            }); // at /swagger

            app.UseAuthorization();
            """), App("""

            app.UseHttpsRedirection();

            // Documentation.
            if (app.Environment.IsDevelopment())
            {
                app.UseSwagger();
                app.UseSwaggerUI(options =>
                {
                    options.ToString();
                }); // at /swagger
            }

            app.UseAuthorization();
            """), s_setup with { FixAll = false });

    [Fact]
    public Task The_fix_asks_the_environment_of_a_startup_class() =>
        Verify<DevelopmentEndpointExposed, DevelopmentEndpointExposedFix>.Fixes("""
            public class Startup
            {
                public void Configure(IApplicationBuilder app, IWebHostEnvironment env)
                {
                    app.[|UseDeveloperExceptionPage|]();
                    app.UseRouting();
                    app.UseEndpoints(endpoints => endpoints.MapControllers());
                }
            }
            """, """
            public class Startup
            {
                public void Configure(IApplicationBuilder app, IWebHostEnvironment env)
                {
                    if (env.IsDevelopment())
                    {
                        app.UseDeveloperExceptionPage();
                    }
                    app.UseRouting();
                    app.UseEndpoints(endpoints => endpoints.MapControllers());
                }
            }
            """, s_setup with { FixAll = false });

    [Theory]
    [InlineData("public class Startup { public void Configure(IApplicationBuilder app) { app.[|UseDeveloperExceptionPage|](); } }")]
    [InlineData("public class Startup { public void Configure(IApplicationBuilder app, IHostEnvironment env)\n{\n app.[|UseDeveloperExceptionPage|]().UseRouting();\n} }")]
    [InlineData("public class Startup { public void Configure(IApplicationBuilder app, IHostEnvironment env)\n{\nif (env.IsProduction())\n{\napp.[|UseDeveloperExceptionPage|]();\n}\n} }")]
    public Task Offers_no_fix_without_an_environment_or_a_statement_of_its_own(string code) =>
        Verify<DevelopmentEndpointExposed, DevelopmentEndpointExposedFix>.OffersNoFix(code, s_setup with { FixAll = false });
}
