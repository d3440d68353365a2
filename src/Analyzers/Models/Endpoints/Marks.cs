namespace ArchitectAnalyzers.Models;

/// <summary>What one layer around an endpoint (its attributes, its calls, its type, a group) says of it.</summary>
[Flags]
internal enum Marks
{
    None = 0,

    /// <summary>Authorization is required.</summary>
    Authorize = 1,

    /// <summary>No more than an authenticated caller is required. Only together with <see cref="Authorize"/>.</summary>
    Bare = 2,

    /// <summary>Everybody may call it.</summary>
    Anonymous = 4,

    /// <summary>A filter or an attribute that may check the caller in its own way.</summary>
    Guard = 8,

    /// <summary>The rate of requests is limited.</summary>
    RateLimit = 16,

    /// <summary>The limit on the rate is lifted.</summary>
    NoRateLimit = 32,

    /// <summary>An antiforgery token is checked.</summary>
    Antiforgery = 64,

    /// <summary>An antiforgery token is not asked for.</summary>
    NoAntiforgery = 128,

    /// <summary>Something is out of sight, and may say anything.</summary>
    Unseen = 256,

    /// <summary>Somebody decided who may call.</summary>
    Decided = Authorize | Anonymous | Guard,
}

/// <summary>Reads marks from attributes, metadata and filters.</summary>
internal static class MarkReader
{
    // By the word in its name, an attribute or a filter of somebody's own may check who calls.
    private static readonly string[] s_guards =
    {
        "Auth", "Permission", "ApiKey", "Role", "Claim", "Signature", "Hmac", "Token", "Jwt", "Secret", "Admin", "Access", "Privilege", "Login", "Webhook",
        "Internal",
    };

    private static readonly Dictionary<string, Marks> s_types = new(StringComparer.Ordinal)
    {
        ["AuthorizeAttribute"] = Marks.Authorize,
        ["AllowAnonymousAttribute"] = Marks.Anonymous,
        ["EnableRateLimitingAttribute"] = Marks.RateLimit,
        ["DisableRateLimitingAttribute"] = Marks.NoRateLimit,
        ["ValidateAntiForgeryTokenAttribute"] = Marks.Antiforgery,
        ["AutoValidateAntiforgeryTokenAttribute"] = Marks.Antiforgery,
        ["RequireAntiforgeryTokenAttribute"] = Marks.Antiforgery,
        ["IgnoreAntiforgeryTokenAttribute"] = Marks.NoAntiforgery,
    };

    /// <summary>What the attributes of a symbol say.</summary>
    internal static Marks Of(ISymbol symbol, Facts facts)
    {
        var marks = Marks.None;
        foreach (var attribute in symbol.GetAttributes())
            if (attribute.AttributeClass is { } type) marks |= Of(attribute, type, facts);
        return marks;
    }

    /// <summary>What metadata or a filter of a type says.</summary>
    internal static Marks OfMetadata(ITypeSymbol? type, Facts facts)
    {
        for (var t = type; t is not null; t = t.BaseType)
            if (s_types.TryGetValue(t.Name, out var known)) return known;
        if (type is null) return Marks.None;
        if (type.Implements(facts[KnownType.IAuthorizeData])) return Marks.Authorize;
        if (type.Implements(facts[KnownType.IAllowAnonymous])) return Marks.Anonymous;
        if (IsFramework(type)) return Marks.None;
        if (type.Name.Contains("RateLimit") || type.Name.Contains("Throttl")) return Marks.RateLimit;
        return IsGuard(type, facts) ? Marks.Guard : Marks.None;
    }

    /// <summary>Whether a name has a word that says it may check who calls.</summary>
    internal static bool IsGuardName(string name)
    {
        foreach (var word in s_guards)
        {
            var at = name.IndexOf(word, StringComparison.Ordinal);
            if (at >= 0 && !(word == "Auth" && at + 6 <= name.Length && name.Substring(at, 6) == "Author" && !Goes(name, at + 6, "i"))) return true;
        }

        return false;
    }

    /// <summary>Whether a type of somebody's own may check who calls.</summary>
    internal static bool IsGuard(ITypeSymbol? type, Facts facts) =>
        type is not null && !IsFramework(type)
        && (IsGuardName(type.Name) || type.Implements(facts[KnownType.AuthorizationFilter]) || type.Implements(facts[KnownType.AsyncAuthorizationFilter]));

    private static Marks Of(AttributeData attribute, INamedTypeSymbol type, Facts facts)
    {
        var marks = OfMetadata(type, facts);
        if (marks == Marks.Authorize && type.Name == "AuthorizeAttribute" && IsBare(attribute)) marks |= Marks.Bare;
        if (type.Name == "RequireAntiforgeryTokenAttribute" && attribute.ConstructorArguments is { Length: > 0 } arguments && arguments[0].Value is false)
            return Marks.NoAntiforgery;

        // TypeFilter(typeof(X)), ServiceFilter<X>.
        if (marks == Marks.None && type.Name is "TypeFilterAttribute" or "ServiceFilterAttribute" or "MiddlewareFilterAttribute")
        {
            foreach (var argument in type.TypeArguments) marks |= OfMetadata(argument, facts);
            foreach (var argument in attribute.ConstructorArguments)
                if (argument.Kind == TypedConstantKind.Type) marks |= OfMetadata(argument.Value as ITypeSymbol, facts);
        }

        return marks;
    }

    private static bool IsBare(AttributeData attribute)
    {
        if (attribute.ConstructorArguments.Length > 0) return false;
        foreach (var argument in attribute.NamedArguments)
            if (argument.Key is "Policy" or "Roles") return false;
        return true;
    }

    private static bool Goes(string name, int at, string on) => string.CompareOrdinal(name, at, on, 0, on.Length) == 0;

    private static bool IsFramework(ITypeSymbol type)
    {
        var space = type.ContainingNamespace;
        while (space is { IsGlobalNamespace: false, ContainingNamespace: { IsGlobalNamespace: false } outer }) space = outer;
        return space?.Name is "Microsoft" or "System";
    }
}
