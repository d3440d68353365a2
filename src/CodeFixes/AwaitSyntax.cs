namespace ArchitectAnalyzers.CodeFixes;

/// <summary>Writes <c>await</c> where another expression stands: with the parentheses that its place needs, and no comment lost.</summary>
internal static class AwaitSyntax
{
    /// <summary><c>await task</c>, to stand where <paramref name="place"/> stands in the document.</summary>
    internal static ExpressionSyntax Await(ExpressionSyntax task, SyntaxNode place)
    {
        var operand = task.WithoutLeadingTrivia();
        if (!BindsTightly(operand)) operand = ParenthesizedExpression(operand.WithoutTrailingTrivia()).WithTrailingTrivia(operand.GetTrailingTrivia());
        ExpressionSyntax awaited = AwaitExpression(Token(default, SyntaxKind.AwaitKeyword, TriviaList(Space)), operand);
        if (NeedsParentheses(place)) awaited = ParenthesizedExpression(awaited.WithoutTrailingTrivia()).WithTrailingTrivia(awaited.GetTrailingTrivia());
        return awaited.WithLeadingTrivia(task.GetLeadingTrivia());
    }

    /// <summary>
    /// What stays of an expression when something after it goes: its own trailing trivia without the white space, the comments of what goes, and
    /// the trailing trivia of the whole.
    /// </summary>
    internal static ExpressionSyntax WithTrailingOf(this ExpressionSyntax kept, SyntaxNode whole, IEnumerable<SyntaxToken> removed)
    {
        var last = whole.GetLastToken();
        var between = kept.GetTrailingTrivia().ToList();
        foreach (var token in removed)
        {
            between.AddRange(token.LeadingTrivia);
            if (token != last) between.AddRange(token.TrailingTrivia);
        }

        var after = whole.GetTrailingTrivia();
        if (!between.Any(t => !t.IsKind(SyntaxKind.WhitespaceTrivia) && !t.IsKind(SyntaxKind.EndOfLineTrivia))) return kept.WithTrailingTrivia(after);

        // A comment that ended its line still does, once.
        while (between[between.Count - 1].IsKind(SyntaxKind.WhitespaceTrivia)) between.RemoveAt(between.Count - 1);
        return between[between.Count - 1].IsKind(SyntaxKind.EndOfLineTrivia) && after.Count > 0 && after[0].IsKind(SyntaxKind.EndOfLineTrivia)
            ? kept.WithTrailingTrivia(between.Concat(after.Skip(1)))
            : kept.WithTrailingTrivia(between.Concat(after));
    }

    // An operand of await is a unary expression.
    private static bool BindsTightly(ExpressionSyntax expression) => expression is not (
        BinaryExpressionSyntax or ConditionalExpressionSyntax or AssignmentExpressionSyntax or LambdaExpressionSyntax or SwitchExpressionSyntax
        or IsPatternExpressionSyntax or RangeExpressionSyntax or WithExpressionSyntax or QueryExpressionSyntax or ThrowExpressionSyntax
        or ConditionalAccessExpressionSyntax);

    private static bool NeedsParentheses(SyntaxNode place) => place.Parent switch
    {
        MemberAccessExpressionSyntax access => access.Expression == place,
        InvocationExpressionSyntax call => call.Expression == place,
        ElementAccessExpressionSyntax element => element.Expression == place,
        ConditionalAccessExpressionSyntax conditional => conditional.Expression == place,
        PostfixUnaryExpressionSyntax => true,
        WithExpressionSyntax with => with.Expression == place,
        _ => false,
    };
}
