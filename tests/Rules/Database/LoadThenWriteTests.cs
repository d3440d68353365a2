using ArchitectAnalyzers.CodeFixes.Database;
using ArchitectAnalyzers.Rules.Database;

namespace ArchitectAnalyzers.Tests.Database;

public class LoadThenWriteTests
{
    [Theory]
    [InlineData("var old = await db.Orders.Where(o => o.Paid).ToListAsync(token); db.Orders.[|RemoveRange|](old); await db.SaveChangesAsync(token);")]
    [InlineData("var old = db.Orders.Where(o => o.Paid).ToArray(); db.[|RemoveRange|](old); db.SaveChanges();")]
    [InlineData("db.Orders.[|RemoveRange|](db.Orders.Where(o => o.Paid)); await db.SaveChangesAsync(token);")]
    [InlineData("db.Orders.[|RemoveRange|](await db.Orders.Where(o => o.Paid).ToListAsync(token)); await db.SaveChangesAsync(token);")]
    [InlineData("var old = from o in _db.Orders where o.Paid select o; _db.Orders.[|RemoveRange|](old); await _db.SaveChangesAsync(token);")]
    [InlineData("var old = await db.Orders.Where(o => o.Paid).ToListAsync(token); if (old.Count == 0) return; db.Orders.[|RemoveRange|](old); await db.SaveChangesAsync(token);")]
    [InlineData("var all = await db.Orders.Where(o => !o.Paid).ToListAsync(token); foreach (var o in all) { o.Paid = true; o.Status = \"paid\"; } await db.[|SaveChangesAsync|](token);")]
    [InlineData("foreach (var o in await db.Orders.Where(o => !o.Paid).ToListAsync(token)) o.Total *= 1.1m; await db.[|SaveChangesAsync|](token);")]
    [InlineData("foreach (var o in db.Orders.Where(o => o.CustomerId == id)) { o.Placed = DateTime.UtcNow; } db.[|SaveChanges|]();")]
    [InlineData("var all = await db.Orders.Where(o => !o.Paid).ToListAsync(token); foreach (var o in all) { db.Orders.Remove(o); } await db.[|SaveChangesAsync|](token);")]
    [InlineData("foreach (var o in await db.Orders.ToListAsync(token)) { o.Total += count; } await db.[|SaveChangesAsync|](token);")]
    [InlineData("await foreach (var o in db.Orders.Where(o => !o.Paid).AsAsyncEnumerable()) o.Paid = true; await db.[|SaveChangesAsync|](token);")]
    [InlineData("await foreach (var o in db.Orders.Where(o => !o.Paid).AsAsyncEnumerable().WithCancellation(token).ConfigureAwait(false)) { o.Paid = true; } await db.[|SaveChangesAsync|](token);")]
    [InlineData("await foreach (var o in db.Orders.AsAsyncEnumerable().WithCancellation(token)) { o.Total += count; } await db.[|SaveChangesAsync|](token);")]
    [InlineData("await foreach (var o in db.Orders) { o.Paid = true; } await db.[|SaveChangesAsync|](token);")]
    [InlineData("var old = db.Orders.Where(o => o.Paid).AsAsyncEnumerable(); await foreach (var o in old.WithCancellation(token)) db.Remove(o); await db.[|SaveChangesAsync|](token);")]
    public Task Reports_rows_that_are_loaded_to_be_written_back(string statements) => Verify<LoadThenWrite>.Reports(TrackedShop.In(statements));

