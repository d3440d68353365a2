namespace ArchitectAnalyzers.Models;

/// <summary>What goes to the serializer: the values that results are made of, and the parts of a value that is put together on the spot.</summary>
internal sealed class Answers
{
    private const int MostDepth = 10;

    private static readonly KnownMethod[] s_table =
    {
        new(KnownType.ControllerBase, "Ok"),
        new(KnownType.ControllerBase, "StatusCode"),
        new(KnownType.ControllerBase, "Created"),
        new(KnownType.ControllerBase, "CreatedAtAction"),
        new(KnownType.ControllerBase, "CreatedAtRoute"),
        new(KnownType.ControllerBase, "Accepted"),
        new(KnownType.ControllerBase, "AcceptedAtAction"),
        new(KnownType.ControllerBase, "AcceptedAtRoute"),
        new(KnownType.MvcController, "Json"),
        new(KnownType.HttpResults, "Ok"),
        new(KnownType.HttpResults, "Json"),
        new(KnownType.HttpResults, "Created"),
        new(KnownType.HttpResults, "CreatedAtRoute"),
        new(KnownType.HttpResults, "Accepted"),
        new(KnownType.HttpResults, "AcceptedAtRoute"),
        new(KnownType.HttpTypedResults, "Ok"),
        new(KnownType.HttpTypedResults, "Json"),
        new(KnownType.HttpTypedResults, "Created"),
        new(KnownType.HttpTypedResults, "CreatedAtRoute"),
        new(KnownType.HttpTypedResults, "Accepted"),
        new(KnownType.HttpTypedResults, "AcceptedAtRoute"),
        new(KnownType.HttpResponseJsonExtensions, "WriteAsJsonAsync"),
        KnownMethod.New(KnownType.ObjectResult),
        KnownMethod.New(KnownType.JsonResult),
        KnownMethod.New(KnownType.ActionResultOfT),
    };

    private readonly MemberTable? _table;

    internal Answers(Facts facts) => _table = MemberTable.Of(facts, s_table);

    /// <summary>The value that a result is made of: <c>x</c> of <c>Ok(x)</c>, <c>new JsonResult(x)</c>; null for anything else.</summary>
    internal IOperation? PayloadOf(IOperation operation) => operation switch
    {
        IInvocationOperation call when _table?.Match(call.TargetMethod) is not null => Payload(call.Arguments),
        IObjectCreationOperation { Constructor: { } constructor } creation when _table?.Match(constructor) is not null => Payload(creation.Arguments),
        _ => null,
    };

    /// <summary>
    /// The first value, of those that a handler returns and those that the results it makes carry, that passes the test. Taken apart as
    /// <see cref="Part"/> does.
    /// </summary>
    internal IOperation? First<T>(Handler handler, T state, Func<IOperation, T, bool> test)
    {
        var found = default(IOperation);
        handler.First((this, state, test), (operation, given) =>
        {
            var value = operation is IReturnOperation { ReturnedValue: { } returned } && operation.Kind == OperationKind.Return
                ? returned : PayloadOf(operation);
            if (value is not null) found ??= Part(value, given.state, given.test);
            return found is not null;
        });
        return found;
    }

    /// <summary>
    /// The first part of a value that passes the test. Conversions, branches, completed tasks, anonymous objects, records and initializers are taken
    /// apart; what is converted to an asynchronous stream is left out, since it was meant to be one.
    /// </summary>
    internal static IOperation? Part<T>(IOperation value, T state, Func<IOperation, T, bool> test, int depth = 0)
    {
        if (depth > MostDepth) return null;
        switch (value)
        {
            case IConversionOperation { Type.Name: "IAsyncEnumerable" }: return null;
            case IConversionOperation conversion: return Part(conversion.Operand, state, test, depth + 1);
            case IParenthesizedOperation parenthesized: return Part(parenthesized.Operand, state, test, depth + 1);
            case IConditionalOperation { WhenFalse: { } otherwise } choice:
                return Part(choice.WhenTrue, state, test, depth + 1) ?? Part(otherwise, state, test, depth + 1);
            case ICoalesceOperation choice:
                return Part(choice.Value, state, test, depth + 1) ?? Part(choice.WhenNull, state, test, depth + 1);
            case ISwitchExpressionOperation choice:
                foreach (var arm in choice.Arms)
                    if (Part(arm.Value, state, test, depth + 1) is { } found) return found;
                return null;
            case IAnonymousObjectCreationOperation made: return OfInitializers(made.Initializers, state, test, depth);
            case IObjectCreationOperation made when made.Type is { IsRecord: true } or { Name: "ValueTask" } || made.Initializer is not null:
                if (made.Type!.IsRecord || made.Type.Name == "ValueTask")
                {
                    foreach (var argument in made.Arguments)
                        if (Part(argument.Value, state, test, depth + 1) is { } found) return found;
                }

                return made.Initializer is null ? null : OfInitializers(made.Initializer.Initializers, state, test, depth);
            case IInvocationOperation { TargetMethod: { IsStatic: true, Name: "FromResult" }, Arguments: { Length: 1 } arguments }:
                return Part(arguments[0].Value, state, test, depth + 1);
            case ILocalReferenceOperation { Type: { TypeKind: TypeKind.Class or TypeKind.Struct } type } local when !IsCollection(type):
                return local.Initializer() is IAnonymousObjectCreationOperation or IObjectCreationOperation
                    && Part(local.Initializer()!, state, test, depth + 1) is { } inside ? inside : Tested(value, state, test);
            default: return Tested(value, state, test);
        }
    }

    private static IOperation? Tested<T>(IOperation value, T state, Func<IOperation, T, bool> test) => test(value, state) ? value : null;

    private static bool IsCollection(ITypeSymbol type)
    {
        foreach (var contract in type.AllInterfaces)
            if (contract.SpecialType == SpecialType.System_Collections_IEnumerable) return true;
        return false;
    }

    private static IOperation? OfInitializers<T>(ImmutableArray<IOperation> initializers, T state, Func<IOperation, T, bool> test, int depth)
    {
        foreach (var initializer in initializers)
            if (initializer is ISimpleAssignmentOperation assignment && Part(assignment.Value, state, test, depth + 1) is { } found) return found;
        return null;
    }

    // By its usual names, else the last that may be anything: routes and status codes come before it.
    private static IOperation? Payload(ImmutableArray<IArgumentOperation> arguments)
    {
        IOperation? last = null;
        foreach (var argument in arguments)
        {
            if (argument.ArgumentKind == ArgumentKind.DefaultValue || argument.Parameter is not { } parameter) continue;
            if (parameter.Name is "value" or "data") return argument.Value;
            if (parameter.OriginalDefinition.Type is { SpecialType: SpecialType.System_Object } or ITypeParameterSymbol) last = argument.Value;
        }

        return last;
    }
}

internal static class AnswersOfFacts
{
    internal static Answers Answers(this Facts facts) => facts.Model(static f => new Answers(f));
}
