using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace ArchitectAnalyzers.CodeFixes;

/// <summary>Spans and references to variables, which must not live across an <c>await</c>. The compiler says so only when it emits.</summary>
internal static class References
{
    // Whether a function declares any: looked into once for all findings in it.
    private static readonly ConditionalWeakTable<SemanticModel, ConcurrentDictionary<SyntaxNode, bool>> s_declaring = new();

    /// <summary>Whether a span or reference of the function may be alive where an await is to stand.</summary>
    internal static bool MayCross(SyntaxNode function, SyntaxNode place, FixSite site)
    {
        var declaring = s_declaring.GetValue(site.Semantics, static _ => new());
        if (declaring.GetOrAdd(function, f => f.DescendantNodes().Any(node => Declares(node, site)))) return true;
        var statement = place.FirstAncestorOrSelf<StatementSyntax>() ?? place;
        return (function.Contains(statement) ? statement : function).DescendantNodesAndSelf().OfType<ExpressionSyntax>().Any(expression =>
            !place.Contains(expression) && IsReference(site.Semantics.GetTypeInfo(expression, site.CancellationToken).Type));
    }

    private static bool Declares(SyntaxNode node, FixSite site) => node switch
    {
        VariableDeclaratorSyntax or SingleVariableDesignationSyntax =>
            site.Semantics.GetDeclaredSymbol(node, site.CancellationToken) is ILocalSymbol local && (local.IsRef || IsReference(local.Type)),
        CommonForEachStatementSyntax loop => IsReference(site.Semantics.GetForEachStatementInfo(loop).GetEnumeratorMethod?.ReturnType),
        _ => false,
    };

    private static bool IsReference(ITypeSymbol? type) => type is { IsRefLikeType: true } or { TypeKind: TypeKind.Pointer };
}
