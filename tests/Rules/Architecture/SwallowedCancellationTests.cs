using Microsoft.CodeAnalysis.Testing;
using Rule = ArchitectAnalyzers.Testing.Verify<ArchitectAnalyzers.Rules.Architecture.SwallowedCancellation>;
using Verify = ArchitectAnalyzers.Testing.Verify<ArchitectAnalyzers.Rules.Architecture.SwallowedCancellation, ArchitectAnalyzers.CodeFixes.Architecture.SwallowedCancellationFix>;

namespace ArchitectAnalyzers.Tests.Architecture;

public class SwallowedCancellationTests
{
    private const string Usings = "using Microsoft.AspNetCore.Mvc;\nusing Microsoft.AspNetCore.SignalR;\nusing System.Threading.Channels;\n\n";

    private static readonly Setup s_shop = new()
    {
        Sources = new Dictionary<string, string>
        {
            ["Shop.cs"] = """
                public record Order(int Id);

                public interface IShop
                {
                    Task<Order> GetAsync(int id, CancellationToken token = default);
                    Task SaveAsync(CancellationToken token = default);
                    Task PingAsync();
                    IAsyncEnumerable<Order> StreamAsync(CancellationToken token = default);
                    void Read(CancellationToken token);
                    Order Consume(CancellationToken token);
                }

                public static partial class Log
                {
                    public static void Failed(this ILogger logger, Exception exception) { }
                    [LoggerMessage(1, LogLevel.Debug, "x")] public static partial void Noted(ILogger logger, Exception exception);
                    public static partial void Noted(ILogger logger, Exception exception) { }
                }
                """,
        },
    };

    private static string Worker(string body, string members = "") => Usings + $$"""
        public class Worker(IShop shop, ILogger<Worker> logger, Channel<Order> channel, IHostApplicationLifetime lifetime) : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                {{body}}
            }

            private Exception? _last;
            private bool Note(Exception exception) => exception is InvalidOperationException;
            {{members}}
        }
        """;

    private static string Loop(string attempt) => Worker($"while (!stoppingToken.IsCancellationRequested) {{ {attempt} }}");

    private static string Action(string body) => Usings + $$"""
        public class OrdersController(IShop shop, ILogger<OrdersController> logger) : ControllerBase
        {
            [HttpGet] public async Task<IActionResult> Get(int id, CancellationToken ct) { {{body}} }
            private IActionResult Failed(Exception exception) => throw exception;
        }
        """;

    [Theory]
    [InlineData("try { await shop.SaveAsync(stoppingToken); } [|catch|] (Exception ex) { logger.LogError(ex, \"failed\"); }")]
    [InlineData("try { await shop.SaveAsync(stoppingToken); await Task.Delay(1000, stoppingToken); } [|catch|] (Exception) { logger.LogError(\"failed\"); }")]
    [InlineData("try { await shop.SaveAsync(stoppingToken).ConfigureAwait(false); } [|catch|] { logger.LogWarning(\"failed\"); }")]
    [InlineData("try { await shop.SaveAsync(stoppingToken); } [|catch|] (SystemException ex) { logger.LogCritical(ex, \"failed\"); lifetime.StopApplication(); }")]
    [InlineData("try { await shop.SaveAsync(stoppingToken); } [|catch|] (Exception ex) { logger.Failed(ex); }")]
    [InlineData("try { await shop.SaveAsync(stoppingToken); } [|catch|] (Exception ex) { Console.WriteLine(ex); }")]
    [InlineData("try { await shop.SaveAsync(stoppingToken); } catch (HttpRequestException) { } [|catch|] (Exception ex) { logger.LogError(ex, \"failed\"); }")]
    [InlineData("try { await shop.SaveAsync(stoppingToken); } [|catch|] (Exception ex) when (ex is not HttpRequestException) { logger.LogError(ex, \"failed\"); }")]
    [InlineData("var tries = 0; try { await shop.SaveAsync(stoppingToken); } [|catch|] (Exception ex) when (tries < 3) { logger.LogError(ex, \"failed\"); }")]
    [InlineData("try { await foreach (var order in shop.StreamAsync(stoppingToken)) { } } [|catch|] (Exception ex) { logger.LogError(ex, \"failed\"); }")]
    [InlineData("try { await foreach (var order in shop.StreamAsync().WithCancellation(stoppingToken)) { } } [|catch|] (Exception ex) { logger.LogError(ex, \"failed\"); }")]
    [InlineData("try { await Task.WhenAll(new[] { 1 }.Select(id => shop.GetAsync(id, stoppingToken))); } [|catch|] (Exception ex) { logger.LogError(ex, \"failed\"); }")]
    [InlineData("try { stoppingToken.ThrowIfCancellationRequested(); await shop.PingAsync(); } [|catch|] (Exception ex) { logger.LogError(ex, \"failed\"); }")]
    [InlineData("using var limit = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken); try { await shop.SaveAsync(limit.Token); } [|catch|] (Exception ex) { logger.LogError(ex, \"failed\"); }")]
    [InlineData("try { shop.Consume(stoppingToken); } [|catch|] (Exception ex) { logger.LogError($\"failed {ex}\"); }")]
    [InlineData("await Parallel.ForEachAsync(new[] { 1 }, stoppingToken, async (id, token) => { try { await shop.GetAsync(id, token); } [|catch|] (Exception ex) { logger.LogError(ex, \"failed\"); } });")]
    [InlineData("var token = stoppingToken; try { await shop.SaveAsync(token); } [|catch|] (Exception ex) { logger.LogError(ex, \"failed\"); break; }")]
    [InlineData("try { await shop.SaveAsync(stoppingToken); } [|catch|] (Exception ex) { logger.LogError(ex.Message); await Task.Delay(1000, stoppingToken); }")]
    public Task Reports_a_worker_that_logs_its_own_stop_as_an_error(string attempt) => Rule.Reports(Loop(attempt), s_shop);

