namespace ArchitectAnalyzers.Core;

/// <summary>The sets of severities that <c>&lt;ArchitectProfile&gt;</c> picks from. <c>tools/Catalog</c> holds their formulas and writes their files.</summary>
internal static class Profile
{
    /// <summary>How the compiler hands on the MSBuild property.</summary>
    internal const string Key = "build_property.ArchitectProfile";

    internal static readonly ImmutableArray<string> Names = ImmutableArray.Create(
        "Recommended", "PublicApi", "InternalService", "Worker", "Security", "Adopt", "Strict", "None");
}
