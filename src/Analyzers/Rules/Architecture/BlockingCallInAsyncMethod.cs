namespace ArchitectAnalyzers.Rules.Architecture;

/// <summary>A known blocking call in code that could await.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Cwe = 833, Fix = FixSafety.Safe)]
public sealed class BlockingCallInAsyncMethod : Rule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH1002",
        title: "Await the asynchronous form of a blocking call",
        messageFormat: "'{0}' blocks a thread in asynchronous code; {1}",
        category: Describe.Architecture,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Asynchronous code calls something that holds its thread until a file, a socket, a database or another thread has answered. " +
            "The caller believes that no thread is held; under load the pool runs out of them.",
        Describe.Cwe(833));

    public BlockingCallInAsyncMethod() : base(Descriptor, KnownType.Task) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        var counterparts = facts.Counterparts(start.Options);
        start.RegisterOperationAction(context => Check(context, counterparts), OperationKind.Invocation);
    }

    private static void Check(OperationAnalysisContext context, Counterparts counterparts)
    {
        var call = (IInvocationOperation)context.Operation;

        // Almost every call stops here, at a look-up.
        if (counterparts.Blocked(call, context.ContainingSymbol) is not { } blocked) return;
        context.Report(Descriptor, call.NameNode(), call.TargetMethod.Name,
            blocked.Counterpart is { } counterpart ? $"await '{NameOf(counterpart.Method, call.TargetMethod)}'" : blocked.Advice);
    }

    private static string NameOf(IMethodSymbol counterpart, IMethodSymbol called) =>
        counterpart is { IsStatic: true, IsExtensionMethod: false } && counterpart.ContainingType.Name != called.ContainingType.Name
            ? counterpart.ContainingType.Name + "." + counterpart.Name
            : counterpart.Name;
}
