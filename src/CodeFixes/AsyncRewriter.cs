namespace ArchitectAnalyzers.CodeFixes;

/// <summary>Writes <c>async</c> on a function, changes its return type, and has it return what its tasks give.</summary>
internal static class AsyncRewriter
{
    internal static SyntaxNode Convert(SyntaxNode function, AsyncShape shape) => function switch
    {
        MethodDeclarationSyntax method =>
            Rewrite(method, shape) is MethodDeclarationSyntax m ? WithAsync(m.WithReturnType(Returned(m.ReturnType, shape)), m.Modifiers) : function,
        LocalFunctionStatementSyntax local =>
            Rewrite(local, shape) is LocalFunctionStatementSyntax l ? WithAsync(l.WithReturnType(Returned(l.ReturnType, shape)), l.Modifiers) : function,
        ParenthesizedLambdaExpressionSyntax lambda => Rewrite(lambda, shape) is ParenthesizedLambdaExpressionSyntax p
            ? WithAsync(p.ReturnType is null ? p : p.WithReturnType(Returned(p.ReturnType, shape)), p.Modifiers) : function,
        SimpleLambdaExpressionSyntax lambda => Rewrite(lambda, shape) is SimpleLambdaExpressionSyntax s ? WithAsync(s, s.Modifiers) : function,
        _ => function,
    };

    /// <summary>The expression that a function is, if it is one.</summary>
    internal static ExpressionSyntax? ExpressionBody(SyntaxNode function) => function switch
    {
        MethodDeclarationSyntax method => method.ExpressionBody?.Expression,
        LocalFunctionStatementSyntax local => local.ExpressionBody?.Expression,
        LambdaExpressionSyntax lambda => lambda.ExpressionBody,
        _ => null,
    };

    private static TypeSyntax Returned(TypeSyntax type, AsyncShape shape) => shape switch
    {
        AsyncShape.Void => IdentifierName("Task").WithTriviaFrom(type),
        AsyncShape.Value => GenericName(Identifier("Task"), TypeArgumentList(SingletonSeparatedList(type.WithoutTrivia()))).WithTriviaFrom(type),
        _ => type,
    };

    // After the other modifiers; where there are none, first, and then it takes the trivia of what it is put before.
    private static SyntaxNode WithAsync<T>(T function, SyntaxTokenList modifiers) where T : SyntaxNode
    {
        var keyword = Token(default, SyntaxKind.AsyncKeyword, TriviaList(Space));
        if (modifiers.Count == 0)
        {
            var next = function switch
            {
                MethodDeclarationSyntax method => method.ReturnType.GetFirstToken(),
                LocalFunctionStatementSyntax local => local.ReturnType.GetFirstToken(),
                ParenthesizedLambdaExpressionSyntax lambda => (lambda.ReturnType as SyntaxNode ?? lambda.ParameterList).GetFirstToken(),
                SimpleLambdaExpressionSyntax lambda => lambda.Parameter.GetFirstToken(),
                _ => default,
            };
            keyword = keyword.WithLeadingTrivia(next.LeadingTrivia);
            function = function.ReplaceToken(next, next.WithLeadingTrivia());
        }

        modifiers = modifiers.Add(keyword);
        return function switch
        {
            MethodDeclarationSyntax method => method.WithModifiers(modifiers),
            LocalFunctionStatementSyntax local => local.WithModifiers(modifiers),
            ParenthesizedLambdaExpressionSyntax lambda => lambda.WithModifiers(modifiers),
            SimpleLambdaExpressionSyntax lambda => lambda.WithModifiers(modifiers),
            _ => function,
        };
    }

    private static SyntaxNode Rewrite(SyntaxNode function, AsyncShape shape)
    {
        if (shape is AsyncShape.Void or AsyncShape.Value) return function;
        if (ExpressionBody(function) is { } body)
            return body is ThrowExpressionSyntax ? function : function.ReplaceNode(body, Given(body) ?? AwaitSyntax.Await(body, ParenthesizedExpression(body)));
        return new Returns(function, shape).Visit(function) ?? function;
    }

