using ArchitectAnalyzers.CodeFixes.Database;
using ArchitectAnalyzers.Rules.Database;

namespace ArchitectAnalyzers.Tests.Database;

public class SaveChangesInLoopTests
{
    [Theory]
    [InlineData("foreach (var o in orders) { o.Paid = true; await db.[|SaveChangesAsync|](token); }")]
    [InlineData("foreach (var o in orders) { o.Paid = true; db.[|SaveChanges|](); }")]
    [InlineData("foreach (var o in orders) { _db.Orders.Add(o); await _db.[|SaveChangesAsync|](token).ConfigureAwait(false); }")]
    [InlineData("foreach (var o in orders) { this._db.Add(o); await this._db.[|SaveChangesAsync|](); }")]
    [InlineData("foreach (var o in incoming) { if (o.Total > 0) { db.Orders.Update(o); await db.[|SaveChangesAsync|](token); } }")]
    [InlineData("for (var i = 0; i < orders.Count; i++) { orders[i].Paid = true; await db.[|SaveChangesAsync|](token); }")]
    [InlineData("for (int i = 0; i < count; i++) { db.Orders.Add(new Order()); db.[|SaveChanges|](); }")]
    [InlineData("var i = 0; while (i < orders.Count) { orders[i++].Paid = true; await db.[|SaveChangesAsync|](token); }")]
    [InlineData("var queue = new Queue<Order>(orders); while (queue.Count > 0) { db.Add(queue.Dequeue()); await db.[|SaveChangesAsync|](token); }")]
    [InlineData("foreach (var o in await db.Orders.Where(o => !o.Paid).ToListAsync(token)) { o.Paid = true; await db.[|SaveChangesAsync|](token); }")]
    [InlineData("await foreach (var o in db.Orders.AsAsyncEnumerable().WithCancellation(token)) { o.Paid = true; await db.[|SaveChangesAsync|](token); }")]
    [InlineData("foreach (var i in ids) { var o = await db.Orders.FindAsync(new object[] { i }, token); if (o is null) continue; o.Paid = true; await db.[|SaveChangesAsync|](token); }")]
    [InlineData("orders.ForEach(o => { o.Paid = true; db.[|SaveChanges|](); });")]
    [InlineData("using var file = new StreamReader(\"a\"); string? line; while ((line = await file.ReadLineAsync(token)) is not null) { db.Add(new Order { Status = line }); await db.[|SaveChangesAsync|](token); }")]
    [InlineData("foreach (var i in ids) { var text = await http.GetStringAsync(\"/\" + i, token); db.Add(new Order { Status = text }); await db.[|SaveChangesAsync|](token); }")]
    [InlineData("foreach (var o in orders) { foreach (var l in o.Lines) { l.Quantity = 1; await db.[|SaveChangesAsync|](token); } }")]
    [InlineData("foreach (var o in orders) { var saved = await db.[|SaveChangesAsync|](token); Use(saved); }")]
    [InlineData("foreach (var o in orders) { o.Paid = true; if (await db.[|SaveChangesAsync|](token) == 0) logger.LogWarning(\"Nothing\"); }")]
    [InlineData("foreach (var o in orders) { db.Orders.Add(o); await db.[|SaveChangesAsync|](token); db.Lines.Add(new Line { OrderId = o.Id }); }")]
    [InlineData("var all = new List<Order>(); foreach (var o in orders) { all.Add(o); db.Remove(o); await db.[|SaveChangesAsync|](token); }")]
    [InlineData("foreach (var o in orders) { if (o.Paid) o.Cancel(); else await db.[|SaveChangesAsync|](token); }")]
    [InlineData("foreach (var page in orders.Chunk(10)) { foreach (var o in page) { o.Paid = true; await db.[|SaveChangesAsync|](token); } }")]
    public Task Reports_a_save_for_each_element(string statements) => Verify<SaveChangesInLoop>.Reports(TrackedShop.In(statements));

