namespace ArchitectAnalyzers.CodeFixes;

/// <summary>Adds <c>using</c> directives that a file lacks.</summary>
internal static class Usings
{
    internal static SyntaxNode Add(SyntaxNode root, IEnumerable<string> namespaces)
    {
        if (root is not CompilationUnitSyntax unit) return root;
        foreach (var name in namespaces.Distinct().OrderBy(n => n, StringComparer.Ordinal))
        {
            if (IsImported(unit, name)) continue;
            unit = Insert(unit, name);
        }

        return unit;
    }

    private static CompilationUnitSyntax Insert(CompilationUnitSyntax unit, string name)
    {
        var directive = UsingDirective(ParseName(name)).NormalizeWhitespace().WithTrailingTrivia(ElasticCarriageReturnLineFeed);

        // Where the file keeps its usings inside the namespace, so do we; otherwise at the top.
        if (unit.Usings.Count == 0 && unit.Members.FirstOrDefault() is BaseNamespaceDeclarationSyntax { Usings.Count: > 0 } space)
            return unit.ReplaceNode(space, space.WithUsings(InsertSorted(space.Usings, directive, name)));

        if (unit.Usings.Count > 0) return unit.WithUsings(InsertSorted(unit.Usings, directive, name));

        // The first using of a file: it takes the file's header (comments, #nullable) before it, and a blank line after.
        var first = unit.GetFirstToken(includeZeroWidth: true);
        return unit.ReplaceToken(first, first.WithLeadingTrivia(ElasticCarriageReturnLineFeed))
            .WithUsings(SingletonList(directive.WithLeadingTrivia(first.LeadingTrivia)));
    }

    private static SyntaxList<UsingDirectiveSyntax> InsertSorted(SyntaxList<UsingDirectiveSyntax> usings, UsingDirectiveSyntax directive, string name)
    {
        var at = 0;
        for (var i = 0; i < usings.Count; i++)
            if (usings[i].Alias is null && usings[i].StaticKeyword == default && Compare(usings[i].Name?.ToString() ?? "", name) < 0) at = i + 1;

        // The file's header stays the first thing in it.
        if (at == 0)
        {
            directive = directive.WithLeadingTrivia(usings[0].GetLeadingTrivia());
            usings = usings.Replace(usings[0], usings[0].WithLeadingTrivia());
        }

        return usings.Insert(at, directive);
    }

    // System first, as the SDK's own style has it.
    private static int Compare(string left, string right)
    {
        var (l, r) = (IsSystem(left), IsSystem(right));
        return l == r ? string.CompareOrdinal(left, right) : l ? -1 : 1;
    }

    private static bool IsSystem(string name) => name == "System" || name.StartsWith("System.", StringComparison.Ordinal);

    private static bool IsImported(CompilationUnitSyntax unit, string name) =>
        unit.Usings.Any(u => Imports(u, name))
        || unit.DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
            .OfType<BaseNamespaceDeclarationSyntax>()
            .Any(space => space.Usings.Any(u => Imports(u, name)));

    private static bool Imports(UsingDirectiveSyntax directive, string name) =>
        directive.Alias is null && directive.StaticKeyword == default && directive.Name?.ToString() == name;
}
