namespace ArchitectAnalyzers.Package.Tests;

/// <summary>Defects that a rule of ours and a rule of another package report, and the property that makes one diagnostic of the two.</summary>
[Collection(nameof(Scratch))]
public class OverlapTests(Scratch scratch)
{
    private static readonly string[] Ours = ["ARCH1009", "ARCH1001"];
    private static readonly string[] Both = ["ARCH1009", "CA2247", "ARCH1001", "VSTHRD002"];

    [Fact]
    public void Two_packages_report_the_same_lines()
    {
        var all = Reported("OverlapHeard");
        Assert.Equal(Both, all.Select(finding => finding.Id));
        Assert.Equal(2, all.Select(finding => finding.Line).Distinct().Count());
        Assert.All(all, finding => Assert.Equal("warning", finding.Level));
    }

    [Fact]
    public void With_the_property_only_ours_report() => Assert.Equal(Ours, Reported("OverlapSilenced").Select(finding => finding.Id));

    [Fact]
    public void Nothing_but_these_rules_falls_silent() =>
        Assert.Equal(["CA2247", "VSTHRD002"], Ids("OverlapHeard").Except(Ids("OverlapSilenced")));

    /// <summary>By an <c>.editorconfig</c> one, by a global config the other.</summary>
    [Fact]
    public void A_user_can_have_the_others_back() => Assert.Equal(Both, Reported("OverlapAskedFor").Select(finding => finding.Id));

    [Fact]
    public void Where_a_profile_turns_ours_off_the_other_stays_on() =>
        Assert.Equal(["CA2247", "ARCH1001"], Reported("OverlapOfSecurity").Select(finding => finding.Id));

    [Fact]
    public void Where_ours_are_silent_in_tests_the_others_stay_on() =>
        Assert.Equal(["CA2247", "VSTHRD002"], Reported("OverlapInTests").Select(finding => finding.Id));

    [Fact]
    public void No_two_configurations_cancel_each_other() => Assert.DoesNotContain("MultipleGlobalAnalyzerKeys", scratch.Build());

    [Theory]
    [InlineData("WrongSilence")]
    [InlineData("WrongSilenceMulti")]
    public void Any_other_value_fails_the_build_once_and_is_told_the_valid_ones(string project)
    {
        var errors = scratch.UnsoundBuild().Output.Split('\n').Where(line => line.Contains("error") && line.Contains($"{project}.csproj")).Distinct();
        Assert.Contains("error ARCHITECT004: ArchitectSilenceOverlaps is 'sometimes'. Set it to one of: true, false.", Assert.Single(errors));
    }

    private Finding[] Reported(string project) => [.. scratch.All(project).Where(finding => Both.Contains(finding.Id))];

    private IEnumerable<string> Ids(string project) => scratch.All(project).Select(finding => finding.Id).Distinct().Order(StringComparer.Ordinal);
}
