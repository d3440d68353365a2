using ArchitectAnalyzers.CodeFixes.Architecture;
using ArchitectAnalyzers.Rules.Architecture;
using ArchitectAnalyzers.Tests.Docs;
using ArchitectAnalyzers.Tests.Suite;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Testing;

namespace ArchitectAnalyzers.Tests.Architecture;

public class UnforwardedCancellationTokenTests
{
    private static string Adding(string model) => $$"""
        using Microsoft.EntityFrameworkCore;

        public class Row { public int Id { get; set; } }
        public class Line { public int Id { get; set; } }
        public class RowDb(DbContextOptions<RowDb> options) : DbContext(options)
        {
            public DbSet<Row> Rows => Set<Row>();
            protected override void OnModelCreating(ModelBuilder model) { {{model}} }
        }

        """;

    [Fact]
    public Task Stays_silent_where_adding_asks_the_database_for_nothing() => Verify<UnforwardedCancellationToken>.Silent(Adding("model.Entity<Line>().Property(l => l.Id).UseHiLo();") + """
        public class Rows(RowDb db)
        {
            public async Task M(Row row, CancellationToken token) { await db.Rows.AddAsync(row); await db.Rows.AddRangeAsync(row, row); await db.SaveChangesAsync(token); }
        }
        """);

    [Fact]
    public Task Reports_where_adding_asks_the_database_for_keys() => Verify<UnforwardedCancellationToken>.Reports(Adding("model.Entity<Row>().Property(r => r.Id).UseHiLo();") + """
        public class Rows(RowDb db)
        {
            public async Task M(Row row, CancellationToken token) { await db.Rows.[|AddAsync|](row); await db.SaveChangesAsync(token); }
        }
        """);

    private const string Usings = """
        using Dapper;
        using MediatR;
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.AspNetCore.Mvc.Filters;
        using Microsoft.AspNetCore.SignalR;
        using Microsoft.EntityFrameworkCore;
        using Microsoft.EntityFrameworkCore.Storage;
        using Microsoft.Extensions.Caching.Memory;
        using System.Runtime.CompilerServices;
        using System.Transactions;

        """;

    private const string Types = """


        public class Order { public int Id { get; set; } public Guid Key { get; set; } }

        public class Shop(DbContextOptions options) : DbContext(options)
        {
            public DbSet<Order> Orders => Set<Order>();
        }

        public class Work
        {
            public Task Do(int id, CancellationToken ct = default) => Task.CompletedTask;
            public Task<int> Get(int id, CancellationToken ct = default) => Task.FromResult(id);
            public IAsyncEnumerable<int> Stream(CancellationToken ct = default) => throw new NotImplementedException();
            public Task Retry(Func<Task> action) => action();
            public Task Execute(Func<CancellationToken, Task> action, CancellationToken ct = default) => action(ct);
            public Task RollbackAsync(CancellationToken ct = default) => Task.CompletedTask;
            public Task BasicAckAsync(ulong tag, bool multiple, CancellationToken ct = default) => Task.CompletedTask;
            public Task SubscribeAsync(string topic, Func<Task> handler) => Task.CompletedTask;
            public event Func<Task>? Arrived;
            public void Raise() => Arrived?.Invoke();
        }

        public class JobContext { public CancellationToken CancellationToken { get; init; } public Work Work { get; } = new(); }
        """;

    private static string Code(string code) => Usings + code + Types;

    private static string Body(string parameters, string body) => Code($$"""
        class C
        {
            async Task M(Work work, {{parameters}})
            {
                {{body}}
            }

            Task? field;
        }
        """);

    [Theory]
    [InlineData("CancellationToken ct", "ct")]
    [InlineData("CancellationToken? ct", "ct")]
    [InlineData("in CancellationToken ct", "ct", "Task M", "return work.{|#0:Do|}(1);")]
    [InlineData("HttpContext context", "context.RequestAborted")]
    [InlineData("ActionExecutingContext context", "context.HttpContext.RequestAborted")]
    [InlineData("Grpc.Core.ServerCallContext context", "context.CancellationToken")]
    [InlineData("MassTransit.ConsumeContext context", "context.CancellationToken")]
    [InlineData("Quartz.IJobExecutionContext context", "context.CancellationToken")]
    [InlineData("HubCallerContext caller", "caller.ConnectionAborted")]
    [InlineData("JobContext job", "job.CancellationToken")]
    [InlineData("CancellationToken @event", "@event")]
    public Task Reports_the_token_of_a_parameter(string parameter, string token, string method = "async Task M", string body = "await work.{|#0:Do|}(1);") =>
        Verify<UnforwardedCancellationToken>.Reports(
            Code($"class C {{ {method}(Work work, {parameter}) {{ {body} }} }}"), null,
            Verify<UnforwardedCancellationToken>.Report(0).WithArguments("Do", token));

    [Fact]
    public Task Reports_in_each_kind_of_handler_the_token_that_it_is_given() => Verify<UnforwardedCancellationToken, UnforwardedCancellationTokenFix>.Fixes(
        Handlers(_ => "await work.[|Do|](1);"), Handlers(token => $"await work.Do(1, {token});"));

