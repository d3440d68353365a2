using ArchitectAnalyzers.CodeFixes.Api;
using ArchitectAnalyzers.Rules.Api;
using Microsoft.CodeAnalysis.Testing;

namespace ArchitectAnalyzers.Tests.Api;

public class NoRateLimitingTests
{
    private const string Host = """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddControllers();
        var app = builder.Build();

        """;

    [Fact]
    public Task Says_what_is_mapped() => Verify<NoRateLimiting>.Reports(Host + """
        app.MapGroup("/orders").{|#0:MapGet|}("/", () => 1);
        app.MapPost("/orders", () => 2);
        app.MapControllers();
        app.Run();
        """, null, Verify<NoRateLimiting>.Report(0).WithArguments("TestProject", "MapGet and 2 more"));

    [Theory]
    [InlineData("app.[|MapControllers|]();")]
    [InlineData("app.[|MapRazorPages|]();")]
    [InlineData("app.[|MapHub<Chat>|](\"/chat\");")]
    [InlineData("app.[|MapGet|](\"/orders/{id:int}\", async (int id, HttpContext context) => { await context.Response.WriteAsync(\"x\"); });")]
    [InlineData("app.MapHealthChecks(\"/healthz\"); app.[|MapPost|](\"/\", () => 1);")]
    [InlineData("app.UseSwaggerish(); app.[|MapPost|](\"/\", () => 1);")]
    [InlineData("app.UseRouting(); app.UseEndpoints(endpoints => { endpoints.[|MapControllers|](); endpoints.MapRazorPages(); });")]
    [InlineData("if (app.Environment.IsDevelopment()) app.UseDeveloperExceptionPage(); app.[|MapDefaultControllerRoute|]();")]
    [InlineData("app.[|Run|](context => context.Response.WriteAsync(\"hi\"));")]
    [InlineData("app.[|MapModules|]();")]
    [InlineData("Modules.[|MapAll|](app);")]
    [InlineData("using var throttle = new SemaphoreSlim(4); app.[|MapGet|](\"/\", () => 1); // no rate limiter, no throttling")]
    public Task Reports_once_at_the_first_mapping_of_the_set_up(string statements) => Verify<NoRateLimiting>.Reports(Host + statements + "\napp.Run();" + """

        class Chat : Microsoft.AspNetCore.SignalR.Hub;

        static class Modules
        {
            public static void UseSwaggerish(this WebApplication app) => app.UseStaticFiles();
            public static void MapModules(this IEndpointRouteBuilder endpoints) => MapAll(endpoints.MapGroup("/api"));
            public static void MapAll(IEndpointRouteBuilder endpoints)
            {
                endpoints.MapGet("/", () => 1);
                endpoints.MapPost("/", () => 2);
            }
        }
        """);

    [Fact]
    public Task Reports_in_a_main_method() => Verify<NoRateLimiting>.Reports("""
        using Microsoft.EntityFrameworkCore;

        namespace Shop;

        public partial class Program
        {
            public static async Task Main(string[] args)
            {
                var builder = WebApplication.CreateSlimBuilder(args);
                builder.Services.AddDbContext<ShopContext>(options => options.UseSqlite("Data Source=shop.db"));
                try
                {
                    await using var app = builder.Build();
                    app.[|MapGet|]("/orders", (ShopContext db) => db.Database.CanConnect());
                    await app.RunAsync();
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    Environment.ExitCode = 1;
                }
            }
        }

        public class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options);
        """);

    [Fact]
    public Task Reports_in_a_startup_class() => Verify<NoRateLimiting>.Reports("""
        public class Startup(IConfiguration configuration)
        {
            public void ConfigureServices(IServiceCollection services) => services.AddControllers().AddJsonOptions(o => _ = configuration["x"]);

            public void Configure(IApplicationBuilder app, IWebHostEnvironment env)
            {
                if (env.IsDevelopment()) app.UseDeveloperExceptionPage();
                app.UseRouting();
                app.UseAuthorization();
                app.UseEndpoints(endpoints => endpoints.[|MapControllers|]());
            }
        }

        public class Program
        {
            public static void Main(string[] args) => Host.CreateDefaultBuilder(args).ConfigureWebHostDefaults(web => web.UseStartup<Startup>()).Build().Run();
        }
        """);

