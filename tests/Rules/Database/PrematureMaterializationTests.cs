using ArchitectAnalyzers.CodeFixes.Database;
using ArchitectAnalyzers.Rules.Database;

namespace ArchitectAnalyzers.Tests.Database;

public class PrematureMaterializationTests
{
    [Theory]
    [InlineData("Use(db.Orders.[|ToList|]().Where(o => o.Total > 100).ToList());")]
    [InlineData("Use(_db.Orders.[|ToList|]().Where(o => o.CustomerId == id));")]
    [InlineData("Use(this._db.Orders.[|ToArray|]().Where(o => o.Status == Status.Paid).ToArray());")]
    [InlineData("Use(db.Orders.[|AsEnumerable|]().Where(o => o.Total > 100).ToList());")]
    [InlineData("Use((await db.Orders.[|ToListAsync|](ct)).Where(o => o.Total > 100).ToList());")]
    [InlineData("Use((await db.Orders.[|ToListAsync|](ct).ConfigureAwait(false)).Where(o => o.Total > 100).ToList());")]
    [InlineData("Use((await db.Orders.[|ToArrayAsync|]()).Select(o => o.Id).ToList());")]
    [InlineData("var orders = await db.Orders.[|ToListAsync|](ct); var big = orders.Where(o => o.Total > 100).ToList(); Use(big);")]
    [InlineData("List<Order> orders = db.Orders.[|ToList|](); return; foreach (var o in orders.Where(o => o.Total > 100)) Use(o);")]
    [InlineData("Use(db.Orders.Include(o => o.Lines).Where(o => o.CustomerId == id).[|ToList|]().OrderBy(o => o.Created).First());")]
    [InlineData("Use(db.Orders.[|ToList|]().Count());")]
    [InlineData("Use(db.Orders.[|ToList|]().Count);")]
    [InlineData("Use((await db.Orders.Where(o => o.CustomerId == id).[|ToListAsync|](ct)).Count);")]
    [InlineData("Use(db.Orders.[|ToArray|]().Length);")]
    [InlineData("Use((await db.Orders.[|ToListAsync|](ct)).Any(o => o.CustomerId == id));")]
    [InlineData("Use((await db.Orders.[|ToListAsync|](ct)).FirstOrDefault(o => o.Number == text));")]
    [InlineData("Use(db.Orders.[|ToList|]().Sum(o => o.Total));")]
    [InlineData("Use(db.Orders.OrderBy(o => o.Id).[|ToList|]().Skip(page * 20).Take(20));")]
    [InlineData("Use(db.Orders.[|ToList|]().OrderByDescending(o => o.Created).Take(5).Select(o => Map(o)));")]
    [InlineData("Use(db.Orders.[|ToList|]().Select(o => new OrderView { Id = o.Id, Number = o.Number, Customer = o.Customer.Name }).ToList());")]
    [InlineData("Use(db.Orders.[|ToList|]().Select(o => new OrderDto(o.Id, o.Number)).ToList());")]
    [InlineData("Use(db.Orders.[|ToList|]().Select(o => new { o.Id, Count = o.Lines.Count() }));")]
    [InlineData("Use(db.Set<Order>().[|ToList|]().Where(o => o.Total > 100));")]
    [InlineData("Use((from o in db.Orders.[|ToList|]() where o.Total > 100 select o).ToList());")]
    [InlineData("Use((from o in db.Orders where o.Total > 100 select o).[|ToList|]().Take(3));")]
    [InlineData("var ids = new[] { 1, 2 }; Use(db.Orders.[|ToList|]().Where(o => ids.Contains(o.Id)));")]
    [InlineData("var ids = new List<int> { 1, 2 }; Use(db.Orders.[|ToList|]().Where(o => ids.Contains(o.CustomerId)));")]
    [InlineData("Use(db.Orders.[|ToList|]().Where(o => o.Customer.Name.StartsWith(text)));")]
    [InlineData("Use(db.Orders.[|ToList|]().Where(o => o.Created >= DateTime.UtcNow.AddDays(-7)));")]
    [InlineData("Use(db.Orders.[|ToList|]().Where(o => o.Lines.Any(l => l.Quantity > 3)));")]
    [InlineData("Use(shop.Orders.[|ToList|]().Where(o => o.Total > 100));")]
    [InlineData("var q = db.Orders.AsQueryable(); if (flag) q = q.Where(o => o.Total > 1); Use(q.[|ToList|]().Take(3));")]
    [InlineData("foreach (var o in db.Orders.[|ToList|]().Where(o => o.Total > 100)) Use(o);")]
    [InlineData("Use((await elsewhere.[|ToListAsync|](ct)).Where(o => o.Total > 100));")]
    [InlineData("Use(repository.Query().Include(o => o.Lines).[|ToList|]().Where(o => o.Total > 100));")]
    [InlineData("Use(_db?.Orders.[|ToList|]().Where(o => o.Total > 100));")]
    [InlineData("var all = db.Orders.[|ToList|](); var late = from o in all where o.Total > 5 select o; Use(late);")]
    [InlineData("var orders = db.Orders.[|ToList|](); Use(orders.Where(o => o.Total > 1)); Use(orders.Count(o => o.Total < 1));")]
    [InlineData("var orders = await db.Orders.Where(o => o.CustomerId == id).[|ToListAsync|](ct); var total = orders.Count; Use(orders.OrderBy(o => o.Id).Skip(page * 20).Take(20)); Use(total);")]
    [InlineData("var orders = await db.Orders.[|ToListAsync|](ct); if (flag) orders = orders.Where(o => o.CustomerId == id).ToList(); Use(orders);")]
    [InlineData("IEnumerable<Order> orders = await db.Orders.[|ToListAsync|](ct); orders = orders.Where(o => o.CustomerId == id); Use(orders.ToList());")]
    [InlineData("Use(db.Orders.[|ToListAsync|](ct).Result.Where(o => o.CustomerId == id));")]
    [InlineData("Use(db.Orders.[|ToList|]().Exists(o => o.CustomerId == id)); Use((await db.Orders.[|ToListAsync|](ct)).Find(o => o.Id == id));")]
    [InlineData("Use(db.Orders.[|ToList|]().Select(o => o.Customer.Name).Distinct().ToList());")]
    public async Task Reports_what_the_database_would_do(string statements)
    {
        await Verify<PrematureMaterialization>.Reports(Shop.Async(statements), Shop.Setup);
        await Verify<PrematureMaterialization>.Reports(Shop.Async(statements), Shop.Setup8);
    }

