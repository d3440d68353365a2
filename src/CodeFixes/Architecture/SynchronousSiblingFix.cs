using ArchitectAnalyzers.Rules.Architecture;

namespace ArchitectAnalyzers.CodeFixes.Architecture;

/// <summary>Awaits the counterpart.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SynchronousSiblingFix))]
public sealed class SynchronousSiblingFix : RuleFix
{
    /// <summary>The fix of <see cref="SynchronousSibling"/>.</summary>
    public SynchronousSiblingFix() : base(SynchronousSibling.Descriptor) { }

    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        var plan = CounterpartCall.Plan(site, SynchronousSibling.Descriptor.Id,
            static (counterparts, call, containing) => counterparts.Sibling(call, containing));
        if (plan is not null) yield return plan;
    }
}
