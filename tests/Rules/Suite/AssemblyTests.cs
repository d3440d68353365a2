using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using ArchitectAnalyzers.CodeFixes;
using ArchitectAnalyzers.Core;

namespace ArchitectAnalyzers.Tests.Suite;

/// <summary>What the two shipped assemblies ask of the oldest host: SDK 7.0.200, Visual Studio 17.5.</summary>
public class AssemblyTests
{
    private static readonly Dictionary<string, Version> s_floor = new()
    {
        ["netstandard"] = new(2, 0, 0, 0),
        ["Microsoft.CodeAnalysis"] = new(4, 5, 0, 0),
        ["Microsoft.CodeAnalysis.CSharp"] = new(4, 5, 0, 0),
        ["Microsoft.CodeAnalysis.Workspaces"] = new(4, 5, 0, 0),
        ["Microsoft.CodeAnalysis.CSharp.Workspaces"] = new(4, 5, 0, 0),
        ["System.Collections.Immutable"] = new(6, 0, 0, 0),
        ["ArchitectAnalyzers"] = typeof(Rule).Assembly.GetName().Version!,
    };

    public static TheoryData<string> Shipped => [typeof(Rule).Assembly.Location, typeof(RuleFix).Assembly.Location];

    [Theory]
    [MemberData(nameof(Shipped))]
    public void It_refers_to_nothing_that_the_oldest_host_lacks(string path)
    {
        var references = AssemblyReferences(path);
        Assert.NotEmpty(references);
        Assert.Null(TooNew(references));
    }

    [Fact]
    public void The_analyzers_refer_to_no_workspaces() =>
        Assert.DoesNotContain(AssemblyReferences(typeof(Rule).Assembly.Location), reference => reference.Name.Contains("Workspaces"));

    [Fact]
    public void The_analyzers_use_no_Linq() =>
        Assert.DoesNotContain("System.Linq", Namespaces(typeof(Rule).Assembly.Location));

    /// <summary>An analyzer runs in editors and builds with the rights of who runs them: it reads what the compiler hands it, and nothing else.</summary>
    [Theory]
    [MemberData(nameof(Shipped))]
    public void It_reaches_no_file_network_process_or_environment(string path)
    {
        var used = Types(path);
        Assert.NotEmpty(used);
        Assert.Empty(used.Where(Reaches));
        Assert.Empty(Read(path, metadata => Enumerable.Range(1, metadata.GetTableRowCount(System.Reflection.Metadata.Ecma335.TableIndex.ModuleRef))));
    }

    [Theory]
    [InlineData("System.IO.File", true)]
    [InlineData("System.Net.Http.HttpClient", true)]
    [InlineData("System.Diagnostics.Process", true)]
    [InlineData("System.Environment", true)]
    [InlineData("System.Reflection.Emit.DynamicMethod", true)]
    [InlineData("System.String", false)]
    public void What_reaches_out_is_seen(string type, bool reaches) => Assert.Equal(reaches, Reaches(type));

    private static bool Reaches(string type) =>
        type is "System.Environment" or "System.Console" or "System.AppDomain" or "System.Activator"
        || new[] { "System.IO.", "System.Net.", "System.Diagnostics.Process", "Microsoft.Win32.", "System.Runtime.Loader.", "System.Reflection.Emit.", "System.Security." }
            .Any(space => type.StartsWith(space, StringComparison.Ordinal));

    [Fact]
    public void What_is_too_new_is_seen()
    {
        Assert.Contains("is newer", TooNew([("Microsoft.CodeAnalysis", new(4, 6, 0, 0))]));
        Assert.Contains("no such assembly", TooNew([("System.Composition.AttributedModel", new(1, 0, 0, 0))]));
        Assert.Contains("Xunit", Namespaces(typeof(AssemblyTests).Assembly.Location));
    }

    private static string? TooNew(IEnumerable<(string Name, Version Version)> references)
    {
        foreach (var (name, version) in references)
        {
            if (!s_floor.TryGetValue(name, out var floor)) return $"{name} {version}: no such assembly can be relied on";
            if (version > floor) return $"{name} {version} is newer than {floor}";
        }

        return null;
    }

    private static List<(string Name, Version Version)> AssemblyReferences(string path) => Read(path, metadata => metadata.AssemblyReferences
        .Select(metadata.GetAssemblyReference)
        .Select(reference => (metadata.GetString(reference.Name), reference.Version)));

    private static List<string> Types(string path) => Read(path, metadata => metadata.TypeReferences
        .Select(metadata.GetTypeReference)
        .Select(reference => $"{metadata.GetString(reference.Namespace)}.{metadata.GetString(reference.Name)}"));

    private static List<string> Namespaces(string path) => Read(path, metadata => metadata.TypeReferences
        .Select(metadata.GetTypeReference)
        .Select(reference => metadata.GetString(reference.Namespace)));

    private static List<T> Read<T>(string path, Func<MetadataReader, IEnumerable<T>> read)
    {
        using var file = new PEReader(File.OpenRead(path));
        return [.. read(file.GetMetadataReader())];
    }
}
