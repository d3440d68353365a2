using Microsoft.EntityFrameworkCore;
using Storefront.Api.Data;

namespace Storefront.Api.Catalog;

public static class CatalogEndpoints
{
    public static IEndpointRouteBuilder MapCatalog(this IEndpointRouteBuilder routes)
    {
        var catalog = routes.MapGroup("/catalog").AllowAnonymous();

        catalog.MapGet("/categories", async (StorefrontDb db) =>
        {
            var categories = await db.Categories.AsNoTracking().OrderBy(c => c.Slug).ToListAsync();
            return Results.Ok(categories.Select(c => new { c.Slug, c.Name }));
        });

        catalog.MapGet("/categories/{slug}/products", async (string slug, ProductSearch search, CancellationToken ct) =>
            Results.Ok(await search.InCategoryAsync(slug, ct)));

        catalog.MapGet("/page", async (ProductSearch search, CancellationToken ct, string sort = "Name", int take = 20) =>
            Results.Ok(await search.PageAsync(sort, Math.Clamp(take, 1, 100), ct)));

        catalog.MapGet("/cheapest", async (ProductSearch search, CancellationToken ct, int take = 3, bool descending = false) =>
            Results.Ok(await search.CheapestAsync(Math.Clamp(take, 1, 100), descending, ct)));

        catalog.MapGet("/sku/{prefix}", BySku);
        catalog.MapPost("/sku/{sku}/discontinue", Discontinue).RequireAuthorization("staff");
        return routes;
    }

    private static async Task<IResult> Discontinue(string sku, StorefrontDb db, CancellationToken ct) =>
        await db.Products.Where(p => p.Sku == sku).ExecuteUpdateAsync(set => set.SetProperty(p => p.Discontinued, true), ct) == 0
            ? Results.NotFound()
            : Results.NoContent();

    private static async Task<IResult> BySku(string prefix, ProductSearch search, CancellationToken ct)
    {
        var products = await search.BySkuPrefixAsync(prefix, ct);
        return products.Count == 0 ? Results.NotFound() : Results.Ok(products.Select(ProductView.Of));
    }
}
