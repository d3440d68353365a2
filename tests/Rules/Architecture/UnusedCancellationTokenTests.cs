using ArchitectAnalyzers.Rules.Architecture;
using Microsoft.CodeAnalysis.Testing;
using Rule = ArchitectAnalyzers.Testing.Verify<ArchitectAnalyzers.Rules.Architecture.UnusedCancellationToken>;

namespace ArchitectAnalyzers.Tests.Architecture;

public class UnusedCancellationTokenTests
{
    private static string In(string members) => $$"""
        using Microsoft.AspNetCore.Mvc;

        public interface IStore { Task<int> Find(int id, CancellationToken token); int Count(CancellationToken token); }
        public abstract class Base { public abstract Task Load(CancellationToken token); public virtual Task Save(CancellationToken token) { Tools.Work(); return Task.CompletedTask; } }
        public static class Tools
        {
            public static void Work() { }
            public static Task WorkAsync() => Task.CompletedTask;
            public static void Wait(int id) { }
            public static Task WaitAsync(int id, CancellationToken token = default) => Task.Delay(id, token);
        }

        public partial class Store
        {
            {{members}}
        }
        """;

    [Theory]
    [InlineData("public async Task Load(int id, CancellationToken [|token|]) { await Tools.WorkAsync(); }")]
    [InlineData("public Task Load(int id, CancellationToken [|token|] = default) => Tools.WorkAsync();")]
    [InlineData("public void Load(CancellationToken? [|token|]) { Tools.Work(); }")]
    [InlineData("public static int Load(System.Threading.CancellationToken [|token|]) { var sum = 0; for (var i = 0; i < 10; i++) sum += i; return sum; }")]
    [InlineData("private async Task<int> Load(CancellationToken [|token|]) { var token2 = 1; await Tools.WorkAsync(); return token2; }")]
    [InlineData("public async Task Load(CancellationToken [|token|]) { await Tools.WorkAsync(); } public Task Other() => Load(default);")]
    [InlineData("public void Load(Stream stream, CancellationToken [|token|]) { stream.Flush(); }")]
    [InlineData("public async Task Load(CancellationToken [|token|]) { Tools.Work(); await Tools.WorkAsync(); }")]
    [InlineData("public Task Load(int[] ids, CancellationToken [|token|]) { foreach (var id in ids) Tools.Work(); return Task.CompletedTask; }")]
    public Task Reports_a_token_that_nothing_looks_at(string member) => Rule.Reports(In(member));

    [Theory]
    [InlineData("public Task Load(int id, CancellationToken token) => Tools.WaitAsync(id, token);")]
    [InlineData("public void Load(CancellationToken token) { token.ThrowIfCancellationRequested(); Tools.Work(); }")]
    [InlineData("public void Load(CancellationToken token) { Tools.Work(); Console.WriteLine(nameof(token)); }")]
    [InlineData("public void Load(CancellationToken token) { Action later = () => Console.WriteLine(token); later(); }")]
    [InlineData("public void Load(CancellationToken _) { Tools.Work(); }")]
    [InlineData("public Task Load(CancellationToken token) => throw new NotImplementedException();")]
    [InlineData("public Task Load(CancellationToken token) { throw new NotSupportedException(); }")]
    [InlineData("public Task Load(CancellationToken token) => Task.CompletedTask;")]
    [InlineData("public Task<int> Load(CancellationToken token) => Task.FromResult(1);")]
    [InlineData("public Task<int> Load(CancellationToken token) { Tools.Work(); return Task.FromResult(1); }")]
    [InlineData("public Task Load(string key, CancellationToken token = default) { ArgumentNullException.ThrowIfNull(key); _known.Add(key); return Task.CompletedTask; } private readonly List<string> _known = new();")]
    [InlineData("public async Task DisposeBoth(IAsyncDisposable one, CancellationToken token) { await one.DisposeAsync(); await Tools.WorkAsync(); }")]
    [InlineData("public async Task Load(int id, CancellationToken unused) { await Tools.WorkAsync(); }")]
    [InlineData("public void Load(CancellationToken token) { }")]
    [InlineData("public virtual void Load(CancellationToken token) { Tools.Work(); }")]
    [InlineData("partial void Load(CancellationToken token); partial void Load(CancellationToken token) { Tools.Work(); }")]
    [InlineData("public void Load(CancellationToken token) {\n#if TRACE2\n Tools.WaitAsync(1, token);\n#endif\n Tools.Work(); }")]
    public Task Stays_silent_where_it_is_used_or_nothing_is_done(string member) => Rule.Silent(In(member));

    [Theory]
    [InlineData("public async Task Load(int id, CancellationToken token) { await Tools.WaitAsync(id); }")]
    [InlineData("public async Task Load(int id, CancellationToken token) { await Tools.WaitAsync(id, CancellationToken.None); }")]
    [InlineData("public async Task Load(HttpClient http, CancellationToken token) { using var cts = new CancellationTokenSource(1000); await http.GetAsync(\"/\", cts.Token); }")]
    [InlineData("public async Task Load(IAsyncEnumerable<int> ids, CancellationToken token) { await foreach (var id in ids) Tools.Work(); }")]
    [InlineData("public async Task Load(int[] ids, CancellationToken token) { await Parallel.ForEachAsync(ids, async (id, t) => await Tools.WorkAsync()); }")]
    [InlineData("public void Load(CancellationToken token) { while (true) Tools.Work(); }")]
    [InlineData("public async Task Load(Stream stream, CancellationToken token) { stream.Flush(); await Tools.WorkAsync(); }")]
    [InlineData("public async Task Load(CancellationToken token) { Thread.Sleep(10); await Tools.WorkAsync(); }")]
    [InlineData("public async Task Load(CancellationToken token) { Tools.Wait(1); await Tools.WorkAsync(); }")]
    public Task Stays_silent_where_another_rule_speaks(string member) => Rule.Silent(In(member));

    [Fact]
    public Task Stays_silent_where_the_signature_is_somebody_elses() => Rule.Silent(In("") + """
        public class Stock : Base, IStore
        {
            public async Task<int> Find(int id, CancellationToken token) { await Tools.WorkAsync(); return id; }
            int IStore.Count(CancellationToken token) { Tools.Work(); return 0; }
            public override Task Load(CancellationToken token) => Tools.WorkAsync();
            public async Task Handle(CancellationToken token) => await Tools.WorkAsync();
            public void Go() { Func<CancellationToken, Task> handler = Handle; handler(default); Func<CancellationToken, Task> other = token => Tools.WorkAsync(); other(default); }
        }

        public interface IWithBody { void Load(CancellationToken token) { Tools.Work(); } }
        public class Worker : BackgroundService { protected override Task ExecuteAsync(CancellationToken stoppingToken) => Tools.WorkAsync(); }
        public static class Api { public static void Map(WebApplication app) => app.MapGet("/", Get); private static Task Get(CancellationToken token) => Tools.WorkAsync(); }
        """);

    [Fact]
    public Task Names_the_method_and_the_token() => Verify<UnusedCancellationToken>.Reports(
        In("public Task Load(CancellationToken {|#0:ct|}) => Tools.WorkAsync();"), null, Rule.Report(0).WithArguments("Load", "ct"));

    [Fact]
    public Task Stays_silent_on_half_typed_code() => Rule.Silent(
        In("public Task Load(CancellationToken token) => Tools.Missing(; public void Other(CancellationToken) { Tools.Work(); } public void Third(CancellationToken token"),
        new Setup { Compiler = CompilerDiagnostics.None });
}