    private static string Handlers(Func<string, string> with) => Code($$"""
        class Logging(RequestDelegate next, Work work) { public async Task InvokeAsync(HttpContext context) { {{with("context.RequestAborted")}} await next(context); } }
        class Checking(Work work) : IMiddleware { public async Task InvokeAsync(HttpContext context, RequestDelegate next) { {{with("context.RequestAborted")}} await next(context); } }
        class Failing(Work work) : Microsoft.AspNetCore.Diagnostics.IExceptionHandler
        {
            public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken token) { {{with("token")}} return true; }
        }
        record Ask(int Id) : MediatR.IRequest<int>, MediatR.INotification;
        class Asked(Work work) : MediatR.IRequestHandler<Ask, int> { public async Task<int> Handle(Ask ask, CancellationToken token) { {{with("token")}} return 1; } }
        class Told(Work work) : MediatR.INotificationHandler<Ask> { public async Task Handle(Ask ask, CancellationToken ct) { {{with("ct")}} } }
        class Consumer(Work work) : MassTransit.IConsumer<Ask> { public async Task Consume(MassTransit.ConsumeContext<Ask> context) { {{with("context.CancellationToken")}} } }
        class Nightly(Work work) : Quartz.IJob { public async Task Execute(Quartz.IJobExecutionContext context) { {{with("context.CancellationToken")}} } }
        class Loop(Work work) : BackgroundService { protected override async Task ExecuteAsync(CancellationToken stoppingToken) { await Task.Delay(1, stoppingToken); {{with("stoppingToken")}} } }
        class Start(Work work) : IHostedService { public async Task StartAsync(CancellationToken ct) { {{with("ct")}} } public Task StopAsync(CancellationToken ct) => Task.CompletedTask; }
        abstract class GreeterBase { public abstract Task<string> Say(string text, Grpc.Core.ServerCallContext context); }
        class Greeter(Work work) : GreeterBase { public override async Task<string> Say(string text, Grpc.Core.ServerCallContext context) { {{with("context.CancellationToken")}} return ""; } }
        class Jobs(Work work)
        {
            [Microsoft.Azure.Functions.Worker.Function("a")] public async Task Run(string trigger, Microsoft.Azure.Functions.Worker.FunctionContext context) { {{with("context.CancellationToken")}} }
        }
        abstract class Endpoint<T> { public abstract Task HandleAsync(T request, CancellationToken ct); }
        class Create(Work work) : Endpoint<Ask> { public override async Task HandleAsync(Ask request, CancellationToken ct) { {{with("ct")}} } }
        static class Setup
        {
            static void Use(WebApplication app, Work work)
            {
                app.Use(async (context, next) => { {{with("context.RequestAborted")}} await next(context); });
                app.MapGet("/", async (HttpContext http) => { {{with("http.RequestAborted")}} });
                app.MapGet("/a", () => 1).AddEndpointFilter(async (context, next) => { {{with("context.HttpContext.RequestAborted")}} return await next(context); });
            }
        }
        namespace Microsoft.Azure.Functions.Worker
        {
            public class FunctionAttribute(string name) : Attribute { public string Name => name; }
            public class FunctionContext { public CancellationToken CancellationToken => default; }
        }
        """);

    [Theory]
    [InlineData("using var linked = CancellationTokenSource.CreateLinkedTokenSource(ct); linked.CancelAfter(1000);", "linked.Token")]
    [InlineData("using var linked = CancellationTokenSource.CreateLinkedTokenSource(ct); var token = linked.Token;", "token")]
    [InlineData("var token = id > 0 ? ct : CancellationToken.None;", "token")]
    [InlineData("using var timeout = new CancellationTokenSource(1000);", "ct")]
    [InlineData("using var linked = CancellationTokenSource.CreateLinkedTokenSource(ct); linked.Cancel();", "ct")]
    [InlineData("CancellationToken none = default;", "ct")]
    [InlineData("{ using var linked = CancellationTokenSource.CreateLinkedTokenSource(ct); }", "ct")]
    public Task Prefers_a_local_token_only_where_it_observes_the_callers(string before, string token) =>
        Verify<UnforwardedCancellationToken>.Reports(Body("int id, CancellationToken ct", before + " await work.{|#0:Do|}(1);"), null,
            Verify<UnforwardedCancellationToken>.Report(0).WithArguments("Do", token));

    [Fact]
    public Task Reports_a_local_token_in_top_level_statements() => Verify<UnforwardedCancellationToken, UnforwardedCancellationTokenFix>.Fixes(
        Code("""
            var early = new Work();
            await early.Do(0);
            using var stop = new CancellationTokenSource();
            Console.CancelKeyPress += (_, e) => stop.Cancel();
            await early.[|Do|](1);
            using (var other = new CancellationTokenSource()) { }
            """),
        Code("""
            var early = new Work();
            await early.Do(0);
            using var stop = new CancellationTokenSource();
            Console.CancelKeyPress += (_, e) => stop.Cancel();
            await early.Do(1, stop.Token);
            using (var other = new CancellationTokenSource()) { }
            """));

    [Fact]
    public Task Stays_silent_in_a_minimal_api_without_a_token() => Verify<UnforwardedCancellationToken>.Silent(Code("""
        var builder = WebApplication.CreateBuilder(args);
        var app = builder.Build();
        using var stop = new CancellationTokenSource();
        app.MapGet("/a", async (Shop db) => await db.Orders.ToListAsync());
        app.MapGet("/b", (Shop db) => db.Orders.CountAsync());
        app.MapGet("/c", Handle);
        await app.RunAsync("http://localhost");
        static async Task<int> Handle(Shop db) => await db.Orders.CountAsync();
        """).Replace("await app.RunAsync(\"http://localhost\");", "app.Run();"));

    [Fact]
    public Task Reports_in_delegates_that_have_a_token_or_a_context_of_their_own() => Verify<UnforwardedCancellationToken>.Reports(Code("""
        var app = WebApplication.CreateBuilder(args).Build();
        app.MapGet("/a", async (Shop db, CancellationToken ct) => await db.Orders.[|ToListAsync|]());
        app.MapGet("/b", (Shop db, HttpContext http) => db.Orders.[|CountAsync|]());
        app.Use(async (http, next) =>
        {
            await http.RequestServices.GetRequiredService<Shop>().[|SaveChangesAsync|]();
            await next(http);
        });
        app.Run();
        """));

