using ArchitectAnalyzers.Rules.Architecture;
using Microsoft.CodeAnalysis.Testing;
using Rule = ArchitectAnalyzers.Testing.Verify<ArchitectAnalyzers.Rules.Architecture.UncancellableEndpoint>;
using Verify = ArchitectAnalyzers.Testing.Verify<ArchitectAnalyzers.Rules.Architecture.UncancellableEndpoint, ArchitectAnalyzers.CodeFixes.Architecture.UncancellableEndpointFix>;

namespace ArchitectAnalyzers.Tests.Architecture;

public class UncancellableEndpointTests
{
    private const string Mvc = "using Microsoft.AspNetCore.Mvc;\nusing Microsoft.EntityFrameworkCore;\n\n";

    // What handlers call: work that takes a token, and work that does not.
    private static readonly Setup s_shop = new()
    {
        Sources = new Dictionary<string, string>
        {
            ["Shop.cs"] = """
                using Microsoft.EntityFrameworkCore;

                public class Order { public int Id { get; set; } public string Name { get; set; } = ""; }

                public class ShopDb(DbContextOptions<ShopDb> options) : DbContext(options) { public DbSet<Order> Orders => Set<Order>(); }

                public interface IOrders
                {
                    Task<Order?> GetAsync(int id, CancellationToken cancellationToken = default);
                    Task SaveAsync(Order order);
                    Task SaveAsync(Order order, CancellationToken cancellationToken);
                    Task PingAsync();
                    IAsyncEnumerable<Order> StreamAsync(CancellationToken cancellationToken = default);
                }
                """,
        },
    };

    [Theory]
    [InlineData("[HttpGet(\"{id}\")] public async Task<Order?> [|Get|](int id) => await orders.GetAsync(id);")]
    [InlineData("[HttpGet(\"{id}\")] public Task<Order?> [|Get|](int id) => orders.GetAsync(id);")]
    [InlineData("[HttpGet(\"{id}\")] public async ValueTask<Order?> [|Get|](int id) => await orders.GetAsync(id);")]
    [InlineData("public async Task<IActionResult> [|Get|](int id) { var order = await orders.GetAsync(id).ConfigureAwait(false); return order is null ? NotFound() : Ok(order); }")]
    [InlineData("[HttpPost] public async Task<IActionResult> [|Create|]([FromBody] Order order) { await orders.SaveAsync(order); return Ok(); }")]
    [InlineData("public async Task [|Get|]() { await foreach (var order in orders.StreamAsync()) Console.WriteLine(order.Id); }")]
    [InlineData("public async IAsyncEnumerable<Order> [|Get|]() { await Task.Delay(100); yield break; }")]
    [InlineData("public IAsyncEnumerable<Order> [|Get|]() => orders.StreamAsync();")]
    [InlineData("public async Task<Order?[]> [|Get|](int[] ids) => await Task.WhenAll(ids.Select(id => orders.GetAsync(id)));")]
    [InlineData("public async Task<Order?> [|Get|](int id) { return await Load(); async Task<Order?> Load() => await orders.GetAsync(id); }")]
    [InlineData("public async Task [|Get|](int id) { var first = orders.GetAsync(id); var second = orders.GetAsync(id + 1); await Task.WhenAll(first, second); }")]
    [InlineData("public async Task [|Get|](int id) { try { await orders.GetAsync(id); } finally { await orders.PingAsync(); } }")]
    [InlineData("public virtual async Task [|Get|](int id) => await orders.GetAsync(id);")]
    [InlineData("public async Task [|Get|](int id) { var order = orders.GetAsync(id).Result; await orders.SaveAsync(order!); }")]
    public Task Reports_an_action_that_takes_no_token(string action) => Rule.Reports(Mvc + $$"""
        [ApiController, Route("orders")]
        public class OrdersController(IOrders orders) : ControllerBase
        {
            {{action}}
        }
        """, s_shop);

    [Fact]
    public Task Names_the_action_and_the_call() => Rule.Reports(Mvc + """
        public class OrdersController(IOrders orders) : ControllerBase
        {
            public async Task {|#0:Get|}(int id) { await orders.PingAsync(); await orders.GetAsync(id); await orders.GetAsync(id); }
        }
        """, s_shop, Rule.Report(0).WithArguments("OrdersController.Get", "GetAsync"));

    [Fact]
    public Task Looks_past_an_addition_that_asks_the_database_for_nothing() => Rule.Reports(Mvc + """
        public class Row { public int Id { get; set; } }
        public class RowDb(Microsoft.EntityFrameworkCore.DbContextOptions<RowDb> options) : Microsoft.EntityFrameworkCore.DbContext(options)
        {
            public Microsoft.EntityFrameworkCore.DbSet<Row> Rows => Set<Row>();
        }

        public class RowsController(RowDb db) : ControllerBase
        {
            public async Task {|#0:Add|}(Row row) { await db.Rows.AddAsync(row); await db.SaveChangesAsync(); }
            public async Task Keep(Row row) => await db.Rows.AddAsync(row);
        }
        """, null, Rule.Report(0).WithArguments("RowsController.Add", "SaveChangesAsync"));

