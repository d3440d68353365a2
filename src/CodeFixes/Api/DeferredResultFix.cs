using ArchitectAnalyzers.Rules.Api;

namespace ArchitectAnalyzers.CodeFixes.Api;

/// <summary>Awaits a list where the query stands, with the token in scope; a handler that is not async becomes so.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(DeferredResultFix))]
public sealed class DeferredResultFix() : RuleFix(DeferredResult.Descriptor)
{
    private const string ToListAsync = nameof(ToListAsync);

    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        if (Plan(site) is { } plan) yield return plan;
    }

    private static FixPlan? Plan(FixSite site)
    {
        if (site.Facts[KnownType.EntityFrameworkQueryableExtensions] is not { } extensions || extensions.GetMembers(ToListAsync).IsEmpty) return null;
        if (site.Diagnostic.AdditionalLocations.FirstOrDefault() is not { } at || at.SourceTree != site.Root.SyntaxTree) return null;
        if (site.Root.FindNode(at.SourceSpan, getInnermostNodeForTie: true) is not ExpressionSyntax query) return null;
        if (query.ContainsDirectives || Functions.FunctionNode(query) is not { } function || function != Functions.FunctionNode(site.Node)) return null;

        // What only turned the query into an enumerable goes.
        var whole = query.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "AsEnumerable", Parent: InvocationExpressionSyntax plain } access
            && access.Expression == query && plain.ArgumentList.Arguments.Count == 0 ? plain : query;
        if (!Functions.AllowsAwait(whole) || References.MayCross(function, whole, site)) return null;
        if (site.Semantics.GetOperation(query, site.CancellationToken) is not { } operation
            || site.Semantics.GetEnclosingSymbol(query.SpanStart, site.CancellationToken) is not { } containing) return null;

        var token = site.Facts.Tokens().At(operation, containing.Member(), site.CancellationToken)?.Expression;
        var edits = new List<NodeEdit>
        {
            new(whole, current => current is ExpressionSyntax now ? current.CopyAnnotationsTo(Awaited(now, whole, whole != query, token))! : current),
        };
        if (Functions.ReturnType(function) is { } type)
            edits.AddRange(type.DescendantNodesAndSelf().OfType<GenericNameSyntax>()
                .Where(name => name.Identifier.ValueText is "IQueryable" or "IOrderedQueryable" or "DbSet")
                .Select(name => new NodeEdit(name, current => current is GenericNameSyntax now
                    ? now.WithIdentifier(Identifier("List").WithTriviaFrom(now.Identifier)) : current)));

        var usings = new List<string> { "Microsoft.EntityFrameworkCore" };
        if (edits.Count > 1) usings.Add("System.Collections.Generic");
        if (Functions.IsAsync(function))
        {
            return new FixPlan($"Await '{ToListAsync}'", DeferredResult.Descriptor.Id, edits, usings.ToArray())
            {
                Trial = new Trial(new[] { function }, (_, _, _) => true),
            };
        }

        if (AsyncConversion.Plan(site, function) is not { } conversion) return null;
        var kind = function is LambdaExpressionSyntax ? "lambda" : function is LocalFunctionStatementSyntax ? "function" : "method";
        return new FixPlan($"Make the {kind} async and await '{ToListAsync}'", DeferredResult.Descriptor.Id,
            edits.Concat(conversion.Edits).ToArray(), usings.Concat(conversion.Usings).ToArray())
        {
            Trial = conversion.Trial(new[] { whole }),
        };
    }

    private static ExpressionSyntax Awaited(ExpressionSyntax current, ExpressionSyntax place, bool isWrapped, string? token)
    {
        var query = isWrapped && current is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var inner } } ? inner : current;
        var trailing = current.GetTrailingTrivia();
        var dot = Token(SyntaxKind.DotToken);
        query = query.WithoutTrailingTrivia();

        // One call a line stays one call a line.
        if (query is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { OperatorToken: var before } }
            && before.GetPreviousToken().TrailingTrivia.FirstOrDefault(t => t.IsKind(SyntaxKind.EndOfLineTrivia)) is { RawKind: not 0 } newLine)
        {
            query = query.WithTrailingTrivia(newLine);
            dot = dot.WithLeadingTrivia(before.LeadingTrivia.Where(t => t.IsKind(SyntaxKind.WhitespaceTrivia)));
        }
        else if (query is not (InvocationExpressionSyntax or MemberAccessExpressionSyntax or SimpleNameSyntax or ParenthesizedExpressionSyntax
            or ElementAccessExpressionSyntax))
        {
            query = ParenthesizedExpression(query.WithoutLeadingTrivia()).WithLeadingTrivia(query.GetLeadingTrivia());
        }

        var call = InvocationExpression(
            MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, query, dot, IdentifierName(ToListAsync)),
            token is null ? ArgumentList() : ArgumentList(SingletonSeparatedList(Argument(ParseExpression(token)))));
        return AwaitSyntax.Await(call.WithTrailingTrivia(trailing), place);
    }
}