    [Theory]
    [InlineData("while (true) { try { await Task.Delay(1000, stoppingToken); } [|catch|] { } }")]
    [InlineData("while (true) { try { await shop.SaveAsync(stoppingToken); } [|catch|] (Exception ex) { logger.LogDebug(ex, \"failed\"); } }")]
    [InlineData("for (;;) try { await shop.SaveAsync(stoppingToken); } [|catch|] (Exception ex) { Log.Noted(logger, ex); }")]
    [InlineData("try { await shop.SaveAsync(stoppingToken); } [|catch|] (Exception ex) { logger.LogCritical(ex, \"worker ended\"); }")]
    [InlineData("await Task.Run(async () => { while (true) { try { await shop.SaveAsync(stoppingToken); } [|catch|] { } } });")]
    [InlineData("using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1)); while (await timer.WaitForNextTickAsync(stoppingToken)) { try { await shop.SaveAsync(stoppingToken); } [|catch|] (Exception ex) { logger.LogError(ex, \"x\"); } }")]
    public Task Reports_a_loop_that_nothing_ends_and_a_worker_without_a_loop(string body) => Rule.Reports(Worker(body), s_shop);

    [Theory]
    [InlineData("private async Task Turn(CancellationToken token) { try { await shop.SaveAsync(token); } [|catch|] (Exception ex) { logger.LogError(ex, \"failed\"); } }")]
    [InlineData("private async Task Turn(CancellationToken token) { await foreach (var order in channel.Reader.ReadAllAsync(token)) { try { await shop.GetAsync(order.Id, token); } [|catch|] (Exception ex) { logger.LogError(ex, \"failed\"); } } }")]
    public Task Reports_the_methods_of_a_worker(string member) => Rule.Reports(Worker("await Turn(stoppingToken);", member), s_shop);

