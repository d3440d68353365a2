namespace ArchitectAnalyzers.Rules.Api;

/// <summary>A header or the status is set after the response has begun in the same function, or the pipeline goes on after something was written.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Fix = FixSafety.Safe)]
public sealed class HeaderAfterStart : Rule
{
    /// <summary>What came first: <see cref="Next"/> or <see cref="Write"/>. The additional location is that call.</summary>
    internal const string After = nameof(After), Next = nameof(Next), Write = nameof(Write);

    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH3110",
        title: "Set headers before the response begins",
        messageFormat: "'{0}' comes after '{1}', when the response has begun; {2}",
        category: Describe.Api,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Headers and status are sent with the first byte of the body. Setting them later throws InvalidOperationException and breaks the answer off; a middleware that writes and goes on mixes two answers.");

    public HeaderAfterStart() : base(Descriptor, KnownType.HttpResponse) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        start.RegisterOperationAction(context => CheckSetting(context, facts), OperationKind.SimpleAssignment, OperationKind.CoalesceAssignment, OperationKind.CompoundAssignment);
        start.RegisterOperationAction(context =>
        {
            var call = (IInvocationOperation)context.Operation;
            if (ResponseStart.IsNext(call, facts)) CheckNext(context, call, facts);
            else CheckSetting(context, facts);
        }, OperationKind.Invocation);
    }

    private static void CheckSetting(OperationAnalysisContext context, Facts facts)
    {
        if (ResponseStart.Sets(context.Operation, facts) is not { } name || IsBuffered(context.Operation, facts)) return;
        if (ResponseStart.Before(context.Operation, ResponseStart.Begins, facts) is { } write)
            Report(context, name, write, Write, "set it before");
        else if (ResponseStart.Before(context.Operation, ResponseStart.IsNext, facts) is { } next)
            Report(context, name, next, Next, "register it with 'OnStarting' before, or ask 'HasStarted'");
    }

    private static void CheckNext(OperationAnalysisContext context, IInvocationOperation next, Facts facts)
    {
        if (ResponseStart.Before(next, ResponseStart.Begins, facts) is { } write && !IsBuffered(next, facts))
            Report(context, next.NameNode(), write, Write, "end the request there instead of handing it on");
    }

    // With another stream in the body's place, nothing is sent before that is copied.
    private static bool IsBuffered(IOperation operation, Facts facts)
    {
        foreach (var part in operation.Root().Descendants())
            if (part is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property: { Name: "Body", ContainingType: var type } } } && facts.Is(type, KnownType.HttpResponse)) return true;
        return false;
    }

    private static void Report(OperationAnalysisContext context, SyntaxNode name, IInvocationOperation first, string after, string advice) =>
        context.Report(Descriptor, name, new[] { first.Syntax.GetLocation() }, ImmutableDictionary<string, string?>.Empty.Add(After, after), name.ToString(), first.NameNode().ToString(), advice);
}
