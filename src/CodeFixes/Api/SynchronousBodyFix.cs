using ArchitectAnalyzers.Rules.Api;

namespace ArchitectAnalyzers.CodeFixes.Api;

/// <summary>Awaits the asynchronous form, in a function that becomes async where need be; takes back the leave to read and write synchronously.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SynchronousBodyFix))]
public sealed class SynchronousBodyFix : RuleFix
{
    private const string Id = "ARCH3108";

    /// <summary>The fix of <see cref="SynchronousBody"/>.</summary>
    public SynchronousBodyFix() : base(SynchronousBody.Descriptor) { }

    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        if (site.Node is not SimpleNameSyntax name) yield break;
        switch (name.Identifier.ValueText)
        {
            case "AllowSynchronousIO"
                when (name.Parent as AssignmentExpressionSyntax
                    ?? name.Parent?.Parent as AssignmentExpressionSyntax) is { Right: LiteralExpressionSyntax value }:
                yield return FixPlan.Replace("Refuse synchronous reads and writes (those that are left throw)", Id + ":refuse", value,
                    current => LiteralExpression(SyntaxKind.FalseLiteralExpression).WithTriviaFrom(current));
                break;
            case "Form" when name.Parent is MemberAccessExpressionSyntax access && Form(site, access) is { } plan:
                yield return plan;
                break;
            default:
                if (CounterpartCall.Plan(site, Id, static (counterparts, call, containing) => counterparts.Of(call, containing),
                    mayConvert: true) is { } awaited) yield return awaited;
                break;
        }
    }

    // request.Form["name"] becomes (await request.ReadFormAsync())["name"].
    private static FixPlan? Form(FixSite site, MemberAccessExpressionSyntax access)
    {
        if (access.ContainsDirectives || Functions.FunctionNode(access) is not { } function || !Functions.AllowsAwait(access)
            || References.MayCross(function, access, site)) return null;
        if (site.Semantics.GetOperation(access, site.CancellationToken) is not { } operation
            || site.Semantics.GetEnclosingSymbol(access.SpanStart, site.CancellationToken) is not { } containing) return null;
        while (containing is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction or MethodKind.LocalFunction } nested)
            containing = nested.ContainingSymbol;

        var token = site.Facts.Tokens().At(operation, containing, site.CancellationToken)?.Expression;
        var edit = new NodeEdit(access, current => current is MemberAccessExpressionSyntax now ? Awaited(now, access, token) : current);
        if (Functions.IsAsync(function)) return new FixPlan("Await 'ReadFormAsync'", Id, new[] { edit });
        if (AsyncConversion.Plan(site, function) is not { } conversion) return null;
        var kind = function is LambdaExpressionSyntax ? "lambda" : function is LocalFunctionStatementSyntax ? "function" : "method";
        return new FixPlan($"Make the {kind} async and await 'ReadFormAsync'", Id, conversion.Edits.Prepend(edit).ToArray(), conversion.Usings)
        {
            Trial = conversion.Trial(new[] { access }),
        };
    }

    private static ExpressionSyntax Awaited(MemberAccessExpressionSyntax now, SyntaxNode place, string? token)
    {
        var call = InvocationExpression(now.WithName(IdentifierName("ReadFormAsync").WithLeadingTrivia(now.Name.GetLeadingTrivia())).WithoutTrailingTrivia());
        if (token is not null) call = call.AddArgumentListArguments(Argument(ParseExpression(token)));
        return AwaitSyntax.Await(call.WithTrailingTrivia(now.GetTrailingTrivia()), place);
    }
}
