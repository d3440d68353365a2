namespace ArchitectAnalyzers.CodeFixes;

/// <summary>Adds <c>using</c> directives that a file lacks.</summary>
internal static class Usings
{
    /// <summary>The root with a directive for each namespace that neither the file nor a <c>global using</c> imports.</summary>
    /// <param name="root">The file's root, changed or not.</param>
    /// <param name="namespaces">What the new code needs; names may come twice.</param>
    /// <param name="semantics">The model of the file as it was before any change.</param>
    internal static SyntaxNode Add(SyntaxNode root, IEnumerable<string> namespaces, SemanticModel semantics)
    {
        if (root is not CompilationUnitSyntax unit) return root;
        HashSet<string>? visible = null;
        foreach (var name in namespaces.Distinct().OrderBy(n => n, StringComparer.Ordinal))
        {
            if (IsImported(unit, name) || (visible ??= Visible(semantics)).Contains(name)) continue;
            unit = Insert(unit, name);
        }

        return unit;
    }

    // The imports of the whole file, among them the global ones of other files and of the project.
    private static HashSet<string> Visible(SemanticModel semantics)
    {
        var root = (CompilationUnitSyntax)semantics.SyntaxTree.GetRoot();
        var position = root.Members.Count > 0 ? root.Members[0].SpanStart : root.EndOfFileToken.SpanStart;
        return new HashSet<string>(semantics.GetImportScopes(position)
            .SelectMany(scope => scope.Imports)
            .Select(import => import.NamespaceOrType)
            .OfType<INamespaceSymbol>()
            .Select(space => space.ToDisplayString()), StringComparer.Ordinal);
    }

    private static CompilationUnitSyntax Insert(CompilationUnitSyntax unit, string name)
    {
        var directive = UsingDirective(ParseName(name)).NormalizeWhitespace().WithTrailingTrivia(ElasticCarriageReturnLineFeed);

        // Where the file keeps its usings inside the namespace, so do we; otherwise at the top.
        if (unit.Usings.Count == 0 && unit.Members.FirstOrDefault() is BaseNamespaceDeclarationSyntax { Usings.Count: > 0 } space)
            return unit.ReplaceNode(space, space.WithUsings(InsertSorted(space.Usings, directive, name)));

        if (unit.Usings.Count > 0) return unit.WithUsings(InsertSorted(unit.Usings, directive, name));

        // The first using of a file: it takes the file's header (comments, #nullable) before it, and a blank line after. A documentation
        // comment stays with what it documents.
        var first = unit.GetFirstToken(includeZeroWidth: true);
        var header = first.LeadingTrivia.TakeWhile(trivia => !trivia.HasStructure || trivia.GetStructure() is not DocumentationCommentTriviaSyntax).ToArray();
        var rest = first.LeadingTrivia.Skip(header.Length).Prepend(ElasticCarriageReturnLineFeed);
        return unit.ReplaceToken(first, first.WithLeadingTrivia(rest))
            .WithUsings(SingletonList(directive.WithLeadingTrivia(header)));
    }

    private static SyntaxList<UsingDirectiveSyntax> InsertSorted(SyntaxList<UsingDirectiveSyntax> usings, UsingDirectiveSyntax directive, string name)
    {
        var at = 0;
        for (var i = 0; i < usings.Count; i++)
            if (usings[i].GlobalKeyword != default) at = i + 1;
            else if (usings[i].Alias is null && usings[i].StaticKeyword == default && Compare(usings[i].Name?.ToString() ?? "", name) < 0) at = i + 1;

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
