namespace ArchitectAnalyzers.Models;

/// <summary>Operations that run on one context while another of it still runs: started and not awaited, or once for each element at the same time.</summary>
internal static class Overlaps
{
    /// <summary>
    /// The variable that holds the context of an operation which begins while another runs on it; null where that is not seen. Of several such
    /// operations the second alone is one.
    /// </summary>
    /// <param name="call">A call that may go to the database, or to a method that does.</param>
    /// <param name="trips">Knows them.</param>
    /// <param name="containing">The member around the call.</param>
    /// <param name="first">The call that runs already; null where the call runs beside itself.</param>
    internal static ISymbol? Of(IInvocationOperation call, RoundTrips trips, ISymbol containing, out IInvocationOperation? first)
    {
        first = null;
        if (IsOfProject(call, trips) && !MayOverlap(call, trips)) return null;
        if (HolderOf(call, trips, containing) is not { } holder) return null;
        var context = trips.ContextBehind(holder);

        // By the name that it has here, where that is a context's.
        return Beside(call, context, trips, containing, out first) is null ? null : trips.IsSetVariable(holder) ? context : holder;
    }

    private static ISymbol? Beside(IInvocationOperation call, ISymbol context, RoundTrips trips, ISymbol containing, out IInvocationOperation? first)
    {
        first = null;

        IOperation started = call;
        var (isUsed, isDone) = (false, trips.IsDoneAtOnce(call));
        for (var (child, parent) = ((IOperation)call, call.Parent); parent is not null; (child, parent) = (parent, parent.Parent))
        {
            switch (parent)
            {
                case ILocalFunctionOperation:
                    return first is null ? null : context;
                case IAnonymousFunctionOperation lambda:
                    if (first is not null) return context;
                    if (Repetitions.IsDeclaredIn(context, lambda) || TakerOf(lambda) is not { } taker) return null;
                    if (IsParallel(taker) || IsTasks(taker, lambda) && IsForced(taker) && !(isDone && !lambda.Symbol.IsAsync)) return isUsed ? null : context;
                    if (!IsTaskRun(taker)) return null;
                    (started, parent) = (taker, taker);
                    continue;
                case ILoopOperation loop when first is null && !isUsed && !(isDone && started == call) && !Repetitions.IsDeclaredIn(context, loop) && IsGathered(started, loop):
                    return context;
                case IConditionalOperation or ISwitchExpressionOperation or ISwitchExpressionArmOperation or ICoalesceOperation or ISwitchOperation or ITryOperation:
                    continue;
            }

            // What stands before it and still runs. Where something comes in between, that is the second; where two run already, this is the third.
            IInvocationOperation? found = null;
            var (isUsedBefore, isUsedBehind) = (false, false);
            foreach (var earlier in parent.ChildOperations)
            {
                if (earlier == child) break;
                if (IsOptional(earlier)) continue;
                if (Started(earlier, context, trips, containing) is { } running && !IsEnded(running, earlier, call, parent))
                {
                    if (found is not null || first is not null) return null;
                    found = running;
                }
                else if (Uses(earlier, context, trips, containing))
                {
                    if (found is null) isUsedBefore = true;
                    else isUsedBehind = true;
                }
            }

            if (found is not null && (isUsed || isUsedBehind)) return null;
            first ??= found;
            isUsed |= isUsedBefore;
        }

        return first is null ? null : context;
    }

    /// <summary>The same for a method that is handed over to be run for all elements at once: <c>Task.WhenAll(ids.Select(LoadAsync))</c>.</summary>
    internal static ISymbol? OfGroup(IMethodReferenceOperation group, RoundTrips trips, ISymbol containing)
    {
        if (group.Method.ReturnType is not { Name: "Task" or "ValueTask" } || !trips.IsInSight(group.Method)) return null;
        if (group.Parent is not IDelegateCreationOperation { Parent: IArgumentOperation { Parent: IInvocationOperation taker } }) return null;
        if (!IsParallel(taker) && !(taker.TargetMethod is { Name: "Select", ContainingType.Name: "Enumerable" } && IsForced(taker))) return null;
        if (group.Instance is not (null or IInstanceReferenceOperation) || !SymbolEqualityComparer.Default.Equals(group.Method.ContainingType, containing.ContainingType)) return null;
        return trips.BodyOf(group.Method) is { Holder: { } holder, Owns: false } && trips.IsContextVariable(holder) ? holder : null;
    }

    /// <summary>The variable that holds the context which a call works on; null where it cannot be told.</summary>
    internal static ISymbol? ContextOf(IInvocationOperation call, RoundTrips trips, ISymbol containing) =>
        HolderOf(call, trips, containing) is { } holder ? trips.ContextBehind(holder) : null;

