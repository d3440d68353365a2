namespace ArchitectAnalyzers.Models;

internal sealed partial class Counterparts
{
    /// <summary>The awaitable methods of a name that a type has, of the same kind and as generic as the other; by definition.</summary>
    private ImmutableArray<IMethodSymbol> Awaitables(INamedTypeSymbol on, IMethodSymbol like, string name)
    {
        ImmutableArray<IMethodSymbol>.Builder? found = null;
        for (var type = on; type is not null; type = type.BaseType) Add(type);
        if (on.TypeKind == TypeKind.Interface)
            foreach (var parent in on.AllInterfaces) Add(parent);
        return found?.ToImmutable() ?? ImmutableArray<IMethodSymbol>.Empty;

        void Add(INamedTypeSymbol type)
        {
            foreach (var member in type.GetMembers(name))
            {
                if (member is IMethodSymbol { MethodKind: MethodKind.Ordinary, ReturnsVoid: false } method && method.IsStatic == like.IsStatic
                    && method.IsExtensionMethod == like.IsExtensionMethod && method.Arity == like.Arity
                    && method.ReturnType.IsAwaitable(_facts) && !method.HasAttribute(nameof(ObsoleteAttribute)) && !IsOverridden(method))
                    (found ??= ImmutableArray.CreateBuilder<IMethodSymbol>()).Add(method.OriginalDefinition);
            }
        }

        bool IsOverridden(IMethodSymbol method)
        {
            if (found is null) return false;
            foreach (var other in found)
                for (var overridden = other.OverriddenMethod; overridden is not null; overridden = overridden.OverriddenMethod)
                    if (SymbolEqualityComparer.Default.Equals(overridden.OriginalDefinition, method.OriginalDefinition)) return true;
            return false;
        }
    }

    // Extension methods that are imported where the call is. Asked of calls of the table alone.
    private ImmutableArray<IMethodSymbol> Imported(IInvocationOperation call, string name)
    {
        if (call.Instance?.Type is not { } receiver || call.SemanticModel is not { } semantics) return ImmutableArray<IMethodSymbol>.Empty;
        ImmutableArray<IMethodSymbol>.Builder? found = null;
        foreach (var symbol in semantics.LookupSymbols(call.Syntax.SpanStart, receiver, name, includeReducedExtensionMethods: true))
        {
            if (symbol is IMethodSymbol { ReducedFrom: { } method } && method.Arity == call.TargetMethod.Arity && method.ReturnType.IsAwaitable(_facts)
                && !method.HasAttribute(nameof(ObsoleteAttribute))) (found ??= ImmutableArray.CreateBuilder<IMethodSymbol>()).Add(method);
        }

        return found?.ToImmutable() ?? ImmutableArray<IMethodSymbol>.Empty;
    }

    private Counterpart? Best(IInvocationOperation call, ImmutableArray<IMethodSymbol> candidates, ISymbol containing, bool withToken)
    {
        Counterpart? best = null;
        foreach (var candidate in candidates)
        {
            if (Fit(call, candidate) is not { } fit || !IsAccessible(candidate, containing)) continue;
            if (best is null || IsBetter(fit, best, withToken)) best = fit;
        }

        return best;
    }

    private static bool IsBetter(Counterpart one, Counterpart other, bool withToken)
    {
        if (withToken && one.Token is null != other.Token is null) return one.Token is not null;
        if (!withToken && one.NeedsToken != other.NeedsToken) return other.NeedsToken;
        if (one.CollectFrom < 0 != other.CollectFrom < 0) return one.CollectFrom < 0;
        return one.Method.Parameters.Length < other.Method.Parameters.Length;
    }

