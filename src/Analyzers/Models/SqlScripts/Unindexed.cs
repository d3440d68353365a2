namespace ArchitectAnalyzers.Models;

internal enum UnindexedKind { None, Wildcard, Function }

/// <summary>
/// Finds conditions that no ordinary index answers: a pattern that begins with a wildcard, and a function over a column that is compared.
/// </summary>
internal static class Unindexed
{
    private static readonly string[] s_patterns = { "LIKE", "ILIKE" };
    private static readonly string[] s_clauses = { "SELECT", "FROM", "WHERE", "ORDER", "GROUP", "HAVING", "SET", "VALUES", "ON", "UNION", "RETURNING", "LIMIT",
        "INTO", "UPDATE", "INSERT" };
    private static readonly string[] s_filters = { "WHERE", "ON" };

    private static readonly string[] s_functions =
    {
        "UPPER", "LOWER", "YEAR", "MONTH", "DAY", "DATEPART", "DATEDIFF", "DATEADD", "DATE", "DATE_FORMAT", "DATE_TRUNC", "STRFTIME", "SUBSTRING", "SUBSTR",
        "LEFT", "RIGHT", "TRIM", "LTRIM", "RTRIM", "LEN", "LENGTH", "ISNULL", "COALESCE", "IFNULL", "REPLACE", "CONCAT", "ABS", "ROUND", "FORMAT", "TO_CHAR",
        "EXTRACT", "UCASE", "LCASE",
    };

    // Not columns, though words: date parts, units, what gives the time.
    private static readonly string[] s_noColumns =
    {
        "YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND", "WEEK", "QUARTER", "FROM", "AS", "NULL", "NOW", "GETDATE", "GETUTCDATE", "SYSDATETIME",
        "SYSUTCDATETIME", "CURRENT_DATE", "CURRENT_TIMESTAMP", "INTERVAL", "INT", "VARCHAR", "NVARCHAR", "DATE", "AND", "OR", "SELECT", "MAX", "MIN", "TRUE",
        "FALSE", "DISTINCT", "CURRENT_TIME", "DD", "HH", "MI", "SS", "YY", "MM",
    };

    /// <summary>The first one, and the piece of SQL that it is.</summary>
    internal static UnindexedKind In(SqlScript script, out string text)
    {
        text = "";
        for (var i = 0; i < script.Count; i++)
        {
            if (script.IsAny(i, s_patterns) && IsFilter(script, i) && BeginsWithWildcard(script, i + 1, out var end))
            {
                text = script.Between(i, end);
                return UnindexedKind.Wildcard;
            }

            if (script.IsAny(i, s_functions) && script.IsSign(i + 1, '(') && IsFilter(script, i) && IsOverColumn(script, i, out var close)
                && IsCompared(script, i, close))
            {
                text = script.Between(i, close + 1);
                return UnindexedKind.Function;
            }
        }

        return UnindexedKind.None;
    }

    // The nearest clause to the left, in these parentheses or around them.
    private static bool IsFilter(SqlScript script, int index)
    {
        var depth = script[index].Depth;
        for (var i = index - 1; i >= 0; i--)
        {
            if (script[i].Depth > depth) continue;
            depth = script[i].Depth;

            // CASE WHEN x LIKE …: what it gives is not what is searched.
            if (script.IsWord(i, "CASE")) return false;
            if (script.IsAny(i, s_clauses)) return script.IsAny(i, s_filters);
        }

        return false;
    }

    // '%…', '%' + @p, '%' || @p, CONCAT('%', @p)
    private static bool BeginsWithWildcard(SqlScript script, int at, out int end)
    {
        if (script.IsWord(at, "CONCAT") && script.IsSign(at + 1, '(')) at += 2;
        end = at + 1;
        if (!script.Is(at, SqlTokenKind.String)) return false;
        var text = script.TextOf(at);
        var quote = text.IndexOf('\'');
        return quote >= 0 && quote + 1 < text.Length && text[quote + 1] == '%';
    }

    private static bool IsOverColumn(SqlScript script, int function, out int close)
    {
        var depth = script[function].Depth;
        var hasColumn = false;
        for (close = function + 2; close < script.Count && script[close].Depth > depth; close++)
        {
            if (script.IsWord(close, "SELECT") || script.IsWord(close, SqlScripts.Unknown)) return false;
            hasColumn |= script.Is(close, SqlTokenKind.Quoted)
                || (script.Is(close, SqlTokenKind.Word) && !script.IsSign(close + 1, '(') && !script.IsAny(close, s_noColumns)
                    && !script.TextOf(close).StartsWith("@@", StringComparison.Ordinal));
        }

        return hasColumn && script.IsSign(close, ')');
    }

    private static bool IsCompared(SqlScript script, int start, int close)
    {
        var next = close + 1;
        if (script.IsSign(next, '=') || script.IsSign(next, '<') || script.IsSign(next, '>') || script.IsSign(next, '!'))
            return !IsComparedToColumn(script, start);
        if (script.IsAny(next, new[] { "IN", "LIKE", "BETWEEN", "ILIKE" })
            || (script.IsWord(next, "NOT") && script.IsAny(next + 1, new[] { "IN", "LIKE", "BETWEEN" }))) return true;

        // @name = UPPER(Name)
        return (script.IsSign(start - 1, '=') || script.IsSign(start - 1, '<') || script.IsSign(start - 1, '>'))
            && script.Is(start - 2, SqlTokenKind.Parameter);
    }

    private static bool IsComparedToColumn(SqlScript script, int start) => script.IsSign(start - 1, '.');
}
