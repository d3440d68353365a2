using System.Text;

namespace ArchitectAnalyzers.Tools.Outputs;

/// <summary>Small pieces of Markdown.</summary>
internal static class Markdown
{
    /// <summary>A table cell's text.</summary>
    internal static string Cell(string text) => text.Replace("|", "\\|").Replace("\n", " ");

    internal static string Cwe(int number) => $"[CWE-{number}](https://cwe.mitre.org/data/definitions/{number}.html)";

    /// <summary>A table of rules with links to their pages; <paramref name="toPages"/> leads to <c>docs/rules/</c>.</summary>
    internal static string RuleTable(IEnumerable<RuleEntry> rules, string toPages)
    {
        var text = new StringBuilder("| Id | Rule | Severity | Fix |\n|---|---|---|---|\n");
        foreach (var rule in rules)
            text.Append($"| [{rule.Id}]({toPages}{rule.Id}.md) | `{rule.Name}`: {Cell(rule.Title)} | {rule.SeverityInWords} | {(rule.HasFix ? "yes" : "")} |\n");
        return text.ToString();
    }

    /// <summary>The text with the part between two markers replaced.</summary>
    internal static string Between(string path, string text, string marker, string content)
    {
        var (open, close) = ($"<!-- {marker} -->\n", $"<!-- /{marker} -->");
        var start = text.IndexOf(open, StringComparison.Ordinal);
        var end = start < 0 ? -1 : text.IndexOf(close, start, StringComparison.Ordinal);
        if (end < 0) throw new CatalogException($"{path} lacks the lines '{open.TrimEnd()}' and '{close}', between which a part is written");
        return string.Concat(text.AsSpan(0, start + open.Length), content, text.AsSpan(end));
    }

    /// <summary>The first heading of a page.</summary>
    internal static string Heading(string text) => text.Split('\n').FirstOrDefault(line => line.StartsWith("# ", StringComparison.Ordinal))?[2..].Trim() ?? "";
}