    /// <summary>The candidate as this call would use it: its arguments go where they went, and nothing else is needed but perhaps a token.</summary>
    private Counterpart? Fit(IInvocationOperation call, IMethodSymbol candidate)
    {
        var method = call.TargetMethod;
        if (Constructed(candidate, method) is not { } target || target.Parameters.Length > 64 || !GivesTheSame(target, method)) return null;
        var parameters = target.Parameters;
        var shift = target.IsExtensionMethod && !method.IsExtensionMethod ? 1 : 0;
        var filled = 0UL;
        if (shift == 1)
        {
            if (call.Instance?.Type is not { } receiver || parameters.IsEmpty || !_facts.Compilation.HasImplicitConversion(receiver, parameters[0].Type))
                return null;
            filled = 1;
        }

        var collectFrom = -1;
        foreach (var argument in call.Arguments)
        {
            if (argument.ArgumentKind == ArgumentKind.DefaultValue || argument.Parameter is not { } from) continue;
            var isExpanded = argument.ArgumentKind is not (ArgumentKind.Explicit or ArgumentKind.DefaultValue);
            var to = Target(argument, from, parameters, shift);
            if (to is null)
            {
                if (isExpanded && argument.IsImplicit && argument.Value is IArrayCreationOperation { Initializer.ElementValues.IsEmpty: true }) continue;
                return null;
            }

            if (from.RefKind is not (RefKind.None or RefKind.In) || to.RefKind is not (RefKind.None or RefKind.In)) return null;
            if (isExpanded && !to.IsParams)
            {
                if (!SymbolEqualityComparer.Default.Equals(from.Type, to.Type)) return null;
                collectFrom = from.Ordinal - (method.IsExtensionMethod ? 1 : 0);
            }
            else if (!Takes(to, argument, from, isExpanded))
            {
                return null;
            }

            filled |= 1UL << to.Ordinal;
        }

        IParameterSymbol? token = null;
        foreach (var parameter in parameters)
        {
            if ((filled & (1UL << parameter.Ordinal)) != 0) continue;
            if (token is null && parameter.RefKind == RefKind.None && IsToken(parameter.Type)) token = parameter;
            else if (!parameter.IsOptional && !parameter.IsParams) return null;
        }

        // A params list that becomes an array does so to make room for a token.
        return collectFrom >= 0 && token is null ? null : new Counterpart(candidate, token, collectFrom);
    }

    private static IParameterSymbol? Target(IArgumentOperation argument, IParameterSymbol from, ImmutableArray<IParameterSymbol> parameters, int shift)
    {
        if (argument.Syntax is ArgumentSyntax { NameColon.Name.Identifier.ValueText: var name })
        {
            foreach (var parameter in parameters)
                if (parameter.Name == name) return parameter;
            return null;
        }

        var at = from.Ordinal + shift;
        return at < parameters.Length ? parameters[at] : null;
    }

    private bool Takes(IParameterSymbol to, IArgumentOperation argument, IParameterSymbol from, bool isExpanded)
    {
        if (SymbolEqualityComparer.Default.Equals(from.Type, to.Type)) return isExpanded == (isExpanded && to.IsParams);
        if (isExpanded || to.Type.SpecialType == SpecialType.System_Object) return false;
        return argument.Value.Unconverted().Type is { TypeKind: not TypeKind.Error } type && _facts.Compilation.HasImplicitConversion(type, to.Type);
    }

    private bool IsToken(ITypeSymbol type) => type.Name == nameof(CancellationToken) && _facts.Is(type, KnownType.CancellationToken);

    // The candidate on the call's type and with its type arguments; null where these break a constraint.
    private IMethodSymbol? Constructed(IMethodSymbol candidate, IMethodSymbol method)
    {
        var member = candidate;
        if (candidate.ContainingType.IsGenericType)
        {
            if (TypeOf(method.ContainingType, candidate.ContainingType) is not { } type) return null;
            member = null;
            foreach (var other in type.GetMembers(candidate.Name))
                if (SymbolEqualityComparer.Default.Equals(other.OriginalDefinition, candidate)) member = (IMethodSymbol)other;
            if (member is null) return null;
        }

        if (candidate.Arity == 0) return member;
        for (var i = 0; i < candidate.Arity; i++)
            if (!Satisfies(method.TypeArguments[i], candidate.TypeParameters[i])) return null;
        return member.Construct(method.TypeArguments, method.TypeArgumentNullableAnnotations);
    }

