using ArchitectAnalyzers.CodeFixes.Api;
using ArchitectAnalyzers.Rules.Api;

namespace ArchitectAnalyzers.Tests.Api;

public class DeferredResultTests
{
    private const string Usings = """
        using Dapper;
        using System.Data.Common;
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.EntityFrameworkCore;

        """;

    private const string Shop = """


        public class Order { public int Id { get; set; } public string Number { get; set; } = ""; public bool Paid { get; set; } }
        public record OrderDto(int Id, string Number);
        public record Page(IEnumerable<Order> Items, int Total);
        public class Envelope { public IEnumerable<Order>? Items { get; set; } public object? Data { get; set; } }
        public class ShopDb(DbContextOptions<ShopDb> options) : DbContext(options) { public DbSet<Order> Orders => Set<Order>(); }
        public interface IOrders { IQueryable<Order> Query(); IEnumerable<Order> All(); Task<IQueryable<Order>> QueryAsync(); }
        public class OrderService(ShopDb db)
        {
            private readonly List<Order> _known = [];
            public IEnumerable<Order> Unpaid() => db.Orders.Where(o => !o.Paid);
            public IEnumerable<Order> Loaded() => db.Orders.Where(o => !o.Paid).ToList();
            public IEnumerable<Order> Known() => _known.Where(o => o.Paid);
            public IEnumerable<OrderDto> Stream() { foreach (var o in db.Orders) yield return new OrderDto(o.Id, o.Number); }
            public IEnumerable<int> Numbers() { for (var i = 0; i < 3; i++) yield return i; }
            public IQueryable<Order> Memory() => _known.AsQueryable();
        }
        """;

    private static string Controller(string members) => Usings + $$"""
        [ApiController, Route("orders")]
        public class OrdersController(ShopDb db, IOrders orders, OrderService service, DbConnection connection) : ControllerBase
        {
            private static readonly List<Order> s_memory = [];

            {{members}}
        }
        """ + Shop;

    private static string App(string statements) => Usings + $"""
        var app = WebApplication.Create(args);
        {statements}
        app.Run();
        """ + Shop;

