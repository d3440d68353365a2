namespace ArchitectAnalyzers.Package.Tests;

/// <summary>A project as a user may have it. Its source is copied from a folder of <c>Scratch</c>.</summary>
/// <param name="Frameworks">One, or several with semicolons.</param>
/// <param name="Profile">Null where the project says nothing.</param>
/// <param name="Properties">MSBuild, as the project has it.</param>
internal sealed record UserProject(
    string Name, string Frameworks = "net10.0", string? Profile = null, string? EditorConfig = null, string Source = "Defects",
        string Sdk = "Microsoft.NET.Sdk.Web",
    string[]? Files = null, string Properties = "", string? References = null, string? GlobalConfig = null)
{
    private const string Reference = """<PackageReference Include="ArchitectAnalyzers" Version="$(ArchitectVersion)" PrivateAssets="all" />""";

    /// <summary>Writes the project, and its source, into a folder of its name.</summary>
    internal void Write(string folder)
    {
        var home = Directory.CreateDirectory(Path.Combine(folder, Name)).FullName;
        var frameworks = Frameworks.Contains(';') ? $"<TargetFrameworks>{Frameworks}</TargetFrameworks>" : $"<TargetFramework>{Frameworks}</TargetFramework>";
        var profile = Profile is null ? "" : $"<ArchitectProfile>{Profile}</ArchitectProfile>";
        File.WriteAllText(Path.Combine(home, Name + ".csproj"), $"""
            <Project Sdk="{Sdk}">
              <PropertyGroup>{frameworks}{profile}{Properties}</PropertyGroup>
              <ItemGroup>{References ?? Reference}</ItemGroup>
            </Project>
            """);
        foreach (var file in Directory.EnumerateFiles(Repository.Of("tests", "Package", "Scratch", Source)))
            if (Files is null || Files.Contains(Path.GetFileName(file)))
                File.Copy(file, Path.Combine(home, Path.GetFileName(file)));
        if (GlobalConfig is not null) File.WriteAllText(Path.Combine(home, ".globalconfig"), $"is_global = true\n{GlobalConfig}\n");
        if (EditorConfig is not null) File.WriteAllText(Path.Combine(home, ".editorconfig"), $"root = true\n\n[*.cs]\n{EditorConfig}\n");
    }
}
