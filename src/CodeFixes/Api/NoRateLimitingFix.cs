using ArchitectAnalyzers.Rules.Api;

namespace ArchitectAnalyzers.CodeFixes.Api;

/// <summary>
/// Registers a limiter for each client and puts its middleware behind those that say who the client is. Two algorithms, named by their trade-off.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(NoRateLimitingFix))]
public sealed class NoRateLimitingFix() : RuleFix(NoRateLimiting.Descriptor)
{
    private const string FixedWindow = """
        GetFixedWindowLimiter(
                    partitionKey: context.User.Identity?.Name ?? context.Connection.RemoteIpAddress?.ToString() ?? "anonymous",
                    factory: _ => new FixedWindowRateLimiterOptions
                    {
                        PermitLimit = 100,
                        Window = TimeSpan.FromMinutes(1),
                    })
        """;

    private const string TokenBucket = """
        GetTokenBucketLimiter(
                    partitionKey: context.User.Identity?.Name ?? context.Connection.RemoteIpAddress?.ToString() ?? "anonymous",
                    factory: _ => new TokenBucketRateLimiterOptions
                    {
                        TokenLimit = 100,
                        TokensPerPeriod = 10,
                        ReplenishmentPeriod = TimeSpan.FromSeconds(6),
                    })
        """;

    private const string Registration = """
        $services.AddRateLimiter(options =>
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
                RateLimitPartition.$limiter);
        });
        """;

    private static readonly (string Name, string Namespace)[] s_needs =
    {
        ("CultureInfo", "System.Globalization"), ("PartitionedRateLimiter", "System.Threading.RateLimiting"), ("TimeSpan", "System"),
        ("ValueTask", "System.Threading.Tasks"), ("HttpContext", "Microsoft.AspNetCore.Http"),
        ("RateLimiterApplicationBuilderExtensions", "Microsoft.AspNetCore.Builder"),
    };

    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        if (site[NoRateLimiting.Entangled] is not null || site.Call() is not { } mapping) yield break;
        if (RateLimiterPlaces.Of(mapping, site) is not { } places) yield break;
        if (!site.CanName(mapping.SpanStart, s_needs)) yield break;

        yield return Plan("Limit each client (fixed window)", "ARCH3001:fixed-window", FixedWindow, places);
        yield return Plan("Limit each client (token bucket, allows bursts)", "ARCH3001:token-bucket", TokenBucket, places);
    }

    private static FixPlan Plan(string title, string key, string limiter, RateLimiterPlaces places)
    {
        var registration = Registration.Replace("$limiter", limiter).Replace("$services", places.Services);
        return new(title, key, editor =>
        {
            places.Middleware.Insert(editor, places.App + ".UseRateLimiter();");
            places.Registration.Insert(editor, registration);
        }, s_needs.Select(need => need.Namespace).ToArray());
    }
}
