namespace ArchitectAnalyzers.Rules.Database;

/// <summary>A save for each element, on a context that outlives the loop, where nothing shows that each is to be saved by itself.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Fix = FixSafety.Safe)]
public sealed class SaveChangesInLoop : Rule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH2107",
        title: "Save changes once, after the loop",
        messageFormat: "'{0}' goes to the database once for each element; save once after the loop",
        category: Describe.Database,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Each SaveChanges is a round trip, a transaction and a scan of everything the context tracks. In a loop the cost grows with the square " +
            "of the number of elements, and a failure leaves half of them saved.");

    public SaveChangesInLoop() : base(Descriptor) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        if (!facts.Has(KnownType.DbContext) && !facts.Has(KnownType.Ef6DbContext)) return;
        var trips = facts.RoundTrips();
        start.RegisterOperationAction(context => Check(context, trips, facts), OperationKind.Invocation);
    }

    private static void Check(OperationAnalysisContext context, RoundTrips trips, Facts facts)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod.Name is "SaveChanges" or "SaveChangesAsync")
        {
            if (Repetitions.Of(call) is not { } loop || trips.Of(call) is not { Kind: TripKind.Save } save) return;
            if (save.Holder is { } holder && Repetitions.IsDeclaredIn(holder, loop)) return;
            if (IsEachForItself(call, loop, trips, facts)) return;
            context.Report(Descriptor, call.NameNode(), call.TargetMethod.Name);
        }
        else if (RoundTrips.IsOwn(call, context.ContainingSymbol) && trips.IsInSight(call.TargetMethod) && Repetitions.Of(call) is { } loop)
        {
            // One hop: what the method does, it does for each element.
            if (trips.BodyOf(call) is not { IsSaving: true, Guarded: false, IsExternal: false, Owns: false, Holder: { } holder }) return;
            if (Repetitions.IsDeclaredIn(holder, loop) || IsEachForItself(call, loop, trips, facts)) return;
            context.Report(Descriptor, call.NameNode(), call.TargetMethod.Name);
        }
    }

    // One element's failure is caught, its work cannot be undone, or it has a transaction: then it is saved for itself.
    private static bool IsEachForItself(IInvocationOperation call, IOperation loop, RoundTrips trips, Facts facts)
    {
        if (loop is IInvocationOperation { TargetMethod: { Name: "Select", ContainingType.Name: "Enumerable" } } && call.Type is { Name: "Task" }) return true;
        if (loop is IForEachLoopOperation { Locals: { Length: 1 } locals } && locals[0].Type is { Name: "IGrouping" }) return true;
        for (var parent = call.Parent; parent is not null && parent != loop; parent = parent.Parent)
            if (parent is ITryOperation attempt && Handles(attempt)) return true;
        if (Repetitions.IsPaced(loop)) return true;

        var body = loop is ILoopOperation { Body: var repeated } ? repeated : loop;
        foreach (var part in body.Descendants())
        {
            switch (part)
            {
                case IInvocationOperation { TargetMethod.Name: "BeginTransaction" or "BeginTransactionAsync" or "UseTransaction" or "UseTransactionAsync" }:
                case IInvocationOperation { TargetMethod: { Name: "Clear", ContainingType.Name: "ChangeTracker" } }:
                case IObjectCreationOperation { Type: { Name: "TransactionScope" } type } when facts.Is(type, KnownType.TransactionScope):
                case IInvocationOperation outside when ExternalWork.Is(outside, trips):
                    return true;
            }
        }

        return false;
    }

    private static bool Handles(ITryOperation attempt)
    {
        foreach (var clause in attempt.Catches)
        {
            var isThrown = false;
            foreach (var statement in clause.Handler.Operations)
                isThrown |= statement is IThrowOperation or IExpressionStatementOperation { Operation: IThrowOperation };
            if (!isThrown) return true;
        }

        return false;
    }
}