    [Theory]
    [InlineData("[HttpGet] public IQueryable<Order> Get() => [|db.Orders|];")]
    [InlineData("[HttpGet] public IEnumerable<Order> Get() => [|db.Orders.Where(o => o.Paid)|];")]
    [InlineData("[HttpGet] public IEnumerable<Order> Get() { return [|db.Orders.OrderBy(o => o.Id)|]; }")]
    [InlineData("[HttpGet] public IEnumerable<Order> Get() => [|from o in db.Orders where o.Paid select o|];")]
    [InlineData("[HttpGet] public IActionResult Get() => Ok([|db.Orders.Where(o => o.Paid).Select(o => new OrderDto(o.Id, o.Number))|]);")]
    [InlineData("[HttpGet] public IActionResult Get() { var query = db.Orders.AsNoTracking(); return Ok([|query|]); }")]
    [InlineData("[HttpGet] public IActionResult Get(bool? paid) { IQueryable<Order> query = this.Db.Orders; if (paid is not null) query = query.Where(o => o.Paid == paid); return this.Ok([|query|]); } private ShopDb Db => db;")]
    [InlineData("[HttpGet] public ActionResult<IEnumerable<Order>> Get() => Ok([|db.Orders|]);")]
    [InlineData("[HttpGet] public IActionResult Get() { IEnumerable<Order> all = db.Orders.Where(o => o.Paid); return Ok([|all|]); }")]
    [InlineData("[HttpGet] public IEnumerable<OrderDto> Get() => [|db.Orders.AsEnumerable().Select(o => new OrderDto(o.Id, o.Number))|];")]
    [InlineData("[HttpGet] public IActionResult Get() => new OkObjectResult([|db.Set<Order>().Where(o => o.Paid)|]);")]
    [InlineData("[HttpGet] public IActionResult Get() => new JsonResult([|db.Orders.Take(10)|]);")]
    [InlineData("[HttpGet] public IActionResult Get() => StatusCode(200, [|db.Orders.Take(10)|]);")]
    [InlineData("[HttpGet] public IActionResult Get() => Ok(new { total = db.Orders.Count(), items = [|db.Orders.Take(10)|] });")]
    [InlineData("[HttpGet] public IActionResult Get() => Ok(new Page([|db.Orders.Take(10)|], 10));")]
    [InlineData("[HttpGet] public ActionResult<Envelope> Get() => new Envelope { Items = [|db.Orders.Take(10)|] };")]
    [InlineData("[HttpGet] public IActionResult Get() { var page = new Envelope { Items = [|db.Orders.Take(10)|] }; return Ok(page); }")]
    [InlineData("[HttpGet] public IActionResult Get(bool all) => all ? Ok([|db.Orders|]) : NotFound();")]
    [InlineData("[HttpGet] public Task<IActionResult> Get() => Task.FromResult<IActionResult>(Ok([|db.Orders|]));")]
    [InlineData("[HttpGet] public Task<IEnumerable<Order>> Get() => Task.FromResult<IEnumerable<Order>>([|db.Orders|]);")]
    [InlineData("[HttpGet] public async Task<IActionResult> Get(CancellationToken t) { if (!await db.Orders.AnyAsync(t)) return NotFound(); return Ok([|db.Orders.Where(o => o.Paid)|]); }")]
    [InlineData("[HttpGet] public async Task<IActionResult> Get() => Ok([|await orders.QueryAsync()|]);")]
    [InlineData("[HttpGet] public IActionResult Get() => Ok([|orders.Query()|]);")]
    [InlineData("[HttpGet] public IActionResult Get() => Ok([|orders.Query().Where(o => o.Paid)|]);")]
    [InlineData("[HttpGet] public IEnumerable<Order> Get() => [|service.Unpaid()|];")]
    [InlineData("[HttpGet] public IActionResult Get() => Ok([|service.Stream()|]);")]
    [InlineData("[HttpGet] public IActionResult Get() => Ok([|Unpaid()|]); private IEnumerable<Order> Unpaid() { return db.Orders.Where(o => !o.Paid); }")]
    [InlineData("[HttpGet] public IEnumerable<OrderDto> Get() { foreach (var o in db.Orders) [|yield return new OrderDto(o.Id, o.Number);|] }")]
    [InlineData("[HttpGet] public IActionResult Get() => Ok([|System.IO.File.ReadLines(\"orders.csv\")|]);")]
    [InlineData("[HttpGet] public IActionResult Get() => Ok([|System.IO.File.ReadLines(\"orders.csv\").Skip(1).Select(l => l.Trim())|]);")]
    [InlineData("[HttpGet] public IActionResult Get() => Ok([|connection.Query<Order>(\"SELECT * FROM Orders\", buffered: false)|]);")]
    [InlineData("[HttpGet] public IActionResult Get() => Send(db.Orders); private IActionResult Send(IQueryable<Order> all) => Ok([|all|]);")]
    public Task Reports_what_a_controller_leaves_to_the_serializer(string members) => Verify<DeferredResult>.Reports(Controller(members));

