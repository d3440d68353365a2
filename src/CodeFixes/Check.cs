namespace ArchitectAnalyzers.CodeFixes;

/// <summary>Tries edits out before they are offered.</summary>
internal static class Check
{
    /// <summary>
    /// The document's semantics with the edits made; null where it has more compile errors than before. The marked nodes carry the annotation
    /// afterwards.
    /// </summary>
    internal static SemanticModel? Edited(
        FixSite site, Action<SyntaxEditor> edit, string[] usings, IReadOnlyCollection<SyntaxNode> marked, SyntaxAnnotation mark)
    {
        var editor = new SyntaxEditor(site.Root, site.Document.Project.Solution.Workspace.Services);
        edit(editor);
        foreach (var node in marked) editor.ReplaceNode(node, (current, _) => current.WithAdditionalAnnotations(mark));
        var old = site.Root.SyntaxTree;
        var tree = old.WithRootAndOptions(Usings.Add(editor.GetChangedRoot(), usings, site.Semantics), old.Options);
        var after = site.Semantics.Compilation.ReplaceSyntaxTree(old, tree).GetSemanticModel(tree);
        return Errors(after, site.CancellationToken) > Errors(site.Semantics, site.CancellationToken) ? null : after;
    }

    private static int Errors(SemanticModel semantics, CancellationToken cancellationToken) =>
        semantics.GetDiagnostics(cancellationToken: cancellationToken).Count(d => d.Severity == DiagnosticSeverity.Error);
}
