using System.Runtime.CompilerServices;

namespace ArchitectAnalyzers.Core;

/// <summary>Questions on types that both the tables and everything above them ask.</summary>
internal static class SymbolExtensions
{
    // The compiler makes the list of a type's interfaces anew each time that it is asked, and rules ask at every call. It goes when the type goes.
    private static readonly ConditionalWeakTable<ITypeSymbol, INamedTypeSymbol[]> s_interfaces = new();
    private static readonly ConditionalWeakTable<ITypeSymbol, INamedTypeSymbol[]>.CreateValueCallback s_definitions = DefinitionsOf;

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
        var definition = type.OriginalDefinition;
        if (SymbolEqualityComparer.Default.Equals(definition, contract)) return true;
        foreach (var candidate in definition is INamedTypeSymbol ? s_interfaces.GetValue(definition, s_definitions) : DefinitionsOf(definition))
            if (SymbolEqualityComparer.Default.Equals(candidate, contract)) return true;
        return false;
    }

    /// <summary>Whether the symbol has an attribute whose type has the name, <c>Attribute</c> included.</summary>
    internal static bool HasAttribute(this ISymbol symbol, string name)
    {
        foreach (var attribute in symbol.GetAttributes())
            if (attribute.AttributeClass?.Name == name) return true;
        return false;
    }

    private static INamedTypeSymbol[] DefinitionsOf(ITypeSymbol type)
    {
        var all = type.AllInterfaces;
        if (all.IsEmpty) return Array.Empty<INamedTypeSymbol>();
        var definitions = new INamedTypeSymbol[all.Length];
        for (var i = 0; i < definitions.Length; i++) definitions[i] = all[i].OriginalDefinition;
        return definitions;
    }

    /// <summary>Whether the type is, derives from or implements the other (an original definition).</summary>
    internal static bool IsA(this ITypeSymbol? type, INamedTypeSymbol? other) => type.IsOrDerivesFrom(other) || type.Implements(other);
}
