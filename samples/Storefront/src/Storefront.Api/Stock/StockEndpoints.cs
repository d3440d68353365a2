using Microsoft.EntityFrameworkCore;
using Storefront.Api.Data;

namespace Storefront.Api.Stock;

public static class StockEndpoints
{
    public static IEndpointRouteBuilder MapStock(this IEndpointRouteBuilder routes)
    {
        var stock = routes.MapGroup("/stock").RequireAuthorization("staff");
        stock.MapGet("/low", Low);
        stock.MapGet("/value", async (StockFeed feed) => Results.Ok(new { cents = await feed.ValueAsync() }));
        stock.MapGet("/turnover", async (StockLedger ledger, CancellationToken ct) =>
        {
            var movements = await ledger.MovementsAsync("KIT-003", 100, ct);
            var turned = await Task.Run(() => movements.Sum(m => Math.Abs(m.Change)));
            return Results.Ok(new { turned });
        });
        stock.MapGet("/{sku}/movements", async (string sku, StockLedger ledger, CancellationToken ct) =>
            Results.Ok((await ledger.MovementsAsync(sku, 20, ct)).Select(m => new { m.Change, m.Reason })));
        stock.MapPost("/{sku}/adjust", Adjust);
        stock.MapPost("/{sku}/write-off", async (string sku, StockLedger ledger, CancellationToken ct) =>
            await ledger.WriteOffAsync(sku, ct) == 0 ? Results.NotFound() : Results.NoContent());

        stock.MapPost("/count", async (CountedProduct[] counted, StockTaking taking, CancellationToken ct) =>
            Results.Ok(new { counted = await taking.CountAsync(counted, ct) }));
        stock.MapPost("/{sku}/reorder-at/{level:int}", async (string sku, int level, StockTaking taking, CancellationToken ct) =>
        {
            await taking.RaiseReorderLevelAsync(sku, level, ct);
            return Results.NoContent();
        });

        // Partners are let in by PartnerKeyMiddleware.
        routes.MapGet("/partner/stock", PartnerStock);
        return routes;
    }

    private static async Task<IResult> Low(StorefrontDb db)
    {
        var low = await db.Products.AsNoTracking()
            .Where(p => !p.Discontinued && p.OnHand <= p.ReorderAt)
            .OrderBy(p => p.Sku)
            .Select(p => new { p.Sku, p.OnHand, p.ReorderAt })
            .ToListAsync();
        return Results.Ok(low);
    }

    private static async Task<IResult> Adjust(string sku, AdjustStock body, StockLedger ledger, CancellationToken ct)
    {
        if (body.Change == 0) return Results.BadRequest();
        return await ledger.AdjustAsync(sku, body.Change, body.Reason, ct) ? Results.NoContent() : Results.NotFound();
    }

    private static async Task<IResult> PartnerStock(StorefrontDb db, CancellationToken ct) =>
        Results.Ok(await db.Products.AsNoTracking()
            .Where(p => !p.Discontinued)
            .OrderBy(p => p.Sku)
            .Select(p => new { p.Sku, Available = p.OnHand > 0 })
            .ToListAsync(ct));
}

public record AdjustStock(int Change, string Reason);
