using ArchitectAnalyzers.CodeFixes.Architecture;
using ArchitectAnalyzers.Rules.Architecture;
using Microsoft.CodeAnalysis.Testing;

namespace ArchitectAnalyzers.Tests.Architecture;

public class UncancellableParallelLoopTests
{
    private static string In(string body, string parameters = "CancellationToken ct") => $$"""
        class C
        {
            private readonly ParallelOptions _options = new() { MaxDegreeOfParallelism = 4 };

            async Task M(Work work, int[] ids, {{parameters}})
            {
                {{body}}
                await Task.CompletedTask;
            }

            void Take(ParallelOptions options) { }
        }

        class Work
        {
            public ValueTask Do(int id, CancellationToken ct = default) => default;
            public void DoNow(int id) { }
        }
        """;

    [Theory]
    [InlineData("await Parallel.[|ForEachAsync|](ids, async (id, token) => await work.Do(id, token));")]
    [InlineData("await Parallel.[|ForEachAsync|](ids, (id, token) => work.Do(id, token)).ConfigureAwait(false);")]
    [InlineData("await Parallel.[|ForAsync|](0, 10, async (id, token) => await work.Do(id, token));")]
    [InlineData("await Parallel.ForEachAsync(ids, new [|ParallelOptions|] { MaxDegreeOfParallelism = 4 }, (id, token) => work.Do(id, token));")]
    [InlineData("await Parallel.ForEachAsync(ids, new [|ParallelOptions|](), (id, token) => work.Do(id, token));")]
    [InlineData("ParallelOptions options = [|new() { MaxDegreeOfParallelism = 4 }|]; await Parallel.ForEachAsync(ids, options, (id, token) => work.Do(id, token));")]
    [InlineData("var options = new [|ParallelOptions|](); options.MaxDegreeOfParallelism = 4; Parallel.ForEach(ids, options, id => work.DoNow(id));")]
    [InlineData("Parallel.For(0, 10, new [|ParallelOptions|] { MaxDegreeOfParallelism = 4 }, id => work.DoNow(id));")]
    [InlineData("await Parallel.[|ForEachAsync|](ids, (id, token) => work.Do(id, token));", "HttpContext context")]
    [InlineData("await Parallel.[|ForEachAsync|](ids, (id, token) => work.Do(id, token));", "CancellationToken? ct")]
    public Task Reports_a_loop_without_the_token_in_scope(string body, string parameters = "CancellationToken ct") =>
        Verify<UncancellableParallelLoop>.Reports(In(body, parameters));

    [Theory]
    [InlineData("await Parallel.ForEachAsync(ids, ct, (id, token) => work.Do(id, token));")]
    [InlineData("await Parallel.ForEachAsync(ids, CancellationToken.None, (id, token) => work.Do(id, token));")]
    [InlineData("await Parallel.ForEachAsync(ids, new ParallelOptions { CancellationToken = ct }, (id, token) => work.Do(id, token));")]
    [InlineData("var options = new ParallelOptions(); options.CancellationToken = ct; Parallel.ForEach(ids, options, id => work.DoNow(id));")]
    [InlineData("var options = new ParallelOptions(); Take(options); Parallel.ForEach(ids, options, id => work.DoNow(id));")]
    [InlineData("var options = new ParallelOptions(); Take(options);")]
    [InlineData("await Parallel.ForEachAsync(ids, _options, (id, token) => work.Do(id, token));")]
    [InlineData("Parallel.ForEach(ids, id => work.DoNow(id));")]
    [InlineData("Parallel.For(0, 10, id => work.DoNow(id));")]
    [InlineData("Parallel.Invoke(() => work.DoNow(1));")]
    [InlineData("await Parallel.ForEachAsync(ids, (id, token) => work.Do(id, token));", "int other")]
    [InlineData("try { } finally { await Parallel.ForEachAsync(ids, (id, token) => work.Do(id, token)); }")]
    [InlineData("_ = Parallel.ForEachAsync(ids, (id, token) => work.Do(id, token));")]
    [InlineData("_ = Task.Run(() => Parallel.ForEachAsync(ids, (id, token) => work.Do(id, token)));")]
    public Task Stays_silent_where_it_has_one_or_needs_none(string body, string parameters = "CancellationToken ct") =>
        Verify<UncancellableParallelLoop>.Silent(In(body, parameters));

    [Fact]
    public Task Leaves_the_call_to_this_rule_alone() => Verify<UnforwardedCancellationToken>.Silent(
        In("await Parallel.ForEachAsync(ids, (id, token) => work.Do(id, token)); await Parallel.ForAsync(0, 10, (id, token) => work.Do(id, token));"));

    [Fact]
    public Task The_fix_passes_the_token_or_sets_it_in_the_options() => Verify<UncancellableParallelLoop, UncancellableParallelLoopFix>.Fixes(
        In("""
            await Parallel.[|ForEachAsync|](ids, async (id, token) =>
                    {
                        // nested
                        await Parallel.[|ForAsync|](0, 10, async (x, inner) => await work.Do(x, inner));
                    });
                    await Parallel.[|ForEachAsync|](
                        ids, // all
                        (id, token) => work.Do(id, token));
                    await Parallel.[|ForEachAsync|](source: ids, body: (id, token) => work.Do(id, token));
                    await Parallel.ForEachAsync(ids, new [|ParallelOptions|] { MaxDegreeOfParallelism = 4 }, (id, token) => work.Do(id, token));
                    ParallelOptions options = [|new()|];
                    Parallel.ForEach(ids, options, id => work.DoNow(id));
                    var more = new [|ParallelOptions|]()
                    {
                        MaxDegreeOfParallelism = 4, // cores
                    };
                    Parallel.ForEach(ids, more, id => work.DoNow(id));
                    Parallel.ForEach(ids, new [|ParallelOptions|](), id => work.DoNow(id));
            """),
        In("""
            await Parallel.ForEachAsync(ids, ct, async (id, token) =>
                    {
                        // nested
                        await Parallel.ForAsync(0, 10, token, async (x, inner) => await work.Do(x, inner));
                    });
                    await Parallel.ForEachAsync(
                        ids, // all
                        ct,
                        (id, token) => work.Do(id, token));
                    await Parallel.ForEachAsync(source: ids, body: (id, token) => work.Do(id, token), cancellationToken: ct);
                    await Parallel.ForEachAsync(ids, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = ct }, (id, token) => work.Do(id, token));
                    ParallelOptions options = new() { CancellationToken = ct };
                    Parallel.ForEach(ids, options, id => work.DoNow(id));
                    var more = new ParallelOptions()
                    {
                        MaxDegreeOfParallelism = 4, // cores
                        CancellationToken = ct,
                    };
                    Parallel.ForEach(ids, more, id => work.DoNow(id));
                    Parallel.ForEach(ids, new ParallelOptions { CancellationToken = ct }, id => work.DoNow(id));
            """));

    [Fact]
    public Task Survives_half_typed_code() => Verify<UncancellableParallelLoop>.Silent("""
        class C { async Task M(int[] ids, CancellationToken ct) { await Parallel.ForEachAsync(ids, ; var o = new ParallelOptions { Max; Parallel.ForEach(o, } }
        """, new() { Compiler = CompilerDiagnostics.None });
}
