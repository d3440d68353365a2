namespace ArchitectAnalyzers.Semantics;

/// <summary>Locals whose objects do not outlive their function.</summary>
internal static class DisposedLocals
{
    /// <summary>Whether what a local holds is disposed of when control leaves a place of its function: by a <c>using</c> or a <c>finally</c> around.</summary>
    internal static bool IsDisposedBehind(IOperation place, ILocalSymbol local)
    {
        for (var (child, parent) = (place, place.Parent); parent is not null; (child, parent) = (parent, parent.Parent))
        {
            switch (parent)
            {
                case IAnonymousFunctionOperation or ILocalFunctionOperation: return false;
                case IUsingOperation { Resources: IVariableDeclarationGroupOperation group } when Declares(group, local): return true;
                case IUsingOperation { Resources: ILocalReferenceOperation held } when SymbolEqualityComparer.Default.Equals(held.Local, local): return true;
                case ITryOperation { Finally: { } last } attempt when child != last && Disposes(last, local): return true;
                case IBlockOperation block:
                    foreach (var statement in block.Operations)
                        if (statement is IUsingDeclarationOperation { DeclarationGroup: var declared } && Declares(declared, local)) return true;
                    break;
            }
        }

        return false;
    }

    private static bool Disposes(IBlockOperation last, ILocalSymbol local)
    {
        foreach (var part in last.Descendants())
            if (part is IInvocationOperation { TargetMethod.Name: "Dispose" or "DisposeAsync" } call
                && SymbolEqualityComparer.Default.Equals(HeldObjects.SymbolOf(HeldObjects.ReceiverOf(call)), local)) return true;
        return false;
    }

    private static bool Declares(IVariableDeclarationGroupOperation group, ILocalSymbol local)
    {
        foreach (var declaration in group.Declarations)
            foreach (var declarator in declaration.Declarators)
                if (SymbolEqualityComparer.Default.Equals(declarator.Symbol, local)) return true;
        return false;
    }
}
