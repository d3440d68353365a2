namespace ArchitectAnalyzers.Models;

/// <summary>The awaitable method that takes a synchronous call's place.</summary>
/// <param name="Method">Its definition; unreduced.</param>
/// <param name="Token">Its parameter for a cancellation token, where the call fills none.</param>
/// <param name="CollectFrom">
/// The first of the call's <c>params</c> arguments that it takes as one array, as written; -1 where they stay as they are.
/// </param>
internal sealed record Counterpart(IMethodSymbol Method, IParameterSymbol? Token, int CollectFrom)
{
    /// <summary>Whether it cannot be called without a token.</summary>
    internal bool NeedsToken => Token is { IsOptional: false };
}

/// <summary>The verdict on a call that blocks where it could await.</summary>
/// <param name="Counterpart">What to await instead; null where nothing takes the call's place as it is.</param>
/// <param name="Advice">What to do then.</param>
internal sealed record BlockedCall(Counterpart? Counterpart, string? Advice);
