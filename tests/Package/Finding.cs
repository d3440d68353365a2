using System.Text.Json;

namespace ArchitectAnalyzers.Package.Tests;

/// <summary>A result in a SARIF log of the compiler.</summary>
/// <param name="Level">SARIF's word: <c>error</c>, <c>warning</c>, <c>note</c>, <c>none</c>.</param>
/// <param name="File">The file's name without its folder; empty where there is none.</param>
internal readonly record struct Finding(string Id, string Level, string File, int Line, string Message)
{
    internal bool IsOurs => Id.StartsWith("ARCH", StringComparison.Ordinal);

    /// <summary>What the compiler of a project reported, without what the source suppresses.</summary>
    internal static Finding[] Read(string sarif)
    {
        using var log = JsonDocument.Parse(System.IO.File.ReadAllBytes(sarif));
        return [.. log.RootElement.GetProperty("runs").EnumerateArray()
            .SelectMany(run => run.GetProperty("results").EnumerateArray())
            .Where(result => !result.TryGetProperty("suppressions", out var suppressions) || suppressions.GetArrayLength() == 0)
            .Select(From)
            .OrderBy(finding => finding.File, StringComparer.Ordinal).ThenBy(finding => finding.Line).ThenBy(finding => finding.Id, StringComparer.Ordinal)];
    }

    private static Finding From(JsonElement result)
    {
        var (file, line) = ("", 0);
        if (result.TryGetProperty("locations", out var locations) && locations.GetArrayLength() > 0
            && locations[0].TryGetProperty("physicalLocation", out var place))
        {
            file = Path.GetFileName(place.GetProperty("artifactLocation").GetProperty("uri").GetString()!);
            line = place.GetProperty("region").GetProperty("startLine").GetInt32();
        }

        return new(
            result.GetProperty("ruleId").GetString()!,
            result.TryGetProperty("level", out var level) ? level.GetString()! : "warning",
            file, line,
            result.GetProperty("message").GetProperty("text").GetString()!);
    }

    public override string ToString() => $"{File}({Line}): {Level} {Id}: {Message}";
}
