namespace ArchitectAnalyzers.Models;

/// <summary>
/// What runs an operation once for each element: a loop, or the lambda of an in-memory query. Loops that are there for another reason are none:
/// they page, batch, retry, poll, try a few constants, or leave at the first round.
/// </summary>
internal static class Repetitions
{
    private static readonly string[] s_pages = { "page", "batch", "chunk", "offset", "skip", "attempt", "retry", "retries", "try", "tries", "tryCount", "block", "window" };

    // Sources whose elements come when they come.
    private static readonly string[] s_streams = { "ReadAll", "Receive", "Consume", "Subscribe", "Listen", "GetConsumingEnumerable", "Watch", "Poll", "Dequeue" };

    private static readonly string[] s_perElement =
    {
        "All", "Any", "Average", "Count", "DistinctBy", "First", "FirstOrDefault", "GroupBy", "Last", "LastOrDefault", "Max", "MaxBy", "Min", "MinBy", "OrderBy",
        "OrderByDescending", "Select", "SelectMany", "Single", "SingleOrDefault", "SkipWhile", "Sum", "TakeWhile", "ThenBy", "ToDictionary", "ToLookup", "Where",
    };

    /// <summary>The loop, or the call that takes the lambda; null where nothing repeats the operation, or does so for another reason.</summary>
    internal static IOperation? Of(IOperation operation)
    {
        var isTried = false;
        var (isLeft, exit) = (false, (ILabelSymbol?)null);
        for (var (child, parent) = (operation, operation.Parent); parent is not null; (child, parent) = (parent, parent.Parent))
        {
            switch (parent)
            {
                case ILocalFunctionOperation or ICatchClauseOperation or ISwitchExpressionArmOperation { Parent: null }:
                    return null;
                case IAnonymousFunctionOperation lambda:
                    return TakerOf(lambda) is { } taker && !IsFew(taker.Arguments.Length > 0 ? taker.Instance ?? taker.Arguments[0].Value : null) && !IsBatch(lambda) ? taker : null;
                case IReturnOperation { Kind: OperationKind.Return, IsImplicit: false }:
                    isLeft = true;
                    break;
                case IConditionalOperation choice when child != choice.Condition && IsNow(choice.Condition):
                    return null;
                case ITryOperation attempt when child == attempt.Body && !attempt.Catches.IsEmpty:
                    isTried = true;
                    break;
                case IBlockOperation block:
                    isLeft |= Leaves(block.Operations, child, ref exit);
                    break;
                case ISwitchCaseOperation section:
                    isLeft |= Leaves(section.Body, child, ref exit);
                    break;
                case ILoopOperation loop when IsRepeated(loop, child):
                    var leaves = isLeft || exit is not null && SymbolEqualityComparer.Default.Equals(exit, loop.ExitLabel);
                    return !leaves && IsPerElement(loop, isTried) ? loop : null;
            }
        }

        return null;
    }

    /// <summary>Whether a loop is throttled, or walks what it finds on its way: asked last, for it reads the whole body.</summary>
    internal static bool IsPaced(IOperation repetition)
    {
        if (repetition is not ILoopOperation loop) return false;
        foreach (var part in loop.Body.Descendants())
        {
            if (part is not IInvocationOperation { TargetMethod: { Name: var name, ContainingType.Name: var type } }) continue;
            if (name == "Delay" && type == "Task" || name == "Sleep" && type == "Thread") return true;
            if (name is "Enqueue" or "Push" && loop is IWhileLoopOperation) return true;
        }

        return false;
    }

    /// <summary>Whether an operation in a body is in a loop, a retry or a handler of its own, or behind a look into a cache.</summary>
    internal static bool IsGuarded(IOperation operation, IOperation body)
    {
        if (operation == body) return false;
        for (var (child, parent) = (operation, operation.Parent); parent is not null && parent != body; (child, parent) = (parent, parent.Parent))
        {
            if (parent is ILoopOperation or ICatchClauseOperation or IAnonymousFunctionOperation or ILocalFunctionOperation) return true;
            if (parent is ITryOperation attempt && child == attempt.Body && !attempt.Catches.IsEmpty) return true;
            if (parent is IConditionalOperation choice && child != choice.Condition && LooksUp(choice.Condition)) return true;
        }

        if (body is not IBlockOperation block) return false;

        // if (_cache.TryGetValue(id, out var known)) return known;
        foreach (var statement in block.Operations)
            if (statement is IConditionalOperation early && early.Syntax.SpanStart < operation.Syntax.SpanStart && LooksUp(early.Condition)) return true;
        return false;
    }

