namespace ArchitectAnalyzers.Rules.Architecture;

[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Fix = FixSafety.Safe)]
public sealed class UncancellableParallelLoop : Rule
{
    internal const string Token = nameof(Token);

    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH1111",
        title: "Let a parallel loop be cancelled",
        messageFormat: "'{0}' starts new turns after '{1}' is cancelled; pass it",
        category: Describe.Architecture,
        defaultSeverity: DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "A parallel loop stops handing out work when the token in its options, or its own token argument, is cancelled. Without one it goes through all items on several threads, though nobody waits for the result any more.");

    public UncancellableParallelLoop() : base(Descriptor, KnownType.Parallel, KnownType.ParallelOptions, KnownType.CancellationToken) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        var tokens = facts.Tokens();
        start.RegisterOperationAction(context =>
        {
            var call = (IInvocationOperation)context.Operation;
            if (call.TargetMethod.Name is "ForEachAsync" or "ForAsync" && facts.Is(call.TargetMethod.ContainingType, KnownType.Parallel)
                && TakesNoToken(call, tokens, facts)) Check(context, call, call, tokens, "Parallel." + call.TargetMethod.Name);
        }, OperationKind.Invocation);

        start.RegisterOperationAction(context =>
        {
            var options = (IObjectCreationOperation)context.Operation;
            if (facts.Is(options.Type, KnownType.ParallelOptions) && !SetsToken(options) && LoopOf(options, facts) is { } loop)
                Check(context, options, loop, tokens, "Parallel." + loop.TargetMethod.Name);
        }, OperationKind.ObjectCreation);
    }

    private static void Check(OperationAnalysisContext context, IOperation at, IInvocationOperation loop, Tokens tokens, string name)
    {
        if (tokens.At(loop, context.ContainingSymbol, context.CancellationToken) is not { } token) return;
        if (at != loop && tokens.At(at, context.ContainingSymbol, context.CancellationToken)?.Expression != token.Expression) return;
        if (tokens.IsPointOfNoReturn(loop, context.ContainingSymbol) || tokens.IsInDeafLoop(loop, context.ContainingSymbol)) return;
        context.Report(Descriptor, CallShapes.NameNode(at.Syntax), ImmutableDictionary<string, string?>.Empty.Add(Token, token.Expression), name, token.Name);
    }

    // Neither a token of its own, nor options that may hold one.
    private static bool TakesNoToken(IInvocationOperation loop, Tokens tokens, Facts facts)
    {
        foreach (var argument in loop.Arguments)
            if (argument.Value.Unconverted().Type is { } type && (tokens.IsToken(type) || facts.Is(type, KnownType.ParallelOptions))) return false;
        return true;
    }

    private static bool SetsToken(IObjectCreationOperation options)
    {
        if (options.Initializer is null) return false;
        foreach (var setting in options.Initializer.Initializers)
            if (setting is IAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "CancellationToken" } }) return true;
        return false;
    }

    // The loop that the options are made for; null where they, or their token, may be anybody's.
    private static IInvocationOperation? LoopOf(IObjectCreationOperation options, Facts facts)
    {
        var parent = options.Parent;
        while (parent is IConversionOperation) parent = parent.Parent;
        return parent switch
        {
            IArgumentOperation argument => LoopOf(argument, facts),
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => LoopOf(declarator, facts),
            _ => null,
        };
    }

    private static IInvocationOperation? LoopOf(IArgumentOperation argument, Facts facts) =>
        argument.Parent is IInvocationOperation call && facts.Is(call.TargetMethod.ContainingType, KnownType.Parallel) ? call : null;

    private static IInvocationOperation? LoopOf(IVariableDeclaratorOperation declarator, Facts facts)
    {
        var root = declarator.Root();
        IInvocationOperation? loop = null;
        foreach (var part in root.Descendants())
        {
            if (part is not ILocalReferenceOperation reference || !SymbolEqualityComparer.Default.Equals(reference.Local, declarator.Symbol)) continue;
            if (reference.Parent is IArgumentOperation argument && LoopOf(argument, facts) is { } call) loop ??= call;
            else if (reference.Parent is not IPropertyReferenceOperation { Property.Name: not "CancellationToken" }) return null;
        }

        return loop;
    }
}
