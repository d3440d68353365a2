namespace ArchitectAnalyzers.Models;

internal sealed partial class Tokens
{
    // They take a row's keys as params object[], and a token among them for one more key.
    private static readonly KnownMethod[] s_keyLookups =
    {
        new(KnownType.DbSet, "Find"),
        new(KnownType.DbSet, "FindAsync"),
        new(KnownType.DbContext, "Find"),
        new(KnownType.DbContext, "FindAsync"),
        new(KnownType.Ef6DbSet, "Find"),
        new(KnownType.Ef6DbSet, "FindAsync"),
        new(KnownType.Ef6DbSetOfT, "Find"),
        new(KnownType.Ef6DbSetOfT, "FindAsync"),
    };

    /// <summary>The token that a call which looks a row up by its keys was given as one of them; null where there is none.</summary>
    internal IOperation? TokenAmongKeys(IInvocationOperation call)
    {
        if (call.TargetMethod.Name is not ("Find" or "FindAsync") || _keyLookups?.Match(call.TargetMethod) is null) return null;
        foreach (var argument in call.Arguments)
        {
            if (argument.Value.Unconverted() is not IArrayCreationOperation { Initializer.ElementValues: var keys }) continue;
            foreach (var key in keys)
                if (key.Unconverted() is var value && IsToken(value.Type)) return value;
        }

        return null;
    }
}
