namespace ArchitectAnalyzers.Rules.Architecture;

[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Fix = FixSafety.Safe)]
public sealed class OffloadedRequestWork : CallRule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH1007",
        title: "Run a request's work on the request's thread",
        messageFormat: "Task.Run moves the work of this request to another thread of the same pool and waits for it; {0} it directly",
        category: Describe.Architecture,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A request handler awaits Task.Run. The request runs on a pool thread already: the work is queued for another thread of the same pool, " +
            "which frees none and costs a switch, and blocks there as it would have here.");

    private static readonly KnownMethod[] s_table = { new(KnownType.Task, "Run") };

    public OffloadedRequestWork() : base(Descriptor, s_table, KnownType.HttpContext) { }

    private protected override void Check(OperationAnalysisContext context, KnownMethod row, Facts facts)
    {
        var call = (IInvocationOperation)context.Operation;
        if (!IsAwaited(call) && !IsAnswer(call, context.ContainingSymbol, facts)) return;

        // In a lambda that is not the handler, several may run at once.
        if (call.NestedFunction() is IAnonymousFunctionOperation lambda && facts.Endpoints().Of(lambda) is null) return;
        if (!RequestCode.IsWeb(facts.RequestCode().KindAt(call, context.ContainingSymbol)) || call.IsQuoted(facts)) return;
        context.Report(Descriptor, call.NameNode(), GivesTask(call, facts) ? "await" : "call");
    }

    private static bool IsAwaited(IInvocationOperation call) => call.DirectAwait() is not null;

    // Returned by the handler itself, which the framework awaits. What a helper returns may be awaited among others.
    private static bool IsAnswer(IInvocationOperation call, ISymbol containing, Facts facts)
    {
        var parent = call.Parent;
        while (parent is IConversionOperation) parent = parent.Parent;
        return parent is IReturnOperation && call.Function(containing) is { IsAsync: false } function && facts.Endpoints().Of(function) is not null;
    }

    // Whether the delegate is asynchronous by itself.
    private static bool GivesTask(IInvocationOperation call, Facts facts) =>
        call.Arguments.Length > 0 && call.Arguments[0].Value.Type is INamedTypeSymbol { DelegateInvokeMethod: { ReturnsVoid: false } invoke }
        && invoke.ReturnType.IsTask(facts);
}
