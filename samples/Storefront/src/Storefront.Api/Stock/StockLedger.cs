using Microsoft.EntityFrameworkCore;
using Storefront.Api.Data;
using Storefront.Api.Domain;

namespace Storefront.Api.Stock;

public class StockLedger(StorefrontDb db, TimeProvider clock)
{
    public async Task<bool> AdjustAsync(string sku, int change, string reason, CancellationToken ct = default)
    {
        var changed = await db.Database.ExecuteSqlRawAsync($"UPDATE Products SET OnHand = OnHand + {change} WHERE Sku = '{sku}'", ct);
        if (changed == 0) return false;

        var id = await db.Products.Where(p => p.Sku == sku).Select(p => p.Id).SingleAsync(ct);
        db.StockMovements.Add(new StockMovement { ProductId = id, Change = change, Reason = reason, At = clock.GetUtcNow().UtcDateTime });
        await db.SaveChangesAsync(ct);
        return true;
    }

    public Task<List<StockMovement>> MovementsAsync(string sku, int take, CancellationToken ct = default) =>
        db.StockMovements
            .FromSqlInterpolated($"SELECT m.* FROM StockMovements m JOIN Products p ON p.Id = m.ProductId WHERE p.Sku = {sku}")
            .AsNoTracking()
            .OrderByDescending(m => m.Id)
            .Take(take)
            .ToListAsync(ct);

    public Task<int> WriteOffAsync(string sku, CancellationToken ct) =>
        db.Database.ExecuteSqlRawAsync("UPDATE Products SET OnHand = 0 WHERE Sku = {0}", [sku], ct);

    public Task<int> ForgetBeforeAsync(DateTime day, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync($"DELETE FROM StockMovements WHERE At < {day}", ct);
}
