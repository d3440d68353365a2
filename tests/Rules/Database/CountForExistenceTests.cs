using ArchitectAnalyzers.CodeFixes.Database;
using ArchitectAnalyzers.Rules.Database;

namespace ArchitectAnalyzers.Tests.Database;

public class CountForExistenceTests
{
    [Theory]
    [InlineData("if (db.Orders.[|Count|]() > 0) return;", "if (db.Orders.Any()) return;")]
    [InlineData("if (db.Orders.[|Count|](o => o.CustomerId == id) > 0) return;", "if (db.Orders.Any(o => o.CustomerId == id)) return;")]
    [InlineData("if (await db.Orders.[|CountAsync|](ct) > 0) return;", "if (await db.Orders.AnyAsync(ct)) return;")]
    [InlineData("if (await db.Orders.Where(o => o.Total > 1).[|CountAsync|](ct) == 0) return;", "if (!await db.Orders.Where(o => o.Total > 1).AnyAsync(ct)) return;")]
    [InlineData("if ((await db.Orders.[|CountAsync|](o => o.Total > 1, ct).ConfigureAwait(false)) >= 1) return;", "if (await db.Orders.AnyAsync(o => o.Total > 1, ct).ConfigureAwait(false)) return;")]
    [InlineData("if (0 < db.Orders.[|Count|]()) return;", "if (db.Orders.Any()) return;")]
    [InlineData("if (0 == db.Orders.[|LongCount|]()) return;", "if (!db.Orders.Any()) return;")]
    [InlineData("if (await db.Orders.[|LongCountAsync|]() != 0) return;", "if (await db.Orders.AnyAsync()) return;")]
    [InlineData("var any = flag && db.Orders.[|Count|]() > 0 /* any */; Use(any);", "var any = flag && db.Orders.Any() /* any */; Use(any);")]
    [InlineData("var none = db.Orders.[|Count|]() < 1; Use(none);", "var none = !db.Orders.Any(); Use(none);")]
    [InlineData("if (db.Orders.[|Count|]() is > 0) return;", "if (db.Orders.Any()) return;")]
    [InlineData("if (db.Orders.[|Count|]() is 0) return;", "if (!db.Orders.Any()) return;")]
    [InlineData("if (db.Orders.[|Count|]() is not 0) return;", "if (db.Orders.Any()) return;")]
    [InlineData("if ((from o in db.Orders where o.Total > 1 select o).[|Count|]() > 0) return;", "if ((from o in db.Orders where o.Total > 1 select o).Any()) return;")]
    [InlineData("Use(db.Orders.Where(o => o.Lines.[|Count|]() > 0).ToList());", "Use(db.Orders.Where(o => o.Lines.Any()).ToList());")]
    [InlineData("Use(db.Orders.Where(o => o.Lines.[|Count|](l => l.Quantity > 3) == 0).ToList());", "Use(db.Orders.Where(o => !o.Lines.Any(l => l.Quantity > 3)).ToList());")]
    [InlineData("Use(db.Orders.Where(o => db.Lines.[|Count|](l => l.OrderId == o.Id) > 0).ToList());", "Use(db.Orders.Where(o => db.Lines.Any(l => l.OrderId == o.Id)).ToList());")]
    [InlineData("Use((from o in db.Orders where o.Lines.[|Count|]() > 0 select o).ToList());", "Use((from o in db.Orders where o.Lines.Any() select o).ToList());")]
    [InlineData("var q = db.Orders.AsQueryable(); if (flag) q = q.Where(o => o.Id == id); Use(q.[|Count|]() > 0);", "var q = db.Orders.AsQueryable(); if (flag) q = q.Where(o => o.Id == id); Use(q.Any());")]
    [InlineData("Use(await elsewhere.[|CountAsync|](ct) > 0);", "Use(await elsewhere.AnyAsync(ct));")]
    public Task Asks_for_any(string before, string after) =>
        Verify<CountForExistence, CountForExistenceFix>.Fixes(Shop.Async(before), Shop.Async(after), Shop.Setup);

    [Theory]
    [InlineData("var count = await db.Orders.[|CountAsync|](ct); if (count > 0) return;")]
    [InlineData("if (db.Orders.[|Count|]() > /* none */ 0) return;")]
    public Task Reports_without_a_fix(string statements) => Verify<CountForExistence, CountForExistenceFix>.OffersNoFix(Shop.Async(statements), Shop.Setup);

    [Theory]
    [InlineData("if (db.Orders.Any()) return;")]
    [InlineData("if (db.Orders.Count() > 1 || db.Orders.Count() == 1 || db.Orders.Count() >= 10) return;")]
    [InlineData("var count = await db.Orders.CountAsync(ct); if (count > 0) Use(count);")]
    [InlineData("if (list.Count > 0 || list.Count() > 0 || list.Where(o => o.Total > 1).Count() > 0) return;")]
    [InlineData("if (db.Orders.ToList().Count() > 0) return;")]
    [InlineData("if (list.AsQueryable().Count() > 0) return;")]
    [InlineData("if (elsewhere.Count() > 0) return;")]
    [InlineData("Use(list.Where(o => o.Lines.Count() > 0));")]
    [InlineData("Use(db.Orders.Where(o => o.Lines.Count > 0).ToList());")]
    [InlineData("Use(db.Orders.Count());")]
    [InlineData("Use(db.Orders.Where(o => o.Lines.Count() > 5).ToList());")]
    public Task Stays_silent_where_the_number_matters_or_memory_counts(string statements) =>
        Verify<CountForExistence>.Silent(Shop.Async(statements), Shop.Setup);
}
