namespace ArchitectAnalyzers.Rules.Architecture;

[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Cwe = 672, Fix = FixSafety.Safe)]
public sealed class TaskEscapesScope : Rule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH1010",
        title: "Await a task inside the scope it needs",
        messageFormat: "'{0}' is returned without await: {1}",
        category: Describe.Architecture,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A task that is returned without await from a using or try leaves it at once. What the task uses is disposed while it runs, its " +
            "exceptions pass by the catch, and the finally runs before the work is done.",
        Describe.Cwe(672));

    public TaskEscapesScope() : base(Descriptor, KnownType.Task) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts) =>
        start.RegisterOperationAction(context =>
        {
            var value = ((IReturnOperation)context.Operation).ReturnedValue;
            if (value?.Type is { } type && type.IsTask(facts) && IsInScope(context.Operation)
                && context.Operation.Function(context.ContainingSymbol) is { IsAsync: false })
                Check(context, value, facts);
        }, OperationKind.Return);

    private static bool IsInScope(IOperation operation)
    {
        for (var (child, parent) = (operation, operation.Parent); parent is not null and not (IAnonymousFunctionOperation or ILocalFunctionOperation);
             (child, parent) = (parent, parent.Parent))
        {
            if (parent is IUsingOperation or ITryOperation) return true;
            if (parent is not IBlockOperation block) continue;
            foreach (var statement in block.Operations)
            {
                if (statement == child) break;
                if (statement is IUsingDeclarationOperation) return true;
            }
        }

        return false;
    }

    // Into every arm that may be the task.
    private static void Check(OperationAnalysisContext context, IOperation value, Facts facts)
    {
        value = value.Unwrapped();
        switch (value)
        {
            case IConditionalOperation choice:
                Check(context, choice.WhenTrue, facts);
                if (choice.WhenFalse is { } otherwise) Check(context, otherwise, facts);
                break;
            case ICoalesceOperation coalesce:
                Check(context, coalesce.Value, facts);
                Check(context, coalesce.WhenNull, facts);
                break;
            case ISwitchExpressionOperation choice:
                foreach (var arm in choice.Arms) Check(context, arm.Value, facts);
                break;
            case IConditionalAccessOperation access:
                Check(context, access.WhenNotNull, facts);
                break;
            case IInvocationOperation or ILocalReferenceOperation when !Awaitables.IsComplete(value):
                if (Reason(value, facts) is not { } reason || value.IsQuoted(facts)) break;
                var name = CallShapes.NameNode(value.Syntax);
                context.Report(Descriptor, name, name is SimpleNameSyntax simple ? simple.Identifier.ValueText : name.ToString(), reason);
                break;
        }
    }

    // Outward through the scopes of the function; the first that the task should not leave.
    private static string? Reason(IOperation task, Facts facts)
    {
        for (var (child, parent) = (task, task.Parent); parent is not null and not (IAnonymousFunctionOperation or ILocalFunctionOperation);
             (child, parent) = (parent, parent.Parent))
        {
            var reason = parent switch
            {
                IUsingOperation scope when scope.Body == child => Disposed(scope.Resources, task, facts),
                ITryOperation attempt => Left(attempt, child, task, facts),
                IBlockOperation block => Declared(block, child, task, facts),
                _ => null,
            };
            if (reason is not null) return reason;
        }

        return null;
    }

    private static string? Declared(IBlockOperation block, IOperation child, IOperation task, Facts facts)
    {
        foreach (var statement in block.Operations)
        {
            if (statement == child) break;
            if (statement is IUsingDeclarationOperation declaration && Disposed(declaration.DeclarationGroup, task, facts) is { } reason) return reason;
        }

        return null;
    }

    private static string? Disposed(IOperation resources, IOperation task, Facts facts)
    {
        var held = new HeldObjects();
        held.AddResources(resources);
        if (held.In(task, facts) is { } resource) return "'" + resource.Name + "' is disposed while it runs";
        return Scopes.IsTransaction(resources, facts) ? "the transaction scope ends before it does" : null;
    }

    private static string? Left(ITryOperation attempt, IOperation child, IOperation task, Facts facts)
    {
        if (child == attempt.Body && Scopes.WouldCatch(attempt, facts) && StartsIn(attempt, task) && !Scopes.CatchesTheSame(attempt, task)) return "the catch never sees its exceptions";
        if (attempt.Finally is not { } last || child == last || Scopes.HandsOn(attempt, last, task)) return null;
        if (Scopes.MeasuresOrReleases(last, facts)) return "the finally runs before it has ended";
        var held = new HeldObjects();
        Scopes.AddCleanedUp(last, held);
        return held.In(task, facts) is { } resource ? "the finally is done with '" + resource.Name + "' while it runs" : null;
    }

    // A call on the spot; or the one that a local was given in the try.
    private static bool StartsIn(ITryOperation attempt, IOperation task)
    {
        if (task is ILocalReferenceOperation local) task = HeldObjects.ValueOf(local.Local, local)?.Unwrapped() ?? task;
        return task is IInvocationOperation call && !Awaitables.IsComplete(call) && attempt.Body.Syntax.Span.Contains(call.Syntax.Span)
            && !call.TargetMethod.Name.StartsWith("FromResult", StringComparison.Ordinal)
            && !(call.TargetMethod.Name == "Invoke" && call.TargetMethod.ContainingNamespace.Name == "Reflection");
    }
}
