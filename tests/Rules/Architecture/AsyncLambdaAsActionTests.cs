using ArchitectAnalyzers.CodeFixes.Architecture;
using ArchitectAnalyzers.Rules.Architecture;
using Microsoft.CodeAnalysis.Testing;

namespace ArchitectAnalyzers.Tests.Architecture;

public class AsyncLambdaAsActionTests
{
    private static string In(string members) => $$"""
        #nullable disable
        #pragma warning disable CS1998, CS4014, CS0067
        record Order(int Id, string Name) { public Action<Order> OnPaid { get; set; } }
        delegate void Notify(string message);

        interface IBus { void Subscribe<T>(Action<T> handler); IDisposable On<T>(string name, Func<T, Task> handler); }

        class C
        {
            readonly HttpClient _client = new();
            readonly IBus _bus = null;
            event Action<Order> Paid;
            event EventHandler Closed;
            event Func<Exception, Task> Lost;
            Action _callback;
            Action<Order> _handler;

            static Task SaveAsync(Order order, CancellationToken token = default) => throw null;
            static Task DoAsync() => throw null;
            static Task<Order> NextAsync(int id) => throw null;
            static void Run(Action action) { }
            static void Both(Action action) { }
            static void Both(Func<Task> action) { }
            static void Sink(Delegate handler) { }
            static void Handle(EventHandler handler) { }
            static void Log(object o) { }

            {{members.Replace("\n", "\n    ")}}
        }
        """;

    private static string Body(string statements) => In(
        "async Task M(List<Order> orders, Order[] array, ParallelOptions options, CancellationToken stop, bool flag)\n{\n    " + statements.Replace("\n", "\n    ") + "\n}");

    [Theory]
    [InlineData("Parallel.ForEach(orders, [|async|] o => await SaveAsync(o));")]
    [InlineData("Parallel.ForEach(orders, options, [|async|] o => { await SaveAsync(o); });")]
    [InlineData("Parallel.ForEach(orders, [|async|] (o, state) => { await SaveAsync(o); });")]
    [InlineData("Parallel.ForEach(orders, [|async|] delegate (Order o) { await SaveAsync(o); });")]
    [InlineData("Parallel.For(0, 10, [|async|] i => await NextAsync(i));")]
    [InlineData("Parallel.Invoke([|async|] () => await DoAsync(), [|async|] () => await DoAsync(), () => Log(1));")]
    [InlineData("orders.ForEach([|async|] o => await SaveAsync(o));")]
    [InlineData("orders?.ForEach([|async|] o => await SaveAsync(o));")]
    [InlineData("Array.ForEach(array, [|async|] o => await SaveAsync(o));")]
    [InlineData("ThreadPool.QueueUserWorkItem([|async|] _ => await DoAsync());")]
    [InlineData("ThreadPool.QueueUserWorkItem([|async|] o => await SaveAsync(o), orders[0], preferLocal: false);")]
    [InlineData("using var timer = new Timer([|async|] _ => await DoAsync(), null, 0, 1000);")]
    [InlineData("using var timer = new Timer([|async|] _ => { try { await DoAsync(); } catch (Exception e) { Log(e); } });")]
    [InlineData("new Thread([|async|] () => await DoAsync()).Start();")]
    [InlineData("stop.Register([|async|] () => await DoAsync());")]
    [InlineData("Run([|async|] () => await DoAsync());")]
    [InlineData("Run(flag ? [|async|] () => await DoAsync() : null);")]
    [InlineData("Run((Action)([|async|] () => await DoAsync()));")]
    [InlineData("Run(new Action([|async|] () => await DoAsync()));")]
    [InlineData("Task.Run((Action)([|async|] () => await DoAsync()));")]
    [InlineData("await Task.Factory.StartNew(new Action([|async|] () => await DoAsync()));")]
    [InlineData("Action a = [|async|] () => await DoAsync();\na();")]
    [InlineData("Action<Order> a;\na = [|async|] o => await SaveAsync(o);\norders.ForEach(a);")]
    [InlineData("_callback = [|async|] () => await DoAsync();")]
    [InlineData("_callback += [|async|] () => await DoAsync();")]
    [InlineData("orders[0].OnPaid = [|async|] o => await SaveAsync(o);")]
    [InlineData("var o = new Order(1, \"\") { OnPaid = [|async|] p => await SaveAsync(p) };")]
    [InlineData("var all = new List<Action> { [|async|] () => await DoAsync() };")]
    [InlineData("Notify n = [|async|] m => await DoAsync();\nn(\"\");")]
    [InlineData("_bus.Subscribe<Order>([|async|] o => await SaveAsync(o));")]
    [InlineData("_bus?.Subscribe<Order>([|async|] o => await SaveAsync(o));")]
    [InlineData("new Progress<int>([|async|] p => await DoAsync());")]
    [InlineData("void Local(Action a) => a();\nLocal([|async|] () => await DoAsync());")]
    [InlineData("Both(new Action([|async|] () => await DoAsync()));")]
    [InlineData("await Task.Run(() => Parallel.ForEach(orders, [|async|] o => await SaveAsync(o)));")]
    public Task Reports_a_lambda_that_nobody_awaits(string statements) => Verify<AsyncLambdaAsAction>.Reports(Body(statements));

