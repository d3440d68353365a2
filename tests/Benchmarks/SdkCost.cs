using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ArchitectAnalyzers.Benchmarks;

/// <summary>
/// What the suite adds to a build that runs the analyzers of the SDK at their default level, as found in this SDK: processor time of
/// analysis and emit. As the command-line compiler does, an analyzer runs where it can report a warning at least; "all on" runs every
/// rule of ours.
/// </summary>
internal static class SdkCost
{
    internal static int Run(int runs)
    {
        Meter.Head(runs);
        var folder = SdkAnalyzers();
        var sdk = Load(folder);
        var config = AnalyzerConfigSet.Create<List<AnalyzerConfig>>([Config(folder)]).GlobalConfigOptions.TreeOptions;
        Console.WriteLine($"{sdk.Length} analyzers of the SDK {Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(Path.GetDirectoryName(folder))))}\n");

        foreach (var backend in new[] { Backend.Storefront(), Backend.Generated() })
        {
            Meter.Checked(backend);
            var defaults = AsBuilt(sdk, config);
            var ours = AsBuilt(Meter.Suite, ImmutableDictionary<string, ReportDiagnostic>.Empty);
            var asBuilt = config.ToImmutableDictionary();
            var costs = Meter.Rounds(runs,
                () => Meter.Time(() => backend.Compile(asBuilt), c => c.Emit(Stream.Null)),
                () => Meter.Time(() => backend.Compile(asBuilt), c => Build(c, defaults)),
                () => Meter.Time(() => backend.Compile(asBuilt), c => Build(c, [.. defaults, .. ours])),
                () => Meter.Time(() => backend.Compile(asBuilt.SetItems(Meter.AllOn)), c => Build(c, [.. defaults, .. Meter.Suite])));
            Console.WriteLine($"| {backend.Name}, {backend.Lines:N0} lines | processor ms | / SDK | elapsed ms | / SDK |\n|---|---:|---:|---:|---:|");
            var titles = new[] { "emit alone", $"SDK's analyzers that run ({defaults.Length})", $"and ours, as built ({ours.Length})",
                $"and ours, all on ({Meter.Suite.Length})" };
            for (var i = 0; i < titles.Length; i++)
                Console.WriteLine($"| {titles[i]} | {costs[i].Spread(c => c.Processor)} | {Meter.Ratio(costs[i], costs[1], c => c.Processor)} | {costs[i].Spread(c => c.Elapsed)} | {Meter.Ratio(costs[i], costs[1], c => c.Elapsed)} |");
            Console.WriteLine();
        }

        return 0;
    }

    private static object Build(CSharpCompilation compilation, ImmutableArray<DiagnosticAnalyzer> analyzers)
    {
        var result = Meter.Analyse(compilation, analyzers);
        return (result, compilation.Emit(Stream.Null));
    }

    private static ImmutableArray<DiagnosticAnalyzer> AsBuilt(ImmutableArray<DiagnosticAnalyzer> analyzers,
        IReadOnlyDictionary<string, ReportDiagnostic> config) =>
    [
        .. analyzers.Where(analyzer => analyzer.SupportedDiagnostics.Any(d => config.TryGetValue(d.Id, out var set)
            ? set is ReportDiagnostic.Warn or ReportDiagnostic.Error
            : d.IsEnabledByDefault && d.DefaultSeverity >= DiagnosticSeverity.Warning)),
    ];

    private static string SdkAnalyzers()
    {
        var dotnet = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));
        var sdk = Directory.GetDirectories(Path.Combine(dotnet, "sdk"), Environment.Version.Major + ".*").Order(StringComparer.Ordinal).Last();
        return Path.Combine(sdk, "Sdks", "Microsoft.NET.Sdk", "analyzers");
    }

    private static AnalyzerConfig Config(string folder)
    {
        var file = Path.Combine(folder, "build", "config", $"analysislevel_{Environment.Version.Major}_default.globalconfig");
        return AnalyzerConfig.Parse(File.ReadAllText(file), file);
    }

    private static ImmutableArray<DiagnosticAnalyzer> Load(string folder) =>
    [
        .. new[] { "Microsoft.CodeAnalysis.NetAnalyzers.dll", "Microsoft.CodeAnalysis.CSharp.NetAnalyzers.dll" }
            .SelectMany(name => Assembly.LoadFrom(Path.Combine(folder, name)).GetTypes())
            .Where(type => type.IsSubclassOf(typeof(DiagnosticAnalyzer)) && !type.IsAbstract
                && type.GetCustomAttribute<DiagnosticAnalyzerAttribute>()?.Languages.Contains(LanguageNames.CSharp) == true)
            .OrderBy(type => type.FullName, StringComparer.Ordinal)
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];
}
