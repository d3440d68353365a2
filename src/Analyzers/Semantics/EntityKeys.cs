namespace ArchitectAnalyzers.Semantics;

/// <summary>Which property identifies a row of an entity, by Entity Framework's conventions and attributes.</summary>
internal static class EntityKeys
{
    /// <summary>The one key property; null where there are several, none, or another rule than the convention.</summary>
    internal static IPropertySymbol? Of(ITypeSymbol entity)
    {
        foreach (var attribute in entity.GetAttributes())
            if (attribute.AttributeClass is { Name: "KeylessAttribute" or "PrimaryKeyAttribute" }) return null;

        IPropertySymbol? marked = null, byName = null, byType = null;
        for (var type = entity; type is { SpecialType: SpecialType.None }; type = type.BaseType)
        {
            foreach (var member in type.GetMembers())
            {
                if (member is not IPropertySymbol { IsStatic: false, DeclaredAccessibility: Accessibility.Public } property) continue;
                if (property.HasAttribute("KeyAttribute"))
                {
                    if (marked is not null) return null;
                    marked = property;
                }
                else if (property.Name.Equals("Id", StringComparison.OrdinalIgnoreCase)) byName ??= property;
                else if (property.Name.Equals(entity.Name + "Id", StringComparison.OrdinalIgnoreCase)) byType ??= property;
            }
        }

        return marked ?? byName ?? byType;
    }
}
