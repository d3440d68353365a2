namespace ArchitectAnalyzers.Rules.Database;

/// <summary>Adding to a context is awaited, where nothing is asked of the database.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Fix = FixSafety.Safe)]
public sealed class NeedlessAddAsync : CallRule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH2117",
        title: "Add entities without awaiting",
        messageFormat: "'{0}' asks the database for nothing here; '{1}' does the same without a task",
        category: Describe.Database,
        defaultSeverity: DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "AddAsync and AddRangeAsync are there for value generators that ask the database for keys, such as hi/lo. Without one they mark entities as added, as Add does, and what awaits them suggests that a row was written.");

    private static readonly KnownMethod[] s_table =
    {
        new(KnownType.DbSet, "AddAsync"), new(KnownType.DbSet, "AddRangeAsync"), new(KnownType.DbContext, "AddAsync"), new(KnownType.DbContext, "AddRangeAsync"),
    };

    public NeedlessAddAsync() : base(Descriptor, s_table, KnownType.DbContext) { }

    private protected override void Check(OperationAnalysisContext context, KnownMethod row, Facts facts)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.IsQuoted(facts) || !AsyncAdditions.AreNeedless(call, facts, context.CancellationToken)) return;
        context.Report(Descriptor, call.NameNode(), row.Name, row.Name.Substring(0, row.Name.Length - 5));
    }
}
