namespace ArchitectAnalyzers.Models;

/// <summary>How a call runs the code that it is handed, seen from the request.</summary>
internal enum Running { InBackground, InParallel, WaitedFor }

/// <summary>Where work that goes on beside the request, or after it, uses the request's context.</summary>
internal static class BackgroundUses
{
    /// <summary>How the call runs what it is handed; null where it goes on alone: what is awaited on the spot is another matter. Name before type.</summary>
    internal static Running? HowRun(IInvocationOperation call, Facts facts)
    {
        var (name, type) = (call.TargetMethod.Name, call.TargetMethod.ContainingType);
        switch (name)
        {
            case "Run" or "ContinueWith" when facts.Is(type, KnownType.Task) || facts.Is(type, KnownType.TaskOfT):
            case "StartNew" when type is { Name: "TaskFactory", ContainingNamespace.Name: "Tasks" }:
                return IsWaitedFor(call) ? null : Running.InBackground;
            case "QueueUserWorkItem" or "UnsafeQueueUserWorkItem" when facts.Is(type, KnownType.ThreadPool):
                return Running.InBackground;
            case "For" or "ForEach" or "Invoke" or "ForEachAsync" or "ForAsync" when type is { Name: "Parallel", ContainingNamespace.Name: "Tasks" }:
                return Running.InParallel;
            case "WhenAll" when facts.Is(type, KnownType.Task):
                return Running.WaitedFor;
            case "Select" when type.Name == "Enumerable":
                return Running.InParallel;
            case "TryWrite" or "WriteAsync" when type.Name == "ChannelWriter":
                return Running.InBackground;
        }

        if (type is { Name: "ParallelEnumerable", ContainingNamespace.Name: "Linq" }) return Running.InParallel;
        return IsQueue(name) ? Running.InBackground : null;
    }

    /// <summary>The uses in what a call is handed: a delegate, several of them, or the context itself. Null where there are none.</summary>
    /// <param name="value">The argument.</param>
    /// <param name="taker">The name of what takes it.</param>
    /// <param name="isEnded">Whether the request may be over.</param>
    /// <param name="facts">Of the compilation.</param>
    internal static List<IOperation>? Of(IOperation value, SyntaxNode taker, bool isEnded, Facts facts)
    {
        List<IOperation>? uses = null;
        Add(value, taker, isEnded, facts, ref uses);
        return uses;
    }

    /// <summary>
    /// The use in work that a statement starts and that nobody waits for: <c>_ = AuditAsync(HttpContext);</c>, and what comes after the first await of
    /// <c>AuditAsync()</c>. Null for calls that are handed code to run.
    /// </summary>
    internal static IOperation? OfDropped(IOperation work, Facts facts)
    {
        if (work is ISimpleAssignmentOperation { Target: IDiscardOperation, Value: var value }) work = value.Unconverted();
        if (work is not IInvocationOperation call || call.Type is null || !DroppedTasks.IsWork(call.Type, facts) || HowRun(call, facts) is not null) return null;
        foreach (var argument in call.Arguments)
            if (ContextUses.IsContextValue(argument.Value.Unconverted(), facts)) return argument.Value.Unconverted();
        var body = call.TargetMethod.MethodKind == MethodKind.LocalFunction ? ContextUses.LocalFunction(call, call.TargetMethod) : ContextUses.BodyOf(call, facts);
        return body is null ? null : ContextUses.AfterAwait(body, facts);
    }

    /// <summary>Whether a call whose task is dropped takes the request's context with it.</summary>
    internal static bool AreIn(IInvocationOperation dropped, Facts facts)
    {
        if (!facts.Has(KnownType.HttpContext)) return false;
        if (HowRun(dropped, facts) == Running.InBackground)
        {
            foreach (var argument in dropped.Arguments)
                if (Of(argument.Value, dropped.NameNode(), true, facts) is not null) return true;
            return false;
        }

        var parent = dropped.Parent;
        while (parent is IConversionOperation) parent = parent.Parent;
        return parent is IExpressionStatementOperation or ISimpleAssignmentOperation { Target: IDiscardOperation } && OfDropped(dropped, facts) is not null;
    }

    private static bool IsQueue(string name) =>
        name.IndexOf("Queue", StringComparison.OrdinalIgnoreCase) >= 0 || name.IndexOf("Background", StringComparison.Ordinal) >= 0
        || name.IndexOf("FireAndForget", StringComparison.Ordinal) >= 0;

    private static bool IsWaitedFor(IInvocationOperation call)
    {
        if (call.DirectAwait() is not null || call.IsBlockedOn()) return true;
        IOperation? parent = call.Parent;
        while (parent is IConversionOperation or IInvocationOperation { TargetMethod.Name: "Unwrap" }
            or IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "Unwrap" } }) parent = parent.Parent;
        return parent is IReturnOperation or IAwaitOperation;
    }

    private static void Add(IOperation value, SyntaxNode taker, bool isEnded, Facts facts, ref List<IOperation>? uses)
    {
        if (value is IArrayCreationOperation { Initializer.ElementValues: var many })
            foreach (var one in many) Add(one, taker, isEnded, facts, ref uses);
        if (isEnded && taker.ToString().EndsWith("UserWorkItem", StringComparison.Ordinal) && ContextUses.IsContextValue(value.Unwrapped(), facts))
            (uses ??= new()).Add(value.Unwrapped());
        if (ContextUses.MethodOf(value, facts) is var (mention, body) && ContextUses.First(body, 0, isEnded, facts) is not null) (uses ??= new()).Add(mention);
        if (ContextUses.Code(value) is not { } code) return;
        if ((ContextUses.First(code, 0, isEnded, facts) ?? Helper(code, isEnded, facts)) is { } use) (uses ??= new()).Add(use);
    }

    // A method or property of this object, used in the lambda, that uses the context itself.
    private static IOperation? Helper(IOperation code, bool isEnded, Facts facts)
    {
        foreach (var part in code.Descendants())
            if (ContextUses.BodyOf(part, facts) is { } body && ContextUses.First(body, 0, isEnded, facts) is not null) return part;
        return null;
    }
}
