namespace ArchitectAnalyzers.Models;

/// <summary>A stretch of a composed text: literal, or a hole that a value fills.</summary>
internal readonly struct TextPart
{
    private TextPart(string? literal, IOperation? hole, IOperation? source, Origin origin)
    {
        Literal = literal;
        Hole = hole;
        Source = source;
        Origin = origin;
    }

    /// <summary>The text itself; null for a hole.</summary>
    internal string? Literal { get; }

    /// <summary>The expression that fills the hole, where the text is composed; null for a literal.</summary>
    internal IOperation? Hole { get; }

    /// <summary>The operation that gave the hole its origin: the parameter behind <c>name.Trim()</c>.</summary>
    internal IOperation? Source { get; }

    internal Origin Origin { get; }

    /// <summary>Whether the value may be text of any form: a string, or something that may be one at run time.</summary>
    internal bool IsText => Hole is { Type: var type } && TextTypes.IsText(type);

    internal static TextPart Of(string literal) => new(literal, null, null, Origin.Constant);

    internal static TextPart Of(IOperation hole, Origin origin, IOperation? source = null) => new(null, hole, source ?? hole, origin);
}
