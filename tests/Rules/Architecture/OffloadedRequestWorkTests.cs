using ArchitectAnalyzers.CodeFixes.Architecture;
using ArchitectAnalyzers.Rules.Architecture;
using Microsoft.CodeAnalysis.Testing;

namespace ArchitectAnalyzers.Tests.Architecture;

public class OffloadedRequestWorkTests
{
    private static string In(string code) => $$"""
        #pragma warning disable CS1998
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.AspNetCore.Mvc.RazorPages;
        using Microsoft.AspNetCore.SignalR;
        public record Order(int Id, decimal Total);
        public interface IStore { Order? Find(int id); Task<Order?> FindAsync(int id); void Save(Order order); Task SaveAsync(Order order); }
        {{code}}
        """;

    private static string Controller(string members) => In($$"""
        [ApiController, Route("orders")]
        public class OrdersController(IStore store, Order order) : ControllerBase
        {
            {{members.Replace("\n", "\n    ")}}
        }
        """);

    [Theory]
    [InlineData("[HttpGet] public async Task<Order?> Get(int id) => await Task.[|Run|](() => store.Find(id));")]
    [InlineData("[HttpGet] public async Task<IActionResult> Get(int id)\n{\n    var order = await Task.[|Run|](() => store.Find(id));\n    return order is null ? NotFound() : Ok(order);\n}")]
    [InlineData("[HttpPost] public async Task<IActionResult> Post(Order o) { await Task.[|Run|](() => store.Save(o)); return Ok(); }")]
    [InlineData("[HttpPost] public async Task<IActionResult> Post(Order o) { await Task.[|Run|](async () => await store.SaveAsync(o)).ConfigureAwait(false); return Ok(); }")]
    [InlineData("[HttpGet] public async Task<int> Get(CancellationToken token) => (await Task.[|Run|](() => { var x = 1; return x + 1; }, token)) + 1;")]
    [InlineData("[HttpGet] public Task<Order?> Get(int id) => Task.[|Run|](() => store.Find(id));")]
    [InlineData("[HttpGet] public Task<Order?> Get(int id) { return Task.[|Run|](() => store.FindAsync(id)); }")]
    [InlineData("[HttpGet] public async Task<Order?> Get(int id) => await LoadAsync(id);\nprivate async Task<Order?> LoadAsync(int id) => await Task.[|Run|](() => store.Find(id));")]
    [InlineData("[HttpGet] public Task<Order?> Get(int id) => LoadAsync(id);\nprivate Task<Order?> LoadAsync(int id) => this.CoreAsync(id);\nprivate async Task<Order?> CoreAsync(int id) => await Task.[|Run|](() => store.Find(id));")]
    [InlineData("[HttpGet] public async Task<Order?> Get(int id)\n{\n    return await Local();\n    async Task<Order?> Local() => await Task.[|Run|](() => store.Find(id));\n}")]
    [InlineData("[HttpGet] public async Task<int> Get() { try { return await Task.[|Run|](Compute); } catch { return 0; } }\nprivate static int Compute() => 1;")]
    public Task Reports_in_a_controller(string members) => Verify<OffloadedRequestWork>.Reports(Controller(members));

    [Theory]
    [InlineData("public class OrdersHub(IStore store) : Hub { public async Task<Order?> Find(int id) => await Task.[|Run|](() => store.Find(id)); }")]
    [InlineData("public class IndexModel(IStore store) : PageModel { public async Task OnGetAsync() { await Task.[|Run|](() => store.Find(1)); } }")]
    [InlineData("public class Audit(RequestDelegate next) { public async Task InvokeAsync(HttpContext context) { await Task.[|Run|](() => next(context)); } }")]
    [InlineData("public static class Routes { public static void Map(WebApplication app) { app.MapGet(\"/{id}\", async (int id, IStore store) => await Task.[|Run|](() => store.Find(id))); } }")]
    [InlineData("public static class Routes { public static void Map(WebApplication app) { app.MapGet(\"/{id}\", (int id, IStore store) => Task.[|Run|](() => store.Find(id))); } }")]
    [InlineData("public static class Routes { public static void Map(WebApplication app) { app.MapGet(\"/{id}\", Get); } static async Task<Order?> Get(int id, IStore store) => await Task.[|Run|](() => store.Find(id)); }")]
    [InlineData("public static class Routes { public static void Map(WebApplication app) { app.MapGet(\"/{id}\", async (int id, IStore s) => await Load(id, s)); } static async Task<Order?> Load(int id, IStore s) => await Task.[|Run|](() => s.Find(id)); }")]
    public Task Reports_in_other_handlers(string code) => Verify<OffloadedRequestWork>.Reports(In(code));

