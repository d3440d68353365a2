using ArchitectAnalyzers.Rules.Api;

namespace ArchitectAnalyzers.Tests.Api;

/// <summary>The pipeline's rules on source that stands for ASP.NET Core.</summary>
public class StubbedFrameworkTests
{
    private const string Stubs = """
        namespace Microsoft.AspNetCore.Http
        {
            public class HttpContext { public System.Security.Claims.ClaimsPrincipal User { get; } = new(); }
            public delegate Task RequestDelegate(HttpContext context);
        }
        namespace Microsoft.Extensions.Hosting
        {
            public interface IHostEnvironment { string EnvironmentName { get; } }
            public static class HostEnvironmentEnvExtensions
            {
                public static bool IsDevelopment(this IHostEnvironment environment) => environment.EnvironmentName == "Development";
                public static bool IsProduction(this IHostEnvironment environment) => environment.EnvironmentName == "Production";
            }
        }
        namespace Microsoft.Extensions.DependencyInjection
        {
            public interface IServiceCollection { }
            public static class Services
            {
                public static IServiceCollection AddControllers(this IServiceCollection services) => services;
                public static IServiceCollection Configure<T>(this IServiceCollection services, Action<T> configure) => services;
            }
        }
        namespace Microsoft.AspNetCore.Routing
        {
            public interface IEndpointRouteBuilder { }
        }
        namespace Microsoft.AspNetCore.RateLimiting
        {
            public class RateLimiterOptions { public int RejectionStatusCode { get; set; } = 503; }
            public class FixedWindowRateLimiterOptions { public int PermitLimit { get; set; } }
            public static class RateLimiterOptionsExtensions
            {
                public static RateLimiterOptions AddFixedWindowLimiter(this RateLimiterOptions options, string policyName, Action<FixedWindowRateLimiterOptions> configure) => options;
            }
            public class EnableRateLimitingAttribute(string policyName) : Attribute { public string PolicyName => policyName; }
        }
        namespace Microsoft.AspNetCore.Builder
        {
            using Microsoft.AspNetCore.Http;
            using Microsoft.AspNetCore.RateLimiting;
            using Microsoft.AspNetCore.Routing;
            using Microsoft.Extensions.DependencyInjection;
            using Microsoft.Extensions.Hosting;

            public interface IApplicationBuilder { }
            public interface IEndpointConventionBuilder { }
            public class ForwardedHeadersOptions { public List<string> KnownProxies { get; } = new(); public List<string> KnownNetworks { get; } = new(); }
            public class WebApplicationBuilder
            {
                public IServiceCollection Services => null!;
                public WebApplication Build() => new();
            }
            public class WebApplication : IApplicationBuilder, IEndpointRouteBuilder
            {
                public IHostEnvironment Environment => null!;
                public static WebApplicationBuilder CreateBuilder(string[] args) => new();
                public void Run() { }
            }
            public static class RateLimiterApplicationBuilderExtensions
            {
                public static IApplicationBuilder UseRateLimiter(this IApplicationBuilder app) => app;
            }
            public static class Extensions
            {
                public static IApplicationBuilder UseAuthentication(this IApplicationBuilder app) => app;
                public static IApplicationBuilder UseAuthorization(this IApplicationBuilder app) => app;
                public static IApplicationBuilder UseDeveloperExceptionPage(this IApplicationBuilder app) => app;
                public static IApplicationBuilder UseSwaggerUI(this IApplicationBuilder app) { return app; }
                public static IServiceCollection AddRateLimiter(this IServiceCollection services, Action<RateLimiterOptions> configure)
                {
                    configure(new RateLimiterOptions());
                    return services;
                }
                public static IEndpointConventionBuilder MapGet(this IEndpointRouteBuilder endpoints, string pattern, Delegate handler) => null!;
                public static IEndpointConventionBuilder MapControllers(this IEndpointRouteBuilder endpoints) => throw new NotImplementedException();
                public static TBuilder RequireRateLimiting<TBuilder>(this TBuilder builder, string policyName) where TBuilder : IEndpointConventionBuilder => builder;
            }
        }
        """;

