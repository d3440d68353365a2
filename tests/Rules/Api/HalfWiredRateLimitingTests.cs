using ArchitectAnalyzers.CodeFixes.Api;
using ArchitectAnalyzers.Rules.Api;

namespace ArchitectAnalyzers.Tests.Api;

public class HalfWiredRateLimitingTests
{
    private static string App(string services, string statements, string types = "") => $$"""
        using Microsoft.AspNetCore.RateLimiting;
        using System.Threading.RateLimiting;

        var builder = WebApplication.CreateBuilder(args);
        {{services}}
        var app = builder.Build();
        {{statements}}
        app.Run();
        {{types}}
        """;

    private const string Fixed =
        "builder.Services.AddRateLimiter(o => o.AddFixedWindowLimiter(\"fixed\", l => { l.PermitLimit = 10; l.Window = TimeSpan.FromSeconds(1); }));";

    private const string ByUser = "builder.Services.AddRateLimiter(o => o.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(c => RateLimitPartition.GetFixedWindowLimiter(c.User.Identity?.Name ?? \"\", _ => new FixedWindowRateLimiterOptions())));";

    [Theory]
    [InlineData("builder.Services.[|AddRateLimiter|](o => { });", "app.MapGet(\"/\", () => 1);")]
    [InlineData("builder.Services.[|AddRateLimiter|](o => o.AddFixedWindowLimiter(\"fixed\", l => { }));", "app.UseRouting(); app.MapGet(\"/\", () => 1).RequireRateLimiting(\"fixed\");")]
    [InlineData("builder.Services.AddMemoryCache().[|AddRateLimiter|](o => o.RejectionStatusCode = 429);", "app.UseAuthorization(); app.MapControllers();")]
    [InlineData("", "app.[|UseRateLimiter|](); app.MapGet(\"/\", () => 1);")]
    [InlineData("builder.Services.AddControllers();", "app.UseRouting(); app.[|UseRateLimiter|](); app.MapControllers();")]
    [InlineData(Fixed, "app.UseRateLimiter(); app.MapGet(\"/\", () => 1).RequireRateLimiting([|\"fixd\"|]);")]
    [InlineData(Fixed, "app.UseRateLimiter(); app.MapGroup(\"/api\").RequireRateLimiting([|\"Fixed\"|]).MapGet(\"/\", () => 1);")]
    [InlineData(Fixed, "app.UseRateLimiter(); app.MapControllers().RequireRateLimiting(policyName: [|\"api\"|]);")]
    [InlineData(Fixed, "app.UseRateLimiter(); app.MapGet(\"/\", [EnableRateLimiting([|\"api\"|])] () => 1);")]
    [InlineData(Fixed, "const string Name = \"api\"; app.UseRateLimiter(); app.MapGet(\"/\", () => 1).RequireRateLimiting([|Name|]);")]
    [InlineData("", "app.MapGet(\"/\", () => 1).RequireRateLimiting([|\"fixed\"|]);")]
    [InlineData("builder.Services.AddRateLimiter(o => { o.GlobalLimiter = null; });", "app.UseRateLimiter(); app.MapGet(\"/\", () => 1).RequireRateLimiting([|\"fixed\"|]);")]
    [InlineData(Fixed, "app.[|UseRateLimiter|](); app.UseRouting(); app.MapGet(\"/\", () => 1).RequireRateLimiting(\"fixed\");")]
    [InlineData(Fixed, "app.UseRouting(); app.UseEndpoints(e => e.MapGet(\"/\", () => 1).RequireRateLimiting(\"fixed\")); app.[|UseRateLimiter|]();")]
    [InlineData("builder.Services.[|AddRateLimiter|](_ => { });", "app.UseHttpsRedirection();")]
    [InlineData(ByUser, "app.[|UseRateLimiter|](); app.UseAuthentication(); app.UseAuthorization(); app.MapControllers();")]
    public Task Reports(string services, string statements) => Verify<HalfWiredRateLimiting>.Reports(App(services, statements));

    [Theory]
    [InlineData("[EnableRateLimiting([|\"orders\"|])]", "")]
    [InlineData("[EnableRateLimiting([|nameof(OrdersController)|])]", "")]
    [InlineData("", "[EnableRateLimiting([|Policies.Orders|])]")]
    [InlineData("", "[Microsoft.AspNetCore.RateLimiting.EnableRateLimitingAttribute([|\"orders\"|])]")]
    public Task Reports_on_controllers(string ofType, string ofMethod) =>
        Verify<HalfWiredRateLimiting>.Reports(App(Fixed, "app.UseRateLimiter(); app.MapControllers();", $$"""
        static class Policies { public const string Orders = "orders"; }

        {{ofType}}
        [Microsoft.AspNetCore.Mvc.ApiController]
        public class OrdersController : Microsoft.AspNetCore.Mvc.ControllerBase
        {
            {{ofMethod}}
            [Microsoft.AspNetCore.Mvc.HttpGet("/orders")]
            public int Get() => 1;
        }
        """));

