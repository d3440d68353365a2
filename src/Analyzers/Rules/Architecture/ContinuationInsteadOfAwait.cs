namespace ArchitectAnalyzers.Rules.Architecture;

/// <summary>Asynchronous code goes on in a callback where it could await.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", NoFix =
    "What the callback does with a failed or cancelled task, its options and its scheduler decide what the code after an " +
    "await has to be, and only its author knows which of them matter.")]
public sealed class ContinuationInsteadOfAwait : CallRule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH1013",
        title: "Await instead of ContinueWith",
        messageFormat: "'ContinueWith' goes on whether or not the task failed, and on another scheduler; await the task",
        category: Describe.Architecture,
        defaultSeverity: DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "A continuation runs after success, failure and cancellation alike, takes the ambient scheduler, loses the stack and wraps " +
            "exceptions. Code after an await has none of these traps.");

    // TaskContinuationOptions, as numbers: they are constants in the code.
    private const int NotOnRanToCompletion = 0x10000;

    private static readonly KnownMethod[] s_table = { new(KnownType.Task, "ContinueWith"), new(KnownType.TaskOfT, "ContinueWith") };

    public ContinuationInsteadOfAwait() : base(Descriptor, s_table, KnownType.Task) { }

    private protected override void Check(OperationAnalysisContext context, KnownMethod row, Facts facts)
    {
        var call = (IInvocationOperation)context.Operation;
        if (!call.IsInAsyncCode(context.ContainingSymbol, facts) || HasOwnScheduler(call)) return;
        if (IsIgnored(call) && ObservesFailure(call)) return;
        context.Report(Descriptor, call.NameNode());
    }

    // To run elsewhere than on the pool is a reason that await does not know.
    private static bool HasOwnScheduler(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter?.Type is not { Name: "TaskScheduler" }) continue;
            return argument.Value.Unconverted() is not IPropertyReferenceOperation
                { Property: { IsStatic: true, Name: "Default" or "Current", ContainingType.Name: "TaskScheduler" } };
        }

        return false;
    }

    private static bool IsIgnored(IInvocationOperation call)
    {
        var parent = call.Parent;
        while (parent is IConversionOperation or IConditionalAccessOperation or IParenthesizedOperation) parent = parent.Parent;
        return parent is IExpressionStatementOperation or ISimpleAssignmentOperation { Target: IDiscardOperation };
    }

    // Nobody waits for the task, on purpose, and its failure is not lost.
    private static bool ObservesFailure(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter?.Type is { Name: "TaskContinuationOptions" }
                && argument.Value.ConstantValue is { HasValue: true, Value: int options } && (options & NotOnRanToCompletion) != 0) return true;
            if (argument.Value.Unconverted() is IDelegateCreationOperation { Target: IAnonymousFunctionOperation lambda } && LooksAtFailure(lambda))
                return true;
        }

        return false;
    }

    private static bool LooksAtFailure(IAnonymousFunctionOperation lambda)
    {
        var looks = false;
        foreach (var part in lambda.Body.Descendants())
        {
            if (part is not IPropertyReferenceOperation
                { Instance: IParameterReferenceOperation, Property: { Name: var name, ContainingType.Name: "Task" } }) continue;
            if (name == "Result") return false;
            looks |= name is "Exception" or "IsFaulted";
        }

        return looks;
    }
}
