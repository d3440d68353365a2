using ArchitectAnalyzers.Models;
using ArchitectAnalyzers.Rules.Database;

namespace ArchitectAnalyzers.CodeFixes.Database;

/// <summary>Tracks what is changed: takes <c>AsNoTracking</c> out of the query, or puts <c>AsTracking</c> into it where the context tracks nothing.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SilentWriteFix))]
public sealed class SilentWriteFix : RuleFix
{
    /// <summary>The fix of <see cref="SilentWrite"/>.</summary>
    public SilentWriteFix() : base(SilentWrite.Descriptor) { }

    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        if (site.Diagnostic.AdditionalLocations.Count != 1) yield break;
        var node = site.Root.FindNode(site.Diagnostic.AdditionalLocations[0].SourceSpan, getInnermostNodeForTie: true);
        var query = site.Semantics.GetOperation(node, site.CancellationToken) switch
        {
            IInvocationOperation call => site.Facts.Queries().Executed(call),
            IForEachLoopOperation loop => site.Facts.Queries().Executed(loop),
            _ => null,
        };
        if (query is null) yield break;
        if (site[SilentWrite.ByDefault] is not null)
        {
            if (TrackingCalls.Append(query.Source.Syntax, "AsTracking", site) is { } added)
                yield return new FixPlan("Track the query", SilentWrite.Descriptor.Id, added, "Microsoft.EntityFrameworkCore");
            yield break;
        }

        var tracking = query.Operators.Where(one => one.Step == QueryStep.Tracking).ToArray();
        if (tracking.Length == 1 && tracking[0].Call.Syntax is InvocationExpressionSyntax removed && removed.SyntaxTree == site.Root.SyntaxTree
            && TrackingCalls.Remove(removed) is { } edit)
            yield return new FixPlan($"Track the query: remove '{tracking[0].Name}'", SilentWrite.Descriptor.Id, edit);
    }
}
