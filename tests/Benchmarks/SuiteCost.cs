using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using ArchitectAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ArchitectAnalyzers.Benchmarks;

/// <summary>
/// The time and the memory of analysing an app with every rule on, over those of empty analyzers registered for the same actions
/// (<see cref="EmptyRule"/>), in one process, as Markdown. Every run has a compilation of newly parsed trees, parsed before the clock
/// starts; both kinds of run alternate, and the median counts. Processor time is that of all threads: on a busy machine, look at it.
/// </summary>
internal static class SuiteCost
{
    private const int WarmUps = 2;

    private static readonly AnalyzerOptions s_options = new([]);

    private static readonly ImmutableArray<DiagnosticAnalyzer> s_suite =
        [.. typeof(Rule).Assembly.GetTypes()
            .Where(t => t.IsSubclassOf(typeof(DiagnosticAnalyzer)) && !t.IsAbstract)
            .OrderBy(t => t.FullName, StringComparer.Ordinal)
            .Select(t => (DiagnosticAnalyzer)Activator.CreateInstance(t)!)];

    private static readonly ImmutableArray<string> s_ids = [.. s_suite.SelectMany(r => r.SupportedDiagnostics).Select(d => d.Id).Distinct()];

    internal static int Run(int runs)
    {
        if (s_suite.IsEmpty) return Fail("There is no rule.");
        Console.WriteLine($"{s_suite.Length} rules, Roslyn {typeof(CSharpCompilation).Assembly.GetName().Version!.ToString(3)}, " +
            $".NET {Environment.Version}, {Environment.ProcessorCount} processors, median of {runs} runs after {WarmUps} to warm up");
        var measured = new List<Measured>();
        foreach (var backend in (Backend[])[Backend.Storefront(), Backend.Generated()])
        {
            var compilation = backend.Compile(s_ids);
            var errors = compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).ToList();
            if (errors.Count > 0) return Fail($"{backend.Name} does not compile:\n{string.Join('\n', errors.Take(20))}");
            measured.Add(Measure(backend, compilation, runs));
        }

