namespace ArchitectAnalyzers.Tools.Outputs;

/// <summary>The table of rules on a competency's page; the rest is prose.</summary>
internal static class CompetencyPage
{
    internal static (string, string?) Derive(Repository repository, Competency competency, IReadOnlyList<RuleEntry> rules)
    {
        var own = rules.Where(rule => rule.Competency == competency).ToList();
        var text = own.Count == 0 ? "No rule yet: the ids are reserved.\n" : Markdown.RuleTable(own, "../rules/");
        return (competency.Page!, Markdown.Between(competency.Page!, repository.Need(competency.Page!), "rules", text));
    }
}
