namespace ArchitectAnalyzers.Models;

/// <summary>What the methods of LINQ and of its providers do, by name.</summary>
internal static class QueryNames
{
    private static readonly Dictionary<string, QueryStep> s_steps = new(StringComparer.Ordinal)
    {
        ["Where"] = QueryStep.Filter,
        ["OrderBy"] = QueryStep.Order, ["OrderByDescending"] = QueryStep.Order, ["ThenBy"] = QueryStep.Order, ["ThenByDescending"] = QueryStep.Order,
        ["Order"] = QueryStep.Order, ["OrderDescending"] = QueryStep.Order, ["Reverse"] = QueryStep.Order,
        ["Skip"] = QueryStep.Limit, ["Take"] = QueryStep.Limit, ["SkipWhile"] = QueryStep.Limit, ["TakeWhile"] = QueryStep.Limit,
        ["SkipLast"] = QueryStep.Limit, ["TakeLast"] = QueryStep.Limit,
        ["Select"] = QueryStep.Projection, ["SelectMany"] = QueryStep.Projection, ["Cast"] = QueryStep.Projection, ["OfType"] = QueryStep.Projection,
        ["Include"] = QueryStep.Include, ["ThenInclude"] = QueryStep.Include,
        ["AsNoTracking"] = QueryStep.Tracking, ["AsNoTrackingWithIdentityResolution"] = QueryStep.Tracking, ["AsTracking"] = QueryStep.Tracking,
        ["AsSplitQuery"] = QueryStep.Hint, ["AsSingleQuery"] = QueryStep.Hint, ["TagWith"] = QueryStep.Hint, ["TagWithCallSite"] = QueryStep.Hint,
        ["IgnoreQueryFilters"] = QueryStep.Hint, ["IgnoreAutoIncludes"] = QueryStep.Hint, ["AsQueryable"] = QueryStep.Hint, ["AsStreaming"] = QueryStep.Hint,
        ["TemporalAll"] = QueryStep.Hint, ["TemporalAsOf"] = QueryStep.Hint,
    };

    // They return no query, and yet they run none.
    private static readonly HashSet<string> s_notExecuting = new(StringComparer.Ordinal)
    {
        "ToQueryString", "CreateDbCommand", "ToTraceString", "GetEnumerator", "GetAsyncEnumerator",
    };

    /// <summary>What an operator of LINQ or of a provider does; one that is not in the table combines.</summary>
    internal static QueryStep StepOf(string name) => s_steps.TryGetValue(name, out var step) ? step : QueryStep.Combination;

    internal static bool Executes(string name) => !s_notExecuting.Contains(name);

    /// <summary>Whether the namespace is a database provider's: Entity Framework of any version, or one for it.</summary>
    internal static bool IsProvider(INamespaceSymbol? space)
    {
        for (; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
        {
            if (space.Name == "EntityFrameworkCore") return true;
            if (space is { Name: "Entity", ContainingNamespace: { Name: "Data", ContainingNamespace.Name: "System" } }) return true;
        }

        return false;
    }

    /// <summary>Whether the type declares LINQ's operators, on queries or in memory.</summary>
    internal static bool IsLinq(INamedTypeSymbol type) =>
        type.Name is "Queryable" or "Enumerable" && type.ContainingNamespace is { Name: "Linq", ContainingNamespace.Name: "System" };

    /// <summary>Whether the type is a set of a context, or derives from one.</summary>
    internal static bool IsSet(ITypeSymbol? type)
    {
        for (var t = type; t is not null; t = t.BaseType)
            if (t is INamedTypeSymbol { Arity: 1, Name: "DbSet" or "IDbSet" or "ObjectSet" or "IObjectSet" or "DbQuery" } && IsProvider(t.ContainingNamespace))
                return true;
        return false;
    }

    /// <summary>Whether the type is a context, or derives from one.</summary>
    internal static bool IsContext(ITypeSymbol? type)
    {
        for (var t = type; t is not null; t = t.BaseType)
            if (t is { Name: "DbContext" or "ObjectContext" } && IsProvider(t.ContainingNamespace)) return true;
        return false;
    }

    /// <summary>Whether a value of the type is a lambda: a delegate or an expression.</summary>
    internal static bool IsFunction(ITypeSymbol? type) =>
        type is { TypeKind: TypeKind.Delegate } or { Name: "Expression" or "LambdaExpression", ContainingNamespace.Name: "Expressions" };
}
