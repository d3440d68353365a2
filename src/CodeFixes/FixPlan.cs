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
    /// <summary>The edits one by one, where the plan is nothing but replacements of nodes; null where there is more to it.</summary>
    internal IReadOnlyList<NodeEdit>? Edits { get; private init; }

    /// <summary>
    /// A plan that replaces one node and does nothing else. Fix All makes any number of such replacements in one pass over the document, where an
    /// editor looks for each node anew.
    /// </summary>
    /// <param name="title">What the user reads.</param>
    /// <param name="key">The equivalence key.</param>
    /// <param name="node">The node as it is in the document.</param>
    /// <param name="replace">Takes the node as it is by then, edited inside perhaps.</param>
    /// <param name="usings">Namespaces that the new code needs.</param>
    internal static FixPlan Replace(string title, string key, SyntaxNode node, Func<SyntaxNode, SyntaxNode> replace, params string[] usings) =>
        Replace(title, key, new[] { new NodeEdit(node, replace) }, usings);

    /// <summary>The same for several nodes; one that plans share is edited by each, and must not mind.</summary>
    internal static FixPlan Replace(string title, string key, IReadOnlyList<NodeEdit> edits, params string[] usings)
    {
        void Edit(DocumentEditor editor)
        {
            foreach (var edit in edits) editor.ReplaceNode(edit.Node, (current, _) => edit.Replace(current));
        }

        return new FixPlan(title, key, Edit, usings) { Edits = edits };
    }
}

/// <summary>A replacement of one node.</summary>
/// <param name="Node">The node in the document as it was.</param>
/// <param name="Replace">Makes the replacement from the node's current form, in which nodes inside it may have been replaced.</param>
internal readonly record struct NodeEdit(SyntaxNode Node, Func<SyntaxNode, SyntaxNode> Replace)
{
    /// <summary>The root with all edits made, those of one node one after the other.</summary>
    internal static SyntaxNode Apply(SyntaxNode root, IEnumerable<NodeEdit> edits)
    {
        var byNode = edits.ToLookup(edit => edit.Node);
        return root.ReplaceNodes(byNode.Select(group => group.Key), (original, current) =>
            byNode[original].Aggregate(current, (node, edit) => edit.Replace(node)));
    }
}
