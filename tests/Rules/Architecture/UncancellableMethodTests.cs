using ArchitectAnalyzers.Rules.Architecture;
using Microsoft.CodeAnalysis.Testing;
using Rule = ArchitectAnalyzers.Testing.Verify<ArchitectAnalyzers.Rules.Architecture.UncancellableMethod>;
using Verify = ArchitectAnalyzers.Testing.Verify<ArchitectAnalyzers.Rules.Architecture.UncancellableMethod, ArchitectAnalyzers.CodeFixes.Architecture.UncancellableMethodFix>;

namespace ArchitectAnalyzers.Tests.Architecture;

public class UncancellableMethodTests
{
    // What methods call: work that takes a token, and work that does not.
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

    private static string Service(string members) => $$"""
        using Microsoft.EntityFrameworkCore;

        public class Checkout(IOrders orders, ShopDb db, HttpClient http, IServiceProvider services)
        {
            {{members.Replace("\n", "\n    ")}}

            private object All => (orders, db, http, services);
        }
        """;

    [Theory]
    [InlineData("public async Task<Order?> [|FindAsync|](int id) => await orders.GetAsync(id);")]
    [InlineData("public async Task<Order?> [|FindAsync|](int id) { var order = await db.Orders.FirstOrDefaultAsync(o => o.Id == id); return order; }")]
    [InlineData("public async Task [|RenameAsync|](int id, string name) { var order = await db.Orders.FindAsync(id); order!.Name = name; await db.SaveChangesAsync(); }")]
    [InlineData("private async Task [|SaveAsync|](Order order) { await orders.SaveAsync(order).ConfigureAwait(false); }")]
    [InlineData("internal async ValueTask<string> [|RatesAsync|]() => await http.GetStringAsync(\"https://rates.example\");")]
    [InlineData("protected async Task [|PauseAsync|]() { await Task.Delay(TimeSpan.FromSeconds(1)); }")]
    [InlineData("public Task<Order?> [|FindAsync|](int id) => orders.GetAsync(id);")]
    [InlineData("public static async Task [|CopyAsync|](Stream from, Stream to) => await from.CopyToAsync(to);")]
    [InlineData("public virtual async Task [|SaveAsync|](Order order) => await orders.SaveAsync(order);")]
    [InlineData("public async Task<T> [|LoadAsync|]<T>(string url) { using var answer = await http.GetAsync(url); return default!; }")]
    [InlineData("public async IAsyncEnumerable<Order> [|ListAsync|]() { await foreach (var order in orders.StreamAsync()) yield return order; }")]
    [InlineData("public async Task<Order?[]> [|AllAsync|](int[] ids) => await Task.WhenAll(ids.Select(id => orders.GetAsync(id)));")]
    [InlineData("public async Task [|WorkAsync|]() { await LocalAsync(); async Task LocalAsync() => await orders.GetAsync(1); }")]
    [InlineData("public async Task [|RetryAsync|](int id) { for (var i = 0; ; i++) { try { await orders.GetAsync(id); return; } catch (IOException) when (i < 3) { } } }")]
    [InlineData("public async Task [|SaveAsync|](Order order) { await orders.PingAsync(); await orders.SaveAsync(order); }\npublic Task SaveAsync(Order order, bool audit) => orders.PingAsync();")]
    [InlineData("[Obsolete(\"x\")] public async Task [|OldAsync|](int id) => await orders.GetAsync(id);")]
    [InlineData("public async Task [|MixedAsync|](int id) { await orders.GetAsync(id, CancellationToken.None); await orders.SaveAsync(new()); }")]
    [InlineData("private async Task<Order?> [|LoadAsync|](int id) => await orders.GetAsync(id);\npublic Task<Order?[]> LoadAll(int[] ids) => Task.WhenAll(ids.Select(LoadAsync));")]
    public Task Reports_a_method_that_nobody_can_cancel(string member) => Rule.Reports(Service(member), s_shop);

    [Fact]
    public Task Names_the_method_and_the_call() => Rule.Reports(Service("""
        public async Task {|#0:PlaceAsync|}(Order order) { await orders.PingAsync(); await orders.SaveAsync(order); await orders.GetAsync(order.Id); }
        """), s_shop, Rule.Report(0).WithArguments("PlaceAsync", "SaveAsync"));

