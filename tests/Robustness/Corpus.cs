using System.Collections.Immutable;
using System.Text.RegularExpressions;
using ArchitectAnalyzers.Tests.Docs;
using ArchitectAnalyzers.Tests.Suite;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ArchitectAnalyzers.Robustness;

/// <summary>Code that is broken in every way: small programs of one file, and projects of several.</summary>
/// <param name="Name">Where it stands in the repository.</param>
/// <param name="Files">Its sources.</param>
internal sealed partial record Sample(string Name, ImmutableArray<(string Path, string Text)> Files)
{
    /// <summary>The sample backend and the suite's clean code.</summary>
    internal static ImmutableArray<Sample> Projects { get; } =
    [
        .. AllRules.Files("samples/Storefront/src").Where(file => !file.Path.Contains("/obj/") && !file.Path.Contains("/bin/"))
            .GroupBy(file => file.Path.Split('/')[3]).Select(group => new Sample(group.Key, [.. group])),
        new("Clean", [.. AllRules.Files("tests/Rules/Suite/Clean")]),
    ];

    /// <summary>The code blocks of pages, one file for each version of the language, and the code in the strings of the rules' tests.</summary>
    internal static ImmutableArray<Sample> Snippets { get; } =
    [
        .. Fence.All.Select(fence => new Sample($"{fence.Page}({fence.Line})", [("Example.cs", fence.Code)])),
        .. AllRules.Files("tests/Rules/Suite/Versions").Select(file => new Sample(file.Path, [file])),
        .. AllRules.Files("tests/Rules", "*Tests.cs").SelectMany(Strings),
    ];

    /// <summary>As a project in which every rule is on; with other references, if given.</summary>
    internal Project Open(IEnumerable<MetadataReference>? references = null)
    {
        var project = AllRules.Project(Files);
        return references is null ? project : project.WithMetadataReferences(references);
    }

    internal Sample With(int file, string text) => this with { Files = Files.SetItem(file, (Files[file].Path, text)) };

    // A test's string may be a piece of a template: half-typed code, as wanted here.
    private static IEnumerable<Sample> Strings((string Path, string Text) file)
    {
        foreach (var literal in CSharpSyntaxTree.ParseText(file.Text).GetRoot().DescendantNodes().OfType<LiteralExpressionSyntax>())
        {
            if (literal.Token.Value is not string text || text.Length < 60 || !text.Contains('(')) continue;
            var line = literal.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
            yield return new($"{file.Path}({line})", [("Test.cs", Markup().Replace(text, ""))]);
        }
    }

    [GeneratedRegex(@"\[\||\|\]|\{\|[\w#]+:|\|\}|\$\$")]
    private static partial Regex Markup();
}
