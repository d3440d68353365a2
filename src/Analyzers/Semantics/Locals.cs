namespace ArchitectAnalyzers.Semantics;

/// <summary>Where a member's local variables come from.</summary>
internal static class Locals
{
    /// <summary>The outermost operation: the body or initializer of the member that contains it.</summary>
    internal static IOperation Root(this IOperation operation)
    {
        while (operation.Parent is { } parent) operation = parent;
        return operation;
    }

    /// <summary>The declaration of the local, where the member that contains the reference declares it as a variable.</summary>
    internal static IVariableDeclaratorOperation? Declarator(this ILocalReferenceOperation reference)
    {
        foreach (var part in reference.Root().Descendants())
            if (part is IVariableDeclaratorOperation declarator && SymbolEqualityComparer.Default.Equals(declarator.Symbol, reference.Local)) return declarator;
        return null;
    }

    /// <summary>What the local is declared with, where nothing else is ever assigned to it; else null.</summary>
    internal static IOperation? Initializer(this ILocalReferenceOperation reference)
    {
        IOperation? value = null;
        foreach (var part in reference.Root().Descendants())
        {
            switch (part)
            {
                case IVariableDeclaratorOperation declarator when SymbolEqualityComparer.Default.Equals(declarator.Symbol, reference.Local):
                    value = declarator.GetVariableInitializer()?.Value;
                    break;
                case IAssignmentOperation { Target: ILocalReferenceOperation target } when SymbolEqualityComparer.Default.Equals(target.Local, reference.Local):
                case IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out, Value: ILocalReferenceOperation given }
                    when SymbolEqualityComparer.Default.Equals(given.Local, reference.Local):
                    return null;
            }
        }

        return value;
    }
}
