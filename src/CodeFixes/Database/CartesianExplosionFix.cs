using ArchitectAnalyzers.Rules.Database;

namespace ArchitectAnalyzers.CodeFixes.Database;

/// <summary>Adds <c>AsSplitQuery()</c> right before the call that executes the query.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CartesianExplosionFix))]
public sealed class CartesianExplosionFix : RuleFix
{
    public CartesianExplosionFix() : base(CartesianExplosion.Descriptor) { }

    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        if (site.Facts[KnownType.RelationalQueryableExtensions]?.GetMembers("AsSplitQuery").IsEmpty != false || site.Diagnostic.AdditionalLocations.Count != 1)
            yield break;
        var name = site.Root.FindNode(site.Diagnostic.AdditionalLocations[0].SourceSpan, getInnermostNodeForTie: true);
        if (name.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } syntax
            || site.Semantics.GetOperation(syntax, site.CancellationToken) is not IInvocationOperation call) yield break;
        if (site.Facts.Queries().Executed(call) is not { } query || QueryEdits.AccessOf(call) is not { } access || QueryEdits.Compiles(access) is not { } trial)
            yield break;

        // Each statement finds its rows anew: by position, they are the same ones only where the order is unique.
        var takesByPosition = query.MayHave(QueryStep.Limit)
            || query.ExecutedBy is "First" or "FirstOrDefault" or "Last" or "LastOrDefault" or "ElementAt" or "ElementAtOrDefault";
        var (title, key) = takesByPosition
            ? ("Split the query (the order must be unique)", CartesianExplosion.Descriptor.Id + ":position")
            : ("Split the query", CartesianExplosion.Descriptor.Id);
        yield return FixPlan.Replace(title, key, access,
            current => current is MemberAccessExpressionSyntax now ? QueryEdits.InsertBefore(now, "AsSplitQuery", ArgumentList()) : current,
                "Microsoft.EntityFrameworkCore")
            with { Trial = trial, IsAlone = takesByPosition };
    }
}
