namespace ArchitectAnalyzers.Models;

/// <summary>
/// What a call through an interface runs, where one class of this compilation implements it and no other: a service that is injected. All types are
/// looked at once, when first asked. Thread-safe.
/// </summary>
internal sealed class Implementations
{
    private readonly Facts _facts;
    private readonly Lazy<Dictionary<INamedTypeSymbol, INamedTypeSymbol?>> _byInterface;

    internal Implementations(Facts facts)
    {
        _facts = facts;
        _byInterface = new(FindAll);
    }

    /// <summary>The method itself where it is no interface's; the sole implementation of one that is; null where there is none or are several.</summary>
    internal IMethodSymbol? Of(IMethodSymbol method)
    {
        method = method.ReducedFrom ?? method;
        if (method.ContainingType is not { TypeKind: TypeKind.Interface } contract) return method;
        if (!SymbolEqualityComparer.Default.Equals(contract.ContainingAssembly, _facts.Compilation.Assembly)) return null;
        if (!_byInterface.Value.TryGetValue(contract.OriginalDefinition, out var type) || type is null) return null;
        foreach (var implemented in type.AllInterfaces)
        {
            if (!SymbolEqualityComparer.Default.Equals(implemented.OriginalDefinition, contract.OriginalDefinition)) continue;
            foreach (var member in implemented.GetMembers(method.Name))
                if (SymbolEqualityComparer.Default.Equals(member.OriginalDefinition, method.OriginalDefinition))
                    return type.FindImplementationForInterfaceMember(member) as IMethodSymbol;
        }

        return null;
    }

    private Dictionary<INamedTypeSymbol, INamedTypeSymbol?> FindAll()
    {
        var all = new Dictionary<INamedTypeSymbol, INamedTypeSymbol?>(SymbolEqualityComparer.Default);
        AddTypes(_facts.Compilation.Assembly.GlobalNamespace, all);
        return all;
    }

    private void AddTypes(INamespaceOrTypeSymbol container, Dictionary<INamedTypeSymbol, INamedTypeSymbol?> all)
    {
        foreach (var member in container.GetMembers())
        {
            if (member is not INamespaceOrTypeSymbol inner) continue;
            AddTypes(inner, all);
            if (inner is not INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct, IsAbstract: false } type) continue;
            foreach (var contract in type.AllInterfaces)
            {
                // A second one, or one of several constructions of it: nobody can tell.
                if (!SymbolEqualityComparer.Default.Equals(contract.ContainingAssembly, _facts.Compilation.Assembly)) continue;
                all[contract.OriginalDefinition] = all.ContainsKey(contract.OriginalDefinition) ? null : type;
            }
        }
    }
}

internal static class ImplementationsOfFacts
{
    internal static Implementations Implementations(this Facts facts) => facts.Model(static f => new Implementations(f));
}
