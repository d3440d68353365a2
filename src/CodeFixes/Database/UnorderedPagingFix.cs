using ArchitectAnalyzers.Rules.Database;

namespace ArchitectAnalyzers.CodeFixes.Database;

/// <summary>Orders by the key, before the rows are projected.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UnorderedPagingFix))]
public sealed class UnorderedPagingFix : RuleFix
{
    public UnorderedPagingFix() : base(UnorderedPaging.Descriptor) { }

    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        if (site[UnorderedPaging.Key] is not { } key || site.Call() is not { } syntax) yield break;
        if (site.Semantics.GetOperation(syntax, site.CancellationToken) is not IInvocationOperation call
            || Queries.SourceOf(call) is not { } source || site.Facts.Queries().Of(source) is not { Entity: { } entity } query) yield break;

        // Before the first operator whose rows are no entities any more; an order does not outlive a grouping or a distinct.
        IInvocationOperation? place = null;
        foreach (var one in query.Operators)
        {
            if (one.Step == QueryStep.Combination || one.Name is "SelectMany" or "Cast" or "OfType") yield break;
            if (one.Step != QueryStep.Projection) continue;
            if (one.Call.Syntax is QueryClauseSyntax or SelectOrGroupClauseSyntax) yield break;
            place ??= one.Call;
        }

        if (QueryEdits.AccessOf(place ?? call) is not { } access || access.SyntaxTree != syntax.SyntaxTree || QueryEdits.Compiles(access) is not { } trial)
            yield break;
        var arguments = QueryEdits.Lambda(QueryEdits.ParameterName(site.Semantics, access.SpanStart, entity), key);
        yield return FixPlan.Replace($"Order by '{key}'", UnorderedPaging.Descriptor.Id, access,
            current => current is MemberAccessExpressionSyntax now ? QueryEdits.InsertBefore(now, "OrderBy", arguments) : current,
                "System.Linq") with { Trial = trial };
    }
}