    [Theory]
    [InlineData("try { await shop.SaveAsync(stoppingToken); } catch (Exception ex) when (ex is not OperationCanceledException) { logger.LogError(ex, \"failed\"); }")]
    [InlineData("try { await shop.SaveAsync(stoppingToken); } catch (Exception ex) when (!(ex is OperationCanceledException)) { logger.LogError(ex, \"failed\"); }")]
    [InlineData("try { await shop.SaveAsync(stoppingToken); } catch (Exception ex) when (ex is not (OperationCanceledException or HttpRequestException)) { logger.LogError(ex, \"failed\"); }")]
    [InlineData("try { await shop.SaveAsync(stoppingToken); } catch (Exception ex) when (ex is HttpRequestException or TimeoutException) { logger.LogError(ex, \"failed\"); }")]
    [InlineData("try { await shop.SaveAsync(stoppingToken); } catch (Exception ex) when (!stoppingToken.IsCancellationRequested) { logger.LogError(ex, \"failed\"); }")]
    [InlineData("try { await shop.SaveAsync(stoppingToken); } catch (Exception ex) when (ex is not OperationCanceledException || !stoppingToken.IsCancellationRequested) { logger.LogError(ex, \"failed\"); }")]
    [InlineData("try { await shop.SaveAsync(stoppingToken); } catch (Exception ex) when (ex is not TaskCanceledException) { logger.LogError(ex, \"failed\"); }")]
    [InlineData("try { await shop.SaveAsync(stoppingToken); } catch (Exception ex) when (Note(ex)) { logger.LogError(ex, \"failed\"); }")]
    [InlineData("try { await shop.SaveAsync(stoppingToken); } catch (OperationCanceledException) { break; } catch (Exception ex) { logger.LogError(ex, \"failed\"); }")]
    [InlineData("try { await shop.SaveAsync(stoppingToken); } catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { } catch (Exception ex) { logger.LogError(ex, \"failed\"); }")]
    [InlineData("try { await shop.SaveAsync(stoppingToken); } catch (TaskCanceledException) { throw; } catch (Exception ex) { logger.LogError(ex, \"failed\"); }")]
    [InlineData("try { await shop.SaveAsync(stoppingToken); } catch (Exception ex) { logger.LogError(ex, \"failed\"); throw; }")]
    [InlineData("try { await shop.SaveAsync(stoppingToken); } catch (Exception ex) { throw new InvalidOperationException(\"failed\", ex); }")]
    [InlineData("try { await shop.SaveAsync(stoppingToken); } catch (Exception ex) { if (ex is OperationCanceledException) break; logger.LogError(ex, \"failed\"); }")]
    [InlineData("try { await shop.SaveAsync(stoppingToken); } catch (Exception ex) { switch (ex) { case OperationCanceledException: break; default: logger.LogError(ex, \"failed\"); break; } }")]
    [InlineData("try { await shop.SaveAsync(stoppingToken); } catch (Exception ex) { if (!stoppingToken.IsCancellationRequested) logger.LogError(ex, \"failed\"); }")]
    [InlineData("try { await shop.SaveAsync(stoppingToken); } catch (Exception ex) { stoppingToken.ThrowIfCancellationRequested(); logger.LogError(ex, \"failed\"); }")]
    [InlineData("try { await shop.SaveAsync(stoppingToken); } catch (Exception ex) { _last = ex; logger.LogError(ex, \"failed\"); }")]
    [InlineData("var done = new TaskCompletionSource(); try { await shop.SaveAsync(stoppingToken); } catch (Exception ex) { logger.LogError(ex, \"failed\"); done.SetException(ex); }")]
    [InlineData("var all = new List<Exception>(); try { await shop.SaveAsync(stoppingToken); } catch (Exception ex) { all.Add(ex); }")]
    [InlineData("try { await shop.PingAsync(); } catch (Exception ex) { logger.LogError(ex, \"failed\"); }")]
    [InlineData("try { await shop.SaveAsync(CancellationToken.None); } catch (Exception ex) { logger.LogError(ex, \"failed\"); }")]
    [InlineData("using var limit = new CancellationTokenSource(1000); try { await shop.SaveAsync(limit.Token); } catch (Exception ex) { logger.LogError(ex, \"failed\"); }")]
    [InlineData("try { await shop.SaveAsync(stoppingToken); } catch (Exception ex) { System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(ex).Throw(); }")]
    [InlineData("try { await shop.SaveAsync(stoppingToken); } catch (Exception ex) { if (ex is not OperationCanceledException) logger.LogError(ex, \"failed\"); }")]
    [InlineData("try { shop.Read(stoppingToken); } catch (Exception ex) { logger.LogError(ex, \"failed\"); }")]
    [InlineData("try { await shop.SaveAsync(stoppingToken); } catch (HttpRequestException ex) { logger.LogError(ex, \"failed\"); }")]
    [InlineData("try { await shop.SaveAsync(stoppingToken); } catch (Exception ex) { logger.LogDebug(ex, \"failed\"); }")]
    [InlineData("try { await shop.SaveAsync(stoppingToken); } catch { }")]
    [InlineData("try { try { await shop.SaveAsync(stoppingToken); } catch (OperationCanceledException) { break; } } catch (Exception ex) { logger.LogError(ex, \"failed\"); }")]
    [InlineData("try { _ = Task.Run(async () => await shop.SaveAsync(stoppingToken)); } catch (Exception ex) { logger.LogError(ex, \"failed\"); }")]
    public Task Stays_silent_where_cancellation_passes_or_does_no_harm(string attempt) => Rule.Silent(Loop(attempt), s_shop);

    [Theory]
    [InlineData("while (true) { try { await shop.SaveAsync(stoppingToken); } catch { } await Task.Delay(1000, stoppingToken); }")]
    [InlineData("while (true) { try { await shop.SaveAsync(stoppingToken); } catch { } if (stoppingToken.IsCancellationRequested) break; }")]
    [InlineData("while (true) { try { await shop.SaveAsync(stoppingToken); } catch { return; } }")]
    [InlineData("while (true) { try { await shop.SaveAsync(stoppingToken); } catch { await Task.Delay(1000, stoppingToken); } }")]
    [InlineData("try { while (true) await shop.SaveAsync(stoppingToken); } catch { }")]
    public Task Stays_silent_where_the_loop_ends_anyway_and_nobody_is_alarmed(string body) => Rule.Silent(Worker(body), s_shop);

