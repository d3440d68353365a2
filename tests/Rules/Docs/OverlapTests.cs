using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using ArchitectAnalyzers.Core;
using ArchitectAnalyzers.Tests.Suite;
using ArchitectAnalyzers.Tools;
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
    private static string Packages => Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    // Where a peer's versions are, and where in one of them its DLLs: null for all below "analyzers". What ships in the SDK is taken from there.
    private static readonly (string Name, string From, string Root, string? Folder)[] s_peers =
    [
        ("NetAnalyzers", "SDK", Sdk("sdk"), "Sdks/Microsoft.NET.Sdk/analyzers"),
        ("ASP.NET Core", "Microsoft.AspNetCore.App.Ref", Sdk("packs/Microsoft.AspNetCore.App.Ref"), "analyzers/dotnet/cs"),
        Package("EF Core", "Microsoft.EntityFrameworkCore.Analyzers"),
        Package("Meziantou", "Meziantou.Analyzer"),
        Package("VS Threading", "Microsoft.VisualStudio.Threading.Analyzers"),
        Package("Sonar", "SonarAnalyzer.CSharp"),
        Package("Roslynator", "Roslynator.Analyzers"),
        Package("AsyncFixer", "AsyncFixer"),
        Package("Security Code Scan", "SecurityCodeScan.VS2019"),
    ];

    // Rules that report on lines of ours for a reason of their own: magic numbers (pages of ours have few, and those mostly where a time-out is set),
    // calls that might have meant another overload, lambdas that could be static, and the antecedent's result inside of a continuation.
    private static readonly string[] s_aboutSomethingElse = ["S109", "S3220", "MA0217", "ARCH1013 MA0045"];

    [Fact(Explicit = true)]
    public async Task Measure()
    {
        var peers = s_peers.SelectMany(peer => Analyzers(Folders(peer.Root, peer.Folder)).Select(analyzer => (peer.Name, Analyzer: analyzer))).ToList();
        Assert.All(s_peers, peer => Assert.True(peers.Any(p => p.Name == peer.Name), $"{peer.Name} is not on this machine"));
        var nameOf = peers.SelectMany(peer => peer.Analyzer.SupportedDiagnostics.Select(d => (d.Id, peer.Name))).DistinctBy(d => d.Id)
            .ToDictionary(d => d.Id, d => d.Name);
        var rows = new SortedSet<(string Rule, string Package, string Peer)>(Comparer<(string Rule, string Package, string Peer)>.Create(
            (a, b) => string.CompareOrdinal($"{a.Rule}\t{a.Package}\t{a.Peer}", $"{b.Rule}\t{b.Package}\t{b.Peer}")));
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
            rows.UnionWith(same.Select(id => (page.Key, nameOf[id], id)));
        }

        // What reports in other places as often, a magic number say, is about something else.
        rows.RemoveWhere(row => onOurs[row.Peer] * 2 < everywhere[row.Peer]
            || s_aboutSomethingElse.Contains(row.Peer) || s_aboutSomethingElse.Contains($"{row.Rule} {row.Peer}"));
        AllRules.Repository.Write(Overlaps.Table, Measured(AllRules.Repository.Need(Overlaps.Table), rows));
        var packages = AllRules.Repository.Need(Overlaps.PackageTable).Split('\n').Where(line => line.StartsWith('#'))
            .Concat(s_peers.Select(peer => $"{peer.Name}\t{peer.From}\t{Path.GetFileName(Newest(peer.Root).Single())}"));
        AllRules.Repository.Write(Overlaps.PackageTable, string.Concat(packages.Select(line => line + "\n")));
    }

    [Fact]
    public void Measuring_again_keeps_what_was_decided_of_a_rule_and_leaves_a_new_one_undecided() => Assert.Equal(
        """
        # comment
        ARCH1001	Peers	P1	ARCH1001	waits
        ARCH1002	Peers	P1	ARCH1001	waits
        ARCH1002	Peers	P3	?	?

        """.ReplaceLineEndings("\n"),
        Measured("# comment\nARCH1001\tPeers\tP1\tARCH1001\twaits\nARCH1001\tPeers\tP2\tno\tgone\n",
            [("ARCH1001", "Peers", "P1"), ("ARCH1002", "Peers", "P1"), ("ARCH1002", "Peers", "P3")]));

    [Fact]
    public void The_tables_name_packages_that_are_measured()
    {
        var packages = Overlaps.Rows(AllRules.Repository.Need(Overlaps.PackageTable));
        Assert.Equal(s_peers.Select(peer => (peer.Name, peer.From)), packages.Select(cells => (cells[0], cells[1])));
        Assert.All(Overlaps.Read(AllRules.Repository, RuleEntry.All), overlap =>
        {
            Assert.Contains(overlap.Package, s_peers.Select(peer => peer.Name));
            Assert.DoesNotContain("ARCH", overlap.Peer);
            Assert.DoesNotContain(overlap.Peer, s_aboutSomethingElse);
        });
    }

    // The table with new rows, each with what the old one says of the peer's rule.
    private static string Measured(string old, IEnumerable<(string Rule, string Package, string Peer)> rows)
    {
        const string Nothing = $"{Overlaps.Undecided}\t{Overlaps.Undecided}";
        var decided = Overlaps.Rows(old).DistinctBy(cells => cells[2]).ToDictionary(cells => cells[2], cells => $"{cells[3]}\t{cells[4]}");
        return string.Concat(old.Split('\n').Where(line => line.StartsWith('#'))
            .Concat(rows.Select(row => $"{row.Rule}\t{row.Package}\t{row.Peer}\t{decided.GetValueOrDefault(row.Peer, Nothing)}"))
            .Select(line => line + "\n"));
    }

    private static async Task<ImmutableArray<Diagnostic>> Reports(Fence fence, IEnumerable<DiagnosticAnalyzer> analyzers)
    {
        var used = analyzers.ToImmutableArray();
        var project = fence.Project();
        var compilation = (await project.GetCompilationAsync())!;
        var all = used.SelectMany(analyzer => analyzer.SupportedDiagnostics).Select(d => d.Id).Distinct()
            .ToImmutableDictionary(id => id, _ => ReportDiagnostic.Warn);
        return await new CompilationWithAnalyzers(compilation.WithOptions(compilation.Options.WithSpecificDiagnosticOptions(all)), used,
            new CompilationWithAnalyzersOptions(
            project.AnalyzerOptions, onAnalyzerException: (_, _, _) => { }, concurrentAnalysis: true, logAnalyzerExecutionTime: false))
            .GetAnalyzerDiagnosticsAsync();
    }

    private static int Line(Diagnostic report) =>
        report.Location.IsInSource && report.Location.SourceTree!.FilePath.EndsWith("Example.cs", StringComparison.Ordinal)
        ? report.Location.GetLineSpan().StartLinePosition.Line
        : -1;

    private static IEnumerable<DiagnosticAnalyzer> Analyzers(IEnumerable<string> folders)
    {
        var files = folders.SelectMany(folder => Directory.Exists(folder) ? Directory.GetFiles(folder, "*.dll") : []).DistinctBy(Path.GetFileName).ToList();
        var loader = new Loader(files);
        return files.SelectMany(file => new AnalyzerFileReference(file, loader).GetAnalyzers(LanguageNames.CSharp))
            .DistinctBy(analyzer => analyzer.GetType().FullName);
    }

    private static string Sdk(string part) => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", "..", part));

    private static (string Name, string From, string Root, string? Folder) Package(string name, string id) =>
        (name, id, Path.Combine(Packages, id.ToLowerInvariant()), null);

    // Where a package has DLLs for several compilers, those of the newest.
    private static IEnumerable<string> Folders(string root, string? folder) => folder is not null
        ? Newest(root).Select(version => Path.Combine(version, folder))
        : Newest(root).Select(version => Path.Combine(version, "analyzers")).Where(Directory.Exists)
            .SelectMany(analyzers => Directory.GetDirectories(analyzers, "*", SearchOption.AllDirectories).Append(analyzers)
                .OrderDescending(StringComparer.Ordinal));

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
