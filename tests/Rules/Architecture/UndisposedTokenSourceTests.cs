using Microsoft.CodeAnalysis.Testing;
using Rule = ArchitectAnalyzers.Testing.Verify<ArchitectAnalyzers.Rules.Architecture.UndisposedTokenSource>;
using Verify = ArchitectAnalyzers.Testing.Verify<ArchitectAnalyzers.Rules.Architecture.UndisposedTokenSource, ArchitectAnalyzers.CodeFixes.Architecture.UndisposedTokenSourceFix>;

namespace ArchitectAnalyzers.Tests.Architecture;

public class UndisposedTokenSourceTests
{
    private static string In(string members) => $$"""
        static class Tasks
        {
            public static Task Within(this Task task, int limit) => task.WaitAsync(TimeSpan.FromMilliseconds(limit));
            public static void Forget(this Task task) { }
        }

        class Rates(HttpClient http, List<Task> tasks, List<CancellationTokenSource> sources)
        {
            {{members}}
            private static Task Work(CancellationToken token) => Task.CompletedTask;
            private static void Own(CancellationTokenSource source) { }
            private static void Subscribe(Action action, CancellationToken token) { }
            private static bool Try(out CancellationTokenSource? source) { source = null; return false; }
        }
        """;

    private static string Body(string body) => In($"async Task<string> M(string url, CancellationToken ct) {{ {body} }}");

    [Theory]
    [InlineData("var cts = new [|CancellationTokenSource|](TimeSpan.FromSeconds(5)); return await http.GetStringAsync(url, cts.Token);")]
    [InlineData("var cts = new [|CancellationTokenSource|](5000); return await http.GetStringAsync(url, cts.Token).ConfigureAwait(false);")]
    [InlineData("CancellationTokenSource cts = [|new(TimeSpan.FromSeconds(5))|]; return await http.GetStringAsync(url, cts.Token);")]
    [InlineData("var cts = new [|CancellationTokenSource|](); cts.CancelAfter(5000); return await http.GetStringAsync(url, cts.Token);")]
    [InlineData("var cts = CancellationTokenSource.[|CreateLinkedTokenSource|](ct); cts.CancelAfter(5000); return await http.GetStringAsync(url, cts.Token);")]
    [InlineData("var cts = CancellationTokenSource.[|CreateLinkedTokenSource|](ct, default); var token = cts.Token; return await http.GetStringAsync(url, token);")]
    [InlineData("var cts = CancellationTokenSource.[|CreateLinkedTokenSource|](ct); try { return await http.GetStringAsync(url, cts.Token); } finally { cts.Cancel(); }")]
    [InlineData("var cts = new [|CancellationTokenSource|](5000); try { await Work(cts.Token); } catch (OperationCanceledException) when (cts.IsCancellationRequested) { } return url;")]
    [InlineData("var cts = new [|CancellationTokenSource|](5000); var first = Work(cts.Token); var second = Work(cts.Token); await Task.WhenAll(first, second); return url;")]
    [InlineData("var cts = new [|CancellationTokenSource|](5000); await Task.WhenAll(tasks.Select(t => Work(cts.Token))); return url;")]
    [InlineData("var cts = new [|CancellationTokenSource|](TimeSpan.FromSeconds(5), TimeProvider.System); await Work(cts.Token); return url;")]
    [InlineData("var cts = new [|CancellationTokenSource|](5000); using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, cts.Token); await Work(both.Token); return url;")]
    [InlineData("CancellationTokenSource? cts = null; cts = new [|CancellationTokenSource|](5000); await Work(cts.Token); return url;")]
    [InlineData("var cts = new [|CancellationTokenSource|](5000); cts.Token.Register(() => Console.WriteLine()); await Work(cts.Token); return url;")]
    [InlineData("for (;;) { var cts = new [|CancellationTokenSource|](5000); await Work(cts.Token); }")]
    [InlineData("Func<Task> work = async () => { var cts = new [|CancellationTokenSource|](5000); await Work(cts.Token); }; await work(); return url;")]
    [InlineData("var cts = new [|CancellationTokenSource|](5000); await Parallel.ForEachAsync(tasks, new ParallelOptions { CancellationToken = cts.Token }, async (t, c) => await t); return url;")]
    [InlineData("var cts = new [|CancellationTokenSource|](5000); await Work(cts.Token).Within(5000); return url;")]
    public Task Reports_a_local_source_that_nothing_disposes_of(string body) => Rule.Reports(Body(body));

