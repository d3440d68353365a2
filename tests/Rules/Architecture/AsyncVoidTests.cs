using ArchitectAnalyzers.CodeFixes.Architecture;
using ArchitectAnalyzers.Rules.Architecture;
using Microsoft.CodeAnalysis.Testing;

namespace ArchitectAnalyzers.Tests.Architecture;

public class AsyncVoidTests
{
    private static string In(string members) => $$"""
        #nullable disable
        #pragma warning disable CS1998, CS4014, CS0067
        record Order(int Id);
        delegate void Notify(string message);

        interface IHandler { void Handle(Order order); }

        abstract class Service
        {
            protected virtual void OnStart(string[] args) { }
            protected virtual void OnReady() { }
            protected virtual Task OnReadyAsync() => Task.CompletedTask;
        }

        class Source { public event Notify Changed; public event Action Done; public static event EventHandler Closed; }

        class C
        {
            static Task DoAsync() => throw null;
            static Task SaveAsync(Order order, CancellationToken token = default) => throw null;
            static void Run(Action action) { }
            static void Log(object o) { }

            {{members.Replace("\n", "\n    ")}}
        }
        """;

    [Theory]
    [InlineData("async void [|M|]() => await DoAsync();")]
    [InlineData("public async void [|M|](Order order) { await SaveAsync(order); }")]
    [InlineData("public static async void [|M|]<T>(T order) { await DoAsync(); }")]
    [InlineData("public virtual async void [|M|]() { await DoAsync(); }")]
    [InlineData("void M() { async void [|Local|]() => await DoAsync(); Local(); }")]
    [InlineData("async Task M() { Local(); await DoAsync(); static async void [|Local|]() { await DoAsync(); } }")]
    [InlineData("void M() { Run(() => { async void [|Local|]() => await DoAsync(); Local(); }); }")]
    [InlineData("Timer _timer;\nvoid Start() => _timer = new Timer(Tick);\nprivate async void [|Tick|](object state) { try { await DoAsync(); } catch (Exception e) { Log(e); } }")]
    [InlineData("void Start() => Run(M);\nasync void [|M|]() => await DoAsync();")]
    [InlineData("Action _a;\nvoid Start() => _a += M;\nasync void [|M|]() => await DoAsync();")]
    [InlineData("void Start(IHostApplicationLifetime lifetime) => lifetime.ApplicationStarted.Register(OnStarted);\nprivate async void [|OnStarted|]() => await DoAsync();")]
    [InlineData("public async void [|OnPaid|](object sender, Order order) => await SaveAsync(order);")]
    [InlineData("public async void [|Forget|](Task task) { await task; }")]
    [InlineData("public async void [|Forget|](Task task) { try { await task; } catch (IOException) { } }")]
    [InlineData("public async void [|Forget|](Task task) { try { await task; } catch (Exception e) { Log(e); throw; } }")]
    [InlineData("public async void [|Dispose|]() => await DoAsync();")]
    public Task Reports_a_method_that_nobody_can_await(string member) => Verify<AsyncVoid>.Reports(In(member));

    [Theory]
    [InlineData("async Task M() => await DoAsync();")]
    [InlineData("void M() => DoAsync();")]
    [InlineData("async ValueTask M() { void Local() { } Local(); await DoAsync(); }")]
    [InlineData("private async void OnClosed(object sender, EventArgs e) => await DoAsync();")]
    [InlineData("protected async void Timer_Elapsed(object sender, System.Timers.ElapsedEventArgs e) { await DoAsync(); }")]
    [InlineData("void Start(Source s) => s.Changed += OnChanged;\nprivate async void OnChanged(string message) => await DoAsync();")]
    [InlineData("void Start(Source s) { s.Changed += new Notify(this.OnChanged); }\nprivate async void OnChanged(string message) => await DoAsync();")]
    [InlineData("void Start(Source s) { s.Done += Done; async void Done() { s.Done -= Done; await DoAsync(); } }")]
    [InlineData("C() => Source.Closed += (s, e) => Log(s);\nasync Task M() => await DoAsync();")]
    [InlineData("public async void Forget(Task task, Action<Exception> onError = null) { try { await task.ConfigureAwait(false); } catch (Exception e) { onError?.Invoke(e); } }")]
    [InlineData("public async void Forget(Func<Task> work) { try { await work(); } catch { Log(1); } }")]
    public Task Stays_silent_on_event_handlers_and_tasks(string member) => Verify<AsyncVoid>.Silent(In(member));

