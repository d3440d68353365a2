using System.Runtime.CompilerServices;

namespace ArchitectAnalyzers.Semantics;

/// <summary>What a file says, by names alone, about who may call an app.</summary>
[Flags]
internal enum AccessWords
{
    None = 0,

    /// <summary>Authentication is added or used.</summary>
    Authentication = 1,

    /// <summary>Some endpoint requires authorization.</summary>
    Requirement = 2,

    /// <summary>Some endpoint requires no more than an authenticated caller: needless where that is required of all.</summary>
    BareRequirement = 4,

    /// <summary>What is required where an endpoint says nothing.</summary>
    Fallback = 8,

    /// <summary>A filter for all actions that requires authorization.</summary>
    Filter = 16,

    /// <summary>Something is open to everybody that nothing around it closes: needless where nothing is required of all.</summary>
    LoneAnonymous = 32,

    /// <summary>Callers are known by a cookie, which browsers send by themselves.</summary>
    Cookies = 64,

    /// <summary>Callers send a token themselves.</summary>
    Bearer = 128,

    /// <summary>A filter for all actions that checks antiforgery tokens.</summary>
    AntiforgeryFilter = 256,

    /// <summary>The antiforgery middleware.</summary>
    AntiforgeryMiddleware = 512,

    /// <summary>A limit on the rate of all requests.</summary>
    GlobalLimit = 1024,

    /// <summary>A limit on the rate of the requests to some endpoint.</summary>
    EndpointLimit = 2048,

    /// <summary>Some action checks an antiforgery token by an attribute.</summary>
    AntiforgeryAttribute = 4096,
}

/// <summary>The words of access in a syntax tree. Each tree is searched once in its life, and nothing is bound.</summary>
internal static class AccessNames
{
    private static readonly ConditionalWeakTable<SyntaxTree, StrongBox<AccessWords>> s_byTree = new();

    // Almost every file of a code base has none of these.
    private static readonly string[] s_roots = { "Auth", "Anonymous", "Identity", "AddCookie", "Limit", "ntiforgery", "ntiForgery", "FallbackPolicy", "Bearer",
        "OpenIddict" };

    private static readonly Dictionary<string, AccessWords> s_calls = new(StringComparer.Ordinal)
    {
        ["AddAuthentication"] = AccessWords.Authentication,
        ["UseAuthentication"] = AccessWords.Authentication,
        ["AddJwtBearer"] = AccessWords.Authentication | AccessWords.Bearer,
        ["AddBearerToken"] = AccessWords.Authentication | AccessWords.Bearer,
        ["AddMicrosoftIdentityWebApi"] = AccessWords.Authentication | AccessWords.Bearer,
        ["AddMicrosoftIdentityWebApiAuthentication"] = AccessWords.Authentication | AccessWords.Bearer,
        ["AddOAuth2Introspection"] = AccessWords.Authentication | AccessWords.Bearer,
        ["AddCookie"] = AccessWords.Authentication | AccessWords.Cookies,
        ["AddIdentity"] = AccessWords.Authentication | AccessWords.Cookies,
        ["AddDefaultIdentity"] = AccessWords.Authentication | AccessWords.Cookies,
        ["AddIdentityCookies"] = AccessWords.Authentication | AccessWords.Cookies,
        ["AddApplicationCookie"] = AccessWords.Authentication | AccessWords.Cookies,
        ["ConfigureApplicationCookie"] = AccessWords.Authentication | AccessWords.Cookies,
        ["AddOpenIdConnect"] = AccessWords.Authentication | AccessWords.Cookies,
        ["AddMicrosoftIdentityWebApp"] = AccessWords.Authentication | AccessWords.Cookies,
        ["AddMicrosoftIdentityWebAppAuthentication"] = AccessWords.Authentication | AccessWords.Cookies,
        ["AddIdentityApiEndpoints"] = AccessWords.Authentication | AccessWords.Bearer,
        ["AddIdentityServer"] = AccessWords.Authentication,
        ["AddOpenIddict"] = AccessWords.Authentication,
        ["AddNegotiate"] = AccessWords.Authentication,
        ["AddCertificate"] = AccessWords.Authentication,
        ["AddIdentityCore"] = AccessWords.Authentication,
        ["AddMicrosoftAccount"] = AccessWords.Authentication,
        ["AddGoogle"] = AccessWords.Authentication,
        ["AuthorizeFolder"] = AccessWords.Requirement,
        ["AuthorizePage"] = AccessWords.Requirement,
        ["AuthorizeAreaFolder"] = AccessWords.Requirement,
        ["AuthorizeAreaPage"] = AccessWords.Requirement,
        ["UseAntiforgery"] = AccessWords.AntiforgeryMiddleware,
        ["RequireRateLimiting"] = AccessWords.EndpointLimit,
    };

