using System.Runtime.CompilerServices;

namespace ArchitectAnalyzers.Models;

/// <summary>
/// Whether a file speaks of versions of an API: a library's names, or a route with a segment like <c>v1</c>. The name of an OpenAPI document
/// is none. Each tree is searched once in its life.
/// </summary>
internal static class VersionNames
{
    private static readonly ConditionalWeakTable<SyntaxTree, StrongBox<bool>> s_byTree = new();
    private static readonly string[] s_words = { "ApiVersion", "api-version", "VersionedApi", "{version" };

    internal static bool Has(SyntaxTree tree, CancellationToken cancellationToken) =>
        s_byTree.TryGetValue(tree, out var known) ? known.Value : s_byTree.GetValue(tree, t => new(Search(t, cancellationToken))).Value;

    private static bool Search(SyntaxTree tree, CancellationToken cancellationToken)
    {
        var text = tree.GetText(cancellationToken).ToString();
        if (Words.Has(text, s_words, StringComparison.OrdinalIgnoreCase)) return true;
        if (!HasSegment(text)) return false;
        foreach (var token in tree.GetRoot(cancellationToken).DescendantTokens())
            if (token.Parent is LiteralExpressionSyntax or InterpolatedStringTextSyntax && HasSegment(token.ValueText)
                && !IsDocument(token.Parent)) return true;
        return false;
    }

    // "/swagger/v1/swagger.json", SwaggerDoc("v1", …), AddOpenApi("v1")
    private static bool IsDocument(SyntaxNode literal)
    {
        if (literal.ToString().IndexOf("swagger", StringComparison.OrdinalIgnoreCase) >= 0
            || literal.ToString().IndexOf("openapi", StringComparison.OrdinalIgnoreCase) >= 0) return true;
        var call = literal.FirstAncestorOrSelf<InvocationExpressionSyntax>();
        return call is not null && CallShapes.NameNode(call).ToString() is var name
            && (name.IndexOf("Swagger", StringComparison.Ordinal) >= 0 || name.IndexOf("OpenApi", StringComparison.Ordinal) >= 0);
    }

    // v1, v2.0, between slashes or at an end.
    private static bool HasSegment(string text)
    {
        for (var i = 0; i + 1 < text.Length; i++)
            if (text[i] is 'v' or 'V' && char.IsDigit(text[i + 1]) && (i == 0 || text[i - 1] is '/' or '"')) return true;
        return false;
    }
}
