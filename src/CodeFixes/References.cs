namespace ArchitectAnalyzers.CodeFixes;

/// <summary>Spans and references to variables, which must not live across an <c>await</c>. The compiler says so only when it emits.</summary>
internal static class References
{
    /// <summary>Whether a span or reference of the function may be alive where an await is to stand.</summary>
    internal static bool MayCross(SyntaxNode function, SyntaxNode place, FixSite site)
    {
        var statement = place.FirstAncestorOrSelf<StatementSyntax>() ?? place;
        return function.DescendantNodes().Any(node => node switch
        {
            VariableDeclaratorSyntax or SingleVariableDesignationSyntax =>
                site.Semantics.GetDeclaredSymbol(node, site.CancellationToken) is ILocalSymbol local && (local.IsRef || IsReference(local.Type)),
            CommonForEachStatementSyntax loop => IsReference(site.Semantics.GetForEachStatementInfo(loop).GetEnumeratorMethod?.ReturnType),
            ExpressionSyntax expression => statement.Contains(expression) && !place.Contains(expression)
                && IsReference(site.Semantics.GetTypeInfo(expression, site.CancellationToken).Type),
            _ => false,
        });
    }

    private static bool IsReference(ITypeSymbol? type) => type is { IsRefLikeType: true } or { TypeKind: TypeKind.Pointer };
}
