namespace Storefront.Api.Shipping;

/// <summary>The carrier's API.</summary>
public class ShippingRatesClient(HttpClient http)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task<CarrierRate?> RateAsync(string country, int grams, CancellationToken ct = default)
    {
        using var response = await http.GetAsync($"rates?country={Uri.EscapeDataString(country)}&grams={grams}");
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<CarrierRate>(ct);
    }

    public async Task<IReadOnlyList<string>> CountriesAsync(CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        return await http.GetFromJsonAsync<string[]>("countries", patience.Token) ?? [];
    }
}

public record CarrierRate(string Country, int Cents);
