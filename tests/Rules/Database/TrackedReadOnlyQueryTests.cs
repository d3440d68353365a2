using ArchitectAnalyzers.CodeFixes.Database;
using ArchitectAnalyzers.Rules.Database;

namespace ArchitectAnalyzers.Tests.Database;

public class TrackedReadOnlyQueryTests
{
    [Fact]
    public Task Leaves_an_entity_of_which_a_column_is_used_to_its_own_rule() => Verify<TrackedReadOnlyQuery>.Reports("""
        using Microsoft.EntityFrameworkCore;
        public class Row { public int Id { get; set; } public int A { get; set; } public int B { get; set; } public int C { get; set; } public int D { get; set; } public int E { get; set; } public int F { get; set; } }
        public class RowDb(DbContextOptions<RowDb> options) : DbContext(options) { public DbSet<Row> Rows => Set<Row>(); }
        public class Service(RowDb db)
        {
            public async Task<int> One(int id, CancellationToken token) { var row = await db.Rows.FirstAsync(r => r.Id == id, token); return row.A; }
            public async Task<int> Many(int id, CancellationToken token) { var row = await db.Rows.[|FirstAsync|](r => r.Id == id, token); return row.A + row.B + row.C; }
        }
        """);

    [Theory]
    [InlineData("var o = await db.Orders.[|FirstAsync|](x => x.Id == id, token); Use(o.Total);")]
    [InlineData("var o = await db.Orders.[|FirstOrDefaultAsync|](x => x.Id == id, token); if (o is null) return; logger.LogInformation(\"{Status}\", o.Status);")]
    [InlineData("var all = await db.Orders.Where(o => o.Paid).[|ToListAsync|](token); foreach (var o in all) Use(o.Total);")]
    [InlineData("var all = db.Orders.[|ToList|](); foreach (var o in all) Use(o.Total);")]
    [InlineData("foreach (var o in db.[|Orders|]) Use(o.Total);")]
    [InlineData("await foreach (var o in db.Orders.Where(o => o.Paid).[|AsAsyncEnumerable|]().WithCancellation(token)) Use(o.Total);")]
    [InlineData("var o = await _db.Orders.Include(x => x.Lines).[|SingleAsync|](x => x.Id == id, token); Use(o.Lines.Count); Use(o.Lines.Sum(l => l.Quantity));")]
    [InlineData("var o = await db.Orders.Include(x => x.Customer).[|SingleAsync|](x => x.Id == id, token); Use(o.Customer!.Name);")]
    [InlineData("var o = await db.Orders.[|FirstAsync|](token); Use(o.IsLate(DateTime.UtcNow));")]
    [InlineData("var byId = await db.Orders.[|ToDictionaryAsync|](o => o.Id, token); Use(byId[id].Total);")]
    public Task Reports_entities_that_are_only_read(string statements) => Verify<TrackedReadOnlyQuery>.Reports(TrackedShop.In(statements));

    [Fact]
    public Task Reports_what_an_endpoint_answers_with() => Verify<TrackedReadOnlyQuery>.Reports("""
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.EntityFrameworkCore;

        [ApiController, Route("orders")]
        public class OrdersController(ShopDb db) : ControllerBase
        {
            [HttpGet] public async Task<ActionResult<List<Order>>> All(CancellationToken token) => Ok(await db.Orders.[|ToListAsync|](token));
            [HttpGet("{id}")] public async Task<ActionResult<Order>> One(int id, CancellationToken token)
            {
                var order = await db.Orders.[|FirstOrDefaultAsync|](o => o.Id == id, token);
                return order is null ? NotFound() : order;
            }
        }

        public static class Endpoints
        {
            public static void Map(WebApplication app)
            {
                app.MapGet("/all", (ShopDb db) => db.Orders.[|ToListAsync|]());
                app.MapGet("/one", async (ShopDb db) => await db.Orders.[|FirstOrDefaultAsync|]() is { } order ? Results.Ok(order) : Results.NotFound());
            }
        }

        """ + TrackedShop.Model);

