namespace ArchitectAnalyzers.Rules.Api;

/// <summary>A GraphQL resolver that queries the database for its one parent.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", NoFix = "A DataLoader is a new class or method with a key, a batch query and a name: too much to write without knowing the schema.")]
public sealed class ResolverQuery : Rule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH3206",
        title: "Load what resolvers need in batches",
        messageFormat: "'{0}' asks the database once for each object of the result; load all of them at once with a DataLoader",
        category: Describe.Api,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A resolver that knows its parent runs once for each object in the list above it. With a query in it, a page of a hundred objects is a " +
            "hundred and one queries. A DataLoader collects the keys and asks once.");

    public ResolverQuery() : base(Descriptor) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        var (queries, resolvers) = (facts.Queries(), facts.GraphResolvers());
        if (!resolvers.AreThere || (!queries.IsThere && !facts.Has(KnownType.DapperSqlMapper))) return;
        start.RegisterOperationAction(context =>
        {
            var call = (IInvocationOperation)context.Operation;
            if (!Asks(call, queries, facts) || !resolvers.RunsForEachParent(call, context.ContainingSymbol)) return;
            context.Report(Descriptor, call.NameNode(), call.TargetMethod.Name);
        }, OperationKind.Invocation);

        // A query that the server executes.
        start.RegisterOperationAction(context =>
        {
            if (((IReturnOperation)context.Operation).ReturnedValue?.Unconverted() is not IInvocationOperation call || !queries.IsQueryable(call.Type)) return;
            if (!resolvers.RunsForEachParent(call, context.ContainingSymbol) || queries.Of(call) is not { IsDatabase: true }) return;
            context.Report(Descriptor, call.NameNode(), call.TargetMethod.Name);
        }, OperationKind.Return);
    }

    private static bool Asks(IInvocationOperation call, Queries queries, Facts facts)
    {
        var method = call.TargetMethod;
        if (method.Name is "Find" or "FindAsync")
            return method.ContainingType.IsOrDerivesFrom(facts[KnownType.DbSet]) || method.ContainingType.IsOrDerivesFrom(facts[KnownType.DbContext]);
        if (method.Name.StartsWith("Query", StringComparison.Ordinal) || method.Name.StartsWith("Execute", StringComparison.Ordinal))
        {
            if (facts.Is(method.ContainingType, KnownType.DapperSqlMapper)) return true;
        }

        if (method.Name.StartsWith("Execute", StringComparison.Ordinal) && method.ContainingType.IsOrDerivesFrom(facts[KnownType.DbCommand])) return true;
        if (method.Name is "Load" or "LoadAsync" && method.ContainingType.IsOrDerivesFrom(facts[KnownType.NavigationEntry])) return true;
        return queries.IsExecution(call) && queries.Executed(call) is { IsDatabase: true };
    }
}
