using Microsoft.EntityFrameworkCore;
using Storefront.Api.Data;
using Storefront.Api.Domain;

namespace Storefront.Api.Orders;

public class CouponBook(StorefrontDb db, IHostEnvironment environment)
{
    public Task<Coupon?> FindAsync(string code, CancellationToken ct)
    {
        if (code.Length == 0) return null!;
        return db.Coupons.AsNoTracking().SingleOrDefaultAsync(c => c.Code == code, ct);
    }

    public async Task<Coupon?> ByIdAsync(int id, CancellationToken ct) => await db.Coupons.FindAsync(id, ct);

    /// <summary>The small print: a file that the shop's lawyers edit.</summary>
    public async Task<string> TermsAsync(string code, CancellationToken ct)
    {
        var coupon = await FindAsync(code, ct);
        var terms = File.ReadAllText(Path.Combine(environment.ContentRootPath, "coupon-terms.txt"));
        return terms.Replace("{code}", code).Replace("{percent}", (coupon?.PercentOff ?? 0).ToString());
    }
}
