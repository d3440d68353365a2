namespace ArchitectAnalyzers.Models;

/// <summary>The types through which an app is set up: whoever holds one can change the app.</summary>
internal sealed class Hosts
{
    private readonly Facts _facts;
    private readonly INamedTypeSymbol?[] _types;

    internal Hosts(Facts facts)
    {
        _facts = facts;
        _types = new[]
        {
            facts[KnownType.WebApplication], facts[KnownType.WebApplicationBuilder], facts[KnownType.IApplicationBuilder],
            facts[KnownType.IEndpointRouteBuilder], facts[KnownType.IServiceCollection], facts[KnownType.IHostApplicationBuilder],
            facts[KnownType.IHostBuilder], facts[KnownType.IWebHostBuilder],
        };
    }

    /// <summary>Whether the type, or a constraint of it, is one; a task of one counts.</summary>
    internal bool Is(ITypeSymbol? type)
    {
        switch (type)
        {
            case null or IErrorTypeSymbol: return false;
            case ITypeParameterSymbol parameter:
                foreach (var constraint in parameter.ConstraintTypes)
                    if (constraint is not ITypeParameterSymbol && Is(constraint)) return true;
                return false;
            case INamedTypeSymbol { Name: "Task" or "ValueTask", TypeArguments: { Length: 1 } result }: return Is(result[0]);
        }

        foreach (var host in _types)
            if (type.IsA(host)) return true;
        return false;
    }

    /// <summary>Whether the type is a builder of a host in the older style: <c>IHostBuilder</c>, <c>IWebHostBuilder</c>.</summary>
    internal bool IsOlderBuilder(ITypeSymbol type) => _facts.Is(type, KnownType.IHostBuilder) || _facts.Is(type, KnownType.IWebHostBuilder);

    /// <summary>Whether a delegate type hands a host to what it calls: <c>Action&lt;IApplicationBuilder&gt;</c>.</summary>
    internal bool IsHandedBy(ITypeSymbol? type) => type is INamedTypeSymbol { DelegateInvokeMethod: { } invoke } && Takes(invoke);

    /// <summary>Whether a parameter takes a host.</summary>
    internal bool Takes(IMethodSymbol method)
    {
        foreach (var parameter in method.Parameters)
            if (Is(parameter.Type)) return true;
        return false;
    }

    /// <summary>Whether the method is called on a host, takes one or gives one.</summary>
    internal bool Touches(IMethodSymbol method) =>
        Is(method.ReceiverType) || Takes(method) || Is(method.MethodKind == MethodKind.Constructor ? null : method.ReturnType);

    /// <summary>Whether a method opens a branch of a pipeline, which its delegate sets up.</summary>
    internal bool OpensBranch(IMethodSymbol method) =>
        method.Name is "Map" or "MapWhen" or "UseWhen"
        && _facts.Is((method.ReducedFrom ?? method).Parameters is { Length: > 0 } parameters ? parameters[0].Type : null, KnownType.IApplicationBuilder);

    /// <summary>Whether a method is declared under a namespace of ASP.NET Core.</summary>
    internal static bool IsOfFramework(IMethodSymbol method)
    {
        for (var space = method.ContainingNamespace; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
            if (space is { Name: "AspNetCore", ContainingNamespace: { Name: "Microsoft", ContainingNamespace.IsGlobalNamespace: true } }) return true;
        return false;
    }
}
