using System.Collections.Immutable;
using ArchitectAnalyzers.Tests.Suite;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ArchitectAnalyzers.Tests.Docs;

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

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            await In(document, id);

        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            await AllRules.Analyze(project, [AllRules.Create(AllRules.Rule(id))]);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
