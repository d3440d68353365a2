using System.Collections.Immutable;
using System.IO.Compression;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace ArchitectAnalyzers.Package.Tests;

/// <summary>
/// What an editor does with the package: shows its findings, and applies the first entry under the lightbulb. For fixes that change behaviour, which
/// <c>dotnet format</c> cannot apply everywhere at once.
/// </summary>
internal static class Lightbulb
{
    private static readonly Lazy<(DiagnosticAnalyzer[] Rules, CodeFixProvider[] Fixes)> s_package = new(Load);

    /// <summary>Takes the first entry for the first finding of a rule in a web project without packages, and writes the changed file.</summary>
    internal static async Task Take(string id, string folder)
    {
        var project = Open(folder);
        var rule = s_package.Value.Rules.Single(rule => rule.SupportedDiagnostics[0].Id == id);
        var compilation = (await project.GetCompilationAsync())!;
        Assert.Empty(compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        var finding = (await compilation.WithAnalyzers([rule], project.AnalyzerOptions).GetAnalyzerDiagnosticsAsync())[0];
        var document = project.GetDocument(finding.Location.SourceTree)!;

        var entries = new List<CodeAction>();
        var fix = s_package.Value.Fixes.Single(fix => fix.FixableDiagnosticIds.Contains(id));
        await fix.RegisterCodeFixesAsync(new CodeFixContext(document, finding, (entry, _) => entries.Add(entry), default));
        var changed = (await entries[0].GetOperationsAsync(default)).OfType<ApplyChangesOperation>().Single().ChangedSolution;
        await File.WriteAllTextAsync(document.FilePath!, (await changed.GetDocument(document.Id)!.GetTextAsync()).ToString());
    }

    private static Project Open(string folder)
    {
        var project = new AdhocWorkspace().AddProject("Opened", LanguageNames.CSharp)
            .WithCompilationOptions(new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable))
            .WithMetadataReferences(File.ReadAllLines(Repository.WebReferences).Where(path => path.Length > 0)
                .Select(path => MetadataReference.CreateFromFile(path)));
        foreach (var file in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
        {
            // Of what a build made, the implicit usings alone.
            if (file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}")
                && !file.EndsWith(".GlobalUsings.g.cs", StringComparison.Ordinal)) continue;
            project = project.AddDocument(Path.GetFileName(file), SourceText.From(File.ReadAllText(file)), filePath: file).Project;
        }

        return project;
    }

    private static (DiagnosticAnalyzer[], CodeFixProvider[]) Load()
    {
        using var package = ZipFile.OpenRead(Repository.Package);
        var types = package.Entries.Where(entry => entry.FullName.StartsWith("analyzers/", StringComparison.Ordinal)
            && entry.Name.EndsWith(".dll", StringComparison.Ordinal))
            .Select(entry =>
            {
                using var content = entry.Open();
                var bytes = new MemoryStream();
                content.CopyTo(bytes);
                bytes.Position = 0;
                return AssemblyLoadContext.Default.LoadFromStream(bytes);
            })
            .ToList()
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => !type.IsAbstract)
            .ToList();
        return ([.. Of<DiagnosticAnalyzer>()], [.. Of<CodeFixProvider>()]);

        IEnumerable<T> Of<T>() => types.Where(type => type.IsSubclassOf(typeof(T))).Select(type => (T)Activator.CreateInstance(type)!);
    }
}
