using ArchitectAnalyzers.CodeFixes.Database;
using ArchitectAnalyzers.Rules.Database;

namespace ArchitectAnalyzers.Tests.Database;

public class ConcurrentContextUseTests
{
    [Theory]
    [InlineData("await Task.WhenAll(db.Orders.ToListAsync(token), db.Customers.[|ToListAsync|](token));")]
    [InlineData("await Task.WhenAll(_db.Orders.CountAsync(), _db.Set<Customer>().Where(c => c.Id > 1).[|CountAsync|]());")]
    [InlineData("var a = db.Orders.ToListAsync(token); var b = db.Customers.[|ToListAsync|](token); await Task.WhenAll(a, b); Use(a.Result); Use(b.Result);")]
    [InlineData("var a = db.Orders.ToListAsync(token); var b = db.Customers.[|ToListAsync|](token); Use(await a); Use(await b);")]
    [InlineData("var a = db.Orders.ToListAsync(token); var b = await db.Customers.[|ToListAsync|](token); Use(await a);")]
    [InlineData("var a = db.Orders.ToListAsync(token); var b = db.Customers.[|ToListAsync|](token); var c = db.Lines.CountAsync(token); await Task.WhenAll(a, b, c);")]
    [InlineData("Task<int> a = db.Orders.CountAsync(token); var n = db.Customers.[|Count|](); Use(n + await a);")]
    [InlineData("var tasks = new[] { db.Orders.CountAsync(token), db.Customers.[|CountAsync|](token) }; await Task.WhenAll(tasks);")]
    [InlineData("var tasks = new List<Task<int>> { db.Orders.CountAsync(token), db.Customers.[|CountAsync|](token) }; await Task.WhenAll(tasks);")]
    [InlineData("Task<int>[] tasks = [db.Orders.CountAsync(token), db.Customers.[|CountAsync|](token)]; await Task.WhenAll(tasks);")]
    [InlineData("var tasks = new List<Task>(); tasks.Add(db.Orders.CountAsync(token)); tasks.Add(db.Customers.[|CountAsync|](token)); await Task.WhenAll(tasks);")]
    [InlineData("var (a, b) = (db.Orders.CountAsync(token), db.Customers.[|CountAsync|](token)); Use(await a + await b);")]
    [InlineData("_ = db.SaveChangesAsync(token); var n = await db.Orders.[|CountAsync|](token); Use(n);")]
    [InlineData("var save = db.SaveChangesAsync(token); Use(await db.Orders.[|FirstOrDefaultAsync|](o => o.Id == id, token)); await save;")]
    [InlineData("await Task.WhenAll(ids.Select(async i => await db.Orders.[|FirstAsync|](o => o.Id == i, token)));")]
    [InlineData("await Task.WhenAll(ids.Select(i => db.Orders.[|FirstAsync|](o => o.Id == i, token)));")]
    [InlineData("var tasks = ids.Select(async i => { var o = await _db.Orders.[|FindAsync|](i); o!.Paid = true; await _db.SaveChangesAsync(token); }); await Task.WhenAll(tasks);")]
    [InlineData("var tasks = ids.Select(i => db.Orders.[|AnyAsync|](o => o.Id == i, token)).ToList(); foreach (var t in tasks) Use(await t);")]
    [InlineData("await Parallel.ForEachAsync(ids, token, async (i, t) => { var o = await db.Orders.[|FirstAsync|](x => x.Id == i, t); Use(o); });")]
    [InlineData("Parallel.ForEach(ids, i => { var o = db.Orders.[|First|](x => x.Id == i); Use(o); });")]
    [InlineData("Parallel.ForEach(orders, o => { o.Paid = true; db.[|SaveChanges|](); });")]
    [InlineData("Parallel.ForEach(orders, o => db.Orders.[|Add|](o));")]
    [InlineData("var save = db.SaveChangesAsync(token); db.Orders.[|Add|](new Order()); await save;")]
    [InlineData("static Task<int> A(ShopDb d) => d.Orders.CountAsync(); static async Task<int> B(ShopDb d) => await d.Customers.CountAsync(); await Task.WhenAll(A(db), [|B|](db));")]
    [InlineData("await Task.WhenAll(from i in ids select db.Orders.[|FirstAsync|](o => o.Id == i, token));")]
    [InlineData("var tasks = new List<Task<Order>>(); foreach (var i in ids) { tasks.Add(db.Orders.[|FirstAsync|](o => o.Id == i, token)); } await Task.WhenAll(tasks);")]
    [InlineData("var a = Task.Run(() => db.Orders.ToList()); var b = Task.Run(() => db.Customers.[|ToList|]()); await Task.WhenAll(a, b);")]
    [InlineData("await using var own = await factory.CreateDbContextAsync(token); await Task.WhenAll(own.Orders.CountAsync(token), own.Customers.[|CountAsync|](token));")]
    [InlineData("var open = db.Orders.Where(o => !o.Paid); var all = open.ToListAsync(token); var n = open.[|CountAsync|](token); await Task.WhenAll(all, n);")]
    [InlineData("await Task.WhenAll(orders.Select(async o => { await publisher.PublishAsync(o, token); await db.Orders.[|AddAsync|](o, token); }));")]
    [InlineData("_ = Task.Run(() => db.Orders.AddAsync(new Order())); await db.[|SaveChangesAsync|](token);")]
    [InlineData("var save = db.SaveChangesAsync(token); await db.Orders.[|AddAsync|](new Order(), token); await save;")]
    public Task Reports_the_second_operation(string statements) => Verify<ConcurrentContextUse>.Reports(TrackedShop.In(statements));

