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
        description: "Messages and stacks of exceptions name tables, servers, paths and types, and sometimes hold data of other users. They belong into the log; a client gets a text that is written for it.",
        Describe.Cwe(209));

    internal static readonly Option<bool> IncludeOwn = Option.Bool(Descriptor, "include_own_exceptions", false,
        "Whether messages of exceptions that this solution declares count too; they are taken to be written for clients.");

    public LeakedException() : base(Descriptor, KnownType.Exception) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        if (!facts.Has(KnownType.HttpContext) && !facts.Has(KnownType.ControllerBase) && !facts.Has(KnownType.HttpResults) && !facts.Has(KnownType.GrpcStatus)) return;
        start.RegisterOperationAction(context =>
        {
            var call = (IInvocationOperation)context.Operation;
            if (call.Arguments.Length > 0 && IsAnswer(call, facts)) Check(context, call.Arguments, facts);
        }, OperationKind.Invocation);

        start.RegisterOperationAction(context =>
        {
            var creation = (IObjectCreationOperation)context.Operation;
            if (creation.Type.IsOrDerivesFrom(facts[KnownType.ProblemDetails]) || creation.Type.Implements(facts[KnownType.IActionResult]) || facts.Is(creation.Type, KnownType.GrpcStatus))
                CheckCreation(context, creation, facts);
        }, OperationKind.ObjectCreation);

        start.RegisterOperationAction(context =>
        {
            var assignment = (ISimpleAssignmentOperation)context.Operation;
            if (assignment.Target is IPropertyReferenceOperation property && IsOfProblem(property, facts) && !IsInCreation(assignment, facts))
                Report(context, ExceptionText.In(assignment.Value, facts, Includes(context)));
        }, OperationKind.SimpleAssignment);

        start.RegisterOperationAction(context =>
        {
            var clause = (ICatchClauseOperation)context.Operation;
            if (!clause.Locals.IsEmpty) CheckReturns(context, clause, facts);
        }, OperationKind.CatchClause);
    }

    private static bool Includes(OperationAnalysisContext context) => IncludeOwn.Read(context.Options, context.Operation.Syntax.SyntaxTree);

    // Name before type: the names are those of every method that takes something to answer with.
    private static bool IsAnswer(IInvocationOperation call, Facts facts)
    {
        var method = call.TargetMethod;
        var type = method.ContainingType;
        switch (method.Name)
        {
            case "Problem" or "ValidationProblem" or "BadRequest" or "StatusCode" or "Ok" or "Json" or "Content" or "NotFound" or "Conflict" or "UnprocessableEntity"
                or "Unauthorized" or "Accepted" or "Created" or "Text" or "Bytes" or "InternalServerError" or "Forbid":
                return facts.Is(type, KnownType.HttpResults) || facts.Is(type, KnownType.HttpTypedResults) || facts.Is(type, KnownType.ControllerBase)
                    || facts.Is(type, KnownType.MvcController) || facts.Is(type, KnownType.PageModel) || facts.Is(type, KnownType.PageBase);
            case "WriteAsync" when facts.Is(type, KnownType.HttpResponseWritingExtensions):
            case "WriteAsJsonAsync" when facts.Is(type, KnownType.HttpResponseJsonExtensions):
                return true;
            case "WriteAsync" or "Write" when type.IsOrDerivesFrom(facts[KnownType.Stream]):
                return IsBody(call.Instance, facts);
            case "SerializeAsync" or "Serialize" when facts.Is(type, KnownType.JsonSerializer):
                return IsBody(call.Arguments[0].Value, facts);
            case "Add" or "TryAdd":
                return call.Instance is IPropertyReferenceOperation { Property.Name: "Extensions" } extensions && IsOfProblem(extensions, facts);
            default:
                return false;
        }
    }

    private static bool IsBody(IOperation? value, Facts facts) =>
        value?.Unconverted() is IPropertyReferenceOperation { Property: { Name: "Body" or "BodyWriter", ContainingType: var type } } && facts.Is(type, KnownType.HttpResponse);

    // problem.Detail, problem.Extensions["stack"]
    private static bool IsOfProblem(IPropertyReferenceOperation property, Facts facts) =>
        property.Property.IsIndexer
            ? property.Instance is IPropertyReferenceOperation { Property.Name: "Extensions" } extensions && IsOfProblem(extensions, facts)
            : property.Property.Name is "Detail" or "Title" or "Extensions" or "Instance" or "Type" && property.Property.ContainingType.IsOrDerivesFrom(facts[KnownType.ProblemDetails]);

    // The creation around an initializer speaks of all of it.
    private static bool IsInCreation(IOperation assignment, Facts facts)
    {
        for (var parent = assignment.Parent; parent is IObjectOrCollectionInitializerOperation or IMemberInitializerOperation or IObjectCreationOperation; parent = parent.Parent)
            if (parent is IObjectCreationOperation creation) return creation.Type.IsOrDerivesFrom(facts[KnownType.ProblemDetails]);
        return false;
    }

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
        foreach (var part in clause.Handler.Descendants())
        {
            if (part is not IReturnOperation { ReturnedValue: { } value } || value.Unwrapped().Type is not { } type) continue;
            if (type.Implements(facts[KnownType.IActionResult]) || type.Implements(facts[KnownType.IResult])) continue;
            if (ExceptionText.In(value, facts, Includes(context)) is not { } found || part.Function(context.ContainingSymbol) is not { } function) continue;
            if (facts.Endpoints().Of(function) is { Kind: EndpointKind.ControllerAction or EndpointKind.MinimalApi or EndpointKind.HubMethod }) Report(context, found);
        }
    }

    private static void Report(OperationAnalysisContext context, List<IOperation>? leaks)
    {
        if (leaks is null || context.Operation.IsForDevelopment()) return;
        var others = new Location[leaks.Count - 1];
        for (var i = 1; i < leaks.Count; i++) others[i - 1] = leaks[i].Syntax.GetLocation();
        var text = leaks[0].Syntax.ToString();
        context.Report(Descriptor, leaks[0].Syntax, others, ImmutableDictionary<string, string?>.Empty, text.Length > 60 ? "The exception" : text);
    }
}
