using System.Collections.Concurrent;

namespace ArchitectAnalyzers.Models;

/// <summary>
/// The effective metadata of endpoints: who may call them, how often, and whether forms are protected. Through attributes, calls chained on
/// endpoints and groups, and what the set-up says of all of them. Thread-safe.
/// </summary>
internal sealed class Access
{
    private static readonly string[] s_mapsControllers =
    {
        "MapControllers", "MapControllerRoute", "MapDefaultControllerRoute", "MapAreaControllerRoute", "MapDynamicControllerRoute", "UseMvc", "UseMvcWithDefaultRoute",
    };

    private static readonly string[] s_mapsPages = { "MapRazorPages" };

    private readonly Facts _facts;
    private readonly SetupReader _setup;
    private readonly Chains _chains;
    private readonly object _gate = new();
    private readonly ConcurrentDictionary<SyntaxNode, EndpointAccess> _mapped = new();
    private readonly ConcurrentDictionary<ISymbol, EndpointAccess> _declared = new(SymbolEqualityComparer.Default);
    private readonly Lazy<AccessWords> _words;
    private readonly Lazy<Marks> _controllers;
    private readonly Lazy<Marks> _pages;

    internal Access(Facts facts)
    {
        _facts = facts;
        _setup = facts.Setup();
        _chains = new Chains(facts);
        _words = new(ReadWords);
        _controllers = new(() => _setup.Recall("Access.Controllers", () => MappedBy(s_mapsControllers)));
        _pages = new(() => _setup.Recall("Access.Pages", () => MappedBy(s_mapsPages)));
    }

    /// <summary>Every word of access that the compilation has.</summary>
    internal AccessWords Words => _words.Value;

    /// <summary>Whether the compilation has authentication: it is added or used, or some endpoint asks for it.</summary>
    internal bool HasAuthentication => (Words & (AccessWords.Authentication | AccessWords.Requirement)) != 0;

    /// <summary>What is said of an endpoint; null for one that no client calls over HTTP.</summary>
    internal EndpointAccess? Of(Endpoint endpoint) => endpoint switch
    {
        { Kind: EndpointKind.ControllerAction, Handler: { } action } => OfMember(action, _controllers),
        { Kind: EndpointKind.RazorHandler, Handler: { } handler } => OfMember(handler, _pages),
        { Kind: EndpointKind.MinimalApi, Mapping: { } mapping } => OfMapping(mapping, endpoint.Handler),
        _ => null,
    };

    /// <summary>What is said of a page model or a controller as a whole, and of all of its kind.</summary>
    internal EndpointAccess OfPage(INamedTypeSymbol page) => OfMember(page, _pages);

    /// <summary>What is said of what a call maps: by its handler or type, by what is chained on the call, and by the groups around it.</summary>
    internal EndpointAccess OfMapping(InvocationExpressionSyntax mapping, ISymbol? handler)
    {
        if (_mapped.TryGetValue(mapping, out var known)) return known;
        var layers = new List<Marks> { Marks.None };
        if (handler is INamedTypeSymbol type) layers[0] = OfType(type);
        else if (handler is not null) layers[0] = MarkReader.Of(handler, _facts);
        lock (_gate)
        {
            _chains.Begin();
            layers.Add(_chains.On(mapping));
            var method = _setup.Semantics(mapping.SyntaxTree).GetSymbolInfo(mapping).Symbol as IMethodSymbol;
            if (method is null) layers.Add(Marks.Unseen);
            else _chains.Around(Chains.ReceiverOf(mapping, method), layers);
        }

        return _mapped.GetOrAdd(mapping, new EndpointAccess(layers));
    }

    /// <summary>What is chained on a call alone, whatever is around it.</summary>
    internal Marks Chained(InvocationExpressionSyntax mapping)
    {
        lock (_gate)
        {
            _chains.Begin();
            return _chains.On(mapping);
        }
    }

    /// <summary>What is said of a group by itself and by the groups around it: layer 0 is what its own <c>MapGroup</c> chain says.</summary>
    internal EndpointAccess OfGroup(InvocationExpressionSyntax group) => OfMapping(group, null);

    /// <summary>What the attributes of one symbol say.</summary>
    internal Marks OfSymbol(ISymbol symbol) => MarkReader.Of(symbol, _facts);

    /// <summary>What a type and those it derives from say, in one.</summary>
    internal Marks OfType(INamedTypeSymbol type)
    {
        var marks = Marks.None;
        for (var t = type; t is { SpecialType: SpecialType.None }; t = t.BaseType) marks |= MarkReader.Of(t, _facts);
        return marks;
    }

    private EndpointAccess OfMember(ISymbol member, Lazy<Marks> mappedBy)
    {
        if (_declared.TryGetValue(member, out var known)) return known;
        var layers = new List<Marks>();
        if (member is IMethodSymbol method)
        {
            var own = Marks.None;
            for (var m = method; m is not null; m = m.OverriddenMethod) own |= MarkReader.Of(m, _facts);

            // MVC does not look at interfaces: but whoever wrote it there has decided.
            if (OnInterfaces(method)) own |= Marks.Unseen;
            layers.Add(own);
        }

        for (var t = member as INamedTypeSymbol ?? member.ContainingType; t is { SpecialType: SpecialType.None }; t = t.BaseType) layers.Add(MarkReader.Of(t, _facts));
        layers.Add(mappedBy.Value);
        return _declared.GetOrAdd(member, new EndpointAccess(layers));
    }

    private bool OnInterfaces(IMethodSymbol method)
    {
        foreach (var contract in method.ContainingType.AllInterfaces)
        {
            foreach (var member in contract.GetMembers(method.Name))
                if ((MarkReader.Of(member, _facts) & Marks.Decided) != 0) return true;
        }

        return false;
    }

    // What is chained on the calls that map all controllers or pages, and on the groups around those.
    private Marks MappedBy(string[] names)
    {
        Marks? all = null;
        _setup.Named(names);
        lock (_gate)
        {
            foreach (var tree in _facts.Compilation.SyntaxTrees)
            {
                foreach (var node in Mentions.Of(tree, names, CancellationToken.None))
                {
                    if (CallShapes.CallNamed(node) is not { } call) continue;
                    if (_setup.Semantics(tree).GetSymbolInfo(call).Symbol is not IMethodSymbol method) return Marks.Unseen;
                    var layers = new List<Marks>();
                    _chains.Begin();
                    if (node.Identifier.ValueText[0] == 'M')
                    {
                        layers.Add(_chains.On(call));
                        _chains.Around(Chains.ReceiverOf(call, method), layers);
                    }

                    var said = Chains.All(layers);
                    all = all is { } before && before != said ? (before & said) | Marks.Unseen : said;
                }
            }
        }

        return all ?? Marks.Unseen;
    }

    private AccessWords ReadWords()
    {
        var words = AccessWords.None;
        foreach (var tree in _facts.Compilation.SyntaxTrees) words |= AccessNames.Of(tree, CancellationToken.None);
        return words;
    }
}

internal static class AccessOfFacts
{
    /// <summary>The effective metadata of this compilation's endpoints.</summary>
    internal static Access Access(this Facts facts) => facts.Model(static f => new Access(f));
}
