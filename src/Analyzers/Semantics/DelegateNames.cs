using System.Runtime.CompilerServices;

namespace ArchitectAnalyzers.Semantics;

/// <summary>
/// The names in a syntax tree that could be a method handed on as a delegate: capitalized, standing for a value, and not called. Each tree is
/// walked at most once in its life. Nothing is bound.
/// </summary>
internal static class DelegateNames
{
    private static readonly ConditionalWeakTable<SyntaxTree, Dictionary<string, List<SimpleNameSyntax>>> s_byTree = new();

    /// <summary>Where a name could be one; null for nowhere. <paramref name="tree"/> may be any C# tree; generated ones are included.</summary>
    internal static List<SimpleNameSyntax>? Of(SyntaxTree tree, string name, CancellationToken cancellationToken)
    {
        if (!s_byTree.TryGetValue(tree, out var known))
        {
            // A walk makes every node of a file anew; most files do not have the name.
            if (!tree.GetText(cancellationToken).ToString().Contains(name)) return null;
            known = s_byTree.GetValue(tree, t => Walk(t.GetRoot(cancellationToken)));
        }

        return known.TryGetValue(name, out var found) ? found : null;
    }

    private static Dictionary<string, List<SimpleNameSyntax>> Walk(SyntaxNode root)
    {
        var found = new Dictionary<string, List<SimpleNameSyntax>>(StringComparer.Ordinal);
#pragma warning disable RS0030 // the one walk
        foreach (var node in root.DescendantNodes(static node => node is not (AttributeListSyntax or UsingDirectiveSyntax or BaseListSyntax)))
#pragma warning restore RS0030
        {
            if (node is not SimpleNameSyntax name || !IsValue(name)) continue;
            var text = name.Identifier.ValueText;
            if (text.Length == 0 || !char.IsUpper(text[0])) continue;
            if (!found.TryGetValue(text, out var names)) found.Add(text, names = new List<SimpleNameSyntax>(1));
            names.Add(name);
        }

        return found;
    }

    private static bool IsValue(SimpleNameSyntax name)
    {
        SyntaxNode whole = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
        return whole.Parent switch
        {
            ArgumentSyntax argument => !IsNameOf(argument),
            AssignmentExpressionSyntax assignment => assignment.Right == whole,
            CastExpressionSyntax cast => cast.Expression == whole,
            LambdaExpressionSyntax lambda => lambda.Body == whole,
            EqualsValueClauseSyntax or ReturnStatementSyntax or ArrowExpressionClauseSyntax or ParenthesizedExpressionSyntax or ConditionalExpressionSyntax
                or SwitchExpressionArmSyntax or InitializerExpressionSyntax or YieldStatementSyntax => true,
            _ => false,
        };
    }

    private static bool IsNameOf(ArgumentSyntax argument) =>
        argument.Parent?.Parent is InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } };
}