    [Theory]
    [InlineData("public async Task M() { var a = OrdersAsync(); var b = [|CustomersAsync|](); await Task.WhenAll(a, b); } private Task<List<Order>> OrdersAsync() => db.Orders.ToListAsync(); private async Task<List<Customer>> CustomersAsync() => await db.Customers.ToListAsync();")]
    [InlineData("public async Task M() { await Task.WhenAll(this.OrdersAsync(), this.[|CustomersAsync|]()); } private Task<List<Order>> OrdersAsync() => _db.Orders.ToListAsync(); private async Task<List<Customer>> CustomersAsync() { return await _db.Customers.ToListAsync(); }")]
    [InlineData("public async Task M(List<int> ids) { await Task.WhenAll(ids.Select(i => [|LoadAsync|](i))); } private async Task<Order> LoadAsync(int i) => await _db.Orders.FirstAsync(o => o.Id == i);")]
    [InlineData("public async Task M(List<int> ids) { await Task.WhenAll(ids.Select([|LoadAsync|])); } private async Task<Order> LoadAsync(int i) => await _db.Orders.FirstAsync(o => o.Id == i);")]
    [InlineData("public async Task<(int, int)> M() { async Task<int> A() => await db.Orders.CountAsync(); var a = A(); var b = db.Customers.[|CountAsync|](); return (await a, await b); }")]
    public Task Reports_one_hop_away(string members) => Verify<ConcurrentContextUse>.Reports(TrackedShop.Members(members));

    [Fact]
    public Task Reports_two_calls_of_one_repository() => Verify<ConcurrentContextUse>.Reports(TrackedShop.Usings + """
        public class Orders(ShopDb db) { public Task<int> CountAsync() => db.Orders.CountAsync(); public async Task<List<Order>> ListAsync() => await db.Orders.ToListAsync(); }
        public class Page(Orders orders, Orders others)
        {
            public async Task M() { var n = orders.CountAsync(); var all = orders.[|ListAsync|](); await Task.WhenAll(n, all); }
            public async Task Two() { var n = orders.CountAsync(); var all = others.ListAsync(); await Task.WhenAll(n, all); }
        }
        """ + TrackedShop.Model);