    private static INamedTypeSymbol? TypeOf(INamedTypeSymbol type, INamedTypeSymbol definition)
    {
        for (var t = type; t is not null; t = t.BaseType)
            if (SymbolEqualityComparer.Default.Equals(t.OriginalDefinition, definition)) return t;
        foreach (var contract in type.AllInterfaces)
            if (SymbolEqualityComparer.Default.Equals(contract.OriginalDefinition, definition)) return contract;
        return null;
    }

    private bool Satisfies(ITypeSymbol argument, ITypeParameterSymbol parameter)
    {
        if (parameter.HasReferenceTypeConstraint && !argument.IsReferenceType) return false;
        if (parameter.HasValueTypeConstraint && !argument.IsValueType) return false;
        if (parameter.HasUnmanagedTypeConstraint && !argument.IsUnmanagedType) return false;
        if (parameter.HasConstructorConstraint && !IsConstructible(argument)) return false;
        foreach (var constraint in parameter.ConstraintTypes)
        {
            // A constraint that is itself generic over parameters cannot be told.
            if (constraint is not INamedTypeSymbol named || Mentions(named)) return false;
            if (!_facts.Compilation.HasImplicitConversion(argument, constraint)) return false;
        }

        return true;
    }

    private static bool IsConstructible(ITypeSymbol type)
    {
        if (type.IsValueType || type is ITypeParameterSymbol { HasConstructorConstraint: true }) return true;
        if (type is not INamedTypeSymbol { IsAbstract: false } named) return false;
        foreach (var constructor in named.InstanceConstructors)
            if (constructor is { Parameters.IsEmpty: true, DeclaredAccessibility: Accessibility.Public }) return true;
        return false;
    }

    private static bool Mentions(INamedTypeSymbol type)
    {
        foreach (var argument in type.TypeArguments)
            if (argument is ITypeParameterSymbol || (argument is INamedTypeSymbol named && Mentions(named))) return true;
        return false;
    }

    private bool GivesTheSame(IMethodSymbol candidate, IMethodSymbol method)
    {
        var result = ResultOf(candidate.ReturnType);
        return method.ReturnsVoid
            ? result is { SpecialType: SpecialType.System_Void }
            : SymbolEqualityComparer.Default.Equals(result, method.ReturnType);
    }

    // What awaiting gives; the type void for nothing, null for what cannot be told.
    private ITypeSymbol? ResultOf(ITypeSymbol awaitable)
    {
        if (awaitable.IsTask(_facts))
            return awaitable is INamedTypeSymbol { Arity: 1 } task ? task.TypeArguments[0] : _facts.Compilation.GetSpecialType(SpecialType.System_Void);
        for (var type = awaitable; type is not null; type = type.BaseType)
            foreach (var member in type.GetMembers(WellKnownMemberNames.GetAwaiter))
                if (member is IMethodSymbol { IsStatic: false, Parameters.IsEmpty: true } getAwaiter)
                    foreach (var getResult in getAwaiter.ReturnType.GetMembers(WellKnownMemberNames.GetResult))
                        if (getResult is IMethodSymbol { Parameters.IsEmpty: true } method) return method.ReturnType;
        return null;
    }

    private bool IsAccessible(IMethodSymbol method, ISymbol containing) =>
        (method.DeclaredAccessibility == Accessibility.Public && method.DeclaringSyntaxReferences.IsEmpty)
        || ((containing as INamedTypeSymbol ?? containing.ContainingType) is { } within && _facts.Compilation.IsSymbolAccessibleWithin(method, within));
}
