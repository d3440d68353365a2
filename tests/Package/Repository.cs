using System.Reflection;

namespace ArchitectAnalyzers.Package.Tests;

/// <summary>Where things are, as the build knew it.</summary>
internal static class Repository
{
    internal static string Root { get; } = Metadata("Repository");

    /// <summary>The version that the build gave the package.</summary>
    internal static string Version { get; } = Metadata("Version");

    /// <summary>The version of Microsoft.VisualStudio.Threading.Analyzers, somebody else's rules, that is on this machine.</summary>
    internal static string PeerVersion { get; } = Metadata("PeerVersion");

    /// <summary>The version of Microsoft.AspNetCore.OpenApi that is on this machine.</summary>
    internal static string OpenApiVersion { get; } = Metadata("OpenApiVersion");

    /// <summary>The version of Grpc.AspNetCore that is on this machine.</summary>
    internal static string GrpcVersion { get; } = Metadata("GrpcVersion");

    /// <summary>A file that lists what a web project of today is compiled against.</summary>
    internal static string WebReferences { get; } = Metadata("WebReferences");

    internal static string Package { get; } = Path.Combine(Metadata("Packages"), $"ArchitectAnalyzers.{Version}.nupkg");

    internal static string Symbols { get; } = Path.ChangeExtension(Package, ".snupkg");

    /// <summary>The folder into which this machine's restores put packages.</summary>
    internal static string PackageRoot { get; } = Metadata("PackageRoot");

    internal static string Of(params string[] parts) => Path.Combine([Root, .. parts]);

    internal static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var relative = Path.GetRelativePath(from, file);
            if (relative.Split(Path.DirectorySeparatorChar) is [.., _] parts && parts.Any(part => part is "bin" or "obj")) continue;
            var target = Path.Combine(to, relative);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    private static string Metadata(string key) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
