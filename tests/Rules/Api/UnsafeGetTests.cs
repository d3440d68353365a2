using ArchitectAnalyzers.Rules.Api;

namespace ArchitectAnalyzers.Tests.Api;

public class UnsafeGetTests
{
    private const string Usings = """
        using Dapper;
        using System.Data.Common;
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.EntityFrameworkCore;

        """;

    private const string Shop = """


        public class Order
        {
            public int Id { get; set; }
            public bool Paid { get; set; }
            public int ViewCount { get; set; }
            public DateTime LastReadAt { get; set; }
            public List<OrderView> Views { get; } = [];
            public void Cancel() => Paid = false;
            public void MarkViewed() => ViewCount++;
        }
        public class OrderView { public int Id { get; set; } }
        public class AuditEntry { public int Id { get; set; } }
        public interface IShopDb { DbSet<Order> Orders { get; } Task<int> SaveChangesAsync(CancellationToken token = default); }
        public class ShopDb(DbContextOptions<ShopDb> options) : DbContext(options), IShopDb
        {
            public DbSet<Order> Orders => Set<Order>();
            public DbSet<AuditEntry> AuditLog => Set<AuditEntry>();
            public DbSet<OrderView> OrderViews => Set<OrderView>();
        }
        public class OrderService(ShopDb db)
        {
            public async Task CancelAsync(int id, CancellationToken t) { var o = await db.Orders.SingleAsync(x => x.Id == id, t); o.Paid = false; await db.SaveChangesAsync(t); }
            public async Task TrackViewAsync(int id, CancellationToken t) { db.OrderViews.Add(new OrderView()); await db.SaveChangesAsync(t); }
            public Task<Order> FindAsync(int id, CancellationToken t) => db.Orders.SingleAsync(x => x.Id == id, t);
        }
        """;