    [Fact]
    public Task Reports_in_a_top_level_program() => Verify<OffloadedRequestWork>.Reports("""
        var app = WebApplication.Create(args);
        app.MapPost("/hash", async (string text) => Results.Ok(await Task.[|Run|](() => text.GetHashCode())));
        app.Use(async (context, next) => { await Task.[|Run|](() => next(context)); });
        await Task.Run(() => Console.WriteLine("warm"));
        app.Run();
        """);

    [Theory]
    [InlineData("[HttpGet] public async Task<Order?> Get(int id) => await store.FindAsync(id);")]
    [InlineData("[HttpPost] public IActionResult Post(Order o) { _ = Task.Run(() => store.Save(o)); return Accepted(); }")]
    [InlineData("[HttpGet] public async Task<Order?[]> Get(int a, int b) => await Task.WhenAll(Task.Run(() => store.Find(a)), Task.Run(() => store.Find(b)));")]
    [InlineData("[HttpGet] public async Task<int> Get(int a, int b)\n{\n    var first = Task.Run(() => store.Find(a));\n    var second = Task.Run(() => store.Find(b));\n    return (await first)!.Id + (await second)!.Id;\n}")]
    [InlineData("[HttpGet] public async Task<Order?> Get(int id) => await Task.Run(() => store.Find(id)).WaitAsync(TimeSpan.FromSeconds(2));")]
    [InlineData("[HttpGet] public async Task<Order?[]> Get(int[] ids) => await Task.WhenAll(ids.Select(async id => await Task.Run(() => store.Find(id))));")]
    [InlineData("[HttpGet] public async Task Get() => await Task.Factory.StartNew(() => store.Find(1), TaskCreationOptions.LongRunning);")]
    [InlineData("[HttpGet] public async Task<Order?> Get(int id) { var winner = await Task.WhenAny(Task.Run(() => store.Find(id)), Task.Delay(100)); return null; }")]
    [InlineData("[HttpPost] public IActionResult Post(Action<Func<Task>> queue) { queue(async () => await Task.Run(() => store.Find(1))); return Ok(); }")]
    [InlineData("[HttpGet] public async Task<Order?[]> Get(int a, int b) => await Task.WhenAll(Load(a), Load(b));\nprivate Task<Order?> Load(int id) => Task.Run(() => store.Find(id));")]
    [InlineData("[NonAction] public async Task<Order?> Load(int id) => await Task.Run(() => store.Find(id));")]
    public Task Stays_silent_in_a_controller(string members) => Verify<OffloadedRequestWork>.Silent(Controller(members));

    [Theory]
    [InlineData("public class Worker(IStore store) : BackgroundService { protected override async Task ExecuteAsync(CancellationToken token) { await Task.Run(() => store.Find(1), token); } }")]
    [InlineData("public class Reports(IStore store) { public async Task<Order?> Load(int id) => await Task.Run(() => store.Find(id)); }")]
    [InlineData("public class Handler(IStore store) : MediatR.INotificationHandler<Note> { public async Task Handle(Note n, CancellationToken token) { await Task.Run(() => store.Find(1), token); } }\npublic record Note : MediatR.INotification;")]
    [InlineData("public static class Own { public static Task<T> Run<T>(Func<T> f) => Task.FromResult(f()); }\n[ApiController] public class OwnController(IStore store) : ControllerBase { [HttpGet] public async Task<Order?> Get() => await Own.Run(() => store.Find(1)); }")]
    public Task Stays_silent_outside_requests(string code) => Verify<OffloadedRequestWork>.Silent(In(code));

