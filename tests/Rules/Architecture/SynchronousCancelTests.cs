using ArchitectAnalyzers.Rules.Architecture;
using ArchitectAnalyzers.CodeFixes.Architecture;
using Microsoft.CodeAnalysis.Testing;

namespace ArchitectAnalyzers.Tests.Architecture;

public class SynchronousCancelTests
{
    private static string In(string members) => $$"""
        #nullable disable
        #pragma warning disable CS1998, CS4014
        class C : BackgroundService
        {
            private CancellationTokenSource _cts = new();
            private readonly object _gate = new();
            private readonly Lock _lock = new();
            private CancellationTokenSource Source => _cts;
            protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;
            private static Task WorkAsync(CancellationToken token = default) => Task.Delay(1, token);

            {{members.Replace("\n", "\n    ")}}
        }
        """;

    [Theory]
    [InlineData("async Task M() { await WorkAsync(_cts.Token); _cts.[|Cancel|](); }")]
    [InlineData("async Task M() { await WorkAsync(_cts.Token); this._cts.[|Cancel|](false); }")]
    [InlineData("async Task M() { await WorkAsync(_cts.Token); _cts.[|Cancel|](throwOnFirstException: false); }")]
    [InlineData("async Task M() { await WorkAsync(_cts.Token); _cts?.[|Cancel|](); }")]
    [InlineData("async ValueTask<int> M() { await WorkAsync(_cts.Token); Source.[|Cancel|](); return 1; }")]
    [InlineData("async Task M() => _cts.[|Cancel|]();")]
    [InlineData("async void OnClosed(object sender, EventArgs e) { _cts.[|Cancel|](); await WorkAsync(); }")]
    [InlineData("async IAsyncEnumerable<int> M() { await WorkAsync(); yield return 1; _cts.[|Cancel|](); }")]
    [InlineData("public override async Task StopAsync(CancellationToken token) { _cts.[|Cancel|](); await base.StopAsync(token); }")]
    [InlineData("async ValueTask DisposeAsync() { _cts.[|Cancel|](); await WorkAsync(); }")]
    [InlineData("async Task M() { try { await WorkAsync(); } catch { _cts.[|Cancel|](); throw; } finally { _cts.[|Cancel|](); } }")]
    [InlineData("void M() { Func<Task> stop = async () => { await WorkAsync(); _cts.[|Cancel|](); }; }")]
    [InlineData("void M() { async Task Stop() { await WorkAsync(); _cts.[|Cancel|](); } }")]
    [InlineData("async Task M(CancellationToken token) { using var cts = CancellationTokenSource.CreateLinkedTokenSource(token); var work = WorkAsync(cts.Token); cts.[|Cancel|](); await work; }")]
    [InlineData("async Task M() { using var cts = new CancellationTokenSource(); var work = WorkAsync(cts.Token); cts.[|Cancel|](); await work; }")]
    [InlineData("async Task M() { using var cts = new CancellationTokenSource(); var pause = Task.Delay(1000, cts.Token); var work = WorkAsync(cts.Token); cts.[|Cancel|](); await work; await pause; }")]
    [InlineData("async Task M() { Interlocked.Exchange(ref _cts, new())?.[|Cancel|](); await WorkAsync(); }")]
    [InlineData("async Task M() { lock (_gate) { _cts = new(); } _cts.[|Cancel|](); await WorkAsync(); }")]
    [InlineData("async Task M() { using (_lock.EnterScope()) { _cts = new(); } _cts.[|Cancel|](); await WorkAsync(); }")]
    [InlineData("async Task M() { Monitor.Enter(_gate); try { _cts = new(); } finally { Monitor.Exit(_gate); } _cts.[|Cancel|](); await WorkAsync(); }")]
    public Task Reports_in_async_code(string members) => Verify<SynchronousCancel>.Reports(In(members));

