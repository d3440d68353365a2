namespace ArchitectAnalyzers.Rules.Architecture;

[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Cwe = 391, Fix = FixSafety.Safe)]
public sealed class UnobservedTask : Rule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH1006",
        title: "Await or return every task you start",
        messageFormat: "'{0}' is started and let go, so nobody sees it fail or end; {1}",
        category: Describe.Architecture,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A call starts asynchronous work and its task is dropped. The work may fail without a trace, may still run when the request, its services or the process are gone, and nothing slows its callers down.",
        Describe.Cwe(391));

    internal static readonly Option<bool> AllowDiscard = Option.Bool(Descriptor, "allow_discard", true,
        "Whether `_ = SendAsync()` is a decision that is respected outside of request handlers.");

    internal static readonly Option<ImmutableArray<string>> Helpers = Option.Names(Descriptor, "fire_and_forget_methods",
        "Further methods whose tasks may be dropped, because they see to failures; Forget, FireAndForget, SafeFireAndForget and the like are known.");

    public UnobservedTask() : base(Descriptor, KnownType.Task) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        start.RegisterOperationAction(context =>
        {
            var statement = (IExpressionStatementOperation)context.Operation;
            switch (statement.Operation)
            {
                case IInvocationOperation call when DroppedTasks.IsWork(call.Type, facts):
                case IConditionalAccessOperation access when DroppedTasks.IsWork(Last(access).Type, facts):
                    CheckCall(context, statement.Operation, facts);
                    break;
                case IInvocationOperation { TargetMethod.ContainingType.Name: "Enumerable" } query when ForgottenLocals.IsOfTasks(query.Type, facts):
                    Report(context, query, facts);
                    break;
                case IInvocationOperation { Instance: ILocalReferenceOperation local, Arguments: { Length: 1 } arguments }
                    when DroppedTasks.IsWork(arguments[0].Value.Type, facts):
                    CheckFilled(context, local, facts);
                    break;
                case ISimpleAssignmentOperation { Target: IDiscardOperation } discard when DroppedTasks.IsWork(TypeOf(discard.Value), facts):
                    CheckDiscard(context, discard.Value, facts);
                    break;
                case ISimpleAssignmentOperation { Target: IArrayElementReferenceOperation { ArrayReference: ILocalReferenceOperation local } } element
                    when DroppedTasks.IsWork(element.Value.Type, facts):
                    CheckFilled(context, local, facts);
                    break;
            }
        }, OperationKind.ExpressionStatement);

        start.RegisterOperationAction(context =>
        {
            // The type of the value: that of the local is made when it is first asked for.
            var declarator = (IVariableDeclaratorOperation)context.Operation;
            if (declarator.Initializer?.Value is { } value && (DroppedTasks.IsWork(TypeOf(value), facts) || ForgottenLocals.IsOfTasks(value.Type, facts)))
                CheckLocal(context, declarator.Symbol, value, facts);
        }, OperationKind.VariableDeclarator);
    }

    /// <summary>
    /// The call of a plain statement that the rule reports, in code that is not async: the fix asks too, to find the other sites of a method.
    /// </summary>
    internal static IInvocationOperation? Dropped(IExpressionStatementOperation statement, ImmutableArray<string> helpers, Facts facts) =>
        statement.Operation is IInvocationOperation or IConditionalAccessOperation && DroppedTasks.IsWork(TypeOf(statement.Operation), facts)
            ? DroppedTasks.Call(statement.Operation, helpers, facts) : null;

    // Plain statements of async code are the compiler's (CS4014); behind "?." they are not.
    private static void CheckCall(OperationAnalysisContext context, IOperation dropped, Facts facts)
    {
        if (dropped is IInvocationOperation && dropped.Function(context.ContainingSymbol) is { IsAsync: true }) return;
        if (Started(context, dropped, facts) is { } call) Report(context, call, facts);
    }

    private static void CheckDiscard(OperationAnalysisContext context, IOperation value, Facts facts)
    {
        if (Started(context, value, facts) is not { } call) return;
        if (AllowDiscard.Read(context.Options, value.Syntax.SyntaxTree) && facts.RequestCode().KindAt(value, context.ContainingSymbol) is null) return;
        Report(context, call, facts, "await it, or hand the work to a queue with a worker");
    }

    private static void CheckFilled(OperationAnalysisContext context, ILocalReferenceOperation local, Facts facts)
    {
        if (ForgottenLocals.IsOfTasks(local.Type, facts) && ForgottenLocals.PutInto(local) is { } value && Started(context, value, facts) is { } call
            && IsOwn(local) && ForgottenLocals.IsForgotten(local.Local, local))
            Report(context, call, facts, "await Task.WhenAll of '" + local.Local.Name + "'");
    }

    // Made here: what comes from elsewhere is looked at elsewhere.
    private static bool IsOwn(ILocalReferenceOperation local) =>
        HeldObjects.ValueOf(local.Local, local)?.Unwrapped() is not (null or IInvocationOperation or IMemberReferenceOperation or IParameterReferenceOperation or ILocalReferenceOperation);

    private static void CheckLocal(OperationAnalysisContext context, ILocalSymbol local, IOperation value, Facts facts)
    {
        if (DroppedTasks.IsWork(TypeOf(value), facts))
        {
            if (Started(context, value, facts) is not { } call || !ForgottenLocals.IsForgotten(local, value)) return;
            if (local.Name.Trim('_').Length == 0) CheckDiscard(context, value, facts);
            else Report(context, call, facts, "await '" + local.Name + "'");
        }
        else if (FirstOf(value.Unwrapped(), context, facts) is { } first && ForgottenLocals.IsForgotten(local, value))
        {
            Report(context, first, facts, "await Task.WhenAll of '" + local.Name + "'");
        }
    }

    // The first task of an array, or the query that starts them all.
    private static IInvocationOperation? FirstOf(IOperation tasks, OperationAnalysisContext context, Facts facts)
    {
        if (tasks is IInvocationOperation { TargetMethod.ContainingType.Name: "Enumerable" } query) return query;
        if (tasks is IInvocationOperation or IMemberReferenceOperation) return null;
        foreach (var part in tasks.Descendants())
            if (part is IInvocationOperation && Started(context, part, facts) is { } call) return call;
        return null;
    }

    private static IInvocationOperation? Started(OperationAnalysisContext context, IOperation value, Facts facts) =>
        DroppedTasks.Call(value, Helpers.Read(context.Options, value.Syntax.SyntaxTree), facts);

    private static IOperation Last(IConditionalAccessOperation access) =>
        access.WhenNotNull is IConditionalAccessOperation next ? Last(next) : access.WhenNotNull;

    // A value task behind "?." is a Nullable of one.
    private static ITypeSymbol? TypeOf(IOperation value) => value switch
    {
        IConditionalAccessOperation access => Last(access).Type,
        IConversionOperation conversion => TypeOf(conversion.Operand),
        _ => value.Type,
    };

    private static void Report(OperationAnalysisContext context, IInvocationOperation call, Facts facts, string? advice = null)
    {
        // Worse than the task is the request's context that goes with it; and what is complete when it returns is not let go.
        if (call.IsQuoted(facts) || StreamWrites.Overlapping(call, facts) is not null || BackgroundUses.AreIn(call, facts) || AsyncAdditions.AreNeedless(call, facts, context.CancellationToken)) return;
        var name = call.NameNode();
        context.Report(Descriptor, name, name is SimpleNameSyntax simple ? simple.Identifier.ValueText : name.ToString(),
            advice ?? Advice(call, context.ContainingSymbol, facts));
    }

    private static string Advice(IInvocationOperation call, ISymbol containing, Facts facts)
    {
        if (!DroppedTasks.IsWork(call.Type, facts)) return "await Task.WhenAll of the tasks";
        if (call.Function(containing) is not { } function) return "await it";
        if (function.IsAsync || function.IsEntryPoint()) return "await it";
        if (function.MethodKind == MethodKind.AnonymousFunction) return "await it in an async lambda, where its taker awaits that";
        return function.IsAsynchronous(facts) ? "await or return it" : "make the method async and await it";
    }
}