    [Fact]
    public Task Names_the_route_of_a_minimal_api() => Rule.Reports("""
        var app = WebApplication.Create();
        var api = app.MapGroup("/api");
        api.{|#0:MapGet|}("/orders/{id}", async (int id, IOrders orders) => await orders.GetAsync(id));
        """, s_shop, Rule.Report(0).WithArguments("GET /api/orders/{id}", "GetAsync"));

    [Theory]
    [InlineData("app.[|MapPost|](\"/\", async (Order order, IOrders orders) => { await orders.SaveAsync(order); return Results.Ok(); });")]
    [InlineData("app.[|MapGet|](\"/\", (int id, IOrders orders) => orders.GetAsync(id));")]
    [InlineData("app.[|MapGet|](\"/\", async () => { await Task.Delay(100); });")]
    [InlineData("app.[|MapGet|](\"/\", static async (int id, IOrders orders) => await orders.GetAsync(id));")]
    [InlineData("app.[|MapGet|](\"/\", async delegate (int id, IOrders orders) { return await orders.GetAsync(id); });")]
    [InlineData("app.[|MapMethods|](\"/\", [\"GET\"], async (int id, IOrders orders) => await orders.GetAsync(id)).WithName(\"x\");")]
    [InlineData("app.MapGroup(\"/a\").RequireAuthorization().[|MapGet|](\"/\", async (int id, IOrders orders) => await orders.GetAsync(id));")]
    [InlineData("app.MapGet(\"/\", Get); static async Task<Order?> [|Get|](int id, IOrders orders) => await orders.GetAsync(id);")]
    [InlineData("app.MapGet(\"/\", Handlers.Get); static class Handlers { internal static Task<Order?> [|Get|](int id, IOrders orders) => orders.GetAsync(id); }")]
    [InlineData("app.[|MapGet|](\"/\", async (ShopDb db) => await Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions.ToListAsync(db.Orders));")]
    public Task Reports_a_minimal_api_that_takes_no_token(string mapping) => Rule.Reports("var app = WebApplication.Create();\n" + mapping, s_shop);

    [Fact]
    public Task Reports_a_page_handler() => Rule.Reports("""
        using Microsoft.AspNetCore.Mvc.RazorPages;
        public class IndexModel(IOrders orders) : PageModel
        {
            public async Task [|OnGetAsync|](int id) => await orders.GetAsync(id);
            public Task Helper(int id) => orders.GetAsync(id);
        }
        """, s_shop);

    [Fact]
    public Task Reports_hub_methods_that_stream_and_no_others() => Rule.Reports("""
        using Microsoft.AspNetCore.SignalR; using System.Threading.Channels;
        public class Feed(IOrders orders) : Hub
        {
            public async IAsyncEnumerable<int> [|Count|]() { while (true) { await Task.Delay(1000); yield return 1; } }
            public async Task<ChannelReader<int>> [|Read|](int id) { await orders.GetAsync(id); return Channel.CreateUnbounded<int>().Reader; }
            public async Task Send(int id) => await orders.GetAsync(id);
            public override async Task OnConnectedAsync() => await orders.GetAsync(1);
        }
        """, s_shop);

    [Fact]
    public Task Reports_a_function() => Rule.Reports("""
        namespace Microsoft.Azure.Functions.Worker
        {
            public class FunctionAttribute(string name) : Attribute { public string Name => name; }
            public class FunctionContext { public CancellationToken CancellationToken => default; }
        }
        public class Nightly(IOrders orders)
        {
            [Microsoft.Azure.Functions.Worker.Function("a")] public async Task [|Run|](string trigger) => await orders.GetAsync(1);
            [Microsoft.Azure.Functions.Worker.Function("b")] public async Task Own(string trigger, CancellationToken token) => await orders.GetAsync(1, token);
            [Microsoft.Azure.Functions.Worker.Function("c")] public async Task Context(string trigger, Microsoft.Azure.Functions.Worker.FunctionContext context) => await orders.GetAsync(1);
        }
        """, s_shop);

    [Fact]
    public Task Reports_inherited_actions_where_they_are_declared() => Rule.Reports(Mvc + """
        public abstract class CrudController<T>(IOrders orders) : ControllerBase { [HttpGet] public async Task [|Get|](int id) => await orders.GetAsync(id); }
        public class OrdersController(IOrders orders) : CrudController<Order>(orders);
        public class BillsController(IOrders orders) : CrudController<Order>(orders);
        """, s_shop);

