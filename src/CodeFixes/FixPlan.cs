namespace ArchitectAnalyzers.CodeFixes;

/// <summary>One sound answer to a finding: an entry under the lightbulb.</summary>
/// <param name="Title">What the user reads; where there are several answers, it names the trade-off.</param>
/// <param name="Key">The equivalence key: the id, or <c>id:variant</c>. Fix All applies one key.</param>
/// <param name="Edit">
/// Records the edits. It must not assume that it is alone in the document: it replaces nodes through
/// <see cref="SyntaxEditor.ReplaceNode(SyntaxNode, Func{SyntaxNode, SyntaxGenerator, SyntaxNode})"/> and edits the current node it is handed, so
/// that nested sites compose; an edit to a shared node (a method made async, a parameter added) is skipped where it is already made.
/// </param>
/// <param name="Usings">Namespaces that the new code needs; those missing from the file are added, once, in order.</param>
internal sealed record FixPlan(string Title, string Key, Action<DocumentEditor> Edit, params string[] Usings)
{
    /// <summary>A plan that replaces nodes and does nothing else: any number of such plans is applied in one pass.</summary>
    internal FixPlan(string title, string key, IReadOnlyList<NodeEdit> changes, params string[] usings)
        : this(title, key, editor => Record(editor, changes), usings) => Changes = changes;

    /// <summary>A plan that replaces one node and does nothing else.</summary>
    /// <param name="title">What the user reads.</param>
    /// <param name="key">The equivalence key.</param>
    /// <param name="node">The node as it is in the document.</param>
    /// <param name="replace">Takes the node as it is by then, edited inside perhaps.</param>
    /// <param name="usings">Namespaces that the new code needs.</param>
    internal static FixPlan Replace(string title, string key, SyntaxNode node, Func<SyntaxNode, SyntaxNode> replace, params string[] usings) =>
        new(title, key, new[] { new NodeEdit(node, replace) }, usings);

    /// <summary>The replaced nodes, where the plan says them; then they are all that <see cref="Edit"/> does.</summary>
    internal IReadOnlyList<NodeEdit>? Changes { get; }

    /// <summary>What is yet to be asked of the compiler before the plan is offered. Needs <see cref="Changes"/>.</summary>
    internal Trial? Trial { get; init; }

    /// <summary>Whether somebody should look at it: Fix All leaves it out. The title says what may change.</summary>
    internal bool IsAlone { get; init; }

    /// <summary>
    /// What changes in other documents of the solution: for fixes of <see cref="FixReach.Solution"/>. Plans may share such an edit, so it too
    /// is skipped where it is already made.
    /// </summary>
    internal IReadOnlyList<DocumentEdit> Elsewhere { get; init; } = Array.Empty<DocumentEdit>();

    private static void Record(SyntaxEditor editor, IReadOnlyList<NodeEdit> changes)
    {
        foreach (var edit in changes) editor.ReplaceNode(edit.Node, (current, _) => edit.Change(current));
    }
}

/// <summary>The part of a plan that changes another document than the finding's; <see cref="FixPlan"/> says how it edits.</summary>
internal sealed record DocumentEdit(DocumentId Document, Action<DocumentEditor> Edit, params string[] Usings);

/// <summary>Which documents the plans of a fix change.</summary>
internal enum FixReach
{
    /// <summary>The finding's own.</summary>
    Document,

    /// <summary>Others too, where a signature is declared in several.</summary>
    Solution,
}
