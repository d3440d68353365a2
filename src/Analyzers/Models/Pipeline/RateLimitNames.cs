using System.Runtime.CompilerServices;

namespace ArchitectAnalyzers.Models;

/// <summary>
/// Whether a file speaks of rate limits, by a name or by answering 429: the framework's limiter, a library's, or one made by hand. Comments
/// and strings do not count, and neither does what a called service answers. Each tree is searched once in its life.
/// </summary>
internal static class RateLimitNames
{
    private static readonly ConditionalWeakTable<SyntaxTree, StrongBox<bool>> s_byTree = new();

    // A semaphore around outbound calls is often called a throttle: that word counts for types, attributes and called methods only.
    private const string Throttle = "Throttl", TooMany = "TooManyRequests", TooManyCode = "429";
    private static readonly string[] s_words = { "RateLimit", "ConcurrencyLimiter", "Status429" };

    internal static bool Has(SyntaxTree tree, CancellationToken cancellationToken) =>
        s_byTree.TryGetValue(tree, out var known)
            ? known.Value
            : s_byTree.GetValue(tree, t => new(Search(t, cancellationToken))).Value;

    private static bool Search(SyntaxTree tree, CancellationToken cancellationToken)
    {
        // Almost every file ends here, without a walk.
        var text = tree.GetText(cancellationToken).ToString();
        if (!HasWord(text) && !Contains(text, Throttle) && !Contains(text, TooMany) && !Contains(text, TooManyCode)) return false;

        // Source that stands for the framework says nothing about the app.
        foreach (var token in tree.GetRoot(cancellationToken).DescendantTokens(static node => !IsFrameworks(node)))
            if (Speaks(token)) return true;
        return false;
    }

    private static bool IsFrameworks(SyntaxNode node) => node is BaseNamespaceDeclarationSyntax space
        && space.Name.ToString() is var name
        && (name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) || name.StartsWith("Microsoft.Extensions", StringComparison.Ordinal));

    private static bool Speaks(SyntaxToken token)
    {
        if (token.IsKind(SyntaxKind.NumericLiteralToken)) return token.Value is 429 && IsAnswer(token.Parent);
        if (!token.IsKind(SyntaxKind.IdentifierToken)) return false;
        var name = token.ValueText;
        if (name.EndsWith("Exception", StringComparison.Ordinal)) return false;
        return HasWord(name) || (Contains(name, Throttle) && IsTypeOrCall(token.Parent)) || (name == TooMany && IsAnswer(token.Parent));
    }

    private static bool HasWord(string text) => Words.Has(text, s_words, StringComparison.OrdinalIgnoreCase);

    private static bool Contains(string text, string word) => text.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0;

    private static bool IsTypeOrCall(SyntaxNode? named) => named switch
    {
        BaseTypeDeclarationSyntax => true,
        SimpleNameSyntax { Parent: AttributeSyntax or BaseTypeSyntax or TypeArgumentListSyntax or ObjectCreationExpressionSyntax } => true,
        SimpleNameSyntax { Parent: InvocationExpressionSyntax call } name => call.Expression == name,
        SimpleNameSyntax { Parent: MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax } member } name => member.Name == name,
        _ => false,
    };

    // Response.StatusCode = 429, Results.StatusCode((int)HttpStatusCode.TooManyRequests); not: response.StatusCode == 429.
    private static bool IsAnswer(SyntaxNode? value)
    {
        while (value?.Parent is MemberAccessExpressionSyntax or CastExpressionSyntax or ParenthesizedExpressionSyntax) value = value.Parent;
        return value?.Parent is ArgumentSyntax || (value?.Parent is AssignmentExpressionSyntax assignment && assignment.Right == value);
    }
}
