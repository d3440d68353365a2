namespace ArchitectAnalyzers.Models;

/// <summary>How a call takes the token that it was not given.</summary>
internal enum TokenForm
{
    /// <summary>The called method has an optional token parameter.</summary>
    Parameter,

    /// <summary>An overload takes the same arguments and a token.</summary>
    Overload,

    /// <summary>
    /// An overload takes the <c>params</c> arguments as one collection, then a token: <c>FindAsync(id)</c> becomes
    /// <c>FindAsync(new object[] { id }, token)</c>. Appended as it is, the token would be one more of the <c>params</c>.
    /// </summary>
    Collection,
}

/// <summary>The place for a token in a call that has none.</summary>
/// <param name="Form">How the call changes.</param>
/// <param name="Method">The definition of the method that the call binds to with a token; unreduced.</param>
/// <param name="Parameter">The token's parameter in it.</param>
internal sealed record TokenSlot(TokenForm Form, IMethodSymbol Method, IParameterSymbol Parameter)
{
    internal string Name => Parameter.Name;
}
