using System.Collections.Concurrent;

namespace ArchitectAnalyzers.Models;

/// <summary>
/// Which types Entity Framework maps to tables: those of a context's sets, in this compilation or in a reference, and what derives from them.
/// Thread-safe.
/// </summary>
internal sealed class Entities
{
    private readonly Facts _facts;
    private readonly ConcurrentDictionary<INamedTypeSymbol, bool> _known = new(SymbolEqualityComparer.Default);

    internal Entities(Facts facts)
    {
        _facts = facts;
        IsThere = facts.Has(KnownType.DbSet) || facts.Has(KnownType.Ef6DbSetOfT);
    }

    /// <summary>Whether the compilation has Entity Framework at all: a rule registers nothing where it has not.</summary>
    internal bool IsThere { get; }

    /// <summary>Whether the type is an entity's. Searches the compilation the first time that it is asked of a type: ask after the cheap questions.</summary>
    internal bool Is(ITypeSymbol? type, CancellationToken cancellationToken)
    {
        if (!IsThere) return false;
        for (var t = type as INamedTypeSymbol; t is { TypeKind: TypeKind.Class, SpecialType: SpecialType.None, IsAnonymousType: false }; t = t.BaseType)
            if (IsMapped(t.OriginalDefinition, cancellationToken)) return true;
        return false;
    }

    /// <summary>The entity that a type is, is a task or a result of, or is a collection of; null where there is none in it.</summary>
    internal ITypeSymbol? In(ITypeSymbol? type, CancellationToken cancellationToken)
    {
        for (var depth = 0; type is not null && depth < 5; depth++)
        {
            if (type is IArrayTypeSymbol array) type = array.ElementType;
            else if (type is not INamedTypeSymbol named || named.SpecialType == SpecialType.System_String) return null;
            else if (Is(named, cancellationToken)) return named;
            else type = named.TypeArguments.Length == 1 ? named.TypeArguments[0] : null;
        }

        return null;
    }

    private bool IsMapped(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(type, out var known)) return known;
        if (type.ContainingNamespace is { IsGlobalNamespace: false } space && Outermost(space).Name is "System" or "Microsoft") return false;
        return _known.GetOrAdd(type, IsNamed(type, cancellationToken) || IsReferenced(type));
    }

    private bool IsNamed(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        foreach (var tree in _facts.Compilation.SyntaxTrees)
        {
            if (!EntityNames.Of(tree, cancellationToken).TryGetValue(type.Name, out var places)) continue;
            foreach (var place in places)
                if (SymbolEqualityComparer.Default.Equals(_facts.Semantics(tree).GetSymbolInfo(place, cancellationToken).Symbol?.OriginalDefinition, type)
                    && Maps(place, cancellationToken)) return true;
        }

        return false;
    }

    // Others have a Set<T> and an Entity<T> too.
    private bool Maps(TypeSyntax place, CancellationToken cancellationToken)
    {
        if (place.Parent?.Parent is not GenericNameSyntax generic) return false;
        var symbol = _facts.Semantics(place.SyntaxTree).GetSymbolInfo(generic, cancellationToken).Symbol;
        return symbol switch
        {
            IMethodSymbol { Name: "Set" } method => QueryNames.IsContext(method.ContainingType),
            IMethodSymbol { Name: "Entity", ContainingType.Name: var name } => name.EndsWith("ModelBuilder", StringComparison.Ordinal),
            INamedTypeSymbol { Name: "DbSet" or "IDbSet" } set => QueryNames.IsSet(set),
            INamedTypeSymbol { Name: not ("Entity" or "Set") } => true,
            _ => false,
        };
    }

    // A reference can only map its own types and those of what it references itself.
    private bool IsReferenced(INamedTypeSymbol type)
    {
        if (SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, _facts.Compilation.Assembly)) return false;
        foreach (var assembly in _facts.Compilation.SourceModule.ReferencedAssemblySymbols)
            if (KnowsBoth(assembly, type.ContainingAssembly) && HasSetOf(assembly.GlobalNamespace, type)) return true;
        return false;
    }

    private static bool KnowsBoth(IAssemblySymbol assembly, IAssemblySymbol entities)
    {
        var (framework, types) = (false, SymbolEqualityComparer.Default.Equals(assembly, entities));
        foreach (var module in assembly.Modules)
        {
            foreach (var reference in module.ReferencedAssemblies)
            {
                framework |= reference.Name is "Microsoft.EntityFrameworkCore" or "EntityFramework";
                types |= reference.Name == entities.Name;
            }
        }

        return framework && types && !assembly.Name.StartsWith("Microsoft.", StringComparison.Ordinal);
    }

    private static bool HasSetOf(INamespaceSymbol space, INamedTypeSymbol type)
    {
        foreach (var member in space.GetMembers())
        {
            if (member is INamespaceSymbol inner && HasSetOf(inner, type)) return true;
            if (member is not INamedTypeSymbol context || !QueryNames.IsContext(context)) continue;
            foreach (var property in context.GetMembers())
                if (property is IPropertySymbol { Type: INamedTypeSymbol { Arity: 1 } set } && QueryNames.IsSet(set)
                    && SymbolEqualityComparer.Default.Equals(set.TypeArguments[0].OriginalDefinition, type)) return true;
        }

        return false;
    }

    private static INamespaceSymbol Outermost(INamespaceSymbol space)
    {
        while (space.ContainingNamespace is { IsGlobalNamespace: false } outer) space = outer;
        return space;
    }
}

internal static class EntitiesOfFacts
{
    internal static Entities Entities(this Facts facts) => facts.Model(static f => new Entities(f));
}
