namespace ArchitectAnalyzers.Rules.Api;

/// <summary>
/// An endpoint where passwords, codes or tokens can be tried at any rate: no limit of its own, none around it, and none for all requests. An app that
/// limits no rates at all is another rule's.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Cwe = 307, Fix = FixSafety.Safe)]
public sealed class UnlimitedCredentialEndpoint : Rule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH3011",
        title: "Limit the rate at which credentials can be tried",
        messageFormat: "'{0}' checks or issues credentials, and nothing limits how often it is called; give it a rate limit",
        category: Describe.Api,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Login, token, password-reset and one-time-code endpoints are where guessing pays. Without a limit, one client can try thousands of passwords a minute.",
        Describe.Cwe(307));

    internal static readonly Option<string> RateLimiting = Option.Choice(Descriptor, "rate_limiting", "in_app", new[] { "in_app", "external" },
        "Where rates are limited: in the app, or by something in front of it (external: a gateway, an ingress).");

    // The names of the framework's own limiter.
    private static readonly string[] s_limiter = { "AddRateLimiter", "UseRateLimiter", "EnableRateLimiting", "RequireRateLimiting" };

    // What says in a handler that it counts attempts itself, or that who calls has shown a credential elsewhere.
    private static readonly string[] s_counters = { "RateLimit", "Throttl", "Attempt", "TooMany", "GetExternalLoginInfoAsync" };

    public UnlimitedCredentialEndpoint() : base(Descriptor) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        if (!facts.Has(KnownType.IEndpointRouteBuilder) && !facts.Has(KnownType.ControllerBase)) return;
        var models = new Models(facts);
        start.RegisterSymbolAction(context => Check(context, (IMethodSymbol)context.Symbol, models), SymbolKind.Method);
        start.RegisterOperationAction(context => Check(context, (IInvocationOperation)context.Operation, models), OperationKind.Invocation);
    }

    private static void Check(SymbolAnalysisContext context, IMethodSymbol method, Models models)
    {
        if (method is not { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Public, IsStatic: false, IsAbstract: false }) return;
        if (models.Endpoints.Of(method) is not { Kind: EndpointKind.ControllerAction or EndpointKind.RazorHandler } endpoint) return;
        if (!IsUnlimited(endpoint, models, context.CancellationToken)) return;
        var location = method.Locations[0];
        if (location.SourceTree is not { } tree || RateLimiting.Read(context.Options, tree) == "external") return;
        context.Report(Descriptor, location, ImmutableDictionary<string, string?>.Empty, endpoint.Route ?? endpoint.Name);
    }

    private static void Check(OperationAnalysisContext context, IInvocationOperation call, Models models)
    {
        var name = call.TargetMethod.Name;
        if (!name.StartsWith("Map", StringComparison.Ordinal) || call.Syntax is not InvocationExpressionSyntax mapping) return;
        if (name == "MapIdentityApi")
        {
            if (!IsUnlimited(models.Access.OfMapping(mapping, null), models, context.CancellationToken)) return;
        }
        else if (models.Endpoints.Of(call) is not { Kind: EndpointKind.MinimalApi } endpoint || !IsUnlimited(endpoint, models, context.CancellationToken)) return;
        if (RateLimiting.Read(context.Options, mapping.SyntaxTree) == "external") return;
        context.Report(Descriptor, call.NameNode(), name == "MapIdentityApi" ? name : models.Endpoints.Of(call)!.Name);
    }

    private static bool IsUnlimited(Endpoint endpoint, Models models, CancellationToken cancellationToken)
    {
        if (!models.Credentials.Has(endpoint, cancellationToken) || models.Access.Of(endpoint) is not { } said) return false;

        // Who calls has a credential already.
        if (said.Has(Marks.Authorize) && !said.Has(Marks.Anonymous)) return false;
        return !CountsItself(endpoint.Handler!, cancellationToken) && IsUnlimited(said, models, cancellationToken);
    }

    private static bool IsUnlimited(EndpointAccess said, Models models, CancellationToken cancellationToken)
    {
        if (said.Has(Marks.RateLimit)) return false;
        if ((models.Access.Words & AccessWords.GlobalLimit) != 0) return said.Has(Marks.NoRateLimit);
        if (Mentions.Any(models.Compilation, s_limiter, cancellationToken)) return true;

        // Nothing of the framework's: another limiter, or an app that limits nothing, which is reported as a whole.
        return !models.Pipeline.SpeaksOfRateLimits(cancellationToken) && models.Pipeline.Apps(cancellationToken).IsEmpty;
    }

    private static bool CountsItself(IMethodSymbol handler, CancellationToken cancellationToken)
    {
        foreach (var token in handler.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken).DescendantTokens())
        {
            if (!token.IsKind(SyntaxKind.IdentifierToken)) continue;

            // users.GetUserAsync(User): somebody is signed in.
            if (token.ValueText == "GetUserAsync" && token.GetNextToken().GetNextToken().ValueText == "User") return true;
            foreach (var word in s_counters)
                if (token.ValueText.Contains(word)) return true;
        }

        return false;
    }

    private sealed class Models(Facts facts)
    {
        internal Compilation Compilation { get; } = facts.Compilation;
        internal Endpoints Endpoints { get; } = facts.Endpoints();
        internal Access Access { get; } = facts.Access();
        internal Credentials Credentials { get; } = facts.Credentials();
        internal Pipeline Pipeline { get; } = facts.Pipeline();
    }
}
