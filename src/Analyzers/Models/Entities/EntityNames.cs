using System.Runtime.CompilerServices;

namespace ArchitectAnalyzers.Models;

/// <summary>
/// The types that a file names as a context's, by syntax: <c>DbSet&lt;T&gt;</c>, <c>Set&lt;T&gt;()</c>, <c>Entity&lt;T&gt;()</c>,
/// <c>IEntityTypeConfiguration&lt;T&gt;</c>, <c>IdentityDbContext&lt;T&gt;</c>. Each tree is searched once in its life; nothing is bound.
/// </summary>
internal static class EntityNames
{
    private static readonly ConditionalWeakTable<SyntaxTree, Dictionary<string, List<TypeSyntax>>> s_byTree = new();
    private static readonly string[] s_makers =
    {
        "DbSet", "IDbSet", "IdentityDbContext", "IdentityUserContext", "IEntityTypeConfiguration", "EntityTypeConfiguration", "EntityTypeBuilder",
        "Entity", "Set",
    };

    internal static Dictionary<string, List<TypeSyntax>> Of(SyntaxTree tree, CancellationToken cancellationToken) =>
        s_byTree.TryGetValue(tree, out var known) ? known : s_byTree.GetValue(tree, t => Search(t, cancellationToken));

    private static Dictionary<string, List<TypeSyntax>> Search(SyntaxTree tree, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, List<TypeSyntax>>(StringComparer.Ordinal);

        // Almost every file ends here, without a walk.
        var text = tree.GetText(cancellationToken).ToString();
        if (text.IndexOf("Set<", StringComparison.Ordinal) < 0 && text.IndexOf("Entity", StringComparison.Ordinal) < 0
            && text.IndexOf("Identity", StringComparison.Ordinal) < 0)
            return found;
        foreach (var node in tree.GetRoot(cancellationToken).DescendantNodes())
        {
            if (node is not GenericNameSyntax generic || Array.IndexOf(s_makers, generic.Identifier.ValueText) < 0) continue;
            foreach (var argument in generic.TypeArgumentList.Arguments)
            {
                if (NameOf(argument) is not { } name) continue;
                if (!found.TryGetValue(name, out var places)) found.Add(name, places = new List<TypeSyntax>(1));
                places.Add(argument);
            }
        }

        return found;
    }

    private static string? NameOf(TypeSyntax type) => type switch
    {
        SimpleNameSyntax name => name.Identifier.ValueText,
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        NullableTypeSyntax nullable => NameOf(nullable.ElementType),
        _ => null,
    };
}
