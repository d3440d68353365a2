using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace ArchitectAnalyzers.Semantics;

/// <summary>
/// Where the files of a compilation use one of some names: in code, not in comments, and not where something of that name is declared. Each file is
/// searched once in its life for each list of names; nothing is bound.
/// </summary>
internal static class Mentions
{
    private static readonly ConditionalWeakTable<SyntaxTree, ConcurrentDictionary<string[], ImmutableArray<SimpleNameSyntax>>> s_byTree = new();

    /// <summary>Whether any file does. <paramref name="words"/> is a static table: it is the key under which the answer is kept.</summary>
    internal static bool Any(Compilation compilation, string[] words, CancellationToken cancellationToken)
    {
        foreach (var tree in compilation.SyntaxTrees)
            if (!Of(tree, words, cancellationToken).IsEmpty) return true;
        return false;
    }

    /// <summary>The uses in one file, in order.</summary>
    internal static ImmutableArray<SimpleNameSyntax> Of(SyntaxTree tree, string[] words, CancellationToken cancellationToken)
    {
        var known = s_byTree.GetOrCreateValue(tree);
        return known.TryGetValue(words, out var found) ? found : known.GetOrAdd(words, Search(tree, words, cancellationToken));
    }

    private static ImmutableArray<SimpleNameSyntax> Search(SyntaxTree tree, string[] words, CancellationToken cancellationToken)
    {
        // Almost every file ends here, without a walk.
        var text = tree.GetText(cancellationToken).ToString();
        if (!Words.Has(text, words)) return ImmutableArray<SimpleNameSyntax>.Empty;
        var found = ImmutableArray.CreateBuilder<SimpleNameSyntax>();
        foreach (var token in tree.GetRoot(cancellationToken).DescendantTokens())
        {
            if (token.IsKind(SyntaxKind.IdentifierToken) && token.Parent is SimpleNameSyntax name && Array.IndexOf(words, token.ValueText) >= 0)
                found.Add(name);
        }

        return found.ToImmutable();
    }
}
