using ArchitectAnalyzers.Rules.Architecture;

namespace ArchitectAnalyzers.CodeFixes.Architecture;

/// <summary>Awaits the task, where the function is async; else makes the function async first, with its callers.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(BlockedTaskFix))]
public sealed class BlockedTaskFix : RuleFix
{
    internal const string AwaitKey = "ARCH1001:await", MakeAsyncKey = "ARCH1001:make-async";

    /// <summary>The fix of <see cref="BlockedTask"/>.</summary>
    public BlockedTaskFix() : base(BlockedTask.Descriptor) { }

    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        if (BlockedSite.Of(site.Node, site.Semantics, site.Facts, site.CancellationToken) is not { } blocked
            || Functions.FunctionNode(blocked.Node) is not { } function) yield break;
        if (Functions.IsAsync(function))
        {
            void Await(SyntaxEditor editor) => editor.ReplaceNode(blocked.Node, (current, _) => blocked.Replace(current));
            if (References.MayCross(function, blocked.Node, site)) yield break;
            yield return new FixPlan(blocked.Throws ? "Await here (a time-out throws)" : "Await here", AwaitKey, Await);
            yield break;
        }

        if (AsyncConversion.Plan(site, function) is not { } conversion) yield break;
        var sites = conversion.Converted.SelectMany(f => Sites(f, site)).Append(blocked).GroupBy(s => s.Node).Select(g => g.First()).ToArray();
        if (sites.Select(s => s.Node).Concat(conversion.Calls).Any(p => References.MayCross(Functions.FunctionNode(p)!, p, site))) yield break;

        void MakeAsync(SyntaxEditor editor)
        {
            foreach (var one in sites) editor.ReplaceNode(one.Node, (current, _) => one.Replace(current));
            conversion.Edit(editor);
        }

        if (!conversion.Compiles(MakeAsync)) yield break;
        var kind = function is LambdaExpressionSyntax ? "lambda" : function is LocalFunctionStatementSyntax ? "function" : "method";
        yield return new FixPlan($"Make the {kind} async and await", MakeAsyncKey, MakeAsync, conversion.Usings);
    }

    // All that blocks in a function that becomes async, and not in the functions inside it.
    private static IEnumerable<BlockedSite> Sites(SyntaxNode function, FixSite site)
    {
        if (MemberTable.Of(site.Facts, BlockedTask.Table) is not { } table) yield break;
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
                && BlockedTask.IsBlocking(use, Member(containing), site.Facts, () => MemberFlow.GraphOf(use, site.CancellationToken))) yield return blocked;
        }
    }

    private static ISymbol Member(ISymbol symbol)
    {
        while (symbol is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction or MethodKind.LocalFunction } function) symbol = function.ContainingSymbol;
        return symbol;
    }
}
