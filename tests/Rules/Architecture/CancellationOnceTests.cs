using ArchitectAnalyzers.Tests.Suite;

namespace ArchitectAnalyzers.Tests.Architecture;

/// <summary>One defect, one diagnostic: of the rules on cancellation and on blocking, one speaks at each site.</summary>
public class CancellationOnceTests
{
    private static readonly string[] s_rules = ["ARCH1001", "ARCH1002", "ARCH1003", "ARCH1101", "ARCH1104", "ARCH1106", "ARCH1110", "ARCH1111"];

    [Theory]
    [InlineData("await work.Do(1);", "ARCH1101")]
    [InlineData("await work.Do(1, CancellationToken.None);", "ARCH1104")]
    [InlineData("work.Do(1).Wait();", "ARCH1001")]
    [InlineData("work.Do(1, CancellationToken.None).GetAwaiter().GetResult();", "ARCH1001")]
    [InlineData("work.Do(1).ConfigureAwait(false).GetAwaiter().GetResult();", "ARCH1001")]
    [InlineData("await foreach (var x in work.Stream()) { }", "ARCH1106")]
    [InlineData("await foreach (var x in work.Stream(CancellationToken.None)) { }", "ARCH1104")]
    [InlineData("await foreach (var x in work.Stream().WithCancellation(default)) { }", "ARCH1104")]
    [InlineData("await db.Set<Work>().FindAsync(1);", "ARCH1101")]
    [InlineData("await db.Set<Work>().FindAsync(1, ct);", "ARCH1110")]
    [InlineData("await db.Set<Work>().FindAsync(1, CancellationToken.None);", "ARCH1110")]
    [InlineData("await Parallel.ForEachAsync(new[] { 1 }, (x, token) => default);", "ARCH1111")]
    [InlineData("await Parallel.ForEachAsync(new[] { 1 }, CancellationToken.None, (x, token) => default);", "ARCH1104")]
    [InlineData("await Parallel.ForEachAsync(new[] { 1 }, new ParallelOptions(), (x, token) => default);", "ARCH1111")]
    public async Task One_rule_speaks_at_a_site(string statement, string expected)
    {
        var code = $$"""
            using Microsoft.EntityFrameworkCore;

            class C { async Task M(Work work, DbContext db, CancellationToken ct) { {{statement}} await Task.Yield(); } }

            class Work
            {
                public Task Do(int id, CancellationToken ct = default) => Task.CompletedTask;
                public IAsyncEnumerable<int> Stream(CancellationToken ct = default) => throw new NotImplementedException();
            }
            """;
        var reports = await AllRules.Analyze(AllRules.Project([("Code.cs", code)]));
        Assert.Equal(expected, string.Join(", ", reports.Select(report => report.Id).Where(s_rules.Contains).Order()));
    }
}
