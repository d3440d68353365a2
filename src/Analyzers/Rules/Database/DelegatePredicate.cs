namespace ArchitectAnalyzers.Rules.Database;

/// <summary>Reports a delegate handed to a filter of a query: only an expression becomes SQL.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", NoFix = "The delegate's declaration has to become an expression, and with it the signatures that hand it on: what it does may not translate.")]
public sealed class DelegatePredicate : QueryRule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH2109",
        title: "Filter a query with an expression, not with a delegate",
        messageFormat: "'{0}' is handed a delegate, so all rows of '{1}' are read and filtered in memory; take an 'Expression<Func<…>>'",
        category: Describe.Database,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A Func, a method group or a compiled expression cannot be translated: the call binds to Enumerable, without a word from the compiler, and the query before it is read whole.");

    public DelegatePredicate() : base(Descriptor, KnownType.IQueryable, KnownType.Enumerable) { }

    private protected override void Check(OperationAnalysisContext context, IInvocationOperation call, Queries queries, Facts facts)
    {
        if (!Predicates.TakesDelegate(call) || queries.Executed(call) is not { } query) return;
        if (!query.IsDatabase && !IsOfEntities(query)) return;
        context.Report(Descriptor, call.NameNode(), call.TargetMethod.Name, NameOf(query));
    }

    // A query from elsewhere may be a list's. One of entities, in a project that has contexts, is not.
    private static bool IsOfEntities(Query query) => query.Element is { TypeKind: TypeKind.Class } element && EntityKeys.Of(element) is not null;

    private static string NameOf(Query query)
    {
        var source = query.Source.Syntax.ToString();
        return source.Length > 60 || source.IndexOf('\n') >= 0 ? "the query" : source.TrimStart('.');
    }
}