    [Theory]
    [InlineData(Fixed, "app.UseRateLimiter(); app.MapGet(\"/\", () => 1).RequireRateLimiting(\"fixed\");")]
    [InlineData(Fixed, "app.UseRateLimiter(); app.MapGet(\"/\", [EnableRateLimiting(\"fixed\")] () => 1); app.MapGet(\"/x\", [DisableRateLimiting] () => 1);")]
    [InlineData("builder.Services.AddRateLimiter(o => { o.AddPolicy(Limits.Search, c => RateLimitPartition.GetNoLimiter(\"\")); o.AddConcurrencyLimiter(nameof(Limits), l => { }); });",
        "app.UseRateLimiter(); app.MapGet(\"/\", () => 1).RequireRateLimiting(\"search\"); app.MapPost(\"/\", () => 1).RequireRateLimiting(\"Limits\");")]
    [InlineData("builder.Services.AddRateLimiter(o => { o.AddPolicy<string, ByUser>(\"user\"); o.AddSlidingWindowLimiter(policyName: \"slide\", l => { }); o.AddTokenBucketLimiter(\"bucket\", l => { }); });",
        "app.UseRateLimiter(); app.MapGet(\"/\", () => 1).RequireRateLimiting(\"user\"); app.MapPost(\"/\", () => 1).RequireRateLimiting(\"slide\"); app.MapPut(\"/\", () => 1).RequireRateLimiting(\"bucket\");")]
    [InlineData("foreach (var name in args) builder.Services.AddRateLimiter(o => o.AddFixedWindowLimiter(name, l => { }));", "app.UseRateLimiter(); app.MapGet(\"/\", () => 1).RequireRateLimiting(\"fixed\");")]
    [InlineData("builder.Services.AddRateLimiter(Limits.Configure);", "app.UseRateLimiter(); app.MapGet(\"/\", () => 1).RequireRateLimiting(\"configured\");")]
    [InlineData("builder.Services.AddLimits();", "app.UseLimits(); app.MapGet(\"/\", () => 1).RequireRateLimiting(\"configured\");")]
    [InlineData(Fixed, "app.UseRateLimiter(); app.MapGet(\"/\", () => 1).RequireRateLimiting(new ByUser());")]
    [InlineData(Fixed, "app.UseRateLimiter(); app.MapGet(\"/\", () => 1).RequireRateLimiting(app.Configuration[\"x\"]!);")]
    [InlineData("builder.Services.AddRateLimiter(o => { });", "app.UseRateLimiter(); app.UseRouting(); app.MapControllers();")]
    [InlineData(Fixed, "app.UseRouting(); app.UseRateLimiter(); app.UseEndpoints(e => e.MapGet(\"/\", () => 1).RequireRateLimiting(\"fixed\"));")]
    [InlineData(Fixed, "app.MapGet(\"/\", () => 1).RequireRateLimiting(\"fixed\"); app.UseRateLimiter();")]
    [InlineData(Fixed, "app.UseWhen(c => c.Request.Path.StartsWithSegments(\"/api\"), api => api.UseRateLimiter()); app.MapControllers();")]
    [InlineData(ByUser, "app.UseAuthentication(); app.UseRateLimiter(); app.UseAuthorization(); app.MapControllers();")]
    [InlineData(ByUser, "app.UseRateLimiter(); app.MapControllers();")]
    [InlineData(Fixed, "app.UseRateLimiter(); app.UseAuthentication(); app.UseAuthorization(); app.MapControllers();")]
    [InlineData(Fixed, "if (app.Environment.IsProduction()) app.UseRateLimiter(); app.MapControllers();")]
    [InlineData("", "app.UseRateLimiter(new RateLimiterOptions { RejectionStatusCode = 429 }); app.MapControllers();")]
    [InlineData("", "app.MapControllers();")]
    [InlineData("object.Equals(builder, Unseen.Add(builder));", "app.UseRateLimiter(); app.MapGet(\"/\", () => 1).RequireRateLimiting(\"theirs\");")]
    public Task Stays_silent(string services, string statements) => Verify<HalfWiredRateLimiting>.Silent(App(services, statements, """
        public static class Limits
        {
            public const string Search = "search";
            public static void Configure(RateLimiterOptions options) => options.AddFixedWindowLimiter("configured", l => { });
            public static IServiceCollection AddLimits(this IServiceCollection services) => services.AddRateLimiter(options => Configure(options));
            public static void UseLimits(this WebApplication app) => app.UseRateLimiter();
        }

        public abstract class Unseen { public static object Add(WebApplicationBuilder b) => Current.Added(b); static Unseen Current => null!; protected abstract object Added(WebApplicationBuilder b); }

        public class ByUser : IRateLimiterPolicy<string>
        {
            public Func<OnRejectedContext, CancellationToken, ValueTask>? OnRejected => null;
            public RateLimitPartition<string> GetPartition(HttpContext context) => RateLimitPartition.GetNoLimiter("");
        }
        """));

