using ArchitectAnalyzers.Rules.Api;

namespace ArchitectAnalyzers.CodeFixes.Api;

/// <summary>
/// Registers a limiter for each client and puts its middleware behind those that say who the client is. Two algorithms, named by their trade-off.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(NoRateLimitingFix))]
public sealed class NoRateLimitingFix() : RuleFix(NoRateLimiting.Descriptor)
{
    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        if (site[NoRateLimiting.Entangled] is not null || site.Call() is not { } mapping) yield break;
        if (RateLimiterPlaces.Of(mapping, site) is not { } places) yield break;
        if (!site.CanName(mapping.SpanStart, RateLimiterCode.Needs)) yield break;

        yield return Plan("Limit each client (fixed window)", "ARCH3001:fixed-window", RateLimiterCode.FixedWindow, places);
        yield return Plan("Limit each client (token bucket, allows bursts)", "ARCH3001:token-bucket", RateLimiterCode.TokenBucket, places);
    }

    private static FixPlan Plan(string title, string key, string limiter, RateLimiterPlaces places)
    {
        var registration = RateLimiterCode.Registration(places.Services, limiter);
        return new(title, key, editor =>
        {
            places.Middleware.Insert(editor, places.App + ".UseRateLimiter();");
            places.Registration.Insert(editor, registration);
        }, RateLimiterCode.Usings);
    }
}
