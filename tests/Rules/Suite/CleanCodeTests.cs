namespace ArchitectAnalyzers.Tests.Suite;

/// <summary>A growing backend as a good team writes it. A report here is a false one.</summary>
public class CleanCodeTests
{
    internal const string Folder = "tests/Rules/Suite/Clean";

    [Fact]
    public async Task Idiomatic_code_compiles_and_is_silent()
    {
        var project = AllRules.Project(AllRules.Files(Folder));
        var errors = await AllRules.Errors(project);
        Assert.True(!errors.Any(), AllRules.Show(errors));
        var reports = await AllRules.Analyze(project);
        Assert.True(reports.IsEmpty, AllRules.Show(reports));
    }
}