    [Theory]
    [InlineData("Action Make() => [|async|] () => await DoAsync();")]
    [InlineData("Action Make() { return [|async|] () => await DoAsync(); }")]
    [InlineData("readonly Action _field = [|async|] () => await DoAsync();")]
    [InlineData("public Action Property { get; } = [|async|] () => await DoAsync();")]
    [InlineData("public Action Property => [|async|] () => await DoAsync();")]
    [InlineData("C() : this([|async|] () => await DoAsync()) { }\nC(Action a) { }")]
    [InlineData("void M(IHostApplicationLifetime lifetime) => lifetime.ApplicationStopping.Register([|async|] () => await DoAsync());")]
    [InlineData("void M(IServiceCollection services) => services.Configure<Order>([|async|] o => await SaveAsync(o));")]
    public Task Reports_in_every_member(string member) => Verify<AsyncLambdaAsAction>.Reports(In(member));

    [Theory]
    [InlineData("Paid += async o => await SaveAsync(o);")]
    [InlineData("Closed += async (s, e) => await DoAsync();")]
    [InlineData("Closed += async delegate { await DoAsync(); };")]
    [InlineData("Closed += new EventHandler(async (s, e) => await DoAsync());")]
    [InlineData("Lost += async e => await DoAsync();")]
    [InlineData("AppDomain.CurrentDomain.ProcessExit += async (_, _) => await DoAsync();")]
    [InlineData("Console.CancelKeyPress += async (_, e) => { e.Cancel = true; await DoAsync(); };")]
    [InlineData("Handle(async (s, e) => await DoAsync());")]
    [InlineData("EventHandler closed = async (s, e) => await DoAsync();\nClosed += closed;\nClosed -= closed;")]
    [InlineData("Action<Order> paid = async o => await SaveAsync(o);\nPaid += paid;\nPaid -= paid;")]
    [InlineData("_handler = async o => await SaveAsync(o);\nPaid += _handler;")]
    [InlineData("Both(async () => await DoAsync());")]
    [InlineData("Sink(async () => await DoAsync());")]
    [InlineData("Func<Task> f = async () => await DoAsync();\nvar g = async (Order o) => await SaveAsync(o);\nawait f();")]
    [InlineData("await Task.Run(async () => await DoAsync());")]
    [InlineData("await Task.WhenAll(orders.Select(async o => await SaveAsync(o)));")]
    [InlineData("await Parallel.ForEachAsync(orders, stop, async (o, token) => await SaveAsync(o, token));")]
    [InlineData("await Parallel.ForAsync(0, 3, async (i, token) => await NextAsync(i));")]
    [InlineData("Parallel.ForEach(orders, o => SaveAsync(o).Wait());")]
    [InlineData("Parallel.ForEach(orders, o => Log(o));")]
    [InlineData("orders.ForEach(o => Log(o));")]
    [InlineData("foreach (var o in orders) await SaveAsync(o);")]
    [InlineData("_bus.On<Order>(\"paid\", async o => await SaveAsync(o));")]
    [InlineData("SynchronizationContext.Current?.Post(async _ => await DoAsync(), null);")]
    [InlineData("await Task.Delay(1).ContinueWith(async t => await DoAsync()).Unwrap();")]
    public Task Stays_silent_on_events_and_on_those_who_take_a_task(string statements) => Verify<AsyncLambdaAsAction>.Silent(Body(statements));

