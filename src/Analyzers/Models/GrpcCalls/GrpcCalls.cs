namespace ArchitectAnalyzers.Models;

/// <summary>Calls of generated gRPC clients, and whether anything ends them.</summary>
internal sealed class GrpcCalls
{
    // What gives calls a limit where the client is registered.
    private static readonly string[] s_limits = { "EnableCallContextPropagation", "AddStandardResilienceHandler", "AddResilienceHandler" };
    private static readonly string[] s_interceptions = { "AddInterceptor", "Intercept" };
    private static readonly string[] s_interceptors = { "Interceptor" };

    private readonly Facts _facts;

    internal GrpcCalls(Facts facts) => _facts = facts;

    /// <summary>Whether this compilation has gRPC clients at all.</summary>
    internal bool AreThere => _facts.Has(KnownType.GrpcClientBaseOfT) || _facts.Has(KnownType.GrpcClientBase);

    /// <summary>Whether a generated client's method is called with neither a deadline nor a token, and nothing in sight adds one.</summary>
    internal bool IsUnbounded(IInvocationOperation call, CancellationToken cancellationToken)
    {
        if (call.TargetMethod.IsStatic || !IsClient(call.TargetMethod.ContainingType)) return false;
        var parameters = call.TargetMethod.Parameters;
        if (parameters.Length is < 1 or > 4) return false;
        var last = parameters[parameters.Length - 1];
        if (last.Type.Name == "CallOptions" ? !_facts.Is(last.Type, KnownType.GrpcCallOptions) : !IsDeadlineAndToken(parameters)) return false;
        if (!IsBare(call) || call.IsQuoted(_facts)) return false;
        return !IsLimitedElsewhere(call.Instance?.Type?.Name ?? "", cancellationToken);
    }

    private bool IsClient(INamedTypeSymbol type) =>
        type.IsOrDerivesFrom(_facts[KnownType.GrpcClientBaseOfT]) || type.IsOrDerivesFrom(_facts[KnownType.GrpcClientBase]);

    private static bool IsDeadlineAndToken(ImmutableArray<IParameterSymbol> parameters) => parameters.Length > 1 &&
        parameters[parameters.Length - 1].Type.Name == nameof(CancellationToken) && parameters[parameters.Length - 2].Name == "deadline";

    private static bool IsBare(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            switch (argument.Parameter?.Type.Name)
            {
                case nameof(CancellationToken) when !IsNothing(argument): return false;
                case "CallOptions" when !IsBareOptions(argument.Value, 0): return false;
                case not null when argument.Parameter.Name == "deadline" && !IsNothing(argument): return false;
            }
        }

        return true;
    }

    // Not given; null; default; CancellationToken.None.
    private static bool IsNothing(IArgumentOperation argument) => argument.ArgumentKind == ArgumentKind.DefaultValue || argument.Value.Unwrapped() switch
    {
        IDefaultValueOperation => true,
        ILiteralOperation { ConstantValue: { HasValue: true, Value: null } } => true,
        IPropertyReferenceOperation { Property: { IsStatic: true, Name: nameof(CancellationToken.None) } } => true,
        _ => false,
    };

    // Options are bare where they are made in sight, with headers at most.
    private static bool IsBareOptions(IOperation options, int depth)
    {
        if (depth > 4) return false;
        switch (options.Unwrapped())
        {
            case IDefaultValueOperation: return true;
            case IObjectCreationOperation { Initializer: null } creation:
                foreach (var argument in creation.Arguments)
                {
                    if (argument.Parameter is { Name: "deadline" or "cancellationToken" or "propagationToken" } && !IsNothing(argument)) return false;
                }

                return true;
            case IInvocationOperation { TargetMethod.Name: "WithHeaders" or "WithWaitForReady" or "WithWriteOptions" or "WithCredentials",
                Instance: { } instance }:
                return IsBareOptions(instance, depth + 1);
            case ILocalReferenceOperation local:
                return local.Initializer() is { } value && IsBareOptions(value, depth + 1);
            default:
                return false;
        }
    }

    private bool IsLimitedElsewhere(string client, CancellationToken cancellationToken)
    {
        foreach (var tree in _facts.Compilation.SyntaxTrees)
        {
            foreach (var limit in Mentions.Of(tree, s_limits, cancellationToken))
                if (RegisteredBy(limit) is not { } registered || registered == client) return true;
        }

        bool areUsed = Mentions.Any(_facts.Compilation, s_interceptions, cancellationToken), areDeclared = false;
        foreach (var tree in _facts.Compilation.SyntaxTrees)
        {
            foreach (var name in Mentions.Of(tree, s_interceptors, cancellationToken))
            {
                if (name.FirstAncestorOrSelf<BaseTypeSyntax>()?.Parent?.Parent is not TypeDeclarationSyntax type) continue;
                areDeclared = true;
                if (SpeaksOfDeadlines(type)) return true;
            }
        }

        // An interceptor of a library may do anything.
        return areUsed && !areDeclared;
    }

    // The client that a registration is about: AddGrpcClient<Prices.PricesClient>(…).EnableCallContextPropagation(). Null: any.
    private static string? RegisteredBy(SimpleNameSyntax limit)
    {
        for (SyntaxNode? node = limit.Parent; node is MemberAccessExpressionSyntax or InvocationExpressionSyntax; node = Receiver(node))
        {
            if (node is not InvocationExpressionSyntax call
                || CallShapes.NameNode(call) is not GenericNameSyntax { Identifier.ValueText: "AddGrpcClient" } name) continue;
            return name.TypeArgumentList.Arguments[0] is QualifiedNameSyntax qualified
                ? qualified.Right.Identifier.ValueText : name.TypeArgumentList.Arguments[0].ToString();
        }

        return null;
    }

    private static SyntaxNode? Receiver(SyntaxNode node) => node switch
    {
        MemberAccessExpressionSyntax member => member.Expression,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member } => member.Expression,
        _ => null,
    };

    private static bool SpeaksOfDeadlines(TypeDeclarationSyntax type)
    {
        foreach (var token in type.DescendantTokens())
        {
            if (token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText.IndexOf("Deadline", StringComparison.OrdinalIgnoreCase) >= 0
                && token.Parent is not BaseTypeDeclarationSyntax) return true;
        }

        return false;
    }
}

internal static class GrpcCallsOfFacts
{
    /// <summary>The gRPC calls of this compilation.</summary>
    internal static GrpcCalls GrpcCalls(this Facts facts) => facts.Model(static f => new GrpcCalls(f));
}
