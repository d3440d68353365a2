namespace ArchitectAnalyzers.Rules.Architecture;

/// <summary>An async lambda becomes a delegate that returns nothing, so that nobody awaits it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Fix = FixSafety.Safe)]
public sealed class AsyncLambdaAsAction : Rule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH1005",
        title: "Give async lambdas to those who await them",
        messageFormat: "'{0}' does not await this lambda; {1}",
        category: Describe.Architecture,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "An async lambda that becomes an Action is async void. Whoever calls it goes on at its first await, nobody knows when it is done, and " +
            "an exception in it ends the process.");

    // Those who take an Action, with what to do instead.
    private static readonly KnownMethod[] s_takers =
    {
        new(KnownType.Parallel, "ForEach", Note: "await Parallel.ForEachAsync"),
        new(KnownType.Parallel, "For", Note: "await Parallel.ForAsync"),
        new(KnownType.Parallel, "Invoke", Note: "await Task.WhenAll"),
        new(KnownType.ListOfT, "ForEach", Note: "await in a foreach loop"),
        new(KnownType.Array, "ForEach", Note: "await in a foreach loop"),
        new(KnownType.ThreadPool, "QueueUserWorkItem", Note: "use Task.Run"),
        new(KnownType.ThreadPool, "UnsafeQueueUserWorkItem", Note: "use Task.Run"),
        new(KnownType.TaskFactory, "StartNew", Note: "use Task.Run"),
        KnownMethod.New(KnownType.Thread, "use Task.Run"),
        KnownMethod.New(KnownType.Timer, "await a PeriodicTimer in a loop"),
    };

    public AsyncLambdaAsAction() : base(Descriptor, KnownType.Task) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        var takers = MemberTable.Of(facts, s_takers);
        start.RegisterOperationAction(context => Check(context, facts, takers), OperationKind.DelegateCreation);
    }

    private static void Check(OperationAnalysisContext context, Facts facts, MemberTable? takers)
    {
        var creation = (IDelegateCreationOperation)context.Operation;
        if (creation.Target is not IAnonymousFunctionOperation { Symbol: { IsAsync: true, ReturnsVoid: true } lambda }) return;
        var value = Whole(creation);
        if (IsHandler(value, lambda, facts, context.CancellationToken) || facts.Is(creation.Type, KnownType.SendOrPostCallback)) return;
        if (AsyncKeyword(creation.Target.Syntax) is not { } keyword) return;
        var (taker, advice) = Taker(value, creation, takers);
        context.Report(Descriptor, keyword.GetLocation(), taker, advice);
    }

    // The delegate where it is used: through casts, parentheses and choices.
    private static IOperation Whole(IOperation value)
    {
        while (value.Parent is IConversionOperation or IParenthesizedOperation or IConditionalOperation or ICoalesceOperation or IDelegateCreationOperation
               or ISwitchExpressionArmOperation or ISwitchExpressionOperation) value = value.Parent;
        return value;
    }

    // Events are what async void is for.
    private static bool IsHandler(IOperation value, IMethodSymbol lambda, Facts facts, CancellationToken cancellationToken)
    {
        if (value.Parent is IEventAssignmentOperation || lambda.IsEventShaped(facts)) return true;
        ISymbol? holder = value.Parent switch
        {
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => declarator.Symbol,
            IFieldInitializerOperation { InitializedFields: { Length: > 0 } fields } => fields[0],
            IPropertyInitializerOperation { InitializedProperties: { Length: > 0 } properties } => properties[0],
            IAssignmentOperation { Target: ILocalReferenceOperation local } => local.Local,
            IAssignmentOperation { Target: IMemberReferenceOperation member } => member.Member,
            _ => null,
        };
        return holder is not null && Subscriptions.IsAttached(holder, facts, cancellationToken);
    }

    private static (string Taker, string Advice) Taker(IOperation value, IDelegateCreationOperation creation, MemberTable? takers)
    {
        // An argument may be one of many, in an array that the compiler makes.
        var parent = value.Parent;
        while (parent is IArrayInitializerOperation or IArrayCreationOperation or IConversionOperation) parent = parent.Parent;
        var method = parent is not IArgumentOperation ? null : parent.Parent switch
        {
            IInvocationOperation call => call.TargetMethod,
            IObjectCreationOperation { Constructor: { } constructor } => constructor,
            _ => null,
        };
        if (method is null) return (creation.Type?.Name ?? "Action", "let it be a delegate that returns a task");
        var name = method.MethodKind switch
        {
            MethodKind.Constructor or MethodKind.DelegateInvoke => method.ContainingType.Name,
            MethodKind.Ordinary when !method.IsExtensionMethod => method.ContainingType.Name + "." + method.Name,
            _ => method.Name,
        };
        if (takers?.Match(method)?.Note is { } advice) return (name, advice);
        return (name, method.DeclaringSyntaxReferences.IsEmpty ? "an exception in it ends the process" : "let it take a delegate that returns a task");
    }

    private static SyntaxToken? AsyncKeyword(SyntaxNode lambda) => lambda is AnonymousFunctionExpressionSyntax { AsyncKeyword: var keyword } ? keyword : null;
}
