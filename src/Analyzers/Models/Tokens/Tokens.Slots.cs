namespace ArchitectAnalyzers.Models;

internal sealed partial class Tokens
{
    // Their token only keeps the work from starting, or belongs in options: forwarding it says nothing about the work itself.
    private static readonly KnownMethod[] s_othersToken =
    {
        new(KnownType.Task, "Run"),
        new(KnownType.Task, "ContinueWith"),
        new(KnownType.TaskOfT, "ContinueWith"),
        new(KnownType.TaskFactory, "StartNew"),
        new(KnownType.TaskFactory, "ContinueWhenAll"),
        new(KnownType.TaskFactory, "ContinueWhenAny"),
        new(KnownType.TaskFactoryOfT, "StartNew"),
        new(KnownType.TaskFactoryOfT, "ContinueWhenAll"),
        new(KnownType.TaskFactoryOfT, "ContinueWhenAny"),
        new(KnownType.Parallel, "ForAsync"),
        new(KnownType.Parallel, "ForEachAsync"),
    };

    /// <summary>
    /// Where the call could take a token that it was not given; null where it takes none or was given one. Only calls that are awaited or
    /// enumerated asynchronously count. Cheap: a look-up for most calls, and nothing is allocated.
    /// </summary>
    internal TokenSlot? Unfilled(IInvocationOperation call)
    {
        // Of the definition: a constructed method makes its return type when it is asked for it.
        var definition = (call.TargetMethod.ReducedFrom ?? call.TargetMethod).OriginalDefinition;
        if (definition.ReturnType.SpecialType != SpecialType.None) return null;
        if (!_slots.TryGetValue(definition, out var slot)) slot = _slots.GetOrAdd(definition, Prove(definition));
        return slot is null ? null : Fit(call, slot);
    }

    // The slot as this call would use it.
    private TokenSlot? Fit(IInvocationOperation call, TokenSlot slot)
    {
        var form = slot.Form == TokenForm.Collection ? TokenForm.Overload : slot.Form;
        foreach (var argument in call.Arguments)
        {
            if (argument.ArgumentKind == ArgumentKind.DefaultValue)
            {
                if (slot.Form != TokenForm.Parameter && argument.Parameter is { } missing && !slot.Method.Parameters[missing.Ordinal].IsOptional)
                    return null;
                continue;
            }

            if (IsToken(argument.Value.Unconverted().Type)) return null;
            if (argument.ArgumentKind != ArgumentKind.ParamArray) continue;
            if (argument.Value is not IArrayCreationOperation { Initializer.ElementValues: { Length: > 0 } elements })
            {
                if (slot.Form == TokenForm.Collection) return null;
                continue;
            }

            form = slot.Form;
            foreach (var element in elements)
                if (IsToken(element.Unconverted().Type)) return null;
        }

        if (IsInMemory(call) || IsPoll(call) || IsTokenGivenLater(call)) return null;
        if (slot.Form != TokenForm.Parameter && !CanCall(call, slot.Method)) return null;
        return form == slot.Form ? slot : slot with { Form = form };
    }

    private TokenSlot? Prove(IMethodSymbol method)
    {
        if (!method.ReturnType.IsAwaitable(_facts) && !_facts.Is(method.ReturnType, KnownType.IAsyncEnumerableOfT)) return null;
        foreach (var parameter in method.Parameters)
        {
            if (!IsToken(parameter.Type)) continue;
            return parameter is { IsOptional: true, RefKind: RefKind.None } ? new TokenSlot(TokenForm.Parameter, method, parameter) : null;
        }

        if (method.MethodKind != MethodKind.Ordinary || _othersToken?.Match(method) is not null) return null;
        TokenSlot? best = null;
        for (var type = method.ContainingType; type is not null; type = type.BaseType) FindOverload(method, type, ref best);
        if (method.ContainingType is { TypeKind: TypeKind.Interface } contract)
            foreach (var parent in contract.AllInterfaces) FindOverload(method, parent, ref best);
        return best;
    }

    private void FindOverload(IMethodSymbol method, INamedTypeSymbol type, ref TokenSlot? best)
    {
        foreach (var member in type.GetMembers(method.Name))
        {
            if (member is not IMethodSymbol { MethodKind: MethodKind.Ordinary } candidate
                || candidate.IsStatic != method.IsStatic
                || candidate.IsExtensionMethod != method.IsExtensionMethod
                || candidate.Arity != method.Arity
                || candidate.Parameters.Length <= method.Parameters.Length
                || best?.Method.Parameters.Length <= candidate.Parameters.Length
                || IsObsolete(candidate)) continue;

            // Method type parameters compare by position: give both methods the same ones.
            var same = candidate.Arity == 0 ? candidate : candidate.Construct(method.TypeArguments, method.TypeArgumentNullableAnnotations);
            if (TakesTokenToo(method, same, out var form) is not { } at) continue;
            if (!SymbolEqualityComparer.Default.Equals(method.ReturnType, same.ReturnType)
                && !method.ReturnType.GivesTheSame(same.ReturnType, _facts)) continue;
            var definition = candidate.OriginalDefinition;
            best = new TokenSlot(form, definition, definition.Parameters[at]);
        }
    }

