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

    /// <summary>What a profile makes of a report that is a warning without one: SARIF's word, or null where it is off.</summary>
    internal static string? LevelOfWarning(string profile, string id)
    {
        var key = $"dotnet_diagnostic.{id}.severity = ";
        return Lines(profile).SingleOrDefault(line => line.StartsWith(key, StringComparison.Ordinal))?[key.Length..] switch
        {
            null or "warning" => "warning",
            "suggestion" => "note",
            "error" => "error",
            _ => null,
        };
    }
}
