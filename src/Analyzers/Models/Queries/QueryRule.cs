namespace ArchitectAnalyzers.Models;

/// <summary>A rule that judges calls of queries, in compilations that have Entity Framework.</summary>
public abstract class QueryRule : Rule
{
    private protected QueryRule(DiagnosticDescriptor descriptor, params KnownType[] needs) : base(descriptor, needs) { }

    private protected sealed override void Register(CompilationStartAnalysisContext start, Facts facts)
    {
        var queries = facts.Queries();
        if (queries.IsThere) start.RegisterOperationAction(context => Check(context, (IInvocationOperation)context.Operation, queries, facts),
            OperationKind.Invocation);
    }

    /// <summary>Judges one call, of whatever method.</summary>
    private protected abstract void Check(OperationAnalysisContext context, IInvocationOperation call, Queries queries, Facts facts);
}
