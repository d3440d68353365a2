namespace ArchitectAnalyzers.Semantics;

/// <summary>Writes to a stream of messages that may run at the same time.</summary>
internal static class StreamWrites
{
    /// <summary>The stream that the call writes to while another write may run; null where it does no such thing.</summary>
    internal static ISymbol? Overlapping(IInvocationOperation call, Facts facts) =>
        call.TargetMethod.Name == "WriteAsync" && HeldObjects.ReceiverOf(call)?.Type is { } type && type.Implements(facts[KnownType.GrpcStreamWriter])
            && StreamOf(call) is { } stream && (IsLeft(call, stream) || IsParallel(call, stream) || IsBesideWork(call, stream, facts)) ? stream : null;

    /// <summary>The variable that the written stream is, or hangs on: <c>call</c> in <c>call.RequestStream</c>. Null where there is no telling.</summary>
    private static ISymbol? StreamOf(IInvocationOperation write)
    {
        var receiver = HeldObjects.ReceiverOf(write)?.Unwrapped();
        while (receiver is IMemberReferenceOperation { Instance: { } instance and not IInstanceReferenceOperation }) receiver = instance.Unwrapped();
        return HeldObjects.SymbolOf(receiver);
    }

    /// <summary>Whether the write's task is left alone while more is, or will be, written to the stream.</summary>
    private static bool IsLeft(IInvocationOperation write, ISymbol stream)
    {
        var parent = write.Parent;
        while (parent is IConversionOperation or IConditionalAccessOperation or IInvocationOperation { TargetMethod.Name: "AsTask" or "ConfigureAwait" })
            parent = parent.Parent;
        switch (parent)
        {
            case IExpressionStatementOperation or ISimpleAssignmentOperation { Target: IDiscardOperation }:
                return Repeats(write, stream) || IsWrittenAfter(write, stream);

            // tasks.Add(stream.WriteAsync(message))
            case IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "Add" or "Enqueue" or "Push" } }:
                return Repeats(write, stream) || IsWrittenAfter(write, stream);

            // Task.WhenAll(stream.WriteAsync(a), stream.WriteAsync(b)): the second is the one too many.
            case IArrayInitializerOperation elements: return IsWrittenBefore(elements.ElementValues, write, stream);
            case { Kind: OperationKind.None or (OperationKind)127 } collection: return IsWrittenBefore(collection.ChildOperations, write, stream);

