namespace ArchitectAnalyzers.Rules.Api;

/// <summary>An app, all of whose set-up is in sight, in which nothing handles what endpoints throw.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Cwe = 755, Fix = FixSafety.Safe)]
public sealed class NoErrorHandling : AppRule
{
    // Handlers that are found by the framework, or that filters bring.
    private static readonly string[] s_handlers = { "ExceptionFilter", "IExceptionHandler", "AddProblemDetails", "UseExceptionHandler" };

    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH3007",
        title: "Handle what endpoints throw",
        messageFormat: "'{0}' serves endpoints and nothing handles what they throw; add an exception handler and problem details",
        category: Describe.Api,
        defaultSeverity: DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "Without an exception handler, clients get a bare 500 in production: no trace identifier, no shape that they can read.",
        Describe.PerMember, Describe.Cwe(755));

    public NoErrorHandling() : base(Descriptor, KnownType.IApplicationBuilder, KnownType.IEndpointRouteBuilder) { }

    private protected override bool Lacks(App app, Facts facts, CancellationToken cancellationToken) =>
        !Handles(app, facts, cancellationToken) && !facts.Pipeline().Mentions(s_handlers, cancellationToken);

    // A library's handler by its name, or middleware of the team's that catches.
    private static bool Handles(App app, Facts facts, CancellationToken cancellationToken)
    {
        foreach (var call in app.Calls)
        {
            if (call.Name is "UseProblemDetails" or "UseElmah" or "UseStatusCodePagesWithReExecute") return true;
            if (call.Name.IndexOf("Exception", StringComparison.Ordinal) >= 0
                && call.Name is not ("UseDeveloperExceptionPage" or "AddDatabaseDeveloperPageExceptionFilter")) return true;
            if (call.Name == "Use" && Catches(call.Syntax)) return true;
            if (call.Name == "UseMiddleware" && MiddlewareCatches(call, facts, cancellationToken)) return true;
        }

        return false;
    }

    private static bool MiddlewareCatches(PipelineCall call, Facts facts, CancellationToken cancellationToken)
    {
        var type = call.Method.TypeArguments.Length > 0 ? call.Method.TypeArguments[0] : null;
        foreach (var argument in call.Syntax.ArgumentList.Arguments)
            if (argument.Expression is TypeOfExpressionSyntax named)
                type ??= facts.Semantics(call.Syntax.SyntaxTree).GetTypeInfo(named.Type, cancellationToken).Type;
        if (type is null) return true;
        foreach (var declaration in type.DeclaringSyntaxReferences)
            if (Catches(declaration.GetSyntax(cancellationToken))) return true;
        return type.DeclaringSyntaxReferences.IsEmpty && type.Name.IndexOf("Exception", StringComparison.Ordinal) >= 0;
    }

    private static bool Catches(SyntaxNode node) => node.ToString().IndexOf("catch", StringComparison.Ordinal) >= 0;
}
