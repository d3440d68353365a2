using ArchitectAnalyzers.Rules.Architecture;

namespace ArchitectAnalyzers.CodeFixes.Architecture;

[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UncancellableMethodFix))]
public sealed class UncancellableMethodFix : RuleFix
{
    public UncancellableMethodFix() : base(UncancellableMethod.Descriptor, reach: FixReach.Solution) { }

    private protected override IEnumerable<FixPlan> Plans(FixSite site)
    {
        if (site.Node is MethodDeclarationSyntax method
            && TokenParameter.Plan(site, method, "Take a cancellation token and pass it on", UncancellableMethod.Descriptor.Id, isHandler: false) is { } plan)
            yield return plan;
    }
}
