using System.Text;

namespace ArchitectAnalyzers.Tools.Outputs;

/// <summary>The list that a reviewer reads in a diff: what users will notice of a change.</summary>
internal static class ApprovedRules
{
    internal static (string, string?) Derive(IReadOnlyList<RuleEntry> rules)
    {
        var text = new StringBuilder("# id, severity, enabled, fix, title. Written by tools/Catalog; the diff is what users will notice.\n");
        foreach (var rule in rules)
            text.Append($"{rule.Id} | {rule.Descriptor.DefaultSeverity} | {(rule.Descriptor.IsEnabledByDefault ? "on" : "off")} | {rule.Facts.Fix} | {rule.Title}\n");
        return ("tests/Rules/Suite/rules.approved.txt", text.ToString());
    }
}
