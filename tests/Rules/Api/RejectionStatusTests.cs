using ArchitectAnalyzers.CodeFixes.Api;
using ArchitectAnalyzers.Rules.Api;

namespace ArchitectAnalyzers.Tests.Api;

public class RejectionStatusTests
{
    private static string App(string services) => $$"""
        using System.Globalization;
        using System.Threading.RateLimiting;
        using Microsoft.AspNetCore.RateLimiting;

        var builder = WebApplication.CreateBuilder(args);
        {{services}}
        var app = builder.Build();
        app.UseRateLimiter();
        app.MapControllers();
        app.Run();
        """;

    private const string Time = "o.OnRejected = (c, t) => { c.HttpContext.Response.Headers.RetryAfter = \"1\"; return ValueTask.CompletedTask; };";

    [Theory]
    [InlineData("builder.Services.[|AddRateLimiter|](_ => { });")]
    [InlineData("builder.Services.[|AddRateLimiter|](o => o.AddFixedWindowLimiter(\"fixed\", l => { }));")]
    [InlineData("builder.Services.[|AddRateLimiter|](o => o.AddConcurrencyLimiter(\"c\", l => { }));")]
    [InlineData("builder.Services.[|AddRateLimiter|](o => { o.RejectionStatusCode = 503; });")]
    [InlineData("builder.Services.[|AddRateLimiter|](o => { o.RejectionStatusCode = StatusCodes.Status503ServiceUnavailable; o.AddTokenBucketLimiter(\"t\", l => { }); " + Time + " });")]
    [InlineData("builder.Services.[|AddRateLimiter|](o => { o.RejectionStatusCode = 429; o.AddSlidingWindowLimiter(\"s\", l => { }); });")]
    [InlineData("builder.Services.[|AddRateLimiter|](o => { o.RejectionStatusCode = 429; o.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(c => RateLimitPartition.GetFixedWindowLimiter(\"x\", _ => new FixedWindowRateLimiterOptions())); });")]
    [InlineData("builder.Services.[|AddRateLimiter|](o => { o.RejectionStatusCode = 429; o.AddFixedWindowLimiter(\"f\", l => { }); o.OnRejected = async (c, t) => await c.HttpContext.Response.WriteAsync(\"slow down\", t); });")]
    [InlineData("builder.Services.[|AddRateLimiter|](o => { o.AddFixedWindowLimiter(\"f\", l => { }); " + Time + " });")]
    public Task Reports(string services) => Verify<RejectionStatus>.Reports(App(services));

    [Theory]
    [InlineData("builder.Services.AddRateLimiter(o => { o.RejectionStatusCode = 429; });")]
    [InlineData("builder.Services.AddRateLimiter(o => { o.RejectionStatusCode = StatusCodes.Status429TooManyRequests; o.AddFixedWindowLimiter(\"f\", l => { }); " + Time + " });")]
    [InlineData("builder.Services.AddRateLimiter(o => { o.RejectionStatusCode = 429; o.AddConcurrencyLimiter(\"c\", l => { }); });")]
    [InlineData("builder.Services.AddRateLimiter(o => { o.AddFixedWindowLimiter(\"f\", l => { }); o.OnRejected = (c, t) => { c.HttpContext.Response.StatusCode = 429; c.HttpContext.Response.Headers[\"Retry-After\"] = \"5\"; return ValueTask.CompletedTask; }; });")]
    [InlineData("builder.Services.AddRateLimiter(Setup);\nstatic void Setup(RateLimiterOptions options) { }")]
    [InlineData("builder.Services.AddRateLimiter(o => Setup(o));\nstatic void Setup(RateLimiterOptions options) { }")]
    [InlineData("builder.Services.AddRateLimiter(o => o.AddFixedWindowLimiter(\"f\", l => { })); builder.Services.Configure<RateLimiterOptions>(o => o.RejectionStatusCode = 429);")]
    [InlineData("builder.Services.AddRateLimiter(o => { o.RejectionStatusCode = 429; o.AddFixedWindowLimiter(\"f\", l => { }); o.OnRejected = Refuse; });\nstatic ValueTask Refuse(OnRejectedContext c, CancellationToken t) { c.HttpContext.Response.Headers.RetryAfter = \"5\"; return default; }")]
    [InlineData("builder.Services.AddRateLimiter(o => { o.RejectionStatusCode = 418; });")]
    public Task Stays_silent(string services) => Verify<RejectionStatus>.Silent(App(services));

    [Fact]
    public Task Says_what_is_missing() => Verify<RejectionStatus>.Reports(
        App("builder.Services.{|#0:AddRateLimiter|}(o => o.AddFixedWindowLimiter(\"fixed\", l => { }));"), null,
        Verify<RejectionStatus>.Report(0).WithArguments("503 and no 'Retry-After'", "answer 429 and say when to come back"));

    [Fact]
    public Task The_fix_adds_both_to_a_block() => Verify<RejectionStatus, RejectionStatusFix>.Fixes(App("""
        builder.Services.[|AddRateLimiter|](options =>
        {
            // Per endpoint.
            options.AddFixedWindowLimiter("fixed", limiter => limiter.PermitLimit = 5);
        });
        """), App("""
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

            // Per endpoint.
            options.AddFixedWindowLimiter("fixed", limiter => limiter.PermitLimit = 5);
        });
        """));

    [Fact]
    public Task The_fix_makes_a_block_of_an_expression() => Verify<RejectionStatus, RejectionStatusFix>.Fixes(App("""
        builder.Services.[|AddRateLimiter|](options => options.AddConcurrencyLimiter("reports", limiter =>
        {
            limiter.PermitLimit = 2;
        }));
        """), App("""
        builder.Services.AddRateLimiter(options =>
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.AddConcurrencyLimiter("reports", limiter =>
            {
                limiter.PermitLimit = 2;
            });
        });
        """));

    [Fact]
    public Task The_fix_replaces_what_is_written() => Verify<RejectionStatus, RejectionStatusFix>.Fixes(
        App("builder.Services.[|AddRateLimiter|](o => { o.RejectionStatusCode = 503; });"),
        App("builder.Services.AddRateLimiter(o => { o.RejectionStatusCode = StatusCodes.Status429TooManyRequests; });"));

    [Theory]
    [InlineData("builder.Services.[|AddRateLimiter|](o => { });")]
    [InlineData("builder.Services.[|AddRateLimiter|](o =>\n{\n    o.AddFixedWindowLimiter(\"f\", l => { });\n    o.OnRejected = (c, t) => default;\n});")]
    public Task Offers_no_fix(string services) => Verify<RejectionStatus, RejectionStatusFix>.OffersNoFix(App(services));
}
