using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace ArchitectAnalyzers.Core;

/// <summary>
/// What the compilations of an editor share while only bodies are edited: the same things are declared, so that a body which has not changed is bound
/// to the same. What was found out about it then holds in the next compilation, which comes after each keystroke. Thread-safe.
/// </summary>
internal sealed class Declarations
{
    // A branch was switched, or everything was reformatted: to compare would take longer than to read.
    private const int MaxEdits = 8;

    // By some of the files: of those, one is not being edited.
    private static readonly ConditionalWeakTable<SyntaxTree, StrongBox<Declarations?>> s_byTree = new();

    private readonly ConditionalWeakTable<SyntaxTree, ConcurrentDictionary<SyntaxNode, object>> _byNode = new();
    private readonly ImmutableArray<MetadataReference> _references;
    private readonly CompilationOptions _options;
    private ImmutableArray<SyntaxTree> _trees;

    private Declarations(Compilation compilation, ImmutableArray<SyntaxTree> trees)
    {
        _references = compilation.ExternalReferences;
        _options = compilation.Options;
        _trees = trees;
    }

    /// <summary>What models conclude from more than one body; they say themselves for how long it holds.</summary>
    internal object? Kept { get; set; }

    /// <summary>The same instance for compilations that declare the same.</summary>
    internal static Declarations Of(Compilation compilation)
    {
        var trees = compilation.SyntaxTrees.ToImmutableArray();
        foreach (var tree in trees)
        {
            if (!s_byTree.TryGetValue(tree, out var box) || Volatile.Read(ref box.Value) is not { } earlier) continue;
            if (!earlier.AreOf(compilation, trees)) break;
            earlier._trees = trees;
            return earlier;
        }

        var declarations = new Declarations(compilation, trees);
        for (var i = 0; i < trees.Length; i += Math.Max(1, trees.Length / 4))
            Volatile.Write(ref s_byTree.GetOrCreateValue(trees[i]).Value, declarations);
        return declarations;
    }

    /// <summary>
    /// What is found out about a node from its own file and from what is declared. It is a value: no symbol, nothing that belongs to one compilation.
    /// </summary>
    internal T OfNode<TNode, T>(TNode node, Func<TNode, T> read) where TNode : SyntaxNode where T : notnull
    {
        var known = _byNode.GetOrCreateValue(node.SyntaxTree);
        return known.TryGetValue(node, out var found) ? (T)found : (T)known.GetOrAdd(node, read(node));
    }

    private bool AreOf(Compilation compilation, ImmutableArray<SyntaxTree> trees)
    {
        var before = _trees;
        var references = compilation.ExternalReferences;
        if (trees.Length != before.Length || references.Length != _references.Length || !_options.Equals(compilation.Options)) return false;
        for (var i = 0; i < references.Length; i++)
            if (references[i] != _references[i]) return false;
        var edits = 0;
        for (var i = 0; i < trees.Length; i++)
        {
            if (trees[i] == before[i]) continue;
            if (++edits > MaxEdits || !before[i].Options.Equals(trees[i].Options) || !SyntaxFactory.AreEquivalent(before[i], trees[i], topLevel: true)) return false;
        }

        return true;
    }
}
