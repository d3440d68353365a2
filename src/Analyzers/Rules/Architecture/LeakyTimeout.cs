namespace ArchitectAnalyzers.Rules.Architecture;

/// <summary>A time-out made of <c>WhenAny</c> and <c>Task.Delay</c> leaves its timer running when the work wins.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Fix = FixSafety.Safe)]
public sealed class LeakyTimeout : CallRule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH1014",
        title: "Stop the timer of a time-out",
        messageFormat: "The delay of this time-out goes on when the task has won; use 'WaitAsync', or cancel the delay",
        category: Describe.Architecture,
        defaultSeverity: DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "Task.WhenAny lets the loser go on. A Task.Delay that nobody cancels keeps a timer, and what its continuation holds, " +
            "until it is due: one for each call.");

    private static readonly KnownMethod[] s_table = { new(KnownType.Task, "WhenAny") };

    public LeakyTimeout() : base(Descriptor, s_table, KnownType.Task) { }

    private protected override void Check(OperationAnalysisContext context, KnownMethod row, Facts facts)
    {
        var call = (IInvocationOperation)context.Operation;
        var race = new Race(call);
        if (race.Delay is not { } delay || !race.HasOthers || !Leaks(delay, call)) return;
        context.Report(Descriptor, call.NameNode());
    }

    private static bool Leaks(IInvocationOperation delay, IOperation whenAny)
    {
        IOperation? token = null;
        foreach (var argument in delay.Arguments)
        {
            if (argument.Parameter?.Type.Name == nameof(CancellationToken)) token = argument.Value.Unwrapped();
            else if (argument.Value.ConstantValue is { HasValue: true, Value: 0 }) return false;
        }

        if (SourceOf(token) is not { } source) return true;
        var root = whenAny.Root();
        foreach (var part in root.Descendants())
            if (IsReference(part, source) && MayCancel(part)) return false;

        // Without a timer of its own, it goes when the source goes.
        return source is not ILocalSymbol || !IsEndless(delay);
    }

    // The variable that holds the token's source; null where the token is somebody else's, or none.
    private static ISymbol? SourceOf(IOperation? token) => token switch
    {
        IPropertyReferenceOperation { Property.Name: "Token", Instance: { } source } => Variable(source.Unwrapped()),
        ILocalReferenceOperation local when local.Initializer() is { } value && value.Unwrapped() is IPropertyReferenceOperation => SourceOf(value.Unwrapped()),
        _ => null,
    };

    private static ISymbol? Variable(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IMemberReferenceOperation member => member.Member,
        _ => null,
    };

    private static bool IsReference(IOperation part, ISymbol source) => SymbolEqualityComparer.Default.Equals(Variable(part), source);

    // Anything but reading the token or disposing: cancelled here, or handed to somebody who may.
    private static bool MayCancel(IOperation reference)
    {
        var parent = reference.Parent;
        while (parent is IConversionOperation) parent = parent.Parent;
        return parent switch
        {
            IConditionalAccessOperation { WhenNotNull: IInvocationOperation call } => Cancels(call),
            IInvocationOperation call => Cancels(call),
            IMethodReferenceOperation or IArgumentOperation or IReturnOperation or IVariableInitializerOperation or ITupleOperation => true,
            IAssignmentOperation assignment => assignment.Target != reference,
            _ => false,
        };
    }

    private static bool Cancels(IInvocationOperation call) => call.TargetMethod.Name is "Cancel" or "CancelAsync";

    private static bool IsEndless(IInvocationOperation delay)
    {
        var time = delay.Arguments[0].Value.Unwrapped();
        return time.ConstantValue is { HasValue: true, Value: -1 }
            || time is IFieldReferenceOperation { Field: { Name: "InfiniteTimeSpan", ContainingType.Name: "Timeout" } };
    }
}