    [Theory]
    [InlineData("await db.Orders.Where(o => o.Paid).ExecuteDeleteAsync(token);")]
    [InlineData("var one = await db.Orders.FirstAsync(o => o.Id == id, token); db.Orders.Remove(one); await db.SaveChangesAsync(token);")]
    [InlineData("var old = await db.Orders.Where(o => o.Paid).ToListAsync(token); foreach (var o in old) logger.LogInformation(\"{Id}\", o.Id); db.Orders.RemoveRange(old); await db.SaveChangesAsync(token);")]
    [InlineData("var old = await db.Orders.Include(o => o.Lines).Where(o => o.Paid).ToListAsync(token); db.Orders.RemoveRange(old); await db.SaveChangesAsync(token);")]
    [InlineData("var old = await db.Orders.Where(o => o.Paid).OrderBy(o => o.Id).Take(100).ToListAsync(token); db.Orders.RemoveRange(old); await db.SaveChangesAsync(token);")]
    [InlineData("db.Orders.RemoveRange(orders); await db.SaveChangesAsync(token);")]
    [InlineData("var old = await db.Orders.Where(o => o.Paid).ToListAsync(token); db.Orders.RemoveRange(old); Use(old);")]
    [InlineData("foreach (var o in await db.Orders.ToListAsync(token)) { o.Cancel(); } await db.SaveChangesAsync(token);")]
    [InlineData("foreach (var o in await db.Orders.ToListAsync(token)) { if (o.IsLate(DateTime.UtcNow)) o.Paid = true; } await db.SaveChangesAsync(token);")]
    [InlineData("foreach (var o in await db.Orders.ToListAsync(token)) { o.Status = Name(o); } await db.SaveChangesAsync(token); static string Name(Order o) => o.Status;")]
    [InlineData("foreach (var o in await db.Orders.ToListAsync(token)) { o.Paid = true; await publisher.PublishAsync(o, token); } await db.SaveChangesAsync(token);")]
    [InlineData("foreach (var o in orders) { o.Paid = true; } await db.SaveChangesAsync(token);")]
    [InlineData("var all = await db.Orders.ToListAsync(token); foreach (var o in all) { o.Paid = true; } await db.SaveChangesAsync(token); Use(all);")]
    [InlineData("foreach (var o in await other.Orders.ToListAsync(token)) { o.Paid = true; } await db.SaveChangesAsync(token);")]
    [InlineData("foreach (var o in await db.Orders.AsNoTracking().ToListAsync(token)) { o.Paid = true; } await db.SaveChangesAsync(token);")]
    [InlineData("await foreach (var o in db.Orders.AsAsyncEnumerable().WithCancellation(token)) { o.Paid = true; await db.SaveChangesAsync(token); }")]
    [InlineData("await foreach (var o in db.Orders.AsAsyncEnumerable().WithCancellation(token)) { o.Paid = true; await publisher.PublishAsync(o, token); } await db.SaveChangesAsync(token);")]
    [InlineData("await foreach (var o in db.Orders.AsNoTracking().AsAsyncEnumerable()) { o.Paid = true; } await db.SaveChangesAsync(token);")]
    [InlineData("await foreach (var o in incoming.ToAsync()) { o.Paid = true; } await db.SaveChangesAsync(token); } } static class Streams { public static async IAsyncEnumerable<Order> ToAsync(this IEnumerable<Order> all) { foreach (var o in all) { await Task.Yield(); yield return o; } } static void M() {")]
    public Task Stays_silent(string statements) => Verify<LoadThenWrite>.Silent(TrackedShop.In(statements));

    private static string Purge(string statements) => TrackedShop.Members($$"""
        public async Task PurgeAsync(DateTime limit, CancellationToken token)
            {
                await Task.Yield();

                {{statements}}
                logger.LogInformation("Done");
            }
        """);

