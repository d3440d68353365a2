namespace ArchitectAnalyzers.Models;

/// <summary>A database query: what it begins with, its operators, and what executes it.</summary>
internal sealed class Query
{
    internal Query(IOperation execution, string executedBy, QueryChain chain, ITypeSymbol? element, bool isDatabase)
    {
        Execution = execution;
        ExecutedBy = executedBy;
        Root = chain.Root;
        Source = chain.Source;
        Entity = chain.Entity;
        Context = chain.Context;
        ContextType = chain.ContextType;
        Operators = chain.Operators;
        Element = element;
        IsDatabase = isDatabase;
    }

    /// <summary>The executing call, the <c>foreach</c>, or the queryable expression itself where the query was asked for with <c>Of</c>.</summary>
    internal IOperation Execution { get; }

    /// <summary>
    /// The executing method's name, without <c>Async</c>: <c>ToList</c>, <c>First</c>, <c>ExecuteDelete</c>, <c>AsEnumerable</c>; <c>foreach</c>;
    /// empty for <c>Of</c>.
    /// </summary>
    internal string ExecutedBy { get; }

    internal QueryRoot Root { get; }

    /// <summary>The expression that the query begins with: <c>db.Orders</c>, <c>db.Set&lt;Order&gt;()</c>, a parameter.</summary>
    internal IOperation Source { get; }

    /// <summary>The type of the rows at the root; null where it cannot be told.</summary>
    internal ITypeSymbol? Entity { get; }

    /// <summary>The type of the rows that the execution sees: another than <see cref="Entity"/> after a projection.</summary>
    internal ITypeSymbol? Element { get; }

    /// <summary>
    /// The field, parameter, property or local that holds the context; the type itself inside a context. Null where it cannot be told (a
    /// <c>DbSet</c> in a field, a repository's method).
    /// </summary>
    internal ISymbol? Context { get; }

    /// <summary>The context's type, where <see cref="Context"/> is known or a set's declaration shows it.</summary>
    internal ITypeSymbol? ContextType { get; }

    /// <summary>The operators from the root to the execution, which is not among them.</summary>
    internal ImmutableArray<QueryOperator> Operators { get; }

    /// <summary>
    /// Whether a database runs it, for certain: the root is a set or SQL, or a provider's operator is in the chain or executes it. False for an
    /// <c>IQueryable</c> from elsewhere, which may be a list's.
    /// </summary>
    internal bool IsDatabase { get; }

    /// <summary>The call that executes it; null for <c>foreach</c> and <c>Of</c>.</summary>
    internal IInvocationOperation? Call => Execution as IInvocationOperation;

    /// <summary>Whether some operator does this, or an operator out of sight may, or the rest is behind a root out of sight.</summary>
    internal bool MayHave(QueryStep step)
    {
        if (Root == QueryRoot.Elsewhere) return true;
        foreach (var one in Operators)
            if (one.Step == step || one.Step == QueryStep.Unknown) return true;
        return false;
    }

    /// <summary>Whether an operator in sight has the name, on any path.</summary>
    internal bool Has(string name) => Find(name) is not null;

    /// <summary>The first operator in sight of that name, on any path; else null.</summary>
    internal QueryOperator? Find(string name)
    {
        foreach (var one in Operators)
            if (one.Name == name) return one;
        return null;
    }

    /// <summary>Whether something is hidden: the root comes from elsewhere, or an operator is out of sight.</summary>
    internal bool IsPartlyHidden => MayHave(QueryStep.Unknown);

    internal QueryTracking Tracking
    {
        get
        {
            var tracking = Root == QueryRoot.Elsewhere ? QueryTracking.CannotTell : QueryTracking.Default;
            foreach (var one in Operators)
            {
                if (one.Step == QueryStep.Unknown) tracking = QueryTracking.CannotTell;
                else if (one.Step == QueryStep.Tracking)
                    tracking = !one.IsCertain ? QueryTracking.CannotTell : one.Name == "AsTracking" ? QueryTracking.Tracked : QueryTracking.None;
            }

            return tracking;
        }
    }

    /// <summary>Whether the rows are the root's entities: no projection in between.</summary>
    internal bool YieldsEntities => Entity is not null && SymbolEqualityComparer.Default.Equals(Entity, Element) && !MayProject();

    /// <summary>The lambda that the executing call filters or computes with: <c>First(o => …)</c>, <c>Sum(o => …)</c>; null where it has none.</summary>
    internal IOperation? Argument =>
        Call is { TargetMethod.IsExtensionMethod: true, Arguments: { Length: > 1 } arguments } && QueryNames.IsFunction(arguments[1].Value.Type)
        ? arguments[1].Value : null;

    /// <summary>
    /// The innermost loop that executes the query again and again: around it, in the same function. Not the <c>foreach</c> that runs over it.
    /// </summary>
    internal ILoopOperation? Loop
    {
        get
        {
            for (var (inner, outer) = (Execution, Execution.Parent); outer is not null and not (IAnonymousFunctionOperation or ILocalFunctionOperation);
                (inner, outer) = (outer, outer.Parent))
            {
                if (outer is IForEachLoopOperation each && each.Collection == inner) continue;
                if (outer is IForLoopOperation { Before: var before } && before.Contains(inner)) continue;
                if (outer is ILoopOperation loop) return loop;
            }

            return null;
        }
    }

    private bool MayProject()
    {
        foreach (var one in Operators)
            if (one.Step == QueryStep.Projection || one.Step == QueryStep.Combination && one.Name is not ("Distinct" or "DistinctBy")) return true;
        return false;
    }
}