    [Theory]
    [InlineData("builder.Services.AddRateLimiter(o => { });", "app.UseRateLimiter(); app.MapControllers();")]
    [InlineData("builder.Services.AddRateLimiter(_ => { });", "app.MapControllers();")]
    [InlineData("", "app.UseRateLimiter(); app.MapControllers();")]
    [InlineData("", "app.MapControllers().RequireRateLimiting(\"fixed\");")]
    [InlineData("", "app.MapGet(\"/\", [Microsoft.AspNetCore.RateLimiting.EnableRateLimiting(\"fixed\")] () => 1);")]
    [InlineData("", "app.UseMiddleware<ThrottlingMiddleware>(); app.MapControllers();")]
    [InlineData("", "app.Use(async (c, next) => { if (c.Request.Headers.Count > 99) { c.Response.StatusCode = 429; return; } await next(c); }); app.MapControllers();")]
    [InlineData("", "var bucket = new System.Threading.RateLimiting.TokenBucketRateLimiter(new()); app.MapControllers();")]
    [InlineData("", "app.MapHealthChecks(\"/healthz\"); app.MapGet(\"/ready\", () => 1);")]
    [InlineData("", "app.UseStaticFiles(); app.MapStaticAssets(); app.MapFallbackToFile(\"index.html\");")]
    [InlineData("", "app.MapOpenApi();")]
    [InlineData("", "var group = app.MapGroup(\"/api\");")]
    [InlineData("", "app.Missing(); app.MapControllers();")]
    [InlineData("", "app.MapNothingLike(1);")]
    public Task Stays_silent(string services, string statements) => Verify<NoRateLimiting>.Silent($$"""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddControllers();
        {{services}}
        var app = builder.Build();
        {{statements}}
        app.Run();

        class ThrottlingMiddleware(RequestDelegate next) { public Task InvokeAsync(HttpContext context) => next(context); }
        """, new() { Compiler = CompilerDiagnostics.None });

    [Fact]
    public Task Stays_silent_when_another_file_limits_rates() => Verify<NoRateLimiting>.Silent(Host + "app.MapControllers(); app.Run();", new()
    {
        Sources = new Dictionary<string, string>
        {
            ["Limits.cs"] = "static class Limits { public static IServiceCollection AddLimits(this IServiceCollection s) => s.AddRateLimiter(o => o.RejectionStatusCode = 429); }",
        },
    });

    [Theory]
    [InlineData("architect.ARCH3001.rate_limiting")]
    [InlineData("architect.rate_limiting")]
    public Task Stays_silent_when_rates_are_limited_in_front_of_the_app(string key) =>
        Verify<NoRateLimiting>.Silent(Host + "app.MapControllers(); app.Run();", new() { Options = new Dictionary<string, string> { [key] = "external" } });

    [Theory]
    [InlineData("public static class Endpoints { public static void MapShop(this IEndpointRouteBuilder e) => e.MapGet(\"/\", () => 1); }")]
    [InlineData("public static class Worker { public static void Main(string[] args) { var b = Host.CreateApplicationBuilder(args); b.Services.AddHostedService<Loop>(); b.Build().Run(); } } class Loop : BackgroundService { protected override Task ExecuteAsync(CancellationToken t) => Task.CompletedTask; }")]
    [InlineData("public static class Hosting { public static WebApplication Make(string[] args) { var app = WebApplication.Create(args); app.MapControllers(); return app; } }")]
    [InlineData("public static class Hosting { public static void Run(Action<WebApplication> more) { var app = WebApplication.Create(); more(app); app.MapControllers(); app.Run(); } }")]
    [InlineData("public class AppTests { [Xunit.Fact] public void Answers() { var app = WebApplication.Create(); app.MapGet(\"/\", () => 1); } } namespace Xunit { public class FactAttribute : Attribute; }")]
    public Task Stays_silent_without_a_whole_app_in_sight(string source) => Verify<NoRateLimiting>.Silent(source);

