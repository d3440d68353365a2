using System.Text.Json;

namespace ArchitectAnalyzers.Package.Tests;

/// <summary>What the package says of its profiles.</summary>
internal static class Profile
{
    /// <summary>The valid values, in the order in which the build error lists them.</summary>
    internal static readonly string[] Names = ["Recommended", "PublicApi", "InternalService", "Worker", "Security", "Adopt", "Strict", "None"];

    public static TheoryData<string> All => [.. Names];

    internal static string[] Lines(string profile)
    {
        using var reader = new StreamReader(PackageTests.Read(Repository.Package, $"configuration/{profile}.globalconfig"));
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    /// <summary>What a rule is in a profile, as the catalogue has it: SARIF's word, or null where it is off.</summary>
    internal static string? LevelIn(string profile, string id) =>
        s_rules.Value.RootElement.EnumerateArray().Single(rule => rule.GetProperty("id").GetString() == id).GetProperty("profiles").GetProperty(profile)
            .GetString() switch
        {
            "warning" => "warning",
            "suggestion" => "note",
            _ => null,
        };

    /// <summary>The warnings whose fix changes nothing else, and can be applied everywhere at once, by id.</summary>
    internal static IEnumerable<string> WarningsWithFixAll =>
        from rule in s_rules.Value.RootElement.EnumerateArray()
        where rule.GetProperty("severity").GetString() == "warning" && rule.GetProperty("enabled").GetBoolean() && rule.GetProperty("fix").GetString() == "Safe"
        select rule.GetProperty("id").GetString()!;

    private static readonly Lazy<JsonDocument> s_rules = new(() => JsonDocument.Parse(File.ReadAllText(Repository.Of("docs", "rules.json"))));
}
