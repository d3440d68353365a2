using ArchitectAnalyzers.CodeFixes.Architecture;
using ArchitectAnalyzers.Rules.Architecture;
using Microsoft.CodeAnalysis.Testing;

namespace ArchitectAnalyzers.Tests.Architecture;

public class UnobservedTaskTests
{
    private const string Await = "ARCH1006:await", MakeAsync = "ARCH1006:make-async", Return = "ARCH1006:return";

    private static string In(string member) => $$"""
        #pragma warning disable CS4014, CS8602, CS8604, CS1998, CS0067
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.AspNetCore.SignalR;
        public record Order(int Id);
        public interface IMailer
        {
            Task SendAsync(Order order); Task<int> CountAsync(); ValueTask<int> TryAsync(); ValueTask CloseAsync(); IMailer Inner { get; }
            event Func<Order, Task> Sent;
        }

        public interface IFluent { IFluent With(int i); System.Runtime.CompilerServices.TaskAwaiter GetAwaiter(); }

        public static class TaskHelpers
        {
            public static async void Forget(this Task task) => await task;
            public static Task Logged(this Task task, ILogger logger) => task;
        }

        public class C(IMailer mailer, ILogger logger, Order order, List<Order> orders, IFluent fluent)
        {
            private Task? _loop;
            private Func<Order, Task>? _changed;
            public event Func<Order, Task>? Changed;
            private async Task SafeAsync()
            {
                try { await mailer.SendAsync(order); }
                catch (Exception e) { logger.LogError(e, "no"); }
            }
            private async Task UnsafeAsync() { await mailer.SendAsync(order); }
            private static void Run(Action action) => action();

            {{member.Replace("\n", "\n    ")}}
        }
        """;