    [Fact]
    public Task Reports_the_fields_of_hosted_services_and_what_constructors_were_given() => Verify<UnforwardedCancellationToken>.Reports(Code("""
        class Worker(Work work) : BackgroundService
        {
            private readonly CancellationTokenSource _stop = new();
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                while (!stoppingToken.IsCancellationRequested)
                {
                    await work.{|#0:Do|}(1);
                    await Turn();
                }

                await work.Do(2);
            }

            private Task Turn() => work.{|#1:Do|}(1);
            private static Task Turn(Work work) => work.Do(1);
        }

        class Import
        {
            private readonly CancellationToken _ct;
            public Import(CancellationToken ct) => _ct = ct;
            public Task Run(Work work) => work.{|#2:Do|}(1);
            public Task Shadowed(Work work, int _ct) => work.Do(1);
        }

        class Export(Work work, CancellationToken ct)
        {
            public Task Run() => work.{|#3:Do|}(1);
        }

        class Service(Work work)
        {
            private CancellationToken _current;
            public void Set(CancellationToken ct) => _current = ct;
            public Task Run() => work.Do(1);
        }
        """), null,
        Verify<UnforwardedCancellationToken>.Report(0).WithArguments("Do", "stoppingToken"),
        Verify<UnforwardedCancellationToken>.Report(1).WithArguments("Do", "_stop.Token"),
        Verify<UnforwardedCancellationToken>.Report(2).WithArguments("Do", "_ct"),
        Verify<UnforwardedCancellationToken>.Report(3).WithArguments("Do", "ct"));

    [Fact]
    public Task Leaves_handlers_without_a_token_to_their_own_rule_and_reports_their_helpers() => Verify<UnforwardedCancellationToken>.Reports(Code("""
        [ApiController]
        public class OrdersController(Shop db) : ControllerBase
        {
            [HttpGet] public async Task<List<Order>> List() => await db.Orders.ToListAsync();
            [HttpGet("{id}")] public async Task<Order?> Get(int id) => await Load(id);
            [HttpPost] public async Task Post(CancellationToken ct) => await db.[|SaveChangesAsync|]();
            [NonAction] public Task<int> Count() => db.Orders.[|CountAsync|]();
            private Task<Order?> Load(int id) => db.Orders.[|FirstOrDefaultAsync|](o => o.Id == id);
            private static Task Static(Shop db) => db.SaveChangesAsync();

            // Nobody awaits it, so it outlives the request.
            [HttpPut] public async void Forget() => await db.SaveChangesAsync();
        }

        public class Chat(Shop db) : Hub
        {
            public override Task OnDisconnectedAsync(Exception? exception) => db.SaveChangesAsync();
            public async Task Send(string text) { await db.[|SaveChangesAsync|](); await Tell(text); }
            private async Task Tell(string text)
            {
                await db.[|SaveChangesAsync|]();
                await Groups.AddToGroupAsync(Context.ConnectionId, text);
                await Clients.All.SendAsync("said", text);
            }
        }
        """));

    [Theory]
    [InlineData("await work.Retry(() => work.[|Do|](1));")]
    [InlineData("await work.Retry(async () => { await work.[|Do|](1); });")]
    [InlineData("await Task.WhenAll(ids.Select(id => work.[|Do|](id)));")]
    [InlineData("await Task.WhenAll(from id in ids select work.[|Do|](id));")]
    [InlineData("await Task.WhenAll(ids.Select(async id => await work.[|Get|](id)));")]
    [InlineData("await Task.Run(() => work.[|Do|](1));")]
    [InlineData("await work.Execute(token => work.[|Do|](1), ct);")]
    [InlineData("await cache.GetOrCreateAsync(\"k\", entry => work.[|Get|](1));")]
    [InlineData("await Load(1); Task Load(int id) => work.[|Do|](id);")]
    [InlineData("await Task.WhenAll(ids.Select(Load)); async Task Load(int id) { await work.[|Do|](id); }")]
    [InlineData("await Each(ids); async Task Each(int[] xs) { foreach (var x in xs) { await work.[|Do|](x); await Each([]); } }")]
    [InlineData("Task Load(int id, CancellationToken own) => work.[|Do|](id); await Load(1, ct);")]
    public Task Reports_in_lambdas_and_local_functions_that_run_as_part_of_the_request(string body) =>
        Verify<UnforwardedCancellationToken>.Reports(Body("int[] ids, IMemoryCache cache, CancellationToken ct", body));

    [Theory]
    [InlineData("await work.Retry(static () => new Work().Do(1));")]
    [InlineData("Func<Task> later = () => work.Do(1); await later();")]
    [InlineData("work.Arrived += () => work.Do(1);")]
    [InlineData("work.Arrived += async () => await work.Do(1);")]
    [InlineData("_ = Task.Run(() => work.Do(1));")]
    [InlineData("var run = Task.Run(async () => await work.Do(1)); await run;")]
    [InlineData("_ = work.Do(1);")]
    [InlineData("field = work.Do(1); await field;")]
    [InlineData("field ??= work.Do(1); await field;")]
    [InlineData("_ = work.Do(1).ConfigureAwait(false);")]
    [InlineData("using var timer = new Timer(async _ => await work.Do(1));")]
    [InlineData("using var r = ct.Register(async () => await work.Do(1));")]
    [InlineData("using var r = ct.Register(async (state, token) => await work.Do(1), null);")]
    [InlineData("await work.SubscribeAsync(\"orders\", () => work.Do(1));")]
    [InlineData("await shared.GetOrAdd(1, id => work.Get(id));")]
    [InlineData("var lazy = new Lazy<Task<int>>(() => work.Get(1)); await lazy.Value;")]
    [InlineData("await work.Execute(_ => work.Do(1), ct);")]
    [InlineData("await work.Retry(Load); static Task Load() => new Work().Do(1);")]
    [InlineData("work.Arrived += Load; Task Load() => work.Do(1);")]
    [InlineData("_ = Load(); Task Load() => work.Do(1);")]
    [InlineData("using var timer = new Timer(async _ => await Load()); Task Load() => work.Do(1);")]
    [InlineData("Func<Task> F() { return () => work.Do(1); } await F()();")]
    [InlineData("System.Linq.Expressions.Expression<Func<Task>> e = () => work.Do(1, default);")]
    [InlineData("foreach (var ct2 in new[] { 1 }) await work.Retry(async () => { int ct3 = 1; await work.Do(ct3, ct); });")]
    public Task Stays_silent_where_the_outer_token_has_another_meaning(string body) =>
        Verify<UnforwardedCancellationToken>.Silent(Body(
            "System.Collections.Concurrent.ConcurrentDictionary<int, Task<int>> shared, CancellationToken ct", body));

