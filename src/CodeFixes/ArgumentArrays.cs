namespace ArchitectAnalyzers.CodeFixes;

/// <summary>Makes one array argument of several arguments that a <c>params</c> parameter took.</summary>
internal static class ArgumentArrays
{
    /// <summary>Whether <c>[a, b]</c> may be written for an array in a file; the version that brought it has no name at our floor.</summary>
    internal static bool HaveLiterals(SyntaxTree tree) =>
        tree.Options is CSharpParseOptions { LanguageVersion: >= (LanguageVersion)1200 } && Literal(new SyntaxNodeOrTokenList(IdentifierName("x"))) is not null;

    /// <summary>
    /// The list with the arguments from <paramref name="from"/> on as one: <c>f(x, a, b)</c> becomes <c>f(x, [a, b])</c>. What the arguments
    /// hold stays the same nodes, so that edits in them compose.
    /// </summary>
    /// <param name="list">The arguments.</param>
    /// <param name="from">The first one to collect.</param>
    /// <param name="element">The array's element type; null to write a collection expression.</param>
    /// <param name="except">One that is not collected, and comes after the array; null for none.</param>
    internal static ArgumentListSyntax Collect(ArgumentListSyntax list, int from, TypeSyntax? element, int? except = null)
    {
        var arguments = list.Arguments;
        var separators = arguments.GetSeparators().ToArray();
        var collected = Enumerable.Range(from, arguments.Count - from).Where(i => i != except).ToArray();
        var values = new SyntaxNodeOrTokenList();
        foreach (var i in collected)
        {
            var value = arguments[i].Expression;
            if (i == collected[0]) value = value.WithoutLeadingTrivia();
            values = values.Add(i == collected[collected.Length - 1] ? value.WithoutTrailingTrivia() : value);
            if (i != collected[collected.Length - 1]) values = values.Add(separators[i]);
        }

        // The array stands where its items stood: what led the first and trailed the last is outside of the brackets.
        var array = element is null ? Literal(values)! : Array(element, values);
        var argument = Argument(array)
            .WithLeadingTrivia(arguments[collected[0]].GetLeadingTrivia())
            .WithTrailingTrivia(arguments[collected[collected.Length - 1]].GetTrailingTrivia());

        var all = new SyntaxNodeOrTokenList(arguments.GetWithSeparators().Take(from * 2)).Add(argument);
        if (except is { } last) all = all.Add(separators[last == from ? last : last - 1]).Add(arguments[last]);
        return list.WithArguments(SeparatedList<ArgumentSyntax>(all));
    }

    private static ExpressionSyntax Array(TypeSyntax element, SyntaxNodeOrTokenList values) => ArrayCreationExpression(
        Token(SyntaxKind.NewKeyword).WithTrailingTrivia(Space),
        ArrayType(element, SingletonList(ArrayRankSpecifier(SingletonSeparatedList<ExpressionSyntax>(OmittedArraySizeExpression())))),
        InitializerExpression(
            SyntaxKind.ArrayInitializerExpression,
            Token(SyntaxKind.OpenBraceToken).WithLeadingTrivia(Space).WithTrailingTrivia(Space),
            SeparatedList<ExpressionSyntax>(values),
            Token(SyntaxKind.CloseBraceToken).WithLeadingTrivia(Space)));

    // Our floor has no node for a collection expression: the parser of the host makes it, where it can.
    private static ExpressionSyntax? Literal(SyntaxNodeOrTokenList values)
    {
        var parsed = ParseExpression("[" + string.Join(",", Enumerable.Repeat("x", (values.Count + 1) / 2)) + "]");
        if (parsed.ContainsDiagnostics || parsed.GetType().Name != "CollectionExpressionSyntax") return null;
        var nodes = parsed.DescendantNodes().OfType<IdentifierNameSyntax>().ToList<SyntaxNode>();
        var commas = parsed.DescendantTokens().Where(token => token.IsKind(SyntaxKind.CommaToken)).ToList();
        return parsed.ReplaceSyntax(
            nodes, (node, _) => values[nodes.IndexOf(node) * 2].AsNode()!,
            commas, (comma, _) => values[(commas.IndexOf(comma) * 2) + 1].AsToken(),
            Enumerable.Empty<SyntaxTrivia>(), (trivia, _) => trivia);
    }
}