    private static string Controller(string members) => Usings + $$"""
        [ApiController, Route("orders")]
        public class OrdersController(ShopDb db, IShopDb store, OrderService service, DbConnection connection) : ControllerBase
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
    [InlineData("[HttpGet(\"{id}/cancel\")] public async Task<IActionResult> [|Cancel|](int id, CancellationToken t) { var o = await db.Orders.FindAsync([id], t); if (o is null) return NotFound(); o.Paid = false; await db.SaveChangesAsync(t); return Ok(); }")]
    [InlineData("[HttpGet(\"{id}/delete\")] public IActionResult [|Delete|](int id) { var o = db.Orders.Find(id)!; db.Orders.Remove(o); db.SaveChanges(); return NoContent(); }")]
    [InlineData("[HttpGet] public async Task [|Add|](CancellationToken t) { db.Add(new Order()); await db.SaveChangesAsync(t); }")]
    [InlineData("[HttpHead] public async Task [|Head|](CancellationToken t) { db.Add(new Order()); await db.SaveChangesAsync(t); }")]
    [InlineData("[HttpGet, HttpHead] public async Task [|Both|](CancellationToken t) { db.Add(new Order()); await db.SaveChangesAsync(t); }")]
    [InlineData("[AcceptVerbs(\"GET\")] public async Task [|Add|](CancellationToken t) { store.Orders.Add(new Order()); await store.SaveChangesAsync(t); }")]
    [InlineData("[HttpGet(\"purge\")] public Task<int> [|Purge|](CancellationToken t) => db.Orders.Where(o => o.Paid).ExecuteDeleteAsync(t);")]
    [InlineData("[HttpGet(\"pay\")] public async Task<IActionResult> [|Pay|](int id, CancellationToken t) { await db.Orders.Where(o => o.Id == id).ExecuteUpdateAsync(s => s.SetProperty(o => o.Paid, true), t); return Ok(); }")]
    [InlineData("[HttpGet(\"pay\")] public Task<int> [|Pay|](int id, CancellationToken t) => db.Database.ExecuteSqlAsync($\"UPDATE Orders SET Paid = 1 WHERE Id = {id}\", t);")]
    [InlineData("[HttpGet(\"pay\")] public Task<int> [|Pay|](int id) => db.Database.ExecuteSqlRawAsync(\"DELETE FROM Orders WHERE Id = {0}\", id);")]
    [InlineData("[HttpGet(\"pay\")] public async Task<int> [|Pay|](int id) => await connection.ExecuteAsync(\"UPDATE Orders SET Paid = 1 WHERE Id = @id\", new { id });")]
    [InlineData("[HttpGet(\"pay\")] public int [|Pay|](int id) { const string sql = \"insert into Orders (Id) values (@id)\"; return connection.Execute(sql, new { id }); }")]
    [InlineData("[HttpGet(\"new\")] public Task<int> [|New|]() => connection.QuerySingleAsync<int>(\"INSERT INTO Orders (Paid) VALUES (0) RETURNING Id\");")]
    [InlineData("[HttpGet(\"pay\")] public void [|Pay|]() { using var command = connection.CreateCommand(); command.CommandText = \"DELETE FROM Orders\"; command.ExecuteNonQuery(); }")]
    [InlineData("[HttpGet(\"file\")] public IActionResult [|Drop|](int id) { System.IO.File.Delete($\"invoices/{id}.pdf\"); return Ok(); }")]
    [InlineData("[HttpGet(\"file\")] public IActionResult [|Drop|](int id) { var path = $\"invoices/{id}.pdf\"; if (System.IO.File.Exists(path)) System.IO.File.Delete(path); return Ok(); }")]
    [InlineData("[HttpGet(\"file\")] public async Task [|Save|](string text, CancellationToken t) => await System.IO.File.WriteAllTextAsync(\"notes.txt\", text, t);")]
    [InlineData("[HttpGet(\"{id}/cancel\")] public async Task<IActionResult> [|Cancel|](int id, CancellationToken t) { await CancelCore(id, t); return Ok(); } private async Task CancelCore(int id, CancellationToken t) { db.Remove(new Order { Id = id }); await db.SaveChangesAsync(t); }")]
    [InlineData("[HttpGet(\"{id}/cancel\")] public async Task<IActionResult> [|Cancel|](int id, CancellationToken t) { await service.CancelAsync(id, t); return Ok(); }")]
    [InlineData("[HttpGet(\"{id}\")] public async Task<Order> [|Get|](int id, CancellationToken t) { var o = await db.Orders.SingleAsync(x => x.Id == id, t); o.ViewCount++; o.Paid = true; await db.SaveChangesAsync(t); return o; }")]
    [InlineData("[HttpGet(\"{id}\")] public async Task<Order> [|Get|](int id, CancellationToken t) { var o = await db.Orders.SingleAsync(x => x.Id == id, t); o.Cancel(); await db.SaveChangesAsync(t); return o; }")]
    [InlineData("[HttpGet(\"{id}\")] public async Task [|Get|](int id, CancellationToken t) { var strategy = db.Database.CreateExecutionStrategy(); await strategy.ExecuteAsync(async () => { db.Add(new Order()); await db.SaveChangesAsync(t); }); }")]
    public Task Reports_a_controller_action_that_writes_on_get(string members) => Verify<UnsafeGet>.Reports(Controller(members));

    [Theory]
    [InlineData("app.[|MapGet|](\"/orders/{id}/pay\", async (int id, ShopDb db, CancellationToken t) => { var o = await db.Orders.FindAsync([id], t); o!.Paid = true; await db.SaveChangesAsync(t); return Results.Ok(); });")]
    [InlineData("app.[|MapGet|](\"/orders/clear\", (ShopDb db, CancellationToken t) => db.Orders.ExecuteDeleteAsync(t));")]
    [InlineData("app.[|MapMethods|](\"/orders/clear\", [\"GET\", \"HEAD\"], (ShopDb db, CancellationToken t) => db.Orders.ExecuteDeleteAsync(t));")]
    [InlineData("app.MapGroup(\"/orders\").[|MapGet|](\"clear\", (ShopDb db) => { db.Orders.RemoveRange(db.Orders); db.SaveChanges(); });")]
    [InlineData("app.MapGet(\"/orders/clear\", Clear); static async Task [|Clear|](ShopDb db, CancellationToken t) { db.Add(new Order()); await db.SaveChangesAsync(t); }")]
    [InlineData("app.[|MapGet|](\"/orders/{id}/cancel\", (int id, OrderService service, CancellationToken t) => service.CancelAsync(id, t));")]
    [InlineData("app.[|MapGet|](\"/drop\", (string name) => File.Delete(Path.Combine(\"invoices\", name)));")]
    public Task Reports_a_minimal_api_that_writes_on_get(string statements) => Verify<UnsafeGet>.Reports(App(statements));

    [Fact]
    public Task Reports_a_page_that_writes_on_get() => Verify<UnsafeGet>.Reports(Usings + """
        using Microsoft.AspNetCore.Mvc.RazorPages;
        public class CancelModel(ShopDb db) : PageModel
        {
            public async Task<IActionResult> [|OnGetAsync|](int id, CancellationToken t) { db.Remove(new Order { Id = id }); await db.SaveChangesAsync(t); return Page(); }
            public async Task<IActionResult> OnPostAsync(int id, CancellationToken t) { db.Remove(new Order { Id = id }); await db.SaveChangesAsync(t); return Page(); }
        }
        """ + Shop);

    [Theory]
    [InlineData("[HttpGet(\"confirm-email\")] public async Task<IActionResult> ConfirmEmail(int id, string token, CancellationToken t) { var o = await db.Orders.SingleAsync(x => x.Id == id, t); o.Paid = true; await db.SaveChangesAsync(t); return Ok(); }")]
    [InlineData("[HttpGet(\"newsletter/unsubscribe\")] public async Task<IActionResult> Leave(string code, CancellationToken t) { await db.Orders.ExecuteDeleteAsync(t); return Ok(); }")]
    public Task Stays_silent_about_what_a_link_in_a_mail_does(string members) => Verify<UnsafeGet>.Silent(Controller(members));

    [Theory]
    [InlineData("[HttpGet(\"confirm\")] public async Task [|Confirm|](int id, CancellationToken t) { var o = await db.Orders.SingleAsync(x => x.Id == id, t); o.Paid = true; await db.SaveChangesAsync(t); }")]
    [InlineData("[HttpGet(\"pay\")] public async Task [|Pay|](string token, CancellationToken t) { db.Add(new Order()); await db.SaveChangesAsync(t); }")]
    public Task Reports_what_no_link_in_a_mail_says(string members) => Verify<UnsafeGet>.Reports(Controller(members));

    [Theory]
    [InlineData("[HttpPost] public async Task Add(CancellationToken t) { db.Add(new Order()); await db.SaveChangesAsync(t); }")]
    [InlineData("[HttpDelete] public Task<int> Clear(CancellationToken t) => db.Orders.ExecuteDeleteAsync(t);")]
    [InlineData("[HttpGet, HttpPost] public async Task Add(CancellationToken t) { db.Add(new Order()); await db.SaveChangesAsync(t); }")]
    [InlineData("public async Task Add(CancellationToken t) { db.Add(new Order()); await db.SaveChangesAsync(t); }")]
    [InlineData("[HttpGet] public Task<List<Order>> Get(CancellationToken t) => db.Orders.ToListAsync(t);")]
    [InlineData("[HttpGet] public async Task<Order> Get(int id, CancellationToken t) { var o = await db.Orders.SingleAsync(x => x.Id == id, t); o.ViewCount++; await db.SaveChangesAsync(t); return o; }")]
    [InlineData("[HttpGet] public async Task<Order> Get(int id, CancellationToken t) { var o = await db.Orders.SingleAsync(x => x.Id == id, t); o.LastReadAt = DateTime.UtcNow; await db.SaveChangesAsync(t); return o; }")]
    [InlineData("[HttpGet] public async Task<Order> Get(int id, CancellationToken t) { var o = await db.Orders.SingleAsync(x => x.Id == id, t); o.MarkViewed(); await db.SaveChangesAsync(t); return o; }")]
    [InlineData("[HttpGet] public async Task<Order> Get(int id, CancellationToken t) { var o = await db.Orders.SingleAsync(x => x.Id == id, t); db.AuditLog.Add(new AuditEntry()); await db.SaveChangesAsync(t); return o; }")]
    [InlineData("[HttpGet] public async Task<Order> Get(int id, CancellationToken t) { var o = await db.Orders.SingleAsync(x => x.Id == id, t); o.Views.Add(new OrderView()); await db.SaveChangesAsync(t); return o; }")]
    [InlineData("[HttpGet] public async Task<Order> Get(int id, CancellationToken t) { await db.Orders.Where(o => o.Id == id).ExecuteUpdateAsync(s => s.SetProperty(o => o.ViewCount, o => o.ViewCount + 1), t); return await db.Orders.SingleAsync(o => o.Id == id, t); }")]
    [InlineData("[HttpGet] public async Task<Order> Get(int id, CancellationToken t) { await service.TrackViewAsync(id, t); return await service.FindAsync(id, t); }")]
    [InlineData("[HttpGet] public async Task Get(int id) => await connection.ExecuteAsync(\"UPDATE Orders SET view_count = view_count + 1 WHERE Id = @id\", new { id });")]
    [InlineData("[HttpGet] public async Task Get(int id) => await connection.ExecuteAsync(\"INSERT INTO audit_log (OrderId) VALUES (@id)\", new { id });")]
    [InlineData("[HttpGet] public async Task<Order> Get(int id) => await connection.QuerySingleAsync<Order>(\"SELECT * FROM Orders WHERE Id = @id FOR UPDATE\", new { id });")]
    [InlineData("[HttpGet] public async Task<int> Get(string p) => await connection.ExecuteScalarAsync<int>(\"SELECT UpdateCount FROM Orders\");")]
    [InlineData("[HttpGet(\"signin-callback\")] public async Task<IActionResult> Back(string code, CancellationToken t) { db.Add(new Order()); await db.SaveChangesAsync(t); return Redirect(\"/\"); }")]
    [InlineData("[HttpGet] public IActionResult Report() { var path = Path.GetTempFileName(); try { return Ok(System.IO.File.ReadAllText(path)); } finally { System.IO.File.Delete(path); } }")]
    [InlineData("[HttpGet] public IActionResult Report() { var path = Path.GetTempFileName(); System.IO.File.WriteAllText(path, \"x\"); return PhysicalFile(path, \"text/plain\"); }")]
    [InlineData("[HttpGet] public IActionResult Report() { var path = \"reports/today.csv\"; System.IO.File.WriteAllText(path, \"x\"); return PhysicalFile(path, \"text/plain\"); }")]
    [InlineData("[HttpGet] public IActionResult Report() { Response.OnCompleted(() => { System.IO.File.Delete(\"report.csv\"); return Task.CompletedTask; }); return Ok(); }")]
    [InlineData("[HttpGet] public Task<Order> Get(int id, CancellationToken t) => service.FindAsync(id, t);")]
    [InlineData("[HttpGet] public IActionResult Get() { var names = new List<string>(); names.Add(\"a\"); names.Remove(\"b\"); return Ok(names); }")]
    [InlineData("[NonAction] public void Save() { db.SaveChanges(); } [HttpGet] public IActionResult Get() => Ok();")]
    public Task Stays_silent_where_get_is_safe(string members) => Verify<UnsafeGet>.Silent(Controller(members));

    [Theory]
    [InlineData("app.MapPost(\"/orders\", async (ShopDb db, CancellationToken t) => { db.Add(new Order()); await db.SaveChangesAsync(t); });")]
    [InlineData("app.MapMethods(\"/orders\", [\"GET\", \"POST\"], async (ShopDb db, CancellationToken t) => { db.Add(new Order()); await db.SaveChangesAsync(t); });")]
    [InlineData("app.Map(\"/orders\", async (ShopDb db, CancellationToken t) => { db.Add(new Order()); await db.SaveChangesAsync(t); });")]
    [InlineData("app.MapGet(\"/orders/{id}\", (int id, ShopDb db, CancellationToken t) => db.Orders.SingleAsync(o => o.Id == id, t));")]
    [InlineData("app.MapGet(\"/oauth/done\", async (ShopDb db, CancellationToken t) => { db.Add(new Order()); await db.SaveChangesAsync(t); });")]
    public Task Stays_silent_on_minimal_apis_of_other_verbs(string statements) => Verify<UnsafeGet>.Silent(App(statements));

    [Fact]
    public Task Says_which_endpoint_and_what() => Verify<UnsafeGet>.Reports(
        App("app.MapGroup(\"/orders\").{|#0:MapGet|}(\"/{id}/pay\", (int id, ShopDb db) => { db.Orders.Find(id)!.Paid = true; db.SaveChanges(); });"), null,
        Verify<UnsafeGet>.Report(0).WithArguments("GET /orders/{id}/pay", "SaveChanges"));
}
