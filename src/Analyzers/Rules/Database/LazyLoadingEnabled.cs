namespace ArchitectAnalyzers.Rules.Database;

/// <summary>Lazy-loading proxies are turned on.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", NoFix = "Code that relies on lazy loading reads null without it: each such place has to load what it needs first.")]
public sealed class LazyLoadingEnabled : CallRule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH2116",
        title: "Load related data on purpose",
        messageFormat: "With lazy-loading proxies, reading a property is a query that nobody sees; load related data with 'Include' or a projection",
        category: Describe.Database,
        defaultSeverity: DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "A lazy-loading proxy queries the database, synchronously, when a navigation property is read. In a loop or a serializer that is a " +
            "query for each row.");

    private static readonly KnownMethod[] s_table = { new(KnownType.EfProxies, "UseLazyLoadingProxies") };

    public LazyLoadingEnabled() : base(Descriptor, s_table, KnownType.EfProxies) { }

    private protected override void Check(OperationAnalysisContext context, KnownMethod row, Facts facts)
    {
        var call = (IInvocationOperation)context.Operation;
        foreach (var argument in call.Arguments)
            if (argument.Value.Type?.SpecialType == SpecialType.System_Boolean && argument.Value.ConstantValue is not { HasValue: true, Value: true }) return;
        context.Report(Descriptor, call.NameNode());
    }
}