    [Theory]
    [InlineData("await work.Do(1, ct);")]
    [InlineData("await work.Do(1, CancellationToken.None);")]
    [InlineData("await work.Do(1, ct: default);")]
    [InlineData("using var other = new CancellationTokenSource(100); await work.Do(1, other.Token);")]
    [InlineData("await foreach (var x in work.Stream()) { }")]
    [InlineData("await foreach (var x in work.Stream().ConfigureAwait(false)) { }")]
    [InlineData("await foreach (var x in work.Stream().WithCancellation(ct)) { }")]
    [InlineData("var stream = work.Stream(); await foreach (var x in stream.WithCancellation(ct)) { }")]
    [InlineData("await Task.Yield();")]
    [InlineData("await Task.CompletedTask.ConfigureAwait(false);")]
    [InlineData("await new MemoryStream().FlushAsync();")]
    [InlineData("string s = nameof(work.Do);")]
    public Task Stays_silent_when_the_token_is_passed_or_cannot_be(string body) =>
        Verify<UnforwardedCancellationToken>.Silent(Body("CancellationToken ct", body));

    [Theory]
    [InlineData("try { } finally { await work.Do(1); }")]
    [InlineData("try { } catch (Exception) { await work.Do(1); throw; }")]
    [InlineData("try { } catch (OperationCanceledException) { await Task.Delay(1); }")]
    [InlineData("if (ct.IsCancellationRequested) { await work.Do(1); return; }")]
    [InlineData("if (!ct.IsCancellationRequested) { } else { await work.Do(1); }")]
    [InlineData("while (!ct.IsCancellationRequested) { } await work.Do(1);")]
    [InlineData("foreach (var x in new[] { 1 }) { if (ct.IsCancellationRequested) break; } await work.Do(1);")]
    [InlineData("await using var tx = await db.Database.BeginTransactionAsync(ct); await tx.CommitAsync(ct); await work.Do(1);")]
    [InlineData("await db.Database.CommitTransactionAsync(ct); if (db.Orders.Local.Count > 0) { await work.Do(1); }")]
    [InlineData("using (var tx = await db.Database.BeginTransactionAsync(ct)) { tx.Commit(); } await work.Do(1);")]
    [InlineData("using (var scope = new TransactionScope()) { scope.Complete(); } await work.Do(1);")]
    [InlineData("try { while (!ct.IsCancellationRequested) { } } catch (OperationCanceledException) { } await work.Do(1);")]
    [InlineData("try { await Task.Delay(-1, ct); } catch (OperationCanceledException) { } await work.Do(1);")]
    [InlineData("await work.BasicAckAsync(1, false); await work.Do(1);")]
    [InlineData("await work.RollbackAsync();")]
    [InlineData("if (!ct.CanBeCanceled) { await work.Do(1); return; } await work.Do(1, ct);")]
    [InlineData("if (ct.CanBeCanceled) { await work.Do(1, ct); } else { await work.Do(1); }")]
    [InlineData("if (!given.HasValue) { await work.Do(1); return; } await work.Do(1, given.Value);")]
    public Task Stays_silent_past_the_point_of_no_return(string body) =>
        Verify<UnforwardedCancellationToken>.Silent(
            Body(body.Contains("given") ? "CancellationToken? given" : "Shop db, CancellationToken ct", body));

    [Theory]
    [InlineData("await Task.Delay(0);")]
    [InlineData("await Task.Delay(TimeSpan.Zero).ConfigureAwait(false);")]
    [InlineData("using var memory = new MemoryStream(); await System.Text.Json.JsonSerializer.SerializeAsync(memory, 1);")]
    [InlineData("Stream memory = new MemoryStream(); var x = await System.Text.Json.JsonSerializer.DeserializeAsync<int>((MemoryStream)memory);")]
    [InlineData("var buffer = new Buffer(); await buffer.FlushAsync();")]
    public Task Stays_silent_on_what_is_done_at_once(string body) =>
        Verify<UnforwardedCancellationToken>.Silent(Body("CancellationToken ct", body) + "\npublic class Buffer : MemoryStream { }");

    [Theory]
    [InlineData("foreach (var x in new[] { 1, 2 }) { using var limit = new CancellationTokenSource(100); try { await work.Do(x, limit.Token); } catch (Exception) { await Task.Delay(5000); } }")]
    [InlineData("using var limit = new CancellationTokenSource(100); var token = limit.Token; try { await work.Do(1, token); } catch (Exception) { await Task.Delay(5000); }")]
    public Task Does_not_offer_the_limit_of_an_attempt_that_failed(string body) => Verify<UnforwardedCancellationToken>.Silent(Body("int id", body));

    [Fact]
    public Task Offers_the_callers_token_where_an_attempt_failed() => Verify<UnforwardedCancellationToken>.Reports(Body("CancellationToken ct", """
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(100);
        try { await work.Do(1, limit.Token); } catch (Exception) { await Task.{|#0:Delay|}(5000); }
        """), null, Verify<UnforwardedCancellationToken>.Report(0).WithArguments("Delay", "ct"));

    [Fact]
    public Task Stays_silent_on_a_task_that_an_object_is_given() => Verify<UnforwardedCancellationToken>.Reports(Code("""
        class C
        {
            Turn Next(CancellationToken ct) => new Turn(Task.Delay(1000));
            ValueTask Wait(Work work, CancellationToken ct) => new ValueTask(work.[|Do|](1));
        }

        public class Turn(Task pause) { public Task Pause => pause; }
        """));

    // Who holds the context has its token; and what is read from a connection, or written to it, ends with the connection.
    [Theory]
    [InlineData("await Handle(job, 1);")]
    [InlineData("await Read(job.Input);")]
    [InlineData("await job.Input.ReadAsync();")]
    [InlineData("await job.Channel.Output.FlushAsync();")]
    [InlineData("var input = job.Input; while (true) { if ((await input.ReadAsync()).IsCompleted) break; }")]
    [InlineData("await Queue(() => job.Work.Raise());")]
    public Task Stays_silent_on_what_the_token_belongs_to(string body) => Verify<UnforwardedCancellationToken>.Silent(Connection(body));

