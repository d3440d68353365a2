namespace ArchitectAnalyzers.Models;

/// <summary>
/// Finds <c>SELECT *</c> from a table. From a derived table, a common table expression, a function, a scratch table, a view or the catalog the
/// columns are chosen elsewhere; in <c>EXISTS</c> none is read.
/// </summary>
internal static class SelectStars
{
    private static readonly string[] s_catalogs = { "sys", "information_schema", "pg_catalog", "sqlite_master", "sqlite_schema" };

    /// <summary>The table of the first one; null where there is none.</summary>
    internal static string? In(SqlScript script)
    {
        for (var i = 0; i < script.Count; i++)
        {
            if (!script.IsWord(i, "SELECT") || (script.IsSign(i - 1, '(') && script.IsWord(i - 2, "EXISTS"))) continue;
            var at = i + 1;
            if (script.IsWord(at, "ALL") || script.IsWord(at, "DISTINCT")) at++;
            at = AfterTop(script, at);
            if (script.IsSign(at, '*') && TableOf(script, at + 1, script[i].Depth) is { } table) return table;
        }

        return null;
    }

    private static int AfterTop(SqlScript script, int at)
    {
        if (!script.IsWord(at, "TOP")) return at;
        at++;
        if (script.IsSign(at, '('))
            while (at < script.Count && !script.IsSign(at, ')')) at++;
        at++;
        if (script.IsWord(at, "PERCENT")) at++;
        return at;
    }

    private static string? TableOf(SqlScript script, int at, int depth)
    {
        while (at < script.Count && !(script.IsWord(at, "FROM") && script[at].Depth == depth))
        {
            if (script.IsSign(at, ';') || script.IsWord(at, "INTO")) return null;
            at++;
        }

        var end = script.AfterName(++at);
        if (end <= at || script.IsSign(end, '(')) return null;
        var name = script.Between(at, end);
        return IsMade(name) || IsCommonTable(script, name, at) ? null : name;
    }

    private static bool IsMade(string name)
    {
        if (name[0] == '#' || name.Contains(SqlScripts.Unknown) || name.StartsWith("v_", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("vw", StringComparison.OrdinalIgnoreCase)
            || name.TrimEnd(']', '"', '`').EndsWith("view", StringComparison.OrdinalIgnoreCase)) return true;
        foreach (var catalog in s_catalogs)
            if (name.StartsWith(catalog, StringComparison.OrdinalIgnoreCase)) return true;
        return name.IndexOf("vw_", StringComparison.OrdinalIgnoreCase) >= 0;
    }

    // WITH name AS (…), name (a, b) AS (…)
    private static bool IsCommonTable(SqlScript script, string name, int before)
    {
        for (var i = 0; i < before; i++)
        {
            if (!script.IsName(i) || !string.Equals(script.TextOf(i), name, StringComparison.OrdinalIgnoreCase)) continue;
            if (script.IsWord(i + 1, "AS") && (script.IsSign(i + 2, '(') || script.IsAny(i + 2, new[] { "MATERIALIZED", "NOT" }))) return true;
            if ((script.IsWord(i - 1, "WITH") || script.IsWord(i - 1, "RECURSIVE") || script.IsSign(i - 1, ',')) && script.IsSign(i + 1, '(')) return true;
        }

        return false;
    }
}
