namespace ArchitectAnalyzers.Models;

/// <summary>A query as it is being read, before anything executes it.</summary>
/// <param name="Root">What it begins with.</param>
/// <param name="Source">The expression of the root.</param>
/// <param name="Entity">The type of the root's rows.</param>
/// <param name="Context">What holds the context.</param>
/// <param name="ContextType">The context's type.</param>
/// <param name="Operators">From the root on.</param>
internal sealed record QueryChain(QueryRoot Root, IOperation Source, ITypeSymbol? Entity, ISymbol? Context, ITypeSymbol? ContextType,
    ImmutableArray<QueryOperator> Operators)
{
    internal QueryChain With(QueryStep step, IInvocationOperation call) => this with { Operators = Operators.Add(new QueryOperator(step, call)) };

    /// <summary>What is there where either may be: the operators of both, certain where both begin with them or both do such a thing.</summary>
    internal static QueryChain? Either(QueryChain? one, QueryChain? other)
    {
        if (one is null || other is null) return null;
        var common = 0;
        while (common < one.Operators.Length && common < other.Operators.Length && one.Operators[common].Call == other.Operators[common].Call) common++;
        var all = ImmutableArray.CreateBuilder<QueryOperator>();
        for (var i = 0; i < common; i++) all.Add(one.Operators[i]);
        for (var i = common; i < one.Operators.Length; i++)
            all.Add(one.Operators[i] with { IsCertain = one.Operators[i].IsCertain && Does(other, one.Operators[i], common) });
        for (var i = common; i < other.Operators.Length; i++) all.Add(other.Operators[i] with { IsCertain = false });

        var isSame = one.Root == other.Root && SymbolEqualityComparer.Default.Equals(one.Entity, other.Entity);
        return (isSame ? one : one with { Root = QueryRoot.Elsewhere }) with
        {
            Context = SymbolEqualityComparer.Default.Equals(one.Context, other.Context) ? one.Context : null,
            Operators = all.ToImmutable(),
        };
    }

    private static bool Does(QueryChain chain, QueryOperator what, int from)
    {
        for (var i = from; i < chain.Operators.Length; i++)
            if (chain.Operators[i].Step == what.Step && chain.Operators[i].IsCertain
                && (what.Step is QueryStep.Order or QueryStep.Filter || chain.Operators[i].Name == what.Name)) return true;
        return false;
    }
}
