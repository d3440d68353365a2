namespace ArchitectAnalyzers.Models;

/// <summary>A method or lambda that the framework, a bus or a scheduler calls, and how it is reached.</summary>
internal sealed class Endpoint
{
    private string? _name;

    internal Endpoint(EndpointKind kind, IMethodSymbol? handler, ImmutableArray<string> verbs = default, string? template = null,
        InvocationExpressionSyntax? mapping = null)
    {
        Kind = kind;
        Handler = handler;
        Verbs = verbs.IsDefault ? ImmutableArray<string>.Empty : verbs;
        Template = template;
        Mapping = mapping;
    }

    internal EndpointKind Kind { get; }

    /// <summary>What runs; null where a mapping call is handed a delegate that comes from elsewhere.</summary>
    internal IMethodSymbol? Handler { get; }

    /// <summary>HTTP verbs in capitals; empty where it answers any, or where they are not visible.</summary>
    internal ImmutableArray<string> Verbs { get; }

    /// <summary>The route as far as constants show it: groups that lead out of sight are left out. Null where nothing shows.</summary>
    internal string? Template { get; }

    /// <summary>The <c>Map…</c>, <c>Use</c> or <c>Run</c> call that is handed the handler; null for those found by convention.</summary>
    internal InvocationExpressionSyntax? Mapping { get; }

    /// <summary>What a message calls it: <c>GET /orders/{id}</c>, <c>OrdersController.Get</c>, <c>MapGet</c>.</summary>
    internal string Name => _name ??= MakeName();

    /// <summary>Verbs and template of a controller's action, <c>[controller]</c> and <c>[action]</c> filled in; null where no template shows.</summary>
    internal string? Route
    {
        get
        {
            if (Template is null || Handler is null) return null;
            var controller = Handler.ContainingType.Name;
            if (controller.EndsWith("Controller", StringComparison.Ordinal)) controller = controller.Substring(0, controller.Length - 10);
            var template = Template.Replace("[controller]", controller).Replace("[action]", Handler.Name);
            return Verbs.IsEmpty ? template : string.Join(",", Verbs) + " " + template;
        }
    }

    /// <summary>Whether a hub method that returns this streams: then SignalR has a token for it.</summary>
    internal static bool Streams(ITypeSymbol type, Facts facts) =>
        IsStream(type, facts) || (type is INamedTypeSymbol { Arity: 1 } task && task.IsTask(facts) && IsStream(task.TypeArguments[0], facts));

    /// <summary>Whether the type is <c>IAsyncEnumerable</c> or <c>ChannelReader</c>.</summary>
    internal static bool IsStream(ITypeSymbol type, Facts facts) =>
        type.Name is "IAsyncEnumerable" or "ChannelReader"
        && (facts.Is(type, KnownType.IAsyncEnumerableOfT) || facts.Is(type, KnownType.ChannelReader));

    private string MakeName()
    {
        if (Mapping is not null && Template is not null) return Verbs.IsEmpty ? Template : string.Join(",", Verbs) + " " + Template;
        return Handler switch
        {
            { MethodKind: MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation, ContainingType: { } type } =>
                type.Name + "." + (Handler.ExplicitInterfaceImplementations.IsEmpty ? Handler : Handler.ExplicitInterfaceImplementations[0]).Name,
            { MethodKind: MethodKind.LocalFunction } => Handler.Name,
            _ when Mapping is not null => CallShapes.NameNode(Mapping).ToString(),
            _ => Kind.ToString(),
        };
    }
}
