using System.Text;
using System.Text.RegularExpressions;

namespace ArchitectAnalyzers.Tools.Outputs;

/// <summary>The release files that the compiler's release tracking reads: what has shipped, and what has changed since.</summary>
internal static class Releases
{
    internal const string Shipped = "src/Analyzers/AnalyzerReleases.Shipped.md";
    internal const string Unshipped = "src/Analyzers/AnalyzerReleases.Unshipped.md";

    private const string Header = "; Unshipped analyzer changes. Written by tools/Catalog from the built rules.\n";

    private const string Head = "Rule ID | Category | Severity | Notes\n--------|----------|----------|-------\n";

    /// <summary>A rule as a release file has it.</summary>
    private sealed record Row(string Id, string Category, string Severity, string Notes);

    internal static (string, string?) Derive(Repository repository, IReadOnlyList<RuleEntry> rules)
    {
        var shipped = ReadShipped(repository.Need(Shipped));
        var now = rules.Select(rule => new Row(rule.Id, rule.Descriptor.Category, rule.SeverityText, rule.Name)).ToList();
        var text = new StringBuilder(Header);
        Table(text, "New Rules", Head,
            now.Where(rule => !shipped.ContainsKey(rule.Id)).Select(Line));
        Table(text, "Removed Rules", Head,
            shipped.Values.Where(rule => !now.Exists(r => r.Id == rule.Id)).OrderBy(rule => rule.Id, StringComparer.Ordinal).Select(Line));
        Table(text, "Changed Rules",
            "Rule ID | New Category | New Severity | Old Category | Old Severity | Notes\n--------|--------------|--------------|--------------|--------------|-------\n",
            now.Where(rule => shipped.TryGetValue(rule.Id, out var old) && (old.Category != rule.Category || old.Severity != rule.Severity))
                .Select(rule => $"{rule.Id} | {rule.Category} | {rule.Severity} | {shipped[rule.Id].Category} | {shipped[rule.Id].Severity} | {rule.Notes}"));
        return (Unshipped, text.ToString());
    }

    internal static int Release(string version, Repository repository, TextWriter output)
    {
        if (!Regex.IsMatch(version, @"^\d+\.\d+\.\d+$")) throw new CatalogException($"'{version}' is not a version: three numbers, as in 0.2.0");
        var shipped = repository.Need(Shipped);
        if (Regex.IsMatch(shipped, $"^## Release {Regex.Escape(version)}$", RegexOptions.Multiline))
            throw new CatalogException($"{version} has been released: {Shipped} has it");
        var changes = string.Join("\n", repository.Need(Unshipped).Split('\n').Where(line => !line.StartsWith(';'))).Trim('\n');
        if (changes.Length == 0) throw new CatalogException($"no rule has changed since the last release: {Unshipped} is empty");
        repository.Write(Shipped, $"{shipped.TrimEnd('\n')}\n\n## Release {version}\n\n{changes}\n");
        repository.Write(Unshipped, Header);
        output.WriteLine($"moved to {Shipped} as {version}");
        return 0;
    }

    /// <summary>The unshipped file with a row for a rule that is not built yet, so that it can be; <c>write</c> sorts it.</summary>
    internal static string WithNew(string unshipped, string id, string category, string name)
    {
        var row = Line(new Row(id, category, "Warning", name));
        var section = unshipped.IndexOf("### New Rules", StringComparison.Ordinal);
        var ruler = section < 0 ? -1 : unshipped.IndexOf("\n---", section, StringComparison.Ordinal);
        if (ruler >= 0) return unshipped.Insert(unshipped.IndexOf('\n', ruler + 1) + 1, row + "\n");
        var text = new StringBuilder(unshipped);
        Table(text, "New Rules", Head, [row]);
        return text.ToString();
    }

    private static string Line(Row row) => $"{row.Id} | {row.Category} | {row.Severity} | {row.Notes}";

    private static void Table(StringBuilder text, string title, string head, IEnumerable<string> rows)
    {
        var lines = rows.ToList();
        if (lines.Count > 0) text.Append($"\n### {title}\n\n{head}{string.Join('\n', lines)}\n");
    }

    // What users of the last release have, by id: later releases change or remove what earlier ones brought.
    private static Dictionary<string, Row> ReadShipped(string text)
    {
        var rules = new Dictionary<string, Row>(StringComparer.Ordinal);
        var section = "";
        foreach (var line in text.Split('\n'))
        {
            if (line.StartsWith("### ", StringComparison.Ordinal)) section = line[4..].Trim();
            var cells = line.Split('|').Select(cell => cell.Trim()).ToArray();
            if (cells.Length < 3 || !Regex.IsMatch(cells[0], "^ARCH[0-9]{4}$")) continue;
            if (section == "Removed Rules") rules.Remove(cells[0]);
            else rules[cells[0]] = new Row(cells[0], cells[1], cells[2], cells[^1]);
        }

        return rules;
    }
}
