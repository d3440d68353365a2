namespace ArchitectAnalyzers.Rules.Api;

/// <summary>A gRPC channel, which is a pool of connections, made each time that a method runs.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Cwe = 400, Fix = FixSafety.Safe)]
public sealed class ChannelPerCall : CallRule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH3202",
        title: "Share one gRPC channel",
        messageFormat: "A channel is made, and its connections with it, each time this runs; make it once and share it",
        category: Describe.Api,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A channel opens connections, negotiates TLS and HTTP/2, and is made to be shared by all calls and threads. One for each call pays for all that each time, and leaves sockets behind.",
        Describe.Cwe(400));

    private static readonly KnownMethod[] s_table = { new(KnownType.GrpcChannel, "ForAddress") };

    public ChannelPerCall() : base(Descriptor, s_table, KnownType.GrpcChannel) { }

    private protected override void Check(OperationAnalysisContext context, KnownMethod row, Facts facts)
    {
        var call = (IInvocationOperation)context.Operation;
        if (IsPartOfRequestObject(call, context.ContainingSymbol, facts) || context.ContainingSymbol is IMethodSymbol method && LivesForOneUse(call, method, facts))
            if (!IsReconnecting(call)) context.Report(Descriptor, call.NameNode());
    }

    private static bool LivesForOneUse(IInvocationOperation call, IMethodSymbol method, Facts facts)
    {
        var life = ObjectLife.Of(call, followsOwners: true);
        return life.Escapes ? IsMadeForEach(call, life, method) : RunsOften(call, method, facts);
    }

    // A controller, a hub or a gRPC service is made for each request, and what its fields hold with it.
    private static bool IsPartOfRequestObject(IInvocationOperation call, ISymbol containing, Facts facts)
    {
        if (containing is not (IMethodSymbol { MethodKind: MethodKind.Constructor } or IFieldSymbol { IsStatic: false } or IPropertySymbol { IsStatic: false })
            || call.NestedFunction() is not null) return false;
        for (var parent = call.Parent; parent is not null; parent = parent.Parent)
            if (parent is IAssignmentOperation { Target: IMemberReferenceOperation { Member.IsStatic: true } or IInvocationOperation }) return false;
        foreach (var member in containing.ContainingType.GetMembers())
        {
            if (member is IMethodSymbol { MethodKind: MethodKind.Ordinary } handler && facts.Endpoints().Of(handler) is
                { Kind: EndpointKind.ControllerAction or EndpointKind.RazorHandler or EndpointKind.HubMethod or EndpointKind.GrpcMethod }) return true;
        }

        return false;
    }

    // What it is returned by runs for each use: a property without a memory, a factory of transient or scoped services.
    private static bool IsMadeForEach(IInvocationOperation call, ObjectLife life, IMethodSymbol method)
    {
        if (!life.IsReturned) return false;
        if (call.NestedFunction() is not null) return IsShortLived(call);
        if (method.MethodKind == MethodKind.PropertyGet) return life.Local is null && call.Syntax.FirstAncestorOrSelf<ArrowExpressionClauseSyntax>() is not null;
        return method is { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Private } && IsUsedOnce(method);
    }

    // A private method that makes one, called in other methods for what is done with it there: CreateClient().GetAsync(…).
    private static bool IsUsedOnce(IMethodSymbol method)
    {
        foreach (var declaration in method.ContainingType.DeclaringSyntaxReferences)
        {
            foreach (var expression in BodyCalls.In(declaration.GetSyntax()))
            {
                if (expression is not InvocationExpressionSyntax { Expression: IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } } use
                    || CallShapes.NameNode(use) is not SimpleNameSyntax { Identifier.ValueText: var name } || name != method.Name) continue;
                if (use.FirstAncestorOrSelf<MethodDeclarationSyntax>() is null || use.FirstAncestorOrSelf<AnonymousFunctionExpressionSyntax>() is not null) continue;
                if (use.Parent is MemberAccessExpressionSyntax || use.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax local } && IsForCalls(local)) return true;
            }
        }

        return false;
    }

    // var client = CreateClient(); await client.GetAsync(…); and the client goes nowhere else.
    private static bool IsForCalls(VariableDeclaratorSyntax local)
    {
        if (local.Parent?.Parent is LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 }) return true;
        if (local.FirstAncestorOrSelf<BlockSyntax>() is not { } block) return false;
        foreach (var token in block.DescendantTokens())
        {
            if (!token.IsKind(SyntaxKind.IdentifierToken) || token.ValueText != local.Identifier.ValueText || token == local.Identifier) continue;
            if (token.Parent is not IdentifierNameSyntax { Parent: MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax } access } || access.Expression != token.Parent) return false;
        }

        return true;
    }

    private static bool IsShortLived(IInvocationOperation call)
    {
        if (call.NestedFunction() is not IAnonymousFunctionOperation lambda) return false;
        IOperation? handed = lambda.Parent;
        while (handed is IDelegateCreationOperation or IConversionOperation) handed = handed.Parent;
        return handed is IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: var name } }
            && (name.EndsWith("Transient", StringComparison.Ordinal) || name.EndsWith("Scoped", StringComparison.Ordinal));
    }

    private static bool RunsOften(IInvocationOperation call, IMethodSymbol method, Facts facts)
    {
        if (call.NestedFunction() is { } nested)
        {
            // In a start-up, only what answers requests runs more than once as far as can be seen.
            return !IsOnce(method, facts) || IsInLoop(call, nested) || facts.RequestCode().KindAt(call, method) is not null;
        }

        return !IsOnce(method, facts) || IsInLoop(call, null);
    }

    private static readonly string[] s_setUp = { "IServiceCollection", "IEndpointRouteBuilder", "IApplicationBuilder", "WebApplication", "WebApplicationBuilder", "IHostApplicationBuilder" };

    // Constructors and initializers belong to the lifetime of their object; a program, what sets it up, and a hosted service, begin once.
    private static bool IsOnce(IMethodSymbol method, Facts facts)
    {
        if (method.MethodKind is MethodKind.Constructor or MethodKind.StaticConstructor || method.IsEntryPoint()) return true;
        foreach (var parameter in method.Parameters)
            if (Array.IndexOf(s_setUp, parameter.Type.Name) >= 0) return true;
        if (method.Name is "ExecuteAsync" or "StartAsync" or "InitializeAsync" && method.ContainingType.Implements(facts[KnownType.IHostedService])) return true;
        foreach (var member in method.ContainingType.GetMembers("Main"))
            if (member is IMethodSymbol main && main.IsEntryPoint()) return true;
        return false;
    }

    private static bool IsInLoop(IOperation operation, IOperation? function)
    {
        for (var parent = operation.Parent; parent is not null && parent != function; parent = parent.Parent)
            if (parent is ILoopOperation) return true;
        return false;
    }

    // while (!token.IsCancellationRequested) { connect; stay; }: one for as long as the connection lasts.
    private static bool IsReconnecting(IOperation operation)
    {
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is not IWhileLoopOperation { Condition: { } condition } loop || !condition.ConstantValue.HasValue && !condition.Syntax.ToString().Contains("Cancel")) continue;
            foreach (var part in loop.Body.Descendants())
                if (part is IInvocationOperation { Type.Name: "AsyncDuplexStreamingCall" or "AsyncServerStreamingCall" }) return true;
        }

        return false;
    }
}
