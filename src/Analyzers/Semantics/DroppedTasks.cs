namespace ArchitectAnalyzers.Semantics;

/// <summary>Tasks that a piece of code starts and lets go: nobody awaits them, keeps them, or has arranged to hear of their failure.</summary>
internal static class DroppedTasks
{
    // Helpers that take a task, and see to its failure, by the names that projects give them.
    private static readonly string[] s_helpers =
    {
        "FireAndForget", "FireAndForgetSafe", "Forget", "Ignore", "NoAwait", "Observe", "RunInBackground", "SafeFireAndForget",
    };

    // Test doubles: the call says what is expected, and starts nothing.
    private static readonly string[] s_doubles = { "DidNotReceive", "DidNotReceiveWithAnyArgs", "Received", "ReceivedWithAnyArgs", "When" };

    /// <summary>Whether values of the type stand for work: a task, or what <c>ConfigureAwait</c> makes of one.</summary>
    internal static bool IsWork(ITypeSymbol? type, Facts facts) => type is not null
        && (type.IsTask(facts) || type is { Name: "ConfiguredTaskAwaitable" or "ConfiguredValueTaskAwaitable", ContainingNamespace.Name: "CompilerServices" });

    /// <summary>The call that starts the work of a value whose task goes nowhere; null where none does, or somebody has seen to it.</summary>
    /// <param name="value">A statement's expression, or what is assigned to a discard.</param>
    /// <param name="helpers">Further names of methods that may be left alone.</param>
    /// <param name="facts">Knows tasks.</param>
    internal static IInvocationOperation? Call(IOperation value, ImmutableArray<string> helpers, Facts facts)
    {
        value = value.Unwrapped();
        switch (value)
        {
            case IConditionalAccessOperation access:
                return Call(access.WhenNotNull, helpers, facts);
            case ICoalesceOperation coalesce:
                return Call(coalesce.Value, helpers, facts) ?? Call(coalesce.WhenNull, helpers, facts);
            case IConditionalOperation { WhenFalse: { } otherwise } choice:
                return Call(choice.WhenTrue, helpers, facts) ?? Call(otherwise, helpers, facts);
            case ISwitchExpressionOperation choice:
                foreach (var arm in choice.Arms)
                    if (Call(arm.Value, helpers, facts) is { } started) return started;
                return null;
            case IInvocationOperation call when call.Type is { } type && type.IsTask(facts):
                return Starts(call, type, facts) && !IsSeenTo(call, helpers, facts) ? call : null;
            default:
                return null;
        }
    }

    /// <summary>Whether the body of a function can fail only where it has caught it: one <c>try</c> with a <c>catch</c> for everything.</summary>
    internal static bool CatchesAll(SyntaxNode? function)
    {
        var body = function switch
        {
            BaseMethodDeclarationSyntax method => method.Body,
            LocalFunctionStatementSyntax local => local.Body,
            AnonymousFunctionExpressionSyntax lambda => lambda.Body as BlockSyntax,
            _ => null,
        };
        if (body is not { Statements: { Count: 1 } statements } || statements[0] is not TryStatementSyntax attempt) return false;
        foreach (var clause in attempt.Catches)
        {
            if (clause.Filter is null && clause.Declaration?.Type is null or IdentifierNameSyntax { Identifier.ValueText: "Exception" }
                or QualifiedNameSyntax { Right.Identifier.ValueText: "Exception" }) return !Rethrows(clause);
        }

        return false;
    }

    // A task that comes out of a variable (Interlocked.Exchange, Dequeue) was started elsewhere, and Task.FromResult is no work. A task of a
    // task from StartNew is another defect.
    private static bool Starts(IInvocationOperation call, ITypeSymbol type, Facts facts)
    {
        var method = call.TargetMethod;
        if (Awaitables.IsComplete(call) || type is INamedTypeSymbol { Arity: 1 } task && task.TypeArguments[0].IsTask(facts)) return false;
        if (method.MethodKind != MethodKind.DelegateInvoke && method.OriginalDefinition.ReturnType is ITypeParameterSymbol) return false;
        return !(method.Name == "Unwrap" && call.Syntax.ToString().Contains("LongRunning"));
    }

