namespace ArchitectAnalyzers.Semantics;

/// <summary>Whether names and texts have words of a table.</summary>
internal static class Words
{
    /// <summary>Whether one of the words is anywhere in the text.</summary>
    internal static bool Has(string text, string[] words, StringComparison comparison = StringComparison.Ordinal)
    {
        foreach (var word in words)
            if (text.IndexOf(word, comparison) >= 0) return true;
        return false;
    }

    /// <summary>Whether the name starts with one of the prefixes.</summary>
    internal static bool Starts(string name, string[] prefixes)
    {
        foreach (var prefix in prefixes)
            if (name.StartsWith(prefix, StringComparison.Ordinal)) return true;
        return false;
    }

    /// <summary>Whether the first word of the name is one of the words: <c>Send</c> is that of <c>SendAsync</c>, not of <c>Sender</c>.</summary>
    internal static bool StartsWithWord(string name, string[] words)
    {
        foreach (var word in words)
            if (name.StartsWith(word, StringComparison.Ordinal) && (name.Length == word.Length || !char.IsLower(name[word.Length]))) return true;
        return false;
    }
}