    [Theory]
    [InlineData("public List<Order> M() => _db.Orders.[|ToList|]().Where(o => o.Total > 100).ToList();")]
    [InlineData("public async Task<Order> M(int id) => (await _db.Orders.[|ToListAsync|]()).First(o => o.Id == id);")]
    [InlineData("public IEnumerable<Order> M(int id) { var all = _db.Orders.[|AsEnumerable|](); return all.Where(o => o.CustomerId == id); }")]
    [InlineData("public int M() { int L() => _db.Orders.[|ToList|]().Count(o => o.Total > 1); return L(); }")]
    [InlineData("public Func<int> M() => () => _db.Orders.[|ToList|]().Count(o => o.Total > 1);")]
    public Task Reports_in_members_of_all_forms(string members) => Verify<PrematureMaterialization>.Reports(Shop.In(members), Shop.Setup);

    [Theory]
    [InlineData("Use(db.Orders.Where(o => o.Total > 100).ToList());")]
    [InlineData("Use(await db.Orders.Where(o => o.Total > 100).OrderBy(o => o.Id).Take(20).ToListAsync(ct));")]
    [InlineData("Use(db.Orders.AsEnumerable().Where(o => IsLate(o)).ToList());")]
    [InlineData("Use(db.Orders.AsEnumerable().Where(IsLate).ToList());")]
    [InlineData("Use(db.Orders.Where(o => o.Total > 100).ToList().Select(Map).ToList());")]
    [InlineData("Use(db.Orders.Where(o => o.Total > 100).ToList().Select(o => Map(o)).ToList());")]
    [InlineData("Use((await db.Orders.Where(o => o.Total > 100).ToListAsync(ct)).Select(o => new KeyValuePair<int, Order>(o.Id, o)));")]
    [InlineData("Use(db.Orders.ToList().Where(o => o.IsOpen));")]
    [InlineData("Use(db.Orders.ToList().Where(o => o.Selected));")]
    [InlineData("Use(db.Orders.ToList().Where(o => o.Number.Equals(text, StringComparison.OrdinalIgnoreCase)));")]
    [InlineData("Use(db.Orders.ToList().Where(o => o.Number is not null));")]
    [InlineData("Use(db.Orders.ToList().Where(o => o.Customer?.Name == text));")]
    [InlineData("Use(db.Orders.ToList().Where(o => list.Any(l => l.Id == o.Id)));")]
    [InlineData("var d = new Dictionary<int, bool>(); Use(db.Orders.ToList().Where(o => d.ContainsKey(o.Id)));")]
    [InlineData("Use(db.Orders.ToList().Where((o, i) => i % 2 == 0));")]
    [InlineData("Use(db.Orders.ToList().Where(o => { Use(o); return true; }));")]
    [InlineData("Func<Order, bool> f = o => o.Total > 1; Use(db.Orders.ToList().Where(f));")]
    [InlineData("Use(db.Orders.AsEnumerable().OrderBy(o => o.Created).Select(o => Map(o)).Where(o => o.Id > 1));")]
    [InlineData("Use(db.Orders.AsEnumerable().GroupBy(o => o.Status).Select(g => g.First()));")]
    [InlineData("Use(db.Orders.GroupBy(o => o.Status).Select(g => new { g.Key, Count = g.Count() }).ToList().OrderBy(g => g.Count));")]
    [InlineData("Use(db.Orders.Select(o => Map(o)).ToList().Where(d => d.Id > 1));")]
    [InlineData("var orders = db.Orders.Where(o => o.CustomerId == id).ToList(); Use(orders.Sum(o => o.Total)); Use(orders.Max(o => o.Total));")]
    [InlineData("var orders = db.Orders.ToList(); Use(orders.Where(o => o.Total > 1)); Use(orders);")]
    [InlineData("var orders = await db.Orders.ToListAsync(ct); foreach (var i in new[] { 1 }) Use(orders.Where(o => o.CustomerId == i));")]
    [InlineData("var orders = await db.Orders.ToListAsync(ct); Use(orders); Use(orders.Count);")]
    [InlineData("Use(list.ToList().Where(o => o.Total > 100));")]
    [InlineData("Use(db.Orders.Where(o => o.Total > 1).ToList().OrderBy(_ => Random.Shared.Next()).First());")]
    [InlineData("Use(db.Orders.Where(o => o.Total > 1).ToList().Select(o => $\"{o.Total:F2}\"));")]
    [InlineData("Use(db.Orders.Where(o => o.Total > 1).ToList().Select(o => o.Created.ToString(\"yyyy-MM-dd\")));")]
    [InlineData("Use(db.Orders.ToList().Where(o => (DateTime.UtcNow - o.Created).TotalDays > 30));")]
    [InlineData("Use(db.Orders.ToList().Where(o => System.Text.RegularExpressions.Regex.IsMatch(o.Number, text)));")]
    [InlineData("Use(repository.All().Where(o => o.Total > 100));")]
    [InlineData("Use(elsewhere.ToList().Where(o => o.Total > 100));")]
    [InlineData("Use(list.AsQueryable().ToList().Where(o => o.Total > 100));")]
    [InlineData("Use(db.Orders.FromSql($\"EXEC Late\").AsEnumerable().Where(o => o.Total > 100));")]
    [InlineData("Use(db.Orders.ToList().ToDictionary(o => o.Id));")]
    [InlineData("Use(db.Orders.ToList().Last());")]
    [InlineData("foreach (var o in db.Orders.ToList()) Use(o);")]
    [InlineData("var open = await db.Orders.Where(o => o.Total > 1).ToListAsync(ct); Use(open.Select(o => new OrderDto(o.Id, o.Number)));")]
    [InlineData("Use(db.Orders.AsEnumerable().Select((o, i) => i));")]
    public Task Stays_silent_where_memory_is_meant_or_needed(string statements) => Verify<PrematureMaterialization>.Silent(Shop.Async(statements), Shop.Setup);

