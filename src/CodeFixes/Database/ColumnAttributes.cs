namespace ArchitectAnalyzers.CodeFixes.Database;

/// <summary>Writes an attribute above a property.</summary>
internal static class ColumnAttributes
{
    /// <summary>The plan, or null where the property is not written as one, or the attribute's name means something else there.</summary>
    internal static FixPlan? Plan(FixSite site, string title, string id, string attribute, string type, string space)
    {
        if (site.Enclosing<PropertyDeclarationSyntax>() is not { ContainsDirectives: false } property
            || property.Identifier.SpanStart != site.Node.SpanStart && site.Node != property) return null;
        if (site.Facts.Compilation.GetTypesByMetadataName(space + "." + type).IsEmpty || !site.CanName(property.SpanStart, (type, space))) return null;
        return FixPlan.Replace(title, id, property, current => With((PropertyDeclarationSyntax)current, attribute), space);
    }

    private static SyntaxNode With(PropertyDeclarationSyntax property, string attribute)
    {
        var leading = property.GetLeadingTrivia();
        var indent = leading.LastOrDefault() is { RawKind: (int)SyntaxKind.WhitespaceTrivia } space ? TriviaList(space) : TriviaList();
        var list = ((PropertyDeclarationSyntax)ParseMemberDeclaration($"[{attribute}] int P {{ get; }}")!).AttributeLists[0]
            .WithLeadingTrivia(leading).WithTrailingTrivia(LineFeed);
        var moved = property.WithLeadingTrivia(indent);
        return moved.WithAttributeLists(moved.AttributeLists.Insert(0, list));
    }
}
