using ArchitectAnalyzers.CodeFixes.Database;
using ArchitectAnalyzers.Rules.Database;

namespace ArchitectAnalyzers.Tests.Database;

public class NonSargablePredicateTests
{
    [Theory]
    [InlineData("Use(db.Customers.Where(c => c.Email.[|ToLower|]() == text.ToLower()).ToList());")]
    [InlineData("Use(await db.Customers.FirstOrDefaultAsync(c => c.Email.[|ToUpper|]() == text, ct));")]
    [InlineData("Use(db.Customers.Any(c => c.Name.[|ToLower|]().Contains(text.ToLower())));")]
    [InlineData("Use(db.Orders.Where(o => o.Customer.Name.[|Trim|]() == text).ToList());")]
    [InlineData("Use(db.Orders.Where(o => o.Created.[|Date|] == DateTime.Today).ToList());")]
    [InlineData("Use(db.Orders.Where(o => o.CustomerId == id && o.Created.[|Date|] >= DateTime.UtcNow.Date).ToList());")]
    [InlineData("Use(db.Orders.Count(o => o.Created.[|Year|] == 2024));")]
    [InlineData("Use(db.Orders.Where(o => o.Id.[|ToString|]() == text).ToList());")]
    [InlineData("Use(db.Orders.Where(o => o.Number.[|Substring|](0, 3) == \"ABC\").ToList());")]
    [InlineData("Use((from o in db.Orders where o.Number.[|ToLower|]() == text select o).ToList());")]
    [InlineData("Use(db.Orders.Where(o => [|IsLate|](o)).ToList());")]
    [InlineData("Use(db.Orders.Where(o => Text.[|Plain|](o.Number) == text).ToList());")]
    [InlineData("Use(db.Orders.Where(o => o.Lines.Any(l => l.Product.Name.[|ToLower|]() == text)).ToList());")]
    [InlineData("var q = db.Orders.AsQueryable(); if (flag) q = q.Where(o => o.Created.[|Date|] == DateTime.Today); Use(q.ToList());")]
    [InlineData("Use(await elsewhere.FirstAsync(o => o.Number.[|ToLower|]() == text, ct));")]
    public Task Reports_functions_on_columns(string statements) => Verify<NonSargablePredicate>.Reports(Code(statements), Shop.Setup);

    [Theory]
    [InlineData("Use(db.Customers.Where(c => c.Email == text.ToLower()).ToList());")]
    [InlineData("var day = DateTime.Today; Use(db.Orders.Where(o => o.Created >= day && o.Created < day.AddDays(1)).ToList());")]
    [InlineData("Use(db.Orders.Where(o => o.Number.StartsWith(text)).ToList());")]
    [InlineData("Use(db.Orders.Select(o => o.Number.ToLower()).ToList()); Use(db.Orders.OrderBy(o => o.Created.Date).ToList()); Use(db.Orders.GroupBy(o => o.Created.Date).Count());")]
    [InlineData("Use(list.Where(o => o.Number.ToLower() == text).ToList());")]
    [InlineData("Use(list.AsQueryable().Where(o => o.Number.ToLower() == text).ToList());")]
    [InlineData("Use(db.Orders.Where(o => o.Total > 5).AsEnumerable().Where(o => o.Created.Date == DateTime.Today || IsLate(o)).ToList());")]
    [InlineData("Use(db.Orders.Where(o => o.Created.Date == o.Created.Date).ToList());")]
    [InlineData("Use(db.Orders.Where(o => o.Created >= Start()).ToList()); DateTime Start2() => DateTime.Today; Use(Start2());")]
    [InlineData("Use(elsewhere.Where(o => o.Number.ToLower() == text));")]
    [InlineData("Use(db.Orders.Where(o => EF.Functions.Like(o.Number, text)).ToList());")]
    [InlineData("Use(db.Orders.Where(o => ShopFunctions.Soundex(o.Number) == text).ToList());")]
    [InlineData("Use(db.Orders.Where(o => o.Lines.Any(l => l.Quantity > 1)).ToList());")]
    [InlineData("System.Linq.Expressions.Expression<Func<Order, bool>> e = o => o.Number.ToLower() == text; Use(e);")]
    public Task Stays_silent_where_the_column_stands_alone_or_no_database_reads_it(string statements) =>
        Verify<NonSargablePredicate>.Silent(Code(statements), Shop.Setup);

