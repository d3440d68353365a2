namespace ArchitectAnalyzers.Core;

/// <summary>Finds what a misspelt word was meant to be.</summary>
internal static class NearMiss
{
    /// <summary><c> (did you mean 'x'?)</c>, or nothing where no candidate is close.</summary>
    internal static string Hint(string text, IEnumerable<string> candidates) =>
        Closest(text, candidates) is { } meant ? " (did you mean '" + meant + "'?)" : "";

    /// <summary>The candidate with the fewest edits, without case, if a third of the word or less would have to change.</summary>
    internal static string? Closest(string text, IEnumerable<string> candidates)
    {
        string? best = null;
        var least = int.MaxValue;
        foreach (var candidate in candidates)
        {
            var edits = Edits(text.ToUpperInvariant(), candidate.ToUpperInvariant());
            if (edits < least && edits <= Math.Max(text.Length, candidate.Length) / 3) (best, least) = (candidate, edits);
        }

        return best;
    }

    // Levenshtein's distance, one row at a time.
    private static int Edits(string a, string b)
    {
        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++) row[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[b.Length];
    }
}
