using System.Globalization;
using System.Text;

namespace ArchitectAnalyzers.Core;

/// <summary>A finding that a baseline knows.</summary>
/// <param name="Project">The project's file, as a path from the baseline's folder with forward slashes.</param>
/// <param name="Symbol">The member that the finding is in, as a reader would name it.</param>
/// <param name="Hash">The code that the finding is about, without its layout.</param>
/// <param name="Ordinal">Which of those in the member that look the same, from 0.</param>
/// <param name="Frameworks">Of the project's frameworks those that have the finding, with semicolons; null for all.</param>
internal sealed record BaselineEntry(string Rule, string Project, string Symbol, string Hash, int Ordinal, string? Frameworks = null)
{
    /// <summary>Where the entry stands in its file.</summary>
    internal (int Start, int End) Place { get; set; }

    /// <summary>What makes an entry the same in every framework.</summary>
    internal (string, string, string, string, int) Key => (Rule, Project, Symbol, Hash, Ordinal);

    internal bool IsIn(string? framework) =>
        Frameworks is null || framework is null || Array.IndexOf(Frameworks.Split(';'), framework) >= 0;
}

/// <summary>
/// The text of a baseline: a finding a line, sorted, each line with its comma, so that version control merges what two branches changed.
/// The compiler and the build task share it.
/// </summary>
internal static class BaselineFile
{
    /// <summary>The name by which a baseline is found.</summary>
    internal const string Name = "architect.baseline.json";

    private const int Version = 1;
    private const string End = "end";

    /// <exception cref="JsonFormatException">The text is not a baseline; the exception says where.</exception>
    internal static List<BaselineEntry> Parse(string text)
    {
        if (Json.Parse(text) is not JsonObject file) throw new JsonFormatException(0, "'{'");
        if (!file.TryGetValue("version", out var version) || version is not (double)Version) throw new JsonFormatException(file.Start, "\"version\": 1");
        if (file.Get<List<object?>>("findings") is not { } findings) throw new JsonFormatException(file.Start, "\"findings\": [");
        var entries = new List<BaselineEntry>(findings.Count);
        foreach (var item in findings)
        {
            if (item is End) continue;
            if (item is not JsonObject finding) throw new JsonFormatException(file.Start, "a finding in braces");
            entries.Add(new(Text(finding, "rule"), Text(finding, "project"), Text(finding, "symbol"), Text(finding, "hash"),
                finding.TryGetValue("ordinal", out var ordinal) && ordinal is double and >= 0 and <= int.MaxValue and var number
                    ? (int)number
                    : throw new JsonFormatException(finding.Start, "\"ordinal\": 0"),
                finding.Get<string>("frameworks"))
            { Place = (finding.Start, finding.End) });
        }

        return entries;
    }

    internal static string Write(IEnumerable<BaselineEntry> entries)
    {
        var lines = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var entry in entries) lines.Add(Line(entry));
        var text = new StringBuilder();
        text.Append("{\n  \"version\": ").Append(Version).Append(",\n  \"findings\": [\n");
        foreach (var line in lines) text.Append("    ").Append(line).Append(",\n");
        return text.Append("    \"").Append(End).Append("\"\n  ]\n}\n").ToString();
    }

    // The order of the members is the order of the lines: by project, then rule, then place.
    private static string Line(BaselineEntry entry) =>
        "{\"project\": " + Json.Quote(entry.Project) + ", \"rule\": " + Json.Quote(entry.Rule) + ", \"symbol\": " + Json.Quote(entry.Symbol)
        + ", \"hash\": " + Json.Quote(entry.Hash) + ", \"ordinal\": " + entry.Ordinal.ToString(CultureInfo.InvariantCulture)
        + (entry.Frameworks is null ? "" : ", \"frameworks\": " + Json.Quote(entry.Frameworks)) + "}";

    private static string Text(JsonObject finding, string name) =>
        finding.Get<string>(name) ?? throw new JsonFormatException(finding.Start, "\"" + name + "\": \"...\"");
}
