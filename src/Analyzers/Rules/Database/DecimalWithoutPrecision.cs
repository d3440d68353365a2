namespace ArchitectAnalyzers.Rules.Database;

/// <summary>An amount whose digits the provider chooses.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Cwe = 681, Fix = FixSafety.ChangesBehaviour)]
public sealed class DecimalWithoutPrecision : Rule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH2302",
        title: "Say how many digits a decimal column has",
        messageFormat: "'{0}' has no precision, so that the provider picks one (SQL Server: 18 digits, 2 of them decimals) and rounds the rest away; " +
            "declare it",
        category: Describe.Database,
        defaultSeverity: DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "A decimal property without a precision gets the provider's default column. What has more decimals than that is rounded when it is " +
            "saved, without an error.",
        Describe.Cwe(681));

    public DecimalWithoutPrecision() : base(Descriptor, KnownType.DbContext) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        var columns = facts.ColumnTypes();
        start.RegisterSymbolAction(context =>
        {
            var property = (IPropertySymbol)context.Symbol;
            if (columns.IsUndeclared(property, SpecialType.System_Decimal, context.CancellationToken))
                context.Report(Descriptor, property.Locations[0], ImmutableDictionary<string, string?>.Empty, property.Name);
        }, SymbolKind.Property);
    }
}
