using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Storefront.Api.Data;
using Storefront.Api.Domain;
using Storefront.Api.Notifications;

namespace Storefront.Api.Catalog;

[ApiController]
[Route("api/products")]
public class ProductsController(StorefrontDb db, ProductSearch search, CategoryCache categories, Newsletter newsletter, Outbox outbox) : ControllerBase
{
    [HttpGet]
    [AllowAnonymous]
    public async Task<ActionResult<List<ProductView>>> List(string? category, CancellationToken ct)
    {
        var products = db.Products.AsNoTracking().Where(p => !p.Discontinued);
        if (category is not null)
        {
            if (categories.BySlug(category) is not { } known) return NotFound();
            products = products.Where(p => p.CategoryId == known.Id);
        }

        return await products.OrderBy(p => p.Sku).Select(p => new ProductView(p.Id, p.Sku, p.Name, p.PriceCents / 100m)).ToListAsync();
    }

    [HttpGet("{id:int}")]
    [AllowAnonymous]
    public async Task<ActionResult<ProductView>> Get(int id, CancellationToken ct)
    {
        var product = await db.Products.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, ct);
        return product is null ? NotFound() : ProductView.Of(product);
    }

    [HttpGet("search")]
    [AllowAnonymous]
    public async Task<ActionResult<List<ProductView>>> Search(string q, CancellationToken ct)
    {
        var found = await search.SearchAsync(q, ct);
        return found.Select(ProductView.Of).ToList();
    }

    [HttpGet("{id:int}/related")]
    [AllowAnonymous]
    public async Task<ActionResult<List<ProductView>>> Related(int id)
    {
        var aborted = HttpContext.RequestAborted;
        var product = await db.Products.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, aborted);
        if (product is null) return NotFound();

        return await db.Products.AsNoTracking()
            .Where(p => p.CategoryId == product.CategoryId && p.Id != id && !p.Discontinued)
            .OrderBy(p => p.Sku)
            .Select(p => new ProductView(p.Id, p.Sku, p.Name, p.PriceCents / 100m))
            .ToListAsync(aborted);
    }

    [HttpPost]
    [Authorize("staff")]
    public async Task<ActionResult<ProductView>> Create(NewProduct body, CancellationToken ct)
    {
        if (categories.BySlug(body.Category) is not { } category) return BadRequest();
        if (await db.Products.AnyAsync(p => p.Sku == body.Sku, ct)) return Conflict();

        var product = new Product { Sku = body.Sku, Name = body.Name, CategoryId = category.Id, PriceCents = (int)(body.Price * 100) };
        db.Products.Add(product);
        await db.SaveChangesAsync(ct);
        await newsletter.AnnounceAsync(product.Name, ct);
        _ = outbox.QueueAsync(new Mail("purchasing@example.com", "Listed: " + product.Sku));
        return CreatedAtAction(nameof(Get), new { id = product.Id }, ProductView.Of(product));
    }
}

public record ProductView(int Id, string Sku, string Name, decimal Price)
{
    public static ProductView Of(Product product) => new(product.Id, product.Sku, product.Name, product.PriceCents / 100m);
}

public record NewProduct(string Sku, string Name, string Category, decimal Price);