    [Theory]
    [InlineData("return await http.GetStringAsync(url, new [|CancellationTokenSource|](5000).Token);")]
    [InlineData("return await http.GetStringAsync(url, CancellationTokenSource.[|CreateLinkedTokenSource|](ct, default).Token);")]
    [InlineData("var token = new [|CancellationTokenSource|](TimeSpan.FromSeconds(5)).Token; await Work(token); return url;")]
    public Task Reports_a_source_whose_token_alone_is_kept(string body) => Rule.Reports(Body(body));

    [Fact]
    public Task Says_what_is_left_behind() => Rule.Reports(Body("""
        var limit = new {|#0:CancellationTokenSource|}(5000);
        var both = CancellationTokenSource.{|#1:CreateLinkedTokenSource|}(ct, limit.Token);
        return await http.GetStringAsync(url, both.Token);
        """), null,
        Rule.Report(0).WithArguments("its timer runs on until it fires"),
        Rule.Report(1).WithArguments("the tokens that it is linked to hold on to it"));

    [Theory]
    [InlineData("using var cts = new CancellationTokenSource(5000); return await http.GetStringAsync(url, cts.Token);")]
    [InlineData("using (var cts = CancellationTokenSource.CreateLinkedTokenSource(ct)) { return await http.GetStringAsync(url, cts.Token); }")]
    [InlineData("var cts = new CancellationTokenSource(5000); using (cts) { return await http.GetStringAsync(url, cts.Token); }")]
    [InlineData("var cts = new CancellationTokenSource(5000); try { return await http.GetStringAsync(url, cts.Token); } finally { cts.Dispose(); }")]
    [InlineData("CancellationTokenSource? cts = null; try { cts = new(5000); await Work(cts.Token); } finally { cts?.Dispose(); } return url;")]
    [InlineData("var cts = new CancellationTokenSource(); await Work(cts.Token); return url;")]
    [InlineData("var cts = new CancellationTokenSource(Timeout.Infinite); await Work(cts.Token); return url;")]
    [InlineData("var cts = new CancellationTokenSource(Timeout.InfiniteTimeSpan); await Work(cts.Token); return url;")]
    [InlineData("var cts = new CancellationTokenSource(5000); sources.Add(cts); await Work(cts.Token); return url;")]
    [InlineData("var cts = new CancellationTokenSource(5000); Own(cts); await Work(cts.Token); return url;")]
    [InlineData("sources.Add(new CancellationTokenSource(5000)); await Task.Yield(); return url;")]
    [InlineData("var owner = new Owner(new CancellationTokenSource(5000)); await Task.Yield(); return url;")]
    [InlineData("var cts = new CancellationTokenSource(5000); _ = Work(cts.Token); await Task.Yield(); return url;")]
    [InlineData("var cts = new CancellationTokenSource(5000); Work(cts.Token).Forget(); await Task.Yield(); return url;")]
    [InlineData("var cts = new CancellationTokenSource(5000); _ = Task.Run(() => Work(cts.Token)); await Task.Yield(); return url;")]
    [InlineData("var cts = new CancellationTokenSource(5000); tasks.Add(Work(cts.Token)); await Task.Yield(); return url;")]
    [InlineData("var cts = new CancellationTokenSource(5000); var work = Work(cts.Token); tasks.Add(work); await Task.Yield(); return url;")]
    [InlineData("var cts = new CancellationTokenSource(5000); Subscribe(() => { }, cts.Token); await Task.Yield(); return url;")]
    [InlineData("var cts = new CancellationTokenSource(5000); Console.CancelKeyPress += (_, _) => cts.Cancel(); await Work(cts.Token); return url;")]
    [InlineData("var cts = new CancellationTokenSource(5000); await Work(cts.Token).ContinueWith(_ => cts.Dispose()); return url;")]
    [InlineData("var cts = new CancellationTokenSource(5000); IDisposable end = cts; using (end) await Work(cts.Token); return url;")]
    [InlineData("if (Try(out var cts)) await Work(cts!.Token); return url;")]
    public Task Stays_silent_on_a_local_source_that_is_disposed_of_or_handed_on(string body) =>
        Rule.Silent(Body(body) + "class Owner(CancellationTokenSource source) { public void Stop() => source.Dispose(); }");

