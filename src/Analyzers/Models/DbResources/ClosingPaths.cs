namespace ArchitectAnalyzers.Models;

/// <summary>
/// Follows an open connection along the ways out of its function: whether one that ends in order, or that swallows a failure, leaves it open. A failure
/// that is thrown on does not count, nor does a choice between closing and not closing that goes on behind: who knows what the condition knows.
/// </summary>
internal sealed class ClosingPaths : OpenPaths
{
    private readonly IOperation _made;
    private readonly ILocalSymbol _local;
    private readonly bool _isOpen;

    private ClosingPaths(IOperation made, ILocalSymbol local)
    {
        (_made, _local) = (made, local);
        _isOpen = made is IInvocationOperation { TargetMethod.Name: var name } && name.StartsWith("Open", StringComparison.Ordinal);
    }

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
        paths.Follow(function);
        return paths.Leaks;
    }

    private protected override State Behind(IOperation operation, State state)
    {
        if (operation == _made) return _isOpen ? State.Open : State.Begun;
        if (operation is not (IInvocationOperation or IObjectCreationOperation) || state is State.Dead or State.None) return state;
        if (operation is IInvocationOperation { TargetMethod.Name: var name } call && IsOnIt(call))
        {
            if (IsClosing(name)) return State.Done;
            if (name is "Open" or "OpenAsync") return State.Open;
        }

        Works |= state == State.Open && operation is not IInvocationOperation { TargetMethod.Name: "ConfigureAwait" };
        return state;
    }

    private protected override bool Ends(IInvocationOperation call) => IsClosing(call.TargetMethod.Name) && IsOnIt(call);

    private protected override State Failed(State before) => Works ? State.Open : before == State.None ? State.None : State.Done;

    // Who closes knows what the condition knows.
    private protected override State? Met(IConditionalOperation choice, State asked, State yes, State no) =>
        asked == State.Open && (yes == State.Done || no == State.Done) && (yes == State.Open || no == State.Open) ? State.Done : null;

    private protected override bool Leaves(IReturnOperation end) => end.Kind is OperationKind.Return or OperationKind.YieldBreak;

    private static bool IsClosing(string name) => name is "Dispose" or "DisposeAsync" or "Close" or "CloseAsync";

    // if (connection.State != ConnectionState.Open) return;
    private protected override bool IsDeliberate(IReturnOperation end)
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
