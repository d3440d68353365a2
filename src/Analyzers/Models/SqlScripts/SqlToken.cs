namespace ArchitectAnalyzers.Models;

internal enum SqlTokenKind
{
    /// <summary>A keyword or a bare name.</summary>
    Word,

    /// <summary>A name in quotes: <c>[x]</c>, <c>"x"</c>, <c>`x`</c>.</summary>
    Quoted,

    /// <summary>A text: <c>'x'</c>, <c>N'x'</c>, <c>$$x$$</c>.</summary>
    String,

    Number,

    /// <summary><c>@p</c>, <c>:p</c>, <c>$p</c>, <c>$1</c>, <c>?</c>, <c>?p</c>, Dapper's <c>{=p}</c>, Entity Framework's <c>{0}</c>.</summary>
    Parameter,

    /// <summary>One character of anything else.</summary>
    Sign,
}

/// <summary>A piece of SQL: where it is in the text, and in how many parentheses.</summary>
internal readonly struct SqlToken(SqlTokenKind kind, int start, int end, int depth)
{
    internal SqlTokenKind Kind { get; } = kind;
    internal int Start { get; } = start;
    internal int End { get; } = end;
    internal int Depth { get; } = depth;
}
