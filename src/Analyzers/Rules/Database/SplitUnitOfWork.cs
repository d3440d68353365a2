namespace ArchitectAnalyzers.Rules.Database;

/// <summary>Two saves of one context in one operation, with nothing that makes them one.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Fix = FixSafety.Safe)]
public sealed class SplitUnitOfWork : Rule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH2205",
        title: "Save what belongs together at once, or in a transaction",
        messageFormat: "'{0}' saves a second time in this operation; a failure in between leaves half of it saved: save once, or begin a transaction",
        category: Describe.Database,
        defaultSeverity: DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "Each SaveChanges is a transaction of its own. An operation that saves twice can fail in between, and what it has saved by then stays.");

    // What makes several saves one, or says that it is seen to.
    private static readonly ImmutableArray<string> s_transactions = ImmutableArray.Create(
        "BeginTransaction", "BeginTransactionAsync", "UseTransaction", "UseTransactionAsync", "EnlistTransaction", "CreateExecutionStrategy",
            "BeginTransactionScope");

    public SplitUnitOfWork() : base(Descriptor, KnownType.DbContext) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        var trips = facts.RoundTrips();
        start.RegisterOperationAction(context => Check(context, trips), OperationKind.Invocation);
    }

    private static void Check(OperationAnalysisContext context, RoundTrips trips)
    {
        var second = (IInvocationOperation)context.Operation;
        if (second.TargetMethod.Name is not ("SaveChanges" or "SaveChangesAsync")) return;
        if (trips.Of(second) is not { Kind: TripKind.Save, Holder: { } holder } || FirstBefore(second, holder, trips) is not { } first) return;

        var body = second.NestedFunction() ?? second.Root();
        foreach (var part in body.Descendants())
        {
            switch (part)
            {
                case IInvocationOperation call when s_transactions.Contains(call.TargetMethod.Name): return;
                case IInvocationOperation call
                    when IsBetween(call, first, second)
                    && (ExternalWork.Is(call, trips) || call.TargetMethod.Name is "Clear" && call.TargetMethod.ContainingType.Name == "ChangeTracker"): return;
                case IObjectCreationOperation { Type.Name: "TransactionScope" }: return;
                case IParameterReferenceOperation { Type: { Name: var type } } when type.EndsWith("Transaction", StringComparison.Ordinal): return;
            }
        }

        if (IsHandedATransaction(context.ContainingSymbol)) return;
        context.Report(Descriptor, second.NameNode(), new[] { first.NameNode().GetLocation() }, ImmutableDictionary<string, string?>.Empty,
            second.TargetMethod.Name);
    }

    /// <summary>
    /// The save before another that is made on every way to it: in a block around it. None where either is repeated, in a handler, or where the
    /// other is the third.
    /// </summary>
    private static IInvocationOperation? FirstBefore(IInvocationOperation second, ISymbol holder, RoundTrips trips)
    {
        IInvocationOperation? first = null;
        for (var (child, parent) = ((IOperation)second, second.Parent); parent is not null and not (IAnonymousFunctionOperation or ILocalFunctionOperation);
            (child, parent) = (parent, parent.Parent))
        {
            if (parent is ILoopOperation or ICatchClauseOperation || parent is ITryOperation { Finally: { } last } && last == child) return null;
            if (parent is not IBlockOperation block) continue;
            foreach (var statement in block.Operations)
            {
                if (statement == child) break;
                if (SaveIn(statement, holder, trips) is not { } save) continue;
                if (first is not null) return null;
                first = save;
            }
        }

        return first;
    }

    // Straight on: not in a branch, a loop or a try of its own.
    private static IInvocationOperation? SaveIn(IOperation statement, ISymbol holder, RoundTrips trips)
    {
        var value = statement switch
        {
            IExpressionStatementOperation expression => expression.Operation,
            IVariableDeclarationGroupOperation { Declarations: { Length: 1 } declarations } when declarations[0].Declarators.Length == 1 =>
                declarations[0].Declarators[0].Initializer?.Value,
            _ => null,
        };
        value = value is ISimpleAssignmentOperation assignment ? assignment.Value : value;
        if (value is IAwaitOperation awaited) value = awaited.Operation.Unwrapped();
        return value is IInvocationOperation { TargetMethod.Name: "SaveChanges" or "SaveChangesAsync" } call && trips.Of(call) is { Kind: TripKind.Save } save
            && SymbolEqualityComparer.Default.Equals(save.Holder, holder) ? call : null;
    }

    private static bool IsBetween(IOperation part, IOperation first, IOperation second) =>
        part.Syntax.SpanStart > first.Syntax.Span.End && part.Syntax.Span.End < second.Syntax.SpanStart;

    private static bool IsHandedATransaction(ISymbol containing)
    {
        if (containing is not IMethodSymbol method) return false;
        foreach (var parameter in method.Parameters)
            if (parameter.Type.Name.EndsWith("Transaction", StringComparison.Ordinal)) return true;
        return false;
    }
}