    [Theory]
    [InlineData("var o = await db.Orders.AsNoTracking().FirstAsync(token); Use(o.Total);")]
    [InlineData("if (await db.Orders.FirstOrDefaultAsync(token) is { } o) o.Paid = true;")]
    [InlineData("switch (await db.Orders.FirstOrDefaultAsync(token)) { case { Paid: true } o: o.Status = \"x\"; break; }")]
    [InlineData("var o = await db.Orders.FirstAsync(token); o.Paid = true; await db.SaveChangesAsync(token);")]
    [InlineData("var o = await db.Orders.FirstAsync(token); o.Cancel();")]
    [InlineData("var o = await db.Orders.FirstAsync(token); Use(o);")]
    [InlineData("var o = await db.Orders.FirstAsync(token); db.Remove(o);")]
    [InlineData("var o = await db.Orders.FirstAsync(token); await db.Entry(o).Collection(x => x.Lines).LoadAsync(token); Use(o.Lines.Count);")]
    [InlineData("var o = await db.Orders.FirstAsync(token); o.Lines.Add(new Line());")]
    [InlineData("var dtos = await db.Orders.Select(o => new OrderDto(o.Id, o.Status)).ToListAsync(token); Use(dtos.Count);")]
    [InlineData("var n = await db.Orders.CountAsync(token); Use(n); Use(await db.Orders.AnyAsync(token)); Use(await db.Orders.MaxAsync(o => o.Total, token));")]
    [InlineData("var c = await db.Customers.FirstAsync(token); db.Add(new Order { CustomerId = c.Id }); await db.SaveChangesAsync(token);")]
    [InlineData("var o = await db.Orders.FindAsync(id); Use(o!.Total);")]
    [InlineData("var lines = await db.Lines.Where(l => l.OrderId == id).ToListAsync(token);")]
    [InlineData("var all = orders.Where(o => o.Paid).ToList(); Use(all.Count);")]
    [InlineData("var o = await db.Orders.FirstAsync(token); Task Local() { o.Paid = true; return Task.CompletedTask; } await Local();")]
    [InlineData("var o = await db.Orders.FirstAsync(token); var line = new Line { OrderId = o.Id }; orders.Add(o); Use(line);")]
    [InlineData("var all = db.Orders.ToList(); Use(all.Sum(o => o.Total));")]
    [InlineData("var dtos = (await db.Orders.ToListAsync(token)).Select(o => new OrderDto(o.Id, o.Status)).ToList(); Use(dtos);")]
    [InlineData("var all = await db.Orders.ToListAsync(token); var open = all.Where(o => !o.Paid).ToList(); foreach (var o in open) Use(o.Total);")]
    [InlineData("Func<Order, bool> isOpen = x => !x.Paid; var o = db.Orders.First(isOpen); Use(o.Total);")]
    public Task Stays_silent(string statements) => Verify<TrackedReadOnlyQuery>.Silent(TrackedShop.In(statements));

    [Theory]
    [InlineData("public Task<List<Order>> All() => db.Orders.ToListAsync();")]
    [InlineData("public async Task<Order?> One(int id) { var o = await db.Orders.FirstOrDefaultAsync(x => x.Id == id); return o; }")]
    [InlineData("public IEnumerable<Order> Each() { foreach (var o in db.Orders) yield return o; }")]
    public Task Stays_silent_where_callers_may_change_them(string member) => Verify<TrackedReadOnlyQuery>.Silent(TrackedShop.Members(member));

    [Fact]
    public Task Stays_silent_where_the_context_tracks_nothing() => Verify<TrackedReadOnlyQuery>.Silent(
        TrackedShop.In("var o = await db.Orders.FirstAsync(token); Use(o.Total);").Replace("public DbSet<Line>", "protected override void OnConfiguring(DbContextOptionsBuilder b) => b.UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking);\n    public DbSet<Line>"));

    [Fact]
    public Task Adds_AsNoTracking_behind_the_set() => Verify<TrackedReadOnlyQuery, TrackedReadOnlyQueryFix>.Fixes(TrackedShop.Members("""
        public async Task<decimal> TotalAsync(int id, CancellationToken token)
            {
                var order = await db.Orders.[|FirstAsync|](o => o.Id == id, token); // one
                return order.Total;
            }

            public async Task<int> CountAsync(CancellationToken token)
            {
                var orders = await db.Orders
                    .Include(o => o.Lines)
                    .Where(o => o.Paid)
                    .[|ToListAsync|](token);
                foreach (var customer in db.[|Customers|]) logger.LogInformation("{Name}", customer.Name);
                var count = 0;
                foreach (var order in orders) count += order.Lines.Count;
                foreach (var line in (from l in _db.Set<Line>() where l.Quantity > 1 select l).[|ToList|]()) count += line.Quantity;
                return count;
            }
        """), TrackedShop.Members("""
        public async Task<decimal> TotalAsync(int id, CancellationToken token)
            {
                var order = await db.Orders.AsNoTracking().FirstAsync(o => o.Id == id, token); // one
                return order.Total;
            }

            public async Task<int> CountAsync(CancellationToken token)
            {
                var orders = await db.Orders
                    .AsNoTracking()
                    .Include(o => o.Lines)
                    .Where(o => o.Paid)
                    .ToListAsync(token);
                foreach (var customer in db.Customers.AsNoTracking()) logger.LogInformation("{Name}", customer.Name);
                var count = 0;
                foreach (var order in orders) count += order.Lines.Count;
                foreach (var line in (from l in _db.Set<Line>().AsNoTracking() where l.Quantity > 1 select l).ToList()) count += line.Quantity;
                return count;
            }
        """));
}
