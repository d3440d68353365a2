namespace ArchitectAnalyzers.Models;

/// <summary>The named parameters that SQL text uses.</summary>
internal sealed class SqlNames
{
    private static readonly string[] s_definitions = { "CREATE", "ALTER", "SP_EXECUTESQL", "OPENQUERY", "OPENROWSET", "DO", "PREPARE" };
    private static readonly string[] s_statements = { "SELECT", "INSERT", "UPDATE", "DELETE", "MERGE", "SET", "IF", "BEGIN", "WITH", "EXEC", "EXECUTE", "WHILE",
        "RETURN", "PRINT" };

    private readonly List<string> _used = new();
    private readonly HashSet<string> _declared = new(StringComparer.OrdinalIgnoreCase);

    private SqlNames() { }

    /// <summary>Every name in the text, without prefix, once, as first written.</summary>
    internal IReadOnlyList<string> Used => _used;

    /// <summary>Whether the text uses the name, as parameter or as variable.</summary>
    internal bool Uses(string name) => Contains(_used, name);

    /// <summary>Whether somebody has to supply the name: the text does not declare or assign it.</summary>
    internal bool Needs(string name) => !_declared.Contains(name);

    /// <summary>The names; null where the text has parameters by position, defines routines, or is no statement but a procedure's name.</summary>
    internal static SqlNames? Of(SqlScript script)
    {
        if (script.AfterName(0) >= script.Count) return null;
        var names = new SqlNames();
        var (isDeclaring, isCalling) = (false, false);
        for (var i = 0; i < script.Count; i++)
        {
            if (script.IsAny(i, s_definitions) && !(script.IsWord(i, "DO") && script.IsWord(i + 1, "UPDATE"))
                && !(script.IsWord(i, "DO") && script.IsWord(i + 1, "NOTHING"))) return null;
            if (script.IsWord(i, "DECLARE")) isDeclaring = true;
            else if (script.IsSign(i, ';') || script.IsAny(i, s_statements))
                (isDeclaring, isCalling) = (false, script.IsWord(i, "EXEC") || script.IsWord(i, "EXECUTE"));
            if (!script.Is(i, SqlTokenKind.Parameter)) continue;
            var name = NameOf(script.TextOf(i));
            if (name is null) return null;
            if (!Contains(names._used, name)) names._used.Add(name);
            if (isDeclaring ? script.Is(i + 1, SqlTokenKind.Word) : IsAssigned(script, i, isCalling)) names._declared.Add(name);
        }

        return names;
    }

    // SET @x = …, @x := …, INTO @x; EXEC p @x = …, where it is the procedure's own name.
    private static bool IsAssigned(SqlScript script, int i, bool isCalling) =>
        script.IsWord(i - 1, "INTO") || (script.IsSign(i + 1, ':') && script.IsSign(i + 2, '=')) || (script.IsWord(i - 1, "SET") && script.IsSign(i + 1, '='))
        || (isCalling && script.IsSign(i + 1, '='))
        || (script.IsSign(i + 1, '=') && script.IsWord(i - 1, "SELECT"));

    private static string? NameOf(string parameter)
    {
        if (parameter.StartsWith("{=", StringComparison.Ordinal)) return parameter.Substring(2, parameter.Length - 3);
        return parameter.Length < 2 || parameter[0] == '{' || char.IsDigit(parameter[1]) ? null : parameter.Substring(1);
    }

    private static bool Contains(List<string> names, string name)
    {
        foreach (var known in names)
            if (string.Equals(known, name, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }
}
