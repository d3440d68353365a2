using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace ArchitectAnalyzers.CodeFixes;

/// <summary>Spans and references to variables, which must not live across an <c>await</c>. The compiler says so only when it emits.</summary>
internal static class References
{
    // By the model of the file, then by the function: all its sites ask.
    private static readonly ConditionalWeakTable<SemanticModel, ConcurrentDictionary<SyntaxNode, bool>> s_declaring = new();

    /// <summary>Whether a span or reference of the function may be alive where an await is to stand.</summary>
    internal static bool MayCross(SyntaxNode function, SyntaxNode place, FixSite site)
    {
        if (s_declaring.GetOrCreateValue(site.Semantics).GetOrAdd(function, f => Declares(f, site))) return true;
        var statement = place.FirstAncestorOrSelf<StatementSyntax>() ?? place;
        if (!function.Contains(statement)) statement = function;
        return statement.DescendantNodes().OfType<ExpressionSyntax>()
            .Any(expression => !place.Contains(expression) && IsReference(site.Semantics.GetTypeInfo(expression, site.CancellationToken).Type));
    }

    private static bool Declares(SyntaxNode function, FixSite site) => function.DescendantNodes().Any(node => node switch
    {
        VariableDeclaratorSyntax or SingleVariableDesignationSyntax =>
            site.Semantics.GetDeclaredSymbol(node, site.CancellationToken) is ILocalSymbol local && (local.IsRef || IsReference(local.Type)),
        CommonForEachStatementSyntax loop => IsReference(site.Semantics.GetForEachStatementInfo(loop).GetEnumeratorMethod?.ReturnType),
        _ => false,
    });

    private static bool IsReference(ITypeSymbol? type) => type is { IsRefLikeType: true } or { TypeKind: TypeKind.Pointer };
}
