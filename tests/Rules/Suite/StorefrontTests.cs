using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace ArchitectAnalyzers.Tests.Suite;

/// <summary>The sample backend: what is reported there and what is not, and that no half-typed version of it makes a rule throw.</summary>
public class StorefrontTests
{
    private const string Sample = "samples/Storefront/";
    private const int Deletions = 500, Seed = 20261125, WholeEvery = 100;

    [Fact]
    public async Task Reports_what_the_list_says_and_nothing_else()
    {
        var expected = AllRules.Repository.Need(Sample + "expected-warnings.txt").Split('\n')
            .Where(line => line.Length > 0 && line[0] != '#').Order(StringComparer.Ordinal);

        var reported = new List<string>();
        foreach (var project in Projects())
        {
            Assert.Empty((await AllRules.Errors(project)).Select(error => error.ToString()));
            foreach (var report in (await AllRules.Analyze(project))
                .Where(report => report.Severity == DiagnosticSeverity.Warning && report.Descriptor.IsEnabledByDefault))
                reported.Add($"{report.Id}\t{report.Location.SourceTree!.FilePath.Replace("/code/" + Sample, "")}\t{Member(report.Location)}");
        }

        Assert.Equal(expected, reported.Order(StringComparer.Ordinal));
    }

    /// <summary>
    /// 500 seeded deletions of one token each, every rule on. The changed file is analysed each time, the whole project every 100th time.
    /// </summary>
    [Fact]
    public async Task No_rule_throws_when_any_one_token_is_missing()
    {
        Assert.SkipUnless(Engine.IsThorough, "as broken on the newest Roslyn");
        var compilations = new List<Compilation>();
        foreach (var project in Projects()) compilations.Add((await project.GetCompilationAsync())!);
        var files = compilations.SelectMany(compilation => compilation.SyntaxTrees
            .Where(tree => tree.FilePath.Contains("/src/")).Select(tree => (Compilation: compilation, Tree: tree))).ToList();
        var random = new Random(Seed);
        var thrown = new List<string>();
        var rules = AllRules.CreateAll();

        for (var i = 0; i < Deletions; i++)
        {
            var (compilation, tree) = files[random.Next(files.Count)];
            var tokens = tree.GetRoot().DescendantTokens().Where(token => token.Span.Length > 0).ToList();
            var deleted = tokens[random.Next(tokens.Count)];
            var text = tree.GetText().WithChanges(new TextChange(deleted.Span, ""));
            var broken = CSharpSyntaxTree.ParseText(text, (CSharpParseOptions)tree.Options, tree.FilePath);
            var changed = compilation.ReplaceSyntaxTree(tree, broken);

            var analysis = new CompilationWithAnalyzers(changed, rules, new CompilationWithAnalyzersOptions(
                new AnalyzerOptions([]),
                (exception, rule, _) => thrown.Add($"{rule.GetType().Name} without '{deleted}' at {deleted.GetLocation().GetLineSpan()}: {exception}"),
                concurrentAnalysis: false,
                logAnalyzerExecutionTime: false));
            if (i % WholeEvery == 0) await analysis.GetAnalyzerDiagnosticsAsync();
            await analysis.GetAnalyzerSyntaxDiagnosticsAsync(broken, default);
            await analysis.GetAnalyzerSemanticDiagnosticsAsync(changed.GetSemanticModel(broken), null, default);
        }

        Assert.True(thrown.Count == 0, string.Join("\n", thrown.Take(5)));
    }

    private static IReadOnlyList<Project> Projects()
    {
        IReadOnlyList<Project> projects = [.. AllRules.Files(Sample + "src")
            .Where(file => !file.Path.Contains("/obj/") && !file.Path.Contains("/bin/"))
            .GroupBy(file => file.Path.Split('/')[3])
            .Select(group => AllRules.Project(group))];
        Assert.NotEmpty(projects);
        return projects;
    }

    // As the list names it: a constructor is Type.Type; a lambda or a local function belongs to the member it is in.
    private static string Member(Location location)
    {
        var node = location.SourceTree!.GetRoot().FindNode(location.SourceSpan);
        var member = node.AncestorsAndSelf().OfType<MemberDeclarationSyntax>()
            .FirstOrDefault(m => m is BaseMethodDeclarationSyntax or BasePropertyDeclarationSyntax or BaseFieldDeclarationSyntax or GlobalStatementSyntax);
        var type = node.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.Identifier.ValueText;
        return member switch
        {
            MethodDeclarationSyntax method => $"{type}.{method.Identifier.ValueText}",
            PropertyDeclarationSyntax property => $"{type}.{property.Identifier.ValueText}",
            FieldDeclarationSyntax field => $"{type}.{field.Declaration.Variables[0].Identifier.ValueText}",
            ConstructorDeclarationSyntax => $"{type}.{type}",
            _ => "Program",
        };
    }
}
