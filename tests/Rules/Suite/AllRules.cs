using System.Collections.Immutable;
using ArchitectAnalyzers.Core;
using ArchitectAnalyzers.Tools;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace ArchitectAnalyzers.Tests.Suite;

/// <summary>All rules at once: which there are, and what they say about some code.</summary>
internal static class AllRules
{
    internal static Repository Repository { get; } = Repository.Around(AppContext.BaseDirectory);

    /// <summary>Rows for theories: a failure names the rule.</summary>
    public static TheoryData<string> Ids => [.. RuleEntry.All.Select(rule => rule.Id)];

    internal static RuleEntry Rule(string id) => RuleEntry.All.Single(rule => rule.Id == id);

    internal static DiagnosticAnalyzer Create(RuleEntry rule) => (DiagnosticAnalyzer)Activator.CreateInstance(rule.Type)!;

    internal static ImmutableArray<DiagnosticAnalyzer> CreateAll() => [.. RuleEntry.All.Select(Create)];

    internal static CodeFixProvider? CreateFix(RuleEntry rule) => rule.Fix is null ? null : (CodeFixProvider)Activator.CreateInstance(rule.Fix)!;

    /// <summary>The files of a folder of the repository, by path from its root.</summary>
    internal static IEnumerable<(string Path, string Text)> Files(string folder, string pattern = "*.cs") =>
        Directory.GetFiles(Path.Combine(Repository.Root, folder), pattern, SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(path => (Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'), File.ReadAllText(path).Replace("\r\n", "\n")));

    /// <summary>A project of some sources, as an editor would hold it; every rule is on.</summary>
    internal static Project Project(IEnumerable<(string Path, string Text)> sources, ReferenceSet? references = null, bool implicitUsings = true,
        LanguageVersion version = LanguageVersion.Latest, string? editorConfig = null, string? baseline = null)
    {
        references ??= ReferenceSet.Backend10;
        var files = sources.ToList();
        var isProgram = files.Exists(file => CSharpSyntaxTree.ParseText(file.Text).GetCompilationUnitRoot().Members.Any(m => m is GlobalStatementSyntax));
        if (implicitUsings) files.Add(("ImplicitUsings.g.cs", references.ImplicitUsings));

        var project = new AdhocWorkspace().AddProject("Code", LanguageNames.CSharp)
            .WithMetadataReferences(references.References)
            .WithParseOptions(new CSharpParseOptions(version))
            .WithCompilationOptions(new CSharpCompilationOptions(
                isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
                allowUnsafe: true,
                nullableContextOptions: version >= LanguageVersion.CSharp8 ? NullableContextOptions.Enable : NullableContextOptions.Disable,
                specificDiagnosticOptions: RuleEntry.All.Where(rule => !rule.Descriptor.IsEnabledByDefault)
                    .ToImmutableDictionary(rule => rule.Id, _ => ReportDiagnostic.Warn)));
        foreach (var (path, text) in files) project = project.AddDocument(Path.GetFileName(path), SourceText.From(text), filePath: "/code/" + path).Project;
        if (editorConfig is not null)
            project = project.AddAnalyzerConfigDocument(".editorconfig", SourceText.From(editorConfig), filePath: "/code/.editorconfig").Project;
        if (baseline is not null)
            project = project.AddAdditionalDocument(BaselineFile.Name, SourceText.From(baseline), filePath: "/code/" + BaselineFile.Name).Project;
        return project;
    }

    /// <summary>What rules report, in source order. An analyzer that throws fails the test.</summary>
    internal static async Task<ImmutableArray<Diagnostic>> Analyze(Project project, ImmutableArray<DiagnosticAnalyzer>? rules = null) =>
        await Analyze((await project.GetCompilationAsync())!, project.AnalyzerOptions, rules);

    /// <inheritdoc cref="Analyze(Project, ImmutableArray{DiagnosticAnalyzer}?)"/>
    internal static async Task<ImmutableArray<Diagnostic>> Analyze(Compilation compilation, AnalyzerOptions options,
        ImmutableArray<DiagnosticAnalyzer>? rules = null)
    {
        var thrown = new List<string>();
        var analysis = new CompilationWithAnalyzers(compilation, rules ?? CreateAll(), new CompilationWithAnalyzersOptions(
            options,
            (exception, analyzer, _) => { lock (thrown) thrown.Add($"{analyzer.GetType().Name}: {exception}"); },
            concurrentAnalysis: true,
            logAnalyzerExecutionTime: false));
        var reports = await analysis.GetAnalyzerDiagnosticsAsync();
        if (thrown.Count > 0) throw new AnalyzerThrewException(string.Join("\n", thrown));
        return [.. reports.OrderBy(r => r.Location.SourceTree?.FilePath, StringComparer.Ordinal).ThenBy(r => r.Location.SourceSpan.Start)
            .ThenBy(r => r.Id, StringComparer.Ordinal)];
    }

    internal static async Task<IEnumerable<Diagnostic>> Errors(Project project) =>
        (await project.GetCompilationAsync())!.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error);

    /// <summary>Diagnostics as a failure shows them, one a line with the code they are at.</summary>
    internal static string Show(IEnumerable<Diagnostic> diagnostics) => string.Join("\n", diagnostics.Select(d =>
        $"{d.Location.GetLineSpan().Path}({d.Location.GetLineSpan().StartLinePosition.Line + 1}): {d.Id} {d.GetMessage()} | {d.Location.SourceTree?.GetText().Lines[d.Location.GetLineSpan().StartLinePosition.Line]}"));
}

/// <summary>A rule threw: what a user sees as AD0001.</summary>
internal sealed class AnalyzerThrewException(string message) : Exception(message);
