namespace ArchitectAnalyzers.CodeFixes.Architecture;

/// <summary><c>list.ForEach(async item => …);</c> as <c>foreach (var item in list) …</c>.</summary>
internal static class SequentialLoop
{
    /// <summary>The edit; null where the lambda's body means something else in a loop, or a comment would go.</summary>
    internal static Action<SyntaxEditor>? Plan(
        FixSite site, InvocationExpressionSyntax call, IInvocationOperation loop, LambdaExpressionSyntax lambda)
    {
        if (call.Parent is not ExpressionStatementSyntax statement || Source(call, loop) is null || ItemOf(lambda) is not { } item) return null;
        if (AsyncConversion.Own(lambda).Any(n => n is ReturnStatementSyntax)) return null;

        // Names of the lambda now share a scope with those around it.
        var declared = AsyncConversion.Own(lambda).Select(DeclaredName).Append(item.Identifier.ValueText);
        if (declared.Any(name => name is not null && site.Semantics.LookupSymbols(statement.SpanStart, name: name)
            .Any(s => s is ILocalSymbol or IParameterSymbol or IRangeVariableSymbol))) return null;

        // What is not kept holds no comment.
        var gone = call.DescendantTokens().Where(t => !lambda.Body.Span.Contains(t.Span)).Append(statement.SemicolonToken);
        if (gone.Any(t => t != call.GetFirstToken() && t.LeadingTrivia.Any(Comments.IsKept)
            || t != statement.SemicolonToken && t.TrailingTrivia.Any(Comments.IsKept))) return null;
        if (lambda.Body.GetTrailingTrivia().Any(Comments.IsKept)) return null;
        return editor => editor.ReplaceNode(statement, (current, _) => current is ExpressionStatementSyntax now ? Changed(now) : current);
    }

    private static StatementSyntax Changed(ExpressionStatementSyntax statement)
    {
        var call = (InvocationExpressionSyntax)statement.Expression;
        var lambda = call.ArgumentList.Arguments.Select(a => a.Expression).OfType<LambdaExpressionSyntax>().Last();
        var item = ItemOf(lambda)!;
        var source = call.ArgumentList.Arguments.Count == 1
            ? ((MemberAccessExpressionSyntax)call.Expression).Expression
            : call.ArgumentList.Arguments[0].Expression;
        var body = lambda.Block is { } block
            ? (StatementSyntax)block.WithTrailingTrivia(statement.GetTrailingTrivia())
            : ExpressionStatement(lambda.ExpressionBody!.WithoutTrivia()).WithTrailingTrivia(statement.GetTrailingTrivia());
        return statement.CopyAnnotationsTo(ForEachStatement(
            default, default,
            Token(statement.GetLeadingTrivia(), SyntaxKind.ForEachKeyword, TriviaList(Space)),
            Token(SyntaxKind.OpenParenToken),
            (item.Type ?? IdentifierName("var")).WithoutTrivia().WithTrailingTrivia(Space),
            item.Identifier.WithoutTrivia().WithTrailingTrivia(Space),
            Token(default, SyntaxKind.InKeyword, TriviaList(Space)),
            source.WithoutTrivia(),
            Token(default, SyntaxKind.CloseParenToken, lambda.Block is null ? TriviaList(Space) : lambda.ArrowToken.TrailingTrivia),
            body))!;
    }

    // Not null only where the receiver, or the first argument, is the source as written.
    private static ExpressionSyntax? Source(InvocationExpressionSyntax call, IInvocationOperation loop) =>
        call.ArgumentList.Arguments.Any(a => a.NameColon is not null) ? null
        : !loop.TargetMethod.IsStatic ? (call.Expression as MemberAccessExpressionSyntax)?.Expression
        : call.ArgumentList.Arguments.Count == 2 ? call.ArgumentList.Arguments[0].Expression
        : null;

    private static ParameterSyntax? ItemOf(LambdaExpressionSyntax lambda) => lambda switch
    {
        SimpleLambdaExpressionSyntax simple => simple.Parameter,
        ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters: { Count: 1 } parameters } when parameters[0].Modifiers.Count == 0 => parameters[0],
        _ => null,
    };

    private static string? DeclaredName(SyntaxNode node) => node switch
    {
        VariableDeclaratorSyntax variable => variable.Identifier.ValueText,
        SingleVariableDesignationSyntax variable => variable.Identifier.ValueText,
        ForEachStatementSyntax loop => loop.Identifier.ValueText,
        CatchDeclarationSyntax caught => caught.Identifier.ValueText,
        LocalFunctionStatementSyntax function => function.Identifier.ValueText,
        _ => null,
    };
}
