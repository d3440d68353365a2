namespace ArchitectAnalyzers.Rules.Api;

/// <summary>A handler takes a model that says what is valid, and nothing looks whether it is.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Cwe = 20, Fix = FixSafety.Safe)]
public sealed class UnvalidatedRequest : Rule
{
    internal const string Model = nameof(Model);

    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH3103",
        title: "Validate requests that say what is valid",
        messageFormat: "'{0}' takes '{1}', whose validation attributes nothing looks at; validate it before it is used",
        category: Describe.Api,
        defaultSeverity: DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "Validation attributes do nothing by themselves: a controller without [ApiController] has to look at ModelState, a minimal API " +
            "needs AddValidation(), a filter or a validator.",
        Describe.Cwe(20));

    // A parameter that is no part of the request.
    private static readonly string[] s_services = { "FromServicesAttribute", "FromKeyedServicesAttribute", "ValidateNeverAttribute" };

    public UnvalidatedRequest() : base(Descriptor, KnownType.ValidationAttribute) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        var validation = facts.Validation();
        start.RegisterHandlerAction(facts, (context, handler) => Check(context, handler, validation));
    }

    private static void Check(OperationAnalysisContext context, Handler handler, Validation validation)
    {
        if (handler.Endpoint.Kind is not (EndpointKind.ControllerAction or EndpointKind.MinimalApi)) return;
        if (ModelOf(handler.Method, validation) is not { } model) return;

        var isMinimal = handler.Endpoint.Kind == EndpointKind.MinimalApi;
        if (!isMinimal && IsFiltered(handler.Method, validation, context.CancellationToken)) return;
        if (isMinimal && IsFilteredByName(handler.Endpoint.Mapping)) return;
        if (validation.IsGeneral(isMinimal, context.CancellationToken) || validation.IsLookedAt(handler)) return;
        context.Report(Descriptor, handler.Location, null, ImmutableDictionary<string, string?>.Empty.Add(Model, model.Name), handler.Endpoint.Name,
            model.Type.Name);
    }

    private static IParameterSymbol? ModelOf(IMethodSymbol method, Validation validation)
    {
        foreach (var parameter in method.Parameters)
        {
            if (!validation.HasRules(parameter.Type)) continue;
            var isService = false;
            foreach (var attribute in parameter.GetAttributes())
                isService |= attribute.AttributeClass is { } type && Array.IndexOf(s_services, type.Name) >= 0;
            if (!isService) return parameter;
        }

        return null;
    }

    // [ApiController] answers 400 by itself, for a class, its base or the assembly; a team's own attribute tells by its name.
    private static bool IsFiltered(IMethodSymbol method, Validation validation, CancellationToken cancellationToken)
    {
        var isAutomatic = !validation.IsSuppressed(cancellationToken);
        if (Validates(method, isAutomatic) || Validates(method.ContainingAssembly, isAutomatic)) return true;
        for (var type = method.ContainingType; type is not null; type = type.BaseType)
            if (Validates(type, isAutomatic)) return true;
        return false;
    }

    private static bool Validates(ISymbol symbol, bool isAutomatic)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            if (attribute.AttributeClass is not { Name: var name }) continue;
            if (name == "ApiControllerAttribute" && isAutomatic) return true;
            if (name.IndexOf("Valid", StringComparison.Ordinal) >= 0 && name.IndexOf("forgery", StringComparison.OrdinalIgnoreCase) < 0) return true;
            foreach (var argument in attribute.ConstructorArguments)
                if (argument is { Kind: TypedConstantKind.Type, Value: ITypeSymbol filter }
                    && filter.Name.IndexOf("Valid", StringComparison.Ordinal) >= 0) return true;
        }

        return false;
    }

    // app.MapPost(…).Validate<Order>()
    private static bool IsFilteredByName(SyntaxNode? mapping)
    {
        for (var call = mapping; call?.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax chained } access; call = chained)
            if (access.Name.Identifier.ValueText.IndexOf("Valid", StringComparison.Ordinal) >= 0
                || access.Name.Identifier.ValueText.IndexOf("Filter", StringComparison.Ordinal) >= 0) return true;
        return false;
    }
}