    [Theory]
    [InlineData("void M() { mailer.[|SendAsync|](order); }")]
    [InlineData("void M() => mailer.[|SendAsync|](order);")]
    [InlineData("int M() { mailer.[|CountAsync|](); return 1; }")]
    [InlineData("bool M()\n{\n    mailer\n        .Inner\n        .[|SendAsync|](order);\n    return true;\n}")]
    [InlineData("void M() { mailer.[|TryAsync|](); mailer.[|CloseAsync|](); }")]
    [InlineData("void M() { mailer.[|SendAsync|](order).ConfigureAwait(false); }")]
    [InlineData("void M() { mailer.[|TryAsync|]().ConfigureAwait(false); }")]
    [InlineData("void M() { mailer.[|TryAsync|]().AsTask(); }")]
    [InlineData("void M() { mailer?.[|SendAsync|](order); }")]
    [InlineData("void M() { mailer?.Inner?.[|SendAsync|](order).ConfigureAwait(false); }")]
    [InlineData("async Task M() { mailer?.[|SendAsync|](order); }")]
    [InlineData("async Task M() { mailer?.Inner?.[|CountAsync|](); }")]
    [InlineData("async Task M() { mailer?.[|TryAsync|](); }")]
    [InlineData("async Task M() { Changed?.[|Invoke|](order); await Task.Yield(); }")]
    [InlineData("void M() { Changed?.[|Invoke|](order); }")]
    [InlineData("void M() { [|_changed|](order); }")]
    [InlineData("void M() { _changed.[|Invoke|](order); }")]
    [InlineData("void M(Func<Task> work) { [|work|](); }")]
    [InlineData("Task M() { mailer.[|SendAsync|](order); return Task.CompletedTask; }")]
    [InlineData("Task<int> M() { mailer.[|SendAsync|](order); return mailer.CountAsync(); }")]
    [InlineData("void M() { Task.[|Run|](() => logger.LogInformation(\"x\")); }")]
    [InlineData("void M() { Task.[|Run|](async () => await mailer.SendAsync(order)); }")]
    [InlineData("void M() { Task.[|Delay|](1000); }")]
    [InlineData("void M() { Task.[|WhenAll|](mailer.SendAsync(order), mailer.CountAsync()); }")]
    [InlineData("void M() { Task.Factory.[|StartNew|](() => logger.LogInformation(\"x\")); }")]
    [InlineData("void M() { [|UnsafeAsync|](); }")]
    [InlineData("void M() { orders.ForEach(o => mailer.[|SendAsync|](o)); }")]
    [InlineData("void M() { Action a = () => mailer.[|SendAsync|](order); a(); }")]
    [InlineData("void M() { Action<Order> a = o => mailer?.[|SendAsync|](o); a(order); }")]
    [InlineData("async Task M() { await Task.Yield(); Run(() => mailer.[|SendAsync|](order)); }")]
    [InlineData("void M() { Parallel.ForEach(orders, o => mailer.[|SendAsync|](o)); }")]
    [InlineData("void M(System.Timers.Timer timer) { timer.Elapsed += (s, e) => mailer.[|SendAsync|](order); }")]
    [InlineData("void M(CancellationToken token) { token.Register(() => mailer.[|CloseAsync|]()); }")]
    [InlineData("void M() { new Thread(() => mailer.[|SendAsync|](order)).Start(); }")]
    [InlineData("void M() { Local(); void Local() { mailer.[|SendAsync|](order); } }")]
    [InlineData("void M() { foreach (var o in orders) mailer.[|SendAsync|](o); }")]
    [InlineData("void M() { try { mailer.[|SendAsync|](order); } catch (Exception e) { logger.LogError(e, \"no\"); } }")]
    [InlineData("int P { get { mailer.[|SendAsync|](order); return 1; } }")]
    [InlineData("int P { set => mailer.[|SendAsync|](order); }")]
    [InlineData("public void Dispose() { mailer.[|CloseAsync|](); }")]
    [InlineData("void M(CancellationTokenSource cts) { cts.[|CancelAsync|](); }")]
    [InlineData("public C() : this(null!, null!, null!, null!, null!) { [|UnsafeAsync|](); }")]
    [InlineData("void M() { var task = mailer.[|SendAsync|](order); }")]
    [InlineData("async Task M() { var task = mailer.[|CountAsync|](); await Task.Yield(); }")]
    [InlineData("async Task M() { Task? task = mailer?.[|SendAsync|](order); await Task.Yield(); }")]
    [InlineData("async Task M()\n{\n    var tasks = new List<Task>();\n    foreach (var o in orders) tasks.Add(mailer.[|SendAsync|](o));\n    await Task.Yield();\n}")]
    [InlineData("void M() { List<Task> tasks = []; tasks.Add(mailer.[|SendAsync|](order)); logger.LogInformation(\"{Count}\", tasks.Count); }")]
    [InlineData("void M() { var tasks = new Task[2]; tasks[0] = mailer.[|SendAsync|](order); tasks[1] = mailer.[|CountAsync|](); }")]
    [InlineData("void M() { var tasks = new[] { mailer.[|SendAsync|](order), mailer.SendAsync(order) }; }")]
    [InlineData("async Task M() { var tasks = orders.Select(o => mailer.SendAsync(o)).[|ToList|](); await Task.Yield(); }")]
    [InlineData("async Task M() { orders.Select(o => mailer.SendAsync(o)).[|ToArray|](); await Task.Yield(); }")]
    [InlineData("async Task M() { orders.[|Select|](async o => await mailer.SendAsync(o)); await Task.Yield(); }")]
    [InlineData("void M<T>(Func<T, Task> f, T t) { [|f|](t); }")]
    [InlineData("static Task s_t = Task.CompletedTask; static C() { s_t.[|WaitAsync|](TimeSpan.Zero); }", "")]
    public Task Reports_a_task_that_is_let_go(string member, string? none = null) =>
        none is null ? Verify<UnobservedTask>.Reports(In(member)) : Verify<UnobservedTask>.Silent(In(member.Replace("[|", "").Replace("|]", "")));

