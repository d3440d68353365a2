namespace ArchitectAnalyzers.Package.Tests;

/// <summary>The baseline, from the command that writes it to the one that prunes it.</summary>
[Collection(nameof(Adopted))]
public class BaselineTests(Adopted adopted)
{
    [Fact]
    public void It_is_written_beside_the_solution_though_warnings_are_errors()
    {
        Assert.True(adopted.Written.Length > 0, adopted.Write.Output);
        Assert.Contains("findings of Moved/Moved.csproj (+3)", adopted.Write.Succeeded().Output);
        Assert.Equal(adopted.Written.Order(StringComparer.Ordinal), adopted.Written);
        Assert.Equal(3, Of("Moved").Length);
        Assert.All(adopted.Written, line => Assert.StartsWith("    {\"project\": ", line));
    }

    [Fact]
    public void What_is_suppressed_in_another_way_is_not_in_it() => Assert.DoesNotContain(Of("Moved"), line => line.Contains("ARCH1101"));

    [Fact]
    public void A_finding_of_one_framework_is_marked_with_it()
    {
        Assert.Contains("\"frameworks\": \"net10.0\"", Assert.Single(Of("Fixed"), line => line.Contains("Newer.Read(HttpClient)")));
        Assert.DoesNotContain("frameworks", Assert.Single(Of("Fixed"), line => line.Contains("OrdersController.Count()")));
    }

    [Fact]
    public void What_it_holds_is_silent_wherever_it_moves() => Assert.Empty(adopted.Ours("Moved"));

    [Fact]
    public void A_second_defect_of_the_same_words_is_reported() =>
        Assert.Equal(("ARCH2001", "warning"), Assert.Single(adopted.Ours("Base").Select(finding => (finding.Id, finding.Level))));

    [Theory]
    [InlineData("net8.0")]
    [InlineData("net10.0")]
    public void A_line_without_a_finding_is_reported_at_the_line_in_each_framework(string framework)
    {
        var stale = Assert.Single(adopted.Ours("Fixed", framework));
        Assert.Equal(("ARCH0002", "note", "architect.baseline.json"), (stale.Id, stale.Level, stale.File));
        Assert.Contains("OrdersController.Count()", adopted.Written[stale.Line - 4]);
    }

    [Fact]
    public void A_broken_one_is_reported_at_the_line_and_hides_nothing()
    {
        var ours = adopted.Ours("Broken");
        var broken = Assert.Single(ours, finding => finding.Id == "ARCH0001");
        Assert.Equal(("architect.baseline.json", adopted.Written.Length + 4), (broken.File, broken.Line));
        Assert.Equal(["ARCH0001", "ARCH2001"], ours.Select(finding => finding.Id).Order());
    }

    [Fact]
    public void Pruning_drops_lines_without_a_finding_and_adds_none()
    {
        adopted.Prune.Succeeded();
        var dropped = Assert.Single(adopted.Written.Except(adopted.Pruned));
        Assert.Contains("Fixed/Fixed.csproj", dropped);
        Assert.Contains("OrdersController.Count()", dropped);
        Assert.Empty(adopted.Pruned.Except(adopted.Written));
    }

    private string[] Of(string project) => [.. adopted.Written.Where(line => line.Contains($"\"{project}/{project}.csproj\""))];
}
