namespace ArchitectAnalyzers.CodeFixes.Architecture;

/// <summary><c>Parallel.ForEach(source, async item => …)</c> as <c>await Parallel.ForEachAsync(source, async (item, token) => …)</c>.</summary>
internal static class ParallelLoop
{
    private static readonly string[] s_names = { "token", "cancellationToken", "stop" };

    /// <summary>The edit; null where the loop's result is looked at, or the framework or the source has no asynchronous form.</summary>
    internal static Action<SyntaxEditor>? Plan(
        FixSite site, InvocationExpressionSyntax call, IInvocationOperation loop, LambdaExpressionSyntax lambda)
    {
        if (site.Facts[KnownType.Parallel]!.GetMembers("ForEachAsync").IsEmpty || !IsStatement(call)) return null;
        if (!site.Facts.Is(loop.TargetMethod.Parameters[0].Type, KnownType.IEnumerableOfT) || loop.TargetMethod.Arity != 1) return null;
        if (Parameters(lambda) is not { Count: 1 } parameters
            || (lambda as ParenthesizedLambdaExpressionSyntax)?.ReturnType is not null) return null;
        var isTyped = parameters[0].Type is not null;
        if (isTyped && !site.CanName(lambda.SpanStart, ("CancellationToken", "System.Threading"))) return null;

        var calls = new List<(InvocationExpressionSyntax Call, Func<InvocationExpressionSyntax, InvocationExpressionSyntax> Edit)>();
        var name = FreeName(site, lambda);
        if (name is not null) calls.AddRange(Cancellable(site, lambda, name));
        if (calls.Count == 0) name = "_";
        if (name == "_" && parameters[0].Identifier.ValueText == "_" && isTyped) return null;

        return editor =>
        {
            foreach (var (inner, edit) in calls)
                editor.ReplaceNode(inner, (current, _) => current is InvocationExpressionSyntax invocation ? edit(invocation) : current);
            editor.ReplaceNode(call, (current, _) =>
                current is InvocationExpressionSyntax now ? AwaitSyntax.Await(Changed(now, name!, isTyped), call) : current);
        };
    }

    private static bool IsStatement(InvocationExpressionSyntax call) =>
        call.Parent is ExpressionStatementSyntax or ArrowExpressionClauseSyntax
        {
            Parent: MethodDeclarationSyntax { ReturnType: PredefinedTypeSyntax } or LocalFunctionStatementSyntax { ReturnType: PredefinedTypeSyntax },
        };

    private static SeparatedSyntaxList<ParameterSyntax>? Parameters(LambdaExpressionSyntax lambda) => lambda switch
    {
        SimpleLambdaExpressionSyntax simple => SingletonSeparatedList(simple.Parameter),
        ParenthesizedLambdaExpressionSyntax full => full.ParameterList.Parameters,
        _ => null,
    };

    // Loops in loops are fixed one by one or all at once: by its depth each has a name of its own either way.
    private static string? FreeName(FixSite site, LambdaExpressionSyntax lambda)
    {
        var taken = new HashSet<string>(lambda.DescendantTokens().Where(t => t.IsKind(SyntaxKind.IdentifierToken)).Select(t => t.ValueText));
        var depth = lambda.Ancestors().OfType<LambdaExpressionSyntax>().Count(l => l.Parent?.Parent?.Parent is InvocationExpressionSyntax call
            && CallShapes.NameNode(call) is SimpleNameSyntax { Identifier.ValueText: "ForEach" or "ForEachAsync" });
        return s_names.Skip(depth).FirstOrDefault(n => !taken.Contains(n)
            && site.Semantics.LookupSymbols(lambda.Body.SpanStart, name: n).All(s => s is not (ILocalSymbol or IParameterSymbol or IRangeVariableSymbol)));
    }

    // The calls of the lambda itself that can be cancelled when another item fails.
    private static IEnumerable<(InvocationExpressionSyntax, Func<InvocationExpressionSyntax, InvocationExpressionSyntax>)> Cancellable(
        FixSite site, LambdaExpressionSyntax lambda, string name)
    {
        var tokens = site.Facts.Tokens();
        if (site.Semantics.GetEnclosingSymbol(lambda.SpanStart, site.CancellationToken) is not { } containing) yield break;
        while (containing is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction or MethodKind.LocalFunction }) containing = containing.ContainingSymbol;
        foreach (var syntax in lambda.DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            if (Functions.FunctionNode(syntax) != lambda
                || site.Semantics.GetOperation(syntax, site.CancellationToken) is not IInvocationOperation call) continue;
            if (tokens.Unfilled(call) is null || tokens.IsPointOfNoReturn(call, containing)) continue;
            if (TokenArgument.Plan(call, tokens, name) is { } edit) yield return (syntax, edit);
        }
    }

    private static InvocationExpressionSyntax Changed(InvocationExpressionSyntax call, string token, bool isTyped)
    {
        var lambda = call.ArgumentList.Arguments.Select(a => a.Expression).OfType<LambdaExpressionSyntax>().Last();
        var added = Parameter(Identifier(token));
        if (isTyped) added = added.WithType(IdentifierName("CancellationToken").WithTrailingTrivia(Space));
        ParenthesizedLambdaExpressionSyntax changed = lambda switch
        {
            SimpleLambdaExpressionSyntax simple => ParenthesizedLambdaExpression(
                simple.AttributeLists, simple.Modifiers, null,
                ParameterList(SeparatedList(new[] { simple.Parameter.WithoutTrivia(), added }, new[] { Comma })).WithTriviaFrom(simple.Parameter),
                simple.ArrowToken, simple.Block, simple.ExpressionBody),
            ParenthesizedLambdaExpressionSyntax full => full.WithParameterList(full.ParameterList.WithParameters(
                SeparatedList(new[] { full.ParameterList.Parameters[0], added }, new[] { Comma }))),
            _ => throw new InvalidOperationException(),
        };
        return call.ReplaceNode(lambda, changed).WithExpression(Renamed(call.Expression));
    }

    private static SyntaxToken Comma => Token(default, SyntaxKind.CommaToken, TriviaList(Space));

    private static ExpressionSyntax Renamed(ExpressionSyntax called) => called switch
    {
        MemberAccessExpressionSyntax access => access.WithName((SimpleNameSyntax)Renamed(access.Name)),
        SimpleNameSyntax name => name.WithIdentifier(Identifier("ForEachAsync").WithTriviaFrom(name.Identifier)),
        _ => called,
    };
}