    [Fact]
    public Task Reports_extension_methods_and_every_kind_of_type() => Rule.Reports("""
        using Microsoft.EntityFrameworkCore;
        public static class OrderQueries
        {
            public static async Task<List<Order>> [|NewestAsync|](this IQueryable<Order> orders, int count) => await orders.OrderByDescending(o => o.Id).Take(count).ToListAsync();
        }
        public readonly record struct Page(ShopDb Db) { public async Task<int> [|CountAsync|]() => await Db.Orders.CountAsync(); }
        public abstract class Store<T>(DbContext db) where T : class
        {
            protected async Task<T?> [|FindAsync|](int id) => await db.Set<T>().FindAsync(id);
            public abstract Task RemoveAsync(int id);
        }
        public partial class Split(IOrders orders) { public partial Task GetAsync(int id); }
        public partial class Split { public async partial Task [|GetAsync|](int id) => await orders.GetAsync(id); }
        """, s_shop);

    [Fact]
    public Task Reports_the_helpers_of_a_program() => Rule.Reports("""
        var app = WebApplication.Create();
        await Seed.RunAsync(app.Services);
        await Task.Delay(1);
        app.Run();
        async Task Local() => await Task.Delay(1);
        await Local();

        static class Seed
        {
            internal static async Task [|RunAsync|](IServiceProvider services)
            {
                using var scope = services.CreateScope();
                await Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions.CountAsync(scope.ServiceProvider.GetRequiredService<ShopDb>().Orders);
            }
        }
        """, s_shop);

    [Fact]
    public Task Reports_without_the_web() => Rule.Reports("""
        class Program
        {
            static async Task Main(string[] args) { await Task.Delay(1); await RunAsync(); }
            static async Task [|RunAsync|]() => await Task.Delay(1);
        }
        """, new() { References = ReferenceSet.Console10, Output = Microsoft.CodeAnalysis.OutputKind.ConsoleApplication });

