namespace ArchitectAnalyzers.Models;

/// <summary>
/// Follows a transaction along the paths of its function: whether one that has written ends without a commit or a rollback. A failure is none:
/// disposal rolls back, as everybody knows. Neither is a result that says failure, nor a way out that was chosen by what the write answered.
/// </summary>
internal sealed class TransactionPaths : OpenPaths
{
    private static readonly string[] s_failures =
    {
        "NotFound", "BadRequest", "Conflict", "Fail", "Error", "Problem", "Invalid", "Unprocessable", "Forbid", "Reject", "Insufficient", "None", "Empty", "Denied", "Unavailable", "Exists", "Duplicate",
    };

    private readonly IOperation _begin;
    private readonly Transactions _transactions;
    private readonly CancellationToken _cancellationToken;

    private TransactionPaths(IOperation begin, Transactions transactions, CancellationToken cancellationToken) =>
        (_begin, _transactions, _cancellationToken) = (begin, transactions, cancellationToken);

    /// <summary>Whether anything is written while the transaction is open.</summary>
    internal bool Writes { get; private set; }

    internal static TransactionPaths Of(TransactionLife life, IOperation begin, Facts facts, CancellationToken cancellationToken)
    {
        var paths = new TransactionPaths(begin, facts.Transactions(), cancellationToken);
        paths.Follow(life.Function);
        return paths;
    }

    private protected override State Behind(IOperation operation, State state)
    {
        if (operation == _begin) return State.Begun;
        if (operation is not IInvocationOperation call || state is State.Dead or State.None) return state;
        if (Ends(call)) return State.Done;
        if (state != State.Begun || !_transactions.Writes(call, _cancellationToken)) return state;
        Writes = true;
        return State.Open;
    }

    private protected override bool Ends(IInvocationOperation call) => Transactions.Ends(call);

    // It is rolled back at the latest when it is disposed.
    private protected override State Failed(State before) => before == State.None ? State.None : State.Done;

    // if (rows == 1) Commit(): what the write answered decides.
    private protected override State? Met(IConditionalOperation choice, State asked, State yes, State no) =>
        asked == State.Open && (yes == State.Done) != (no == State.Done) && IsAnswer(choice.Condition) ? State.Done : null;

    // return false; return NotFound(); or a way out that what was written decided.
    private protected override bool IsDeliberate(IReturnOperation end)
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