    [Fact]
    public Task Reports_a_partial_action_once() => Rule.Reports(Mvc + """
        public partial class OrdersController : ControllerBase { public partial Task Get(int id); }
        public partial class OrdersController(IOrders orders) { public partial Task [|Get|](int id) => orders.GetAsync(id); }
        """, s_shop);

    [Theory]
    [InlineData("public async Task Get(int id, CancellationToken token) => await orders.GetAsync(id, token);")]
    [InlineData("public async Task Get(int id, CancellationToken token) => await orders.GetAsync(id);")]
    [InlineData("public async Task Get(int id, CancellationToken? token) => await orders.GetAsync(id);")]
    [InlineData("public async Task Get(int id) => await orders.GetAsync(id, HttpContext.RequestAborted);")]
    [InlineData("public async Task Get(int id) { var token = HttpContext.RequestAborted; await orders.SaveAsync(new()); await orders.GetAsync(id, token); }")]
    [InlineData("public async Task Get(int id) => await orders.GetAsync(id, Request.HttpContext.RequestAborted);")]
    [InlineData("public async Task Get(int id) => await orders.GetAsync(id, CancellationToken.None);")]
    [InlineData("public async Task Get(int id) => await orders.PingAsync();")]
    [InlineData("public Order Get(int id) => new();")]
    [InlineData("public void Get(int id) => orders.GetAsync(id);")]
    [InlineData("public async Task Get(int id) { _ = orders.GetAsync(id); await orders.PingAsync(); }")]
    [InlineData("public async Task Get(int id) { _ = Task.Run(async () => await orders.GetAsync(id)); await orders.PingAsync(); }")]
    [InlineData("public async Task Get(int id) { HttpContext.Response.OnCompleted(async () => await orders.GetAsync(id)); await orders.PingAsync(); }")]
    [InlineData("public async Task Get(int id) { try { await orders.PingAsync(); } finally { await orders.SaveAsync(new()); } }")]
    [InlineData("public async Task Get() => await Response.WriteAsync(\"done\");")]
    [InlineData("public async Task Get() => await Response.Body.FlushAsync();")]
    [InlineData("public async Task Get(int id) { using var timeout = new CancellationTokenSource(1000); await orders.GetAsync(id, timeout.Token); }")]
    [InlineData("[NonAction] public async Task Get(int id) => await orders.GetAsync(id);")]
    [InlineData("private async Task Get(int id) => await orders.GetAsync(id);")]
    [InlineData("public async Task Get<T>(int id) => await orders.GetAsync(id);")]
    [InlineData("public static async Task Get(IOrders orders, int id) => await orders.GetAsync(id);")]
    [InlineData("public async Task Get() { using var memory = new MemoryStream(); await memory.WriteAsync(new byte[1]); }")]
    [InlineData("public Task Get() => Task.CompletedTask;")]
    [InlineData("public async Task Get(HttpContext context, int id) => await orders.GetAsync(id);")]
    [InlineData("public async Task Get(int id) { var order = orders.GetAsync(id).Result; await orders.PingAsync(); }")]
    public Task Stays_silent_on_an_action_that_is_cancellable_or_need_not_be(string action) => Rule.Silent(Mvc + $$"""
        public class OrdersController(IOrders orders) : ControllerBase
        {
            private readonly IOrders _orders = orders;
            {{action}}
        }
        """, s_shop);

    [Theory]
    [InlineData("app.MapGet(\"/\", async (HttpContext context, IOrders orders) => await orders.GetAsync(1));")]
    [InlineData("app.MapGet(\"/\", async (int id, IOrders orders, CancellationToken token) => await orders.GetAsync(id, token));")]
    [InlineData("app.MapGet(\"/\", async ([AsParameters] Ask ask) => await ask.Orders.GetAsync(ask.Id)); record struct Ask(int Id, IOrders Orders, CancellationToken Token);")]
    [InlineData("app.MapGet(\"/\", (IOrders orders) => orders.PingAsync());")]
    [InlineData("app.Run(async context => await Task.Delay(1));")]
    [InlineData("app.Use(async (context, next) => { await Task.Delay(1); await next(context); });")]
    [InlineData("app.MapGet(\"/\", () => 1).AddEndpointFilter(async (context, next) => { await Task.Delay(1); return await next(context); });")]
    [InlineData("await Task.Delay(1); async Task Local(IOrders orders) => await orders.GetAsync(1); await Local(null!);")]
    [InlineData("Func<IOrders, Task> work = async orders => await orders.GetAsync(1); await work(null!);")]
    [InlineData("Own.MapGet(\"/\", async (IOrders orders) => await orders.GetAsync(1)); static class Own { public static void MapGet(string pattern, Delegate handler) { } }")]
    public Task Stays_silent_on_other_delegates(string statement) => Rule.Silent("var app = WebApplication.Create();\n" + statement, s_shop);