    [Fact]
    public Task Names_the_operation_that_runs() => Verify<ConcurrentContextUse>.Reports(
        TrackedShop.In("var a = {|#1:db.Orders.ToListAsync|}(token); await db.{|#0:SaveChangesAsync|}(token); await a;").Replace("{|#1:", "").Replace("ToListAsync|}", "ToListAsync"), null,
        new Microsoft.CodeAnalysis.Testing.DiagnosticResult(new ConcurrentContextUse().SupportedDiagnostics[0]).WithLocation(0)
            .WithArguments("SaveChangesAsync", "db", "await 'ToListAsync' first")
            .WithOptions(Microsoft.CodeAnalysis.Testing.DiagnosticOptions.IgnoreAdditionalLocations));

    [Theory]
    [InlineData("var a = await db.Orders.ToListAsync(token); var b = await db.Customers.ToListAsync(token); Use(a); Use(b);")]
    [InlineData("static Task<int> A(ShopDb d) => d.Orders.CountAsync(); await Task.WhenAll(A(db), A(other));")]
    [InlineData("db.Orders.Add(new Order()); db.Add(new Line()); await db.SaveChangesAsync(token); db.Remove(orders[0]); await db.SaveChangesAsync(token);")]
    [InlineData("var all = new List<Order>(); Parallel.ForEach(orders, o => { lock (all) all.Add(o); }); db.AddRange(all); await db.SaveChangesAsync(token);")]
    [InlineData("var a = db.Orders.ToListAsync(token); Use(await a); var b = db.Customers.ToListAsync(token); Use(await b);")]
    [InlineData("var a = db.Orders.ToListAsync(token); await Task.WhenAll(a, http.GetAsync(\"/\", token)); Use(await db.Customers.CountAsync(token));")]
    [InlineData("await Task.WhenAll(db.Orders.ToListAsync(token), other.Customers.ToListAsync(token));")]
    [InlineData("await using var one = await factory.CreateDbContextAsync(token); await using var two = await factory.CreateDbContextAsync(token); var a = one.Orders.ToListAsync(token); var b = two.Customers.ToListAsync(token); await Task.WhenAll(a, b);")]
    [InlineData("await Task.WhenAll(ids.Select(async i => { await using var own = await factory.CreateDbContextAsync(token); return await own.Orders.FirstAsync(o => o.Id == i, token); }));")]
    [InlineData("await Parallel.ForEachAsync(ids, token, async (i, t) => { using var scope = scopes.CreateScope(); var own = scope.ServiceProvider.GetRequiredService<ShopDb>(); Use(await own.Orders.FirstAsync(o => o.Id == i, t)); });")]
    [InlineData("var task = id > 1 ? db.Orders.CountAsync(token) : db.Customers.CountAsync(token); Use(await task);")]
    [InlineData("Task<int> task; if (id > 1) task = db.Orders.CountAsync(token); else task = db.Customers.CountAsync(token); Use(await task);")]
    [InlineData("var a = http.GetAsync(\"/a\", token); var b = db.Orders.CountAsync(token); await Task.WhenAll(a, b);")]
    [InlineData("await Task.WhenAll(ids.Select(i => http.GetAsync(\"/\" + i, token))); Use(await db.Orders.CountAsync(token));")]
    [InlineData("foreach (var i in ids) { Use(await db.Orders.FirstAsync(o => o.Id == i, token)); }")]
    [InlineData("foreach (var task in ids.Select(i => db.Orders.FirstAsync(o => o.Id == i, token))) Use(await task);")]
    [InlineData("var query = db.Orders.Where(o => o.Paid); var others = db.Customers.Where(c => c.Id > 1); Use(await query.CountAsync(token) + await others.CountAsync(token));")]
    [InlineData("Use(await db.Orders.CountAsync(token) + await db.Customers.CountAsync(token));")]
    [InlineData("var n = db.Orders.CountAsync(token).Result; var m = db.Customers.CountAsync(token).GetAwaiter().GetResult(); Use(n + m);")]
    [InlineData("Func<Task<int>> a = () => db.Orders.CountAsync(token); Func<Task<int>> b = () => db.Customers.CountAsync(token); Use(await a() + await b());")]
    [InlineData("var n = await Task.Run(() => db.Orders.Count()); var m = await Task.Run(() => db.Customers.Count()); Use(n + m);")]
    [InlineData("var rows = db.Orders.ToList(); await Task.WhenAll(rows.Select(async o => await publisher.PublishAsync(o, token))); await db.SaveChangesAsync(token);")]
    [InlineData("var a = connection.QueryAsync<int>(\"SELECT 1\"); Use(await db.Orders.CountAsync(token)); Use(await a);")]
    [InlineData("db.Orders.AddAsync(new Order()); await db.SaveChangesAsync(token);")]
    [InlineData("_ = db.AddAsync(new Order(), token); db.SaveChanges();")]
    [InlineData("await Task.WhenAll(orders.Select(o => db.Orders.AddAsync(o, token).AsTask()));")]
    [InlineData("var tasks = new List<Task>(); foreach (var o in orders) tasks.Add(db.Orders.AddAsync(o, token).AsTask()); await Task.WhenAll(tasks);")]
    public Task Stays_silent(string statements) => Verify<ConcurrentContextUse>.Silent(TrackedShop.In(statements));

