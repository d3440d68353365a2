using System.Runtime.CompilerServices;
using System.Text;
using Dapper;
using Microsoft.EntityFrameworkCore;
using Storefront.Api.Data;
using Storefront.Api.Domain;

namespace Storefront.Api.Reports;

public class SalesReports(Connections connections, StorefrontDb db)
{
    private const string Sales =
        """
        SELECT c.Country AS Country, COUNT(DISTINCT o.Id) AS Orders, SUM(l.Quantity * l.UnitPriceCents) AS Cents
        FROM Orders o
        JOIN Customers c ON c.Id = o.CustomerId
        JOIN OrderLines l ON l.OrderId = o.Id
        """;

    public async Task<IReadOnlyList<SalesRow>> ByCountryAsync(string country, DateTime from, CancellationToken ct = default)
    {
        await using var connection = await connections.OpenAsync(ct);
        var rows = await connection.QueryAsync<SalesRow>(
            $"{Sales} WHERE c.Country = '{country}' AND o.PlacedAt >= '{from:yyyy-MM-dd}' GROUP BY c.Country");
        return rows.AsList();
    }

    public async Task<IReadOnlyList<SalesRow>> FilterAsync(string? city, OrderStatus? status, CancellationToken ct = default)
    {
        var sql = new StringBuilder(Sales);
        sql.Append(" WHERE 1 = 1");
        if (status is not null) sql.Append(" AND o.Status = ").Append((int)status.Value);
        if (!string.IsNullOrEmpty(city)) sql.Append(" AND c.City = '").Append(city).Append('\'');
        sql.Append(" GROUP BY c.Country ORDER BY c.Country");

        await using var connection = await connections.OpenAsync(ct);
        var rows = await connection.QueryAsync<SalesRow>(sql.ToString());
        return rows.AsList();
    }

    public async Task<IReadOnlyList<SalesRow>> SinceAsync(DateTime from, string? country, CancellationToken ct)
    {
        var sql = new StringBuilder(Sales).Append(" WHERE o.PlacedAt >= @from");
        if (country is not null) sql.Append(" AND c.Country = @country");
        sql.Append(" GROUP BY c.Country ORDER BY c.Country");

        await using var connection = await connections.OpenAsync(ct);
        var rows = await connection.QueryAsync<SalesRow>(new CommandDefinition(sql.ToString(), new { from, country }, cancellationToken: ct));
        return rows.AsList();
    }

    public async Task<Dashboard> DashboardAsync(CancellationToken ct)
    {
        var paid = CountAsync(OrderStatus.Paid, ct);
        var placed = CountAsync(OrderStatus.Placed, ct);
        await Task.WhenAll(paid, placed);

        var lowStock = await db.Database
            .SqlQuery<int>($"SELECT COUNT(*) AS Value FROM Products WHERE OnHand <= ReorderAt AND Discontinued = {false}")
            .SingleAsync(ct);
        return new Dashboard(paid.Result, placed.Result, lowStock);
    }

    public async IAsyncEnumerable<string> ExportAsync([EnumeratorCancellation] CancellationToken ct = default)
    {
        yield return "order,customer,status";
        var orders = db.Orders.AsNoTracking().OrderBy(o => o.Id).Select(o => new { o.Id, o.Customer!.Name, o.Status });
        await foreach (var order in orders.AsAsyncEnumerable().WithCancellation(ct))
            yield return $"{order.Id},{order.Name},{order.Status}";
    }

    public async Task<int> OpenAsync(CancellationToken ct)
    {
        var open = 0;
        await foreach (var status in db.Orders.Select(o => o.Status).AsAsyncEnumerable())
            if (status is OrderStatus.Placed) open++;
        return open;
    }

    private async Task<long> CountAsync(OrderStatus status, CancellationToken ct)
    {
        await using var connection = await connections.OpenAsync(ct);
        return await connection.ExecuteScalarAsync<long>(new CommandDefinition(
            $"SELECT COUNT(*) FROM Orders WHERE Status = {(int)status}", cancellationToken: ct));
    }
}

public record SalesRow(string Country, long Orders, long Cents);

public record Dashboard(long Paid, long Placed, int LowStock);
