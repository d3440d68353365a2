using ArchitectAnalyzers.Tests.Suite;
using ArchitectAnalyzers.Tools.Outputs;

namespace ArchitectAnalyzers.Tests.Docs;

/// <summary>A code block of a rule's page that claims something.</summary>
/// <param name="Page">The page, from the root.</param>
/// <param name="Number">Counted from 1 within the page.</param>
/// <param name="Line">Where it begins.</param>
/// <param name="Claim"><c>report</c>, <c>fixed</c> or <c>silent</c>.</param>
/// <param name="Code">The code, as the reader sees it.</param>
/// <param name="EditorConfig">The block <c>ini editorconfig</c> right before it; null for none.</param>
/// <param name="Baseline">The block <c>json baseline</c> right before it; null for none.</param>
/// <param name="Before">For <c>fixed</c>, the <c>report</c> right before it.</param>
internal sealed record Fence(string Page, int Number, int Line, string Claim, string Code, string? EditorConfig, string? Baseline, Fence? Before)
{
    internal string RuleId => Path.GetFileNameWithoutExtension(Page);

    /// <summary>All claims of all pages.</summary>
    internal static IReadOnlyList<Fence> All { get; } = [.. AllRules.Files(RulePage.Folder, "*.md").SelectMany(page => Read(page.Path, page.Text))];

    internal static IEnumerable<Fence> Read(string page, string text)
    {
        var lines = text.Split('\n');
        Fence? last = null;
        string? config = null, baseline = null;
        var number = 0;
        for (var i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith("```", StringComparison.Ordinal)) continue;
            var (info, start) = (lines[i][3..].Trim(), i + 1);
            for (i++; i < lines.Length && lines[i].TrimEnd() != "```"; i++) { }
            if (i == lines.Length) throw new FormatException($"{page}({start}): a code block without an end");
            var code = string.Join('\n', lines[start..i]) + "\n";
            switch (info.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                case ["ini", "editorconfig"]:
                    config = code;
                    break;
                case ["json", "baseline"]:
                    baseline = code;
                    break;
                case ["csharp", "fixed"] when last is not { Claim: "report" }:
                    throw new FormatException($"{page}({start}): a fixed block stands right after the report block that it is the fix of");
                case ["csharp", "fixed"]:
                    yield return last = new Fence(page, ++number, start, "fixed", code, last.EditorConfig, last.Baseline, last);
                    break;
                case ["csharp", "report" or "silent"] words:
                    yield return last = new Fence(page, ++number, start, words[1], code, config, baseline, null);
                    config = baseline = null;
                    break;
                case ["csharp", ..] when info != "csharp":
                    throw new FormatException($"{page}({start}): '{info}' claims nothing that is checked. Valid: csharp report, csharp fixed, csharp silent");
            }
        }
    }

    internal Microsoft.CodeAnalysis.Project Project() =>
        AllRules.Project([("Example.cs", Code)], editorConfig: EditorConfig is null ? null : "root = true\n" + EditorConfig, baseline: Baseline);

    public override string ToString() => $"{Page}({Line}) {Claim}";
}