    [Theory]
    [InlineData("app.MapGet(\"/orders\", (ShopDb db) => [|db.Orders|]);")]
    [InlineData("app.MapGet(\"/orders\", (ShopDb db) => [|db.Orders.Where(o => o.Paid).Select(o => new OrderDto(o.Id, o.Number))|]);")]
    [InlineData("app.MapGet(\"/orders\", (ShopDb db) => Results.Ok([|db.Orders.Where(o => o.Paid)|]));")]
    [InlineData("app.MapGet(\"/orders\", (ShopDb db) => TypedResults.Ok([|db.Orders.Where(o => o.Paid)|]));")]
    [InlineData("app.MapGet(\"/orders\", (ShopDb db) => Results.Json([|db.Orders.Where(o => o.Paid)|]));")]
    [InlineData("app.MapGet(\"/orders\", (ShopDb db) => { var query = db.Orders.OrderBy(o => o.Id); return [|query|]; });")]
    [InlineData("app.MapGet(\"/orders\", IResult (ShopDb db, bool paid) => { if (paid) return Results.Ok([|db.Orders|]); return Results.NotFound(); });")]
    [InlineData("app.MapGet(\"/orders\", Get); static IEnumerable<Order> Get(ShopDb db) => [|db.Orders.Where(o => o.Paid)|];")]
    [InlineData("app.MapGroup(\"/orders\").MapGet(\"/\", Handlers.All);")]
    [InlineData("app.MapGet(\"/orders\", async (ShopDb db, HttpContext http) => { await http.Response.WriteAsJsonAsync([|db.Orders.Where(o => o.Paid)|]); });")]
    public Task Reports_what_a_minimal_api_leaves_to_the_serializer(string statements) => Verify<DeferredResult>.Reports(
        App(statements) + "static class Handlers { public static IQueryable<Order> All(ShopDb db) => "
            + (statements.Contains("Handlers") ? "[|db.Orders|]" : "null!") + "; }");

    [Theory]
    [InlineData("[HttpGet] public async Task<IActionResult> Get(CancellationToken t) => Ok(await db.Orders.Where(o => o.Paid).ToListAsync(t));")]
    [InlineData("[HttpGet] public IEnumerable<Order> Get() => db.Orders.Where(o => o.Paid).ToList();")]
    [InlineData("[HttpGet] public IEnumerable<OrderDto> Get() => db.Orders.ToList().Select(o => new OrderDto(o.Id, o.Number));")]
    [InlineData("[HttpGet] public async Task<IEnumerable<OrderDto>> Get(CancellationToken t) { var all = await db.Orders.ToListAsync(t); return all.Select(o => new OrderDto(o.Id, o.Number)); }")]
    [InlineData("[HttpGet] public IActionResult Get() => Ok(s_memory.Where(o => o.Paid));")]
    [InlineData("[HttpGet] public IEnumerable<Order> Get() => s_memory.Where(o => o.Paid).OrderBy(o => o.Id);")]
    [InlineData("[HttpGet] public IActionResult Get() => Ok(s_memory.AsQueryable().Where(o => o.Paid));")]
    [InlineData("[HttpGet] public IActionResult Get() => Ok(service.Memory());")]
    [InlineData("[HttpGet] public IActionResult Get() => Ok(Enumerable.Range(1, 5).Select(i => new OrderDto(i, \"x\")));")]
    [InlineData("[HttpGet] public IEnumerable<int> Get() { for (var i = 0; i < 3; i++) yield return i; }")]
    [InlineData("[HttpGet] public IActionResult Get() => Ok(service.Loaded());")]
    [InlineData("[HttpGet] public IActionResult Get() => Ok(service.Known());")]
    [InlineData("[HttpGet] public IActionResult Get() => Ok(service.Numbers());")]
    [InlineData("[HttpGet] public IActionResult Get() => Ok(orders.All());")]
    [InlineData("[HttpGet] public IAsyncEnumerable<Order> Get() => db.Orders.Where(o => o.Paid).AsAsyncEnumerable();")]
    [InlineData("[HttpGet] public IActionResult Get() => Ok(db.Orders.AsAsyncEnumerable());")]
    [InlineData("[HttpGet] public IActionResult Get() => Ok(db.Orders.Count());")]
    [InlineData("[HttpGet] public async Task<IActionResult> Get(CancellationToken t) => Ok(new { total = await db.Orders.CountAsync(t), items = await db.Orders.Take(10).ToArrayAsync(t) });")]
    [InlineData("[HttpGet] public IActionResult Get() { IEnumerable<Order> all = db.Orders; all = all.ToList(); return Ok(all); }")]
    [InlineData("[HttpGet] public IActionResult Get() { IEnumerable<Order> all = s_memory; if (s_memory.Count == 0) all = db.Orders.ToList(); return Ok(all); }")]
    [InlineData("[HttpGet, EnableQuery] public IQueryable<Order> Get() => db.Orders; class EnableQueryAttribute : Attribute;")]
    [InlineData("[HttpGet] public async Task<IActionResult> Get() => Ok(await connection.QueryAsync<Order>(\"SELECT * FROM Orders LIMIT 5\"));")]
    [InlineData("[HttpGet] public IActionResult Get() => Ok(connection.Query<Order>(\"SELECT * FROM Orders LIMIT 5\"));")]
    [InlineData("[HttpGet] public IActionResult Get() => Ok(System.IO.File.ReadAllLines(\"orders.csv\"));")]
    [InlineData("[NonAction] public IQueryable<Order> Open() => db.Orders.Where(o => !o.Paid);")]
    [InlineData("private IQueryable<Order> Open() => db.Orders.Where(o => !o.Paid); [HttpGet] public async Task<IActionResult> Get(CancellationToken t) => Ok(await Open().ToListAsync(t));")]
    [InlineData("[HttpGet] public async Task<ActionResult<List<Order>>> Get(CancellationToken t) { var query = db.Orders.AsQueryable(); query = query.Where(o => o.Paid); return await query.ToListAsync(t); }")]
    public Task Stays_silent_on_what_is_in_memory_or_meant_to_stream(string members) => Verify<DeferredResult>.Silent(Controller(members));

