using ArchitectAnalyzers.CodeFixes.Database;
using ArchitectAnalyzers.Rules.Database;

namespace ArchitectAnalyzers.Tests.Database;

public class SilentWriteTests
{
    [Theory]
    [InlineData("var o = await db.Orders.AsNoTracking().FirstAsync(x => x.Id == id, token); o.[|Status|] = \"paid\"; await db.SaveChangesAsync(token);")]
    [InlineData("var o = await db.Orders.AsNoTracking().FirstOrDefaultAsync(x => x.Id == id, token); if (o is null) return; o.[|Status|] = \"paid\"; o.Paid = true; await db.SaveChangesAsync(token);")]
    [InlineData("var o = db.Orders.Where(x => x.Id == id).AsNoTracking().Single(); o.[|Total|] += 1; db.SaveChanges();")]
    [InlineData("var o = _db.Orders.AsNoTrackingWithIdentityResolution().First(); o.[|Total|]++; _db.SaveChanges();")]
    [InlineData("var o = await db.Orders.AsNoTracking().SingleAsync(x => x.Id == id, token); o.[|Cancel|](); await db.SaveChangesAsync(token);")]
    [InlineData("var o = await db.Orders.AsNoTracking().Include(x => x.Lines).SingleAsync(x => x.Id == id, token); o.Lines.[|Add|](new Line()); await db.SaveChangesAsync(token);")]
    [InlineData("var o = await db.Orders.AsNoTracking().Include(x => x.Customer).SingleAsync(x => x.Id == id, token); o.Customer!.[|Name|] = \"x\"; await db.SaveChangesAsync(token);")]
    [InlineData("var all = await db.Orders.AsNoTracking().Where(x => !x.Paid).ToListAsync(token); foreach (var o in all) { o.[|Paid|] = true; } await db.SaveChangesAsync(token);")]
    [InlineData("var all = await (from x in db.Orders.AsNoTracking() where !x.Paid select x).ToListAsync(token); foreach (var o in all.Where(o => o.Total > 1)) o.[|Paid|] = true; await db.SaveChangesAsync(token);")]
    [InlineData("var all = db.Orders.AsNoTracking().ToArray(); for (var i = 0; i < all.Length; i++) all[i].[|Paid|] = true; db.SaveChanges();")]
    [InlineData("foreach (var o in db.Orders.AsNoTracking()) { o.[|Paid|] = true; } await db.SaveChangesAsync(token);")]
    [InlineData("if (await db.Orders.AsNoTracking().FirstOrDefaultAsync(token) is { } o) { o.[|Paid|] = true; await db.SaveChangesAsync(token); }")]
    [InlineData("var all = db.Orders.AsNoTracking().ToList(); all.ForEach(o => o.[|Paid|] = true); db.SaveChanges();")]
    [InlineData("Order? o = await db.Orders.AsNoTracking().FirstOrDefaultAsync(token); if (o != null) { o.[|Status|] = \"x\"; await db.SaveChangesAsync(token); } ")]
    [InlineData("var o = await db.Orders.AsNoTracking().FirstAsync(token) ?? throw new InvalidOperationException(); o.[|Status|] = \"x\"; await db.SaveChangesAsync(token); await publisher.PublishAsync(o, token);")]
    [InlineData("var o = await db.Orders.AsNoTracking().FirstAsync(token); logger.LogInformation(\"{Id}\", o.Id); o.[|Status|] = \"x\"; await db.SaveChangesAsync(token);")]
    [InlineData("db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking; var o = await db.Orders.FirstAsync(token); o.[|Status|] = \"x\"; await db.SaveChangesAsync(token);")]
    [InlineData("var query = db.Orders.AsNoTracking(); if (id > 1) query = query.Where(x => x.Id == id); var o = await query.FirstAsync(token); o.[|Status|] = \"x\"; await db.SaveChangesAsync(token);")]
    public Task Reports_a_change_that_is_not_saved(string statements) => Verify<SilentWrite>.Reports(TrackedShop.In(statements));

