namespace ArchitectAnalyzers.Rules.Architecture;

[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Fix = FixSafety.Safe)]
public sealed class UncancellableEndpoint : Rule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH1102",
        title: "Let a request handler be cancelled",
        messageFormat: "'{0}' takes no CancellationToken, so '{1}' goes on when the client has gone",
        category: Describe.Architecture,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A request handler awaits work that could be cancelled, and takes no token that would say when. The framework passes one to a handler " +
            "that has a parameter for it; without, abandoned requests are worked to their end.");

    public UncancellableEndpoint() : base(Descriptor, KnownType.CancellationToken) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        if (!facts.Has(KnownType.HttpContext) && !facts.Has(KnownType.WorkerFunction) && !facts.Has(KnownType.InProcessFunction)) return;
        var endpoints = facts.Endpoints();
        var tokens = facts.Tokens();

        // Whether it is a handler is remembered; what its parameters are makes a new array each time it is asked. Where calls are to be bound to
        // learn that it is one, the parameters are the cheaper question.
        start.RegisterOperationAction(context =>
        {
            if (context.ContainingSymbol is IMethodSymbol method && (!endpoints.IsHandedOver(method.Name) || tokens.CouldTakeToken(method))
                && endpoints.Of(method) is { } endpoint && tokens.CouldTakeToken(method))
                Check(context, method, endpoint, context.Operation, facts, tokens);
        }, OperationKind.MethodBody);

        start.RegisterOperationAction(context =>
        {
            var local = (ILocalFunctionOperation)context.Operation;
            if (tokens.CouldTakeToken(local.Symbol) && endpoints.Of(local.Symbol) is { } endpoint)
                Check(context, local.Symbol, endpoint, local, facts, tokens);
        }, OperationKind.LocalFunction);

        // At the mapping call, since a report must be within the operation that was handed out.
        start.RegisterOperationAction(context =>
        {
            var call = (IInvocationOperation)context.Operation;
            if (endpoints.Of(call) is { } endpoint && Endpoints.LambdaOf(call) is { } lambda && tokens.CouldTakeToken(lambda.Symbol)
                && endpoints.Of(lambda)?.Mapping == call.Syntax)
                Check(context, lambda.Symbol, endpoint, lambda, facts, tokens);
        }, OperationKind.Invocation);
    }

    private static void Check(OperationAnalysisContext context, IMethodSymbol method, Endpoint endpoint, IOperation body, Facts facts, Tokens tokens)
    {
        var isPassedTokens = endpoint.Kind switch
        {
            EndpointKind.ControllerAction or EndpointKind.MinimalApi or EndpointKind.RazorHandler or EndpointKind.Function => true,
            EndpointKind.HubMethod => Endpoint.Streams(method.ReturnType, facts),
            _ => false,
        };
        if (!isPassedTokens || tokens.FirstUncancelled(body, context.ContainingSymbol, context.CancellationToken) is not { } call) return;
        if (method.MethodKind == MethodKind.Ordinary && facts.Signatures().ImplementsForeign(method, context.CancellationToken)) return;

        var called = call.TargetMethod.MethodKind == MethodKind.DelegateInvoke ? call.NameNode().ToString() : call.TargetMethod.Name;
        if (Identifier(body.Syntax) is { } identifier) context.Report(Descriptor, identifier.GetLocation(), endpoint.Name, called);
        else if (endpoint.Mapping is { } mapping) context.Report(Descriptor, CallShapes.NameNode(mapping), endpoint.Name, called);
    }

    private static SyntaxToken? Identifier(SyntaxNode function) => function switch
    {
        MethodDeclarationSyntax method => method.Identifier,
        LocalFunctionStatementSyntax local => local.Identifier,
        _ => null,
    };
}
