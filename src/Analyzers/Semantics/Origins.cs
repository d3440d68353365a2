namespace ArchitectAnalyzers.Semantics;

/// <summary>Where a value comes from, within its member.</summary>
internal static class Origins
{
    /// <summary>The outermost operation: the body or initializer of the member.</summary>
    internal static IOperation Whole(this IOperation operation)
    {
        while (operation.Parent is { } parent) operation = parent;
        return operation;
    }

    /// <summary>What the local is declared with, where nothing else is ever assigned to it; else null.</summary>
    internal static IOperation? Initializer(this ILocalReferenceOperation reference)
    {
        IOperation? value = null;
        foreach (var part in reference.Whole().Descendants())
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
