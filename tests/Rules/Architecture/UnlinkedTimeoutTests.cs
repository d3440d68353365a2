using Microsoft.CodeAnalysis.Testing;
using Rule = ArchitectAnalyzers.Testing.Verify<ArchitectAnalyzers.Rules.Architecture.UnlinkedTimeout>;
using Verify = ArchitectAnalyzers.Testing.Verify<ArchitectAnalyzers.Rules.Architecture.UnlinkedTimeout, ArchitectAnalyzers.CodeFixes.Architecture.UnlinkedTimeoutFix>;

namespace ArchitectAnalyzers.Tests.Architecture;

public class UnlinkedTimeoutTests
{
    private const string Usings = "using Microsoft.AspNetCore.Mvc;\nusing Microsoft.AspNetCore.SignalR;\nusing Microsoft.EntityFrameworkCore;\n\n";

    private static string In(string members) => Usings + $$"""
        class Rates(HttpClient http, DbContext db, List<Task> tasks)
        {
            {{members}}
            private static Task Query(Command command) => Task.CompletedTask;
            private record struct Command(string Text, CancellationToken Token);
            private static Task Work(CancellationToken token) => Task.CompletedTask;
            private static Task Work(CancellationToken token, CancellationToken other) => Task.CompletedTask;
            private static Task RollbackAsync(CancellationToken token) => Task.CompletedTask;
            private static Task StopAndDrainAsync(CancellationToken token) => Task.CompletedTask;
            private static Task Serve(HttpContext context, CancellationToken token) => Task.CompletedTask;
            private record Link(System.Net.WebSockets.WebSocket Socket, CancellationToken Closed);
        }
        """;

    private static string Body(string body) => In($"async Task M(string url, CancellationToken ct) {{ {body} }}");

    [Theory]
    [InlineData("using var cts = new [|CancellationTokenSource|](TimeSpan.FromSeconds(5)); await http.GetStringAsync(url, cts.Token);")]
    [InlineData("using var cts = new [|CancellationTokenSource|](5000); await http.GetStringAsync(url, cts.Token).ConfigureAwait(false);")]
    [InlineData("using CancellationTokenSource cts = [|new(5000)|]; await http.GetStringAsync(url, cts.Token);")]
    [InlineData("using var cts = new [|CancellationTokenSource|](); cts.CancelAfter(5000); await http.GetStringAsync(url, cts.Token);")]
    [InlineData("using (var cts = new [|CancellationTokenSource|](5000)) { await http.GetStringAsync(url, cts.Token); }")]
    [InlineData("var cts = new [|CancellationTokenSource|](5000); try { await Work(cts.Token); } finally { cts.Dispose(); }")]
    [InlineData("await http.GetStringAsync(url, new [|CancellationTokenSource|](5000).Token);")]
    [InlineData("using var cts = new [|CancellationTokenSource|](5000); var token = cts.Token; await Work(token); await Work(token);")]
    [InlineData("using var cts = new [|CancellationTokenSource|](5000); await Work(ct); await Work(cts.Token);")]
    [InlineData("ct.ThrowIfCancellationRequested(); using var cts = new [|CancellationTokenSource|](5000); await Work(cts.Token);")]
    [InlineData("using var cts = new [|CancellationTokenSource|](5000); await Query(new Command(url, cts.Token));")]
    [InlineData("using var cts = new [|CancellationTokenSource|](5000); await Parallel.ForEachAsync(tasks, new ParallelOptions { CancellationToken = cts.Token }, async (t, c) => await t);")]
    [InlineData("for (var i = 0; i < 3; i++) { using var cts = new [|CancellationTokenSource|](5000); await Work(cts.Token); }")]
    [InlineData("await Task.WhenAll(tasks.Select(async t => { using var cts = new [|CancellationTokenSource|](5000); await Work(cts.Token); }));")]
    [InlineData("using var cts = new [|CancellationTokenSource|](5000); await db.SaveChangesAsync(cts.Token);")]
    [InlineData("try { using var cts = new [|CancellationTokenSource|](5000); await Work(cts.Token); } catch (OperationCanceledException) when (!ct.IsCancellationRequested) { throw new TimeoutException(); }")]
    public Task Reports_a_time_limit_in_the_place_of_the_callers_token(string body) => Rule.Reports(Body(body));