    /// <summary>The variables that a repetition has one of for each element: loop variables, parameters of the lambda.</summary>
    internal static bool IsElementOf(ISymbol symbol, IOperation repetition)
    {
        if (repetition is ILoopOperation loop)
        {
            foreach (var local in loop.Locals)
                if (SymbolEqualityComparer.Default.Equals(local, symbol)) return true;
        }

        return symbol is IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } };
    }

    /// <summary>Whether the variable lives inside of the repetition: declared in the loop's body, or in the lambda.</summary>
    internal static bool IsDeclaredIn(ISymbol symbol, IOperation repetition) =>
        symbol is ILocalSymbol or IParameterSymbol && !symbol.DeclaringSyntaxReferences.IsEmpty
        && symbol.DeclaringSyntaxReferences[0] is var declared
        && declared.SyntaxTree == repetition.Syntax.SyntaxTree && repetition.Syntax.Span.Contains(declared.Span);

    /// <summary>What a local that is declared in the repetition is made from.</summary>
    internal static IOperation? ValueIn(IOperation repetition, ILocalSymbol local)
    {
        foreach (var part in repetition.Descendants())
            if (part is IVariableDeclaratorOperation declarator && SymbolEqualityComparer.Default.Equals(declarator.Symbol, local)) return declarator.GetVariableInitializer()?.Value;
        return null;
    }

    /// <summary>Whether a value is made of the element of a repetition, or for a command of something that is.</summary>
    internal static bool Mentions(IOperation value, IOperation repetition, string typeName)
    {
        foreach (var part in value.DescendantsAndSelf())
        {
            if (HeldObjects.SymbolOf(part) is not { } symbol) continue;
            if (IsElementOf(symbol, repetition)) return !typeName.EndsWith("Command", StringComparison.Ordinal);
            if (symbol is ILocalSymbol local && IsDeclaredIn(local, repetition) && local.Type.Name.EndsWith("Connection", StringComparison.Ordinal)
                && ValueIn(repetition, local) is { } made && Mentions(made, repetition, local.Type.Name)) return true;
        }

        return false;
    }

    // Not the collection, which is evaluated once, nor what comes before the first round.
    private static bool IsRepeated(ILoopOperation loop, IOperation child) => loop switch
    {
        IForEachLoopOperation each => child == each.Body,
        IForLoopOperation count => !count.Before.Contains(child),
        _ => true,
    };

    private static bool IsPerElement(ILoopOperation loop, bool isTried)
    {
        switch (loop)
        {
            case IForEachLoopOperation each:
                if (IsStream(each.Collection)) return false;
                if (each.Locals.Length == 1 && (IsPage(each.Locals[0].Name) || IsSequence(each.Locals[0].Type))) return false;
                return !IsFew(each.Collection);
            case IForLoopOperation count:
                return IsCounted(count) && !isTried;
            case IWhileLoopOperation { ConditionIsTop: true, ConditionIsUntil: false, Condition: { } condition }:
                return !isTried && TakesNext(condition);
            default:
                return false;
        }
    }

    // for (var i = 0; i < items.Count; i++), for (var i = items.Count - 1; i >= 0; i--)
    private static bool IsCounted(IForLoopOperation loop)
    {
        if (loop.AtLoopBottom.Length != 1 || loop.AtLoopBottom[0] is not IExpressionStatementOperation { Operation: IIncrementOrDecrementOperation { Target: ILocalReferenceOperation counter } }) return false;
        if (loop.Condition is not IBinaryOperation bound || IsPage(counter.Local.Name)) return false;
        var last = loop.AtLoopBottom[0] is IExpressionStatementOperation { Operation.Kind: OperationKind.Decrement } ? ValueIn(loop, counter.Local) : bound.RightOperand;
        return last?.Unconverted() is { } limit && !(limit.ConstantValue is { HasValue: true, Value: int few } && few <= 16) && !NamesPages(limit);
    }

    // limit, options.MaxBatches
    private static bool NamesPages(IOperation limit) => ((limit as IMemberReferenceOperation)?.Member ?? HeldObjects.SymbolOf(limit))?.Name is { } name
        && (name.IndexOf("page", StringComparison.OrdinalIgnoreCase) >= 0 || name.IndexOf("batch", StringComparison.OrdinalIgnoreCase) >= 0
            || name.IndexOf("attempt", StringComparison.OrdinalIgnoreCase) >= 0 || name.IndexOf("retr", StringComparison.OrdinalIgnoreCase) >= 0);

    // while (reader.Read()), while (i < items.Count), while (queue.TryDequeue(out var item)), while (queue.Count > 0)
    private static bool TakesNext(IOperation condition)
    {
        foreach (var part in condition.DescendantsAndSelf())
        {
            switch (part)
            {
                case IInvocationOperation { TargetMethod: { Name: "Read" or "ReadAsync" or "ReadLine" or "ReadLineAsync", ContainingType.Name: var type } } when type.EndsWith("Reader", StringComparison.Ordinal):
                case IInvocationOperation { TargetMethod.Name: "MoveNext" or "MoveNextAsync" }:
                    return true;
                case IInvocationOperation { TargetMethod.Name: "TryDequeue" or "TryPop", Instance: ILocalReferenceOperation or IParameterReferenceOperation }:
                case IPropertyReferenceOperation { Property.Name: "Count" or "Length", Instance: ILocalReferenceOperation or IParameterReferenceOperation }:
                    return true;
            }
        }

        return false;
    }

    // Leaves the loop, or the function, behind the statement.
    private static bool Leaves(ImmutableArray<IOperation> statements, IOperation after, ref ILabelSymbol? exit)
    {
        var isBehind = false;
        foreach (var statement in statements)
        {
            if (isBehind && statement is IReturnOperation { Kind: OperationKind.Return } or IExpressionStatementOperation { Operation: IThrowOperation } && isBehind) return true;
            if (isBehind && statement is IBranchOperation { BranchKind: BranchKind.Break } branch) exit = branch.Target;
            isBehind |= statement == after;
        }

        return false;
    }

    // Every n-th round, or what is not in the cache yet.
    private static bool IsNow(IOperation condition)
    {
        foreach (var part in condition.DescendantsAndSelf())
        {
            switch (part)
            {
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.Remainder }:
                    return true;
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.GreaterThanOrEqual or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.Equals } compared
                    when IsCounter(compared.LeftOperand.Unconverted()) && !IsZero(compared.RightOperand):
                    return true;
            }
        }

        return LooksUp(condition);
    }

    private static bool IsZero(IOperation value) => value.Unconverted().ConstantValue is { HasValue: true, Value: 0 };

    private static bool IsCounter(IOperation value) => value switch
    {
        IIncrementOrDecrementOperation { Target: ILocalReferenceOperation or IFieldReferenceOperation } => true,
        ILocalReferenceOperation { Type.SpecialType: SpecialType.System_Int32 or SpecialType.System_Int64 } => true,
        IPropertyReferenceOperation { Property.Name: "Count", Instance: ILocalReferenceOperation } => true,
        IInvocationOperation { TargetMethod.Name: "Count", TargetMethod.ContainingType.Name: "Enumerable" } call => call.Syntax.ToString().Contains("ChangeTracker"),
        _ => false,
    };

    // if (!known.TryGetValue(id, out var customer)) …
    private static bool LooksUp(IOperation condition)
    {
        foreach (var part in condition.DescendantsAndSelf())
            if (part is IInvocationOperation { TargetMethod.Name: "TryGetValue" or "ContainsKey" or "TryGet" }) return true;
        return false;
    }

    private static IInvocationOperation? TakerOf(IAnonymousFunctionOperation lambda)
    {
        var handed = lambda.Parent;
        while (handed is IDelegateCreationOperation or IParenthesizedOperation) handed = handed.Parent;
        if (handed is not IArgumentOperation { Parent: IInvocationOperation call }) return null;
        var (type, name) = (call.TargetMethod.ContainingType, call.TargetMethod.Name);
        switch (type.Name)
        {
            case "List" or "Array" or "ImmutableList" when name == "ForEach": return call;
            case "EntityFrameworkQueryableExtensions" when name == "ForEachAsync": return call;
            case "Enumerable" when !lambda.Symbol.Parameters.IsEmpty:
                foreach (var known in s_perElement)
                    if (name == known) return call;
                return null;
            default: return null;
        }
    }

    private static bool IsBatch(IAnonymousFunctionOperation lambda) =>
        !lambda.Symbol.Parameters.IsEmpty && (IsPage(lambda.Symbol.Parameters[0].Name) || IsSequence(lambda.Symbol.Parameters[0].Type));

    private static bool IsPage(string name)
    {
        foreach (var page in s_pages)
        {
            if (name.StartsWith(page, StringComparison.OrdinalIgnoreCase) && (name.Length == page.Length || !char.IsLower(name[page.Length])
                || name.Length == page.Length + 1 && name[page.Length] == 's')) return true;
        }

        return false;
    }

    // A chunk of elements; a group has a key, and is an element.
    private static bool IsSequence(ITypeSymbol type)
    {
        if (type is IArrayTypeSymbol { ElementType.SpecialType: not SpecialType.System_Byte }) return true;
        return type is INamedTypeSymbol { Arity: 1, Name: "List" or "IList" or "IReadOnlyList" or "IEnumerable" or "ICollection" or "IReadOnlyCollection" or "ImmutableArray" };
    }

    private static bool IsStream(IOperation collection)
    {
        if (collection.Unconverted() is ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation { Instance: null or IInstanceReferenceOperation or ILocalReferenceOperation or IParameterReferenceOperation }) return false;
        foreach (var part in collection.DescendantsAndSelf())
        {
            if (part is not IInvocationOperation { TargetMethod: { Name: var name, ContainingType.Name: not "Enumerable" } }) continue;
            foreach (var stream in s_streams)
                if (name.StartsWith(stream, StringComparison.Ordinal)) return true;
        }

        return false;
    }

    // A list of constants, the names of an enumeration, the parts of a script, what could not be saved.
    private static bool IsFew(IOperation? collection)
    {
        for (var hops = 0; collection is not null && hops < 8; hops++)
        {
            switch (collection)
            {
                case IConversionOperation conversion: collection = conversion.Operand; continue;
                case IParenthesizedOperation parenthesized: collection = parenthesized.Operand; continue;
                case IArrayCreationOperation { Initializer: not null } or IObjectCreationOperation { Initializer: not null }: return !HasSpread(collection);
                case { Kind: CollectionExpression }: return !HasSpread(collection);
                case IFieldReferenceOperation { Field: { IsStatic: true, IsReadOnly: true } }: return true;
                case IPropertyReferenceOperation { Property: { IsStatic: true, SetMethod: null } }: return true;
                case IInvocationOperation { TargetMethod: { Name: "GetValues" or "GetNames", ContainingType.Name: "Enum" } }: return true;
                case IPropertyReferenceOperation { Property: { Name: "Entries", ContainingType.Name: "DbUpdateException" } }: return true;
                case IInvocationOperation { TargetMethod: { Name: "Split" } }: return true;
                case IInvocationOperation { TargetMethod: { Name: "Range", ContainingType.Name: "Enumerable" }, Arguments: { Length: 2 } range }:
                    return range[1].Value.ConstantValue is { HasValue: true, Value: int few } && few <= 16;
                case IInvocationOperation { TargetMethod: { ContainingType.Name: "Enumerable", Name: "ToArray" or "ToList" or "OrderBy" or "Where" or "Cast" or "OfType" or "Distinct" or "Reverse" }, Arguments: { IsEmpty: false } source }:
                    collection = source[0].Value;
                    continue;
                case ILocalReferenceOperation local: collection = HeldObjects.ValueOf(local.Local, local); continue;
                default: return false;
            }
        }

        return false;
    }

    private const OperationKind CollectionExpression = (OperationKind)127, Spread = (OperationKind)128;

    private static bool HasSpread(IOperation list)
    {
        var isEmpty = true;
        foreach (var part in list.Descendants())
        {
            if (part.Kind == Spread) return true;
            isEmpty &= part is IArrayInitializerOperation or IObjectOrCollectionInitializerOperation or IConversionOperation;
        }

        // An empty list is filled further down.
        return isEmpty;
    }
}
