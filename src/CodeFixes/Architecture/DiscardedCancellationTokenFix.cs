using ArchitectAnalyzers.Rules.Architecture;

namespace ArchitectAnalyzers.CodeFixes.Architecture;

[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(DiscardedCancellationTokenFix))]
public sealed class DiscardedCancellationTokenFix : RuleFix
{
    public DiscardedCancellationTokenFix() : base(DiscardedCancellationToken.Descriptor) { }

    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        var span = site.Diagnostic.Location.SourceSpan;
        if (site[DiscardedCancellationToken.Token] is not { } token || site.Enclosing<ArgumentSyntax>() is not { Expression: var none } || none.Span != span)
            yield break;
        var expression = ParseExpression(token);
        if (!site.Binds(none.SpanStart, expression, site.Facts[KnownType.CancellationToken])) yield break;
        yield return FixPlan.Replace($"Pass '{token}'", DiscardedCancellationToken.Descriptor.Id, none, current => expression.WithTriviaFrom(current));
    }
}