    [Theory]
    [InlineData("try { return Ok(await shop.GetAsync(id, ct)); } [|catch|] (Exception ex) { logger.LogError(ex, \"failed\"); return StatusCode(500); }")]
    [InlineData("try { return Ok(await shop.GetAsync(id, ct)); } [|catch|] (Exception ex) { return Problem(ex.Message); }")]
    [InlineData("try { await shop.SaveAsync(ct); } [|catch|] (Exception ex) { logger.LogWarning(ex, \"failed\"); } return Ok();")]
    [InlineData("try { return Ok(await shop.GetAsync(id, HttpContext.RequestAborted)); } [|catch|] { Response.StatusCode = 500; return Content(\"\"); }")]
    public Task Reports_a_handler_that_takes_a_client_who_left_for_a_failure(string body) => Rule.Reports(Action(body), s_shop);

    [Theory]
    [InlineData("try { return Ok(await shop.GetAsync(id, ct)); } catch (Exception) { return Ok(new Order(0)); }")]
    [InlineData("try { await shop.SaveAsync(ct); } catch { await Response.WriteAsync(\"\"); } return Ok();")]
    [InlineData("try { await shop.SaveAsync(ct); } catch { } return Ok();")]
    [InlineData("try { return Ok(await shop.GetAsync(id, ct)); } catch (Exception ex) { return Failed(ex); }")]
    [InlineData("try { return Ok(await shop.GetAsync(id)); } catch (Exception ex) { logger.LogError(ex, \"failed\"); return StatusCode(500); }")]
    [InlineData("try { return Ok(await shop.GetAsync(id, ct)); } catch (Exception ex) when (ex is not OperationCanceledException) { logger.LogError(ex, \"failed\"); return StatusCode(500); }")]
    public Task Stays_silent_on_a_handler_that_answers_with_something_else(string body) => Rule.Silent(Action(body), s_shop);

    [Fact]
    public Task Reports_lambdas_pages_hubs_and_consumers() => Rule.Reports("""
        using MassTransit;
        using MediatR;
        using Microsoft.AspNetCore.SignalR;

        var app = WebApplication.Create();
        app.MapGet("/", async (IShop shop, ILogger<Hall> logger, CancellationToken ct) =>
        {
            try { return Results.Ok(await shop.GetAsync(1, ct)); }
            [|catch|] (Exception ex) { logger.LogError(ex, "failed"); return Results.Problem(); }
        });
        app.MapGet("/name", Named);
        static async Task Named(IShop shop, ILogger<Hall> logger, CancellationToken ct)
        {
            try { await shop.SaveAsync(ct); } [|catch|] (Exception ex) { logger.LogError(ex, "failed"); }
        }

        public class Hall(IShop shop, ILogger<Hall> logger) : Hub
        {
            public async Task Enter() { try { await shop.SaveAsync(Context.ConnectionAborted); } [|catch|] (Exception ex) { logger.LogError(ex, "failed"); } }
        }

        public class Consumer(IShop shop) : IConsumer<Order>
        {
            public async Task Consume(ConsumeContext<Order> context) { try { await shop.SaveAsync(context.CancellationToken); } [|catch|] { } }
        }

        public record Ask(int Id) : IRequest<bool>;
        public class Asked(IShop shop, ILogger<Asked> logger) : IRequestHandler<Ask, bool>
        {
            public async Task<bool> Handle(Ask ask, CancellationToken ct) { try { await shop.SaveAsync(ct); return true; } [|catch|] (Exception ex) { logger.LogError(ex, "failed"); return false; } }
        }
        """, s_shop);

