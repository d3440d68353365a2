namespace ArchitectAnalyzers.CodeFixes.Database;

/// <summary>Edits of a chain of query operators that keep its layout.</summary>
internal static class QueryEdits
{
    /// <summary>
    /// The expression with one more call on it. It stands on a line of its own where the neighbour (a member access in the same chain) does, with the
    /// same indentation.
    /// </summary>
    internal static InvocationExpressionSyntax Append(ExpressionSyntax on, string name, ArgumentListSyntax arguments, MemberAccessExpressionSyntax? neighbour)
    {
        var (before, dot) = (SyntaxTriviaList.Empty, Token(SyntaxKind.DotToken));
        if (neighbour is not null && neighbour.OperatorToken.LeadingTrivia.Any(SyntaxKind.WhitespaceTrivia))
        {
            before = TriviaList(neighbour.Expression.GetTrailingTrivia().Where(t => t.IsKind(SyntaxKind.EndOfLineTrivia)).Take(1));
            dot = dot.WithLeadingTrivia(neighbour.OperatorToken.LeadingTrivia.Where(t => t.IsKind(SyntaxKind.WhitespaceTrivia)).Reverse().Take(1));
        }

        return InvocationExpression(
            MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, on.WithTrailingTrivia(before), dot, IdentifierName(name)),
            arguments).WithTrailingTrivia(on.GetTrailingTrivia());
    }

    /// <summary>The member access (<c>x.Take</c>) with a call between: <c>x.OrderBy(…).Take</c>. A comment behind <c>x</c> stays there.</summary>
    internal static MemberAccessExpressionSyntax InsertBefore(MemberAccessExpressionSyntax access, string name, ArgumentListSyntax arguments)
    {
        var behind = access.Expression.GetTrailingTrivia();
        var isOnOwnLine = behind.Any(SyntaxKind.EndOfLineTrivia) || access.OperatorToken.LeadingTrivia.Any(SyntaxKind.EndOfLineTrivia);
        var dot = Token(SyntaxKind.DotToken);
        var end = SyntaxTriviaList.Empty;
        if (isOnOwnLine)
        {
            dot = dot.WithLeadingTrivia(access.OperatorToken.LeadingTrivia.Where(t => t.IsKind(SyntaxKind.WhitespaceTrivia)).Reverse().Take(1));
            end = TriviaList(behind.Where(t => t.IsKind(SyntaxKind.EndOfLineTrivia)).Take(1));
        }

        var call = InvocationExpression(
            MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, access.Expression, dot, IdentifierName(name)), arguments).WithTrailingTrivia(end);
        return access.WithExpression(call);
    }

    /// <summary>The member access of a call in method syntax, on its source: <c>x.Take</c>. Null for other forms of call.</summary>
    internal static MemberAccessExpressionSyntax? AccessOf(IInvocationOperation call) =>
        call.Syntax is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } && Queries.SourceOf(call) is { } source
            && access.Expression.Span.Contains(source.Syntax.Span) ? access : null;

    /// <summary>One lambda as the arguments: <c>(o => o.Id)</c>.</summary>
    internal static ArgumentListSyntax Lambda(string parameter, string member) =>
        ArgumentList(SingletonSeparatedList(Argument(SimpleLambdaExpression(
            Parameter(Identifier(parameter)),
            MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, IdentifierName(parameter), IdentifierName(member))).NormalizeWhitespace())));

    /// <summary>A name for a lambda's parameter that means nothing else at a place.</summary>
    internal static string ParameterName(SemanticModel semantics, int position, ITypeSymbol entity)
    {
        var whole = char.ToLowerInvariant(entity.Name[0]) + entity.Name.Substring(1);
        foreach (var name in new[] { whole.Substring(0, 1), whole, "row" })
            if (SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None && semantics.LookupSymbols(position, name: name).IsEmpty) return name;
        return "row1";
    }

    /// <summary>Whether nothing but code is between two places of a file.</summary>
    internal static bool IsPlain(SyntaxNode node, int from, int to) =>
        !node.DescendantTrivia().Any(t => t.SpanStart >= from && t.Span.End <= to && !t.IsKind(SyntaxKind.WhitespaceTrivia)
            && !t.IsKind(SyntaxKind.EndOfLineTrivia));

    /// <summary>A trial that asks for nothing but that the function still compiles.</summary>
    internal static Trial? Compiles(SyntaxNode at) =>
        Functions.FunctionNode(at) is { } function ? new Trial(new[] { function }, static (_, _, _) => true) : null;
}
