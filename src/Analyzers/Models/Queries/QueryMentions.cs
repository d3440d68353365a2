using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace ArchitectAnalyzers.Models;

/// <summary>Whether a file has a name of the set-up of contexts among its words. Comments, strings and declarations do not count.</summary>
internal static class QueryMentions
{
    private static readonly ConditionalWeakTable<SyntaxTree, ConcurrentDictionary<string, bool>> s_byTree = new();

    internal static bool Has(SyntaxTree tree, string name, CancellationToken cancellationToken)
    {
        var names = s_byTree.GetValue(tree, static _ => new(StringComparer.Ordinal));
        if (names.TryGetValue(name, out var known)) return known;
        return names[name] = Search(tree, name, cancellationToken);
    }

    private static bool Search(SyntaxTree tree, string name, CancellationToken cancellationToken)
    {
        if (tree.GetText(cancellationToken).ToString().IndexOf(name, StringComparison.Ordinal) < 0) return false;
        foreach (var token in tree.GetRoot(cancellationToken).DescendantTokens())
            if (token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == name && token.Parent is SimpleNameSyntax) return true;
        return false;
    }
}
