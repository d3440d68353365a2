namespace ArchitectAnalyzers.Rules.Architecture;

/// <summary>A synchronous call in code that could await, of a method that has an awaitable sibling.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Fix = FixSafety.Safe)]
public sealed class SynchronousSibling : Rule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH1003",
        title: "Await the asynchronous sibling of a method",
        messageFormat: "'{0}' is called in asynchronous code though '{1}' could be awaited",
        category: Describe.Architecture,
        defaultSeverity: DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "A type offers a method in two forms, and asynchronous code takes the synchronous one. Whoever wrote the second form had a reason: " +
            "what the method does may wait.");

    public SynchronousSibling() : base(Descriptor, KnownType.Task) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        var counterparts = facts.Counterparts(start.Options);
        start.RegisterOperationAction(context => Check(context, counterparts), OperationKind.Invocation);
    }

    private static void Check(OperationAnalysisContext context, Counterparts counterparts)
    {
        var call = (IInvocationOperation)context.Operation;
        if (counterparts.Sibling(call, context.ContainingSymbol) is { } sibling)
            context.Report(Descriptor, call.NameNode(), call.TargetMethod.Name, sibling.Method.Name);
    }
}
