using ArchitectAnalyzers.Rules.Architecture;

namespace ArchitectAnalyzers.CodeFixes.Architecture;

/// <summary>Lets the loop's condition ask the stopping token, and passes it on to every call in the loop that takes one.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(DeafBackgroundLoopFix))]
public sealed class DeafBackgroundLoopFix : RuleFix
{
    /// <summary>The fix of <see cref="DeafBackgroundLoop"/>.</summary>
    public DeafBackgroundLoopFix() : base(DeafBackgroundLoop.Descriptor) { }

    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        if (site[DeafBackgroundLoop.Token] is not { } name || site.Enclosing<StatementSyntax>() is not { } loop) yield break;
        var token = SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;
        if (!site.Binds(loop.SpanStart, ParseExpression(token), site.Facts[KnownType.CancellationToken]) || IsOutOfReach(site, loop)) yield break;

        var condition = IsForever(loop) && MayEnd(loop) && !HasDirectives(loop) ? ParseExpression($"!{token}.IsCancellationRequested") : null;
        var calls = Calls(site, loop, token);
        if (condition is null && calls.Count == 0) yield break;
        yield return new FixPlan($"Listen to '{token}'", DeafBackgroundLoop.Descriptor.Id, editor =>
        {
            foreach (var (call, edit) in calls)
                editor.ReplaceNode(call, (current, _) => current is InvocationExpressionSyntax invocation ? edit(invocation) : current);
            if (condition is not null) editor.ReplaceNode(loop, (current, _) => WithCondition(current, condition));
        });
    }

    // A static local function or lambda around the loop cannot see the token.
    private static bool IsOutOfReach(FixSite site, SyntaxNode loop)
    {
        for (var function = Functions.FunctionNode(loop); function is not null; function = Functions.FunctionNode(function))
        {
            if (function is LocalFunctionStatementSyntax local && local.Modifiers.Any(SyntaxKind.StaticKeyword)
                || function is AnonymousFunctionExpressionSyntax lambda && lambda.Modifiers.Any(SyntaxKind.StaticKeyword)) return true;
        }

        return false;
    }

    private static bool IsForever(SyntaxNode loop) => loop switch
    {
        WhileStatementSyntax { Condition: LiteralExpressionSyntax } or DoStatementSyntax { Condition: LiteralExpressionSyntax } => true,
        ForStatementSyntax { Condition: null or LiteralExpressionSyntax } => true,
        _ => false,
    };

    private static bool HasDirectives(SyntaxNode loop) => loop is ForStatementSyntax { OpenParenToken.ContainsDirectives: true };

    // With an end, the function must be one that may end without a value.
    private static bool MayEnd(SyntaxNode loop) => Functions.FunctionNode(loop) switch
    {
        MethodDeclarationSyntax method => method.ReturnType.ToString() == "void" || (Functions.IsAsync(method) && !IsGeneric(method.ReturnType)),
        LocalFunctionStatementSyntax local => local.ReturnType.ToString() == "void" || (Functions.IsAsync(local) && !IsGeneric(local.ReturnType)),
        AnonymousFunctionExpressionSyntax lambda => !lambda.DescendantNodes().Any(n => n is ReturnStatementSyntax { Expression: not null }),
        _ => false,
    };

    private static bool IsGeneric(TypeSyntax type) => type is GenericNameSyntax or QualifiedNameSyntax { Right: GenericNameSyntax };

    private static List<(InvocationExpressionSyntax Call, Func<InvocationExpressionSyntax, InvocationExpressionSyntax> Edit)> Calls(FixSite site,
        SyntaxNode loop, string token)
    {
        var calls = new List<(InvocationExpressionSyntax, Func<InvocationExpressionSyntax, InvocationExpressionSyntax>)>();
        if (site.Semantics.GetOperation(loop, site.CancellationToken) is not { } operation
            || site.Semantics.GetEnclosingSymbol(loop.SpanStart, site.CancellationToken) is not { } containing) return calls;
        while (containing is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction or MethodKind.LocalFunction }) containing = containing.ContainingSymbol;
        var tokens = site.Facts.Tokens();
        foreach (var call in operation.Descendants().OfType<IInvocationOperation>())
        {
            if (tokens.Unfilled(call) is null || tokens.IsPointOfNoReturn(call, containing)) continue;
            if (tokens.At(call, containing, site.CancellationToken)?.Expression == token && TokenArgument.Plan(call, tokens, token) is { } edit)
                calls.Add(((InvocationExpressionSyntax)call.Syntax, edit));
        }

        return calls;
    }

    private static SyntaxNode WithCondition(SyntaxNode loop, ExpressionSyntax condition) => loop switch
    {
        WhileStatementSyntax @while => @while.WithCondition(condition.WithTriviaFrom(@while.Condition)),
        DoStatementSyntax @do => @do.WithCondition(condition.WithTriviaFrom(@do.Condition)),
        ForStatementSyntax { Declaration: null, Initializers.Count: 0, Incrementors.Count: 0 } @for => WhileStatement(
            Token(@for.ForKeyword.LeadingTrivia, SyntaxKind.WhileKeyword, TriviaList(Space)),
            @for.OpenParenToken.WithTrailingTrivia(), condition, @for.CloseParenToken.WithLeadingTrivia(), @for.Statement),
        ForStatementSyntax @for => @for.WithCondition(condition).WithFirstSemicolonToken(@for.FirstSemicolonToken.WithTrailingTrivia(Space)),
        _ => loop,
    };
}
