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
}
