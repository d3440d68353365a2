using ArchitectAnalyzers.CodeFixes.Api;
using ArchitectAnalyzers.Rules.Api;
using Microsoft.CodeAnalysis.Testing;

namespace ArchitectAnalyzers.Tests.Api;

public class CreatedWithoutLocationTests
{
    private const string Models = """

        public class Order { public int Id { get; set; } public string Name { get; set; } = ""; }
        public record OrderDto(int Id);
        public class Shop(DbContextOptions<Shop> options) : DbContext(options) { public DbSet<Order> Orders => Set<Order>(); }
        """;

    private static string Controller(string action) => $$"""
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.EntityFrameworkCore;

        [ApiController]
        [Route("orders")]
        public class OrdersController(Shop db) : ControllerBase
        {
            {{action}}
        }
        """ + Models;

    [Theory]
    [InlineData("[HttpPost] public async Task<IActionResult> [|Create|](Order order) { db.Orders.Add(order); await db.SaveChangesAsync(); return Ok(order); }")]
    [InlineData("[HttpPost] public IActionResult [|Create|](Order order) { db.Add(order); db.SaveChanges(); return Ok(); }")]
    [InlineData("[HttpPost] public async Task<ActionResult<OrderDto>> [|Create|](OrderDto dto, CancellationToken token) { var order = new Order(); await db.Orders.AddAsync(order, token); await db.SaveChangesAsync(token); return Ok(new OrderDto(order.Id)); }")]
    [InlineData("[HttpPost] public IActionResult [|Create|](OrderDto dto) { if (dto.Id > 0) return BadRequest(); db.Orders.Add(new Order()); db.SaveChanges(); return Ok(dto); }")]
    public Task Reports_in_a_controller(string action) => Verify<CreatedWithoutLocation>.Reports(Controller(action));

    [Theory]
    [InlineData("[HttpPost] public IActionResult Create(Order order) { db.Orders.Add(order); db.SaveChanges(); return Created($\"/orders/{order.Id}\", order); }")]
    [InlineData("[HttpPost] public IActionResult Create(Order order) { db.Orders.Add(order); db.SaveChanges(); return CreatedAtAction(nameof(Get), new { id = order.Id }, order); } [HttpGet(\"{id}\")] public IActionResult Get(int id) => Ok(id);")]
    [InlineData("[HttpPut] public IActionResult Put(Order order) { db.Orders.Add(order); db.SaveChanges(); return Ok(order); }")]
    [InlineData("[HttpPost] public IActionResult Search(Order order) { return Ok(db.Orders.Where(o => o.Name == order.Name)); }")]
    [InlineData("[HttpPost] public IActionResult Cancel(Order order) { db.Orders.Remove(order); db.SaveChanges(); return Ok(order); }")]
    [InlineData("[HttpPost] public IActionResult Create(Order order) { db.Orders.Add(order); db.SaveChanges(); return NoContent(); }")]
    [InlineData("[HttpPost] public IActionResult Create(Order order) { if (order.Id > 0) return Ok(order); db.Orders.Add(order); db.SaveChanges(); return Accepted(); }")]
    [InlineData("[HttpPost] public IActionResult Create(List<Order> orders) { var list = new List<Order>(); list.Add(orders[0]); db.SaveChanges(); return Ok(); }")]
    [InlineData("private IActionResult Create(Order order) { db.Orders.Add(order); db.SaveChanges(); return Ok(order); }")]
    public Task Stays_silent_in_a_controller(string action) => Verify<CreatedWithoutLocation>.Silent(Controller(action));

    [Fact]
    public Task Reports_in_minimal_apis() => Verify<CreatedWithoutLocation>.Reports("""
        using Microsoft.EntityFrameworkCore;

        var app = WebApplication.CreateBuilder(args).Build();
        app.[|MapPost|]("/a", async (Order order, Shop db) => { db.Orders.Add(order); await db.SaveChangesAsync(); return Results.Ok(order); });
        app.[|MapPost|]("/b", async (Order order, Shop db) => { db.Add(order); await db.SaveChangesAsync(); return TypedResults.Ok(order); });
        app.MapPost("/c", async (Order order, Shop db) => { db.Add(order); await db.SaveChangesAsync(); return TypedResults.Created($"/c/{order.Id}", order); });
        app.MapPut("/d", async (Order order, Shop db) => { db.Add(order); await db.SaveChangesAsync(); return TypedResults.Ok(order); });
        app.Run();
        """ + Models);

    [Fact]
    public Task Survives_half_typed_code() => Verify<CreatedWithoutLocation>.Silent(
        Controller("[HttpPost] public IActionResult Create(Order order) { db.Orders.Add(; db.SaveChanges(; return Ok(order.; }"),
            new() { Compiler = CompilerDiagnostics.None });

    [Fact]
    public Task Answers_with_the_address() => Verify<CreatedWithoutLocation, CreatedWithoutLocationFix>.Fixes("""
        using Microsoft.EntityFrameworkCore;

        var app = WebApplication.CreateBuilder(args).Build();
        var orders = app.MapGroup("/api/orders");
        orders.[|MapPost|]("/", async (Order order, Shop db) =>
        {
            db.Orders.Add(order);
            await db.SaveChangesAsync();
            return Results.Ok(order); // done
        });
        app.Run();
        """ + Models, """
        using Microsoft.EntityFrameworkCore;

        var app = WebApplication.CreateBuilder(args).Build();
        var orders = app.MapGroup("/api/orders");
        orders.MapPost("/", async (Order order, Shop db) =>
        {
            db.Orders.Add(order);
            await db.SaveChangesAsync();
            return Results.Created($"/api/orders/{order.Id}", order); // done
        });
        app.Run();
        """ + Models, new() { FixAll = false });

    [Fact]
    public Task Answers_with_the_action_that_reads_one() => Verify<CreatedWithoutLocation, CreatedWithoutLocationFix>.Fixes(
        Controller("""
            [HttpGet("{id}")]
                public IActionResult Get(int id) => Ok(id);

                [HttpPost]
                public async Task<IActionResult> [|Create|](OrderDto dto)
                {
                    var order = new Order();
                    db.Orders.Add(order);
                    await db.SaveChangesAsync();
                    return Ok(new OrderDto(order.Id));
                }
            """),
        Controller("""
            [HttpGet("{id}")]
                public IActionResult Get(int id) => Ok(id);

                [HttpPost]
                public async Task<IActionResult> Create(OrderDto dto)
                {
                    var order = new Order();
                    db.Orders.Add(order);
                    await db.SaveChangesAsync();
                    return CreatedAtAction(nameof(Get), new { id = order.Id }, new OrderDto(order.Id));
                }
            """), new() { FixAll = false });
}