    [Fact]
    public Task Stays_silent_in_a_test_project() => Verify<NoRateLimiting>.Silent(Host + "app.MapControllers(); app.Run();",
        new() { GlobalOptions = new Dictionary<string, string> { ["build_property.IsTestProject"] = "true" } });

    [Fact]
    public Task Stays_silent_on_half_typed_set_up() => Verify<NoRateLimiting>.Silent("""
        var builder = WebApplication.CreateBuilder(args);
        var app = builder.Build();
        app.
        app.MapControllers(
        """, new() { Compiler = CompilerDiagnostics.None, ExtraRuns = false });

    [Fact]
    public Task Reports_two_apps_of_one_project_each() => Verify<NoRateLimiting>.Reports("""
        public static class Hosts
        {
            public static Task Public() { var app = WebApplication.Create(); app.[|MapGet|]("/", () => 1); return app.RunAsync(); }
            public static Task Admin() { var app = WebApplication.Create(); app.[|MapControllers|](); return app.RunAsync(); }
        }
        """);

    [Fact]
    public Task Reports_on_the_oldest_framework() =>
        Verify<NoRateLimiting>.Reports(Host + "app.[|MapControllers|](); app.Run();", new() { References = ReferenceSet.Backend8 });

    private const string FixedWindow = """
        builder.Services.AddRateLimiter(options =>
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.OnRejected = (context, cancellationToken) =>
            {
                if (context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var retryAfter))
                {
                    var seconds = (int)Math.Ceiling(retryAfter.TotalSeconds);
                    context.HttpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
                }

                return ValueTask.CompletedTask;
            };
            options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
                RateLimitPartition.GetFixedWindowLimiter(
                    partitionKey: context.User.Identity?.Name ?? context.Connection.RemoteIpAddress?.ToString() ?? "anonymous",
                    factory: _ => new FixedWindowRateLimiterOptions
                    {
                        PermitLimit = 100,
                        Window = TimeSpan.FromMinutes(1),
                    }));
        });
        """;

    private static string At(string indent, string services, string text = FixedWindow) =>
        (services + text.Substring("builder.Services".Length)).Replace("\n", "\n" + indent).Replace("\n" + indent + "\n", "\n\n");

    [Fact]
    public Task The_fix_limits_each_client_behind_the_middleware_that_knows_it() => Verify<NoRateLimiting, NoRateLimitingFix>.Fixes("""
        // Orders of the shop.
        using System.Text.Json;

        var builder = WebApplication.CreateBuilder(args);

        // Controllers, with our casing.
        builder.Services.AddControllers().AddJsonOptions(o => o.JsonSerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.CamelCase);
        builder.Services.AddAuthentication();

        // Ready.
        var app = builder.Build();

        app.UseHttpsRedirection(); // first
        app.UseAuthentication();
        app.UseAuthorization();

        // Endpoints.
        app.[|MapControllers|]();
        app.MapHealthChecks("/healthz");

        app.Run();
        """, $$"""
        // Orders of the shop.
        using System.Globalization;
        using System.Text.Json;
        using System.Threading.RateLimiting;

        var builder = WebApplication.CreateBuilder(args);

        // Controllers, with our casing.
        builder.Services.AddControllers().AddJsonOptions(o => o.JsonSerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.CamelCase);
        builder.Services.AddAuthentication();

        {{FixedWindow}}

        // Ready.
        var app = builder.Build();

        app.UseHttpsRedirection(); // first
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseRateLimiter();

        // Endpoints.
        app.MapControllers();
        app.MapHealthChecks("/healthz");

        app.Run();
        """);

