using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ArchitectAnalyzers.Package.Tests;

/// <summary>What is in the package, read as it lies on disk.</summary>
public class PackageTests
{
    private const string Analyzers = "analyzers/dotnet/roslyn4.5/cs/";

    [Fact]
    public void The_files_are_the_approved_ones()
    {
        var approved = Repository.Of("tests", "Package", "package.approved.txt");
        var actual = string.Concat(new[] { Repository.Package, Repository.Symbols }.Select(List));
        if (!File.Exists(approved) || File.ReadAllText(approved) != actual) File.WriteAllText(Path.ChangeExtension(approved, ".received.txt"), actual);
        Assert.Equal(File.ReadAllText(approved), actual);

        static string List(string path)
        {
            using var package = ZipFile.OpenRead(path);
            // What every package has, under a name that NuGet makes up.
            var names = package.Entries.Select(entry => entry.FullName)
                .Where(name => !name.StartsWith("_rels/") && !name.StartsWith("package/services/") && name != "[Content_Types].xml");
            return $"{Path.GetExtension(path)}\n{string.Concat(names.Order(StringComparer.Ordinal).Select(name => $"  {name}\n"))}";
        }
    }

    [Theory]
    [InlineData("id", "ArchitectAnalyzers")]
    [InlineData("developmentDependency", "true")]
    [InlineData("license", "MIT")]
    [InlineData("icon", "icon.png")]
    [InlineData("readme", "README.md")]
    public void The_manifest_says(string name, string value) => Assert.Equal(value, Manifest().Single(e => e.Name.LocalName == name).Value);

    [Theory]
    [InlineData("title")]
    [InlineData("authors")]
    [InlineData("description")]
    [InlineData("releaseNotes")]
    [InlineData("tags")]
    [InlineData("projectUrl")]
    public void The_manifest_fills_in(string name) => Assert.NotEmpty(Manifest().Single(e => e.Name.LocalName == name).Value.Trim());

    [Fact]
    public void The_manifest_has_the_version_of_the_build() =>
        Assert.Equal(Repository.Version, Manifest().Single(e => e.Name.LocalName == "version").Value);

    [Fact]
    public void The_manifest_names_its_source()
    {
        var repository = Manifest().Single(e => e.Name.LocalName == "repository");
        Assert.Equal("git", repository.Attribute("type")?.Value);
        Assert.StartsWith("https://", repository.Attribute("url")?.Value);
    }

    [Fact]
    public void There_are_no_dependencies()
    {
        Assert.DoesNotContain(Manifest(), e => e.Name.LocalName is "dependencies" or "dependency" or "frameworkAssemblies" or "frameworkReferences");
    }

    [Theory]
    [InlineData("ArchitectAnalyzers")]
    [InlineData("ArchitectAnalyzers.CodeFixes")]
    public void The_symbols_are_those_of_the_assembly(string name)
    {
        using var assembly = new PEReader(Read(Repository.Package, $"{Analyzers}{name}.dll"));
        var entry = assembly.ReadDebugDirectory().Single(e => e.Type == DebugDirectoryEntryType.CodeView);
        using var provider = MetadataReaderProvider.FromPortablePdbStream(Read(Repository.Symbols, $"{Analyzers}{name}.pdb"));
        var symbols = new BlobContentId(provider.GetMetadataReader().DebugMetadataHeader!.Id);
        Assert.Equal(assembly.ReadCodeViewDebugDirectoryData(entry).Guid, symbols.Guid);
        Assert.Equal(entry.Stamp, symbols.Stamp);
        Assert.Contains(assembly.ReadDebugDirectory(), e => e.Type == DebugDirectoryEntryType.Reproducible);
    }

    [Theory]
    [InlineData("ArchitectAnalyzers")]
    [InlineData("ArchitectAnalyzers.CodeFixes")]
    public void The_symbols_lead_to_the_sources_of_the_commit(string name)
    {
        using var provider = MetadataReaderProvider.FromPortablePdbStream(Read(Repository.Symbols, $"{Analyzers}{name}.pdb"));
        var symbols = provider.GetMetadataReader();
        var links = symbols.CustomDebugInformation.Select(symbols.GetCustomDebugInformation)
            .Where(information => symbols.GetGuid(information.Kind) == new Guid("CC110556-A091-4D38-9FEC-25AB9A351A6A"))
            .Select(information => System.Text.Encoding.UTF8.GetString(symbols.GetBlobBytes(information.Value)));
        var commit = Manifest().Single(e => e.Name.LocalName == "repository").Attribute("commit")?.Value;
        Assert.Matches("^[0-9a-f]{40}$", commit);
        Assert.Contains($"/{commit}/*\"", Assert.Single(links));
    }

    [Fact]
    public void The_tasks_refer_to_nothing_but_MSBuild()
    {
        using var assembly = new PEReader(Read(Repository.Package, "tasks/ArchitectAnalyzers.Tasks.dll"));
        var metadata = assembly.GetMetadataReader();
        var references = metadata.AssemblyReferences.Select(metadata.GetAssemblyReference)
            .Select(reference => (metadata.GetString(reference.Name), reference.Version));
        Assert.Equal([("Microsoft.Build.Framework", new Version(15, 1, 0, 0)), ("netstandard", new Version(2, 0, 0, 0))], references.Order());
    }

    [Fact]
    public void Links_of_the_readme_work_on_another_site()
    {
        using var reader = new StreamReader(Read(Repository.Package, "README.md"));
        var links = Regex.Matches(reader.ReadToEnd(), @"\]\(([^)]*)\)").Select(match => match.Groups[1].Value).ToArray();
        Assert.NotEmpty(links);
        Assert.All(links, link => Assert.StartsWith("https://", link));
    }

    [Fact]
    public void The_readme_names_every_profile()
    {
        using var reader = new StreamReader(Read(Repository.Package, "README.md"));
        var readme = reader.ReadToEnd();
        Assert.All(Profile.Names, name => Assert.Contains($"| `{name}` |", readme));
    }

    [Fact]
    public void There_is_a_configuration_for_each_profile_and_for_nothing_else()
    {
        using var package = ZipFile.OpenRead(Repository.Package);
        var files = package.Entries.Where(entry => entry.FullName.StartsWith("configuration/")).Select(entry => Path.GetFileNameWithoutExtension(entry.Name));
        Assert.Equal(Profile.Names.Order(), files.Order());
    }

    [Theory]
    [MemberData(nameof(Profile.All), MemberType = typeof(Profile))]
    public void A_profile_is_a_global_configuration_that_any_other_beats(string profile)
    {
        var lines = Profile.Lines(profile);
        Assert.Contains("is_global = true", lines);
        Assert.Contains("global_level = -100", lines);
    }

    private static IEnumerable<XElement> Manifest() => XDocument.Load(Read(Repository.Package, "ArchitectAnalyzers.nuspec")).Descendants();

    internal static MemoryStream Read(string path, string name)
    {
        using var package = ZipFile.OpenRead(path);
        using var entry = (package.GetEntry(name) ?? throw new FileNotFoundException(name)).Open();
        var copy = new MemoryStream();
        entry.CopyTo(copy);
        copy.Position = 0;
        return copy;
    }
}