    [Fact]
    public Task Stays_silent_where_the_signature_is_somebody_elses() => Rule.Silent(Mvc + """
        public interface IOwn { Task<Order?> Find(int id); }
        public abstract class Base : ControllerBase { public abstract Task<Order?> Load(int id); }
        public class OrdersController(IOrders orders) : Base, IApi, IOwn, MediatR.IRequestHandler<Ask, Order?>
        {
            public async Task<Order?> Get(int id) => await orders.GetAsync(id);
            async Task<Order?> IOwn.Find(int id) => await orders.GetAsync(id);
            public override async Task<Order?> Load(int id) => await orders.GetAsync(id);
            public Task<Order?> Handle(Ask ask, CancellationToken token) => orders.GetAsync(1, token);
        }
        public record Ask : MediatR.IRequest<Order?>;
        """, s_shop with { Sources = s_shop.Sources.Append(new("Api.g.cs", "#nullable enable\npublic interface IApi { System.Threading.Tasks.Task<Order?> Get(int id); }")).ToDictionary(s => s.Key, s => s.Value) });

    [Theory]
    [InlineData("app.[|MapGet|](\"/\", handler);", "var handler = async (int id, IOrders orders) => await orders.GetAsync(id);")]
    [InlineData("app.[|MapGet|](\"/\", handler); app.MapGet(\"/again\", handler);", "var handler = (int id, IOrders orders) => orders.GetAsync(id);")]
    [InlineData("app.MapGroup(\"/a\").[|MapPost|](\"/\", (handler)).WithName(\"x\");", "Delegate handler = async (int id, IOrders orders) => await orders.GetAsync(id);")]
    [InlineData("app.[|MapGet|](\"/\", handler);", "Func<int, IOrders, Task<Order?>> handler = async (id, orders) => await orders.GetAsync(id);")]
    public Task Reports_a_handler_in_a_variable_once(string mapping, string handler) =>
        Rule.Reports($"var app = WebApplication.Create();\n{handler}\n{mapping}", s_shop);

    [Theory]
    [InlineData("app.MapGet(\"/\", handler);", "var handler = async (int id, IOrders orders, CancellationToken token) => await orders.GetAsync(id, token);")]
    [InlineData("app.MapGet(\"/\", handler);", "Func<IOrders, Task> handler = async orders => await orders.GetAsync(1); handler = orders => orders.PingAsync();")]
    [InlineData("await handler(1, null!);", "var handler = async (int id, IOrders orders) => await orders.GetAsync(id);")]
    [InlineData("app.MapGet(\"/\", handler);", "var handler = async (HttpContext context, IOrders orders) => await orders.GetAsync(1);")]
    public Task Stays_silent_on_a_variable_that_is_cancellable_or_no_handler(string mapping, string handler) =>
        Rule.Silent($"var app = WebApplication.Create();\n{handler}\n{mapping}", s_shop);

    [Fact]
    public Task Reports_the_endpoints_of_modules() => Rule.Reports("""
        public interface ICarterModule { void AddRoutes(IEndpointRouteBuilder app); }
        public class OrdersModule : ICarterModule
        {
            public void AddRoutes(IEndpointRouteBuilder app)
            {
                app.[|MapGet|]("/orders/{id}", async (int id, IOrders orders) => await orders.GetAsync(id));
                app.MapPost("/orders", CreateAsync);
            }

            private static async Task<IResult> [|CreateAsync|](Order order, IOrders orders) { await orders.SaveAsync(order); return Results.Ok(); }
        }
        """, s_shop);

