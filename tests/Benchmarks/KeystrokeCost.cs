using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace ArchitectAnalyzers.Benchmarks;

/// <summary>
/// What an editor waits for: a statement is typed into a document of some 500 lines, in a compilation of 100,000 lines that was analysed
/// before, and that document is analysed again, by every rule and by empty ones.
/// </summary>
internal static class KeystrokeCost
{
    internal static int Run(int runs)
    {
        Meter.Head(runs);
        var backend = Backend.Generated();
        var warm = Meter.Checked(With500Lines(backend));
        var empty = Meter.Empty(warm);
        Meter.Analyse(warm, Meter.Suite);
        var keystroke = 0;
        var costs = Meter.Rounds(runs * 4,
            () => Meter.Time(() => Typed(warm, keystroke++), edited => Analyse(edited, empty)),
            () => Meter.Time(() => Typed(warm, keystroke++), edited => Analyse(edited, Meter.Suite)));
        Console.WriteLine("| one document of 500 lines | elapsed ms | processor ms | allocated MB |\n|---|---:|---:|---:|");
        Console.WriteLine($"| empty analyzers | {costs[0].Spread(c => c.Elapsed)} | {costs[0].Spread(c => c.Processor)} | {costs[0].Spread(c => c.Megabytes)} |");
        Console.WriteLine($"| suite | {costs[1].Spread(c => c.Elapsed)} | {costs[1].Spread(c => c.Processor)} | {costs[1].Spread(c => c.Megabytes)} |");
        Console.WriteLine($"| **suite / empty** | **{Meter.Ratio(costs[1], costs[0], c => c.Elapsed)}** | **{Meter.Ratio(costs[1], costs[0], c => c.Processor)}** | **{Meter.Ratio(costs[1], costs[0], c => c.Megabytes)}** |");

        Console.WriteLine("\n| rule by itself | elapsed ms | allocated MB |\n|---|---:|---:|");
        foreach (var rule in Meter.Suite)
        {
            var cost = Meter.Rounds(runs, () => Meter.Time(() => Typed(warm, keystroke++), edited => Analyse(edited, [rule])))[0];
            Console.WriteLine($"| {rule.SupportedDiagnostics[0].Id} {rule.GetType().Name} | {cost.Spread(c => c.Elapsed)} | {cost.Spread(c => c.Megabytes)} |");
        }

        return 0;
    }

    // The generated files are shorter: five controllers' worth of one become one document, in namespaces of their own.
    private static Backend With500Lines(Backend backend)
    {
        var text = "";
        foreach (var (path, source) in backend.Sources)
        {
            if (!path.EndsWith("Controller.cs", StringComparison.Ordinal)) continue;
            var usings = text.Length == 0;
            var unit = CSharpSyntaxTree.ParseText(source).GetCompilationUnitRoot();
            var body = string.Concat(unit.Members.OfType<BaseNamespaceDeclarationSyntax>().SelectMany(n => n.Members).Select(m => m.ToFullString()));
            text += (usings ? string.Concat(unit.Usings.Select(u => u.ToFullString())) : "") + $"\nnamespace Backend.Typed{text.Length}\n{{\n    using Backend;\n{body}}}\n";
            if (text.Count(c => c == '\n') >= 500) break;
        }

        return backend with { Sources = backend.Sources.Add(("Typed.cs", SourceText.From(text))) };
    }

    // A statement more in the last method of the document.
    private static (CSharpCompilation Compilation, SyntaxTree Tree) Typed(CSharpCompilation warm, int keystroke)
    {
        var tree = warm.SyntaxTrees.Single(t => t.FilePath == "Typed.cs");
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