    [Theory]
    [InlineData("app.MapGet(\"/orders\", (ShopDb db, CancellationToken t) => db.Orders.ToListAsync(t));")]
    [InlineData("app.MapGet(\"/orders\", async (ShopDb db, CancellationToken t) => Results.Ok(await db.Orders.ToArrayAsync(t)));")]
    [InlineData("app.MapGet(\"/orders\", (ShopDb db) => db.Orders.AsAsyncEnumerable());")]
    [InlineData("app.MapGet(\"/days\", () => Enumerable.Range(1, 5).Select(i => i * 2));")]
    [InlineData("IQueryable<Order> Open(ShopDb db) => db.Orders.Where(o => !o.Paid); app.MapGet(\"/orders\", async (ShopDb db, CancellationToken t) => await Open(db).ToListAsync(t));")]
    [InlineData("app.MapGet(\"/total\", async (ShopDb db, CancellationToken t) => { var open = db.Orders.Where(o => !o.Paid); return await open.CountAsync(t); });")]
    public Task Stays_silent_on_minimal_apis_that_run_the_query(string statements) => Verify<DeferredResult>.Silent(App(statements));

    [Fact]
    public Task Says_what_runs_late() => Verify<DeferredResult>.Reports(
        Controller("[HttpGet] public IActionResult Get() => Ok({|#0:db.Orders.OrderBy(o => o.Id)|});"), null,
            Verify<DeferredResult>.Report(0).WithLocation(0).WithArguments("OrderBy"));