    [Fact]
    public Task The_other_entry_allows_bursts() => Verify<NoRateLimiting, NoRateLimitingFix>.Fixes("""
        var builder = WebApplication.CreateBuilder(args);
        var app = builder.Build();
        app.[|MapGet|]("/", () => 1);
        app.Run();
        """, $$"""
        using System.Globalization;
        using System.Threading.RateLimiting;

        var builder = WebApplication.CreateBuilder(args);

        {{FixedWindow.Replace("GetFixedWindowLimiter", "GetTokenBucketLimiter").Replace("FixedWindowRateLimiterOptions", "TokenBucketRateLimiterOptions")
            .Replace("PermitLimit = 100,", "TokenLimit = 100,\n                TokensPerPeriod = 10,")
            .Replace("Window = TimeSpan.FromMinutes(1),", "ReplenishmentPeriod = TimeSpan.FromSeconds(6),")}}

        var app = builder.Build();
        app.UseRateLimiter();
        app.MapGet("/", () => 1);
        app.Run();
        """, new() { Key = "ARCH3001:token-bucket" });

    [Fact]
    public Task The_fix_reaches_a_main_method_and_adds_every_using_that_is_missing() => Verify<NoRateLimiting, NoRateLimitingFix>.Fixes("""
        using Microsoft.AspNetCore.Builder;

        namespace Shop
        {
            public static class Program
            {
                public static void Main(string[] args)
                {
                    var web = WebApplication.CreateBuilder(args);
                    try
                    {
                        WebApplication shop = web.Build();
                        shop.[|MapShop|]();
                        shop.Run();
                    }
                    finally
                    {
                        System.Console.WriteLine("bye");
                    }
                }

                private static void MapShop(this WebApplication app) => app.MapGet("/", () => 1);
            }
        }
        """, $$"""
        using System;
        using System.Globalization;
        using System.Threading.RateLimiting;
        using System.Threading.Tasks;
        using Microsoft.AspNetCore.Builder;
        using Microsoft.AspNetCore.Http;

        namespace Shop
        {
            public static class Program
            {
                public static void Main(string[] args)
                {
                    var web = WebApplication.CreateBuilder(args);
                    try
                    {
                        {{At("                ", "web.Services")}}

                        WebApplication shop = web.Build();
                        shop.UseRateLimiter();
                        shop.MapShop();
                        shop.Run();
                    }
                    finally
                    {
                        System.Console.WriteLine("bye");
                    }
                }

                private static void MapShop(this WebApplication app) => app.MapGet("/", () => 1);
            }
        }
        """, new() { ImplicitUsings = false });

    [Fact]
    public Task The_fix_reaches_a_startup_class() => Verify<NoRateLimiting, NoRateLimitingFix>.Fixes("""
        public class Startup
        {
            public void ConfigureServices(IServiceCollection services)
            {
                services.AddControllers();
                // More to come.
            }

            public void Configure(IApplicationBuilder app, IWebHostEnvironment env)
            {
                if (env.IsDevelopment())
                {
                    app.UseDeveloperExceptionPage();
                }

                app.UseRouting();
                app.UseAuthorization();

                app.UseEndpoints(endpoints =>
                {
                    endpoints.[|MapControllers|]();
                });
            }
        }
        """, $$"""
        using System.Globalization;
        using System.Threading.RateLimiting;

        public class Startup
        {
            public void ConfigureServices(IServiceCollection services)
            {
                services.AddControllers();

                {{At("        ", "services")}}
                // More to come.
            }

            public void Configure(IApplicationBuilder app, IWebHostEnvironment env)
            {
                if (env.IsDevelopment())
                {
                    app.UseDeveloperExceptionPage();
                }

                app.UseRouting();
                app.UseAuthorization();
                app.UseRateLimiter();

                app.UseEndpoints(endpoints =>
                {
                    endpoints.MapControllers();
                });
            }
        }
        """);

    [Fact]
    public Task The_fix_stays_out_of_conditional_directives() => Verify<NoRateLimiting, NoRateLimitingFix>.Fixes("""
        var builder = WebApplication.CreateBuilder(args);
        #if DEBUG
        builder.Logging.AddConsole();
        #endif
        var app = builder.Build();
        #if DEBUG
        app.UseDeveloperExceptionPage();
        #endif
        // The shop.
        app.[|MapGet|]("/", () => 1);
        app.Run();
        """, $$"""
        using System.Globalization;
        using System.Threading.RateLimiting;

        var builder = WebApplication.CreateBuilder(args);
        #if DEBUG
        builder.Logging.AddConsole();
        #endif
        {{FixedWindow}}

        var app = builder.Build();
        #if DEBUG
        app.UseDeveloperExceptionPage();
        #endif
        app.UseRateLimiter();
        // The shop.
        app.MapGet("/", () => 1);
        app.Run();
        """);

