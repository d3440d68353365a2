using ArchitectAnalyzers.CodeFixes.Api;
using ArchitectAnalyzers.Rules.Api;

namespace ArchitectAnalyzers.Tests.Api;

public class UnpagedCollectionTests
{
    private const string Usings = """
        using Dapper;
        using System.Data.Common;
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.EntityFrameworkCore;

        """;

    private const string Shop = """


        public class Order { public int Id { get; set; } public string Number { get; set; } = ""; public bool Paid { get; set; } public List<Line> Lines { get; } = []; }
        public class Line { public int Id { get; set; } }
        public class Country { public int Id { get; set; } }
        public class OrderStatus { public int Id { get; set; } }
        public record OrderDto(int Id, string Number);
        public record Answer(List<Order> Items);
        public class ShopDb(DbContextOptions<ShopDb> options) : DbContext(options)
        {
            public DbSet<Order> Orders => Set<Order>();
            public DbSet<Country> Countries => Set<Country>();
            public DbSet<OrderStatus> Statuses => Set<OrderStatus>();
        }
        public static class Paging { public static async Task<List<T>> ToPageAsync<T>(this IQueryable<T> all, int page) => await all.Skip(page * 50).Take(50).ToListAsync(); }
        """;

    private static string Controller(string members) => Usings + $$"""
        [ApiController, Route("orders")]
        public class OrdersController(ShopDb db, DbConnection connection) : ControllerBase
        {
            {{members}}
        }
        """ + Shop;

    private static string App(string statements) => Usings + $"""
        var app = WebApplication.Create(args);
        {statements}
        app.Run();
        """ + Shop;

    [Theory]
    [InlineData("[HttpGet] public async Task<IActionResult> [|Get|](CancellationToken t) => Ok(await db.Orders.ToListAsync(t));")]
    [InlineData("[HttpGet] public Task<List<Order>> [|Get|](CancellationToken t) => db.Orders.ToListAsync(t);")]
    [InlineData("[HttpGet] public async Task<ActionResult<IEnumerable<Order>>> [|Get|](CancellationToken t) => await db.Orders.AsNoTracking().OrderBy(o => o.Number).ToListAsync(t);")]
    [InlineData("[HttpGet] public async Task<IActionResult> [|Get|](CancellationToken t) { var all = await db.Orders.Include(o => o.Lines).ToListAsync(t); return Ok(all.Select(o => new OrderDto(o.Id, o.Number))); }")]
    [InlineData("[HttpGet] public IActionResult [|Get|]() => Ok(db.Orders.ToList());")]
    [InlineData("[HttpGet] public Order[] [|Get|]() => db.Set<Order>().ToArray();")]
    [InlineData("[HttpGet] public async Task<IActionResult> [|Get|](CancellationToken t) => Ok(new { items = await db.Orders.Select(o => new { o.Id }).ToListAsync(t) });")]
    [InlineData("[HttpGet] public async Task<IActionResult> [|Get|](CancellationToken t) => Ok(new Answer(await db.Orders.ToListAsync(t)));")]
    [InlineData("[HttpGet] public async Task<IActionResult> [|Get|](CancellationToken t) { var all = await (from o in db.Orders orderby o.Id select new OrderDto(o.Id, o.Number)).ToListAsync(t); return Ok(all); }")]
    [InlineData("[HttpGet] public async Task<IActionResult> [|Get|](bool? paid, CancellationToken t) { var query = db.Orders.AsQueryable(); if (paid is not null) query = query.Where(o => o.Paid == paid); return Ok(await query.ToListAsync(t)); }")]
    [InlineData("[HttpGet] public async Task<IActionResult> [|Get|]() => Ok(await connection.QueryAsync<Order>(\"SELECT * FROM Orders ORDER BY Id\"));")]
    public Task Reports_an_action_that_answers_with_a_table(string members) => Verify<UnpagedCollection>.Reports(Controller(members), Loose);

    [Theory]
    [InlineData("app.[|MapGet|](\"/orders\", (ShopDb db, CancellationToken t) => db.Orders.ToListAsync(t));")]
    [InlineData("app.[|MapGet|](\"/orders\", async (ShopDb db, CancellationToken t) => Results.Ok(await db.Orders.ToListAsync(t)));")]
    [InlineData("app.[|MapGet|](\"/orders\", async (ShopDb db, CancellationToken t) => { var all = await db.Orders.OrderBy(o => o.Id).ToListAsync(t); return TypedResults.Ok(all); });")]
    [InlineData("app.MapGet(\"/orders\", All); static Task<List<Order>> [|All|](ShopDb db, CancellationToken t) => db.Orders.ToListAsync(t);")]
    public Task Reports_a_minimal_api_that_answers_with_a_table(string statements) => Verify<UnpagedCollection>.Reports(App(statements), Loose);