            // var first = stream.WriteAsync(a); var second = stream.WriteAsync(b); await Task.WhenAll(first, second);
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }:
                return IsKeptWhileWriting(declarator, write, stream);
            default: return false;
        }
    }

    /// <summary>Whether the write is in a function that runs for many items at once, and nothing in it keeps them apart.</summary>
    private static bool IsParallel(IInvocationOperation write, ISymbol stream)
    {
        for (var function = write.NestedFunction(); function is IAnonymousFunctionOperation lambda; function = function.NestedFunction())
        {
            if (IsDeclaredIn(stream, lambda)) return false;
            IOperation? handed = lambda.Parent;
            while (handed is IDelegateCreationOperation or IConversionOperation) handed = handed.Parent;
            if (handed is not IArgumentOperation { Parent: IInvocationOperation taker }) return false;
            if (RunsAtOnce(taker)) return !IsGuarded(lambda);
            if (taker.TargetMethod is not { Name: "ForEach", ContainingType.Name: "List" } and not { Name: "Run", ContainingType.Name: "Task" }) return false;
            if (taker.TargetMethod.Name == "ForEach") return !IsGuarded(lambda) && write.DirectAwait() is null;
            if (Repeats(taker, stream) && taker.DirectAwait() is null || IsSecondRun(taker, stream)) return !IsGuarded(lambda);
        }

        return false;
    }

    /// <summary>The second of two calls, awaited together, whose methods write to the one stream that both are handed; null where there are none.</summary>
    internal static (IInvocationOperation Call, ISymbol Stream)? SecondWriter(IInvocationOperation whenAll, Facts facts, CancellationToken cancellationToken)
    {
        List<ISymbol>? written = null;
        foreach (var argument in whenAll.Arguments)
        {
            // An array, a collection expression, or the compiler's own for params.
            var tasks = argument.Value.Unwrapped();
            foreach (var element in tasks is IArrayCreationOperation { Initializer: { } elements } ? elements.ChildOperations : tasks.ChildOperations)
            {
                if (element.Unwrapped() is not IInvocationOperation call || StreamHandedTo(call, facts, cancellationToken) is not { } stream) continue;
                written ??= new List<ISymbol>();
                foreach (var other in written)
                    if (SymbolEqualityComparer.Default.Equals(other, stream)) return (call, stream);
                written.Add(stream);
            }
        }

        return null;
    }

    /// <summary>A call, made for many items at once, whose method writes to the one stream that all of them are handed; null where there is none.</summary>
    /// <param name="taker">Of <c>Task.WhenAll</c>, or of a loop of <c>Parallel</c>.</param>
    /// <param name="facts">Of the compilation.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    internal static (IInvocationOperation Call, ISymbol Stream)? SharedWriter(IInvocationOperation taker, Facts facts, CancellationToken cancellationToken)
    {
        foreach (var part in taker.Descendants())
        {
            if (part is IInvocationOperation call && Overlapped(call) is { } stream) return (call, stream);
            if (part is not ILocalReferenceOperation { Local: var tasks } held || taker.TargetMethod.Name != "WhenAll"
                || held.NestedFunction() != taker.NestedFunction()) continue;
            foreach (var other in taker.Root().Descendants())
                if (other is IInvocationOperation added && IsKeptIn(added, tasks) && Overlapped(added) is { } shared) return (added, shared);
        }

        return null;

        ISymbol? Overlapped(IInvocationOperation call) =>
            StreamHandedTo(call, facts, cancellationToken) is { } stream && (IsLeft(call, stream) || IsParallel(call, stream)) ? stream : null;
    }

    // var tasks = items.Select(item => …); tasks.Add(…)
    private static bool IsKeptIn(IOperation call, ILocalSymbol tasks)
    {
        for (var parent = call.Parent; parent is not (null or IBlockOperation { Parent: not IAnonymousFunctionOperation }); parent = parent.Parent)
        {
            if (parent is IVariableDeclaratorOperation declarator) return SymbolEqualityComparer.Default.Equals(declarator.Symbol, tasks);
            if (parent is IInvocationOperation { TargetMethod.Name: "Add", Instance: ILocalReferenceOperation list })
                return SymbolEqualityComparer.Default.Equals(list.Local, tasks);
        }

        return false;
    }

    // The stream among the arguments of a method of this project that writes without a lock.
    private static ISymbol? StreamHandedTo(IInvocationOperation call, Facts facts, CancellationToken cancellationToken)
    {
        foreach (var argument in call.Arguments)
        {
            if (!argument.Value.Unwrapped().Type.Implements(facts[KnownType.GrpcStreamWriter])) continue;
            var value = argument.Value.Unwrapped();
            while (value is IMemberReferenceOperation { Instance: { } instance and not IInstanceReferenceOperation }) value = instance.Unwrapped();
            if (HeldObjects.SymbolOf(value) is { } stream && WritesUnguarded(call.TargetMethod, cancellationToken)) return stream;
        }

        return null;
    }

    private static bool WritesUnguarded(IMethodSymbol method, CancellationToken cancellationToken)
    {
        if (method.DeclaringSyntaxReferences.Length != 1) return false;
        var writes = false;
        foreach (var call in BodyCalls.In(method.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken)))
        {
            if (CallShapes.NameNode(call) is not SimpleNameSyntax { Identifier.ValueText: var name }) continue;
            if (name is "Wait" or "WaitAsync" or "EnterAsync" || name.StartsWith("Lock", StringComparison.Ordinal)
                || name.StartsWith("Acquire", StringComparison.Ordinal)) return false;
            writes |= name == "WriteAsync";
        }

        return writes;
    }

    private static bool RunsAtOnce(IInvocationOperation taker) => taker.TargetMethod switch
    {
        { Name: "ForEachAsync" or "ForAsync" or "ForEach" or "For" or "Invoke", ContainingType.Name: "Parallel" } => !IsOneAtATime(taker),
        { Name: "ForAll", ContainingType.Name: "ParallelEnumerable" } => true,
        { Name: "Select", ContainingType.Name: "Enumerable" or "ParallelEnumerable" } => IsAwaitedTogether(taker),
        _ => false,
    };

    // Task.WhenAll(items.Select(…)), also through a variable, ToList() and ToArray().
    private static bool IsAwaitedTogether(IOperation tasks)
    {
        var parent = tasks.Parent;
        while (parent is IConversionOperation or IArgumentOperation or IInvocationOperation { TargetMethod.Name: "ToList" or "ToArray" })
            parent = parent.Parent;
        switch (parent)
        {
            case IInvocationOperation { TargetMethod: { Name: "WhenAll" or "WhenAny" or "WaitAll" or "WhenEach", ContainingType.Name: "Task" } }: return true;
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } }:
                foreach (var part in tasks.Root().Descendants())
                {
                    if (part is ILocalReferenceOperation use && SymbolEqualityComparer.Default.Equals(use.Local, local) && IsAwaitedTogether(use)) return true;
                }

                return false;
            default: return false;
        }
    }

    private static bool IsOneAtATime(IInvocationOperation loop)
    {
        foreach (var part in loop.Descendants())
        {
            if (part is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "MaxDegreeOfParallelism" },
                Value.ConstantValue: { HasValue: true, Value: 1 } })
                return true;
        }

        return false;
    }

    // A semaphore or a lock in the function, or one of a name that says so.
    private static bool IsGuarded(IOperation function)
    {
        foreach (var part in function.Descendants())
        {
            if (part is ILockOperation) return true;
            if (part is IInvocationOperation { TargetMethod: { Name: var name, ContainingType.Name: not ("Task" or "ValueTask") } }
                && (name is "Wait" or "WaitAsync" or "Enter" or "EnterAsync" || name.StartsWith("Lock", StringComparison.Ordinal)
                    || name.StartsWith("Acquire", StringComparison.Ordinal))) return true;
        }

        return false;
    }

    private static bool Repeats(IOperation operation, ISymbol stream)
    {
        for (var parent = operation.Parent; parent is not (null or IAnonymousFunctionOperation or ILocalFunctionOperation); parent = parent.Parent)
            if (parent is ILoopOperation) return !IsDeclaredIn(stream, parent);
        return false;
    }

    private static bool IsDeclaredIn(ISymbol stream, IOperation scope)
    {
        foreach (var declaration in stream.DeclaringSyntaxReferences)
            if (stream is ILocalSymbol or IParameterSymbol && declaration.SyntaxTree == scope.Syntax.SyntaxTree && scope.Syntax.Span.Contains(declaration.Span))
                return true;
        return false;
    }

    private static bool IsWrite(IOperation part, ISymbol stream) =>
        part is IInvocationOperation { TargetMethod.Name: "WriteAsync" } other && SymbolEqualityComparer.Default.Equals(StreamOf(other), stream);

    private static bool IsWrittenAfter(IOperation write, ISymbol stream)
    {
        var function = write.NestedFunction();
        foreach (var part in write.Root().Descendants())
            if (part.Syntax.SpanStart > write.Syntax.Span.End && IsWrite(part, stream) && part.NestedFunction() == function) return true;
        return false;
    }

    private static bool IsWrittenBefore(IEnumerable<IOperation> elements, IOperation write, ISymbol stream)
    {
        foreach (var element in elements)
        {
            if (element.Unwrapped() == write) return false;
            if (IsWrite(element.Unwrapped(), stream)) return true;
        }

        return false;
    }

    // The next write comes before the variable is awaited.
    private static bool IsKeptWhileWriting(IVariableDeclaratorOperation declarator, IOperation write, ISymbol stream)
    {
        var function = write.NestedFunction();
        foreach (var part in write.Root().Descendants())
        {
            if (part.Syntax.SpanStart <= write.Syntax.Span.End || part.NestedFunction() != function) continue;
            if (part is ILocalReferenceOperation use && SymbolEqualityComparer.Default.Equals(use.Local, declarator.Symbol)) return false;
            if (IsWrite(part, stream)) return true;
        }

        return false;
    }

    // Task.Run(() => … stream …) where one before it writes to the stream too and was not awaited.
    private static bool IsSecondRun(IInvocationOperation run, ISymbol stream)
    {
        if (run.DirectAwait() is not null) return false;
        foreach (var part in run.Root().Descendants())
        {
            if (part.Syntax.SpanStart >= run.Syntax.SpanStart) return false;
            if (part is not IInvocationOperation { TargetMethod: { Name: "Run", ContainingType.Name: "Task" } } other || other.DirectAwait() is not null)
                continue;
            foreach (var inner in other.Descendants())
                if (IsWrite(inner, stream)) return true;
        }

        return false;
    }

    // var heartbeat = Task.Run(async () => … stream …); await stream.WriteAsync(message): the first write after work that was started and not awaited yet.
    private static bool IsBesideWork(IInvocationOperation write, ISymbol stream, Facts facts)
    {
        IInvocationOperation? work = null;
        var function = write.NestedFunction();
        foreach (var part in write.Root().Descendants())
        {
            if (part.Syntax.SpanStart >= write.Syntax.SpanStart) break;
            if (part is IInvocationOperation call && part.NestedFunction() == function && WritesBeside(call, stream, facts)) work = call;
        }

        // In a branch of its own, it may be over or never begun.
        if (work is null || work.DirectAwait() is not null || work.Syntax.FirstAncestorOrSelf<BlockSyntax>()?.Span.Contains(write.Syntax.Span) != true)
            return false;
        var local = (work.Parent as IVariableInitializerOperation)?.Parent as IVariableDeclaratorOperation;
        if (local is null && work.Parent is not (IExpressionStatementOperation or ISimpleAssignmentOperation { Target: IDiscardOperation })) return false;
        foreach (var part in write.Root().Descendants())
        {
            if (part.Syntax.SpanStart <= work.Syntax.Span.End || part.Syntax.SpanStart >= write.Syntax.SpanStart || part.NestedFunction() != function) continue;
            if (IsWrite(part, stream)
                || part is ILocalReferenceOperation use && SymbolEqualityComparer.Default.Equals(use.Local, local?.Symbol) && !IsQuestion(use)) return false;
        }

        return !IsGuarded(function ?? write.Root());
    }

    // while (!heartbeat.IsCompleted)
    private static bool IsQuestion(ILocalReferenceOperation task) =>
        task.Parent is IPropertyReferenceOperation { Property.Name: "IsCompleted" or "IsFaulted" or "IsCanceled" };

    private static bool WritesBeside(IInvocationOperation call, ISymbol stream, Facts facts)
    {
        switch (call.TargetMethod)
        {
            case { Name: "Run", ContainingType.Name: "Task" } or { Name: "StartNew", ContainingType.Name: "TaskFactory" }: return Writes(call, stream);
            case { MethodKind: MethodKind.LocalFunction } local:
                foreach (var part in call.Root().Descendants())
                    if (part is ILocalFunctionOperation { Symbol: var symbol } && SymbolEqualityComparer.Default.Equals(symbol, local.OriginalDefinition)
                        && Writes(part, stream)) return true;
                goto default;
            default: return SymbolEqualityComparer.Default.Equals(StreamHandedTo(call, facts, CancellationToken.None), stream);
        }
    }

    private static bool Writes(IOperation code, ISymbol stream)
    {
        foreach (var part in code.Descendants())
            if (IsWrite(part, stream)) return !IsGuarded(code);
        return false;
    }
}
