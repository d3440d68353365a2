namespace ArchitectAnalyzers.Semantics;

/// <summary>What a hole in SQL text stands for.</summary>
internal enum SqlPlace
{
    /// <summary>Some part of a statement, a clause or a list of columns: its form says nothing.</summary>
    Fragment,

    /// <summary>A table, a column, a sort direction, or a value in a statement that takes no parameters. No parameter can stand here.</summary>
    Identifier,

    /// <summary>A bare value: <c>Id = {id}</c>.</summary>
    Value,

    /// <summary>A list of bare values: <c>IN ({ids})</c>.</summary>
    ValueList,

    /// <summary>Inside a quoted value: <c>Name LIKE '%{term}%'</c>.</summary>
    QuotedValue,
}

/// <summary>
/// Tells what a hole in SQL stands for from the text around it. Reads the common ground of T-SQL, PostgreSQL, SQLite, MySQL and Oracle: quotes,
/// comments, parentheses and keywords. Does not parse.
/// </summary>
internal static class SqlPlaces
{
    /// <param name="before">All text before the hole; earlier holes are any word.</param>
    /// <param name="after">The text after it, up to the next hole.</param>
    internal static SqlPlace Of(string before, string after)
    {
        var scan = new Scan(before);
        scan.Run();
        return scan.Place(after);
    }

    // Of BETWEEN … AND …: which AND it is.
    private enum Range { None, Begun, And }

    private ref struct Scan(string text)
    {
        private readonly string _text = text;
        private int _at;

        // The quote that is open at the end: ' " [ ` or, in a comment, -.
        private char _open;

        // The last word or sign, the one before an open quote, and the first word of the statement.
        private string _last = "", _beforeQuote = "", _statement = "";

        // FROM, WHERE, ORDER, ...: at this level of parentheses.
        private string _clause = "";
        private Range _between;
        private Stack<(string Before, string Clause, Range Between)>? _levels;

        internal void Run()
        {
            while (_at < _text.Length)
            {
                var c = _text[_at];
                if (char.IsWhiteSpace(c)) _at++;
                else if (c is '\'' or '"' or '`' or '[') Quoted(c);
                else if (c == '-' && Peek(1) == '-') Comment("\n", 0);
                else if (c == '/' && Peek(1) == '*') Comment("*/", 2);
                else if (IsWord(c)) Word();
                else Sign(c);
            }
        }

        internal SqlPlace Place(string after)
        {
            var rest = after.TrimStart();
            if (_open == '-') return SqlPlace.Fragment;
            if (_open is '[' or '`') return SqlPlace.Identifier;
            if (TakesNoParameters(_statement)) return _statement == _last && _open == 0 ? SqlPlace.Fragment : SqlPlace.Identifier;
            if (_open == '\'') return _beforeQuote == "AS" ? SqlPlace.Identifier : SqlPlace.QuotedValue;
            if (_open == '"')
            {
                var close = after.IndexOf('"');
                var isQualifier = close >= 0 && close + 1 < after.Length && after[close + 1] == '.';
                return TakesValue(_beforeQuote) && !isQualifier ? SqlPlace.QuotedValue : SqlPlace.Identifier;
            }

            // Glued to a name, to a parameter's prefix, or in front of a qualified name.
            if (_text.Length > 0 && (IsWord(_text[_text.Length - 1]) || _text[_text.Length - 1] is '.' or '@' or ':' or '$' or '#')) return SqlPlace.Identifier;
            if (after.Length > 0 && (IsWord(after[0]) || after[0] is '.' or '(')) return SqlPlace.Identifier;

            if (TakesValue(_last) || (_last == "AND" && _between == Range.And)) return SqlPlace.Value;
            if (_last is "(" or ",") return InList(rest);
            if (TakesName(_last)) return SqlPlace.Identifier;
            if (_clause is "ORDER" or "GROUP" && _last != _clause) return SqlPlace.Identifier;
            return IsOperator(rest) ? SqlPlace.Identifier : SqlPlace.Fragment;
        }

        private SqlPlace InList(string rest)
        {
            var before = _levels is { Count: > 0 } ? _levels.Peek().Before : "";
            if (before is "IN" or "VALUES" || (before == "," && _levels!.Peek().Clause == "VALUES")) return SqlPlace.ValueList;
            if (before is "ANY" or "ALL" or "SOME" || TakesValue(before)) return SqlPlace.Value;
            if (_clause is "EXEC" or "EXECUTE" or "CALL" or "LIMIT" or "VALUES") return SqlPlace.Value;
            if (_clause is "ORDER" or "GROUP" or "FROM") return SqlPlace.Identifier;
            if (IsOperator(rest)) return SqlPlace.Identifier;

            // COUNT({column}) is a column; INSERT INTO t ({columns}) and WHERE ({filter}) are anything.
            var isFunction = before.Length > 0 && IsWord(before[0]) && !IsKeyword(before)
                && _levels!.Peek().Clause is "SELECT" or "WHERE" or "HAVING" or "SET" or "ON";
            return isFunction ? SqlPlace.Identifier : SqlPlace.Fragment;
        }

        private void Quoted(char open)
        {
            _beforeQuote = _last;
            var close = open == '[' ? ']' : open;
            var end = _text.IndexOf(close, _at + 1);

            if (end < 0)
            {
                _open = open;
                _at = _text.Length;
                return;
            }

            _at = end + 1;
            _last = open == '\'' ? "'" : "\"";
        }

        private void Comment(string close, int length)
        {
            var end = _text.IndexOf(close, _at + 2, StringComparison.Ordinal);
            if (end < 0) _open = '-';
            _at = end < 0 ? _text.Length : end + length;
        }

        private void Word()
        {
            var start = _at;
            while (_at < _text.Length && (IsWord(_text[_at]) || _text[_at] is '.' or '@' or '$' or '#')) _at++;

            // N'…' and E'…': a prefix, not a word.
            if (_at < _text.Length && _text[_at] == '\'' && _at - start == 1) return;
            var word = _text.Substring(start, _at - start).ToUpperInvariant();
            if (_statement.Length == 0 || (_statement is "SET" or "USE" && word is "SELECT" or "INSERT" or "UPDATE" or "DELETE" or "MERGE" or "EXEC"))
                _statement = word;
            if (IsClause(word)) _clause = word;
            _between = word == "AND" ? _between == Range.Begun ? Range.And : Range.None
                : word == "BETWEEN" ? Range.Begun
                : word is "OR" or "WHERE" or "ORDER" or "GROUP" ? Range.None
                : _between;
            _last = word;
        }

        private void Sign(char c)
        {
            _at++;
            switch (c)
            {
                case '(':
                    (_levels ??= new()).Push((_last, _clause, _between));
                    _clause = "";
                    _between = Range.None;
                    break;
                case ')' when _levels is { Count: > 0 }:
                    (_, _clause, _between) = _levels.Pop();
                    break;
                case ';':
                    (_statement, _clause, _between, _levels) = ("", "", Range.None, null);
                    break;
            }

            _last = c.ToString();
        }

        private readonly char Peek(int ahead) => _at + ahead < _text.Length ? _text[_at + ahead] : '\0';

        private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c == '_';
    }

