namespace ArchitectAnalyzers.Rules.Database;

/// <summary>Reports transactions that are not committed, on all paths or on one, that are not disposed, or that a retrying strategy refuses.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Fix = FixSafety.ChangesBehaviour)]
public sealed class UncommittedTransaction : Rule
{
    /// <summary>What to do: <see cref="Commit"/> or <see cref="Dispose"/>; absent where there is no telling.</summary>
    internal const string Remedy = nameof(Remedy);

    internal const string Commit = nameof(Commit), Dispose = nameof(Dispose);

    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH2203",
        title: "Commit a transaction on every path, and dispose of it",
        messageFormat: "This transaction {0}",
        category: Describe.Database,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A transaction that nobody commits is rolled back when it is disposed: the work is lost without an error. One that nobody disposes keeps its locks until the connection is reset. A retrying execution strategy refuses transactions that are begun by hand.");

    private static readonly string[] s_retrying = { "EnableRetryOnFailure" };

    public UncommittedTransaction() : base(Descriptor) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        var transactions = facts.Transactions();
        start.RegisterOperationAction(context => Check(context, transactions, facts), OperationKind.Invocation, OperationKind.ObjectCreation);
    }

    private static void Check(OperationAnalysisContext context, Transactions transactions, Facts facts)
    {
        var begin = context.Operation;
        if (!transactions.Begins(begin)) return;
        var life = TransactionLife.Of(begin, facts);
        if (IsRefused(context, transactions)) Report("is begun by hand under a retrying execution strategy, which refuses that; run it through 'CreateExecutionStrategy'", null);
        else if (life.IsHandedOn) return;
        else if (!life.IsCommitted)
        {
            // Only rolled back: a trial. Nothing written: a consistent view.
            if (life.IsRolledBack || life.Joins || !TransactionPaths.Of(life, begin, facts, context.CancellationToken).Writes) return;
            Report("is never committed, so what it writes is rolled back; commit it", Commit);
        }
        else if (life.Local is null && !life.IsDisposed) return;
        else if (TransactionPaths.Of(life, begin, facts, context.CancellationToken).Leaks)
            Report("is left open on a path that has written; commit it there, or roll it back", null);
        else if (life is { IsDisposed: false, IsRolledBackOnFailure: false })
            Report("is never disposed, so a failure leaves it open; put it in a 'using'", Dispose);

        void Report(string what, string? remedy) => context.Report(Descriptor, CallShapes.NameNode(begin.Syntax),
            remedy is null ? ImmutableDictionary<string, string?>.Empty : ImmutableDictionary<string, string?>.Empty.Add(Remedy, remedy), what);
    }

    // Who is not public may be called from within a strategy's delegate.
    private static bool IsRefused(OperationAnalysisContext context, Transactions transactions)
    {
        if (!transactions.IsOfContext(context.Operation) || context.ContainingSymbol.DeclaredAccessibility == Accessibility.Private && !IsTopLevel(context.ContainingSymbol)) return false;
        if (!Mentions.Any(context.Compilation, s_retrying, context.CancellationToken)) return false;
        foreach (var part in EndpointOf(context.Operation).Descendants())
            if (part is IInvocationOperation { TargetMethod.Name: "CreateExecutionStrategy" }) return false;
        for (var parent = context.Operation.Parent; parent is not null; parent = parent.Parent)
            if (parent is IInvocationOperation { TargetMethod.Name: var name } && name.StartsWith("Execute", StringComparison.Ordinal)) return false;
        return true;
    }

    // Of a top-level program, the lambda of the endpoint; else the whole member.
    private static IOperation EndpointOf(IOperation begin)
    {
        for (IOperation? part = begin, lambda = null; part is not null; part = part.Parent)
        {
            if (part is IAnonymousFunctionOperation) lambda = part;
            if (lambda is not null && part is IInvocationOperation { TargetMethod.Name: var name } && name.StartsWith("Map", StringComparison.Ordinal)) return lambda;
        }

        return begin.Root();
    }

    private static bool IsTopLevel(ISymbol symbol) => symbol.Name is "<Main>$";
}