    [Fact]
    public Task Stays_silent_where_the_signature_is_another_s() => Verify<AsyncVoid>.Silent(In("""
        class Windows : Service { protected override async void OnStart(string[] args) => await DoAsync(); }
        class Handler : IHandler { public async void Handle(Order order) => await SaveAsync(order); }
        class Explicit : IHandler { async void IHandler.Handle(Order order) => await SaveAsync(order); }
        class Observer : IObserver<Order>
        {
            public void OnCompleted() { }
            public void OnError(Exception error) { }
            public async void OnNext(Order value) => await SaveAsync(value);
        }
        partial class View { partial void OnNameChanged(string name); }
        partial class View { async partial void OnNameChanged(string name) => await DoAsync(); }
        """));

    [Fact]
    public Task Reports_where_an_asynchronous_form_is_beside_it() => Verify<AsyncVoid>.Reports(In("""
        class Ready : Service { protected override async void {|#0:OnReady|}() => await DoAsync(); }
        class Connection : IDisposable { public async void {|#1:Dispose|}() => await DoAsync(); }
        class Plain { public async void {|#2:Load|}() => await DoAsync(); }
        """), null,
        Verify<AsyncVoid>.Report(0).WithArguments("OnReady", "override OnReadyAsync"),
        Verify<AsyncVoid>.Report(1).WithArguments("Dispose", "implement IAsyncDisposable"),
        Verify<AsyncVoid>.Report(2).WithArguments("Load", "return Task"));

    [Fact]
    public Task Is_stricter_in_code_that_answers_requests() => Verify<AsyncVoid>.Reports("""
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.AspNetCore.Mvc.Filters;
        using Microsoft.AspNetCore.Mvc.RazorPages;
        using Microsoft.AspNetCore.SignalR;

        [ApiController, Route("orders")]
        public class OrdersController : ControllerBase
        {
            [HttpPost] public async void [|Post|](string order) => await Task.Delay(order.Length);
            public async void [|OnPaid|](object sender, EventArgs e) => await Task.Delay(1);
        }

        public class HomeController : Controller
        {
            public override async void [|OnActionExecuting|](ActionExecutingContext context) => await Task.Delay(1);
        }

        public class Audit : ActionFilterAttribute
        {
            public override async void [|OnActionExecuted|](ActionExecutedContext context) => await Task.Delay(1);
        }

        public class Measure : IActionFilter, IExceptionFilter
        {
            public async void [|OnActionExecuting|](ActionExecutingContext context) => await Task.Delay(1);
            async void IActionFilter.[|OnActionExecuted|](ActionExecutedContext context) => await Task.Delay(1);
            public async void [|OnException|](ExceptionContext context) => await Task.Delay(1);
        }

        public class IndexModel : PageModel
        {
            public async void [|OnGet|]() => await Task.Delay(1);
            public async void [|OnPostSave|](string name) => await Task.Delay(1);
        }

        public class ChatHub : Hub
        {
            public async void [|Send|](string text) => await Clients.All.SendAsync("receive", text);
        }

        public class Middleware(RequestDelegate next)
        {
            public async void [|Invoke|](HttpContext context) => await next(context);
        }

        public class Startup
        {
            public async void [|Configure|](IApplicationBuilder app) => await Task.Delay(1);
        }

        public class Poller : IHostedService
        {
            private readonly System.Timers.Timer _timer = new(1000);
            private Timer? _other;

            public Task StartAsync(CancellationToken cancellationToken)
            {
                _timer.Elapsed += OnElapsed;
                _other = new Timer(Tick, null, 0, 1000);
                return Task.CompletedTask;
            }

            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

            private async void OnElapsed(object? sender, System.Timers.ElapsedEventArgs e) => await Task.Delay(1);
            private async void [|OnIdle|](object? sender, EventArgs e) => await Task.Delay(1);
            private async void [|Tick|](object? state) => await Task.Delay(1);
        }
        """);