    [Fact]
    public Task The_fix_changes_the_interface_and_all_that_implement_it() => Verify.Fixes(
        Mvc + """
        [ApiController, Route("orders")]
        public class OrdersController(IOrders orders) : ControllerBase, IOrdersApi
        {
            [HttpGet("{id}")]
            public async Task<Order?> [|Get|](int id) => await orders.GetAsync(id);
        }

        [ApiController, Route("v2/orders")]
        public class OrdersV2Controller(IOrders orders) : ControllerBase, IOrdersApi
        {
            [HttpGet("{id}")]
            public async Task<Order?> [|Get|](int id) { await orders.SaveAsync(new()); return await orders.GetAsync(id); }
        }
        """,
        Mvc + """
        [ApiController, Route("orders")]
        public class OrdersController(IOrders orders) : ControllerBase, IOrdersApi
        {
            [HttpGet("{id}")]
            public async Task<Order?> Get(int id, CancellationToken cancellationToken = default) => await orders.GetAsync(id, cancellationToken);
        }

        [ApiController, Route("v2/orders")]
        public class OrdersV2Controller(IOrders orders) : ControllerBase, IOrdersApi
        {
            [HttpGet("{id}")]
            public async Task<Order?> Get(int id, CancellationToken cancellationToken = default) { await orders.SaveAsync(new(), cancellationToken); return await orders.GetAsync(id, cancellationToken); }
        }
        """, s_shop with
        {
            Iterations = 1,
            Sources = s_shop.Sources.Concat(new Dictionary<string, string>
            {
                ["Api.cs"] = """
                    using System.Threading.Tasks;

                    public interface IOrdersApi
                    {
                        /// <summary>Finds one.</summary>
                        /// <param name="id">Which.</param>
                        Task<Order?> Get(int id);
                    }
                    """,
                ["Fake.cs"] = """
                    public class FakeOrders : IOrdersApi
                    {
                        Task<Order?> IOrdersApi.Get(int id) => Task.FromResult<Order?>(null);
                    }

                    public class Shop(IOrdersApi api)
                    {
                        public Task<Order?> First() => api.Get(1);
                    }
                    """,
            }).ToDictionary(s => s.Key, s => s.Value),
            FixedSources = new Dictionary<string, string>
            {
                ["Api.cs"] = """
                    using System.Threading.Tasks;

                    public interface IOrdersApi
                    {
                        /// <summary>Finds one.</summary>
                        /// <param name="id">Which.</param>
                        /// <param name="cancellationToken">Cancelled when the caller no longer waits.</param>
                        Task<Order?> Get(int id, CancellationToken cancellationToken = default);
                    }
                    """,
                ["Fake.cs"] = """
                    public class FakeOrders : IOrdersApi
                    {
                        Task<Order?> IOrdersApi.Get(int id, CancellationToken cancellationToken) => Task.FromResult<Order?>(null);
                    }

                    public class Shop(IOrdersApi api)
                    {
                        public Task<Order?> First() => api.Get(1);
                    }
                    """,
            },
        });

    [Fact]
    public Task The_fix_changes_the_lambda_of_a_variable() => Verify.Fixes("""
        var app = WebApplication.Create();
        var get = async (int id, IOrders orders) => await orders.GetAsync(id);
        Delegate save = async (Order order, IOrders orders) => await orders.SaveAsync(order);
        app.[|MapGet|]("/", get);
        app.[|MapPost|]("/", save);
        app.Run();
        """, """
        var app = WebApplication.Create();
        var get = async (int id, IOrders orders, CancellationToken cancellationToken) => await orders.GetAsync(id, cancellationToken);
        Delegate save = async (Order order, IOrders orders, CancellationToken cancellationToken) => await orders.SaveAsync(order, cancellationToken);
        app.MapGet("/", get);
        app.MapPost("/", save);
        app.Run();
        """, s_shop);

    [Fact]
    public Task Stays_silent_on_handlers_whose_context_brings_a_token() => Rule.Silent("""
        using MassTransit; using MediatR; using Quartz; using Grpc.Core;
        public record Ask(int Id) : IRequest<Order?>;
        public class Asked(IOrders orders) : IRequestHandler<Ask, Order?> { public async Task<Order?> Handle(Ask ask, CancellationToken token) => await orders.GetAsync(ask.Id); }
        public class Consumer(IOrders orders) : IConsumer<Ask> { public async Task Consume(ConsumeContext<Ask> context) => await orders.GetAsync(1); }
        public class Nightly(IOrders orders) : IJob { public async Task Execute(IJobExecutionContext context) => await orders.GetAsync(1); }
        public class Logging(RequestDelegate next) { public async Task InvokeAsync(HttpContext context, IOrders orders) { await orders.GetAsync(1); await next(context); } }
        public class Loop(IOrders orders) : BackgroundService { protected override async Task ExecuteAsync(CancellationToken stop) => await orders.GetAsync(1); }
        public abstract class GreeterBase { public abstract Task<string> Say(string text, ServerCallContext context); }
        public class Greeter(IOrders orders) : GreeterBase { public override async Task<string> Say(string text, ServerCallContext context) { await orders.GetAsync(1); return ""; } }
        public class Service(IOrders orders) { public async Task Get(int id) => await orders.GetAsync(id); }
        """, s_shop);

    [Fact]
    public Task Stays_silent_on_half_typed_code() => Rule.Silent(Mvc + """
        public class OrdersController(IOrders orders) : ControllerBase
        {
            public async Task Get(int id) { await orders.GetAsync(id); await orders.Mis }
            public async Task Find(int id) { await missing.GetAsync(id); }
            public async Task Other(Missing id) => await
        }
        """, s_shop with { Compiler = CompilerDiagnostics.None });

    [Fact]
    public Task Stays_silent_without_the_web() => Rule.Silent("""
        public class OrdersController { public async Task Get() => await Task.Delay(1); }
        """, new() { References = ReferenceSet.Console10 });

