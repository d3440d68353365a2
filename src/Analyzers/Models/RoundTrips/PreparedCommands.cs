using System.Text;

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

        // GO 5: one command so many times.
        if (loop is IForLoopOperation { Body: var body } && trip.Holder is { } kept && !Repetitions.IsDeclaredIn(kept, loop) && body is IExpressionStatementOperation or IBlockOperation { Operations.Length: 1 }
            && !Differs(body, loop)) return true;
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

    /// <summary>
    /// Whether the statement is one that cannot be another's too: it defines something (<c>CREATE DATABASE "a"</c>), names what differs from element to
    /// element (<c>DELETE FROM {table}</c>), or is made for the element out of sight.
    /// </summary>
    internal static bool IsOneEach(IInvocationOperation call, RoundTrip trip, IOperation loop, Facts facts, CancellationToken cancellationToken)
    {
        if (trip.Kind != TripKind.Command || TextOf(call, trip) is not { } text) return false;

        // A part of a script.
        if (HeldObjects.SymbolOf(text) is { } script && Repetitions.IsElementOf(script, loop)) return true;
        var before = new StringBuilder();
        foreach (var part in facts.Provenance().Of(text, cancellationToken).Variants[0])
        {
            if (part.Literal is { } literal)
            {
                if (before.Length == 0 && Defines(literal)) return true;
                before.Append(literal);
                continue;
            }

            // Where a value belongs, it could be a parameter, or one of a list of them.
            if (SqlPlaces.Of(before.ToString(), "") is SqlPlace.Identifier or SqlPlace.Fragment && Differs(part.Hole!, loop)) return true;
            before.Append('x');
        }

        return false;
    }

    // The text of the statement: what a command is made with, what it is set to, what Dapper is handed.
    private static IOperation? TextOf(IInvocationOperation call, RoundTrip trip)
    {
        if (call.Instance is null) return FirstText(call.Arguments);
        if (trip.Holder is ISymbol holder)
        {
            IOperation? made = null;
            foreach (var part in call.Root().Descendants())
            {
                if (part is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "CommandText", Instance: { } command } } set
                    && SymbolEqualityComparer.Default.Equals(HeldObjects.SymbolOf(command), holder)) return set.Value;
                if (part is IVariableDeclaratorOperation declarator && SymbolEqualityComparer.Default.Equals(declarator.Symbol, holder)) made = declarator.GetVariableInitializer()?.Value;
            }

            return made is null ? null : MadeWith(made);
        }

        return MadeWith(call.Instance);
    }

    // connection.CreateCommand("…").With("id", id)
    private static IOperation? MadeWith(IOperation command)
    {
        while (true)
        {
            switch (command)
            {
                case IConversionOperation conversion: command = conversion.Operand; continue;
                case IAwaitOperation awaited: command = awaited.Operation; continue;
                case IObjectCreationOperation creation: return FirstText(creation.Arguments);
                case IInvocationOperation made:
                    if (HeldObjects.ReceiverOf(made) is not { Type: { } type } receiver || !type.Name.EndsWith("Command", StringComparison.Ordinal)) return FirstText(made.Arguments);
                    command = receiver;
                    continue;
                default: return null;
            }
        }
    }

    private static IOperation? FirstText(ImmutableArray<IArgumentOperation> arguments)
    {
        foreach (var argument in arguments)
            if (argument.Value.Type?.SpecialType == SpecialType.System_String) return argument.Value;
        return null;
    }

    private static bool Differs(IOperation hole, IOperation loop)
    {
        foreach (var part in hole.DescendantsAndSelf())
            if (HeldObjects.SymbolOf(part) is { } symbol && Repetitions.IsDeclaredIn(symbol, loop)) return true;
        return false;
    }

    private static bool Defines(string sql)
    {
        var text = sql.TrimStart();
        foreach (var verb in s_definitions)
            if (text.Length > verb.Length && text.StartsWith(verb, StringComparison.OrdinalIgnoreCase) && char.IsWhiteSpace(text[verb.Length])) return true;
        return false;
    }
}