    [Theory]
    [InlineData("async Task M() { mailer.SendAsync(order); await Task.Yield(); }")]
    [InlineData("async void M() { mailer.SendAsync(order); await Task.Yield(); }")]
    [InlineData("async Task M() { mailer.SendAsync(order).ConfigureAwait(false); await Task.Yield(); }")]
    [InlineData("void M() { Func<Task> f = async () => mailer.SendAsync(order); _loop = f(); }")]
    [InlineData("async Task M() { await mailer.SendAsync(order); if (mailer is not null) await mailer.SendAsync(order); }")]
    [InlineData("Task M() => mailer.SendAsync(order);")]
    [InlineData("Task? M() => mailer?.SendAsync(order);")]
    [InlineData("void M() { _loop = mailer.SendAsync(order); _loop ??= mailer.SendAsync(order); }")]
    [InlineData("void M() { _ = mailer.SendAsync(order); _ = Task.Run(() => mailer.SendAsync(order)); _ = mailer?.SendAsync(order); }")]
    [InlineData("void M() { var _ = mailer.SendAsync(order); }")]
    [InlineData("void M() { mailer.SendAsync(order).Forget(); mailer?.SendAsync(order).Forget(); }")]
    [InlineData("void M() { mailer.SendAsync(order).Logged(logger); }")]
    [InlineData("void M() { mailer.SendAsync(order).ContinueWith(t => logger.LogError(t.Exception, \"no\"), TaskContinuationOptions.OnlyOnFaulted); }")]
    [InlineData("void M() { mailer.SendAsync(order).GetAwaiter().OnCompleted(() => { }); }")]
    [InlineData("void M() { mailer.SendAsync(order).Wait(); mailer.SendAsync(order).GetAwaiter().GetResult(); }")]
    [InlineData("void M() { Task.FromResult(1); Task.FromException(new Exception()); }")]
    [InlineData("void M() { fluent.With(1).With(2); }")]
    [InlineData("void M() { SafeAsync(); Task.Run(async () => { try { await mailer.SendAsync(order); } catch (Exception e) { logger.LogError(e, \"no\"); } }); }")]
    [InlineData("void M(TaskCompletionSource<int> waiting) { Task.Run(() => waiting.TrySetResult(1)); Task.Run(() => { waiting.SetResult(1); }); }")]
    [InlineData("void OnCompleted(Action continuation) { Task.Run(continuation); }")]
    [InlineData("void M() { Interlocked.Exchange(ref _loop, Task.CompletedTask); new Queue<Task>().Dequeue(); }")]
    [InlineData("void M() { Task.Run(() => mailer.SendAsync(order)).Wait(); Func<Task> f = () => mailer.SendAsync(order); _loop = f(); }")]
    [InlineData("void M(System.Timers.Timer timer) { timer.Elapsed += async (s, e) => await mailer.SendAsync(order); }")]
    [InlineData("void M() { Task.Factory.StartNew(async () => await mailer.SendAsync(order)); }")]
    [InlineData("void M() { Task.Factory.StartNew(async () => await mailer.SendAsync(order), TaskCreationOptions.LongRunning).Unwrap(); }")]
    [InlineData("void M() { orders.ForEach(async o => await mailer.SendAsync(o)); }")]
    [InlineData("void M() { System.Linq.Expressions.Expression<Action<IMailer>> e = m => m.SendAsync(order); }")]
    [InlineData("void M() { mailer.Received().SendAsync(order); }\n}\nstatic class Doubles { public static T Received<T>(this T t) => t;")]
    [InlineData("async Task M() { var task = mailer.SendAsync(order); logger.LogInformation(\"x\"); await task; }")]
    [InlineData("async Task M() { var task = mailer.SendAsync(order); await Task.WhenAny(task, Task.Delay(1)); }")]
    [InlineData("void M() { var task = mailer.SendAsync(order); Run(() => task.Wait()); }")]
    [InlineData("async Task M() { var tasks = new List<Task>(); foreach (var o in orders) tasks.Add(mailer.SendAsync(o)); await Task.WhenAll(tasks); }")]
    [InlineData("List<Task> M() { var tasks = new List<Task>(); foreach (var o in orders) tasks.Add(mailer.SendAsync(o)); return tasks; }")]
    [InlineData("async Task M() { var tasks = new List<Task<int>>(); tasks.Add(mailer.CountAsync()); foreach (var t in tasks) await t; }")]
    [InlineData("async Task M() { var tasks = new Task[1]; tasks[0] = mailer.SendAsync(order); await tasks[0]; }")]
    [InlineData("async Task M() { var tasks = orders.Select(o => mailer.SendAsync(o)); await Task.WhenAll(tasks); }")]
    [InlineData("void M(List<Task> tasks) { tasks.Add(mailer.SendAsync(order)); }")]
    [InlineData("List<Task> _all = new(); void M() { _all.Add(mailer.SendAsync(order)); var tasks = _all; tasks.Add(mailer.SendAsync(order)); }")]
    [InlineData("void M() { orders.Select(o => o.Id).ToList(); }")]
    [InlineData("void M() { mailer.Sent += o => mailer.SendAsync(o); }")]
    [InlineData("string M() => nameof(mailer.SendAsync);")]
    public Task Stays_silent_where_somebody_sees_the_task(string member) => Verify<UnobservedTask>.Silent(In(member));