    [Theory]
    [InlineData("public async Task All(List<Order> orders) { foreach (var o in orders) await [|SaveAsync|](o); } private async Task SaveAsync(Order o) { db.Add(o); await db.SaveChangesAsync(); }")]
    [InlineData("public void All(List<Order> orders) { foreach (var o in orders) { this.[|Save|](o); } } private void Save(Order o) { _db.Add(o); _db.SaveChanges(); }")]
    [InlineData("public void All(List<Order> orders) { foreach (var o in orders) { [|Save|](o); } void Save(Order o) { _db.Add(o); _db.SaveChanges(); } }")]
    public Task Reports_one_hop_away(string members) => Verify<SaveChangesInLoop>.Reports(TrackedShop.Members(members));

    [Fact]
    public Task Reports_a_context_behind_an_interface_and_top_level_statements() => Verify<SaveChangesInLoop>.Reports(TrackedShop.Usings + """
        var db = new ShopDb(new DbContextOptions<ShopDb>());
        IShopDb shop = db;
        foreach (var order in db.Orders.ToList())
        {
            order.Paid = true;
            db.[|SaveChanges|]();
            await shop.[|SaveChangesAsync|](default);
        }

        public interface IShopDb { DbSet<Order> Orders { get; } Task<int> SaveChangesAsync(CancellationToken token); }
        """.Replace("var db", "var db") + TrackedShop.Model.Replace("DbContext(options)", "DbContext(options), IShopDb"));

    [Fact]
    public Task Reports_on_types_that_source_declares() => Verify<SaveChangesInLoop>.Reports("""
        namespace Microsoft.EntityFrameworkCore
        {
            public class DbSet<T> where T : class { public void Add(T t) { } }
            public class DbContext { public virtual int SaveChanges() => 0; public virtual Task<int> SaveChangesAsync(CancellationToken token = default) => Task.FromResult(0); }
        }

        namespace App
        {
            using Microsoft.EntityFrameworkCore;
            public class Db : DbContext { public DbSet<string> Names { get; } = new(); }
            public class Service { private readonly Db _db = new(); public void M(string[] names) { foreach (var n in names) { _db.Names.Add(n); _db.[|SaveChanges|](); } } }
        }
        """, new() { References = ReferenceSet.Web10 });