    [Theory]
    [InlineData("Task<string> M(string url, CancellationToken ct) { var cts = new [|CancellationTokenSource|](5000); return http.GetStringAsync(url, cts.Token); }")]
    [InlineData("Task<string> M(string url, CancellationToken ct) => http.GetStringAsync(url, new [|CancellationTokenSource|](5000).Token);")]
    [InlineData("async Task M(string url, HttpContext context) { using var cts = new [|CancellationTokenSource|](5000); await Work(cts.Token); }")]
    [InlineData("async Task M(Grpc.Core.ServerCallContext context) { using var cts = new [|CancellationTokenSource|](5000); await Work(cts.Token); }")]
    [InlineData("async Task M(CancellationToken? ct) { using var cts = new [|CancellationTokenSource|](5000); await Work(cts.Token); }")]
    [InlineData("async IAsyncEnumerable<int> M([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct) { using var cts = new [|CancellationTokenSource|](5000); await Work(cts.Token); yield return 1; }")]
    public Task Reports_it_whatever_brings_the_callers_token(string member) => Rule.Reports(In(member));

    [Fact]
    public Task Names_the_token_that_is_left_out() => Rule.Reports(In("""
        async Task M(HttpContext context) { using var cts = new {|#0:CancellationTokenSource|}(5000); await Work(cts.Token); }
        """), null, Rule.Report(0).WithArguments("context.RequestAborted"));

    [Theory]
    [InlineData("using var cts = CancellationTokenSource.CreateLinkedTokenSource(ct); cts.CancelAfter(5000); await Work(cts.Token);")]
    [InlineData("using var cts = new CancellationTokenSource(5000); using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, cts.Token); await Work(both.Token);")]
    [InlineData("using var cts = new CancellationTokenSource(5000); using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, cts.Token, default); await Work(both.Token);")]
    [InlineData("using var cts = new CancellationTokenSource(5000); using var link = ct.Register(() => cts.Cancel()); await Work(cts.Token);")]
    [InlineData("using var cts = new CancellationTokenSource(5000); using var link = ct.Register(cts.Cancel); await Work(cts.Token);")]
    [InlineData("using var cts = new CancellationTokenSource(5000); using var link = ct.Register(s => ((CancellationTokenSource)s!).Cancel(), cts); await Work(cts.Token);")]
    [InlineData("using var cts = new CancellationTokenSource(5000); await Work(cts.Token).WaitAsync(ct);")]
    [InlineData("using var cts = new CancellationTokenSource(5000); await Task.WhenAny(Work(cts.Token), Task.Delay(Timeout.Infinite, ct));")]
    [InlineData("using var cts = new CancellationTokenSource(5000); await Work(cts.Token, ct);")]
    [InlineData("using var cts = new CancellationTokenSource(); await Work(cts.Token);")]
    [InlineData("using var cts = new CancellationTokenSource(5000); cts.Token.Register(() => Console.WriteLine()); await Work(ct);")]
    [InlineData("using var cts = new CancellationTokenSource(5000); while (!cts.IsCancellationRequested) await Work(ct);")]
    [InlineData("using var cts = new CancellationTokenSource(5000); await Task.WhenAny(Work(ct), Task.Delay(-1, ct)); cts.Cancel();")]
    [InlineData("try { await Work(ct); } finally { using var cts = new CancellationTokenSource(5000); await Work(cts.Token); }")]
    [InlineData("try { await Work(ct); } catch (InvalidOperationException) { using var cts = new CancellationTokenSource(5000); await Work(cts.Token); }")]
    [InlineData("using var cts = new CancellationTokenSource(5000); await RollbackAsync(cts.Token);")]
    [InlineData("await using var t = await db.Database.BeginTransactionAsync(ct); await t.CommitAsync(ct); using var cts = new CancellationTokenSource(5000); await Work(cts.Token);")]
    [InlineData("while (!ct.IsCancellationRequested) await Work(ct); using var cts = new CancellationTokenSource(5000); await Work(cts.Token);")]
    [InlineData("if (ct.IsCancellationRequested) { using var cts = new CancellationTokenSource(5000); await Work(cts.Token); }")]
    [InlineData("_ = Task.Run(async () => { using var cts = new CancellationTokenSource(5000); await Work(cts.Token); }); await Work(ct);")]
    [InlineData("var cts = new CancellationTokenSource(5000); _ = Work(cts.Token); await Work(ct);")]
    [InlineData("await Task.Yield(); ct.Register(() => { using var cts = new CancellationTokenSource(5000); Work(cts.Token).Wait(); });")]
    [InlineData("Func<CancellationToken, Task> work = async _ => { using var cts = new CancellationTokenSource(5000); await Work(cts.Token); }; await work(ct);")]
    public Task Stays_silent_where_both_have_a_say_or_the_callers_must_not(string body) => Rule.Silent(Body(body));

