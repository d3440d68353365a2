using System.Runtime.CompilerServices;

namespace ArchitectAnalyzers.Semantics;

/// <summary>
/// Names that are used without being called, where a method could stand for a delegate. By name alone; each tree is walked at most once in its life.
/// </summary>
internal static class MethodGroups
{
    private static readonly ConditionalWeakTable<SyntaxTree, HashSet<string>> s_byTree = new();

    /// <summary>
    /// Whether a method of the name may be handed over as a delegate somewhere, or named by <c>nameof</c>: then its signature is somebody
    /// else's.
    /// </summary>
    internal static bool Mention(Compilation compilation, string name, CancellationToken cancellationToken)
    {
        foreach (var tree in compilation.SyntaxTrees)
        {
            if (!s_byTree.TryGetValue(tree, out var names))
            {
                // A walk makes every node of a file anew; most files do not have the name.
                if (!tree.GetText(cancellationToken).ToString().Contains(name)) continue;
                var root = tree.GetRoot(cancellationToken);
                names = s_byTree.GetValue(tree, _ => Walk(root));
            }

            if (names.Contains(name)) return true;
        }

        return false;
    }

    private static HashSet<string> Walk(SyntaxNode root)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in root.DescendantNodes())
        {
            if (node is not SimpleNameSyntax name) continue;
            SyntaxNode use = name.Parent is MemberAccessExpressionSyntax member && member.Name == name ? member : name;
            var isUsedUp = (use.Parent is InvocationExpressionSyntax call && call.Expression == use)
                || (use.Parent is MemberAccessExpressionSyntax access && access.Expression == use);
            if (!isUsedUp) names.Add(name.Identifier.ValueText);
        }

        return names;
    }
}