    [Fact]
    public Task Stays_silent_where_a_host_awaits() => Verify<AsyncLambdaAsAction>.Silent("""
        var builder = WebApplication.CreateBuilder(args);
        var app = builder.Build();
        app.Use(async (context, next) => await next());
        app.Use(async (context, next) => await next(context));
        app.MapGet("/", async (HttpContext context) => await context.Response.WriteAsync("hello"));
        app.MapGet("/x", async context => await context.Response.WriteAsync("hello"));
        app.UseExceptionHandler(errors => errors.Run(async context => await context.Response.WriteAsync("sorry")));
        app.Use(next => async context =>
        {
            context.Response.OnStarting(async () => await Task.Yield());
            context.Response.OnCompleted(async () => await Task.Yield());
            await next(context);
        });
        await app.RunAsync();
        """);

    /// <summary>Libraries that call back, as they declare it.</summary>
    private const string Libraries = """
        namespace Mediator { public interface IMediator { Task Publish(object o, CancellationToken token = default); } }

        namespace System.Reactive { static class ObservableExtensions { public static IDisposable Subscribe<T>(this IObservable<T> source, Action<T> onNext, Action<Exception>? onError = null) => throw null!; } }

        namespace Redis { public interface ISubscriber { void Subscribe(string channel, Action<string, string> handler, int flags = 0); } }

        namespace Client
        {
            public class HubConnection { public event Func<Exception?, Task>? Closed; }
            public static class HubConnectionExtensions
            {
                public static IDisposable On<T>(this HubConnection c, string name, Action<T> handler) => throw null!;
                public static IDisposable On<T>(this HubConnection c, string name, Func<T, Task> handler) => throw null!;
            }

            public class Consumer { public event EventHandler<string>? Received; public event Func<object, string, Task>? ReceivedAsync; }
            public class Policy
            {
                public static Policy Retry(int count, Action<Exception, int> onRetry) => throw null!;
                public static Policy RetryAsync(int count, Action<Exception, int> onRetry) => throw null!;
                public static Policy RetryAsync(int count, Func<Exception, int, Task> onRetry) => throw null!;
            }
            public class Socket { public Action<string>? OnMessage { get; set; } }
        }

        """;

