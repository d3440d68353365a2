using System.Runtime.CompilerServices;

namespace ArchitectAnalyzers.Models;

internal sealed partial class Tokens
{
    // By the block or switch section. Blocks live as long as they are analysed.
    private readonly ConditionalWeakTable<IOperation, Last> _lasts = new();

    // What ends a connection, a service or a client in good order.
    private static readonly HashSet<string> s_endings = new(StringComparer.Ordinal)
    {
        "Close", "CloseAsync", "CloseOutputAsync", "Disconnect", "DisconnectAsync", "Shutdown", "ShutdownAsync", "Stop", "StopAsync",
    };

    private static readonly string[] s_stops = { "Shutdown", "ShutDown", "Stop", "Stopped", "Stopping" };
    private static readonly string[] s_closes = { "Close", "Closing", "Disconnect" };

    // By the word that a method's name begins with.
    private static readonly string[] s_compensations =
    {
        "Abandon", "Abort", "Cleanup", "CleanUp", "Compensate", "Nack", "Release", "Revert", "RollBack", "Rollback", "Undo", "Unlock",
    };

    // What writes down how work ended, or takes back what was announced. Only where the code itself says that it must not be cancelled.
    private static readonly string[] s_settlements = { "Deregister", "Mark", "Settle", "Unregister", "Unsubscribe" };

    private static readonly string[] s_payments = { "Capture", "Charge", "Pay", "Payout", "Refund", "Transfer", "Withdraw" };

    private static readonly HashSet<string> s_acknowledgements = new(StringComparer.Ordinal)
    {
        "Ack", "AckAsync", "Acknowledge", "AcknowledgeAsync", "BasicAck", "BasicAckAsync", "BasicNack", "BasicNackAsync", "BasicReject",
        "BasicRejectAsync", "AbandonMessageAsync", "CompleteMessageAsync", "DeadLetterMessageAsync", "DeferMessageAsync", "DeleteMessageAsync",
    };

    /// <summary>
    /// Whether cancelling here would do harm or come too late: what was decided must be carried out. After a commit or an acknowledgement, in
    /// clean-up and compensation, and where cancellation has already been observed.
    /// </summary>
    /// <param name="operation">What would be cancelled.</param>
    /// <param name="containing">The member that it is in.</param>
    /// <param name="isStated">
    /// Whether the code itself says that it must not be. Then a call before it whose name tells that money moves is reason enough.
    /// </param>
    internal bool IsPointOfNoReturn(IOperation operation, ISymbol containing, bool isStated = false)
    {
        if (IsCleanup(containing.Name)) return true;
        if (operation is IInvocationOperation { TargetMethod.Name: var name }
            && (IsCompensation(name) || (isStated && Words.StartsWithWord(name, s_settlements))
                || (Ends(name) && !IsStopping(containing.Name) && !Words.StartsWithWord(containing.Name, s_closes)))) return true;

        // To cut a pause short harms nobody.
        var isPause = operation is IInvocationOperation { TargetMethod: { Name: "Delay", ContainingType: var type } } && _facts.Is(type, KnownType.Task);
        var child = operation;
        for (var parent = operation.Parent; parent is not null; child = parent, parent = parent.Parent)
        {
            var isTooLate = parent switch
            {
                ITryOperation attempt => attempt.Finally == child,
                ICatchClauseOperation handler => !isPause || IsCancellation(handler.ExceptionType),
                IConditionalOperation condition => condition.Condition != child
                    && (AsksForCancellation(condition.Condition, negated: condition.WhenFalse == child)
                        || AsksForCancellation(condition.Condition, negated: condition.WhenTrue == child, nameof(CancellationToken.CanBeCanceled))
                        || AsksForCancellation(condition.Condition, negated: condition.WhenTrue == child, nameof(Nullable<CancellationToken>.HasValue))),
                IBlockOperation block => IsAfterTheLast(block, block.Operations, child, isPause, isStated),
                ISwitchCaseOperation section => IsAfterTheLast(section, section.Body, child, isPause, isStated),
                IAnonymousFunctionOperation lambda => IsCancellationCallback(lambda),
                _ => false,
            };
            if (isTooLate) return true;
        }

        return false;
    }

    private static bool IsCleanup(string name) => name == "Finalize" || name.IndexOf("Dispose", StringComparison.Ordinal) >= 0;

    // "CloseAsync", "StopAndDrain".
    private static bool Ends(string name) =>
        s_endings.Contains(name) || (name.Length > 4 && name.StartsWith("Stop", StringComparison.Ordinal) && char.IsUpper(name[4]));

    /// <summary>Whether a method by its name stops something, and so has been told for how long it may: <c>StoppingAsync</c>, <c>Shutdown</c>.</summary>
    internal static bool IsStopping(string name) => Words.StartsWithWord(name, s_stops);

    private static bool IsCompensation(string name) => s_acknowledgements.Contains(name) || Words.StartsWithWord(name, s_compensations);

    private static bool MovesMoney(IInvocationOperation call) => Words.StartsWithWord(call.TargetMethod.Name, s_payments);

    private bool IsCancellation(ITypeSymbol? exception) => exception.IsOrDerivesFrom(_facts[KnownType.OperationCanceledException]);