    [Theory]
    [InlineData("await Task.Run(")]
    [InlineData("await Task.Run(() => );")]
    [InlineData("return Task.Run(() => Missing(x));")]
    public Task Stays_silent_on_half_typed_code(string statement) => Verify<OffloadedRequestWork>.Silent(
        "public class C { public async Task M() { " + statement + " } }", new() { Compiler = CompilerDiagnostics.None });

    [Fact]
    public Task Calls_or_awaits_directly() => Verify<OffloadedRequestWork, OffloadedRequestWorkFix>.Fixes(
        Controller("""
            [HttpGet("a")] public async Task<Order?> A(int id) => await Task.[|Run|](() => store.Find(id));
            [HttpGet("b")] public async Task<IActionResult> B(int id)
            {
                // load
                var total = (await Task.[|Run|](() => store.Find(id)!)).Total; // once
                var twice = await Task.[|Run|](() => total + total) * 2;
                await Task.[|Run|](() => store.Save(order));
                await Task.[|Run|](() => { store.Save(order); }, HttpContext.RequestAborted);
                await Task.[|Run|](async () => await store.SaveAsync(order));
                await Task.[|Run|](() => store.SaveAsync(order)).ConfigureAwait(false);
                await Task.[|Run|](async () => await store.SaveAsync(order).ConfigureAwait(false)).ConfigureAwait(false);
                var found = await Task.[|Run|](async () => { return await store.FindAsync(id); });
                var name = (await Task.[|Run|](async () => (await store.FindAsync(id))!.Id)).ToString();
                return Ok(twice + await Task.[|Run|](Compute));
            }
            [HttpGet("c")] public Task<Order?> D(int id) => Task.[|Run|](() => store.Find(id));
            [HttpGet("d")] public Task<Order?> E(int id) { return Task.[|Run|](() => store.FindAsync(id)); }
            [HttpGet("e")] public Task F() => Task.[|Run|](async () => await store.SaveAsync(order));
            [HttpGet("f")] public async Task<int> G() => await Task.[|Run|](ComputeAsync);
            private static int Compute() => 1;
            private static Task<int> ComputeAsync() => Task.FromResult(1);
            """),
        Controller("""
            [HttpGet("a")] public async Task<Order?> A(int id) => store.Find(id);
            [HttpGet("b")] public async Task<IActionResult> B(int id)
            {
                // load
                var total = store.Find(id)!.Total; // once
                var twice = (total + total) * 2;
                store.Save(order);
                store.Save(order);
                await store.SaveAsync(order);
                await store.SaveAsync(order).ConfigureAwait(false);
                await store.SaveAsync(order).ConfigureAwait(false);
                var found = await store.FindAsync(id);
                var name = (await store.FindAsync(id))!.Id.ToString();
                return Ok(twice + Compute());
            }
            [HttpGet("c")] public Task<Order?> D(int id) => Task.FromResult(store.Find(id));
            [HttpGet("d")] public Task<Order?> E(int id) { return store.FindAsync(id); }
            [HttpGet("e")] public Task F() => store.SaveAsync(order);
            [HttpGet("f")] public async Task<int> G() => await ComputeAsync();
            private static int Compute() => 1;
            private static Task<int> ComputeAsync() => Task.FromResult(1);
            """));

    [Theory]
    [InlineData("[HttpGet] public async Task<int> Get() => await Task.[|Run|](() => { var x = 1; return x + 1; });")]
    [InlineData("[HttpGet] public async Task Get() { await Task.[|Run|](() => order.Total + 1); }")]
    [InlineData("[HttpGet] public Task Get() => Task.[|Run|](() => store.Save(order));")]
    [InlineData("[HttpGet] public async Task<object> Get() { var x = await Task.[|Run<object>|](() => \"a\"); x = 1; return x; }")]
    [InlineData("[HttpGet] public async Task<int> Get(string s) { var x = await Task.[|Run|](() => int.TryParse(s, out var i) ? i : 0); var i = x; return i; }")]
    public Task Offers_nothing_where_the_work_is_more_than_an_expression(string members) =>
        Verify<OffloadedRequestWork, OffloadedRequestWorkFix>.OffersNoFix(Controller(members));
}