    [Fact]
    public Task Reports_the_callbacks_of_real_backends() => Verify<AsyncLambdaAsAction>.Reports("""
        using System.Collections.Concurrent;
        using System.Reactive;
        using Client;
        using Mediator;
        using Microsoft.Extensions.Caching.Memory;
        using Microsoft.Extensions.Options;
        using Microsoft.Extensions.Primitives;
        using Redis;

        public record Prices(decimal Rate);

        public class Sync(IMediator mediator, IConfiguration configuration, ISubscriber redis, IObservable<Prices> feed, IOptionsMonitor<Prices> monitor, IMemoryCache cache) : BackgroundService
        {
            private readonly ConcurrentQueue<Action> _queue = new();
            private readonly Dictionary<string, Action<Prices>> _handlers = new()
            {
                ["log"] = p => Console.WriteLine(p),
                ["publish"] = [|async|] p => await Task.Delay(1),
            };
            private readonly Lazy<Timer> _timer = new(() => new Timer([|async|] _ => await Task.Delay(1), null, 0, 1000));

            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                using var feeding = feed.Subscribe([|async|] p => await mediator.Publish(p, stoppingToken));
                using var failing = feed.Subscribe(p => { }, [|async|] e => await mediator.Publish(e, stoppingToken));
                redis.Subscribe("prices", [|async|] (channel, message) => await mediator.Publish(message, stoppingToken));
                using var reload = ChangeToken.OnChange(() => configuration.GetReloadToken(), [|async|] () => await mediator.Publish("reload"));
                using var options = monitor.OnChange([|async|] o => await mediator.Publish(o));
                using var stopping = stoppingToken.Register([|async|] state => await mediator.Publish(state!), this);
                _queue.Enqueue([|async|] () => await mediator.Publish("queued"));
                _handlers.Add("more", [|async|] p => await mediator.Publish(p));
                List<Action> all = [() => { }, [|async|] () => await mediator.Publish("all")];
                Action<Prices> chosen = all.Count switch { 0 => p => { }, _ => [|async|] p => await mediator.Publish(p) };
                chosen(new(1));
                new Socket { OnMessage = [|async|] m => await mediator.Publish(m) }.OnMessage("");
                Policy.Retry(3, [|async|] (e, attempt) => await Task.Delay(attempt));
                cache.Set("a", 1, new MemoryCacheEntryOptions().RegisterPostEvictionCallback([|async|] (key, value, reason, state) => await mediator.Publish(key)));
                Parallel.ForEach(Enumerable.Range(1, 3), new ParallelOptions(), [|async|] (i, state, index) => await mediator.Publish(i));
                await Task.Delay(Timeout.Infinite, stoppingToken);
            }
        }

        public static class Registration
        {
            public static IServiceCollection AddShop(this IServiceCollection services)
            {
                services.AddHttpClient("shop", [|async|] client => client.DefaultRequestHeaders.Add("x", await File.ReadAllTextAsync("key")));
                services.PostConfigure<Prices>([|async|] p => await Task.Yield());
                return services;
            }
        }
        """, new() { Sources = new Dictionary<string, string> { ["Libraries.cs"] = Libraries } });

    [Fact]
    public Task Stays_silent_on_the_asynchronous_callbacks_of_real_backends() => Verify<AsyncLambdaAsAction>.Silent("""
        using Client;
        using Mediator;
        using Microsoft.AspNetCore.Authentication.JwtBearer;
        using Microsoft.AspNetCore.Components;
        using Microsoft.Extensions.Caching.Memory;

        public class Sync(IMediator mediator, HubConnection connection, Consumer consumer, FileSystemWatcher files, IMemoryCache cache, IEnumerable<Func<Task>> jobs)
        {
            public async Task RunAsync(EventCallback<int> changed)
            {
                connection.On<string>("price", async p => await mediator.Publish(p));
                connection.Closed += async error => { await Task.Delay(1); };
                consumer.Received += async (model, message) => await mediator.Publish(message);
                consumer.ReceivedAsync += async (model, message) => await mediator.Publish(message);
                files.Changed += async (s, e) => await mediator.Publish(e.FullPath);
                files.Error += OnError;
                Policy.RetryAsync(3, async (e, attempt) => await Task.Delay(attempt));
                await cache.GetOrCreateAsync("a", async entry => { await Task.Yield(); return 1; });
                await Task.WhenAll(jobs.Select(async job => await job()));
                var callback = EventCallback.Factory.Create(this, async () => await mediator.Publish(1));
                Func<Task> lazy = async () => await mediator.Publish(2);
                var events = new JwtBearerEvents { OnTokenValidated = async context => await mediator.Publish(context) };
                await changed.InvokeAsync(1);
                async void OnError(object sender, ErrorEventArgs e) => await mediator.Publish(e);
            }
        }
        """, new() { Sources = new Dictionary<string, string> { ["Libraries.cs"] = Libraries } });

    [Fact]
    public Task Stays_silent_in_tests() => Verify<AsyncLambdaAsAction>.Silent("""
        namespace Xunit
        {
            class FactAttribute : Attribute { }
            static class Assert { public static void Throws<T>(Action action) { } }
        }

        class Tests
        {
            [Xunit.Fact]
            public void Fails() => Xunit.Assert.Throws<Exception>(async () => await Task.Yield());
        }
        """);

