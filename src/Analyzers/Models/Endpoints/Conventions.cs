namespace ArchitectAnalyzers.Models;

/// <summary>Which named methods are handlers by what their types and attributes say: the frameworks' own discovery rules.</summary>
internal static class Conventions
{
    /// <summary>What a type's methods can be. A type may be several things: a consumer that is also a hosted service.</summary>
    [Flags]
    internal enum Roles
    {
        None = 0,
        Controller = 1,
        RazorPage = 2,
        Hub = 4,
        Middleware = 8,
        HostedService = 16,
        Consumer = 32,
    }

    // The interface, and the method that the bus, mediator or scheduler calls.
    private static readonly (KnownType Contract, string Method)[] s_consumers =
    {
        (KnownType.MediatorRequestHandler, "Handle"),
        (KnownType.MediatorCommandHandler, "Handle"),
        (KnownType.MediatorStreamRequestHandler, "Handle"),
        (KnownType.MediatorNotificationHandler, "Handle"),
        (KnownType.MassTransitConsumer, "Consume"),
        (KnownType.QuartzJob, "Execute"),
    };

    // Others parse as handlers too (OnPageHandlerExecution…): these are the ones that browsers and forms send.
    private static readonly string[] s_pageVerbs = { "Get", "Post", "Put", "Delete", "Patch", "Head", "Options" };

    internal static Roles RolesOf(INamedTypeSymbol type, Facts facts)
    {
        if (type.TypeKind is not (TypeKind.Class or TypeKind.Struct)) return Roles.None;
        var roles = Roles.None;
        if (IsController(type, facts)) roles |= Roles.Controller;
        if (HasInherited(type, facts[KnownType.PageModelAttribute])) roles |= Roles.RazorPage;
        if (type.IsOrDerivesFrom(facts[KnownType.Hub])) roles |= Roles.Hub;
        if (type.Implements(facts[KnownType.IMiddleware]) || TakesNext(type, facts)) roles |= Roles.Middleware;
        if (type.Implements(facts[KnownType.IHostedService])) roles |= Roles.HostedService;
        foreach (var (contract, _) in s_consumers)
            if (type.Implements(facts[contract])) roles |= Roles.Consumer;
        return roles;
    }

    /// <summary>The endpoint that a method of a type with these roles is, or null.</summary>
    internal static Endpoint? Of(IMethodSymbol method, Roles roles, Facts facts)
    {
        if ((roles & Roles.Controller) != 0 && IsAction(method, facts)) return Routes.Action(method, facts);
        if ((roles & Roles.RazorPage) != 0 && PageVerb(method, facts) is { } verb)
            return new Endpoint(EndpointKind.RazorHandler, method, ImmutableArray.Create(verb));
        if ((roles & Roles.Hub) != 0 && IsHubMethod(method, facts)) return new Endpoint(EndpointKind.HubMethod, method);
        if ((roles & Roles.Middleware) != 0 && IsInvoke(method, facts)) return new Endpoint(EndpointKind.Middleware, method);
        if ((roles & Roles.HostedService) != 0 && IsHosted(method, facts)) return new Endpoint(EndpointKind.HostedService, method);
        if ((roles & Roles.Consumer) != 0 && IsConsumer(method, facts)) return new Endpoint(EndpointKind.MessageConsumer, method);
        if (IsGrpc(method, facts)) return new Endpoint(EndpointKind.GrpcMethod, method);
        if (HasAny(method, facts[KnownType.WorkerFunction], facts[KnownType.InProcessFunction])) return new Endpoint(EndpointKind.Function, method);
        return null;
    }

    // MVC asks for a public top-level class; the classes it derives from count where they are abstract or generic, since their methods are
    // actions of whatever derives from them. A name alone is enough for MVC but not for us: then a route must say so.
    private static bool IsController(INamedTypeSymbol type, Facts facts)
    {
        if (!facts.Has(KnownType.Controller) && !facts.Has(KnownType.ControllerBase)) return false;
        if (type.TypeKind != TypeKind.Class || type.IsStatic || type.DeclaredAccessibility != Accessibility.Public || type.ContainingType is not null)
            return false;
        if (HasInherited(type, facts[KnownType.Controller]) || type.IsOrDerivesFrom(facts[KnownType.ControllerBase]))
            return !HasInherited(type, facts[KnownType.NonController]);
        if (!type.Name.EndsWith("Controller", StringComparison.OrdinalIgnoreCase)) return false;
        return IsRouted(type, facts) && !HasInherited(type, facts[KnownType.NonController]);
    }

    private static bool IsRouted(INamedTypeSymbol type, Facts facts)
    {
        var route = facts[KnownType.IRouteTemplateProvider];
        foreach (var attribute in type.GetAttributes())
            if (attribute.AttributeClass.Implements(route)) return true;
        foreach (var member in type.GetMembers())
        {
            if (member is not IMethodSymbol { MethodKind: MethodKind.Ordinary } method) continue;
            foreach (var attribute in method.GetAttributes())
                if (attribute.AttributeClass.Implements(route)) return true;
        }

        return false;
    }

