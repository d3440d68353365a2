namespace ArchitectAnalyzers.Core;

/// <summary>
/// The base of every rule: one descriptor, concurrent, silent in generated code, and registered only in compilations that have the types
/// it needs.
/// </summary>
public abstract class Rule : DiagnosticAnalyzer
{
    private readonly KnownType[] _needs;

    private protected Rule(DiagnosticDescriptor descriptor, params KnownType[] needs)
    {
        SupportedDiagnostics = ImmutableArray.Create(descriptor);
        _needs = needs;
    }

    /// <inheritdoc/>
    public sealed override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; }

    /// <summary>The types without which the rule has nothing to say.</summary>
    internal IReadOnlyList<KnownType> Needs => _needs;

    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            Baseline.Of(start.Options).Runs(SupportedDiagnostics[0], start.Compilation);
            var facts = Facts.Of(start.Compilation);
            foreach (var need in _needs)
                if (!facts.Has(need)) return;
            if (TestCode.IsProject(start.Options, start.Compilation) && !SpeaksInTests) return;
            Register(start, facts);
        });
    }

    private bool SpeaksInTests =>
        Attribute.GetCustomAttribute(GetType(), typeof(RuleFactsAttribute)) is RuleFactsAttribute { InTests: true };

    /// <summary>Registers the rule's actions. Called once per compilation that has what the rule needs.</summary>
    private protected abstract void Register(CompilationStartAnalysisContext start, Facts facts);
}
