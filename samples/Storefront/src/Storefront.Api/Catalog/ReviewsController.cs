using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Storefront.Api.Data;

namespace Storefront.Api.Catalog;

/// <summary>What customers think, and the photographs that they send.</summary>
[ApiController]
[Route("api/reviews")]
public class ReviewsController(StorefrontDb db, IHostEnvironment environment) : ControllerBase
{
    [HttpGet("{productId:int}/seen")]
    [AllowAnonymous]
    public async Task<IActionResult> Seen(int productId, CancellationToken ct)
    {
        var changed = await db.Products.Where(p => p.Id == productId).ExecuteUpdateAsync(set => set.SetProperty(p => p.ReorderAt, p => p.ReorderAt + 1), ct);
        return changed == 0 ? NotFound() : NoContent();
    }

    [HttpDelete("{productId:int}")]
    [Authorize("staff")]
    public async Task<IActionResult> Clear(int productId, CancellationToken ct)
    {
        if (!await db.Products.AnyAsync(p => p.Id == productId, ct)) return NotFound();
        System.IO.File.Delete(Photograph(productId));
        return NoContent();
    }

    [HttpPost("{productId:int}/photograph")]
    [AllowAnonymous]
    [DisableRequestSizeLimit]
    public async Task<IActionResult> Send(int productId, IFormFile photograph, CancellationToken ct)
    {
        await using var file = System.IO.File.Create(Photograph(productId));
        await photograph.CopyToAsync(file, ct);
        return NoContent();
    }

    private string Photograph(int productId) => Path.Combine(environment.ContentRootPath, $"photograph-{productId}.jpg");
}
