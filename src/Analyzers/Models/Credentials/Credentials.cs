using System.Collections.Concurrent;

namespace ArchitectAnalyzers.Models;

/// <summary>
/// Which handlers check a credential or give one out: a password, a token, a code. By what they are called and reached under, and by the APIs that
/// they call, themselves or in methods of this compilation that they call. Thread-safe.
/// </summary>
internal sealed class Credentials
{
    private const int MaxHops = 2, MaxMethods = 40;

    // In a route or a handler's name.
    private static readonly string[] s_words =
    {
        "login", "log-in", "logon", "signin", "sign-in", "auth", "token", "password", "otp", "2fa", "mfa", "factor", "verify", "code", "passcode", "magic",
        "session", "forgot", "reset", "recover", "credential",
    };

    // A name that says it, whoever has the method.
    private static readonly string[] s_anybody = { "" };

    // What checks a credential or gives one out, and the type that has it.
    private static readonly Dictionary<string, string[]> s_calls = new(StringComparer.Ordinal)
    {
        ["PasswordSignInAsync"] = new[] { "SignInManager" },
        ["CheckPasswordSignInAsync"] = new[] { "SignInManager" },
        ["TwoFactorSignInAsync"] = new[] { "SignInManager" },
        ["TwoFactorAuthenticatorSignInAsync"] = new[] { "SignInManager" },
        ["TwoFactorRecoveryCodeSignInAsync"] = new[] { "SignInManager" },
        ["CheckPasswordAsync"] = new[] { "UserManager" },
        ["GeneratePasswordResetTokenAsync"] = new[] { "UserManager" },
        ["ResetPasswordAsync"] = new[] { "UserManager" },
        ["GenerateTwoFactorTokenAsync"] = new[] { "UserManager" },
        ["VerifyTwoFactorTokenAsync"] = new[] { "UserManager" },
        ["GenerateUserTokenAsync"] = new[] { "UserManager" },
        ["VerifyUserTokenAsync"] = new[] { "UserManager" },
        ["GenerateChangePhoneNumberTokenAsync"] = new[] { "UserManager" },
        ["VerifyChangePhoneNumberTokenAsync"] = new[] { "UserManager" },
        ["VerifyHashedPassword"] = new[] { "IPasswordHasher", "PasswordHasher" },
        ["Verify"] = new[] { "BCrypt", "BCryptNet", "Argon2", "PasswordHasher", "IPasswordHasher" },
        ["EnhancedVerify"] = new[] { "BCrypt", "BCryptNet" },
        ["FixedTimeEquals"] = new[] { "CryptographicOperations" },
        ["WriteToken"] = new[] { "JwtSecurityTokenHandler", "SecurityTokenHandler" },
        ["CreateToken"] = new[] { "JsonWebTokenHandler", "JwtSecurityTokenHandler", "SecurityTokenHandler", "TokenHandler" },
        ["CreateEncodedJwt"] = new[] { "JwtSecurityTokenHandler" },
        ["CreateJwtSecurityToken"] = new[] { "JwtSecurityTokenHandler" },
        ["SignInAsync"] = new[] { "AuthenticationHttpContextExtensions", "SignInManager", "IAuthenticationService" },
        ["VerifyPassword"] = s_anybody,
        ["VerifyPasswordAsync"] = s_anybody,
        ["ValidateCredentials"] = s_anybody,
        ["ValidateCredentialsAsync"] = s_anybody,
        ["GenerateJwt"] = s_anybody,
        ["GenerateJwtToken"] = s_anybody,
        ["GenerateAccessToken"] = s_anybody,
        ["CreateAccessToken"] = s_anybody,
        ["IssueToken"] = s_anybody,
        ["IssueTokenAsync"] = s_anybody,
        ["SignIn"] = new[] { "Results", "TypedResults", "ControllerBase" },
    };

    // In the name of a method that a service has for it, where it is handed one of the secrets; the last group says it by itself.
    private static readonly string[] s_services = { "Login", "LogIn", "SignIn", "Authenticate" };
    private static readonly string[] s_secrets = { "password", "passcode", "pincode", "secret", "credentials" };
    private static readonly string[] s_resets = { "PasswordReset", "ResetPassword", "ForgotPassword", "VerifyOtp", "ValidateOtp", "VerifyTwoFactor" };

