namespace ArchitectAnalyzers.Models;

/// <summary>Commands in a loop that no single command could stand for.</summary>
internal static class PreparedCommands
{
    private static readonly string[] s_definitions = { "CREATE", "ALTER", "DROP", "GRANT", "REVOKE", "VACUUM", "ANALYZE", "REINDEX", "USE", "BACKUP", "RESTORE" };

    /// <summary><c>foreach (var command in commands)</c>, <c>commands[i]</c>, <c>item.Command</c>: what is to be done was put into commands before, each its own.</summary>
    internal static bool Runs(IInvocationOperation call, RoundTrip trip, IOperation loop)
    {
        if (trip.Kind != TripKind.Command || call.Instance is not { Type: { } type } instance || !type.Name.EndsWith("Command", StringComparison.Ordinal)) return false;
        if (IsPart(instance.Unconverted(), loop)) return true;
        if (trip.Holder is not ILocalSymbol local) return false;
        foreach (var part in loop.Descendants())
        {
            var value = part switch
            {
                IVariableDeclaratorOperation declarator when SymbolEqualityComparer.Default.Equals(declarator.Symbol, local) => declarator.GetVariableInitializer()?.Value,
                ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } set when SymbolEqualityComparer.Default.Equals(target.Local, local) => set.Value,
                _ => null,
            };
            if (value is not null && IsPart(value.Unconverted(), loop)) return true;
        }

        return false;
    }

    private static bool IsPart(IOperation value, IOperation loop) => value switch
    {
        IArrayElementReferenceOperation or IPropertyReferenceOperation { Property.IsIndexer: true } => true,
        IMemberReferenceOperation { Instance: { } owner } => IsPart(owner.Unconverted(), loop),
        _ => HeldObjects.SymbolOf(value) is { } symbol && Repetitions.IsElementOf(symbol, loop),
    };

    /// <summary><c>CREATE DATABASE "a"</c>: one statement defines one thing.</summary>
    internal static bool Defines(IInvocationOperation call, RoundTrip trip, Facts facts, CancellationToken cancellationToken)
    {
        if (call.Instance is null) return facts.StoredChanges().TextOf(call, cancellationToken) is { } whole && Defines(whole);
        foreach (var part in call.Root().Descendants())
        {
            if (part is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "CommandText", Instance: { } command } property }
                && SymbolEqualityComparer.Default.Equals(HeldObjects.SymbolOf(command), trip.Holder)
                && facts.StoredChanges().TextOf(property, cancellationToken) is { } text) return Defines(text);
        }

        return false;
    }

    private static bool Defines(string sql)
    {
        var text = sql.AsSpan().TrimStart();
        foreach (var verb in s_definitions)
            if (text.Length > verb.Length && text.StartsWith(verb.AsSpan(), StringComparison.OrdinalIgnoreCase) && char.IsWhiteSpace(text[verb.Length])) return true;
        return false;
    }
}