    private static string Repository(string fields, string statements) => TrackedShop.Usings + TrackedShop.Model + $$"""
        public class Orders
        {
            {{fields}}

            public async Task M(Order order, CancellationToken token)
            {
                {{statements}}
            }
        }
        """;

    private const string Kept = "private readonly ShopDb _db; private readonly DbSet<Order> _orders; private readonly DbSet<Line> _lines; ";

    [Theory]
    [InlineData(Kept + "public Orders(ShopDb db) { _db = db; _orders = db.Orders; _lines = db.Set<Line>(); }", "var all = _orders.ToListAsync(token); await _db.[|SaveChangesAsync|](token); await all;")]
    [InlineData(Kept + "public Orders(ShopDb db) { this._db = db ?? throw new ArgumentNullException(nameof(db)); _orders = _db.Orders; _lines = _db.Lines; }", "await Task.WhenAll(_orders.CountAsync(token), _lines.[|CountAsync|](token));")]
    [InlineData("private readonly DbSet<Order> _orders; private readonly DbSet<Line> _lines; public Orders(ShopDb db) { _orders = db.Orders; _lines = db.Lines; }", "await Task.WhenAll(_orders.CountAsync(token), _lines.[|CountAsync|](token));")]
    [InlineData("private readonly ShopDb _db; private DbSet<Order> All => _db.Orders; public Orders(ShopDb db) => _db = db;", "await Task.WhenAll(All.CountAsync(token), _db.Lines.[|CountAsync|](token));")]
    [InlineData("private readonly ShopDb _db; private readonly DbSet<Order> _orders; public Orders(ShopDb db) { _db = db; _orders = db.Orders; }", "var all = _orders.ToListAsync(token); _orders.[|Add|](order); await all;")]
    public Task Reports_sets_that_are_kept_beside_their_context(string fields, string statements) => Verify<ConcurrentContextUse>.Reports(Repository(fields, statements));

    [Theory]
    [InlineData(Kept + "public Orders(ShopDb db, ShopDb other) { _db = db; _orders = other.Orders; _lines = db.Lines; }", "var all = _orders.ToListAsync(token); await _db.SaveChangesAsync(token); await all;")]
    [InlineData("private readonly ShopDb _db; private readonly DbSet<Order> _orders; public Orders(ShopDb db, DbSet<Order> orders) { _db = db; _orders = orders; }", "var all = _orders.ToListAsync(token); await _db.SaveChangesAsync(token); await all;")]
    [InlineData("private readonly ShopDb _db; private readonly DbSet<Order> _orders; public Orders(ShopDb db) { _db = db; _orders = db.Orders; } public Orders(ShopDb db, ShopDb other) { _db = db; _orders = other.Orders; }", "var all = _orders.ToListAsync(token); await _db.SaveChangesAsync(token); await all;")]
    [InlineData("private readonly ShopDb _db; private DbSet<Order> _orders; public Orders(ShopDb db) { _db = db; _orders = db.Orders; } public void Use(ShopDb other) => _orders = other.Orders;", "var all = _orders.ToListAsync(token); await _db.SaveChangesAsync(token); await all;")]
    [InlineData(Kept + "public Orders(ShopDb db) { _db = db; _orders = db.Orders; _lines = db.Lines; }", "var all = await _orders.ToListAsync(token); Console.WriteLine(all.Count); await _db.SaveChangesAsync(token);")]
    public Task Stays_silent_on_sets_of_another_context_or_one_after_the_other(string fields, string statements) => Verify<ConcurrentContextUse>.Silent(Repository(fields, statements));