    [Theory]
    [InlineData("await job.Work.[|Do|](1);")]
    [InlineData("await Read(pipe.[|ReadAsync|]().AsTask());")]
    [InlineData("await Other(job.Id, 1).ConfigureAwait(false); async Task Other(int id, int x) => await job.Work.[|Do|](id + x);")]
    public Task Reports_what_the_token_does_not_belong_to(string body) => Verify<UnforwardedCancellationToken>.Reports(Connection(body));

    private static string Connection(string body) => Code($$"""
        using System.IO.Pipelines;

        class C(PipeReader pipe)
        {
            async Task M(Link job)
            {
                {{body}}
            }

            private static Task Handle(Link job, int id, CancellationToken ct = default) => Task.Delay(id, ct);
            private static Task Read(PipeReader reader, CancellationToken ct = default) => Task.Delay(1, ct);
            private static Task Read(object reader) => Task.CompletedTask;
            private static Task Queue(Action action, CancellationToken ct = default) => Task.Run(action, ct);
        }

        public class Link : JobContext
        {
            public int Id { get; set; }
            public PipeReader Input { get; set; } = null!;
            public IDuplexPipe Channel { get; set; } = null!;
        }
        """.Replace("using System.IO.Pipelines;\n", "")).Replace("using Dapper;", "using Dapper;\nusing System.IO.Pipelines;");

    [Theory]
    [InlineData("using var reader = new StreamReader(http.Request.Body); var text = await reader.ReadToEndAsync();")]
    [InlineData("var text = await new StreamReader(http.Request.Body).ReadToEndAsync();")]
    [InlineData("await using var writer = new StreamWriter(http.Response.Body); await writer.FlushAsync();")]
    [InlineData("await System.Text.Json.JsonSerializer.SerializeAsync(http.Response.Body, new[] { 1, 2 });")]
    public Task Stays_silent_on_readers_of_the_request(string body) => Verify<UnforwardedCancellationToken>.Silent(Body("HttpContext http", body));

    [Theory]
    [InlineData("using var reader = new StreamReader(\"rates.txt\"); var text = await reader.[|ReadToEndAsync|]();")]
    [InlineData("using var reader = new StreamReader(http.Request.Headers[\"file\"]!); var text = await reader.[|ReadToEndAsync|]();")]
    [InlineData("await File.OpenRead(\"rates.txt\").[|CopyToAsync|](http.Response.Body);")]
    [InlineData("await System.Text.Json.JsonSerializer.[|SerializeAsync|](http.Response.Body, work.Stream(http.RequestAborted));")]
    public Task Reports_readers_of_anything_else(string body) => Verify<UnforwardedCancellationToken>.Reports(Body("HttpContext http", body));

    // What ends in good order, ends; unless the token says for how long it may take.
    [Fact]
    public Task Stays_silent_on_endings_outside_of_methods_that_end() => Verify<UnforwardedCancellationToken>.Reports(Code("""
        class C(Line line)
        {
            async Task Run(Work work, CancellationToken ct) { await work.[|Do|](1); await line.CloseAsync("done"); }
            async Task OnLost(object sender, LostArgs args) { await line.StopAsync(); }
            public async Task StopAsync(CancellationToken ct) { await line.[|StopAsync|](); }
            public async Task CloseAll(CancellationToken ct) => await line.[|CloseAsync|]("all");
            public async Task Pay(CancellationToken ct) => await line.[|CloseInvoice|]();
            public async Task Pause(CancellationToken ct) => await line.StopAndDrain();
            public async Task ClosestAsync(CancellationToken ct) => await line.StopAsync();
        }

        class LostArgs : EventArgs { public CancellationToken CancellationToken { get; set; } }
        class Line
        {
            public Task CloseAsync(string why, CancellationToken ct = default) => Task.CompletedTask;
            public Task StopAsync(CancellationToken ct = default) => Task.CompletedTask;
            public Task StopAndDrain(CancellationToken ct = default) => Task.CompletedTask;
            public Task CloseInvoice(CancellationToken ct = default) => Task.CompletedTask;
        }
        """));

    [Theory]
    [InlineData("CancellationToken notUsed")]
    [InlineData("CancellationToken unused")]
    [InlineData("CancellationToken _")]
    public Task Takes_a_parameter_at_its_name(string parameter) => Verify<UnforwardedCancellationToken>.Silent(Body(parameter, "await work.Do(1);"));

    [Theory]
    [InlineData("try { await Task.Delay(1, ct); } catch (OperationCanceledException) { return; } await work.[|Do|](1);")]
    [InlineData("while (!ct.IsCancellationRequested) { try { await Task.Delay(1, ct); } catch (OperationCanceledException) { } await Task.[|Delay|](1000); }")]
    [InlineData("if (ct.IsCancellationRequested) return; await work.[|Do|](1);")]
    [InlineData("foreach (var x in new[] { 1 }) { if (ct.IsCancellationRequested) return; } await work.[|Do|](1);")]
    [InlineData("while (!ct.IsCancellationRequested) { await work.[|Do|](1); }")]
    [InlineData("try { await work.[|Do|](1); } catch (Exception) { }")]
    [InlineData("while (true) { try { } catch (Exception) { await Task.[|Delay|](1000); } }")]
    [InlineData("await db.SaveChangesAsync(ct); await work.[|Do|](1);")]
    [InlineData("if (db.ChangeTracker.HasChanges()) { db.Database.CommitTransaction(); return; } await work.[|Do|](1);")]
    [InlineData("Task<int> later = work.[|Get|](1); await later;")]
    [InlineData("await using var tx = await db.Database.[|BeginTransactionAsync|](); await tx.[|CommitAsync|]();")]
    public Task Reports_before_it(string body) => Verify<UnforwardedCancellationToken>.Reports(Body("Shop db, CancellationToken ct", body));

