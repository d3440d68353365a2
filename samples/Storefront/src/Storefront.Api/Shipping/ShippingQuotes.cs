namespace Storefront.Api.Shipping;

public class ShippingQuotes(ShippingRatesClient carrier, ShippingSettings settings, ILogger<ShippingQuotes> logger)
{
    public async Task<int> CentsAsync(string country, int grams, CancellationToken ct)
    {
        try
        {
            return (await carrier.RateAsync(country, grams, ct))?.Cents ?? settings.FlatRateCents;
        }
        catch (HttpRequestException e)
        {
            logger.LogWarning(e, "The carrier has no rate for {Country}", country);
            return settings.FlatRateCents;
        }
    }

    /// <summary>For the product pages, where a guess will do.</summary>
    public int Estimate(string country, int grams)
    {
        var rate = carrier.RateAsync(country, grams);
        try
        {
            rate.Wait(TimeSpan.FromSeconds(2));
        }
        catch (AggregateException)
        {
            return settings.FlatRateCents;
        }

        return rate.IsCompletedSuccessfully ? rate.Result?.Cents ?? settings.FlatRateCents : settings.FlatRateCents;
    }
}