    private static ISymbol? HolderOf(IInvocationOperation call, RoundTrips trips, ISymbol containing)
    {
        if (trips.Of(call) is { } trip) return trip.Kind == TripKind.Command ? null : trip.Holder;
        if (call.Instance is { } set && IsTracking(call.TargetMethod.Name) && trips.IsPartOfContext(set.Type)) return trips.HolderOf(set);
        if (!IsOfProject(call, trips)) return null;

        // The context is handed in.
        foreach (var argument in call.Arguments)
        {
            if (argument.Value.Type is { SpecialType: SpecialType.None } type && trips.IsContext(type) && HeldObjects.SymbolOf(argument.Value) is { } given)
                return trips.BodyOf(call) is { First: not null, Holder: null } ? given : null;
        }

        if (trips.BodyOf(call) is not { Holder: { } holder, Owns: false } body || !trips.IsContextVariable(holder)) return null;
        if (RoundTrips.IsOwn(call, containing)) return holder;
        return holder is IFieldSymbol or IPropertySymbol or IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } }
            ? HeldObjects.SymbolOf(call.Instance) : null;
    }

    // What it works on is in other methods.
    private static bool IsOfProject(IInvocationOperation call, RoundTrips trips) => call.Type is { Name: "Task" or "ValueTask" } && trips.IsInSight(call.TargetMethod);

    // The change tracker is no more made for two at once than the connection.
    private static bool IsTracking(string name) =>
        name is "Add" or "AddAsync" or "AddRange" or "AddRangeAsync" or "Attach" or "AttachRange" or "Update" or "UpdateRange" or "Remove" or "RemoveRange";

    // A branch that may not have been taken.
    private static bool IsOptional(IOperation statement) =>
        statement is IConditionalOperation or ILoopOperation or ITryOperation or ISwitchOperation or ILocalFunctionOperation or IAnonymousFunctionOperation;

    private static bool Uses(IOperation code, ISymbol context, RoundTrips trips, ISymbol containing)
    {
        foreach (var part in code.DescendantsAndSelf())
            if (part is IInvocationOperation call && IsOn(call, context, trips, containing)) return true;
        return false;
    }

    private static bool IsOn(IInvocationOperation call, ISymbol context, RoundTrips trips, ISymbol containing) =>
        ContextOf(call, trips, containing) is { } own && SymbolEqualityComparer.Default.Equals(own, context);

    // The last call of the code that begins work on the context whose task is kept or dropped, not awaited.
    private static IInvocationOperation? Started(IOperation code, ISymbol context, RoundTrips trips, ISymbol containing)
    {
        foreach (var part in code.DescendantsAndSelf())
            if (part is IInvocationOperation call && IsStarted(call, code, trips) && IsOn(call, context, trips, containing)) return call;
        return null;
    }

    // Whether the call stands where something may run beside it, whatever it is: almost no call does.
    private static bool MayOverlap(IInvocationOperation call, RoundTrips trips)
    {
        for (var (child, parent) = ((IOperation)call, call.Parent); parent is not null; (child, parent) = (parent, parent.Parent))
        {
            switch (parent)
            {
                case ILocalFunctionOperation:
                    return false;
                case ILoopOperation loop when IsGathered(call, loop):
                    return true;
                case IAnonymousFunctionOperation lambda:
                    if (TakerOf(lambda) is not { } taker) return false;
                    if (IsParallel(taker) || IsTasks(taker, lambda) || IsTaskRun(taker)) return true;
                    return false;
            }

            foreach (var earlier in parent.ChildOperations)
            {
                if (earlier == child) break;
                if (IsOptional(earlier)) continue;
                foreach (var part in earlier.DescendantsAndSelf())
                    if (part is IInvocationOperation other && IsStarted(other, earlier, trips)) return true;
            }
        }

        return false;
    }

    private static bool IsStarted(IInvocationOperation call, IOperation within, RoundTrips trips)
    {
        var (isTask, isWaitedFor) = (call.Type is { Name: "Task" or "ValueTask" } && !trips.IsDoneAtOnce(call), false);
        for (IOperation? step = call; step is not null;)
        {
            if (step is IAwaitOperation) isWaitedFor = true;
            if (step == within) return isTask && !isWaitedFor;
            switch (step.Parent)
            {
                case ILocalFunctionOperation: return false;
                case IAnonymousFunctionOperation lambda:
                    if (TakerOf(lambda) is not { } taker || !IsTaskRun(taker)) return false;
                    (isTask, isWaitedFor, step) = (true, false, taker);
                    continue;
                case IMemberReferenceOperation:
                case IInvocationOperation { TargetMethod.Name: not ("AsTask" or "WhenAll" or "Add" or "ConfigureAwait" or "Unwrap") }:
                    isWaitedFor = true;
                    break;
            }

            step = step.Parent;
        }

        return false;
    }

    // The variable that has the task was awaited, waited for or read before the call.
    private static bool IsEnded(IInvocationOperation running, IOperation statement, IOperation call, IOperation block)
    {
        if (VariableOf(running, statement) is not { } variable) return false;
        foreach (var part in block.Descendants())
        {
            if (part.Syntax.SpanStart <= statement.Syntax.Span.End || part.Syntax.SpanStart >= call.Syntax.SpanStart) continue;
            if (part is not ILocalReferenceOperation local || !SymbolEqualityComparer.Default.Equals(local.Local, variable)) continue;
            for (var parent = local.Parent; parent is not null and not IBlockOperation; parent = parent.Parent)
            {
                if (parent.Syntax.Span.Contains(call.Syntax.Span)) break;
                if (parent is IAwaitOperation or IMemberReferenceOperation or IInvocationOperation { TargetMethod.Name: "Wait" or "GetAwaiter" or "WaitAll" }) return true;
            }
        }

        return false;
    }

    private static ILocalSymbol? VariableOf(IOperation running, IOperation statement)
    {
        for (var step = running; step is not null; step = step.Parent)
        {
            switch (step)
            {
                case IVariableDeclaratorOperation declarator: return declarator.Symbol;
                case ISimpleAssignmentOperation { Target: ILocalReferenceOperation target }: return target.Local;
                case IInvocationOperation { TargetMethod.Name: "Add", Instance: ILocalReferenceOperation list }: return list.Local;
            }

            if (step == statement) return null;
        }

        return null;
    }

    // tasks.Add(…) in the loop: the rounds run beside one another.
    private static bool IsGathered(IOperation started, ILoopOperation loop)
    {
        for (var step = started; step.Parent is { } parent && parent != loop; step = parent)
        {
            switch (parent)
            {
                case IAwaitOperation or IAnonymousFunctionOperation or ILocalFunctionOperation: return false;
                case IInvocationOperation { TargetMethod.Name: "Add", Instance: ILocalReferenceOperation list }: return !Repetitions.IsDeclaredIn(list.Local, loop.Body);
                case ISimpleAssignmentOperation { Target: IArrayElementReferenceOperation { ArrayReference: ILocalReferenceOperation array } }: return !Repetitions.IsDeclaredIn(array.Local, loop.Body);
                case IInvocationOperation { TargetMethod.Name: not ("AsTask" or "ConfigureAwait" or "Unwrap") }: return false;
            }
        }

        return false;
    }

    private static IInvocationOperation? TakerOf(IAnonymousFunctionOperation lambda)
    {
        var handed = lambda.Parent;
        while (handed is IDelegateCreationOperation or IParenthesizedOperation) handed = handed.Parent;
        return handed is IArgumentOperation { Parent: IInvocationOperation call } ? call : null;
    }

    /// <summary>Whether the call runs what it is handed on several threads at once.</summary>
    internal static bool IsParallel(IInvocationOperation taker) =>
        taker.TargetMethod is { ContainingType.Name: "Parallel", Name: "ForEach" or "ForEachAsync" or "For" or "ForAsync" or "Invoke" }
        || taker.TargetMethod is { ContainingType.Name: "ParallelEnumerable" };

    private static bool IsTaskRun(IInvocationOperation taker) =>
        taker.TargetMethod is { Name: "Run", ContainingType.Name: "Task" } or { Name: "StartNew", ContainingType.Name: "TaskFactory" };

    private static bool IsTasks(IInvocationOperation taker, IAnonymousFunctionOperation lambda) =>
        taker.TargetMethod is { Name: "Select", ContainingType.Name: "Enumerable" } && lambda.Symbol.ReturnType.Name is "Task" or "ValueTask";

    /// <summary>Whether the tasks that a call makes one after the other are all begun before the first is awaited.</summary>
    internal static bool IsForced(IInvocationOperation query)
    {
        for (IOperation step = query; step.Parent is { } parent; step = parent)
        {
            switch (parent)
            {
                case IInvocationOperation { TargetMethod: { Name: "WhenAll" or "WhenAny" or "WhenEach", ContainingType.Name: "Task" } }: return true;
                case IInvocationOperation { TargetMethod: { Name: "ToList" or "ToArray" or "ToHashSet", ContainingType.Name: "Enumerable" } }: return true;
                case IVariableDeclaratorOperation { Symbol: var tasks }:
                    foreach (var part in query.Root().Descendants())
                    {
                        if (part is ILocalReferenceOperation local && SymbolEqualityComparer.Default.Equals(local.Local, tasks) && IsGivenToWhenAll(local)) return true;
                    }

                    return false;
                case IBlockOperation or IForEachLoopOperation: return false;
            }
        }

        return false;
    }

    private static bool IsGivenToWhenAll(IOperation tasks)
    {
        var parent = tasks.Parent;
        while (parent is IConversionOperation or IArgumentOperation) parent = parent.Parent;
        return parent is IInvocationOperation { TargetMethod.Name: "WhenAll" or "WhenAny" or "WhenEach" or "ToList" or "ToArray" };
    }
}