    [Fact]
    public Task Works_on_the_oldest_framework() => Rule.Reports(Mvc + """
        public class OrdersController(IOrders orders) : ControllerBase { public async Task [|Get|](int id) => await orders.GetAsync(id); }
        """, s_shop with { References = ReferenceSet.Backend8 });

    [Theory]
    [InlineData("public async Task<Order?> [|Get|](int id) => await orders.GetAsync(id);",
        "public async Task<Order?> Get(int id, CancellationToken cancellationToken) => await orders.GetAsync(id, cancellationToken);")]
    [InlineData("public async Task [|Get|]() => await orders.GetAsync(1);",
        "public async Task Get(CancellationToken cancellationToken) => await orders.GetAsync(1, cancellationToken);")]
    [InlineData("public async Task [|Get|](int id, int page = 1) => await orders.GetAsync(id);",
        "public async Task Get(int id, int page = 1, CancellationToken cancellationToken = default) => await orders.GetAsync(id, cancellationToken);")]
    [InlineData("public async Task [|Get|](params int[] ids) => await orders.GetAsync(ids[0]);",
        "public async Task Get(CancellationToken cancellationToken, params int[] ids) => await orders.GetAsync(ids[0], cancellationToken);")]
    [InlineData("public async Task [|Get|]([FromQuery] string cancellationToken) => await orders.GetAsync(cancellationToken.Length);",
        "public async Task Get([FromQuery] string cancellationToken, CancellationToken token) => await orders.GetAsync(cancellationToken.Length, token);")]
    [InlineData("public async Task [|Get|](int[] ids) => await Task.WhenAll(ids.Select(id => orders.GetAsync(id)));",
        "public async Task Get(int[] ids, CancellationToken cancellationToken) => await Task.WhenAll(ids.Select(id => orders.GetAsync(id, cancellationToken)));")]
    [InlineData("public async Task [|Get|](int id) { await orders.GetAsync(id); _ = orders.GetAsync(id); HttpContext.Response.OnCompleted(() => orders.SaveAsync(new())); }",
        "public async Task Get(int id, CancellationToken cancellationToken) { await orders.GetAsync(id, cancellationToken); _ = orders.GetAsync(id); HttpContext.Response.OnCompleted(() => orders.SaveAsync(new())); }")]
    [InlineData("public async Task [|Get|](int id) { await orders.GetAsync((await orders.GetAsync(id))!.Id); }",
        "public async Task Get(int id, CancellationToken cancellationToken) { await orders.GetAsync((await orders.GetAsync(id, cancellationToken))!.Id, cancellationToken); }")]
    [InlineData("public async Task [|Get|](int id) { try { await orders.GetAsync(id: id).ConfigureAwait(false); } finally { await orders.SaveAsync(new()); } }",
        "public async Task Get(int id, CancellationToken cancellationToken) { try { await orders.GetAsync(id: id, cancellationToken: cancellationToken).ConfigureAwait(false); } finally { await orders.SaveAsync(new()); } }")]
    [InlineData("public async Task [|Get|](IOrders? other) { if (other?.GetAsync(1) is { } task) await task; }",
        "public async Task Get(IOrders? other, CancellationToken cancellationToken) { if (other?.GetAsync(1, cancellationToken) is { } task) await task; }")]
    public async Task The_fix_adds_a_parameter_and_passes_it_on_everywhere(string action, string fixedAction)
    {
        await Verify.Fixes(Controller(action), Controller(fixedAction), s_shop);
        await Verify<UnforwardedCancellationToken>.Silent(Controller(fixedAction), s_shop);
    }

    [Fact]
    public Task The_fix_of_a_realistic_action_keeps_its_layout_and_comments() => Verify.Fixes(Mvc + """
        [ApiController, Route("api/orders")]
        public class OrdersController : ControllerBase
        {
            private readonly ShopDb _db;

            public OrdersController(ShopDb db) => _db = db;

            /// <summary>Renames an order.</summary>
            /// <param name="id">Which.</param>
            /// <param name="name">The new name.</param>
            /// <returns>204.</returns>
            [HttpPut("{id}")]
            public async Task<IActionResult> [|Rename|](
                [FromRoute] int id, // from the route
                [FromBody] string name)
            {
                // Tracked, since it changes.
                var order = await _db.Orders
                    .Where(o => o.Id == id)
                    .FirstOrDefaultAsync();
                if (order is null)
                    return NotFound();

                order.Name = name;
                await _db.SaveChangesAsync(); // one statement
                return NoContent();
            }

            /// <summary>Finds one.</summary>
            [HttpGet("{id}")]
            public async Task<Order?> [|Find|](int id) =>
                await _db.Orders.FindAsync(id);
        }
        """, Mvc + """
        [ApiController, Route("api/orders")]
        public class OrdersController : ControllerBase
        {
            private readonly ShopDb _db;

            public OrdersController(ShopDb db) => _db = db;

            /// <summary>Renames an order.</summary>
            /// <param name="id">Which.</param>
            /// <param name="name">The new name.</param>
            /// <param name="cancellationToken">Cancelled when the caller no longer waits.</param>
            /// <returns>204.</returns>
            [HttpPut("{id}")]
            public async Task<IActionResult> Rename(
                [FromRoute] int id, // from the route
                [FromBody] string name,
                CancellationToken cancellationToken)
            {
                // Tracked, since it changes.
                var order = await _db.Orders
                    .Where(o => o.Id == id)
                    .FirstOrDefaultAsync(cancellationToken);
                if (order is null)
                    return NotFound();

                order.Name = name;
                await _db.SaveChangesAsync(cancellationToken); // one statement
                return NoContent();
            }

            /// <summary>Finds one.</summary>
            [HttpGet("{id}")]
            public async Task<Order?> Find(int id, CancellationToken cancellationToken) =>
                await _db.Orders.FindAsync([id], cancellationToken);
        }
        """, s_shop);