    private bool IsCancellationCallback(IAnonymousFunctionOperation lambda)
    {
        var parent = lambda.Parent;
        while (parent is IDelegateCreationOperation or IConversionOperation or IArgumentOperation) parent = parent.Parent;
        return parent is IInvocationOperation { TargetMethod: { Name: "Register" or "UnsafeRegister", ContainingType: var type } } && IsPlainToken(type);
    }

    // Whether a statement comes after one after which nothing may be cancelled.
    private bool IsAfterTheLast(IOperation list, ImmutableArray<IOperation> statements, IOperation statement, bool isPause, bool isStated)
    {
        var at = statements.IndexOf(statement);
        if (at <= 0) return false;
        if (!_lasts.TryGetValue(list, out var last)) last = _lasts.GetValue(list, _ => LastOf(statements));
        return at > (isPause ? last.ForPauses : isStated ? Math.Min(last.ForAll, last.ForStated) : last.ForAll);
    }

    private Last LastOf(ImmutableArray<IOperation> statements)
    {
        var (forAll, forPauses, forStated) = (int.MaxValue, int.MaxValue, int.MaxValue);
        for (var i = 0; i < statements.Length && forPauses == int.MaxValue; i++)
        {
            if (EndsOnCancellation(statements[i])) forPauses = i;
            if (forAll == int.MaxValue && (forPauses == i || Settles(statements[i], IsSettling) || SwallowsCancellation(statements[i]))) forAll = i;
            if (forStated == int.MaxValue && Settles(statements[i], MovesMoney)) forStated = i;
        }

        return new Last(forAll, forPauses, forStated);
    }

    // By position in a list of statements, the first of each kind.
    private sealed record Last(int ForAll, int ForPauses, int ForStated);

    private bool SwallowsCancellation(IOperation statement)
    {
        if (statement is not ITryOperation attempt) return false;
        foreach (var handler in attempt.Catches)
            if (IsCancellation(handler.ExceptionType) && !Leaves(handler.Handler)) return true;
        return false;
    }

    private bool EndsOnCancellation(IOperation statement)
    {
        if (statement is ITryOperation attempt)
        {
            foreach (var step in attempt.Body.Operations)
                if (EndsOnCancellation(step)) return true;
        }

        if (statement is not ILoopOperation loop) return false;
        var condition = loop switch
        {
            IWhileLoopOperation @while => @while.Condition,
            IForLoopOperation @for => @for.Condition,
            _ => null,
        };
        if (condition is not null && AsksForCancellation(condition, negated: true)) return true;
        foreach (var part in loop.Body.DescendantsAndSelf())
        {
            var branch = part switch
            {
                IConditionalOperation { WhenTrue: var then } test when AsksForCancellation(test.Condition, negated: false) => then,
                ICatchClauseOperation { Handler: var handler } clause when IsCancellation(clause.ExceptionType)
                    || (clause.Filter is { } filter && AsksForCancellation(filter, negated: false)) => handler,
                _ => null,
            };
            if (branch is null) continue;
            foreach (var step in branch.DescendantsAndSelf())
                if (step is IBranchOperation { BranchKind: BranchKind.Break }) return true;
        }

        return false;
    }

    // token.IsCancellationRequested, or with a ! before it.
    private bool AsksForCancellation(IOperation condition, bool negated, string property = nameof(CancellationToken.IsCancellationRequested))
    {
        foreach (var part in condition.DescendantsAndSelf())
        {
            if (part is not IPropertyReferenceOperation { Property: { Name: var name, ContainingType: var type } } || name != property
                || !(IsToken(type) || IsSource(type))) continue;
            if (part.Parent is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } == negated) return true;
        }

        return false;
    }

    // Whether what comes after the statement comes after a commit, an acknowledgement or an order to stop in it.
    private static bool Settles(IOperation statement, Func<IInvocationOperation, bool> settles)
    {
        foreach (var part in statement.DescendantsAndSelf())
            if (part is IInvocationOperation call && settles(call) && !LeavesBefore(call, statement)) return true;
        return false;
    }

    private bool IsSettling(IInvocationOperation call) => call.TargetMethod.Name switch
    {
        "Commit" or "CommitAsync" => call.TargetMethod.ContainingType.Name.EndsWith("Transaction", StringComparison.Ordinal),
        "CommitTransaction" or "CommitTransactionAsync" => true,
        "Complete" => _facts.Is(call.TargetMethod.ContainingType, KnownType.TransactionScope),
        "Cancel" or "CancelAsync" => call.Instance is IFieldReferenceOperation { Type: var source } && IsSource(source),
        var name => s_acknowledgements.Contains(name),
    };

    // In a branch that returns, throws or goes on with the next turn, or in a function of its own.
    private static bool LeavesBefore(IOperation part, IOperation statement)
    {
        for (var parent = part; parent is not null && parent != statement; parent = parent.Parent)
        {
            if (parent is IAnonymousFunctionOperation or ILocalFunctionOperation) return true;
            if (parent is IBlockOperation { Parent: IConditionalOperation or ICatchClauseOperation } block && Leaves(block)) return true;
        }

        return statement is ILocalFunctionOperation;
    }

    private static bool Leaves(IBlockOperation block) =>
        block.Operations.Length > 0
        && block.Operations[block.Operations.Length - 1] is IReturnOperation or IBranchOperation or IThrowOperation
            or IExpressionStatementOperation { Operation: IThrowOperation };
}
