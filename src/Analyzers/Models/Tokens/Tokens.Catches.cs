namespace ArchitectAnalyzers.Models;

internal sealed partial class Tokens
{
    /// <summary>
    /// Whether a catch that takes a cancellation is all that stands between it and an endless loop: nothing else in the loop asks a token, awaits
    /// something that was given one, or leaves.
    /// </summary>
    internal bool KeepsLoopGoing(ICatchClauseOperation clause, ITryOperation attempt)
    {
        ILoopOperation? loop = null;
        for (var parent = attempt.Parent; loop is null && parent is not (null or IAnonymousFunctionOperation
            or ILocalFunctionOperation); parent = parent.Parent)
            loop = parent as ILoopOperation;
        if (loop is null || !IsEndless(loop)) return false;

        foreach (var part in clause.Handler.Descendants())
            if (part is IBranchOperation { BranchKind: BranchKind.Break or BranchKind.GoTo } or IReturnOperation) return false;
        foreach (var part in loop.Descendants())
        {
            if (part is IPropertyReferenceOperation { Property.Name: nameof(CancellationToken.IsCancellationRequested) }) return false;
            if (part is IArgumentOperation argument && IsToken(argument.Value.Unconverted().Type) && IsLive(argument.Value)
                && !IsWithin(part, attempt.Body)) return false;
        }

        return true;
    }
}