    [Theory]
    [InlineData("CancellationTokenSource Make() => new CancellationTokenSource(5000);")]
    [InlineData("CancellationTokenSource Make() { var cts = new CancellationTokenSource(5000); return cts; }")]
    [InlineData("void Make(out CancellationTokenSource cts) { cts = new CancellationTokenSource(5000); }")]
    [InlineData("void Make(HttpContext context) { var cts = new CancellationTokenSource(5000); context.Response.RegisterForDispose(cts); }")]
    [InlineData("Task<string> Wait() { var done = new TaskCompletionSource<string>(); var cts = new CancellationTokenSource(5000); cts.Token.Register(() => done.TrySetCanceled()); return done.Task; }")]
    [InlineData("CancellationToken _token; void Keep() { var cts = new CancellationTokenSource(5000); _token = cts.Token; }")]
    [InlineData("(CancellationTokenSource, int) Pair() => (new CancellationTokenSource(5000), 1);")]
    public Task Stays_silent_where_another_may_dispose_of_it(string member) => Rule.Silent(In(member));

    [Theory]
    [InlineData("CancellationToken After(TimeSpan limit) => new [|CancellationTokenSource|](limit).Token;")]
    [InlineData("CancellationToken After(TimeSpan limit) { var cts = new [|CancellationTokenSource|](limit); return cts.Token; }")]
    [InlineData("Task<string> Get(string url) { var cts = new [|CancellationTokenSource|](5000); return http.GetStringAsync(url, cts.Token); }")]
    [InlineData("Task<string> Get(string url) => http.GetStringAsync(url, new [|CancellationTokenSource|](5000).Token);")]
    public Task Offers_no_fix_where_the_caller_still_needs_it(string member) => Verify.OffersNoFix(In(member));

    [Theory]
    [InlineData("private readonly CancellationTokenSource _stop = new [|CancellationTokenSource|](5000);", "_stop.Cancel();")]
    [InlineData("private CancellationTokenSource _stop = [|new(5000)|];", "_ = _stop.Token;")]
    [InlineData("private CancellationTokenSource? _stop;", "_stop?.Cancel(); _stop = CancellationTokenSource.[|CreateLinkedTokenSource|](ct); Go(_stop.Token);")]
    [InlineData("private CancellationTokenSource? _stop;", "this._stop = CancellationTokenSource.[|CreateLinkedTokenSource|](ct); if (_stop is not null && _stop != null) this._stop!.Cancel();")]
    [InlineData("private CancellationTokenSource _stop = [|new()|];", "_stop.Cancel(); _stop = new CancellationTokenSource(); _stop.CancelAfter(1000);")]
    [InlineData("private CancellationTokenSource? _stop;", "_stop ??= new [|CancellationTokenSource|](5000); _stop = new CancellationTokenSource(1000);")]
    public Task Reports_a_field_that_its_type_never_disposes_of(string field, string body) => Verify.OffersNoFix($$"""
        class Worker
        {
            {{field}}
            public void Start(CancellationToken ct) { {{body}} }
            private void Go(CancellationToken token) { }
        }
        """);

