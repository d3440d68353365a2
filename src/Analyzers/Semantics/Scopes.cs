namespace ArchitectAnalyzers.Semantics;

/// <summary>What the ends of <c>try</c> and <c>using</c> do.</summary>
internal static class Scopes
{
    // Calls after which an object, or what an argument names, is not to be used any more.
    private static readonly string[] s_cleanups =
    {
        "Abort", "Cancel", "Clear", "Close", "Delete", "Disconnect", "Dispose", "Free", "Release", "Remove", "Return", "Stop", "Unlock",
    };

    // What a call throws when it is made, before there is a task.
    private static readonly string[] s_thrownByCalls =
    {
        "ArgumentException", "NotImplementedException", "NotSupportedException", "TargetInvocationException",
    };

    /// <summary>Whether the <c>using</c> is around a transaction that spans the calls in it without being handed to them.</summary>
    internal static bool IsTransaction(IOperation resources, Facts facts)
    {
        if (resources is not IVariableDeclarationGroupOperation group) return resources.Type.IsOrDerivesFrom(facts[KnownType.TransactionScope]);
        foreach (var declaration in group.Declarations)
            foreach (var declarator in declaration.Declarators)
                if (declarator.Symbol.Type.IsOrDerivesFrom(facts[KnownType.TransactionScope])) return true;
        return false;
    }

    /// <summary>
    /// Whether some <c>catch</c> would do something about the failure of a task. One that only rethrows would not, one for what is thrown before
    /// there is a task could not, and one that makes a failed task of the exception shows that the author thought of it.
    /// </summary>
    internal static bool WouldCatch(ITryOperation attempt, Facts facts)
    {
        var would = false;
        foreach (var clause in attempt.Catches)
        {
            if (IsThrownByCalls(clause.ExceptionType, facts) || Rethrows(clause.Handler)) continue;
            foreach (var part in clause.Handler.Descendants())
                if (part is IInvocationOperation { TargetMethod.Name: "FromException" or "FromCanceled" or "SetException" or "TrySetException" }) return false;
            would = true;
        }

        return would;
    }

    /// <summary>Whether a <c>finally</c> gives a semaphore back or takes the time: both are about the work, not about its start.</summary>
    internal static bool MeasuresOrReleases(IBlockOperation last, Facts facts)
    {
        foreach (var part in last.Descendants())
        {
            if (part is IInvocationOperation { TargetMethod: { Name: "Release", ContainingType: var type } } && facts.Is(type, KnownType.SemaphoreSlim))
                return true;
            if (part is IMemberReferenceOperation { Member: var member } && IsStopwatch(member)
                || part is IInvocationOperation { TargetMethod: var method } && IsStopwatch(method)) return true;
        }

        return false;
    }

    /// <summary>Adds the variables that a <c>finally</c> disposes, closes, deletes, gives back.</summary>
    internal static void AddCleanedUp(IBlockOperation last, HeldObjects held)
    {
        foreach (var part in last.Descendants())
        {
            if (part is not IInvocationOperation call || !Words.Starts(call.TargetMethod.Name, s_cleanups)) continue;
            if (HeldObjects.SymbolOf(HeldObjects.ReceiverOf(call)) is { } receiver) held.Add(receiver);
            foreach (var argument in call.Arguments) held.Add(HeldObjects.SymbolOf(argument.Value));
        }
    }

    /// <summary>
    /// Whether the task is that of an async function in sight which awaits in a <c>try</c> with the same catches: the slow way of a function
    /// whose fast way has no state machine.
    /// </summary>
    internal static bool CatchesTheSame(ITryOperation attempt, IOperation task)
    {
        if (task is not IInvocationOperation { TargetMethod: { IsAsync: true, DeclaringSyntaxReferences: { IsEmpty: false } declared } }) return false;
        var body = declared[0].GetSyntax() switch
        {
            MethodDeclarationSyntax method => method.Body,
            LocalFunctionStatementSyntax local => local.Body,
            _ => null,
        };
        if (body is null) return false;
        foreach (var statement in body.Statements)
        {
            if (statement is not TryStatementSyntax own) continue;
            foreach (var clause in attempt.Catches)
                if (!Takes(own, clause)) return false;
            return true;
        }

        return false;
    }

    private static bool Takes(TryStatementSyntax attempt, ICatchClauseOperation clause)
    {
        foreach (var own in attempt.Catches)
        {
            if (own.Declaration is not { Type: var type }) return true;
            var name = type is QualifiedNameSyntax qualified ? qualified.Right.Identifier.ValueText : type.ToString();
            if (name == nameof(Exception) || name == clause.ExceptionType?.Name) return true;
        }

        return false;
    }

    /// <summary>Whether a <c>finally</c> asks a flag that was changed before the task was returned: somebody else cleans up then.</summary>
    internal static bool HandsOn(ITryOperation attempt, IBlockOperation last, IOperation task)
    {
        if (last.Operations.Length != 1 || last.Operations[0] is not IConditionalOperation { Condition: var condition, WhenFalse: null }) return false;
        if ((condition is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not ? not.Operand : condition) is not ILocalReferenceOperation flag) return false;
        foreach (var part in attempt.Body.Descendants())
        {
            if (part is ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var local }, Value.ConstantValue.HasValue: true }
                && SymbolEqualityComparer.Default.Equals(local, flag.Local) && part.Syntax.SpanStart < task.Syntax.SpanStart) return true;
        }

        return false;
    }

    private static bool IsThrownByCalls(ITypeSymbol type, Facts facts)
    {
        for (var t = type; t is not null && !facts.Is(t, KnownType.Exception); t = t.BaseType)
            foreach (var name in s_thrownByCalls)
                if (t.Name == name) return true;
        return false;
    }

    private static bool Rethrows(IBlockOperation handler) =>
        handler.Operations.Length == 1 && handler.Operations[0] is IThrowOperation { Exception: null };

    private static bool IsStopwatch(ISymbol member) => member.ContainingType is { Name: "Stopwatch", ContainingNamespace.Name: "Diagnostics" };
}
