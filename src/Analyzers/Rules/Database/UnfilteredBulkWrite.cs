namespace ArchitectAnalyzers.Rules.Database;

/// <summary>Reports a bulk delete or update of a whole table.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", NoFix = "Which rows are meant, only the author knows.")]
public sealed class UnfilteredBulkWrite : QueryRule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH2111",
        title: "Filter a bulk delete or update",
        messageFormat: "'{0}' writes every row of '{1}'; filter with 'Where' before it",
        category: Describe.Database,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "ExecuteDelete and ExecuteUpdate run at once, past the change tracker and its checks: without a Where they write the whole table, and " +
            "nothing is left to undo it from.");

    // A member that is called so, and is not told which rows, means the whole table.
    private static readonly string[] s_whole = { "Truncate", "Wipe", "Reset", "Seed", "DeleteAll", "RemoveAll", "Clear", "DeleteEverything" };

    // ClearExpired, DeleteAllInactive: a name that says which of them are.
    private static readonly string[] s_some =
    {
        "Abandoned", "Archived", "Before", "By", "Canceled", "Cancelled", "Closed", "Completed", "Deleted", "Disabled", "Done", "Expired", "Failed", "Finished",
        "For", "From", "Inactive", "Invalid", "Obsolete", "Of", "Old", "Orphaned", "Orphans", "Outdated", "Overdue", "Pending", "Processed", "Read", "Revoked",
        "Selected", "Sent", "Stale", "Unused", "Where",
    };

    public UnfilteredBulkWrite() : base(Descriptor, KnownType.IQueryable) { }

    private protected override void Check(OperationAnalysisContext context, IInvocationOperation call, Queries queries, Facts facts)
    {
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
            if (parameter.Type.IsValueType && parameter.Type.Name != "CancellationToken" || parameter.Type.SpecialType == SpecialType.System_String)
                return false;
        return Has(member.Name, s_whole) && !Has(member.Name, s_some);
    }

    // Words end before a capital or a digit: "Of" is none of "Offers".
    private static bool Has(string name, string[] words)
    {
        foreach (var word in words)
        {
            var at = name.IndexOf(word, StringComparison.Ordinal);
            if (at >= 0 && (words == s_whole || at + word.Length == name.Length || !char.IsLower(name[at + word.Length]))) return true;
        }

        return false;
    }
}
