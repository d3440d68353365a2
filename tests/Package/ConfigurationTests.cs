namespace ArchitectAnalyzers.Package.Tests;

/// <summary>Profiles, and what users write in the place of them.</summary>
[Collection(nameof(Scratch))]
public class ConfigurationTests(Scratch scratch)
{
    [Theory]
    [MemberData(nameof(Profile.All), MemberType = typeof(Profile))]
    public void A_profile_reports_what_its_formula_says_as_loud_as_it_says(string profile)
    {
        // Strict has all rules on; what each is in a profile stands in the catalogue, which is derived from descriptors and formulas.
        var expected =
            from finding in scratch.Ours("ProfileStrict")
            let level = Profile.LevelIn(profile, finding.Id)
            where level is not null
            select (finding.Id, level, finding.File);
        Assert.Equal(expected, scratch.Ours("Profile" + profile).Select(finding => (finding.Id, finding.Level, finding.File)));
    }

    [Fact]
    public void None_is_silent() => Assert.Empty(scratch.Ours("ProfileNone"));

    [Fact]
    public void Strict_warns_of_everything()
    {
        Assert.Empty(scratch.Ours("Web").Select(finding => finding.Id).Except(scratch.Ours("ProfileStrict").Select(finding => finding.Id)));
        Assert.All(scratch.Ours("ProfileStrict"), finding => Assert.Equal("warning", finding.Level));
    }

    [Fact]
    public void Profiles_differ_on_the_same_code() =>
        Assert.True(Profile.Names.Select(profile => string.Join(' ', scratch.Ours("Profile" + profile).Select(finding => finding.Id + finding.Level)))
            .Distinct().Count() >= 5);

    [Fact]
    public void Without_a_profile_a_project_has_the_recommended_one() =>
        Assert.Equal(scratch.Ours("ProfileRecommended").Select(finding => (finding.Id, finding.Level)),
            scratch.Ours("Web").Select(finding => (finding.Id, finding.Level)));

    [Fact]
    public void Warnings_are_errors_where_the_project_says_so_and_not_where_it_excepts_a_rule()
    {
        var ours = scratch.Failed("Errors");
        Assert.Equal("warning", ours.Single(finding => finding.Id == "ARCH2001").Level);
        Assert.Equal("note", ours.Single(finding => finding.Id == "ARCH3001").Level);
        Assert.Equal("error", ours.Single(finding => finding.Id == "ARCH1001").Level);
        Assert.Contains("error ARCH1001: ", scratch.UnsoundBuild().Output);
        Assert.DoesNotContain("error ARCH2001: ", scratch.UnsoundBuild().Output);
    }

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

    [Theory]
    [InlineData("Severities")]
    [InlineData("GlobalSeverities")]
    public void A_severity_in_the_users_own_file_beats_the_profile(string project)
    {
        var ours = scratch.Ours(project);
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
