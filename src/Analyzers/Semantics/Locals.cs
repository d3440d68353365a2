namespace ArchitectAnalyzers.Semantics;

/// <summary>Where a member's local variables come from.</summary>
internal static class Locals
{
    /// <summary>The declaration of the local, where the member that contains the reference declares it as a variable.</summary>
    internal static IVariableDeclaratorOperation? Declarator(this ILocalReferenceOperation reference)
    {
        foreach (var part in reference.Root().Descendants())
            if (part is IVariableDeclaratorOperation declarator && SymbolEqualityComparer.Default.Equals(declarator.Symbol, reference.Local)) return declarator;
        return null;
    }

    /// <summary>The outermost operation: the body or initializer of the member that contains it.</summary>
    internal static IOperation Root(this IOperation operation)
    {
        while (operation.Parent is { } parent) operation = parent;
        return operation;
    }
}
