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
        new(title, key, editor => editor.ReplaceNode(node, (current, _) => replace(current)), usings) { Replacement = (node, replace) };

    /// <summary>The one replacement that is all of the plan; null where there is more to it.</summary>
    internal (SyntaxNode Node, Func<SyntaxNode, SyntaxNode> Replace)? Replacement { get; private init; }
}
