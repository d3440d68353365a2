namespace ArchitectAnalyzers.Rules.Api;

/// <summary>A GraphQL server whose clients decide how much a query may cost.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Cwe = 770, Fix = FixSafety.ChangesBehaviour)]
public sealed class UnlimitedGraph : Rule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH3205",
        title: "Limit what a GraphQL query may cost",
        messageFormat: "'{0}' leaves the depth and the cost of queries without a limit, so that one query can ask for everything many times over; set one",
        category: Describe.Api,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A GraphQL query is written by the client. Nested lists multiply: without a limit on depth or cost, one small request loads the " +
            "database into memory, again and again.",
        Describe.Cwe(770));

    // Limits on depth, cost or pages, and servers that run known documents only: of Hot Chocolate, and of GraphQL.NET.
    private static readonly string[] s_limits =
    {
        "AddMaxExecutionDepthRule", "AddMaxComplexityRule", "ModifyCostOptions", "AddCostAnalyzer", "MaxFieldCost", "MaxTypeCost",
        "SetPagingOptions", "ModifyPagingOptions", "OnlyAllowPersistedQueries", "OnlyAllowPersistedDocuments", "OnlyPersistedQueriesAllowed",
        "UseOnlyPersistedQueriesAllowed", "AddComplexityAnalyzer", "ComplexityConfiguration", "ComplexityValidationRule",

        // Names that others have too: they count in a registration, or in an attribute of the schema.
        "Complexity", "MaxDepth", "MaxComplexity", "MaxPageSize",
    };

    private static readonly string[] s_ambiguous = { "Complexity", "MaxDepth", "MaxComplexity", "MaxPageSize" };

    private static readonly string[] s_depth = { "AddMaxExecutionDepthRule", "OnlyAllowPersistedQueries", "OnlyAllowPersistedDocuments" };

    private static readonly string[] s_servers = { "AddGraphQLServer", "AddGraphQL" };

    public UnlimitedGraph() : base(Descriptor) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        if (facts.Has(KnownType.HotChocolateBuilder) || facts.Has(KnownType.GraphQLBuilder))
            start.RegisterOperationAction(context => CheckServer(context, facts), OperationKind.Invocation);
        if (facts.Has(KnownType.HotChocolateCostOptions))
            start.RegisterOperationAction(context => CheckEnforcement(context, facts), OperationKind.SimpleAssignment);
    }

    private static void CheckServer(OperationAnalysisContext context, Facts facts)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod.Name is not ("AddGraphQLServer" or "AddGraphQL") || !AddsServer(call, facts) || HasDefaultLimits(call)) return;
        var chain = ChainOf(call.Syntax);
        if (chain.Parent is ReturnStatementSyntax or ArrowExpressionClauseSyntax
            && facts.Is(call.SemanticModel!.GetTypeInfo(chain).Type, KnownType.HotChocolateBuilder)) return;
        if (IsLimited(chain, s_limits, facts.Compilation, context.CancellationToken)) return;
        context.Report(Descriptor, call.NameNode(), call.TargetMethod.Name);
    }

    // options.EnforceCostLimits = false
    private static void CheckEnforcement(OperationAnalysisContext context, Facts facts)
    {
        var assignment = (ISimpleAssignmentOperation)context.Operation;
        if (assignment.Target is not IPropertyReferenceOperation { Property: { Name: "EnforceCostLimits", ContainingType: var type } }
            || !facts.Is(type, KnownType.HotChocolateCostOptions) || assignment.Value.ConstantValue is not { HasValue: true, Value: false }) return;
        SyntaxNode chain = assignment.Syntax.FirstAncestorOrSelf<LambdaExpressionSyntax>()?.FirstAncestorOrSelf<InvocationExpressionSyntax>()
            ?? assignment.Syntax;
        if (IsLimited(ChainOf(chain), s_depth, facts.Compilation, context.CancellationToken)) return;
        context.Report(Descriptor, CallShapes.NameNode(assignment.Target.Syntax), "EnforceCostLimits");
    }

    private static bool AddsServer(IInvocationOperation call, Facts facts)
    {
        if (facts.Is(call.Type, KnownType.HotChocolateBuilder) || facts.Is(call.Type, KnownType.GraphQLBuilder)) return true;
        foreach (var parameter in call.TargetMethod.Parameters)
        {
            if (parameter.Type is INamedTypeSymbol { Name: "Action", Arity: 1 } action && facts.Is(action.TypeArguments[0], KnownType.GraphQLBuilder))
                return true;
        }

        return false;
    }

    // Hot Chocolate 14 and later analyse the cost of each query, unless they are told not to.
    private static bool HasDefaultLimits(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
            if (argument.Parameter is { Name: "disableDefaultSecurity" }) return argument.Value.ConstantValue is not { HasValue: true, Value: true };
        return false;
    }

    // A limit counts where it is set in the registration itself, or in code that belongs to no other one.
    private static bool IsLimited(SyntaxNode chain, string[] limits, Compilation compilation, CancellationToken cancellationToken)
    {
        foreach (var tree in compilation.SyntaxTrees)
        {
            foreach (var limit in Mentions.Of(tree, limits, cancellationToken))
            {
                if (tree == chain.SyntaxTree && chain.Span.Contains(limit.Span)) return true;
                if (!IsDeclaration(limit) && !IsSomethingElse(limit) && !IsInAnother(limit, chain, cancellationToken)) return true;
            }
        }

        return false;
    }

    // The type of a parameter says nothing about a limit; what is called or set does.
    private static bool IsDeclaration(SimpleNameSyntax limit) =>
        limit.FirstAncestorOrSelf<ParameterSyntax>() is not null
        || limit.Parent is TypeArgumentListSyntax or VariableDeclarationSyntax or BaseTypeSyntax or MethodDeclarationSyntax
            or PropertyDeclarationSyntax;

    private static bool IsSomethingElse(SimpleNameSyntax limit)
    {
        if (Array.IndexOf(s_ambiguous, limit.Identifier.ValueText) < 0) return false;
        for (SyntaxNode? node = limit; node is not (null or StatementSyntax or MemberDeclarationSyntax); node = node.Parent)
        {
            if (node is AttributeSyntax attribute) return attribute.Name.ToString().IndexOf("Paging", StringComparison.Ordinal) < 0;
            if (node is InvocationExpressionSyntax call
                && CallShapes.NameNode(call) is SimpleNameSyntax { Identifier.ValueText: "ModifyRequestOptions" or "ModifyOptions" }) return false;
        }

        // In the block of a lambda, the registration is farther out.
        return limit.FirstAncestorOrSelf<LambdaExpressionSyntax>()?.Parent?.Parent?.Parent is not InvocationExpressionSyntax outer
            || CallShapes.NameNode(outer) is not SimpleNameSyntax { Identifier.ValueText: "ModifyRequestOptions" or "ModifyOptions" };
    }

    private static bool IsInAnother(SimpleNameSyntax limit, SyntaxNode chain, CancellationToken cancellationToken)
    {
        foreach (var server in Mentions.Of(limit.SyntaxTree, s_servers, cancellationToken))
            if (server.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { } call && ChainOf(call) is var other && other != chain
                && other.Span.Contains(limit.Span)) return true;
        return false;
    }

    // The whole of services.AddGraphQLServer().AddQueryType<Query>()….
    private static SyntaxNode ChainOf(SyntaxNode call)
    {
        while (call.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax next } member && member.Expression == call) call = next;
        return call;
    }
}
