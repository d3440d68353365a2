namespace ArchitectAnalyzers.Models;

/// <summary>Verbs and templates, from route attributes and mapping calls.</summary>
internal static class Routes
{
    // The verb of each mapping call; empty where the call answers any, null where an argument says.
    private static readonly Dictionary<string, string?> s_mappings = new(StringComparer.Ordinal)
    {
        ["MapGet"] = "GET",
        ["MapPost"] = "POST",
        ["MapPut"] = "PUT",
        ["MapDelete"] = "DELETE",
        ["MapPatch"] = "PATCH",
        ["MapMethods"] = null,
        ["Map"] = "",
        ["MapFallback"] = "",
    };

    /// <summary>Whether a call of this name could map a handler to a route.</summary>
    internal static bool IsMappingName(string name) => s_mappings.ContainsKey(name);

    /// <summary>Whether the method is one of the framework's that map a delegate to a route.</summary>
    internal static bool IsMapping(IMethodSymbol target, Facts facts) =>
        IsMappingName(target.Name)
        && (facts.Is(target.ContainingType, KnownType.EndpointRouteBuilderExtensions)
            || facts.Is(target.ContainingType, KnownType.FallbackEndpointRouteBuilderExtensions));

    /// <summary>The endpoint that a mapping call makes. <paramref name="call"/> is one by <see cref="IsMapping"/>.</summary>
    internal static Endpoint Mapped(IInvocationOperation call, IMethodSymbol? handler, Facts facts)
    {
        var verb = s_mappings[call.TargetMethod.Name];
        var verbs = verb is null ? Strings(Argument(call, "httpMethods")) : verb.Length == 0 ? default : ImmutableArray.Create(verb);
        var template = Argument(call, "pattern")?.ConstantValue is { HasValue: true, Value: string pattern } ? pattern : null;
        if (template is not null) template = Prefixed(call, template, facts);
        return new Endpoint(EndpointKind.MinimalApi, handler, verbs, template, call.Syntax as InvocationExpressionSyntax);
    }

    /// <summary>The endpoint that a controller's method is, with what its route attributes say.</summary>
    internal static Endpoint Action(IMethodSymbol method, Facts facts)
    {
        ImmutableArray<string>.Builder? verbs = null;
        string? template = null;
        foreach (var attribute in method.GetAttributes())
        {
            if (attribute.AttributeClass is not { } type) continue;
            if (facts.Is(type, KnownType.AcceptVerbs)) AddStrings(attribute, verbs ??= ImmutableArray.CreateBuilder<string>());
            else if ((type.IsOrDerivesFrom(facts[KnownType.HttpMethodAttribute]) || IsMvc(type)) && VerbOf(type) is { } verb)
                (verbs ??= ImmutableArray.CreateBuilder<string>()).Add(verb);
            if (IsRoute(type, facts)) template ??= Template(attribute);
        }

        if (template is null || !(template.StartsWith("/", StringComparison.Ordinal) || template.StartsWith("~/", StringComparison.Ordinal)))
            template = Join(TypeTemplate(method.ContainingType, facts), template);
        return new Endpoint(EndpointKind.ControllerAction, method, verbs?.ToImmutable() ?? default, template);
    }

    /// <summary>The value that a call passes for a parameter, by the parameter's name.</summary>
    internal static IOperation? Argument(IInvocationOperation call, string parameter)
    {
        foreach (var argument in call.Arguments)
            if (argument.Parameter?.Name == parameter) return argument.Value;
        return null;
    }

    // By its interface; by its name in source that stands for the framework.
    private static bool IsRoute(INamedTypeSymbol attribute, Facts facts) => facts[KnownType.IRouteTemplateProvider] is { } contract
        ? attribute.Implements(contract)
        : IsMvc(attribute) && (attribute.Name == "RouteAttribute" || VerbOf(attribute) is not null);

    private static bool IsMvc(INamedTypeSymbol type) => type.ContainingNamespace is { Name: "Mvc", ContainingNamespace.Name: "AspNetCore" };

