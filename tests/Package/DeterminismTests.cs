using System.Security.Cryptography;

namespace ArchitectAnalyzers.Package.Tests;

/// <summary>Anyone can build the package anew from its commit and compare.</summary>
public class DeterminismTests(Feed feed)
{
    [Fact]
    public async Task Two_builds_of_the_sources_in_two_folders_are_the_same_to_the_byte()
    {
        var (one, other) = (await Build("one"), await Build("another-folder"));
        Assert.Equal(["ArchitectAnalyzers.CodeFixes.dll", "ArchitectAnalyzers.dll"], one.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(one.OrderBy(file => file.Key), other.OrderBy(file => file.Key));
    }

    // Without the repository's history, whose place the compiler is told instead.
    private async Task<Dictionary<string, string>> Build(string name)
    {
        var home = Directory.CreateDirectory(Path.Combine(feed.Folder, name)).FullName;
        foreach (var file in Directory.EnumerateFiles(Repository.Root, "Directory.*")) File.Copy(file, Path.Combine(home, Path.GetFileName(file)));
        foreach (var part in new[] { "Analyzers", "CodeFixes" }) Repository.Copy(Repository.Of("src", part), Path.Combine(home, "src", part));
        File.Copy(Repository.Of("src", "Directory.Build.props"), Path.Combine(home, "src", "Directory.Build.props"));
        (await Sdk.Run(feed, home, "build", "src/CodeFixes", "-nodeReuse:false", "-p:RunAnalyzers=false", $"-p:PathMap={home}=/_")).Succeeded();
        return Directory.EnumerateFiles(Path.Combine(home, "artifacts", "bin", "ArchitectAnalyzers.CodeFixes", "debug"), "ArchitectAnalyzers*.dll")
            .ToDictionary(file => Path.GetFileName(file), file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file))));
    }
}