    [Fact]
    public Task Reports_in_real_backends() => Verify<AsyncVoid>.Reports("""
        using MediatR;
        using Microsoft.AspNetCore.Components;
        using Microsoft.AspNetCore.SignalR;

        public record OrderPaid(int Id);
        public interface IBus { void Subscribe<T>(Action<T> handler); }

        public class PaidProjection(IBus bus)
        {
            public void Start() => bus.Subscribe<OrderPaid>(OnPaid);
            private async void [|OnPaid|](OrderPaid paid) => await Task.Delay(paid.Id);
        }

        public class Counter : ComponentBase
        {
            protected override async void [|OnInitialized|]() => await Task.Delay(1);
            protected override async void [|OnAfterRender|](bool firstRender) => await Task.Delay(1);
            private async void [|Increment|]() { await Task.Delay(1); StateHasChanged(); }
        }

        public class Copy(Stream inner) : MemoryStream
        {
            public override async void [|Flush|]() => await inner.FlushAsync();
        }

        public class Cleaner : BackgroundService
        {
            protected override Task ExecuteAsync(CancellationToken stoppingToken)
            {
                Loop(stoppingToken);
                return Task.CompletedTask;
            }

            private async void [|Loop|](CancellationToken token)
            {
                while (!token.IsCancellationRequested) await Task.Delay(1000, token);
            }

            public override async void [|Dispose|]()
            {
                await Task.Delay(1);
                base.Dispose();
            }
        }

        public class PaidHandler(ILogger<PaidHandler> log) : INotificationHandler<Paid>
        {
            public Task Handle(Paid notification, CancellationToken cancellationToken)
            {
                Audit(notification);
                return Task.CompletedTask;
            }

            private async void [|Audit|](Paid paid) { await Task.Delay(1); log.LogInformation("{Paid}", paid); }
        }

        public record Paid : INotification;

        public struct Batch { public async void [|Send|]() => await Task.Delay(1); }

        public interface IWarm { async void [|Warm|]() => await Task.Delay(1); }

        public static class Extensions
        {
            public static async void [|Send|](this HttpClient client, string url) => await client.GetAsync(url);
        }
        """);

    [Fact]
    public Task Stays_silent_in_real_backends() => Verify<AsyncVoid>.Silent("""
        using System.Windows.Input;

        public class Price { public event EventHandler<decimal>? Changed; public event Action<decimal, decimal>? Moved; }

        public sealed class Display : IDisposable, IProgress<int>
        {
            private readonly Price _price;
            private readonly Action<decimal, decimal> _moved;

            public Display(Price price)
            {
                _price = price;
                _moved = OnMoved;
                _price.Changed += Price_Changed;
                _price.Moved += OnMoved;
                AppDomain.CurrentDomain.UnhandledException += OnUnhandled;
            }

            public void Dispose() => _price.Changed -= Price_Changed;

            public async void Report(int value) => await Task.Delay(value);

            private async void Price_Changed(object? sender, decimal price) => await Task.Delay(1);
            private async void OnMoved(decimal from, decimal to) => await Task.Delay(1);
            private static async void OnUnhandled(object sender, UnhandledExceptionEventArgs e) => await Task.Delay(1);
        }

        public class Command(Func<object?, Task> run) : ICommand
        {
            public event EventHandler? CanExecuteChanged { add { } remove { } }
            public bool CanExecute(object? parameter) => true;
            public async void Execute(object? parameter) => await run(parameter);
        }

        public static class Tasks
        {
            public static async void Forget(this ValueTask task, Action<Exception>? onError = null)
            {
                try { await task.ConfigureAwait(false); }
                catch (Exception e) when (onError is not null) { onError(e); }
            }
        }
        """);

    [Fact]
    public Task Sees_handlers_that_another_file_attaches() => Verify<AsyncVoid>.Silent(
        "partial class C { public async void OnChanged(string message) => await Task.Delay(1); }",
        new() { Sources = new Dictionary<string, string> { ["Other.cs"] =
            "class Source { public event Action<string>? Changed; } partial class C { C(Source s) => s.Changed += OnChanged; }" } });

