namespace ArchitectAnalyzers.Core;

internal sealed partial class KnownType
{
    internal static readonly KnownType RateLimiterOptions = new("Microsoft.AspNetCore.RateLimiting.RateLimiterOptions");
    internal static readonly KnownType EnableRateLimiting = new("Microsoft.AspNetCore.RateLimiting.EnableRateLimitingAttribute");
    internal static readonly KnownType ForwardedHeadersOptions = new("Microsoft.AspNetCore.Builder.ForwardedHeadersOptions");
    internal static readonly KnownType HostFilteringOptions = new("Microsoft.AspNetCore.HostFiltering.HostFilteringOptions");
}