    [Theory]
    [InlineData("app.[|MapGet|](\"/\", async (int id, IOrders orders) => await orders.GetAsync(id));",
        "app.MapGet(\"/\", async (int id, IOrders orders, CancellationToken cancellationToken) => await orders.GetAsync(id, cancellationToken));")]
    [InlineData("app.[|MapGet|](\"/\", async () => { await Task.Delay(100); });",
        "app.MapGet(\"/\", async (CancellationToken cancellationToken) => { await Task.Delay(100, cancellationToken); });")]
    [InlineData("app.[|MapGet|](\"/\", async (IOrders orders, int id = 1) => await orders.GetAsync(id));",
        "app.MapGet(\"/\", async (IOrders orders, int id = 1, CancellationToken cancellationToken = default) => await orders.GetAsync(id, cancellationToken));")]
    [InlineData("app.[|MapGet|](\"/\", async delegate (int id, IOrders orders) { return await orders.GetAsync(id); });",
        "app.MapGet(\"/\", async delegate (int id, IOrders orders, CancellationToken cancellationToken) { return await orders.GetAsync(id, cancellationToken); });")]
    [InlineData("app.MapGet(\"/\", Get); static async Task<Order?> [|Get|](int id, IOrders orders) => await orders.GetAsync(id);",
        "app.MapGet(\"/\", Get); static async Task<Order?> Get(int id, IOrders orders, CancellationToken cancellationToken) => await orders.GetAsync(id, cancellationToken);")]
    [InlineData("app.MapGet(\"/\", Handlers.Get); static class Handlers { internal static Task<Order?> [|Get|](int id, IOrders orders) => orders.GetAsync(id); }",
        "app.MapGet(\"/\", Handlers.Get); static class Handlers { internal static Task<Order?> Get(int id, IOrders orders, CancellationToken cancellationToken) => orders.GetAsync(id, cancellationToken); }")]
    [InlineData("var cancellationToken = 1; app.[|MapGet|](\"/\", async (int id, IOrders orders) => await orders.GetAsync(id)); Console.WriteLine(cancellationToken);",
        "var cancellationToken = 1; app.MapGet(\"/\", async (int id, IOrders orders, CancellationToken token) => await orders.GetAsync(id, token)); Console.WriteLine(cancellationToken);")]
    public async Task The_fix_follows_the_form_of_a_minimal_api(string mapping, string fixedMapping)
    {
        await Verify.Fixes("var app = WebApplication.Create();\n" + mapping, "var app = WebApplication.Create();\n" + fixedMapping, s_shop);
        await Verify<UnforwardedCancellationToken>.Silent("var app = WebApplication.Create();\n" + fixedMapping, s_shop);
    }

    [Fact]
    public Task The_fix_serves_a_program_with_several_endpoints() => Verify.Fixes("""
        using Microsoft.EntityFrameworkCore;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddDbContext<ShopDb>();
        var app = builder.Build();

        var orders = app.MapGroup("/orders");
        orders.[|MapGet|]("/", async (ShopDb db) => await db.Orders.ToListAsync()).WithName("all");
        orders.[|MapGet|]("/{id:int}", async (int id, ShopDb db) =>
            await db.Orders.FindAsync(id) is { } order
                ? Results.Ok(order) // found
                : Results.NotFound());

        orders.[|MapPost|]("/", async (
            Order order,
            ShopDb db) =>
        {
            db.Orders.Add(order);
            await db.SaveChangesAsync();
            return Results.Created($"/orders/{order.Id}", order);
        });
        orders.MapGet("/ping", () => "pong");
        app.Run();
        """, """
        using Microsoft.EntityFrameworkCore;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddDbContext<ShopDb>();
        var app = builder.Build();

        var orders = app.MapGroup("/orders");
        orders.MapGet("/", async (ShopDb db, CancellationToken cancellationToken) => await db.Orders.ToListAsync(cancellationToken)).WithName("all");
        orders.MapGet("/{id:int}", async (int id, ShopDb db, CancellationToken cancellationToken) =>
            await db.Orders.FindAsync([id], cancellationToken) is { } order
                ? Results.Ok(order) // found
                : Results.NotFound());

        orders.MapPost("/", async (
            Order order,
            ShopDb db,
            CancellationToken cancellationToken) =>
        {
            db.Orders.Add(order);
            await db.SaveChangesAsync(cancellationToken);
            return Results.Created($"/orders/{order.Id}", order);
        });
        orders.MapGet("/ping", () => "pong");
        app.Run();
        """, s_shop);

