using System.Text;

namespace ArchitectAnalyzers.Tools.Outputs;

/// <summary>The index of the documentation.</summary>
internal static class DocsIndex
{
    private const string Path = "docs/README.md";
    private const string Decisions = "docs/decisions";

    internal static (string, string?) Derive(Repository repository, IReadOnlyList<RuleEntry> rules)
    {
        var text = new StringBuilder();
        text.Append("""
            <!-- Written by tools/Catalog: do not edit. -->
            # Documentation

            - [Configuration](configuration.md): severities, options, profiles
            - [Baseline](baseline.md): adopt the package on old code
            - [Overlap](overlap.md): what other packages report too, and how to hear it once
            - [Findings in CI](ci.md)
            - [Supply chain](supply-chain.md): what is in the package, and how to check it
            - [The rules as data](rules.json), for tools


            """);
        foreach (var competency in Competency.All)
        {
            var own = rules.Where(rule => rule.Competency == competency).ToList();
            text.Append($"## [{competency.Title}]({competency.LinkFromDocs})\n\n{char.ToUpperInvariant(competency.Scope[0])}{competency.Scope[1..]}.\n\n");
            if (own.Count > 0) text.Append(Markdown.RuleTable(own, "rules/")).Append('\n');
        }

        text.Append("## Decisions\n\nWhy this repository is built as it is, one page each.\n\n");
        foreach (var path in repository.Files(Decisions, "*.md"))
            text.Append($"- [{Markdown.Heading(repository.Need(path))}]({path["docs/".Length..]})\n");
        return (Path, text.ToString());
    }
}
