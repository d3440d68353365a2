namespace ArchitectAnalyzers.Models;

/// <summary>
/// Follows a transaction along the paths of its function: whether one that has written ends without a commit or a rollback. A failure is none:
/// disposal rolls back, as everybody knows. Neither is a result that says failure, nor a way out that was chosen by what the write answered.
/// </summary>
internal sealed class TransactionPaths
{
    private static readonly string[] s_failures =
    {
        "NotFound", "BadRequest", "Conflict", "Fail", "Error", "Problem", "Invalid", "Unprocessable", "Forbid", "Reject", "Insufficient", "None", "Empty", "Denied", "Unavailable", "Exists", "Duplicate",
    };

    private readonly IOperation _begin;
    private readonly Transactions _transactions;
    private readonly CancellationToken _cancellationToken;
    private readonly Stack<State> _exits = new();

    private TransactionPaths(IOperation begin, Transactions transactions, CancellationToken cancellationToken) =>
        (_begin, _transactions, _cancellationToken) = (begin, transactions, cancellationToken);

    // Later ones win where paths meet.
    private enum State { Dead, None, Done, Begun, Written }

    private bool _writes, _leaks;

    /// <summary>Whether anything is written while the transaction is open.</summary>
    internal bool Writes => _writes;

    /// <summary>Whether a path leaves it open after a write.</summary>
    internal bool Leaks => _leaks;

    internal static TransactionPaths Of(TransactionLife life, IOperation begin, Facts facts, CancellationToken cancellationToken)
    {
        var paths = new TransactionPaths(begin, facts.Transactions(), cancellationToken);
        paths._exits.Push(State.Dead);
        if (paths.RunAll(life.Function, State.None) == State.Written) paths._leaks = true;
        return paths;
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

                // if (rows == 1) Commit(): what the write answered decides.
                if (asked == State.Written && (yes == State.Done) != (no == State.Done) && IsAnswer(choice.Condition)) return State.Done;
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
            case IReturnOperation { Kind: OperationKind.Return } end:
                state = Run(end.ReturnedValue, state);
                if (state == State.Written && !IsDeliberate(end)) _leaks = true;
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
        if (operation == _begin) return State.Begun;
        if (operation is not IInvocationOperation call || state is State.Dead or State.None) return state;
        if (Transactions.Ends(call)) return State.Done;
        if (state != State.Begun || !_transactions.Writes(call, _cancellationToken)) return state;
        _writes = true;
        return State.Written;
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
        var leaks = _leaks;
        var after = Run(attempt.Body, state);
        foreach (var handler in attempt.Catches)
        {
            // It failed, and is rolled back at the latest when it is disposed.
            after = Max(after, Run(handler.Handler, state == State.None ? State.None : State.Done));
        }

        if (attempt.Finally is null) return after;

        // Every way out passes here.
        foreach (var part in attempt.Finally.Descendants())
            if (part is IInvocationOperation call && Transactions.Ends(call)) (_leaks, after) = (leaks, after == State.Dead ? after : State.Done);
        return Run(attempt.Finally, after);
    }

    private static State Max(State left, State right) => left > right ? left : right;

    // return false; return NotFound(); or a way out that what was written decided.
    private bool IsDeliberate(IReturnOperation end)
    {
        for (var parent = end.Parent; parent is not null; parent = parent.Parent)
            if (parent is IConditionalOperation choice && IsAnswer(choice.Condition)) return true;
        var value = end.ReturnedValue?.Unconverted();
        while (value is IConversionOperation conversion) value = conversion.Operand;
        switch (value)
        {
            case null: return false;
            case IDefaultValueOperation: return true;
            case { ConstantValue: { HasValue: true, Value: var constant } }: return constant is null or false or 0 or -1;
        }

        return Words.Has(value.Syntax.ToString(), s_failures, StringComparison.OrdinalIgnoreCase);
    }

    // The condition reads what a write gave: rows == 0, or a call that writes.
    private bool IsAnswer(IOperation condition)
    {
        foreach (var part in condition.DescendantsAndSelf())
        {
            if (part is IInvocationOperation call && _transactions.Writes(call, _cancellationToken)) return true;
            if (part is not ILocalReferenceOperation local || (local.Initializer() ?? HeldObjects.ValueOf(local.Local, local)) is not { } initializer) continue;
            foreach (var made in initializer.DescendantsAndSelf())
                if (made is IInvocationOperation write && _transactions.Writes(write, _cancellationToken)) return true;
        }

        return false;
    }
}