    [Theory]
    [InlineData("public static class Limits { public static IServiceCollection AddLimits(this IServiceCollection s) => s.AddRateLimiter(o => { }); }")]
    [InlineData("public static class Limits { public static void UseLimits(this IApplicationBuilder app) => app.UseRateLimiter(); }")]
    [InlineData("public class C { [Microsoft.AspNetCore.RateLimiting.EnableRateLimiting(\"x\")] public int Get() => 1; }")]
    public Task Stays_silent_in_a_library(string code) => Verify<HalfWiredRateLimiting>.Silent(code);

    [Fact]
    public Task Without_the_app_in_sight_the_policies_registered_beside_it_tell() => Verify<HalfWiredRateLimiting>.Reports("""
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.AspNetCore.RateLimiting;

        public static class RateLimits
        {
            public const string Search = "search";

            public static IServiceCollection AddRateLimits(this IServiceCollection services) => services.AddRateLimiter(options =>
                options.AddFixedWindowLimiter(Search, limit => limit.PermitLimit = 3));
        }

        [ApiController, Route("search")]
        public class SearchController : ControllerBase
        {
            [HttpGet, EnableRateLimiting(RateLimits.Search)]
            public IActionResult Get() => Ok();

            [HttpGet("all"), EnableRateLimiting([|"searches"|])]
            public IActionResult All() => Ok();
        }
        """);

    [Fact]
    public Task Reports_in_a_small_backend() => Verify<HalfWiredRateLimiting>.Reports("""
        using System.Threading.RateLimiting;
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.AspNetCore.RateLimiting;

        var builder = WebApplication.CreateBuilder(args);

        builder.Services.AddControllers();
        builder.Services.AddRateLimiting(builder.Configuration);

        var app = builder.Build();

        app.UseHttpsRedirection();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseRateLimiter();

        var orders = app.MapGroup("/orders").RequireRateLimiting(RateLimitPolicies.Orders);
        orders.MapGet("/", () => Results.Ok());
        orders.MapPost("/", () => Results.Created()).RequireRateLimiting(RateLimitPolicies.[|Writes|]);
        orders.MapDelete("/{id:int}", (int id) => Results.NoContent()).RequireRateLimiting($"{RateLimitPolicies.Orders}");

        app.MapControllers();
        app.Run();

        public static class RateLimitPolicies
        {
            public const string Orders = "orders";
            public const string Writes = Orders + "-writes";
            public const string Search = "search";
        }

        public static class RateLimitingExtensions
        {
            public static IServiceCollection AddRateLimiting(this IServiceCollection services, IConfiguration configuration)
            {
                var permits = configuration.GetValue("RateLimits:Orders", 20);
                return services.AddRateLimiter(options =>
                {
                    options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
                    options.AddPolicy(RateLimitPolicies.Orders, context => RateLimitPartition.GetFixedWindowLimiter(
                        context.User.Identity?.Name ?? "anonymous",
                        _ => new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = TimeSpan.FromMinutes(1) }));
                    options.AddTokenBucketLimiter(policyName: RateLimitPolicies.Search, limiter => limiter.TokenLimit = 5);
                });
            }
        }

        [ApiController]
        [Route("products")]
        [EnableRateLimiting(RateLimitPolicies.Search)]
        public sealed class ProductsController : ControllerBase
        {
            [HttpGet]
            public IActionResult List() => Ok();

            [HttpGet("{id:int}"), EnableRateLimiting([|"product"|])]
            public IActionResult Get(int id) => Ok(id);

            [HttpGet("all"), DisableRateLimiting]
            public IActionResult All() => Ok();
        }
        """);

