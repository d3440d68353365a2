namespace ArchitectAnalyzers.Rules.Database;

/// <summary>The values of parameters and keys go to the log, wherever the app runs.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Cwe = 532, Fix = FixSafety.Safe)]
public sealed class SensitiveDataLogging : CallRule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH2204",
        title: "Keep your customers' data out of the log",
        messageFormat: "The values of all parameters go to the log in production too; enable sensitive data logging in Development only",
        category: Describe.Database,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "EnableSensitiveDataLogging writes the values of parameters, keys and changed properties into logs and exception messages: names, addresses, password hashes. Logs are copied, shipped and read by many.",
        Describe.Cwe(532));

    private static readonly KnownMethod[] s_table =
    {
        new(KnownType.DbContextOptionsBuilder, "EnableSensitiveDataLogging"), new(KnownType.DbContextOptionsBuilderOfT, "EnableSensitiveDataLogging"),
    };

    public SensitiveDataLogging() : base(Descriptor, s_table, KnownType.DbContextOptionsBuilder) { }

    private protected override void Check(OperationAnalysisContext context, KnownMethod row, Facts facts)
    {
        var call = (IInvocationOperation)context.Operation;
        foreach (var argument in call.Arguments)
            if (argument.Parameter?.Type.SpecialType == SpecialType.System_Boolean && !IsOn(argument.Value)) return;
        if (!call.RunsInProduction(context.ContainingSymbol) || context.ContainingSymbol.ContainingType.Implements(facts[KnownType.DesignTimeDbContextFactory])) return;
        context.Report(Descriptor, call.NameNode());
    }

    // true, env.IsProduction(), !env.IsDevelopment()
    private static bool IsOn(IOperation value) => value.ConstantValue is { HasValue: true, Value: var constant } ? constant is true : Development.SureSense(value) < 0;
}
