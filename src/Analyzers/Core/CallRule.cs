namespace ArchitectAnalyzers.Core;

/// <summary>
/// A rule that begins "someone calls X", "someone sets X" or "someone makes an X". Its table is resolved once per compilation and indexed by
/// name; <see cref="Check"/> runs only where a member of the table is used.
/// </summary>
public abstract class CallRule : Rule
{
    private readonly KnownMethod[] _table;

    private protected CallRule(DiagnosticDescriptor descriptor, KnownMethod[] table, params KnownType[] needs)
        : base(descriptor, needs) => _table = table;

    private protected sealed override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        if (MemberTable.Of(facts, _table) is not { } table) return;
        if (table.Has(MemberUse.Call))
        {
            start.RegisterOperationAction(context =>
            {
                if (table.Match(((IInvocationOperation)context.Operation).TargetMethod) is { } row) Check(context, row, facts);
            }, OperationKind.Invocation);
        }

        if (table.Has(MemberUse.Get) || table.Has(MemberUse.Set))
        {
            start.RegisterOperationAction(context =>
            {
                var reference = (IPropertyReferenceOperation)context.Operation;
                if (table.Match(reference) is { } row) Check(context, row, facts);
            }, OperationKind.PropertyReference);
        }

        if (table.Has(MemberUse.New))
        {
            start.RegisterOperationAction(context =>
            {
                if (((IObjectCreationOperation)context.Operation).Constructor is { } constructor && table.Match(constructor) is { } row)
                    Check(context, row, facts);
            }, OperationKind.ObjectCreation);
        }
    }

    /// <summary>
    /// Judges one use. <c>context.Operation</c> is the invocation, the property reference (whose parent is the assignment for
    /// <see cref="MemberUse.Set"/>) or the object creation.
    /// </summary>
    private protected abstract void Check(OperationAnalysisContext context, KnownMethod row, Facts facts);
}
