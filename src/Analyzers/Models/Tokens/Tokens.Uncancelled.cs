namespace ArchitectAnalyzers.Models;

internal sealed partial class Tokens
{
    /// <summary>
    /// The first call that would take a token, if the function had one to pass. Null where there is none; where the function is cancelled by
    /// a token that it gets elsewhere, so that what it leaves out it may leave out on purpose; and where it does not compile.
    /// </summary>
    /// <param name="body">The method body, local function or lambda.</param>
    /// <param name="containing">The member that it is, or is in.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    internal IInvocationOperation? FirstUncancelled(IOperation body, ISymbol containing, CancellationToken cancellationToken)
    {
        var function = body is IMethodBodyOperation ? null : body.Syntax;
        IInvocationOperation? first = null;
        foreach (var part in body.Descendants())
        {
            switch (part)
            {
                case IInvalidOperation:
                case IPropertyReferenceOperation { Property: { Name: not nameof(CancellationToken.None), Type: var type } } when IsPlainToken(type):
                case IFieldReferenceOperation { Type: var held } when IsPlainToken(held):
                    return null;
                // A thread that waits for it is the worse defect; once it is awaited, there is more to say.
                case IInvocationOperation call when first is null && Unfilled(call) is not null && !EndsWithItsCaller(call) && !call.IsBlockedOn()
                    && !IsEndedByOthers(call.Instance) && !IsRaced(call, body)
                    && Reaches(call, function)
                    && At(call, containing, cancellationToken) is null
                    && !IsPointOfNoReturn(call, containing):
                    first = call;
                    break;
            }
        }

        return first;
    }

    // What another part of the type wakes when it is over: a pipe, and a channel or timer in a field.
    private bool IsEndedByOthers(IOperation? receiver)
    {
        if (IsPipe(receiver?.Type)) return true;
        var held = receiver is IPropertyReferenceOperation { Property.Name: "Reader", Instance: { } channel } ? channel : receiver;
        return held is IFieldReferenceOperation && receiver!.Type?.Name is "ChannelReader" or "PeriodicTimer";
    }

    /// <summary>Whether the call is a pause that something else may end before its time: <c>Task.WhenAny(stopped, pause)</c>.</summary>
    internal static bool IsRaced(IInvocationOperation call, IOperation body)
    {
        if (call.TargetMethod is not { Name: "Delay", ContainingType.Name: "Task" }) return false;
        foreach (var part in body.Descendants())
            if (part is IInvocationOperation { TargetMethod: { Name: "WhenAny", ContainingType.Name: "Task" } }) return true;
        return false;
    }

    /// <summary>Whether the method undoes what was done, which must not be cut short: <c>RollbackAsync</c>, <c>ReleaseLockAsync</c>.</summary>
    internal static bool Compensates(IMethodSymbol method) => IsCompensation(method.Name);
}
