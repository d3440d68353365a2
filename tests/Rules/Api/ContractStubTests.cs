using ArchitectAnalyzers.Rules.Api;

namespace ArchitectAnalyzers.Tests.Api;

/// <summary>Types declared in source under a framework's full name count as the framework's.</summary>
public class ContractStubTests
{
    private const string Stubs = """

        namespace System.ComponentModel.DataAnnotations
        {
        }

        namespace Microsoft.AspNetCore.Mvc
        {
            public interface IActionResult { }
            public class ActionResult : IActionResult { }
            public class ActionResult<T> { public ActionResult(T value) { } public static implicit operator ActionResult<T>(T value) => new(value); public static implicit operator ActionResult<T>(ActionResult value) => new(default(T)!); }
            public class OkObjectResult : ActionResult { public OkObjectResult(object value) { } }
            public abstract class ControllerBase { public OkObjectResult Ok(object value) => new(value); public ActionResult NotFound() => new(); public ActionResult NoContent() => new(); }
            public class ApiControllerAttribute : System.Attribute { }
            public class RouteAttribute : System.Attribute { public RouteAttribute(string template) { } }
            public class HttpGetAttribute : Routing.HttpMethodAttribute { public HttpGetAttribute(string template = "") { } }
            public class HttpPostAttribute : Routing.HttpMethodAttribute { public HttpPostAttribute(string template = "") { } }
        }

        namespace Microsoft.AspNetCore.Mvc.Routing { public class HttpMethodAttribute : System.Attribute { } }

        namespace Microsoft.AspNetCore.Routing { public interface IEndpointRouteBuilder { } }

        namespace Microsoft.AspNetCore.Builder
        {
            public class WebApplication : Microsoft.AspNetCore.Routing.IEndpointRouteBuilder { public static WebApplication Create() => new(); public void Run() { } }
            public class RouteHandlerBuilder { }
            public static class EndpointRouteBuilderExtensions
            {
                public static RouteHandlerBuilder MapGet(this Microsoft.AspNetCore.Routing.IEndpointRouteBuilder endpoints, string pattern, System.Delegate handler) => new();
                public static RouteHandlerBuilder MapPost(this Microsoft.AspNetCore.Routing.IEndpointRouteBuilder endpoints, string pattern, System.Delegate handler) => new();
            }
        }

        namespace Microsoft.AspNetCore.Http
        {
            public interface IResult { }
            public static class Results { public static IResult Ok(object? value = null) => null!; public static IResult NotFound(object? value = null) => null!; }
        }

        namespace Microsoft.EntityFrameworkCore
        {
            public class DbContext : System.IDisposable { public int SaveChanges() => 0; public System.Threading.Tasks.Task<int> SaveChangesAsync(System.Threading.CancellationToken token = default) => null!; public void Dispose() { } }
            public abstract class DbSet<T> : System.Linq.IQueryable<T>
            {
                public void Add(T one) { }
                public void Remove(T one) { }
                public System.Threading.Tasks.ValueTask<T?> FindAsync(params object[] keys) => default;
                public System.Type ElementType => null!;
                public System.Linq.Expressions.Expression Expression => null!;
                public System.Linq.IQueryProvider Provider => null!;
                public System.Collections.Generic.IEnumerator<T> GetEnumerator() => null!;
                System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => null!;
            }
            public static class EntityFrameworkQueryableExtensions
            {
                public static System.Threading.Tasks.Task<System.Collections.Generic.List<T>> ToListAsync<T>(this System.Linq.IQueryable<T> source, System.Threading.CancellationToken token = default) => null!;
                public static System.Linq.IQueryable<T> AsNoTracking<T>(this System.Linq.IQueryable<T> source) => source;
            }
        }

        public class Order { public int Id { get; set; } public bool Paid { get; set; } public int ViewCount { get; set; } [System.ComponentModel.DataAnnotations.Required] public string? Number { get; set; } }
        public class NewOrder { [System.ComponentModel.DataAnnotations.Required] public string? Number { get; set; } }
        public class ShopDb : Microsoft.EntityFrameworkCore.DbContext { public Microsoft.EntityFrameworkCore.DbSet<Order> Orders { get; set; } = null!; }
        """;

