namespace ArchitectAnalyzers.Semantics;

/// <summary>Which code is asynchronous: where a wait could be an <c>await</c>.</summary>
internal static class AsyncCode
{
    /// <summary>
    /// Whether the operation runs in asynchronous code, and could await there: its innermost function is async, or returns something that
    /// can be awaited, and the place is none where the language forbids it (<c>lock</c>, unsafe code, catch filters, queries, expression
    /// trees, attributes). A lambda or local function that is neither is synchronous, whatever is around it.
    /// </summary>
    internal static bool IsInAsyncCode(this IOperation operation, ISymbol containing, Facts facts) =>
        operation.Function(containing) is { } function && function.IsAsynchronous(facts)
        && !operation.IsQuoted(facts) && Functions.AllowsAwait(operation.Syntax);

    /// <summary>Whether the function is async, or hands its caller something to await. An iterator that is not async does not.</summary>
    internal static bool IsAsynchronous(this IMethodSymbol function, Facts facts) =>
        function.IsAsync || (!function.ReturnsVoid && function.ReturnType.IsAwaitable(facts));
}
