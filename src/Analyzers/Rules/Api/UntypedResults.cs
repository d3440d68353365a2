namespace ArchitectAnalyzers.Rules.Api;

/// <summary>A minimal API makes its answers with <c>Results</c>, which say nothing of their type, though it describes them nowhere else.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Fix = FixSafety.Safe)]
public sealed class UntypedResults : Rule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH3105",
        title: "Use typed results",
        messageFormat: "'Results.{0}' hides what '{1}' answers; 'TypedResults.{0}' puts it into the signature and the OpenAPI document",
        category: Describe.Api,
        defaultSeverity: DiagnosticSeverity.Info,
        isEnabledByDefault: false,
        description: "Results gives an IResult: neither the OpenAPI document nor a test sees the status and the type of the answer. TypedResults gives " +
            "a type that says both.");

    public UntypedResults() : base(Descriptor, KnownType.HttpResults, KnownType.HttpTypedResults) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts) =>
        start.RegisterHandlerAction(facts, (context, handler) => Check(context, handler, facts));

    private static void Check(OperationAnalysisContext context, Handler handler, Facts facts)
    {
        if (handler.Endpoint.Kind != EndpointKind.MinimalApi || IsDescribed(handler.Endpoint.Mapping)) return;
        if (handler.First(facts, static (part, known) => part is IInvocationOperation call && HidesType(call, known)) is not IInvocationOperation first) return;
        context.Report(Descriptor, first.NameNode(), first.TargetMethod.Name, handler.Endpoint.Name);
    }

    private static bool HidesType(IInvocationOperation call, Facts facts) =>
        facts.Is(call.TargetMethod.ContainingType, KnownType.HttpResults) && call.Parent is not IInvocationOperation { TargetMethod.Name: "ExecuteAsync" } && !facts[KnownType.HttpTypedResults]!.GetMembers(call.TargetMethod.Name).IsEmpty;

    // app.MapGet(…).Produces<Order>(), or no part of the document.
    private static bool IsDescribed(SyntaxNode? mapping)
    {
        for (var call = mapping; call?.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax chained } access; call = chained)
        {
            var name = access.Name.Identifier.ValueText;
            if (name.StartsWith("Produces", StringComparison.Ordinal) || name == "ExcludeFromDescription") return true;
        }

        return false;
    }
}
