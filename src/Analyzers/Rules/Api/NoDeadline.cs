namespace ArchitectAnalyzers.Rules.Api;

/// <summary>A gRPC call that nothing ends but its answer.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Cwe = 400, Fix = FixSafety.ChangesBehaviour)]
public sealed class NoDeadline : Rule
{
    /// <summary>The token in scope, where there is one.</summary>
    internal const string Token = nameof(Token);

    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH3201",
        title: "Give gRPC calls a deadline",
        messageFormat: "'{0}' waits for its answer without end; pass a deadline or a cancellation token",
        category: Describe.Api,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A gRPC call has no time limit unless it is given one. Where the server hangs, the caller hangs with it, and so does whoever calls the " +
            "caller.",
        Describe.Cwe(400));

    public NoDeadline() : base(Descriptor, KnownType.CancellationToken) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        var calls = facts.GrpcCalls();
        if (!calls.AreThere) return;
        start.RegisterOperationAction(context =>
        {
            var call = (IInvocationOperation)context.Operation;
            if (!calls.IsUnbounded(call, context.CancellationToken)) return;
            var properties = ImmutableDictionary<string, string?>.Empty;
            if (facts.Tokens().At(call, context.ContainingSymbol, context.CancellationToken) is { } token) properties = properties.Add(Token, token.Expression);
            context.Report(Descriptor, call.NameNode(), properties, call.TargetMethod.Name);
        }, OperationKind.Invocation);
    }
}
