namespace ArchitectAnalyzers.Rules.Database;

/// <summary>Reports a table that is read whole into memory.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Cwe = 770, Fix = FixSafety.ChangesBehaviour)]
public sealed class UnboundedQuery : Rule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH2103",
        title: "Bound what a query reads",
        messageFormat: "'{0}' reads every row of '{1}' into memory; filter, page or 'Take' a bounded number",
        category: Describe.Database,
        defaultSeverity: DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "A query without a bound takes as much time, memory and network as the table has rows, and tables grow.",
        Describe.Cwe(770));

    // Work that is about all rows, by the name of a member or type.
    private static readonly string[] s_whole = { "Seed", "Migrat", "Initiali", "Import", "Export", "Rebuild", "Reindex", "Backfill", "Warm", "Preload", "Cache",
        "Backup", "Sync" };

    public UnboundedQuery() : base(Descriptor, KnownType.IQueryable) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        var queries = facts.Queries();
        if (!queries.IsThere || IsTool(start.Compilation, facts)) return;
        start.RegisterOperationAction(context => Check(context, queries, facts), OperationKind.Invocation);
    }

    private static void Check(OperationAnalysisContext context, Queries queries, Facts facts)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod.Name is not ("ToList" or "ToListAsync" or "ToArray" or "ToArrayAsync" or "ToHashSet" or "ToHashSetAsync")) return;
        if (queries.Executed(call) is not { Root: QueryRoot.Table } query || query.MayHave(QueryStep.Filter) || !WholeSets.IsWhole(query)
            || query.Has("OfType")) return;

        // What is filtered in memory is another rule's business, and so is what an endpoint answers.
        if (IsMeant(call, context.ContainingSymbol) || IsLookUp(call) || Materialized.Of(query, facts) is not null || IsAnswered(call, context, facts)) return;
        context.Report(Descriptor, call.NameNode(), call.TargetMethod.Name, query.Entity!.Name);
    }

    // A program that is started, does its work and ends.
    private static bool IsTool(Compilation compilation, Facts facts) =>
        compilation.Options.OutputKind == OutputKind.ConsoleApplication && !facts.Has(KnownType.WebApplication) && !facts.Has(KnownType.IHostedService);

    private static bool IsMeant(IInvocationOperation call, ISymbol containing)
    {
        for (var symbol = containing; symbol is not null and not INamespaceSymbol; symbol = symbol.ContainingSymbol)
            if (symbol is IMethodSymbol method && method.IsEntryPoint() && call.NestedFunction() is null || Words.Has(symbol.Name, s_whole)) return true;
        for (var type = containing.ContainingType?.BaseType; type is not null; type = type.BaseType)
            if (type.Name == "Migration") return true;

        // cache.GetOrCreateAsync(key, _ => db.Plans.ToListAsync())
        for (var parent = call.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is ILocalFunctionOperation local && Words.Has(local.Symbol.Name, s_whole)) return true;
            if (parent is IInvocationOperation outer && outer.TargetMethod.Name.StartsWith("GetOr", StringComparison.Ordinal)) return true;
        }

        return false;
    }

    // (await db.Rates.ToListAsync()).ToDictionary(r => r.Currency): asked by key afterwards.
    private static bool IsLookUp(IInvocationOperation call)
    {
        IOperation value = call;
        while (value.Parent is IConversionOperation or IAwaitOperation || value.Parent is IInvocationOperation { TargetMethod.Name: "ConfigureAwait" })
            value = value.Parent;
        if (value.Parent is not IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } }) return IsKeyed(value);
        foreach (var part in call.Root().Descendants())
            if (part is ILocalReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Local, local) && IsKeyed(reference)) return true;
        return false;
    }

    private static bool IsKeyed(IOperation value)
    {
        while (value.Parent is IConversionOperation) value = value.Parent;
        return value.Parent is IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "ToDictionary" or "ToLookup" or "ToFrozenDictionary" } };
    }

    private static bool IsAnswered(IInvocationOperation call, OperationAnalysisContext context, Facts facts)
    {
        var (endpoints, nested) = (facts.Endpoints(), call.NestedFunction());
        var endpoint = nested is IAnonymousFunctionOperation lambda ? endpoints.Of(lambda)
            : call.Function(context.ContainingSymbol) is { } function ? endpoints.Of(function) : null;
        if (endpoint is null || call.Function(context.ContainingSymbol) is not { } method) return false;
        var handler = new Handler(endpoint, method, nested ?? call.Root());
        return handler.AnswersData && facts.Answers().First(handler, (sets: facts.WholeSets(), call, token: context.CancellationToken),
            static (value, given) => given.sets.LoadOf(value, given.token)?.Syntax == given.call.Syntax) is not null;
    }
}