    [Theory]
    [InlineData("foreach (var o in orders) { o.Paid = true; } await db.SaveChangesAsync(token);")]
    [InlineData("var i = 0; foreach (var o in orders) { db.Add(o); if (++i % 100 == 0) await db.SaveChangesAsync(token); } await db.SaveChangesAsync(token);")]
    [InlineData("for (var i = 0; i < orders.Count; i++) { db.Add(orders[i]); if (i % 500 == 499) { await db.SaveChangesAsync(token); db.ChangeTracker.Clear(); } }")]
    [InlineData("var n = 0; foreach (var o in orders) { db.Add(o); n++; if (n >= 100) { await db.SaveChangesAsync(token); n = 0; } }")]
    [InlineData("var batch = new List<Order>(); foreach (var o in orders) { batch.Add(o); if (batch.Count == 100) { db.AddRange(batch); await db.SaveChangesAsync(token); batch.Clear(); } }")]
    [InlineData("foreach (var chunk in orders.Chunk(100)) { db.AddRange(chunk); await db.SaveChangesAsync(token); }")]
    [InlineData("foreach (var some in orders.Chunk(100)) { db.AddRange(some); await db.SaveChangesAsync(token); db.ChangeTracker.Clear(); }")]
    [InlineData("while (true) { var some = await db.Orders.Where(o => !o.Paid).Take(100).ToListAsync(token); if (some.Count == 0) break; foreach (var o in some) o.Paid = true; await db.SaveChangesAsync(token); }")]
    [InlineData("List<Order> some; do { some = await db.Orders.Where(o => !o.Paid).Take(100).ToListAsync(token); db.RemoveRange(some); await db.SaveChangesAsync(token); } while (some.Count > 0);")]
    [InlineData("for (var attempt = 0; attempt < 3; attempt++) { try { await db.SaveChangesAsync(token); return; } catch (DbUpdateConcurrencyException e) { await e.Entries[0].ReloadAsync(token); } }")]
    [InlineData("var saved = false; while (!saved) { try { await db.SaveChangesAsync(token); saved = true; } catch (DbUpdateConcurrencyException) { logger.LogWarning(\"Again\"); } }")]
    [InlineData("for (var retries = 0; ; retries++) { try { await db.SaveChangesAsync(token); break; } catch (DbUpdateConcurrencyException) when (retries < 3) { } }")]
    [InlineData("foreach (var o in orders) { using var scope = scopes.CreateScope(); var own = scope.ServiceProvider.GetRequiredService<ShopDb>(); own.Add(o); await own.SaveChangesAsync(token); }")]
    [InlineData("foreach (var o in orders) { await using var own = await factory.CreateDbContextAsync(token); own.Add(o); await own.SaveChangesAsync(token); }")]
    [InlineData("foreach (var o in orders) { using (var own = factory.CreateDbContext()) { own.Add(o); own.SaveChanges(); } }")]
    [InlineData("while (!token.IsCancellationRequested) { var o = await db.Orders.FirstAsync(token); o.Paid = true; await db.SaveChangesAsync(token); await Task.Delay(1000, token); }")]
    [InlineData("using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1)); while (await timer.WaitForNextTickAsync(token)) { db.Add(new Order()); await db.SaveChangesAsync(token); }")]
    [InlineData("foreach (var o in orders) { await publisher.PublishAsync(o, token); o.Paid = true; await db.SaveChangesAsync(token); }")]
    [InlineData("foreach (var o in orders) { await http.PostAsJsonAsync(\"/pay\", o, token); o.Paid = true; await db.SaveChangesAsync(token); }")]
    [InlineData("foreach (var o in orders) { try { db.Add(o); await db.SaveChangesAsync(token); } catch (DbUpdateException e) { logger.LogError(e, \"Skipped\"); db.Entry(o).State = EntityState.Detached; } }")]
    [InlineData("foreach (var o in orders) { await using var t = await db.Database.BeginTransactionAsync(token); o.Paid = true; await db.SaveChangesAsync(token); await t.CommitAsync(token); }")]
    [InlineData("foreach (var o in orders) { if (o.Id == id) { o.Paid = true; await db.SaveChangesAsync(token); break; } }")]
    [InlineData("foreach (var o in orders) { if (o.Id == id) { o.Paid = true; await db.SaveChangesAsync(token); return; } }")]
    [InlineData("foreach (var status in new[] { \"new\", \"paid\" }) { db.Add(new Order { Status = status }); await db.SaveChangesAsync(token); }")]
    [InlineData("var channel = System.Threading.Channels.Channel.CreateUnbounded<Order>(); await foreach (var o in channel.Reader.ReadAllAsync(token)) { db.Add(o); await db.SaveChangesAsync(token); }")]
    [InlineData("foreach (var o in orders) { Func<Task<int>> later = () => db.SaveChangesAsync(token); Use(later); }")]
    [InlineData("for (var page = 0; page < count; page++) { var some = await db.Orders.OrderBy(o => o.Id).Skip(page * 100).Take(100).ToListAsync(token); foreach (var o in some) o.Paid = true; await db.SaveChangesAsync(token); }")]
    [InlineData("for (var i = 0; i < orders.Count; i += 100) { db.AddRange(orders.Skip(i).Take(100)); await db.SaveChangesAsync(token); }")]
    public Task Stays_silent(string statements) => Verify<SaveChangesInLoop>.Silent(TrackedShop.In(statements));

    [Fact]
    public Task Stays_silent_where_each_call_has_a_context_of_its_own() => Verify<SaveChangesInLoop>.Silent(TrackedShop.Members("""
        public async Task All(List<Order> orders) { foreach (var o in orders) { await SaveAsync(o); await TellAsync(o); await TryAsync(o); } }
        private async Task SaveAsync(Order o) { await using var own = await factory.CreateDbContextAsync(); own.Add(o); await own.SaveChangesAsync(); }
        private async Task TellAsync(Order o) { await publisher.PublishAsync(o); o.Paid = true; await db.SaveChangesAsync(); }
        private async Task TryAsync(Order o) { try { o.Paid = true; await db.SaveChangesAsync(); } catch (DbUpdateException) { logger.LogWarning("Skipped"); } }
        """));