    /// <summary>The position of the token in a method that takes what the other takes, in its order, a token, and nothing else that is needed.</summary>
    private int? TakesTokenToo(IMethodSymbol method, IMethodSymbol candidate, out TokenForm form)
    {
        form = TokenForm.Overload;
        int? token = null;
        var given = method.Parameters;
        var next = 0;
        foreach (var parameter in candidate.Parameters)
        {
            if (token is null && parameter.RefKind == RefKind.None && IsToken(parameter.Type) && (next == given.Length || given[next].IsParams))
            {
                token = parameter.Ordinal;
                continue;
            }

            if (next == given.Length)
            {
                if (!parameter.IsOptional) return null;
                continue;
            }

            var from = given[next++];
            if (from.RefKind != parameter.RefKind) return null;
            if (SymbolEqualityComparer.Default.Equals(from.Type, parameter.Type) && from.IsParams == parameter.IsParams) continue;
            if (!from.IsParams || token is not null || !TakesArray(parameter.Type, from.Type)) return null;
            form = TokenForm.Collection;
        }

        return next == given.Length ? token : null;
    }

    private static bool TakesArray(ITypeSymbol parameter, ITypeSymbol array) =>
        array is IArrayTypeSymbol { Rank: 1 } items
        && (SymbolEqualityComparer.Default.Equals(parameter, array)
            || (parameter is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Collections_Generic_IEnumerable_T } sequence
                && SymbolEqualityComparer.Default.Equals(sequence.TypeArguments[0], items.ElementType)));

    private static bool IsObsolete(ISymbol symbol)
    {
        foreach (var attribute in symbol.GetAttributes())
            if (attribute.AttributeClass?.Name == nameof(ObsoleteAttribute)) return true;
        return false;
    }

    // An overload that calls its shorter form must not be sent back to itself; and what the caller cannot reach is no overload.
    private bool CanCall(IInvocationOperation call, IMethodSymbol overload)
    {
        if (!SameReturn(call.TargetMethod, overload) && call.DirectAwait() is null) return false;
        if (overload.DeclaredAccessibility == Accessibility.Public && overload.DeclaringSyntaxReferences.IsEmpty) return true;
        var within = call.SemanticModel?.GetEnclosingSymbol(call.Syntax.SpanStart);
        while (within is IMethodSymbol { MethodKind: MethodKind.LambdaMethod or MethodKind.LocalFunction }) within = within.ContainingSymbol;
        return within is not null
            && !SymbolEqualityComparer.Default.Equals(within.OriginalDefinition, overload)
            && _facts.Compilation.IsSymbolAccessibleWithin(overload, within as INamedTypeSymbol ?? within.ContainingType);
    }

    private static bool SameReturn(IMethodSymbol method, IMethodSymbol overload) =>
        method.ReturnType.Name == overload.ReturnType.Name;

    private bool IsInMemory(IInvocationOperation call) =>
        call.Instance is { } receiver && receiver.Unconverted().Type is { Name: "MemoryStream" or "StringReader" or "StringWriter" } type
        && (_facts.Is(type, KnownType.MemoryStream) || _facts.Is(type, KnownType.StringReader) || _facts.Is(type, KnownType.StringWriter));

    // WaitAsync(0) asks whether the semaphore is free, and does not wait.
    private bool IsPoll(IInvocationOperation call) =>
        call.TargetMethod.Name == "WaitAsync" && call.Arguments.Length > 0 && _facts.Is(call.TargetMethod.ContainingType, KnownType.SemaphoreSlim)
        && (call.Arguments[0].Value.ConstantValue is { HasValue: true, Value: 0 }
            || call.Arguments[0].Value.Unconverted() is IFieldReferenceOperation { Field: { Name: "Zero", ContainingType.Name: nameof(TimeSpan) } });

    // stream.WithCancellation(token), task.WaitAsync(token), and what hands a sequence on to a call that has a token.
    private bool IsTokenGivenLater(IInvocationOperation call)
    {
        for (IOperation value = call; ;)
        {
            var parent = value.Parent;
            while (parent is IConversionOperation or IArgumentOperation) parent = parent.Parent;
            if (parent is not IInvocationOperation next || !IsHandedOn(value, next)) return false;
            foreach (var argument in next.Arguments)
                if (argument.ArgumentKind == ArgumentKind.Explicit && IsToken(argument.Value.Unconverted().Type)) return true;
            value = next;
        }
    }

    private bool IsHandedOn(IOperation value, IInvocationOperation next) =>
        next.TargetMethod.Name is "ConfigureAwait" or "WaitAsync" or "WithCancellation"
        || (next.TargetMethod.IsExtensionMethod && value.Type is { } type && _facts.Is(type, KnownType.IAsyncEnumerableOfT)
            && next.Arguments.Length > 0 && next.Arguments[0].Value.Unconverted() == value);
}
