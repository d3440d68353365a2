namespace ArchitectAnalyzers.Package.Tests;

[CollectionDefinition(nameof(Adopted))]
public class AdoptedCollection : ICollectionFixture<Adopted>;

/// <summary>
/// A solution of old projects, on the way that a team goes with it: the baseline is written, code is edited, all is built, and the baseline is
/// pruned.
/// </summary>
public sealed class Adopted(Feed feed) : IAsyncLifetime
{
    private const string Strict = "<TreatWarningsAsErrors>true</TreatWarningsAsErrors>";

    private static readonly UserProject[] Projects =
    [
        // One depends on the other: both are built once.
        new("Base", Sdk: "Microsoft.NET.Sdk", Files: ["Orders.cs"], Properties: Strict),
        new("Moved", Files: ["Program.cs", "OrdersController.cs"], Properties: Strict + "<NoWarn>ARCH1101</NoWarn>",
            References: """<ProjectReference Include="../Base/Base.csproj" /><PackageReference Include="ArchitectAnalyzers" Version="$(ArchitectVersion)" PrivateAssets="all" />"""),
        new("Fixed", "net8.0;net10.0", Files: ["Orders.cs", "OrdersController.cs", "Program.cs"], Properties: Strict),
        // A baseline of its own, which a merge left broken: nothing is hidden.
        new("Broken", Sdk: "Microsoft.NET.Sdk", Source: "Console", Properties: "<OutputType>Exe</OutputType>"),
    ];

    private string Root => Path.Combine(feed.Folder, "adopted");

    internal string At(params string[] parts) => Path.Combine([Root, .. parts]);

    internal Sdk.Result Write { get; private set; }

    internal Sdk.Result Build { get; private set; }

    internal Sdk.Result Prune { get; private set; }

    /// <summary>The baseline as it was written, and as it was pruned.</summary>
    internal string[] Written { get; private set; } = [];

    internal string[] Pruned { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Root);
        File.Copy(Repository.Of("tests", "Package", "Scratch", "Directory.Build.props"), At("Directory.Build.props"));
        File.Copy(Repository.Of("tests", "Package", "Scratch", "Directory.Build.targets"), At("Directory.Build.targets"));
        Directory.CreateDirectory(At("sarif"));
        foreach (var project in Projects) project.Write(Root);
        File.WriteAllText(At("All.slnx"),
            $"<Solution>{string.Concat(Projects.Select(project => $"""<Project Path="{project.Name}/{project.Name}.csproj" />"""))}</Solution>");
        File.WriteAllText(At("Fixed", "Newer.cs"), """
            #if NET10_0
            public static class Newer
            {
                public static string Read(HttpClient client) => client.GetStringAsync("/").Result;
            }
            #endif
            """);

        Write = await Sdk.Run(feed, Root, "build", "All.slnx", "-t:ArchitectBaseline", "-nodeReuse:false");
        Written = Lines();
        Edit(At("Moved", "OrdersController.cs"), text => "// moved\n\n" + text.Replace("    ", "\t").Replace("\n", "\r\n")
            .Replace("orders.CountAsync(CancellationToken.None)", "orders\r\n\t.CountAsync(CancellationToken.None) /* waits */ "));
        const string Last = "        return await command.ExecuteScalarAsync(cancellationToken) as string;";
        Edit(At("Base", "Orders.cs"), text => text.Replace(Last, """
                    command.CommandText = "SELECT name FROM orders WHERE customer = '" + customer + "'";

            """ + Last));
        Edit(At("Fixed", "OrdersController.cs"), text => text
            .Replace("ActionResult<int> Count() => orders", "async Task<ActionResult<int>> Count() => await orders").Replace(".Result", ""));
        File.WriteAllText(At("Broken", "architect.baseline.json"),
            File.ReadAllText(At("architect.baseline.json")).Replace("    \"end\"", "<<<<<<< HEAD\n    \"end\""));

        Build = await Sdk.Run(feed, Root, "build", "All.slnx", "--no-restore", "-nodeReuse:false", "-p:TreatWarningsAsErrors=false");
        File.Delete(At("Broken", "architect.baseline.json"));
        Prune = await Sdk.Run(feed, Root, "build", "All.slnx", "-t:ArchitectBaseline", "-p:Prune=true", "--no-restore", "-nodeReuse:false");
        Pruned = Lines();
    }

    public ValueTask DisposeAsync() => default;

    /// <summary>What the build after the edits reported of a project.</summary>
    internal Finding[] Ours(string project, string framework = "net10.0")
    {
        Build.Succeeded();
        return [.. Finding.Read(At("sarif", $"{project}.{framework}.sarif")).Where(finding => finding.IsOurs)];
    }

    private string[] Lines() =>
        File.Exists(At("architect.baseline.json")) ? [.. File.ReadAllLines(At("architect.baseline.json")).Where(line => line.EndsWith("},"))] : [];

    private static void Edit(string path, Func<string, string> edit)
    {
        var text = File.ReadAllText(path);
        var edited = edit(text);
        Assert.NotEqual(text, edited);
        File.WriteAllText(path, edited);
    }
}
