namespace ArchitectAnalyzers.Models;

/// <summary>
/// Follows something that is opened along the paths of its function: whether a way out leaves it open. A failure that is thrown on is none. What opens,
/// closes and counts as open, and which ways out are meant, is for those who derive from it.
/// </summary>
internal abstract class OpenPaths
{
    private readonly Stack<State> _exits = new();

    // Later ones win where paths meet.
    private protected enum State { Dead, None, Done, Begun, Open }

    /// <summary>Whether a path leaves it open.</summary>
    internal bool Leaks { get; private set; }

    /// <summary>Whether, in the try block that is followed, something ran while it was open.</summary>
    private protected bool Works { get; set; }

    private protected void Follow(IOperation function)
    {
        _exits.Push(State.Dead);
        if (RunAll(function, State.None) == State.Open) Leaks = true;
    }

    /// <summary>The state behind an operation whose parts have run.</summary>
    private protected abstract State Behind(IOperation operation, State state);

    /// <summary>Whether the call closes it.</summary>
    private protected abstract bool Ends(IInvocationOperation call);

    /// <summary>The state in which a catch begins, whose try block began in another; <see cref="Works"/> is about that block.</summary>
    private protected abstract State Failed(State before);

    /// <summary>The state where the two ways of a choice meet, if not that of either.</summary>
    private protected abstract State? Met(IConditionalOperation choice, State asked, State yes, State no);

    /// <summary>Whether the function ends here.</summary>
    private protected virtual bool Leaves(IReturnOperation end) => end.Kind == OperationKind.Return;

    /// <summary>Whether a way out that leaves it open is meant to.</summary>
    private protected abstract bool IsDeliberate(IReturnOperation end);

    private State Run(IOperation? operation, State state)
    {
        if (operation is null || state == State.Dead) return state;
        switch (operation)
        {
            case IAnonymousFunctionOperation or ILocalFunctionOperation:
                return state;
            case IConditionalOperation choice:
                var asked = Run(choice.Condition, state);
                var (yes, no) = (Run(choice.WhenTrue, asked), Run(choice.WhenFalse, asked));
                return Met(choice, asked, yes, no) ?? Max(yes, no);
            case ISwitchOperation choice:
                return RunSwitch(choice, Run(choice.Value, state));
            case ISwitchExpressionOperation choice:
                var before = Run(choice.Value, state);
                var after = State.Dead;
                foreach (var arm in choice.Arms) after = Max(after, Run(arm.Value, before));
                return after;
            case ILoopOperation loop:
                return RunLoop(loop, state);
            case ITryOperation attempt:
                return RunTry(attempt, state);
            case IReturnOperation end when Leaves(end):
                state = Run(end.ReturnedValue, state);
                if (state == State.Open && !IsDeliberate(end)) Leaks = true;
                return State.Dead;
            case IThrowOperation thrown:
                Run(thrown.Exception, state);
                return State.Dead;
            case IBranchOperation { BranchKind: BranchKind.Break or BranchKind.Continue }:
                _exits.Push(Max(_exits.Pop(), state));
                return State.Dead;
            default:
                return RunAll(operation, state);
        }
    }

    private State RunAll(IOperation operation, State state)
    {
        foreach (var child in operation.ChildOperations) state = Run(child, state);
        return Behind(operation, state);
    }

    private State RunSwitch(ISwitchOperation choice, State state)
    {
        _exits.Push(State.Dead);
        var (after, hasDefault) = (State.Dead, false);
        foreach (var section in choice.Cases)
        {
            foreach (var clause in section.Clauses) hasDefault |= clause.CaseKind == CaseKind.Default;
            var inner = state;
            foreach (var statement in section.Body) inner = Run(statement, inner);
            after = Max(after, inner);
        }

        after = Max(after, _exits.Pop());
        return hasDefault ? after : Max(after, state);
    }

    private State RunLoop(ILoopOperation loop, State state)
    {
        _exits.Push(State.Dead);
        var isEndless = loop is IWhileLoopOperation { Condition: null or { ConstantValue: { HasValue: true, Value: true } } } or IForLoopOperation { Condition: null };
        if (loop is IForEachLoopOperation each) state = Run(each.Collection, state);
        else if (loop is IWhileLoopOperation { ConditionIsTop: true } test) state = Run(test.Condition, state);
        var after = Run(loop.Body, state);
        if (loop is IWhileLoopOperation { ConditionIsTop: false } last) after = Run(last.Condition, after);
        var exits = _exits.Pop();

        // Once around is enough to see what a body does: what it leaves open, it leaves open.
        return isEndless ? exits : Max(Max(state, after), exits);
    }

    private State RunTry(ITryOperation attempt, State state)
    {
        var (leaks, worked) = (Leaks, Works);
        Works = false;
        var after = Run(attempt.Body, state);
        var failed = Failed(state);
        Works |= worked;
        foreach (var handler in attempt.Catches) after = Max(after, Run(handler.Handler, failed));
        if (attempt.Finally is null) return after;

        // Every way out passes here.
        foreach (var part in attempt.Finally.Descendants())
            if (part is IInvocationOperation call && Ends(call)) (Leaks, after) = (leaks, after == State.Dead ? after : State.Done);
        return Run(attempt.Finally, after);
    }

    private static State Max(State left, State right) => left > right ? left : right;
}
