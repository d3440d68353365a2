namespace ArchitectAnalyzers.Models;

/// <summary>Which types are safe in a text whatever their value, and which may be any text.</summary>
internal static class TextTypes
{
    /// <summary>Numbers, <c>bool</c>, <c>char</c>, enums, Guids, dates and times, nullable or not: their text holds nothing that SQL reads as syntax.</summary>
    internal static bool IsSafe(ITypeSymbol? type)
    {
        if (type is null) return false;
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable) type = nullable.TypeArguments[0];
        if (type.TypeKind == TypeKind.Enum) return true;
        if (type is ITypeParameterSymbol parameter) return parameter.HasUnmanagedTypeConstraint || parameter.HasValueTypeConstraint;
        switch (type.SpecialType)
        {
            case SpecialType.System_Boolean or SpecialType.System_Char or SpecialType.System_DateTime or SpecialType.System_Enum:
            case >= SpecialType.System_SByte and <= SpecialType.System_Double:
            case SpecialType.System_IntPtr or SpecialType.System_UIntPtr:
                return true;
        }

        return type.ContainingNamespace switch
        {
            { Name: "System", ContainingNamespace.IsGlobalNamespace: true } =>
                type.Name is "Guid" or "DateTimeOffset" or "DateOnly" or "TimeOnly" or "TimeSpan" or "Int128" or "UInt128" or "Half" or "Version",
            { Name: "Numerics", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } => type.Name == "BigInteger",
            _ => false,
        };
    }

    /// <summary>Strings, what becomes one, and what may be one at run time. Types of one's own that print themselves are neither this nor safe.</summary>
    internal static bool IsText(ITypeSymbol? type) => type switch
    {
        null => false,
        { SpecialType: SpecialType.System_String or SpecialType.System_Object } or { TypeKind: TypeKind.Dynamic } => true,
        ITypeParameterSymbol parameter => !IsSafe(parameter),
        IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_Char } => true,
        INamedTypeSymbol { Name: "StringValues" or "StringBuilder" or "FormattableString" } => true,
        INamedTypeSymbol { Name: "Span" or "ReadOnlySpan" or "Memory" or "ReadOnlyMemory", TypeArguments: { Length: 1 } arguments } =>
            arguments[0].SpecialType == SpecialType.System_Char,
        _ => false,
    };

    internal static bool IsBuilder(ITypeSymbol? type) => type is { Name: "StringBuilder" or "DefaultInterpolatedStringHandler" };
}
