namespace ArchitectAnalyzers.Models;

/// <summary>What a limiter answers to those it refuses, by the lambda that sets it up.</summary>
internal sealed class Refusal
{
    private static readonly string[] s_timed = { "FixedWindow", "SlidingWindow", "TokenBucket" };

    private Refusal() { }

    /// <summary>Whether it answers 503, which is the default.</summary>
    internal bool IsUnavailable { get; private set; } = true;

    /// <summary>Where 503 is written down; null where it is the default.</summary>
    internal ExpressionSyntax? Written { get; private set; }

    /// <summary>Whether nothing says when to come back, though the algorithm knows. Concurrency limiters do not.</summary>
    internal bool SaysNoTime { get; private set; }

    /// <summary>Whether what is refused is handled by code of the team's.</summary>
    internal bool IsHandled { get; private set; }

    /// <summary>Null where something else may have a say.</summary>
    internal static Refusal? Of(AnonymousFunctionExpressionSyntax setup, Facts facts, CancellationToken cancellationToken)
    {
        var refusal = new Refusal();
        var semantics = facts.Semantics(setup.SyntaxTree);
        var (isTimed, saysTime) = (false, false);
        foreach (var node in setup.Body.DescendantNodesAndSelf())
        {
            switch (node)
            {
                case AssignmentExpressionSyntax { Left: var left, Right: var right } when NameOf(left) is "RejectionStatusCode" or "StatusCode":
                    var is503 = semantics.GetConstantValue(right, cancellationToken).Value is 503;
                    refusal.IsUnavailable = is503;
                    refusal.Written = is503 ? right : null;
                    break;
                case AssignmentExpressionSyntax { Left: var left, Right: var handler } when NameOf(left) == "OnRejected":
                    if (Code(handler, semantics, cancellationToken) is not { } code) return null;
                    refusal.IsHandled = true;
                    saysTime |= Has(code, "RetryAfter") || Has(code, "Retry-After");
                    if (handler is not AnonymousFunctionExpressionSyntax && Has(code, "StatusCode")) refusal.IsUnavailable = false;
                    if (Has(code, "429") || Has(code, "TooMany")) refusal.IsUnavailable = false;
                    break;
                case SimpleNameSyntax { Identifier.ValueText: var name }:
                    foreach (var timed in s_timed) isTimed |= name.IndexOf(timed, StringComparison.Ordinal) >= 0;

                    // A policy of a type may have an answer of its own.
                    if (name == "AddPolicy" && node is GenericNameSyntax) saysTime = true;
                    break;
                case InvocationExpressionSyntax call when IsElsewhere(call, semantics, facts, cancellationToken):
                    return null;
            }
        }

        refusal.SaysNoTime = isTimed && !saysTime;
        return refusal;
    }

    // The options are handed on to code of the team's or of a library.
    private static bool IsElsewhere(InvocationExpressionSyntax call, SemanticModel semantics, Facts facts, CancellationToken cancellationToken)
    {
        if (semantics.GetSymbolInfo(call, cancellationToken).Symbol is not IMethodSymbol method) return true;
        method = method.ReducedFrom ?? method;
        if (Hosts.IsOfFramework(method)) return false;
        foreach (var parameter in method.Parameters)
            if (facts.Is(parameter.Type, KnownType.RateLimiterOptions)) return true;
        return false;
    }

    private static string? Code(ExpressionSyntax handler, SemanticModel semantics, CancellationToken cancellationToken) =>
        handler is AnonymousFunctionExpressionSyntax ? handler.ToString()
        : semantics.GetSymbolInfo(handler, cancellationToken).Symbol is IMethodSymbol { DeclaringSyntaxReferences: { Length: > 0 } declared }
            ? declared[0].GetSyntax(cancellationToken).ToString() : null;

    private static bool Has(string code, string word) => code.IndexOf(word, StringComparison.Ordinal) >= 0;

    private static string? NameOf(ExpressionSyntax target) => (CallShapes.NameNode(target) as SimpleNameSyntax)?.Identifier.ValueText;
}
