namespace ArchitectAnalyzers.Rules.Api;

/// <summary>
/// An app, all of whose set-up is in sight, that neither leads to HTTPS nor listens to a proxy that does.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Cwe = 319, Fix = FixSafety.ChangesBehaviour)]
public sealed class NoHttps : Rule
{
    // Redirection, HSTS, a proxy in front, a filter, an endpoint of the server's that takes nothing else, a gateway.
    private static readonly string[] s_words =
    {
        "UseHttpsRedirection", "UseHsts", "ForwardedHeaders", "FORWARDEDHEADERS", "RequireHttps", "UseHttps", "AddRedirectToHttps", "X-Forwarded-Proto",
        "UseHttpSys", "AddCertificateForwarding", "UseIIS", "RequireSsl",
    };

    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH3013",
        title: "Lead clients to HTTPS",
        messageFormat: "'{0}' serves plain HTTP and leads nobody to HTTPS; redirect, or read the proxy's forwarded headers",
        category: Describe.Api,
        defaultSeverity: DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "What goes over plain HTTP is read and changed on the way: tokens, cookies, and the links that the app makes.",
        Describe.PerMember, Describe.Cwe(319));

    public NoHttps() : base(Descriptor, KnownType.IApplicationBuilder, KnownType.IEndpointRouteBuilder) { }

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
            if (app.CannotTell || app.Spokesman is not { } at || at.SyntaxTree != tree || app.IsGrpc) continue;
            if (pipeline.Mentions(s_words, context.CancellationToken)) return;
            if (TestCode.Contains(context.SemanticModel.GetEnclosingSymbol(at.SpanStart, context.CancellationToken), context.Options, tree)) continue;
            context.Report(Descriptor, CallShapes.NameNode(at).GetLocation(), ImmutableDictionary<string, string?>.Empty,
                context.SemanticModel.Compilation.AssemblyName);
        }
    }
}
