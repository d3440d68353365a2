namespace ArchitectAnalyzers.Semantics;

/// <summary>What can be awaited, and what comes of it.</summary>
internal static class Awaitables
{
    /// <summary>Whether values of the type can be awaited: a task, or any type with a <c>GetAwaiter()</c> of its own.</summary>
    internal static bool IsAwaitable(this ITypeSymbol type, Facts facts)
    {
        if (IsTask(type, facts)) return true;
        for (var t = type; t is INamedTypeSymbol { SpecialType: SpecialType.None }; t = t.BaseType)
        {
            foreach (var member in t.GetMembers(WellKnownMemberNames.GetAwaiter))
                if (member is IMethodSymbol { IsStatic: false, Parameters.Length: 0, ReturnsVoid: false }) return true;
        }

        return false;
    }

    /// <summary>Whether the type is <c>Task</c>, <c>ValueTask</c>, or one of them with a result.</summary>
    internal static bool IsTask(this ITypeSymbol type, Facts facts) =>
        type.Name is "Task" or "ValueTask"
        && (facts.Is(type, KnownType.Task) || facts.Is(type, KnownType.TaskOfT)
            || facts.Is(type, KnownType.ValueTask) || facts.Is(type, KnownType.ValueTaskOfT));

    /// <summary>What an await of a value of the type gives, where it is a task with a result; else the type. By the task's name.</summary>
    internal static ITypeSymbol? Result(this ITypeSymbol? type) =>
        type is INamedTypeSymbol { Arity: 1, Name: "Task" or "ValueTask" } task ? task.TypeArguments[0] : type;

    /// <summary>Whether two kinds of task give the same result when awaited: <c>Task&lt;int&gt;</c> and <c>ValueTask&lt;int&gt;</c> do.</summary>
    internal static bool GivesTheSame(this ITypeSymbol task, ITypeSymbol other, Facts facts)
    {
        if (!IsTask(task, facts) || !IsTask(other, facts)) return false;
        var (left, right) = ((INamedTypeSymbol)task, (INamedTypeSymbol)other);
        return left.Arity == right.Arity
            && (left.Arity == 0 || SymbolEqualityComparer.Default.Equals(left.TypeArguments[0], right.TypeArguments[0]));
    }

    /// <summary>The <c>await</c> that the operation's value goes straight into, also through <c>ConfigureAwait</c>; null where there is none.</summary>
    internal static IAwaitOperation? DirectAwait(this IOperation operation)
    {
        var parent = operation.Parent;
        while (parent is IConversionOperation or IInvocationOperation { TargetMethod.Name: "ConfigureAwait" }
               or IConditionalAccessOperation or IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "ConfigureAwait" } })
            parent = parent.Parent;
        return parent as IAwaitOperation;
    }

    /// <summary>
    /// The expression behind conversions, parentheses and the calls that change how a task is awaited but not what is waited for:
    /// <c>ConfigureAwait</c>, <c>AsTask</c>, <c>Preserve</c>, <c>GetAwaiter</c>, <c>WaitAsync</c>.
    /// </summary>
    internal static IOperation Unwrapped(this IOperation operation)
    {
        while (true)
        {
            switch (operation)
            {
                case IConversionOperation conversion: operation = conversion.Operand; break;
                case IParenthesizedOperation parenthesized: operation = parenthesized.Operand; break;
                case IDeclarationExpressionOperation declaration: operation = declaration.Expression; break;
                case IInvocationOperation { Instance: { } instance } call when IsWrapper(call.TargetMethod): operation = instance; break;
                // new ValueTask<T>(task) waits for the task.
                case IObjectCreationOperation { Arguments: { Length: 1 } arguments, Type: { Name: "ValueTask" } type }
                    when IsOfTasks(type) && arguments[0].Value.Type is { Name: "Task" } inner && IsOfTasks(inner): operation = arguments[0].Value; break;
                default: return operation;
            }
        }
    }

    /// <summary>Whether the expression is a task that is complete by its making: <c>Task.FromResult(x)</c>, the winner of a <c>WhenAny</c>.</summary>
    internal static bool IsComplete(IOperation task) => task switch
    {
        IInvocationOperation { TargetMethod: { IsStatic: true, Name: "FromResult" or "FromException" or "FromCanceled" } method } =>
            IsTaskOrValueTask(method.ContainingType),
        IPropertyReferenceOperation { Property: { IsStatic: true, Name: "CompletedTask" } property } => IsTaskOrValueTask(property.ContainingType),
        IObjectCreationOperation { Type: { Name: "ValueTask" } type, Arguments.Length: 0 or 1 } => IsOfTasks(type),
        IDefaultValueOperation { Type: { Name: "ValueTask" } type } => IsOfTasks(type),
        IAwaitOperation wait => wait.Operation.Unwrapped() is IInvocationOperation call && IsWhenAny(call),
        _ => false,
    };

    /// <summary>Whether a thread waits for the task right where it is made: <c>client.GetAsync(url).Result</c>.</summary>
    internal static bool IsBlockedOn(this IOperation task)
    {
        var parent = task.Parent;
        while (parent is IConversionOperation or IParenthesizedOperation
            or IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "AsTask" or "GetAwaiter" })
            parent = parent.Parent;
        return parent switch
        {
            IPropertyReferenceOperation { Property: { Name: "Result", ContainingType: var type } } => IsTaskOrValueTask(type),
            IInvocationOperation { TargetMethod: { Name: "Wait", ContainingType: var type } } => IsTaskOrValueTask(type),
            IInvocationOperation { TargetMethod: { Name: "GetResult", ContainingNamespace.Name: "CompilerServices" } } => true,
            _ => false,
        };
    }

    internal static bool IsWhenAny(IInvocationOperation call) => call.TargetMethod.Name == "WhenAny";

    private static bool IsWrapper(IMethodSymbol method) =>
        method.Name is "ConfigureAwait" or "AsTask" or "Preserve" or "GetAwaiter" or "WaitAsync"
        && (IsOfTasks(method.ContainingType) || method.ContainingNamespace is { Name: "CompilerServices" });

    private static bool IsTaskOrValueTask(INamedTypeSymbol type) => type.Name is "Task" or "ValueTask" && IsOfTasks(type);

    private static bool IsOfTasks(ITypeSymbol type) =>
        type.ContainingNamespace is { Name: "Tasks", ContainingNamespace: { Name: "Threading", ContainingNamespace.Name: "System" } };
}
