using ArchitectAnalyzers.Rules.Architecture;

namespace ArchitectAnalyzers.CodeFixes.Architecture;

[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UncancellableParallelLoopFix))]
public sealed class UncancellableParallelLoopFix : RuleFix
{
    public UncancellableParallelLoopFix() : base(UncancellableParallelLoop.Descriptor) { }

    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        if (site[UncancellableParallelLoop.Token] is not { } token) yield break;
        var expression = ParseExpression(token);
        if (!site.Binds(site.Node.SpanStart, expression, site.Facts[KnownType.CancellationToken])) yield break;

        SyntaxNode? at = site.Call() ?? (SyntaxNode?)site.Enclosing<BaseObjectCreationExpressionSyntax>();
        var edit = at switch
        {
            InvocationExpressionSyntax loop => InArguments(site, loop, expression),
            BaseObjectCreationExpressionSyntax options => InOptions(options, expression),
            _ => null,
        };
        if (edit is not null) yield return FixPlan.Replace($"Pass '{token}'", UncancellableParallelLoop.Descriptor.Id, at!, edit);
    }

    // Before the body, which is last.
    private static Func<SyntaxNode, SyntaxNode>? InArguments(FixSite site, InvocationExpressionSyntax loop, ExpressionSyntax token)
    {
        var arguments = loop.ArgumentList.Arguments;
        if (arguments.Count < 2 || loop.ArgumentList.ContainsDirectives) return null;
        var isNamed = arguments.Any(argument => argument.NameColon is not null);
        var bound = site.Semantics.GetSpeculativeSymbolInfo(loop.SpanStart, Change(loop), SpeculativeBindingOption.BindAsExpression).Symbol;
        if (bound is not IMethodSymbol method || !method.Parameters.Any(parameter => site.Facts.Tokens().IsToken(parameter.Type))) return null;
        return current => current is InvocationExpressionSyntax invocation ? Change(invocation) : current;

        InvocationExpressionSyntax Change(InvocationExpressionSyntax current)
        {
            var list = current.ArgumentList.Arguments;
            var argument = Argument(token);
            if (isNamed) return current.AddArgumentListArguments(argument.WithNameColon(NameColon("cancellationToken")));
            var body = list.Last();
            var after = list.GetSeparators().Last().TrailingTrivia;
            var newLine = after.FirstOrDefault(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia));
            return current.WithArgumentList(current.ArgumentList.WithArguments(SeparatedList<ArgumentSyntax>(list.GetWithSeparators()
                .RemoveAt((list.Count * 2) - 2)
                .Add(newLine.RawKind != 0
                    ? argument.WithLeadingTrivia(body.GetLeadingTrivia().Where(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia))) : argument)
                .Add(Token(SyntaxKind.CommaToken).WithTrailingTrivia(newLine.RawKind != 0 ? newLine : Space))
                .Add(body))));
        }
    }

    private static Func<SyntaxNode, SyntaxNode>? InOptions(BaseObjectCreationExpressionSyntax options, ExpressionSyntax token)
    {
        if (options.ContainsDirectives) return null;
        var setting = AssignmentExpression(SyntaxKind.SimpleAssignmentExpression, IdentifierName("CancellationToken"),
            Token(SyntaxKind.EqualsToken).WithLeadingTrivia(Space).WithTrailingTrivia(Space), token);
        return current => current is BaseObjectCreationExpressionSyntax creation ? Change(creation) : current;

        BaseObjectCreationExpressionSyntax Change(BaseObjectCreationExpressionSyntax current)
        {
            if (current.Initializer is { Expressions.Count: > 0 } initializer)
            {
                return current.WithInitializer(initializer.WithExpressions(
                    SeparatedLists.Append(initializer.OpenBraceToken, initializer.Expressions, setting)));
            }

            var added = InitializerExpression(
                SyntaxKind.ObjectInitializerExpression,
                Token(SyntaxKind.OpenBraceToken).WithLeadingTrivia(Space).WithTrailingTrivia(Space),
                SingletonSeparatedList<ExpressionSyntax>(setting),
                Token(SyntaxKind.CloseBraceToken).WithLeadingTrivia(Space)).WithTrailingTrivia(current.GetTrailingTrivia());
            return current is ObjectCreationExpressionSyntax { ArgumentList.Arguments.Count: 0 } created
                ? created.WithArgumentList(null).WithType(created.Type.WithoutTrailingTrivia()).WithInitializer(added)
                : current.WithoutTrailingTrivia().WithInitializer(added);
        }
    }
}
