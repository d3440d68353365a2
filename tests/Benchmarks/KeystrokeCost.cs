using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace ArchitectAnalyzers.Benchmarks;

/// <summary>
/// What an editor waits for: a statement is typed into a document of some 500 lines, in a compilation of 100,000 lines that was analysed
/// before, and that document is analysed again, by every rule and by empty ones. One document each of controllers, of endpoints, which are a part of the
/// app's set-up, and of services.
/// </summary>
internal static class KeystrokeCost
{
    private static readonly string[] s_kinds = ["Controller", "Endpoints", "Service"];

    internal static int Run(int runs)
    {
        Meter.Head(runs);
        var warm = Meter.Checked(s_kinds.Aggregate(Backend.Generated(), With500Lines));
        var empty = Meter.Empty(warm);
        Meter.Analyse(warm, Meter.Suite);
        var keystroke = 0;
        Console.WriteLine("| document of 500 lines, analysers | elapsed ms | processor ms | allocated MB |\n|---|---:|---:|---:|");
        foreach (var kind in s_kinds)
        {
            var costs = Meter.Rounds(runs * 4,
                () => Meter.Time(() => Typed(warm, kind, keystroke++), edited => Analyse(edited, empty)),
                () => Meter.Time(() => Typed(warm, kind, keystroke++), edited => Analyse(edited, Meter.Suite)));
            Console.WriteLine($"| {kind}, empty | {costs[0].Spread(c => c.Elapsed)} | {costs[0].Spread(c => c.Processor)} | {costs[0].Spread(c => c.Megabytes)} |");
            Console.WriteLine($"| {kind}, suite | {costs[1].Spread(c => c.Elapsed)} | {costs[1].Spread(c => c.Processor)} | {costs[1].Spread(c => c.Megabytes)} |");
            Console.WriteLine($"| **{kind}, suite / empty** | **{Meter.Ratio(costs[1], costs[0], c => c.Elapsed)}** | **{Meter.Ratio(costs[1], costs[0], c => c.Processor)}** | **{Meter.Ratio(costs[1], costs[0], c => c.Megabytes)}** |");
        }

        Console.WriteLine($"\n| rule by itself, elapsed ms | {string.Join(" | ", s_kinds)} |\n|---|{string.Concat(s_kinds.Select(_ => "---:|"))}");
        foreach (var rule in Meter.Suite)
        {
            var costs = s_kinds.Select(kind => Meter.Rounds(1, () => Meter.Time(() => Typed(warm, kind, keystroke++), edited => Analyse(edited, [rule])))[0].Spread(c => c.Elapsed));
            Console.WriteLine($"| {rule.SupportedDiagnostics[0].Id} {rule.GetType().Name} | {string.Join(" | ", costs)} |");
        }

        return 0;
    }

    // The generated files are shorter: as many of a kind as it takes become one document, in namespaces of their own.
    private static Backend With500Lines(Backend backend, string kind)
    {
        var text = "";
        foreach (var (path, source) in backend.Sources)
        {
            if (!path.EndsWith(kind + ".cs", StringComparison.Ordinal)) continue;
            var usings = text.Length == 0;
            var unit = CSharpSyntaxTree.ParseText(source).GetCompilationUnitRoot();
            var body = string.Concat(unit.Members.OfType<BaseNamespaceDeclarationSyntax>().SelectMany(n => n.Members).Select(m => m.ToFullString()));
            text += (usings ? string.Concat(unit.Usings.Select(u => u.ToFullString())) : "") + $"\nnamespace Backend.Typed{kind}{text.Length}\n{{\n    using Backend;\n{body}}}\n";
            if (text.Count(c => c == '\n') >= 500) break;
        }

        return backend with { Sources = backend.Sources.Add(($"Typed{kind}.cs", SourceText.From(text))) };
    }

    // A statement more in the last method of the document.
    private static (CSharpCompilation Compilation, SyntaxTree Tree) Typed(CSharpCompilation warm, string kind, int keystroke)
    {
        var tree = warm.SyntaxTrees.Single(t => t.FilePath == $"Typed{kind}.cs");
        var block = tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>().Last(m => m.Body is not null).Body!;
        var edited = tree.WithChangedText(tree.GetText().WithChanges(new TextChange(new TextSpan(block.OpenBraceToken.Span.End, 0), $" var typed{keystroke} = {keystroke};")));
        return (warm.ReplaceSyntaxTree(tree, edited), edited);
    }

    private static int Analyse((CSharpCompilation Compilation, SyntaxTree Tree) edited, System.Collections.Immutable.ImmutableArray<DiagnosticAnalyzer> analyzers)
    {
        var analysis = edited.Compilation.WithAnalyzers(analyzers, Meter.With());
        var syntax = analysis.GetAnalyzerSyntaxDiagnosticsAsync(edited.Tree, default).GetAwaiter().GetResult();
        var semantic = analysis.GetAnalyzerSemanticDiagnosticsAsync(edited.Compilation.GetSemanticModel(edited.Tree), null, default).GetAwaiter().GetResult();
        return syntax.Length + semantic.Length;
    }
}