    [Theory]
    [InlineData("[HttpGet] public async Task<IActionResult> Get(CancellationToken t) => Ok(await db.Orders.OrderBy(o => o.Id).Take(50).ToListAsync(t));")]
    [InlineData("[HttpGet] public async Task<IActionResult> Get(int page, CancellationToken t) => Ok(await db.Orders.OrderBy(o => o.Id).Skip(page * 20).Take(20).ToListAsync(t));")]
    [InlineData("[HttpGet] public async Task<IActionResult> Get(int page, CancellationToken t) => Ok(await db.Orders.ToPageAsync(page));")]
    [InlineData("[HttpGet] public async Task<IActionResult> Get(CancellationToken t) => Ok(await db.Orders.Where(o => o.Paid).ToListAsync(t));")]
    [InlineData("[HttpGet] public async Task<IActionResult> Get(CancellationToken t) => Ok(await db.Countries.ToListAsync(t));")]
    [InlineData("[HttpGet] public async Task<IActionResult> Get(CancellationToken t) => Ok(await db.Statuses.OrderBy(s => s.Id).ToListAsync(t));")]
    [InlineData("[HttpGet] public async Task<IActionResult> Get(int id, CancellationToken t) => Ok(await db.Orders.SingleOrDefaultAsync(o => o.Id == id, t));")]
    [InlineData("[HttpGet] public async Task<IActionResult> Get(CancellationToken t) => Ok(await db.Orders.CountAsync(t));")]
    [InlineData("[HttpGet] public async Task<IActionResult> Get(CancellationToken t) => Ok(await db.Orders.GroupBy(o => o.Paid).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(t));")]
    [InlineData("[HttpGet] public async Task<IActionResult> Get(CancellationToken t) => Ok(await db.Orders.Select(o => o.Number).Distinct().ToListAsync(t));")]
    [InlineData("[HttpGet] public async Task<IActionResult> Get(CancellationToken t) { var all = await db.Orders.ToListAsync(t); return Ok(all.Count); }")]
    [InlineData("[HttpGet] public async Task<IActionResult> Get(CancellationToken t) { var all = await db.Orders.ToListAsync(t); return Ok(all.Where(o => o.Paid).Take(5)); }")]
    [InlineData("[HttpGet] public async Task<IActionResult> Get(int page, CancellationToken t) { const int size = 20; var query = db.Orders.OrderBy(o => o.Id); var rows = query.Skip(page * size).Take(size); return Ok(await rows.ToListAsync(t)); }")]
    [InlineData("[HttpGet] public IAsyncEnumerable<Order> Get() => db.Orders.AsAsyncEnumerable();")]
    [InlineData("[HttpGet] public IQueryable<Order> Get() => db.Orders;")]
    [InlineData("[HttpGet] public List<int> Get() => new List<int> { 1, 2 }.ToList();")]
    [InlineData("[HttpGet] public async Task<IActionResult> Get() => Ok(await connection.QueryAsync<Order>(\"SELECT * FROM Orders ORDER BY Id LIMIT 50\"));")]
    [InlineData("[HttpGet] public async Task<IActionResult> Get(int id) => Ok(await connection.QueryAsync<Order>(\"SELECT * FROM Orders WHERE CustomerId = @id\", new { id }));")]
    [InlineData("[NonAction] public Task<List<Order>> All(CancellationToken t) => db.Orders.ToListAsync(t);")]
    public Task Stays_silent_where_the_answer_is_bounded(string members) => Verify<UnpagedCollection>.Silent(Controller(members));

    [Fact]
    public Task Bounds_a_controller_by_a_constant() => Verify<UnpagedCollection, UnpagedCollectionFix>.Fixes(
        Controller("""
            [HttpGet]
                public async Task<IActionResult> [|Get|](CancellationToken t)
                {
                    var all = await db.Orders
                        .Include(o => o.Lines) // with lines
                        .ToListAsync(t);
                    return Ok(all);
                }
            """),
        Controller("""
            private const int MaxPageSize = 100;

                [HttpGet]
                public async Task<IActionResult> Get(CancellationToken t)
                {
                    var all = await db.Orders
                        .OrderBy(o => o.Id)
                        .Include(o => o.Lines) // with lines
                        .Take(MaxPageSize)
                        .ToListAsync(t);
                    return Ok(all);
                }
            """), Loose);

    [Fact]
    public Task Bounds_top_level_code_by_a_constant() => Verify<UnpagedCollection, UnpagedCollectionFix>.Fixes(
        App("app.[|MapGet|](\"/orders\", (ShopDb db, CancellationToken t) => db.Orders.OrderBy(o => o.Number).Select(o => new OrderDto(o.Id, o.Number)).ToListAsync(t));"),
        App("""
            const int MaxPageSize = 100;
            app.MapGet("/orders", (ShopDb db, CancellationToken t) => db.Orders.OrderBy(o => o.Number).Select(o => new OrderDto(o.Id, o.Number)).Take(MaxPageSize).ToListAsync(t));
            """), Loose);

    [Fact]
    public Task Uses_the_constant_that_is_there() => Verify<UnpagedCollection, UnpagedCollectionFix>.Fixes(
        Controller("internal const int MaxPageSize = 20; [HttpGet] public List<Order> [|Get|]() => db.Orders.ToList();"),
        Controller("internal const int MaxPageSize = 20; [HttpGet] public List<Order> Get() => db.Orders.OrderBy(o => o.Id).Take(MaxPageSize).ToList();"), Loose);

    [Theory]
    [InlineData("[HttpGet] public async Task<IActionResult> [|Get|]() => Ok(await connection.QueryAsync<Order>(\"SELECT * FROM Orders\"));")]
    [InlineData("[HttpGet] public List<Order> [|Get|]() { var query = db.Orders.AsNoTracking(); return query.ToList(); }")]
    [InlineData("private string MaxPageSize => \"9\"; [HttpGet] public List<Order> [|Get|]() => db.Orders.ToList();")]
    public Task Offers_nothing_where_it_cannot_bound_in_order(string members) =>
        Verify<UnpagedCollection, UnpagedCollectionFix>.OffersNoFix(Controller(members), Loose);

    private static readonly Setup Loose = new() { FixAll = false };
}
