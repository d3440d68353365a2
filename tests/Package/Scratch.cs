namespace ArchitectAnalyzers.Package.Tests;

[CollectionDefinition(nameof(Scratch))]
public class ScratchCollection : ICollectionFixture<Scratch>;

/// <summary>Users' projects that reference the package: restored once, built once by the SDK's own <c>dotnet build</c>.</summary>
public sealed class Scratch(Feed feed) : IAsyncLifetime
{
    private static readonly UserProject[] Sound =
    [
        new("Web"),
        new("Web8", "net8.0"),
        new("Multi", "net8.0;net10.0"),
        new("Console", Sdk: "Microsoft.NET.Sdk", Source: "Console", Properties: "<OutputType>Exe</OutputType>"),
        new("TestProject", Properties: "<IsTestProject>true</IsTestProject>"),
        .. Profile.Names.Select(profile => new UserProject("Profile" + profile, Profile: profile)),
        new("ProfileInLowerCase", Profile: " none "),
        new("Severities", Profile: "Strict", EditorConfig: """
            dotnet_diagnostic.ARCH1001.severity = none
            dotnet_diagnostic.ARCH2001.severity = suggestion
            """),
        new("GlobalSeverities", Profile: "Strict", GlobalConfig: """
            dotnet_diagnostic.ARCH1001.severity = none
            dotnet_diagnostic.ARCH2001.severity = suggestion
            """),
        new("Categories", EditorConfig: "dotnet_analyzer_diagnostic.category-Architect.Database.severity = suggestion"),
        new("Gateway", EditorConfig: "architect.rate_limiting = external"),
        new("BadOptions", EditorConfig: """
            architect.rate_limiting = sometimes
            architect.ARCH3001.no_such_option = true
            """),
        Overlap("OverlapHeard"),
        // The SDK makes an error of CA2247 here, by a configuration on the highest level that it uses.
        Overlap("OverlapSilenced",
            "<ArchitectSilenceOverlaps> True </ArchitectSilenceOverlaps><CodeAnalysisTreatWarningsAsErrors>true</CodeAnalysisTreatWarningsAsErrors>"),
        Overlap("OverlapOfSecurity", "<ArchitectSilenceOverlaps>true</ArchitectSilenceOverlaps>") with { Profile = "Security" },
        Overlap("OverlapInTests", "<ArchitectSilenceOverlaps>true</ArchitectSilenceOverlaps><IsTestProject>true</IsTestProject>"),
        Overlap("OverlapAskedFor", "<ArchitectSilenceOverlaps>true</ArchitectSilenceOverlaps>") with
        {
            EditorConfig = "dotnet_diagnostic.VSTHRD002.severity = warning",
            GlobalConfig = "dotnet_diagnostic.CA2247.severity = warning",
        },
        // Rules reach whoever references this library, as those of any package do that is not private to a project.
        new("Library", "net8.0;net10.0", Sdk: "Microsoft.NET.Sdk", Files: ["Orders.cs"],
            References: """<PackageReference Include="ArchitectAnalyzers" Version="$(ArchitectVersion)" />"""),
        new("App", Files: ["Program.cs", "OrdersController.cs"], References: """<ProjectReference Include="../Library/Library.csproj" />"""),
        new("QuietApp", Files: ["Program.cs", "OrdersController.cs"], Profile: "None",
            References: """<ProjectReference Include="../Library/Library.csproj" />"""),
        new("PrivateLibrary", Sdk: "Microsoft.NET.Sdk", Files: ["Orders.cs"]),
        new("AppOfPrivateLibrary", Files: ["Program.cs", "OrdersController.cs"],
            References: """<ProjectReference Include="../PrivateLibrary/PrivateLibrary.csproj" />"""),
    ];

