using ArchitectAnalyzers.Rules.Api;

namespace ArchitectAnalyzers.CodeFixes.Api;

/// <summary>Puts the call into a <c>using</c>, and into a variable first where it has none.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UndisposedCallFix))]
public sealed class UndisposedCallFix() : RuleFix(UndisposedCall.Descriptor)
{
    private static readonly string[] s_names = { "call", "streamingCall", "openCall" };

    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        // Outside async code, the call is still running when the function returns.
        if (site[UndisposedCall.Shared] is not null || site.Call() is not { } call) yield break;
        if (Functions.FunctionNode(call) is not { } function || !Functions.IsAsync(function)) yield break;
        if (UsingLocals.Plan(site, call, s_names, UndisposedCall.Descriptor.Id) is { } plan
            && Check.Edited(site, editor => Apply(plan, editor), Array.Empty<string>(), Array.Empty<SyntaxNode>(),
                new SyntaxAnnotation()) is not null) yield return plan;
    }

    private static void Apply(FixPlan plan, SyntaxEditor editor)
    {
        if (plan.Changes is { } changes) foreach (var edit in changes) editor.ReplaceNode(edit.Node, (current, _) => edit.Change(current));
    }
}
