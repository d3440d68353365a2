namespace ArchitectAnalyzers.Models;

/// <summary>Code that tells a caller to authenticate, or that it may not: by the names and numbers that it answers with.</summary>
internal static class Refusals
{
    private static readonly string[] s_words =
    {
        "Status401Unauthorized", "Status403Forbidden", "ChallengeAsync", "ForbidAsync", "Unauthorized", "Forbidden", "Forbid", "Challenge",
        "UnauthorizedResult", "UnauthorizedObjectResult", "ForbidResult",
    };

    private static readonly string[] s_checks = { "AuthorizeAsync", "IsAuthenticated", "IsInRole", "HasClaim", "ChallengeAsync", "AuthenticateAsync", "Forbid",
        "Challenge" };

    /// <summary>Whether code answers 401 or 403 by itself. What maps exceptions to answers does not check anybody.</summary>
    internal static bool Answers(SyntaxNode code)
    {
        var answers = false;
        foreach (var token in code.DescendantTokens())
        {
            if (token.IsKind(SyntaxKind.CatchKeyword)) return false;
            if (token.IsKind(SyntaxKind.NumericLiteralToken)) answers |= token.Value is 401 or 403;
            else if (token.IsKind(SyntaxKind.IdentifierToken))
            {
                if (token.ValueText.EndsWith("Exception", StringComparison.Ordinal)) return false;
                answers |= Array.IndexOf(s_words, token.ValueText) >= 0;
            }
        }

        return answers;
    }

    /// <summary>
    /// Whether a handler decides in its own body who may call: it asks for the user's rights, or refuses callers by what a header says.
    /// </summary>
    internal static bool ChecksCaller(SyntaxNode handler)
    {
        var (refuses, readsHeader) = (false, false);
        foreach (var token in handler.DescendantTokens())
        {
            if (!token.IsKind(SyntaxKind.IdentifierToken)) continue;
            var name = token.ValueText;
            if (Array.IndexOf(s_checks, name) >= 0) return true;
            readsHeader |= name is "Headers" or "FromHeader" or "FromHeaderAttribute";
            refuses |= Array.IndexOf(s_words, name) >= 0 || name == "BadRequest";
        }

        return refuses && readsHeader;
    }
}
