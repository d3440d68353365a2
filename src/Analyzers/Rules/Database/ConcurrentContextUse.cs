namespace ArchitectAnalyzers.Rules.Database;

[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Cwe = 362, Fix = FixSafety.Safe)]
public sealed class ConcurrentContextUse : Rule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH2114",
        title: "Run one operation at a time on a context",
        messageFormat: "'{0}' runs on '{1}' while another operation may still run on it; {2}",
        category: Describe.Database,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A DbContext has one connection and one change tracker, and serves one operation at a time. A second that begins before the first has ended throws InvalidOperationException, or, where the provider does not notice, mixes up their data.",
        Describe.Cwe(362));

    public ConcurrentContextUse() : base(Descriptor) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        if (!facts.Has(KnownType.DbContext)) return;
        var trips = facts.RoundTrips();
        start.RegisterOperationAction(context => CheckCall(context, trips), OperationKind.Invocation);
        start.RegisterOperationAction(context => CheckMethod(context, trips), OperationKind.MethodReference);
    }

    private static void CheckCall(OperationAnalysisContext context, RoundTrips trips)
    {
        var call = (IInvocationOperation)context.Operation;
        if (Overlaps.Of(call, trips, context.ContainingSymbol, out var first) is not { } shared) return;
        if (first is null)
        {
            context.Report(Descriptor, call.NameNode(), call.TargetMethod.Name, shared.Name, "use one context for each branch, or await one after the other");
        }
        else
        {
            context.Report(Descriptor, call.NameNode(), new[] { first.NameNode().GetLocation() }, ImmutableDictionary<string, string?>.Empty,
                call.TargetMethod.Name, shared.Name, "await '" + first.TargetMethod.Name + "' first");
        }
    }

    // await Task.WhenAll(ids.Select(LoadAsync))
    private static void CheckMethod(OperationAnalysisContext context, RoundTrips trips)
    {
        var reference = (IMethodReferenceOperation)context.Operation;
        if (Overlaps.OfGroup(reference, trips, context.ContainingSymbol) is not { } shared) return;
        context.Report(Descriptor, CallShapes.NameNode(reference.Syntax), reference.Method.Name, shared.Name, "use one context for each branch, or await one after the other");
    }
}
