using ArchitectAnalyzers.CodeFixes.Database;
using ArchitectAnalyzers.Rules.Database;

namespace ArchitectAnalyzers.Tests.Database;

public class UnorderedPagingTests
{
    [Theory]
    [InlineData("Use(await db.Orders.[|Skip|](page * 20).Take(20).ToListAsync(ct));")]
    [InlineData("Use(db.Orders.Where(o => o.Total > 100).[|Take|](10).ToList());")]
    [InlineData("Use(_db.Orders.AsNoTracking().[|Skip|](10));")]
    [InlineData("Use(db.Orders.[|Last|]());")]
    [InlineData("Use(await db.Orders.[|LastOrDefaultAsync|](o => o.CustomerId == id, ct));")]
    [InlineData("Use(db.Orders.[|ElementAt|](3));")]
    [InlineData("Use(await db.Orders.[|ElementAtOrDefaultAsync|](3, ct));")]
    [InlineData("Use(db.Orders.[|TakeLast|](3).ToList());")]
    [InlineData("Use(db.Set<Order>().[|Take|](5).ToArray());")]
    [InlineData("Use((from o in db.Orders where o.Total > 1 select o).[|Skip|](5).Take(5).ToList());")]
    [InlineData("Use(db.Orders.Select(o => new OrderDto(o.Id, o.Number)).[|Take|](5).ToList());")]
    [InlineData("var q = db.Orders.AsQueryable(); if (flag) q = q.Where(o => o.Total > 1); Use(await q.[|Skip|](page).Take(5).ToListAsync(ct));")]
    [InlineData("var total = db.Orders.Count(); var rows = db.Orders.[|Skip|](page).Take(5); Use(rows.ToList()); Use(total);")]
    [InlineData("Use(db.Orders.[|Take|](5).OrderBy(o => o.Created).ToList());")]
    [InlineData("Use(db.Orders.Include(o => o.Lines).[|Skip|]((page - 1) * 10).Take(10).ToList());")]
    [InlineData("Use(shop.Orders.[|Take|](10).ToList());")]
    [InlineData("while (flag) { Use(db.Orders.Where(o => o.Total > 5).[|Skip|](page++ * 10).Take(10).ToList()); }")]
    [InlineData("Use(db.Orders.Where(o => o.CustomerId == id).[|Take|](10).ToList());")]
    public async Task Reports_positions_without_an_order(string statements)
    {
        await Verify<UnorderedPaging>.Reports(Shop.Async(statements), Shop.Setup);
        await Verify<UnorderedPaging>.Reports(Shop.Async(statements), Shop.Setup8);
    }

    [Theory]
    [InlineData("Use(await db.Orders.OrderBy(o => o.Id).Skip(page * 20).Take(20).ToListAsync(ct));")]
    [InlineData("Use(db.Orders.OrderByDescending(o => o.Created).ThenBy(o => o.Id).Take(20).ToList());")]
    [InlineData("Use(db.Orders.Order().Take(20));")]
    [InlineData("Use((from o in db.Orders orderby o.Id select o).Skip(5).Take(5).ToList());")]
    [InlineData("Use(db.Orders.OrderBy(o => o.Id).Last());")]
    [InlineData("Use(db.Orders.First()); Use(await db.Orders.FirstOrDefaultAsync(o => o.Id == id, ct)); Use(db.Orders.Single(o => o.Id == id));")]
    [InlineData("Use(db.Orders.Where(o => o.Id == id).Take(1).ToList());")]
    [InlineData("Use(db.Orders.Take(1000).Count()); Use(await db.Orders.Take(1).AnyAsync(ct));")]
    [InlineData("Use(db.Orders.Where(o => o.Total == 0).Take(1000).ExecuteDelete());")]
    [InlineData("Use(list.Skip(5).Take(5)); Use(list.Last()); Use(list[0]);")]
    [InlineData("while (true) { var batch = await db.Orders.Where(o => o.Status == Status.New).Take(100).ToListAsync(ct); if (batch.Count == 0) break; Use(batch); }")]
    [InlineData("Use(list.AsQueryable().Skip(5));")]
    [InlineData("Use(elsewhere.Skip(5).Take(5).ToList());")]
    [InlineData("Use(repository.Query().Skip(5).Take(5).ToList());")]
    [InlineData("Use(db.Orders.ToList().Skip(5).Take(5));")]
    [InlineData("Use(db.Orders.AsEnumerable().Take(5));")]
    [InlineData("Use(db.Orders.Where(o => o.Lines.Take(1).Any()).ToList());")]
    [InlineData("Use(db.Orders.Select(o => new { o.Id, First = o.Lines.Take(3) }).ToList());")]
    [InlineData("var q = db.Orders.AsQueryable(); q = flag ? q.OrderBy(o => o.Id) : q.OrderByDescending(o => o.Id); Use(q.Skip(5).ToList());")]
    [InlineData("var q = db.Orders.Where(o => o.Total > 1); q = page switch { 1 => q.OrderBy(o => o.Id), _ => q.OrderBy(o => o.Total) }; Use(q.Skip(5).ToList());")]
    [InlineData("IQueryable<Order> q = db.Orders; switch (page) { case 1: q = q.OrderBy(o => o.Id); break; default: q = q.OrderBy(o => o.Total); break; } Use(q.Skip(5).Take(2));")]
    [InlineData("Use(db.Orders.FromSql($\"select * from Orders order by Id\").Take(5).ToList());")]
    [InlineData("Use(Sorted(db.Orders).Take(5)); IQueryable<Order> Sorted(IQueryable<Order> q) => q.OrderBy(o => o.Id);")]
    public Task Stays_silent_where_there_is_an_order_or_none_is_needed(string statements) => Verify<UnorderedPaging>.Silent(Shop.Async(statements), Shop.Setup);

