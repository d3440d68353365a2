namespace ArchitectAnalyzers.Models;

/// <summary>A handler whose body a rule was handed, and where a report about it goes: the name of the method, or the call that maps a lambda.</summary>
internal readonly struct Handler
{
    internal Handler(Endpoint endpoint, IMethodSymbol method, IOperation body)
    {
        Endpoint = endpoint;
        Method = method;
        Body = body;
    }

    internal Endpoint Endpoint { get; }

    internal IMethodSymbol Method { get; }

    internal IOperation Body { get; }

    /// <summary>Whether clients get what it returns, serialized: not a view, a page or a middleware's business.</summary>
    internal bool AnswersData =>
        Endpoint.Kind is EndpointKind.ControllerAction or EndpointKind.MinimalApi or EndpointKind.HubMethod or EndpointKind.RazorHandler
        or EndpointKind.Function;

    /// <summary>Where to report. Made anew each time: ask after the verdict.</summary>
    internal Location Location => Body.Syntax switch
    {
        MethodDeclarationSyntax method => method.Identifier.GetLocation(),
        LocalFunctionStatementSyntax local => local.Identifier.GetLocation(),
        var other => CallShapes.NameNode(Endpoint.Mapping ?? other).GetLocation(),
    };

    /// <summary>The first operation of the body, in nested functions too where asked for, that passes the test.</summary>
    internal IOperation? First<T>(T state, Func<IOperation, T, bool> test, bool inNested = false) => Body.FirstBelow(state, test, inNested);
}

internal static class HandlersOfCompilation
{
    /// <summary>Calls the action with each handler of the compilation, once: methods, local functions, and lambdas at the call that maps them.</summary>
    internal static void RegisterHandlerAction(this CompilationStartAnalysisContext start, Facts facts, Action<OperationAnalysisContext, Handler> action)
    {
        if (!facts.Has(KnownType.IEndpointRouteBuilder) && !facts.Has(KnownType.Controller) && !facts.Has(KnownType.ControllerBase)
            && !facts.Has(KnownType.PageModelAttribute) && !facts.Has(KnownType.Hub) && !facts.Has(KnownType.WorkerFunction)
                && !facts.Has(KnownType.InProcessFunction)) return;
        var endpoints = facts.Endpoints();
        start.RegisterOperationAction(context =>
        {
            if (context.ContainingSymbol is IMethodSymbol method && endpoints.Of(method) is { } endpoint)
                action(context, new Handler(endpoint, method, context.Operation));
        }, OperationKind.MethodBody);

        start.RegisterOperationAction(context =>
        {
            var local = (ILocalFunctionOperation)context.Operation;
            if (endpoints.Of(local.Symbol) is { } endpoint) action(context, new Handler(endpoint, local.Symbol, local));
        }, OperationKind.LocalFunction);

        // At the mapping call, since a report must be within the operation that was handed out.
        start.RegisterOperationAction(context =>
        {
            var call = (IInvocationOperation)context.Operation;
            if (endpoints.Of(call) is { } endpoint && Endpoints.LambdaOf(call) is { } lambda && endpoints.Of(lambda)?.Mapping == call.Syntax)
                action(context, new Handler(endpoint, lambda.Symbol, lambda));
        }, OperationKind.Invocation);
    }
}
