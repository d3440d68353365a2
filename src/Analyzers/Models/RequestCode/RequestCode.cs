using System.Collections.Concurrent;

namespace ArchitectAnalyzers.Models;

/// <summary>
/// Which code runs as part of answering a request or a message: handlers, what they run on the spot, and the methods that are not public which
/// they call in their own type. Thread-safe.
/// </summary>
internal sealed class RequestCode
{
    private readonly Facts _facts;
    private readonly Endpoints _endpoints;

    // The methods of a type that its handlers reach, and the kind of the handler.
    private readonly ConcurrentDictionary<INamedTypeSymbol, Dictionary<string, EndpointKind>> _reached = new(SymbolEqualityComparer.Default);

    internal RequestCode(Facts facts)
    {
        _facts = facts;
        _endpoints = facts.Endpoints();
    }

    /// <summary>The kind of handler that runs an operation; null where none is seen to. Hosted services answer nobody.</summary>
    internal EndpointKind? KindAt(IOperation operation, ISymbol containing)
    {
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            switch (parent)
            {
                case IAnonymousFunctionOperation lambda:
                    if (Answers(_endpoints.Of(lambda)) is { } kind) return kind;
                    if (!RunsHere(lambda)) return null;
                    break;
                case ILocalFunctionOperation local when Answers(_endpoints.Of(local.Symbol)) is { } mapped:
                    return mapped;
            }
        }

        if (containing is not IMethodSymbol method) return null;
        if (Answers(_endpoints.Of(method)) is { } own) return own;
        return method is { MethodKind: MethodKind.Ordinary, ContainingType: { } type, DeclaredAccessibility: not Accessibility.Public }
            && Reached(type).TryGetValue(method.Name, out var reached) ? reached : null;
    }

    /// <summary>Whether the kind answers a client that waits over HTTP.</summary>
    internal static bool IsWeb(EndpointKind? kind) => kind is EndpointKind.ControllerAction or EndpointKind.MinimalApi or EndpointKind.RazorHandler
        or EndpointKind.HubMethod or EndpointKind.GrpcMethod or EndpointKind.Middleware;

    /// <summary>Whether what a function returns, a handler's or a nested one's, answers such a client.</summary>
    internal bool AnswersOverHttp(IOperation returned, ISymbol containing) => IsWeb((returned.NestedFunction() switch
    {
        IAnonymousFunctionOperation lambda => _endpoints.Of(lambda),
        ILocalFunctionOperation local => _endpoints.Of(local.Symbol),
        _ => containing is IMethodSymbol method ? _endpoints.Of(method) : null,
    })?.Kind);

    private static EndpointKind? Answers(Endpoint? endpoint) => endpoint is null or { Kind: EndpointKind.HostedService } ? null : endpoint.Kind;

    // Handed to a call that is awaited, returned or a query: part of the work. Handed to a queue, a timer, an event: not.
    private static bool RunsHere(IAnonymousFunctionOperation lambda)
    {
        IOperation? handed = lambda.Parent;
        while (handed is IDelegateCreationOperation or IConversionOperation) handed = handed.Parent;
        return handed is IArgumentOperation { Parent: IInvocationOperation taker }
            && (taker.TargetMethod.ContainingType is { Name: "Enumerable" } || taker.DirectAwait() is not null
                || taker.Parent is IReturnOperation or IArgumentOperation
                || taker.TargetMethod is { Name: "Run", ContainingType.Name: "Task" });
    }

    private Dictionary<string, EndpointKind> Reached(INamedTypeSymbol type) =>
        _reached.TryGetValue(type, out var known) ? known : _reached.GetOrAdd(type, Reach(type));

    // By name: a call of a method of its own type, written without a receiver or on this.
    private Dictionary<string, EndpointKind> Reach(INamedTypeSymbol type)
    {
        var reached = new Dictionary<string, EndpointKind>(StringComparer.Ordinal);
        var bodies = new Queue<(SyntaxNode Body, EndpointKind Kind)>();
        foreach (var member in type.GetMembers())
        {
            if (member is not IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation } method) continue;
            if (Answers(_endpoints.Of(method)) is { } kind) Enqueue(method, kind, bodies);
            else if (_facts.Has(KnownType.IEndpointRouteBuilder)) EnqueueMapped(method, bodies);
        }

        while (bodies.Count > 0)
        {
            var (body, kind) = bodies.Dequeue();
            foreach (var node in body.DescendantNodesAndSelf())
            {
                if (Called(node) is not { } name || reached.ContainsKey(name)) continue;
                foreach (var member in type.GetMembers(name))
                {
                    if (member is not IMethodSymbol { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: not Accessibility.Public } method) continue;
                    reached[name] = kind;
                    Enqueue(method, kind, bodies);
                }
            }
        }

        return reached;
    }

    private static void Enqueue(IMethodSymbol method, EndpointKind kind, Queue<(SyntaxNode, EndpointKind)> bodies)
    {
        foreach (var reference in method.DeclaringSyntaxReferences)
            if (BodyCalls.BodyOf(reference.GetSyntax()) is { } body) bodies.Enqueue((body, kind));
    }

    // The lambdas that a method maps to routes.
    private void EnqueueMapped(IMethodSymbol method, Queue<(SyntaxNode, EndpointKind)> bodies)
    {
        foreach (var reference in method.DeclaringSyntaxReferences)
        {
            if (BodyCalls.BodyOf(reference.GetSyntax()) is not { } body) continue;
            foreach (var call in BodyCalls.Of(body))
            {
                if (call is not InvocationExpressionSyntax mapping || CallShapes.NameNode(mapping) is not SimpleNameSyntax { Identifier.ValueText: var name }
                    || !Routes.IsMappingName(name)) continue;
                foreach (var argument in mapping.ArgumentList.Arguments)
                {
                    if (argument.Expression is LambdaExpressionSyntax lambda
                        && _facts.Semantics(mapping.SyntaxTree).GetOperation(mapping) is IInvocationOperation bound
                        && _endpoints.Of(bound) is { Kind: EndpointKind.MinimalApi })
                        bodies.Enqueue((lambda.Body, EndpointKind.MinimalApi));
                }
            }
        }
    }

    private static string? Called(SyntaxNode node) => node switch
    {
        InvocationExpressionSyntax { Expression: SimpleNameSyntax name } => name.Identifier.ValueText,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name: var name } } =>
            name.Identifier.ValueText,
        _ => null,
    };
}

internal static class RequestCodeOfFacts
{
    /// <summary>The request code of this compilation.</summary>
    internal static RequestCode RequestCode(this Facts facts) => facts.Model(static f => new RequestCode(f));
}
