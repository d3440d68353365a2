using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Storefront.Api.Shipping;

public record ShippingSettings(string? BaseAddress, int FlatRateCents);

public static class ShippingServices
{
    public static IServiceCollection AddShipping(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(configuration.GetSection("Shipping").Get<ShippingSettings>()!);
        services.AddHttpClient<ShippingRatesClient>((provider, http) =>
        {
            http.BaseAddress = Address(provider);
            http.Timeout = TimeSpan.FromSeconds(5);
        });
        services.AddScoped<ShippingQuotes>();
        return services;
    }

    // No carrier configured: the stub that this app serves itself.
    private static Uri Address(IServiceProvider provider)
    {
        var configured = provider.GetRequiredService<ShippingSettings>().BaseAddress;
        if (!string.IsNullOrEmpty(configured)) return new Uri(configured);

        var own = provider.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "http://localhost:5080";
        return new Uri(own.Replace("0.0.0.0", "localhost").Replace("[::]", "localhost").TrimEnd('/') + "/dev/carrier/");
    }
}
