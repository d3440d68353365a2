using Microsoft.EntityFrameworkCore;
using Storefront.Api.Data;

namespace Storefront.Api.Orders;

/// <summary>Rates change once a year: read once, kept for the life of the process.</summary>
public class TaxTable
{
    private const int Standard = 19;
    private readonly Dictionary<string, int> _percent;

    public TaxTable(IServiceScopeFactory scopes)
    {
        _percent = LoadAsync(scopes).GetAwaiter().GetResult();
    }

    public int PercentFor(string country) => _percent.GetValueOrDefault(country, Standard);

    private static async Task<Dictionary<string, int>> LoadAsync(IServiceScopeFactory scopes)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<StorefrontDb>();
        return await db.TaxRates.AsNoTracking().ToDictionaryAsync(r => r.Country, r => r.Percent);
    }
}
