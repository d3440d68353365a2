namespace ArchitectAnalyzers.Rules.Architecture;

[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Fix = FixSafety.Safe)]
public sealed class TokenAsKey : Rule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH1110",
        title: "Keep the cancellation token out of a row's keys",
        messageFormat: "'{0}' takes '{1}' for one more key value, and fails; pass the keys as one array, and the token after it",
        category: Describe.Architecture,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Find and FindAsync take the key values as 'params object[]'. A token written after them becomes a key value: the look-up throws at " +
            "run time, because the entity has fewer keys than it was given. FindAsync takes a token only after an array of keys.");

    public TokenAsKey() : base(Descriptor, KnownType.CancellationToken) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        var tokens = facts.Tokens();
        start.RegisterOperationAction(context =>
        {
            var call = (IInvocationOperation)context.Operation;
            if (tokens.TokenAmongKeys(call) is { } token) context.Report(Descriptor, call.NameNode(), call.TargetMethod.Name, token.Syntax.ToString());
        }, OperationKind.Invocation);
    }
}