    [Fact]
    public Task Reports_a_limiter_that_is_registered_by_a_method_and_used_by_none() => Verify<HalfWiredRateLimiting>.Reports("""
        using Microsoft.AspNetCore.RateLimiting;

        var builder = WebApplication.CreateBuilder(args);
        builder.AddLimits();
        var app = builder.Build();
        app.UseShop();
        app.Run();

        public static class Setup
        {
            public static void AddLimits(this WebApplicationBuilder builder) => builder.Services.[|AddRateLimiter|](o => o.AddConcurrencyLimiter("x", l => l.PermitLimit = 1));
            public static void UseShop(this WebApplication app)
            {
                app.UseAuthorization();
                app.MapGet("/", () => 1).RequireRateLimiting("x");
            }
        }
        """);

    [Fact]
    public Task Reports_on_a_startup_class() => Verify<HalfWiredRateLimiting>.Reports("""
        public class Startup
        {
            public void ConfigureServices(IServiceCollection services)
            {
                services.AddControllers();
                services.[|AddRateLimiter|](o => o.RejectionStatusCode = 429);
            }

            public void Configure(IApplicationBuilder app) => app.UseRouting().UseEndpoints(e => e.MapControllers());
        }
        """);

    [Fact]
    public Task The_fix_uses_the_limiter() =>
        Verify<HalfWiredRateLimiting, HalfWiredRateLimitingFix>.Fixes(App("builder.Services.[|AddRateLimiter|](o => { });", """
        app.UseAuthorization();

        app.MapControllers();
        """), App("builder.Services.AddRateLimiter(o => { });", """
        app.UseAuthorization();
        app.UseRateLimiter();

        app.MapControllers();
        """));

    [Fact]
    public Task The_fix_registers_a_limiter() => Verify<HalfWiredRateLimiting, HalfWiredRateLimitingFix>.Fixes("""
        using System.Globalization;
        using System.Threading.RateLimiting;

        var builder = WebApplication.CreateBuilder(args);
        var app = builder.Build();
        app.[|UseRateLimiter|]();
        app.MapControllers();
        app.Run();
        """, """
        using System.Globalization;
        using System.Threading.RateLimiting;

        var builder = WebApplication.CreateBuilder(args);

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

        var app = builder.Build();
        app.UseRateLimiter();
        app.MapControllers();
        app.Run();
        """);

    [Fact]
    public Task The_fix_moves_the_limiter_behind_routing() => Verify<HalfWiredRateLimiting, HalfWiredRateLimitingFix>.Fixes(App(Fixed, """
        // Not too fast.
        app.[|UseRateLimiter|]();
        app.UseRouting();

        app.MapGet("/", () => 1).RequireRateLimiting("fixed");
        """), App(Fixed, """
        app.UseRouting();
        // Not too fast.
        app.UseRateLimiter();

        app.MapGet("/", () => 1).RequireRateLimiting("fixed");
        """));

    [Fact]
    public Task The_fix_corrects_the_name() => Verify<HalfWiredRateLimiting, HalfWiredRateLimitingFix>.Fixes(
        App(Fixed, "app.UseRateLimiter(); app.MapGet(\"/\", () => 1).RequireRateLimiting([|\"fixd\"|]);"),
        App(Fixed, "app.UseRateLimiter(); app.MapGet(\"/\", () => 1).RequireRateLimiting(\"fixed\");"));

    [Fact]
    public Task The_fix_registers_the_policy() => Verify<HalfWiredRateLimiting, HalfWiredRateLimitingFix>.Fixes(App("""
        builder.Services.AddRateLimiter(options =>
        {
            options.RejectionStatusCode = 429;
        });
        """, """
        app.UseRateLimiter();
        app.MapGet("/", () => 1).RequireRateLimiting([|"search"|]);
        """), App("""
        builder.Services.AddRateLimiter(options =>
        {
            options.RejectionStatusCode = 429;
            options.AddFixedWindowLimiter("search", limiter =>
            {
                limiter.PermitLimit = 100;
                limiter.Window = TimeSpan.FromMinutes(1);
            });
        });
        """, """
        app.UseRateLimiter();
        app.MapGet("/", () => 1).RequireRateLimiting("search");
        """), new() { FixAll = true });

    [Theory]
    [InlineData("", "app.MapGet(\"/\", () => 1).RequireRateLimiting([|\"search\"|]);")]
    [InlineData("builder.Services.AddRateLimiter(o => o.AddFixedWindowLimiter(\"a\", l => { }));", "app.UseRateLimiter(); app.MapGet(\"/\", () => 1).RequireRateLimiting([|\"search\"|]);")]
    public Task Offers_no_fix(string services, string statements) =>
        Verify<HalfWiredRateLimiting, HalfWiredRateLimitingFix>.OffersNoFix(App(services, statements));
}
