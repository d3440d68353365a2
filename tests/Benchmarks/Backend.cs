using System.Collections.Immutable;
using ArchitectAnalyzers.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace ArchitectAnalyzers.Benchmarks;

/// <summary>The sources of an app that the suite is measured on.</summary>
internal sealed record Backend(string Name, ImmutableArray<(string Path, SourceText Text)> Sources)
{
    internal int Lines => Sources.Sum(s => s.Text.Lines.Count);

    /// <summary>The sample's main project.</summary>
    internal static Backend Storefront()
    {
        var folder = Path.Combine(Root(), "samples", "Storefront", "src", "Storefront.Api");
        return new("Storefront", [.. Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file))
            .Where(file => !file.StartsWith("bin" + Path.DirectorySeparatorChar) && !file.StartsWith("obj" + Path.DirectorySeparatorChar))
            .Order(StringComparer.Ordinal)
            .Select(file => (file, SourceText.From(File.ReadAllText(Path.Combine(folder, file)))))]);
    }

    /// <summary>A generated backend; 240 modules are some 100,000 lines.</summary>
    internal static Backend Generated(int modules = 240) =>
        new("generated", [.. GeneratedBackend.Files(modules).Select(f => (f.Path, SourceText.From(f.Text)))]);

    /// <summary>A compilation of newly parsed trees: nothing that an earlier run kept by tree, by symbol or by compilation is there.</summary>
    internal CSharpCompilation Compile(IReadOnlyDictionary<string, ReportDiagnostic> severities)
    {
        var trees = Sources.Append(("ImplicitUsings.g.cs", SourceText.From(ReferenceSet.Backend10.ImplicitUsings)))
            .Select(s => CSharpSyntaxTree.ParseText(s.Item2, new CSharpParseOptions(LanguageVersion.Latest), s.Item1));
        return CSharpCompilation.Create(Name, trees, ReferenceSet.Backend10.References,
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable)
                .WithSpecificDiagnosticOptions(severities));
    }

    internal static string Root()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "ArchitectAnalyzers.sln"))) return folder;
        throw new InvalidOperationException("Run this from a build of the repository.");
    }
}
