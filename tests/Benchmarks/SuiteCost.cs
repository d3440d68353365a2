using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;

namespace ArchitectAnalyzers.Benchmarks;

/// <summary>
/// The time and the memory of analysing an app with every rule on, over those of empty analyzers registered for the same actions
/// (<see cref="EmptyRule"/>), in one process, as Markdown. Every run has a compilation of newly parsed trees, parsed before the clock
/// starts; the kinds of run alternate, and the median counts. Processor time is that of all threads: on a busy machine, look at it.
/// </summary>
internal static class SuiteCost
{
    internal static int Run(int runs)
    {
        Meter.Head(runs);
        List<Measured> measured = [.. new[] { Backend.Storefront(), Backend.Generated() }.Select(backend => Measure(backend, runs))];
        Print(measured);
        return 0;
    }

    internal static Measured Measure(Backend backend, int runs)
    {
        var empty = Meter.Empty(Meter.Checked(backend));
        CSharpCompilation Compile() => backend.Compile(Meter.AllOn);
        var costs = Meter.Rounds(runs,
            () => Meter.Time(Compile, c => Meter.Analyse(c, empty)),
            () => Meter.Time(Compile, c => Meter.Analyse(c, Meter.Suite)),
            () => Meter.Time(Compile, c => c.Emit(Stream.Null)));

        // The clocks of telemetry cost something themselves: a run of its own.
        var result = Meter.Analyse(Compile(), Meter.Suite, telemetry: true);
        return new Measured(backend, Empty: costs[0], Suite: costs[1], Plain: costs[2],
            [.. result.GetAllDiagnostics().GroupBy(d => d.Id).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => (g.Key, g.Count()))],
            [.. result.AnalyzerTelemetryInfo.Select(t => (t.Key.SupportedDiagnostics[0].Id, t.Key.GetType().Name, t.Value.ExecutionTime))
                .OrderByDescending(t => t.ExecutionTime)]);
    }

    private static void Print(List<Measured> measured)
    {
        Row("", m => m.Backend.Name);
        Row("---", _ => "---:");
        Row("lines", m => m.Backend.Lines.ToString("N0", CultureInfo.InvariantCulture));
        Costs("plain compile (emit)", m => m.Plain);
        Costs("empty analyzers", m => m.Empty);
        Costs("suite", m => m.Suite);
        Row("**suite / empty, elapsed**", m => $"**{Meter.Ratio(m.Suite, m.Empty, c => c.Elapsed)}**");
        Row("**suite / empty, processor**", m => $"**{Meter.Ratio(m.Suite, m.Empty, c => c.Processor)}**");
        Row("**suite / empty, allocated**", m => $"**{Meter.Ratio(m.Suite, m.Empty, c => c.Megabytes)}**");
        Row("diagnostics", m => m.Reports.IsEmpty ? "none" : string.Join(", ", m.Reports.Select(r => $"{r.Id} {r.Count}")));

        foreach (var m in measured)
        {
            Console.WriteLine($"\nTime in the rules' own code on {m.Backend.Name}, from the driver's telemetry, over all threads; of all rules' own code, and of the suite's processor time:\n");
            Console.WriteLine("| rule | ms | of the rules | of the suite |\n|---|---:|---:|---:|");
            var (total, suite) = (m.Rules.Sum(r => r.Time.TotalMilliseconds), m.Suite.Median(c => c.Processor));
            foreach (var (id, name, time) in m.Rules)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"| {id} {name} | {time.TotalMilliseconds:F1} | {100 * time.TotalMilliseconds / Math.Max(total, 0.001):F1} % | {100 * time.TotalMilliseconds / suite:F1} % |"));
        }

        void Costs(string title, Func<Measured, List<Cost>> costs)
        {
            Row(title + ", elapsed ms", m => costs(m).Spread(c => c.Elapsed));
            Row(title + ", processor ms", m => costs(m).Spread(c => c.Processor));
            Row(title + ", allocated MB", m => costs(m).Spread(c => c.Megabytes));
        }

        void Row(string title, Func<Measured, string> cell) => Console.WriteLine($"| {title} | {string.Join(" | ", measured.Select(cell))} |");
    }

    internal sealed record Measured(Backend Backend, List<Cost> Empty, List<Cost> Suite, List<Cost> Plain,
        ImmutableArray<(string Id, int Count)> Reports, ImmutableArray<(string Id, string Name, TimeSpan Time)> Rules);
}