    private static readonly Setup s_setup = new() { References = ReferenceSet.Console10, Sources = new Dictionary<string, string> { ["Stubs.cs"] = Stubs } };

    private static string App(string services, string statements) => $$"""
        using Microsoft.AspNetCore.Builder;
        using Microsoft.AspNetCore.RateLimiting;
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Hosting;

        var builder = WebApplication.CreateBuilder(args);
        {{services}}
        var app = builder.Build();
        {{statements}}
        app.Run();
        """;

    private const string Fixed =
        "builder.Services.AddRateLimiter(o => { o.RejectionStatusCode = 429; o.AddFixedWindowLimiter(\"fixed\", l => l.PermitLimit = 1); });";

    [Fact]
    public async Task Half_wired_rate_limiting()
    {
        await Verify<HalfWiredRateLimiting>.Reports(App("builder.Services.[|AddRateLimiter|](o => { });", "app.MapControllers();"), s_setup);
        await Verify<HalfWiredRateLimiting>.Reports(App("", "app.[|UseRateLimiter|](); app.MapControllers();"), s_setup);
        await Verify<HalfWiredRateLimiting>.Reports(App(Fixed, "app.UseRateLimiter(); app.MapGet(\"/\", () => 1).RequireRateLimiting([|\"other\"|]);"),
            s_setup);
        await Verify<HalfWiredRateLimiting>.Silent(App(Fixed, "app.UseRateLimiter(); app.MapGet(\"/\", () => 1).RequireRateLimiting(\"fixed\");"), s_setup);
    }

    [Fact]
    public async Task No_rate_limiting()
    {
        await Verify<NoRateLimiting>.Reports(App("", "app.[|MapControllers|]();").Replace("using Microsoft.AspNetCore.RateLimiting;\n", ""), s_setup);
        await Verify<NoRateLimiting>.Silent(App(Fixed, "app.MapControllers();"), s_setup);
    }

    [Fact]
    public async Task Rejection_status()
    {
        await Verify<RejectionStatus>.Reports(App("builder.Services.[|AddRateLimiter|](o => o.AddFixedWindowLimiter(\"fixed\", l => { }));",
            "app.UseRateLimiter(); app.MapControllers();"), s_setup);
        await Verify<RejectionStatus>.Silent(App("builder.Services.AddRateLimiter(o => o.RejectionStatusCode = 429);",
            "app.UseRateLimiter(); app.MapControllers();"), s_setup);
    }

    [Fact]
    public async Task Developer_pages()
    {
        await Verify<DevelopmentEndpointExposed>.Reports(App("", "app.[|UseDeveloperExceptionPage|](); app.[|UseSwaggerUI|](); app.MapControllers();"),
            s_setup);
        await Verify<DevelopmentEndpointExposed>.Silent(App("",
            "if (app.Environment.IsDevelopment()) { app.UseDeveloperExceptionPage(); app.UseSwaggerUI(); } app.MapControllers();"), s_setup);
    }

    [Fact]
    public async Task The_rest()
    {
        await Verify<MiddlewareOrder>.Reports(App("", "app.[|UseAuthorization|](); app.UseAuthentication(); app.MapControllers();"), s_setup);
        await Verify<NoErrorHandling>.Reports(App("", "app.[|MapControllers|]();"), s_setup);
        await Verify<NoHttps>.Reports(App("", "app.[|MapGet|](\"/\", () => 1); app.MapControllers();"), s_setup);
        await Verify<PermissiveHosts>.Reports(App("builder.Services.Configure<ForwardedHeadersOptions>(o => { o.KnownNetworks.Clear(); o.KnownProxies.[|Clear|](); });", "app.MapControllers();"), s_setup);
    }
}
