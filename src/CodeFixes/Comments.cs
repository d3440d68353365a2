namespace ArchitectAnalyzers.CodeFixes;

/// <summary>What stands between tokens and is not layout.</summary>
internal static class Comments
{
    /// <summary>Whether there are comments in a node or around it.</summary>
    internal static bool Has(SyntaxNode node) =>
        node.DescendantTrivia().Any(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia));

    /// <summary>Whether it is lost where its token goes: a comment, or a directive.</summary>
    internal static bool IsKept(SyntaxTrivia trivia) => !trivia.IsKind(SyntaxKind.WhitespaceTrivia) && !trivia.IsKind(SyntaxKind.EndOfLineTrivia);
}
