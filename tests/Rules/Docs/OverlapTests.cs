using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using ArchitectAnalyzers.Core;
using ArchitectAnalyzers.Tests.Suite;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ArchitectAnalyzers.Tests.Docs;

/// <summary>
/// Which rules of other packages report the same defects as ours, measured on the pages: a peer's rule that reports on our line of a
/// <c>report</c> block, on no line of a <c>fixed</c> or <c>silent</c> block of that page, and mostly on lines of ours. Run by hand when rules or peers change:
/// <c>dotnet build tests/Rules/ArchitectAnalyzers.Tests.roslyn5.csproj -p:Overlap=true</c>, then the test program with
/// <c>-explicit only -class "*OverlapTests"</c>.
/// </summary>
public class OverlapTests
{
    private const string Table = "docs/overlap.tsv";

    private static string Packages => Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    // The folder of a peer's DLLs. What ships in the SDK is taken from there.
    private static readonly (string Name, Func<IEnumerable<string>> Folders)[] s_peers =
    [
        ("NetAnalyzers", () => Sdk("sdk", "Sdks/Microsoft.NET.Sdk/analyzers")),
        ("ASP.NET Core", () => Sdk("packs/Microsoft.AspNetCore.App.Ref", "analyzers/dotnet/cs")),
        ("EF Core", () => Package("microsoft.entityframeworkcore.analyzers")),
        ("Meziantou", () => Package("meziantou.analyzer")),
        ("VS Threading", () => Package("microsoft.visualstudio.threading.analyzers")),
        ("Sonar", () => Package("sonaranalyzer.csharp")),
        ("Roslynator", () => Package("roslynator.analyzers")),
        ("AsyncFixer", () => Package("asyncfixer")),
        ("Security Code Scan", () => Package("securitycodescan.vs2019")),
    ];

    // Sonar S109: magic numbers. Pages of ours have few, and those mostly where a time-out is set.
    private static readonly string[] s_aboutSomethingElse = ["S109"];

    [Fact(Explicit = true)]
    public async Task Measure()
    {
        var peers = s_peers.SelectMany(peer => Analyzers(peer.Folders()).Select(analyzer => (peer.Name, Analyzer: analyzer))).ToList();
        Assert.All(s_peers, peer => Assert.True(peers.Any(p => p.Name == peer.Name), $"{peer.Name} is not on this machine"));
        var nameOf = peers.SelectMany(peer => peer.Analyzer.SupportedDiagnostics.Select(d => (d.Id, peer.Name))).DistinctBy(d => d.Id).ToDictionary(d => d.Id, d => d.Name);
        var rows = new SortedSet<string>(StringComparer.Ordinal);
        var (onOurs, everywhere) = (new Dictionary<string, int>(), new Dictionary<string, int>());
        foreach (var page in Fence.All.GroupBy(fence => fence.RuleId))
        {
            var same = new HashSet<string>();
            foreach (var fence in page.Where(fence => fence.Claim == "report"))
            {
                var lines = (await AllRules.Analyze(fence.Project())).Where(report => report.Id == page.Key).Select(Line).ToHashSet();
                foreach (var report in await Reports(fence, peers.Select(peer => peer.Analyzer)))
                {
                    everywhere[report.Id] = everywhere.GetValueOrDefault(report.Id) + 1;
                    if (!lines.Contains(Line(report))) continue;
                    onOurs[report.Id] = onOurs.GetValueOrDefault(report.Id) + 1;
                    same.Add(report.Id);
                }
            }

            var candidates = peers.Select(peer => peer.Analyzer).Where(analyzer => analyzer.SupportedDiagnostics.Any(d => same.Contains(d.Id))).ToList();
            if (candidates.Count == 0) continue;
            foreach (var fence in page.Where(fence => fence.Claim != "report"))
                same.ExceptWith((await Reports(fence, candidates)).Select(report => report.Id));
            rows.UnionWith(same.Select(id => $"{page.Key}\t{nameOf[id]}\t{id}\n"));
        }

        // What reports in other places as often, a magic number say, is about something else.
        rows.RemoveWhere(row => row.TrimEnd('\n').Split('\t')[2] is var id && (onOurs[id] * 2 < everywhere[id] || s_aboutSomethingElse.Contains(id)));
        AllRules.Repository.Write(Table, "# rule, package, its rule for the same defect. Written by OverlapTests.Measure.\n" + string.Concat(rows));
    }

