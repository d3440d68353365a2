using System.IO.Compression;
using ArchitectAnalyzers.Package.Tests;

[assembly: AssemblyFixture(typeof(Feed))]
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace ArchitectAnalyzers.Package.Tests;

/// <summary>
/// A folder that users' projects restore the package from. It holds the package that the build made, under a version that was never there
/// before: no cache has it. Everything else comes from where this machine's packages come from.
/// </summary>
public sealed class Feed : IAsyncLifetime
{
    /// <summary>A temporary folder, with a <c>nuget.config</c> for what lies below it.</summary>
    internal string Folder { get; } = Directory.CreateTempSubdirectory("architect-").FullName;

    internal string Version { get; } = $"{Repository.Version}-test{Guid.NewGuid():N}"[..24];

    /// <summary>Where restores put packages: not among those of this machine.</summary>
    internal string Packages => Path.Combine(Folder, "packages");

    /// <summary>The name of the compiler server that builds from this feed share, with nobody else.</summary>
    internal string CompilerServer { get; } = $"architect-{Guid.NewGuid():N}";

    public ValueTask InitializeAsync()
    {
        var offered = Directory.CreateDirectory(Path.Combine(Folder, "feed")).FullName;
        Offer(Path.Combine(offered, $"ArchitectAnalyzers.{Version}.nupkg"));
        File.WriteAllText(Path.Combine(Folder, "nuget.config"), $"""
            <configuration>
              <packageSources>
                <add key="architect" value="{offered}" />
              </packageSources>
              <fallbackPackageFolders>
                <add key="machine" value="{Repository.PackageRoot}" />
              </fallbackPackageFolders>
            </configuration>
            """);
        return default;
    }

    public async ValueTask DisposeAsync()
    {
        var probe = Path.Combine(Folder, "probe.csproj");
        await File.WriteAllTextAsync(probe, """<Project Sdk="Microsoft.NET.Sdk" />""");
        var roslyn = (await Sdk.Run(this, Folder, "msbuild", probe, "-getProperty:RoslynTargetsPath")).Output.Split('\n')[^1].Trim();
        await Sdk.Run(this, Folder, Path.Combine(roslyn, "bincore", "VBCSCompiler.dll"), "-shutdown", $"-pipename:{CompilerServer}");
        Directory.Delete(Folder, recursive: true);
    }

    private void Offer(string path)
    {
        File.Copy(Repository.Package, path);
        using var package = ZipFile.Open(path, ZipArchiveMode.Update);
        var entry = package.GetEntry("ArchitectAnalyzers.nuspec")!;
        string text;
        using (var reader = new StreamReader(entry.Open())) text = reader.ReadToEnd();
        entry.Delete();
        using var writer = new StreamWriter(package.CreateEntry("ArchitectAnalyzers.nuspec").Open());
        writer.Write(text.Replace($"<version>{Repository.Version}</version>", $"<version>{Version}</version>"));
    }
}
