using System.Globalization;

namespace Storefront.Api.Infrastructure;

/// <summary>The seeded orders are from early 2026, so the demo stays there; without the setting it is today.</summary>
public class DemoClock(string? now) : TimeProvider
{
    private readonly DateTimeOffset? _now = string.IsNullOrEmpty(now) ? null : DateTimeOffset.Parse(now, CultureInfo.InvariantCulture);

    public override DateTimeOffset GetUtcNow() => _now ?? base.GetUtcNow();
}
