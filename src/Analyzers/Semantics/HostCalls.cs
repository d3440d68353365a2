using System.Runtime.CompilerServices;

namespace ArchitectAnalyzers.Semantics;

/// <summary>
/// The calls of a syntax tree that could set up a host, by name alone: <c>Map…</c>, <c>Use…</c>, <c>Add…</c>, <c>Configure…</c>,
/// <c>Require…</c>, <c>Run…</c>, <c>Build</c>, <c>Create…</c>. Each tree is read once in its life, whatever the number of rules and
/// compilations that ask: an edit re-reads the edited file only. Nothing is bound.
/// </summary>
internal static class HostCalls
{
    private static readonly ConditionalWeakTable<SyntaxTree, OfTree> s_byTree = new();

    private static readonly string[] s_prefixes = { "Map", "Use", "Add", "Configure", "Require", "Run", "Build", "Create" };

    // As written where a web host is made, and where one is handed a handler. A walk makes every node of a file anew; looking for a word in
    // its text costs a hundredth of that, and few files have one.
    private static readonly string[] s_hosts =
    {
        "CreateBuilder", "CreateSlimBuilder", "CreateEmptyBuilder", "CreateDefaultBuilder", "ConfigureWebHost", "UseStartup", "WebApplication",
    };

    private static readonly string[] s_handlers = { "Use(", "Run(" };

    /// <summary>In source order. <paramref name="tree"/> may be any C# tree; generated ones are included.</summary>
    internal static ImmutableArray<InvocationExpressionSyntax> Of(SyntaxTree tree, CancellationToken cancellationToken)
    {
        var known = Known(tree);
        return (known.Calls ??= new(Walk(tree.GetRoot(cancellationToken)))).Value;
    }

    /// <summary>Whether the tree may make a web host; else no call in it does.</summary>
    internal static bool MayMakeHost(SyntaxTree tree, CancellationToken cancellationToken)
    {
        var known = Known(tree);
        return (known.MakesHost ??= new(Mentions(s_hosts, tree, cancellationToken))).Value;
    }

    /// <summary>Whether the tree may map or add a handler; else no call in it does.</summary>
    internal static bool MayAddHandler(SyntaxTree tree, CancellationToken cancellationToken)
    {
        var known = Known(tree);
        return (known.AddsHandler ??= new(Maps(tree, cancellationToken) || Mentions(s_handlers, tree, cancellationToken))).Value;
    }

    /// <summary>Whether the tree may have a <c>using static</c>: then names in it may be those of other types' members.</summary>
    internal static bool UsesStatics(SyntaxTree tree)
    {
        var known = Known(tree);
        return (known.UsesStatics ??= new(tree.GetText().ToString().Contains("using static"))).Value;
    }

    private static OfTree Known(SyntaxTree tree) => s_byTree.TryGetValue(tree, out var known) ? known : s_byTree.GetValue(tree, static _ => new OfTree());

    // .MapGet(…), .Map(…); not .Map<T>(…), which maps objects.
    private static bool Maps(SyntaxTree tree, CancellationToken cancellationToken)
    {
        var text = tree.GetText(cancellationToken).ToString();
        for (var at = text.IndexOf(".Map", StringComparison.Ordinal); at >= 0; at = text.IndexOf(".Map", at + 4, StringComparison.Ordinal))
            if (at + 4 < text.Length && (text[at + 4] == '(' || char.IsUpper(text[at + 4]))) return true;
        return false;
    }

    private static bool Mentions(string[] words, SyntaxTree tree, CancellationToken cancellationToken) =>
        Words.Has(tree.GetText(cancellationToken).ToString(), words);

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

    // What is known of a tree; null: not asked yet. Two threads may both ask, and find the same.
    private sealed class OfTree
    {
        internal StrongBox<ImmutableArray<InvocationExpressionSyntax>>? Calls;
        internal StrongBox<bool>? MakesHost, AddsHandler, UsesStatics;
    }
}
