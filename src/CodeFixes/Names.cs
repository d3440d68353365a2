using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis.Text;

namespace ArchitectAnalyzers.CodeFixes;

/// <summary>The names in files. Each file is read once, for all fixes of Fix All and until it changes.</summary>
internal static class Names
{
    private static readonly ConditionalWeakTable<SyntaxTree, ILookup<string, SimpleNameSyntax>> s_uses = new();
    private static readonly ConditionalWeakTable<SyntaxTree, ILookup<string, MethodDeclarationSyntax>> s_methods = new();
    private static readonly ConditionalWeakTable<SourceText, HashSet<string>> s_words = new();

    /// <summary>Where a name is used in code: not in attributes, <c>using</c> directives and <c>nameof</c>.</summary>
    internal static IEnumerable<SimpleNameSyntax> Uses(SyntaxTree tree, string name) => s_uses.GetValue(tree, FindUses)[name];

    /// <summary>The methods of a name that a file declares.</summary>
    internal static IEnumerable<MethodDeclarationSyntax> Methods(SyntaxTree tree, string name) => s_methods.GetValue(tree, FindMethods)[name];

    /// <summary>Whether a text has the name as a word anywhere, if only in a comment.</summary>
    internal static bool Has(SourceText text, string name) => s_words.GetValue(text, FindWords).Contains(name);

    /// <summary>Whether a project that uses this one may speak of the name. One that has not been read may.</summary>
    internal static bool AreInDependents(Project project, string name)
    {
        foreach (var id in project.Solution.GetProjectDependencyGraph().GetProjectsThatTransitivelyDependOnThisProject(project.Id))
            foreach (var document in project.Solution.GetProject(id)!.Documents)
                if (!document.TryGetText(out var text) || Has(text, name)) return true;
        return false;
    }

    /// <summary>The call that the name is the called name of.</summary>
    internal static InvocationExpressionSyntax? Called(SimpleNameSyntax name)
    {
        SyntaxNode called = name.Parent switch
        {
            MemberAccessExpressionSyntax member when member.Name == name => member,
            MemberBindingExpressionSyntax binding => binding,
            _ => name,
        };
        return called.Parent is InvocationExpressionSyntax call && call.Expression == called ? call : null;
    }

    private static ILookup<string, SimpleNameSyntax> FindUses(SyntaxTree tree) =>
        tree.GetRoot().DescendantNodes(node => node is not (AttributeListSyntax or UsingDirectiveSyntax))
            .OfType<SimpleNameSyntax>()
            .Where(name => !IsInNameOf(name))
            .ToLookup(name => name.Identifier.ValueText);

    private static ILookup<string, MethodDeclarationSyntax> FindMethods(SyntaxTree tree) =>
        tree.GetRoot().DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax)
            .OfType<MethodDeclarationSyntax>()
            .ToLookup(method => method.Identifier.ValueText);

    private static bool IsInNameOf(SimpleNameSyntax name)
    {
        SyntaxNode? node = name;
        while (node is SimpleNameSyntax or MemberAccessExpressionSyntax) node = node.Parent;
        return node is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } } };
    }

    private static HashSet<string> FindWords(SourceText text)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        var all = text.ToString();
        var start = -1;
        for (var i = 0; i <= all.Length; i++)
        {
            var isPart = i < all.Length && SyntaxFacts.IsIdentifierPartCharacter(all[i]);
            if (isPart && start < 0) start = i;
            if (isPart || start < 0) continue;
            words.Add(all.Substring(start, i - start));
            start = -1;
        }

        return words;
    }
}
