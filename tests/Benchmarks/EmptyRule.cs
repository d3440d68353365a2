using System.Collections.Immutable;
using ArchitectAnalyzers.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ArchitectAnalyzers.Benchmarks;

/// <summary>
/// Does nothing, for the same kinds of actions as a rule: what remains of a rule's cost when its own code is taken away. The rule's
/// registration is recorded in the compilation that is measured, so a rule that registers nothing there has an empty counterpart that
/// registers nothing. Of a start action within (for a symbol, a block) the end action alone is mirrored.
/// </summary>
#pragma warning disable RS1001 // measured, not shipped: no host is to find it
internal sealed class EmptyRule(DiagnosticAnalyzer rule, Compilation compilation, AnalyzerOptions options) : DiagnosticAnalyzer
{
    private readonly ImmutableArray<Action<CompilationStartAnalysisContext>> _registrations = Record(rule, compilation, options);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = rule.SupportedDiagnostics;

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            foreach (var register in _registrations) register(start);
        });
    }

    private static ImmutableArray<Action<CompilationStartAnalysisContext>> Record(DiagnosticAnalyzer rule, Compilation compilation, AnalyzerOptions options)
    {
        var start = new StartRecorder(compilation, options);
        rule.Initialize(new RegistrationContext(start));
        return [.. start.Registrations];
    }

    private sealed class StartRecorder(Compilation compilation, AnalyzerOptions options) : CompilationStartAnalysisContext(compilation, options, default)
    {
        internal List<Action<CompilationStartAnalysisContext>> Registrations { get; } = [];

        public override void RegisterCompilationEndAction(Action<CompilationAnalysisContext> action) =>
            Registrations.Add(static c => c.RegisterCompilationEndAction(static _ => { }));

        public override void RegisterSemanticModelAction(Action<SemanticModelAnalysisContext> action) =>
            Registrations.Add(static c => c.RegisterSemanticModelAction(static _ => { }));

        public override void RegisterSymbolAction(Action<SymbolAnalysisContext> action, ImmutableArray<SymbolKind> symbolKinds) =>
            Registrations.Add(c => c.RegisterSymbolAction(static _ => { }, symbolKinds));

        public override void RegisterSymbolStartAction(Action<SymbolStartAnalysisContext> action, SymbolKind symbolKind) =>
            Registrations.Add(c => c.RegisterSymbolStartAction(static s => s.RegisterSymbolEndAction(static _ => { }), symbolKind));

        public override void RegisterCodeBlockStartAction<TLanguageKindEnum>(Action<CodeBlockStartAnalysisContext<TLanguageKindEnum>> action) =>
            Registrations.Add(static c => c.RegisterCodeBlockStartAction<TLanguageKindEnum>(static b => b.RegisterCodeBlockEndAction(static _ => { })));

        public override void RegisterCodeBlockAction(Action<CodeBlockAnalysisContext> action) =>
            Registrations.Add(static c => c.RegisterCodeBlockAction(static _ => { }));

        public override void RegisterSyntaxTreeAction(Action<SyntaxTreeAnalysisContext> action) =>
            Registrations.Add(static c => c.RegisterSyntaxTreeAction(static _ => { }));

        public override void RegisterAdditionalFileAction(Action<AdditionalFileAnalysisContext> action) =>
            Registrations.Add(static c => c.RegisterAdditionalFileAction(static _ => { }));

        public override void RegisterSyntaxNodeAction<TLanguageKindEnum>(Action<SyntaxNodeAnalysisContext> action,
            ImmutableArray<TLanguageKindEnum> syntaxKinds) =>
            Registrations.Add(c => c.RegisterSyntaxNodeAction(static _ => { }, syntaxKinds));

        public override void RegisterOperationAction(Action<OperationAnalysisContext> action, ImmutableArray<OperationKind> operationKinds) =>
            Registrations.Add(c => c.RegisterOperationAction(static _ => { }, operationKinds));

        public override void RegisterOperationBlockAction(Action<OperationBlockAnalysisContext> action) =>
            Registrations.Add(static c => c.RegisterOperationBlockAction(static _ => { }));

        public override void RegisterOperationBlockStartAction(Action<OperationBlockStartAnalysisContext> action) =>
            Registrations.Add(static c => c.RegisterOperationBlockStartAction(static b => b.RegisterOperationBlockEndAction(static _ => { })));
    }
}