    [Theory]
    [InlineData("async Task M(string url) { using var cts = new CancellationTokenSource(5000); await http.GetStringAsync(url, cts.Token); }")]
    [InlineData("async Task StopAsync(CancellationToken ct) { using var cts = new CancellationTokenSource(5000); await Work(cts.Token); }")]
    [InlineData("async ValueTask DisposeAsync(CancellationToken ct) { using var cts = new CancellationTokenSource(5000); await Work(cts.Token); }")]
    [InlineData("async Task M(CancellationToken notUsed) { using var cts = new CancellationTokenSource(5000); await Work(cts.Token); }")]
    [InlineData("CancellationTokenSource M(CancellationToken ct) => new CancellationTokenSource(5000);")]
    [InlineData("async Task M(bool paid, HttpContext context) { using var cts = new CancellationTokenSource(5000); if (paid) await Work(cts.Token); else await RollbackAsync(cts.Token); }")]
    [InlineData("async Task M(HttpContext context) { using var cts = new CancellationTokenSource(5000); await Serve(context, cts.Token); }")]
    [InlineData("async Task M(CancellationToken ct) { using var cts = new CancellationTokenSource(5000); await StopAndDrainAsync(cts.Token); }")]
    [InlineData("async Task M(Link link) { using var cts = new CancellationTokenSource(5000); await link.Socket.ReceiveAsync(new byte[1], cts.Token); }")]
    [InlineData("private readonly CancellationTokenSource _cts = new(5000); async Task M(CancellationToken ct) => await Work(_cts.Token);")]
    public Task Stays_silent_where_nothing_is_replaced(string member) => Rule.Silent(In(member));

    [Fact]
    public Task Stays_silent_in_main_whose_own_source_it_is() => Rule.Silent("""
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, e) => stop.Cancel();
        using var limit = new CancellationTokenSource(5000);
        await Task.Delay(1, limit.Token);
        """);

    [Fact]
    public Task Reports_in_handlers_and_workers() => Rule.Reports(Usings + """
        public class RatesController(HttpClient http) : ControllerBase
        {
            [HttpGet] public async Task<string> Get(CancellationToken ct)
            {
                using var cts = new [|CancellationTokenSource|](TimeSpan.FromSeconds(2));
                return await http.GetStringAsync("/", cts.Token);
            }
        }

        public class Worker(HttpClient http) : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                while (!stoppingToken.IsCancellationRequested)
                {
                    using var cts = new [|CancellationTokenSource|](TimeSpan.FromSeconds(2));
                    try { await http.GetStringAsync("/", cts.Token); }
                    catch (OperationCanceledException) { }

                    await Task.Delay(1000, stoppingToken);
                }
            }
        }
        """);

    [Fact]
    public Task Stays_silent_on_half_typed_code() => Rule.Silent("""
        class C
        {
            async Task M(CancellationToken ct)
            {
                using var cts = new CancellationTokenSource(;
                await Missing(cts.Token
            }
        }
        """, new Setup { Compiler = CompilerDiagnostics.None });

    [Fact]
    public Task Links_the_time_limit() => Verify.Fixes("""
        public class Rates(HttpClient http)
        {
            public async Task<string> Get(string url, CancellationToken ct)
            {
                // Two seconds are enough.
                using var limit = new [|CancellationTokenSource|](TimeSpan.FromSeconds(2)); // see SLA

                var first = await http.GetStringAsync(url, limit.Token);
                using CancellationTokenSource other = [|new(millisecondsDelay: 500)|];
                using var later = new [|System.Threading.CancellationTokenSource|]();
                later.CancelAfter(100);
                await Task.Delay(10, later.Token);
                return first + await http.GetStringAsync(url, other.Token);
            }

            public async Task Ping(HttpContext context)
            {
                using (var limit = new [|CancellationTokenSource|](1000))
                {
                    await http.GetAsync("/", limit.Token);
                }
            }
        }
        """, """
        public class Rates(HttpClient http)
        {
            public async Task<string> Get(string url, CancellationToken ct)
            {
                // Two seconds are enough.
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct); // see SLA
                limit.CancelAfter(TimeSpan.FromSeconds(2));

                var first = await http.GetStringAsync(url, limit.Token);
                using CancellationTokenSource other = CancellationTokenSource.CreateLinkedTokenSource(ct);
                other.CancelAfter(millisecondsDelay: 500);
                using var later = System.Threading.CancellationTokenSource.CreateLinkedTokenSource(ct);
                later.CancelAfter(100);
                await Task.Delay(10, later.Token);
                return first + await http.GetStringAsync(url, other.Token);
            }

            public async Task Ping(HttpContext context)
            {
                using (var limit = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted))
                {
                    limit.CancelAfter(1000);
                    await http.GetAsync("/", limit.Token);
                }
            }
        }
        """);

    [Theory]
    [InlineData("await http.GetStringAsync(url, new [|CancellationTokenSource|](5000).Token);")]
    [InlineData("using var cts = new [|CancellationTokenSource|](TimeSpan.FromSeconds(5), TimeProvider.System); await Work(cts.Token);")]
    [InlineData("using var cts = new [|CancellationTokenSource|](5000); await Work(cts.Token);")]
    public Task Offers_no_fix_where_it_has_no_lines_or_no_counterpart(string body) => Verify.OffersNoFix(Body(body));
}
