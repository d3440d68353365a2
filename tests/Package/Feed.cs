using System.IO.Compression;

namespace ArchitectAnalyzers.Package.Tests;

/// <summary>
/// A folder that users' projects restore the package from. It holds the package that the build made, under a version that was never there
/// before: no cache has it. Everything else comes from where this machine's packages come from.
/// </summary>
internal sealed class Feed : IDisposable
{
    private Feed(string folder, string version)
    {
        Folder = folder;
        Version = version;
        Packages = Path.Combine(folder, "packages");
    }

    /// <summary>A temporary folder, with a <c>nuget.config</c> for what lies below it.</summary>
    internal string Folder { get; }

    internal string Version { get; }

    /// <summary>Where restores put packages: not among those of this machine.</summary>
    internal string Packages { get; }

    internal static Feed Create()
    {
        var folder = Directory.CreateTempSubdirectory("architect-").FullName;
        var feed = new Feed(folder, $"{Repository.Version}-test{Guid.NewGuid():N}"[..24]);
        var offered = Directory.CreateDirectory(Path.Combine(folder, "feed")).FullName;
        Offer(Path.Combine(offered, $"ArchitectAnalyzers.{feed.Version}.nupkg"), feed.Version);
        File.WriteAllText(Path.Combine(folder, "nuget.config"), $"""
            <configuration>
              <packageSources>
                <add key="architect" value="{offered}" />
              </packageSources>
              <fallbackPackageFolders>
                <add key="machine" value="{Repository.PackageRoot}" />
              </fallbackPackageFolders>
            </configuration>
            """);
        return feed;
    }

    internal Task<Sdk.Result> Dotnet(string folder, params string[] arguments) => Sdk.Run(folder, Packages, arguments);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static void Offer(string path, string version)
    {
        File.Copy(Repository.Package, path);
        using var package = ZipFile.Open(path, ZipArchiveMode.Update);
        var entry = package.GetEntry("ArchitectAnalyzers.nuspec")!;
        string text;
        using (var reader = new StreamReader(entry.Open())) text = reader.ReadToEnd();
        entry.Delete();
        using var writer = new StreamWriter(package.CreateEntry("ArchitectAnalyzers.nuspec").Open());
        writer.Write(text.Replace($"<version>{Repository.Version}</version>", $"<version>{version}</version>"));
    }
}
