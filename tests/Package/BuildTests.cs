namespace ArchitectAnalyzers.Package.Tests;

/// <summary>What users' builds say.</summary>
[Collection(nameof(Scratch))]
public class BuildTests(Scratch scratch)
{
    // Each once, and where a user looks for it.
    private static readonly (string Id, string File)[] Defects =
    [
        ("ARCH2001", "Orders.cs"),
        ("ARCH1001", "OrdersController.cs"),
        ("ARCH1101", "OrdersController.cs"),
        ("ARCH3001", "Program.cs"),
        ("ARCH1102", "Program.cs"),
    ];

    [Theory]
    [InlineData("Web", "net10.0")]
    [InlineData("Web8", "net8.0")]
    [InlineData("Multi", "net8.0")]
    [InlineData("Multi", "net10.0")]
    public void A_web_project_is_warned_of_each_defect_once(string project, string framework)
    {
        var ours = scratch.Ours(project, framework);
        Assert.All(ours, finding => Assert.Equal("warning", finding.Level));
        Assert.Equal(Defects, ours.Select(finding => (finding.Id, finding.File)));
    }

    [Fact]
    public void A_warning_is_printed_with_the_address_of_its_page() =>
        Assert.All(Defects, defect => Assert.Contains($"docs/rules/{defect.Id}.md", scratch.Build()));

    /// <summary>As far as the compiler writes them: not the page as Markdown, not a precision.</summary>
    [Fact]
    public void A_log_describes_each_rule_for_code_scanning()
    {
        using var log = System.Text.Json.JsonDocument.Parse(File.ReadAllBytes(scratch.Log("Web")));
        var rules = log.RootElement.GetProperty("runs")[0].GetProperty("tool").GetProperty("driver").GetProperty("rules");
        foreach (var (id, _) in Defects)
        {
            var rule = rules.EnumerateArray().Single(rule => rule.GetProperty("id").GetString() == id);
            Assert.NotEmpty(rule.GetProperty("shortDescription").GetProperty("text").GetString()!);
            Assert.NotEmpty(rule.GetProperty("fullDescription").GetProperty("text").GetString()!);
            Assert.EndsWith($"docs/rules/{id}.md", rule.GetProperty("helpUri").GetString());
            Assert.StartsWith("Architect.", rule.GetProperty("properties").GetProperty("category").GetString());
        }

        var sql = rules.EnumerateArray().Single(rule => rule.GetProperty("id").GetString() == "ARCH2001");
        Assert.Contains("external/cwe/cwe-089", sql.GetProperty("properties").GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()));
    }

    [Fact]
    public void A_console_project_hears_only_of_what_it_has() =>
        Assert.Equal([("ARCH2001", "Program.cs")], scratch.Ours("Console").Select(finding => (finding.Id, finding.File)));

    [Fact]
    public void A_test_project_hears_nothing() => Assert.Empty(scratch.Ours("TestProject"));

    [Fact]
    public void No_rule_throws_in_any_project() =>
        Assert.All(Scratch.Logs(),
            log => Assert.DoesNotContain(scratch.All(log.Name, log.Framework), finding => finding.Id is "AD0001" or "CS8032" or "CS8785"));

    [Fact]
    public void A_library_with_several_frameworks_hears_of_each() =>
        Assert.All(["net8.0", "net10.0"], framework => Assert.Equal(["ARCH2001"], scratch.Ours("Library", framework).Select(finding => finding.Id)));

    [Fact]
    public void A_project_that_references_a_library_with_the_package_gets_the_rules() =>
        Assert.Equal(Defects.Where(defect => defect.File != "Orders.cs"), scratch.Ours("App").Select(finding => (finding.Id, finding.File)));

    [Fact]
    public void Where_the_rules_go_the_profiles_go_too() => Assert.Empty(scratch.Ours("QuietApp"));

    [Fact]
    public void A_private_package_stays_with_its_project()
    {
        Assert.Equal(["ARCH2001"], scratch.Ours("PrivateLibrary").Select(finding => finding.Id));
        Assert.Empty(scratch.Ours("AppOfPrivateLibrary"));
    }
}