    private static string Host(string members) => Code($$"""
        class Worker(Work work, IHostApplicationLifetime lifetime) : BackgroundService
        {
            private bool _stopped;
            private CancellationToken _ct;
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                {{members}}
            }
        }
        """);

    [Theory]
    [InlineData("while (true) { await work.Do(1); await Task.Delay(1000); }")]
    [InlineData("for (;;) { await work.Do(1); }")]
    [InlineData("do { await work.Do(1); } while (true);")]
    [InlineData("using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1)); while (await timer.WaitForNextTickAsync()) { await work.Do(1); }")]
    [InlineData("while (true) { try { await work.Do(1); } catch (OperationCanceledException) { break; } }")]
    [InlineData("await work.Do(1, stoppingToken); while (true) { using var limit = new CancellationTokenSource(1000); await work.Do(1, limit.Token); await Task.Delay(1000); }")]
    [InlineData("var first = await work.Get(1, stoppingToken); while (true) { await work.Do(first); }")]
    [InlineData("while (true) { foreach (var x in new[] { 1 }) { if (x > 1) break; await work.Do(x); } }")]
    public Task Leaves_a_loop_that_is_deaf_to_its_host_to_its_own_rule(string body) => Verify<UnforwardedCancellationToken>.Silent(Host(body));

    [Theory]
    [InlineData("while (true) { stoppingToken.ThrowIfCancellationRequested(); await work.[|Do|](1); }")]
    [InlineData("while (true) { await work.[|Do|](1); await Task.Delay(1000, stoppingToken); }")]
    [InlineData("var token = stoppingToken; while (true) { await work.[|Do|](1); await Task.Delay(1000, token); }")]
    [InlineData("_ct = stoppingToken; while (true) { await work.[|Do|](1); await Task.Delay(1000, _ct); }")]
    [InlineData("using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1)); using var r = stoppingToken.Register(() => timer.Dispose()); while (await timer.[|WaitForNextTickAsync|]()) { }")]
    [InlineData("stoppingToken.Register(() => _stopped = true); while (!_stopped) { await work.[|Do|](1); }")]
    [InlineData("while (true) { if (await work.[|Get|](1) == 0) break; }")]
    [InlineData("while (true) { await work.[|Do|](1); await Task.Delay(1000, lifetime.ApplicationStopping); }")]
    [InlineData("for (var i = 0; i < 3; i++) { await work.[|Do|](1); }")]
    [InlineData("foreach (var x in new[] { 1 }) { await work.[|Do|](1); }")]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { await work.[|Do|](1); }")]
    public Task Reports_in_a_loop_that_listens_or_ends(string body) => Verify<UnforwardedCancellationToken>.Reports(Host(body));

    // What rules like this one are known to report wrongly or to miss, from their users' threads.
    [Theory]
    [InlineData("await foreach (var x in work.Stream().WithCancellation(ct).ConfigureAwait(false)) { }")]
    [InlineData("await cache.TryAdd(1);")]
    [InlineData("await Task.Run(() => { completion.TrySetCanceled(); });")]
    [InlineData("var linked = Token(ct); await work.Do(1, linked);")]
    [InlineData("await ct.AsTask();")]
    [InlineData("await work.Do(1, new CancellationToken());")]
    [InlineData("while (true) { try { await work.Do(1, ct); } catch (OperationCanceledException) { break; } } await work.Do(2);")]
    [InlineData("while (true) { try { await work.Do(1, ct); } catch (Exception) when (ct.IsCancellationRequested) { break; } } await work.Do(2);")]
    [InlineData("do { await work.Do(1, ct); } while (!ct.IsCancellationRequested); await work.Do(2);")]
    [InlineData("try { await work.Do(1, ct); } finally { await work.Do(2); await cache.CloseAsync(); }")]
    [InlineData("await cache.ReleaseLockAsync();")]
    [InlineData("var pending = work.Get(1).WaitAsync(ct); await pending;")]
    [InlineData("await Task.WhenAny(work.Do(1, ct), Task.Delay(5, ct));")]
    [InlineData("var all = work.Stream().GetAsyncEnumerator(ct); await all.MoveNextAsync();")]
    [InlineData("await cache.Post(new Letter(\"a\", ct)); var letter = new Letter(\"b\", ct); await cache.Post(letter);")]
    public Task Stays_silent_on_the_shapes_that_fooled_others(string body) => Verify<UnforwardedCancellationToken>.Silent(Shapes(body));

    [Theory]
    [InlineData("await cache.[|Extra|](1);")]
    [InlineData("var letter = new Letter(\"b\", default); await cache.[|Post|](letter);")]
    [InlineData("await derived.[|Load|](1);")]
    [InlineData("await child.[|Load|](1);")]
    [InlineData("await cache.[|Put|](1).ConfigureAwait(false);")]
    [InlineData("await cache.[|Send|](1);")]
    [InlineData("await (maybe?.[|Load|](1) ?? Task.CompletedTask);")]
    [InlineData("var all = await Task.WhenAll(work.[|Get|](1), work.[|Get|](2));")]
    [InlineData("await foreach (var x in work.Stream(ct)) { await work.[|Do|](x); }")]
    [InlineData("await using (await cache.[|Open|]()) { }")]
    [InlineData("return await work.[|Get|](await work.[|Get|](1)) switch { 0 => 1, _ => 2 };")]
    [InlineData("var count = await work.Stream().[|CountAsync|]();")]
    [InlineData("try { await work.[|Do|](1); } catch (OperationCanceledException) when (ct.IsCancellationRequested) { throw; }")]
    [InlineData("while (true) { try { await work.[|Do|](1); } catch (OperationCanceledException) { break; } }")]
    public Task Reports_the_shapes_that_others_miss(string body) => Verify<UnforwardedCancellationToken>.Reports(Shapes(body));