    internal static AccessWords Of(SyntaxTree tree, CancellationToken cancellationToken) =>
        s_byTree.TryGetValue(tree, out var known)
            ? known.Value
            : s_byTree.GetValue(tree, t => new(Search(t, cancellationToken))).Value;

    private static AccessWords Search(SyntaxTree tree, CancellationToken cancellationToken)
    {
        var text = tree.GetText(cancellationToken).ToString();
        var may = false;
        foreach (var root in s_roots) may |= text.Contains(root);
        var words = AccessWords.None;
        if (!may) return words;
        foreach (var token in tree.GetRoot(cancellationToken).DescendantTokens())
            if (token.IsKind(SyntaxKind.IdentifierToken) && token.Parent is { } parent) words |= Word(token.ValueText, parent);
        return words;
    }

    private static AccessWords Word(string name, SyntaxNode parent)
    {
        if (s_calls.TryGetValue(name, out var called)) return CallShapes.CallNamed(parent) is null ? AccessWords.None : called;
        switch (name)
        {
            case "Authorize" when AttributeOf(parent) is { } attribute:
                return AccessWords.Requirement | (IsBare(attribute) ? AccessWords.BareRequirement : AccessWords.None);
            case "AuthorizeAttribute":
                return AccessWords.Requirement;
            case "RequireAuthorization" when CallShapes.CallNamed(parent) is { } call:
                return AccessWords.Requirement | (call.ArgumentList.Arguments.Count == 0 ? AccessWords.BareRequirement : AccessWords.None);
            case "AuthorizeFilter" when parent.FirstAncestorOrSelf<AttributeSyntax>() is null:
                return AccessWords.Requirement | AccessWords.Filter;
            case "FallbackPolicy" when IsSet(parent):
            case "SetFallbackPolicy" when CallShapes.CallNamed(parent) is { ArgumentList.Arguments: { Count: 1 } arguments }
                && !IsNull(arguments[0].Expression):
            case "GetFallbackPolicyAsync" when parent is MethodDeclarationSyntax provider && !GivesNone(provider):
                return AccessWords.Fallback;
            case "AllowAnonymous" when AttributeOf(parent) is { } attribute && IsAlone(attribute):
                return AccessWords.LoneAnonymous;
            case "CookieAuthenticationDefaults": return AccessWords.Cookies;
            case "JwtBearerDefaults": return AccessWords.Bearer;
            case "AutoValidateAntiforgeryTokenAttribute" or "ValidateAntiForgeryTokenAttribute" or "AutoValidateAntiforgeryToken" or "ValidateAntiForgeryToken":
                return AttributeOf(parent) is null ? AccessWords.AntiforgeryFilter : AccessWords.AntiforgeryAttribute;
            case "GlobalLimiter" when IsSet(parent): return AccessWords.GlobalLimit;
            case "EnableRateLimiting" or "EnableRateLimitingAttribute": return AccessWords.EndpointLimit;
            default: return AccessWords.None;
        }
    }

    /// <summary>Whether an attribute asks for an authenticated caller and no more.</summary>
    internal static bool IsBare(AttributeSyntax attribute)
    {
        if (attribute.ArgumentList is not { } list) return true;
        foreach (var argument in list.Arguments)
            if (argument.NameEquals?.Name.Identifier.ValueText != "AuthenticationSchemes") return false;
        return true;
    }

    private static AttributeSyntax? AttributeOf(SyntaxNode name)
    {
        while (name is NameSyntax && name.Parent is NameSyntax) name = name.Parent;
        return name.Parent as AttributeSyntax;
    }

    private static bool IsSet(SyntaxNode name)
    {
        SyntaxNode target = name.Parent is MemberAccessExpressionSyntax member && member.Name == name ? member : name;
        return target.Parent is AssignmentExpressionSyntax assignment && assignment.Left == target && !IsNull(assignment.Right);
    }

    private static bool IsNull(ExpressionSyntax value) => value.IsKind(SyntaxKind.NullLiteralExpression) || value.IsKind(SyntaxKind.DefaultLiteralExpression);

    // A policy provider that hands the question on, or says that nothing is required.
    private static bool GivesNone(MethodDeclarationSyntax provider)
    {
        foreach (var token in provider.DescendantTokens())
            if (token != provider.Identifier && (token.IsKind(SyntaxKind.NullKeyword) || token.ValueText == "GetFallbackPolicyAsync")) return true;
        return false;
    }

    private static bool IsAlone(AttributeSyntax attribute)
    {
        for (SyntaxNode? node = attribute; node is not null; node = node.Parent)
        {
            if (node is not TypeDeclarationSyntax type) continue;
            foreach (var list in type.AttributeLists)
                foreach (var other in list.Attributes)
                    if (other != attribute && other.Name.ToString().Contains("Authorize")) return false;
        }

        return true;
    }
}
