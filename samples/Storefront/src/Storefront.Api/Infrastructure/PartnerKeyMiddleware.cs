using Microsoft.EntityFrameworkCore;
using Storefront.Api.Data;

namespace Storefront.Api.Infrastructure;

/// <summary>Partners come with a key in a header instead of a token.</summary>
public class PartnerKeyMiddleware(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context, StorefrontDb db)
    {
        if (!context.Request.Path.StartsWithSegments("/partner"))
        {
            await next(context);
            return;
        }

        var key = context.Request.Headers["X-Partner-Key"].ToString();
        var partner = await db.Partners.AsNoTracking().FirstOrDefaultAsync(p => p.Key == key && p.Enabled);
        if (partner is null)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            await context.Response.WriteAsJsonAsync(new { error = "unknown partner" }, context.RequestAborted);
            return;
        }

        context.Items["partner"] = partner.Name;
        await next(context);
    }
}
