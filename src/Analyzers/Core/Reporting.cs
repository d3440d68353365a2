namespace ArchitectAnalyzers.Core;

/// <summary>
/// Reports a finding, unless it is in a test class. Locations, property bags and strings are made here, after the verdict.
/// </summary>
#pragma warning disable RS0030 // this is the one place
internal static class Reporting
{
    internal static void Report(this OperationAnalysisContext context, DiagnosticDescriptor rule, SyntaxNode at, params object?[] arguments)
    {
        if (TestCode.Contains(context.ContainingSymbol, context.Options, at.SyntaxTree)) return;
        context.ReportDiagnostic(Diagnostic.Create(rule, at.GetLocation(), arguments));
    }

    internal static void Report(this OperationAnalysisContext context, DiagnosticDescriptor rule, SyntaxNode at,
        ImmutableDictionary<string, string?> properties, params object?[] arguments)
    {
        if (TestCode.Contains(context.ContainingSymbol, context.Options, at.SyntaxTree)) return;
        context.ReportDiagnostic(Diagnostic.Create(rule, at.GetLocation(), properties, arguments));
    }

    internal static void Report(this OperationAnalysisContext context, DiagnosticDescriptor rule, SyntaxNode at,
        IEnumerable<Location> more, ImmutableDictionary<string, string?> properties, params object?[] arguments)
    {
        if (TestCode.Contains(context.ContainingSymbol, context.Options, at.SyntaxTree)) return;
        context.ReportDiagnostic(Diagnostic.Create(rule, at.GetLocation(), more, properties, arguments));
    }

    internal static void Report(this OperationAnalysisContext context, DiagnosticDescriptor rule, Location at, params object?[] arguments)
    {
        if (TestCode.Contains(context.ContainingSymbol, context.Options, context.Operation.Syntax.SyntaxTree)) return;
        context.ReportDiagnostic(Diagnostic.Create(rule, at, arguments));
    }

    internal static void Report(this SyntaxNodeAnalysisContext context, DiagnosticDescriptor rule, Location at,
        ImmutableDictionary<string, string?> properties, params object?[] arguments) =>
        context.ReportDiagnostic(Diagnostic.Create(rule, at, properties, arguments));

    internal static void Report(this SymbolAnalysisContext context, DiagnosticDescriptor rule, Location at,
        ImmutableDictionary<string, string?> properties, params object?[] arguments)
    {
        if (TestCode.Contains(context.Symbol, context.Options, at.SourceTree!)) return;
        context.ReportDiagnostic(Diagnostic.Create(rule, at, properties, arguments));
    }

    internal static void Report(this SyntaxTreeAnalysisContext context, DiagnosticDescriptor rule, Location at, params object?[] arguments) =>
        context.ReportDiagnostic(Diagnostic.Create(rule, at, arguments));

    internal static void Report(this SemanticModelAnalysisContext context, DiagnosticDescriptor rule, Location at,
        ImmutableDictionary<string, string?> properties, params object?[] arguments) =>
        context.ReportDiagnostic(Diagnostic.Create(rule, at, properties, arguments));

    internal static void Report(this AdditionalFileAnalysisContext context, DiagnosticDescriptor rule, Location at, params object?[] arguments) =>
        context.ReportDiagnostic(Diagnostic.Create(rule, at, arguments));
}
