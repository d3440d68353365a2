namespace ArchitectAnalyzers.Rules.Api;

/// <summary>An entity of a context that a request is bound to, or that an answer is made of.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Cwe = 915, NoFix = "Which properties clients may read and write is a decision, and the type that says so is yours to write.")]
public sealed class EntityInContract : Rule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH3102",
        title: "Keep entities out of the contract",
        messageFormat: "'{0}' {1} the entity '{2}'; put a type of the contract's own between client and table",
        category: Describe.Api,
        defaultSeverity: DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "A client that a request is bound for can set every property of an entity, and one that is answered with it sees every column, " +
            "today's and tomorrow's.",
        Describe.Cwe(915));

    // Bound from elsewhere than the body, by a service or of chosen properties.
    private static readonly string[] s_otherSources =
    {
        "FromServicesAttribute", "FromKeyedServicesAttribute", "FromRouteAttribute", "FromQueryAttribute", "FromHeaderAttribute", "BindAttribute",
        "BindNeverAttribute", "ModelBinderAttribute",
    };

    public EntityInContract() : base(Descriptor) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        var (entities, answers) = (facts.Entities(), facts.Answers());
        if (!entities.IsThere) return;
        start.RegisterHandlerAction(facts, (context, handler) => Check(context, handler, entities, answers));
        if (facts.Has(KnownType.BindProperty)) start.RegisterSymbolAction(context => CheckProperty(context, facts, entities), SymbolKind.Property);
    }

    private static void Check(OperationAnalysisContext context, Handler handler, Entities entities, Answers answers)
    {
        if (handler.Endpoint.Kind is not (EndpointKind.ControllerAction or EndpointKind.MinimalApi or EndpointKind.RazorHandler)) return;
        foreach (var parameter in handler.Method.Parameters)
        {
            if (IsFromBody(parameter, handler.Endpoint) && Carried(parameter.Type, entities, context.CancellationToken) is { } bound)
            {
                context.Report(Descriptor, handler.Location, handler.Endpoint.Name, "binds the request to", bound.Name);
                return;
            }
        }

        var part = answers.First(handler, (entities, context.CancellationToken), static (value, given) => given.entities.In(value.Type,
            given.CancellationToken) is not null);
        if (part is not null)
            context.Report(Descriptor, handler.Location, handler.Endpoint.Name, "answers with", entities.In(part.Type, context.CancellationToken)!.Name);
    }

    // [BindProperty] public Order Order { get; set; }
    private static void CheckProperty(SymbolAnalysisContext context, Facts facts, Entities entities)
    {
        var property = (IPropertySymbol)context.Symbol;
        var isBound = false;
        foreach (var attribute in property.GetAttributes())
        {
            isBound |= facts.Is(attribute.AttributeClass, KnownType.BindProperty);
            if (attribute.AttributeClass is { } type && Array.IndexOf(s_otherSources, type.Name) >= 0) return;
        }

        if (!isBound || Carried(property.Type, entities, context.CancellationToken) is not { } bound) return;
        context.Report(Descriptor, property.Locations[0], ImmutableDictionary<string, string?>.Empty,
            property.ContainingType.Name + "." + property.Name, "binds the request to", bound.Name);
    }

    private static bool IsFromBody(IParameterSymbol parameter, Endpoint endpoint)
    {
        if (parameter.Type is not (INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Interface,
            SpecialType: not SpecialType.System_String } or IArrayTypeSymbol)) return false;
        var isSaid = false;
        foreach (var attribute in parameter.GetAttributes())
        {
            if (attribute.AttributeClass is not { } type) continue;
            if (Array.IndexOf(s_otherSources, type.Name) >= 0) return false;
            isSaid |= type.Name is "FromBodyAttribute" or "FromFormAttribute";
        }

        if (isSaid || endpoint.Verbs.IsEmpty) return isSaid || endpoint.Kind == EndpointKind.MinimalApi;
        foreach (var verb in endpoint.Verbs)
            if (verb is not ("GET" or "HEAD" or "OPTIONS")) return true;
        return false;
    }

    // The entity itself, several of them, or a patch of one. A repository of entities is a service.
    private static ITypeSymbol? Carried(ITypeSymbol type, Entities entities, CancellationToken cancellationToken)
    {
        if (type is IArrayTypeSymbol array) type = array.ElementType;
        else if (type is INamedTypeSymbol { TypeArguments.Length: 1 } generic)
        {
            if (generic.Name is not ("JsonPatchDocument" or "Delta") && !IsOfCollections(generic.ContainingNamespace)) return null;
            type = generic.TypeArguments[0];
        }

        return entities.Is(type, cancellationToken) ? type : null;
    }

    private static bool IsOfCollections(INamespaceSymbol? space) =>
        space is { Name: "Collections", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } }
        || space?.ContainingNamespace is { Name: "Collections" } outer && IsOfCollections(outer);
}