    [Theory]
    [InlineData("Use(db.Orders.[|ToList|]().Where(o => o.Total > 100).ToList());", "Use(db.Orders.Where(o => o.Total > 100).ToList());")]
    [InlineData("Use(db.Orders.[|ToList|]().Where(o => o.Total > 100 /* much */));", "Use(db.Orders.Where(o => o.Total > 100 /* much */).ToList());")]
    [InlineData("Use(db.Orders.[|AsEnumerable|]().Where(o => o.Total > 100));", "Use(db.Orders.Where(o => o.Total > 100).AsEnumerable());")]
    [InlineData("Use((await db.Orders.[|ToListAsync|](ct)).Where(o => o.Total > 100).ToList());", "Use(await db.Orders.Where(o => o.Total > 100).ToListAsync(ct));")]
    [InlineData("Use((await db.Orders.[|ToListAsync|]()).Where(o => o.Total > 100).ToArray());", "Use(await db.Orders.Where(o => o.Total > 100).ToArrayAsync());")]
    [InlineData("Use((await db.Orders.[|ToListAsync|](ct).ConfigureAwait(false)).Count(o => o.Total > 100));", "Use(await db.Orders.CountAsync(o => o.Total > 100, ct).ConfigureAwait(false));")]
    [InlineData("Use((await db.Orders.[|ToListAsync|](ct)).Count);", "Use(await db.Orders.CountAsync(ct));")]
    [InlineData("Use(db.Orders.[|ToList|]().Count);", "Use(db.Orders.Count());")]
    [InlineData("Use((await db.Orders.[|ToListAsync|](ct)).First(o => o.Id == id).Number);", "Use((await db.Orders.FirstAsync(o => o.Id == id, ct)).Number);")]
    [InlineData("Use((await db.Orders.[|ToListAsync|](ct)).Where(o => o.Total > 100).Select(o => Map(o)).ToList());", "Use((await db.Orders.Where(o => o.Total > 100).ToListAsync(ct)).Select(o => Map(o)).ToList());")]
    [InlineData("Use(db.Orders.[|ToList|]().OrderBy(o => o.Total).Take(5).Select(o => Map(o)).ToList());", "Use(db.Orders.OrderBy(o => o.Total).Take(5).ToList().Select(o => Map(o)).ToList());")]
    [InlineData("var orders = await db.Orders.[|ToListAsync|](ct); var big = orders.Where(o => o.Total > 100).ToList(); Use(big);", "var orders = db.Orders; var big = await orders.Where(o => o.Total > 100).ToListAsync(ct); Use(big);")]
    [InlineData("List<Order> orders = await db.Orders.[|ToListAsync|](ct); var big = orders.Where(o => o.Total > 100).ToList(); Use(big);", "var orders = db.Orders; var big = await orders.Where(o => o.Total > 100).ToListAsync(ct); Use(big);")]
    [InlineData("IEnumerable<Order> orders = db.Orders.[|ToList|](); Use(orders.Count(o => o.Total > 100));", "var orders = db.Orders; Use(orders.Count(o => o.Total > 100));")]
    [InlineData("var orders = await db.Orders.[|ToListAsync|](ct); var big = new List<int>(); foreach (var o in orders.Where(o => o.Total > 100)) big.Add(o.Id);",
        "var orders = db.Orders; var big = new List<int>(); foreach (var o in await orders.Where(o => o.Total > 100).ToListAsync(ct)) big.Add(o.Id);")]
    [InlineData("List<Order> orders = db.Orders.[|ToList|](); Use(orders.Where(o => o.Total > 100));", "var orders = db.Orders; Use(orders.Where(o => o.Total > 100).ToList());")]
    [InlineData("var orders = db.Orders.[|ToList|](); Use(orders.Sum(o => o.Total));", "var orders = db.Orders; Use(orders.Sum(o => o.Total));")]
    [InlineData("Use((from o in db.Orders.[|ToList|]() where o.Total > 100 select o).ToList());", "Use((from o in db.Orders where o.Total > 100 select o).ToList());")]
    [InlineData("foreach (var o in db.Orders.[|ToList|]().Where(o => o.Total > 100)) Use(o);", "foreach (var o in db.Orders.Where(o => o.Total > 100).ToList()) Use(o);")]
    [InlineData(
        """
        var big = (await db.Orders
                    .Include(o => o.Lines)
                    .[|ToListAsync|](ct))
                    .Where(o => o.Total > 100) // much
                    .ToList();
                Use(big);
        """,
        """
        var big = await db.Orders
                    .Include(o => o.Lines)
                    .Where(o => o.Total > 100) // much
                    .ToListAsync(ct);
                Use(big);
        """)]
    [InlineData(
        """
        var ids = db.Orders
                    .[|ToList|]()
                    .Where(o => o.Total > 100)
                    .Select(o => o.Id);
                Use(ids);
        """,
        """
        var ids = db.Orders
                    .Where(o => o.Total > 100)
                    .Select(o => o.Id)
                    .ToList();
                Use(ids);
        """)]
    public Task Moves_the_materialization_behind(string before, string after) =>
        Verify<PrematureMaterialization, PrematureMaterializationFix>.Fixes(Shop.Async(before), Shop.Async(after), Shop.Setup);

