namespace ArchitectAnalyzers.Models;

/// <summary>Wide entities that are loaded whole, though one or two of their properties are read.</summary>
internal static class Overfetch
{
    private const int Wide = 7, Few = 2;

    /// <summary>The properties that are read of what the query loads; null where it loads no more than is used, or has a worse defect.</summary>
    /// <param name="query">What is loaded.</param>
    /// <param name="facts">Of the compilation.</param>
    /// <param name="columns">How many columns the entity has.</param>
    internal static ISet<ISymbol>? Of(Query query, Facts facts, out int columns)
    {
        columns = 0;
        if (query is not { Call: { } call, Root: QueryRoot.Table, YieldsEntities: true } || IsOneRow(query.ExecutedBy) is not { } isOneRow) return null;
        if (query.IsPartlyHidden || query.MayHave(QueryStep.Include) || query.MayHave(QueryStep.Combination)) return null;
        columns = Columns(query.Entity!);
        if (columns < Wide) return null;

        // A whole table, rows filtered and projected in memory, a query for each element: other rules speak of that.
        if (!isOneRow && WholeSets.IsWhole(query) || Predicates.IsDelegate(query) || Materialized.Of(query, facts) is not null || Repetitions.Of(call) is not null) return null;
        return RowUses.Of(call, isOneRow) is { Count: > 0 and <= Few } read ? read : null;
    }

    /// <summary>Whether a method of that name, without <c>Async</c>, loads one row, or several; null for any other.</summary>
    internal static bool? IsOneRow(string name) => name switch
    {
        "ToList" or "ToArray" => false,
        "First" or "FirstOrDefault" or "Single" or "SingleOrDefault" or "Last" or "LastOrDefault" => true,
        _ => null,
    };

    private static int Columns(ITypeSymbol entity)
    {
        var count = 0;
        for (var type = entity; type is { SpecialType: SpecialType.None }; type = type.BaseType)
            foreach (var member in type.GetMembers())
                if (member is IPropertySymbol { IsStatic: false, DeclaredAccessibility: Accessibility.Public } property && RowUses.IsScalar(property)) count++;
        return count;
    }
}