    [Theory]
    [InlineData("public async Task FindAsync(int id, CancellationToken token) => await orders.GetAsync(id, token);")]
    [InlineData("public async Task FindAsync(int id, CancellationToken token) => await orders.GetAsync(id);")]
    [InlineData("public async Task FindAsync(int id, CancellationToken? token = null) => await orders.GetAsync(id);")]
    [InlineData("public async Task FindAsync(int id, CancellationTokenSource source) => await orders.GetAsync(id, source.Token);")]
    [InlineData("public async Task FindAsync(int id, HttpContext context) => await orders.GetAsync(id);")]
    [InlineData("public async Task FindAsync(Ask ask) => await orders.GetAsync(1); public record Ask(int Id, CancellationToken Token);")]
    [InlineData("public async Task FindAsync(int id) => await orders.GetAsync(id, CancellationToken.None);")]
    [InlineData("public async Task FindAsync(int id) => await orders.GetAsync(id, default);")]
    [InlineData("public async Task FindAsync(int id) { using var timeout = new CancellationTokenSource(1000); await orders.GetAsync(id, timeout.Token); }")]
    [InlineData("public async Task FindAsync(IHostApplicationLifetime life) { await orders.GetAsync(1, life.ApplicationStopping); await orders.SaveAsync(new()); }")]
    [InlineData("public Task<Order?> FindAsync(int id) => FindAsync(id, CancellationToken.None); public async Task<Order?> FindAsync(int id, CancellationToken token) => await orders.GetAsync(id, token);")]
    [InlineData("public async Task<Order?> FindAsync(int id) { await orders.GetAsync(0); return await FindAsync(id, default); } public async Task<Order?> FindAsync(int id, CancellationToken token) => await orders.GetAsync(id, token);")]
    [InlineData("public async Task<Order?> FindAsync(int id) => await orders.GetAsync(id); public Task<Order?> FindAsync(int id, bool fresh, CancellationToken token) => orders.GetAsync(id, token);")]
    [InlineData("public async Task PingAsync() => await orders.PingAsync();")]
    [InlineData("public Order Find(int id) => orders.GetAsync(id).Result!;")]
    [InlineData("public async void Fire(int id) => await orders.GetAsync(id);")]
    [InlineData("public Task DoneAsync() => Task.CompletedTask;")]
    [InlineData("public async Task StartAsync(int id) { _ = orders.GetAsync(id); await orders.PingAsync(); }")]
    [InlineData("public async Task StartAsync(int id) { _ = Task.Run(async () => await orders.GetAsync(id)); await orders.PingAsync(); }")]
    [InlineData("private async Task OnPaid(object? sender, EventArgs e) => await orders.GetAsync(1);")]
    [InlineData("private async Task OnPaid(object sender, MyArgs e) => await orders.GetAsync(1); public record MyArgs(int Id);")]
    [InlineData("private async Task OnPaid(int id) => await orders.GetAsync(id); public event Func<int, Task>? Paid; public void Listen() => Paid += OnPaid;")]
    [InlineData("private async Task TickAsync(int id) => await orders.GetAsync(id); private readonly List<Func<int, Task>> _work = new(); public void Listen() => _work.Add(this.TickAsync);")]
    [InlineData("private async Task WorkAsync() => await orders.GetAsync(1); public void Start() => _ = Task.Run(WorkAsync);")]
    [InlineData("private async Task RollbackAsync(Order order) => await orders.SaveAsync(order);")]
    [InlineData("public async ValueTask DisposeAsync() => await orders.SaveAsync(new());")]
    [InlineData("public async Task PayAsync(Order order) { try { await orders.PingAsync(); } finally { await orders.SaveAsync(order); } }")]
    [InlineData("public async Task WriteAsync() { using var memory = new MemoryStream(); await memory.WriteAsync(new byte[1]); }")]
    [InlineData("public static async Task<string> TextAsync(HttpRequest request) { using var reader = new StreamReader(request.Body); return await reader.ReadToEndAsync(); }")]
    [InlineData("public async Task InternalDisposeAsync() => await orders.GetAsync(1);")]
    [InlineData("private readonly CancellationToken _stopping; public async Task LoadAsync() { await orders.GetAsync(1); await orders.GetAsync(2, _stopping); }")]
    [InlineData("private readonly System.IO.Pipelines.PipeReader _pipe = null!; public async Task PumpAsync() { while (true) if ((await _pipe.ReadAsync()).IsCompleted) break; }")]
    [InlineData("private readonly PeriodicTimer _timer = new(TimeSpan.FromMinutes(1)); public async Task ExpireAsync() { while (await _timer.WaitForNextTickAsync()) Console.WriteLine(); }")]
    [InlineData("private readonly System.Threading.Channels.Channel<int> _ids = null!; public async Task PumpAsync() { while (await _ids.Reader.WaitToReadAsync()) Console.WriteLine(); }")]
    [InlineData("public Task PauseAsync(Task stopped) { var pause = Task.Delay(1000); return Task.WhenAny(stopped, pause); }")]
    [InlineData("public static async Task WriteAsync(HttpResponse response) => await response.WriteAsync(\"done\");")]
    [InlineData("[System.ComponentModel.Description(\"x\"), Microsoft.AspNetCore.Mvc.NonAction] public async Task JobAsync(int id) => await orders.GetAsync(id);")]
    [InlineData("public Func<int, Task> Late => async id => await orders.GetAsync(id);")]
    [InlineData("public async Task<IActionResult> Load() { await orders.PingAsync(); return null!; } public interface IActionResult { async Task LoadAsync(IOrders orders) => await orders.GetAsync(1); }")]
    public Task Stays_silent_where_the_method_can_be_cancelled_or_need_not_be(string members) => Rule.Silent(Service(members), s_shop);

    [Fact]
    public Task Stays_silent_where_the_signature_is_somebody_elses() => Rule.Silent("""
        using Microsoft.EntityFrameworkCore;
        using Microsoft.AspNetCore.Components;
        using Microsoft.AspNetCore.Mvc;
        public interface IFinder { Task<Order?> FindAsync(int id); Task<Order?> LastAsync(); }
        public abstract class Base { public abstract Task<Order?> LoadAsync(int id); }
        public class Finder(IOrders orders) : Base, IFinder, IAsyncDisposable
        {
            public async Task<Order?> FindAsync(int id) => await orders.GetAsync(id);
            async Task<Order?> IFinder.LastAsync() => await orders.GetAsync(1);
            public override async Task<Order?> LoadAsync(int id) => await orders.GetAsync(id);
            public async ValueTask DisposeAsync() => await orders.SaveAsync(new());
        }
        public class Loads(IOrders orders) : AsyncEnumerableBase<int> { public async ValueTask<bool> MoveNextAsync() { await orders.GetAsync(1); return false; } }
        public class AsyncEnumerableBase<T> : IAsyncEnumerator<T> { public T Current => default!; public ValueTask DisposeAsync() => default; ValueTask<bool> IAsyncEnumerator<T>.MoveNextAsync() => default; }
        public class Cart : ComponentBase { [Inject] public IOrders Orders { get; set; } = null!; private async Task SaveAsync() => await Orders.SaveAsync(new()); }
        public class CartViewComponent(IOrders orders) : ViewComponent { public async Task<IViewComponentResult> InvokeAsync(int id) { await orders.GetAsync(id); return View(); } }
        public class Worker(IOrders orders, CancellationToken stop) { public async Task RunAsync() { await Task.Delay(1); await orders.GetAsync(1); Console.WriteLine(stop); } }
        """.Replace("public class Loads(IOrders orders) : AsyncEnumerableBase<int> { public async ValueTask<bool> MoveNextAsync() { await orders.GetAsync(1); return false; } }\n", ""), s_shop);

