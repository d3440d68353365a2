namespace ArchitectAnalyzers.Rules.Api;

/// <summary>A handler of GET or HEAD that changes what is stored, for more than its own records of who read what.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Cwe = 650, NoFix = "Which verb is right, and which clients have to follow, is not in the code.")]
public sealed class UnsafeGet : Rule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH3104",
        title: "Do not write when answering GET",
        messageFormat: "'{0}' writes ('{1}') though crawlers, prefetchers and retries may send a GET at any time; do it in a POST, PUT, PATCH or DELETE",
        category: Describe.Api,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "GET and HEAD are safe methods: browsers prefetch them, link scanners and crawlers follow them, proxies and clients repeat them, " +
            "and other sites can send them with the user's cookies.",
        Describe.Cwe(650));

    // What a server writes down about reads is no effect that the client asked for.
    private static readonly HashSet<string> s_records = new(StringComparer.OrdinalIgnoreCase)
    {
        "accessed", "activities", "activity", "analytics", "audit", "audited", "auditing", "audits", "cache", "cached", "caches", "click", "clicked",
        "clicks", "counter",
        "counters", "download", "downloaded", "downloads", "heartbeat", "history", "hit", "hits", "impression", "impressions", "last", "log", "logs",
        "metric", "metrics",
        "opened", "ping", "pings", "seen", "statistic", "statistics", "stats", "telemetry", "temp", "tmp", "touch", "trace", "track", "tracked",
        "tracking", "usage", "usages", "view",
        "viewed", "viewer", "viewers", "views", "visit", "visited", "visitor", "visitors", "visits",
    };

    // Protocols that come back by GET, and probes.
    private static readonly HashSet<string> s_protocols = new(StringComparer.OrdinalIgnoreCase)
    {
        "callback", "health", "healthz", "livez", "oauth", "oauth2", "oidc", "readyz", "redirect", "saml", "signin", "sso", "warmup", "webhook", "webhooks",
    };

    public UnsafeGet() : base(Descriptor) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        var bodies = new Bodies(facts.StoredChanges(), facts.Implementations(), facts);
        start.RegisterHandlerAction(facts, (context, handler) => Check(context, handler, bodies));
    }

    private static void Check(OperationAnalysisContext context, Handler handler, Bodies bodies)
    {
        if (!IsSafe(handler.Endpoint)) return;
        if (bodies.WriteIn(handler.Body, handler.Body, handler.Method.ContainingType, 0, context.CancellationToken) is not { } write) return;
        if (OwnCode.HasWord(handler.Endpoint.Template ?? "", s_protocols) || OwnCode.HasWord(handler.Endpoint.Name, s_protocols)
            || OwnCode.HasWord(handler.Method.Name, s_protocols) || MailLinks.Is(handler)) return;
        var name = write is IInvocationOperation call ? call.TargetMethod.Name : CallShapes.NameNode(write.Syntax).ToString();
        context.Report(Descriptor, handler.Location, handler.Endpoint.Name, name);
    }

    private static bool IsSafe(Endpoint endpoint)
    {
        if (endpoint.Kind is not (EndpointKind.ControllerAction or EndpointKind.MinimalApi or EndpointKind.RazorHandler)) return false;
        foreach (var verb in endpoint.Verbs)
            if (verb is not ("GET" or "HEAD" or "OPTIONS")) return false;
        return !endpoint.Verbs.IsEmpty;
    }

    /// <summary>Looks for writes in a handler, in what it calls in its own type, and one call deep in other types of this compilation.</summary>
    private sealed class Bodies(StoredChanges changes, Implementations implementations, Facts facts)
    {
        internal IOperation? WriteIn(IOperation body, IOperation handler, INamedTypeSymbol type, int hops, CancellationToken cancellationToken) =>
            body.FirstBelow((this, body, handler, type, hops, cancellationToken),
                static (part, s) => s.Item1.IsWrite(part, s.body, s.handler, s.type, s.hops, s.cancellationToken), inNested: true);

        private bool IsWrite(IOperation part, IOperation body, IOperation handler, INamedTypeSymbol type, int hops, CancellationToken cancellationToken)
        {
            if (part is not (IInvocationOperation or IObjectCreationOperation or IPropertyReferenceOperation)) return false;
            switch (changes.Of(part, cancellationToken))
            {
                case StoredChange.Saves: return !IsOfRecords(part) && !OnlyRecords(handler, body, cancellationToken);
                case StoredChange.Bulk: return !SetsOnlyRecords((IInvocationOperation)part);
                case StoredChange.Sql: return !OwnCode.HasWord(changes.TextOf(part, cancellationToken)!, s_records);
                case StoredChange.Direct: return !IsOfRecords(part);
                case StoredChange.File: return !IsPassing((IInvocationOperation)part);
            }

            // Further into methods of the type itself; one call into others, which must be classes of this compilation.
            if (part is not IInvocationOperation { TargetMethod: { MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction } target }
                || hops > 1) return false;
            if (hops > 0 && target.ContainingType.TypeKind == TypeKind.Interface || implementations.Of(target) is not { } method) return false;
            var isOwn = SymbolEqualityComparer.Default.Equals(method.ContainingType.OriginalDefinition, type.OriginalDefinition);
            if (!isOwn && hops > 0 || OwnCode.HasWord(method.Name, s_records) || SoleBody.Of(method) is not { } declaration
                || declaration.Contains(part.Syntax) || !StoredChanges.MayBeIn(declaration, method.ContainingType, followsCalls: hops == 0)) return false;
            return facts.Semantics(declaration.SyntaxTree).GetOperation(declaration, cancellationToken) is { } called
                && WriteIn(called, handler, method.ContainingType, hops + 1, cancellationToken) is not null;
        }

        // audits.AddAsync(…) of an IAuditRepository
        private static bool IsOfRecords(IOperation part) => part is IInvocationOperation { TargetMethod: { Name: var name, ContainingType.Name: var type } }
            && (OwnCode.HasWord(name, s_records) || OwnCode.HasWord(type, s_records));

        // Whether all that is seen to change before the context is saved is a record of reads; false where nothing is seen.
        private bool OnlyRecords(IOperation handler, IOperation body, CancellationToken cancellationToken)
        {
            var seen = false;
            foreach (var code in handler == body ? new[] { body } : new[] { handler, body })
            {
                foreach (var part in code.Descendants())
                {
                    if (changes.NameOf(part, cancellationToken) is not { } changed) continue;
                    if (!OwnCode.HasWord(changed, s_records)) return false;
                    seen = true;
                }
            }

            return seen;
        }

        private static bool SetsOnlyRecords(IInvocationOperation bulk)
        {
            var seen = false;
            foreach (var part in bulk.Descendants())
            {
                if (part is not IInvocationOperation { TargetMethod.Name: "SetProperty", Arguments: { Length: > 0 } arguments }) continue;
                if (!OwnCode.HasWord(arguments[0].Syntax.ToString(), s_records)) return false;
                seen = true;
            }

            return seen || bulk.TargetMethod.Name.StartsWith("ExecuteDelete", StringComparison.Ordinal)
                && OwnCode.HasWord(Queries.SourceOf(bulk)?.Syntax.ToString() ?? "", s_records);
        }

        // A file that this request made, or a temporary one.
        private static bool IsPassing(IInvocationOperation call)
        {
            for (var outer = call.Parent; outer is not null; outer = outer.Parent)
                if (outer is ITryOperation { Finally: { } last } && last.Syntax.Span.Contains(call.Syntax.Span)
                    || outer is IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "OnCompleted" or "RegisterForDispose" } }) return true;
            var path = call.Arguments.IsEmpty ? call.Instance : call.Arguments[0].Value;
            if (path is null || OwnCode.HasWord(path.Syntax.ToString(), s_records)) return true;
            if (path.Unconverted() is not ILocalReferenceOperation local) return false;
            if (local.Declarator() is { } declarator && OwnCode.HasWord(declarator.Syntax.ToString(), s_records)) return true;
            var isDeleted = call.TargetMethod.Name == "Delete";
            foreach (var part in local.Root().Descendants())
                if (part is ILocalReferenceOperation other && other != local && SymbolEqualityComparer.Default.Equals(other.Local, local.Local)
                    && !IsTest(other)
                    && (!isDeleted || other.Syntax.SpanStart < local.Syntax.SpanStart)) return true;
            return false;
        }

        // if (File.Exists(path))
        private static bool IsTest(ILocalReferenceOperation path) => path.Parent is IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "Exists" } };
    }
}
