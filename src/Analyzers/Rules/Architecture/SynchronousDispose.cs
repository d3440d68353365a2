namespace ArchitectAnalyzers.Rules.Architecture;

/// <summary>Async code disposes synchronously of what does asynchronous work when disposed.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Fix = FixSafety.Safe)]
public sealed class SynchronousDispose : Rule
{
    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH1012",
        title: "Dispose asynchronously in async code",
        messageFormat: "'{0}' flushes, closes or rolls back when it is disposed, and blocks a thread for it; {1}",
        category: Describe.Architecture,
        defaultSeverity: DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "The end of a using in async code writes what is buffered, closes a scope or rolls back a transaction while a thread waits. " +
            "With await using the thread is free; servers that forbid synchronous writes throw without it.");

    public SynchronousDispose() : base(Descriptor, KnownType.IAsyncDisposable) { }

    private protected override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        start.RegisterOperationAction(context =>
        {
            if (context.Operation is IUsingOperation { IsAsynchronous: false } scope) Check(context, scope.Resources, facts);
        }, OperationKind.Using);

        start.RegisterOperationAction(context =>
        {
            if (context.Operation is IUsingDeclarationOperation { IsAsynchronous: false } declaration) Check(context, declaration.DeclarationGroup, facts);
        }, OperationKind.UsingDeclaration);

        start.RegisterOperationAction(context =>
        {
            if (context.Operation is IInvocationOperation { TargetMethod.Name: nameof(IDisposable.Dispose) } call && Local(call) is { } local)
                Check(context, call, local, facts);
        }, OperationKind.Invocation);
    }

    private static void Check(OperationAnalysisContext context, IOperation resources, Facts facts)
    {
        if (Working(resources, facts) is not { } type || !MayAwait(context, facts)) return;
        var keyword = context.Operation.Syntax is UsingStatementSyntax statement ? statement.UsingKeyword : context.Operation.Syntax.GetFirstToken();
        context.Report(Descriptor, keyword.GetLocation(), type.Name, "use 'await using'");
    }

    // A local that is disposed of by hand.
    private static void Check(OperationAnalysisContext context, IInvocationOperation call, ILocalReferenceOperation local, Facts facts)
    {
        if (!call.Arguments.IsEmpty || !IsPlain(local.Local) || local.Initializer() is not { } value) return;
        if (!AsyncDisposal.Works(local.Type, value, facts) || !MayAwait(context, facts)) return;
        context.Report(Descriptor, call.NameNode(), local.Type!.Name, "await 'DisposeAsync'");
    }

    private static ILocalReferenceOperation? Local(IInvocationOperation call) => call.Instance switch
    {
        ILocalReferenceOperation local => local,
        IConditionalAccessInstanceOperation => (call.Parent as IConditionalAccessOperation)?.Operation as ILocalReferenceOperation,
        _ => null,
    };

    private static bool IsPlain(ILocalSymbol local) => local.DeclaringSyntaxReferences is { Length: 1 } declared
        && declared[0].GetSyntax() is VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0 } };

    private static ITypeSymbol? Working(IOperation resources, Facts facts)
    {
        if (resources is not IVariableDeclarationGroupOperation group)
            return AsyncDisposal.Works(resources.Type, resources, facts) ? resources.Type : null;
        foreach (var declaration in group.Declarations)
            foreach (var declarator in declaration.Declarators)
                if (AsyncDisposal.Works(declarator.Symbol.Type, declarator.GetVariableInitializer()?.Value, facts)) return declarator.Symbol.Type;
        return null;
    }

    private static bool MayAwait(OperationAnalysisContext context, Facts facts) =>
        context.Operation.Function(context.ContainingSymbol) is { IsAsync: true }
        && context.Operation.IsInAsyncCode(context.ContainingSymbol, facts) && context.Operation.HeldLock() is null;
}
