namespace ArchitectAnalyzers.Rules.Api;

/// <summary>An endpoint that answers with all rows of a table, however many there will be.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Cwe = 770, Fix = FixSafety.ChangesBehaviour)]
public sealed class UnpagedCollection : Rule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH3101",
        title: "Answer with a page, not with a whole table",
        messageFormat: "'{0}' answers with every row of '{1}', which grows with the data; take a page of a bounded size",
        category: Describe.Api,
        defaultSeverity: DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "The answer grows with the table: its time, its memory and its bytes on the wire, until the endpoint fails for everybody.",
        Describe.Cwe(770));

    public UnpagedCollection() : base(Descriptor) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        if (!facts.Queries().IsThere && !facts.Has(KnownType.DapperSqlMapper)) return;
        var (answers, sets) = (facts.Answers(), facts.WholeSets());
        start.RegisterHandlerAction(facts, (context, handler) => Check(context, handler, answers, sets));
    }

    private static void Check(OperationAnalysisContext context, Handler handler, Answers answers, WholeSets sets)
    {
        if (!handler.AnswersData) return;
        var part = answers.First(handler, (sets, context.CancellationToken), static (value, given) => given.sets.LoadOf(value,
            given.CancellationToken) is not null);
        if (part is null || sets.LoadOf(part, context.CancellationToken) is not { } load) return;

        // The fix bounds the load.
        var more = load.Syntax.SyntaxTree == context.Operation.Syntax.SyntaxTree ? new[] { load.NameNode().GetLocation() } : Array.Empty<Location>();
        context.Report(Descriptor, handler.Location, more, ImmutableDictionary<string, string?>.Empty, handler.Endpoint.Name, RowsOf(load));
    }

    private static string RowsOf(IInvocationOperation load)
    {
        var source = Queries.SourceOf(load);
        while (source is IInvocationOperation { TargetMethod.Name: not "Set" } call && Queries.SourceOf(call) is { } inner) source = inner;
        return source is IMemberReferenceOperation member ? member.Member.Name
            : source is IInvocationOperation { TargetMethod.TypeArguments: { Length: 1 } types } ? types[0].Name
            : load.Type is INamedTypeSymbol { TypeArguments: { Length: 1 } rows } ? Row(rows[0]) : "the table";
    }

    private static string Row(ITypeSymbol rows) => rows is INamedTypeSymbol { TypeArguments: { Length: 1 } inner } ? inner[0].Name : rows.Name;
}
