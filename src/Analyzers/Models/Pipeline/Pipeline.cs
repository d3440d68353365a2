namespace ArchitectAnalyzers.Models;

/// <summary>
/// How the web apps of a compilation are set up: minimal hosting, <c>Startup</c> classes and the generic host, with the calls that each makes
/// on its services, its app and its endpoints. A library that only offers extension methods has no app.
/// </summary>
internal sealed class Pipeline
{
    private const int MaxCallers = 8;

    private readonly Facts _facts;
    private readonly SetupReader _setup;
    private readonly Hosts _hosts;
    private readonly Lazy<HashSet<SyntaxTree>?> _treesWithApps;
    private readonly object _gate = new();
    private ImmutableArray<App> _apps;

    internal Pipeline(Facts facts)
    {
        _facts = facts;
        _setup = facts.Setup();
        _hosts = new Hosts(facts);
        _treesWithApps = new(FindTrees);
    }

    /// <summary>
    /// The apps, where some may be set up in the tree; none where it surely sets up none. An editor asks for one tree after each keystroke, and
    /// the set-up of a whole app is long.
    /// </summary>
    internal ImmutableArray<App> Apps(SyntaxTree tree, CancellationToken cancellationToken) =>
        _treesWithApps.Value is { } trees && !trees.Contains(tree) ? ImmutableArray<App>.Empty : Apps(cancellationToken);

