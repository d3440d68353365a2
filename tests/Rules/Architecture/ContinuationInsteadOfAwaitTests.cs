using ArchitectAnalyzers.Rules.Architecture;
using Microsoft.CodeAnalysis.Testing;

namespace ArchitectAnalyzers.Tests.Architecture;

public class ContinuationInsteadOfAwaitTests
{
    private static string In(string members) => $$"""
        #nullable disable
        #pragma warning disable CS1998, CS4014
        class C
        {
            private readonly Dictionary<int, string> _cache = new();
            private readonly ILogger _logger;
            private Task _last;
            private static Task DoAsync() => Task.CompletedTask;
            private static Task<string> GetAsync(int id = 0) => Task.FromResult("");
            private static void Use(object o) { }

            {{members}}
        }
        """;

    [Theory]
    [InlineData("async Task M() { await DoAsync().[|ContinueWith|](t => Use(t)); }")]
    [InlineData("async Task<int> M() => await GetAsync().[|ContinueWith|](t => t.Result.Length);")]
    [InlineData("async Task<int> M() { var length = GetAsync().[|ContinueWith|](t => t.Result.Length); return await length; }")]
    [InlineData("Task<int> M() { return GetAsync().[|ContinueWith|](t => t.Result.Length); }")]
    [InlineData("Task<int> M() => GetAsync().[|ContinueWith|](t => t.Result.Length, TaskContinuationOptions.OnlyOnRanToCompletion);")]
    [InlineData("Task<int> M() => GetAsync().[|ContinueWith|](t => t.Result.Length, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);")]
    [InlineData("ValueTask<int> M() => new(GetAsync().[|ContinueWith|](t => t.Result.Length, TaskScheduler.Current));")]
    [InlineData("Task M() => DoAsync().[|ContinueWith|](async t => await GetAsync()).Unwrap();")]
    [InlineData("Task M() => DoAsync().[|ContinueWith|](t => Use(t)).[|ContinueWith|](t => Use(t));")]
    [InlineData("Task M() => DoAsync().[|ContinueWith|]((t, state) => Use(state), this);")]
    [InlineData("Task M() => DoAsync().[|ContinueWith|](Use);")]
    [InlineData("Task M(int[] ids) => Task.WhenAll(ids.Select(id => GetAsync(id).[|ContinueWith|](t => _cache[id] = t.Result)));")]
    [InlineData("async Task M() { DoAsync().[|ContinueWith|](t => Use(t)); await DoAsync(); }")]
    [InlineData("async Task M() { _ = GetAsync().[|ContinueWith|](t => _cache[0] = t.Result); await DoAsync(); }")]
    [InlineData("async Task M() { GetAsync().[|ContinueWith|](t => { if (t.IsFaulted) Use(t.Exception); else _cache[0] = t.Result; }); await DoAsync(); }")]
    [InlineData("Task M() { DoAsync().[|ContinueWith|](t => Use(t)); _ = GetAsync().[|ContinueWith|](t => Use(t.Result)); return DoAsync(); }")]
    [InlineData("async Task M() { _last?.[|ContinueWith|](t => Use(t)); await DoAsync(); }")]
    [InlineData("async Task M() { _last = DoAsync().[|ContinueWith|](t => Use(t)); await DoAsync(); }")]
    [InlineData("async Task M() { await DoAsync().[|ContinueWith|](t => Use(t.Exception), TaskContinuationOptions.OnlyOnFaulted); }")]
    [InlineData("void M() { Func<Task> later = () => DoAsync().[|ContinueWith|](t => Use(t)); async Task Local() => await DoAsync().[|ContinueWith|](t => Use(t)); }")]
    [InlineData("async void OnClick(object sender, EventArgs e) => await DoAsync().[|ContinueWith|](t => Use(t));")]
    [InlineData("async Task M<T>(Task<T> task) => await task.[|ContinueWith|](t => Use(t.Result));")]
    public Task Reports_in_asynchronous_code(string members) => Verify<ContinuationInsteadOfAwait>.Reports(In(members));