    [Fact]
    public Task Awaits_what_runs_on_a_set_that_is_kept_beside_its_context() => Verify<ConcurrentContextUse, ConcurrentContextUseFix>.Fixes(
        Repository("private readonly ShopDb _db; private readonly DbSet<Order> _orders; public Orders(ShopDb db) { _db = db; _orders = db.Orders; }", "await Task.WhenAll(_orders.LoadAsync(token), _db.Lines.[|LoadAsync|](token));"),
        Repository("private readonly ShopDb _db; private readonly DbSet<Order> _orders; public Orders(ShopDb db) { _db = db; _orders = db.Orders; }", "await _orders.LoadAsync(token);\n        await _db.Lines.LoadAsync(token);"));

    [Fact]
    public Task Awaits_one_after_the_other() => Verify<ConcurrentContextUse, ConcurrentContextUseFix>.Fixes(TrackedShop.Members("""
        public async Task Inline(CancellationToken token)
            {
                // Both.
                await Task.WhenAll(db.Orders.LoadAsync(token), db.Customers.[|LoadAsync|](token)); // done
            }

            public async Task<int> Variables(CancellationToken token)
            {
                var orders = db.Orders.CountAsync(token);
                var customers = db.Customers.[|CountAsync|](token);
                var lines = db.Lines.CountAsync(token);
                await Task.WhenAll(orders, customers, lines);

                return orders.Result + await customers + await lines;
            }

            public async Task<int> Dropped(CancellationToken token)
            {
                _ = db.SaveChangesAsync(token);
                return await db.Orders.[|CountAsync|](token);
            }

            public async Task Each(List<int> ids, CancellationToken token)
            {
                await Task.WhenAll(ids.Select(async id =>
                {
                    var order = await db.Orders.[|FirstAsync|](o => o.Id == id, token);
                    order.Paid = true;
                }));
            }
        """), TrackedShop.Members("""
        public async Task Inline(CancellationToken token)
            {
                // Both.
                await db.Orders.LoadAsync(token);
                await db.Customers.LoadAsync(token); // done
            }

            public async Task<int> Variables(CancellationToken token)
            {
                var orders = db.Orders.CountAsync(token);
                await orders;
                var customers = db.Customers.CountAsync(token);
                await customers;
                var lines = db.Lines.CountAsync(token);
                await Task.WhenAll(orders, customers, lines);

                return orders.Result + await customers + await lines;
            }

            public async Task<int> Dropped(CancellationToken token)
            {
                await db.SaveChangesAsync(token);
                return await db.Orders.CountAsync(token);
            }

            public async Task Each(List<int> ids, CancellationToken token)
            {
                foreach (var id in ids)
                {
                    var order = await db.Orders.FirstAsync(o => o.Id == id, token);
                    order.Paid = true;
                }
            }
        """));

    [Theory]
    [InlineData("var all = await Task.WhenAll(ids.Select(i => db.Orders.[|FirstAsync|](o => o.Id == i, token))); Use(all);")]
    [InlineData("Parallel.ForEach(ids, i => Use(db.Orders.[|First|](x => x.Id == i)));")]
    public Task Offers_no_fix_where_the_results_are_taken_together(string statements) =>
        Verify<ConcurrentContextUse, ConcurrentContextUseFix>.OffersNoFix(TrackedShop.In(statements));
}
