using ArchitectAnalyzers.Rules.Database;

namespace ArchitectAnalyzers.Tests.Database;

public class DelegatePredicateTests
{
    [Theory]
    [InlineData("Func<Order, bool> late = o => o.Total > 1; Use(db.Orders.[|Where|](late).ToList());")]
    [InlineData("Func<Order, bool> late = IsLate; Use(db.Orders.[|First|](late));")]
    [InlineData("Use(db.Orders.[|Where|](IsLate));")]
    [InlineData("Use(db.Orders.Where(o => o.CustomerId == id).[|Any|](IsLate));")]
    [InlineData("Func<Order, bool> late = o => true; Use(_db.Orders.AsNoTracking().[|Count|](late));")]
    [InlineData("System.Linq.Expressions.Expression<Func<Order, bool>> e = o => true; Use(db.Orders.[|Where|](e.Compile()));")]
    [InlineData("Func<Order, bool> late = o => true; Use(db.Set<Order>().[|SingleOrDefault|](late));")]
    [InlineData("Func<Order, bool> late = o => true; Use(db.Orders.Include(o => o.Lines).[|FirstOrDefault|](late));")]
    [InlineData("Func<Order, bool> late = o => true; Use(elsewhere.[|Where|](late));")]
    [InlineData("Func<Order, bool> late = o => true; Use(repository.Query().[|All|](late));")]
    [InlineData("Func<Order, bool> late = o => true; var q = db.Orders.AsQueryable(); Use(q.[|Where|](late));")]
    [InlineData("Func<Order, bool> late = o => true; Use(Enumerable.[|Where|](db.Orders, late));")]
    [InlineData("var late = (Order o) => o.Total > 1; Use(db.Orders.[|Where|](late));")]
    public Task Reports_a_delegate_on_a_query(string statements) => Verify<DelegatePredicate>.Reports(Shop.Async(statements), Shop.Setup);

    [Theory]
    [InlineData("public IEnumerable<Order> Find(Func<Order, bool> predicate) => _db.Orders.[|Where|](predicate);")]
    [InlineData("public Order Find(Func<Order, bool> predicate) { return _db.Orders.AsNoTracking().[|FirstOrDefault|](predicate); }")]
    [InlineData("public class R<T>(ShopContext db) where T : class { public List<T> Find(Func<T, bool> p) => db.Set<T>().[|Where|](p).ToList(); }")]
    [InlineData("public class R<T>(DbSet<T> set) where T : class { public bool Has(Func<T, bool> p) => set.[|Any|](p); }")]
    [InlineData("private readonly Func<Order, bool> _late = o => o.Total > 1; public int N() => _db.Orders.[|Count|](_late);")]
    public async Task Reports_methods_that_hand_a_delegate_on(string members)
    {
        await Verify<DelegatePredicate>.Reports(Shop.In(members), Shop.Setup);
        await Verify<DelegatePredicate>.Reports(Shop.In(members), Shop.Setup8);
    }

    [Theory]
    [InlineData("Use(db.Orders.Where(o => o.Total > 1).ToList());")]
    [InlineData("System.Linq.Expressions.Expression<Func<Order, bool>> late = o => o.Total > 1; Use(db.Orders.Where(late).ToList()); Use(db.Orders.Any(late));")]
    [InlineData("Func<Order, bool> late = o => true; Use(db.Orders.AsEnumerable().Where(late));")]
    [InlineData("Func<Order, bool> late = o => true; Use(db.Orders.ToList().Where(late));")]
    [InlineData("Func<Order, bool> late = o => true; Use((await db.Orders.ToListAsync(ct)).Where(late));")]
    [InlineData("Func<Order, bool> late = o => true; Use(list.Where(late)); Use(list.AsQueryable().Where(late));")]
    [InlineData("Use(db.Orders.Where(o => o.Total > 1).Select(Map).ToList());")]
    [InlineData("Use(db.Orders.ToDictionary(o => o.Id)); Use(db.Orders.ToLookup(o => o.Status));")]
    [InlineData("Use(repository.All().Where(IsLate));")]
    [InlineData("Func<int, bool> even = n => n % 2 == 0; Use(new[] { 1 }.AsQueryable().Where(even));")]
    [InlineData("Use(db.Orders.Where(o => o.Lines.Any(l => l.Quantity > 1)).ToList());")]
    public Task Stays_silent_on_expressions_and_in_memory(string statements) => Verify<DelegatePredicate>.Silent(Shop.Async(statements), Shop.Setup);
}
