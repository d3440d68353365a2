using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace ArchitectAnalyzers.Models;

/// <summary>
/// Queries of Entity Framework (Core, and 6): what executes, from which root, over which operators, on which context. Follows chains in method and
/// query syntax, locals that are built up in steps, conditionals, and methods or properties of this project that return a query. What is in
/// memory (<c>IEnumerable</c>, a list's <c>AsQueryable()</c>) is no query. Thread-safe.
/// </summary>
internal sealed class Queries
{
    private readonly Facts _facts;
    private readonly ConditionalWeakTable<IOperation, StrongBox<Query?>> _known = new();
    private readonly ConcurrentDictionary<string, bool> _mentioned = new(StringComparer.Ordinal);

    internal Queries(Facts facts)
    {
        _facts = facts;
        IsThere = facts.Has(KnownType.IQueryable)
            && (facts.Has(KnownType.DbContext) || facts.Has(KnownType.DbSet) || facts.Has(KnownType.EntityFrameworkQueryableExtensions)
                || facts.Has(KnownType.Ef6DbContext) || facts.Has(KnownType.Ef6DbSetOfT) || facts.Has(KnownType.Ef6ObjectContext));
    }

    /// <summary>Whether the compilation has Entity Framework at all: a rule registers nothing where it has not.</summary>
    internal bool IsThere { get; }

    /// <summary>
    /// The query that the call executes: <c>ToList</c>, <c>FirstAsync</c>, <c>Count</c>, <c>ExecuteDelete</c>, <c>AsEnumerable</c>,
    /// <c>AsAsyncEnumerable</c>, an operator of <c>Enumerable</c> over a query. Null where it executes none, or is itself part of a query (a
    /// subquery in a lambda of another). <c>Find</c> is no query.
    /// </summary>
    internal Query? Executed(IInvocationOperation call)
    {
        if (!IsThere || !IsExecution(call)) return null;
        return _known.TryGetValue(call, out var known) ? known.Value : Remember(call);
    }

    // Apart, since a lambda that captures makes an object where its variables begin.
    private Query? Remember(IInvocationOperation call)
    {
        var query = call.IsQuoted(_facts)
            ? null : Read(call, NameOf(call.TargetMethod), SourceOf(call)!, QueryNames.IsProvider(call.TargetMethod.ContainingNamespace));
        return _known.GetValue(call, _ => new StrongBox<Query?>(query)).Value;
    }

    /// <summary>The query that a <c>foreach</c> or <c>await foreach</c> runs over; null where it runs over something else.</summary>
    internal Query? Executed(IForEachLoopOperation loop)
    {
        if (!IsThere) return null;
        var over = loop.Collection.Unconverted();
        while (over is IInvocationOperation { TargetMethod.Name: "WithCancellation" or "ConfigureAwait" } wrapper
            && (wrapper.Instance ?? FirstOf(wrapper)) is { } wrapped)
            over = wrapped.Unconverted();
        return IsQueryable(over.Type) && !loop.IsQuoted(_facts) ? Read(loop, "foreach", over, false) : null;
    }

    /// <summary>The query that an expression of type <c>IQueryable</c> is, executed or not; null where it is none, or cannot be told.</summary>
    internal Query? Of(IOperation queryable) => IsThere && IsQueryable(queryable.Unconverted().Type) ? Read(queryable, "", queryable, false) : null;

    /// <summary>Whether the call executes a query or runs over one in memory, by its shape alone.</summary>
    internal bool IsExecution(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        if (!method.IsExtensionMethod)
            return method.Name == "AsAsyncEnumerable" && call.Instance is { } set && QueryNames.IsSet(set.Type);
        if (!QueryNames.IsLinq(method.ContainingType) && !QueryNames.IsProvider(method.ContainingNamespace)) return false;
        return SourceOf(call) is { } source && IsQueryable(source.Type) && !IsQueryable(method.ReturnType) && QueryNames.Executes(method.Name);
    }

    /// <summary>What a call of an operator runs over, without conversions; null for other calls.</summary>
    internal static IOperation? SourceOf(IInvocationOperation call) => (call.TargetMethod.IsExtensionMethod ? FirstOf(call) : call.Instance)?.Unconverted();

    // Of the definition: a constructed type makes the list of its interfaces anew each time that it is bound.
    internal bool IsQueryable(ITypeSymbol? type) =>
        type is { TypeKind: TypeKind.Interface or TypeKind.Class } && type.OriginalDefinition.Implements(_facts[KnownType.IQueryable]);

    /// <summary>
    /// Whether a file of the compilation has the name as a word: <c>UseQuerySplittingBehavior</c>, say. Each tree is searched once in its life.
    /// </summary>
    internal bool IsMentioned(string name, CancellationToken cancellationToken)
    {
        if (_mentioned.TryGetValue(name, out var known)) return known;
        var found = false;
        foreach (var tree in _facts.Compilation.SyntaxTrees) found = found || QueryMentions.Has(tree, name, cancellationToken);
        return _mentioned[name] = found;
    }

    internal static string NameOf(IMethodSymbol method) =>
        method.Name.EndsWith("Async", StringComparison.Ordinal) ? method.Name.Substring(0, method.Name.Length - 5) : method.Name;

    /// <summary>What rows of a queryable are.</summary>
    internal static ITypeSymbol? ElementOf(ITypeSymbol? type)
    {
        if (type is INamedTypeSymbol { Arity: 1, Name: "IQueryable" or "IOrderedQueryable" or "DbSet" } named) return named.TypeArguments[0];
        if (type is null) return null;
        foreach (var contract in type.AllInterfaces)
            if (contract is { Arity: 1, Name: "IQueryable" }) return contract.TypeArguments[0];
        return null;
    }

    private Query? Read(IOperation execution, string by, IOperation over, bool isProvider)
    {
        if (new QueryReader(_facts, this).Read(over) is not { } chain) return null;
        foreach (var one in chain.Operators) isProvider |= QueryNames.IsProvider(one.Call.TargetMethod.ContainingNamespace);
        return new Query(execution, by, chain, ElementOf(over.Type), isProvider || chain.Root != QueryRoot.Elsewhere);
    }

    // Arguments stand in the order of evaluation: a name may put another first.
    internal static IOperation? FirstOf(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
            if (argument.Parameter is { Ordinal: 0 }) return argument.Value;
        return null;
    }
}

internal static class QueriesFacts
{
    internal static Queries Queries(this Facts facts) => facts.Model(static f => new Queries(f));
}
