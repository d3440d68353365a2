using Microsoft.EntityFrameworkCore;
using Storefront.Api.Data;
using Storefront.Api.Shipping;

namespace Storefront.Api.Reports;

/// <summary>The price list that partners download.</summary>
public class PriceLists(StorefrontDb db, ShippingQuotes shipping, IHostEnvironment environment)
{
    private static readonly Lock Gate = new();
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static string? _terms;

    public async Task<string> TextAsync(CancellationToken ct)
    {
        var products = await db.Products.AsNoTracking().Where(p => !p.Discontinued).OrderBy(p => p.Sku).ToListAsync(CancellationToken.None);
        var file = Path.Combine(Path.GetTempPath(), $"prices-{Guid.NewGuid():N}.txt");
        using (var writer = new StreamWriter(file))
        {
            foreach (var product in products) await writer.WriteLineAsync($"{product.Sku} {product.PriceCents / 100m}".AsMemory(), ct);
        }

        var text = await File.ReadAllTextAsync(file, ct);
        File.Delete(file);
        return text + await ShippingAsync(ct) + Terms(ct);
    }

    private async Task<string> ShippingAsync(CancellationToken ct)
    {
        var cents = new int[3];
        string[] countries = ["DE", "FR", "NL"];
        await Parallel.ForEachAsync(countries, async (country, token) =>
            cents[Array.IndexOf(countries, country)] = await shipping.CentsAsync(country, 1_000, token));

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var quote = shipping.CentsAsync("US", 1_000, stop.Token);
        if (await Task.WhenAny(quote, Task.Delay(Patience, ct)) != quote) stop.Cancel();
        var abroad = await quote.ContinueWith(task => task.IsCompletedSuccessfully ? task.Result : 0, CancellationToken.None);
        return $"Shipping {string.Join(" ", cents)} {abroad}\n";
    }

    private string Terms(CancellationToken ct)
    {
        lock (Gate)
        {
            return _terms ??= File.ReadAllText(Path.Combine(environment.ContentRootPath, "coupon-terms.txt"));
        }
    }
}
