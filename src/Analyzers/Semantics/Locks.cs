namespace ArchitectAnalyzers.Semantics;

/// <summary>Locks that belong to the thread that took them: <c>lock</c>, <c>Monitor</c>, <c>System.Threading.Lock</c>.</summary>
internal static class Locks
{
    /// <summary>
    /// What is locked where the operation runs, as far as its own function shows: the operand of the innermost <c>lock</c>, of
    /// <c>Lock.EnterScope()</c> in a <c>using</c>, or of an <c>Enter</c> whose <c>Exit</c> is in the <c>finally</c> around or further down. Null
    /// where nothing is.
    /// </summary>
    internal static IOperation? HeldLock(this IOperation operation)
    {
        var child = operation;
        for (var parent = operation.Parent; parent is not null; child = parent, parent = parent.Parent)
        {
            var held = parent switch
            {
                IAnonymousFunctionOperation or ILocalFunctionOperation => null,
                ILockOperation taken when taken.Body == child => taken.LockedValue,
                IUsingOperation scope when scope.Body == child => ScopeOf(scope.Resources),
                ITryOperation attempt when attempt.Finally != child => ExitedIn(attempt, operation),
                IBlockOperation block => EnteredBefore(block.Operations, child),
                ISwitchCaseOperation section => EnteredBefore(section.Body, child),
                _ => null,
            };
            if (held is not null || parent is IAnonymousFunctionOperation or ILocalFunctionOperation) return held;
        }

        return null;
    }

    /// <summary>
    /// Whether the function awaits something between a call that takes a lock (of a <c>ReaderWriterLockSlim</c>) and the first that gives it
    /// back. Where nothing is awaited it is no worse than a <c>lock</c>.
    /// </summary>
    internal static bool IsAwaitedUnder(this IInvocationOperation enter)
    {
        IOperation body = enter;
        while (body.Parent is { } parent and not (IAnonymousFunctionOperation or ILocalFunctionOperation)) body = parent;
        foreach (var part in body.Descendants())
        {
            if (part.Syntax.SpanStart <= enter.Syntax.SpanStart || part.NestedFunction() != enter.NestedFunction()) continue;
            if (part is IAwaitOperation or IForEachLoopOperation { IsAsynchronous: true } or IUsingOperation { IsAsynchronous: true }) return true;
            if (part is IInvocationOperation { TargetMethod: var method } && (method.Name.StartsWith("Exit", StringComparison.Ordinal)
                    || method.Name.StartsWith("Release", StringComparison.Ordinal))
                && SymbolEqualityComparer.Default.Equals(method.ContainingType, enter.TargetMethod.ContainingType)) return false;
        }

        return false;
    }

    // using (gate.EnterScope()), using var scope = gate.EnterScope()
    private static IOperation? ScopeOf(IOperation resources)
    {
        if (resources is IVariableDeclarationGroupOperation group)
            resources = group.Declarations[0].Declarators[0].GetVariableInitializer()?.Value ?? resources;
        return resources.Unconverted() is IInvocationOperation { TargetMethod: { Name: "EnterScope" } method } call && IsLock(method.ContainingType)
            ? call.Instance : null;
    }

    // try { … } finally { Monitor.Exit(gate); }, but for what comes before an Enter in the try.
    private static IOperation? ExitedIn(ITryOperation attempt, IOperation operation)
    {
        if (attempt.Finally is not { } final || Target(final, "Exit") is not { } gate) return null;
        return Target(attempt.Body, "Enter", "TryEnter") is { } entered && entered.Syntax.SpanStart > operation.Syntax.SpanStart ? null : gate;
    }

    private static IOperation? Target(IBlockOperation block, string name, string? other = null)
    {
        foreach (var part in block.Descendants())
            if (part is IInvocationOperation { TargetMethod: var method } call && (method.Name == name || method.Name == other)
                && IsLock(method.ContainingType))
                return Gate(call);
        return null;
    }

    private static IOperation? EnteredBefore(ImmutableArray<IOperation> statements, IOperation until)
    {
        IOperation? held = null;
        foreach (var statement in statements)
        {
            if (statement == until) break;
            switch (statement)
            {
                case IUsingDeclarationOperation declaration:
                    held = ScopeOf(declaration.DeclarationGroup) ?? held;
                    break;
                case IExpressionStatementOperation { Operation: IInvocationOperation call } when IsLock(call.TargetMethod.ContainingType):
                    if (call.TargetMethod.Name == "Enter") held = Gate(call);
                    if (call.TargetMethod.Name == "Exit") held = null;
                    break;
                case ITryOperation { Finally: { } final } when held is not null && Target(final, "Exit") is not null:
                    held = null;
                    break;
            }
        }

        return held;
    }

    private static IOperation? Gate(IInvocationOperation call) => call.Instance ?? (call.Arguments.Length > 0 ? call.Arguments[0].Value : null);

    private static bool IsLock(INamedTypeSymbol? type) =>
        type is { Name: "Monitor" or "Lock", ContainingNamespace: { Name: "Threading", ContainingNamespace.Name: "System" } };
}
