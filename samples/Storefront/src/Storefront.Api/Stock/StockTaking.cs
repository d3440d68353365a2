using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Storefront.Api.Data;
using Storefront.Api.Domain;

namespace Storefront.Api.Stock;

/// <summary>Once a year every shelf is counted.</summary>
public class StockTaking(StorefrontDb db, Connections connections, TimeProvider clock)
{
    public async Task<int> CountAsync(IReadOnlyList<CountedProduct> counted, CancellationToken ct)
    {
        var skus = counted.Select(c => c.Sku).ToList();
        var products = await db.Products.Where(p => skus.Contains(p.Sku)).ToDictionaryAsync(p => p.Sku, ct);
        foreach (var count in counted)
        {
            var product = products[count.Sku];
            db.StockMovements.Add(new StockMovement
            {
                ProductId = product.Id, Change = count.OnHand - product.OnHand, Reason = "counted", At = clock.GetUtcNow().UtcDateTime,
            });
            product.OnHand = count.OnHand;
            await db.SaveChangesAsync(ct);
        }

        return counted.Count;
    }

    public async Task RaiseReorderLevelAsync(string sku, int level, CancellationToken ct)
    {
        var product = await db.Products.AsNoTracking().SingleAsync(p => p.Sku == sku, ct);
        product.ReorderAt = level;
        await db.SaveChangesAsync(ct);
    }

    /// <summary>The movements of the year are in the archive.</summary>
    public async Task<int> CloseYearAsync(CancellationToken ct) => await db.StockMovements.ExecuteDeleteAsync(ct);

    public async Task ResetReorderLevelsAsync(CancellationToken ct)
    {
        await using var connection = await connections.OpenAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition("UPDATE Products SET ReorderAt = 0", cancellationToken: ct));
    }

    public async Task<long> OnHandAsync(string category, CancellationToken ct)
    {
        await using var connection = await connections.OpenAsync(ct);
        return await connection.ExecuteScalarAsync<long>(new CommandDefinition(
            "SELECT SUM(p.OnHand) FROM Products p JOIN Categories c ON c.Id = p.CategoryId WHERE c.Slug = @slug", new { category }, cancellationToken: ct));
    }

    public async Task MoveAsync(string from, string to, int quantity, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Products.Where(p => p.Sku == from).ExecuteUpdateAsync(set => set.SetProperty(p => p.OnHand, p => p.OnHand - quantity), ct);
        await db.Products.Where(p => p.Sku == to).ExecuteUpdateAsync(set => set.SetProperty(p => p.OnHand, p => p.OnHand + quantity), ct);
    }

    public async Task<long> CapacityAsync(CancellationToken ct)
    {
        var connection = new SqliteConnection(connections.ConnectionString);
        await connection.OpenAsync(ct);
        return await connection.ExecuteScalarAsync<long>(new CommandDefinition("SELECT COUNT(*) FROM Products", cancellationToken: ct));
    }
}

public record CountedProduct(string Sku, int OnHand);
