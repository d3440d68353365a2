using ArchitectAnalyzers.Rules.Architecture;

namespace ArchitectAnalyzers.CodeFixes.Architecture;

/// <summary>Writes <c>await</c> before the <c>using</c>, or awaits <c>DisposeAsync</c>. The variable keeps its type.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SynchronousDisposeFix))]
public sealed class SynchronousDisposeFix : RuleFix
{
    /// <summary>The fix of <see cref="SynchronousDispose"/>.</summary>
    public SynchronousDisposeFix() : base(SynchronousDispose.Descriptor) { }

    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        if (site.Node is UsingStatementSyntax or LocalDeclarationStatementSyntax)
        {
            if (Functions.FunctionNode(site.Node) is { } function && !References.MayCross(function, site.Node, site))
                yield return FixPlan.Replace("Use 'await using'", SynchronousDispose.Descriptor.Id, site.Node, Awaited);
        }
        else if (site.Call() is { } call && Binds(call, site) && AwaitedCall.Plan(site, call, "DisposeAsync") is var (node, replace))
        {
            yield return FixPlan.Replace("Await 'DisposeAsync'", SynchronousDispose.Descriptor.Id, node, replace);
        }
    }

    // An explicit implementation cannot be called on the variable.
    private static bool Binds(InvocationExpressionSyntax call, FixSite site)
    {
        var receiver = call.Expression switch
        {
            MemberAccessExpressionSyntax access => access.Expression,
            MemberBindingExpressionSyntax when call.Parent is ConditionalAccessExpressionSyntax conditional => conditional.Expression,
            _ => null,
        };
        return receiver is not null && site.Binds(call.SpanStart, InvocationExpression(
            MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, receiver.WithoutTrivia(), IdentifierName("DisposeAsync"))));
    }

    private static SyntaxNode Awaited(SyntaxNode statement) => statement switch
    {
        UsingStatementSyntax { AwaitKeyword.RawKind: 0 } scope => scope
            .WithUsingKeyword(scope.UsingKeyword.WithLeadingTrivia())
            .WithAwaitKeyword(Await(scope.UsingKeyword)),
        LocalDeclarationStatementSyntax { AwaitKeyword.RawKind: 0 } declaration => declaration
            .WithUsingKeyword(declaration.UsingKeyword.WithLeadingTrivia())
            .WithAwaitKeyword(Await(declaration.UsingKeyword)),
        _ => statement,
    };

    private static SyntaxToken Await(SyntaxToken before) => Token(before.LeadingTrivia, SyntaxKind.AwaitKeyword, TriviaList(Space));
}
