using System.Runtime.CompilerServices;

namespace ArchitectAnalyzers.Models;

/// <summary>
/// Endpoints about which nobody decided who may call them: neither at the endpoint or around it, nor in the set-up for all endpoints. Where the
/// set-up is out of sight, only what others beside the endpoint say can tell that nothing is required of all.
/// </summary>
internal sealed class Undecided
{
    private static readonly string[] s_wellKnown = { "openapi", "swagger", "favicon.ico", "robots.txt", "sitemap.xml", "error", "errors", "not-found" };

    private static readonly string[] s_folders = { "AuthorizeFolder", "AuthorizePage", "AuthorizeAreaFolder", "AuthorizeAreaPage" };
    private static readonly string[] s_lists = { "Filters", "Conventions" }, s_middleware = { "UseMiddleware", "Use" };

    private readonly Facts _facts;
    private readonly SetupReader _setup;
    private readonly Access _access;
    private readonly Pipeline _pipeline;
    private readonly Lazy<bool> _isFiltered;
    private readonly Lazy<(bool All, List<string> Paths)> _guarded;
    private StrongBox<bool>? _isWhole;

    internal Undecided(Facts facts)
    {
        _facts = facts;
        _setup = facts.Setup();
        _access = facts.Access();
        _pipeline = facts.Pipeline();
        _isFiltered = new(() => (_access.Words & AccessWords.Filter) != 0 || _setup.Recall("Undecided.Filters", FindFilters));
        _guarded = new(() => _setup.Recall("Undecided.Guards", FindGuards));
    }

    /// <summary>Whether anything can be undecided here: there is authentication, and no requirement of all endpoints.</summary>
    internal bool IsPossible => _access.HasAuthentication && (_access.Words & AccessWords.Fallback) == 0;

    /// <summary>Whether middleware or a filter of the app's own may refuse callers.</summary>
    internal bool HasGuards => _isFiltered.Value || _guarded.Value.All || _guarded.Value.Paths.Count > 0;

    /// <summary>Whether an action or a page is undecided. Ask after <see cref="IsPossible"/>.</summary>
    internal bool Is(EndpointAccess access, INamedTypeSymbol type, bool isPage, string? template, CancellationToken cancellationToken)
    {
        if (access.Has(Marks.Decided) || _isFiltered.Value) return false;
        if (isPage && (_access.Words & AccessWords.Requirement) != 0 && Mentions.Any(_facts.Compilation, s_folders, cancellationToken)) return false;
        if (IsGuarded(template)) return false;
        var isSeen = access.Layers[0] != Marks.Unseen;
        if (isSeen && (_access.Words & AccessWords.BareRequirement) != 0) return true;

        // The dearest question last: it reads how the whole app is set up.
        if (!access.Has(Marks.Unseen) && IsWhole(cancellationToken)) return true;
        if (!isSeen) return false;
        return (_access.Words & AccessWords.LoneAnonymous) == 0 && HasDecidedAction(type);
    }

    /// <summary>Whether what a call maps is undecided. Ask after <see cref="IsPossible"/>.</summary>
    internal bool Is(EndpointAccess access, InvocationExpressionSyntax mapping, string? template, CancellationToken cancellationToken)
    {
        if (access.Has(Marks.Decided) || IsGuarded(template)) return false;
        var isSeen = !access.Has(Marks.Unseen);
        if (isSeen && IsWhole(cancellationToken)) return true;
        var siblings = OfSiblings(mapping);
        if ((siblings & Marks.Bare) != 0) return access.Layers[0] != Marks.Unseen && (access.Layers[1] & Marks.Unseen) == 0;
        if (!isSeen) return false;
        return (_access.Words & AccessWords.BareRequirement) != 0
            || ((_access.Words & AccessWords.LoneAnonymous) == 0 && (siblings & (Marks.Authorize | Marks.Anonymous)) == Marks.Authorize);
    }

    /// <summary>Whether a route belongs to the framework or to operations, and is open everywhere: probes, documents, the error page.</summary>
    internal static bool IsWellKnown(string? template)
    {
        if (template is null) return false;
        if (Mappings.IsProbe(template) || template.Contains(".well-known")) return true;
        foreach (var segment in template.Split('/'))
        {
            if (segment.StartsWith("health", StringComparison.OrdinalIgnoreCase)) return true;
            foreach (var known in s_wellKnown)
                if (segment.Equals(known, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }

    private bool IsWhole(CancellationToken cancellationToken) => (_isWhole ??= new(_setup.Recall("Undecided.Whole", () => ReadWhole(cancellationToken)))).Value;

    private bool ReadWhole(CancellationToken cancellationToken)
    {
        var apps = _pipeline.Apps(cancellationToken);
        foreach (var app in apps)
            if (app.CannotTell) return false;
        return !apps.IsEmpty;
    }

    private bool HasDecidedAction(INamedTypeSymbol type)
    {
        foreach (var member in type.GetMembers())
            if (member is IMethodSymbol && (MarkReader.Of(member, _facts) & Marks.Authorize) != 0) return true;
        return false;
    }

    // What the endpoints say that are mapped beside it on the same builder. Where one asks for an authenticated caller and no more, nothing around
    // both does.
    private Marks OfSiblings(InvocationExpressionSyntax mapping)
    {
        var marks = Marks.None;
        if (mapping.Expression is not MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: var receiver } }) return marks;
        var declaration = BodyCalls.DeclarationAround(mapping);
        foreach (var call in HostCalls.Of(mapping.SyntaxTree, CancellationToken.None))
        {
            if (call == mapping || call.Expression is not MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax other, Name.Identifier.ValueText: var name }
                || other.Identifier.ValueText != receiver || !Routes.IsMappingName(name) || BodyCalls.DeclarationAround(call) != declaration) continue;
            marks |= _access.Chained(call);
        }

        return marks;
    }