    private readonly Facts _facts;
    private readonly ConcurrentDictionary<IMethodSymbol, bool> _handles = new(SymbolEqualityComparer.Default);

    internal Credentials(Facts facts) => _facts = facts;

    /// <summary>Whether the endpoint checks credentials or gives them out.</summary>
    internal bool Has(Endpoint endpoint, CancellationToken cancellationToken)
    {
        if (endpoint.Handler is not { } handler || !(IsNamedSo(endpoint.Template) || IsNamedSo(handler.Name) || IsNamedSo(handler.ContainingType?.Name)))
            return false;
        if (_handles.TryGetValue(handler, out var known)) return known;
        var seen = 0;
        return _handles.GetOrAdd(handler, Calls(handler, 0, ref seen, cancellationToken));
    }

    private static bool IsNamedSo(string? text) => text is not null && Words.Has(text, s_words, StringComparison.OrdinalIgnoreCase);

    // auth.LoginAsync(request.Email, request.Password), auth.LoginAsync(request): what the app's contract says, wherever the work is done.
    private bool IsOfService(IMethodSymbol called)
    {
        if (called.ContainingType is not { TypeKind: TypeKind.Interface or TypeKind.Class } owner || owner.DeclaringSyntaxReferences.IsEmpty) return false;
        if (owner.IsOrDerivesFrom(_facts[KnownType.ControllerBase])) return false;
        if (Words.Has(called.Name, s_resets)) return true;
        if (!Words.Has(called.Name, s_services)) return false;
        foreach (var parameter in called.Parameters)
            if (IsSecret(parameter.Name) || HasSecret(parameter.Type)) return true;
        return false;
    }

    private static bool IsSecret(string name) => Words.Has(name, s_secrets, StringComparison.OrdinalIgnoreCase);

    private static bool HasSecret(ITypeSymbol type)
    {
        if (type.DeclaringSyntaxReferences.IsEmpty) return false;
        foreach (var member in type.GetMembers())
            if (member is IPropertySymbol { Type.SpecialType: SpecialType.System_String } && IsSecret(member.Name)) return true;
        return false;
    }

    private bool Calls(IMethodSymbol method, int hops, ref int seen, CancellationToken cancellationToken)
    {
        if (method.DeclaringSyntaxReferences.IsEmpty || ++seen > MaxMethods) return false;
        var code = method.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken);
        if (!_facts.Compilation.ContainsSyntaxTree(code.SyntaxTree)) return false;
        var semantics = _facts.Semantics(code.SyntaxTree);
        foreach (var node in code.DescendantNodes())
        {
            if (node is not InvocationExpressionSyntax call || semantics.GetSymbolInfo(call, cancellationToken).Symbol is not IMethodSymbol called) continue;
            if (s_calls.TryGetValue(called.Name, out var owners) && IsOf(called, owners)) return true;
            if (IsOfService(called)) return true;
            if (hops < MaxHops && Ours(called) is { } ours && Calls(ours, hops + 1, ref seen, cancellationToken)) return true;
        }

        return false;
    }

    private static bool IsOf(IMethodSymbol called, string[] owners)
    {
        if (owners == s_anybody) return true;
        for (var type = (called.ReducedFrom ?? called).ContainingType; type is not null; type = type.BaseType)
            if (Array.IndexOf(owners, type.Name) >= 0) return true;
        return false;
    }

    // The method in this compilation; that of IAuthService by the class that goes by its name.
    private IMethodSymbol? Ours(IMethodSymbol called)
    {
        var method = (called.ReducedFrom ?? called).OriginalDefinition;
        if (!SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, _facts.Compilation.Assembly)) return null;
        if (method.ContainingType is not { TypeKind: TypeKind.Interface, Name: { Length: > 1 } name } contract)
            return method.MethodKind == MethodKind.DelegateInvoke ? null : method;
        foreach (var symbol in _facts.Compilation.GetSymbolsWithName(name.Substring(1), SymbolFilter.Type))
            if (symbol is INamedTypeSymbol type && type.Implements(contract) && type.FindImplementationForInterfaceMember(method) is IMethodSymbol found)
                return found;
        return null;
    }
}

internal static class CredentialsOfFacts
{
    /// <summary>The credential handlers of this compilation.</summary>
    internal static Credentials Credentials(this Facts facts) => facts.Model(static f => new Credentials(f));
}
