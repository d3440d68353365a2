using ArchitectAnalyzers.Rules.Architecture;

namespace ArchitectAnalyzers.CodeFixes.Architecture;

/// <summary>Awaits <c>CancelAsync</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SynchronousCancelFix))]
public sealed class SynchronousCancelFix : RuleFix
{
    /// <summary>The fix of <see cref="SynchronousCancel"/>.</summary>
    public SynchronousCancelFix() : base(SynchronousCancel.Descriptor) { }

    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        if (site.Call() is { } call && AwaitedCall.Plan(site, call, "CancelAsync") is var (node, replace))
            yield return FixPlan.Replace("Await 'CancelAsync'", SynchronousCancel.Descriptor.Id, node, replace);
    }
}
