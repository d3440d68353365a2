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
            if (call.Arguments.IsEmpty || BackgroundUses.HowRun(call, facts) is not { } how) return;
            if (how == Running.WaitedFor) CheckWhenAll(context, call, facts);
            else if (how == Running.InParallel && call.TargetMethod.ContainingType.Name == "Enumerable") CheckSelect(context, call, facts);
            else foreach (var argument in call.Arguments) CheckArgument(context, argument.Value, call.NameNode(), how == Running.InBackground, facts);
        }, OperationKind.Invocation);

        start.RegisterOperationAction(context =>
        {
            var creation = (IObjectCreationOperation)context.Operation;
            if (creation.Arguments.IsEmpty || !facts.Is(creation.Type, KnownType.Thread) && !facts.Is(creation.Type, KnownType.Timer)) return;
            CheckArgument(context, creation.Arguments[0].Value, CallShapes.NameNode(creation.Syntax), true, facts);
        }, OperationKind.ObjectCreation);

        start.RegisterOperationAction(context =>
        {
            var work = ((IExpressionStatementOperation)context.Operation).Operation;
            if (BackgroundUses.OfDropped(work, facts) is { } use) Report(context, use, Started(work).NameNode());
        }, OperationKind.ExpressionStatement);
    }

    private static IInvocationOperation Started(IOperation work) =>
        (IInvocationOperation)(work is ISimpleAssignmentOperation { Value: var value } ? value.Unconverted() : work);

    private static void CheckArgument(OperationAnalysisContext context, IOperation value, SyntaxNode taker, bool isEnded, Facts facts)
    {
        if (BackgroundUses.Of(value, taker, isEnded, facts) is not { } uses) return;
        foreach (var use in uses) Report(context, use, taker);
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
