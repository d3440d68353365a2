namespace ArchitectAnalyzers.Semantics;

/// <summary>Which entity a piece of model configuration is about, by what is written around it.</summary>
internal static class ConfiguredEntity
{
    /// <summary>
    /// The name of <c>T</c> in <c>Entity&lt;T&gt;().…</c>, <c>Entity&lt;T&gt;(e =&gt; …)</c>, or in a class that is an
    /// <c>IEntityTypeConfiguration&lt;T&gt;</c>; null where it is about the whole model, or cannot be told.
    /// </summary>
    internal static string? Of(SyntaxNode configuration)
    {
        for (var node = configuration; node is not null; node = node.Parent)
        {
            switch (node)
            {
                case InvocationExpressionSyntax call when EntityIn(call) is { } entity: return entity;
                case ParameterSyntax: return null;
                case TypeDeclarationSyntax { BaseList.Types: var types }:
                    foreach (var type in types)
                        if (type.Type is GenericNameSyntax { Identifier.ValueText: "IEntityTypeConfiguration" } contract) return Name(contract);
                    return null;
            }
        }

        return null;
    }

    // Somewhere before the call in its chain.
    private static string? EntityIn(InvocationExpressionSyntax call)
    {
        for (ExpressionSyntax? receiver = call; receiver is InvocationExpressionSyntax { Expression: var called };
            receiver = (called as MemberAccessExpressionSyntax)?.Expression)
        {
            if (CallShapes.NameNode(called) is GenericNameSyntax { Identifier.ValueText: "Entity" or "Owned" } name) return Name(name);
        }

        return null;
    }

    private static string? Name(GenericNameSyntax generic) => generic.TypeArgumentList.Arguments[0] switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        var type => type.ToString(),
    };
}