    [Theory]
    [InlineData("[ApiController] public class OrdersController(IMailer mailer) : ControllerBase { [HttpPost] public IActionResult Post(Order o) { _ = mailer.[|SendAsync|](o); return Ok(); } }")]
    [InlineData("[ApiController] public class OrdersController(IMailer mailer) : ControllerBase { [HttpPost] public IActionResult Post(Order o) { mailer.[|SendAsync|](o); return Ok(); } }")]
    [InlineData("[ApiController] public class OrdersController(IMailer mailer) : ControllerBase { [HttpPost] public async Task<IActionResult> Post(Order o) { await Task.Yield(); _ = Task.[|Run|](() => mailer.SendAsync(o)); return Ok(); } }")]
    [InlineData("[ApiController] public class OrdersController(IMailer mailer) : ControllerBase { [HttpPost] public IActionResult Post(Order o) { Notify(o); return Ok(); } private void Notify(Order o) { _ = mailer?.[|SendAsync|](o); } }")]
    [InlineData("[ApiController] public class OrdersController(IMailer mailer) : ControllerBase { [HttpPost] public IActionResult Post(Order o) { _ = o.Id > 1 ? mailer.[|SendAsync|](o) : Task.CompletedTask; return Ok(); } }")]
    [InlineData("public class OrdersHub(IMailer mailer) : Hub { public void Place(Order o) { _ = Clients.All.[|SendAsync|](\"placed\", o); } }")]
    [InlineData("public static class Routes { public static void Map(WebApplication app) => app.MapPost(\"/\", (Order o, IMailer mailer) => { _ = mailer.[|SendAsync|](o); return Results.Accepted(); }); }")]
    [InlineData("public static class Routes { public static void Map(WebApplication app) => app.MapPost(\"/\", Post); static IResult Post(Order o, IMailer mailer) { _ = mailer.[|SendAsync|](o); return Results.Accepted(); } }")]
    [InlineData("public static class Routes { public static void Map(WebApplication app) { app.MapPost(\"/\", (Order o, IMailer m) => Send(o, m)); } static void Send(Order o, IMailer m) { _ = m.[|SendAsync|](o); } }")]
    [InlineData("public class Audit(RequestDelegate next, IMailer mailer) { public async Task InvokeAsync(HttpContext context) { _ = mailer.[|SendAsync|](new(1)); await next(context); } }")]
    public Task Reports_a_discard_in_request_code(string type) => Verify<UnobservedTask>.Reports(
        "using Microsoft.AspNetCore.Mvc; using Microsoft.AspNetCore.SignalR;\npublic record Order(int Id); public interface IMailer { Task SendAsync(Order o); }\n" + type);

    [Theory]
    [InlineData("public class Loop(IMailer mailer) : BackgroundService { protected override async Task ExecuteAsync(CancellationToken token) { _ = mailer.SendAsync(new(1)); await Task.Delay(1, token); } }")]
    [InlineData("public class Cache { public Cache() { _ = RefreshAsync(); } private async Task RefreshAsync() { await Task.Delay(1); } }")]
    [InlineData("[ApiController] public class OrdersController(IMailer mailer, ILogger<OrdersController> logger) : ControllerBase { [HttpPost] public IActionResult Post(Order o) { _ = mailer.SendAsync(o).ContinueWith(t => logger.LogError(t.Exception, \"no\"), TaskContinuationOptions.OnlyOnFaulted); return Ok(); } }")]
    [InlineData("[ApiController] public class OrdersController(IMailer mailer, Action<Func<Task>> queue) : ControllerBase { [HttpPost] public IActionResult Post(Order o) { queue(async () => { _ = mailer.SendAsync(o); await Task.Yield(); }); return Ok(); } }")]
    [InlineData("[ApiController] public class OrdersController(IMailer mailer) : ControllerBase { [HttpPost] public async Task<IActionResult> Post(Order o) { _ = await Count(); return Ok(); } private Task<int> Count() => Task.FromResult(1); }")]
    public Task Respects_a_discard_elsewhere(string type) => Verify<UnobservedTask>.Silent(
        "using Microsoft.AspNetCore.Mvc;\npublic record Order(int Id); public interface IMailer { Task SendAsync(Order o); }\n" + type);

