namespace ArchitectAnalyzers.Rules.Api;

/// <summary>
/// An endpoint that changes something and takes a browser's form, in an app that knows its callers by a cookie, where nothing checks that the form is
/// the app's own. Endpoints that take JSON, and callers that send a token themselves, cannot be reached by a form of another site.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Cwe = 352, Fix = FixSafety.ChangesBehaviour)]
public sealed class NoAntiforgery : Rule
{
    /// <summary>How the check is missing: one of the other constants.</summary>
    internal const string Missing = nameof(Missing);

    internal const string Attribute = nameof(Attribute), Middleware = nameof(Middleware), Disabled = nameof(Disabled), Metadata = nameof(Metadata);

    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH3012",
        title: "Check antiforgery tokens where a cookie signs callers in",
        messageFormat: "'{0}' takes a form and a cookie signs its callers in, but no antiforgery token is checked; check one",
        category: Describe.Api,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A browser sends the cookie along with a form that another site made it submit. Only a token that the other site cannot know tells the " +
            "two apart.",
        Describe.Cwe(352));

    // Whoever asks the service does the check in a way of their own; a strict cookie is not sent along at all.
    private static readonly string[] s_checks = { "ValidateRequestAsync", "IsRequestValidAsync" }, s_sameSite = { "SameSite", "MinimumSameSitePolicy" };

    public NoAntiforgery() : base(Descriptor) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        if (!facts.Has(KnownType.IEndpointRouteBuilder) && !facts.Has(KnownType.ControllerBase)) return;
        var models = new Models(facts);
        start.RegisterSymbolAction(context => Check(context, (IMethodSymbol)context.Symbol, models), SymbolKind.Method);
        start.RegisterOperationAction(context => Check(context, (IInvocationOperation)context.Operation, models), OperationKind.Invocation);
    }

    private static void Check(SymbolAnalysisContext context, IMethodSymbol method, Models models)
    {
        if (method is not { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Public, IsStatic: false } || !models.MayMatter) return;
        if (models.Endpoints.Of(method) is not { Kind: EndpointKind.ControllerAction or EndpointKind.RazorHandler } endpoint || !Forms.Writes(endpoint)) return;
        var (type, isPage) = (method.ContainingType, endpoint.Kind == EndpointKind.RazorHandler);
        var servesPages = isPage || type.IsOrDerivesFrom(models.Facts[KnownType.MvcController]) && !IsApi(type, models.Facts);
        if (!IsCookie(servesPages, models, context.CancellationToken) || models.Access.Of(endpoint) is not { } said) return;
        if (Forms.BindsBody(method) || !(servesPages || Forms.Binds(method) || Forms.Reads(method, context.CancellationToken))) return;
        if (said.Has(Marks.Antiforgery) || (models.Access.Words & AccessWords.AntiforgeryFilter) != 0 || NamesBearer(method)) return;

        // Razor Pages check unless told not to.
        var isIgnored = said.Has(Marks.NoAntiforgery);
        if (isPage && !isIgnored) return;
        if (isIgnored ? !Requires(said, models)
            : said.Has(Marks.Anonymous | Marks.Guard) && !models.Credentials.Has(endpoint, context.CancellationToken)) return;
        if (ChecksItself(models, context.CancellationToken)) return;
        context.Report(Descriptor, method.Locations[0], Properties(isIgnored ? Disabled : Attribute), endpoint.Route ?? endpoint.Name);
    }

    private static void Check(OperationAnalysisContext context, IInvocationOperation call, Models models)
    {
        if (!call.TargetMethod.Name.StartsWith("Map", StringComparison.Ordinal) || !models.MayMatter) return;
        if (models.Endpoints.Of(call) is not { Kind: EndpointKind.MinimalApi, Handler: { } handler } endpoint || !Forms.Writes(endpoint)) return;
        if (!IsCookie(servesPages: false, models, context.CancellationToken)) return;
        var binds = Forms.Binds(handler);
        if (!binds && !Forms.Reads(handler, context.CancellationToken)) return;
        if (models.Access.Of(endpoint) is not { } said || said.Has(Marks.Antiforgery | Marks.Anonymous | Marks.Guard | Marks.Unseen)) return;

        // The framework asks for a token where a parameter takes a form, unless told not to; its middleware checks it.
        var missing = said.Has(Marks.NoAntiforgery) ? Requires(said, models) ? Disabled : null
            : !binds ? Metadata
            : (models.Access.Words & AccessWords.AntiforgeryMiddleware) == 0 && IsWhole(models, context.CancellationToken) ? Middleware : null;
        if (missing is null || ChecksItself(models, context.CancellationToken)) return;
        context.Report(Descriptor, call.NameNode(), Properties(missing), endpoint.Name);
    }

    private static ImmutableDictionary<string, string?> Properties(string missing) => ImmutableDictionary<string, string?>.Empty.Add(Missing, missing);

    // Pages are for browsers, whatever else the app has; other endpoints may be called with a token where the app takes those too. Without the set-up,
    // a class for pages in a project that checks tokens elsewhere is one that forgot to.
    private static bool IsCookie(bool servesPages, Models models, CancellationToken cancellationToken)
    {
        var words = models.Access.Words;
        if ((words & AccessWords.Cookies) != 0) return servesPages || (words & AccessWords.Bearer) == 0;
        return servesPages && (words & AccessWords.AntiforgeryAttribute) != 0 && models.Pipeline.Apps(cancellationToken).IsEmpty;
    }

    private static bool Requires(EndpointAccess said, Models models) =>
        !said.Has(Marks.Anonymous) && (said.Has(Marks.Authorize) || (models.Access.Words & AccessWords.Fallback) != 0);

    private static bool IsApi(INamedTypeSymbol type, Facts facts)
    {
        for (var t = type; t is not null; t = t.BaseType)
            foreach (var attribute in t.GetAttributes())
                if (facts.Is(attribute.AttributeClass, KnownType.ApiController)) return true;
        return false;
    }

    // [Authorize(AuthenticationSchemes = "Bearer")]: not signed in by the cookie.
    private static bool NamesBearer(IMethodSymbol method) => NamesBearer((ISymbol)method) || NamesBearer((ISymbol)method.ContainingType);

    private static bool NamesBearer(ISymbol symbol)
    {
        foreach (var attribute in symbol.GetAttributes())
            foreach (var argument in attribute.NamedArguments)
                if (argument is { Key: "AuthenticationSchemes", Value.Value: string scheme }
                    && scheme.IndexOf("Cookie", StringComparison.OrdinalIgnoreCase) < 0) return true;
        return false;
    }

    private static bool IsWhole(Models models, CancellationToken cancellationToken)
    {
        var apps = models.Pipeline.Apps(cancellationToken);
        foreach (var app in apps)
            if (app.CannotTell) return false;
        return !apps.IsEmpty;
    }

    private static bool ChecksItself(Models models, CancellationToken cancellationToken)
    {
        if (Mentions.Any(models.Facts.Compilation, s_checks, cancellationToken)) return true;
        foreach (var tree in models.Facts.Compilation.SyntaxTrees)
            foreach (var name in Mentions.Of(tree, s_sameSite, cancellationToken))
                if (name.FirstAncestorOrSelf<AssignmentExpressionSyntax>() is { Right: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Strict" } })
                    return true;
        return false;
    }

    private sealed class Models(Facts facts)
    {
        internal Facts Facts { get; } = facts;
        internal Endpoints Endpoints { get; } = facts.Endpoints();
        internal Access Access { get; } = facts.Access();
        internal Credentials Credentials { get; } = facts.Credentials();
        internal Pipeline Pipeline { get; } = facts.Pipeline();
        internal bool MayMatter => (Access.Words & (AccessWords.Cookies | AccessWords.AntiforgeryAttribute)) != 0;
    }
}
