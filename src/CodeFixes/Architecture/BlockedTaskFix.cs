using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using ArchitectAnalyzers.Rules.Architecture;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace ArchitectAnalyzers.CodeFixes.Architecture;

/// <summary>Awaits the task, where the function is async; else makes the function async first, with its callers.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(BlockedTaskFix))]
public sealed class BlockedTaskFix : RuleFix
{
    internal const string AwaitKey = "ARCH1001:await", MakeAsyncKey = "ARCH1001:make-async";

    private static readonly ConditionalWeakTable<SemanticModel, ConcurrentDictionary<SyntaxNode, FixPlan?>> s_plans = new();

    /// <summary>The fix of <see cref="BlockedTask"/>.</summary>
    public BlockedTaskFix() : base(BlockedTask.Descriptor) { }

    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        if (BlockedSite.Of(site.Node, site.Semantics, site.Facts, site.CancellationToken) is not { } blocked
            || Functions.FunctionNode(blocked.Node) is not { } function) yield break;
        if (Functions.IsAsync(function))
        {
            if (References.MayCross(function, blocked.Node, site)) yield break;
            yield return new FixPlan(blocked.Throws ? "Await here (a time-out throws)" : "Await here", AwaitKey,
                new[] { new NodeEdit(blocked.Node, blocked.Replace) });
            yield break;
        }

        // The sites of a function share its plan.
        if (s_plans.GetOrCreateValue(site.Semantics).GetOrAdd(function, _ => MakeAsync(site, function, blocked)) is { Changes: { } changes } plan
            && changes.Any(c => c.Node == blocked.Node)) yield return plan;
    }

    private static FixPlan? MakeAsync(FixSite site, SyntaxNode function, BlockedSite blocked)
    {
        if (AsyncConversion.Plan(site, function) is not { } conversion) return null;
        var sites = conversion.Converted.SelectMany(f => Sites(f, site)).Append(blocked).GroupBy(s => s.Node).Select(g => g.First()).ToArray();
        if (sites.Select(s => s.Node).Concat(conversion.Calls).Any(p => References.MayCross(Functions.FunctionNode(p)!, p, site))) return null;
        var kind = function is LambdaExpressionSyntax ? "lambda" : function is LocalFunctionStatementSyntax ? "function" : "method";
        return new FixPlan($"Make the {kind} async and await", MakeAsyncKey,
            sites.Select(s => new NodeEdit(s.Node, s.Replace)).Concat(conversion.Edits).ToArray(), conversion.Usings)
        {
            Trial = conversion.Trial(sites.Select(s => s.Node)),
        };
    }

    // All that blocks in a function that becomes async, and not in the functions inside it.
    private static IEnumerable<BlockedSite> Sites(SyntaxNode function, FixSite site)
    {
        if (MemberTable.Of(site.Facts, BlockedTask.Table) is not { } table) yield break;
        var graphs = new Dictionary<IOperation, ControlFlowGraph?>();
        foreach (var name in function.DescendantNodes().OfType<SimpleNameSyntax>())
        {
            if (name.Identifier.ValueText is not ("Result" or "Wait" or "WaitAll" or "WaitAny" or "GetResult")) continue;
            if (BlockedSite.Of(name, site.Semantics, site.Facts, site.CancellationToken) is not { } blocked || Functions.FunctionNode(name) != function) continue;
            if (site.Semantics.GetOperation(BlockedSite.Whole(name)!, site.CancellationToken) is not { } use) continue;
            var isBlocking = use switch
            {
                IInvocationOperation invocation => table.Match(invocation.TargetMethod) is not null,
                IPropertyReferenceOperation property => table.Match(property) is not null,
                _ => false,
            };
            if (isBlocking && site.Semantics.GetEnclosingSymbol(name.SpanStart, site.CancellationToken) is { } containing
                && BlockedTask.IsBlocking(use, containing.Member(), site.Facts, () => Graph(use))) yield return blocked;
        }

        ControlFlowGraph? Graph(IOperation use)
        {
            var body = use.Root();
            return graphs.TryGetValue(body, out var known) ? known : graphs[body] = MemberFlow.GraphOf(use, site.CancellationToken);
        }
    }
}
