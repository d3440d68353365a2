using Microsoft.EntityFrameworkCore;
using Storefront.Api.Data;
using Storefront.Api.Domain;

namespace Storefront.Api.Reports;

/// <summary>What the office looks at in the morning.</summary>
public class BackOffice(StorefrontDb db)
{
    private const int PageSize = 3;

    public Task<List<string>> PageOfSkusAsync(int page, CancellationToken ct) =>
        db.Products.AsNoTracking().Skip(page * PageSize).Take(PageSize).Select(p => p.Sku).ToListAsync(ct);

    public async Task<Morning> MorningAsync(CancellationToken ct)
    {
        var orders = db.Orders.CountAsync(ct);
        var customers = db.Customers.CountAsync(ct);
        await Task.WhenAll(orders, customers);
        return new Morning(await orders, await customers);
    }

    public int Matching(Func<Customer, bool> isWanted) => db.Customers.Count(isWanted);

    public async Task<List<string>> StaffAsync(CancellationToken ct)
    {
        var customers = await db.Customers.AsNoTracking().ToListAsync(ct);
        return customers.Where(c => c.IsStaff).OrderBy(c => c.Id).Select(c => c.Name).ToList();
    }

    public async Task<List<decimal>> TotalsAsync(IReadOnlyList<int> orderIds, CancellationToken ct)
    {
        var totals = new List<decimal>();
        foreach (var id in orderIds)
        {
            var cents = await db.OrderLines.Where(l => l.OrderId == id).SumAsync(l => l.Quantity * l.UnitPriceCents, ct);
            totals.Add(cents / 100m);
        }

        return totals;
    }
}

public record Morning(int Orders, int Customers);