    private static bool IsAction(IMethodSymbol method, Facts facts) =>
        IsPlain(method) && !method.IsGenericMethod && !HasInherited(method, facts[KnownType.NonAction]) && !IsDispose(method);

    private static string? PageVerb(IMethodSymbol method, Facts facts)
    {
        if (!method.Name.StartsWith("On", StringComparison.Ordinal) || !IsPlain(method) || method.IsGenericMethod) return null;
        foreach (var verb in s_pageVerbs)
        {
            var end = 2 + verb.Length;
            if (string.CompareOrdinal(method.Name, 2, verb, 0, verb.Length) != 0) continue;

            // The verb ends where the next capital begins: OnGetter is no handler of GET.
            if (method.Name.Length > end && !char.IsUpper(method.Name[end])) continue;
            return HasInherited(method, facts[KnownType.NonHandler]) ? null : verb.ToUpperInvariant();
        }

        return null;
    }

    private static bool IsHubMethod(IMethodSymbol method, Facts facts) =>
        IsPlain(method) && !method.IsGenericMethod && !IsDispose(method)
        && !SymbolEqualityComparer.Default.Equals(Root(method).ContainingType.OriginalDefinition, facts[KnownType.Hub]);

    private static bool IsInvoke(IMethodSymbol method, Facts facts) =>
        NameOf(method) is "Invoke" or "InvokeAsync" && !method.IsStatic && !method.IsAbstract
        && method.Parameters.Length > 0 && facts.Is(method.Parameters[0].Type, KnownType.HttpContext);

    private static bool TakesNext(INamedTypeSymbol type, Facts facts)
    {
        if (facts[KnownType.RequestDelegate] is not { } next) return false;
        foreach (var constructor in type.InstanceConstructors)
            foreach (var parameter in constructor.Parameters)
                if (SymbolEqualityComparer.Default.Equals(parameter.Type, next)) return true;
        return false;
    }

    private static bool IsHosted(IMethodSymbol method, Facts facts) =>
        !method.IsStatic && !method.IsAbstract && method.Parameters.Length == 1 && facts.Is(method.Parameters[0].Type, KnownType.CancellationToken)
        && NameOf(method) switch
        {
            "ExecuteAsync" => method.IsOverride && method.ContainingType.IsOrDerivesFrom(facts[KnownType.BackgroundService]),
            "StartAsync" or "StopAsync" => true,
            "StartingAsync" or "StartedAsync" or "StoppingAsync" or "StoppedAsync" =>
                method.ContainingType.Implements(facts[KnownType.IHostedLifecycleService]),
            _ => false,
        };

    private static bool IsConsumer(IMethodSymbol method, Facts facts)
    {
        if (method.IsStatic || method.IsAbstract || method.Parameters.IsEmpty) return false;
        foreach (var (contract, name) in s_consumers)
        {
            if (NameOf(method) != name || facts[contract] is not { } known) continue;
            foreach (var candidate in method.ContainingType.AllInterfaces)
            {
                if (!SymbolEqualityComparer.Default.Equals(candidate.OriginalDefinition, known)) continue;
                foreach (var member in candidate.GetMembers(name))
                    if (SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(member), method)) return true;
            }
        }

        return false;
    }

    private static bool IsGrpc(IMethodSymbol method, Facts facts) =>
        method.IsOverride && !method.Parameters.IsEmpty
        && facts.Is(method.Parameters[method.Parameters.Length - 1].Type, KnownType.ServerCallContext);

    // Public, callable on an instance, and nothing that every object has.
    private static bool IsPlain(IMethodSymbol method) =>
        method is { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Public, IsStatic: false, IsAbstract: false }
        && Root(method).ContainingType.SpecialType != SpecialType.System_Object;

    private static bool IsDispose(IMethodSymbol method) => method.Parameters.IsEmpty && method.Name is "Dispose" or "DisposeAsync";

    private static string NameOf(IMethodSymbol method) =>
        method.ExplicitInterfaceImplementations.IsEmpty ? method.Name : method.ExplicitInterfaceImplementations[0].Name;

    // The declaration that an override goes back to.
    private static IMethodSymbol Root(IMethodSymbol method)
    {
        while (method.OverriddenMethod is { } overridden) method = overridden;
        return method;
    }

    private static bool HasInherited(INamedTypeSymbol type, INamedTypeSymbol? attribute)
    {
        if (attribute is null) return false;
        for (var t = type; t is not null; t = t.BaseType)
            if (HasAny(t, attribute)) return true;
        return false;
    }

    private static bool HasInherited(IMethodSymbol method, INamedTypeSymbol? attribute)
    {
        if (attribute is null) return false;
        for (var m = method; m is not null; m = m.OverriddenMethod)
            if (HasAny(m, attribute)) return true;
        return false;
    }

    private static bool HasAny(ISymbol symbol, INamedTypeSymbol? attribute, INamedTypeSymbol? other = null)
    {
        if (attribute is null && other is null) return false;
        foreach (var candidate in symbol.GetAttributes())
            if (candidate.AttributeClass.IsOrDerivesFrom(attribute) || candidate.AttributeClass.IsOrDerivesFrom(other)) return true;
        return false;
    }
}
