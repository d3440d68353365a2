namespace ArchitectAnalyzers.Rules.Database;

[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Fix = FixSafety.ChangesBehaviour)]
public sealed class LoadThenWrite : Rule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH2110",
        title: "Change or delete many rows in the database",
        messageFormat: "'{0}' writes back rows of '{1}' that were loaded only for that; use '{2}', which loads none",
        category: Describe.Database,
        defaultSeverity: DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "Rows that are loaded, changed or removed all alike and saved travel twice, fill the change tracker, and are written one by one. " +
            "ExecuteUpdate and ExecuteDelete do it in one statement.");

    public LoadThenWrite() : base(Descriptor, KnownType.DbContext) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        if (!Exists(facts[KnownType.EntityFrameworkQueryableExtensions]) && !Exists(facts[KnownType.RelationalQueryableExtensions])) return;
        var (queries, trips) = (facts.Queries(), facts.RoundTrips());
        start.RegisterOperationAction(context => Check(context, queries, trips), OperationKind.Invocation);
    }

    /// <summary>The write that the call is the end of, as the fix asks too.</summary>
    internal static BulkWrite? At(IInvocationOperation call, Queries queries, RoundTrips trips) => call.TargetMethod.Name switch
    {
        "RemoveRange" => BulkWrites.OfRemoval(call, queries, trips),
        "SaveChanges" or "SaveChangesAsync" => BulkWrites.OfSave(call, queries, trips),
        _ => null,
    };

    private static void Check(OperationAnalysisContext context, Queries queries, RoundTrips trips)
    {
        var call = (IInvocationOperation)context.Operation;
        if (At(call, queries, trips) is not { } write) return;
        var isAsync = write.Save.TargetMethod.Name == "SaveChangesAsync";
        var instead = write.Changes.Count > 0 ? "ExecuteUpdate" : "ExecuteDelete";
        context.Report(Descriptor, call.NameNode(), call.TargetMethod.Name, write.Query.Entity?.Name, isAsync ? instead + "Async" : instead);
    }

    // Entity Framework Core 7 and later.
    private static bool Exists(INamedTypeSymbol? extensions) =>
        extensions is not null && (!extensions.GetMembers("ExecuteDelete").IsEmpty || !extensions.GetMembers("ExecuteDeleteAsync").IsEmpty);
}
