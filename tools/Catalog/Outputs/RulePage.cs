using System.Text;
using ArchitectAnalyzers.Core;

namespace ArchitectAnalyzers.Tools.Outputs;

/// <summary>The title and the header block of a rule's page; the rest is prose.</summary>
internal static class RulePage
{
    internal const string Folder = "docs/rules";

    /// <summary>The headings of a page, in order.</summary>
    internal static readonly IReadOnlyList<string> Headings =
        ["Reported", "Not reported", "Options and trade-offs", "How to fix, step by step", "Configuration", "When to turn it off", "Sources"];

    internal static string Path(string id) => $"{Folder}/{id}.md";

    internal static (string, string?) Derive(Repository repository, RuleEntry rule)
    {
        var path = Path(rule.Id);
        var text = repository.Need(path);
        var line = text.IndexOf('\n', StringComparison.Ordinal);
        if (!text.StartsWith("# ", StringComparison.Ordinal)) throw new CatalogException($"{path} does not begin with a title line: '# {rule.Id}: …'");
        text = $"# {rule.Id}: {rule.Title}{text[line..]}";
        return (path, Markdown.Between(path, text, "header", Header(rule)));
    }

    private static string Header(RuleEntry rule)
    {
        var text = new StringBuilder("| | |\n|---|---|\n");
        Row("Rule", $"{rule.Id} `{rule.Name}`");
        Row("Competency", $"[{rule.Competency.Title}](../{rule.Competency.LinkFromDocs}), category `{rule.Descriptor.Category}`");
        Row("Severity", rule.Descriptor.IsEnabledByDefault
            ? rule.Descriptor.DefaultSeverity.ToString() : "off; a profile or your own configuration turns it on");
        Row("Fix", rule.Facts.Fix switch
        {
            FixSafety.Safe => "yes; Fix All can apply it everywhere",
            FixSafety.ChangesBehaviour => "yes; it changes behaviour, so one place at a time",
            _ => "none. " + rule.Facts.NoFix,
        });
        if (rule.Facts.Cwe != 0) Row("Weakness", Markdown.Cwe(rule.Facts.Cwe));
        if (rule.Needs.Count > 0) Row("Speaks where there is", string.Join(", ", rule.Needs.Select(need => $"`{need}`")));
        if (rule.Facts.InTests) Row("Test projects", "included");
        if (rule.Options.Count > 0) Row("Options", string.Join(", ", rule.Options.Select(option => $"`{option.GeneralKey}`")));
        Row("Since", rule.Facts.Since);
        return text.ToString();

        void Row(string name, string value) => text.Append($"| {name} | {Markdown.Cell(value)} |\n");
    }
}
