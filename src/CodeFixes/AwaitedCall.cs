namespace ArchitectAnalyzers.CodeFixes;

/// <summary>
/// A call without arguments that matter gives way to its asynchronous counterpart: <c>x.Cancel()</c> becomes <c>await x.CancelAsync()</c>, and
/// <c>x?.Cancel();</c> becomes <c>if (x is not null) await x.CancelAsync();</c>.
/// </summary>
internal static class AwaitedCall
{
    /// <summary>
    /// The replacement for a call in an async function; null where an await cannot stand in its place with the same meaning, or a comment in the argument
    /// list would go.
    /// </summary>
    internal static (SyntaxNode Node, Func<SyntaxNode, SyntaxNode> Replace)? Plan(FixSite site, InvocationExpressionSyntax call, string counterpart)
    {
        if (call.ContainsDirectives
            || call.ArgumentList.DescendantTrivia().Any(t => !t.IsKind(SyntaxKind.WhitespaceTrivia) && t.Token != call.ArgumentList.CloseParenToken)
            || Functions.FunctionNode(call) is not { } function || !Functions.IsAsync(function) || !Functions.AllowsAwait(call)
            || References.MayCross(function, call, site)) return null;
        if (call.Expression is not MemberBindingExpressionSyntax)
        {
            if (call.Expression.DescendantNodesAndSelf().Any(n => n is MemberBindingExpressionSyntax)) return null;
            return (call, current => current is InvocationExpressionSyntax now && Renamed(now, counterpart) is { } renamed
                ? AwaitSyntax.Await(renamed, call)
                : current);
        }

        if (call.Parent is not ConditionalAccessExpressionSyntax { Parent: ExpressionStatementSyntax statement } conditional
            || statement.Parent is not (BlockSyntax or SwitchSectionSyntax or GlobalStatementSyntax)
            || !site.IsVariable(conditional.Expression)) return null;
        return (statement, current => current is ExpressionStatementSyntax { Expression: ConditionalAccessExpressionSyntax now } plain
            ? NullChecked(plain, now.Expression.WithoutTrivia(), counterpart)
            : current);
    }

    private static IfStatementSyntax NullChecked(ExpressionStatementSyntax statement, ExpressionSyntax receiver, string counterpart)
    {
        var test = IsPatternExpression(
            receiver.WithTrailingTrivia(Space),
            Token(default, SyntaxKind.IsKeyword, TriviaList(Space)),
            UnaryPattern(Token(default, SyntaxKind.NotKeyword, TriviaList(Space)), ConstantPattern(LiteralExpression(SyntaxKind.NullLiteralExpression))));
        var call = InvocationExpression(MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, receiver, IdentifierName(counterpart)));
        return statement.CopyAnnotationsTo(IfStatement(test, statement.WithExpression(AwaitSyntax.Await(call, statement)).WithoutLeadingTrivia())
            .WithIfKeyword(Token(default, SyntaxKind.IfKeyword, TriviaList(Space)))
            .WithCloseParenToken(Token(default, SyntaxKind.CloseParenToken, TriviaList(Space)))
            .WithLeadingTrivia(statement.GetLeadingTrivia()))!;
    }

    private static InvocationExpressionSyntax? Renamed(InvocationExpressionSyntax call, string counterpart)
    {
        ExpressionSyntax? expression = call.Expression switch
        {
            MemberAccessExpressionSyntax access => access.WithName(IdentifierName(counterpart).WithTriviaFrom(access.Name)),
            IdentifierNameSyntax name => IdentifierName(counterpart).WithTriviaFrom(name),
            _ => null,
        };
        return expression is null ? null : call.WithExpression(expression).WithArgumentList(call.ArgumentList.WithArguments(default));
    }
}