    [Fact]
    public Task Saves_after_the_loop() => Verify<SaveChangesInLoop, SaveChangesInLoopFix>.Fixes(TrackedShop.Members("""
        public async Task PayAsync(List<Order> orders, CancellationToken token)
            {
                foreach (var order in orders)
                {
                    order.Paid = true;

                    // Now.
                    await db.[|SaveChangesAsync|](token); // all of it
                }

                logger.LogInformation("Done");
            }

            public void Pay(List<Order> orders)
            {
                for (var i = 0; i < orders.Count; i++)
                {
                    orders[i].Paid = true;
                    if (orders[i].Total > 100)
                    {
                        db.Add(new Line { OrderId = orders[i].Id });
                        db.[|SaveChanges|]();
                    }
                }
            }

            public async Task NestedAsync(List<int> ids, CancellationToken token)
            {
                foreach (var id in ids)
                {
                    var order = await db.Orders.FindAsync(new object[] { id }, token);
                    if (order is null) continue;
                    foreach (var line in order.Lines)
                    {
                        line.Quantity = 0;
                        await db.[|SaveChangesAsync|](token).ConfigureAwait(false);
                    }
                }
            }
        """), TrackedShop.Members("""
        public async Task PayAsync(List<Order> orders, CancellationToken token)
            {
                foreach (var order in orders)
                {
                    order.Paid = true;
                }

                // Now.
                await db.SaveChangesAsync(token); // all of it

                logger.LogInformation("Done");
            }

            public void Pay(List<Order> orders)
            {
                for (var i = 0; i < orders.Count; i++)
                {
                    orders[i].Paid = true;
                    if (orders[i].Total > 100)
                    {
                        db.Add(new Line { OrderId = orders[i].Id });
                    }
                }

                db.SaveChanges();
            }

            public async Task NestedAsync(List<int> ids, CancellationToken token)
            {
                foreach (var id in ids)
                {
                    var order = await db.Orders.FindAsync(new object[] { id }, token);
                    if (order is null) continue;
                    foreach (var line in order.Lines)
                    {
                        line.Quantity = 0;
                    }
                }

                await db.SaveChangesAsync(token).ConfigureAwait(false);
            }
        """));

    [Fact]
    public Task Saves_after_the_loop_in_top_level_statements() => Verify<SaveChangesInLoop, SaveChangesInLoopFix>.Fixes(TrackedShop.Usings + """
        var db = new ShopDb(new DbContextOptions<ShopDb>());
        foreach (var order in await db.Orders.ToListAsync())
        {
            order.Paid = true;
            await db.[|SaveChangesAsync|]();
        }

        """ + TrackedShop.Model, TrackedShop.Usings + """
        var db = new ShopDb(new DbContextOptions<ShopDb>());
        foreach (var order in await db.Orders.ToListAsync())
        {
            order.Paid = true;
        }

        await db.SaveChangesAsync();

        """ + TrackedShop.Model);

    [Theory]
    [InlineData("foreach (var o in orders) { db.Orders.Add(o); await db.[|SaveChangesAsync|](token); db.Lines.Add(new Line { OrderId = o.Id }); }")]
    [InlineData("foreach (var o in orders) { if (await db.Orders.AnyAsync(x => x.Status == o.Status, token)) continue; db.Add(o); await db.[|SaveChangesAsync|](token); }")]
    [InlineData("foreach (var o in orders) { if (o.Total < 0) return; db.Add(o); await db.[|SaveChangesAsync|](token); }")]
    [InlineData("foreach (var o in orders) { if (o.Total < 0) break; db.Add(o); await db.[|SaveChangesAsync|](token); }")]
    [InlineData("foreach (var o in orders) { o.Paid = true; count += await db.[|SaveChangesAsync|](token); }")]
    [InlineData("foreach (var o in orders) { db.Add(o); using var limit = new CancellationTokenSource(100); await db.[|SaveChangesAsync|](limit.Token); }")]
    [InlineData("orders.ForEach(o => { o.Paid = true; db.[|SaveChanges|](); });")]
    public Task Offers_no_fix_where_a_round_depends_on_the_save(string statements) =>
        Verify<SaveChangesInLoop, SaveChangesInLoopFix>.OffersNoFix(TrackedShop.In(statements));
}
