using ArchitectAnalyzers.CodeFixes.Api;
using ArchitectAnalyzers.Rules.Api;
using Microsoft.CodeAnalysis.Testing;

namespace ArchitectAnalyzers.Tests.Api;

public class UnlimitedBatchTests
{
    private const string Models = """

        public record Item(int Id, string Name);
        public record Batch(List<Item> Items);
        public record GoodBatch([MaxLength(10)] List<Item> Items);
        public record PropertyBatch { [MaxLength(10)] public List<Item> Items { get; init; } = new(); }
        public class Import { public string Name { get; set; } = ""; public int[] Ids { get; set; } = []; }
        public class GoodImport { [Length(1, 50)] public int[] Ids { get; set; } = []; }
        public class Validated { public List<int> Ids { get; set; } = new(); }
        public class ValidatedValidator;
        public class Own : IValidatableObject { public List<int> Ids { get; set; } = new(); public IEnumerable<ValidationResult> Validate(ValidationContext context) => []; }
        public record Fluent(List<int> Ids);
        public abstract class AbstractValidator<T>;
        public class RulesValidator : AbstractValidator<Fluent>;
        public interface IPlugin;
        public interface IValidator { void Validate(object o); }
        public class Store { public void Save(Item item) { } public void Import(object o) { } public void ImportSome(List<Item> list) { if (list.Count > 10) throw new ArgumentException(); } public List<Item> Items { get; set; } = new(); }
        """;

    private static string Controller(string actions) => $$"""
        using System.ComponentModel.DataAnnotations;
        using Microsoft.AspNetCore.Mvc;

        [ApiController]
        [Route("items")]
        public class ItemsController(Store store, IValidator validator) : ControllerBase
        {
            {{actions}}
        }
        """ + Models;

    [Theory]
    [InlineData("[HttpPost] public IActionResult [|Import|]([FromBody] List<Item> items) { foreach (var item in items) store.Save(item); return Ok(); }")]
    [InlineData("[HttpPost] public IActionResult [|Import|](List<Item> items) => Ok(items.Count);")]
    [InlineData("[HttpPost] public IActionResult [|Import|](IEnumerable<Item> items) { foreach (var item in items) store.Save(item); return NoContent(); }")]
    [InlineData("[HttpPost] public async Task<IActionResult> [|Import|]([FromBody] Item[] items) { await Task.Yield(); return Ok(); }")]
    [InlineData("[HttpDelete] public IActionResult [|Delete|]([FromQuery] int[] ids) { foreach (var id in ids) store.Save(new Item(id, \"\")); return Ok(); }")]
    [InlineData("[HttpGet] public IActionResult [|Get|]([FromQuery(Name = \"id\")] List<Guid> ids) => Ok(ids);")]
    [InlineData("[HttpPost] public IActionResult [|Import|]([FromBody] List<Item> items) { if (items.Count == 0) return BadRequest(); return Ok(); }")]
    [InlineData("[HttpPost] public IActionResult [|Import|]([FromBody] List<Item> items) { if (items.Count > 0) store.Save(items[0]); return Ok(); }")]
    [InlineData("[HttpPost] public IActionResult [|Import|]([FromBody, Required] List<Item> items) { if (items is null) return BadRequest(); return Ok(); }")]
    [InlineData("[HttpPost] public IActionResult [|Import|](Batch batch) { foreach (var item in batch.Items) store.Save(item); return Ok(); }")]
    [InlineData("[HttpPost] public IActionResult [|Import|]([FromBody] Import request) => Ok(request.Ids.Length);")]
    [InlineData("[HttpPost] public IActionResult [|Import|](int id, [FromBody] List<string> names, CancellationToken token) => Ok(names);")]
    [InlineData("[HttpPost] public IActionResult [|Import|](List<Item> items) { store.Import(items); return Ok(); }")]
    public Task Reports_in_a_controller(string action) => Verify<UnlimitedBatch>.Reports(Controller(action));