    [Theory]
    [InlineData("Use(db.Orders.Where(o => o.Created.[|Date|] == DateTime.Today).ToList());", "Use(db.Orders.Where(o => o.Created >= DateTime.Today && o.Created < DateTime.Today.AddDays(1)).ToList());")]
    [InlineData("var day = DateTime.UtcNow.Date; Use(db.Orders.Where(o => o.Total > 1 && o.Created.[|Date|] == day).ToList());", "var day = DateTime.UtcNow.Date; Use(db.Orders.Where(o => o.Total > 1 && o.Created >= day && o.Created < day.AddDays(1)).ToList());")]
    [InlineData("var day = new DateTime(2024, 1, 1); Use(db.Orders.Count(o => day <= o.Created.[|Date|]));", "var day = new DateTime(2024, 1, 1); Use(db.Orders.Count(o => o.Created >= day));")]
    [InlineData("var day = DateTime.Today; Use(db.Orders.Count(o => o.Created.[|Date|] <= day || o.Created.[|Date|] > day));", "var day = DateTime.Today; Use(db.Orders.Count(o => o.Created < day.AddDays(1) || o.Created >= day.AddDays(1)));")]
    [InlineData("Use(db.Orders.Where(o => o.Created.[|Date|] < DateTime.UtcNow.Date).ToList());", "Use(db.Orders.Where(o => o.Created < DateTime.UtcNow.Date).ToList());")]
    public Task A_day_becomes_a_range(string before, string after) =>
        Verify<NonSargablePredicate, NonSargablePredicateFix>.Fixes(Code(before), Code(after), Shop.Setup);

    [Theory]
    [InlineData("ARCH2113:midnight", "Use(db.Orders.Where(o => o.Created.[|Date|] == since).ToList());", "Use(db.Orders.Where(o => o.Created >= since && o.Created < since.AddDays(1)).ToList());")]
    [InlineData("ARCH2113:collation", "Use(db.Customers.Where(c => c.Email.[|ToLower|]() == text.ToLower()).ToList());", "Use(db.Customers.Where(c => c.Email == text).ToList());")]
    [InlineData("ARCH2113:collation", "Use(db.Customers.Where(c => c.Email.[|ToLower|]() == text).ToList());", "Use(db.Customers.Where(c => c.Email == text).ToList());")]
    [InlineData("ARCH2113:collation", "Use(db.Customers.Where(c => c.Name.[|ToUpper|]().Contains(text.ToUpper())).ToList());", "Use(db.Customers.Where(c => c.Name.Contains(text)).ToList());")]
    public Task Says_what_may_differ_and_offers_no_Fix_All(string key, string before, string after) =>
        Verify<NonSargablePredicate, NonSargablePredicateFix>.Fixes(Code(before), Code(after), Shop.Setup with { Key = key, FixAll = false });

    [Theory]
    [InlineData("Use(db.Orders.Where(o => o.Id.[|ToString|]() == text).ToList());")]
    [InlineData("Use(db.Orders.Where(o => [|IsLate|](o)).ToList());")]
    [InlineData("Use(db.Orders.Where(o => o.Created.[|Date|] == Start()).ToList());")]
    [InlineData("Use(db.Orders.Where(o => o.Created.[|Date|] != DateTime.Today).ToList());")]
    public Task Offers_nothing_where_no_range_says_the_same(string statements) =>
        Verify<NonSargablePredicate, NonSargablePredicateFix>.OffersNoFix(Code(statements), Shop.Setup);

    private static string Code(string statements) => Shop.In($$"""
        private static DateTime Start() => DateTime.Today;
            public static class Text { public static string Plain(string text) => text.Trim(); }
            public static class ShopFunctions { [DbFunction] public static string Soundex(string text) => throw new NotSupportedException(); }
            public async Task M(ShopContext db, IQueryable<Order> elsewhere, List<Order> list, int id, string text, bool flag, DateTime since, CancellationToken ct)
            {
                {{statements}}
                await Task.Yield();
            }
        """);
}
