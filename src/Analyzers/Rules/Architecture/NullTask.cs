namespace ArchitectAnalyzers.Rules.Architecture;

[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Cwe = 476, Fix = FixSafety.Safe)]
public sealed class NullTask : Rule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH1011",
        title: "Return a completed task instead of null",
        messageFormat: "{0} returns null where a task is declared, and whoever awaits it crashes; return a completed task",
        category: Describe.Architecture,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A function that declares a task returns null. Its caller awaits the task, and gets a NullReferenceException that names neither the function nor the reason.",
        Describe.Cwe(476));

    public NullTask() : base(Descriptor, KnownType.Task) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts) =>
        start.RegisterOperationAction(context =>
        {
            var value = ((IReturnOperation)context.Operation).ReturnedValue;
            if (value is not null && IsTask(value.Type, facts)) Check(context, value, facts);
        }, OperationKind.Return);

    // A value task cannot be null: its default is complete.
    private static bool IsTask(ITypeSymbol? type, Facts facts) =>
        type is { Name: "Task" } && (facts.Is(type, KnownType.Task) || facts.Is(type, KnownType.TaskOfT));

    // Into every arm that may be what is returned.
    private static void Check(OperationAnalysisContext context, IOperation value, Facts facts)
    {
        switch (value)
        {
            case IConversionOperation { OperatorMethod: null } conversion:
                Check(context, conversion.Operand, facts);
                break;
            case IConditionalOperation choice:
                Check(context, choice.WhenTrue, facts);
                if (choice.WhenFalse is { } otherwise) Check(context, otherwise, facts);
                break;
            case ICoalesceOperation coalesce:
                Check(context, coalesce.WhenNull, facts);
                break;
            case ISwitchExpressionOperation choice:
                foreach (var arm in choice.Arms) Check(context, arm.Value, facts);
                break;
            case ILiteralOperation { ConstantValue: { HasValue: true, Value: null } }:
            case IDefaultValueOperation when IsTask(value.Type, facts) || value.ConstantValue is { HasValue: true, Value: null }:
                Report(context, value, value.Syntax, facts);
                break;
            case IConditionalAccessOperation access when IsTask(access.Type, facts):
                Report(context, value, CallShapes.NameNode(Called(access).Syntax), facts);
                break;
        }
    }

    // The last step of "a?.B?.CAsync()".
    private static IOperation Called(IConditionalAccessOperation access)
    {
        var called = access.WhenNotNull;
        while (called is IConditionalAccessOperation next) called = next.WhenNotNull;
        return called;
    }

    private static void Report(OperationAnalysisContext context, IOperation value, SyntaxNode at, Facts facts)
    {
        var nested = value.NestedFunction();
        if (value.Function(context.ContainingSymbol) is not { IsAsync: false } function || SaysNull(function) || IsTry(function) || value.IsQuoted(facts)) return;
        if (nested is IAnonymousFunctionOperation lambda && (SaysNull(DelegateOf(lambda)) || IsMock(lambda))) return;
        context.Report(Descriptor, at, nested is IAnonymousFunctionOperation ? "The lambda" : "'" + (function.AssociatedSymbol ?? function).Name + "'");
    }

    // "TryReceiveAsync() is { } receiving": code without nullable types says by the name that there may be nothing to await.
    private static bool IsTry(IMethodSymbol function) =>
        function.ReturnType.NullableAnnotation == NullableAnnotation.None && function.Name.Length > 3
        && function.Name.StartsWith("Try", StringComparison.Ordinal) && char.IsUpper(function.Name[3]);

    // Task? promises nothing, wherever the promise is declared.
    private static bool SaysNull(IMethodSymbol? function)
    {
        for (var declared = function; declared is not null; declared = declared.OverriddenMethod)
        {
            if (declared.ReturnType.NullableAnnotation == NullableAnnotation.Annotated) return true;
            foreach (var attribute in declared.GetReturnTypeAttributes())
                if (attribute.AttributeClass is { Name: "MaybeNullAttribute" }) return true;
        }

        if (function is not { MethodKind: MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation, ContainingType: { } type }) return false;
        foreach (var contract in type.AllInterfaces)
        {
            foreach (var member in contract.GetMembers())
            {
                if (member is IMethodSymbol { ReturnType.NullableAnnotation: NullableAnnotation.Annotated }
                    && SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(member), function)) return true;
            }
        }

        return false;
    }

    private static IMethodSymbol? DelegateOf(IAnonymousFunctionOperation lambda) =>
        ((lambda.Parent as IDelegateCreationOperation)?.Type as INamedTypeSymbol)?.DelegateInvokeMethod;

    // mock.Setup(…).Returns(() => null) says what a test wants.
    private static bool IsMock(IAnonymousFunctionOperation lambda)
    {
        var handed = lambda.Parent;
        while (handed is IDelegateCreationOperation or IConversionOperation) handed = handed.Parent;
        return handed is IArgumentOperation { Parent: IInvocationOperation call } && call.TargetMethod.Name.StartsWith("Returns", StringComparison.Ordinal);
    }
}