    [Theory]
    [InlineData("Use(await db.Orders.[|Skip|](page * 20).Take(20).ToListAsync(ct));", "Use(await db.Orders.OrderBy(o => o.Id).Skip(page * 20).Take(20).ToListAsync(ct));")]
    [InlineData("Use(db.Orders.Select(o => o.Number).[|Take|](5).ToList());", "Use(db.Orders.OrderBy(o => o.Id).Select(o => o.Number).Take(5).ToList());")]
    [InlineData("var o = 1; Use(o); Use(db.Orders.[|Last|]());", "var o = 1; Use(o); Use(db.Orders.OrderBy(order => order.Id).Last());")]
    [InlineData("var q = db.Orders.Where(o => o.Total > 1); Use(q.[|Skip|](5).ToList()); Use(q.[|Take|](5).ToList());", "var q = db.Orders.Where(o => o.Total > 1); Use(q.OrderBy(o => o.Id).Skip(5).ToList()); Use(q.OrderBy(o => o.Id).Take(5).ToList());")]
    [InlineData("Use((from o in db.Orders where o.Total > 1 select o).[|Skip|](5).ToList());", "Use((from o in db.Orders where o.Total > 1 select o).OrderBy(o => o.Id).Skip(5).ToList());")]
    [InlineData(
        """
        var rows = await db.Orders
                    .Where(o => o.Total > 100) // much
                    .[|Skip|](page * 20)
                    .Take(20)
                    .ToListAsync(ct);
                Use(rows);
        """,
        """
        var rows = await db.Orders
                    .Where(o => o.Total > 100) // much
                    .OrderBy(o => o.Id)
                    .Skip(page * 20)
                    .Take(20)
                    .ToListAsync(ct);
                Use(rows);
        """)]
    public Task Orders_by_the_key(string before, string after) =>
        Verify<UnorderedPaging, UnorderedPagingFix>.Fixes(Shop.Async(before), Shop.Async(after), Shop.Setup);

    [Fact]
    public Task Follows_a_paging_method_of_the_project() =>
        Verify<UnorderedPaging, UnorderedPagingFix>.Fixes(Paging("db.Orders.[|Page|](2, 20)"), Paging("db.Orders.OrderBy(o => o.Id).Page(2, 20)"), Shop.Setup);

    private static string Paging(string query) => $$"""
        using Shop;
        public static class Paging
        {
            public static IQueryable<T> Page<T>(this IQueryable<T> query, int page, int size) => query.Skip(page * size).Take(size);
            public static IQueryable<T> Active<T>(this IQueryable<T> query) => query.Where(o => o != null);
            public static List<Order> One(ShopContext db) => {{query}}.ToList();
            public static List<Order> Two(ShopContext db) => db.Orders.OrderBy(o => o.Created).Page(2, 20).ToList();
            public static List<Order> Three(ShopContext db) => db.Orders.Active().ToList();
            public static List<Order> Four(List<Order> orders) => orders.AsQueryable().Page(2, 20).ToList();
        }
        """;

    [Theory]
    [InlineData("Use(db.Orders.GroupBy(o => o.Status).[|Take|](5).ToList());")]
    [InlineData("Use(db.Orders.Select(o => o.Number).Distinct().[|Take|](5).ToList());")]
    [InlineData("Use((from o in db.Orders where o.Total > 1 select o.Number).[|Skip|](5).ToList());")]
    public Task Offers_nothing_where_the_key_is_gone(string statements) =>
        Verify<UnorderedPaging, UnorderedPagingFix>.OffersNoFix(Shop.Async(statements), Shop.Setup);
}
