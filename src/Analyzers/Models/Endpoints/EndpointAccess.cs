namespace ArchitectAnalyzers.Models;

/// <summary>What is said of an endpoint, layer by layer, from the inside out.</summary>
internal sealed class EndpointAccess
{
    internal EndpointAccess(List<Marks> layers)
    {
        Layers = layers.ToImmutableArray();
        All = Chains.All(layers);
    }

    /// <summary>
    /// For a mapped endpoint: the handler's attributes, the chain, then the groups. For an action: its attributes, its type's and those of the
    /// types it derives from, then what maps controllers.
    /// </summary>
    internal ImmutableArray<Marks> Layers { get; }

    internal Marks All { get; }

    internal bool Has(Marks any) => (All & any) != 0;

    /// <summary>The nearest layer that requires authorization where a layer farther out lets everybody in, so that nothing is required; else -1.</summary>
    internal int Overridden
    {
        get
        {
            for (var i = 0; i < Layers.Length; i++)
            {
                if ((Layers[i] & Marks.Anonymous) != 0) return -1;
                if ((Layers[i] & Marks.Authorize) == 0) continue;
                for (var j = i + 1; j < Layers.Length; j++)
                    if ((Layers[j] & Marks.Anonymous) != 0) return i;
                return -1;
            }

            return -1;
        }
    }
}
