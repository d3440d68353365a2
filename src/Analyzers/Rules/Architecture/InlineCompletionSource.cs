namespace ArchitectAnalyzers.Rules.Architecture;

/// <summary>A completion source runs what awaits its task on the thread that completes it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Fix = FixSafety.Safe)]
public sealed class InlineCompletionSource : Rule
{
    /// <summary>The bit of <c>TaskCreationOptions.RunContinuationsAsynchronously</c>.</summary>
    internal const int RunsAsynchronously = 64;

    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH1009",
        title: "Let completion sources run continuations asynchronously",
        messageFormat: "Whoever completes this '{0}' runs what awaits it; {1}",
        category: Describe.Architecture,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "SetResult runs the continuations of the task before it returns, on the caller's thread and under the caller's locks: deadlocks, " +
            "stolen threads, stack dives. TaskCreationOptions.RunContinuationsAsynchronously queues them instead.");

    public InlineCompletionSource() : base(Descriptor, KnownType.TaskCompletionSourceOfT) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        if (!facts.Has(KnownType.TaskCreationOptions) || facts[KnownType.TaskCreationOptions]!.GetMembers("RunContinuationsAsynchronously").IsEmpty) return;
        start.RegisterOperationAction(context => Check(context, facts), OperationKind.ObjectCreation);
    }

    private static void Check(OperationAnalysisContext context, Facts facts)
    {
        var creation = (IObjectCreationOperation)context.Operation;
        if (creation.Type is not { Name: "TaskCompletionSource" } type) return;
        if (!facts.Is(type, KnownType.TaskCompletionSourceOfT) && !facts.Is(type, KnownType.TaskCompletionSource)) return;
        if (creation.Constructor is null || Remedy(creation, facts) is not { } remedy || IsCompletedFirst(creation)) return;
        context.Report(Descriptor, CallShapes.NameNode(creation.Syntax), type.Name, remedy);
    }

    // What to do about the arguments; null where the options have the bit, or may have it.
    private static string? Remedy(IObjectCreationOperation creation, Facts facts)
    {
        var isWrongEnum = false;
        foreach (var argument in creation.Arguments)
        {
            if (facts.Is(argument.Parameter?.Type, KnownType.TaskCreationOptions))
            {
                if (argument.Value.ConstantValue is not { HasValue: true, Value: int options } || (options & RunsAsynchronously) != 0) return null;
                return "add TaskCreationOptions.RunContinuationsAsynchronously";
            }

            isWrongEnum |= IsContinuationOptions(argument.Value, facts);
        }

        return isWrongEnum
            ? "TaskContinuationOptions is taken for its state here, so pass TaskCreationOptions.RunContinuationsAsynchronously"
            : "pass TaskCreationOptions.RunContinuationsAsynchronously";
    }

    /// <summary>Whether an argument for <c>object? state</c> was meant as options: the constructor takes another enum.</summary>
    internal static bool IsContinuationOptions(IOperation state, Facts facts) => facts.Is(state.Unconverted().Type, KnownType.TaskContinuationOptions);

    // Nobody awaits a task that nobody has: "var s = new …(); s.SetException(e); return s.Task;".
    private static bool IsCompletedFirst(IObjectCreationOperation creation)
    {
        IOperation value = creation;
        while (value.Parent is IConversionOperation) value = value.Parent;
        if (value.Parent is not IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } declarator }) return false;

        IOperation? block = declarator;
        while (block is not (null or IBlockOperation or ISwitchCaseOperation)) block = block.Parent;
        if (block is null) return false;

        var isCompleted = false;
        var isHandedOut = false;
        foreach (var part in block.Descendants())
        {
            if (part is not ILocalReferenceOperation reference || !SymbolEqualityComparer.Default.Equals(reference.Local, local)) continue;
            if (!isHandedOut && Completes(reference) && RunsOnceWith(reference, block)) isCompleted = true;
            else if (reference.Parent is IPropertyReferenceOperation { Property.Name: "Task" }) isHandedOut = true;
            else return false;
        }

        return isCompleted;
    }

    private static bool Completes(ILocalReferenceOperation source) =>
        source.Parent is IInvocationOperation { Instance: { } instance, TargetMethod.Name: var name } && instance == source
        && (name.StartsWith("Set", StringComparison.Ordinal) || name.StartsWith("TrySet", StringComparison.Ordinal));

    // Not in a loop that may hand the task out and come back, nor in a function that runs later.
    private static bool RunsOnceWith(IOperation operation, IOperation block)
    {
        for (var parent = operation.Parent; parent is not null && parent != block; parent = parent.Parent)
            if (parent is ILoopOperation or IAnonymousFunctionOperation or ILocalFunctionOperation) return false;
        return true;
    }
}
