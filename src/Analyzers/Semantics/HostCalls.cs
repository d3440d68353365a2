using System.Runtime.CompilerServices;

namespace ArchitectAnalyzers.Semantics;

/// <summary>
/// The calls of a syntax tree that could set up a host, by name alone: <c>Map…</c>, <c>Use…</c>, <c>Add…</c>, <c>Configure…</c>,
/// <c>Require…</c>, <c>Run…</c>, <c>Build</c>, <c>Create…</c>. Each tree is walked once in its life, whatever the number of rules and
/// compilations that ask: an edit re-walks the edited file only. Nothing is bound.
/// </summary>
internal static class HostCalls
{
    private static readonly ConditionalWeakTable<SyntaxTree, StrongBox<ImmutableArray<InvocationExpressionSyntax>>> s_byTree = new();

    private static readonly string[] s_prefixes = { "Map", "Use", "Add", "Configure", "Require", "Run", "Build", "Create" };

    /// <summary>In source order. <paramref name="tree"/> may be any C# tree; generated ones are included.</summary>
    internal static ImmutableArray<InvocationExpressionSyntax> Of(SyntaxTree tree, CancellationToken cancellationToken) =>
        s_byTree.TryGetValue(tree, out var known)
            ? known.Value
            : s_byTree.GetValue(tree, t => new(Walk(t.GetRoot(cancellationToken)))).Value;

    private static ImmutableArray<InvocationExpressionSyntax> Walk(SyntaxNode root)
    {
        ImmutableArray<InvocationExpressionSyntax>.Builder? found = null;
#pragma warning disable RS0030 // the one walk
        foreach (var node in root.DescendantNodes(MayContainCalls))
#pragma warning restore RS0030
            if (node is InvocationExpressionSyntax call && IsHostName(CallShapes.NameNode(call)))
                (found ??= ImmutableArray.CreateBuilder<InvocationExpressionSyntax>()).Add(call);

        return found?.ToImmutable() ?? ImmutableArray<InvocationExpressionSyntax>.Empty;
    }

    private static bool MayContainCalls(SyntaxNode node) => node switch
    {
        TypeSyntax and not (GenericNameSyntax or IdentifierNameSyntax) => false,
        AttributeListSyntax or UsingDirectiveSyntax or BaseListSyntax or TypeParameterListSyntax or LiteralExpressionSyntax => false,
        _ => true,
    };

    private static bool IsHostName(SyntaxNode name)
    {
        if (name is not SimpleNameSyntax { Identifier.ValueText: var text }) return false;
        foreach (var prefix in s_prefixes)
            if (text.StartsWith(prefix, StringComparison.Ordinal)) return true;
        return false;
    }
}
