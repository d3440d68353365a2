using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using ArchitectAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ArchitectAnalyzers.Benchmarks;

/// <summary>What one run took: the clock, the processor time of all threads, and what was allocated.</summary>
internal sealed record Cost(double Elapsed, double Processor, double Megabytes);

/// <summary>What all measurements share: the suite, how it is run, and how a run is timed.</summary>
internal static class Meter
{
    internal const int WarmUps = 2;

    internal static AnalyzerOptions Options { get; } = new([]);

    internal static ImmutableArray<DiagnosticAnalyzer> Suite { get; } =
        [.. typeof(Rule).Assembly.GetTypes()
            .Where(t => t.IsSubclassOf(typeof(DiagnosticAnalyzer)) && !t.IsAbstract)
            .OrderBy(t => t.FullName, StringComparer.Ordinal)
            .Select(t => (DiagnosticAnalyzer)Activator.CreateInstance(t)!)];

    /// <summary>Every rule on, those too that are off by default.</summary>
    internal static ImmutableDictionary<string, ReportDiagnostic> AllOn { get; } =
        Suite.SelectMany(r => r.SupportedDiagnostics).Select(d => d.Id).Distinct().ToImmutableDictionary(id => id, _ => ReportDiagnostic.Warn);

    internal static ImmutableArray<DiagnosticAnalyzer> Empty(CSharpCompilation compilation) =>
        [.. Suite.Select(rule => new EmptyRule(rule, compilation, Options))];

    internal static AnalysisResult Analyse(CSharpCompilation compilation, ImmutableArray<DiagnosticAnalyzer> analyzers, bool telemetry = false) =>
        compilation.WithAnalyzers(analyzers, With(telemetry)).GetAnalysisResultAsync(CancellationToken.None).GetAwaiter().GetResult();

    internal static CompilationWithAnalyzersOptions With(bool telemetry = false) => new(Options,
        onAnalyzerException: static (e, analyzer, _) => throw new InvalidOperationException(analyzer.GetType().Name, e),
        analyzerExceptionFilter: static _ => true,
        concurrentAnalysis: true, logAnalyzerExecutionTime: telemetry, reportSuppressedDiagnostics: false);

    /// <summary>One run. What the work is done on is made before the clock starts.</summary>
    internal static Cost Time<TInput, T>(Func<TInput> prepare, Func<TInput, T> work)
    {
        var input = prepare();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var processor = Environment.CpuUsage.TotalTime;
        var started = Stopwatch.GetTimestamp();
        var result = work(input);
        var elapsed = Stopwatch.GetElapsedTime(started);
        processor = Environment.CpuUsage.TotalTime - processor;
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        GC.KeepAlive(result);
        GC.KeepAlive(input);
        return new Cost(elapsed.TotalMilliseconds, processor.TotalMilliseconds, allocated / 1024.0 / 1024.0);
    }

    /// <summary>Runs of several kinds of work, each round beginning with another, so that none always runs on another's heap.</summary>
    internal static List<Cost>[] Rounds(int runs, params Func<Cost>[] kinds)
    {
        var costs = Array.ConvertAll(kinds, _ => new List<Cost>());
        for (var run = -WarmUps; run < runs; run++)
        {
            for (var i = 0; i < kinds.Length; i++)
            {
                var kind = (i + Math.Abs(run)) % kinds.Length;
                var cost = kinds[kind]();
                if (run >= 0) costs[kind].Add(cost);
            }
        }

        return costs;
    }

    internal static double Median(this List<Cost> costs, Func<Cost, double> what)
    {
        var values = costs.Select(what).Order().ToList();
        return (values[(values.Count - 1) / 2] + values[values.Count / 2]) / 2;
    }

    internal static string Spread(this List<Cost> costs, Func<Cost, double> what) =>
        string.Create(CultureInfo.InvariantCulture, $"{costs.Median(what):N1} ({costs.Min(what):N1}–{costs.Max(what):N1})");

    internal static string Ratio(List<Cost> costs, List<Cost> to, Func<Cost, double> what) => Number(costs.Median(what) / to.Median(what));

    internal static string Number(double value) => value.ToString("F3", CultureInfo.InvariantCulture);

    internal static void Head(int runs) => Console.WriteLine(
        $"{Suite.Length} rules, Roslyn {typeof(CSharpCompilation).Assembly.GetName().Version!.ToString(3)}, " +
        $".NET {Environment.Version}, {Environment.ProcessorCount} processors, median of {runs} runs after {WarmUps} to warm up\n");

    /// <summary>A measurement of code that does not compile is one of error handling.</summary>
    internal static CSharpCompilation Checked(Backend backend)
    {
        var compilation = backend.Compile(AllOn);
        var errors = compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).ToList();
        return errors.Count == 0 ? compilation : throw new InvalidOperationException($"{backend.Name} does not compile:\n{string.Join('\n', errors.Take(20))}");
    }
}
