namespace ArchitectAnalyzers.Core;

/// <summary>
/// Reports a finding, unless it is in a test class or the baseline knows it. Locations, property bags and strings are made here, after the
/// verdict.
/// </summary>
#pragma warning disable RS0030 // this is the one place
internal static class Reporting
{
    internal static void Report(this OperationAnalysisContext context, DiagnosticDescriptor rule, SyntaxNode at, params object?[] arguments) =>
        context.Report(rule, at.GetLocation(), null, null, arguments);

    internal static void Report(this OperationAnalysisContext context, DiagnosticDescriptor rule, SyntaxNode at,
        ImmutableDictionary<string, string?> properties, params object?[] arguments) =>
        context.Report(rule, at.GetLocation(), null, properties, arguments);

    internal static void Report(this OperationAnalysisContext context, DiagnosticDescriptor rule, SyntaxNode at,
        IEnumerable<Location> more, ImmutableDictionary<string, string?> properties, params object?[] arguments) =>
        context.Report(rule, at.GetLocation(), more, properties, arguments);

    internal static void Report(this OperationAnalysisContext context, DiagnosticDescriptor rule, Location at, params object?[] arguments) =>
        context.Report(rule, at, null, null, arguments);

    internal static void Report(this OperationAnalysisContext context, DiagnosticDescriptor rule, Location at,
        IEnumerable<Location>? more, ImmutableDictionary<string, string?>? properties, params object?[] arguments)
    {
        if (TestCode.Contains(context.ContainingSymbol, context.Options, context.Operation.Syntax.SyntaxTree)) return;
        if (Make(rule, at, more, properties, arguments, context.Options, context.Compilation, context.CancellationToken) is { } finding)
            context.ReportDiagnostic(finding);
    }

    internal static void Report(this OperationAnalysisContext context, DiagnosticDescriptor rule, Location at,
        ImmutableDictionary<string, string?> properties, params object?[] arguments) =>
        context.Report(rule, at, null, properties, arguments);

    internal static void Report(this SyntaxNodeAnalysisContext context, DiagnosticDescriptor rule, SyntaxNode at,
        ImmutableDictionary<string, string?> properties, params object?[] arguments)
    {
        if (TestCode.Contains(context.ContainingSymbol, context.Options, at.SyntaxTree)) return;
        if (Make(rule, at.GetLocation(), null, properties, arguments, context.Options, context.Compilation, context.CancellationToken) is { } finding)
            context.ReportDiagnostic(finding);
    }

    internal static void Report(this SymbolAnalysisContext context, DiagnosticDescriptor rule, Location at,
        ImmutableDictionary<string, string?> properties, params object?[] arguments)
    {
        if (TestCode.Contains(context.Symbol, context.Options, at.SourceTree!)) return;
        if (Make(rule, at, null, properties, arguments, context.Options, context.Compilation, context.CancellationToken) is { } finding)
            context.ReportDiagnostic(finding);
    }

    internal static void Report(this SemanticModelAnalysisContext context, DiagnosticDescriptor rule, SyntaxNode at,
        ImmutableDictionary<string, string?> properties, params object?[] arguments)
    {
        var containing = context.SemanticModel.GetEnclosingSymbol(at.SpanStart, context.CancellationToken);
        if (TestCode.Contains(containing, context.Options, at.SyntaxTree)) return;
        if (Make(rule, at.GetLocation(), null, properties, arguments, context.Options, context.SemanticModel.Compilation,
            context.CancellationToken) is { } finding)
            context.ReportDiagnostic(finding);
    }

    // What follows is for rules on the package's own configuration, which no baseline holds.
    internal static void Report(this SyntaxTreeAnalysisContext context, DiagnosticDescriptor rule, Location at, params object?[] arguments) =>
        context.ReportDiagnostic(Diagnostic.Create(rule, at, arguments));

    internal static void Report(this AdditionalFileAnalysisContext context, DiagnosticDescriptor rule, Location at, params object?[] arguments) =>
        context.ReportDiagnostic(Diagnostic.Create(rule, at, arguments));

    internal static void Report(this CompilationAnalysisContext context, DiagnosticDescriptor rule, Location at, params object?[] arguments) =>
        context.ReportDiagnostic(Diagnostic.Create(rule, at, arguments));

    private static Diagnostic? Make(DiagnosticDescriptor rule, Location at, IEnumerable<Location>? more, ImmutableDictionary<string, string?>? properties,
        object?[] arguments, AnalyzerOptions options, Compilation compilation, CancellationToken cancellationToken) =>
        Baseline.Of(options).Admits(rule, at, ref properties, compilation, cancellationToken) ? Diagnostic.Create(rule, at, more, properties, arguments) : null;
}
