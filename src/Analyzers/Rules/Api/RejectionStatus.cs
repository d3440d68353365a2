namespace ArchitectAnalyzers.Rules.Api;

/// <summary>A limiter that tells those it refuses that the server is down, or does not tell them when to come back.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Fix = FixSafety.Safe)]
public sealed class RejectionStatus : Rule
{
    /// <summary>Set where 503 is answered; where no time is given; where code of the team's handles refusals.</summary>
    internal const string Status = nameof(Status), Time = nameof(Time), Handled = nameof(Handled);

    private static readonly HashSet<string> s_names = new(StringComparer.Ordinal) { "AddRateLimiter" };

    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH3003",
        title: "Answer 429 and say when to retry",
        messageFormat: "Refused requests get {0}; {1}",
        category: Describe.Api,
        defaultSeverity: DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "A rate limiter answers 503 unless told otherwise, and clients that are not told when to retry do so at once.");

    public RejectionStatus() : base(Descriptor, KnownType.RateLimiterOptions, KnownType.IServiceCollection) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        var pipeline = facts.Pipeline();
        start.RegisterSemanticModelAction(context => Check(context, facts, pipeline));
    }

    private static void Check(SemanticModelAnalysisContext context, Facts facts, Pipeline pipeline)
    {
        var tree = context.SemanticModel.SyntaxTree;
        HashSet<SyntaxNode>? reported = null;
        foreach (var app in pipeline.Around(tree, s_names, context.CancellationToken))
        {
            foreach (var call in app.Calls)
            {
                if (call.Name != "AddRateLimiter" || call.Syntax.SyntaxTree != tree) continue;
                var arguments = call.Syntax.ArgumentList.Arguments;
                if (arguments.Count == 0 || arguments[arguments.Count - 1].Expression is not AnonymousFunctionExpressionSyntax setup) continue;
                if (IsConfiguredElsewhere(app) || !MayRefuse(app) || Refusal.Of(setup, facts, context.CancellationToken) is not { } refusal) continue;
                if (!refusal.IsUnavailable && !refusal.SaysNoTime) continue;
                if (!(reported ??= new()).Add(call.Syntax)) continue;

                var properties = ImmutableDictionary<string, string?>.Empty;
                if (refusal.IsUnavailable) properties = properties.Add(Status, "");
                if (refusal.SaysNoTime) properties = properties.Add(Time, "");
                if (refusal.IsHandled) properties = properties.Add(Handled, "");
                context.Report(Descriptor, CallShapes.NameNode(call.Syntax), properties,
                    !refusal.IsUnavailable ? "no 'Retry-After'" : refusal.SaysNoTime ? "503 and no 'Retry-After'" : "503, as if the server were down",
                    !refusal.IsUnavailable ? "say when to come back" : refusal.SaysNoTime ? "answer 429 and say when to come back" : "answer 429");
            }
        }
    }

    // A limiter that no middleware asks refuses nobody: that is the first thing to say about it.
    private static bool MayRefuse(App app)
    {
        if (app.CannotTell) return true;
        foreach (var call in app.Calls)
            if (call.Name == "UseRateLimiter") return true;
        return false;
    }

    private static bool IsConfiguredElsewhere(App app)
    {
        foreach (var call in app.Calls)
        {
            if (call.Name is "Configure" or "PostConfigure" or "AddOptions" && call.Method.TypeArguments is { Length: 1 } types
                && types[0].Name == "RateLimiterOptions") return true;
        }

        return false;
    }
}
