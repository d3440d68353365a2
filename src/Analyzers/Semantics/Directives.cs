namespace ArchitectAnalyzers.Semantics;

/// <summary>Conditional compilation around code.</summary>
internal static class Directives
{
    /// <summary>Whether a node is compiled under a condition: between <c>#if</c> and <c>#endif</c>. Walks the file backwards: ask after the verdict.</summary>
    internal static bool IsConditional(SyntaxNode node)
    {
        var closed = 0;
        for (var token = node.GetFirstToken(); !token.IsKind(SyntaxKind.None); token = token.GetPreviousToken())
        {
            if (!token.HasLeadingTrivia) continue;
            var trivia = token.LeadingTrivia;
            for (var i = trivia.Count - 1; i >= 0; i--)
            {
                if (trivia[i].IsKind(SyntaxKind.EndIfDirectiveTrivia)) closed++;
                else if (trivia[i].IsKind(SyntaxKind.IfDirectiveTrivia) && closed-- == 0) return true;
            }
        }

        return false;
    }
}
