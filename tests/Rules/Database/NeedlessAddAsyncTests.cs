using ArchitectAnalyzers.CodeFixes.Database;
using ArchitectAnalyzers.Rules.Database;

namespace ArchitectAnalyzers.Tests.Database;

public class NeedlessAddAsyncTests
{
    private static string In(string statements, string model = "") => $$"""
        using Microsoft.EntityFrameworkCore;

        public class Order { public int Id { get; set; } }
        public class Line { public int Id { get; set; } }
        public class Shop(DbContextOptions<Shop> options) : DbContext(options)
        {
            public DbSet<Order> Orders => Set<Order>();
            public DbSet<Line> Lines => Set<Line>();
            protected override void OnModelCreating(ModelBuilder model) { {{model}} }
        }

        public class Orders(Shop db)
        {
            public async Task M(Order order, List<Order> orders, CancellationToken token)
            {
                {{statements}}
                await db.SaveChangesAsync(token);
            }
        }
        """;

    [Theory]
    [InlineData("await db.Orders.[|AddAsync|](order);")]
    [InlineData("await db.Orders.[|AddAsync|](order, token);")]
    [InlineData("await db.[|AddAsync|](order, token);")]
    [InlineData("await db.Orders.[|AddRangeAsync|](orders, token);")]
    [InlineData("await db.Orders.[|AddRangeAsync|](order, order);")]
    [InlineData("await db.[|AddRangeAsync|](orders);")]
    [InlineData("var entry = await db.Orders.[|AddAsync|](order, token).ConfigureAwait(false);")]
    [InlineData("await db.Set<Order>().[|AddAsync|](order, token);")]
    [InlineData("db.Orders.[|AddAsync|](order).GetAwaiter().GetResult();")]
    public Task Reports_what_asks_nothing(string statements) => Verify<NeedlessAddAsync>.Reports(In(statements));

    [Theory]
    [InlineData("db.Orders.Add(order);")]
    [InlineData("db.AddRange(orders);")]
    [InlineData("await new Mine().AddAsync(order); } class Mine { public Task AddAsync(Order o) => Task.CompletedTask; } async Task N(CancellationToken token) { ")]
    public Task Stays_silent(string statements) => Verify<NeedlessAddAsync>.Silent(In(statements));

    [Theory]
    [InlineData("model.UseHiLo();")]
    [InlineData("model.Entity<Order>().Property(o => o.Id).UseHiLo(\"orders\");")]
    [InlineData("model.Entity<Order>(e => { e.HasKey(o => o.Id); e.Property(o => o.Id).UseHiLo(); });")]
    public Task Stays_silent_where_keys_come_from_the_database(string model) =>
        Verify<NeedlessAddAsync>.Silent(In("await db.Orders.AddAsync(order, token);", model));

    [Fact]
    public Task Stays_silent_in_a_generic_repository_where_some_entity_has_such_keys() =>
        Verify<NeedlessAddAsync>.Silent(In("", "model.Entity<Line>().Property(l => l.Id).UseHiLo();") + """

        public class Repository<T>(Shop db) where T : class
        {
            public async Task AddAsync(T row, CancellationToken token) => await db.Set<T>().AddAsync(row, token);
        }
        """);

    [Fact]
    public Task Reports_where_another_entity_has_such_keys() =>
        Verify<NeedlessAddAsync>.Reports(In("await db.Orders.[|AddAsync|](order, token);", "model.Entity<Line>().Property(l => l.Id).UseHiLo(\"lines\");"));

    [Fact]
    public Task Adds_without_awaiting() => Verify<NeedlessAddAsync, NeedlessAddAsyncFix>.Fixes(In("""
        // The order.
                await db.Orders.[|AddAsync|](order, token); // now
                await db.[|AddRangeAsync|](orders, token);
                var entry = await db.Set<Order>().[|AddAsync|](order).ConfigureAwait(false);
                if (orders.Count > 1) await db.Orders
                    .[|AddRangeAsync|](order, order);
        """), In("""
        // The order.
                db.Orders.Add(order); // now
                db.AddRange(orders);
                var entry = db.Set<Order>().Add(order);
                if (orders.Count > 1) db.Orders
                    .AddRange(order, order);
        """));

    [Fact]
    public Task Offers_no_fix_where_nothing_else_is_awaited() => Verify<NeedlessAddAsync, NeedlessAddAsyncFix>.OffersNoFix("""
        using Microsoft.EntityFrameworkCore;

        public class Orders<T>(DbContext db) where T : class
        {
            public async Task AddAsync(T row, CancellationToken token) => await db.Set<T>().[|AddAsync|](row, token);
            public ValueTask<Microsoft.EntityFrameworkCore.ChangeTracking.EntityEntry<T>> TakeAsync(T row, CancellationToken token) => db.Set<T>().[|AddAsync|](row, token);
        }
        """);
}
