namespace ArchitectAnalyzers.Models;

/// <summary>Loads of a whole table: no filter, no limit, nothing that makes few rows of many. And what of them becomes an answer.</summary>
internal sealed class WholeSets
{
    private const int MostDepth = 8;

    // Lookups that no client pages through, by the last word of the entity's name.
    private static readonly HashSet<string> s_small = new(StringComparer.OrdinalIgnoreCase)
    {
        "Category", "Color", "Country", "Culture", "Currency", "Feature", "Flag", "Gender", "Holiday", "Kind", "Language", "Level", "Locale", "Lookup",
        "Menu", "Module", "Option", "Permission",
        "Plan", "Priority", "Region", "Role", "Setting", "Size", "State", "Status", "Type", "Unit",
    };

    private static readonly HashSet<string> s_sameRows = new(StringComparer.Ordinal)
    {
        "Select", "OrderBy", "OrderByDescending", "ThenBy", "ThenByDescending", "Order", "OrderDescending", "Reverse", "Cast", "ToList", "ToArray",
        "ToHashSet", "AsEnumerable", "AsReadOnly",
        "AsList", "ToImmutableArray", "ToImmutableList",
    };

    private readonly Facts _facts;
    private readonly Queries _queries;

    internal WholeSets(Facts facts)
    {
        _facts = facts;
        _queries = facts.Queries();
    }

    /// <summary>Whether the query gives all rows of a table that may have many.</summary>
    internal static bool IsWhole(Query query)
    {
        if (!query.IsDatabase || query.Root != QueryRoot.Table || query.Argument is not null || query.Entity is not { } entity
            || IsSmall(entity.Name)) return false;
        foreach (var one in query.Operators)
        {
            // A filter that the client may leave out filters nothing.
            if (one.Step == QueryStep.Filter && !one.IsCertain) continue;
            if (one.Step is QueryStep.Filter or QueryStep.Limit or QueryStep.Combination or QueryStep.Unknown) return false;
        }

        return true;
    }

    /// <summary>
    /// The call that loads a whole table into a value: <c>ToListAsync</c>, also where rows are mapped or sorted afterwards. Null where it is none, or where
    /// rows are picked in memory.
    /// </summary>
    internal IInvocationOperation? LoadOf(IOperation value, CancellationToken cancellationToken)
    {
        for (var depth = 0; depth < MostDepth; depth++)
        {
            value = value.Unwrapped();
            switch (value)
            {
                case IAwaitOperation wait: value = wait.Operation; continue;
                case ILocalReferenceOperation local when local.Initializer() is { } initial: value = initial; continue;
                case IInvocationOperation call:
                    if (_queries.Executed(call) is { } query) return query.ExecutedBy is "ToList" or "ToArray" or "ToHashSet" && IsWhole(query) ? call : null;
                    if (IsWholeText(call, cancellationToken)) return call;
                    if (RowsOf(call) is not { } rows) return null;
                    value = rows;
                    continue;
                default: return null;
            }
        }

        return null;
    }

    // What the rows of a call's result are made of, one by one.
    private static IOperation? RowsOf(IInvocationOperation call)
    {
        var name = call.TargetMethod.Name;
        if (s_sameRows.Contains(name)) return call.Instance ?? Queries.FirstOf(call);
        if (name is not ("Map" or "Adapt" or "ConvertAll")) return null;
        if (call.Instance is not null && name != "Map" || call.TargetMethod.IsExtensionMethod) return call.Instance ?? Queries.FirstOf(call);
        return call.Arguments.Length > 0 ? call.Arguments[0].Value : null;
    }

    // Dapper: SELECT … FROM one table, and nothing more than an order.
    private bool IsWholeText(IInvocationOperation call, CancellationToken cancellationToken)
    {
        if (call.TargetMethod.Name is not ("Query" or "QueryAsync") || !_facts.Is(call.TargetMethod.ContainingType, KnownType.DapperSqlMapper)) return false;
        if (_facts.StoredChanges().TextOf(call, cancellationToken) is not { } sql || !Has(sql, "SELECT") || !Has(sql, "FROM")) return false;
        foreach (var word in s_bounds)
            if (Has(sql, word)) return false;
        return !IsSmall(TableOf(sql));
    }

    private static readonly string[] s_bounds = { "WHERE", "LIMIT", "TOP", "FETCH", "OFFSET", "GROUP", "DISTINCT", "COUNT", "SUM", "MAX", "MIN", "JOIN",
        "EXEC", "WITH", "HAVING", "ROWNUM" };

    private static string TableOf(string sql)
    {
        var start = sql.IndexOf("FROM", StringComparison.OrdinalIgnoreCase) + 4;
        while (start < sql.Length && !char.IsLetter(sql[start])) start++;
        var end = start;
        while (end < sql.Length && (char.IsLetterOrDigit(sql[end]) || sql[end] is '_' or '.')) end++;
        return sql.Substring(start, end - start);
    }

    private static bool Has(string sql, string word)
    {
        for (var at = sql.IndexOf(word, StringComparison.OrdinalIgnoreCase); at >= 0; at = sql.IndexOf(word, at + 1, StringComparison.OrdinalIgnoreCase))
            if ((at == 0 || !char.IsLetter(sql[at - 1])) && (at + word.Length == sql.Length || !char.IsLetter(sql[at + word.Length]))) return true;
        return false;
    }

    // OrderStatus, order_statuses, Countries.
    private static bool IsSmall(string name)
    {
        var start = name.Length;
        while (start > 0 && !char.IsUpper(name[start - 1]) && char.IsLetter(name[start - 1])) start--;
        if (start > 0 && char.IsUpper(name[start - 1])) start--;
        var word = name.Substring(start);
        return s_small.Contains(word)
            || word.EndsWith("ies", StringComparison.OrdinalIgnoreCase) && s_small.Contains(word.Substring(0, word.Length - 3) + "y")
            || word.EndsWith("es", StringComparison.OrdinalIgnoreCase) && s_small.Contains(word.Substring(0, word.Length - 2))
            || word.EndsWith("s", StringComparison.OrdinalIgnoreCase) && s_small.Contains(word.Substring(0, word.Length - 1));
    }
}

internal static class WholeSetsOfFacts
{
    internal static WholeSets WholeSets(this Facts facts) => facts.Model(static f => new WholeSets(f));
}