    /// <summary>The apps, read when first asked for.</summary>
    internal ImmutableArray<App> Apps(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_apps.IsDefault) _apps = Read(cancellationToken);
            return _apps;
        }
    }

    /// <summary>
    /// The set-ups that calls of some names in a tree belong to: apps, and methods that set up a part of an app which is out of sight (of them,
    /// <see cref="App.CannotTell"/> holds). Nothing is read where no call in the tree has such a name.
    /// </summary>
    internal ImmutableArray<App> Around(SyntaxTree tree, HashSet<string> names, CancellationToken cancellationToken)
    {
        HashSet<InvocationExpressionSyntax>? calls = null;
        foreach (var call in HostCalls.Of(tree, cancellationToken))
            if (CallShapes.NameNode(call) is SimpleNameSyntax { Identifier.ValueText: var name } && names.Contains(name)) (calls ??= new()).Add(call);
        if (calls is null) return ImmutableArray<App>.Empty;

        var found = ImmutableArray.CreateBuilder<App>();
        foreach (var app in Apps(cancellationToken))
        {
            var isAround = false;
            foreach (var call in app.Calls)
            {
                if (call.Syntax.SyntaxTree != tree || !names.Contains(call.Name)) continue;
                isAround = true;
                calls.Remove(call.Syntax);
            }

            if (isAround) found.Add(app);
        }

        if (calls.Count == 0) return found.ToImmutable();
        var declarations = new HashSet<SyntaxNode>();
        foreach (var call in calls)
            if (BodyCalls.DeclarationAround(call) is { } declaration) declarations.Add(declaration);
        foreach (var declaration in declarations)
        {
            var fragment = PipelineWalk.Read(declaration, cannotTell: true, _facts, _hosts, cancellationToken);
            fragment.IsFragment = _setup.Semantics(tree).GetDeclaredSymbol(declaration, cancellationToken) is not IMethodSymbol method
                || !Startups.IsStep(method, "", _facts);
            found.Add(fragment);
        }

        return found.ToImmutable();
    }

    /// <summary>
    /// Whether anything in this compilation has to do with limiting the rate of requests, wired or not: a name or an answer of 429 anywhere.
    /// </summary>
    internal bool SpeaksOfRateLimits(CancellationToken cancellationToken)
    {
        foreach (var tree in _facts.Compilation.SyntaxTrees)
            if (RateLimitNames.Has(tree, cancellationToken)) return true;
        return false;
    }

    /// <summary>
    /// Whether a name or text in this compilation holds one of the words; source that stands for the framework does not count. Ask after the
    /// verdict.
    /// </summary>
    internal bool Mentions(string[] words, CancellationToken cancellationToken)
    {
        foreach (var tree in _facts.Compilation.SyntaxTrees)
        {
            if (!Words.Has(tree.GetText(cancellationToken).ToString(), words)) continue;
            foreach (var token in tree.GetRoot(cancellationToken).DescendantTokens(static node => !IsFrameworks(node)))
                if (token.RawKind is (int)SyntaxKind.IdentifierToken or (int)SyntaxKind.StringLiteralToken && Words.Has(token.ValueText, words)) return true;
        }

        return false;
    }

    private static bool IsFrameworks(SyntaxNode node) =>
        node is BaseNamespaceDeclarationSyntax space && space.Name.ToString().StartsWith("Microsoft.", StringComparison.Ordinal);

    private ImmutableArray<App> Read(CancellationToken cancellationToken)
    {
        var apps = ImmutableArray.CreateBuilder<App>();
        var entries = new Dictionary<SyntaxNode, bool>();
        foreach (var tree in _facts.Compilation.SyntaxTrees)
        {
            if (!HostCalls.MayMakeHost(tree, cancellationToken)) continue;
            foreach (var call in HostCalls.Of(tree, cancellationToken))
                if (StartsHost(call, cancellationToken)) AddEntry(call, entries, 0, cancellationToken);
        }

        foreach (var entry in entries) apps.Add(PipelineWalk.Read(entry.Key, entry.Value, _facts, _hosts, cancellationToken));
        if (apps.Count == 0) AddStartups(apps, cancellationToken);
        return apps.ToImmutable();
    }

    // By names alone. Null: in any tree, since a host is given away by the method that makes it, or names a class that sets it up, or there is
    // none in sight.
    private HashSet<SyntaxTree>? FindTrees()
    {
        HashSet<SyntaxTree>? trees = null;
        foreach (var tree in _facts.Compilation.SyntaxTrees)
        {
            if (!HostCalls.MayMakeHost(tree, CancellationToken.None)) continue;
            foreach (var call in HostCalls.Of(tree, CancellationToken.None))
            {
                if (StartedBy(call) is not { } type) continue;
                if (type == KnownType.WebHostBuilderExtensions || GivesAway(BodyCalls.DeclarationAround(call))) return null;
                (trees ??= new HashSet<SyntaxTree>()).Add(tree);
            }
        }

        return trees;
    }

    private static bool GivesAway(SyntaxNode? declaration) => declaration switch
    {
        MethodDeclarationSyntax method => IsResult(method.ReturnType),
        LocalFunctionStatementSyntax function => IsResult(function.ReturnType),
        _ => false,
    };

    private static bool IsResult(TypeSyntax type) => type is not (PredefinedTypeSyntax or IdentifierNameSyntax { Identifier.ValueText: "Task" });

    // The type that declares a call of that name which makes or configures a web host.
    private static KnownType? StartedBy(InvocationExpressionSyntax call) =>
        CallShapes.NameNode(call) is not SimpleNameSyntax { Identifier.ValueText: var name } ? null : name switch
        {
            // Half the types of a code base have a Create: this one's name is written before it.
            "Create" when call.Expression is not MemberAccessExpressionSyntax member || !IsNamed(member.Expression, "WebApplication") => null,
            "Create" or "CreateBuilder" or "CreateSlimBuilder" or "CreateEmptyBuilder" => KnownType.WebApplication,
            "CreateDefaultBuilder" => KnownType.WebHost,
            "ConfigureWebHostDefaults" => KnownType.GenericHostBuilderExtensions,
            "ConfigureWebHost" => KnownType.GenericHostWebHostBuilderExtensions,
            "UseStartup" => KnownType.WebHostBuilderExtensions,
            _ => null,
        };

    private bool StartsHost(InvocationExpressionSyntax call, CancellationToken cancellationToken) =>
        StartedBy(call) is { } type && _facts.Has(type)
        && _setup.Semantics(call.SyntaxTree).GetSymbolInfo(call, cancellationToken).Symbol is IMethodSymbol method
        && _facts.Is((method.ReducedFrom ?? method).ContainingType, type);

    private static bool IsNamed(ExpressionSyntax expression, string name) => expression switch
    {
        IdentifierNameSyntax identifier => identifier.Identifier.ValueText == name,
        MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText == name,
        _ => false,
    };

    // The app is set up where the host is made, unless that method gives it away: then where it is called.
    private void AddEntry(SyntaxNode creation, Dictionary<SyntaxNode, bool> entries, int depth, CancellationToken cancellationToken)
    {
        if (BodyCalls.DeclarationAround(creation) is not { } declaration) return;
        var semantics = _setup.Semantics(declaration.SyntaxTree);
        if (declaration is not (MethodDeclarationSyntax or LocalFunctionStatementSyntax)
            || semantics.GetDeclaredSymbol(declaration, cancellationToken) is not IMethodSymbol method
            || !_hosts.Is(method.ReturnType))
        {
            entries[declaration] = false;
            return;
        }

        var isCalled = false;
        if (depth < MaxCallers)
        {
            _setup.Named(method.Name);
            foreach (var tree in _facts.Compilation.SyntaxTrees)
                foreach (var call in HostCalls.Of(tree, cancellationToken))
                    if (IsCallOf(method, call, cancellationToken)) Escalate(call);
            if (!isCalled && EntryPoint(cancellationToken) is { } start && BodyCalls.BodyOf(start) is { } body)
                foreach (var call in BodyCalls.Of(body))
                    if (call is InvocationExpressionSyntax invocation && IsCallOf(method, invocation, cancellationToken)) Escalate(invocation);
        }

        // A host builder that tools and the framework look for by name (CreateHostBuilder) is whole; an app handed out is not.
        if (!isCalled) entries[declaration] = !_hosts.IsOlderBuilder(method.ReturnType);

        void Escalate(InvocationExpressionSyntax call)
        {
            isCalled = true;
            AddEntry(call, entries, depth + 1, cancellationToken);
        }
    }

    private bool IsCallOf(IMethodSymbol method, InvocationExpressionSyntax call, CancellationToken cancellationToken) =>
        CallShapes.NameNode(call) is SimpleNameSyntax { Identifier.ValueText: var name } && name == method.Name
        && _setup.Semantics(call.SyntaxTree).GetSymbolInfo(call, cancellationToken).Symbol is IMethodSymbol called
        && SymbolEqualityComparer.Default.Equals((called.ReducedFrom ?? called).OriginalDefinition, method)
        && BodyCalls.DeclarationAround(call) is not null;

    private SyntaxNode? EntryPoint(CancellationToken cancellationToken) =>
        _facts.Compilation.GetEntryPoint(cancellationToken) is { DeclaringSyntaxReferences: { Length: > 0 } references }
            ? references[0].GetSyntax(cancellationToken)
            : null;

    // The host is out of sight (another project's, or one that finds its start-up by name).
    private void AddStartups(ImmutableArray<App>.Builder apps, CancellationToken cancellationToken)
    {
        foreach (var symbol in _facts.Compilation.GetSymbolsWithName("Startup", SymbolFilter.Type, cancellationToken))
            if (symbol is INamedTypeSymbol type && Startups.Is(type, _facts))
                apps.Add(PipelineWalk.Read(type, type.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken), _facts, _hosts, cancellationToken));
    }
}

internal static class PipelineFacts
{
    /// <summary>The apps of this compilation.</summary>
    internal static Pipeline Pipeline(this Facts facts) => facts.Model(static f => new Pipeline(f));
}