    [Fact]
    public Task The_fix_goes_behind_middleware_that_is_added_after_the_mapping() => Verify<NoRateLimiting, NoRateLimitingFix>.Fixes("""
        var builder = WebApplication.CreateBuilder(args);
        var app = builder.Build();

        app.[|MapGet|]("/", () => 1);
        app.UseAuthentication();
        app.UseAuthorization();
        app.Run();
        """, $$"""
        using System.Globalization;
        using System.Threading.RateLimiting;

        var builder = WebApplication.CreateBuilder(args);

        {{FixedWindow}}

        var app = builder.Build();

        app.MapGet("/", () => 1);
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseRateLimiter();
        app.Run();
        """);

    [Fact]
    public Task The_fix_is_in_the_host_when_endpoints_are_mapped_in_another_file() => Verify<NoRateLimiting, NoRateLimitingFix>.Fixes("""
        var builder = WebApplication.CreateBuilder(args);

        var app = builder.Build();

        if (app.Environment.IsDevelopment())
        {
            app.MapOpenApi();
        }

        app.[|MapShop|]();

        app.Run();
        """, $$"""
        using System.Globalization;
        using System.Threading.RateLimiting;

        var builder = WebApplication.CreateBuilder(args);

        {{FixedWindow}}

        var app = builder.Build();

        if (app.Environment.IsDevelopment())
        {
            app.MapOpenApi();
        }

        app.UseRateLimiter();

        app.MapShop();

        app.Run();
        """, new()
        {
            References = ReferenceSet.Backend10,
            Sources = new Dictionary<string, string>
            {
                ["Shop.cs"] = """
                    static class Shop
                    {
                        public static void MapShop(this IEndpointRouteBuilder endpoints) => endpoints.MapGroup("/shop").MapGet("/", () => 1);
                        public static void MapOpenApi(this IEndpointRouteBuilder endpoints) { }
                    }
                    """,
            },
        });

    [Theory]
    [InlineData("var app = WebApplication.CreateBuilder(args).Build();\napp.[|MapGet|](\"/\", () => 1);\napp.Run();")]
    [InlineData("var builder = WebApplication.CreateBuilder(args); var app = builder.Build(); app.[|MapGet|](\"/\", () => 1); app.Run();")]
    [InlineData("var builder = WebApplication.CreateBuilder(args);\nvar app = builder.Build();\napp.[|Everything|]();\napp.Run();")]
    [InlineData("var builder = WebApplication.CreateBuilder(args);\nvar app = builder.Build();\napp.UseAuthentication().UseEndpoints(e => e.[|MapControllers|]());\napp.Run();")]
    [InlineData("var builder = WebApplication.CreateBuilder(args);\nbuilder.Build().[|Everything|]();")]
    [InlineData("Host.CreateDefaultBuilder(args).ConfigureWebHostDefaults(web => web.Configure(app => app.[|Run|](c => Task.CompletedTask))).Build().Run();")]
    public Task No_fix_is_offered_where_there_is_no_one_right_place(string statements) => Verify<NoRateLimiting, NoRateLimitingFix>.OffersNoFix(statements + """


        static class Extensions
        {
            public static void Everything(this WebApplication app)
            {
                app.UseAuthentication();
                app.MapControllers();
            }
        }
        """);

    [Fact]
    public Task No_fix_is_offered_where_a_name_that_it_needs_means_something_else() => Verify<NoRateLimiting, NoRateLimitingFix>.OffersNoFix("""
        var builder = WebApplication.CreateBuilder(args);
        var app = builder.Build();
        app.[|MapGet|]("/", () => 1);
        app.Run();

        class CultureInfo;
        """);
}
