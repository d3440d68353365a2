using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace ArchitectAnalyzers.Testing;

/// <summary>
/// What test code is compiled against: the references that the SDK hands the compiler for the project of that name under
/// <c>tests/Testing/References</c>. Read at build, from restored packages; nothing is downloaded when tests run.
/// </summary>
public sealed class ReferenceSet
{
    private static readonly ConcurrentDictionary<string, MetadataReference> s_files = new(StringComparer.Ordinal);
    private static readonly string s_folder = typeof(ReferenceSet).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "ReferenceSets").Value!;

    private readonly Lazy<ImmutableArray<MetadataReference>> _references;

    private ReferenceSet(string name, bool isWeb)
    {
        Name = name;
        IsWeb = isWeb;
        _references = new(() => [.. File.ReadAllLines(Path.Combine(s_folder, name + ".txt"))
            .Where(line => line.Length > 0)
            .Select(path => s_files.GetOrAdd(path, p => MetadataReference.CreateFromFile(p)))]);
    }

    /// <summary>net10.0 and no packages: a console tool or a library.</summary>
    public static ReferenceSet Console10 { get; } = new("console10", isWeb: false);

    /// <summary>net10.0 with ASP.NET Core and no packages.</summary>
    public static ReferenceSet Web10 { get; } = new("web10", isWeb: true);

    /// <summary>net10.0 with ASP.NET Core and every library that rules know. The default.</summary>
    public static ReferenceSet Backend10 { get; } = new("backend10", isWeb: true);

    /// <summary>net8.0 with ASP.NET Core, EF Core 8, Dapper and SqlClient.</summary>
    public static ReferenceSet Backend8 { get; } = new("backend8", isWeb: true);

    /// <summary>All sets.</summary>
    public static ImmutableArray<ReferenceSet> All { get; } = [Console10, Web10, Backend10, Backend8];

    /// <summary>The name of the project that the set is read from.</summary>
    public string Name { get; }

    /// <summary>Whether ASP.NET Core is in it.</summary>
    public bool IsWeb { get; }

    /// <summary>The references; each file is read once per process.</summary>
    public ImmutableArray<MetadataReference> References => _references.Value;

    /// <summary>The <c>global using</c>s that the SDK writes for such a project (<c>ImplicitUsings</c>).</summary>
    public string ImplicitUsings => IsWeb ? BaseUsings + WebUsings : BaseUsings;

    /// <inheritdoc/>
    public override string ToString() => Name;

    private const string BaseUsings =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;

        """;

    private const string WebUsings =
        """
        global using System.Net.Http.Json;
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.AspNetCore.Hosting;
        global using Microsoft.AspNetCore.Http;
        global using Microsoft.AspNetCore.Routing;
        global using Microsoft.Extensions.Configuration;
        global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.Hosting;
        global using Microsoft.Extensions.Logging;

        """;
}