    [Theory]
    [InlineData("void M() { _cts.Cancel(); }")]
    [InlineData("Task M() { _cts.Cancel(); return WorkAsync(); }")]
    [InlineData("async Task M() { await _cts.CancelAsync(); }")]
    [InlineData("async Task M() { await WorkAsync(_cts.Token); _cts.Cancel(true); }")]
    [InlineData("async Task M(bool first) { await WorkAsync(_cts.Token); _cts.Cancel(first); }")]
    [InlineData("async Task M() { await WorkAsync(_cts.Token); _cts.CancelAfter(10); }")]
    [InlineData("async Task M() { await WorkAsync(); lock (_gate) { _cts.Cancel(); _cts = new(); } }")]
    [InlineData("async Task M() { await WorkAsync(); lock (_lock) { _cts.Cancel(); } }")]
    [InlineData("async Task M() { await WorkAsync(); using (_lock.EnterScope()) { _cts.Cancel(); } }")]
    [InlineData("async Task M() { await WorkAsync(); { using var scope = _lock.EnterScope(); _cts.Cancel(); } }")]
    [InlineData("async Task M() { await WorkAsync(); Monitor.Enter(_gate); try { _cts.Cancel(); } finally { Monitor.Exit(_gate); } }")]
    [InlineData("async Task M() { await WorkAsync(); var taken = false; try { Monitor.Enter(_gate, ref taken); _cts.Cancel(); } finally { if (taken) Monitor.Exit(_gate); } }")]
    [InlineData("async Task M() { await WorkAsync(); if (Monitor.TryEnter(_gate)) { try { _cts.Cancel(); } finally { Monitor.Exit(_gate); } } }")]
    [InlineData("async Task M() { await WorkAsync(); _lock.Enter(); _cts.Cancel(); _lock.Exit(); }")]
    [InlineData("async Task M(CancellationToken token) { using var registration = token.Register(() => _cts.Cancel()); await WorkAsync(); }")]
    [InlineData("async Task M(CancellationToken token) { using var registration = token.Register(_cts.Cancel); await WorkAsync(); }")]
    [InlineData("async Task M() { Console.CancelKeyPress += (_, e) => { e.Cancel = true; _cts.Cancel(); }; await WorkAsync(); }")]
    [InlineData("async Task M() { void Stop() { _cts.Cancel(); } Stop(); await WorkAsync(); }")]
    [InlineData("public override void Dispose() { _cts.Cancel(); _cts.Dispose(); base.Dispose(); }")]
    [InlineData("async Task M() { var never = new CancellationTokenSource(); never.Cancel(); await WorkAsync(never.Token); }")]
    [InlineData("async Task M() { System.Linq.Expressions.Expression<Action> e = () => _cts.Cancel(); await WorkAsync(); }")]
    [InlineData("async Task M(Task work) { using var cts = new CancellationTokenSource(); var first = await Task.WhenAny(work, Task.Delay(1000, cts.Token)); cts.Cancel(); await first; }")]
    [InlineData("async Task M(Task work, CancellationToken ct) { using var cts = CancellationTokenSource.CreateLinkedTokenSource(ct); var pause = Task.Delay(1000, cts.Token); await Task.WhenAny(work, pause); if (!pause.IsCompleted) cts.Cancel(); }")]
    [InlineData("async Task M(Job job) { job.Cancel(); await WorkAsync(); } class Job { public void Cancel() { } }")]
    public Task Stays_silent(string members) => Verify<SynchronousCancel>.Silent(In(members));

    [Theory]
    [InlineData("class C { async Task M(CancellationTokenSource cts) { cts.Cancel(; } }")]
    [InlineData("class C { async Task M(CancellationTokenSource cts) { cts.Cancel } }")]
    [InlineData("class C { async Task M(Missing cts) { cts.Cancel(); } }")]
    public Task Survives_half_typed_code(string code) => Verify<SynchronousCancel>.Silent(code.Replace("cts.Cancel(;", "cts.Cancel(1 2;"), new() { Compiler = CompilerDiagnostics.None });

    [Fact]
    public Task Reports_in_top_level_statements_that_await() => Verify<SynchronousCancel>.Reports("""
        using var stop = new CancellationTokenSource();
        var work = File.ReadAllTextAsync("a", stop.Token);
        stop.[|Cancel|]();
        await work;
        """);

    [Fact]
    public Task Stays_silent_where_there_is_no_async_form() => Verify<SynchronousCancel>.Silent("""
        class C
        {
            async System.Threading.Tasks.Task M(System.Threading.CancellationTokenSource cts) { cts.Cancel(); }
        }

        namespace System.Threading
        {
            public class CancellationTokenSource { public void Cancel() { } }
        }
        """, new() { ImplicitUsings = false, Compiler = CompilerDiagnostics.None });

    [Fact]
    public Task Awaits_the_async_form() => Verify<SynchronousCancel, SynchronousCancelFix>.Fixes("""
        class C(CancellationTokenSource outer)
        {
            private CancellationTokenSource? _cts;

            async Task M(List<CancellationTokenSource> all)
            {
                // Stop them all.
                foreach (var one in all) one.[|Cancel|](); // each
                outer.[|Cancel|](false);
                this._cts?.[|Cancel|](); // if any
                if (all.Count > 0)
                {
                    // And this.
                    _cts?.[|Cancel|]();
                }

                Func<Task> stop = async () => outer
                    .[|Cancel|]();
                await stop();
            }

            async Task Last() => outer.[|Cancel|]();
        }
        """, """
        class C(CancellationTokenSource outer)
        {
            private CancellationTokenSource? _cts;

            async Task M(List<CancellationTokenSource> all)
            {
                // Stop them all.
                foreach (var one in all) await one.CancelAsync(); // each
                await outer.CancelAsync();
                if (this._cts is not null) await this._cts.CancelAsync(); // if any
                if (all.Count > 0)
                {
                    // And this.
                    if (_cts is not null) await _cts.CancelAsync();
                }

                Func<Task> stop = async () => await outer
                    .CancelAsync();
                await stop();
            }

            async Task Last() => await outer.CancelAsync();
        }
        """);

    [Fact]
    public Task Offers_no_fix_where_the_receiver_would_be_evaluated_twice_or_a_span_is_alive() => Verify<SynchronousCancel, SynchronousCancelFix>.OffersNoFix("""
        class C
        {
            private CancellationTokenSource? _cts;

            async Task M(byte[] data, bool flag)
            {
                Interlocked.Exchange(ref _cts, new())?.[|Cancel|]();
                if (flag) _cts?.[|Cancel|]();
                _cts!.[|Cancel|](/* all of them */ false);
                await Task.Yield();
            }

            async Task Spans(byte[] data)
            {
                await Task.Yield();
                Span<byte> span = data;
                _cts!.[|Cancel|]();
                span[0] = 1;
            }
        }
        """);
}
