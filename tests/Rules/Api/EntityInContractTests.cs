using ArchitectAnalyzers.Rules.Api;

namespace ArchitectAnalyzers.Tests.Api;

public class EntityInContractTests
{
    private const string Usings = """
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.AspNetCore.Mvc.RazorPages;
        using Microsoft.EntityFrameworkCore;

        """;

    private const string Shop = """


        public class Order { public int Id { get; set; } public string Number { get; set; } = ""; public Customer? Customer { get; set; } }
        public class Customer { public int Id { get; set; } }
        public class Invoice { public int Id { get; set; } }
        public class OrderDto { public int Id { get; set; } public string Number { get; set; } = ""; }
        public record Paged<T>(List<T> Items, int Total);
        public interface IRepository<T> { Task<T?> FindAsync(int id, CancellationToken t); void Add(T one); }
        public class ShopDb(DbContextOptions<ShopDb> options) : DbContext(options)
        {
            public DbSet<Order> Orders { get; set; } = null!;
            public DbSet<Customer> Customers => Set<Customer>();
            protected override void OnModelCreating(ModelBuilder model) => model.Entity<Invoice>().HasKey(i => i.Id);
        }
        """;

    private static string Controller(string members) => Usings + $$"""
        [ApiController, Route("orders")]
        public class OrdersController(ShopDb db, IRepository<Order> orders) : ControllerBase
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
    [InlineData("[HttpPost] public async Task<IActionResult> [|Create|](Order order, CancellationToken t) { db.Add(order); await db.SaveChangesAsync(t); return NoContent(); }")]
    [InlineData("[HttpPut(\"{id}\")] public IActionResult [|Update|](int id, [FromBody] Order order) { db.Update(order); db.SaveChanges(); return Ok(); }")]
    [InlineData("[HttpPost] public IActionResult [|Create|]([FromForm] Order order) { db.Add(order); return Ok(); }")]
    [InlineData("[HttpPost] public IActionResult [|Import|](List<Order> orders) { db.AddRange(orders); return Ok(); }")]
    [InlineData("[HttpPost] public IActionResult [|Import|](Invoice[] invoices) { db.AddRange(invoices); return Ok(); }")]
    [InlineData("[HttpGet(\"{id}\")] public async Task<ActionResult<Order>> [|Get|](int id, CancellationToken t) { var order = await db.Orders.FindAsync([id], t); return order is null ? NotFound() : order; }")]
    [InlineData("[HttpGet(\"{id}\")] public async Task<IActionResult> [|Get|](int id, CancellationToken t) { var order = await db.Orders.FindAsync([id], t); return order is null ? NotFound() : Ok(order); }")]
    [InlineData("[HttpGet] public Task<List<Order>> [|All|](CancellationToken t) => db.Orders.ToListAsync(t);")]
    [InlineData("[HttpGet] public async Task<IActionResult> [|All|](CancellationToken t) => Ok(new { items = await db.Customers.ToListAsync(t) });")]
    [InlineData("[HttpGet] public async Task<ActionResult<Paged<Order>>> [|All|](CancellationToken t) => new Paged<Order>(await db.Orders.ToListAsync(t), 1);")]
    [InlineData("[HttpGet(\"{id}\")] public Task<Order?> [|Get|](int id, CancellationToken t) => orders.FindAsync(id, t);")]
    [InlineData("[HttpPost] public IActionResult [|Create|](OrderDto dto) { var order = new Order { Number = dto.Number }; db.Add(order); return CreatedAtAction(nameof(Create), new { id = order.Id }, order); }")]
    public Task Reports_a_controller_whose_contract_is_a_table(string members) => Verify<EntityInContract>.Reports(Controller(members));

    [Theory]
    [InlineData("app.[|MapPost|](\"/orders\", async (Order order, ShopDb db, CancellationToken t) => { db.Add(order); await db.SaveChangesAsync(t); return Results.Ok(); });")]
    [InlineData("app.[|MapGet|](\"/orders/{id}\", async (int id, ShopDb db, CancellationToken t) => await db.Orders.FindAsync([id], t) is { } order ? Results.Ok(order) : Results.NotFound());")]
    [InlineData("app.[|MapGet|](\"/orders\", (ShopDb db, CancellationToken t) => db.Orders.ToListAsync(t));")]
    [InlineData("app.[|MapGet|](\"/invoices\", (ShopDb db, CancellationToken t) => db.Set<Invoice>().ToListAsync(t));")]
    public Task Reports_a_minimal_api_whose_contract_is_a_table(string statements) => Verify<EntityInContract>.Reports(App(statements));

    [Fact]
    public Task Reports_a_bound_property_of_a_page() => Verify<EntityInContract>.Reports(Usings + """
        public class EditModel(ShopDb db) : PageModel
        {
            [BindProperty] public Order [|Order|] { get; set; } = null!;
            [BindProperty] public OrderDto Input { get; set; } = null!;
            public IActionResult OnPost() { db.Update(Order); return RedirectToPage("Index"); }
        }
        """ + Shop);

    [Theory]
    [InlineData("[HttpPost] public async Task<IActionResult> Create(OrderDto dto, CancellationToken t) { db.Add(new Order { Number = dto.Number }); await db.SaveChangesAsync(t); return NoContent(); }")]
    [InlineData("[HttpGet] public Task<List<OrderDto>> All(CancellationToken t) => db.Orders.Select(o => new OrderDto { Id = o.Id }).ToListAsync(t);")]
    [InlineData("[HttpGet(\"{id}\")] public async Task<ActionResult<OrderDto>> Get(int id, CancellationToken t) { var order = await db.Orders.FindAsync([id], t); return order is null ? NotFound() : new OrderDto { Id = order.Id }; }")]
    [InlineData("[HttpGet(\"{id}\")] public async Task<IActionResult> Get(int id, CancellationToken t) { var order = await orders.FindAsync(id, t); return Ok(new { order!.Id, order.Number }); }")]
    [InlineData("[HttpPost] public IActionResult Create([FromServices] IRepository<Order> all, OrderDto dto) { all.Add(new Order()); return Ok(); }")]
    [InlineData("[HttpPost] public IActionResult Create(IRepository<Order> all, OrderDto dto) { all.Add(new Order()); return Ok(); }")]
    [InlineData("[HttpPost] public IActionResult Create([Bind(\"Number\")] Order order) { db.Add(order); return Ok(); }")]
    [InlineData("[HttpGet] public int Count() => db.Orders.Count();")]
    [InlineData("[NonAction] public Order Make() => new Order();")]
    [InlineData("private Order Make() => new Order(); [HttpGet] public string Number() => Make().Number;")]
    [InlineData("[HttpPost] public IActionResult Create(Unmapped one) => Ok(one); public class Unmapped { public int Id { get; set; } }")]
    public Task Stays_silent_where_the_contract_has_types_of_its_own(string members) => Verify<EntityInContract>.Silent(Controller(members));

    [Theory]
    [InlineData("app.MapPost(\"/orders\", async (OrderDto dto, ShopDb db, CancellationToken t) => { db.Add(new Order { Number = dto.Number }); await db.SaveChangesAsync(t); return Results.NoContent(); });")]
    [InlineData("app.MapGet(\"/orders/{id}\", async (int id, IRepository<Order> all, CancellationToken t) => await all.FindAsync(id, t) is { } o ? Results.Ok(new OrderDto { Id = o.Id }) : Results.NotFound());")]
    public Task Stays_silent_on_minimal_apis_with_types_of_their_own(string statements) => Verify<EntityInContract>.Silent(App(statements));

    [Fact]
    public Task Says_which_and_how() => Verify<EntityInContract>.Reports(
        Controller("[HttpPost] public IActionResult {|#0:Create|}(Order order) => Ok(order); [HttpGet] public Order {|#1:Get|}() => new Order();"), null,
        Verify<EntityInContract>.Report(0).WithArguments("OrdersController.Create", "binds the request to", "Order"),
        Verify<EntityInContract>.Report(1).WithArguments("OrdersController.Get", "answers with", "Order"));
}
