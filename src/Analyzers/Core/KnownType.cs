namespace ArchitectAnalyzers.Core;

/// <summary>
/// A type that rules ask for, by metadata name. Each is a static field in a partial under <c>KnownTypes/</c>; <see cref="Facts"/> resolves
/// it once per compilation.
/// </summary>
internal sealed partial class KnownType
{
    private static readonly object s_gate = new();
    private static int s_count;

    private KnownType(string metadataName)
    {
        MetadataName = metadataName;
        lock (s_gate) Index = s_count++;
    }

    internal string MetadataName { get; }

    /// <summary>The slot in <see cref="Facts"/>.</summary>
    internal int Index { get; }

    internal static int Count => s_count;

    public override string ToString() => MetadataName;
}