    private static string Shapes(string body) => Code($$"""
        class C
        {
            async Task<int> M(Work work, Cache cache, Derived derived, IChild child, Derived? maybe, TaskCompletionSource completion, CancellationToken ct)
            {
                {{body}}
                return 0;
            }

            static CancellationToken Token(CancellationToken ct) => ct;
        }

        class Cache
        {
            public Task TryAdd(int id) => Task.CompletedTask;
            public Task TryAdd(int id, int retries, CancellationToken ct) => Task.CompletedTask;
            public Task Extra(int id) => Task.CompletedTask;
            public Task Extra(int id, bool force = false, int retries = 1, CancellationToken ct = default) => Task.CompletedTask;
            public Task Put(int id) => Task.CompletedTask;
            public ValueTask<IAsyncDisposable> Open(CancellationToken ct = default) => default;
            public Task CloseAsync(CancellationToken ct = default) => Task.CompletedTask;
            public Task ReleaseLockAsync(CancellationToken ct = default) => Task.CompletedTask;
            public Task Post(Letter letter, CancellationToken ct = default) => Task.CompletedTask;
        }

        record Letter(string Text, CancellationToken Token);
        class Base { public Task Load(int id) => Task.CompletedTask; }
        class Derived : Base { public Task Load(int id, CancellationToken ct) => Task.CompletedTask; }
        interface IParent { Task Load(int id); }
        interface IChild : IParent { Task Load(int id, CancellationToken ct); }

        static class CacheExtensions
        {
            public static Task Put(this Cache cache, int id, CancellationToken ct) => Task.CompletedTask;
            public static Task Send(this Cache cache, int id) => Task.CompletedTask;
            public static Task AsTask(this CancellationToken ct) => Task.Delay(-1, ct);
            public static Task<int> CountAsync(this IAsyncEnumerable<int> source, CancellationToken ct = default) => Task.FromResult(0);
        }

        static class MoreExtensions { public static Task Send(this Cache cache, int id, CancellationToken ct) => Task.CompletedTask; }
        """);

    [Fact]
    public Task Reports_the_requests_token_where_no_handler_could_take_one() => Verify<UnforwardedCancellationToken, UnforwardedCancellationTokenFix>.Fixes(Code("""
        public class OrdersController(Shop db) : ControllerBase, IOrders
        {
            [HttpGet("count")] public async Task<int> Count() => await db.Orders.[|CountAsync|]();

            [HttpGet] public async Task<List<Order>> List()
            {
                if (await db.Orders.AnyAsync(HttpContext.RequestAborted)) return [];
                return await db.Orders.[|ToListAsync|]();
            }
        }

        public class Chat(Shop db) : Hub
        {
            public override async Task OnConnectedAsync() => await db.[|SaveChangesAsync|]();
            public async Task Send(string text) => await db.[|SaveChangesAsync|]();
            public async IAsyncEnumerable<int> Ticks() { await Task.Delay(1); yield return 1; }
        }
        """), Code("""
        public class OrdersController(Shop db) : ControllerBase, IOrders
        {
            [HttpGet("count")] public async Task<int> Count() => await db.Orders.CountAsync(HttpContext.RequestAborted);

            [HttpGet] public async Task<List<Order>> List()
            {
                if (await db.Orders.AnyAsync(HttpContext.RequestAborted)) return [];
                return await db.Orders.ToListAsync(HttpContext.RequestAborted);
            }
        }

        public class Chat(Shop db) : Hub
        {
            public override async Task OnConnectedAsync() => await db.SaveChangesAsync(Context.ConnectionAborted);
            public async Task Send(string text) => await db.SaveChangesAsync(Context.ConnectionAborted);
            public async IAsyncEnumerable<int> Ticks() { await Task.Delay(1); yield return 1; }
        }
        """), new()
        {
            Sources = new Dictionary<string, string> { ["IOrders.g.cs"] = "public interface IOrders { System.Threading.Tasks.Task<int> Count(); }" },
        });

    [Fact]
    public async Task The_fix_writes_an_array_where_the_language_has_no_collection_expressions()
    {
        var code = "using Microsoft.EntityFrameworkCore; class C { async Task M(DbSet<C> rows, int id, string name, CancellationToken ct) => await rows.FindAsync(id, name); }";
        var made = await Fixes.Apply(AllRules.Project([("C.cs", code)], version: LanguageVersion.CSharp11), "ARCH1101");
        Assert.Contains("rows.FindAsync(new object[] { id, name }, ct)", made);
    }

    [Fact]
    public Task Stays_silent_in_dispose() => Verify<UnforwardedCancellationToken>.Silent(Code("""
        sealed class Session(Work work, CancellationToken ct) : IAsyncDisposable
        {
            public CancellationToken Token => ct;
            public async ValueTask DisposeAsync() => await work.Do(1);
        }
        """));

    [Fact]
    public Task Stays_silent_where_several_tokens_compete() => Verify<UnforwardedCancellationToken>.Silent(Code("""
        class C
        {
            Task Two(Work work, CancellationToken request, CancellationToken stopping) => work.Do(1);
            Task Contexts(Work work, HttpContext http, JobContext job) => work.Do(1);
            Task Lifetime(Work work, IHostApplicationLifetime lifetime) => work.Do(1);
            Task Optional(Work work, HttpContext? http) => work.Do(1);
            Task Source(Work work, CancellationTokenSource stop) => work.Do(1);
            async Task Sources(Work work)
            {
                using var a = new CancellationTokenSource();
                using var b = new CancellationTokenSource();
                await work.Do(1);
            }
            async Task Canceller(Work work)
            {
                using var stop = new CancellationTokenSource();
                var running = work.Do(1, stop.Token);
                await Task.Delay(100);
                stop.Cancel();
                await running;
            }
            async Task Failed(Work work, OperationCanceledException error) => await work.Do(1);
        }
        """));

    [Fact]
    public Task Stays_silent_where_the_owner_of_the_token_is_handed_over() => Verify<UnforwardedCancellationToken>.Reports(Code("""
        interface IForwarder { Task SendAsync(HttpContext context, string to, CancellationToken ct = default); Task RunAsync(JobContext job, CancellationToken ct = default); }
        class Proxy(IForwarder forwarder, Work work)
        {
            public async Task InvokeAsync(HttpContext context)
            {
                await forwarder.SendAsync(context, "http://orders");
                await work.[|Do|](context.Request.Path.Value!.Length);
            }

            public async Task Run(JobContext job)
            {
                await forwarder.RunAsync(job);
                await work.[|Do|](1);
            }

            public async Task Both(HttpContext context, CancellationToken ct) => await forwarder.[|SendAsync|](context, "http://orders");
        }
        """));