    [Fact]
    public Task Stays_silent_on_half_typed_code() => Verify<AsyncLambdaAsAction>.Silent(
        "class C { void M(Unknown u) { u.Do(async () => await ); Parallel.ForEach(, async o => ); Missing x = async () => { }; Run(async; } }",
        new() { Compiler = CompilerDiagnostics.None, ExtraRuns = false });

    [Fact]
    public Task Says_what_takes_the_lambda_and_what_to_do() => Verify<AsyncLambdaAsAction>.Reports(
        Body("""
            Parallel.ForEach(orders, {|#0:async|} o => await SaveAsync(o));
            Run({|#1:async|} () => await DoAsync());
            stop.Register({|#2:async|} () => await DoAsync());
            Action a = {|#3:async|} () => await DoAsync();
            new Thread({|#4:async|} () => await DoAsync()).Start();
            """), null,
        Verify<AsyncLambdaAsAction>.Report(0).WithArguments("Parallel.ForEach", "await Parallel.ForEachAsync"),
        Verify<AsyncLambdaAsAction>.Report(1).WithArguments("C.Run", "let it take a delegate that returns a task"),
        Verify<AsyncLambdaAsAction>.Report(2).WithArguments("CancellationToken.Register", "an exception in it ends the process"),
        Verify<AsyncLambdaAsAction>.Report(3).WithArguments("Action", "let it be a delegate that returns a task"),
        Verify<AsyncLambdaAsAction>.Report(4).WithArguments("Thread", "use Task.Run"));

    [Theory]
    [InlineData("Parallel.ForEach(orders, [|async|] o => await SaveAsync(o)); // all", "await Parallel.ForEachAsync(orders, async (o, token) => await SaveAsync(o, token)); // all")]
    [InlineData("Parallel.ForEach(orders, [|async|] o => await SaveAsync(o, stop));", "await Parallel.ForEachAsync(orders, async (o, _) => await SaveAsync(o, stop));")]
    [InlineData(
        "// each\nParallel.ForEach<Order>(orders, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = stop }, [|async|] (Order o) =>\n{\n    // one\n    if (o.Id == 0) return;\n    await _client.GetAsync(o.Name);\n    await DoAsync();\n});",
        "// each\nawait Parallel.ForEachAsync<Order>(orders, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = stop }, async (Order o, CancellationToken token) =>\n{\n    // one\n    if (o.Id == 0) return;\n    await _client.GetAsync(o.Name, token);\n    await DoAsync();\n});")]
    [InlineData("Parallel.ForEach(body: [|async|] (o) => await DoAsync(), source: orders);", "await Parallel.ForEachAsync(body: async (o, _) => await DoAsync(), source: orders);")]
    [InlineData(
        "Parallel.ForEach(orders, [|async|] o =>\n{\n    await SaveAsync(o);\n    Parallel.ForEach(array, [|async|] p => await SaveAsync(p));\n});",
        "await Parallel.ForEachAsync(orders, async (o, token) =>\n{\n    await SaveAsync(o, token);\n    await Parallel.ForEachAsync(array, async (p, cancellationToken) => await SaveAsync(p, cancellationToken));\n});")]
    public Task Awaits_a_parallel_loop(string before, string after) =>
        Verify<AsyncLambdaAsAction, AsyncLambdaAsActionFix>.Fixes(Body(before), Body(after), new() { Key = "ARCH1005:parallel" });

