namespace ArchitectAnalyzers.Models;

/// <summary>
/// Reads the set-up of one app: the calls that a body makes on its hosts, those of lambdas that the framework runs, and those of methods of
/// this compilation that are handed a host, in order. Used by one thread.
/// </summary>
internal sealed class PipelineWalk
{
    // Deeper or longer set-ups than real apps have: what lies beyond is out of sight.
    private const int MaxDepth = 16, MaxCalls = 5000;

    private readonly Facts _facts;
    private readonly SetupReader _setup;
    private readonly Hosts _hosts;
    private readonly CancellationToken _cancellationToken;
    private readonly ImmutableArray<PipelineCall>.Builder _calls = ImmutableArray.CreateBuilder<PipelineCall>();
    private readonly HashSet<SyntaxNode> _open = new();
    private readonly SyntaxNode _entry;
    private bool _cannotTell;

    private PipelineWalk(SyntaxNode entry, Facts facts, Hosts hosts, CancellationToken cancellationToken)
    {
        _entry = entry;
        _facts = facts;
        _setup = facts.Setup();
        _hosts = hosts;
        _cancellationToken = cancellationToken;
    }

    /// <summary>The app that a method or top-level statements set up.</summary>
    internal static App Read(SyntaxNode declaration, bool cannotTell, Facts facts, Hosts hosts, CancellationToken cancellationToken)
    {
        var walk = new PipelineWalk(declaration, facts, hosts, cancellationToken) { _cannotTell = cannotTell };
        if (BodyCalls.BodyOf(declaration) is { } body) walk.Body(body, null, 0, default);
        return walk.Done();
    }

    /// <summary>The app that a <c>Startup</c> class sets up, where no call in sight names it.</summary>
    internal static App Read(INamedTypeSymbol startup, SyntaxNode declaration, Facts facts, Hosts hosts, CancellationToken cancellationToken)
    {
        var walk = new PipelineWalk(declaration, facts, hosts, cancellationToken);
        walk.Startup(startup, 0, default);
        return walk.Done();
    }

    private App Done() => new(_entry, _calls.ToImmutable(), _cannotTell);

    // site: the call in the app's own set-up that led here; null in that set-up itself.
    private void Body(SyntaxNode body, InvocationExpressionSyntax? site, int depth, PipelinePlace place)
    {
        if (!_open.Add(body)) return;
        if (depth > MaxDepth || _calls.Count > MaxCalls)
        {
            _cannotTell = true;
        }
        else
        {
            var semantics = _setup.Semantics(body.SyntaxTree);
            foreach (var call in BodyCalls.Of(body)) Call(call, body, semantics, site, depth, place);
        }

        _open.Remove(body);
    }

    private void Call(ExpressionSyntax syntax, SyntaxNode body, SemanticModel semantics, InvocationExpressionSyntax? site, int depth, PipelinePlace place)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        var arguments = syntax is InvocationExpressionSyntax { ArgumentList: var list } ? list : ((BaseObjectCreationExpressionSyntax)syntax).ArgumentList;
        if (semantics.GetSymbolInfo(syntax, _cancellationToken).Symbol is not IMethodSymbol method)
        {
            // Half-typed, dynamic or without its reference: if it is about a host, anything may be meant.
            if (IsAboutHost(syntax, arguments, semantics)) _cannotTell = true;
            return;
        }

        if (!_hosts.Touches(method)) return;
        place = place with { Runs = Conditions.And(place.Runs, Conditions.Of(syntax, body, semantics, _cancellationToken)) };
        if (method.MethodKind == MethodKind.DelegateInvoke)
        {
            if (!IsReadWhereHanded(Called((InvocationExpressionSyntax)syntax), semantics)) _cannotTell = true;
            return;
        }

