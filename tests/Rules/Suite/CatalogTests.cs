using System.Reflection;
using System.Text.RegularExpressions;
using ArchitectAnalyzers.Core;
using ArchitectAnalyzers.Tools;
using ArchitectAnalyzers.Tools.Outputs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ArchitectAnalyzers.Tests.Suite;

public sealed class CatalogTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("catalog").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_derived_file_is_as_the_rules_say()
    {
        var output = new StringWriter();
        Assert.True(Catalog.Run(["check"], output, AllRules.Repository) == 0, output.ToString());
    }

    [Fact]
    public void Check_names_the_file_that_differs_and_the_command_and_write_repairs_it()
    {
        var repository = Copy();
        Assert.Equal((0, ""), Run(repository, "check"));
        repository.Write("docs/configuration.md", "old");
        repository.Write("src/Package/configuration/Gone.globalconfig", "old");

        var (code, output) = Run(repository, "check");
        Assert.Equal(1, code);
        Assert.Equal($"docs/configuration.md differs\nsrc/Package/configuration/Gone.globalconfig belongs to nothing\nRun: {Catalog.WriteCommand}\n", output);
        Assert.Equal("old", repository.Read("docs/configuration.md"));

        Assert.Equal(0, Run(repository, "write").Code);
        Assert.Equal((0, ""), Run(repository, "check"));
    }

    [Theory]
    [InlineData("", "no command")]
    [InlineData("lst", "unknown command 'lst'. The commands:\ncatalog list")]
    [InlineData("check twice", "unknown command 'check' or too many arguments")]
    [InlineData("release", "release wants one version")]
    [InlineData("release two", "'two' is not a version")]
    [InlineData("new", "new wants an id and a name")]
    [InlineData("new ARCH1999 BlockingWait", "new wants --competency, one of: Configuration, Architecture, Database")]
    [InlineData("new ARCH1999 BlockingWait --competency Arch", "unknown competency 'Arch'. Valid: Configuration, Architecture, Database, Api")]
    [InlineData("new ARCH2999 BlockingWait --competency Architecture", "ARCH2999 is not an id of Architecture, which has ARCH1001 to ARCH1999")]
    [InlineData("new ARCH1000 BlockingWait --competency Architecture", "ARCH1000 is not an id of Architecture")]
    [InlineData("new AR1999 BlockingWait --competency Architecture", "'AR1999' is not an id: it is ARCH and four digits")]
    [InlineData("new ARCH0001 BlockingWait --competency Configuration", "ARCH0001 is the id of InvalidOption. Free next: ARCH0003")]
    [InlineData("new ARCH0999 InvalidOption --competency Configuration", "there is a rule named InvalidOption")]
    [InlineData("new ARCH1999 blockingWait --competency Architecture", "'blockingWait' is not a name")]
    [InlineData("new ARCH1999 BlockingWaitAnalyzer --competency Architecture", "'BlockingWaitAnalyzer' ends in what files of a rule add themselves")]
    [InlineData("new ARCH1999 BlockingWait --competency Architecture --fx", "unknown or incomplete switch '--fx'")]
    [InlineData("new ARCH1999 BlockingWait --competency", "unknown or incomplete switch '--competency'")]
    public void A_wrong_command_line_is_told_what_is_valid(string arguments, string error)
    {
        var (code, output) = Run(Copy(), arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(2, code);
        Assert.StartsWith("error: " + error, output);
    }

    [Fact]
    public void A_missing_page_is_named()
    {
        var repository = Copy();
        repository.Write("docs/rules/ARCH0001.md", null);
        Assert.Equal((2, "error: missing docs/rules/ARCH0001.md: write the page by the layout in CONTRIBUTING.md\n"), Run(repository, "write"));
    }

    [Fact]
    public void A_page_without_its_markers_is_named()
    {
        var repository = Copy();
        repository.Write("docs/rules/ARCH0001.md", "# ARCH0001: x\n");
        Assert.StartsWith("error: docs/rules/ARCH0001.md lacks the lines '<!-- header -->' and '<!-- /header -->'", Run(repository, "check").Output);
    }

    [Fact]
    public void A_page_of_no_rule_is_named()
    {
        var repository = Copy();
        repository.Write("docs/rules/ARCH9998.md", "# ARCH9998: x\n");
        Assert.StartsWith("error: docs/rules/ARCH9998.md is the page of no rule. The rules: ARCH0001", Run(repository, "check").Output);
    }

    [Fact]
    public void A_folder_outside_of_the_repository_is_refused() =>
        Assert.Contains("run this inside the repository", Assert.Throws<CatalogException>(() => Repository.Around(_folder)).Message);

    [Fact]
    public void Two_rules_with_one_id_are_named() => Assert.StartsWith("ARCH1998 is the id of First and Second",
        Assert.Throws<CatalogException>(() => RuleEntry.Of([typeof(First), typeof(Second)], [])).Message);

    [Fact]
    public void A_rule_outside_of_its_range_is_named() => Assert.StartsWith("ARCH2998 is not an id of Architecture, which has ARCH1001 to ARCH1999",
        Assert.Throws<CatalogException>(() => RuleEntry.Of([typeof(Elsewhere)], [])).Message);

    [Fact]
    public void Release_moves_what_is_unshipped_and_the_next_check_agrees()
    {
        var repository = Copy();
        var before = repository.Need(Releases.Shipped);
        var changes = repository.Need(Releases.Unshipped);
        Assert.Contains("ARCH0001 | Architect.Configuration | Warning | InvalidOption", changes + before);

        if (!changes.Contains("ARCH"))
        {
            Assert.Contains("no rule has changed", Run(repository, "release", "99.0.0").Output);
            return;
        }

        Assert.Equal(0, Run(repository, "release", "99.0.0").Code);
        Assert.StartsWith(before.TrimEnd(), repository.Need(Releases.Shipped));
        Assert.Contains("\n## Release 99.0.0\n\n### New Rules\n", repository.Need(Releases.Shipped));
        Assert.DoesNotContain("ARCH", repository.Need(Releases.Unshipped));
        Assert.Equal((0, ""), Run(repository, "check"));
        Assert.Contains("99.0.0 has been released", Run(repository, "release", "99.0.0").Output);
        Assert.Contains("no rule has changed", Run(repository, "release", "99.0.1").Output);
    }

    [Fact]
    public void A_rule_that_has_shipped_and_changes_is_listed_as_changed_and_one_that_goes_as_removed()
    {
        var repository = Copy();
        repository.Write(Releases.Shipped, """
            ## Release 0.0.1

            ### New Rules

            Rule ID | Category | Severity | Notes
            --------|----------|----------|-------
            ARCH0001 | Architect.Configuration | Info | InvalidOption
            ARCH1997 | Architect.Architecture | Warning | Gone

            """);
        Assert.Equal(0, Run(repository, "write").Code);
        Assert.Contains("### Removed Rules\n\nRule ID | Category | Severity | Notes\n--------|----------|----------|-------\nARCH1997 | Architect.Architecture | Warning | Gone\n", repository.Need(Releases.Unshipped));
        Assert.Contains("ARCH0001 | Architect.Configuration | Warning | Architect.Configuration | Info | InvalidOption\n", repository.Need(Releases.Unshipped));
        Assert.DoesNotContain("ARCH0001 | Architect.Configuration | Warning | InvalidOption", repository.Need(Releases.Unshipped));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_scaffolded_rule_compiles_and_fails_its_own_tests(bool withFix)
    {
        var repository = Copy();
        var arguments = "new ARCH1999 ScaffoldedDefect --competency Architecture" + (withFix ? " --fix" : "");
        Assert.Equal(0, Run(repository, arguments.Split(' ')).Code);
        Assert.Contains("ARCH1999 | Architect.Architecture | Warning | ScaffoldedDefect\n", repository.Need(Releases.Unshipped));
        Assert.Equal(2, Run(repository, arguments.Split(' ')).Code);

        // The sources get what their projects import. The assembly is named for one that may see the internals.
        var (rules, fixes) = (OwnSource.Usings("src/Analyzers/ArchitectAnalyzers.csproj"),
            OwnSource.Usings("src/CodeFixes/ArchitectAnalyzers.CodeFixes.csproj"));
        var tests = "using System;using System.Threading.Tasks;using ArchitectAnalyzers.Testing;using Xunit;";
        var sources = new List<string>
        {
            Code(rules, "src/Analyzers/Rules/Architecture/ScaffoldedDefect.cs"),
            Code(tests, "tests/Rules/Architecture/ScaffoldedDefectTests.cs"),
        };
        if (withFix) sources.Add(Code(fixes, "src/CodeFixes/Architecture/ScaffoldedDefectFix.cs"));
        var compilation = CSharpCompilation.Create("Catalog", sources.Select(text => CSharpSyntaxTree.ParseText(text)),
            ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
                .Where(path => Path.GetFileName(path) != "Catalog.dll").Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        using var stream = new MemoryStream();
        var emitted = compilation.Emit(stream);
        Assert.True(emitted.Success, string.Join("\n", emitted.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)));

        var type = Assembly.Load(stream.ToArray()).GetType("ArchitectAnalyzers.Tests.Architecture.ScaffoldedDefectTests")!;
        var methods = type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly);
        Assert.Equal(withFix ? 3 : 2, methods.Length);
        foreach (var method in methods)
            Assert.NotNull(await Record.ExceptionAsync(() => (Task)method.Invoke(Activator.CreateInstance(type), null)!));

        string Code(string usings, string path) => usings + repository.Need(path);
    }

    [Fact]
    public void Every_profile_has_a_formula_and_every_formula_a_profile() =>
        Assert.Equal(Profile.Names, Profiles.All.Select(profile => profile.Name));

    [Fact]
    public void A_profile_names_only_the_rules_that_it_changes()
    {
        foreach (var profile in Profiles.All)
        {
            var (_, text) = Profiles.Derive(profile, RuleEntry.All);
            Assert.StartsWith("#", text);
            Assert.Contains("\nis_global = true\nglobal_level = -100\n", text);
            var named = Regex.Matches(text!, @"dotnet_diagnostic\.(ARCH\d{4})\.severity").Select(match => match.Groups[1].Value);
            Assert.Equal(RuleEntry.All.Where(rule => Profiles.LevelIn(profile, rule) != Profiles.Default(rule)).Select(rule => rule.Id), named);
        }
    }

    [Fact]
    public void A_rule_of_another_package_is_silenced_where_all_that_stand_in_for_it_are_on()
    {
        var overlaps = Overlaps.Read(AllRules.Repository, RuleEntry.All);
        foreach (var profile in Profiles.All)
        {
            var text = Overlaps.Derive(profile, overlaps, RuleEntry.All).Item2!;
            Assert.Contains("\nis_global = true\nglobal_level = -98\n", text);
            Assert.DoesNotContain("ARCH", string.Concat(text.Split('\n').Where(line => !line.StartsWith('#'))));
            Assert.All(overlaps, overlap => Assert.Equal(
                overlap.CoveredBy.Count > 0 && overlap.CoveredBy.All(id => Profiles.LevelIn(profile, AllRules.Rule(id)) != Level.Off),
                text.Contains($"\ndotnet_diagnostic.{overlap.Peer}.severity = none\n")));
        }

        Assert.Empty(Overlaps.SilencedIn(Profiles.All.Single(profile => profile.Name == "None"), overlaps, RuleEntry.All));
        Assert.NotEmpty(Overlaps.SilencedIn(Profiles.All.Single(profile => profile.Name == "Recommended"), overlaps, RuleEntry.All));
    }

    [Theory]
    [InlineData("ARCH1001\tSonar\tS4462", "has 3 columns and not five")]
    [InlineData("ARCH1001\tSonar\tS4462\t?\t?", "is undecided: write 'no', or")]
    [InlineData("ARCH9998\tSonar\tS4462\tno\twaits", "names ARCH9998, which is no rule")]
    [InlineData("ARCH1001\tSonar\tS4462\tARCH1001 yes\twaits", "names yes, which is no rule")]
    [InlineData("ARCH1001\tSonar\tS4462\tARCH1002\twaits", "is covered by rules without ARCH1001")]
    [InlineData("ARCH1001\tSonar\tS4462\tARCH1001\twaits\nARCH1002\tSonar\tS4462\tno\twaits", "says something else of S4462 than the row of ARCH1001")]
    public void A_wrong_row_of_the_table_of_overlaps_is_named(string rows, string error)
    {
        var repository = Copy();
        repository.Write(Overlaps.Table, rows + "\n");
        var (code, output) = Run(repository, "check");
        Assert.Equal(2, code);
        Assert.StartsWith($"error: docs/overlap.tsv: the row '{rows.Split('\n')[^1].Replace('\t', ' ')}' {error}", output);
    }

    [Fact]
    public void Recommended_is_the_rules_as_they_come_and_none_and_strict_are_the_ends()
    {
        Assert.All(RuleEntry.All, rule =>
        {
            Assert.Equal(Profiles.Default(rule), Profiles.LevelIn(Profiles.All.Single(p => p.Name == "Recommended"), rule));
            Assert.Equal(Level.Off, Profiles.LevelIn(Profiles.All.Single(p => p.Name == "None"), rule));
            // The package's own rules are as they come.
            var strictest = rule.Competency.Folder == "Configuration" ? Profiles.Default(rule) : Level.Warning;
            Assert.Equal(strictest, Profiles.LevelIn(Profiles.All.Single(p => p.Name == "Strict"), rule));
        });
    }

    // The parts of the repository that the tool reads and writes.
    private Repository Copy()
    {
        var copy = new Repository(_folder);
        foreach (var (path, text) in AllRules.Files("docs", "*.*").Concat(AllRules.Files("src/Package/configuration", "*.globalconfig"))
            .Concat(new[] { "README.md", "ArchitectAnalyzers.sln", "Directory.Build.props", Releases.Shipped, Releases.Unshipped,
                "tests/Rules/Suite/rules.approved.txt" }
                .Select(path => (path, AllRules.Repository.Need(path)))))
            copy.Write(path, text);

        // Up to date, whatever the state of the real one: that is the first test's to say.
        foreach (var rule in RuleEntry.All)
            if (copy.Read(RulePage.Path(rule.Id)) is null) copy.Write(RulePage.Path(rule.Id), $"# {rule.Id}\n\n<!-- header -->\n<!-- /header -->\n");
        Assert.Equal(0, Run(copy, "write").Code);
        return copy;
    }

    private static (int Code, string Output) Run(Repository repository, params string[] arguments)
    {
        var output = new StringWriter { NewLine = "\n" };
        return (Catalog.Run(arguments, output, repository), output.ToString());
    }

#pragma warning disable RS1001, RS1012, RS1036, RS1038, RS1041, RS2008 // not shipped
    private abstract class Sample(string id) : Rule(Describe.Rule(id, "T", "M", Describe.Architecture, DiagnosticSeverity.Warning, true, "D."))
    {
        private protected override void Register(CompilationStartAnalysisContext start, Facts facts) { }
    }

    [RuleFacts(NoFix = "A sample.")]
    private sealed class First() : Sample("ARCH1998");

    [RuleFacts(NoFix = "A sample.")]
    private sealed class Second() : Sample("ARCH1998");

    [RuleFacts(NoFix = "A sample.")]
    private sealed class Elsewhere() : Sample("ARCH2998");
}
