using ArchitectAnalyzers.Tests.Suite;

namespace ArchitectAnalyzers.Tests.Docs;

/// <summary>Pages teach by example, so their examples are tests: a row per block, named by its page and number.</summary>
public class FenceTests
{
    public static TheoryData<string, int> Of(string claim) => [.. Fence.All.Where(f => f.Claim == claim).Select(f => (f.RuleId, f.Number))];

    // Theories without a row fail, and a package without a fix has none of these.
    public static TheoryData<string, int> Fixed => Fence.All.Any(f => f.Claim == "fixed") ? Of("fixed") : [("none", 0)];

    [Theory]
    [MemberData(nameof(Of), "report")]
    public async Task What_a_page_says_is_reported_is(string id, int fence)
    {
        Assert.SkipUnless(Engine.IsThorough, "pages are about the newest Roslyn");
        var claim = Find(id, fence);
        await Compiles(claim);
        var reports = await AllRules.Analyze(claim.Project());
        Assert.True(reports.Any(report => report.Id == id), $"{claim}: {id} does not report\n{AllRules.Show(reports)}");
    }

    [Theory]
    [MemberData(nameof(Of), "silent")]
    public async Task What_a_page_says_is_silent_is(string id, int fence)
    {
        Assert.SkipUnless(Engine.IsThorough, "pages are about the newest Roslyn");
        var claim = Find(id, fence);
        await Compiles(claim);

        // What is off by default is an opinion: only its own page speaks of it.
        var reports = (await AllRules.Analyze(claim.Project())).Where(report => report.Id == id || report.Descriptor.IsEnabledByDefault).ToArray();
        Assert.True(reports.Length == 0, $"{claim} reports:\n{AllRules.Show(reports)}");
    }

    [Theory]
    [MemberData(nameof(Fixed))]
    public async Task What_a_page_says_is_the_fix_is(string id, int fence)
    {
        Assert.SkipUnless(Engine.IsThorough, "pages are about the newest Roslyn");
        if (id == "none") return;
        var claim = Find(id, fence);
        await Compiles(claim);
        var made = await Fixes.Apply(claim.Before!.Project(), id);
        Assert.Equal(claim.Code.TrimEnd('\n'), made.TrimEnd('\n'));
        var left = (await AllRules.Analyze(claim.Project())).Where(report => report.Id == id);
        Assert.True(!left.Any(), $"{claim} still reports:\n{AllRules.Show(left)}");
    }

    [Theory]
    [MemberData(nameof(AllRules.Ids), MemberType = typeof(AllRules))]
    public void Every_page_shows_what_is_reported_and_what_is_not(string id)
    {
        var claims = Fence.All.Where(f => f.RuleId == id).ToList();
        Assert.Contains(claims, f => f.Claim == "report");
        Assert.Contains(claims, f => f.Claim == "silent");
        if (AllRules.Rule(id).HasFix) Assert.Contains(claims, f => f.Claim == "fixed");
    }

    [Theory]
    [InlineData("```csharp reports\nx\n```", "claims nothing that is checked")]
    [InlineData("```csharp fixed\nx\n```", "right after the report block")]
    [InlineData("```csharp silent\nx\n```\n```csharp fixed\nx\n```", "right after the report block")]
    [InlineData("```csharp report\nx\n", "without an end")]
    public void A_block_that_no_test_would_read_is_refused(string page, string error) =>
        Assert.Contains(error, Assert.Throws<FormatException>(() => Fence.Read("page", page).ToList()).Message);

    [Fact]
    public void An_editorconfig_block_holds_for_the_block_after_it()
    {
        var fences = Fence.Read("page",
            "```ini editorconfig\nc\n```\n```csharp report\na\n```\n```csharp fixed\nb\n```\n```csharp silent\nd\n```\n```csharp\ne\n```").ToList();
        Assert.Equal(["c\n", "c\n", null], fences.Select(f => f.EditorConfig));
        Assert.Equal(["a\n", "b\n", "d\n"], fences.Select(f => f.Code));
    }

    private static Fence Find(string id, int number) => Fence.All.Single(f => f.RuleId == id && f.Number == number);

    private static async Task Compiles(Fence claim)
    {
        var errors = await AllRules.Errors(claim.Project());
        Assert.True(!errors.Any(), $"{claim} does not compile:\n{AllRules.Show(errors)}");
    }
}