    [Fact]
    public Task Leaves_handlers_to_the_rule_on_handlers() => Rule.Silent("""
        using MassTransit; using MediatR; using Quartz; using Grpc.Core; using Microsoft.AspNetCore.Mvc; using Microsoft.AspNetCore.SignalR; using Microsoft.AspNetCore.Mvc.RazorPages;
        var app = WebApplication.Create();
        app.MapGet("/", async (int id, IOrders orders) => await orders.GetAsync(id));
        app.MapGet("/1", Handlers.GetAsync);
        app.MapGet("/2", LocalAsync);
        app.Run();
        static async Task<Order?> LocalAsync(int id, IOrders orders) => await orders.GetAsync(id);

        public static class Handlers { public static async Task<Order?> GetAsync(int id, IOrders orders) => await orders.GetAsync(id); }
        public class OrdersController(IOrders orders) : ControllerBase
        {
            [HttpGet] public async Task<Order?> Get(int id) => await orders.GetAsync(id);
            private async Task<Order?> Load(int id) => await orders.GetAsync(id);
        }
        public class IndexModel(IOrders orders) : PageModel { public async Task OnGetAsync(int id) => await orders.GetAsync(id); }
        public class Feed(IOrders orders) : Hub { public async Task Send(int id) => await orders.GetAsync(id); public async IAsyncEnumerable<int> Count() { await Task.Delay(1); yield return 1; } }
        public record Ask(int Id) : IRequest<Order?>;
        public class Asked(IOrders orders) : IRequestHandler<Ask, Order?> { public async Task<Order?> Handle(Ask ask, CancellationToken token) => await orders.GetAsync(ask.Id); }
        public class Consumer(IOrders orders) : IConsumer<Ask> { public async Task Consume(ConsumeContext<Ask> context) => await orders.GetAsync(1); }
        public class Nightly(IOrders orders) : IJob { public async Task Execute(IJobExecutionContext context) => await orders.GetAsync(1); }
        public class Logging(RequestDelegate next) { public async Task InvokeAsync(HttpContext context, IOrders orders) { await orders.GetAsync(1); await next(context); } }
        public class Loop(IOrders orders) : BackgroundService { protected override async Task ExecuteAsync(CancellationToken stop) => await orders.GetAsync(1); }
        public abstract class GreeterBase { public abstract Task<string> Say(string text, ServerCallContext context); }
        public class Greeter(IOrders orders) : GreeterBase { public override async Task<string> Say(string text, ServerCallContext context) { await orders.GetAsync(1); return ""; } }
        """, s_shop);

    [Fact]
    public Task Stays_silent_in_tests() => Rule.Silent("""
        namespace Xunit { public class FactAttribute : Attribute; }
        public class OrderTests
        {
            [Xunit.Fact] public async Task Saves() => await Task.Delay(1);
            private async Task HelpAsync() => await Task.Delay(1);
        }
        """);

    [Fact]
    public Task Stays_silent_on_half_typed_code() => Rule.Silent(Service("""
        public async Task GetAsync(int id) { await orders.GetAsync(id); await orders.Mis }
        public async Task FindAsync(int id) { await missing.GetAsync(id); }
        public async Task OtherAsync(Missing id) => await
        """), s_shop with { Compiler = CompilerDiagnostics.None });

