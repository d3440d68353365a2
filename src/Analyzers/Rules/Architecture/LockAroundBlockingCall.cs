namespace ArchitectAnalyzers.Rules.Architecture;

/// <summary>A lock is held during a call that waits for something outside.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Cwe = 833, NoFix = "What must stay inside the lock and what may move out is for the author to decide: a wrong cut is a race.")]
public sealed class LockAroundBlockingCall : Rule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH1015",
        title: "Do not wait inside a lock",
        messageFormat: "'{0}' waits for something outside while it holds a lock, and so does everybody who wants the lock; do it before or after",
        category: Describe.Architecture,
        defaultSeverity: DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "A lock that is held during I/O is held as long as the slowest answer takes. " +
            "Every thread that wants it stands still that long, one after the other.",
        Describe.Cwe(833));

    public LockAroundBlockingCall() : base(Descriptor, KnownType.Task) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        var counterparts = facts.Counterparts(start.Options);
        start.RegisterOperationAction(context => Check(context, counterparts, facts), OperationKind.Invocation);
    }

    private static void Check(OperationAnalysisContext context, Counterparts counterparts, Facts facts)
    {
        var call = (IInvocationOperation)context.Operation;

        // Almost every call stops here, at a look-up. Monitor.Wait gives the lock up while it waits.
        if (!counterparts.IsOfTable(call.TargetMethod) || facts.Is(call.TargetMethod.ContainingType, KnownType.Monitor) || call.HeldLock() is null) return;

        // Where the place would allow an await, it is the missing await that is wrong.
        if (call.IsQuoted(facts) || counterparts.Blocked(call, context.ContainingSymbol) is not null
            || !counterparts.Waits(call, context.ContainingSymbol)) return;
        context.Report(Descriptor, call.NameNode(), call.TargetMethod.Name);
    }
}