    [Theory]
    [InlineData("var o = await db.Orders.FirstAsync(x => x.Id == id, token); o.Status = \"paid\"; await db.SaveChangesAsync(token);")]
    [InlineData("var o = await db.Orders.AsNoTracking().FirstAsync(token); o.Status = \"paid\"; db.Orders.Update(o); await db.SaveChangesAsync(token);")]
    [InlineData("var o = await db.Orders.AsNoTracking().FirstAsync(token); db.Attach(o); o.Status = \"paid\"; await db.SaveChangesAsync(token);")]
    [InlineData("var o = await db.Orders.AsNoTracking().FirstAsync(token); o.Status = \"paid\"; db.Entry(o).State = EntityState.Modified; await db.SaveChangesAsync(token);")]
    [InlineData("var all = await db.Orders.AsNoTracking().ToListAsync(token); foreach (var o in all) o.Paid = true; db.UpdateRange(all); await db.SaveChangesAsync(token);")]
    [InlineData("var all = await db.Orders.AsNoTracking().ToListAsync(token); foreach (var o in all) { o.Paid = true; db.Update(o); } await db.SaveChangesAsync(token);")]
    [InlineData("var o = await db.Orders.AsNoTracking().FirstAsync(token); o.Status = \"shown\"; Use(o);")]
    [InlineData("var o = await db.Orders.AsNoTracking().FirstAsync(token); db.Add(new Line { OrderId = o.Id }); await db.SaveChangesAsync(token);")]
    [InlineData("var o = await db.Orders.AsNoTracking().FirstAsync(token); db.Add(new Line()); await db.SaveChangesAsync(token); o.Status = \"shown\"; Use(o);")]
    [InlineData("var o = await db.Orders.AsNoTracking().FirstAsync(token); o.Status = \"x\"; Use(o); await db.SaveChangesAsync(token);")]
    [InlineData("var o = await other.Orders.AsNoTracking().FirstAsync(token); o.Status = \"x\"; await db.SaveChangesAsync(token);")]
    [InlineData("var o = await db.Orders.AsNoTracking().AsTracking().FirstAsync(token); o.Status = \"x\"; await db.SaveChangesAsync(token);")]
    [InlineData("var o = await db.Orders.AsNoTracking().Select(x => new OrderBox { Status = x.Status }).FirstAsync(token); o.Status = \"x\"; await db.SaveChangesAsync(token);")]
    [InlineData("var o = await db.Orders.AsNoTracking().FirstAsync(token); if (o.IsLate(DateTime.UtcNow)) db.Add(new Line()); await db.SaveChangesAsync(token);")]
    [InlineData("var o = await db.Orders.AsNoTracking().FirstAsync(token); o.Id = 0; db.Orders.Add(o); await db.SaveChangesAsync(token);")]
    [InlineData("var o = await db.Orders.AsNoTracking().FirstAsync(token); var tracked = await db.Orders.FirstAsync(x => x.Id == o.Id, token); tracked.Status = o.Status; await db.SaveChangesAsync(token);")]
    [InlineData("var o = await db.Orders.AsNoTracking().FirstAsync(token); o = await db.Orders.FirstAsync(token); Use(o.Status); await db.SaveChangesAsync(token);")]
    [InlineData("var all = await db.Orders.AsNoTracking().ToListAsync(token); all.Add(new Order()); await db.SaveChangesAsync(token);")]
    [InlineData("var o = await db.Orders.AsNoTracking().FirstAsync(token); db.Orders.Remove(o); await db.SaveChangesAsync(token);")]
    public Task Stays_silent(string statements) =>
        Verify<SilentWrite>.Silent(TrackedShop.In(statements)
            .Replace("public record OrderDto", "public class OrderBox { public string Status { get; set; } = \"\"; }\npublic record OrderDto"));

    [Theory]
    [InlineData("protected override void OnConfiguring(DbContextOptionsBuilder builder) => builder.UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking);")]
    [InlineData("public void Off() => ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;")]
    public Task Reports_where_the_context_tracks_nothing(string member) => Verify<SilentWrite>.Reports(
        TrackedShop.In("var o = await db.Orders.FirstAsync(token); o.[|Status|] = \"x\"; await db.SaveChangesAsync(token);")
            .Replace("public DbSet<Line>", member + "\n    public DbSet<Line>"));

    [Fact]
    public Task Tracks_the_query() => Verify<SilentWrite, SilentWriteFix>.Fixes(TrackedShop.Members("""
        public async Task PayAsync(int id, CancellationToken token)
            {
                var order = await db.Orders.AsNoTracking().FirstAsync(o => o.Id == id, token);
                order.[|Paid|] = true; // at last
                await db.SaveChangesAsync(token);
            }

            public async Task PayAllAsync(CancellationToken token)
            {
                var orders = await db.Orders
                    .AsNoTracking()
                    .Where(o => !o.Paid)
                    .ToListAsync(token);
                foreach (var order in orders) order.[|Paid|] = true;
                await db.SaveChangesAsync(token);
            }

            public void PaySync()
            {
                foreach (var order in from o in db.Orders.AsNoTracking() where !o.Paid select o)
                {
                    order.[|Paid|] = true;
                }

                db.SaveChanges();
            }
        """), TrackedShop.Members("""
        public async Task PayAsync(int id, CancellationToken token)
            {
                var order = await db.Orders.FirstAsync(o => o.Id == id, token);
                order.Paid = true; // at last
                await db.SaveChangesAsync(token);
            }

            public async Task PayAllAsync(CancellationToken token)
            {
                var orders = await db.Orders
                    .Where(o => !o.Paid)
                    .ToListAsync(token);
                foreach (var order in orders) order.Paid = true;
                await db.SaveChangesAsync(token);
            }

            public void PaySync()
            {
                foreach (var order in from o in db.Orders where !o.Paid select o)
                {
                    order.Paid = true;
                }

                db.SaveChanges();
            }
        """));

    [Fact]
    public Task Tracks_the_query_of_a_context_that_does_not() => Verify<SilentWrite, SilentWriteFix>.Fixes(
        TrackedShop.In("db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking; var o = await db.Orders.FirstAsync(token); o.[|Status|] = \"x\"; await db.SaveChangesAsync(token);"),
        TrackedShop.In("db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking; var o = await db.Orders.AsTracking().FirstAsync(token); o.Status = \"x\"; await db.SaveChangesAsync(token);"));
}
