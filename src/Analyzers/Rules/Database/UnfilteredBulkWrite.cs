namespace ArchitectAnalyzers.Rules.Database;

/// <summary>Reports a bulk delete or update of a whole table.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", NoFix = "Which rows are meant, only the author knows.")]
public sealed class UnfilteredBulkWrite : Rule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH2111",
        title: "Filter a bulk delete or update",
        messageFormat: "'{0}' writes every row of '{1}'; filter with 'Where' before it",
        category: Describe.Database,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "ExecuteDelete and ExecuteUpdate run at once, past the change tracker and its checks: without a Where they write the whole table, and nothing is left to undo it from.");

    // A member that is called so, and is not told which rows, means the whole table.
    private static readonly string[] s_whole = { "Truncate", "Wipe", "Reset", "Seed", "DeleteAll", "RemoveAll", "Clear", "DeleteEverything" };

    public UnfilteredBulkWrite() : base(Descriptor, KnownType.IQueryable) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        var queries = facts.Queries();
        if (queries.IsThere) start.RegisterOperationAction(context => Check(context, queries), OperationKind.Invocation);
    }

    private static void Check(OperationAnalysisContext context, Queries queries)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod.Name is not ("ExecuteDelete" or "ExecuteDeleteAsync" or "ExecuteUpdate" or "ExecuteUpdateAsync")) return;
        if (queries.Executed(call) is not { Root: QueryRoot.Table } query) return;

        // Joined, grouped, of one type, of a navigation, limited, or with something out of sight: not every row.
        foreach (var one in query.Operators)
            if (one.Step is not (QueryStep.Order or QueryStep.Include or QueryStep.Tracking or QueryStep.Hint)) return;
        if (MeansWhole(context.ContainingSymbol) || call.Function(context.ContainingSymbol) is { } function && MeansWhole(function)) return;
        context.Report(Descriptor, call.NameNode(), call.TargetMethod.Name, query.Entity?.Name ?? "the table");
    }

    private static bool MeansWhole(ISymbol member)
    {
        if (member is not IMethodSymbol method) return false;
        foreach (var parameter in method.Parameters)
            if (parameter.Type.IsValueType && parameter.Type.Name != "CancellationToken" || parameter.Type.SpecialType == SpecialType.System_String) return false;
        foreach (var word in s_whole)
            if (member.Name.IndexOf(word, StringComparison.Ordinal) >= 0) return true;
        return false;
    }
}