    [Theory]
    [InlineData("""
        // The old ones.
                var old = await db.Orders.Where(o => o.Placed < limit).ToListAsync(token);
                db.Orders.[|RemoveRange|](old);
                await db.SaveChangesAsync(token); // gone
        """, """
        // The old ones.
                await db.Orders.Where(o => o.Placed < limit).ExecuteDeleteAsync(token); // gone
        """)]
    [InlineData("""
        db.RemoveRange(from o in db.Orders where o.Placed < limit select o);
                db.SaveChanges();
        """, """
        (from o in db.Orders where o.Placed < limit select o).ExecuteDelete();
        """)]
    [InlineData("""
        foreach (var order in await db.Orders.Where(o => o.Placed < limit).ToListAsync(token))
                {
                    order.Status = "late";
                    order.Total *= 1.1m;
                }

                await db.[|SaveChangesAsync|](token);
        """, """
        await db.Orders.Where(o => o.Placed < limit).ExecuteUpdateAsync(setters => setters.SetProperty(order => order.Status, "late").SetProperty(order => order.Total, order => order.Total * 1.1m), token);
        """)]
    [InlineData("""
        var late = await db.Orders.Where(o => o.Placed < limit).ToListAsync(token);
                foreach (var order in late) order.Placed = limit;
                await db.[|SaveChangesAsync|](token);
        """, """
        await db.Orders.Where(o => o.Placed < limit).ExecuteUpdateAsync(setters => setters.SetProperty(order => order.Placed, limit), token);
        """)]
    [InlineData("""
        await foreach (var order in db.Orders.Where(o => o.Placed < limit).AsAsyncEnumerable().WithCancellation(token))
                {
                    order.Paid = true;
                }

                await db.[|SaveChangesAsync|](token);
        """, """
        await db.Orders.Where(o => o.Placed < limit).ExecuteUpdateAsync(setters => setters.SetProperty(order => order.Paid, true), token);
        """)]
    [InlineData("""
        await foreach (var order in db.Orders.Where(o => o.Placed < limit).AsAsyncEnumerable()) db.Orders.Remove(order);
                await db.[|SaveChangesAsync|](token);
        """, """
        await db.Orders.Where(o => o.Placed < limit).ExecuteDeleteAsync(token);
        """)]
    public Task Writes_in_the_database(string before, string after) =>
        Verify<LoadThenWrite, LoadThenWriteFix>.Fixes(Purge(before.Replace("db.RemoveRange", "db.[|RemoveRange|]")), Purge(after), new() { FixAll = false });

    [Theory]
    [InlineData("var old = await db.Orders.Where(o => o.Paid).ToListAsync(token); logger.LogInformation(\"{Count}\", old.Count); db.Orders.[|RemoveRange|](old); await db.SaveChangesAsync(token);")]
    [InlineData("db.Add(new Line()); db.Orders.[|RemoveRange|](db.Orders.Where(o => o.Paid)); await db.SaveChangesAsync(token);")]
    [InlineData("foreach (var o in await db.Orders.ToListAsync(token)) { o.Total += count; } await db.[|SaveChangesAsync|](token);")]
    [InlineData("foreach (var o in await db.Orders.Where(o => o.Paid).ToListAsync(token)) { o.Total = 0; o.CustomerId = (int)o.Total; } await db.[|SaveChangesAsync|](token);")]
    public Task Offers_no_fix_where_more_is_saved_or_the_rows_are_counted(string statements) => Verify<LoadThenWrite, LoadThenWriteFix>.OffersNoFix(TrackedShop.In(statements));

    [Fact]
    public Task Writes_in_the_database_with_the_version_before() => Verify<LoadThenWrite, LoadThenWriteFix>.Fixes(
        Eight("foreach (var note in await db.Notes.Where(n => n.Text == text).ToListAsync()) { note.Text = \"\"; note.Read = null; }\n        await db.[|SaveChangesAsync|]();"),
        Eight("await db.Notes.Where(n => n.Text == text).ExecuteUpdateAsync(setters => setters.SetProperty(note => note.Text, \"\").SetProperty(note => note.Read, (DateTime?)null));"),
        new() { References = ReferenceSet.Backend8, FixAll = false });

    private static string Eight(string statements) => $$"""
        using Microsoft.EntityFrameworkCore;

        public class Note { public int Id { get; set; } public string Text { get; set; } = ""; public DateTime? Read { get; set; } }
        public class Db(DbContextOptions<Db> options) : DbContext(options) { public DbSet<Note> Notes => Set<Note>(); }
        public class Service(Db db)
        {
            public async Task Run(string text)
            {
                {{statements}}
            }
        }
        """;
}
