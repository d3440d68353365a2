namespace ArchitectAnalyzers.Semantics;

/// <summary>Locals that hold tasks, or collect them, and that nobody looks at again.</summary>
internal static class ForgottenLocals
{
    /// <summary>Whether the type is a collection of tasks that a local may gather them in.</summary>
    internal static bool IsOfTasks(ITypeSymbol? type, Facts facts) => type switch
    {
        IArrayTypeSymbol array => array.ElementType.IsTask(facts),
        INamedTypeSymbol { Arity: 1, Name: "List" or "IList" or "ICollection" or "IEnumerable" or "HashSet" or "Queue" or "Stack" or "ConcurrentBag" or "ConcurrentQueue" or "IReadOnlyList" } named =>
            named.TypeArguments[0].IsTask(facts),
        _ => false,
    };

    /// <summary>Whether a local is only ever given values, and things are put into it: nothing reads it in its whole member.</summary>
    internal static bool IsForgotten(ILocalSymbol local, IOperation place)
    {
        var root = place.Root();
        if (root.Syntax.ContainsDirectives || local.RefKind != RefKind.None) return false;
        foreach (var part in root.Descendants())
        {
            if (part is IInvalidOperation) return false;
            if (part is ILocalReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Local, local) && !IsFilled(reference)) return false;
        }

        return true;
    }

    /// <summary>What is put into a local that a reference names: <c>tasks.Add(x)</c>, <c>tasks[0] = x</c>, <c>task = x</c>.</summary>
    internal static IOperation? PutInto(ILocalReferenceOperation reference)
    {
        switch (reference.Parent)
        {
            case IInvocationOperation { TargetMethod.Name: "Add" or "Enqueue" or "Push", Arguments: { Length: 1 } arguments } call
                when call.Instance == reference && call.Parent is IExpressionStatementOperation: return arguments[0].Value;
            case ISimpleAssignmentOperation assignment when assignment.Target == reference && assignment.Parent is IExpressionStatementOperation: return assignment.Value;
            case IPropertyReferenceOperation { Property.IsIndexer: true, Parent: ISimpleAssignmentOperation assignment } element
                when assignment.Target == element && element.Instance == reference: return assignment.Value;
            case IArrayElementReferenceOperation { Parent: ISimpleAssignmentOperation assignment } element when assignment.Target == element: return assignment.Value;
            default: return null;
        }
    }

    private static bool IsFilled(ILocalReferenceOperation reference) =>
        PutInto(reference) is not null
        || reference.Parent is IInvocationOperation { TargetMethod.Name: "Clear" or "EnsureCapacity" } or IPropertyReferenceOperation { Property.Name: "Count" or "Capacity" or "Length" };
}
