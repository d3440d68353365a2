namespace ArchitectAnalyzers.Rules.Architecture;

/// <summary>A thread waits for a task that is not known to be complete.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Cwe = 833, Fix = FixSafety.Safe)]
public sealed class BlockedTask : CallRule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH1001",
        title: "Await tasks instead of blocking on them",
        messageFormat: "'{0}' blocks a thread until the task completes; {1}",
        category: Describe.Architecture,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A thread that waits for a task does no other work. Under load the pool runs out of threads, the continuation that would complete the task finds none, and the service stands still.",
        Describe.Cwe(833));

    internal static readonly KnownMethod[] Table =
    {
        KnownMethod.Get(KnownType.TaskOfT, "Result"),
        KnownMethod.Get(KnownType.ValueTaskOfT, "Result"),
        new(KnownType.Task, "Wait"),
        new(KnownType.Task, "WaitAll"),
        new(KnownType.Task, "WaitAny"),
        new(KnownType.TaskAwaiter, "GetResult"),
        new(KnownType.TaskAwaiterOfT, "GetResult"),
        new(KnownType.ConfiguredTaskAwaiter, "GetResult"),
        new(KnownType.ConfiguredTaskAwaiterOfT, "GetResult"),
        new(KnownType.ValueTaskAwaiter, "GetResult"),
        new(KnownType.ValueTaskAwaiterOfT, "GetResult"),
        new(KnownType.ConfiguredValueTaskAwaiter, "GetResult"),
        new(KnownType.ConfiguredValueTaskAwaiterOfT, "GetResult"),
    };

    public BlockedTask() : base(Descriptor, Table, KnownType.Task) { }

    private protected override void Check(OperationAnalysisContext context, KnownMethod row, Facts facts)
    {
        var use = context.Operation;
        if (!IsBlocking(use, context.ContainingSymbol, facts, context.GetControlFlowGraph) || IsOfAddition(use, facts, context.CancellationToken)) return;
        context.Report(Descriptor, CallShapes.NameNode(use.Syntax), row.Name, Advice(use, context.ContainingSymbol, facts));
    }

    /// <summary>Whether a use of a member of <see cref="Table"/> blocks: the fix asks too, to find the other sites of a method.</summary>
    internal static bool IsBlocking(IOperation use, ISymbol containing, Facts facts, Func<Microsoft.CodeAnalysis.FlowAnalysis.ControlFlowGraph?> graph) =>
        !Polls(use) && !MayBlock(use, containing, facts) && !use.IsQuoted(facts) && use switch
        {
            IPropertyReferenceOperation { Instance: { } task } => !Completion.IsKnown(use, task, graph),
            IInvocationOperation { Instance: { } task } => !Completion.IsKnown(use, task, graph),
            IInvocationOperation { Instance: null } wait => !Completion.AreKnown(wait, wait.TargetMethod.Name == "WaitAll", graph),
            _ => false,
        };

    // db.Orders.AddAsync(order).AsTask().Wait(): complete when it returns, and a rule of its own.
    private static bool IsOfAddition(IOperation use, Facts facts, CancellationToken cancellationToken)
    {
        var task = (use as IPropertyReferenceOperation)?.Instance ?? (use as IInvocationOperation)?.Instance;
        while (task?.Unconverted() is IInvocationOperation { TargetMethod.Name: "GetAwaiter" or "AsTask" or "ConfigureAwait", Instance: { } inner }) task = inner;
        return task?.Unconverted() is IInvocationOperation call && AsyncAdditions.AreNeedless(call, facts, cancellationToken);
    }

    // Wait(0) looks, and does not wait.
    private static bool Polls(IOperation use)
    {
        if (use is not IInvocationOperation { TargetMethod.Name: "Wait" or "WaitAll" or "WaitAny" } call) return false;
        foreach (var argument in call.Arguments)
        {
            if (argument.Value.ConstantValue is { HasValue: true, Value: 0 }) return true;
            if (argument.Value.Unwrapped() is IFieldReferenceOperation { Field: { Name: "Zero", ContainingType.Name: "TimeSpan" } }) return true;
        }

        return false;
    }

    private static bool MayBlock(IOperation use, ISymbol containing, Facts facts)
    {
        var nested = use.NestedFunction();
        if (containing is IMethodSymbol member)
        {
            if (nested is null && member.IsEntryPoint()) return true;
            if (member.IsSynchronousDispose() && !member.ContainingType.Implements(facts[KnownType.IAsyncDisposable])) return true;
            if (member.Name == "End" && IsAsyncResult(member.ContainingType)) return true;
            if (nested is null && HasAsyncTwin(member, facts)) return true;
            if (member.Name == "GetResult" && (member.ContainingType.Implements(facts[KnownType.INotifyCompletion])
                || !member.ContainingType.GetMembers("IsCompleted").IsEmpty)) return true;
        }

        // A thread of its own is nobody else's.
        return nested is IAnonymousFunctionOperation { Parent: IDelegateCreationOperation { Parent: IArgumentOperation { Parent: IObjectCreationOperation thread } } }
            && facts.Is(thread.Type, KnownType.Thread);
    }

    private static bool IsAsyncResult(INamedTypeSymbol type)
    {
        foreach (var contract in type.AllInterfaces)
            if (contract is { Name: nameof(IAsyncResult), ContainingNamespace.Name: nameof(System) }) return true;
        return false;
    }

    // Stream.Flush beside FlushAsync, both dictated from outside: who can await calls the other one.
    private static bool HasAsyncTwin(IMethodSymbol member, Facts facts)
    {
        if (member.Name == "Dispose" || !IsDictated(member, facts)) return false;
        foreach (var other in member.ContainingType.GetMembers(member.Name + "Async"))
            if (other is IMethodSymbol twin && twin.ReturnType.IsTask(facts) && IsDictated(twin, facts)) return true;
        return false;
    }

    private static bool IsDictated(IMethodSymbol method, Facts facts)
    {
        var root = method;
        while (root.OverriddenMethod is { } overridden) root = overridden;
        return method.OverriddenMethod is not null ? root.DeclaringSyntaxReferences.IsEmpty : facts.Signatures().ImplementsForeign(method, CancellationToken.None);
    }

    private static string Advice(IOperation use, ISymbol containing, Facts facts)
    {
        var function = use.Function(containing);
        if (function is { IsAsync: true }) return "await it";
        if (use.NestedFunction() is IAnonymousFunctionOperation lambda)
        {
            if (lambda.Parent is IDelegateCreationOperation { Parent: IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "GetOrAdd" or "GetOrCreate" or "AddOrUpdate" } } })
                return "cache the task instead of its result";
            foreach (var parameter in lambda.Symbol.Parameters)
                if (facts.Is(parameter.Type, KnownType.IServiceProvider)) return "do the asynchronous work before the container is built, or in a hosted service";
            return "make the lambda async and await";
        }

        return function switch
        {
            { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor } or null => "create the object in an async method",
            { MethodKind: MethodKind.PropertyGet or MethodKind.PropertySet } => "offer an async method instead of the property",
            { MethodKind: MethodKind.LocalFunction } => "make the function async and await",
            _ when function.IsSynchronousDispose() => "await it in DisposeAsync",
            _ => "make the method async and await",
        };
    }
}
