namespace ArchitectAnalyzers.Models;

/// <summary>The policies of the rate limiter that this compilation registers by name.</summary>
internal sealed class RateLimitPolicies
{
    // https://learn.microsoft.com/aspnet/core/performance/rate-limit
    private static readonly string[] s_registering =
    {
        "AddPolicy", "AddFixedWindowLimiter", "AddSlidingWindowLimiter", "AddTokenBucketLimiter", "AddConcurrencyLimiter",
    };

    // What an endpoint or a controller says about its limit.
    private static readonly string[] s_using = { "EnableRateLimiting", "RequireRateLimiting", "DisableRateLimiting" };

    private readonly Facts _facts;
    private readonly object _gate = new();
    private HashSet<string>? _names;
    private bool _isRead, _cannotTell;

    internal RateLimitPolicies(Facts facts) => _facts = facts;

    /// <summary>The registered names; null where some may be out of sight.</summary>
    internal HashSet<string>? Names(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_isRead) return _cannotTell ? null : _names;
            _names = new HashSet<string>(StringComparer.Ordinal);
            foreach (var tree in _facts.Compilation.SyntaxTrees)
            {
                if (!RateLimitNames.Has(tree, cancellationToken) && !Mentions(tree, "Limiter", cancellationToken)) continue;
                foreach (var call in HostCalls.Of(tree, cancellationToken)) Read(call, cancellationToken);
            }

            _isRead = true;
            return _cannotTell ? null : _names;
        }
    }

    /// <summary>Whether an endpoint somewhere has a policy of its own, or is exempt.</summary>
    internal bool AreUsed(CancellationToken cancellationToken) => _facts.Pipeline().Mentions(s_using, cancellationToken);

    /// <summary>Whether a limiter that is set up in place tells clients apart by who has signed in.</summary>
    internal bool AskWho(CancellationToken cancellationToken)
    {
        foreach (var tree in _facts.Compilation.SyntaxTrees)
        {
            if (!RateLimitNames.Has(tree, cancellationToken)) continue;
            foreach (var call in HostCalls.Of(tree, cancellationToken))
            {
                if (CallShapes.NameNode(call) is SimpleNameSyntax { Identifier.ValueText: "AddRateLimiter" }
                    && ReadsUser(call.ArgumentList, cancellationToken)) return true;
            }
        }

        return false;
    }

    private bool ReadsUser(SyntaxNode setup, CancellationToken cancellationToken)
    {
        foreach (var node in setup.DescendantNodes())
        {
            if (node is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "User" } read
                && _facts.Semantics(setup.SyntaxTree).GetSymbolInfo(read, cancellationToken).Symbol is IPropertySymbol property
                && _facts.Is(property.ContainingType, KnownType.HttpContext)) return true;
        }

        return false;
    }

    private static bool Mentions(SyntaxTree tree, string word, CancellationToken cancellationToken) =>
        tree.GetText(cancellationToken).ToString().IndexOf(word, StringComparison.Ordinal) >= 0;

    private void Read(InvocationExpressionSyntax call, CancellationToken cancellationToken)
    {
        if (CallShapes.NameNode(call) is not SimpleNameSyntax { Identifier.ValueText: var name } || !name.StartsWith("Add", StringComparison.Ordinal)) return;
        var semantics = _facts.Semantics(call.SyntaxTree);
        if (name == "AddRateLimiter")
        {
            foreach (var argument in call.ArgumentList.Arguments) Handed(argument.Expression, semantics, cancellationToken);
            return;
        }

        if (semantics.GetSymbolInfo(call, cancellationToken).Symbol is not IMethodSymbol method || !IsOn(method)) return;
        if (Array.IndexOf(s_registering, name) < 0)
        {
            // options.AddOurLimits(): read where it is declared, if that is in sight.
            if (!IsOurs(method)) _cannotTell = true;
        }
        else if (NameOf(call, method, semantics, cancellationToken) is { } policy)
        {
            _names!.Add(policy);
        }
        else
        {
            _cannotTell = true;
        }
    }

    // Who is handed the options may register what he likes, unless his code is ours and read anyway.
    private void Handed(ExpressionSyntax handed, SemanticModel semantics, CancellationToken cancellationToken)
    {
        if (handed is not AnonymousFunctionExpressionSyntax function)
        {
            var type = semantics.GetTypeInfo(handed, cancellationToken).ConvertedType;
            var method = semantics.GetSymbolInfo(handed, cancellationToken).Symbol as IMethodSymbol;
            if (type is { TypeKind: TypeKind.Delegate } && !IsOurs(method)) _cannotTell = true;
            return;
        }

        foreach (var part in BodyCalls.Of(function.Body))
        {
            if (part is not InvocationExpressionSyntax call || semantics.GetSymbolInfo(call, cancellationToken).Symbol is not IMethodSymbol called) continue;
            if (IsOurs(called) || KnownLibraries.Of(called.ContainingAssembly) == Reach.Framework) continue;
            if (IsOn(called)) _cannotTell = true;
            foreach (var parameter in called.Parameters)
                if (_facts.Is(parameter.Type, KnownType.RateLimiterOptions)) _cannotTell = true;
        }
    }

    private bool IsOn(IMethodSymbol method) => _facts.Is(method.ReceiverType, KnownType.RateLimiterOptions)
        || (method is { IsExtensionMethod: true, Parameters: { Length: > 0 } parameters } && _facts.Is(parameters[0].Type, KnownType.RateLimiterOptions));

    private bool IsOurs(IMethodSymbol? method) =>
        method is not null && SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, _facts.Compilation.Assembly);

    private static string? NameOf(InvocationExpressionSyntax call, IMethodSymbol method, SemanticModel semantics, CancellationToken cancellationToken)
    {
        var at = 0;
        foreach (var argument in call.ArgumentList.Arguments)
        {
            var parameter = argument.NameColon?.Name.Identifier.ValueText ?? (at < method.Parameters.Length ? method.Parameters[at].Name : null);
            at++;
            if (parameter == "policyName") return semantics.GetConstantValue(argument.Expression, cancellationToken).Value as string;
        }

        // Source that stands for the framework may name its parameters otherwise: the first text is the name.
        foreach (var argument in call.ArgumentList.Arguments)
            if (semantics.GetConstantValue(argument.Expression, cancellationToken).Value is string text) return text;
        return null;
    }
}

internal static class RateLimitPoliciesFacts
{
    /// <summary>The rate limiter's policies in this compilation.</summary>
    internal static RateLimitPolicies RateLimitPolicies(this Facts facts) => facts.Model(static f => new RateLimitPolicies(f));
}
