namespace ArchitectAnalyzers.Semantics;

/// <summary>Walks the parts of an operation without allocating, as <c>Descendants()</c> does not.</summary>
internal static class OwnCode
{
    /// <summary>The first part below an operation, in the order of evaluation, that passes the test; in nested functions too where asked for.</summary>
    internal static IOperation? FirstBelow<T>(this IOperation operation, T state, Func<IOperation, T, bool> test, bool inNested = false)
    {
        foreach (var child in operation.ChildOperations)
        {
            if (child is IAnonymousFunctionOperation or ILocalFunctionOperation && !inNested) continue;
            if (test(child, state)) return child;
            if (child.FirstBelow(state, test, inNested) is { } found) return found;
        }

        return null;
    }

    /// <summary>Whether the identifier has one of the words, as its capitals and underscores divide it: <c>LastSeenAt</c> has <c>seen</c>.</summary>
    internal static bool HasWord(string identifier, HashSet<string> words)
    {
        var start = 0;
        for (var i = 1; i <= identifier.Length; i++)
        {
            var ends = i == identifier.Length || !char.IsLetter(identifier[i]) || char.IsUpper(identifier[i])
                && (!char.IsUpper(identifier[i - 1]) || i + 1 < identifier.Length && char.IsLower(identifier[i + 1]));
            if (!ends) continue;
            while (start < i && !char.IsLetter(identifier[start])) start++;
            if (i > start && words.Contains(identifier.Substring(start, i - start))) return true;
            start = i;
        }

        return false;
    }
}
