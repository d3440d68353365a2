namespace ArchitectAnalyzers.Rules.Architecture;

[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Fix = FixSafety.Safe)]
public sealed class DiscardedCancellationToken : Rule
{
    internal const string Token = nameof(Token);

    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH1104",
        title: "Pass the token in scope rather than none",
        messageFormat: "'{0}' is told never to stop, though '{1}' is in scope; pass it",
        category: Describe.Architecture,
        defaultSeverity: DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "A call is given CancellationToken.None, or a default token, where its caller holds one that may be cancelled. What it does goes on when the client hangs up or the host stops.");

    public DiscardedCancellationToken() : base(Descriptor, KnownType.CancellationToken) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        var tokens = facts.Tokens();
        start.RegisterOperationAction(context => Check(context, tokens, facts), OperationKind.Argument);
    }

    private static void Check(OperationAnalysisContext context, Tokens tokens, Facts facts)
    {
        var argument = (IArgumentOperation)context.Operation;
        if (argument.ArgumentKind != ArgumentKind.Explicit || argument.Value.Unconverted() is not { } value || !tokens.IsNever(value)) return;
        if (argument.Parent is not { } call || Named(call, tokens, facts) is not { } name || HasOther(call, value, tokens)) return;
        if (call is IInvocationOperation asked && (tokens.IsInstant(asked) || Tokens.IsRaced(asked, asked.Root()))) return;

        // The token of StopAsync says that the time to stop in good order is over: what must be stored has its own.
        if (Tokens.IsStopping(context.ContainingSymbol.Name) || call.IsQuoted(facts)) return;

        // Once it is awaited, there is more to say.
        if (call.IsBlockedOn() && call.Function(context.ContainingSymbol)?.IsEntryPoint() != true) return;

        if (tokens.At(call, context.ContainingSymbol, context.CancellationToken) is not { } token) return;
        if (call is IInvocationOperation client && facts.GrpcCalls().IsUnbounded(client, context.CancellationToken)) return;

        // What asks the database for nothing needs no token at all.
        if (call is IInvocationOperation adding && AsyncAdditions.AreNeedless(adding, facts, context.CancellationToken)) return;
        if (call is IInvocationOperation invocation && token.IsMember && tokens.EndsWithItsCaller(invocation, token)) return;
        if (tokens.IsPointOfNoReturn(call, context.ContainingSymbol, isStated: value is IPropertyReferenceOperation)) return;
        if (value is IPropertyReferenceOperation && IsAskedJustBefore(call)) return;
        if (tokens.IsInDeafLoop(call, context.ContainingSymbol) || tokens.IsDrain(call, context.ContainingSymbol)) return;
        context.Report(Descriptor, value.Syntax, ImmutableDictionary<string, string?>.Empty.Add(Token, token.Expression), name, token.Name);
    }

    // What the token is passed to, where that observes it for as long as it works; null for anything else.
    private static string? Named(IOperation call, Tokens tokens, Facts facts) => call switch
    {
        IInvocationOperation { TargetMethod: var method } => tokens.ObservesItsToken(method) ? method.Name : null,
        IObjectCreationOperation { Type: { } type } => facts.Is(type, KnownType.DapperCommandDefinition) ? type.Name : null,
        _ => null,
    };

    // Another token says when to stop.
    private static bool HasOther(IOperation call, IOperation never, Tokens tokens)
    {
        foreach (var argument in call.ChildOperations)
            if (argument is IArgumentOperation { ArgumentKind: ArgumentKind.Explicit } other && other.Value.Unconverted() is var value && value != never
                && tokens.IsToken(value.Type) && !tokens.IsNever(value)) return true;
        return false;
    }

    // token.ThrowIfCancellationRequested(); await write.SaveAsync(CancellationToken.None): from here on it was decided.
    private static bool IsAskedJustBefore(IOperation call)
    {
        var statement = call;
        while (statement.Parent is { } parent and not IBlockOperation) statement = parent;
        return statement.Parent is IBlockOperation block && block.Operations.IndexOf(statement) is > 0 and var at
            && block.Operations[at - 1] is IExpressionStatementOperation
                { Operation: IInvocationOperation { TargetMethod.Name: nameof(CancellationToken.ThrowIfCancellationRequested) } };
    }
}
