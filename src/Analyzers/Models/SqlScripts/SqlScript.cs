namespace ArchitectAnalyzers.Models;

/// <summary>
/// SQL text in pieces, comments left out: the common ground of T-SQL, PostgreSQL, SQLite and MySQL. Text that the dialects read differently, or
/// that does not close what it opens, has none. Immutable.
/// </summary>
internal sealed class SqlScript
{
    private readonly List<SqlToken> _tokens;

    private SqlScript(string text, List<SqlToken> tokens) => (Text, _tokens) = (text, tokens);

    internal string Text { get; }

    internal int Count => _tokens.Count;

    internal SqlToken this[int index] => _tokens[index];

    /// <summary>The pieces of a text; null where it cannot be read for certain.</summary>
    internal static SqlScript? Of(string text)
    {
        var scan = new Scan(text);
        return scan.Run() ? new SqlScript(text, scan.Tokens) : null;
    }

    internal bool IsWord(int index, string word) => Has(index) && _tokens[index].Kind == SqlTokenKind.Word && Says(index, word);

    internal bool IsAny(int index, string[] words)
    {
        if (!Has(index) || _tokens[index].Kind != SqlTokenKind.Word) return false;
        foreach (var word in words)
            if (Says(index, word)) return true;
        return false;
    }

    internal bool IsSign(int index, char sign) => Has(index) && _tokens[index].Kind == SqlTokenKind.Sign && Text[_tokens[index].Start] == sign;

    internal bool Is(int index, SqlTokenKind kind) => Has(index) && _tokens[index].Kind == kind;

    /// <summary>Whether a name stands there, in quotes or bare.</summary>
    internal bool IsName(int index) => Is(index, SqlTokenKind.Word) || Is(index, SqlTokenKind.Quoted);

    internal string TextOf(int index) => Text.Substring(_tokens[index].Start, _tokens[index].End - _tokens[index].Start);

    /// <summary>Whether a piece is the first on its line.</summary>
    internal bool IsFirstOnLine(int index)
    {
        for (var at = _tokens[index].Start - 1; at >= 0; at--)
        {
            if (Text[at] == '\n') return true;
            if (!char.IsWhiteSpace(Text[at])) return false;
        }

        return true;
    }

    /// <summary>The index behind a name and its qualifiers: <c>dbo.[Orders]</c>; the index itself where no name stands there.</summary>
    internal int AfterName(int index)
    {
        if (!IsName(index)) return index;
        index++;
        while (IsSign(index, '.') && (IsName(index + 1) || IsSign(index + 1, '.'))) index += IsName(index + 1) ? 2 : 1;
        return index;
    }

    /// <summary>The name as written, from a piece to before another.</summary>
    internal string Between(int from, int to) => Text.Substring(_tokens[from].Start, _tokens[to - 1].End - _tokens[from].Start);

    private bool Has(int index) => index >= 0 && index < _tokens.Count;

    private bool Says(int index, string word)
    {
        var token = _tokens[index];
        return token.End - token.Start == word.Length && string.Compare(Text, token.Start, word, 0, word.Length, StringComparison.OrdinalIgnoreCase) == 0;
    }

    private sealed class Scan(string text)
    {
        private readonly string _text = text;
        private int _at, _depth;
        private bool _isClear = true;

        internal List<SqlToken> Tokens { get; } = new();

        internal bool Run()
        {
            while (_at < _text.Length && _isClear)
            {
                var c = _text[_at];
                if (char.IsWhiteSpace(c)) _at++;
                else if (c == '-' && Peek(1) == '-') LineComment();
                else if (c == '/' && Peek(1) == '*') BlockComment();
                else if (c == '\'') Literal(_at, hasEscapes: false);
                else if (c is '"' or '`') QuotedName(c);
                else if (c == '[' && !IsSubscript()) QuotedName(']');
                else if (c is '@' or ':' or '$' or '?' or '{' or '#') Prefixed(c);
                else if (char.IsDigit(c)) Number();
                else if (IsWord(c)) Word(_at);
                else Sign(c);
            }

            return _isClear && _depth == 0;
        }

        private char Peek(int ahead) => _at + ahead < _text.Length ? _text[_at + ahead] : '\0';

        private void Add(SqlTokenKind kind, int start, int end)
        {
            Tokens.Add(new SqlToken(kind, start, end, _depth));
            _at = end;
        }

        private void LineComment()
        {
            var end = _text.IndexOf('\n', _at);
            _at = end < 0 ? _text.Length : end;
        }

        // Nested in T-SQL and PostgreSQL, not in MySQL, where /*! … */ is code.
        private void BlockComment()
        {
            var end = _text.IndexOf("*/", _at + 2, StringComparison.Ordinal);
            var inner = _text.IndexOf("/*", _at + 2, StringComparison.Ordinal);
            _isClear = end >= 0 && !(inner >= 0 && inner < end) && Peek(2) is not ('!' or '+');
            _at = end < 0 ? _text.Length : end + 2;
        }