    [Theory]
    [InlineData("_ = Task.Run(() => Log(HttpContext.Request.Path));")]
    [InlineData("Task.Run(async () => { await Task.Delay(1); Log(User); });")]
    [InlineData("_ = Task.Run(() => AuditAsync());")]
    [InlineData("_ = AuditAsync(HttpContext);")]
    [InlineData("_ = AuditAsync();")]
    [InlineData("var path = HttpContext.Request.Path; _ = Task.[|Run|](() => Log(path));")]
    [InlineData("var task = [|AuditAsync|](HttpContext);")]
    public Task Leaves_work_that_takes_the_requests_context_along_to_its_own_rule(string statements) => Verify<UnobservedTask>.Reports($$"""
        #pragma warning disable CS0219
        using Microsoft.AspNetCore.Mvc;

        public class OrdersController : ControllerBase
        {
            [HttpPost] public IActionResult Post() { {{statements}} _ = [|FlushAsync|](); return Ok(); }
            private static void Log(object? value) { }
            private static Task FlushAsync() => Task.Delay(1);
            private async Task AuditAsync() { await FlushAsync(); Log(HttpContext.TraceIdentifier); }
            private async Task AuditAsync(HttpContext context) { await FlushAsync(); Log(context.TraceIdentifier); }
        }
        """);

    [Fact]
    public Task Reports_every_discard_where_that_is_asked_for() => Verify<UnobservedTask>.Reports(In("void M() { _ = mailer.[|SendAsync|](order); }\nvoid N() { var _ = mailer.[|SendAsync|](order); }"),
        new() { Options = new Dictionary<string, string> { ["architect.ARCH1006.allow_discard"] = "false" } });

    [Fact]
    public Task Knows_the_helpers_of_the_project() => Verify<UnobservedTask>.Reports(In("void M() { Enqueue(mailer.SendAsync(order)); [|Other|](); }\nTask Enqueue(Task t) => t; Task Other() => mailer.SendAsync(order);"),
        new() { Options = new Dictionary<string, string> { ["architect.ARCH1006.fire_and_forget_methods"] = "Start, Enqueue" } });

    [Theory]
    [InlineData("public class Feed : IHostedService { public Task StartAsync(CancellationToken t) { [|RunAsync|](t); return Task.CompletedTask; } public Task StopAsync(CancellationToken t) => Task.CompletedTask; static Task RunAsync(CancellationToken t) => Task.Delay(1, t); }")]
    [InlineData("public class Warm { public static void Use(WebApplication app, Func<Task> warm) => app.Lifetime.ApplicationStarted.Register(() => [|warm|]()); }")]
    [InlineData("public class Poller { Timer? _timer; public void Start() => _timer = new Timer(_ => [|PollAsync|](), null, 0, 1000); Task PollAsync() => Task.Delay(1); }")]
    [InlineData("public class Poller { public void Start() { ThreadPool.QueueUserWorkItem(_ => [|PollAsync|]()); } Task PollAsync() => Task.Delay(1); }")]
    [InlineData("public class Store(Microsoft.EntityFrameworkCore.DbContext db) { public void Add(object o) { db.AddAsync(o); db.[|SaveChangesAsync|](); } }")]
    [InlineData("public class Pair { public async Task Load(Func<int, Task> load) { var first = load(1); var second = [|load|](2); await first; } }")]
    [InlineData("public class Hooks { public void Use(HttpResponse response, Func<Task> log) => response.OnStarting(() => { [|log|](); return Task.CompletedTask; }); }")]
    [InlineData("public class Queue(System.Threading.Channels.Channel<int> channel) { public bool Add(int i) { channel.Writer.[|WriteAsync|](i); return true; } }")]
    public Task Reports_what_backends_let_go(string code) => Verify<UnobservedTask>.Reports(code);

    [Fact]
    public Task Does_not_have_the_host_wait_for_a_loop() => Verify<UnobservedTask, UnobservedTaskFix>.OffersNoFix("""
        public class Feed : IHostedService
        {
            public Task StartAsync(CancellationToken t) { [|RunAsync|](t); return Task.CompletedTask; }
            public Task StopAsync(CancellationToken t) => Task.CompletedTask;
            static Task RunAsync(CancellationToken t) => Task.Delay(1, t);
        }
        """);