    [Theory]
    [InlineData("[HttpPost] public IActionResult Import([FromBody, MaxLength(100)] List<Item> items) => Ok(items);")]
    [InlineData("[HttpPost] public IActionResult Import([FromBody] [Length(1, 100)] Item[] items) => Ok(items);")]
    [InlineData("[HttpPost] public IActionResult Import(List<Item> items) { if (items.Count > 100) return BadRequest(); return Ok(); }")]
    [InlineData("[HttpPost] public IActionResult Import(List<Item> items) { if (items.Count is 0 or > 100) return BadRequest(); return Ok(); }")]
    [InlineData("[HttpPost] public IActionResult Import(List<Item> items) { if (items is { Count: > 100 }) return BadRequest(); return Ok(); }")]
    [InlineData("private const int Max = 50; [HttpPost] public IActionResult Import(Item[] items) { if (items.Length > Max) return BadRequest(); return Ok(); }")]
    [InlineData("private const int Max = 50; [HttpPost] public IActionResult Import(IEnumerable<Item> items) { if (Max < items.Count()) return BadRequest(); return Ok(); }")]
    [InlineData("[HttpPost] public IActionResult Import(List<Item> items) { ArgumentOutOfRangeException.ThrowIfGreaterThan(items.Count, 100); return Ok(); }")]
    [InlineData("[HttpPost] public IActionResult Import(List<Item> items) { foreach (var item in items.Take(100)) store.Save(item); return Ok(); }")]
    [InlineData("[HttpPost] public IActionResult Import(List<Item> items) { var count = items.Count; if (count > 100) return BadRequest(); return Ok(); }")]
    [InlineData("[HttpPost] public IActionResult Import(List<Item> items) { validator.Validate(items); return Ok(); }")]
    [InlineData("[HttpPost] public IActionResult Import(Batch batch) { if (batch.Items.Count > 100) return BadRequest(); return Ok(); }")]
    [InlineData("[HttpPost] public IActionResult Import(Batch batch) { validator.Validate(batch); return Ok(); }")]
    [InlineData("[HttpPost] public IActionResult Import(GoodBatch batch) => Ok(batch);")]
    [InlineData("[HttpPost] public IActionResult Import(PropertyBatch batch) => Ok(batch);")]
    [InlineData("[HttpPost] public IActionResult Import(GoodImport request) => Ok(request);")]
    [InlineData("[HttpPost] public IActionResult Import(Validated request) => Ok(request);")]
    [InlineData("[HttpPost] public IActionResult Import(Own request) => Ok(request);")]
    [InlineData("[HttpPost] public IActionResult Import(Fluent request) => Ok(request);")]
    [InlineData("[HttpPost, RequestSizeLimit(10000)] public IActionResult Import(List<Item> items) => Ok(items);")]
    [InlineData("[HttpPost] public IActionResult Import(Item item) => Ok(item);")]
    [InlineData("[HttpPost] public IActionResult Import(List<IFormFile> files) => Ok(files.Count);")]
    [InlineData("[HttpPost] public IActionResult Import([FromBody] byte[] data) => Ok(data);")]
    [InlineData("[HttpPost] public IActionResult Import(string text, int[,] grid) => Ok(text);")]
    [InlineData("[HttpGet] public IActionResult Get([FromServices] IEnumerable<IPlugin> plugins, [FromServices] List<Item> items) => Ok(plugins.Count());")]
    [InlineData("[NonAction] public IActionResult Helper(List<Item> items) => Ok(items); private int Count(List<Item> items) => items.Count;")]
    [InlineData("[HttpPost] public IActionResult Import(List<Item> items) { store.ImportSome(items); return Ok(); }")]
    [InlineData("[HttpPost] public IActionResult Import(Batch batch) { store.Import(batch); return Ok(); }")]
    public Task Stays_silent_in_a_controller(string action) => Verify<UnlimitedBatch>.Silent(Controller(action));

    [Fact]
    public Task Leaves_an_entity_that_a_request_fills_to_its_own_rule() => Verify<UnlimitedBatch>.Reports("""
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.EntityFrameworkCore;

        public class Line { public int Id { get; set; } }
        public class Order { public int Id { get; set; } public List<Line> Lines { get; set; } = new(); }
        public class NewOrder { public List<int> Lines { get; set; } = new(); }
        public class Shop(DbContextOptions<Shop> options) : DbContext(options) { public DbSet<Order> Orders => Set<Order>(); }

        [ApiController, Route("orders")]
        public class OrdersController(Shop db) : ControllerBase
        {
            [HttpPost] public int Add(Order order) { db.Add(order); return db.SaveChanges(); }
            [HttpPost("many")] public int [|AddMany|](List<Order> orders) { db.AddRange(orders); return db.SaveChanges(); }
            [HttpPost("new")] public int [|AddNew|](NewOrder order) { foreach (var line in order.Lines) db.Add(new Line { Id = line }); return db.SaveChanges(); }
        }
        """);

