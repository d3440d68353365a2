using System.Runtime.CompilerServices;

namespace ArchitectAnalyzers.CodeFixes;

/// <summary>
/// The declarations that share one signature: a method, what it overrides and implements, and what overrides and implements that. All are in
/// written code of one project, or there is no family.
/// </summary>
internal sealed class MethodFamily
{
    private static readonly ConditionalWeakTable<Compilation, ILookup<INamedTypeSymbol, INamedTypeSymbol>> s_implementers = new();

    private readonly FixSite _site;
    private readonly List<IMethodSymbol> _symbols = new();
    private readonly List<FamilyMember> _members = new();

    private MethodFamily(FixSite site) => _site = site;

    /// <summary>The declarations; the one asked for first.</summary>
    internal IReadOnlyList<FamilyMember> Members => _members;

    /// <summary>The family of a function; null where some declaration is out of sight or cannot be changed.</summary>
    internal static MethodFamily? Of(FixSite site, SyntaxNode function, IMethodSymbol symbol)
    {
        var family = new MethodFamily(site);
        if (symbol.MethodKind is not (MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation))
        {
            family._symbols.Add(symbol);
            family._members.Add(new FamilyMember(function, symbol, site.Semantics));
            return family;
        }

        if (!family.Add(symbol)) return null;
        for (var i = 0; i < family._symbols.Count; i++)
            if (!family.AddRelativesOf(family._symbols[i])) return null;

        // Fakes and mocks of tests implement, override and quote: those cannot be followed.
        return family._symbols.Count > 1 && Names.AreInDependents(site.Document.Project, symbol.Name) ? null : family;
    }

    internal bool Has(ISymbol? symbol)
    {
        if (symbol is not IMethodSymbol method) return false;
        var definition = (method.ReducedFrom ?? method).OriginalDefinition;
        return _symbols.Any(s => SymbolEqualityComparer.Default.Equals(s, definition));
    }

    private bool Add(IMethodSymbol symbol)
    {
        symbol = symbol.OriginalDefinition;
        if (Has(symbol)) return true;
        if (symbol is not { IsExtern: false, PartialDefinitionPart: null, PartialImplementationPart: null }
            || symbol.DeclaringSyntaxReferences is not { Length: 1 } declarations
            || !SymbolEqualityComparer.Default.Equals(symbol.ContainingAssembly, _site.Semantics.Compilation.Assembly)) return false;
        if (declarations[0].GetSyntax(_site.CancellationToken) is not MethodDeclarationSyntax { ParameterList.ContainsDirectives: false } declaration)
            return false;
        if (_site.Document.Project.Solution.GetDocument(declaration.SyntaxTree) is null
            || GeneratedCode.Is(declaration.SyntaxTree, _site.Semantics.Compilation.Options, _site.CancellationToken)) return false;
        _symbols.Add(symbol);
        var isHere = declaration.SyntaxTree == _site.Root.SyntaxTree;
        _members.Add(new FamilyMember(declaration, symbol, isHere ? _site.Semantics : _site.Facts.Semantics(declaration.SyntaxTree)));
        return true;
    }

    private bool AddRelativesOf(IMethodSymbol symbol)
    {
        if (symbol.OverriddenMethod is { } overridden && !Add(overridden)) return false;
        if (symbol.ContainingType.TypeKind == TypeKind.Interface) return AddImplementationsOf(symbol);
        foreach (var contract in symbol.ContainingType.AllInterfaces)
        {
            foreach (var member in symbol.ExplicitInterfaceImplementations.IsEmpty ? contract.GetMembers(symbol.Name) : contract.GetMembers())
            {
                var implementation = symbol.ContainingType.FindImplementationForInterfaceMember(member);
                if (SymbolEqualityComparer.Default.Equals(implementation, symbol) && !Add((IMethodSymbol)member)) return false;
            }
        }

        if (symbol is { IsVirtual: false, IsAbstract: false, IsOverride: false }) return true;
        foreach (var tree in _site.Semantics.Compilation.SyntaxTrees)
        {
            foreach (var declaration in Names.Methods(tree, symbol.Name))
            {
                if (!declaration.Modifiers.Any(SyntaxKind.OverrideKeyword)) continue;
                if (_site.Facts.Semantics(tree).GetDeclaredSymbol(declaration, _site.CancellationToken) is { OverriddenMethod: { } parent } child
                    && SymbolEqualityComparer.Default.Equals(parent.OriginalDefinition, symbol) && !Add(child)) return false;
            }
        }

        return true;
    }

    private bool AddImplementationsOf(IMethodSymbol member)
    {
        foreach (var type in s_implementers.GetValue(_site.Semantics.Compilation, FindImplementers)[member.ContainingType])
        {
            foreach (var contract in type.AllInterfaces)
            {
                if (!SymbolEqualityComparer.Default.Equals(contract.OriginalDefinition, member.ContainingType)) continue;
                foreach (var constructed in contract.GetMembers(member.Name))
                {
                    if (!SymbolEqualityComparer.Default.Equals(constructed.OriginalDefinition, member)) continue;
                    if (type.TypeKind == TypeKind.Interface) continue;
                    if (type.FindImplementationForInterfaceMember(constructed) is not IMethodSymbol implementation || !Add(implementation)) return false;
                }
            }
        }

        return true;
    }

    private static ILookup<INamedTypeSymbol, INamedTypeSymbol> FindImplementers(Compilation compilation)
    {
        var pairs = new List<(INamedTypeSymbol Contract, INamedTypeSymbol Type)>();
        Visit(compilation.Assembly.GlobalNamespace);
        return pairs.ToLookup(pair => pair.Contract, pair => pair.Type, (IEqualityComparer<INamedTypeSymbol>)SymbolEqualityComparer.Default);

        void Visit(INamespaceOrTypeSymbol symbol)
        {
            if (symbol is INamedTypeSymbol type)
                foreach (var contract in new HashSet<INamedTypeSymbol>(type.AllInterfaces.Select(i => i.OriginalDefinition), SymbolEqualityComparer.Default))
                    pairs.Add((contract, type));
            foreach (var member in symbol.GetMembers())
                if (member is INamespaceOrTypeSymbol inner) Visit(inner);
        }
    }
}

/// <summary>One declaration of a family.</summary>
/// <param name="Function">The declaration of the method or local function, or the lambda.</param>
/// <param name="Symbol">Its definition.</param>
/// <param name="Semantics">The model of its file.</param>
internal sealed record FamilyMember(SyntaxNode Function, IMethodSymbol Symbol, SemanticModel Semantics);