    [Fact]
    public Task Stays_silent_outside_handlers_and_workers() => Rule.Silent("""
        public class Client(IShop shop, ILogger<Client> logger)
        {
            public async Task<bool> Try(CancellationToken ct) { try { await shop.SaveAsync(ct); return true; } catch (Exception ex) { logger.LogError(ex, "failed"); return false; } }
        }

        public class Worker(IShop shop, ILogger<Worker> logger) : BackgroundService
        {
            protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;
            public override async Task StopAsync(CancellationToken ct) { try { await shop.SaveAsync(ct); } catch (Exception ex) { logger.LogError(ex, "failed"); } }
            private async Task StopAllAsync(Stack<IHostedService> all, CancellationToken ct) { while (all.TryPop(out var one)) try { await one.StopAsync(ct); } catch (Exception ex) { logger.LogError(ex, "failed"); } }
            public async Task StoppingAsync(CancellationToken ct) { foreach (var at in new[] { 1, 2 }) try { await shop.SaveAsync(ct); } catch (Exception ex) { logger.LogError(ex, "{At}", at); } }
            private async Task StopOthers(IHostedService[] others, CancellationToken ct) { foreach (var other in others) try { await other.StopAsync(ct); } catch (Exception ex) { logger.LogError(ex, "failed"); } }
            public async Task Ask(CancellationToken ct) { try { await shop.SaveAsync(ct); } catch (Exception ex) { logger.LogError(ex, "failed"); } }
        }

        public class Errors(RequestDelegate next, ILogger<Errors> logger)
        {
            public async Task InvokeAsync(HttpContext context) { try { await next(context); } catch (Exception ex) { logger.LogError(ex, "failed"); } }
        }
        """, s_shop);

    [Fact]
    public Task Names_the_call() => Rule.Reports(Loop("try { await shop.SaveAsync(stoppingToken); } {|#0:catch|} (Exception ex) { logger.LogError(ex, \"x\"); }"),
        s_shop, Rule.Report(0).WithArguments("SaveAsync"));

    [Fact]
    public Task Stays_silent_on_half_typed_code() => Rule.Silent(
        Loop("try { await shop.SaveAsync(stoppingToken } catch (Exception ex) when ( { logger.LogError(ex, \"x\"); } catch (Missing) { } try { } catch"),
        s_shop with { Compiler = CompilerDiagnostics.None });

    private const string Handlers = """
        app.MapGet("/a", async (IShop shop, ILogger<Order> logger, CancellationToken ct) =>
        {
            try
            {
                return Results.Ok(await shop.GetAsync(1, ct));
            }
            [|catch|] (Exception error) // for now
            {
                logger.LogError(error, "failed");
                return Results.Problem();
            }
        });
        app.MapGet("/b", async (IShop shop, ILogger<Order> logger, CancellationToken ct) =>
        {
            var tries = 0;
            try
            {
                await shop.SaveAsync(ct);
            }
            [|catch|] (Exception) when (tries < 3 || tries > 5)
            {
                logger.LogError("failed");
            }

            try
            {
                await shop.SaveAsync(ct);
            }
            [|catch|]
            {
                logger.LogError("failed");
                try { await shop.SaveAsync(ct); } [|catch|] (Exception) when (tries > 1) { logger.LogError("failed again"); }
            }
        });
        """;

    [Fact]
    public Task Filters_every_cancellation() => Verify.Fixes("var app = WebApplication.Create();\n" + Handlers, "var app = WebApplication.Create();\n" + """
        app.MapGet("/a", async (IShop shop, ILogger<Order> logger, CancellationToken ct) =>
        {
            try
            {
                return Results.Ok(await shop.GetAsync(1, ct));
            }
            catch (Exception error) when (error is not OperationCanceledException) // for now
            {
                logger.LogError(error, "failed");
                return Results.Problem();
            }
        });
        app.MapGet("/b", async (IShop shop, ILogger<Order> logger, CancellationToken ct) =>
        {
            var tries = 0;
            try
            {
                await shop.SaveAsync(ct);
            }
            catch (Exception ex) when (ex is not OperationCanceledException && (tries < 3 || tries > 5))
            {
                logger.LogError("failed");
            }

            try
            {
                await shop.SaveAsync(ct);
            }
            catch (Exception ex) when (ex is not OperationCanceledException)
            {
                logger.LogError("failed");
                try { await shop.SaveAsync(ct); } catch (Exception exception) when (exception is not OperationCanceledException && tries > 1) { logger.LogError("failed again"); }
            }
        });
        """, s_shop);

    [Fact]
    public Task Filters_the_stop_of_the_host_in_a_worker() => Verify.Fixes("""
        public class Worker(IShop shop, ILogger<Worker> logger) : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                while (!stoppingToken.IsCancellationRequested)
                {
                    try
                    {
                        await shop.SaveAsync(stoppingToken);
                    }
                    [|catch|] (Exception ex)
                    {
                        logger.LogError(ex, "failed");
                    }
                }
            }
        }
        """, """
        public class Worker(IShop shop, ILogger<Worker> logger) : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                while (!stoppingToken.IsCancellationRequested)
                {
                    try
                    {
                        await shop.SaveAsync(stoppingToken);
                    }
                    catch (Exception ex) when (ex is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
                    {
                        logger.LogError(ex, "failed");
                    }
                }
            }
        }
        """, s_shop);
}
