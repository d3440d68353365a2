using ArchitectAnalyzers.Models;
using ArchitectAnalyzers.Rules.Database;

namespace ArchitectAnalyzers.CodeFixes.Database;

/// <summary>Puts <c>AsNoTracking()</c> right behind the set that the query begins with.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(TrackedReadOnlyQueryFix))]
public sealed class TrackedReadOnlyQueryFix : RuleFix
{
    /// <summary>The fix of <see cref="TrackedReadOnlyQuery"/>.</summary>
    public TrackedReadOnlyQueryFix() : base(TrackedReadOnlyQuery.Descriptor) { }

    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        if (QueryAt(site) is not { Source.Syntax: ExpressionSyntax source } query || source.SyntaxTree != site.Root.SyntaxTree) yield break;
        if (source is not (IdentifierNameSyntax or MemberAccessExpressionSyntax or InvocationExpressionSyntax)) yield break;

        // A source in another member serves others too.
        if (Functions.FunctionNode(source) is not { } function || !function.Span.Contains(site.Node.Span)) yield break;
        var neighbour = source.Parent as MemberAccessExpressionSyntax;
        yield return FixPlan.Replace("Add 'AsNoTracking'", TrackedReadOnlyQuery.Descriptor.Id, source,
            current => current is ExpressionSyntax now ? QueryEdits.Append(now, "AsNoTracking", ArgumentList(), neighbour) : current,
                "Microsoft.EntityFrameworkCore")
            with { Trial = QueryEdits.Compiles(source) };
    }

    private static Query? QueryAt(FixSite site)
    {
        var queries = site.Facts.Queries();
        foreach (var node in site.Node.AncestorsAndSelf())
        {
            switch (node)
            {
                case InvocationExpressionSyntax call when CallShapes.NameNode(call).Span.Contains(site.Node.Span)
                    && site.Semantics.GetOperation(call, site.CancellationToken) is IInvocationOperation operation
                    && queries.Executed(operation) is { } query: return query;
                case CommonForEachStatementSyntax loop when loop.Expression.Span.Contains(site.Node.Span):
                    return site.Semantics.GetOperation(loop, site.CancellationToken) is IForEachLoopOperation each ? queries.Executed(each) : null;
                case StatementSyntax: return null;
            }
        }

        return null;
    }
}