        Print(measured);
        return 0;
    }

    private static Measured Measure(Backend backend, CSharpCompilation compilation, int runs)
    {
        ImmutableArray<DiagnosticAnalyzer> empty = [.. s_suite.Select(rule => new EmptyRule(rule, compilation, s_options))];
        List<Cost> plains = [], empties = [], suites = [];
        for (var run = -WarmUps; run < runs; run++)
        {
            // Alternately first, so that neither always runs on the other's heap.
            var emptyFirst = run % 2 == 0 ? Time(backend, c => Analyse(c, empty)) : null;
            var suite = Time(backend, c => Analyse(c, s_suite));
            var cost = emptyFirst ?? Time(backend, c => Analyse(c, empty));
            if (run < 0) continue;
            plains.Add(Time(backend, c => c.Emit(Stream.Null)));
            empties.Add(cost);
            suites.Add(suite);
        }

        // The clocks of telemetry cost something themselves: a run of its own.
        var result = Analyse(backend.Compile(s_ids), s_suite, telemetry: true);
        return new Measured(backend, plains, empties, suites,
            [.. result.GetAllDiagnostics().GroupBy(d => d.Id).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => (g.Key, g.Count()))],
            [.. result.AnalyzerTelemetryInfo.Select(t => (t.Key.SupportedDiagnostics[0].Id, t.Key.GetType().Name, t.Value.ExecutionTime)).OrderByDescending(t => t.ExecutionTime)]);
    }

    private static AnalysisResult Analyse(CSharpCompilation compilation, ImmutableArray<DiagnosticAnalyzer> analyzers, bool telemetry = false) =>
        compilation.WithAnalyzers(analyzers, new CompilationWithAnalyzersOptions(s_options,
                onAnalyzerException: static (e, analyzer, _) => throw new InvalidOperationException(analyzer.GetType().Name, e),
                analyzerExceptionFilter: static _ => true,
                concurrentAnalysis: true, logAnalyzerExecutionTime: telemetry, reportSuppressedDiagnostics: false))
            .GetAnalysisResultAsync(CancellationToken.None).GetAwaiter().GetResult();

    private static Cost Time<T>(Backend backend, Func<CSharpCompilation, T> work)
    {
        var compilation = backend.Compile(s_ids);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var processor = Environment.CpuUsage.TotalTime;
        var started = Stopwatch.GetTimestamp();
        var result = work(compilation);
        var elapsed = Stopwatch.GetElapsedTime(started);
        processor = Environment.CpuUsage.TotalTime - processor;
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        GC.KeepAlive(result);
        return new Cost(elapsed.TotalMilliseconds, processor.TotalMilliseconds, allocated / 1024.0 / 1024.0);
    }

    private static void Print(List<Measured> measured)
    {
        Console.WriteLine();
        Row("", m => m.Backend.Name);
        Row("---", _ => "---:");
        Row("lines", m => m.Backend.Lines.ToString("N0", CultureInfo.InvariantCulture));
        Cost("plain compile (emit)", m => m.Plain);
        Cost("empty analyzers", m => m.Empty);
        Cost("suite", m => m.Suite);
        Row("**suite / empty, elapsed**", m => $"**{Ratio(m, c => c.Elapsed)}**");
        Row("**suite / empty, processor**", m => $"**{Ratio(m, c => c.Processor)}**");
        Row("**suite / empty, allocated**", m => $"**{Ratio(m, c => c.Megabytes)}**");
        Row("diagnostics", m => m.Reports.IsEmpty ? "none" : string.Join(", ", m.Reports.Select(r => $"{r.Id} {r.Count}")));

        foreach (var m in measured)
        {
            Console.WriteLine($"\nTime in the rules' own code on {m.Backend.Name}, from the driver's telemetry, over all threads:\n");
            Console.WriteLine("| rule | ms | share |\n|---|---:|---:|");
            var total = m.Rules.Sum(r => r.Time.TotalMilliseconds);
            foreach (var (id, name, time) in m.Rules)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {id} {name} | {time.TotalMilliseconds:F1} | {100 * time.TotalMilliseconds / Math.Max(total, 0.001):F0} % |"));
        }

        void Cost(string title, Func<Measured, List<Cost>> costs)
        {
            Row(title + ", elapsed ms", m => Spread(costs(m), c => c.Elapsed));
            Row(title + ", processor ms", m => Spread(costs(m), c => c.Processor));
            Row(title + ", allocated MB", m => Spread(costs(m), c => c.Megabytes));
        }

        void Row(string title, Func<Measured, string> cell) => Console.WriteLine($"| {title} | {string.Join(" | ", measured.Select(cell))} |");
    }

    private static string Spread(List<Cost> costs, Func<Cost, double> what) =>
        string.Create(CultureInfo.InvariantCulture, $"{Median(costs, what):N1} ({costs.Min(what):N1}–{costs.Max(what):N1})");

    private static string Ratio(Measured m, Func<Cost, double> what) =>
        (Median(m.Suite, what) / Median(m.Empty, what)).ToString("F3", CultureInfo.InvariantCulture);

    private static double Median(List<Cost> costs, Func<Cost, double> what)
    {
        var values = costs.Select(what).Order().ToList();
        return (values[(values.Count - 1) / 2] + values[values.Count / 2]) / 2;
    }

    private static int Fail(string why)
    {
        Console.Error.WriteLine(why);
        return 1;
    }

    private sealed record Cost(double Elapsed, double Processor, double Megabytes);

    private sealed record Measured(Backend Backend, List<Cost> Plain, List<Cost> Empty, List<Cost> Suite,
        ImmutableArray<(string Id, int Count)> Reports, ImmutableArray<(string Id, string Name, TimeSpan Time)> Rules);
}
