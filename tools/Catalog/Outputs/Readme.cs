using System.Text;

namespace ArchitectAnalyzers.Tools.Outputs;

/// <summary>The rule table of the README.</summary>
internal static class Readme
{
    private const string Path = "README.md";

    internal static (string, string?) Derive(Repository repository, IReadOnlyList<RuleEntry> rules)
    {
        var table = new StringBuilder();
        table.Append("| Competency | Id | Rule | Severity | Fix |\n|---|---|---|---|---|\n");
        foreach (var rule in rules)
        {
            table.Append($"| [{rule.Competency.Title}](docs/{rule.Competency.LinkFromDocs}) | [{rule.Id}]({RulePage.Path(rule.Id)}) "
                + $"| `{rule.Name}`: {Markdown.Cell(rule.Title)} | {rule.SeverityInWords} | {(rule.HasFix ? "yes" : "")} |\n");
        }

        return (Path, Markdown.Between(Path, repository.Need(Path), "rules", table.ToString()));
    }
}
