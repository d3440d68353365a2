using System.Diagnostics;
using System.Globalization;

namespace ArchitectAnalyzers.Robustness;

/// <summary>
/// The time that tests of this project take, and which cases they run. A case is made from its number alone, so that a failure, which names
/// its number, can be played again:
/// <code>
/// ARCHITECT_ROBUSTNESS_SECONDS=3600 dotnet test tests/Robustness    a long run; 10 seconds a test otherwise
/// ARCHITECT_ROBUSTNESS_FIRST=8123 dotnet test tests/Robustness      from that case on; 0 otherwise
/// </code>
/// </summary>
internal static class Budget
{
    private static readonly TimeSpan s_each = TimeSpan.FromSeconds(Number("ARCHITECT_ROBUSTNESS_SECONDS", 10));

    private static readonly int s_first = Number("ARCHITECT_ROBUSTNESS_FIRST", 0);

    // However slow the machine: fewer than these prove nothing.
    private const int AtLeast = 20;

    /// <summary>The numbers of the cases to run: as many as fit into the time, or all.</summary>
    internal static IEnumerable<int> Cases(int all = int.MaxValue)
    {
        var started = Stopwatch.GetTimestamp();
        for (var n = s_first; n < all && (n - s_first < AtLeast || Stopwatch.GetElapsedTime(started) < s_each); n++) yield return n;
    }

    private static int Number(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