    [Theory]
    [InlineData("// each\norders.ForEach([|async|] o => await SaveAsync(o)); // now", "// each\nforeach (var o in orders) await SaveAsync(o); // now")]
    [InlineData("orders.Where(o => o.Id > 1).ToList().ForEach([|async|] (Order o) => await SaveAsync(o));\nArray.ForEach(array, [|async|] o => await SaveAsync(o));", "foreach (Order o in orders.Where(o => o.Id > 1).ToList()) await SaveAsync(o);\nforeach (var o in array) await SaveAsync(o);")]
    [InlineData(
        "if (flag)\n    orders.ForEach([|async|] o =>\n    {\n        var next = await NextAsync(o.Id); // next\n        await SaveAsync(next);\n    });",
        "if (flag)\n    foreach (var o in orders)\n    {\n        var next = await NextAsync(o.Id); // next\n        await SaveAsync(next);\n    }")]
    [InlineData("orders.ForEach([|async|] o => {\n    await SaveAsync(o);\n});", "foreach (var o in orders) {\n    await SaveAsync(o);\n}")]
    public Task Awaits_in_a_loop(string before, string after) =>
        Verify<AsyncLambdaAsAction, AsyncLambdaAsActionFix>.Fixes(Body(before), Body(after), new() { Key = "ARCH1005:loop" });

    [Fact]
    public Task Makes_the_method_async_first() => Verify<AsyncLambdaAsAction, AsyncLambdaAsActionFix>.Fixes(
        In("""
            public async Task M(List<Order> orders)
            {
                SaveAll(orders);
                await DoAsync();
            }

            private void SaveAll(List<Order> orders)
            {
                Parallel.ForEach(orders, [|async|] o => await SaveAsync(o));
            }
            """),
        In("""
            public async Task M(List<Order> orders)
            {
                await SaveAll(orders);
                await DoAsync();
            }

            private async Task SaveAll(List<Order> orders)
            {
                await Parallel.ForEachAsync(orders, async (o, token) => await SaveAsync(o, token));
            }
            """));

    [Fact]
    public Task Awaits_at_the_top_level() => Verify<AsyncLambdaAsAction, AsyncLambdaAsActionFix>.Fixes("""
        List<string> names = ["a", "b"];
        names.ForEach([|async|] n => await Console.Out.WriteLineAsync(n));
        """, """
        List<string> names = ["a", "b"];
        foreach (var n in names) await Console.Out.WriteLineAsync(n);
        """);

    [Theory]
    [InlineData("public void M(List<Order> orders) => Parallel.ForEach(orders, [|async|] o => await SaveAsync(o));")]
    [InlineData("public virtual void M(List<Order> orders) { orders.ForEach([|async|] o => await SaveAsync(o)); }")]
    [InlineData("async Task M(List<Order> orders) { lock (orders) { orders.ForEach([|async|] o => await SaveAsync(o)); } await DoAsync(); }")]
    [InlineData("async Task M(List<Order> orders) { orders.ForEach([|async|] o => { if (o.Id == 0) return; await SaveAsync(o); }); await DoAsync(); }")]
    [InlineData("async Task M(List<Order> orders) { orders.ForEach([|async|] o => { var x = await NextAsync(1); Log(x); }); var x = 1; Log(x); await DoAsync(); }")]
    [InlineData("async Task M(List<Order> orders) { orders.ForEach(/* all */ [|async|] o => await SaveAsync(o)); await DoAsync(); }")]
    [InlineData("async Task M(List<Order> orders) { orders?.ForEach([|async|] o => await SaveAsync(o)); await DoAsync(); }")]
    [InlineData("async Task M(List<Order> orders) { var r = Parallel.ForEach(orders, [|async|] o => await SaveAsync(o)); Log(r.IsCompleted); await DoAsync(); }")]
    [InlineData("async Task M(List<Order> orders) { Parallel.ForEach(orders, [|async|] (o, state) => await SaveAsync(o)); await DoAsync(); }")]
    [InlineData("async Task M(List<Order> orders) { Parallel.ForEach(System.Collections.Concurrent.Partitioner.Create(orders), [|async|] o => await SaveAsync(o)); await DoAsync(); }")]
    [InlineData("async Task M(List<Order> orders) { Run([|async|] () => await DoAsync()); await DoAsync(); }")]
    public Task Offers_nothing_where_the_loop_cannot_await(string member) => Verify<AsyncLambdaAsAction, AsyncLambdaAsActionFix>.OffersNoFix(In(member));
}