    // options.Filters.Add(new AuthorizeFilter(…)), Filters.Add<ApiKeyFilter>(), Conventions.Add(new AuthorizeByNamespace()).
    private bool FindFilters()
    {
        _setup.Named(s_lists);
        foreach (var tree in _facts.Compilation.SyntaxTrees)
        {
            foreach (var list in Mentions.Of(tree, s_lists, CancellationToken.None))
            {
                if (list.Parent is not MemberAccessExpressionSyntax { Parent: MemberAccessExpressionSyntax { Name: var name, Parent: InvocationExpressionSyntax call } }) continue;
                var semantics = _setup.Semantics(tree);
                if (name is GenericNameSyntax { TypeArgumentList.Arguments: { Count: > 0 } types } && IsGuard(semantics.GetTypeInfo(types[0]).Type)) return true;
                foreach (var argument in call.ArgumentList.Arguments)
                {
                    var given = argument.Expression is TypeOfExpressionSyntax named ? semantics.GetTypeInfo(named.Type).Type : semantics.GetTypeInfo(argument.Expression).Type;
                    if (IsGuard(given)) return true;
                }
            }
        }

        return false;
    }

    private bool IsGuard(ITypeSymbol? type) => type is null or IErrorTypeSymbol || MarkReader.IsGuard(type, _facts) || (MarkReader.OfMetadata(type, _facts) & Marks.Authorize) != 0;

    private bool IsGuarded(string? template)
    {
        var (all, paths) = _guarded.Value;
        if (all) return true;
        if (template is null) return paths.Count > 0;
        foreach (var path in paths)
            if (template.TrimStart('/').StartsWith(path.Trim('/'), StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    // Middleware that refuses callers by itself: for every path, or for some.
    private (bool All, List<string> Paths) FindGuards()
    {
        var paths = new List<string>();
        _setup.Named(s_middleware);
        foreach (var tree in _facts.Compilation.SyntaxTrees)
        {
            foreach (var name in Mentions.Of(tree, s_middleware, CancellationToken.None))
            {
                if (CallShapes.CallNamed(name) is not { } call) continue;
                var code = name.Identifier.ValueText == "Use" ? Lambda(call) : Middleware(name, tree, out var isGuard) ?? (isGuard ? name : null);
                if (code is null || (code != name && !Refusals.Answers(code))) continue;
                if (!AddPaths(code, isNegated: true, paths) && !AddPaths(Branch(call), isNegated: false, paths)) return (true, paths);
            }
        }

        return (false, paths);
    }

    private static SyntaxNode? Lambda(InvocationExpressionSyntax call) =>
        call.ArgumentList.Arguments.Count > 0 && call.ArgumentList.Arguments[0].Expression is AnonymousFunctionExpressionSyntax function ? function : null;

    // The source of a middleware; without it, its name has to say.
    private SyntaxNode? Middleware(SimpleNameSyntax name, SyntaxTree tree, out bool isGuard)
    {
        isGuard = false;
        if (name is not GenericNameSyntax { TypeArgumentList.Arguments: { Count: 1 } types } || _setup.Semantics(tree).GetTypeInfo(types[0]).Type is not { } type) return null;
        isGuard = type.DeclaringSyntaxReferences.IsEmpty && MarkReader.IsGuard(type, _facts);
        return _setup.Declaration(type);
    }

    // The predicate of UseWhen or MapWhen, or the path of Map, around a call.
    private static SyntaxNode? Branch(InvocationExpressionSyntax call)
    {
        for (var node = call.Parent; node is not null and not BaseMethodDeclarationSyntax; node = node.Parent)
            if (node is InvocationExpressionSyntax outer && CallShapes.NameNode(outer) is SimpleNameSyntax { Identifier.ValueText: "UseWhen" or "MapWhen" or "Map" }
                && outer.ArgumentList.Arguments.Count > 1) return outer.ArgumentList.Arguments[0];
        return null;
    }

    // if (!path.StartsWithSegments("/partner")) { await next(context); return; }: the rest is about that path alone.
    private static bool AddPaths(SyntaxNode? code, bool isNegated, List<string> paths)
    {
        if (code is null) return false;
        var found = false;
        foreach (var node in code.DescendantNodesAndSelf())
        {
            if (node is ArgumentSyntax { Expression: LiteralExpressionSyntax { Token.Value: string mapped } } && node == code)
            {
                paths.Add(mapped);
                return true;
            }

            if (node is not InvocationExpressionSyntax call || CallShapes.NameNode(call) is not SimpleNameSyntax { Identifier.ValueText: "StartsWithSegments" or "StartsWith" }) continue;
            if (call.Parent is PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } != isNegated) continue;
            if (call.ArgumentList.Arguments.Count == 0 || call.ArgumentList.Arguments[0].Expression is not LiteralExpressionSyntax { Token.Value: string path }) continue;
            paths.Add(path);
            found = true;
        }

        return found;
    }
}

internal static class UndecidedOfFacts
{
    /// <summary>The undecided endpoints of this compilation.</summary>
    internal static Undecided Undecided(this Facts facts) => facts.Model(static f => new Undecided(f));
}
