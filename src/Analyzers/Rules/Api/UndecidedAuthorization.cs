namespace ArchitectAnalyzers.Rules.Api;

/// <summary>
/// An endpoint of an app with authentication about which nobody decided: it neither requires authorization nor says that everybody may call it,
/// and neither do its type, its groups, or the set-up for all endpoints.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Cwe = 862, Fix = FixSafety.ChangesBehaviour)]
public sealed class UndecidedAuthorization : Rule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH3004",
        title: "Decide who may call each endpoint",
        messageFormat: "'{0}' neither requires authorization nor allows anonymous callers, so everybody may call it and nobody decided that; require authorization, or say that everybody may",
        category: Describe.Api,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Where nothing is required of all endpoints, one that says nothing is open to everybody. A forgotten attribute looks the same as a public endpoint.",
        Describe.Cwe(862));

    // Calls that map a type, and what they map.
    private static readonly string[] s_mapsTypes = { "MapHub", "MapGrpcService" };

    public UndecidedAuthorization() : base(Descriptor) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        if (!facts.Has(KnownType.IEndpointRouteBuilder) && !facts.Has(KnownType.ControllerBase)) return;
        var (endpoints, access, undecided) = (facts.Endpoints(), facts.Access(), facts.Undecided());
        start.RegisterSymbolAction(context => Check(context, (IMethodSymbol)context.Symbol, endpoints, access, undecided, facts), SymbolKind.Method);
        start.RegisterSymbolAction(context => Check(context, (INamedTypeSymbol)context.Symbol, access, undecided, facts), SymbolKind.NamedType);
        start.RegisterOperationAction(context => Check(context, (IInvocationOperation)context.Operation, endpoints, access, undecided), OperationKind.Invocation);
    }

    private static void Check(SymbolAnalysisContext context, IMethodSymbol method, Endpoints endpoints, Access access, Undecided undecided, Facts facts)
    {
        if (method is not { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Public, IsStatic: false }) return;

        // Whoever derives from it decides.
        var type = method.ContainingType;
        if (type.TypeKind != TypeKind.Class || type.IsAbstract || !undecided.IsPossible) return;
        if (endpoints.Of(method) is not { Kind: EndpointKind.ControllerAction } endpoint || access.Of(endpoint) is not { } said) return;
        if (Undecided.IsWellKnown(endpoint.Template) || method.Name is "Error" || !undecided.Is(said, type, isPage: false, endpoint.Template, context.CancellationToken)) return;
        if (method.DeclaringSyntaxReferences.IsEmpty || method.DeclaringSyntaxReferences[0].GetSyntax(context.CancellationToken) is not MethodDeclarationSyntax declaration) return;
        if (ShowsPage(endpoint, declaration, facts) || Refusals.ChecksCaller(declaration)) return;
        context.Report(Descriptor, declaration.Identifier.GetLocation(), ImmutableDictionary<string, string?>.Empty, endpoint.Route ?? endpoint.Name);
    }

    // A page's handlers are decided about together, at the page's class.
    private static void Check(SymbolAnalysisContext context, INamedTypeSymbol type, Access access, Undecided undecided, Facts facts)
    {
        if (type.TypeKind != TypeKind.Class || type.IsAbstract || !type.IsOrDerivesFrom(facts[KnownType.PageModel]) || !undecided.IsPossible) return;
        if (!Writes(type) || !undecided.Is(access.OfPage(type), type, isPage: true, null, context.CancellationToken)) return;
        if (type.DeclaringSyntaxReferences[0].GetSyntax(context.CancellationToken) is not ClassDeclarationSyntax declaration || Refusals.ChecksCaller(declaration)) return;
        context.Report(Descriptor, declaration.Identifier.GetLocation(), ImmutableDictionary<string, string?>.Empty, type.Name);
    }

    private static void Check(OperationAnalysisContext context, IInvocationOperation call, Endpoints endpoints, Access access, Undecided undecided)
    {
        var name = call.TargetMethod.Name;
        if (!name.StartsWith("Map", StringComparison.Ordinal) || call.Syntax is not InvocationExpressionSyntax mapping || !undecided.IsPossible) return;
        if (Array.IndexOf(s_mapsTypes, name) >= 0)
        {
            if (call.TargetMethod.TypeArguments is not { Length: 1 } types || types[0] is not INamedTypeSymbol mapped || DecidesInside(mapped, access)) return;
            if (!undecided.Is(access.OfMapping(mapping, mapped), mapping, null, context.CancellationToken) || Development.Has(mapping)) return;
            context.Report(Descriptor, call.NameNode(), name + "<" + mapped.Name + ">");
            return;
        }

        // A method of one's own around the call, handed route and handler.
        if (endpoints.Of(call) is not { Kind: EndpointKind.MinimalApi } endpoint || endpoint is { Handler: null, Template: null } || access.Of(endpoint) is not { } said || said.Has(Marks.Decided)) return;
        if (Undecided.IsWellKnown(endpoint.Template) || IsFrontPage(endpoint) || name == "MapFallback" || Development.Has(mapping)) return;
        if (!undecided.Is(said, mapping, endpoint.Template, context.CancellationToken)) return;
        if (endpoint.Handler is { DeclaringSyntaxReferences: { Length: > 0 } code } && Refusals.ChecksCaller(code[0].GetSyntax(context.CancellationToken))) return;
        context.Report(Descriptor, call.NameNode(), endpoint.Name);
    }

    // GET / of what the app is, and answers to preflights.
    private static bool IsFrontPage(Endpoint endpoint) => endpoint.Verbs.Length == 1
        && (endpoint.Verbs[0] == "OPTIONS" || (endpoint is { Template: "/" or "", Handler.Parameters.Length: 0 } && endpoint.Verbs[0] == "GET"));

    // A view of a class for pages, which changes nothing: public sites say so nowhere, and mean it.
    private static bool ShowsPage(Endpoint endpoint, MethodDeclarationSyntax action, Facts facts)
    {
        foreach (var verb in endpoint.Verbs)
            if (verb is not ("GET" or "HEAD")) return false;
        if (!endpoint.Handler!.ContainingType.IsOrDerivesFrom(facts[KnownType.MvcController])) return false;
        foreach (var call in BodyCalls.Of(action))
            if (call is InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "View" or "PartialView" } }) return true;
        return false;
    }

    private static bool Writes(INamedTypeSymbol page)
    {
        foreach (var member in page.GetMembers())
            if (member is IMethodSymbol { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Public } method
                && (method.Name.StartsWith("OnPost", StringComparison.Ordinal) || method.Name.StartsWith("OnPut", StringComparison.Ordinal)
                    || method.Name.StartsWith("OnDelete", StringComparison.Ordinal))) return true;
        return false;
    }

    private static bool DecidesInside(INamedTypeSymbol type, Access access)
    {
        foreach (var member in type.GetMembers())
            if (member is IMethodSymbol { MethodKind: MethodKind.Ordinary } method && (access.OfSymbol(method) & Marks.Decided) != 0) return true;
        return false;
    }
}
