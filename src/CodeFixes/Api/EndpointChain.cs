namespace ArchitectAnalyzers.CodeFixes.Api;

/// <summary>Chains calls on endpoints the way the chain is laid out, and adds attributes to declarations the way theirs are.</summary>
internal static class EndpointChain
{
    /// <summary>The outermost expression that still stands for what the call maps: the call with what is chained on it.</summary>
    internal static ExpressionSyntax EndOf(InvocationExpressionSyntax mapping, FixSite site)
    {
        ExpressionSyntax end = mapping;
        while (end.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax chained } member && member.Expression == end
            && site.Semantics.GetTypeInfo(chained, site.CancellationToken).Type.IsA(site.Facts[KnownType.EndpointConventionBuilder])) end = chained;
        return end;
    }

    /// <summary>The expression with one call more: on a line of its own where the last one in the chain is.</summary>
    /// <param name="end">What <see cref="EndOf"/> gave, in its current form.</param>
    /// <param name="call">Without the dot: <c>RequireAuthorization()</c>.</param>
    internal static SyntaxNode Append(SyntaxNode end, string call)
    {
        var expression = (ExpressionSyntax)end;
        var trailing = expression.GetTrailingTrivia();
        var dot = Token(SyntaxKind.DotToken);
        expression = expression.WithoutTrailingTrivia();
        if (expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member }
            && member.Expression.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia))
        {
            expression = expression.WithTrailingTrivia(LineFeed);
            dot = dot.WithLeadingTrivia(member.OperatorToken.LeadingTrivia.Where(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)));
        }

        var parsed = (InvocationExpressionSyntax)ParseExpression("x." + call);
        return parsed.WithExpression(((MemberAccessExpressionSyntax)parsed.Expression).WithExpression(expression).WithOperatorToken(dot))
            .WithTrailingTrivia(trailing);
    }

    /// <summary>Whether a call can go from its chain without taking a comment with it.</summary>
    internal static bool CanLose(InvocationExpressionSyntax call)
    {
        if (call.Expression is not MemberAccessExpressionSyntax member || HasComment(member.OperatorToken.LeadingTrivia)) return false;
        return !HasComment(member.Expression.GetTrailingTrivia())
            || (call.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia) && !HasComment(call.GetTrailingTrivia()));
    }

    /// <summary>The chain without its last call, in its current form.</summary>
    internal static SyntaxNode WithoutLast(SyntaxNode call)
    {
        var receiver = ((MemberAccessExpressionSyntax)((InvocationExpressionSyntax)call).Expression).Expression;
        return HasComment(receiver.GetTrailingTrivia()) ? receiver : receiver.WithTrailingTrivia(call.GetTrailingTrivia());
    }

    private static bool HasComment(SyntaxTriviaList trivia) => trivia.Any(t => !t.IsKind(SyntaxKind.WhitespaceTrivia) && !t.IsKind(SyntaxKind.EndOfLineTrivia));

    /// <summary>The declaration with an attribute more, behind those that it has.</summary>
    internal static SyntaxNode WithAttribute(SyntaxNode declaration, string attribute)
    {
        var list = ((CompilationUnitSyntax)SyntaxTree("[" + attribute + "] class C { }")).Members[0].AttributeLists[0];
        var member = (MemberDeclarationSyntax)declaration;
        if (member.AttributeLists.LastOrDefault() is { } last)
        {
            // [HttpPost] public …: stays on the line.
            var ends = last.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia);
            return member.WithAttributeLists(member.AttributeLists.Add(list
                .WithLeadingTrivia(ends ? Indent(last.GetFirstToken()) : TriviaList())
                .WithTrailingTrivia(last.GetTrailingTrivia().Where(trivia => trivia.IsKind(ends ? SyntaxKind.EndOfLineTrivia : SyntaxKind.WhitespaceTrivia)))));
        }

        var first = member.GetFirstToken();
        var indent = Indent(first);
        list = list.WithLeadingTrivia(first.LeadingTrivia).WithTrailingTrivia(LineFeed);
        return ((MemberDeclarationSyntax)member.ReplaceToken(first, first.WithLeadingTrivia(indent))).AddAttributeLists(list);
    }

    private static SyntaxTriviaList Indent(SyntaxToken token) =>
        token.LeadingTrivia.LastOrDefault() is { RawKind: (int)SyntaxKind.WhitespaceTrivia } space ? TriviaList(space) : TriviaList();

    private static SyntaxNode SyntaxTree(string text) => CSharpSyntaxTree.ParseText(text).GetRoot();
}
