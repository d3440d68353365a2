namespace ArchitectAnalyzers.Models;

/// <summary>
/// Where a text comes from. It reads what composes a value: this member, what its locals were assigned, readonly fields, and one or two hops
/// into methods of the same type. It looks at no more than <see cref="MostOperations"/> operations and <see cref="MostDepth"/> variables or
/// methods deep; past that the answer is <see cref="Origin.Unknown"/>. Ask it after a sink has matched, not before.
/// </summary>
internal sealed class Provenance
{
    internal const int MostOperations = 200;
    internal const int MostDepth = 8;

    private readonly Facts _facts;

    internal Provenance(Facts facts) => _facts = facts;

    /// <summary>
    /// The text that a value is: its parts in order, each with its origin. A value that was not composed in sight is one hole.
    /// </summary>
    internal ComposedText Of(IOperation value, CancellationToken cancellationToken = default)
    {
        if (value.ConstantValue is { HasValue: true, Value: var constant })
            return constant is string text ? ComposedText.Of(text) : ComposedText.Empty;
        return new Reader(_facts, cancellationToken).ReadWhole(value);
    }
}

internal static class ProvenanceFacts
{
    internal static Provenance Provenance(this Facts facts) => facts.Model(static f => new Provenance(f));
}
