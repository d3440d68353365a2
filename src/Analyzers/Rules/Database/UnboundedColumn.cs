namespace ArchitectAnalyzers.Rules.Database;

/// <summary>A text column of any length.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Cwe = 770, Fix = FixSafety.ChangesBehaviour)]
public sealed class UnboundedColumn : Rule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH2301",
        title: "Say how long a text column may be",
        messageFormat: "'{0}' becomes a column of any length; declare its greatest length",
        category: Describe.Database,
        defaultSeverity: DiagnosticSeverity.Info,
        isEnabledByDefault: false,
        description: "A string property without a length becomes a column without one, which takes megabytes, and on some databases cannot be indexed.",
        Describe.Cwe(770));

    public UnboundedColumn() : base(Descriptor, KnownType.DbContext) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        var columns = facts.ColumnTypes();
        start.RegisterSymbolAction(context =>
        {
            var property = (IPropertySymbol)context.Symbol;
            if (columns.IsUndeclared(property, SpecialType.System_String, context.CancellationToken))
                context.Report(Descriptor, property.Locations[0], ImmutableDictionary<string, string?>.Empty, property.Name);
        }, SymbolKind.Property);
    }
}
