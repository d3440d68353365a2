using System.Collections.Immutable;
using ArchitectAnalyzers.Tests.Suite;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ArchitectAnalyzers.Tests.Docs;

/// <summary>Pages teach by example, so their examples are tests: a row per block, named by its page and number.</summary>
public class FenceTests
{
    public static TheoryData<string, int> Of(string claim) => [.. Fence.All.Where(f => f.Claim == claim).Select(f => (f.RuleId, f.Number))];

    // Theories without a row fail, and a package without a fix has none of these.
    public static TheoryData<string, int> Fixed => Fence.All.Any(f => f.Claim == "fixed") ? Of("fixed") : [("none", 0)];

    [Theory]
    [MemberData(nameof(Of), "report")]
    public async Task What_a_page_says_is_reported_is(string id, int fence)
    {
        var claim = Find(id, fence);
        await Compiles(claim);
        var reports = await AllRules.Analyze(claim.Project());
        Assert.True(reports.Any(report => report.Id == id), $"{claim}: {id} does not report\n{AllRules.Show(reports)}");
    }

    [Theory]
    [MemberData(nameof(Of), "silent")]
    public async Task What_a_page_says_is_silent_is(string id, int fence)
    {
        var claim = Find(id, fence);
        await Compiles(claim);
        var reports = await AllRules.Analyze(claim.Project());
        Assert.True(reports.IsEmpty, $"{claim} reports:\n{AllRules.Show(reports)}");
    }

    [Theory]
    [MemberData(nameof(Fixed))]
    public async Task What_a_page_says_is_the_fix_is(string id, int fence)
    {
        if (id == "none") return;
        var claim = Find(id, fence);
        await Compiles(claim);
        var made = await Fixes.Apply(claim.Before!.Project(), id);
        Assert.Equal(claim.Code.TrimEnd('\n'), made.TrimEnd('\n'));
        var left = (await AllRules.Analyze(claim.Project())).Where(report => report.Id == id);
        Assert.True(!left.Any(), $"{claim} still reports:\n{AllRules.Show(left)}");
    }

    [Theory]
    [MemberData(nameof(AllRules.Ids), MemberType = typeof(AllRules))]
    public void Every_page_shows_what_is_reported_and_what_is_not(string id)
    {
        var claims = Fence.All.Where(f => f.RuleId == id).ToList();
        Assert.Contains(claims, f => f.Claim == "report");
        Assert.Contains(claims, f => f.Claim == "silent");
        if (AllRules.Rule(id).HasFix) Assert.Contains(claims, f => f.Claim == "fixed");
    }

    [Theory]
    [InlineData("```csharp reports\nx\n```", "claims nothing that is checked")]
    [InlineData("```csharp fixed\nx\n```", "right after the report block")]
    [InlineData("```csharp silent\nx\n```\n```csharp fixed\nx\n```", "right after the report block")]
    [InlineData("```csharp report\nx\n", "without an end")]
    public void A_block_that_no_test_would_read_is_refused(string page, string error) =>
        Assert.Contains(error, Assert.Throws<FormatException>(() => Fence.Read("page", page).ToList()).Message);

    [Fact]
    public void An_editorconfig_block_holds_for_the_block_after_it()
    {
        var fences = Fence.Read("page", "```ini editorconfig\nc\n```\n```csharp report\na\n```\n```csharp fixed\nb\n```\n```csharp silent\nd\n```\n```csharp\ne\n```").ToList();
        Assert.Equal(["c\n", "c\n", null], fences.Select(f => f.EditorConfig));
        Assert.Equal(["a\n", "b\n", "d\n"], fences.Select(f => f.Code));
    }

    private static Fence Find(string id, int number) => Fence.All.Single(f => f.RuleId == id && f.Number == number);

    private static async Task Compiles(Fence claim)
    {
        var errors = await AllRules.Errors(claim.Project());
        Assert.True(!errors.Any(), $"{claim} does not compile:\n{AllRules.Show(errors)}");
    }
}

/// <summary>Applies the first lightbulb entry of a rule, as Fix All in the document where there is one.</summary>
internal static class Fixes
{
    /// <summary>The fixed text of the project's first document.</summary>
    internal static async Task<string> Apply(Project project, string id)
    {
        var rule = AllRules.Rule(id);
        var fix = AllRules.CreateFix(rule) ?? throw new InvalidOperationException($"{id} has no fix");
        var first = project.DocumentIds[0];

        // One at a time takes as many rounds as there are reports.
        for (var round = 0; round < 20; round++)
        {
            var document = project.GetDocument(first)!;
            if (await First(document, fix, id) is not { } action) break;
            if (fix.GetFixAllProvider() is { } fixAll)
            {
                var context = new FixAllContext(document, fix, FixAllScope.Document, action.EquivalenceKey!, [id], new Reports(id), default);
                return await TextOf((await Changed((await fixAll.GetFixAsync(context))!)).GetDocument(first)!);
            }

            project = (await Changed(action)).GetProject(project.Id)!;
        }

        return await TextOf(project.GetDocument(first)!);
    }

    /// <summary>The first entry that is offered for a report of the rule; null where every lightbulb is dark.</summary>
    internal static async Task<CodeAction?> First(Document document, CodeFixProvider fix, string id)
    {
        foreach (var report in await Reports.In(document, id))
        {
            CodeAction? offered = null;
            await fix.RegisterCodeFixesAsync(new CodeFixContext(document, report, (action, _) => offered ??= action, default));
            if (offered is null) continue;
            Assert.True(offered.EquivalenceKey == id || offered.EquivalenceKey?.StartsWith(id + ":", StringComparison.Ordinal) == true,
                $"'{offered.EquivalenceKey}' is not the id {id}, nor id:variant");
            return offered;
        }

        return null;
    }

    internal static async Task<Solution> Changed(CodeAction action) =>
        (await action.GetOperationsAsync(default)).OfType<ApplyChangesOperation>().Single().ChangedSolution;

    private static async Task<string> TextOf(Document document) => (await document.GetTextAsync()).ToString();

    private sealed class Reports(string id) : FixAllContext.DiagnosticProvider
    {
        internal static async Task<ImmutableArray<Diagnostic>> In(Document document, string id)
        {
            var tree = await document.GetSyntaxTreeAsync();
            return [.. (await AllRules.Analyze(document.Project, [AllRules.Create(AllRules.Rule(id))])).Where(report => report.Location.SourceTree == tree)];
        }

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) => await In(document, id);

        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            await AllRules.Analyze(project, [AllRules.Create(AllRules.Rule(id))]);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