        var isOurs = SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, _facts.Compilation.Assembly);
        var reach = isOurs ? Reach.Followed : KnownLibraries.Of(method.ContainingAssembly);
        if (syntax is InvocationExpressionSyntax invocation)
        {
            var call = new PipelineCall(method, invocation, site ?? invocation, reach, place);
            _calls.Add(call);
            if (reach == Reach.Unseen) _cannotTell = true;
            else if (isOurs) Follow(method, call, depth, place);
            else if (!Names(call, semantics, depth, place)) _cannotTell = true;
            if (call.Reach != Reach.Unseen && (!isOurs || IsStub(call))) call.MapsEndpoint = Mappings.Is(call, _facts, semantics, _cancellationToken);
        }
        else if (_hosts.Takes(method))
        {
            // A constructor that is handed a host: what it does with it belongs to no call.
            if (isOurs && site is not null && Declaration(method) is { } constructor && BodyCalls.BodyOf(constructor) is { } made) Body(made, site, depth + 1, place);
            else if (reach == Reach.Unseen || isOurs) _cannotTell = true;
        }

        if (arguments is null) return;
        if (_hosts.OpensBranch(method)) place = place with { Branch = syntax };
        foreach (var argument in arguments.Arguments) Delegate(argument.Expression, semantics, syntax, site, depth, place);
    }

    private void Follow(IMethodSymbol method, PipelineCall call, int depth, PipelinePlace place)
    {
        if (Declaration(method) is { } declaration && BodyCalls.BodyOf(declaration) is { } body) Body(body, call.Site, depth + 1, place);
        else _cannotTell = true;
    }

    // What is handed to be called with a host: read here, as if it were called at once.
    private void Delegate(ExpressionSyntax handed, SemanticModel semantics, ExpressionSyntax call, InvocationExpressionSyntax? site, int depth, PipelinePlace place)
    {
        if (handed is AnonymousFunctionExpressionSyntax function)
        {
            if (semantics.GetSymbolInfo(function, _cancellationToken).Symbol is IMethodSymbol lambda && _hosts.Takes(lambda)) Body(function.Body, site, depth + 1, place);
            return;
        }

        if (handed is LiteralExpressionSyntax || !_hosts.IsHandedBy(semantics.GetTypeInfo(handed, _cancellationToken).ConvertedType)) return;
        site ??= call as InvocationExpressionSyntax;
        if (site is not null
            && semantics.GetSymbolInfo(handed, _cancellationToken).Symbol is IMethodSymbol method
            && Declaration(method) is { } declaration && BodyCalls.BodyOf(declaration) is { } body)
        {
            Body(body, site, depth + 1, place);
        }
        else if (!IsReadWhereHanded(handed, semantics))
        {
            _cannotTell = true;
        }
    }

    // Types that a framework's call names, and that set up the app when it starts. False where such a type is out of sight.
    private bool Names(PipelineCall call, SemanticModel semantics, int depth, PipelinePlace place)
    {
        if (call.Name is not ("UseStartup" or "UseMiddleware")) return true;
        var type = call.Method.TypeArguments.Length > 0 ? call.Method.TypeArguments[0] : null;
        foreach (var argument in call.Syntax.ArgumentList.Arguments)
            if (argument.Expression is TypeOfExpressionSyntax named) type ??= semantics.GetTypeInfo(named.Type, _cancellationToken).Type;
        if (type is not INamedTypeSymbol { TypeKind: not TypeKind.Error } known) return false;

        var isOurs = SymbolEqualityComparer.Default.Equals(known.ContainingAssembly, _facts.Compilation.Assembly);
        if (call.Name == "UseMiddleware") return isOurs || KnownLibraries.Of(known.ContainingAssembly) != Reach.Unseen;
        if (!isOurs) return false;
        Startup(known, depth + 1, place);
        return true;
    }

    // ConfigureServices runs before Configure; both may have a variant for an environment.
    private void Startup(INamedTypeSymbol startup, int depth, PipelinePlace place)
    {
        StartupMethods(startup, "Services", depth, place);
        StartupMethods(startup, "", depth, place);
    }

    private void StartupMethods(INamedTypeSymbol startup, string ending, int depth, PipelinePlace place)
    {
        for (var type = startup; type is { SpecialType: SpecialType.None }; type = type.BaseType)
        {
            foreach (var member in type.GetMembers())
            {
                if (member is not IMethodSymbol { MethodKind: MethodKind.Ordinary } method || !Startups.IsStep(method, ending, _facts)) continue;
                if (Declaration(method) is { } declaration && BodyCalls.BodyOf(declaration) is { } body)
                {
                    // Configure, or ConfigureDevelopment: a pipeline of its own.
                    var environment = method.Name.Substring(9, method.Name.Length - 9 - ending.Length);
                    Body(body, null, depth, environment.Length == 0 ? place : new(declaration, Conditions.In(environment)));
                }
                else _cannotTell = true;
            }
        }
    }

    private SyntaxNode? Declaration(IMethodSymbol method)
    {
        method = (method.ReducedFrom ?? method).OriginalDefinition;
        method = method.PartialImplementationPart ?? method;
        return method.DeclaringSyntaxReferences.Length > 0 && _facts.Compilation.ContainsSyntaxTree(method.DeclaringSyntaxReferences[0].SyntaxTree)
            ? _setup.Declaration(method)
            : null;
    }

    // Source that stands for the framework: declared under its namespace, doing nothing.
    private bool IsStub(PipelineCall call) => _calls[_calls.Count - 1] == call && Hosts.IsOfFramework(call.Method);

    private bool IsAboutHost(ExpressionSyntax syntax, ArgumentListSyntax? arguments, SemanticModel semantics)
    {
        if (syntax is InvocationExpressionSyntax { Expression: var called })
        {
            if (called is IdentifierNameSyntax { Identifier.ValueText: "nameof" }) return false;
            if (called is MemberAccessExpressionSyntax member && _hosts.Is(semantics.GetTypeInfo(member.Expression, _cancellationToken).Type)) return true;
        }

        if (arguments is null) return false;
        foreach (var argument in arguments.Arguments)
            if (_hosts.Is(semantics.GetTypeInfo(argument.Expression, _cancellationToken).Type)) return true;
        return false;
    }

    // A delegate that a followed method was handed: its lambda is read where it is handed over. Whoever calls the entry is out of sight.
    private bool IsReadWhereHanded(ExpressionSyntax called, SemanticModel semantics) =>
        semantics.GetSymbolInfo(called, _cancellationToken).Symbol is IParameterSymbol { ContainingSymbol.DeclaringSyntaxReferences: { Length: > 0 } owners }
        && owners[0].GetSyntax(_cancellationToken) != _entry;

    private static ExpressionSyntax Called(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Invoke" } member => member.Expression,
        MemberBindingExpressionSyntax when call.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>() is { } access => access.Expression,
        var other => other,
    };
}
