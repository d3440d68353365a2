namespace ArchitectAnalyzers.Rules.Api;

/// <summary>An app that maps an API, all of whose set-up is in sight, in a compilation that speaks of versions nowhere.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", NoFix = "Whether versions stand in the path, a header or the query string is a decision about the contract.")]
public sealed class UnversionedApi : Rule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH3106",
        title: "Give the API a version",
        messageFormat: "'{0}' maps an API without a version, so it can never change what it answers; put one into the route or a header",
        category: Describe.Api,
        defaultSeverity: DiagnosticSeverity.Info,
        isEnabledByDefault: false,
        description: "Without a version in the contract, a change that breaks clients can only be made by breaking them.",
        Describe.PerMember);

    private static readonly HashSet<string> s_mappings = new(StringComparer.Ordinal)
    {
        "MapGet", "MapPost", "MapPut", "MapDelete", "MapPatch", "MapMethods", "MapControllers",
    };

    public UnversionedApi() : base(Descriptor, KnownType.IEndpointRouteBuilder) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        var pipeline = facts.Pipeline();
        start.RegisterSemanticModelAction(context => Check(context, pipeline));
    }

    private static void Check(SemanticModelAnalysisContext context, Pipeline pipeline)
    {
        var tree = context.SemanticModel.SyntaxTree;
        if (HostCalls.Of(tree, context.CancellationToken).IsEmpty) return;
        foreach (var app in pipeline.Apps(tree, context.CancellationToken))
        {
            if (app.CannotTell || First(app) is not { } mapping || mapping.Site.SyntaxTree != tree) continue;
            foreach (var other in context.SemanticModel.Compilation.SyntaxTrees)
                if (VersionNames.Has(other, context.CancellationToken)) return;

            var symbol = context.SemanticModel.GetEnclosingSymbol(mapping.Site.SpanStart, context.CancellationToken);
            if (TestCode.Contains(symbol, context.Options, tree)) continue;
            context.Report(Descriptor, CallShapes.NameNode(mapping.Site).GetLocation(), ImmutableDictionary<string, string?>.Empty,
                context.SemanticModel.Compilation.AssemblyName);
        }
    }

    private static PipelineCall? First(App app)
    {
        foreach (var call in app.Calls)
            if (call.MapsEndpoint && s_mappings.Contains(call.Name)) return call;
        return null;
    }
}
