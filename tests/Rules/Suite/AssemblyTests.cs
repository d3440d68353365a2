using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
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
        var used = Members(path);
        Assert.NotEmpty(used);
        Assert.DoesNotContain(used, Reaches);
        Assert.Empty(Read(path, metadata => Enumerable.Range(1, metadata.GetTableRowCount(TableIndex.ModuleRef))));
    }

    [Theory]
    [InlineData("System.IO.File.ReadAllText", true)]
    [InlineData("System.Net.Http.HttpClient..ctor", true)]
    [InlineData("System.Diagnostics.Process.Start", true)]
    [InlineData("System.Environment.GetEnvironmentVariable", true)]
    [InlineData("System.Reflection.Assembly.Load", true)]
    [InlineData("System.Environment.get_CurrentManagedThreadId", false)]
    [InlineData("System.String.Concat", false)]
    public void What_reaches_out_is_seen(string member, bool reaches) => Assert.Equal(reaches, Reaches(member));

    // Every iterator asks for the id of its thread.
    private static bool Reaches(string member) => member != "System.Environment.get_CurrentManagedThreadId" && new[]
    {
        "System.IO.", "System.Net.", "System.Environment.", "System.Console.", "System.AppDomain.", "System.Diagnostics.Process.", "System.Diagnostics.ProcessStartInfo.",
        "System.Reflection.Assembly.Load", "System.Reflection.Emit.", "System.Runtime.Loader.", "System.Security.", "Microsoft.Win32.",
    }.Any(start => member.StartsWith(start, StringComparison.Ordinal));

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

    /// <summary>Members of other assemblies, as <c>Namespace.Type.Member</c>.</summary>
    private static List<string> Members(string path) => Read(path, metadata =>
        from handle in metadata.MemberReferences
        let member = metadata.GetMemberReference(handle)
        where member.Parent.Kind == HandleKind.TypeReference
        let type = metadata.GetTypeReference((TypeReferenceHandle)member.Parent)
        select $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}.{metadata.GetString(member.Name)}");

    private static List<string> Namespaces(string path) => Read(path, metadata => metadata.TypeReferences
        .Select(metadata.GetTypeReference)
        .Select(reference => metadata.GetString(reference.Namespace)));

    private static List<T> Read<T>(string path, Func<MetadataReader, IEnumerable<T>> read)
    {
        using var file = new PEReader(File.OpenRead(path));
        return [.. read(file.GetMetadataReader())];
    }
}
