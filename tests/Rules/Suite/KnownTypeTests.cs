using System.Reflection;
using ArchitectAnalyzers.Core;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ArchitectAnalyzers.Tests.Suite;

public class KnownTypeTests
{
    /// <summary>
    /// Libraries that no reference set has, by namespace (with the dot) or by type, and why. What rules say of them is tested against stubs.
    /// </summary>
    private static readonly Dictionary<string, string> s_absent = new()
    {
        ["Amazon.DynamoDBv2."] = "a client",
        ["Cassandra."] = "a driver",
        ["GraphQL."] = "a library of its own",
        ["HotChocolate."] = "not in the registry",
        ["LinqToDB."] = "a library of its own",
        ["Marten."] = "a library of its own",
        ["MediatR.IStreamRequestHandler`2"] = "since MediatR 10; the set has 5",
        ["Microsoft.Azure.Cosmos."] = "a client",
        ["Microsoft.Azure.Functions.Worker."] = "Azure Functions, isolated",
        ["Microsoft.Azure.WebJobs."] = "Azure Functions, in process; retired",
        ["Microsoft.EntityFrameworkCore.CosmosQueryableExtensions"] = "the Cosmos provider of EF Core",
        ["Microsoft.EntityFrameworkCore.InMemoryDbContextOptionsExtensions"] = "the in-memory provider of EF Core",
        ["Microsoft.EntityFrameworkCore.ProxiesExtensions"] = "the proxies of EF Core",
        ["MongoDB."] = "a driver",
        ["MySql."] = "a driver",
        ["MySqlConnector."] = "a driver",
        ["Neo4j."] = "a driver",
        ["NHibernate."] = "a library of its own",
        ["Oracle."] = "a driver",
        ["PetaPoco."] = "a library of its own",
        ["RepoDb."] = "a library of its own",
        ["ServiceStack."] = "a library of its own",
        ["StackExchange.Redis."] = "a client",
        ["System.Data.Entity."] = "Entity Framework 6",
        ["System.Data.SqlClient."] = "the driver before Microsoft.Data.SqlClient",
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
        var exception = s_absent.Keys.FirstOrDefault(key => IsFor(key, type));
        if (exception is not null) Assert.False(resolves, $"{type} is there now: drop the exception ({s_absent[exception]})");
        else Assert.True(resolves, $"{type} is in none of {string.Join(", ", ReferenceSet.All)}: misspelt, or an exception with a reason is due");
    }

    [Fact]
    public void Every_exception_is_for_a_known_type() =>
        Assert.All(s_absent.Keys, key => Assert.Contains(All(), known => IsFor(key, (KnownType)known.GetValue(null)!)));

    private static bool IsFor(string key, KnownType type) =>
        key.EndsWith('.') ? type.MetadataName.StartsWith(key, StringComparison.Ordinal) : type.MetadataName == key;

    [Fact]
    public void No_type_is_named_twice() =>
        Assert.All(All().GroupBy(field => ((KnownType)field.GetValue(null)!).MetadataName), same => Assert.Single(same));

    private static IEnumerable<FieldInfo> All() =>
        typeof(KnownType).GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public).Where(field => field.FieldType == typeof(KnownType));
}
