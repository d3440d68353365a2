namespace ArchitectAnalyzers.Models;

/// <summary>The lists that a request may fill, by a handler's signature: parameters, and the properties of the models among them.</summary>
internal static class BoundLists
{
    private static readonly string[] s_lists =
    {
        "List", "IList", "ICollection", "IEnumerable", "IReadOnlyList", "IReadOnlyCollection", "Collection", "HashSet", "ISet", "ImmutableArray",
        "ImmutableList",
    };

    // Bound from where no list of any length comes, or no list at all.
    private static readonly string[] s_elsewhere = { "FromServicesAttribute", "FromKeyedServicesAttribute", "FromRouteAttribute", "FromHeaderAttribute" };

    private static readonly string[] s_limits = { "MaxLengthAttribute", "LengthAttribute" };

    /// <summary>Whether the parameter is a list of values or models that comes in a body or query.</summary>
    internal static bool IsList(IParameterSymbol parameter) => ElementOf(parameter.Type) is { } element && IsValue(element) && IsBound(parameter);

    /// <summary>The first list without a limit of a model that a request fills; null where there is none, or something else may look at it.</summary>
    internal static IPropertySymbol? UnlimitedIn(IParameterSymbol parameter, Facts facts)
    {
        if (parameter.Type is not INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct, IsAbstract: false, SpecialType: SpecialType.None } model
            || model.Locations.IsEmpty || !model.Locations[0].IsInSource || !IsModel(model) || !IsBound(parameter)) return null;
        foreach (var contract in model.AllInterfaces)
            if (contract.Name == "IValidatableObject") return null;
        for (INamedTypeSymbol? type = model; type is { SpecialType: SpecialType.None }; type = type.BaseType)
        {
            foreach (var member in type.GetMembers())
            {
                if (member is IPropertySymbol { IsStatic: false, IsIndexer: false, SetMethod: not null, DeclaredAccessibility: Accessibility.Public } property
                    && ElementOf(property.Type) is { } element && IsValue(element)
                    && !HasLimit(property) && !IsLimitedAsParameter(property)) return HasValidator(model, facts) ? null : property;
            }
        }

        return null;
    }

    /// <summary>Whether an attribute limits how many items there are.</summary>
    internal static bool HasLimit(ISymbol member)
    {
        foreach (var attribute in member.GetAttributes())
            for (var type = attribute.AttributeClass; type is not null; type = type.BaseType)
                if (Array.IndexOf(s_limits, type.Name) >= 0 || type.Name == "ValidationAttribute" && attribute.AttributeClass!.Locations[0].IsInSource)
                    return true;
        return false;
    }

    // public record Order([MaxLength(10)] List<int> Items);
    private static bool IsLimitedAsParameter(IPropertySymbol property)
    {
        foreach (var constructor in property.ContainingType.InstanceConstructors)
            foreach (var parameter in constructor.Parameters)
                if (parameter.Name == property.Name && HasLimit(parameter)) return true;
        return false;
    }

    private static bool IsBound(IParameterSymbol parameter)
    {
        foreach (var attribute in parameter.GetAttributes())
            if (attribute.AttributeClass is { } type && Array.IndexOf(s_elsewhere, type.Name) >= 0) return false;
        return true;
    }

    // Data, not a service that happens to have a list.
    private static bool IsModel(INamedTypeSymbol type)
    {
        if (type.IsRecord) return true;
        foreach (var member in type.GetMembers())
            if (member is IMethodSymbol { MethodKind: MethodKind.Ordinary, IsStatic: false, IsImplicitlyDeclared: false, IsOverride: false,
                DeclaredAccessibility: Accessibility.Public }) return false;
        return true;
    }

    // By name, or as FluentValidation finds it: AbstractValidator<Import>. Asked after the verdict.
    private static bool HasValidator(INamedTypeSymbol model, Facts facts)
    {
        foreach (var symbol in facts.Compilation.GetSymbolsWithName(static name => name.EndsWith("Validator", StringComparison.Ordinal), SymbolFilter.Type))
        {
            if (symbol.Name == model.Name + "Validator") return true;
            for (var type = (symbol as INamedTypeSymbol)?.BaseType; type is not null; type = type.BaseType)
                if (type is { Name: "AbstractValidator", Arity: 1 } && SymbolEqualityComparer.Default.Equals(type.TypeArguments[0], model)) return true;
        }

        return false;
    }

    // The element of a list; null for what is none, and for bytes.
    private static ITypeSymbol? ElementOf(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol { Rank: 1 } array => array.ElementType,
        INamedTypeSymbol { Arity: 1 } named when Array.IndexOf(s_lists, named.Name) >= 0 => named.TypeArguments[0],
        _ => null,
    };

    // Services come as lists of interfaces; files have a limit of their own.
    private static bool IsValue(ITypeSymbol element) =>
        element.TypeKind is not (TypeKind.Interface or TypeKind.TypeParameter or TypeKind.Error)
        && element is not { IsAbstract: true, TypeKind: TypeKind.Class }
        && element.SpecialType is not (SpecialType.System_Byte or SpecialType.System_Char);
}
