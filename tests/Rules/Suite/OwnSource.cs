using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ArchitectAnalyzers.Tests.Suite;

/// <summary>The sources of the two shipped assemblies, compiled in memory against the Roslyn that the tests run on.</summary>
internal static class OwnSource
{
    private static readonly Lazy<CSharpCompilation> s_analyzers = new(() => Compile("src/Analyzers", "ArchitectAnalyzers", []));

    private static readonly Lazy<CSharpCompilation> s_codeFixes =
        new(() => Compile("src/CodeFixes", "ArchitectAnalyzers.CodeFixes", [s_analyzers.Value.ToMetadataReference()]));

    internal static CSharpCompilation Analyzers => s_analyzers.Value;

    internal static CSharpCompilation CodeFixes => s_codeFixes.Value;

    /// <summary>What a project file imports, as directives.</summary>
    internal static string Usings(string projectFile) => string.Concat(XDocument.Parse(AllRules.Repository.Need(projectFile)).Descendants("Using")
        .Select(u => $"using {((string?)u.Attribute("Static") == "true" ? "static " : "")}{(string)u.Attribute("Include")!};"));

    private static CSharpCompilation Compile(string folder, string name, IEnumerable<MetadataReference> more)
    {
        var usings = Usings($"{folder}/{name}.csproj").Replace("using ", "global using ");
        var friend = "[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"ArchitectAnalyzers.CodeFixes\")]";
        var roslyn = Directory.GetFiles(AppContext.BaseDirectory, "Microsoft.CodeAnalysis*.dll")
            .Concat(Directory.GetFiles(AppContext.BaseDirectory, "System.Composition*.dll"))
            .Where(path => !path.Contains(".Testing") && !path.Contains("VisualBasic"));
        return CSharpCompilation.Create(name,
            AllRules.Files(folder).Append(("GlobalUsings.g.cs", usings + friend)).Select(file => CSharpSyntaxTree.ParseText(file.Item2, path: file.Item1)),
            [.. ReferenceSet.Console10.References, .. roslyn.Select(path => MetadataReference.CreateFromFile(path)), .. more],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
    }
}
