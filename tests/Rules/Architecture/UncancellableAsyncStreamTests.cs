using ArchitectAnalyzers.CodeFixes.Architecture;
using ArchitectAnalyzers.Rules.Architecture;
using Microsoft.CodeAnalysis.Testing;

namespace ArchitectAnalyzers.Tests.Architecture;

public class UncancellableAsyncStreamTests
{
    private const string Types = """

        class Order { public int Id { get; set; } }
        class Shop(DbContextOptions options) : DbContext(options) { public DbSet<Order> Orders => Set<Order>(); }

        class Work
        {
            public IAsyncEnumerable<int> Plain() => throw new NotImplementedException();
            public IAsyncEnumerable<int> Stream(int from = 0, CancellationToken ct = default) => throw new NotImplementedException();
            public Task<IAsyncEnumerable<int>> Later(CancellationToken ct = default) => throw new NotImplementedException();
            public async IAsyncEnumerable<int> Own() { await Task.Yield(); yield return 1; }
        }
        """;

    private static string In(string body, string parameters = "CancellationToken ct") => $$"""
        using Microsoft.AspNetCore.SignalR;
        using Microsoft.EntityFrameworkCore;
        using System.Runtime.CompilerServices;
        using System.Threading.Channels;

        class C
        {
            async Task M(Work work, Shop db, Channel<int> queue, IAsyncEnumerable<int> source, {{parameters}})
            {
                {{body}}
                await Task.CompletedTask;
            }
        }
        """ + Types;

    [Theory]
    [InlineData("await foreach (var x in work.[|Plain|]()) { }")]
    [InlineData("await foreach (var x in work.[|Stream|](1)) { }")]
    [InlineData("await foreach (var x in work.[|Stream|]().ConfigureAwait(false)) { }")]
    [InlineData("await foreach (var x in [|source|]) { }")]
    [InlineData("await foreach (var x in db.[|Orders|]) { }")]
    [InlineData("await foreach (var x in db.Orders.Where(o => o.Id > 1).[|AsAsyncEnumerable|]()) { }")]
    [InlineData("await foreach (var x in queue.Reader.[|ReadAllAsync|]()) { }")]
    [InlineData("var all = work.Plain(); await foreach (var x in [|all|]) { }")]
    [InlineData("await foreach (var x in work.[|Plain|]()) { }", "HttpContext context")]
    [InlineData("await foreach (var (a, b) in Pairs()) { } async IAsyncEnumerable<(int, int)> Pairs([EnumeratorCancellation] CancellationToken own = default) { await foreach (var x in work.[|Plain|]()) yield return (x, x); }", "int other")]
    public Task Reports_a_loop_whose_stream_never_sees_the_token(string body, string parameters = "CancellationToken ct") =>
        Verify<UncancellableAsyncStream>.Reports(In(body, parameters));

    [Theory]
    [InlineData("await foreach (var x in work.Plain().WithCancellation(ct)) { }")]
    [InlineData("await foreach (var x in work.Plain().WithCancellation(ct).ConfigureAwait(false)) { }")]
    [InlineData("await foreach (var x in work.Plain().ConfigureAwait(false).WithCancellation(ct)) { }")]
    [InlineData("await foreach (var x in work.Stream(1, ct)) { }")]
    [InlineData("await foreach (var x in work.Stream(ct: ct).ConfigureAwait(false)) { }")]
    [InlineData("await foreach (var x in queue.Reader.ReadAllAsync(ct)) { }")]
    [InlineData("await foreach (var x in queue.Reader.ReadAllAsync(CancellationToken.None)) { }")]
    [InlineData("var all = work.Stream(1, ct); await foreach (var x in all) { }")]
    [InlineData("IAsyncEnumerable<int> all; all = work.Stream(1, ct); await foreach (var x in all.ConfigureAwait(false)) { }")]
    [InlineData("var all = work.Plain().WithCancellation(ct); await foreach (var x in all) { }")]
    [InlineData("await foreach (var x in await work.Later(ct)) { }")]
    [InlineData("await foreach (var x in work.Own()) { }")]
    [InlineData("await foreach (var x in work.Plain()) { }", "int other")]
    [InlineData("await foreach (var x in work.Plain()) { }", "CancellationToken request, CancellationToken stopping")]
    [InlineData("foreach (var x in new[] { 1 }) { }")]
    [InlineData("try { } finally { await foreach (var x in work.Plain()) { } }")]
    [InlineData("await using var tx = await db.Database.BeginTransactionAsync(ct); await tx.CommitAsync(ct); await foreach (var x in work.Plain()) { }")]
    [InlineData("_ = Task.Run(async () => { await foreach (var x in work.Plain()) { } });")]
    public Task Stays_silent_where_it_was_given_a_token_or_there_is_none(string body, string parameters = "CancellationToken ct") =>
        Verify<UncancellableAsyncStream>.Silent(In(body, parameters));

    [Fact]
    public Task Stays_silent_on_what_a_client_streams_up() => Verify<UncancellableAsyncStream>.Silent("""
        using Grpc.Core;
        using Microsoft.AspNetCore.SignalR;

        class Upload : Hub
        {
            public async Task Send(IAsyncEnumerable<int> readings) { await foreach (var x in readings) { } }
        }

        class Service
        {
            public async Task Collect(IAsyncStreamReader<string> requests, ServerCallContext context) { await foreach (var x in requests.ReadAllAsync()) { } }
        }
        """);

