namespace ArchitectAnalyzers.Semantics;

/// <summary>Code that runs on developers' machines alone.</summary>
internal static class Development
{
    /// <summary>Whether a node stands in a branch for development. By the name of the test.</summary>
    internal static bool Has(SyntaxNode node)
    {
        for (var n = node.Parent; n is not null and not BaseMethodDeclarationSyntax; n = n.Parent)
            if (n is IfStatementSyntax branch && branch.Else?.Span.Contains(node.Span) != true && branch.Condition.ToString().Contains("IsDevelopment")) return true;
        return false;
    }
}
