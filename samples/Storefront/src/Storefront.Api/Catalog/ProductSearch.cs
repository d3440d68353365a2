using Dapper;
using Microsoft.EntityFrameworkCore;
using Storefront.Api.Data;
using Storefront.Api.Domain;

namespace Storefront.Api.Catalog;

public class ProductSearch(StorefrontDb db, Connections connections)
{
    private const string Columns = "Id, Sku, Name, PriceCents";

    public Task<List<Product>> SearchAsync(string term, CancellationToken ct) =>
        db.Products
            .FromSqlRaw("SELECT * FROM Products WHERE Discontinued = 0 AND Name LIKE '%" + term + "%'")
            .AsNoTracking()
            .OrderBy(p => p.Sku)
            .ToListAsync(ct);

    public Task<List<Product>> BySkuPrefixAsync(string prefix, CancellationToken ct)
    {
        var pattern = prefix + "%";
        return db.Products
            .FromSql($"SELECT * FROM Products WHERE Sku LIKE {pattern}")
            .AsNoTracking()
            .OrderBy(p => p.Sku)
            .ToListAsync(ct);
    }

    public async Task<IReadOnlyList<ProductRow>> PageAsync(string sort, int take, CancellationToken ct)
    {
        await using var connection = await connections.OpenAsync(ct);
        var rows = await connection.QueryAsync<ProductRow>(
            $"SELECT {Columns} FROM Products WHERE Discontinued = 0 ORDER BY {sort} LIMIT {take}");
        return rows.AsList();
    }

    public async Task<IReadOnlyList<ProductRow>> CheapestAsync(int take, bool descending, CancellationToken ct)
    {
        var direction = descending ? "DESC" : "ASC";
        await using var connection = await connections.OpenAsync(ct);
        var rows = await connection.QueryAsync<ProductRow>(new CommandDefinition(
            $"SELECT {Columns} FROM Products WHERE Discontinued = 0 ORDER BY {nameof(Product.PriceCents)} {direction}, Id LIMIT {take}",
            cancellationToken: ct));
        return rows.AsList();
    }

    public async Task<IReadOnlyList<ProductRow>> InCategoryAsync(string slug, CancellationToken ct)
    {
        await using var connection = await connections.OpenAsync(ct);
        var rows = await connection.QueryAsync<ProductRow>(new CommandDefinition(
            """
            SELECT p.Id, p.Sku, p.Name, p.PriceCents
            FROM Products p JOIN Categories c ON c.Id = p.CategoryId
            WHERE c.Slug = @slug
            ORDER BY p.Sku
            """,
            new { slug },
            cancellationToken: ct));
        return rows.AsList();
    }
}

public record ProductRow(long Id, string Sku, string Name, long PriceCents);
