using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ArchitectAnalyzers.Testing;

/// <summary>
/// A rule whose actions are metered: what its own code allocates while it analyses, to the byte, the driver's work left out. What it
/// allocates while it registers is not counted: that is once per compilation.
/// </summary>
#pragma warning disable RS1001, RS1012 // measured, not shipped: no host is to find it
public sealed class MeteredRule(DiagnosticAnalyzer rule) : DiagnosticAnalyzer
{
    private long _bytes;

    /// <summary>Bytes allocated by the rule's actions so far.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = rule.SupportedDiagnostics;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start => rule.Initialize(new RegistrationContext(new Metered(start, this))));
    }

    private Action<T> Metering<T>(Action<T> action) => context =>
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        action(context);
        Interlocked.Add(ref _bytes, GC.GetAllocatedBytesForCurrentThread() - before);
    };

    private static NotSupportedException Unknown() => new("No rule registers such an action so far: meter it here.");

    private sealed class Metered(CompilationStartAnalysisContext start, MeteredRule rule)
        : CompilationStartAnalysisContext(start.Compilation, start.Options, start.CancellationToken)
    {
        public override void RegisterCompilationEndAction(Action<CompilationAnalysisContext> action) =>
            start.RegisterCompilationEndAction(rule.Metering(action));
        public override void RegisterSemanticModelAction(Action<SemanticModelAnalysisContext> action) =>
            start.RegisterSemanticModelAction(rule.Metering(action));
        public override void RegisterSymbolAction(Action<SymbolAnalysisContext> action, ImmutableArray<SymbolKind> symbolKinds) =>
            start.RegisterSymbolAction(rule.Metering(action), symbolKinds);
        public override void RegisterCodeBlockStartAction<T>(Action<CodeBlockStartAnalysisContext<T>> action) => throw Unknown();
        public override void RegisterCodeBlockAction(Action<CodeBlockAnalysisContext> action) => start.RegisterCodeBlockAction(rule.Metering(action));
        public override void RegisterSyntaxTreeAction(Action<SyntaxTreeAnalysisContext> action) => start.RegisterSyntaxTreeAction(rule.Metering(action));
        public override void RegisterAdditionalFileAction(Action<AdditionalFileAnalysisContext> action) =>
            start.RegisterAdditionalFileAction(rule.Metering(action));
        public override void RegisterSyntaxNodeAction<T>(Action<SyntaxNodeAnalysisContext> action, ImmutableArray<T> syntaxKinds) =>
            start.RegisterSyntaxNodeAction(rule.Metering(action), syntaxKinds);
        public override void RegisterOperationAction(Action<OperationAnalysisContext> action, ImmutableArray<OperationKind> operationKinds) =>
            start.RegisterOperationAction(rule.Metering(action), operationKinds);
        public override void RegisterOperationBlockAction(Action<OperationBlockAnalysisContext> action) =>
            start.RegisterOperationBlockAction(rule.Metering(action));
    }
}
