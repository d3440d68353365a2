namespace ArchitectAnalyzers.Rules.Api;

/// <summary>
/// An app that maps endpoints, all of whose set-up is in sight, in a compilation that speaks of rate limits nowhere. Wired halfway is another
/// rule's business.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Cwe = 770, Fix = FixSafety.Safe)]
public sealed class NoRateLimiting : Rule
{
    /// <summary>Set where the mapping shares its statement or method with middleware that a limiter belongs behind.</summary>
    internal const string Entangled = nameof(Entangled);

    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH3001",
        title: "Limit the rate of requests",
        messageFormat: "'{0}' maps endpoints ({1}) and nothing limits their rate; add a rate limiter",
        category: Describe.Api,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "An app whose endpoints accept any number of requests gives all of its threads, connections and budget to whoever sends most.",
        Describe.PerMember, Describe.Cwe(770));

    internal static readonly Option<string> RateLimiting = Option.Choice(Descriptor, "rate_limiting", "in_app", new[] { "in_app", "external" },
        "Where rates are limited: in the app, or by something in front of it (external: a gateway, an ingress).");

    /// <summary>Middleware that a rate limiter belongs behind: it routes, answers preflights, or says who the client is.</summary>
    internal static readonly ImmutableArray<string> Before = ImmutableArray.Create("UseRouting", "UseCors", "UseAuthentication", "UseAuthorization");

    public NoRateLimiting() : base(Descriptor, KnownType.RateLimiterApplicationBuilderExtensions, KnownType.IEndpointRouteBuilder) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        var pipeline = facts.Pipeline();
        start.RegisterSemanticModelAction(context => Check(context, pipeline));
    }

    private static void Check(SemanticModelAnalysisContext context, Pipeline pipeline)
    {
        var tree = context.SemanticModel.SyntaxTree;
        foreach (var app in pipeline.Apps(tree, context.CancellationToken))
        {
            if (app.CannotTell || app.FirstMapping is not { } mapping || mapping.Site.SyntaxTree != tree) continue;
            if (pipeline.SpeaksOfRateLimits(context.CancellationToken)) return;
            if (RateLimiting.Read(context.Options, tree) == "external") return;

            var properties = ImmutableDictionary<string, string?>.Empty;
            if (IsEntangled(app, mapping)) properties = properties.Add(Entangled, "");
            context.Report(Descriptor, CallShapes.NameNode(mapping.Site), properties,
                context.SemanticModel.Compilation.AssemblyName, Count(mapping.Name, app.MappingCount));
        }
    }

    private static bool IsEntangled(App app, PipelineCall mapping)
    {
        foreach (var call in app.Calls)
        {
            if (call == mapping) return false;
            if (call.Site == mapping.Site && Before.Contains(call.Name)) return true;
        }

        return false;
    }

    private static string Count(string first, int count) => count == 1 ? first : first + " and " + (count - 1) + " more";
}
