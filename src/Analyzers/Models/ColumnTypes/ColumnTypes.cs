namespace ArchitectAnalyzers.Models;

/// <summary>What a project says about the columns of its entities, by attributes, in <c>OnModelCreating</c> and in conventions. Read by names.</summary>
internal sealed class ColumnTypes
{
    // What the configuration of one property is called, of all properties of a type, and of properties found in a loop.
    private static readonly string[] s_words =
    {
        "HasPrecision", "HasColumnType", "HasMaxLength", "HasConversion", "Ignore",
        "HavePrecision", "HaveColumnType", "HaveMaxLength", "HaveConversion",
        "SetPrecision", "SetColumnType", "SetMaxLength", "SetValueConverter",
        "HasNoKey", "ToView", "ToSqlQuery",
    };

    private static readonly string[] s_attributes = { "PrecisionAttribute", "ColumnAttribute", "MaxLengthAttribute", "StringLengthAttribute", "LengthAttribute",
        "NotMappedAttribute" };

    private readonly Facts _facts;

    internal ColumnTypes(Facts facts) => _facts = facts;

    /// <summary>Whether the property is a column of the type in an entity of this compilation, and nothing in sight says how wide it is.</summary>
    internal bool IsUndeclared(IPropertySymbol property, SpecialType type, CancellationToken cancellationToken)
    {
        if (!Is(property.Type, type)
            || property is not { IsStatic: false, IsIndexer: false, DeclaredAccessibility: Accessibility.Public, GetMethod: not null, SetMethod: not null,
                ExplicitInterfaceImplementations.IsEmpty: true }
            || property.ContainingType is not { TypeKind: TypeKind.Class } entity || HasAttribute(property, entity)) return false;
        return _facts.Entities().Is(entity, cancellationToken) && !IsConfigured(property, entity, cancellationToken);
    }

    private static bool Is(ITypeSymbol type, SpecialType special) => type.SpecialType == special
        || type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
            && nullable.TypeArguments[0].SpecialType == special;

    private static bool HasAttribute(IPropertySymbol property, INamedTypeSymbol entity)
    {
        foreach (var attribute in property.GetAttributes())
        {
            if (attribute.AttributeClass is not { Name: var name } || Array.IndexOf(s_attributes, name) < 0) continue;
            if (name != "ColumnAttribute") return true;
            foreach (var named in attribute.NamedArguments)
                if (named.Key == "TypeName") return true;
        }

        foreach (var attribute in entity.GetAttributes())
            if (attribute.AttributeClass is { Name: "KeylessAttribute" or "NotMappedAttribute" }) return true;
        return false;
    }

    private bool IsConfigured(IPropertySymbol property, INamedTypeSymbol entity, CancellationToken cancellationToken)
    {
        foreach (var tree in _facts.Compilation.SyntaxTrees)
        {
            foreach (var word in Mentions.Of(tree, s_words, cancellationToken))
                if (Concerns(word, property, entity)) return true;
        }

        return false;
    }

    private static bool Concerns(SimpleNameSyntax word, IPropertySymbol property, INamedTypeSymbol entity)
    {
        switch (word.Identifier.ValueText)
        {
            case "SetPrecision" or "SetColumnType" or "SetMaxLength" or "SetValueConverter":
                return true;

            // configurationBuilder.Properties<decimal>().HavePrecision(18, 2)
            case "HavePrecision" or "HaveColumnType" or "HaveMaxLength" or "HaveConversion":
                return Properties(word) is not { } type || type == property.Type.Name || type == KeywordOf(property.Type);
            case "HasNoKey" or "ToView" or "ToSqlQuery":
                return IsAbout(word, entity);
            default:
                return IsAbout(word, entity) && (PropertyIn(word) is not { } name || name == property.Name);
        }
    }

    private static bool IsAbout(SyntaxNode configuration, INamedTypeSymbol entity)
    {
        if (ConfiguredEntity.Of(configuration) is not { } name) return true;
        for (var type = entity; type is not null; type = type.BaseType)
            if (type.Name == name) return true;
        return false;
    }

    private static string? KeywordOf(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_Decimal => "decimal",
        SpecialType.System_String => "string",
        SpecialType.System_Nullable_T => KeywordOf(((INamedTypeSymbol)type).TypeArguments[0]),
        _ => type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? KeywordOf(nullable.TypeArguments[0]) : null,
    };

    private static string? Properties(SimpleNameSyntax word)
    {
        for (var receiver = Receiver(word); receiver is not null; receiver = Receiver(CallShapes.NameNode(receiver) as SimpleNameSyntax))
        {
            if (CallShapes.NameNode(receiver) is GenericNameSyntax { Identifier.ValueText: "Properties" } name)
                return name.TypeArgumentList.Arguments[0] is NullableTypeSyntax nullable
                    ? nullable.ElementType.ToString() : name.TypeArgumentList.Arguments[0].ToString();
        }

        return null;
    }

    // The Total of e.Property(o => o.Total).HasPrecision(…), of Property("Total"), of Property(nameof(Order.Total)), and of Ignore(o => o.Total).
    private static string? PropertyIn(SimpleNameSyntax word)
    {
        if (word.Identifier.ValueText == "Ignore") return word.Parent?.Parent is InvocationExpressionSyntax ignore ? Named(ignore) : null;
        for (var receiver = Receiver(word); receiver is not null; receiver = Receiver(CallShapes.NameNode(receiver) as SimpleNameSyntax))
            if (CallShapes.NameNode(receiver) is SimpleNameSyntax { Identifier.ValueText: "Property" } && receiver is InvocationExpressionSyntax call)
                return Named(call);
        return null;
    }

    private static string? Named(InvocationExpressionSyntax call)
    {
        if (call.ArgumentList.Arguments.Count == 0) return null;
        return call.ArgumentList.Arguments[0].Expression switch
        {
            LambdaExpressionSyntax { Body: MemberAccessExpressionSyntax member } => member.Name.Identifier.ValueText,
            LambdaExpressionSyntax { Body: CastExpressionSyntax { Expression: MemberAccessExpressionSyntax member } } => member.Name.Identifier.ValueText,
            LiteralExpressionSyntax { Token.Value: string text } => text,
            InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" },
                ArgumentList.Arguments: { Count: 1 } arguments } =>
                (CallShapes.NameNode(arguments[0].Expression) as SimpleNameSyntax)?.Identifier.ValueText,
            _ => null,
        };
    }

    private static ExpressionSyntax? Receiver(SimpleNameSyntax? name) =>
        name?.Parent is MemberAccessExpressionSyntax member && member.Name == name ? member.Expression : null;
}

internal static class ColumnTypesOfFacts
{
    /// <summary>The columns of this compilation's entities.</summary>
    internal static ColumnTypes ColumnTypes(this Facts facts) => facts.Model(static f => new ColumnTypes(f));
}