    // Data definition and session settings: no database takes parameters there.
    private static bool TakesNoParameters(string statement) =>
        statement is "CREATE" or "ALTER" or "DROP" or "TRUNCATE" or "PRAGMA" or "GRANT" or "REVOKE" or "BACKUP"
        or "RESTORE" or "ATTACH" or "DETACH" or "VACUUM" or "USE" or "LISTEN" or "UNLISTEN" or "NOTIFY" or "COPY" or "KILL" or "DBCC" or "ANALYZE" or "REINDEX"
        or "CLUSTER" or "REFRESH" or "COMMENT" or "SET" or "RESET" or "SHOW" or "LOCK";

    private static bool TakesValue(string token) =>
        token is "=" or "<" or ">" or "|" or "+" or "-" or "/" or "%" or "LIKE" or "ILIKE" or "REGEXP" or "RLIKE" or "GLOB" or "MATCH"
        or "BETWEEN" or "LIMIT" or "OFFSET" or "TOP" or "THEN" or "ELSE" or "RETURN" or "NEXT" or "FIRST" or "ESCAPE";

    private static bool TakesName(string token) =>
        token is "FROM" or "JOIN" or "INTO" or "UPDATE" or "TABLE" or "BY" or "AS" or "COLLATE" or "EXEC" or "EXECUTE" or "CALL"
        or "REFERENCES" or "DELETE" or "MERGE";

    private static bool IsClause(string word) =>
        word is "SELECT" or "FROM" or "WHERE" or "ORDER" or "GROUP" or "HAVING" or "SET" or "VALUES" or "LIMIT" or "OFFSET" or "INTO" or "ON"
        or "EXEC" or "EXECUTE" or "CALL" or "RETURNING" or "UNION" or "JOIN";

    private static bool IsKeyword(string word) =>
        IsClause(word) || TakesValue(word) || TakesName(word)
        || word is "AND" or "OR" or "NOT" or "EXISTS" or "IN" or "WITH" or "USING" or "CASE" or "WHEN" or "OVER";

    private static bool IsOperator(string rest)
    {
        if (rest.Length == 0) return false;
        if (rest[0] is '=' or '<' or '>' or '!') return true;
        foreach (var word in new[] { "LIKE ", "ILIKE ", "IN ", "IN(", "IS ", "NOT ", "BETWEEN " })
            if (rest.StartsWith(word, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }
}