    [Theory]
    [InlineData("private readonly CancellationTokenSource _stop = new(5000); public void End() => _stop.Dispose();")]
    [InlineData("private CancellationTokenSource? _stop = new(5000); public void End() { _stop?.Cancel(); _stop?.Dispose(); }")]
    [InlineData("private CancellationTokenSource? _stop = new(5000); public void End() => Interlocked.Exchange(ref _stop, null)?.Dispose();")]
    [InlineData("private CancellationTokenSource? _stop = new(5000); public void End() { if (_stop is { } stop) stop.Dispose(); }")]
    [InlineData("private CancellationTokenSource? _stop = new(5000); public void End() { var stop = _stop; stop?.Dispose(); }")]
    [InlineData("private readonly CancellationTokenSource _stop = new(5000); public void End() => Release(_stop); private void Release(IDisposable it) => it.Dispose();")]
    [InlineData("private readonly CancellationTokenSource _stop = new(5000); public void End() { using (_stop) { } }")]
    [InlineData("private readonly CancellationTokenSource _stop = new(); public void End() => _stop.Cancel();")]
    [InlineData("private static readonly CancellationTokenSource s_stop = new(5000);")]
    [InlineData("protected readonly CancellationTokenSource Stop = new(5000);")]
    [InlineData("public CancellationTokenSource Stop { get; } = new(5000);")]
    [InlineData("private readonly List<CancellationTokenSource> _all = new() { new(5000) };")]
    public Task Stays_silent_on_a_field_that_is_disposed_of_or_seen_by_others(string members) => Rule.Silent($"class Worker {{ {members} }}");

    [Fact]
    public Task Looks_into_all_parts_of_a_type() => Rule.Silent("""
        partial class Worker { private readonly CancellationTokenSource _stop = new(5000); }
        partial class Worker : IDisposable { public void Dispose() => _stop.Dispose(); }
        """);

    [Fact]
    public Task Stays_silent_on_half_typed_code() => Rule.Silent("""
        class Worker
        {
            async Task M(CancellationToken ct)
            {
                var cts = new CancellationTokenSource(;
                var other = CancellationTokenSource.CreateLinked(ct);
                await Missing(other.Token);
            }
        }
        """, new Setup { Compiler = CompilerDiagnostics.None });

    [Fact]
    public Task Puts_local_sources_into_using() => Verify.Fixes("""
        public class Rates(HttpClient http)
        {
            public async Task<string> Get(string url, CancellationToken ct)
            {
                // At most five seconds.
                var limit = new [|CancellationTokenSource|](5000); // for now
                var both = CancellationTokenSource.[|CreateLinkedTokenSource|](ct, limit.Token);
                if (url.Length > 0)
                {
                    CancellationTokenSource inner = [|new(1000)|];
                    await Task.Delay(10, inner.Token);
                }

                return await http.GetStringAsync(url, both.Token);
            }
        }
        """, """
        public class Rates(HttpClient http)
        {
            public async Task<string> Get(string url, CancellationToken ct)
            {
                // At most five seconds.
                using var limit = new CancellationTokenSource(5000); // for now
                using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
                if (url.Length > 0)
                {
                    using CancellationTokenSource inner = new(1000);
                    await Task.Delay(10, inner.Token);
                }

                return await http.GetStringAsync(url, both.Token);
            }
        }
        """);