    [Theory]
    [InlineData("public async IAsyncEnumerable<int> All(CancellationToken {|#0:ct|}) { await Task.Delay(1, ct); yield return 1; }")]
    [InlineData("public async IAsyncEnumerable<int> All(int from, CancellationToken {|#0:ct|} = default) { await Task.Delay(1, ct); yield return 1; }")]
    [InlineData("static async IAsyncEnumerable<T> All<T>(T item, CancellationToken {|#0:ct|}) { await Task.Yield(); yield return item; }")]
    [InlineData("void M() { async IAsyncEnumerable<int> All(CancellationToken {|#0:ct|}) { await Task.Yield(); yield return 1; } }")]
    public Task Reports_an_iterator_whose_token_is_not_marked(string member) => Verify<UncancellableAsyncStream>.Reports($$"""
        class C { {{member}} }
        """, null, Verify<UncancellableAsyncStream>.Report(0).WithArguments("All", "its consumer's token", "mark 'ct' with [EnumeratorCancellation]"));

    [Fact]
    public Task Stays_silent_on_marked_tokens_and_on_what_is_no_iterator() => Verify<UncancellableAsyncStream>.Silent("""
        using System.Runtime.CompilerServices;

        interface IStore { IAsyncEnumerable<int> All(CancellationToken ct); IAsyncEnumerable<int> Hidden(CancellationToken ct); }

        abstract class Store : IStore
        {
            public abstract IAsyncEnumerable<int> All(CancellationToken ct);
            async IAsyncEnumerable<int> IStore.Hidden(CancellationToken ct) { await Task.Delay(1, ct); yield return 1; }
            public async IAsyncEnumerable<int> Marked([EnumeratorCancellation] CancellationToken ct = default) { await Task.Delay(1, ct); yield return 1; }
            public async IAsyncEnumerable<int> Two([EnumeratorCancellation] CancellationToken ct, CancellationToken stopping) { await Task.Delay(1, ct); yield return 1; }
            public async IAsyncEnumerable<int> None() { await Task.Yield(); yield return 1; }
            public IAsyncEnumerable<int> Forward(CancellationToken ct) => Marked(ct);
            public async Task<IAsyncEnumerable<int>> Later(CancellationToken ct) { await Task.Delay(1, ct); return Marked(ct); }
            public IEnumerable<int> Plain(CancellationToken ct) { yield return 1; }
            public async IAsyncEnumerator<int> GetAsyncEnumerator(CancellationToken ct = default) { await Task.Delay(1, ct); yield return 1; }
        }
        """);

    [Fact]
    public Task The_fix_passes_the_token_to_the_call_or_to_the_enumeration() => Verify<UncancellableAsyncStream, UncancellableAsyncStreamFix>.Fixes(
        In("""
            await foreach (var x in work.[|Plain|]().ConfigureAwait(false)) { }
                    await foreach (var order in db.Orders.[|AsAsyncEnumerable|]()) // each
                    {
                        await foreach (var x in work.[|Stream|]().ConfigureAwait(false)) { }
                    }

                    await foreach (var x in queue.Reader.[|ReadAllAsync|]()) { }
                    await foreach (var x in db.[|Orders|]) { }
                    await foreach (var x in [|source ?? work.Plain()|]) { }
                    await foreach (var x in work
                        .[|Plain|]() /* all */
                        .ConfigureAwait(false)) { }
            """),
        In("""
            await foreach (var x in work.Plain().WithCancellation(ct).ConfigureAwait(false)) { }
                    await foreach (var order in db.Orders.AsAsyncEnumerable().WithCancellation(ct)) // each
                    {
                        await foreach (var x in work.Stream(ct: ct).ConfigureAwait(false)) { }
                    }

                    await foreach (var x in queue.Reader.ReadAllAsync(ct)) { }
                    await foreach (var x in db.Orders.AsAsyncEnumerable().WithCancellation(ct)) { }
                    await foreach (var x in (source ?? work.Plain()).WithCancellation(ct)) { }
                    await foreach (var x in work
                        .Plain().WithCancellation(ct) /* all */
                        .ConfigureAwait(false)) { }
            """));

    [Fact]
    public Task The_fix_marks_the_token_and_imports_the_attribute() => Verify<UncancellableAsyncStream, UncancellableAsyncStreamFix>.Fixes("""
        class C
        {
            public async IAsyncEnumerable<int> All(CancellationToken [|ct|])
            {
                await Task.Delay(1, ct);
                yield return 1;
            }

            public async IAsyncEnumerable<int> From(
                int from, // the first
                // to stop
                CancellationToken [|ct|] = default)
            {
                await Task.Delay(1, ct);
                yield return from;
            }
        }
        """, """
        using System.Runtime.CompilerServices;

        class C
        {
            public async IAsyncEnumerable<int> All([EnumeratorCancellation] CancellationToken ct)
            {
                await Task.Delay(1, ct);
                yield return 1;
            }

            public async IAsyncEnumerable<int> From(
                int from, // the first
                // to stop
                [EnumeratorCancellation] CancellationToken ct = default)
            {
                await Task.Delay(1, ct);
                yield return from;
            }
        }
        """);

    [Fact]
    public Task Survives_half_typed_code() => Verify<UncancellableAsyncStream>.Silent("""
        class C { async Task M(Missing m, CancellationToken ct) { await foreach (var x in m.All()) { } await foreach (var x in ; } async IAsyncEnumerable<> N(CancellationToken }
        """, new() { Compiler = CompilerDiagnostics.None });
}
