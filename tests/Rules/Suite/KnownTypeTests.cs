using System.Reflection;
using ArchitectAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ArchitectAnalyzers.Tests.Suite;

public class KnownTypeTests
{
    /// <summary>Types of libraries that no reference set has, and why. Their rules are tested against stubs.</summary>
    private static readonly Dictionary<string, string> s_absent = new()
    {
        ["MediatR.IStreamRequestHandler`2"] = "since MediatR 10; the set has 5, the last that the tests could restore",
        ["Microsoft.Azure.Functions.Worker.FunctionAttribute"] = "Azure Functions, isolated",
        ["Microsoft.Azure.Functions.Worker.FunctionContext"] = "Azure Functions, isolated",
        ["Microsoft.Azure.WebJobs.FunctionNameAttribute"] = "Azure Functions, in process; retired",
    };

    private static readonly Lazy<Compilation[]> s_sets = new(() =>
        [.. ReferenceSet.All.Select(set => (Compilation)CSharpCompilation.Create(set.Name, references: set.References))]);

    public static TheoryData<string> Names => [.. All().Select(known => known.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void It_is_a_type_of_some_reference_set(string name)
    {
        var type = (KnownType)All().Single(field => field.Name == name).GetValue(null)!;
        var resolves = s_sets.Value.Any(set => !set.GetTypesByMetadataName(type.MetadataName).IsEmpty);
        if (s_absent.TryGetValue(type.MetadataName, out var reason)) Assert.False(resolves, $"{type} is there now: drop the exception ({reason})");
        else Assert.True(resolves, $"{type} is in none of {string.Join(", ", ReferenceSet.All)}: misspelt, or an exception with a reason is due");
    }

    [Fact]
    public void Every_exception_is_for_a_known_type() =>
        Assert.All(s_absent.Keys, name => Assert.Contains(All(), field => ((KnownType)field.GetValue(null)!).MetadataName == name));

    [Fact]
    public void No_type_is_named_twice() =>
        Assert.All(All().GroupBy(field => ((KnownType)field.GetValue(null)!).MetadataName), same => Assert.Single(same));

    private static IEnumerable<FieldInfo> All() =>
        typeof(KnownType).GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public).Where(field => field.FieldType == typeof(KnownType));
}
