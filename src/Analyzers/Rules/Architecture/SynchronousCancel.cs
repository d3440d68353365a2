using Microsoft.CodeAnalysis.Text;

namespace ArchitectAnalyzers.Rules.Architecture;

/// <summary>Async code runs the callbacks of a token itself, one after the other, before it goes on.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Fix = FixSafety.Safe)]
public sealed class SynchronousCancel : CallRule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH1113",
        title: "Cancel with CancelAsync in async code",
        messageFormat: "'Cancel' runs every callback of the token before it returns; await 'CancelAsync'",
        category: Describe.Architecture,
        defaultSeverity: DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "CancellationTokenSource.Cancel runs what was registered on the token, and often the continuations of what is cancelled, on the " +
            "calling thread. CancelAsync runs them on the pool, and an async method can await it.");

    private static readonly KnownMethod[] s_table = { new(KnownType.CancellationTokenSource, "Cancel") };

    public SynchronousCancel() : base(Descriptor, s_table, KnownType.CancellationTokenSource) { }

    private protected override void Check(OperationAnalysisContext context, KnownMethod row, Facts facts)
    {
        var call = (IInvocationOperation)context.Operation;
        if (facts[KnownType.CancellationTokenSource]!.GetMembers("CancelAsync").IsEmpty) return;

        // CancelAsync collects exceptions, as Cancel() and Cancel(false) do.
        if (call.Arguments.Length > 0 && call.Arguments[0].Value.ConstantValue is not { HasValue: true, Value: false }) return;
        if (call.Function(context.ContainingSymbol) is not { IsAsync: true } || !call.IsInAsyncCode(context.ContainingSymbol, facts)) return;
        if (call.HeldLock() is not null || IsFresh(call) || EndsPausesOnly(call, facts)) return;
        context.Report(Descriptor, call.NameNode());
    }

    // A source whose token only a pause was given has no callback that could take long.
    private static bool EndsPausesOnly(IInvocationOperation call, Facts facts)
    {
        if (call.Instance is not ILocalReferenceOperation { Local: var local }) return false;
        var ends = false;
        foreach (var part in call.Root().Descendants())
        {
            if (part is not ILocalReferenceOperation use || !SymbolEqualityComparer.Default.Equals(use.Local, local)) continue;
            switch (use.Parent)
            {
                case IInvocationOperation { TargetMethod.Name: not "CancelAsync" } own when own.Instance == use: break;
                case IPropertyReferenceOperation { Property.Name: not nameof(CancellationTokenSource.Token) }: break;
                case IPropertyReferenceOperation { Parent: IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "Delay", ContainingType: var type } } } }
                    when facts.Is(type, KnownType.Task): ends = true; break;
                default: return false;
            }
        }

        return ends;
    }

    // Nobody has seen the token of a source that was made before and not named since.
    private static bool IsFresh(IInvocationOperation call)
    {
        if (call.Instance is not ILocalReferenceOperation { Local: { DeclaringSyntaxReferences: { Length: 1 } declared } local } source
            || declared[0].GetSyntax() is not VariableDeclaratorSyntax { Initializer.Value: BaseObjectCreationExpressionSyntax } declarator
            || Functions.FunctionNode(declarator) is not { } function || function != Functions.FunctionNode(call.Syntax)) return false;
        var between = TextSpan.FromBounds(declarator.Span.End, Math.Max(declarator.Span.End, source.Syntax.SpanStart));
        foreach (var token in function.DescendantTokens(between))
            if (token.ValueText == local.Name && between.Contains(token.Span)) return false;
        return true;
    }
}