    private const string Redis = """
        using StackExchange.Redis;
        namespace StackExchange.Redis
        {
            public interface IDatabaseAsync { Task<bool> SetAddAsync(string key); }
            public interface IBatch : IDatabaseAsync { void Execute(); }
            public interface ITransaction : IBatch { Task<bool> ExecuteAsync(); }
        }

        """;

    [Theory]
    [InlineData("public class Cache(IDatabaseAsync db) { public void Set() { db.[|SetAddAsync|](\"a\"); } }")]
    [InlineData("public class Cache(ITransaction all) { public void Set() { all.SetAddAsync(\"a\"); all.[|ExecuteAsync|](); } }")]
    public Task Reports_commands_of_Redis_that_are_sent(string code) => Verify<UnobservedTask>.Reports(Redis + code);

    [Theory]
    [InlineData("public enum Flags { None, FireAndForget } public interface IDb { Task SetAsync(string key, Flags flags); } public class Cache(IDb db) { public void Set() { db.SetAsync(\"a\", Flags.FireAndForget); } }")]
    [InlineData("public class Jobs { public void Enqueue(System.Linq.Expressions.Expression<Action<Jobs>> job) { } public void M() => Enqueue(j => j.RunAsync()); public Task RunAsync() => Task.CompletedTask; }")]
    [InlineData("public class Hub { public void On(string name, Func<int, Task> handler) { } public void M() => On(\"a\", i => Task.Delay(i)); }")]
    [InlineData("public class Loop { public void Start(CancellationToken t) => _ = RunAsync(t); async Task RunAsync(CancellationToken t) { await Task.Delay(1, t); } }")]
    [InlineData("public class Once { Task<int>? _value; public Task<int> Get(Func<Task<int>> load) { _value ??= load(); return _value; } }")]
    [InlineData("public class Map { System.Collections.Concurrent.ConcurrentDictionary<int, Task> _all = new(); public void M() { _all.GetOrAdd(1, i => Task.Delay(i)); _all[2] = Task.Delay(2); _all.TryAdd(3, Task.Delay(3)); } }")]
    [InlineData("public class Panel : Microsoft.AspNetCore.Components.ComponentBase { void Changed() { InvokeAsync(StateHasChanged); } }")]
    [InlineData(Redis + "public class Cache(ITransaction all, IBatch some) { public void Set() { all.SetAddAsync(\"a\"); all.Execute(); some.SetAddAsync(\"a\"); some.Execute(); } }")]
    public Task Stays_silent_on_what_backends_keep(string code) => Verify<UnobservedTask>.Silent(code);

    [Theory]
    [InlineData("class C { void M() { Missing(); x.SendAsync( } }")]
    [InlineData("class C { void M() { var t = ; _ = t.; } }")]
    [InlineData("class C { void M() { foo?.BarAsync(); Task.Run(; } }")]
    public Task Stays_silent_on_half_typed_code(string code) => Verify<UnobservedTask>.Silent(code, new() { Compiler = CompilerDiagnostics.None });

    [Fact]
    public Task Reports_in_top_level_statements_without_await() => Verify<UnobservedTask>.Reports("""
        var app = WebApplication.Create(args);
        app.MapGet("/", () => "");
        app.[|RunAsync|]();
        """);

    [Fact]
    public Task Says_what_to_do() => Verify<UnobservedTask>.Reports(In("void M() { {|#0:UnsafeAsync|}(); }\nTask N() { {|#1:UnsafeAsync|}(); return Task.CompletedTask; }"), expected:
    [
        Verify<UnobservedTask>.Report(0).WithArguments("UnsafeAsync", "make the method async and await it"),
        Verify<UnobservedTask>.Report(1).WithArguments("UnsafeAsync", "await or return it"),
    ]);

