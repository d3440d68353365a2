using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ArchitectAnalyzers.Tests.Suite;

/// <summary>
/// Who may know whom: rules and fixes know models, models know semantics, all know the core; a rule knows no other rule, and a fix knows its
/// own rule alone. Read from the bound sources, so that a call, an inferred type and a base class count alike.
/// </summary>
internal static class Layers
{
    // Lower layers first; CodeFixes are above Rules.
    private static readonly string[] s_order = ["Core", "Semantics", "Models", "Rules", "CodeFixes"];

    /// <summary>One line for each edge that must not be.</summary>
    internal static IEnumerable<string> Wrong(CSharpCompilation compilation)
    {
        var seen = new HashSet<string>();
        var ruleOfHelper = new Dictionary<string, string>();
        foreach (var tree in compilation.SyntaxTrees)
        {
            var semantics = compilation.GetSemanticModel(tree);
            foreach (var node in tree.GetRoot().DescendantNodes())
            {
                if (node is not ExpressionSyntax expression || Container(node, semantics) is not { } from) continue;
                foreach (var to in TypesOf(semantics, expression))
                    if (Why(from, to, ruleOfHelper) is { } why && seen.Add($"{from} {to}"))
                        yield return $"{tree.FilePath}({tree.GetLineSpan(node.Span).StartLinePosition.Line + 1}): {from.Name} uses {to.Name}: {why}";
            }
        }
    }

    /// <summary>A small compilation with a type in every layer, and one more file.</summary>
    internal static CSharpCompilation Sample(string made, (string Path, string Text) file) => CSharpCompilation.Create("Sample",
        new (string Path, string Text)[]
        {
            ("src/Analyzers/Core/K.cs", "namespace ArchitectAnalyzers.Core { public class K { public static void Call() { } } }"),
            ("src/Analyzers/Core/Rule.cs", "namespace ArchitectAnalyzers.Core { public class Rule { } }"),
            ("src/Analyzers/Semantics/S.cs", "namespace ArchitectAnalyzers.Semantics { public class S { public static void Call() { } } }"),
            ("src/Analyzers/Models/M/M.cs", "namespace ArchitectAnalyzers.Models { public class M { public static void Call() { } } }"),
            ("src/Analyzers/Rules/Api/Other.cs",
                "namespace ArchitectAnalyzers.Rules.Api { public class Other : ArchitectAnalyzers.Core.Rule { public static void Call() { } } }"),
            ("src/CodeFixes/Api/OtherFix.cs",
                "namespace ArchitectAnalyzers.CodeFixes.Api { public class OtherFix : Fix { public static void Call() { } } public class Fix { } }"),
            ("elsewhere/Low.cs", $"namespace ArchitectAnalyzers {{ public static class Low {{ public static ArchitectAnalyzers.{made} Make() => null; }} }}"),
            file,
        }.DistinctBy(f => f.Path).Select(f => CSharpSyntaxTree.ParseText(f.Path == file.Path ? file.Text : f.Text, path: f.Path)),
        ReferenceSet.Console10.References, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

    private static string? Why(INamedTypeSymbol from, INamedTypeSymbol to, Dictionary<string, string> ruleOfHelper)
    {
        var (layer, other) = (Layer(from), Layer(to));
        if (layer < 0 || other < 0) return null;
        if (other > layer) return $"{s_order[layer]} knows no {s_order[other]}";
        if (s_order[other] == "Rules" && IsRule(to))
        {
            // A fix may have a helper beside it, which is of one rule as the fix is.
            if (s_order[layer] == "CodeFixes" && !from.Name.EndsWith("Fix", StringComparison.Ordinal)) ruleOfHelper.TryAdd(from.Name, to.Name);
            var mine = s_order[layer] == "Rules" ? from.Name : ruleOfHelper.GetValueOrDefault(from.Name) ?? from.Name[..^3];
            if (to.Name != mine && FileOf(from) != FileOf(to)) return $"{to.Name} is another rule";
        }

        return s_order[other] == "CodeFixes" && to.Name.EndsWith("Fix", StringComparison.Ordinal) && to.Name != "RuleFix" && FileOf(from) != FileOf(to)
            && !to.IsAbstract
            ? $"{to.Name} is another rule's fix"
            : null;
    }

    private static bool IsRule(INamedTypeSymbol type)
    {
        for (var t = type.BaseType; t is not null; t = t.BaseType)
            if (t.Name == "Rule") return !type.IsAbstract;
        return false;
    }

    // The outermost type, whose file and name tell the rule.
    private static INamedTypeSymbol Outermost(INamedTypeSymbol type)
    {
        while (type.ContainingType is { } outer) type = outer;
        return type.OriginalDefinition;
    }

    private static string FileOf(INamedTypeSymbol type) =>
        type.DeclaringSyntaxReferences.FirstOrDefault() is { } declaration ? declaration.SyntaxTree.FilePath.Split('/')[^1].Split('.')[0] : type.Name;

    private static int Layer(INamedTypeSymbol type)
    {
        var parts = type.ContainingNamespace.ToDisplayString().Split('.');
        return parts is ["ArchitectAnalyzers", var layer, ..] ? Array.IndexOf(s_order, layer) : -1;
    }

    private static INamedTypeSymbol? Container(SyntaxNode node, SemanticModel semantics) =>
        node.AncestorsAndSelf().OfType<BaseTypeDeclarationSyntax>().LastOrDefault() is { } declaration ? semantics.GetDeclaredSymbol(declaration) : null;

    private static IEnumerable<INamedTypeSymbol> TypesOf(SemanticModel semantics, ExpressionSyntax expression)
    {
        var symbol = semantics.GetSymbolInfo(expression).Symbol;
        var types = new[] { semantics.GetTypeInfo(expression).Type, symbol as ITypeSymbol, symbol?.ContainingType }.ToList();
        if (symbol is IMethodSymbol method) types.AddRange(method.TypeArguments);
        var named = new List<INamedTypeSymbol>();
        foreach (var type in types) Collect(type, named);
        return named.Select(Outermost);
    }

    private static void Collect(ITypeSymbol? type, List<INamedTypeSymbol> into)
    {
        if (type is IArrayTypeSymbol array) Collect(array.ElementType, into);
        if (type is not INamedTypeSymbol named) return;
        into.Add(named);
        foreach (var argument in named.TypeArguments) Collect(argument, into);
    }
}