    [Fact]
    public Task Stays_silent_in_tests() => Verify<AsyncVoid>.Silent("""
        namespace Xunit { class FactAttribute : Attribute { } }

        class Tests
        {
            [Xunit.Fact]
            public async void Works() => await Task.Yield();
        }
        """);

    [Fact]
    public Task Stays_silent_on_half_typed_code() => Verify<AsyncVoid>.Silent(
        "class C : Missing { public override async Task M() => ; async voi N() { } async void { } } class D { event Action E; D() { E += ; E += Unknown; } }",
        new() { Compiler = CompilerDiagnostics.None, ExtraRuns = false });

    [Fact]
    public Task Returns_a_task_and_awaits_where_it_can() => Verify<AsyncVoid, AsyncVoidFix>.Fixes(
        In("""
            /// <summary>Saves.</summary>
            public async void [|Save|](Order order) // now
            {
                await SaveAsync(order);
            }

            public async void [|SaveTwice|](Order order)
            {
                // twice
                Save(order); // first
                this.Save(order);
                var c = new C();
                c?.Save(order);
                lock (c) Save(order);
                await DoAsync();
            }

            void Sync(Order order) { SaveTwice(order); }
            void Arrow(Order order) => SaveTwice(order);
            static async void [|Generic|]<T>(T value) where T : class => await DoAsync();

            async Task<string> Caller(Order order)
            {
                Local();
                Generic("x");
                Generic<string>("y");
                if (order.Id > 1) SaveTwice(order);
                await DoAsync();
                return nameof(Save);

                async void [|Local|]() { await DoAsync(); }
            }
            """),
        In("""
            /// <summary>Saves.</summary>
            public async Task Save(Order order) // now
            {
                await SaveAsync(order);
            }

            public async Task SaveTwice(Order order)
            {
                // twice
                await Save(order); // first
                await this.Save(order);
                var c = new C();
                c?.Save(order);
                lock (c) Save(order);
                await DoAsync();
            }

            void Sync(Order order) { SaveTwice(order); }
            void Arrow(Order order) => SaveTwice(order);
            static async Task Generic<T>(T value) where T : class => await DoAsync();

            async Task<string> Caller(Order order)
            {
                await Local();
                await Generic("x");
                await Generic<string>("y");
                if (order.Id > 1) await SaveTwice(order);
                await DoAsync();
                return nameof(Save);

                async Task Local() { await DoAsync(); }
            }
            """));

    [Fact]
    public Task Adds_the_using_and_leaves_calls_in_other_files() => Verify<AsyncVoid, AsyncVoidFix>.Fixes("""
        public class C
        {
            public async void [|M|]() => await System.Threading.Tasks.Task.Delay(1);
        }
        """, """
        using System.Threading.Tasks;

        public class C
        {
            public async Task M() => await System.Threading.Tasks.Task.Delay(1);
        }
        """, new()
    {
        ImplicitUsings = false,
        Sources = new Dictionary<string, string> { ["Other.cs"] = "class D { void M(C c) { c.M(); } }" },
    });

    [Theory]
    [InlineData("async void [|M|]() => await DoAsync();\nvoid Start() => Run(M);")]
    [InlineData("async void [|M|]() => await DoAsync();\nvoid Start() => Run(() => M());")]
    [InlineData("async void [|M|]() => await DoAsync();\nAction Start() => M;")]
    [InlineData("public virtual async void [|M|]() => await DoAsync();")]
    [InlineData("class Inner { class Task { } async void [|M|]() => await DoAsync(); }")]
    [InlineData("class Connection : IDisposable { public async void [|Dispose|]() => await DoAsync(); }")]
    [InlineData("class Startup { public async void [|Configure|](IApplicationBuilder app) => await DoAsync(); }")]
    public Task Offers_nothing_where_another_wants_void(string member) => Verify<AsyncVoid, AsyncVoidFix>.OffersNoFix(In(member));
}
