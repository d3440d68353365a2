namespace ArchitectAnalyzers.Rules.Api;

/// <summary>
/// An app, all of whose set-up is in sight, that lets callers change things and has no way to know them. Reported once, at the first mapping that lets
/// them.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Cwe = 306, NoFix = "Who the callers are, and what they can prove it with, is not in the code.")]
public sealed class NoAuthentication : Rule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH3016",
        title: "Know who changes things",
        messageFormat: "'{0}' lets callers change things, and the app has no authentication; add it, or say that something in front of the app does it",
        category: Describe.Api,
        defaultSeverity: DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "An app without authentication accepts writes from whoever reaches it, and cannot say afterwards who made them.",
        Describe.PerMember, Describe.Cwe(306));

    internal static readonly Option<string> Authentication = Option.Choice(Descriptor, "authentication", "in_app", new[] { "in_app", "external" },
        "Where callers are authenticated: in the app, or by something in front of it (external: a gateway, a service mesh).");

    private static readonly string[] s_writes = { "MapPost", "MapPut", "MapDelete", "MapPatch" };
    private static readonly string[] s_controllers = { "MapControllers", "MapDefaultControllerRoute", "MapControllerRoute", "UseMvc",
        "UseMvcWithDefaultRoute" };
    private static readonly string[] s_verbs = { "HttpPost", "HttpPut", "HttpDelete", "HttpPatch" };

    public NoAuthentication() : base(Descriptor, KnownType.IEndpointRouteBuilder) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        var (access, pipeline, undecided) = (facts.Access(), facts.Pipeline(), facts.Undecided());
        start.RegisterOperationAction(context =>
        {
            var call = (IInvocationOperation)context.Operation;
            if (IsCandidate(call.TargetMethod.Name) && call.Syntax is InvocationExpressionSyntax mapping && !access.HasAuthentication)
                Check(context, mapping, facts, access, pipeline, undecided);
        }, OperationKind.Invocation);
    }

    private static bool IsCandidate(string name) => Array.IndexOf(s_writes, name) >= 0 || Array.IndexOf(s_controllers, name) >= 0;

    private static void Check(OperationAnalysisContext context, InvocationExpressionSyntax mapping, Facts facts, Access access, Pipeline pipeline,
        Undecided undecided)
    {
        foreach (var app in pipeline.Apps(context.CancellationToken))
        {
            if (app.CannotTell || First(app, facts, access, context.CancellationToken) is not { } first || first.Syntax != mapping) continue;
            if (undecided.HasGuards || Authentication.Read(context.Options, mapping.SyntaxTree) == "external") return;
            context.Report(Descriptor, CallShapes.NameNode(mapping), Name(first, facts));
            return;
        }
    }

    // The first mapping that lets callers write and that nothing guards, development left out.
    private static PipelineCall? First(App app, Facts facts, Access access, CancellationToken cancellationToken)
    {
        foreach (var call in app.Calls)
        {
            if (!call.MapsEndpoint || !IsCandidate(call.Name) || Development.Has(call.Syntax) || Development.Has(call.Site)) continue;
            if (Array.IndexOf(s_controllers, call.Name) >= 0)
            {
                if (HasWritingAction(facts, cancellationToken)) return call;
            }
            else if (!access.OfMapping(call.Syntax, null).Has(Marks.Guard) && !ChecksCaller(call, facts, cancellationToken)) return call;
        }

        return null;
    }

    private static bool HasWritingAction(Facts facts, CancellationToken cancellationToken)
    {
        foreach (var tree in facts.Compilation.SyntaxTrees)
            foreach (var name in Mentions.Of(tree, s_verbs, cancellationToken))
                if (name.FirstAncestorOrSelf<AttributeSyntax>() is not null) return true;
        return false;
    }

    // A webhook that compares a signature knows who calls.
    private static bool ChecksCaller(PipelineCall call, Facts facts, CancellationToken cancellationToken) =>
        Mapped(call, facts)?.Handler is { DeclaringSyntaxReferences: { Length: > 0 } code } && Refusals.ChecksCaller(code[0].GetSyntax(cancellationToken));

    private static string Name(PipelineCall call, Facts facts) => Mapped(call, facts)?.Name ?? call.Name;

    private static Endpoint? Mapped(PipelineCall call, Facts facts) =>
        facts.Semantics(call.Syntax.SyntaxTree).GetOperation(call.Syntax) is IInvocationOperation bound ? facts.Endpoints().Of(bound) : null;
}
