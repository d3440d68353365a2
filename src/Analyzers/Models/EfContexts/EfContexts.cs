namespace ArchitectAnalyzers.Models;

/// <summary>The Entity Framework contexts that this compilation declares. Read when first asked for.</summary>
internal sealed class EfContexts
{
    private readonly Facts _facts;
    private readonly Lazy<ImmutableArray<INamedTypeSymbol>> _all;

    internal EfContexts(Facts facts)
    {
        _facts = facts;
        _all = new(Read);
    }

    internal ImmutableArray<INamedTypeSymbol> All => _all.Value;

    /// <summary>Whether more than one context is there to be registered.</summary>
    internal bool AreSeveral
    {
        get
        {
            var count = 0;
            foreach (var context in All)
                if (context is { IsAbstract: false, IsGenericType: false }) count++;
            return count > 1;
        }
    }

    /// <summary>Whether another context of this compilation derives from the type.</summary>
    internal bool IsBase(INamedTypeSymbol type)
    {
        foreach (var context in All)
            if (!SymbolEqualityComparer.Default.Equals(context, type) && context.IsOrDerivesFrom(type)) return true;
        return false;
    }

    private ImmutableArray<INamedTypeSymbol> Read()
    {
        var found = ImmutableArray.CreateBuilder<INamedTypeSymbol>();
        if (_facts[KnownType.DbContext] is { } root) Add(_facts.Compilation.Assembly.GlobalNamespace, root, found);
        return found.ToImmutable();
    }

    private static void Add(INamespaceOrTypeSymbol container, INamedTypeSymbol root, ImmutableArray<INamedTypeSymbol>.Builder found)
    {
        foreach (var member in container.GetMembers())
        {
            if (member is not INamespaceOrTypeSymbol inner) continue;
            if (inner is INamedTypeSymbol { TypeKind: TypeKind.Class } type && type.IsOrDerivesFrom(root) && !SymbolEqualityComparer.Default.Equals(type, root)) found.Add(type);
            Add(inner, root, found);
        }
    }
}

internal static class EfContextsOfFacts
{
    /// <summary>The contexts of this compilation.</summary>
    internal static EfContexts EfContexts(this Facts facts) => facts.Model(static f => new EfContexts(f));
}