    [Theory]
    [InlineData(
        "[HttpGet] public async Task<IActionResult> Get(CancellationToken token) { await Task.Yield(); return Ok([|db.Orders.Where(o => o.Paid)|]); }",
        "[HttpGet] public async Task<IActionResult> Get(CancellationToken token) { await Task.Yield(); return Ok(await db.Orders.Where(o => o.Paid).ToListAsync(token)); }")]
    [InlineData(
        "[HttpGet] public IActionResult Get(CancellationToken token) { var query = db.Orders.Where(o => o.Paid); /* all */ return Ok([|query|]); }",
        "[HttpGet] public async Task<IActionResult> Get(CancellationToken token) { var query = db.Orders.Where(o => o.Paid); /* all */ return Ok(await query.ToListAsync(token)); }")]
    [InlineData(
        "[HttpGet] public IQueryable<Order> Get(CancellationToken token) => [|db.Orders|];",
        "[HttpGet] public async Task<List<Order>> Get(CancellationToken token) => await db.Orders.ToListAsync(token);")]
    [InlineData(
        "[HttpGet] public IEnumerable<OrderDto> Get(CancellationToken token) => [|db.Orders.AsEnumerable().Select(o => new OrderDto(o.Id, o.Number))|];",
        "[HttpGet] public async Task<IEnumerable<OrderDto>> Get(CancellationToken token) => (await db.Orders.ToListAsync(token)).Select(o => new OrderDto(o.Id, o.Number));")]
    [InlineData(
        "[HttpGet] public IActionResult Get(CancellationToken token) { IEnumerable<Order> all = db.Orders.Where(o => o.Paid); return Ok([|all|]); }",
        "[HttpGet] public async Task<IActionResult> Get(CancellationToken token) { IEnumerable<Order> all = await db.Orders.Where(o => o.Paid).ToListAsync(token); return Ok(all); }")]
    [InlineData(
        "[HttpGet] public Task<IActionResult> Get(CancellationToken token) => Task.FromResult<IActionResult>(Ok([|db.Orders|]));",
        "[HttpGet] public async Task<IActionResult> Get(CancellationToken token) => Ok(await db.Orders.ToListAsync(token));")]
    [InlineData(
        "[HttpGet] public IActionResult Get(CancellationToken token) => Ok(new { items = [|from o in db.Orders where o.Paid select o|] });",
        "[HttpGet] public async Task<IActionResult> Get(CancellationToken token) => Ok(new { items = await (from o in db.Orders where o.Paid select o).ToListAsync(token) });")]
    public Task Awaits_a_list_in_a_controller(string before, string after) =>
        Verify<DeferredResult, DeferredResultFix>.Fixes(Controller(before), Controller(after));

    [Fact]
    public Task Keeps_one_call_a_line_and_makes_lambdas_async() => Verify<DeferredResult, DeferredResultFix>.Fixes(
        App("""
            app.MapGet("/orders", (ShopDb db) => Results.Ok([|db.Orders
                .Where(o => o.Paid) // only these
                .OrderBy(o => o.Id)|]));
            app.MapGet("/all", (ShopDb db) => [|db.Orders|]);
            """),
        App("""
            app.MapGet("/orders", async (ShopDb db) => Results.Ok(await db.Orders
                .Where(o => o.Paid) // only these
                .OrderBy(o => o.Id)
                .ToListAsync()));
            app.MapGet("/all", async (ShopDb db) => await db.Orders.ToListAsync());
            """));

    [Fact]
    public Task Adds_the_using() => Verify<DeferredResult, DeferredResultFix>.Fixes(
        """
        using Microsoft.AspNetCore.Mvc;

        namespace Shop;

        [ApiController, Route("orders")]
        public class OrdersController(ShopDb db) : ControllerBase
        {
            [HttpGet]
            public IActionResult Get() => Ok([|db.Orders.Where(o => o.Paid)|]);
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.EntityFrameworkCore;

        namespace Shop;

        [ApiController, Route("orders")]
        public class OrdersController(ShopDb db) : ControllerBase
        {
            [HttpGet]
            public async Task<IActionResult> Get() => Ok(await db.Orders.Where(o => o.Paid).ToListAsync(HttpContext.RequestAborted));
        }
        """, new Setup
        {
            Sources = new Dictionary<string, string>
            {
                ["Db.cs"] = """
                    namespace Shop;
                    public class Order { public int Id { get; set; } public bool Paid { get; set; } }
                    public class ShopDb : Microsoft.EntityFrameworkCore.DbContext { public Microsoft.EntityFrameworkCore.DbSet<Order> Orders { get; set; } = null!; }
                    """,
            },
        });

    [Theory]
    [InlineData("[HttpGet] public IActionResult Get() => Ok([|System.IO.File.ReadLines(\"orders.csv\")|]);")]
    [InlineData("[HttpGet] public IActionResult Get() => Ok([|service.Unpaid()|]);")]
    [InlineData("[HttpGet] public virtual IActionResult Get() => Ok([|db.Orders|]);")]
    public Task Offers_nothing_where_there_is_no_query_here_or_the_signature_is_not_ours(string members) =>
        Verify<DeferredResult, DeferredResultFix>.OffersNoFix(Controller(members));
}