        // A backslash escapes the quote in some dialects and modes: where one stands before a quote, nobody can tell.
        private void Literal(int start, bool hasEscapes)
        {
            var at = _at + 1;
            for (; at < _text.Length; at++)
            {
                if (_text[at] == '\\' && at + 1 < _text.Length && (_text[at + 1] == '\'' || hasEscapes))
                {
                    if (!hasEscapes) _isClear = false;
                    at++;
                }
                else if (_text[at] == '\'')
                {
                    if (at + 1 < _text.Length && _text[at + 1] == '\'') at++;
                    else break;
                }
            }

            if (at >= _text.Length) _isClear = false;
            Add(SqlTokenKind.String, start, Math.Min(at + 1, _text.Length));
        }

        private void QuotedName(char close)
        {
            var end = _at + 1;
            for (; end < _text.Length; end++)
            {
                if (_text[end] != close) continue;
                if (end + 1 < _text.Length && _text[end + 1] == close) end++;
                else break;
            }

            if (end >= _text.Length) _isClear = false;
            Add(SqlTokenKind.Quoted, _at, Math.Min(end + 1, _text.Length));
        }

        // items[1], ARRAY[…], f(x)[1]
        private bool IsSubscript() => _at > 0 && (IsWord(_text[_at - 1]) || _text[_at - 1] is ']' or ')') || !CanBeName(Peek(1));

        private static bool CanBeName(char c) => char.IsLetter(c) || c is '_' or '#' or '@' or '$';

        private void Prefixed(char c)
        {
            var next = Peek(1);
            switch (c)
            {
                case '@' when next == '@' && IsWord(Peek(2)):
                    Word(_at, 2);
                    break;
                case '#' when IsWord(next) || next == '#':
                    Word(_at, 2);
                    break;
                case '#' when next is not ('>' or '-'):
                    _isClear = false;
                    break;
                case ':' when next == ':':
                    Add(SqlTokenKind.Sign, _at, _at + 1);
                    Add(SqlTokenKind.Sign, _at, _at + 1);
                    break;
                case '$' when next == '$' || char.IsLetter(next) || next == '_':
                    Dollar();
                    break;
                case '$' when char.IsDigit(next):
                case '@' when IsWord(next):
                case ':' when (char.IsLetter(next) || next == '_') && !IsGlued():
                case '?' when IsWord(next):
                    Parameter();
                    break;
                case '?' when next is not ('|' or '&' or '-' or '#'):
                    Add(SqlTokenKind.Parameter, _at, _at + 1);
                    break;
                case '{':
                    var end = _text.IndexOf('}', _at);
                    if (end < 0 || !(next == '=' || char.IsDigit(next))) _isClear = false;
                    else Add(SqlTokenKind.Parameter, _at, end + 1);
                    break;
                default:
                    Sign(c);
                    break;
            }
        }

        private bool IsGlued() => _at > 0 && (IsWord(_text[_at - 1]) || _text[_at - 1] is '"' or ']' or '\'');

        private void Parameter()
        {
            var end = _at + 1;
            while (end < _text.Length && IsWord(_text[end])) end++;
            Add(SqlTokenKind.Parameter, _at, end);
        }

        // $name of SQLite; $tag$ … $tag$ of PostgreSQL.
        private void Dollar()
        {
            var end = _at + 1;
            while (end < _text.Length && IsWord(_text[end])) end++;
            if (end >= _text.Length || _text[end] != '$')
            {
                Add(SqlTokenKind.Parameter, _at, end);
                return;
            }

            var tag = _text.Substring(_at, end + 1 - _at);
            var close = _text.IndexOf(tag, end + 1, StringComparison.Ordinal);
            if (close < 0) _isClear = false;
            Add(SqlTokenKind.String, _at, close < 0 ? _text.Length : close + tag.Length);
        }

        private void Number()
        {
            var end = _at + 1;
            while (end < _text.Length && (IsWord(_text[end]) || _text[end] == '.')) end++;
            Add(SqlTokenKind.Number, _at, end);
        }

        private void Word(int start, int from = 1)
        {
            var end = start + from;
            while (end < _text.Length && (IsWord(_text[end]) || _text[end] is '@' or '$' or '#')) end++;

            // N'…', E'…', X'…': a prefix, not a word.
            if (end < _text.Length && _text[end] == '\'' && end - start == 1)
            {
                var hasEscapes = _text[start] is 'E' or 'e';
                _at = end;
                Literal(start, hasEscapes);
                return;
            }

            Add(SqlTokenKind.Word, start, end);
        }

        private void Sign(char c)
        {
            if (c == ')') _depth--;
            if (_depth < 0) _isClear = false;
            Add(SqlTokenKind.Sign, _at, _at + 1);
            if (c == '(') _depth++;
        }

        private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c == '_';
    }
}