    [Fact]
    public Task Reports_in_minimal_apis() => Verify<UnlimitedBatch>.Reports("""
        using System.ComponentModel.DataAnnotations;

        var app = WebApplication.CreateBuilder(args).Build();
        app.[|MapPost|]("/a", (List<Item> items, Store store) => { foreach (var item in items) store.Save(item); return Results.Ok(); });
        app.[|MapPost|]("/b", async (Item[] items) => { await Task.Yield(); return items.Length; });
        app.[|MapDelete|]("/c", (int[] ids) => Results.Ok(ids));
        app.[|MapPost|]("/d", (Batch batch) => Results.Ok(batch.Items.Count));
        app.MapPost("/e", Handlers.Import);
        app.MapPost("/f", (List<Item> items) => items.Count > 100 ? Results.BadRequest() : Results.Ok());
        app.MapPost("/g", (IEnumerable<IPlugin> plugins, Store store) => plugins.Count());
        app.MapPost("/h", (List<Item> items) => Results.Ok(items)).AddEndpointFilter((context, next) => next(context));
        app.MapPost("/i", (GoodBatch batch) => Results.Ok(batch));
        app.MapPost("/j", ([MaxLength(5)] List<Item> items) => Results.Ok(items));
        app.Run();

        public static class Handlers
        {
            public static IResult [|Import|](List<Item> items) => Results.Ok(items);
        }
        """ + Models);

    [Fact]
    public Task Survives_half_typed_code() => Verify<UnlimitedBatch>.Silent(
        Controller("[HttpPost] public IActionResult Import(List<> items, Gone<int> x, List<Gone> y) { if (items. > ) return; "), new() { Compiler = CompilerDiagnostics.None });

    [Fact]
    public Task Limits_by_attribute_where_that_is_looked_at() => Verify<UnlimitedBatch, UnlimitedBatchFix>.Fixes("""
        using Microsoft.AspNetCore.Mvc;

        [ApiController]
        [Route("items")]
        public class ItemsController : ControllerBase
        {
            [HttpPost]
            public IActionResult [|Import|]([FromBody] List<int> items) => Ok(items);

            [HttpPut]
            public IActionResult [|Put|](
                int id, // which
                string[] names)
            {
                return Ok(names);
            }

            [HttpPost("batch")]
            public IActionResult [|Batch|](Batch batch) => Ok(batch);

            [HttpPost("more")]
            public IActionResult [|More|](More more) => Ok(more);
        }

        public record Batch(int Id, List<int> Items);

        public class More
        {
            public int Id { get; set; }

            // All.
            public List<int> Items { get; set; } = new();
        }
        """, """
        using System.ComponentModel.DataAnnotations;
        using Microsoft.AspNetCore.Mvc;

        [ApiController]
        [Route("items")]
        public class ItemsController : ControllerBase
        {
            [HttpPost]
            public IActionResult Import([FromBody, MaxLength(100)] List<int> items) => Ok(items);

            [HttpPut]
            public IActionResult Put(
                int id, // which
                [MaxLength(100)] string[] names)
            {
                return Ok(names);
            }

            [HttpPost("batch")]
            public IActionResult Batch(Batch batch) => Ok(batch);

            [HttpPost("more")]
            public IActionResult More(More more) => Ok(more);
        }

        public record Batch(int Id, [MaxLength(100)] List<int> Items);

        public class More
        {
            public int Id { get; set; }

            // All.
            [MaxLength(100)]
            public List<int> Items { get; set; } = new();
        }
        """);

    [Fact]
    public Task Checks_where_nobody_looks_at_attributes() => Verify<UnlimitedBatch, UnlimitedBatchFix>.Fixes("""
        using Microsoft.AspNetCore.Mvc;

        var app = WebApplication.CreateBuilder(args).Build();
        app.[|MapPost|]("/a", (List<int> items) =>
        {
            foreach (var item in items) Console.WriteLine(item);
            return Results.Ok();
        });
        app.[|MapPost|]("/b", (Batch batch) =>
        {
            // Go.
            return Results.Ok(batch);
        });
        app.Run();

        public record Batch(int[] Items);

        public class ItemsController : Controller
        {
            [HttpPost]
            public IActionResult [|Import|]([FromBody] IEnumerable<int> items)
            {
                return Ok(items);
            }
        }
        """, """
        using Microsoft.AspNetCore.Mvc;

        var app = WebApplication.CreateBuilder(args).Build();
        app.MapPost("/a", (List<int> items) =>
        {
            if (items is { Count: > 100 }) return Results.BadRequest("At most 100 items are accepted.");
            foreach (var item in items) Console.WriteLine(item);
            return Results.Ok();
        });
        app.MapPost("/b", (Batch batch) =>
        {
            if (batch.Items is { Length: > 100 }) return Results.BadRequest("At most 100 items are accepted.");
            // Go.
            return Results.Ok(batch);
        });
        app.Run();

        public record Batch(int[] Items);

        public class ItemsController : Controller
        {
            [HttpPost]
            public IActionResult Import([FromBody] IEnumerable<int> items)
            {
                if (items.Count() > 100) return BadRequest("At most 100 items are accepted.");
                return Ok(items);
            }
        }
        """);
}