    [Fact]
    public Task The_fix_adds_the_using_that_is_missing() => Verify.Fixes("""
        using System.Threading.Tasks;
        using Microsoft.AspNetCore.Mvc;

        namespace Shop
        {
            public class WaitController : ControllerBase
            {
                public async Task [|Get|]() => await Task.Delay(1);
            }
        }
        """, """
        using System.Threading;
        using System.Threading.Tasks;
        using Microsoft.AspNetCore.Mvc;

        namespace Shop
        {
            public class WaitController : ControllerBase
            {
                public async Task Get(CancellationToken cancellationToken) => await Task.Delay(1, cancellationToken);
            }
        }
        """, new() { ImplicitUsings = false });

    [Fact]
    public Task The_fix_marks_the_token_of_an_async_iterator() => Verify.Fixes("""
        using Microsoft.AspNetCore.SignalR;

        public class Feed : Hub
        {
            public async IAsyncEnumerable<int> [|Count|](int to)
            {
                for (var i = 0; i < to; i++)
                {
                    await Task.Delay(1000);
                    yield return i;
                }
            }
        }
        """, """
        using System.Runtime.CompilerServices;
        using Microsoft.AspNetCore.SignalR;

        public class Feed : Hub
        {
            public async IAsyncEnumerable<int> Count(int to, [EnumeratorCancellation] CancellationToken cancellationToken)
            {
                for (var i = 0; i < to; i++)
                {
                    await Task.Delay(1000, cancellationToken);
                    yield return i;
                }
            }
        }
        """);

    [Fact]
    public Task The_parameter_is_optional_where_code_calls_the_handler() => Verify.Fixes(
        Controller("public async Task<Order?> [|Get|](int id) => await orders.GetAsync(id);\n    private Task<Order?> First() => Get(1);\n    public string Name => nameof(Get);"),
        Controller("public async Task<Order?> Get(int id, CancellationToken cancellationToken = default) => await orders.GetAsync(id, cancellationToken);\n    private Task<Order?> First() => Get(1);\n    public string Name => nameof(Get);"),
        s_shop);

    [Theory]
    [InlineData("public async Task [|Get|](int id) => await orders.GetAsync(id); private Func<int, Task> Late => Get;")]
    [InlineData("public async Task [|Get|](int id) => await orders.GetAsync(id); private Task First() => Get(1); [NonAction] public Task Get(int id, string name = \"\") => orders.PingAsync();")]
    [InlineData("public async Task [|Get|](int id) => await orders.GetAsync(id); private System.Linq.Expressions.Expression<Func<Task>> Link() => () => Get(1);")]
    [InlineData("public async Task [|Get|](int id) => await orders.GetAsync(id); [NonAction] public Task Get(int id, CancellationToken token) => orders.GetAsync(id, token);")]
    [InlineData("public async Task [|Get|](\n#if true\n    int id\n#endif\n    ) => await orders.GetAsync(id);")]
    public Task Offers_no_fix_where_others_hold_to_the_signature(string action) => Verify.OffersNoFix(Controller(action), s_shop);

    [Theory]
    [InlineData("Func<int, Task> handler = async id => await Task.Delay(id); app.[|MapGet|](\"/\", handler);")]
    [InlineData("var handler = async (int id) => await Task.Delay(id); app.[|MapGet|](\"/\", handler); await handler(1);")]
    [InlineData("app.[|MapGet|](\"/\", (Func<int, Task>)(async id => await Task.Delay(id)));")]
    [InlineData("app.[|MapGet|](\"/\", (Func<int, Task>)(async (int id) => await Task.Delay(id)));")]
    public Task Offers_no_fix_where_the_delegate_has_a_type(string mapping) => Verify.OffersNoFix("var app = WebApplication.Create();\n" + mapping, s_shop);

    private static string Controller(string members) => Mvc + $$"""
        public class OrdersController(IOrders orders) : ControllerBase
        {
            private readonly IOrders _orders = orders;
            {{members}}
        }
        """;
}
