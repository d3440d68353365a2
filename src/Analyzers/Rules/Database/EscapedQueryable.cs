namespace ArchitectAnalyzers.Rules.Database;

/// <summary>A query that is not run yet leaves the method that disposes its context, or goes to a serializer.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", NoFix = "Whether the callers are to get a list, or the context is to live longer, is a decision.")]
public sealed class EscapedQueryable : Rule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH2115",
        title: "Run a query before its context is gone",
        messageFormat: "'{0}' is a query that has not run yet, and {1}; run it with 'ToListAsync' first",
        category: Describe.Database,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "An IQueryable is a description that runs when somebody enumerates it. Returned from a method that disposes its context, it throws " +
            "ObjectDisposedException at its reader; handed to a serializer, it runs there, synchronously and in the middle of the output.");

    private static readonly ImmutableArray<string> s_lazy = ImmutableArray.Create("AsEnumerable", "AsAsyncEnumerable");

    public EscapedQueryable() : base(Descriptor, KnownType.IQueryable) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        var queries = facts.Queries();
        if (!queries.IsThere) return;
        start.RegisterOperationAction(context => CheckReturn(context, queries, facts), OperationKind.Return);
        start.RegisterOperationAction(context => CheckCall(context, queries), OperationKind.Invocation);
    }

    private static void CheckReturn(OperationAnalysisContext context, Queries queries, Facts facts)
    {
        var returned = ((IReturnOperation)context.Operation).ReturnedValue;
        if (returned?.Type is null || !CanBeLate(returned, facts)) return;
        if (LateQuery(returned, queries, 0) is not { } query || query.Root == QueryRoot.Elsewhere) return;
        if (query.Context is not ILocalSymbol holder || DisposedIn(returned, holder) is null) return;

        // What an endpoint answers with is another rule's.
        if (facts.RequestCode().AnswersOverHttp(returned, context.ContainingSymbol)) return;
        context.Report(Descriptor, FirstOf(returned.Syntax), query.Entity?.Name ?? holder.Name, "'" + holder.Name + "' is disposed before anybody runs it");
    }

    // JsonSerializer.Serialize(query)
    private static void CheckCall(OperationAnalysisContext context, Queries queries)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod.Name is not ("Serialize" or "SerializeAsync" or "SerializeToUtf8Bytes" or "SerializeToNode" or "SerializeToElement"
            or "SerializeToDocument" or "SerializeObject")) return;
        if (call.TargetMethod.ContainingType.Name is not ("JsonSerializer" or "JsonConvert")) return;
        foreach (var argument in call.Arguments)
        {
            if (queries.Of(argument.Value) is not { IsDatabase: true }) continue;
            context.Report(Descriptor, call.NameNode(), argument.Value.Unconverted().Syntax.ToString(),
                "'" + call.TargetMethod.Name + "' runs it in the middle of its output");
            return;
        }
    }

    // Tasks of a list are no lazy results; a list is a sequence, too.
    private static bool CanBeLate(IOperation returned, Facts facts) =>
        returned.Unconverted() is IInvocationOperation or IPropertyReferenceOperation or ILocalReferenceOperation or ITranslatedQueryOperation
            or IConditionalOperation
        && returned.Unconverted().Type is { TypeKind: TypeKind.Interface or TypeKind.Class, SpecialType: not SpecialType.System_String } type
        && (type.Implements(facts[KnownType.IQueryable]) || type.Name is "IEnumerable" or "IAsyncEnumerable" or "IOrderedEnumerable"
            || type.Name is "Task" or "ValueTask");

    /// <summary>The query that runs when the value is enumerated; null where it has run by then.</summary>
    private static Query? LateQuery(IOperation value, Queries queries, int depth)
    {
        value = value.Unconverted();
        if (depth > 12) return null;
        if (queries.Of(value) is { } query) return query;
        switch (value)
        {
            case IInvocationOperation { TargetMethod: { Name: "FromResult", ContainingType.Name: "Task" or "ValueTask" }, Arguments: { Length: 1 } arguments }:
                return LateQuery(arguments[0].Value, queries, depth + 1);
            case IInvocationOperation call when s_lazy.Contains(call.TargetMethod.Name):
                return Queries.SourceOf(call) is { } source ? LateQuery(source, queries, depth + 1) : null;

            // Operators of LINQ in memory that return a sequence run when it is enumerated.
            case IInvocationOperation { TargetMethod: { ContainingType.Name: "Enumerable", ReturnType.Name: "IEnumerable" or "IOrderedEnumerable" } } call
                when call.Arguments.Length > 0:
                return LateQuery(call.Arguments[0].Value, queries, depth + 1);
            case ITranslatedQueryOperation translated:
                return LateQuery(translated.Operation, queries, depth + 1);
            case ILocalReferenceOperation local when HeldObjects.ValueOf(local.Local, local) is { } made:
                return LateQuery(made, queries, depth + 1);
            case IConditionalOperation { WhenFalse: { } other } choice:
                return LateQuery(choice.WhenTrue, queries, depth + 1) ?? LateQuery(other, queries, depth + 1);
            default:
                return null;
        }
    }

    // The using that ends the context's life when the method returns: its own, or that of the scope which it comes from.
    private static ILocalSymbol? DisposedIn(IOperation returned, ILocalSymbol context)
    {
        if (DisposedLocals.IsDisposedBehind(returned, context)) return context;
        if (Repetitions.ValueIn(returned.Root(), context) is not { } made) return null;
        foreach (var part in made.DescendantsAndSelf())
        {
            if (part is ILocalReferenceOperation { Local: var scope } && scope.Type.Name.EndsWith("Scope", StringComparison.Ordinal)
                && DisposedLocals.IsDisposedBehind(returned, scope)) return scope;
        }

        return null;
    }

    // A chain over several lines begins on the line of the return.
    private static SyntaxNode FirstOf(SyntaxNode expression)
    {
        while (true)
        {
            switch (expression)
            {
                case InvocationExpressionSyntax call: expression = call.Expression; break;
                case MemberAccessExpressionSyntax access: expression = access.Expression; break;
                default: return expression;
            }
        }
    }
}
