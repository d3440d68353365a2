using System.Globalization;

namespace ArchitectAnalyzers.Benchmarks;

/// <summary>
/// How the suite's cost grows with the code: the same backend at four sizes, and the exponent, which is the slope of the logarithm of the
/// processor time over that of the lines (least squares). 1 is linear.
/// </summary>
internal static class GrowthCost
{
    // Some 25,000, 50,000, 100,000 and 200,000 lines.
    private static readonly int[] s_modules = [60, 120, 240, 480];

    internal static int Run(int runs)
    {
        Meter.Head(runs);
        Console.WriteLine("| lines | empty, processor ms | suite, processor ms | suite / empty | in the rules' own code, ms |\n|---:|---:|---:|---:|---:|");
        var (suite, rules) = (new List<(double, double)>(), new List<(double, double)>());
        foreach (var modules in s_modules)
        {
            var m = SuiteCost.Measure(Backend.Generated(modules), runs);
            var own = m.Rules.Sum(r => r.Time.TotalMilliseconds);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {m.Backend.Lines:N0} | {m.Empty.Spread(c => c.Processor)} | {m.Suite.Spread(c => c.Processor)} | {Meter.Ratio(m.Suite, m.Empty, c => c.Processor)} | {own:N0} |"));
            suite.Add((m.Backend.Lines, m.Suite.Median(c => c.Processor)));
            rules.Add((m.Backend.Lines, own));
        }

        Console.WriteLine($"\nGrowth exponent of the suite {Meter.Number(Slope(suite))}, of the rules' own code {Meter.Number(Slope(rules))}");
        return 0;
    }

    private static double Slope(List<(double Lines, double Cost)> points)
    {
        var logs = points.ConvertAll(p => (X: Math.Log(p.Lines), Y: Math.Log(p.Cost)));
        var (x, y) = (logs.Average(p => p.X), logs.Average(p => p.Y));
        return logs.Sum(p => (p.X - x) * (p.Y - y)) / logs.Sum(p => (p.X - x) * (p.X - x));
    }
}
