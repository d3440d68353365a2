namespace ArchitectAnalyzers.Rules.Api;

/// <summary>A streaming gRPC call that nobody disposes of.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Cwe = 772, Fix = FixSafety.Safe)]
public sealed class UndisposedCall : Rule
{
    /// <summary>Set where a <c>using</c> may end what is still in use.</summary>
    internal const string Shared = nameof(Shared);

    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH3203",
        title: "Dispose of streaming gRPC calls",
        messageFormat: "Nothing disposes of the call that '{0}' starts; where its stream is left early, the server goes on sending",
        category: Describe.Api,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A streaming call ends when its stream is read to the end, or when it is disposed of. An exception or a break between keeps the stream " +
            "of the connection open, and the server at work, until the connection closes.",
        Describe.Cwe(772));

    public UndisposedCall() : base(Descriptor, KnownType.GrpcServerStreamingCall) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts) =>
        start.RegisterOperationAction(context => Check(context, facts), OperationKind.Invocation);

    private static void Check(OperationAnalysisContext context, Facts facts)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.Type is not { Name: "AsyncServerStreamingCall" or "AsyncDuplexStreamingCall" or "AsyncClientStreamingCall" } type
            || !IsStreaming(type, facts)) return;
        var life = ObjectLife.Of(call);
        if (life.IsDisposed || life.Escapes || call.IsQuoted(facts)) return;
        var properties = ImmutableDictionary<string, string?>.Empty;
        if (life.IsCaptured && !IsOverInTime(call, life.Local)) properties = properties.Add(Shared, "");
        context.Report(Descriptor, call.NameNode(), properties, call.TargetMethod.Name);
    }

    // var reading = Task.Run(async () => … call …); …; await reading: over before the function is.
    private static bool IsOverInTime(IInvocationOperation call, ILocalSymbol? local)
    {
        var function = call.NestedFunction()?.Syntax;
        foreach (var part in call.Root().Descendants())
        {
            if (part is not ILocalReferenceOperation use || !SymbolEqualityComparer.Default.Equals(use.Local, local) || use.NestedFunction() is not { } nested
                || nested.Syntax == function) continue;
            var handed = nested.Parent;
            while (handed is IDelegateCreationOperation or IConversionOperation) handed = handed.Parent;
            if (nested is not IAnonymousFunctionOperation || nested.NestedFunction()?.Syntax != function
                || handed is not IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "Run",
                    ContainingType.Name: "Task" } } run }) return false;
            if (run.DirectAwait() is null
                && !((run.Parent as IVariableInitializerOperation)?.Parent is IVariableDeclaratorOperation { Symbol: var task }
                    && IsAwaited(run, task))) return false;
        }

        return true;
    }

    private static bool IsAwaited(IInvocationOperation run, ILocalSymbol task)
    {
        foreach (var part in run.Root().Descendants())
        {
            if (part is not ILocalReferenceOperation use || !SymbolEqualityComparer.Default.Equals(use.Local, task)
                || use.NestedFunction() != run.NestedFunction()) continue;
            for (var parent = use.Parent; parent is not (null or IBlockOperation or IInvocationOperation { TargetMethod.Name: "WhenAny" or "WaitAsync" });
                parent = parent.Parent)
                if (parent is IAwaitOperation) return true;
        }

        return false;
    }

    private static bool IsStreaming(ITypeSymbol type, Facts facts) =>
        facts.Is(type, KnownType.GrpcServerStreamingCall) || facts.Is(type, KnownType.GrpcDuplexStreamingCall)
        || facts.Is(type, KnownType.GrpcClientStreamingCall);
}
