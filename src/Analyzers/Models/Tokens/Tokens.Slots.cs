using System.Collections.Concurrent;

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
        slot ??= OnReceiver(call, definition);
        return slot is null ? null : Fit(call, slot);
    }

    // An overload that only the receiver's own type has.
    private TokenSlot? OnReceiver(IInvocationOperation call, IMethodSymbol definition)
    {
        if (definition.IsStatic || call.Instance?.Unconverted().Type is not INamedTypeSymbol receiver) return null;
        receiver = receiver.OriginalDefinition;
        if (SymbolEqualityComparer.Default.Equals(receiver, definition.ContainingType)) return null;
        if (!_receivers.TryGetValue(receiver, out var slots)) slots = _receivers.GetOrAdd(receiver, new ConcurrentDictionary<IMethodSymbol, TokenSlot?>(SymbolEqualityComparer.Default));
        return slots.TryGetValue(definition, out var slot) ? slot : slots.GetOrAdd(definition, Prove(definition, receiver));
    }

    private TokenSlot? Prove(IMethodSymbol method, INamedTypeSymbol receiver)
    {
        if (!TakesNone(method)) return null;
        TokenSlot? best = null;
        for (var type = receiver; type is not null && !SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, method.ContainingType); type = type.BaseType)
            FindOverload(method, type, ref best);
        if (receiver.TypeKind == TypeKind.Interface)
            foreach (var parent in receiver.AllInterfaces) FindOverload(method, parent, ref best);
        return best;
    }

    // A method of one's own whose result is awaited or enumerated, and that has no place for a token.
    private bool TakesNone(IMethodSymbol method)
    {
        if (method.MethodKind != MethodKind.Ordinary || _othersToken?.Match(method) is not null) return false;
        if (!method.ReturnType.IsAwaitable(_facts) && !_facts.Is(method.ReturnType, KnownType.IAsyncEnumerableOfT)) return false;
        foreach (var parameter in method.Parameters)
            if (IsToken(parameter.Type)) return false;
        return true;
    }

    // The slot as this call would use it.
    private TokenSlot? Fit(IInvocationOperation call, TokenSlot slot)
    {
        var form = slot.Form == TokenForm.Collection ? TokenForm.Overload : slot.Form;
        var shift = slot.Method.IsExtensionMethod && !(call.TargetMethod.ReducedFrom ?? call.TargetMethod).IsExtensionMethod ? 1 : 0;
        foreach (var argument in call.Arguments)
        {
            if (argument.ArgumentKind == ArgumentKind.DefaultValue)
            {
                if (slot.Form != TokenForm.Parameter && argument.Parameter is { } missing && !slot.Method.Parameters[missing.Ordinal + shift].IsOptional)
                    return null;
                continue;
            }

            if (IsToken(argument.Value.Unconverted().Type) || CarriesToken(argument.Value)) return null;
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

        if (IsInstant(call) || IsTokenGivenLater(call) || AsyncAdditions.AreNeedless(call, _facts, default)) return null;
        if (slot.Form != TokenForm.Parameter && !CanCall(call, slot.Method)) return null;
        return form == slot.Form ? slot : slot with { Form = form };
    }

    // SendAsync(new Letter(text, token)): what is handed over has the token with it.
    private bool CarriesToken(IOperation value)
    {
        value = value.Unconverted();
        if (value is ILocalReferenceOperation local) value = local.Declarator()?.GetVariableInitializer()?.Value.Unconverted() ?? value;
        if (value is not IObjectCreationOperation made) return false;
        foreach (var argument in made.Arguments)
        {
            var given = argument.Value.Unconverted();
            if (argument.ArgumentKind == ArgumentKind.Explicit && IsToken(given.Type) && !IsNever(given)) return true;
        }

        return false;
    }

    /// <summary>
    /// Whether what the method is handed a token for goes on after it returns, and may be stopped: it gives a task or a stream, and the token
    /// is not only there to keep the work from starting, or to be what the task ends with.
    /// </summary>
    internal bool ObservesItsToken(IMethodSymbol method)
    {
        if (method.Name is "WithCancellation") return _facts.Is(method.ContainingType, KnownType.TaskAsyncEnumerableExtensions);
        var definition = (method.ReducedFrom ?? method).OriginalDefinition;
        if (definition.ReturnType.SpecialType != SpecialType.None) return false;
        if (!definition.ReturnType.IsAwaitable(_facts) && !_facts.Is(definition.ReturnType, KnownType.IAsyncEnumerableOfT)) return false;
        return method.Name is "ForAsync" or "ForEachAsync" || (method.Name != "FromCanceled" && _othersToken?.Match(definition) is null);
    }

    private TokenSlot? Prove(IMethodSymbol method)
    {
        if (!method.ReturnType.IsAwaitable(_facts) && !_facts.Is(method.ReturnType, KnownType.IAsyncEnumerableOfT)) return null;
        foreach (var parameter in method.Parameters)
        {
            if (!IsToken(parameter.Type)) continue;
            return parameter is { IsOptional: true, RefKind: RefKind.None } ? new TokenSlot(TokenForm.Parameter, method, parameter) : null;
        }

        if (!TakesNone(method)) return null;
        TokenSlot? best = null;
        for (var type = method.ContainingType; type is not null; type = type.BaseType) FindOverload(method, type, ref best);
        if (method.ContainingType is { TypeKind: TypeKind.Interface } contract)
            foreach (var parent in contract.AllInterfaces) FindOverload(method, parent, ref best);
        if (best is null && method.ContainingNamespace is { } space)
            foreach (var extensions in ExtensionsIn(space)) FindOverload(method, extensions, ref best);
        return best;
    }

    // The classes of extension methods beside a method's own type, which who can call it mostly imports.
    private ImmutableArray<INamedTypeSymbol> ExtensionsIn(INamespaceSymbol space)
    {
        if (_extensions.TryGetValue(space, out var known)) return known;
        var found = ImmutableArray.CreateBuilder<INamedTypeSymbol>();
        foreach (var type in space.GetTypeMembers())
            if (type is { IsStatic: true, MightContainExtensionMethods: true }) found.Add(type);
        return _extensions.GetOrAdd(space, found.ToImmutable());
    }

    private void FindOverload(IMethodSymbol method, INamedTypeSymbol type, ref TokenSlot? best)
    {
        foreach (var member in type.GetMembers(method.Name))
        {
            if (member is not IMethodSymbol { MethodKind: MethodKind.Ordinary } candidate
                || (candidate.IsStatic != method.IsStatic && !candidate.IsExtensionMethod)
                || (candidate.IsExtensionMethod != method.IsExtensionMethod && !Extends(candidate, method))
                || candidate.Arity != method.Arity
                || candidate.Parameters.Length <= method.Parameters.Length
                || best?.Method.Parameters.Length <= candidate.Parameters.Length
                || candidate.HasAttribute(nameof(ObsoleteAttribute))) continue;

            // Method type parameters compare by position: give both methods the same ones.
            var same = candidate.Arity == 0 ? candidate : candidate.Construct(method.TypeArguments, method.TypeArgumentNullableAnnotations);
            var isReceiverMore = candidate.IsExtensionMethod && !method.IsExtensionMethod;
            if (TakesTokenToo(method, same, isReceiverMore ? 1 : 0, out var form) is not { } at) continue;
            if (!SymbolEqualityComparer.Default.Equals(method.ReturnType, same.ReturnType)
                && !method.ReturnType.GivesTheSame(same.ReturnType, _facts)) continue;
            var definition = candidate.OriginalDefinition;
            best = new TokenSlot(form, definition, definition.Parameters[at]);
        }
    }

    private static bool Extends(IMethodSymbol candidate, IMethodSymbol method) =>
        candidate.IsExtensionMethod && !method.IsStatic && method.ContainingType.Arity == 0
        && candidate.Parameters[0].Type is INamedTypeSymbol receiver && method.ContainingType.IsA(receiver);

    /// <summary>The position of the token in a method that takes what the other takes, in its order, a token, and nothing else that is needed.</summary>
    private int? TakesTokenToo(IMethodSymbol method, IMethodSymbol candidate, int skip, out TokenForm form)
    {
        form = TokenForm.Overload;
        int? token = null;
        var given = method.Parameters;
        var next = 0;
        foreach (var parameter in candidate.Parameters)
        {
            if (parameter.Ordinal < skip) continue;
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

    // An overload that calls its shorter form must not be sent back to itself; and what the caller cannot reach is no overload.
    private bool CanCall(IInvocationOperation call, IMethodSymbol overload)
    {
        if (!SameReturn(call.TargetMethod, overload) && call.DirectAwait() is null) return false;
        if (overload.IsExtensionMethod && !SymbolEqualityComparer.Default.Equals(overload.ContainingType, call.TargetMethod.ContainingType.OriginalDefinition)
            && !IsImported(call, overload)) return false;
        if (overload.DeclaredAccessibility == Accessibility.Public && overload.DeclaringSyntaxReferences.IsEmpty) return true;
        var within = call.SemanticModel?.GetEnclosingSymbol(call.Syntax.SpanStart);
        while (within is IMethodSymbol { MethodKind: MethodKind.LambdaMethod or MethodKind.LocalFunction }) within = within.ContainingSymbol;
        return within is not null
            && !SymbolEqualityComparer.Default.Equals(within.OriginalDefinition, overload)
            && _facts.Compilation.IsSymbolAccessibleWithin(overload, within as INamedTypeSymbol ?? within.ContainingType);
    }

    private static bool IsImported(IInvocationOperation call, IMethodSymbol extension)
    {
        var receiver = (call.Instance ?? (call.TargetMethod.IsExtensionMethod && call.Arguments.Length > 0 ? call.Arguments[0].Value : null))?.Unconverted().Type;
        if (receiver is null || call.Syntax is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax or MemberBindingExpressionSyntax }) return false;
        foreach (var symbol in call.SemanticModel!.LookupSymbols(call.Syntax.SpanStart, receiver, extension.Name, includeReducedExtensionMethods: true))
            if (symbol is IMethodSymbol { ReducedFrom: { } from } && SymbolEqualityComparer.Default.Equals(from.OriginalDefinition, extension)) return true;
        return false;
    }

    private static bool SameReturn(IMethodSymbol method, IMethodSymbol overload) =>
        method.ReturnType.Name == overload.ReturnType.Name;

    /// <summary>Whether the call is done at once, so that there is nothing to cancel: it works in memory, or only asks.</summary>
    internal bool IsInstant(IInvocationOperation call) => IsInMemory(call) || IsPoll(call) || IsOfUser(call.TargetMethod);

    private bool IsInMemory(IInvocationOperation call) =>
        call.Instance is { } receiver ? IsMemory(receiver.Unconverted().Type)
        : call.TargetMethod.ContainingType.Name == "JsonSerializer" && call.Arguments.Length > 0 && IsMemory(call.Arguments[0].Value);

    // By any of its types, past conversions that are written, too: (Stream)memory.
    private bool IsMemory(IOperation value)
    {
        for (; value is IConversionOperation conversion; value = conversion.Operand)
            if (IsMemory(conversion.Type)) return true;
        return IsMemory(value.Type);
    }

    private bool IsMemory(ITypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (type.Name is "MemoryStream" or "StringReader" or "StringWriter"
                && (_facts.Is(type, KnownType.MemoryStream) || _facts.Is(type, KnownType.StringReader) || _facts.Is(type, KnownType.StringWriter))) return true;
        }

        return false;
    }

    // WaitAsync(0) asks whether the semaphore is free, and does not wait; nor does TryAcquireAsync(TimeSpan.Zero), nor Task.Delay(0).
    private bool IsPoll(IInvocationOperation call)
    {
        if (call.Arguments.Length == 0) return false;
        var (name, type) = (call.TargetMethod.Name, call.TargetMethod.ContainingType);
        var isZero = call.Arguments[0].Value.Unconverted() is IFieldReferenceOperation { Field: { Name: "Zero", ContainingType.Name: nameof(TimeSpan) } };
        if (name.StartsWith("Try", StringComparison.Ordinal)) return isZero;
        return name is "WaitAsync" or "Delay" && (isZero || call.Arguments[0].Value.ConstantValue is { HasValue: true, Value: 0 })
            && (_facts.Is(type, KnownType.SemaphoreSlim) || _facts.Is(type, KnownType.Task));
    }

    // A store of users keeps what is set in the user until it is told to save it.
    private static bool IsOfUser(IMethodSymbol method) =>
        method.Name.StartsWith("Set", StringComparison.Ordinal) && method.ContainingType.Name.EndsWith("Store", StringComparison.Ordinal)
        && method.ContainingNamespace is { Name: "Identity", ContainingNamespace.Name: "AspNetCore" };

    // stream.WithCancellation(token), task.WaitAsync(token), and what hands a sequence on to a call that has a token, or should.
    private bool IsTokenGivenLater(IInvocationOperation call)
    {
        for (IOperation value = call; ;)
        {
            var parent = value.Parent;
            while (parent is IConversionOperation or IArgumentOperation) parent = parent.Parent;
            if (parent is not IInvocationOperation next || !IsHandedOn(value, next)) return false;
            foreach (var argument in next.Arguments)
                if (argument.ArgumentKind == ArgumentKind.Explicit && IsToken(argument.Value.Unconverted().Type)) return true;
            if (Unfilled(next) is not null) return true;
            value = next;
        }
    }

    private bool IsHandedOn(IOperation value, IInvocationOperation next) =>
        next.TargetMethod.Name is "ConfigureAwait" or "WaitAsync" or "WithCancellation" or "GetAsyncEnumerator"
        || (next.TargetMethod.IsExtensionMethod && value.Type is { } type && _facts.Is(type, KnownType.IAsyncEnumerableOfT)
            && next.Arguments.Length > 0 && next.Arguments[0].Value.Unconverted() == value);
}
