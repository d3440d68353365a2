using ArchitectAnalyzers.CodeFixes.Database;
using ArchitectAnalyzers.Rules.Database;

namespace ArchitectAnalyzers.Tests.Database;

public class UnboundedQueryTests
{
    [Theory]
    [InlineData("Use(db.Orders.[|ToList|]());")]
    [InlineData("Use(await db.Orders.[|ToListAsync|](ct));")]
    [InlineData("Use(await db.Orders.AsNoTracking().[|ToArrayAsync|](ct));")]
    [InlineData("Use(db.Orders.Include(o => o.Lines).[|ToList|]());")]
    [InlineData("Use(db.Orders.OrderBy(o => o.Created).[|ToList|]());")]
    [InlineData("Use(db.Orders.Select(o => new OrderDto(o.Id, o.Number)).[|ToList|]());")]
    [InlineData("Use((from o in db.Orders select o).[|ToList|]());")]
    [InlineData("Use(db.Set<Order>().[|ToList|]());")]
    [InlineData("var orders = await _db.Orders.[|ToListAsync|](ct); foreach (var o in orders) Use(o);")]
    [InlineData("foreach (var o in db.Orders.[|ToList|]()) Use(o);")]
    public Task Reports_a_table_read_whole(string statements) => Verify<UnboundedQuery>.Reports(Shop.Async(statements), Shop.Setup);

    [Theory]
    [InlineData("public Task<List<Order>> GetAllAsync(CancellationToken ct) => _db.Orders.[|ToListAsync|](ct);")]
    [InlineData("public List<Order> All { get { return _db.Orders.[|ToList|](); } }")]
    [InlineData("public class Job(ShopContext db) : BackgroundService { protected override async Task ExecuteAsync(CancellationToken t) { foreach (var o in await db.Orders.[|ToListAsync|](t)) Use(o); } }")]
    [InlineData("public class R<T>(ShopContext db) where T : class { public List<T> All() => db.Set<T>().[|ToList|](); }")]
    public Task Reports_in_repositories_and_jobs(string members) => Verify<UnboundedQuery>.Reports(Shop.In(members), Shop.Setup);

    [Theory]
    [InlineData("Use(db.Orders.Where(o => o.CustomerId == id).ToList());")]
    [InlineData("Use(db.Orders.OrderBy(o => o.Id).Take(100).ToList());")]
    [InlineData("var q = db.Orders.AsQueryable(); if (flag) q = q.Where(o => o.Id == id); Use(q.ToList());")]
    [InlineData("Use(db.Orders.Count()); Use(db.Orders.Any()); Use(db.Orders.Sum(o => o.Total)); Use(db.Orders.First());")]
    [InlineData("Use(db.Orders.GroupBy(o => o.Status).Select(g => new { g.Key, N = g.Count() }).ToList());")]
    [InlineData("Use(db.Orders.Select(o => o.Status).Distinct().ToList());")]
    [InlineData("Use((await db.Orders.ToListAsync(ct)).ToDictionary(o => o.Id));")]
    [InlineData("Use(await db.Orders.ToDictionaryAsync(o => o.Id, ct));")]
    [InlineData("var orders = db.Orders.ToList(); var byId = orders.ToDictionary(o => o.Id); Use(byId);")]
    [InlineData("Use(db.Orders.ToList().Where(o => o.Total > 5));")]
    [InlineData("Use(list.ToList()); Use(elsewhere.ToList()); Use(await elsewhere.ToListAsync(ct)); Use(repository.Query().ToList());")]
    [InlineData("Use(db.Orders.FromSql($\"select * from Orders where Id = {id}\").ToList());")]
    [InlineData("foreach (var o in db.Orders) Use(o); await foreach (var o in db.Orders.AsAsyncEnumerable()) Use(o);")]
    [InlineData("Use(Late(db.Orders).ToList()); IQueryable<Order> Late(IQueryable<Order> q) => q.Where(o => o.Total > 1);")]
    public Task Stays_silent_on_a_bounded_or_streamed_query(string statements) => Verify<UnboundedQuery>.Silent(Shop.Async(statements), Shop.Setup);

    [Theory]
    [InlineData("public class OrderSeeder(ShopContext db) { public List<Order> Run() => db.Orders.ToList(); }")]
    [InlineData("public List<Order> ExportOrders() => _db.Orders.ToList();")]
    [InlineData("public class Country { public int Id { get; set; } } public List<Country> M() => _db.Set<Country>().ToList();")]
    [InlineData("public object M(Microsoft.Extensions.Caching.Memory.IMemoryCache cache) => Microsoft.Extensions.Caching.Memory.CacheExtensions.GetOrCreate(cache, 1, _ => _db.Orders.ToList());")]
    public Task Stays_silent_where_all_rows_are_the_point(string members) => Verify<UnboundedQuery>.Silent(Shop.In(members), Shop.Setup);

    [Fact]
    public Task Stays_silent_where_an_endpoint_answers_with_them() => Verify<UnboundedQuery>.Silent(
        """
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.EntityFrameworkCore;
        using Shop;
        var app = WebApplication.CreateBuilder(args).Build();
        app.MapGet("/orders", async (ShopContext db) => await db.Orders.ToListAsync());
        app.MapGet("/orders/2", async (ShopContext db) => { var orders = await db.Orders.ToListAsync(); return Results.Ok(orders); });
        app.Run();
        [ApiController, Route("orders")]
        public class OrdersController(ShopContext db) : ControllerBase
        {
            [HttpGet] public async Task<ActionResult<List<Order>>> Get() => Ok(await db.Orders.ToListAsync());
        }
        """, Shop.Setup);

    [Fact]
    public Task Reports_what_an_endpoint_reads_for_itself() => Verify<UnboundedQuery>.Reports(
        """
        using Microsoft.EntityFrameworkCore;
        using Shop;
        var app = WebApplication.CreateBuilder(args).Build();
        app.MapGet("/total", async (ShopContext db) => { var sum = 0m; foreach (var o in await db.Orders.[|ToListAsync|]()) sum += o.Total; return sum; });
        app.Run();
        """, Shop.Setup);

    [Theory]
    [InlineData("Use(db.Orders.[|ToList|]());", "Use(db.Orders.OrderBy(o => o.Id).Take(MaxOrders).ToList());")]
    [InlineData("Use(await db.Orders.OrderBy(o => o.Created).[|ToListAsync|](ct));", "Use(await db.Orders.OrderBy(o => o.Created).Take(MaxOrders).ToListAsync(ct));")]
    [InlineData("Use(db.Orders.Select(o => o.Number).[|ToList|]());", "Use(db.Orders.OrderBy(o => o.Id).Select(o => o.Number).Take(MaxOrders).ToList());")]
    public Task Takes_a_bounded_number(string before, string after) => Verify<UnboundedQuery, UnboundedQueryFix>.Fixes(
        Shop.Async(before), Shop.Async(after)
            .Replace("    private readonly ShopContext _db;", "    private const int MaxOrders = 1000;\n    private readonly ShopContext _db;"),
        Shop.Setup with { FixAll = false });
}