    [Fact]
    public void The_table_names_rules_that_exist()
    {
        var rows = AllRules.Repository.Need(Table).Split('\n').Where(line => line is not ("" or ['#', ..])).Select(line => line.Split('\t')).ToList();
        Assert.All(rows, row =>
        {
            Assert.Equal(3, row.Length);
            Assert.Contains(row[0], AllRules.Ids.Select(id => id.Data));
            Assert.Contains(row[1], s_peers.Select(peer => peer.Name));
            Assert.DoesNotContain("ARCH", row[2]);
        });
    }

    private static async Task<ImmutableArray<Diagnostic>> Reports(Fence fence, IEnumerable<DiagnosticAnalyzer> analyzers)
    {
        var used = analyzers.ToImmutableArray();
        var project = fence.Project();
        var compilation = (await project.GetCompilationAsync())!;
        var all = used.SelectMany(analyzer => analyzer.SupportedDiagnostics).Select(d => d.Id).Distinct().ToImmutableDictionary(id => id, _ => ReportDiagnostic.Warn);
        return await new CompilationWithAnalyzers(compilation.WithOptions(compilation.Options.WithSpecificDiagnosticOptions(all)), used, new CompilationWithAnalyzersOptions(
            project.AnalyzerOptions, onAnalyzerException: (_, _, _) => { }, concurrentAnalysis: true, logAnalyzerExecutionTime: false)).GetAnalyzerDiagnosticsAsync();
    }

    private static int Line(Diagnostic report) => report.Location.IsInSource && report.Location.SourceTree!.FilePath.EndsWith("Example.cs", StringComparison.Ordinal)
        ? report.Location.GetLineSpan().StartLinePosition.Line
        : -1;

    private static IEnumerable<DiagnosticAnalyzer> Analyzers(IEnumerable<string> folders)
    {
        var files = folders.SelectMany(folder => Directory.Exists(folder) ? Directory.GetFiles(folder, "*.dll") : []).DistinctBy(Path.GetFileName).ToList();
        var loader = new Loader(files);
        return files.SelectMany(file => new AnalyzerFileReference(file, loader).GetAnalyzers(LanguageNames.CSharp)).DistinctBy(analyzer => analyzer.GetType().FullName);
    }

    private static IEnumerable<string> Sdk(string part, string folder)
    {
        var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", "..", part));
        return Newest(root).Select(version => Path.Combine(version, folder));
    }

    // Where a package has DLLs for several compilers, those of the newest.
    private static IEnumerable<string> Package(string id) => Newest(Path.Combine(Packages, id)).Select(version => Path.Combine(version, "analyzers")).Where(Directory.Exists)
        .SelectMany(root => Directory.GetDirectories(root, "*", SearchOption.AllDirectories).Append(root).OrderDescending(StringComparer.Ordinal));

    private static IEnumerable<string> Newest(string root) => !Directory.Exists(root) ? [] : Directory.GetDirectories(root)
        .OrderByDescending(folder => Version.TryParse(Path.GetFileName(folder).Split('-')[0], out var version) ? version : new Version()).Take(1);

    private sealed class Loader(List<string> files) : AssemblyLoadContext("peer"), IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath) { }

        public Assembly LoadFromPath(string fullPath) => LoadFromAssemblyPath(fullPath);

        protected override Assembly? Load(AssemblyName name) =>
            name.Name!.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal) && !name.Name.Contains("NetAnalyzers") ? null
            : files.Find(file => Path.GetFileNameWithoutExtension(file) == name.Name) is { } file ? LoadFromAssemblyPath(file) : null;
    }
}
