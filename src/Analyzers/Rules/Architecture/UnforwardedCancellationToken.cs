namespace ArchitectAnalyzers.Rules.Architecture;

[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Fix = FixSafety.Safe)]
public sealed class UnforwardedCancellationToken : Rule
{
    internal const string Token = nameof(Token);

    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH1101",
        title: "Pass on the cancellation token you already have",
        messageFormat: "'{0}' accepts a token and '{1}' is in scope; pass it",
        category: Describe.Architecture,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A call that could observe cancellation is made without the token its caller holds. When the client hangs up or the host stops, the " +
            "work goes on.");

    public UnforwardedCancellationToken() : base(Descriptor, KnownType.CancellationToken) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        var tokens = facts.Tokens();
        start.RegisterOperationAction(context => Check(context, tokens, facts), OperationKind.Invocation);
    }

    private static void Check(OperationAnalysisContext context, Tokens tokens, Facts facts)
    {
        var call = (IInvocationOperation)context.Operation;

        // Cheapest question first: almost every call stops here, having allocated nothing.
        if (tokens.Unfilled(call) is null || IsEnumeratedLater(call, facts)) return;

        // Once it is awaited, there is more to say.
        if (call.IsBlockedOn() && call.Function(context.ContainingSymbol)?.IsEntryPoint() != true) return;
        if (tokens.At(call, context.ContainingSymbol, context.CancellationToken) is not { } token) return;
        if ((token.IsMember && tokens.EndsWithItsCaller(call, token)) || tokens.IsPointOfNoReturn(call, context.ContainingSymbol)) return;
        if (tokens.IsInDeafLoop(call, context.ContainingSymbol)) return;

        // A gRPC call without a deadline either has a rule of its own.
        if (facts.GrpcCalls().IsUnbounded(call, context.CancellationToken)) return;

        context.Report(Descriptor, call.NameNode(), ImmutableDictionary<string, string?>.Empty.Add(Token, token.Expression),
            call.TargetMethod.MethodKind == MethodKind.DelegateInvoke ? call.NameNode().ToString() : call.TargetMethod.Name, token.Name);
    }

    // A stream may be given its token where it is enumerated: await foreach is another rule's, and a stored stream cannot be told.
    private static bool IsEnumeratedLater(IInvocationOperation call, Facts facts)
    {
        if (!facts.Is(call.Type, KnownType.IAsyncEnumerableOfT)) return false;
        var parent = call.Parent;
        while (parent is IConversionOperation or IArgumentOperation
               || (parent is IInvocationOperation next && (next.TargetMethod.Name == "ConfigureAwait" || facts.Is(next.Type, KnownType.IAsyncEnumerableOfT))))
            parent = parent.Parent;
        return parent is IForEachLoopOperation or IVariableInitializerOperation or IAssignmentOperation;
    }
}
