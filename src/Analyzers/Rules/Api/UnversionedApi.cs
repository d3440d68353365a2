namespace ArchitectAnalyzers.Rules.Api;

/// <summary>An app that maps an API, all of whose set-up is in sight, in a compilation that speaks of versions nowhere.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", NoFix = "Whether versions stand in the path, a header or the query string is a decision about the contract.")]
public sealed class UnversionedApi : AppRule
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

    private protected override SyntaxNode? Place(App app)
    {
        foreach (var call in app.Calls)
            if (call.MapsEndpoint && s_mappings.Contains(call.Name)) return call.Site;
        return null;
    }

    private protected override bool Lacks(App app, Facts facts, CancellationToken cancellationToken)
    {
        foreach (var tree in facts.Compilation.SyntaxTrees)
            if (VersionNames.Has(tree, cancellationToken)) return false;
        return true;
    }
}
