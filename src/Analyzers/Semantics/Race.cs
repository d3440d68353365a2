namespace ArchitectAnalyzers.Semantics;

/// <summary>The tasks that are handed to a <c>WhenAny</c>, as far as its member shows: the delay among them, if there is one.</summary>
internal sealed class Race
{
    private readonly IInvocationOperation _call;

    internal Race(IInvocationOperation call)
    {
        _call = call;
        foreach (var argument in call.Arguments) Add(argument.Value, 0);
    }

    /// <summary>The <c>Task.Delay</c>, also where a local that is used for nothing else holds it.</summary>
    internal IInvocationOperation? Delay { get; private set; }

    /// <summary>Whether anything runs against it.</summary>
    internal bool HasOthers { get; private set; }

    private void Add(IOperation value, int depth)
    {
        value = value.Unwrapped();
        if (depth > 4) return;
        if (DelayOf(value, depth) is { } delay)
        {
            Delay ??= delay;
            return;
        }

        switch (value)
        {
            case IArrayCreationOperation { Initializer: { } initializer }:
                foreach (var element in initializer.ElementValues) Add(element, depth + 1);
                return;
            case IObjectCreationOperation { Initializer: { } initializer }:
                foreach (var adding in initializer.Initializers)
                    if (adding is IInvocationOperation { Arguments.Length: 1 } add) Add(add.Arguments[0].Value, depth + 1);
                return;
            case IInvocationOperation { TargetMethod.Name: "Append" or "Prepend" or "Concat" or "ToArray" or "ToList" or "AsEnumerable" } chain:
                HasOthers |= chain.TargetMethod.Name is not ("ToArray" or "ToList" or "AsEnumerable");
                if (chain.Instance is not null) Add(chain.Instance, depth + 1);
                foreach (var argument in chain.Arguments) Add(argument.Value, depth + 1);
                return;
            case ILocalReferenceOperation local when IsCollection(local.Type):
                AddCollection(local, depth);
                return;
            case IInvocationOperation or IMemberReferenceOperation or IParameterReferenceOperation or ILocalReferenceOperation or IAwaitOperation:
                HasOthers = true;
                return;
        }

        // A collection expression, which is newer than the compiler that this is built on. A spread in it has no type.
        HasOthers |= !IsCollection(value.Type);
        if (!IsCollection(value.Type)) return;
        foreach (var element in value.ChildOperations)
        {
            if (element.Type is null) HasOthers = true;
            else Add(element, depth + 1);
        }
    }

    private void AddCollection(ILocalReferenceOperation local, int depth)
    {
        HasOthers = true;
        if (local.Initializer() is { } made) Add(made, depth + 1);
        foreach (var part in _call.Root().Descendants())
        {
            if (part is IInvocationOperation { TargetMethod.Name: "Add", Instance: ILocalReferenceOperation list, Arguments: { Length: 1 } arguments }
                && SymbolEqualityComparer.Default.Equals(list.Local, local.Local)) Add(arguments[0].Value, depth + 1);
        }
    }

    private static bool IsCollection(ITypeSymbol? type) => type is not null && type.Name is not ("Task" or "ValueTask");

    private IInvocationOperation? DelayOf(IOperation task, int depth) => task switch
    {
        IInvocationOperation { TargetMethod: { Name: "Delay", ContainingType: { Name: "Task", ContainingNamespace.Name: "Tasks" } } } delay => delay,
        IInvocationOperation { TargetMethod.Name: "ContinueWith", Instance: { } antecedent } when depth < 5 => DelayOf(antecedent.Unwrapped(), depth + 1),
        ILocalReferenceOperation local when depth < 5 && local.Initializer() is { } value
            && DelayOf(value.Unwrapped(), depth + 1) is { } delay && IsForThisOnly(local) => delay,
        _ => null,
    };

    // A delay that is awaited, stored or raced again has a life of its own; to ask who won is part of the race.
    private bool IsForThisOnly(ILocalReferenceOperation local)
    {
        foreach (var part in _call.Root().Descendants())
        {
            if (part is not ILocalReferenceOperation other || other == local || !SymbolEqualityComparer.Default.Equals(other.Local, local.Local)) continue;
            var parent = other.Parent;
            while (parent is IConversionOperation) parent = parent.Parent;
            if (parent is IBinaryOperation or IPropertyReferenceOperation
                or IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "Equals" or "ReferenceEquals" } }) continue;
            if (parent is not null && _call.Syntax.Span.Contains(other.Syntax.Span)) continue;
            return false;
        }

        return true;
    }
}
