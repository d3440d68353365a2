namespace ArchitectAnalyzers.Models;

internal sealed partial class Tokens
{
    // Methods that keep what they are handed and call it some other time, perhaps for somebody else, by the words they begin with.
    private static readonly string[] s_keepers =
    {
        "Add", "Configure", "Consume", "Enqueue", "GetOrAdd", "GetOrCreate", "Handle", "Listen", "Map", "On", "Queue", "Register", "Schedule",
        "Set", "Start", "Subscribe", "Use", "Watch",
    };

    /// <summary>
    /// Whether a token of the function, had it one, would mean the same at the operation: no lambda in between is kept for later, no local
    /// function is static, and the operation's task is not made to outlive the caller.
    /// </summary>
    /// <param name="operation">Where the token would be passed.</param>
    /// <param name="function">The lambda or local function that would have it; null for the member that the operation is in.</param>
    internal bool Reaches(IOperation operation, SyntaxNode? function) => !Outlives(operation) && Reaches(operation, function, 0);

    private bool Reaches(IOperation operation, SyntaxNode? function, int depth)
    {
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            var inner = parent switch
            {
                IAnonymousFunctionOperation lambda => lambda.Symbol,
                ILocalFunctionOperation local => local.Symbol,
                _ => null,
            };
            if (inner is null) continue;
            if (parent.Syntax == function) return true;
            if (inner.IsStatic || !RunsHere(parent, depth)) return false;
        }

        return function is null;
    }

    // Whether a lambda or local function runs only as part of what encloses it.
    private bool RunsHere(IOperation function, int depth) => function switch
    {
        IAnonymousFunctionOperation { Parent: IDelegateCreationOperation handed } => IsRunByTaker(handed),
        ILocalFunctionOperation local => depth < 4 && IsCalledHere(local, depth),
        _ => false,
    };

    private static bool IsRunByTaker(IOperation handed)
    {
        var parent = handed.Parent;
        while (parent is IConversionOperation) parent = parent.Parent;
        return parent is IArgumentOperation { Parent: IInvocationOperation taker } && (IsLinq(taker) || (!Keeps(taker.TargetMethod.Name) && IsAwaited(taker)));
    }

    private static bool IsLinq(IInvocationOperation call) =>
        call.TargetMethod.ContainingType is { Name: "Enumerable" or "AsyncEnumerable" or "ParallelEnumerable", ContainingNamespace.Name: "Linq" };

    internal static bool Keeps(string name)
    {
        // A memory cache's factory runs for its caller and keeps no task.
        return name != "GetOrCreateAsync" && Words.StartsWithWord(name, s_keepers);
    }

    // Awaited, returned to one who awaits, or among others in WhenAll.
    internal static bool IsAwaited(IInvocationOperation call)
    {
        if (call.DirectAwait() is not null) return true;
        var parent = call.Parent;
        while (parent is IConversionOperation or IArgumentOperation or IArrayInitializerOperation or IArrayCreationOperation)
            parent = parent.Parent;
        return parent is IReturnOperation
            || (parent is IInvocationOperation { TargetMethod: { Name: "WhenAll" or "WhenAny", ContainingType.Name: "Task" } } all && IsAwaited(all));
    }

    private bool IsCalledHere(ILocalFunctionOperation local, int depth)
    {
        var root = local.Root();
        var enclosing = local.Parent;
        while (enclosing is not (null or IAnonymousFunctionOperation or ILocalFunctionOperation)) enclosing = enclosing.Parent;

        var isCalled = false;
        foreach (var part in root.Descendants())
        {
            var runs = part switch
            {
                IInvocationOperation call when Is(call.TargetMethod) => !Outlives(call),
                IMethodReferenceOperation reference when Is(reference.Method) => reference.Parent is IDelegateCreationOperation handed && IsRunByTaker(handed),
                _ => (bool?)null,
            };
            if (runs is null || IsWithin(part, local)) continue;
            if (runs is false || !Reaches(part, enclosing?.Syntax, depth + 1)) return false;
            isCalled = true;
        }

        return isCalled;

        bool Is(IMethodSymbol method) => SymbolEqualityComparer.Default.Equals(method.OriginalDefinition, local.Symbol.OriginalDefinition);
    }

    private static bool IsWithin(IOperation part, IOperation whole)
    {
        for (var parent = part.Parent; parent is not null; parent = parent.Parent)
            if (parent == whole) return true;
        return false;
    }

    // "SendAsync();" without await and "_ = SendAsync()" were started on purpose to outlive the caller, as "_loop = RunAsync()" was; and
    // "_cached ??= LoadAsync()" is shared with others. Who is handed the task in an object, "new Work(RunAsync())", awaits it in a time of his own.
    private bool Outlives(IOperation operation)
    {
        if (operation is not IInvocationOperation || operation.Type is not { } type || !type.IsAwaitable(_facts)) return false;
        var parent = operation.Parent;
        while (parent is IConversionOperation or IConditionalAccessOperation or IInvocationOperation { TargetMethod.Name: "ConfigureAwait" })
            parent = parent.Parent;
        return parent is IExpressionStatementOperation
            or IArgumentOperation { Parent: IObjectCreationOperation { Type.Name: not "ValueTask" } }
            or IAssignmentOperation { Target: IDiscardOperation or IFieldReferenceOperation or IPropertyReferenceOperation };
    }
}
