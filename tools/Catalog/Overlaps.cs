using System.Text;

namespace ArchitectAnalyzers.Tools;

/// <summary>A rule of another package that reports the same defect as one of ours.</summary>
/// <param name="Rule">Our rule.</param>
/// <param name="Package">The other package, by the name that the table gives it.</param>
/// <param name="Peer">Its rule.</param>
/// <param name="CoveredBy">Our rules that together report all that the peer reports; none where it reports more.</param>
/// <param name="Reports">What the peer reports.</param>
internal sealed record Overlap(string Rule, string Package, string Peer, IReadOnlyList<string> CoveredBy, string Reports);

/// <summary>
/// What other packages report too, and the global configs that turn it off for <c>&lt;ArchitectSilenceOverlaps&gt;</c>. The table is measured by a
/// test (<c>OverlapTests.Measure</c>); whether a peer may be turned off is decided by hand.
/// </summary>
internal static class Overlaps
{
    internal const string Table = "docs/overlap.tsv";
    internal const string PackageTable = "docs/overlap.packages.tsv";
    internal const string Folder = "src/Package/overlaps";

    /// <summary>In the place of a decision that nobody has taken yet.</summary>
    internal const string Undecided = "?";

    /// <summary>
    /// The SDK delivers severities on the levels -100 and -99, other packages on -100: this one wins over them. It is below zero, so
    /// whatever the user writes wins over this one.
    /// </summary>
    private const int GlobalLevel = -98;

    /// <summary>The cells of a table, without its comments.</summary>
    internal static IEnumerable<string[]> Rows(string text) => text.Split('\n').Where(line => line is not ("" or ['#', ..])).Select(line => line.Split('\t'));

    /// <summary>The table, checked.</summary>
    internal static IReadOnlyList<Overlap> Read(Repository repository, IReadOnlyList<RuleEntry> rules)
    {
        var overlaps = new List<Overlap>();
        foreach (var cells in Rows(repository.Need(Table)))
        {
            if (cells.Length != 5) throw Wrong($"has {cells.Length} columns and not five", cells);
            if (cells[3] == Undecided) throw Wrong("is undecided: write 'no', or the rules of ours that together report all that it reports", cells);
            var overlap = new Overlap(cells[0], cells[1], cells[2], cells[3] == "no" ? [] : cells[3].Split(' '), cells[4]);
            if (overlap.CoveredBy.Append(overlap.Rule).FirstOrDefault(id => !rules.Any(rule => rule.Id == id)) is { } unknown)
                throw Wrong($"names {unknown}, which is no rule", cells);
            if (overlap.CoveredBy.Count > 0 && !overlap.CoveredBy.Contains(overlap.Rule)) throw Wrong($"is covered by rules without {overlap.Rule}", cells);
            if (overlaps.Find(other => other.Peer == overlap.Peer) is { } same
                && (!same.CoveredBy.SequenceEqual(overlap.CoveredBy) || same.Reports != overlap.Reports))
                throw Wrong($"says something else of {overlap.Peer} than the row of {same.Rule}", cells);
            overlaps.Add(overlap);
        }

        return overlaps;
    }

    internal static string Path(ProfileFormula profile) => $"{Folder}/{profile.Name}{Profiles.Extension}";

    /// <summary>What is turned off beside a profile: the peers whose reports the profile's own rules make, all of which it has on.</summary>
    internal static IEnumerable<Overlap> SilencedIn(ProfileFormula profile, IReadOnlyList<Overlap> overlaps, IReadOnlyList<RuleEntry> rules) =>
        overlaps.DistinctBy(overlap => overlap.Peer)
            .Where(overlap => overlap.CoveredBy.Count > 0
                && overlap.CoveredBy.All(id => Profiles.LevelIn(profile, rules.Single(rule => rule.Id == id)) != Level.Off));

    internal static (string, string?) Derive(ProfileFormula profile, IReadOnlyList<Overlap> overlaps, IReadOnlyList<RuleEntry> rules)
    {
        var text = new StringBuilder($"""
            # Written by tools/Catalog from {Table}.
            # <ArchitectSilenceOverlaps> with the profile {profile.Name}: rules of other packages whose reports are made by rules that it has on.
            # A level above what the SDK and other packages deliver, and below zero: whatever you write in .editorconfig or a global config
            # of your own wins.
            is_global = true
            global_level = {GlobalLevel}

            """);
        foreach (var overlap in SilencedIn(profile, overlaps, rules))
        {
            text.Append($"\n# {overlap.Package}: {overlap.Reports}. Here: {string.Join(", ", overlap.CoveredBy)}\n");
            text.Append($"dotnet_diagnostic.{overlap.Peer}.severity = none\n");
        }

        return (Path(profile), text.ToString());
    }

    private static CatalogException Wrong(string what, string[] cells) => new($"{Table}: the row '{string.Join(' ', cells)}' {what}");
}
