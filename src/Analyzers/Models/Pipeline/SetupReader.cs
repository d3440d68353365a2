using System.Collections.Concurrent;

namespace ArchitectAnalyzers.Models;

/// <summary>
/// The way to an app's set-up for the models that read it: they ask here for semantic models, declarations and names, and what they conclude about
/// the app as a whole is kept. An editor makes a compilation after each keystroke, and to read how a large app is set up takes longer than all
/// that is asked of the file being edited: so a conclusion is carried over where nothing that it rests on has changed. Thread-safe.
/// </summary>
internal sealed class SetupReader
{
    private readonly Facts _facts;
    private readonly Declarations _declarations;
    private readonly Conclusions _conclusions;

    internal SetupReader(Facts facts)
    {
        _facts = facts;
        _declarations = Declarations.Of(facts.Compilation);
        _conclusions = Conclusions.Of(facts.Compilation, _declarations);
    }

    /// <summary>The semantic model of a file that sets something up.</summary>
    internal SemanticModel Semantics(SyntaxTree tree)
    {
        _conclusions.Read(tree);
        return _facts.Semantics(tree);
    }

    /// <summary>The source of something that takes part in the set-up; null where it has none.</summary>
    internal SyntaxNode? Declaration(ISymbol symbol)
    {
        if (symbol.DeclaringSyntaxReferences.IsEmpty) return null;
        _conclusions.Read(symbol.DeclaringSyntaxReferences[0].SyntaxTree);
        return symbol.DeclaringSyntaxReferences[0].GetSyntax();
    }

    /// <summary>Says that files have been searched for a name: one that gets or loses it may change what is concluded.</summary>
    internal string Named(string name)
    {
        _conclusions.Named(name);
        return name;
    }

    /// <summary>The same for each of a list of names.</summary>
    internal void Named(string[] names)
    {
        foreach (var name in names) _conclusions.Named(name);
    }

    /// <summary>
    /// What is concluded about the app, which is read where it is not known from an earlier compilation. It is a value: no symbol, no node, nothing
    /// that belongs to one compilation.
    /// </summary>
    internal T Recall<T>(string conclusion, Func<T> read) where T : notnull => _conclusions.Of(conclusion, read);

    /// <summary>What is found out about a node from its own file and from what is declared; also a value.</summary>
    internal T OfNode<TNode, T>(TNode node, Func<TNode, T> read) where TNode : SyntaxNode where T : notnull
    {
        _conclusions.Read(node.SyntaxTree);
        return _declarations.OfNode(node, read);
    }

    /// <summary>What is concluded about one compilation, and what that rests on.</summary>
    private sealed class Conclusions
    {
        private readonly ImmutableArray<SyntaxTree> _trees;
        private readonly ConcurrentDictionary<SyntaxTree, bool> _read;
        private readonly ConcurrentDictionary<string, bool> _names;
        private readonly ConcurrentDictionary<string, object> _known;

        private Conclusions(ImmutableArray<SyntaxTree> trees, Conclusions? earlier)
        {
            _trees = trees;
            _read = earlier is null ? new() : new(earlier._read);
            _names = earlier is null ? new(StringComparer.Ordinal) : new(earlier._names, StringComparer.Ordinal);
            _known = earlier is null ? new(StringComparer.Ordinal) : new(earlier._known, StringComparer.Ordinal);
        }

        internal static Conclusions Of(Compilation compilation, Declarations declarations)
        {
            var trees = compilation.SyntaxTrees.ToImmutableArray();
            var conclusions = new Conclusions(trees, declarations.Kept is Conclusions earlier && earlier.HoldsFor(trees) ? earlier : null);
            declarations.Kept = conclusions;
            return conclusions;
        }

        internal void Read(SyntaxTree tree) => _read.TryAdd(tree, true);

        internal void Named(string name) => _names.TryAdd(name, true);

        internal T Of<T>(string conclusion, Func<T> read) where T : notnull =>
            _known.TryGetValue(conclusion, out var known) ? (T)known : (T)_known.GetOrAdd(conclusion, read());

        private bool HoldsFor(ImmutableArray<SyntaxTree> trees)
        {
            if (trees.Length != _trees.Length) return false;
            for (var i = 0; i < trees.Length; i++)
                if (trees[i] != _trees[i] && !IsHarmless(_trees[i], trees[i])) return false;
            return true;
        }

        // The same is declared: what differs are bodies, which nobody read, and which call nothing that was looked for.
        private bool IsHarmless(SyntaxTree before, SyntaxTree after) => !_read.ContainsKey(before) && !MaySetUp(before) && !MaySetUp(after);

        private bool MaySetUp(SyntaxTree tree)
        {
            if (HostCalls.MayMakeHost(tree, CancellationToken.None)) return true;
            var text = tree.GetText().ToString();
            foreach (var name in _names)
                if (HasName(text, name.Key)) return true;
            return false;
        }

        private static bool HasName(string text, string name)
        {
            for (var at = text.IndexOf(name, StringComparison.Ordinal); at >= 0; at = text.IndexOf(name, at + 1, StringComparison.Ordinal))
            {
                var end = at + name.Length;
                if ((at == 0 || !SyntaxFacts.IsIdentifierPartCharacter(text[at - 1])) && (end == text.Length || !SyntaxFacts.IsIdentifierPartCharacter(text[end]))) return true;
            }

            return false;
        }
    }
}

internal static class SetupReaderOfFacts
{
    /// <summary>The way to the set-up of this compilation's apps.</summary>
    internal static SetupReader Setup(this Facts facts) => facts.Model(static f => new SetupReader(f));
}