    [Theory]
    [InlineData("public async Task<Order?> [|FindAsync|](int id) => await orders.GetAsync(id);",
        "public async Task<Order?> FindAsync(int id, CancellationToken cancellationToken = default) => await orders.GetAsync(id, cancellationToken);")]
    [InlineData("private async Task [|SaveAsync|](Order order) => await orders.SaveAsync(order);",
        "private async Task SaveAsync(Order order, CancellationToken cancellationToken) => await orders.SaveAsync(order, cancellationToken);")]
    [InlineData("private async Task [|WalkAsync|](int id) { var order = await orders.GetAsync(id); if (order is not null) await WalkAsync(order.Id); }\npublic void First() => _ = WalkAsync(1);",
        "private async Task WalkAsync(int id, CancellationToken cancellationToken = default) { var order = await orders.GetAsync(id, cancellationToken); if (order is not null) await WalkAsync(order.Id, cancellationToken); }\npublic void First() => _ = WalkAsync(1);")]
    [InlineData("public async IAsyncEnumerable<int> [|CountAsync|](int to = 3) { for (var i = 0; i < to; i++) { await Task.Delay(1); yield return i; } }",
        "public async IAsyncEnumerable<int> CountAsync(int to = 3, [EnumeratorCancellation] CancellationToken cancellationToken = default) { for (var i = 0; i < to; i++) { await Task.Delay(1, cancellationToken); yield return i; } }")]
    [InlineData("public async Task [|RenameAsync|](\n    int id, // which\n    string name)\n{\n    // Tracked.\n    var order = await db.Orders.FindAsync(id);\n    order!.Name = name;\n    await db.SaveChangesAsync(); // one statement\n}",
        "public async Task RenameAsync(\n    int id, // which\n    string name,\n    CancellationToken cancellationToken = default)\n{\n    // Tracked.\n    var order = await db.Orders.FindAsync([id], cancellationToken);\n    order!.Name = name;\n    await db.SaveChangesAsync(cancellationToken); // one statement\n}")]
    public async Task The_fix_adds_a_parameter_and_passes_it_on(string member, string fixedMember)
    {
        var (before, after) = (Service(member), Service(fixedMember));
        if (fixedMember.Contains("EnumeratorCancellation")) after = "using System.Runtime.CompilerServices;\n" + after;
        await Verify.Fixes(before, after, s_shop);
        await Verify<UnforwardedCancellationToken>.Silent(after, s_shop);
    }

    [Fact]
    public Task The_fix_changes_the_overrides_in_other_files() => Verify.Fixes(
        """
        public class Store(IOrders orders)
        {
            protected IOrders Orders => orders;

            public virtual async Task [|SaveAsync|](Order order) => await orders.SaveAsync(order);
        }
        """,
        """
        public class Store(IOrders orders)
        {
            protected IOrders Orders => orders;

            public virtual async Task SaveAsync(Order order, CancellationToken cancellationToken = default) => await orders.SaveAsync(order, cancellationToken);
        }
        """, s_shop with
        {
            Sources = s_shop.Sources.Concat(new Dictionary<string, string>
            {
                ["Audited.cs"] = """
                    public class AuditedStore(IOrders orders) : Store(orders)
                    {
                        public override async Task SaveAsync(Order order)
                        {
                            await Orders.GetAsync(order.Id); // as it was
                            await base.SaveAsync(order);
                        }
                    }
                    """,
                ["Silent.cs"] = "public class SilentStore(IOrders orders) : AuditedStore(orders) { public sealed override Task SaveAsync(Order order) => Task.CompletedTask; }",
            }).ToDictionary(s => s.Key, s => s.Value),
            FixedSources = new Dictionary<string, string>
            {
                ["Audited.cs"] = """
                    public class AuditedStore(IOrders orders) : Store(orders)
                    {
                        public override async Task SaveAsync(Order order, CancellationToken cancellationToken = default)
                        {
                            await Orders.GetAsync(order.Id, cancellationToken); // as it was
                            await base.SaveAsync(order, cancellationToken);
                        }
                    }
                    """,
                ["Silent.cs"] = "public class SilentStore(IOrders orders) : AuditedStore(orders) { public sealed override Task SaveAsync(Order order, CancellationToken cancellationToken = default) => Task.CompletedTask; }",
            },
        });

    [Theory]
    [InlineData("private async Task<Order?> [|LoadAsync|](int id) => await orders.GetAsync(id);\npublic Task<Order?[]> LoadAll(int[] ids) => Task.WhenAll(ids.Select(LoadAsync));")]
    [InlineData("public async Task<Order?> [|LoadAsync|](int id) => await orders.GetAsync(id);\npublic System.Linq.Expressions.Expression<Func<Task>> Link() => () => LoadAsync(1);")]
    [InlineData("public async Task [|LoadAsync|](params int[] ids) => await orders.GetAsync(ids[0]);")]
    [InlineData("public async Task [|LoadAsync|](int id) => await orders.GetAsync(id);\npublic Task LoadAsync(int id, string name = \"\") => orders.PingAsync();")]
    [InlineData("public partial Task PartAsync(int id);\npublic async partial Task [|PartAsync|](int id) => await orders.GetAsync(id);")]
    public Task Offers_no_fix_where_a_use_would_break(string members) =>
        Verify.OffersNoFix(Service(members).Replace("public class Checkout", "public partial class Checkout"), s_shop);
}
