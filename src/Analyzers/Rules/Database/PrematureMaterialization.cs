namespace ArchitectAnalyzers.Rules.Database;

/// <summary>Reports rows that are read into memory to be filtered, sorted, projected, paged or counted there, where the database would do it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Fix = FixSafety.Safe)]
public sealed class PrematureMaterialization : QueryRule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH2102",
        title: "Let the database filter before rows are read",
        messageFormat: "'{0}' reads the rows into memory before '{1}'; let the database do '{1}' first",
        category: Describe.Database,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "What follows ToList, ToArray or AsEnumerable runs in memory: every row of the query is read, sent and made into an object, most of " +
            "them to be dropped. Moved before it, the same operator becomes part of the SQL.");

    public PrematureMaterialization() : base(Descriptor, KnownType.IQueryable, KnownType.Enumerable) { }

    private protected override void Check(OperationAnalysisContext context, IInvocationOperation call, Queries queries, Facts facts)
    {
        if (call.TargetMethod.Name is not ("ToList" or "ToArray" or "AsEnumerable" or "ToListAsync" or "ToArrayAsync")) return;
        if (queries.Executed(call) is not { } query || Materialized.Of(query, facts) is not { } rows) return;
        context.Report(Descriptor, call.NameNode(), call.TargetMethod.Name,
            rows.Moved[0] is IInvocationOperation { TargetMethod.Name: var name } ? name : "Count");
    }
}