    [Fact]
    public Task Gives_inline_sources_a_variable() => Verify.Fixes("""
        var http = new HttpClient();
        Console.WriteLine(await http.GetStringAsync("/a", new [|CancellationTokenSource|](TimeSpan.FromSeconds(5)).Token));

        await Rates.Get(http, default);

        static class Rates
        {
            public static async Task<string> Get(HttpClient http, CancellationToken ct)
            {
                // The first answer decides.
                var first = await http.GetStringAsync("/a", new [|CancellationTokenSource|](1000).Token);
                using var second = await http.GetAsync("/b", CancellationTokenSource.[|CreateLinkedTokenSource|](ct, default).Token);
                return first + await http.GetStringAsync(
                    "/c",
                    (new [|CancellationTokenSource|](3000)).Token);
            }
        }
        """, """
        var http = new HttpClient();
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        Console.WriteLine(await http.GetStringAsync("/a", timeout.Token));

        await Rates.Get(http, default);

        static class Rates
        {
            public static async Task<string> Get(HttpClient http, CancellationToken ct)
            {
                using var timeout = new CancellationTokenSource(1000);
                // The first answer decides.
                var first = await http.GetStringAsync("/a", timeout.Token);
                using var linked = CancellationTokenSource.CreateLinkedTokenSource(ct, default);
                using var second = await http.GetAsync("/b", linked.Token);
                using var timeLimit = new CancellationTokenSource(3000);
                return first + await http.GetStringAsync(
                    "/c",
                    timeLimit.Token);
            }
        }
        """);

    [Fact]
    public Task Disposes_of_fields_where_their_owner_is_disposed() => Verify.Fixes("""
        public class Worker : BackgroundService
        {
            private readonly CancellationTokenSource _first = [|new(5000)|];
            private CancellationTokenSource? _second;

            protected override Task ExecuteAsync(CancellationToken stoppingToken)
            {
                _second = CancellationTokenSource.[|CreateLinkedTokenSource|](stoppingToken, _first.Token);
                return Task.Delay(1000, _second.Token);
            }

            public override void Dispose()
            {
                Console.WriteLine("done");
                base.Dispose();
            }
        }

        public sealed class Poller : IDisposable
        {
            private readonly CancellationTokenSource _stop = [|new(5000)|];
            private readonly Timer _timer = new(_ => { });

            // Once.
            public void Dispose() => _timer.Dispose(); // all
        }

        public sealed class Watcher : IAsyncDisposable
        {
            private readonly CancellationTokenSource _stop = [|new(5000)|];

            public async ValueTask DisposeAsync()
            {
                await Task.Yield();
            }
        }
        """, """
        public class Worker : BackgroundService
        {
            private readonly CancellationTokenSource _first = new(5000);
            private CancellationTokenSource? _second;

            protected override Task ExecuteAsync(CancellationToken stoppingToken)
            {
                _second = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, _first.Token);
                return Task.Delay(1000, _second.Token);
            }

            public override void Dispose()
            {
                Console.WriteLine("done");
                _first.Dispose();
                _second?.Dispose();
                base.Dispose();
            }
        }

        public sealed class Poller : IDisposable
        {
            private readonly CancellationTokenSource _stop = new(5000);
            private readonly Timer _timer = new(_ => { });

            // Once.
            public void Dispose()
            {
                _timer.Dispose();
                _stop.Dispose();
            } // all
        }

        public sealed class Watcher : IAsyncDisposable
        {
            private readonly CancellationTokenSource _stop = new(5000);

            public async ValueTask DisposeAsync()
            {
                await Task.Yield();
                _stop.Dispose();
            }
        }
        """);

    [Fact]
    public Task Offers_no_fix_where_a_using_has_no_place() => Verify.OffersNoFix("""
        class Rates
        {
            async Task M(int kind)
            {
                switch (kind)
                {
                    case 1:
                        var cts = new [|CancellationTokenSource|](5000);
                        await Task.Delay(1, cts.Token);
                        break;
                }

                CancellationTokenSource late;
                late = new [|CancellationTokenSource|](5000);
                await Task.Delay(1, late.Token);
                CancellationTokenSource a = new [|CancellationTokenSource|](5000), b = new();
                await Task.Delay(1, a.Token);
            }
        }
        """);
}
