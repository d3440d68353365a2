namespace ArchitectAnalyzers.Models;

internal sealed partial class Tokens
{
    /// <summary>The token that a type holds for its instance methods; null where there is none, or no telling which.</summary>
    private TokenSource? OfType(IOperation operation, IMethodSymbol method)
    {
        var type = method.ContainingType;
        if (RequestToken(operation, method, type) is { } request) return request;

        var isHosted = type.IsA(_facts[KnownType.IHostedService]);
        var given = ConstructorToken(type);
        if (!isHosted && given is null) return null;

        ISymbol? token = null, owned = null;
        foreach (var member in type.GetMembers())
        {
            if (member is IFieldSymbol { IsStatic: false, IsImplicitlyDeclared: false } field)
            {
                if (IsPlainToken(field.Type) && (isHosted || field.IsReadOnly))
                {
                    if (token is not null) return null;
                    token = field;
                }
                else if (isHosted && field.IsReadOnly && _facts.Is(field.Type, KnownType.CancellationTokenSource))
                {
                    if (owned is not null) return null;
                    owned = field;
                }
            }
            else if (member is IPropertySymbol { IsStatic: false, GetMethod: not null } property && IsPlainToken(property.Type)
                     && (isHosted || property.IsReadOnly || property.SetMethod is { IsInitOnly: true }))
            {
                if (token is not null) return null;
                token = property;
            }
        }

        return token is not null ? TokenSource.Of(token)
            : owned is not null ? TokenSource.Of(owned, nameof(CancellationTokenSource.Token))
            : given is not null && IsPrimary(given.ContainingSymbol) ? TokenSource.Of(given)
            : null;
    }

    // A handler that could take a token of its own should, which is another rule's to say; everybody else may use the request's.
    private TokenSource? RequestToken(IOperation operation, IMethodSymbol method, INamedTypeSymbol type)
    {
        if (method.MethodKind is not (MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation)) return null;

        // What nobody awaits outlives the request.
        if (method is { IsAsync: true, ReturnsVoid: true }) return null;
        if (type.IsOrDerivesFrom(_facts[KnownType.ControllerBase]) || type.IsOrDerivesFrom(_facts[KnownType.PageModel]))
            return CouldBePassedToken(method, ofHub: false) && !Mentions(operation, "RequestAborted") ? null : Inherited(type, "HttpContext", "RequestAborted");

        // Once a client is disconnected, its token is cancelled.
        if (!IsOfHub(type) || method.Name == "OnDisconnectedAsync") return null;
        return CouldBePassedToken(method, ofHub: true) && !Mentions(operation, "ConnectionAborted") ? null : Inherited(type, "Context", "ConnectionAborted");
    }

    // A hub passes tokens to streaming methods only.
    private bool CouldBePassedToken(IMethodSymbol method, bool ofHub) =>
        method.DeclaredAccessibility == Accessibility.Public && CouldTakeToken(method) && !HasAttribute(method, KnownType.NonAction)
        && (!ofHub || Endpoint.Streams(method.ReturnType, _facts)) && !_facts.Signatures().ImplementsForeign(method, CancellationToken.None);

    private static bool Mentions(IOperation operation, string property)
    {
        foreach (var part in operation.Root().Descendants())
            if (part is IPropertyReferenceOperation { Property.Name: var name } && name == property) return true;
        return false;
    }

    internal bool IsOfHub(INamedTypeSymbol? type) => type.IsOrDerivesFrom(_facts[KnownType.Hub]);

    private static TokenSource? Inherited(INamedTypeSymbol type, string property, string path)
    {
        for (var t = type; t is not null; t = t.BaseType)
            foreach (var member in t.GetMembers(property)) return TokenSource.Of(member, path, isMember: true);
        return null;
    }

    private bool HasAttribute(ISymbol symbol, KnownType attribute)
    {
        foreach (var data in symbol.GetAttributes())
            if (_facts.Is(data.AttributeClass, attribute)) return true;
        return false;
    }

    private IParameterSymbol? ConstructorToken(INamedTypeSymbol type)
    {
        IParameterSymbol? token = null;
        foreach (var constructor in type.InstanceConstructors)
            foreach (var parameter in constructor.Parameters)
                if (IsPlainToken(parameter.Type) && (token is null || IsPrimary(constructor))) token = parameter;
        return token;
    }

    // The type's own parameter list, whose parameters are in scope in its members.
    private static bool IsPrimary(ISymbol constructor) =>
        !constructor.DeclaringSyntaxReferences.IsEmpty
        && constructor.DeclaringSyntaxReferences[0].GetSyntax() is ClassDeclarationSyntax or StructDeclarationSyntax;
}
