namespace ArchitectAnalyzers.Rules.Database;

/// <summary>Entities that the context tracks, and that are only read: every use is in sight, and none may change them.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Fix = FixSafety.Safe)]
public sealed class TrackedReadOnlyQuery : Rule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH2106",
        title: "Do not track what is only read",
        messageFormat: "'{0}' loads '{1}' entities that are only read; add 'AsNoTracking', or select what is needed",
        category: Describe.Database,
        defaultSeverity: DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "A tracking query keeps a copy of each row, to find out later what has changed. Where nothing changes, that is time and memory for nothing.");

    // What hands over rows, not a number made of them.
    private static readonly ImmutableArray<string> s_loading = ImmutableArray.Create(
        "ToList", "ToArray", "ToHashSet", "ToDictionary", "ToLookup", "First", "FirstOrDefault", "Single", "SingleOrDefault", "Last", "LastOrDefault", "ElementAt", "ElementAtOrDefault", "foreach", "AsAsyncEnumerable");

    public TrackedReadOnlyQuery() : base(Descriptor, KnownType.DbContext, KnownType.EntityFrameworkQueryableExtensions) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        var (queries, trips) = (facts.Queries(), facts.RoundTrips());
        start.RegisterOperationAction(context =>
        {
            if (queries.Executed((IInvocationOperation)context.Operation) is { } query) Check(context, query, queries, trips, facts);
        }, OperationKind.Invocation);
        start.RegisterOperationAction(context =>
        {
            if (context.Operation is IForEachLoopOperation loop && queries.Executed(loop) is { } query) Check(context, query, queries, trips, facts);
        }, OperationKind.Loop);
    }

    private static void Check(OperationAnalysisContext context, Query query, Queries queries, RoundTrips trips, Facts facts)
    {
        if (!s_loading.Contains(query.ExecutedBy) || query is not { IsDatabase: true, YieldsEntities: true, Tracking: QueryTracking.Default, Root: QueryRoot.Table } || query.IsPartlyHidden) return;
        if (query.Entity is not { } entity || query.Context is null || Saves(query, trips)) return;
        if (queries.IsMentioned("UseLazyLoadingProxies", context.CancellationToken) || trips.IsUntracked(query.ContextType, context.CancellationToken) != false) return;

        // A query for each element, one that is filtered in memory and one of which a column or two are used have a worse defect.
        if (Repetitions.Of(query.Execution) is not null || Predicates.IsDelegate(query)
            || Materialized.Of(query, facts) is not null || Overfetch.Of(query, facts, out _) is not null) return;
        var uses = EntityUses.Of(query.Execution, entity, trips);
        if (uses.Change is not null || uses.Mark is not null || uses.Removals.Count > 0 || uses.Escape is not null) return;

        // The caller of a repository may change what it gets; a serializer does not.
        if (uses.Return is { } returned ? !facts.RequestCode().AnswersOverHttp(returned, context.ContainingSymbol) : uses.Reads == 0) return;
        var name = query.Call is { } call ? call.NameNode() : CallShapes.NameNode(((IForEachLoopOperation)query.Execution).Collection.Unconverted().Syntax);
        context.Report(Descriptor, name, name.ToString(), entity.Name);
    }

    // What is read may be related to what is written, by the change tracker alone.
    private static bool Saves(Query query, RoundTrips trips)
    {
        foreach (var part in query.Execution.Root().Descendants())
        {
            if (part is not IInvocationOperation call) continue;
            if (call.TargetMethod.Name is "SaveChanges" or "SaveChangesAsync" && trips.Of(call) is not null) return true;
            if (call.TargetMethod.Name is "Add" or "AddRange" or "AddAsync" or "Update" or "Attach" or "Remove" or "Entry" && trips.IsPartOfContext(call.Instance?.Type)) return true;
        }

        return false;
    }
}
