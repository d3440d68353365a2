namespace ArchitectAnalyzers.CodeFixes.Api;

/// <summary>The code that limits each client.</summary>
internal static class RateLimiterCode
{
    internal const string FixedWindow = """
        GetFixedWindowLimiter(
                    partitionKey: context.User.Identity?.Name ?? context.Connection.RemoteIpAddress?.ToString() ?? "anonymous",
                    factory: _ => new FixedWindowRateLimiterOptions
                    {
                        PermitLimit = 100,
                        Window = TimeSpan.FromMinutes(1),
                    })
        """;

    internal const string TokenBucket = """
        GetTokenBucketLimiter(
                    partitionKey: context.User.Identity?.Name ?? context.Connection.RemoteIpAddress?.ToString() ?? "anonymous",
                    factory: _ => new TokenBucketRateLimiterOptions
                    {
                        TokenLimit = 100,
                        TokensPerPeriod = 10,
                        ReplenishmentPeriod = TimeSpan.FromSeconds(6),
                    })
        """;

    private const string Template = """
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

    /// <summary>The types that a registration names, and where they are.</summary>
    internal static readonly (string Name, string Namespace)[] Needs =
    {
        ("CultureInfo", "System.Globalization"), ("PartitionedRateLimiter", "System.Threading.RateLimiting"), ("TimeSpan", "System"),
        ("ValueTask", "System.Threading.Tasks"), ("HttpContext", "Microsoft.AspNetCore.Http"),
        ("RateLimiterApplicationBuilderExtensions", "Microsoft.AspNetCore.Builder"),
    };

    private const string Handler = """
        $options.OnRejected = (context, cancellationToken) =>
        {
            if (context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var retryAfter))
            {
                var seconds = (int)Math.Ceiling(retryAfter.TotalSeconds);
                context.HttpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            }

            return ValueTask.CompletedTask;
        };
        """;

    internal static string[] Usings => Needs.Select(need => need.Namespace).ToArray();

    /// <summary>A statement that registers a limiter of one algorithm for each client.</summary>
    internal static string Registration(string services, string limiter) => Template.Replace("$limiter", limiter).Replace("$services", services);

    /// <summary>A statement that tells refused clients when to come back, where the limiter knows.</summary>
    internal static string OnRejected(string options) => Handler.Replace("$options", options);
}
