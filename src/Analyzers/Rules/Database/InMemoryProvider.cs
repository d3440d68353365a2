namespace ArchitectAnalyzers.Rules.Database;

/// <summary>The database that forgets, in code that runs in production.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", NoFix = "Which database takes its place is not for an analyzer to choose.")]
public sealed class InMemoryProvider : CallRule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH2208",
        title: "Use a real database in production",
        messageFormat: "The in-memory database forgets everything at each restart, has no transactions and checks no constraint; use the provider of a real " +
            "one",
        category: Describe.Database,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "The in-memory provider of Entity Framework is a test double. Its data lives in one process until that ends; it ignores transactions, " +
            "foreign keys, unique indexes and raw SQL.");

    private static readonly KnownMethod[] s_table = { new(KnownType.EfInMemory, "UseInMemoryDatabase") };

    public InMemoryProvider() : base(Descriptor, s_table, KnownType.EfInMemory) { }

    private protected override void Check(OperationAnalysisContext context, KnownMethod row, Facts facts)
    {
        var call = (IInvocationOperation)context.Operation;
        if (!call.RunsInProduction(context.ContainingSymbol)
            || context.ContainingSymbol.ContainingType.Implements(facts[KnownType.DesignTimeDbContextFactory])) return;
        context.Report(Descriptor, call.NameNode());
    }
}