    // HttpGetAttribute: GET. A team's own attribute has a name of its own, and says nothing.
    private static string? VerbOf(INamedTypeSymbol attribute)
    {
        var name = attribute.Name;
        return name.StartsWith("Http", StringComparison.Ordinal) && name.EndsWith("Attribute", StringComparison.Ordinal) && name.Length > 13
            ? name.Substring(4, name.Length - 13).ToUpperInvariant()
            : null;
    }

    private static string? TypeTemplate(INamedTypeSymbol type, Facts facts)
    {
        for (var t = type; t is not null; t = t.BaseType)
            foreach (var attribute in t.GetAttributes())
                if (attribute.AttributeClass is { } route && IsRoute(route, facts) && Template(attribute) is { } template) return template;
        return null;
    }

    private static string? Template(AttributeData attribute)
    {
        foreach (var argument in attribute.ConstructorArguments)
            if (argument is { Kind: TypedConstantKind.Primitive, Value: string text }) return text;
        return null;
    }

    private static void AddStrings(AttributeData attribute, ImmutableArray<string>.Builder verbs)
    {
        foreach (var argument in attribute.ConstructorArguments)
        {
            if (argument.Kind != TypedConstantKind.Array)
            {
                if (argument.Value is string one) verbs.Add(one.ToUpperInvariant());
                continue;
            }

            if (argument.Values.IsDefault) continue;
            foreach (var value in argument.Values)
                if (value.Value is string text) verbs.Add(text.ToUpperInvariant());
        }
    }

    private static string? Join(string? prefix, string? template)
    {
        if (prefix is null) return template;
        if (string.IsNullOrEmpty(template)) return prefix;
        return prefix.TrimEnd('/') + "/" + template!.TrimStart('/');
    }

    // Out through MapGroup calls, conventions chained on them, and locals that hold them.
    private static string Prefixed(IInvocationOperation call, string template, Facts facts)
    {
        var receiver = Receiver(call);
        for (var hops = 0; receiver is not null && hops < 16; hops++)
        {
            switch (receiver)
            {
                case IConversionOperation conversion:
                    receiver = conversion.Operand;
                    break;
                case IInvocationOperation { TargetMethod.Name: "MapGroup" } group
                    when facts.Is(group.TargetMethod.ContainingType, KnownType.EndpointRouteBuilderExtensions):
                    if (Argument(group, "prefix")?.ConstantValue is not { HasValue: true, Value: string prefix }) return template;
                    template = Join(prefix, template)!;
                    receiver = Receiver(group);
                    break;
                case IInvocationOperation chained:
                    receiver = Receiver(chained);
                    break;
                case ILocalReferenceOperation { Local: var local }:
                    receiver = Initializer(local, call.SemanticModel);
                    break;
                default:
                    return template;
            }
        }

        return template;
    }

    private static IOperation? Receiver(IInvocationOperation call) =>
        call.Instance ?? (call.TargetMethod.IsExtensionMethod && !call.Arguments.IsEmpty ? call.Arguments[0].Value : null);

    private static IOperation? Initializer(ILocalSymbol local, SemanticModel? semantics)
    {
        if (semantics is null || local.DeclaringSyntaxReferences.IsEmpty) return null;
        return local.DeclaringSyntaxReferences[0].GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: InvocationExpressionSyntax value }
            && value.SyntaxTree == semantics.SyntaxTree
            ? semantics.GetOperation(value)
            : null;
    }

    private static ImmutableArray<string> Strings(IOperation? value)
    {
        var verbs = ImmutableArray.CreateBuilder<string>();
        if (value is not null) AddStrings(value, verbs);
        return verbs.ToImmutable();
    }

    // Through arrays, conversions, and collection expressions, which this API level has no name for.
    private static void AddStrings(IOperation value, ImmutableArray<string>.Builder verbs)
    {
        if (value.ConstantValue is { HasValue: true, Value: string text }) verbs.Add(text.ToUpperInvariant());
        else if (value is IFieldReferenceOperation { Field: { Name: var name, ContainingType.Name: "HttpMethods" } }) verbs.Add(name.ToUpperInvariant());
        else if (value is not IInvocationOperation)
            foreach (var child in value.ChildOperations) AddStrings(child, verbs);
    }
}