    [Theory]
    [InlineData("Use(db.Orders.[|ToList|]().Where(o => o.Number == text).ToList());", "Use(db.Orders.Where(o => o.Number == text).ToList());")]
    [InlineData("Use((await db.Orders.[|ToListAsync|](ct)).OrderBy(o => o.Number).ToList());", "Use(await db.Orders.OrderBy(o => o.Number).ToListAsync(ct));")]
    public Task Says_that_the_collation_compares_text_and_offers_no_Fix_All(string before, string after) =>
        Verify<PrematureMaterialization, PrematureMaterializationFix>.Fixes(Shop.Async(before), Shop.Async(after),
            Shop.Setup with { Key = "ARCH2102:collation", FixAll = false });

    [Theory]
    [InlineData("var orders = db.Orders.[|ToList|](); Use(id); Use(orders.Where(o => o.Total > 100));")]
    [InlineData("var orders = db.Orders.[|ToList|](); orders = orders.Where(o => o.Total > 1).ToList(); Use(orders);")]
    [InlineData("Use(db.Orders.[|ToList|]().Exists(o => o.CustomerId == id));")]
    [InlineData("Use(db.Orders.[|ToListAsync|](ct).Result.Where(o => o.CustomerId == id));")]
    [InlineData("Use(db.Orders /* all */.[|ToList|]( /* of them */ ).Where(o => o.Total > 100));")]
    [InlineData("Use(Enumerable.[|ToList|](db.Orders).Where(o => o.Total > 100));")]
    public Task Offers_nothing_where_it_is_not_clear(string statements) =>
        Verify<PrematureMaterialization, PrematureMaterializationFix>.OffersNoFix(Shop.Async(statements), Shop.Setup);
}
