namespace ArchitectAnalyzers.Rules.Api;

/// <summary>A query, or an enumerable that runs one or reads something, is handed to the serializer instead of its result.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Fix = FixSafety.Safe)]
public sealed class DeferredResult : Rule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH3107",
        title: "Run the query before the answer is written",
        messageFormat: "'{0}' runs while the answer is being written, when a failure cannot become a proper answer any more; materialize it first",
        category: Describe.Api,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A lazily evaluated query or enumerable is handed to the serializer, which runs it after the handler has returned: " +
            "without the request's token, outside of the handler's error handling, when the status line may be sent already.");

    public DeferredResult() : base(Descriptor, KnownType.IQueryable) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        var (answers, deferred, queries) = (facts.Answers(), facts.Deferred(), facts.Queries());
        start.RegisterHandlerAction(facts, (context, handler) =>
        {
            if (handler.AnswersData) CheckReturned(context, handler, deferred, queries);
        });

        // Whoever makes a result of it, a helper too: the serializer gets it.
        start.RegisterOperationAction(
            context => CheckPayload(context, answers, deferred, queries), OperationKind.Invocation, OperationKind.ObjectCreation);
    }

    private static void CheckPayload(OperationAnalysisContext context, Answers answers, Deferred deferred, Queries queries)
    {
        if (answers.PayloadOf(context.Operation) is { } payload) CheckValue(context, payload, context.ContainingSymbol, deferred, queries);
    }

    private static void CheckReturned(OperationAnalysisContext context, Handler handler, Deferred deferred, Queries queries)
    {
        if (!handler.Method.IsAsync && deferred.IsSequence(handler.Method.ReturnType) && YieldOf(handler) is { } yield)
        {
            if (deferred.ReadsInside(handler.Body) is not null && !IsForOData(handler.Method))
                context.Report(Descriptor, yield.Syntax.GetLocation(), handler.Endpoint.Name);
            return;
        }

        handler.First((context, handler, deferred, queries), static (operation, given) =>
        {
            if (operation is IReturnOperation { ReturnedValue: { } value }) CheckValue(given.context, value, given.handler.Method, given.deferred,
                given.queries);
            return false;
        });
    }

    private static IOperation? YieldOf(Handler handler) =>
        handler.First(0, static (operation, _) => operation is IReturnOperation && operation.Kind == OperationKind.YieldReturn);

    private static void CheckValue(OperationAnalysisContext context, IOperation value, ISymbol containing, Deferred deferred, Queries queries)
    {
        var part = Answers.Part(value, (deferred, context.CancellationToken), static (one, given) =>
            given.deferred.MayBe(one.Type) && given.deferred.SourceOf(one, given.CancellationToken) is not null);
        if (part is null || deferred.SourceOf(part, context.CancellationToken) is not { } source || IsForOData(containing)) return;

        // The fix awaits a list where the query stands.
        var more = queries.IsQueryable(source.Type) && source.Syntax.SyntaxTree == part.Syntax.SyntaxTree
            ? new[] { source.Syntax.GetLocation() } : Array.Empty<Location>();
        context.Report(Descriptor, part.Syntax, more, ImmutableDictionary<string, string?>.Empty, NameOf(part));
    }

    private static string NameOf(IOperation value) => value switch
    {
        IInvocationOperation call => call.TargetMethod.Name,
        ITranslatedQueryOperation => "from … select …",
        IAwaitOperation wait => NameOf(wait.Operation),
        _ => CallShapes.NameNode(value.Syntax).ToString(),
    };

    // OData adds the client's operators to the query, and runs it itself.
    private static bool IsForOData(ISymbol containing)
    {
        for (ISymbol? symbol = containing; symbol is not (null or INamespaceSymbol); symbol = symbol.ContainingSymbol)
        {
            foreach (var attribute in symbol.GetAttributes())
                for (var type = attribute.AttributeClass; type is not null; type = type.BaseType)
                    if (type.Name is "EnableQueryAttribute" or "QueryableAttribute") return true;
        }

        for (var type = containing.ContainingType; type is not null; type = type.BaseType)
            if (type.Name == "ODataController") return true;
        return false;
    }
}
