namespace ArchitectAnalyzers.Models;

/// <summary>A statement that changes every row of a table.</summary>
internal readonly struct WholeTableWrite(string verb, string table)
{
    /// <summary><c>UPDATE</c> or <c>DELETE</c>.</summary>
    internal string Verb { get; } = verb;

    /// <summary>The table as written.</summary>
    internal string Table { get; } = table;
}

/// <summary>
/// Finds plain <c>UPDATE t SET …</c> and <c>DELETE FROM t</c> with nothing that narrows them: no <c>WHERE</c>, join, second source, row limit. A
/// statement that comes from a common table expression, gives its rows back, or is about a scratch table is none.
/// </summary>
internal static class UnfilteredWrites
{
    private static readonly string[] s_statements =
    {
        "SELECT", "INSERT", "UPDATE", "DELETE", "MERGE", "EXEC", "EXECUTE", "COMMIT", "ROLLBACK", "DECLARE", "TRUNCATE", "DROP", "PRINT", "IF", "RETURN",
        "DBCC", "CALL", "GO",
    };

    private static readonly string[] s_narrowing =
    {
        "WHERE", "FROM", "JOIN", "USING", "LIMIT", "ORDER", "OUTPUT", "RETURNING", "OPTION", "CROSS", "INNER", "LEFT", "OFFSET", "FETCH", "TABLESAMPLE",
    };

    private static readonly string[] s_definitions = { "CREATE", "ALTER", "EXPLAIN" };

    // Tables whose rows all go, or that have one row.
    private static readonly HashSet<string> s_scratch = new(StringComparer.OrdinalIgnoreCase)
    {
        "temp", "tmp", "staging", "stage", "stg", "scratch", "import", "imports", "buffer", "snapshot", "setting", "settings", "config", "configuration",
        "counter", "counters", "sequence", "sequences", "version", "hilo", "lock", "locks", "leader",
    };

    /// <summary>The first one of a text; null where there is none, or where so many tables are emptied that it is meant.</summary>
    internal static WholeTableWrite? In(SqlScript script)
    {
        WholeTableWrite? first = null;
        var deletes = 0;
        var isStart = true;
        var isWrite = false;
        for (var i = 0; i < script.Count; i++)
        {
            if (script.IsAny(i, s_definitions)) return null;
            if (script.IsSign(i, ';') && script[i].Depth == 0)
            {
                isStart = true;
                continue;
            }

            // T-SQL needs no semicolon: a new line that begins with the verb, behind another write, is a statement too.
            var follows = isWrite && script[i].Depth == 0 && script.IsFirstOnLine(i) && !script.IsAny(i - 1, new[] { "DO", "KEY", "FOR", "ON", "THEN" });
            if (isStart || follows)
            {
                if (Preamble(script, i) is var length and > 0)
                {
                    i += length - 1;
                    continue;
                }

                if (isStart || script.IsAny(i, s_statements)) isWrite = script.IsAny(i, new[] { "INSERT", "UPDATE", "DELETE" });
                if (Judge(script, i) is { } found)
                {
                    first ??= found;
                    if (found.Verb == "DELETE") deletes++;
                }
            }

            isStart = false;
        }

        return deletes > 2 || (first is { } write && IsFilledAgain(script, write.Table)) ? null : first;
    }

    private static int Preamble(SqlScript script, int i)
    {
        if (script.IsWord(i, "SET") && script.IsWord(i + 1, "NOCOUNT")) return 3;
        if (!script.IsWord(i, "BEGIN")) return 0;
        return script.IsAny(i + 1, new[] { "TRAN", "TRANSACTION", "WORK" }) ? 2 : 0;
    }

    private static WholeTableWrite? Judge(SqlScript script, int start) =>
        script.IsWord(start, "DELETE") ? Delete(script, start + 1) : script.IsWord(start, "UPDATE") ? Update(script, start + 1) : null;

    private static WholeTableWrite? Delete(SqlScript script, int at)
    {
        if (script.IsWord(at, "FROM")) at++;
        if (script.IsWord(at, "ONLY")) at++;
        var end = script.AfterName(at);
        if (end == at || script.IsAny(at, s_narrowing) || IsScratch(script, at, end)) return null;
        var table = script.Between(at, end);

        // An alias, hints: WITH (TABLOCK).
        if (script.IsWord(end, "AS")) end++;
        if (script.IsName(end) && !script.IsAny(end, s_statements) && !script.IsAny(end, s_narrowing) && !script.IsWord(end, "WITH")) end++;
        if (script.IsWord(end, "WITH") && script.IsSign(end + 1, '('))
            for (end += 2; end < script.Count && !script.IsSign(end - 1, ')');) end++;

        return EndsAt(script, end) ? new WholeTableWrite("DELETE", table) : null;
    }

    private static WholeTableWrite? Update(SqlScript script, int at)
    {
        if (script.IsAny(at, new[] { "LOW_PRIORITY", "IGNORE", "ONLY" })) at++;
        if (script.IsWord(at, "OR")) at += 2;
        var end = script.AfterName(at);
        if (end == at || IsScratch(script, at, end)) return null;
        var table = script.Between(at, end);
        if (script.IsWord(end, "AS")) end++;
        if (script.IsName(end) && !script.IsWord(end, "SET") && !script.IsWord(end, "WITH")) end++;
        if (script.IsWord(end, "WITH") && script.IsSign(end + 1, '('))
            for (end += 2; end < script.Count && !script.IsSign(end - 1, ')');) end++;
        if (!script.IsWord(end, "SET")) return null;
        var assigns = false;
        for (var i = end + 1; i < script.Count; i++)
        {
            // Worked out of other rows: all are meant.
            if (script.IsWord(i, "SELECT") && script[i].Depth > 0) return null;
            if (script[i].Depth > 0) continue;
            if (EndsAt(script, i)) break;
            if (script.IsAny(i, s_narrowing)) return null;
            assigns |= script.IsSign(i, '=');
        }

        return assigns ? new WholeTableWrite("UPDATE", table) : null;
    }

    private static bool EndsAt(SqlScript script, int index) =>
        index >= script.Count || (script.IsSign(index, ';') && script[index].Depth == 0) || (script.IsAny(index, s_statements) && script[index].Depth == 0);

    private static bool IsScratch(SqlScript script, int from, int to)
    {
        var name = script.Between(from, to);
        if (name.IndexOf('#') >= 0 || name.StartsWith("pg_", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("sqlite_", StringComparison.OrdinalIgnoreCase)) return true;
        return OwnCode.HasWord(name, s_scratch);
    }

    // Emptied, then filled: the table is made anew.
    private static bool IsFilledAgain(SqlScript script, string table)
    {
        for (var i = 0; i < script.Count; i++)
            if (script.IsWord(i, "INTO") && script.AfterName(i + 1) is var end && end > i + 1
                && string.Equals(script.Between(i + 1, end), table, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }
}