    private const string Usings = """
        using Microsoft.AspNetCore.Builder;
        using Microsoft.AspNetCore.Http;
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.EntityFrameworkCore;

        """;

    private static readonly Setup Setup = new() { References = ReferenceSet.Console10, Compiler = Microsoft.CodeAnalysis.Testing.CompilerDiagnostics.None };

    private static string Controller(string members) => Usings + $$"""
        [ApiController]
        [Route("orders")]
        public class OrdersController : ControllerBase
        {
            private readonly ShopDb _db;
            public OrdersController(ShopDb db) => _db = db;

            {{members}}
        }
        """ + Stubs;

    private static string App(string statements) => Usings + $$"""
        public static class Program
        {
            public static void Main()
            {
                var app = WebApplication.Create();
                {{statements}}
                app.Run();
            }
        }
        """ + Stubs;

    [Fact]
    public async Task Each_rule_speaks_on_controllers_of_a_declared_framework()
    {
        await Verify<DeferredResult>.Reports(Controller("[HttpGet] public IActionResult All() { var q = _db.Orders.Where(o => o.Paid); return Ok([|q|]); }"), Setup);
        await Verify<UnsafeGet>.Reports(Controller("[HttpGet(\"{id}/pay\")] public async Task<IActionResult> [|Pay|](int id) { var o = await _db.Orders.FindAsync(id); o!.Paid = true; await _db.SaveChangesAsync(); return NoContent(); }"), Setup);
        await Verify<UnsafeGet>.Silent(Controller("[HttpGet(\"{id}\")] public async Task<IActionResult> Get(int id) { var o = await _db.Orders.FindAsync(id); o!.ViewCount++; await _db.SaveChangesAsync(); return Ok(o); }"), Setup);
        await Verify<UnpagedCollection>.Reports(Controller("[HttpGet] public async Task<IActionResult> [|All|]() => Ok(await _db.Orders.AsNoTracking().ToListAsync());"), Setup);
        await Verify<EntityInContract>.Reports(Controller("[HttpPost] public IActionResult [|Add|](Order order) { _db.Orders.Add(order); _db.SaveChanges(); return NoContent(); }"), Setup);
        await Verify<UnvalidatedRequest>.Reports(Controller("[HttpPost] public IActionResult [|Add|](NewOrder order) { _db.Orders.Add(new Order { Number = order.Number }); return NoContent(); }").Replace("[ApiController]", ""), Setup);
        await Verify<UnvalidatedRequest>.Silent(Controller("[HttpPost] public IActionResult Add(NewOrder order) { _db.Orders.Add(new Order { Number = order.Number }); return NoContent(); }"), Setup);
    }

    [Fact]
    public async Task Each_rule_speaks_on_minimal_apis_of_a_declared_framework()
    {
        await Verify<DeferredResult>.Reports(App("app.MapGet(\"/orders\", (ShopDb db) => Results.Ok([|db.Orders.Where(o => o.Paid)|]));"), Setup);
        await Verify<UnsafeGet>.Reports(App("app.[|MapGet|](\"/orders/{id}/pay\", async (int id, ShopDb db) => { var o = await db.Orders.FindAsync(id); db.Orders.Remove(o!); await db.SaveChangesAsync(); return Results.Ok(); });"), Setup);
        await Verify<UnpagedCollection>.Reports(App("app.[|MapGet|](\"/orders\", async (ShopDb db) => Results.Ok(await db.Orders.ToListAsync()));"), Setup);
        await Verify<EntityInContract>.Reports(App("app.[|MapPost|](\"/orders\", (Order order, ShopDb db) => { db.Orders.Add(order); db.SaveChanges(); });"), Setup);
        await Verify<UnvalidatedRequest>.Reports(App("app.[|MapPost|](\"/orders\", (NewOrder order, ShopDb db) => { db.Orders.Add(new Order { Number = order.Number }); });"), Setup);
    }
}
