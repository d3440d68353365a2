namespace ArchitectAnalyzers.Core;

/// <summary>Questions on types that both the tables and everything above them ask.</summary>
internal static class SymbolExtensions
{
    /// <summary>Whether the type is <paramref name="ancestor"/> (an original definition) or derives from it; constructed or not.</summary>
    internal static bool IsOrDerivesFrom(this ITypeSymbol? type, INamedTypeSymbol? ancestor)
    {
        if (ancestor is null) return false;
        for (var t = type; t is not null; t = t.BaseType)
            if (SymbolEqualityComparer.Default.Equals(t.OriginalDefinition, ancestor)) return true;
        return false;
    }

    /// <summary>Whether the type is or implements the interface (an original definition); constructed or not.</summary>
    internal static bool Implements(this ITypeSymbol? type, INamedTypeSymbol? contract)
    {
        if (type is null || contract is null) return false;
        if (SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, contract)) return true;
        foreach (var candidate in type.AllInterfaces)
            if (SymbolEqualityComparer.Default.Equals(candidate.OriginalDefinition, contract)) return true;
        return false;
    }

    /// <summary>Whether the type is, derives from or implements the other (an original definition).</summary>
    internal static bool IsA(this ITypeSymbol? type, INamedTypeSymbol? other) => type.IsOrDerivesFrom(other) || type.Implements(other);
}
