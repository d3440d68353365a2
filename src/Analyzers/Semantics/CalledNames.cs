using System.Runtime.CompilerServices;

namespace ArchitectAnalyzers.Semantics;

/// <summary>The calls of a syntax tree, by the called name. Each tree is walked once in its life. Nothing is bound.</summary>
internal static class CalledNames
{
    private static readonly ConditionalWeakTable<SyntaxTree, Dictionary<string, List<InvocationExpressionSyntax>>> s_byTree = new();

    /// <summary>The calls of a name; null for none.</summary>
    internal static List<InvocationExpressionSyntax>? Of(SyntaxTree tree, string name, CancellationToken cancellationToken)
    {
        if (!s_byTree.TryGetValue(tree, out var calls))
        {
            // A walk makes every node of a file anew; most files do not have the name.
            if (!tree.GetText(cancellationToken).ToString().Contains(name)) return null;
            calls = s_byTree.GetValue(tree, t => Walk(t.GetRoot(cancellationToken)));
        }

        return calls.TryGetValue(name, out var found) ? found : null;
    }

    /// <summary>All calls, by name.</summary>
    internal static IReadOnlyDictionary<string, List<InvocationExpressionSyntax>> All(SyntaxTree tree, CancellationToken cancellationToken) =>
        s_byTree.TryGetValue(tree, out var calls) ? calls : s_byTree.GetValue(tree, t => Walk(t.GetRoot(cancellationToken)));

    private static Dictionary<string, List<InvocationExpressionSyntax>> Walk(SyntaxNode root)
    {
        var found = new Dictionary<string, List<InvocationExpressionSyntax>>(StringComparer.Ordinal);
#pragma warning disable RS0030 // the one walk
        foreach (var node in root.DescendantNodes(static node => node is not (AttributeListSyntax or UsingDirectiveSyntax or BaseListSyntax)))
#pragma warning restore RS0030
        {
            if (node is not InvocationExpressionSyntax call || CallShapes.NameNode(call) is not SimpleNameSyntax { Identifier.ValueText: var name }) continue;
            if (!found.TryGetValue(name, out var calls)) found.Add(name, calls = new List<InvocationExpressionSyntax>(1));
            calls.Add(call);
        }

        return found;
    }
}
