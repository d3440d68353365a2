using System.Runtime.CompilerServices;

namespace ArchitectAnalyzers.Models;

/// <summary>Changes to entities that no context tracks, though a save follows. A member is read once, and only in files that speak of tracking.</summary>
internal sealed class LostChanges
{
    private static readonly string[] s_words = { "AsNoTracking", "AsNoTrackingWithIdentityResolution" };

    private readonly Queries _queries;
    private readonly RoundTrips _trips;
    private readonly ConditionalWeakTable<IOperation, List<Lost>> _byRoot = new();

    private int _isDefaultSet;

    internal LostChanges(Facts facts) => (_queries, _trips) = (facts.Queries(), facts.RoundTrips());

    /// <summary>What is lost by an operation that changes something; null where nothing is.</summary>
    internal Lost? At(IOperation operation, CancellationToken cancellationToken)
    {
        if (!QueryMentions.Has(operation.Syntax.SyntaxTree, s_words[0], cancellationToken)
            && !QueryMentions.Has(operation.Syntax.SyntaxTree, s_words[1], cancellationToken)
            && !IsDefaultSet(cancellationToken)) return null;
        var root = operation.Root();
        if (!_byRoot.TryGetValue(root, out var all)) all = Remember(root, cancellationToken);
        foreach (var lost in all)
            if (lost.Change == operation) return lost;
        return null;
    }

    // Asked once: it looks into every file.
    private bool IsDefaultSet(CancellationToken cancellationToken)
    {
        var known = Volatile.Read(ref _isDefaultSet);
        if (known == 0) Volatile.Write(ref _isDefaultSet, known = _queries.IsMentioned("QueryTrackingBehavior", cancellationToken) ? 1 : 2);
        return known == 1;
    }

    // Apart, since a lambda that captures makes an object where its variables begin.
    private List<Lost> Remember(IOperation root, CancellationToken cancellationToken) => _byRoot.GetValue(root, r => Read(r, cancellationToken));

    private List<Lost> Read(IOperation root, CancellationToken cancellationToken)
    {
        var found = new List<Lost>();
        var saves = new List<IInvocationOperation>();
        foreach (var part in root.Descendants())
            if (part is IInvocationOperation { TargetMethod.Name: "SaveChanges" or "SaveChangesAsync" } call && _trips.Of(call) is not null) saves.Add(call);
        if (saves.Count == 0) return found;

        foreach (var part in root.Descendants())
        {
            var query = part switch
            {
                IInvocationOperation call => _queries.Executed(call),
                IForEachLoopOperation loop => _queries.Executed(loop),
                _ => null,
            };
            if (query is not null && Of(query, root, saves, cancellationToken) is { } lost) found.Add(lost);
        }

        return found;
    }

    private Lost? Of(Query query, IOperation root, List<IInvocationOperation> saves, CancellationToken cancellationToken)
    {
        if (query.Entity is not { } entity || !query.YieldsEntities || query.Tracking is not (QueryTracking.None or QueryTracking.Default)) return null;
        var isByDefault = query.Tracking == QueryTracking.Default;
        if (isByDefault && _trips.IsUntracked(query.ContextType, cancellationToken) != true && !IsTurnedOff(query, root, cancellationToken)) return null;

        var uses = EntityUses.Of(query.Execution, entity, _trips);
        if (uses.Change is not { } change || uses.Mark is not null || uses.Removals.Count > 0) return null;
        IInvocationOperation? save = null;
        foreach (var call in saves)
        {
            if (call.Syntax.SpanStart > change.Syntax.SpanStart
                && (query.Context is null || SymbolEqualityComparer.Default.Equals(_trips.Of(call)?.Holder, query.Context))) save ??= call;
        }

        // Somebody else may have attached it by then.
        if (save is null || uses.Escape is { } escape && escape.Syntax.SpanStart < save.Syntax.SpanStart) return null;
        return new Lost(change, query, save, isByDefault, uses.Local?.Name ?? entity.Name);
    }

    // db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
    private bool IsTurnedOff(Query query, IOperation root, CancellationToken cancellationToken)
    {
        if (query.Context is null || _trips.IsUntracked(query.ContextType, cancellationToken) == false) return false;
        var isOff = false;
        foreach (var part in root.Descendants())
        {
            if (part is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "QueryTrackingBehavior",
                Instance: IPropertyReferenceOperation { Instance: { } owner } } } set
                && set.Syntax.SpanStart < query.Execution.Syntax.SpanStart && SymbolEqualityComparer.Default.Equals(HeldObjects.SymbolOf(owner), query.Context))
                isOff = set.Value.Unconverted() is IFieldReferenceOperation { Field.Name: "NoTracking" or "NoTrackingWithIdentityResolution" };
        }

        return isOff;
    }
}

/// <summary>A change that is not saved.</summary>
/// <param name="Change">The assignment or call.</param>
/// <param name="Query">Where the entity comes from.</param>
/// <param name="Save">The save that does not see it.</param>
/// <param name="IsByDefault">Whether the context tracks nothing unless it is told to, so that the query does not say so itself.</param>
/// <param name="Name">What the entities are called.</param>
internal sealed record Lost(IOperation Change, Query Query, IInvocationOperation Save, bool IsByDefault, string Name);

internal static class LostChangesFacts
{
    internal static LostChanges LostChanges(this Facts facts) => facts.Model(static f => new LostChanges(f));
}
