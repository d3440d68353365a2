using ArchitectAnalyzers.Rules.Api;

namespace ArchitectAnalyzers.CodeFixes.Api;

/// <summary>Limits the depth of queries, or turns the cost limits of the server back on.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UnlimitedGraphFix))]
public sealed class UnlimitedGraphFix() : RuleFix(UnlimitedGraph.Descriptor, FixSafety.ChangesBehaviour)
{
    private const string Depth = "AddMaxExecutionDepthRule", Complexity = "AddComplexityAnalyzer(limits => limits.MaxDepth = 10)";

    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        if (site.Enclosing<AssignmentExpressionSyntax>() is { } assignment && assignment.Left.Span.Contains(site.Node.Span))
        {
            yield return FixPlan.Replace("Enforce the cost limits (costly queries fail)", UnlimitedGraph.Descriptor.Id, assignment.Right,
                current => LiteralExpression(SyntaxKind.TrueLiteralExpression).WithTriviaFrom(current));
            yield break;
        }

        if (site.Call() is not { ArgumentList.ContainsDirectives: false } call
            || site.Semantics.GetOperation(call, site.CancellationToken) is not IInvocationOperation bound) yield break;
        if (bound.Arguments.FirstOrDefault(a => a.Parameter?.Name == "disableDefaultSecurity")?.Syntax is ArgumentSyntax disabled)
        {
            var at = call.ArgumentList.Arguments.IndexOf(disabled);
            yield return FixPlan.Replace("Keep the default cost limits (costly queries fail)", UnlimitedGraph.Descriptor.Id, call, current =>
                current is InvocationExpressionSyntax made
                ? made.WithArgumentList(made.ArgumentList.WithArguments(made.ArgumentList.Arguments.RemoveAt(at))) : current);
        }
        else if (site.Binds(call.SpanStart, ParseExpression($"{call.WithoutTrivia()}.{Depth}(10)")))
        {
            yield return FixPlan.Replace("Limit the depth to 10 levels (deeper queries fail)", UnlimitedGraph.Descriptor.Id, call,
                current => Limited((InvocationExpressionSyntax)current, call));
        }
        else if (call.ArgumentList.Arguments.LastOrDefault()?.Expression is LambdaExpressionSyntax { ExpressionBody: InvocationExpressionSyntax chain }
            && site.Binds(chain.SpanStart, ParseExpression($"{chain.WithoutTrivia()}.{Complexity}")))
        {
            // GraphQL.NET: services.AddGraphQL(b => b.AddSchema<Shop>())
            yield return FixPlan.Replace("Limit the depth to 10 levels (deeper queries fail)", UnlimitedGraph.Descriptor.Id, chain, Analyzed);
        }
    }

    // In a chain of one call a line, on a line of its own.
    private static SyntaxNode Limited(InvocationExpressionSyntax call, InvocationExpressionSyntax original)
    {
        var dot = Token(SyntaxKind.DotToken);
        if (original.Parent is MemberAccessExpressionSyntax next) dot = dot.WithLeadingTrivia(next.OperatorToken.LeadingTrivia);
        return InvocationExpression(MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, call, dot, IdentifierName(Depth)),
            ArgumentList(SingletonSeparatedList(Argument(LiteralExpression(SyntaxKind.NumericLiteralExpression, Literal(10))))))
            .WithTrailingTrivia(call.GetTrailingTrivia());
    }

    private static SyntaxNode Analyzed(SyntaxNode current)
    {
        var chain = (InvocationExpressionSyntax)current;
        var added = (InvocationExpressionSyntax)ParseExpression("b." + Complexity);
        var member = (MemberAccessExpressionSyntax)added.Expression;
        if (chain.Expression is MemberAccessExpressionSyntax last) member = member.WithOperatorToken(last.OperatorToken);
        var previous = chain.Expression is MemberAccessExpressionSyntax { Expression: var inner } && inner.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia)
            ? chain.WithTrailingTrivia(inner.GetTrailingTrivia()) : chain.WithoutTrailingTrivia();
        return added.WithExpression(member.WithExpression(previous)).WithTrailingTrivia(chain.GetTrailingTrivia());
    }
}
