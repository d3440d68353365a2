namespace ArchitectAnalyzers.Rules.Api;

/// <summary>A handler whose body or query is, or has, a list that nothing limits. Reported at the handler; the list is the additional location.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Cwe = 770, Fix = FixSafety.Safe)]
public sealed class UnlimitedBatch : Rule
{
    /// <summary>What the code calls the list: <c>items</c>, <c>request.Items</c>.</summary>
    internal const string List = nameof(List);

    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH3015",
        title: "Limit how many items a request may bring",
        messageFormat: "'{0}' takes '{1}' of any length; limit it by [MaxLength] or a check of its own",
        category: Describe.Api,
        defaultSeverity: DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "A request of a few megabytes holds a hundred thousand ids or lines. Each costs a query, a row or a call, and the request that brings them costs no more than any other.",
        Describe.Cwe(770));

    // Filters that may look at the arguments.
    private static readonly string[] s_filters = { "AddEndpointFilter", "AddEndpointFilterFactory", "WithParameterValidation", "WithValidation" };

    public UnlimitedBatch() : base(Descriptor) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts) =>
        start.RegisterHandlerAction(facts, (context, handler) => Check(context, handler, facts));

    private static void Check(OperationAnalysisContext context, Handler handler, Facts facts)
    {
        if (handler.Endpoint.Kind is not (EndpointKind.ControllerAction or EndpointKind.MinimalApi)) return;
        foreach (var parameter in handler.Method.Parameters)
        {
            var isList = BoundLists.IsList(parameter);
            var property = isList ? null : BoundLists.UnlimitedIn(parameter, facts);
            if (!isList && property is null || BoundLists.HasLimit(parameter) || ListChecks.Limits(handler.Body, parameter)) continue;

            // An entity in the contract is the worse defect: its list is a relation, and goes when the contract gets a type of its own.
            if (property is not null && facts.Entities().Is(parameter.Type, context.CancellationToken)) continue;

            // A model that a mediator or service gets is for those to check; a list is seldom looked at further down, but where it is seen to be.
            if (isList ? ListChecks.AreLimitedFurther(handler.Body, parameter, facts) : ListChecks.HandsOn(handler.Body, parameter)) continue;
            if (handler.Method.HasAttribute("RequestSizeLimitAttribute") || IsFiltered(handler.Endpoint.Mapping)) return;

            ISymbol list = property is null ? parameter : property;
            var name = property is null ? parameter.Name : parameter.Name + "." + property.Name;
            context.Report(Descriptor, handler.Location, list.Locations, ImmutableDictionary<string, string?>.Empty.Add(List, name), handler.Endpoint.Name, name);
            return;
        }
    }

    // app.MapPost(…).AddEndpointFilter<ValidationFilter>()
    private static bool IsFiltered(InvocationExpressionSyntax? mapping)
    {
        for (SyntaxNode? node = mapping; node?.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax outer } access; node = outer)
            foreach (var filter in s_filters)
                if (access.Name.Identifier.ValueText == filter) return true;
        return false;
    }
}
