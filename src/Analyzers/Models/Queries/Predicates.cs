namespace ArchitectAnalyzers.Models;

/// <summary>Lambdas that filter a database query, seen from within.</summary>
internal static class Predicates
{
    private static readonly HashSet<string> s_filters = new(StringComparer.Ordinal)
    {
        "Where", "First", "FirstOrDefault", "Single", "SingleOrDefault", "Last", "LastOrDefault", "Any", "All", "Count", "LongCount",
    };

    /// <summary>Whether the query is executed by a filter in memory: <c>db.Orders.First(predicate)</c>, where the predicate is a delegate.</summary>
    internal static bool IsDelegate(Query query) => query.Call is { } call && TakesDelegate(call);

    /// <summary>Whether the call is a filter of LINQ in memory that takes a delegate. Of sorts and projections, all rows are needed anyway.</summary>
    internal static bool TakesDelegate(IInvocationOperation call) =>
        s_filters.Contains(call.TargetMethod.Name) && call is { TargetMethod.ContainingType.Name: "Enumerable", Arguments: { Length: > 1 } arguments }
        && arguments[1].Value.Type?.TypeKind == TypeKind.Delegate;

    /// <summary>
    /// The lambda that the part is in, where a database surely gets it as a filter: <c>Where(o => …)</c>, <c>FirstAsync(o => …)</c>. It is the outermost
    /// one: a lambda in it is part of it. Null elsewhere.
    /// </summary>
    internal static IAnonymousFunctionOperation? Around(IOperation part, Queries queries, Facts facts)
    {
        IAnonymousFunctionOperation? lambda = null;
        IInvocationOperation? filter = null;
        for (var parent = part.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is not IAnonymousFunctionOperation { Parent: IConversionOperation conversion } found || !conversion.Type.IsOrDerivesFrom(facts[KnownType.Expression])) continue;
            lambda = found;
            filter = conversion.Parent is IArgumentOperation { Parent: IInvocationOperation call } ? call : null;
        }

        return filter is not null && s_filters.Contains(Queries.NameOf(filter.TargetMethod)) && Queries.SourceOf(filter) is { } source && queries.IsQueryable(source.Type)
            && queries.Of(source) is { } query && (query.IsDatabase || QueryNames.IsProvider(filter.TargetMethod.ContainingNamespace)) ? lambda : null;
    }

    /// <summary>Whether the operation is a mapped property of the lambda's row, or of what a navigation leads to: a column.</summary>
    internal static bool IsColumn(IOperation? operation, IAnonymousFunctionOperation lambda)
    {
        operation = operation?.Unconverted();
        if (operation is IPropertyReferenceOperation { Property: { Name: "Value", ContainingType.OriginalDefinition.SpecialType: SpecialType.System_Nullable_T }, Instance: { } nullable })
            operation = nullable.Unconverted();
        return operation is IPropertyReferenceOperation { Instance: { } instance, Property: { ContainingType.IsAnonymousType: false } property }
            && Translation.IsMapped(property) && Translation.DependsOnRow(instance, lambda);
    }
}
