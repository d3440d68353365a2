using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ArchitectAnalyzers.Testing;

/// <summary>
/// Runs a rule's compilation start action on a context of one's own, to see or to wrap what it registers. A rule of this package registers
/// nothing else (see <c>Rule.Initialize</c>).
/// </summary>
public sealed class RegistrationContext(CompilationStartAnalysisContext start) : AnalysisContext
{
    /// <inheritdoc/>
    public override void RegisterCompilationStartAction(Action<CompilationStartAnalysisContext> action) => action(start);

    /// <inheritdoc/>
    public override void EnableConcurrentExecution() { }

    /// <inheritdoc/>
    public override void ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags analysisMode) { }

    /// <inheritdoc/>
    public override void RegisterCompilationAction(Action<CompilationAnalysisContext> action) => throw Unknown();

    /// <inheritdoc/>
    public override void RegisterSemanticModelAction(Action<SemanticModelAnalysisContext> action) => throw Unknown();

    /// <inheritdoc/>
    public override void RegisterSymbolAction(Action<SymbolAnalysisContext> action, ImmutableArray<SymbolKind> symbolKinds) => throw Unknown();

    /// <inheritdoc/>
    public override void RegisterCodeBlockStartAction<T>(Action<CodeBlockStartAnalysisContext<T>> action) => throw Unknown();

    /// <inheritdoc/>
    public override void RegisterCodeBlockAction(Action<CodeBlockAnalysisContext> action) => throw Unknown();

    /// <inheritdoc/>
    public override void RegisterSyntaxTreeAction(Action<SyntaxTreeAnalysisContext> action) => throw Unknown();

    /// <inheritdoc/>
    public override void RegisterSyntaxNodeAction<T>(Action<SyntaxNodeAnalysisContext> action, ImmutableArray<T> syntaxKinds) => throw Unknown();

    private static NotSupportedException Unknown() => new("A rule registers its actions when a compilation starts.");
}
