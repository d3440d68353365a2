namespace ArchitectAnalyzers.Rules.Database;

/// <summary>An entity that the context was told not to track is changed, and the changes are saved: nothing is written, and nothing says so.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Fix = FixSafety.Safe)]
public sealed class SilentWrite : Rule
{
    internal const string ByDefault = nameof(ByDefault);

    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH2118",
        title: "Track the entities that you change",
        messageFormat: "'{0}' is loaded without tracking, so '{1}' does not save this change; {2}",
        category: Describe.Database,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "SaveChanges writes what the context tracks. An entity of a query with AsNoTracking is not tracked: a change to it is lost without an " +
            "exception, a log entry or a row count that anybody looks at.");

    public SilentWrite() : base(Descriptor, KnownType.DbContext) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        var lost = facts.LostChanges();
        start.RegisterOperationAction(context => Check(context, lost), OperationKind.SimpleAssignment, OperationKind.CompoundAssignment,
            OperationKind.CoalesceAssignment,
            OperationKind.Increment, OperationKind.Decrement, OperationKind.Invocation);
    }

    private static void Check(OperationAnalysisContext context, LostChanges changes)
    {
        var operation = context.Operation;
        var changed = operation switch
        {
            IAssignmentOperation { Target: IMemberReferenceOperation { Instance: { } } target } => target,
            IIncrementOrDecrementOperation { Target: IMemberReferenceOperation { Instance: { } } target } => target,
            IInvocationOperation { Instance: IMemberReferenceOperation or ILocalReferenceOperation or IParameterReferenceOperation } => operation,
            _ => null,
        };
        if (changed is null || changes.At(operation, context.CancellationToken) is not { } lost) return;
        var properties = lost.IsByDefault ? ImmutableDictionary<string, string?>.Empty.Add(ByDefault, "") : ImmutableDictionary<string, string?>.Empty;
        context.Report(Descriptor, CallShapes.NameNode(changed.Syntax), new[] { lost.Query.Execution.Syntax.GetLocation() }, properties,
            lost.Name, lost.Save.TargetMethod.Name, lost.IsByDefault ? "add 'AsTracking'" : "remove '" + TrackingOf(lost.Query) + "', or call 'Update'");
    }

    private static string TrackingOf(Query query)
    {
        var name = "AsNoTracking";
        foreach (var one in query.Operators)
            if (one.Step == QueryStep.Tracking) name = one.Name;
        return name;
    }
}