    [Fact]
    public Task Awaits_in_async_code() => Verify<UnobservedTask, UnobservedTaskFix>.Fixes(
        In("""
            public async Task M()
            {
                mailer?.[|SendAsync|](order); // now
                mailer?.[|TryAsync|]();
                Changed?.[|Invoke|](order);
                // kept
                var task = mailer.[|SendAsync|](order);
                orders.Select(o => mailer.SendAsync(o)).[|ToList|]();
                var tasks = orders.[|Select|](o => mailer.CountAsync());
                await Task.Yield();
            }
            """),
        In("""
            public async Task M()
            {
                await (mailer?.SendAsync(order) ?? Task.CompletedTask); // now
                await (mailer?.TryAsync() ?? default);
                await (Changed?.Invoke(order) ?? Task.CompletedTask);
                // kept
                await mailer.SendAsync(order);
                await Task.WhenAll(orders.Select(o => mailer.SendAsync(o)).ToList());
                await Task.WhenAll(orders.Select(o => mailer.CountAsync()));
                await Task.Yield();
            }
            """), new() { Key = Await });

    [Fact]
    public Task Makes_the_method_async() => Verify<UnobservedTask, UnobservedTaskFix>.Fixes(
        In("""
            // first
            private void M()
            {
                mailer.[|SendAsync|](order); // one
                mailer.[|TryAsync|]().ConfigureAwait(false);
                mailer?.[|SendAsync|](order);
            }
            public async Task N() { M(); await Task.Yield(); }
            private void O() => mailer.[|SendAsync|](order);
            public Task<int> P() { mailer.[|SendAsync|](order); return mailer.CountAsync(); }
            """),
        In("""
            // first
            private async Task M()
            {
                await mailer.SendAsync(order); // one
                await mailer.TryAsync().ConfigureAwait(false);
                await (mailer?.SendAsync(order) ?? Task.CompletedTask);
            }
            public async Task N() { await M(); await Task.Yield(); }
            private async Task O() => await mailer.SendAsync(order);
            public async Task<int> P() { await mailer.SendAsync(order); return await mailer.CountAsync(); }
            """), new() { Key = MakeAsync, Iterations = 3 });

    [Fact]
    public Task Makes_an_action_async() => Verify<UnobservedTask, UnobservedTaskFix>.Fixes("""
        using Microsoft.AspNetCore.Mvc;
        public interface IMailer { Task SendAsync(string text); }
        [ApiController]
        public class OrdersController(IMailer mailer) : ControllerBase
        {
            [HttpPost]
            public IActionResult Post(string text)
            {
                mailer.[|SendAsync|](text);
                return Ok();
            }

            [HttpPut]
            public async Task<IActionResult> Put(string text)
            {
                _ = mailer.[|SendAsync|](text); // later
                return Ok();
            }
        }
        """, """
        using Microsoft.AspNetCore.Mvc;
        public interface IMailer { Task SendAsync(string text); }
        [ApiController]
        public class OrdersController(IMailer mailer) : ControllerBase
        {
            [HttpPost]
            public async Task<IActionResult> Post(string text)
            {
                await mailer.SendAsync(text);
                return Ok();
            }

            [HttpPut]
            public async Task<IActionResult> Put(string text)
            {
                await mailer.SendAsync(text); // later
                return Ok();
            }
        }
        """, new() { FixAll = false });

    [Fact]
    public Task Returns_the_task() => Verify<UnobservedTask, UnobservedTaskFix>.Fixes(
        In("Task M()\n{\n    // send\n    mailer.[|SendAsync|](order); // now\n    return Task.CompletedTask;\n}\nTask N() { mailer.[|CountAsync|](); return Task.CompletedTask; }"),
        In("Task M()\n{\n    // send\n    return mailer.SendAsync(order); // now\n}\nTask N() { return mailer.CountAsync(); }"), new() { Key = Return });

    [Theory]
    [InlineData("public void M() { mailer.[|SendAsync|](order); }")]
    [InlineData("void M() { orders.ForEach(o => mailer.[|SendAsync|](o)); }")]
    [InlineData("async Task M() { mailer?.Inner?.[|SendAsync|](order).ConfigureAwait(false); }")]
    [InlineData("async Task M() { var tasks = new List<Task>(); tasks.Add(mailer.[|SendAsync|](order)); await Task.Yield(); }")]
    [InlineData("async Task M() { lock (order) { mailer?.[|SendAsync|](order); } await Task.Yield(); }")]
    public Task Offers_nothing_where_an_await_cannot_stand(string member) => Verify<UnobservedTask, UnobservedTaskFix>.OffersNoFix(In(member));
}
