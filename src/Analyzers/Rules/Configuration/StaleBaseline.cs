namespace ArchitectAnalyzers.Rules.Configuration;

/// <summary>
/// Entries of the baseline that nothing in the compilation used. Whether something uses one is known when all rules are done, so this is a
/// report of the build, not of the keystroke (docs/decisions/0003-baseline.md).
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", InTests = true, NoFix = "The entry is in a file that a code fix cannot edit; the build target that wrote it prunes it.")]
public sealed class StaleBaseline : Rule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH0002",
        title: "Delete the baseline's entry of a finding that is gone",
        messageFormat: "{0} no longer finds this in '{1}'; delete the line, or run 'dotnet build -t:ArchitectBaseline -p:Prune=true'",
        category: Describe.Configuration,
        defaultSeverity: DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "An entry of the baseline that matches nothing would hide the same defect if somebody wrote it again.",
        WellKnownDiagnosticTags.CompilationEnd);

    public StaleBaseline() : base(Descriptor) { }

#pragma warning disable RS1013 // the base class starts, and knows whether the rule is silent here
    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
#pragma warning restore RS1013
    {
        var baseline = Baseline.Of(start.Options);
        if (!baseline.IsThere) return;
        start.RegisterCompilationEndAction(context =>
        {
            context.Options.AnalyzerConfigOptionsProvider.GlobalOptions.TryGetValue("build_property.TargetFramework", out var framework);
            foreach (var (entry, place) in baseline.Stale(context.Compilation, framework)) context.Report(Descriptor, place, entry.Rule, entry.Symbol);
        });
    }
}
