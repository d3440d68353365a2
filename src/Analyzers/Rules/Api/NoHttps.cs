namespace ArchitectAnalyzers.Rules.Api;

/// <summary>
/// An app, all of whose set-up is in sight, that neither leads to HTTPS nor listens to a proxy that does.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Cwe = 319, Fix = FixSafety.ChangesBehaviour)]
public sealed class NoHttps : AppRule
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

    private protected override bool Lacks(App app, Facts facts, CancellationToken cancellationToken) =>
        !facts.Pipeline().Mentions(s_words, cancellationToken);
}
