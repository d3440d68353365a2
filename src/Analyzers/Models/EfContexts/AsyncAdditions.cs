namespace ArchitectAnalyzers.Models;

/// <summary><c>AddAsync</c> and <c>AddRangeAsync</c> of a context: without a generator that asks the database for keys they are complete when they return.</summary>
internal static class AsyncAdditions
{
    private static readonly string[] s_generators =
    {
        "UseHiLo", "ForSqlServerUseSequenceHiLo", "ForNpgsqlUseSequenceHiLo", "HasValueGenerator", "HasValueGeneratorFactory", "ValueGenerator",
    };

    /// <summary>Whether the call asks the database for nothing: there is no work to wait for, to cancel or to lose.</summary>
    internal static bool AreNeedless(IInvocationOperation call, Facts facts, CancellationToken cancellationToken) =>
        call.TargetMethod is { Name: "AddAsync" or "AddRangeAsync", ContainingType: var type }
        && (facts.Is(type, KnownType.DbSet) || facts.Is(type, KnownType.DbContext))
        && !IsGenerated(Entity(call), facts.Compilation, cancellationToken);

    // Null: any, as in a generic repository.
    private static string? Entity(IInvocationOperation call)
    {
        var entity = (call.Instance?.Type as INamedTypeSymbol) is { Arity: 1 } set ? set.TypeArguments[0] : call.TargetMethod is { Arity: 1 } method ? method.TypeArguments[0] : null;
        return entity is null or ITypeParameterSymbol ? null : entity.Name;
    }

    // A generator is set for one entity, or for the whole model.
    private static bool IsGenerated(string? entity, Compilation compilation, CancellationToken cancellationToken)
    {
        foreach (var tree in compilation.SyntaxTrees)
        {
            foreach (var generator in Mentions.Of(tree, s_generators, cancellationToken))
                if (entity is null || ConfiguredEntity.Of(generator) is not { } configured || configured == entity) return true;
        }

        return false;
    }
}
