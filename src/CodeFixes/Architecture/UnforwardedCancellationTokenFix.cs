using ArchitectAnalyzers.Rules.Architecture;

namespace ArchitectAnalyzers.CodeFixes.Architecture;

[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UnforwardedCancellationTokenFix))]
public sealed class UnforwardedCancellationTokenFix : RuleFix
{
    public UnforwardedCancellationTokenFix() : base(UnforwardedCancellationToken.Descriptor) { }

    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        if (site.Call() is not { } syntax || site[UnforwardedCancellationToken.Token] is not { } token) yield break;
        if (!site.Binds(syntax.SpanStart, ParseExpression(token), site.Facts[KnownType.CancellationToken])) yield break;
        if (site.Semantics.GetOperation(syntax, site.CancellationToken) is not IInvocationOperation call
            || TokenArgument.Plan(call, site.Facts.Tokens(), token) is not { } edit) yield break;

        yield return FixPlan.Replace($"Pass '{token}'", UnforwardedCancellationToken.Descriptor.Id, syntax,
            current => current is InvocationExpressionSyntax invocation ? edit(invocation) : current);
    }
}
