namespace ArchitectAnalyzers.CodeFixes.Database;

/// <summary>Puts a call into a query behind its source, or takes one out.</summary>
internal static class TrackingCalls
{
    /// <summary>The edit that makes <c>source</c> into <c>source.Name()</c>; null where the source is no expression of this document.</summary>
    internal static Action<SyntaxEditor>? Append(SyntaxNode source, string name, FixSite site)
    {
        if (source is not ExpressionSyntax expression || source.SyntaxTree != site.Root.SyntaxTree) return null;
        if (expression is not (IdentifierNameSyntax or MemberAccessExpressionSyntax or InvocationExpressionSyntax or MemberBindingExpressionSyntax))
            return null;
        return editor => editor.ReplaceNode(expression, (current, _) => current is ExpressionSyntax now ? Called(now, name) : current);
    }

    /// <summary>The edit that makes <c>source.Name()</c> into <c>source</c>; null where a comment would go.</summary>
    internal static Action<SyntaxEditor>? Remove(InvocationExpressionSyntax call)
    {
        if (call.Expression is not MemberAccessExpressionSyntax { Expression: var before } access || call.ArgumentList.Arguments.Count > 0) return null;
        if (access.OperatorToken.LeadingTrivia.Concat(call.ArgumentList.DescendantTrivia()).Concat(access.Name.DescendantTrivia())
            .Any(t => !t.IsKind(SyntaxKind.WhitespaceTrivia) && !t.IsKind(SyntaxKind.EndOfLineTrivia))) return null;
        if (before.GetTrailingTrivia().Any(t => !t.IsKind(SyntaxKind.WhitespaceTrivia) && !t.IsKind(SyntaxKind.EndOfLineTrivia))) return null;
        return editor => editor.ReplaceNode(call, (current, _) =>
            current is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var kept } }
            ? kept.WithTrailingTrivia(current.GetTrailingTrivia()) : current);
    }

    private static ExpressionSyntax Called(ExpressionSyntax source, string name) => InvocationExpression(
        MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, source.WithoutTrailingTrivia(), IdentifierName(name)))
        .WithTrailingTrivia(source.GetTrailingTrivia());
}