    [Theory]
    [InlineData("unused")]
    [InlineData("notUsed")]
    public Task Stays_silent_where_the_token_is_named_as_unused(string name) =>
        Verify<UnforwardedCancellationToken>.Silent(Body($"CancellationToken {name}", "await work.Do(1);"));

    [Fact]
    public Task Stays_silent_on_what_ends_with_its_caller() => Verify<UnforwardedCancellationToken>.Reports(Code("""
        class Middleware(RequestDelegate next, Work work)
        {
            public async Task InvokeAsync(HttpContext context)
            {
                var form = await context.Request.ReadFormAsync();
                await context.Session.LoadAsync();
                await next(context);
                var response = context.Response;
                await response.WriteAsync("done");
                await context.Response.Body.FlushAsync();
                await response.WriteAsJsonAsync(1);
                await work.[|Do|](1);
            }

            public async Task Own(HttpResponse response, CancellationToken ct) => await response.[|WriteAsync|]("done");
        }

        class Consumer : MassTransit.IConsumer<Order>
        {
            public async Task Consume(MassTransit.ConsumeContext<Order> context)
            {
                await context.Publish(new Order());
                await Task.[|Delay|](1);
            }
        }

        class Stream
        {
            public async Task Send(Grpc.Core.IServerStreamWriter<Order> writer, Grpc.Core.ServerCallContext context, Shop db)
            {
                await writer.WriteAsync(await db.Orders.[|FirstAsync|]());
            }
        }
        """));

    [Fact]
    public Task Reports_in_mediator_handlers_and_async_iterators() => Verify<UnforwardedCancellationToken, UnforwardedCancellationTokenFix>.Fixes(
        Code("""
            public record GetOrder(int Id) : IRequest<Order?>;

            class Handler(Shop db, IMediator mediator) : IRequestHandler<GetOrder, Order?>
            {
                public async Task<Order?> Handle(GetOrder request, CancellationToken cancellationToken)
                {
                    await mediator.[|Send|](request);
                    return await db.Orders.[|FindAsync|](request.Id);
                }

                public async IAsyncEnumerable<Order> All([EnumeratorCancellation] CancellationToken ct = default)
                {
                    foreach (var order in await db.Orders.AsNoTracking().[|ToListAsync|]()) yield return order;
                }
            }
            """),
        Code("""
            public record GetOrder(int Id) : IRequest<Order?>;

            class Handler(Shop db, IMediator mediator) : IRequestHandler<GetOrder, Order?>
            {
                public async Task<Order?> Handle(GetOrder request, CancellationToken cancellationToken)
                {
                    await mediator.Send(request, cancellationToken);
                    return await db.Orders.FindAsync([request.Id], cancellationToken);
                }

                public async IAsyncEnumerable<Order> All([EnumeratorCancellation] CancellationToken ct = default)
                {
                    foreach (var order in await db.Orders.AsNoTracking().ToListAsync(ct)) yield return order;
                }
            }
            """));

    [Fact]
    public Task The_fix_keeps_generic_arguments_comments_and_lines_and_composes_nested_calls() => Verify<UnforwardedCancellationToken, UnforwardedCancellationTokenFix>.Fixes(
        Code("""
            class C
            {
                public async Task<Guid> M(Work work, HttpClient? http, System.Data.Common.DbDataReader reader, CancellationToken? ct)
                {
                    // the order first
                    await work.[|Do|](
                        await work.[|Get|](1) // its number
                    ).ConfigureAwait(false);
                    await work.[|Do|](await work.[|Get|](await work.[|Get|](1))); // three deep
                    if (http is not null) await http.[|GetStringAsync|](
                        "/orders");
                    return await reader.[|GetFieldValueAsync<Guid>|](0) /* key */;
                }
            }
            """),
        Code("""
            class C
            {
                public async Task<Guid> M(Work work, HttpClient? http, System.Data.Common.DbDataReader reader, CancellationToken? ct)
                {
                    // the order first
                    await work.Do(
                        await work.Get(1, ct.GetValueOrDefault()), // its number
                        ct.GetValueOrDefault()
                    ).ConfigureAwait(false);
                    await work.Do(await work.Get(await work.Get(1, ct.GetValueOrDefault()), ct.GetValueOrDefault()), ct.GetValueOrDefault()); // three deep
                    if (http is not null) await http.GetStringAsync(
                        "/orders",
                        ct.GetValueOrDefault());
                    return await reader.GetFieldValueAsync<Guid>(0, ct.GetValueOrDefault()) /* key */;
                }
            }
            """));

    [Fact]
    public Task Stays_silent_in_test_projects_and_test_classes() => Verify<UnforwardedCancellationToken>.Silent(
        Body("CancellationToken ct", "await work.Do(1);"),
        new() { GlobalOptions = new Dictionary<string, string> { ["build_property.IsTestProject"] = "true" } });

    [Fact]
    public Task Survives_half_typed_and_circular_code() => Verify<UnforwardedCancellationToken>.Silent("""
        class A : B { } class B : A { }
        interface I : J { } interface J : I { }
        class C
        {
            async Task M(A a, I i, CancellationToken ct, CancellationToken
            {
                await a.Do(; await i.Do(1); await Missing(1); await Task.Delay(
        """, new() { Compiler = CompilerDiagnostics.None });

    [Theory]
    [MemberData(nameof(References))]
    public Task Reports_with_any_set_of_references(string name) => Verify<UnforwardedCancellationToken>.Reports(
        "class C { async Task M(CancellationToken ct) => await Task.[|Delay|](1); }",
        new() { References = ReferenceSet.All.Single(set => set.Name == name) });

    public static TheoryData<string> References => [.. ReferenceSet.All.Select(set => set.Name)];
}
