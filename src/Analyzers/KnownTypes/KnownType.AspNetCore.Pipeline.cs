namespace ArchitectAnalyzers.Core;

internal sealed partial class KnownType
{
    internal static readonly KnownType WebApplication = new("Microsoft.AspNetCore.Builder.WebApplication");
    internal static readonly KnownType WebApplicationBuilder = new("Microsoft.AspNetCore.Builder.WebApplicationBuilder");
    internal static readonly KnownType IApplicationBuilder = new("Microsoft.AspNetCore.Builder.IApplicationBuilder");
    internal static readonly KnownType IServiceCollection = new("Microsoft.Extensions.DependencyInjection.IServiceCollection");
    internal static readonly KnownType IHostApplicationBuilder = new("Microsoft.Extensions.Hosting.IHostApplicationBuilder");
    internal static readonly KnownType IHostBuilder = new("Microsoft.Extensions.Hosting.IHostBuilder");
    internal static readonly KnownType IWebHostBuilder = new("Microsoft.AspNetCore.Hosting.IWebHostBuilder");

    internal static readonly KnownType WebHost = new("Microsoft.AspNetCore.WebHost");
    internal static readonly KnownType GenericHostBuilderExtensions = new("Microsoft.Extensions.Hosting.GenericHostBuilderExtensions");
    internal static readonly KnownType GenericHostWebHostBuilderExtensions =
        new("Microsoft.Extensions.Hosting.GenericHostWebHostBuilderExtensions");
    internal static readonly KnownType WebHostBuilderExtensions = new("Microsoft.AspNetCore.Hosting.WebHostBuilderExtensions");

    internal static readonly KnownType RateLimiterApplicationBuilderExtensions =
        new("Microsoft.AspNetCore.Builder.RateLimiterApplicationBuilderExtensions");
}
