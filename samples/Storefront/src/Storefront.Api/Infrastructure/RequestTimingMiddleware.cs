using System.Diagnostics;

namespace Storefront.Api.Infrastructure;

public class RequestTimingMiddleware(RequestDelegate next, ILogger<RequestTimingMiddleware> logger)
{
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(1);

    public async Task InvokeAsync(HttpContext context)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            var elapsed = Stopwatch.GetElapsedTime(started);
            if (elapsed > Slow)
                logger.LogWarning("{Method} {Path} took {Elapsed} ms", context.Request.Method, context.Request.Path, elapsed.TotalMilliseconds);
        }
    }
}
