using System.Text.RegularExpressions;
using ArchitectAnalyzers.Tests.Suite;

namespace ArchitectAnalyzers.Tests.Docs;

public class LinkTests
{
    public static TheoryData<string> Pages =>
        [.. AllRules.Files("docs", "*.md").Select(page => page.Path), "README.md", "CONTRIBUTING.md", "CHANGELOG.md"];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_relative_link_leads_to_a_file(string page)
    {
        var root = AllRules.Repository.Root;
        var folder = Path.GetDirectoryName(Path.Combine(root, page))!;
        var broken = Links(AllRules.Repository.Need(page)).Where(link => !Path.Exists(Path.Combine(folder, link)));
        Assert.Empty(broken);
    }

    [Fact]
    public void A_broken_link_is_found_and_code_is_not_read_as_one() =>
        Assert.Equal(["a.md", "../b.md"], Links("[x](a.md) [y](../b.md#part) [z](https://example.com) [w](#here)\n```\nvar a = b[0](c);\n```\n`d[0](e)`"));

    private static IEnumerable<string> Links(string text)
    {
        text = Regex.Replace(text, "^```.*?^```", "", RegexOptions.Singleline | RegexOptions.Multiline);
        text = Regex.Replace(text, "`[^`\n]*`", "");
        return Regex.Matches(text, @"\]\(([^)\s]+)\)")
            .Select(match => match.Groups[1].Value.Split('#')[0])
            .Where(link => link.Length > 0 && !link.Contains(':'));
    }
}
