namespace ArchitectAnalyzers.Rules.Api;

/// <summary>A lambda that runs beside the request, or after it, uses the request's context. Reported at its first use in the lambda.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Cwe = 362, NoFix = "What is to be copied, and whether the work may outlive the request at all, is for the author to decide.")]
public sealed class ContextAcrossThreads : Rule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH3109",
        title: "Keep the HttpContext on the request's own path",
        messageFormat: "'{0}' belongs to one request and to one thread at a time, but '{1}' runs this beside the request or after it; copy what is needed into variables first",
        category: Describe.Api,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "HttpContext is not safe for several threads, and it is cleared and given to the next request when its own ends. Work that runs in parallel or in the background reads torn state, another user's data, or fails.",
        Describe.Cwe(362));

    public ContextAcrossThreads() : base(Descriptor, KnownType.HttpContext) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        start.RegisterOperationAction(context =>
        {
            var call = (IInvocationOperation)context.Operation;
            if (call.Arguments.IsEmpty || HowRun(call, facts) is not { } how) return;
            if (how == How.WaitedFor) CheckWhenAll(context, call, facts);
            else if (how == How.InParallel && call.TargetMethod.ContainingType.Name == "Enumerable") CheckSelect(context, call, facts);
            else foreach (var argument in call.Arguments) CheckArgument(context, argument.Value, call.NameNode(), how == How.InBackground, facts);
        }, OperationKind.Invocation);

        start.RegisterOperationAction(context =>
        {
            var creation = (IObjectCreationOperation)context.Operation;
            if (creation.Arguments.IsEmpty || !facts.Is(creation.Type, KnownType.Thread) && !facts.Is(creation.Type, KnownType.Timer)) return;
            CheckArgument(context, creation.Arguments[0].Value, CallShapes.NameNode(creation.Syntax), true, facts);
        }, OperationKind.ObjectCreation);

        start.RegisterOperationAction(context => CheckDropped(context, ((IExpressionStatementOperation)context.Operation).Operation, facts), OperationKind.ExpressionStatement);
    }

    // _ = AuditAsync(HttpContext); _ = AuditAsync(); nobody waits, so what comes after its first await comes after the request, maybe.
    private static void CheckDropped(OperationAnalysisContext context, IOperation work, Facts facts)
    {
        if (work is ISimpleAssignmentOperation { Target: IDiscardOperation, Value: var value }) work = value.Unconverted();
        if (work is not IInvocationOperation call || call.Type is null || !DroppedTasks.IsWork(call.Type, facts) || HowRun(call, facts) is not null) return;
        foreach (var argument in call.Arguments)
        {
            if (!ContextUses.IsContextValue(argument.Value.Unconverted(), facts)) continue;
            Report(context, argument.Value.Unconverted(), call.NameNode());
            return;
        }

        if ((call.TargetMethod.MethodKind == MethodKind.LocalFunction ? ContextUses.LocalFunction(call, call.TargetMethod) : ContextUses.BodyOf(call, facts)) is { } body && ContextUses.AfterAwait(body, facts) is { } use) Report(context, use, call.NameNode());
    }

    private enum How { InBackground, InParallel, WaitedFor }

    // Name before type. What is awaited on the spot goes on alone: another rule speaks of that.
    private static How? HowRun(IInvocationOperation call, Facts facts)
    {
        var (name, type) = (call.TargetMethod.Name, call.TargetMethod.ContainingType);
        switch (name)
        {
            case "Run" or "ContinueWith" when facts.Is(type, KnownType.Task) || facts.Is(type, KnownType.TaskOfT):
            case "StartNew" when type is { Name: "TaskFactory", ContainingNamespace.Name: "Tasks" }:
                return IsWaitedFor(call) ? null : How.InBackground;
            case "QueueUserWorkItem" or "UnsafeQueueUserWorkItem" when facts.Is(type, KnownType.ThreadPool):
                return How.InBackground;
            case "For" or "ForEach" or "Invoke" or "ForEachAsync" or "ForAsync" when type is { Name: "Parallel", ContainingNamespace.Name: "Tasks" }:
                return How.InParallel;
            case "WhenAll" when facts.Is(type, KnownType.Task):
                return How.WaitedFor;
            case "Select" when type.Name == "Enumerable":
                return How.InParallel;
            case "TryWrite" or "WriteAsync" when type.Name == "ChannelWriter":
                return How.InBackground;
        }

        if (type is { Name: "ParallelEnumerable", ContainingNamespace.Name: "Linq" }) return How.InParallel;
        return IsQueue(name) ? How.InBackground : null;
    }

    private static bool IsQueue(string name) =>
        name.IndexOf("Queue", StringComparison.OrdinalIgnoreCase) >= 0 || name.IndexOf("Background", StringComparison.Ordinal) >= 0
        || name.IndexOf("FireAndForget", StringComparison.Ordinal) >= 0;

    private static bool IsWaitedFor(IInvocationOperation call)
    {
        if (call.DirectAwait() is not null || call.IsBlockedOn()) return true;
        IOperation? parent = call.Parent;
        while (parent is IConversionOperation or IInvocationOperation { TargetMethod.Name: "Unwrap" } or IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "Unwrap" } }) parent = parent.Parent;
        return parent is IReturnOperation or IAwaitOperation;
    }

    private static void CheckArgument(OperationAnalysisContext context, IOperation value, SyntaxNode taker, bool isEnded, Facts facts)
    {
        if (value is IArrayCreationOperation { Initializer.ElementValues: var many })
            foreach (var one in many) CheckArgument(context, one, taker, isEnded, facts);
        if (isEnded && taker.ToString().EndsWith("UserWorkItem", StringComparison.Ordinal) && ContextUses.IsContextValue(value.Unwrapped(), facts)) Report(context, value.Unwrapped(), taker);
        if (ContextUses.MethodOf(value, facts) is var (mention, body) && ContextUses.First(body, 0, isEnded, facts) is not null) Report(context, mention, taker);
        if (ContextUses.Code(value) is not { } code) return;
        if (ContextUses.First(code, 0, isEnded, facts) is { } use) Report(context, use, taker);
        else if (Helper(code, isEnded, facts) is { } call) Report(context, call, taker);
    }

    // A method or property of this object, used in the lambda, that uses the context itself.
    private static IOperation? Helper(IOperation code, bool isEnded, Facts facts)
    {
        foreach (var part in code.Descendants())
            if (ContextUses.BodyOf(part, facts) is { } body && ContextUses.First(body, 0, isEnded, facts) is not null) return part;
        return null;
    }

    // Tasks of one async lambda or method that run at once: after its first await, nothing says on which thread.
    private static void CheckSelect(OperationAnalysisContext context, IInvocationOperation select, Facts facts)
    {
        foreach (var argument in select.Arguments)
        {
            if (argument.Value is not IDelegateCreationOperation { Target: IAnonymousFunctionOperation { Symbol.IsAsync: true } lambda } || !AreAwaitedAtOnce(select)) continue;
            if (ContextUses.AfterAwait(lambda, facts) is { } use) Report(context, use, select.NameNode());
        }
    }

    private static bool AreAwaitedAtOnce(IInvocationOperation select)
    {
        foreach (var part in select.Root().Descendants())
            if (part is IInvocationOperation { TargetMethod: { Name: "WhenAll", ContainingType.Name: "Task" } }) return true;
        return false;
    }

    private static void CheckWhenAll(OperationAnalysisContext context, IInvocationOperation whenAll, Facts facts)
    {
        IInvocationOperation? first = null;
        foreach (var part in whenAll.Descendants())
        {
            var call = part as IInvocationOperation ?? (part as ILocalReferenceOperation)?.Initializer()?.Unconverted() as IInvocationOperation;
            if (call?.Instance is not IInstanceReferenceOperation) continue;
            first ??= call;
            if (first == call || !SymbolEqualityComparer.Default.Equals(first.TargetMethod, call.TargetMethod)) continue;
            if (ContextUses.BodyOf(call, facts) is { } body && ContextUses.AfterAwait(body, facts) is { } use) Report(context, use, whenAll.NameNode());
            return;
        }
    }

    private static void Report(OperationAnalysisContext context, IOperation use, SyntaxNode taker) =>
        context.Report(Descriptor, CallShapes.NameNode(use.Syntax), CallShapes.NameNode(use.Syntax).ToString(), taker.ToString());
}
