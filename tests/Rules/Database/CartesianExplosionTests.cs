using ArchitectAnalyzers.CodeFixes.Database;
using ArchitectAnalyzers.Rules.Database;

namespace ArchitectAnalyzers.Tests.Database;

public class CartesianExplosionTests
{
    [Theory]
    [InlineData("Use(db.Orders.Include(o => o.Lines).[|Include|](o => o.Payments).ToList());", "Use(db.Orders.Include(o => o.Lines).Include(o => o.Payments).AsSplitQuery().ToList());")]
    [InlineData("Use(await db.Orders.Include(o => o.Lines).ThenInclude(l => l.Product).[|Include|](o => o.Payments).Where(o => o.CustomerId == id).ToListAsync(ct));",
        "Use(await db.Orders.Include(o => o.Lines).ThenInclude(l => l.Product).Include(o => o.Payments).Where(o => o.CustomerId == id).AsSplitQuery().ToListAsync(ct));")]
    [InlineData("Use(db.Orders.Include(o => o.Lines).Include(o => o.Customer).[|ThenInclude|](c => c.Tags).ToList());", "Use(db.Orders.Include(o => o.Lines).Include(o => o.Customer).ThenInclude(c => c.Tags).AsSplitQuery().ToList());")]
    [InlineData("Use(db.Orders.Include(o => o.Lines).[|Include|](o => o.Customer.Tags).ToList());", "Use(db.Orders.Include(o => o.Lines).Include(o => o.Customer.Tags).AsSplitQuery().ToList());")]
    [InlineData("Use(db.Orders.Include(o => o.Lines).ThenInclude(l => l.Tags).Include(o => o.Lines).ThenInclude(l => l.Product).[|ThenInclude|](p => p.Tags).ToList());",
        "Use(db.Orders.Include(o => o.Lines).ThenInclude(l => l.Tags).Include(o => o.Lines).ThenInclude(l => l.Product).ThenInclude(p => p.Tags).AsSplitQuery().ToList());")]
    [InlineData("Use(db.Orders.Include(\"Lines\").[|Include|](\"Payments.Payer\").ToList());", "Use(db.Orders.Include(\"Lines\").Include(\"Payments.Payer\").AsSplitQuery().ToList());")]
    [InlineData("Use(db.Orders.Include(o => o.Lines.Where(l => l.Quantity > 1)).[|Include|](o => o.Payments.OrderBy(p => p.Id)).ToList());", "Use(db.Orders.Include(o => o.Lines.Where(l => l.Quantity > 1)).Include(o => o.Payments.OrderBy(p => p.Id)).AsSplitQuery().ToList());")]
    [InlineData("Use(await db.Orders.Include(o => o.Lines).[|Include|](o => o.Payments).SingleOrDefaultAsync(o => o.Id == id, ct));", "Use(await db.Orders.Include(o => o.Lines).Include(o => o.Payments).AsSplitQuery().SingleOrDefaultAsync(o => o.Id == id, ct));")]
    [InlineData("var q = db.Orders.Include(o => o.Lines).Include(o => o.Payments).AsQueryable(); if (flag) q = q.Where(o => o.Id == id); Use(q.[|ToList|]());",
        "var q = db.Orders.Include(o => o.Lines).Include(o => o.Payments).AsQueryable(); if (flag) q = q.Where(o => o.Id == id); Use(q.AsSplitQuery().ToList());")]
    [InlineData(
        """
        var orders = await db.Orders
                    .Include(o => o.Lines)
                    .[|Include|](o => o.Payments) // paid
                    .ToListAsync(ct);
                Use(orders);
        """,
        """
        var orders = await db.Orders
                    .Include(o => o.Lines)
                    .Include(o => o.Payments) // paid
                    .AsSplitQuery()
                    .ToListAsync(ct);
                Use(orders);
        """)]
    public Task Splits_the_query(string before, string after) =>
        Verify<CartesianExplosion, CartesianExplosionFix>.Fixes(Shop.Async(before), Shop.Async(after), Shop.Setup);

    [Theory]
    [InlineData("Use(db.Orders.Include(o => o.Lines).[|Include|](o => o.Payments).OrderBy(o => o.Created).Take(5).ToList());", "Use(db.Orders.Include(o => o.Lines).Include(o => o.Payments).OrderBy(o => o.Created).Take(5).AsSplitQuery().ToList());")]
    [InlineData("Use(db.Orders.Include(o => o.Lines).[|Include|](o => o.Payments).First(o => o.Id == id));", "Use(db.Orders.Include(o => o.Lines).Include(o => o.Payments).AsSplitQuery().First(o => o.Id == id));")]
    public Task Says_that_the_order_must_be_unique(string before, string after) =>
        Verify<CartesianExplosion, CartesianExplosionFix>.Fixes(Shop.Async(before), Shop.Async(after),
            Shop.Setup with { Key = "ARCH2105:position", FixAll = false });

    [Theory]
    [InlineData("foreach (var o in db.Orders.Include(o => o.Lines).[|Include|](o => o.Payments)) Use(o);")]
    public Task Reports_a_loop_over_the_query(string statements) =>
        Verify<CartesianExplosion, CartesianExplosionFix>.OffersNoFix(Shop.Async(statements), Shop.Setup);

    [Theory]
    [InlineData("Use(db.Orders.Include(o => o.Lines).Include(o => o.Payments).AsSplitQuery().ToList());")]
    [InlineData("Use(db.Orders.AsSplitQuery().Include(o => o.Lines).Include(o => o.Payments).ToList());")]
    [InlineData("Use(db.Orders.AsSingleQuery().Include(o => o.Lines).Include(o => o.Payments).ToList());")]
    [InlineData("Use(db.Orders.Include(o => o.Lines).Include(o => o.Customer).ToList());")]
    [InlineData("Use(db.Orders.Include(o => o.Lines).ThenInclude(l => l.Tags).ToList());")]
    [InlineData("Use(db.Orders.Include(o => o.Lines).ThenInclude(l => l.Product).Include(o => o.Lines).ThenInclude(l => l.Tags).ToList());")]
    [InlineData("Use(db.Orders.Include(o => o.Lines).Include(o => o.Payments).Count());")]
    [InlineData("Use(db.Orders.Include(o => o.Lines).Include(o => o.Payments).Select(o => new { o.Id, N = o.Lines.Count() }).ToList());")]
    [InlineData("var q = db.Orders.Include(o => o.Lines); if (flag) Use(q.Include(o => o.Customer).ToList()); Use(q.ToList());")]
    [InlineData("var q = db.Orders.Include(o => o.Lines).AsQueryable(); if (flag) q = q.Include(o => o.Payments); Use(q.ToList());")]
    [InlineData("Use(elsewhere.Include(o => o.Lines).Include(o => o.Payments).ToList());")]
    [InlineData("Use(db.Products.Include(p => p.Tags).ToList());")]
    public Task Stays_silent_without_sibling_collections_or_with_a_decision(string statements) =>
        Verify<CartesianExplosion>.Silent(Shop.Async(statements), Shop.Setup);

    [Fact]
    public Task Stays_silent_where_the_context_splits_by_default() => Verify<CartesianExplosion>.Silent(
        Shop.In("""
            public List<Order> M() => _db.Orders.Include(o => o.Lines).Include(o => o.Payments).ToList();
            public static void Configure(DbContextOptionsBuilder options) => options.UseSqlite("", o => o.UseQuerySplittingBehavior(QuerySplittingBehavior.SplitQuery));
        """), Shop.Setup);
}
