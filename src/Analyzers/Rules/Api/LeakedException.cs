namespace ArchitectAnalyzers.Rules.Api;

/// <summary>
/// What an exception says goes into an answer: into a result, a body, problem details. Reported where the text goes in, once for each answer; the
/// other places are additional locations.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Cwe = 209, Fix = FixSafety.Safe)]
public sealed class LeakedException : Rule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH3008",
        title: "Keep exceptions out of answers",
        messageFormat: "'{0}' tells the client what was written for developers; log the exception and answer with a text of your own",
        category: Describe.Api,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Messages and stacks of exceptions name tables, servers, paths and types, and sometimes hold data of other users. They belong into the " +
            "log; a client gets a text that is written for it.",
        Describe.Cwe(209));

    internal static readonly Option<bool> IncludeOwn = Option.Bool(Descriptor, "include_own_exceptions", false,
        "Whether messages of exceptions that this solution declares count too; they are taken to be written for clients.");

    public LeakedException() : base(Descriptor, KnownType.Exception) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        if (!facts.Has(KnownType.HttpContext) && !facts.Has(KnownType.ControllerBase) && !facts.Has(KnownType.HttpResults)
            && !facts.Has(KnownType.GrpcStatus)) return;
        start.RegisterOperationAction(context =>
        {
            var call = (IInvocationOperation)context.Operation;
            if (call.Arguments.Length > 0 && AnswerSinks.IsSink(call, facts)) Check(context, call.Arguments, facts);
        }, OperationKind.Invocation);

        start.RegisterOperationAction(context =>
        {
            var creation = (IObjectCreationOperation)context.Operation;
            if (AnswerSinks.IsSink(creation, facts)) CheckCreation(context, creation, facts);
        }, OperationKind.ObjectCreation);

        start.RegisterOperationAction(context =>
        {
            var assignment = (ISimpleAssignmentOperation)context.Operation;
            if (assignment.Target is IPropertyReferenceOperation property && AnswerSinks.IsSink(property, facts)
                && !AnswerSinks.IsInCreation(assignment, facts))
                Report(context, ExceptionText.In(assignment.Value, facts, Includes(context)));
        }, OperationKind.SimpleAssignment);

        start.RegisterOperationAction(context =>
        {
            var clause = (ICatchClauseOperation)context.Operation;
            if (!clause.Locals.IsEmpty) CheckReturns(context, clause, facts);
        }, OperationKind.CatchClause);
    }

    private static bool Includes(OperationAnalysisContext context) => IncludeOwn.Read(context.Options, context.Operation.Syntax.SyntaxTree);

    private static void Check(OperationAnalysisContext context, ImmutableArray<IArgumentOperation> arguments, Facts facts)
    {
        List<IOperation>? all = null;
        foreach (var argument in arguments)
            if (ExceptionText.In(argument, facts, Includes(context)) is { } found)
                if (all is null) all = found;
                else all.AddRange(found);
        Report(context, all);
    }

    private static void CheckCreation(OperationAnalysisContext context, IObjectCreationOperation creation, Facts facts)
    {
        List<IOperation>? all = null;
        foreach (var argument in creation.Arguments) all ??= ExceptionText.In(argument, facts, Includes(context));
        if (creation.Initializer is not null && ExceptionText.In(creation.Initializer, facts, Includes(context)) is { } found)
            if (all is null) all = found;
            else all.AddRange(found);
        Report(context, all);
    }

    // catch (Exception ex) { return ex.Message; } in a handler whose value is the answer.
    private static void CheckReturns(OperationAnalysisContext context, ICatchClauseOperation clause, Facts facts)
    {
        var includeOwn = Includes(context);
        if (clause.Handler.FirstBelow((facts, includeOwn), static (part, s) => part is IReturnOperation { ReturnedValue: { } value } && IsData(value, s.facts)
                && ExceptionText.In(value, s.facts, s.includeOwn) is not null) is not IReturnOperation { ReturnedValue: { } leak }
                || leak.Function(context.ContainingSymbol) is not { } function) return;
        if (facts.Endpoints().Of(function) is { Kind: EndpointKind.ControllerAction or EndpointKind.MinimalApi or EndpointKind.HubMethod })
            Report(context, ExceptionText.In(leak, facts, includeOwn));
    }

    // Results are looked at where they are made.
    private static bool IsData(IOperation value, Facts facts) =>
        value.Unwrapped().Type is { } type && !type.Implements(facts[KnownType.IActionResult]) && !type.Implements(facts[KnownType.IResult]);

    private static void Report(OperationAnalysisContext context, List<IOperation>? leaks)
    {
        if (leaks is null || context.Operation.IsForDetails()) return;
        var others = new Location[leaks.Count - 1];
        for (var i = 1; i < leaks.Count; i++) others[i - 1] = leaks[i].Syntax.GetLocation();
        var text = leaks[0].Syntax.ToString();
        context.Report(Descriptor, leaks[0].Syntax, others, ImmutableDictionary<string, string?>.Empty, text.Length > 60 ? "The exception" : text);
    }
}