    private static readonly UserProject[] Unsound =
    [
        new("WrongProfile", Profile: "PublicAPIs"),
        new("Errors", Profile: "InternalService",
            Properties: "<TreatWarningsAsErrors>true</TreatWarningsAsErrors><WarningsNotAsErrors>ARCH2001</WarningsNotAsErrors>"),
        new("NoBaseline", Properties: "<ArchitectBaseline>../known.json</ArchitectBaseline>"),
        new("NoBaselineMulti", "net8.0;net10.0", Properties: "<ArchitectBaseline>../known.json</ArchitectBaseline>"),
        new("WrongProfileMulti", "net8.0;net10.0", Profile: "PublicAPIs"),
        new("WrongSilence", Properties: "<ArchitectSilenceOverlaps>sometimes</ArchitectSilenceOverlaps>"),
        new("WrongSilenceMulti", "net8.0;net10.0", Properties: "<ArchitectSilenceOverlaps>sometimes</ArchitectSilenceOverlaps>"),
    ];

    private Sdk.Result _build, _unsoundBuild;

    private string Root => Path.Combine(feed.Folder, "projects");

    public async ValueTask InitializeAsync()
    {
        Repository.Copy(Repository.Of("tests", "Package", "Scratch"), Root);
        foreach (var source in new[] { "Defects", "Console", "Overlap" }) Directory.Delete(Path.Combine(Root, source), recursive: true);
        Directory.CreateDirectory(Path.Combine(Root, "sarif"));
        Solution("Sound", Sound);
        Solution("Unsound", Unsound);
        _build = await Dotnet("build", "Sound.slnx", "-nodeReuse:false");
        _unsoundBuild = await Dotnet("build", "Unsound.slnx", "-nodeReuse:false");
    }

    public ValueTask DisposeAsync() => default;

    /// <summary>What the build of all sound projects said.</summary>
    internal string Build() => _build.Succeeded().Output;

    /// <summary>What the build of the projects with a wrong profile said.</summary>
    internal Sdk.Result UnsoundBuild() => _unsoundBuild;

    /// <summary>The name and a framework of every sound project.</summary>
    internal static IEnumerable<(string Name, string Framework)> Logs() =>
        from project in Sound
        from framework in project.Frameworks.Split(';')
        select (project.Name, framework);

    /// <summary>What the compiler reported of a project, ours or not.</summary>
    internal Finding[] All(string project, string framework = "net10.0")
    {
        Build();
        return Finding.Read(Log(project, framework));
    }

    /// <summary>The compiler's log of a project.</summary>
    internal string Log(string project, string framework = "net10.0") => Path.Combine(Root, "sarif", $"{project}.{framework}.sarif");

    /// <summary>What the compiler reported of a project whose build fails.</summary>
    internal Finding[] Failed(string project) => [.. Finding.Read(Log(project)).Where(finding => finding.IsOurs)];

    internal Finding[] Ours(string project, string framework = "net10.0") => [.. All(project, framework).Where(finding => finding.IsOurs)];

    // A project with rules of others beside ours.
    private static UserProject Overlap(string name, string properties = "") => new(name, Sdk: "Microsoft.NET.Sdk", Source: "Overlap",
        Properties: "<AnalysisModeUsage>Default</AnalysisModeUsage>" + properties, References: $"""
            <PackageReference Include="ArchitectAnalyzers" Version="$(ArchitectVersion)" PrivateAssets="all" />
            <PackageReference Include="Microsoft.VisualStudio.Threading.Analyzers" Version="{Repository.PeerVersion}" PrivateAssets="all" />
            """);

    private Task<Sdk.Result> Dotnet(params string[] arguments) => Sdk.Run(feed, Root, arguments);

    private void Solution(string name, UserProject[] projects)
    {
        foreach (var project in projects) project.Write(Root);
        File.WriteAllText(Path.Combine(Root, name + ".slnx"),
            $"<Solution>{string.Concat(projects.Select(project => $"""<Project Path="{project.Name}/{project.Name}.csproj" />"""))}</Solution>");
    }
}
