using System.Text;
using ArchitectAnalyzers.Core;

namespace ArchitectAnalyzers.Tools.Outputs;

/// <summary>The page on everything that a user can set.</summary>
internal static class ConfigurationPage
{
    internal static (string, string?) Derive(IReadOnlyList<RuleEntry> rules)
    {
        var text = new StringBuilder();
        text.Append("""
            <!-- Written by tools/Catalog: do not edit. -->
            # Configuration

            Everything is set where .NET developers set it: `.editorconfig`, a global config, and MSBuild properties. An option whose name or value
            does not exist is reported by [ARCH0001](rules/ARCH0001.md), never silently ignored.

            ## Severities

            ```ini
            [*.cs]
            # one rule
            dotnet_diagnostic.ARCH1101.severity = error
            # a whole competency
            dotnet_analyzer_diagnostic.category-Architect.Database.severity = suggestion
            ```

            An entry for one rule beats an entry for its competency. The competencies' categories:


            """);
        text.Append("| Category | Ids | Covers |\n|---|---|---|\n");
        foreach (var c in Competency.All) text.Append($"| `{c.Category}` | {c.Ids} | {c.Scope} |\n");

        text.Append("""

            ## Profiles

            ```xml
            <PropertyGroup>
              <ArchitectProfile>PublicApi</ArchitectProfile>
            </PropertyGroup>
            ```

            A profile is a formula over the rules, so a new rule is in it by itself. It is delivered as a global config of level -100: whatever you
            write for a rule in `.editorconfig` or in a global config of your own wins. Where a profile changes a rule, it does so by the rule's id,
            so override it by id and not by category. A name that is not in this table is a build error.

            | Profile | For | Formula |
            |---|---|---|

            """);
        foreach (var profile in Profiles.All) text.Append($"| `{profile.Name}` | {profile.For} | {profile.Formula} |\n");
        text.Append("""

            Rules on the package's own configuration (ARCH0xxx) are on in every profile but `None`. What each rule is in each profile:


            """);
        text.Append($"| Rule | {string.Join(" | ", Profiles.All.Select(p => p.Name))} |\n|---|{string.Concat(Profiles.All.Select(_ => "---|"))}\n");
        foreach (var rule in rules)
        {
            text.Append($"| [{rule.Id}](rules/{rule.Id}.md) {rule.Name} | "
                + string.Join(" | ", Profiles.All.Select(p => Profiles.LevelIn(p, rule).ToString().ToLowerInvariant())) + " |\n");
        }

        text.Append("""

            ## Options

            An option of a rule is written `architect.<ID>.<name>`, or `architect.<name>` for all rules that have one of that name; where both are
            there, the one with the id wins. Keys compare without case.

            ```ini
            [*.cs]
            architect.include_tests = true
            ```

            ### For all rules

            """);
        AppendOptions(text, OptionCatalog.All.Where(option => option.RuleId is null));
        foreach (var rule in rules.Where(rule => rule.Options.Count > 0))
        {
            text.Append($"\n### [{rule.Id}](rules/{rule.Id}.md) {rule.Name}\n");
            AppendOptions(text, rule.Options);
        }

        text.Append("""

            ## Other analyzers

            `<ArchitectSilenceOverlaps>true</ArchitectSilenceOverlaps>` turns off rules of other packages that report nothing but what ours report. Which,
            and what it leaves alone: [overlap](overlap.md).

            ## Tests

            Rules are silent in test projects (MSBuild's `IsTestProject`) and in classes with test methods, but for the rules whose page says
            otherwise. `architect.include_tests = true` turns them on there.

            ## One finding

            ```csharp
            #pragma warning disable ARCH1001 // the reason, for the next reader
            ```

            or `[SuppressMessage("Architect.Architecture", "ARCH1001", Justification = "…")]` on the member.

            """);
        return ("docs/configuration.md", text.ToString());
    }

    private static void AppendOptions(StringBuilder text, IEnumerable<Option> options)
    {
        text.Append("\n| Key | Valid values | Default | What it does |\n|---|---|---|---|\n");
        foreach (var option in options)
        {
            text.Append($"| `{option.SpecificKey ?? option.GeneralKey}` | {Markdown.Cell(option.ValidValues)} | {Markdown.Cell(option.DefaultText)} | {Markdown.Cell(option.Doc)} |\n");
        }
    }
}
