using ArchitectAnalyzers.Rules.Architecture;

namespace ArchitectAnalyzers.CodeFixes.Architecture;

[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UncancellableAsyncStreamFix))]
public sealed class UncancellableAsyncStreamFix : RuleFix
{
    public UncancellableAsyncStreamFix() : base(UncancellableAsyncStream.Descriptor) { }

    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        var plan = site[UncancellableAsyncStream.Token] is { } token ? Pass(site, token) : Mark(site);
        if (plan is not null) yield return plan;
    }

    private static FixPlan? Mark(FixSite site)
    {
        if (site.Node is not ParameterSyntax parameter || parameter.ContainsDirectives
            || !site.CanName(parameter.SpanStart, ("EnumeratorCancellationAttribute", "System.Runtime.CompilerServices"))) return null;
        return FixPlan.Replace("Mark the token with [EnumeratorCancellation]", UncancellableAsyncStream.Descriptor.Id, parameter,
            current => Marked((ParameterSyntax)current), "System.Runtime.CompilerServices");
    }

    private static ParameterSyntax Marked(ParameterSyntax parameter)
    {
        // Without the elastic trivia of the factory, which would have comments around it laid out anew.
        var attribute = AttributeList(
            Token(TriviaList(), SyntaxKind.OpenBracketToken, TriviaList()),
            target: null,
            SingletonSeparatedList(Attribute(ParseName("EnumeratorCancellation"))),
            Token(TriviaList(), SyntaxKind.CloseBracketToken, TriviaList(Space)));
        var bare = parameter.WithoutLeadingTrivia();
        return bare.WithAttributeLists(bare.AttributeLists.Insert(0, attribute)).WithLeadingTrivia(parameter.GetLeadingTrivia());
    }

    private static FixPlan? Pass(FixSite site, string token)
    {
        if (site.Enclosing<CommonForEachStatementSyntax>() is not { } loop
            || site.Semantics.GetOperation(loop, site.CancellationToken) is not IForEachLoopOperation operation
            || site.Facts.Tokens().UncancelledStream(operation) is not { Syntax: ExpressionSyntax stream } source) return null;
        var expression = ParseExpression(token);
        if (!site.Binds(loop.SpanStart, expression, site.Facts[KnownType.CancellationToken])) return null;

        // To the call where it takes one: that is sure to be observed.
        if (source is IInvocationOperation call && stream is InvocationExpressionSyntax && TokenArgument.Plan(call, site.Facts.Tokens(), token) is { } edit)
        {
            return FixPlan.Replace($"Pass '{token}'", UncancellableAsyncStream.Descriptor.Id, stream,
                current => current is InvocationExpressionSyntax invocation ? edit(invocation) : current);
        }

        if (!site.Facts.Has(KnownType.TaskAsyncEnumerableExtensions) || stream is ConditionalAccessExpressionSyntax) return null;
        var isTable = site.Facts.Tokens().IsTable(source.Type);
        return FixPlan.Replace($"Enumerate with '{token}'", UncancellableAsyncStream.Descriptor.Id, stream,
            current => WithCancellation((ExpressionSyntax)current, expression, isTable), "System.Threading.Tasks");
    }

    private static ExpressionSyntax WithCancellation(ExpressionSyntax stream, ExpressionSyntax token, bool isTable)
    {
        var bare = stream.WithoutTrivia();
        if (bare is not (InvocationExpressionSyntax or MemberAccessExpressionSyntax or SimpleNameSyntax or ElementAccessExpressionSyntax
            or ParenthesizedExpressionSyntax or ThisExpressionSyntax or ObjectCreationExpressionSyntax)) bare = ParenthesizedExpression(bare);
        if (isTable) bare = InvocationExpression(MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, bare, IdentifierName("AsAsyncEnumerable")));
        return InvocationExpression(
                MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, bare, IdentifierName("WithCancellation")),
                ArgumentList(SingletonSeparatedList(Argument(token))))
            .WithTriviaFrom(stream);
    }
}
