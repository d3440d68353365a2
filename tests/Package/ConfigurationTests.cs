namespace ArchitectAnalyzers.Package.Tests;

/// <summary>Profiles, and what users write in the place of them.</summary>
[Collection(nameof(Scratch))]
public class ConfigurationTests(Scratch scratch)
{
    [Theory]
    [MemberData(nameof(Profile.All), MemberType = typeof(Profile))]
    public void A_profile_sets_the_severities_that_its_file_says(string profile)
    {
        var expected =
            from finding in scratch.Ours("Web")
            let level = Profile.LevelOfWarning(profile, finding.Id)
            where level is not null
            select (finding.Id, level, finding.File);
        Assert.Equal(expected, scratch.Ours("Profile" + profile).Select(finding => (finding.Id, finding.Level, finding.File)));
    }

    [Fact]
    public void None_is_silent() => Assert.Empty(scratch.Ours("ProfileNone"));

    [Fact]
    public void Strict_warns_of_everything() =>
        Assert.Equal(scratch.Ours("Web").Select(finding => (finding.Id, "warning")), scratch.Ours("ProfileStrict").Select(finding => (finding.Id, finding.Level)));

    [Fact]
    public void The_name_of_a_profile_is_read_without_case_and_spaces() => Assert.Empty(scratch.Ours("ProfileInLowerCase"));

    [Theory]
    [InlineData("WrongProfile")]
    [InlineData("WrongProfileMulti")]
    public void An_unknown_profile_fails_the_build_once_and_is_told_the_valid_ones(string project)
    {
        var (exitCode, output) = scratch.UnsoundBuild();
        Assert.NotEqual(0, exitCode);
        var errors = output.Split('\n').Where(line => line.Contains("error") && line.Contains($"{project}.csproj")).Distinct().ToArray();
        var error = Assert.Single(errors);
        Assert.Contains("error ARCHITECT001: ", error);
        Assert.Contains("'PublicAPIs'", error);
        Assert.Contains(string.Join(", ", Profile.Names), error);
    }

    [Theory]
    [InlineData("NoBaseline")]
    [InlineData("NoBaselineMulti")]
    public void A_named_baseline_that_is_missing_fails_the_build_once(string project)
    {
        var errors = scratch.UnsoundBuild().Output.Split('\n').Where(line => line.Contains("error") && line.Contains($"{project}.csproj")).Distinct();
        var error = Assert.Single(errors);
        Assert.Contains("error ARCHITECT002: ", error);
        Assert.Contains("known.json", error);
        Assert.Contains("-t:ArchitectBaseline", error);
    }

    [Fact]
    public void A_severity_in_the_users_own_file_beats_the_profile()
    {
        var ours = scratch.Ours("Severities");
        Assert.DoesNotContain(ours, finding => finding.Id == "ARCH1001");
        Assert.Equal("note", ours.Single(finding => finding.Id == "ARCH2001").Level);
        Assert.Equal("warning", ours.Single(finding => finding.Id == "ARCH3001").Level);
    }

    [Fact]
    public void A_category_in_the_users_own_file_beats_the_recommended_profile()
    {
        var ours = scratch.Ours("Categories");
        Assert.Equal("note", ours.Single(finding => finding.Id == "ARCH2001").Level);
        Assert.Equal("warning", ours.Single(finding => finding.Id == "ARCH1001").Level);
    }

    [Fact]
    public void An_option_that_does_not_exist_is_reported()
    {
        var bad = scratch.Ours("BadOptions").Where(finding => finding.Id == "ARCH0001").ToArray();
        Assert.Equal(2, bad.Length);
        Assert.Contains(bad, finding => finding.Message.Contains("sometimes"));
        Assert.Contains(bad, finding => finding.Message.Contains("no_such_option"));
    }

    [Fact]
    public void An_option_is_obeyed() => Assert.DoesNotContain(scratch.Ours("Gateway"), finding => finding.Id == "ARCH3001");
}
