namespace ArchitectAnalyzers.Semantics;

/// <summary>The body that surely runs when a method is called.</summary>
internal static class SoleBody
{
    /// <summary>
    /// The declaration of a method, local function or getter that has a body in this compilation, where no other may run in its stead; null for
    /// virtual, abstract and interface members, and for what a reference declares.
    /// </summary>
    internal static SyntaxNode? Of(IMethodSymbol method)
    {
        method = method.ReducedFrom ?? method;
        method = (method.PartialImplementationPart ?? method).OriginalDefinition;
        if ((method.IsVirtual || method.IsOverride) && !method.IsSealed && !method.ContainingType.IsSealed || method.IsAbstract
            || method.DeclaringSyntaxReferences.Length != 1) return null;
        var declaration = method.DeclaringSyntaxReferences[0].GetSyntax();
        return declaration switch
        {
            ArrowExpressionClauseSyntax => declaration,
            BaseMethodDeclarationSyntax { ExpressionBody: null, Body: null } => null,
            AccessorDeclarationSyntax { ExpressionBody: null, Body: null } => null,
            BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax => declaration,
            _ => null,
        };
    }
}
