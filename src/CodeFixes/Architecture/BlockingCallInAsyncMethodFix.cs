using ArchitectAnalyzers.Rules.Architecture;

namespace ArchitectAnalyzers.CodeFixes.Architecture;

/// <summary>Awaits the counterpart.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(BlockingCallInAsyncMethodFix))]
public sealed class BlockingCallInAsyncMethodFix : RuleFix
{
    /// <summary>The fix of <see cref="BlockingCallInAsyncMethod"/>.</summary>
    public BlockingCallInAsyncMethodFix() : base(BlockingCallInAsyncMethod.Descriptor) { }

    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        var plan = CounterpartCall.Plan(site, BlockingCallInAsyncMethod.Descriptor.Id,
            static (counterparts, call, containing) => counterparts.Blocked(call, containing)?.Counterpart);
        if (plan is not null) yield return plan;
    }
}
