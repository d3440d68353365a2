namespace ArchitectAnalyzers.Rules.Database;

/// <summary>Reports rows taken by their position from a query that has no order.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Fix = FixSafety.Safe)]
public sealed class UnorderedPaging : QueryRule
{
    /// <summary>The property that identifies a row, to order by; absent where it cannot be told.</summary>
    internal const string Key = nameof(Key);

    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH2104",
        title: "Order a query before taking rows by position",
        messageFormat: "'{0}' takes rows by position from a query without an order; add 'OrderBy' before it",
        category: Describe.Database,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Without ORDER BY a database returns rows in any order it likes, and another one next time: pages overlap and skip rows, and the last " +
            "row is any row.");

    // Calls after which it does not matter which rows were taken.
    private static readonly string[] s_countless = { "Any", "AnyAsync", "Count", "CountAsync", "LongCount", "LongCountAsync", "ExecuteDelete",
        "ExecuteDeleteAsync", "ExecuteUpdate", "ExecuteUpdateAsync" };

    public UnorderedPaging() : base(Descriptor, KnownType.IQueryable, KnownType.Queryable) { }

    private protected override void Check(OperationAnalysisContext context, IInvocationOperation call, Queries queries, Facts facts)
    {
        if (!call.TargetMethod.IsExtensionMethod || call.TargetMethod.ContainingType.Name == "Enumerable") return;
        var isOperator = QueryNames.IsLinq(call.TargetMethod.ContainingType) || QueryNames.IsProvider(call.TargetMethod.ContainingNamespace);
        if (isOperator && !IsByPosition(call.TargetMethod.Name) || Queries.SourceOf(call) is not { } source || !queries.IsQueryable(source.Type)) return;
        if (!isOperator && !IsPaging(call, queries)) return;
        if (call.IsQuoted(facts) || queries.Of(source) is not { Root: QueryRoot.Table } query) return;

        // One defect: the first call that takes by position.
        if (query.MayHave(QueryStep.Order) || query.MayHave(QueryStep.Limit) || IsIrrelevant(call)) return;
        var key = query.Entity is { } entity ? EntityKeys.Of(entity) : null;
        if (call.TargetMethod.Name == "Take" && (key is not null && FiltersByKey(query, key) || IsDrained(call, query))) return;

        var properties = ImmutableDictionary<string, string?>.Empty;
        if (key is not null) properties = properties.Add(Key, key.Name);
        context.Report(Descriptor, call.NameNode(), properties, call.TargetMethod.Name);
    }

    // db.Orders.Page(2, 20): a method of this project that skips and takes, and orders nothing before.
    private static bool IsPaging(IInvocationOperation call, Queries queries)
    {
        if (!queries.IsQueryable(call.Type) || queries.Of(call) is not { } query) return false;
        foreach (var one in query.Operators)
        {
            if (one.Step is QueryStep.Order or QueryStep.Unknown) return false;
            if (one.Step == QueryStep.Limit) return one.IsCertain && !call.Syntax.Span.Contains(one.Call.Syntax.Span);
        }

        return false;
    }

    private static bool IsByPosition(string name) => name switch
    {
        "Skip" or "Take" or "SkipLast" or "TakeLast" or "ElementAt" or "ElementAtOrDefault" or "Last" or "LastOrDefault" => true,
        "ElementAtAsync" or "ElementAtOrDefaultAsync" or "LastAsync" or "LastOrDefaultAsync" => true,
        _ => false,
    };

    // Take(1000).ExecuteDelete(), Take(100).Count(): any rows will do.
    private static bool IsIrrelevant(IInvocationOperation call)
    {
        for (IOperation? next = call; next is not null; next = next.Parent)
        {
            if (next is IConversionOperation or IArgumentOperation) continue;
            if (next is not IInvocationOperation one || one != call && Queries.SourceOf(one) is null) return false;
            foreach (var name in s_countless)
                if (one.TargetMethod.Name == name) return true;
        }

        return false;
    }

    // while (…) { batch = db.Outbox.Where(m => m.SentAt == null).Take(100) … }: what is left comes round again, in any order.
    private static bool IsDrained(IInvocationOperation call, Query query)
    {
        if (!query.MayHave(QueryStep.Filter)) return false;
        for (var parent = call.Parent; parent is not null and not (IAnonymousFunctionOperation or ILocalFunctionOperation); parent = parent.Parent)
            if (parent is IWhileLoopOperation or IForLoopOperation { Condition: null }) return true;
        return false;
    }

    // Where(o => o.Id == id).Take(1): there is one row at most.
    private static bool FiltersByKey(Query query, IPropertySymbol key)
    {
        foreach (var one in query.Operators)
        {
            if (one.Step != QueryStep.Filter || one.Call.Arguments.Length != 2) continue;
            if (Translation.LambdaOf(one.Call.Arguments[1].Value) is not { } lambda || Translation.BodyOf(lambda) is not { } body) continue;
            foreach (var part in body.DescendantsAndSelf())
                if (part is IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } equals
                    && (IsKey(equals.LeftOperand, key) || IsKey(equals.RightOperand, key))) return true;
        }

        return false;
    }

    private static bool IsKey(IOperation operand, IPropertySymbol key) =>
        operand.Unconverted() is IPropertyReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Property, key);
}