    [Theory]
    [InlineData("void M() { DoAsync().ContinueWith(t => Use(t)); }")]
    [InlineData("void M() { Action later = () => DoAsync().ContinueWith(t => Use(t)); }")]
    [InlineData("async Task M() { Action<Task> later = t => { t.ContinueWith(u => Use(u)); }; later(DoAsync()); await DoAsync(); }")]
    [InlineData("IAsyncResult BeginGet(AsyncCallback done, object state) => GetAsync().ContinueWith(t => done(t));")]
    [InlineData("async Task M() { await DoAsync().ContinueWith(t => Use(t), TaskScheduler.FromCurrentSynchronizationContext()); }")]
    [InlineData("async Task M(TaskScheduler ui) { await DoAsync().ContinueWith(t => Use(t), default, TaskContinuationOptions.None, ui); }")]
    [InlineData("async Task M() { _ = DoAsync().ContinueWith(t => Use(t.Exception), TaskContinuationOptions.OnlyOnFaulted); await DoAsync(); }")]
    [InlineData("async Task M() { _ = DoAsync().ContinueWith(t => Use(t), CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default); await DoAsync(); }")]
    [InlineData("async Task M() { DoAsync().ContinueWith(t => Use(t), TaskContinuationOptions.NotOnRanToCompletion); await DoAsync(); }")]
    [InlineData("async Task M() { _ = DoAsync().ContinueWith(t => _logger.LogError(t.Exception, \"Failed\")); await DoAsync(); }")]
    [InlineData("async Task M() { _ = DoAsync().ContinueWith(t => { if (t.IsFaulted) _logger.LogError(t.Exception, \"Failed\"); }); await DoAsync(); }")]
    [InlineData("Task M() { _ = DoAsync().ContinueWith(t => Use(t.Exception), TaskContinuationOptions.OnlyOnFaulted); return DoAsync(); }")]
    [InlineData("async Task M() { await DoAsync(); Use(nameof(Task.ContinueWith)); }")]
    [InlineData("async Task M(Plan plan) { plan.ContinueWith(t => Use(t)); await DoAsync(); } class Plan { public void ContinueWith(Action<object> next) { } }")]
    [InlineData("async Task M(object gate) { lock (gate) { _last = DoAsync().ContinueWith(t => Use(t)); } await DoAsync(); }")]
    [InlineData("async Task M() { await DoAsync().WaitAsync(TimeSpan.FromSeconds(1)); await Task.WhenAny(DoAsync()); }")]
    public Task Stays_silent(string members) => Verify<ContinuationInsteadOfAwait>.Silent(In(members));

    [Theory]
    [InlineData("class C { async Task M(Task t) { t.ContinueWith(; } }")]
    [InlineData("class C { async Task M(Task t) { await t.ContinueWith(u => u.); } }")]
    [InlineData("class C { async Task M(Missing t) { await t.ContinueWith(u => u); } }")]
    public Task Survives_half_typed_code(string code) =>
        Verify<ContinuationInsteadOfAwait>.Silent(code.Replace("t.ContinueWith(u => u.)", "t.ContinueWith(Gone)"),
            new() { Compiler = CompilerDiagnostics.None });

    [Fact]
    public Task Reports_endpoints_and_top_level_statements() => Verify<ContinuationInsteadOfAwait>.Reports("""
        var app = WebApplication.Create(args);
        app.MapGet("/length", (HttpClient client) => client.GetStringAsync("/").[|ContinueWith|](t => t.Result.Length));
        app.MapGet("/first", async (HttpClient client) => await client.GetStringAsync("/").[|ContinueWith|](t => t.Result[0]));
        await Task.Delay(1).[|ContinueWith|](_ => Console.WriteLine());
        await app.RunAsync();
        """);
}
