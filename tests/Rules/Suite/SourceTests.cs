using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ArchitectAnalyzers.Tests.Suite;

/// <summary>What holds for the sources of the package.</summary>
public class SourceTests
{
    public static TheoryData<string> RuleFiles => [.. AllRules.Files("src/Analyzers/Rules").Select(file => file.Path)];

    [Theory]
    [MemberData(nameof(RuleFiles))]
    public void A_rule_file_is_short_and_named_for_its_class(string path)
    {
        var text = AllRules.Repository.Need(path);
        var lines = text.TrimEnd('\n').Split('\n').Length;
        Assert.True(lines < 150, $"{path} has {lines} lines: knowledge is leaking out of a model");
        var name = Path.GetFileNameWithoutExtension(path).Split('.')[0];
        Assert.Matches($@"\b(class|record|struct|interface|enum) (class |struct )?{name}\b", text);
    }

    [Fact]
    public void Own_source_compiles_here()
    {
        Assert.Empty(OwnSource.Analyzers.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));
        Assert.Empty(OwnSource.CodeFixes.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));
    }

    [Fact]
    public async Task Own_source_is_silent()
    {
        var options = new AnalyzerOptions([]);
        var reports = (await AllRules.Analyze(OwnSource.Analyzers, options)).AddRange(await AllRules.Analyze(OwnSource.CodeFixes, options));
        Assert.True(reports.IsEmpty, AllRules.Show(reports));
    }

    [Fact]
    public void Nobody_references_upward_or_sideways()
    {
        var wrong = Layers.Wrong(OwnSource.Analyzers).Concat(Layers.Wrong(OwnSource.CodeFixes)).ToList();
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [Theory]
    [InlineData("Core", "Semantics.S", "Core knows no Semantics")]
    [InlineData("Core", "Models.M", "Core knows no Models")]
    [InlineData("Core", "Rules.Api.Other", "Core knows no Rules")]
    [InlineData("Semantics", "Models.M", "Semantics knows no Models")]
    [InlineData("Semantics", "Rules.Api.Other", "Semantics knows no Rules")]
    [InlineData("Models", "Rules.Api.Other", "Models knows no Rules")]
    [InlineData("Rules.Api", "Rules.Api.Other", "is another rule")]
    [InlineData("CodeFixes.Api", "Rules.Api.Other", "is another rule")]
    [InlineData("CodeFixes.Api", "CodeFixes.Api.OtherFix", "is another rule's fix")]
    public void An_edge_upward_or_sideways_is_seen(string from, string to, string why)
    {
        // Every way to depend: a base, a field, a call, an inferred type.
        string[] bodies = [$": {to}", $"{{ {to} f; }}", $"{{ void M() {{ {to}.Call(); }} }}", $"{{ void M() {{ var x = ArchitectAnalyzers.Low.Make(); }} }}"];
        foreach (var body in bodies)
        {
            var (space, name) = from.EndsWith("Api", StringComparison.Ordinal)
                ? (from, from.StartsWith("Rules", StringComparison.Ordinal) ? "Mine" : "MineFix") : (from, "C");
            var compilation = Layers.Sample(to, (PathOf(space, name),
                $"namespace ArchitectAnalyzers.{space} {{ class {name} {body.Replace(to, "ArchitectAnalyzers." + to)} {(body[0] == ':' ? "{ }" : "")} }}"));
            Assert.Contains(Layers.Wrong(compilation), line => line.Contains(why));
        }
    }

    [Theory]
    [InlineData("Rules.Api", "Mine", "Models.M")]
    [InlineData("Rules.Api", "Mine", "Semantics.S")]
    [InlineData("Models", "C", "Semantics.S")]
    [InlineData("Semantics", "C", "Core.K")]
    [InlineData("CodeFixes.Api", "OtherFix2", "Semantics.S")]
    [InlineData("CodeFixes.Api", "OtherFix", "Rules.Api.Other")]
    [InlineData("CodeFixes.Api", "HelperOfOther", "Rules.Api.Other")]
    public void An_edge_downward_is_not_reported(string from, string name, string to)
    {
        var compilation = Layers.Sample(to, (PathOf(from, name), $"namespace ArchitectAnalyzers.{from} {{ class {name} {{ ArchitectAnalyzers.{to} f; }} }}"));
        Assert.Empty(Layers.Wrong(compilation));
    }

    private static string PathOf(string space, string name) =>
        space.StartsWith("CodeFixes", StringComparison.Ordinal)
        ? $"src/{space.Replace('.', '/')}/{name}.cs" : $"src/Analyzers/{space.Replace('.', '/')}/{name}.cs";
}
