using System.Collections.Immutable;
using System.Diagnostics;
using ArchitectAnalyzers.Tests.Suite;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ArchitectAnalyzers.Robustness;

/// <summary>Runs every rule over code and every fix over what they say. What a rule throws ends up here (AD0001 to a user).</summary>
internal static class Analysis
{
    /// <summary>How long every rule together may take over one document.</summary>
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);

    /// <summary>What the rules say, in order; what they threw and where they hung is added to the failures.</summary>
    internal static async Task<ImmutableArray<Diagnostic>> Run(Project project, string what, List<string> failures, bool concurrent = false,
        ImmutableArray<DiagnosticAnalyzer>? rules = null)
    {
        var compilation = (await project.GetCompilationAsync())!;
        var documents = compilation.SyntaxTrees.Count();
        // The compiler's own time is not ours.
        _ = compilation.GetDiagnostics();
        var started = Stopwatch.GetTimestamp();
        var reports = await new CompilationWithAnalyzers(compilation, rules ?? AllRules.CreateAll(),
            Options(project.AnalyzerOptions, what, failures, concurrent))
            .GetAnalyzerDiagnosticsAsync();
        var elapsed = Stopwatch.GetElapsedTime(started);
        if (elapsed > s_limit * documents) failures.Add($"{what}: {elapsed.TotalSeconds:F1} s for {documents} documents");
        return Sorted(reports);
    }

    /// <summary>The same for a compilation.</summary>
    internal static async Task<ImmutableArray<Diagnostic>> Run(Compilation compilation, string what, List<string> failures) => Sorted(
        await new CompilationWithAnalyzers(compilation, AllRules.CreateAll(), Options(new AnalyzerOptions([]), what, failures, concurrent: false))
            .GetAnalyzerDiagnosticsAsync());

    /// <summary>The same for one document of a large project: what an editor asks for after a keystroke.</summary>
    internal static async Task<ImmutableArray<Diagnostic>> Run(Compilation compilation, SyntaxTree tree, string what, List<string> failures)
    {
        var semantics = compilation.GetSemanticModel(tree);
        _ = semantics.GetDiagnostics();
        var analysis = new CompilationWithAnalyzers(compilation, AllRules.CreateAll(), Options(new AnalyzerOptions([]), what, failures, concurrent: false));
        var started = Stopwatch.GetTimestamp();
        var reports = (await analysis.GetAnalyzerSyntaxDiagnosticsAsync(tree, default))
            .AddRange(await analysis.GetAnalyzerSemanticDiagnosticsAsync(semantics, null, default));
        var elapsed = Stopwatch.GetElapsedTime(started);
        if (elapsed > s_limit) failures.Add($"{what}: {elapsed.TotalSeconds:F1} s");
        return Sorted(reports);
    }

    /// <summary>Every entry that the rule's fix offers for a report.</summary>
    internal static async Task<IReadOnlyList<CodeAction>> Offers(Project project, Diagnostic report)
    {
        var offers = new List<CodeAction>();
        if (AllRules.CreateFix(AllRules.Rule(report.Id)) is not { } fix || project.Solution.GetDocument(report.Location.SourceTree) is not { } document)
            return offers;
        await fix.RegisterCodeFixesAsync(new CodeFixContext(document, report, (action, _) => offers.Add(action), default));
        return offers;
    }

    private static CompilationWithAnalyzersOptions Options(AnalyzerOptions options, string what, List<string> failures, bool concurrent) => new(
        options,
        (exception, rule, _) => { lock (failures) failures.Add($"{what}: {rule.GetType().Name}: {exception}"); },
        concurrentAnalysis: concurrent,
        logAnalyzerExecutionTime: false);

    private static ImmutableArray<Diagnostic> Sorted(ImmutableArray<Diagnostic> reports) =>
    [
        .. reports.OrderBy(r => r.Location.SourceTree?.FilePath, StringComparer.Ordinal).ThenBy(r => r.Location.SourceSpan.Start)
            .ThenBy(r => r.Id, StringComparer.Ordinal).ThenBy(r => r.GetMessage(), StringComparer.Ordinal),
    ];
}