    private static ExpressionSyntax? Given(ExpressionSyntax task) =>
        task is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "FromResult", Expression: var type },
            ArgumentList.Arguments: { Count: 1 } arguments }
        && type is IdentifierNameSyntax { Identifier.ValueText: "Task" or "ValueTask" }
            or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Task" or "ValueTask" }
            ? arguments[0].Expression.WithTriviaFrom(task)
            : null;

    private static bool IsCompleted(ExpressionSyntax task) =>
        task is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CompletedTask" } or DefaultExpressionSyntax
        || task.IsKind(SyntaxKind.DefaultLiteralExpression);

    private sealed class Returns(SyntaxNode function, AsyncShape shape) : CSharpSyntaxRewriter
    {
        public override SyntaxNode? Visit(SyntaxNode? node) =>
            node != function && node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax && node != function ? node : base.Visit(node);

        public override SyntaxNode? VisitReturnStatement(ReturnStatementSyntax node)
        {
            if (node.Expression is not { } task) return node;
            if (shape == AsyncShape.TaskOfValue) return node.WithExpression(Given(task) ?? AwaitSyntax.Await(task, ParenthesizedExpression(task)));
            if (IsCompleted(task)) return node.WithExpression(null).WithReturnKeyword(node.ReturnKeyword.WithTrailingTrivia());
            var wait = ExpressionStatement(AwaitSyntax.Await(task, ParenthesizedExpression(task)), node.SemicolonToken)
                .WithLeadingTrivia(node.GetLeadingTrivia());
            if (IsLast(node)) return wait;

            // Anything but the last statement of the function goes on to return.
            return Block(
                Token(default, SyntaxKind.OpenBraceToken, TriviaList(Space)),
                List(new StatementSyntax[] { wait.WithoutTrivia().WithTrailingTrivia(Space), Leave().WithTrailingTrivia(Space) }),
                Token(default, SyntaxKind.CloseBraceToken, default)).WithTriviaFrom(node);
        }

        public override SyntaxNode? VisitBlock(BlockSyntax node)
        {
            var visited = ((BlockSyntax)base.VisitBlock(node)!).Statements;
            visited = Spliced(node.Statements, visited);

            // "return Task.CompletedTask;" at the end says nothing any more.
            if (shape == AsyncShape.Task && node.Parent == function && visited.LastOrDefault() is ReturnStatementSyntax { Expression: null } last
                && !last.GetLeadingTrivia().Concat(last.GetTrailingTrivia())
                    .Any(t => !t.IsKind(SyntaxKind.WhitespaceTrivia) && !t.IsKind(SyntaxKind.EndOfLineTrivia)))
                visited = visited.RemoveAt(visited.Count - 1);
            return node.WithStatements(visited);
        }

        public override SyntaxNode? VisitSwitchSection(SwitchSectionSyntax node) =>
            node.WithStatements(Spliced(node.Statements, ((SwitchSectionSyntax)base.VisitSwitchSection(node)!).Statements));

        // In a list of statements the two need no braces.
        private static SyntaxList<StatementSyntax> Spliced(SyntaxList<StatementSyntax> before, SyntaxList<StatementSyntax> after)
        {
            var statements = new List<StatementSyntax>();
            for (var i = 0; i < after.Count; i++)
            {
                if (before[i] is not ReturnStatementSyntax { Expression: not null } || after[i] is not BlockSyntax pair)
                {
                    statements.Add(after[i]);
                    continue;
                }

                var (leading, trailing) = (before[i].GetLeadingTrivia(), before[i].GetTrailingTrivia());
                var endsLine = trailing.Any(SyntaxKind.EndOfLineTrivia);
                statements.Add(pair.Statements[0].WithLeadingTrivia(leading).WithTrailingTrivia(endsLine ? trailing.Last() : Space));
                statements.Add(pair.Statements[1]
                    .WithLeadingTrivia(endsLine && leading.LastOrDefault() is var indent && indent.IsKind(SyntaxKind.WhitespaceTrivia)
                        ? TriviaList(indent) : default)
                    .WithTrailingTrivia(trailing));
            }

            return List(statements);
        }

        private static ReturnStatementSyntax Leave() =>
            ReturnStatement(Token(default, SyntaxKind.ReturnKeyword, default), null, Token(default, SyntaxKind.SemicolonToken, default));

        private bool IsLast(ReturnStatementSyntax node) => node.Parent is BlockSyntax block && block.Parent == function && block.Statements.Last() == node;
    }
}
