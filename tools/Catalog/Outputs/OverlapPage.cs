using System.Text;

namespace ArchitectAnalyzers.Tools.Outputs;

/// <summary>The page on what other packages report too.</summary>
internal static class OverlapPage
{
    internal static (string, string?) Derive(Repository repository, IReadOnlyList<Overlap> overlaps, IReadOnlyList<RuleEntry> rules)
    {
        var packages = Overlaps.Rows(repository.Need(Overlaps.PackageTable)).ToList();
        if (packages.FirstOrDefault(cells => cells.Length != 3) is { } wrong)
            throw new CatalogException($"{Overlaps.PackageTable}: the row '{string.Join(' ', wrong)}' has {wrong.Length} columns and not three");
        var text = new StringBuilder();
        text.Append("""
            <!-- Written by tools/Catalog: do not edit. -->
            # Overlap: one defect, one diagnostic

            Most backends have other analyzers too; the SDK's are always there. Now and then one of them and this package speak of the same line for the same
            reason, and a reviewer reads everything twice. This page says where that is so, and how to hear it once.

            ```xml
            <PropertyGroup>
              <ArchitectSilenceOverlaps>true</ArchitectSilenceOverlaps>
            </PropertyGroup>
            ```

            turns the other package's rule off where ours reports all that it reports.

            ## Where they overlap

            Measured, not guessed: the packages below were run, with all their rules on, over the code examples of the [rules' pages](README.md). A row says
            that the other rule reports the line that ours reports, and nothing in the examples that are fixed or right. Rules that happen to meet ours
            on a line for a reason of their own, a lambda that could be static say, were struck by hand.

            A row that is missing says that no example showed an overlap, not that there is none.


            """);
        text.Append("| Rule | Package | Its rule | What that reports | Turned off where these are on |\n|---|---|---|---|---|\n");
        foreach (var overlap in overlaps)
        {
            var name = rules.Single(rule => rule.Id == overlap.Rule).Name;
            var where = overlap.CoveredBy.Count == 0 ? "never: it reports more" : string.Join(", ", overlap.CoveredBy);
            text.Append($"| [{overlap.Rule}](rules/{overlap.Rule}.md) {name} | {overlap.Package} | {overlap.Peer} | {Markdown.Cell(overlap.Reports)} | {where} |\n");
        }

        text.Append("\nWhat was run:\n\n| Package | From | Version | Rules that overlap |\n|---|---|---|---|\n");
        foreach (var cells in packages)
        {
            var count = overlaps.Where(overlap => overlap.Package == cells[0]).DistinctBy(overlap => overlap.Peer).Count();
            text.Append($"| {cells[0]} | {cells[1]} | {cells[2]} | {(count == 0 ? "none seen" : count.ToString(provider: null))} |\n");
        }

        text.Append("""

            ## What the switch does

            It hands the compiler one more global config, made for the profile that the project has chosen. A rule of another package is in it if the rules
            of ours that stand in the last column of the table are all on in that profile. By profile:


            """);
        text.Append("| Profile | Turned off |\n|---|---|\n");
        foreach (var profile in Profiles.All)
        {
            var silenced = string.Join(", ", Overlaps.SilencedIn(profile, overlaps, rules).Select(overlap => overlap.Peer));
            text.Append($"| `{profile.Name}` | {(silenced.Length == 0 ? "nothing" : silenced)} |\n");
        }

        text.Append("""

            Its level is above that of the SDK's own configs (`AnalysisLevel`, `AnalysisMode`) and below yours. To have a rule back, name it:

            ```ini
            [*.cs]
            dotnet_diagnostic.CA2247.severity = warning
            ```

            The values are `true` and `false`, the default. One that is neither is a build error (`ARCHITECT004`).

            ## Its limits

            - **It goes by rule, not by place.** Where ours is silent on purpose, a wait in `Main` say, the other one is silent too. Each rule's page lists
              such places under "Not reported". That is the decision behind the switch: on this subject, this package judges.
            - **It knows the profile, not your `.editorconfig`.** If you turn one of our rules off there, turn the other package's rule on again.
            - **A rule that reports more stays on**, and a few places are reported twice. CA2016 for instance speaks of every call that could be given a
              token; to lose that for one loop in a hundred would be a bad trade.
            - **Test projects are left alone**, since our rules are silent there.
            - What the [baseline](baseline.md) holds is silent, and so is the other rule at that place.
            - The table is of the versions above. A later one may have a rule of its own for what is ours today; until the table is measured again, both report.

            ## Options and trade-offs

            | | Costs | Right when |
            |---|---|---|
            | the switch | the other package's opinion where the two differ | you want one voice per defect, and our pages and fixes |
            | our rule off, by id | our fixes, and what only ours reports | the team knows the other rule, and its dashboards count it |
            | both on | two reports, two suppressions for one place | you compare them, before you decide |

            """);
        return ("docs/overlap.md", text.ToString());
    }
}
