namespace ArchitectAnalyzers.Models;

/// <summary>
/// Follows an open connection along the ways out of its function: whether one that ends in order, or that swallows a failure, leaves it open. A failure
/// that is thrown on does not count, nor does a choice between closing and not closing that goes on behind: who knows what the condition knows.
/// </summary>
internal sealed class ClosingPaths
{
    private readonly IOperation _made;
    private readonly ILocalSymbol _local;
    private readonly bool _isOpen;
    private readonly Stack<State> _exits = new();

    private ClosingPaths(IOperation made, ILocalSymbol local)
    {
        (_made, _local) = (made, local);
        _isOpen = made is IInvocationOperation { TargetMethod.Name: var name } && name.StartsWith("Open", StringComparison.Ordinal);
    }

    // Later ones win where paths meet.
    private enum State { Dead, None, Closed, Made, Open }

    // Whether something runs while it is open that may fail.
    private bool _works, _leaks;

    /// <summary>Whether some way out leaves the connection open that a local holds. It is closed by calls on that local, on other ways.</summary>
    internal static bool Leak(IOperation made, ILocalSymbol local)
    {
        var function = made.NestedFunction() ?? made.Root();
        foreach (var part in function.Descendants())
        {
            switch (part)
            {
                // Another connection in the same variable: cannot tell.
                case IAssignmentOperation { Target: ILocalReferenceOperation target, Value: var value } when Is(target, local) && !value.Syntax.Span.Contains(made.Syntax.Span):
                case IVariableDeclaratorOperation { Initializer.Value: var first } declarator when SymbolEqualityComparer.Default.Equals(declarator.Symbol, local)
                    && !first.Syntax.Span.Contains(made.Syntax.Span) && first.Unconverted().ConstantValue is not { HasValue: true, Value: null }:
                case IArgumentOperation { Parameter.RefKind: not RefKind.None, Value: ILocalReferenceOperation given } when Is(given, local):
                case IInvalidOperation or IBranchOperation { BranchKind: BranchKind.GoTo }:
                    return false;
            }
        }

        var paths = new ClosingPaths(made, local);
        paths._exits.Push(State.Dead);
        return paths.RunAll(function, State.None) == State.Open || paths._leaks;
    }

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
                if (asked == State.Open && (yes == State.Closed || no == State.Closed) && (yes == State.Open || no == State.Open)) return State.Closed;
                return Max(yes, no);
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
            case IReturnOperation { Kind: OperationKind.Return or OperationKind.YieldBreak } end:
                state = Run(end.ReturnedValue, state);
                if (state == State.Open && !IsAboutIt(end)) _leaks = true;
                return State.Dead;
            case IThrowOperation thrown:
                Run(thrown.Exception, state);
                return State.Dead;
            case IBranchOperation:
                _exits.Push(Max(_exits.Pop(), state));
                return State.Dead;
            default:
                return RunAll(operation, state);
        }
    }

    private State RunAll(IOperation operation, State state)
    {
        foreach (var child in operation.ChildOperations) state = Run(child, state);
        if (operation == _made) return _isOpen ? State.Open : State.Made;
        if (operation is not (IInvocationOperation or IObjectCreationOperation) || state is State.Dead or State.None) return state;
        if (operation is IInvocationOperation { TargetMethod.Name: var name } call && IsOnIt(call))
        {
            if (name is "Dispose" or "DisposeAsync" or "Close" or "CloseAsync") return State.Closed;
            if (name is "Open" or "OpenAsync") return State.Open;
        }

        _works |= state == State.Open && operation is not IInvocationOperation { TargetMethod.Name: "ConfigureAwait" };
        return state;
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
        return isEndless ? exits : Max(Max(state, after), exits);
    }

    private State RunTry(ITryOperation attempt, State state)
    {
        var (leaks, worked) = (_leaks, _works);
        _works = false;
        var after = Run(attempt.Body, state);
        var failed = _works ? State.Open : State.Closed;
        _works |= worked;
        foreach (var handler in attempt.Catches) after = Max(after, Run(handler.Handler, state == State.None && failed == State.Closed ? State.None : failed));
        if (attempt.Finally is null) return after;

        // Every way out passes here.
        foreach (var part in attempt.Finally.Descendants())
            if (part is IInvocationOperation { TargetMethod.Name: "Dispose" or "DisposeAsync" or "Close" or "CloseAsync" } call && IsOnIt(call))
                (_leaks, after) = (leaks, after == State.Dead ? after : State.Closed);
        return Run(attempt.Finally, after);
    }

    private static State Max(State left, State right) => left > right ? left : right;

    // if (connection.State != ConnectionState.Open) return;
    private bool IsAboutIt(IOperation end)
    {
        for (var parent = end.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is not IConditionalOperation choice) continue;
            foreach (var part in choice.Condition.DescendantsAndSelf())
                if (Is(part, _local)) return true;
        }

        return false;
    }

    // connection.Close(), connection?.Close()
    private bool IsOnIt(IInvocationOperation call) => HeldObjects.ReceiverOf(call) is { } receiver && Is(receiver.Unconverted(), _local);

    private static bool Is(IOperation operation, ILocalSymbol local) => operation is ILocalReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Local, local);
}