    private static bool IsSeenTo(IInvocationOperation call, ImmutableArray<string> helpers, Facts facts)
    {
        var method = call.TargetMethod;
        if (method.Name == "ContinueWith" || IsNamed(method.Name, helpers) || SaysSo(call)) return true;

        // A Blazor component is told of the failure by its renderer.
        if (method is { Name: "InvokeAsync", ContainingType: { Name: "ComponentBase", ContainingNamespace.Name: "Components" } }) return true;

        // An extension of tasks that is the project's own is there for a purpose.
        if (method.IsExtensionMethod && (method.ReducedFrom ?? method).Parameters[0].Type is { } extended && extended.IsTask(facts)
            && method.ContainingNamespace is not { Name: "Tasks", ContainingNamespace.Name: "Threading" }) return true;
        var receiver = HeldObjects.ReceiverOf(call)?.Unwrapped();
        if (receiver is IInvocationOperation before && IsDouble(before.TargetMethod.Name)) return true;

        // The commands of a batch or a transaction of Redis are not sent before Execute: to await one before would be to wait for ever.
        if (receiver?.Type is { } batch && batch.IsA(facts[KnownType.RedisBatch]) && !method.Name.StartsWith("Execute", StringComparison.Ordinal)) return true;
        if (method.Name == "Run" && facts.Is(method.ContainingType, KnownType.Task))
        {
            return call.Arguments.Length > 0 && call.Arguments[0].Value.Unconverted() switch
            {
                IDelegateCreationOperation { Target: IAnonymousFunctionOperation lambda } => CatchesAll(lambda.Syntax) || Completes(lambda),
                // What an awaiter is to call when it is done: it sees to itself.
                IParameterReferenceOperation { Parameter.Name: "continuation" } => true,
                _ => false,
            };
        }

        return method.IsAsync && !method.DeclaringSyntaxReferences.IsEmpty && CatchesAll(method.DeclaringSyntaxReferences[0].GetSyntax());
    }

    // Task.Run(() => waiting.TrySetResult(order)): who waits is told elsewhere than here, and nothing can go wrong.
    private static bool Completes(IAnonymousFunctionOperation lambda)
    {
        foreach (var statement in lambda.Body.Operations)
        {
            if (statement is IReturnOperation { ReturnedValue: null }) continue;
            var value = (statement as IExpressionStatementOperation)?.Operation ?? (statement as IReturnOperation)?.ReturnedValue;
            if (value?.Unconverted() is not IInvocationOperation { TargetMethod.ContainingType.Name: "TaskCompletionSource" }) return false;
        }

        return true;
    }

    // db.StringSetAsync(key, value, flags: CommandFlags.FireAndForget)
    private static bool SaysSo(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
            if (argument.Value.Type is { TypeKind: TypeKind.Enum } && argument.Value.Syntax.ToString().Contains("FireAndForget")) return true;
        return false;
    }

    private static bool IsNamed(string name, ImmutableArray<string> helpers)
    {
        foreach (var helper in helpers)
            if (name == helper) return true;
        foreach (var helper in s_helpers)
            if (name == helper || name.Length == helper.Length + 5 && name.StartsWith(helper, StringComparison.Ordinal) && name.EndsWith("Async", StringComparison.Ordinal)) return true;
        return false;
    }

    private static bool IsDouble(string name)
    {
        foreach (var known in s_doubles)
            if (name == known) return true;
        return false;
    }

    private static bool Rethrows(CatchClauseSyntax clause)
    {
        foreach (var node in clause.Block.DescendantNodes())
            if (node is ThrowStatementSyntax or ThrowExpressionSyntax) return true;
        return false;
    }
}
