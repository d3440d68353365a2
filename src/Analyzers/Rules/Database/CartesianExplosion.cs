namespace ArchitectAnalyzers.Rules.Database;

/// <summary>Reports a query that joins sibling collections in one statement: each row of the one comes with each of the other.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Fix = FixSafety.Safe)]
public sealed class CartesianExplosion : Rule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH2105",
        title: "Load sibling collections in split queries",
        messageFormat: "'{0}' joins a second collection, whose rows are multiplied by those of the first; add 'AsSplitQuery', or project what is needed",
        category: Describe.Database,
        defaultSeverity: DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "One statement with two collections returns their product: 50 lines and 20 payments of an order are 1,000 rows, each with all columns " +
            "of all three tables. Split queries return 1 + 50 + 20.");

    public CartesianExplosion() : base(Descriptor, KnownType.IQueryable, KnownType.DbSet) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        var queries = facts.Queries();
        if (!queries.IsThere) return;
        start.RegisterOperationAction(context => Check(context, queries, queries.Executed((IInvocationOperation)context.Operation)), OperationKind.Invocation);
        start.RegisterOperationAction(context =>
        {
            if (context.Operation is IForEachLoopOperation loop) Check(context, queries, queries.Executed(loop));
        }, OperationKind.Loop);
    }

    private static void Check(OperationAnalysisContext context, Queries queries, Query? query)
    {
        if (query is not { Root: QueryRoot.Table or QueryRoot.Sql, Operators.Length: >= 2, IsPartlyHidden: false } || !LoadsEntities(query)) return;
        if (query.Has("AsSplitQuery") || query.Has("AsSingleQuery") || IncludePaths.Multiplying(query) is not { } include) return;
        if (queries.IsMentioned("SplitQuery", context.CancellationToken) ) return;

        // A query that was begun in another statement is reported where it is executed; the fix is there in any case.
        var isHere = include.Syntax.SyntaxTree == context.Operation.Syntax.SyntaxTree && context.Operation.Syntax.Span.Contains(include.Syntax.Span);
        var execution = CallShapes.NameNode(query.Execution is IForEachLoopOperation loop ? loop.Collection.Syntax : query.Execution.Syntax);
        context.Report(Descriptor, isHere ? include.NameNode() : execution, new[] { execution.GetLocation() },
            ImmutableDictionary<string, string?>.Empty, include.TargetMethod.Name);
    }

    // Counting, or projecting, drops what is included.
    private static bool LoadsEntities(Query query) =>
        query.YieldsEntities && query.ExecutedBy is "ToList" or "ToArray" or "ToHashSet" or "ToDictionary" or "ToLookup" or "First" or "FirstOrDefault"
            or "Single" or "SingleOrDefault" or "Last" or "LastOrDefault" or "Load" or "foreach" or "AsEnumerable" or "AsAsyncEnumerable" or "ElementAt"
            or "ElementAtOrDefault";
}
