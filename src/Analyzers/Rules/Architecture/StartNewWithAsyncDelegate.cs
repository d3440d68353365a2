namespace ArchitectAnalyzers.Rules.Architecture;

/// <summary><c>StartNew</c> is handed a delegate that returns a task, and the task inside its task is lost, or a thread was made for it in vain.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Fix = FixSafety.Safe)]
public sealed class StartNewWithAsyncDelegate : CallRule
{
    private const int LongRunning = 2;

    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH1008",
        title: "Start asynchronous work with Task.Run",
        messageFormat: "StartNew is done at the first await of its delegate; {0}",
        category: Describe.Architecture,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "TaskFactory.StartNew does not know of asynchronous delegates. It returns a task of a task: whoever awaits the outer one goes on at the first await of the work, and its exceptions are lost. LongRunning starts a thread that ends there.");

    private static readonly KnownMethod[] s_table =
    {
        new(KnownType.TaskFactory, "StartNew"),
        new(KnownType.TaskFactoryOfT, "StartNew"),
    };

    public StartNewWithAsyncDelegate() : base(Descriptor, s_table, KnownType.TaskFactory) { }

    private protected override void Check(OperationAnalysisContext context, KnownMethod row, Facts facts)
    {
        var call = (IInvocationOperation)context.Operation;
        if (Inner(call, facts) is null) return;
        var wastesThread = IsLongRunning(call, facts) && !MayHaveScheduler(call, facts);
        if (IsUnwrapped(call, followLocals: true) && !wastesThread) return;
        context.Report(Descriptor, call.NameNode(), wastesThread
            ? "LongRunning starts a thread that ends there, so use Task.Run"
            : "use Task.Run, or Unwrap the task inside the task");
    }

    /// <summary>The task inside the task that the call returns; null where its delegate returns none.</summary>
    internal static INamedTypeSymbol? Inner(IInvocationOperation call, Facts facts) =>
        call.Type is INamedTypeSymbol { Name: "Task", Arity: 1 } outer && outer.TypeArguments[0] is INamedTypeSymbol inner && inner.IsTask(facts)
            ? inner : null;

    /// <summary>The constant options of the call; null where they are not constant, 0 where there are none.</summary>
    internal static int? Options(IInvocationOperation call, Facts facts)
    {
        foreach (var argument in call.Arguments)
            if (facts.Is(argument.Parameter?.Type, KnownType.TaskCreationOptions))
                return argument.Value.ConstantValue is { HasValue: true, Value: int value } ? value : null;
        return 0;
    }

    internal static bool IsLongRunning(IInvocationOperation call, Facts facts) =>
        Options(call, facts) is { } options && (options & LongRunning) != 0;

    /// <summary>Whether the call may run on a scheduler of somebody's own: it is passed one, or the factory is not <c>Task.Factory</c>.</summary>
    internal static bool MayHaveScheduler(IInvocationOperation call, Facts facts)
    {
        if (call.Instance is not IPropertyReferenceOperation { Property: { IsStatic: true, Name: "Factory" } }) return true;
        foreach (var argument in call.Arguments)
        {
            if (facts.Is(argument.Parameter?.Type, KnownType.TaskScheduler))
                return argument.Value is not IPropertyReferenceOperation { Property: { IsStatic: true, Name: "Default" or "Current" } };
        }

        return false;
    }

    // Whether somebody takes the inner task, or may.
    private static bool IsUnwrapped(IOperation value, bool followLocals)
    {
        while (true)
        {
            switch (value.Parent)
            {
                case IConversionOperation { Type: INamedTypeSymbol { Name: "Task", Arity: 0 } }: return false;
                case IConversionOperation or IConditionalAccessOperation or IParenthesizedOperation: value = value.Parent; break;
                case IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "WaitAsync" } same when same.Instance == value: value = same; break;
                case IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "Unwrap" } }: return true;
                case IAwaitOperation wait: return !IsDropped(wait);
                case IPropertyReferenceOperation { Property.Name: "Result" }: return true;
                case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }:
                    return followLocals && IsUnwrapped(declarator.Symbol, declarator);
                case ISimpleAssignmentOperation { Target: ILocalReferenceOperation local }:
                    return followLocals && IsUnwrapped(local.Local, value);
                case ISimpleAssignmentOperation { Target: IDiscardOperation } or IExpressionStatementOperation: return false;
                case ISimpleAssignmentOperation: return true;
                case IReturnOperation back when back.NestedFunction() is not IAnonymousFunctionOperation: return true;
                case IInvocationOperation use when use.Instance == value: return false;
                default: return followLocals && Unwraps(value);
            }
        }
    }

    private static bool IsDropped(IAwaitOperation wait)
    {
        IOperation value = wait;
        while (value.Parent is IConversionOperation or IParenthesizedOperation) value = value.Parent;
        return value.Parent is IExpressionStatementOperation or ISimpleAssignmentOperation { Target: IDiscardOperation };
    }

    private static bool IsUnwrapped(ILocalSymbol local, IOperation place)
    {
        foreach (var part in place.Root().Descendants())
        {
            if (part is ILocalReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Local, local)
                && reference.Parent is not ISimpleAssignmentOperation && IsUnwrapped(reference, followLocals: false)) return true;
        }

        return false;
    }

    // Handed on, as one of many perhaps: somebody in the member unwraps, and it may be this one.
    private static bool Unwraps(IOperation place)
    {
        foreach (var part in place.Root().Descendants())
            if (part is IInvocationOperation { TargetMethod.Name: "Unwrap" } or IMethodReferenceOperation { Method.Name: "Unwrap" }) return true;
        return false;
    }
}
