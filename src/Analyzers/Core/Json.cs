using System.Globalization;
using System.Text;

namespace ArchitectAnalyzers.Core;

/// <summary>
/// Reads JSON: baselines in the compiler, logs of the compiler in the build task. Neither host promises a library for that, so it is here.
/// Values are <see cref="JsonObject"/>, lists of values, strings, doubles, booleans and null.
/// </summary>
internal sealed class Json
{
    private const int DeepestNesting = 100;

    private readonly string _text;
    private int _at;

    private Json(string text) => _text = text;

    /// <exception cref="JsonFormatException">The text is not JSON; the exception says where.</exception>
    internal static object? Parse(string text)
    {
        var json = new Json(text);
        var value = json.Value(0);
        json.SkipSpace();
        return json._at == text.Length ? value : throw json.Wrong("the end");
    }

    /// <summary>A string as JSON has it, in its quotes.</summary>
    internal static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            if (c is '"' or '\\') quoted.Append('\\').Append(c);
            else if (c < ' ' || char.IsSurrogate(c)) quoted.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            else quoted.Append(c);
        }

        return quoted.Append('"').ToString();
    }

    private object? Value(int depth)
    {
        if (depth > DeepestNesting) throw Wrong("less nesting");
        SkipSpace();
        switch (Peek())
        {
            case '{': return Object(depth);
            case '[': return List(depth);
            case '"': return String();
            case 't': return Word("true", true);
            case 'f': return Word("false", false);
            case 'n': return Word("null", null);
            default: return Number();
        }
    }

    private JsonObject Object(int depth)
    {
        var start = _at++;
        var members = new JsonObject(start);
        if (!Closes('}'))
        {
            do
            {
                SkipSpace();
                var name = String();
                SkipSpace();
                Take(':');
                members[name] = Value(depth + 1);
                SkipSpace();
            }
            while (Continues('}'));
        }

        members.End = _at;
        return members;
    }

    private List<object?> List(int depth)
    {
        _at++;
        var items = new List<object?>();
        if (Closes(']')) return items;
        do
        {
            items.Add(Value(depth + 1));
            SkipSpace();
        }
        while (Continues(']'));
        return items;
    }

    private string String()
    {
        Take('"');
        var text = new StringBuilder();
        while (true)
        {
            var c = Peek();
            if (c < ' ') throw Wrong("'\"'");
            _at++;
            if (c == '"') return text.ToString();
            text.Append(c == '\\' ? Escaped() : c);
        }
    }

    private char Escaped()
    {
        var c = Peek();
        if (c == 'u')
        {
            if (_at + 5 > _text.Length
                || !ushort.TryParse(_text.Substring(_at + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
                throw Wrong("four hexadecimal digits");
            _at += 5;
            return (char)code;
        }

        var index = "\"\\/bfnrt".IndexOf(c);
        if (index < 0) throw Wrong("an escape");
        _at++;
        return "\"\\/\b\f\n\r\t"[index];
    }

    private double Number()
    {
        var start = _at;
        while ("+-.0123456789eE".IndexOf(Peek()) >= 0) _at++;
        var text = _text.Substring(start, _at - start);
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return number;
        _at = start;
        throw Wrong("a value");
    }

    private object? Word(string word, object? value)
    {
        if (string.CompareOrdinal(_text, _at, word, 0, word.Length) != 0) throw Wrong("a value");
        _at += word.Length;
        return value;
    }

    private bool Closes(char end)
    {
        SkipSpace();
        if (Peek() != end) return false;
        _at++;
        return true;
    }

    // After a member or an item: a comma goes on, the bracket ends.
    private bool Continues(char end)
    {
        if (Peek() == ',')
        {
            _at++;
            return true;
        }

        Take(end);
        return false;
    }

    private void Take(char c)
    {
        if (Peek() != c) throw Wrong("'" + c + "'");
        _at++;
    }

    private char Peek() => _at < _text.Length ? _text[_at] : '\0';

    private void SkipSpace()
    {
        while (Peek() is ' ' or '\n' or '\r' or '\t') _at++;
    }

    private JsonFormatException Wrong(string expected) => new(_at, expected);
}

/// <summary>A JSON object and where it stands. Of members with one name the last counts.</summary>
internal sealed class JsonObject : Dictionary<string, object?>
{
    internal JsonObject(int start) : base(StringComparer.Ordinal) => Start = start;

    internal int Start { get; }

    internal int End { get; set; }

    internal T? Get<T>(string name) where T : class => TryGetValue(name, out var value) ? value as T : null;
}

/// <summary>The text is not what it should be at a position.</summary>
internal sealed class JsonFormatException : Exception
{
    internal JsonFormatException(int position, string expected) : base(expected + " is expected") => (Position, Expected) = (position, expected);

    internal int Position { get; }

    internal string Expected { get; }
}
