namespace ArchitectAnalyzers.Models;

/// <summary>Many rows that are loaded for nothing but to be written back: all removed, or all changed in the same way.</summary>
/// <param name="Query">What loads them.</param>
/// <param name="Write">The call of <c>RemoveRange</c>, or the loop.</param>
/// <param name="Save">The save that writes them back.</param>
/// <param name="Local">The variable that holds them; null where there is none.</param>
/// <param name="Changes">The assignments of the loop; empty where the rows are removed.</param>
internal sealed record BulkWrite(Query Query, IOperation Write, IInvocationOperation Save, ILocalSymbol? Local, IReadOnlyList<IAssignmentOperation> Changes);

/// <summary>Finds <see cref="BulkWrite"/>s.</summary>
internal static class BulkWrites
{
    /// <summary>What a call of <c>RemoveRange</c> removes, where a save of the same context follows.</summary>
    internal static BulkWrite? OfRemoval(IInvocationOperation call, Queries queries, RoundTrips trips)
    {
        if (call.Arguments.Length != 1 || !trips.IsPartOfContext(call.Instance?.Type)) return null;
        if (Loaded(call.Arguments[0].Value, call, queries, out var local) is not { } query || !query.MayHave(QueryStep.Filter) || SaveBehind(call, query, trips) is not { } save) return null;
        return new BulkWrite(query, call, save, local, Array.Empty<IAssignmentOperation>());
    }

    /// <summary>What a loop before a save changes or removes: each element in the same way.</summary>
    internal static BulkWrite? OfSave(IInvocationOperation save, Queries queries, RoundTrips trips)
    {
        for (var (child, parent) = ((IOperation)save, save.Parent); parent is not null and not (ILoopOperation or IAnonymousFunctionOperation or ILocalFunctionOperation); (child, parent) = (parent, parent.Parent))
        {
            if (parent is not IBlockOperation block) continue;
            IForEachLoopOperation? last = null;
            foreach (var statement in block.Operations)
            {
                if (statement == child) break;
                if (statement is IForEachLoopOperation { Locals.Length: 1 } loop) last = loop;
            }

            if (last is null) return null;
            var changes = new List<IAssignmentOperation>();
            if (!ChangesAlike(last, changes, trips)) return null;
            var query = queries.Executed(last) is { } direct ? IsWhole(direct) ? direct : null : Loaded(last.Collection, last, queries, out var held) is { } loaded ? loaded : null;
            if (query is null || SaveBehind(last, query, trips) != save) return null;
            Loaded(last.Collection, last, queries, out var local);
            return new BulkWrite(query, last, save, local, changes);
        }

        return null;
    }

    // Rows of one table, all in sight, and in no order or number that matters.
    private static bool IsWhole(Query query) =>
        query is { IsDatabase: true, Root: QueryRoot.Table, YieldsEntities: true, Tracking: QueryTracking.Default or QueryTracking.Tracked }
        && !query.MayHave(QueryStep.Limit) && !query.MayHave(QueryStep.Include) && !query.MayHave(QueryStep.Combination) && !query.IsPartlyHidden;

    // The query whose rows an expression holds; they are used for nothing else.
    private static Query? Loaded(IOperation value, IOperation use, Queries queries, out ILocalSymbol? local)
    {
        local = null;
        value = Plain(value);
        if (value is ILocalReferenceOperation reference && !queries.IsQueryable(reference.Type))
        {
            if (HeldObjects.ValueOf(reference.Local, reference) is not { } made || !IsUsedOnlyFor(reference.Local, use)) return null;
            local = reference.Local;
            value = Plain(made);
        }

        var query = value is IInvocationOperation call && queries.IsExecution(call) ? queries.Executed(call) : queries.Of(value);
        return query is not null && query.ExecutedBy is "" or "ToList" or "ToArray" or "foreach" or "AsEnumerable" or "AsAsyncEnumerable" && IsWhole(query!) ? query : null;
    }

    private static IOperation Plain(IOperation value)
    {
        while (true)
        {
            switch (value)
            {
                case IConversionOperation conversion: value = conversion.Operand; break;
                case IParenthesizedOperation parenthesized: value = parenthesized.Operand; break;
                case IAwaitOperation awaited: value = awaited.Operation; break;
                case IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: { } task }: value = task; break;
                case IInvocationOperation { TargetMethod: { Name: "ConfigureAwait" or "WithCancellation", IsExtensionMethod: true } } stream when Queries.FirstOf(stream) is { } first: value = first; break;
                default: return value;
            }
        }
    }

    // Apart from being counted.
    private static bool IsUsedOnlyFor(ILocalSymbol local, IOperation use)
    {
        foreach (var part in use.Root().Descendants())
        {
            if (part is not ILocalReferenceOperation reference || !SymbolEqualityComparer.Default.Equals(reference.Local, local) || use.Syntax.Span.Contains(part.Syntax.Span)) continue;
            if (part.Parent is IPropertyReferenceOperation { Property.Name: "Count" or "Length" } or IIsPatternOperation) continue;
            if (part.Parent is IConversionOperation { Parent: IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "Any" or "Count" } } }
                or IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "Any" or "Count" } }) continue;
            return false;
        }

        return true;
    }

    private static IInvocationOperation? SaveBehind(IOperation write, Query query, RoundTrips trips)
    {
        foreach (var part in write.Root().Descendants())
        {
            if (part is not IInvocationOperation { TargetMethod.Name: "SaveChanges" or "SaveChangesAsync" } call || call.Syntax.SpanStart <= write.Syntax.SpanStart) continue;
            return trips.Of(call) is { Kind: TripKind.Save } save && query.Context is not null && SymbolEqualityComparer.Default.Equals(save.Holder, query.Context)
                && call.NestedFunction() == write.NestedFunction() ? call : null;
        }

        return null;
    }

    // Only assignments to columns, of what a database can compute; or only the removal.
    private static bool ChangesAlike(IForEachLoopOperation loop, List<IAssignmentOperation> changes, RoundTrips trips)
    {
        var element = loop.Locals[0];
        var removals = 0;
        if (loop.Body is IBlockOperation block)
        {
            foreach (var statement in block.Operations)
                if (!IsAlike(statement, element, changes, trips, ref removals)) return false;
        }
        else if (!IsAlike(loop.Body, element, changes, trips, ref removals))
        {
            return false;
        }

        return removals == 1 ? changes.Count == 0 : changes.Count > 0;
    }

    private static bool IsAlike(IOperation statement, ILocalSymbol element, List<IAssignmentOperation> changes, RoundTrips trips, ref int removals)
    {
        if (statement is not IExpressionStatementOperation { Operation: var operation }) return false;
        switch (operation)
        {
            case IInvocationOperation { TargetMethod.Name: "Remove", Arguments: { Length: 1 } arguments } call when trips.IsPartOfContext(call.Instance?.Type):
                removals++;
                return Is(arguments[0].Value.Unconverted(), element);
            case ISimpleAssignmentOperation or ICompoundAssignmentOperation:
                var assignment = (IAssignmentOperation)operation;
                changes.Add(assignment);
                return assignment.Target is IPropertyReferenceOperation { Instance: { } owner, Property.Type: var type } && Is(owner, element) && IsColumn(type)
                    && IsComputable(assignment.Value, element);
            default:
                return false;
        }
    }

    private static bool IsColumn(ITypeSymbol type) => type.IsValueType || type.SpecialType == SpecialType.System_String;

    private static bool IsComputable(IOperation value, ILocalSymbol element)
    {
        foreach (var part in value.DescendantsAndSelf())
        {
            switch (part)
            {
                case ILiteralOperation or IConversionOperation or IBinaryOperation or IUnaryOperation or IParenthesizedOperation or IParameterReferenceOperation or IDefaultValueOperation
                    or IInstanceReferenceOperation or IFieldReferenceOperation or IConditionalOperation:
                    break;
                case ILocalReferenceOperation local:
                    if (Is(local, element) && part.Parent is not IPropertyReferenceOperation) return false;
                    break;
                case IPropertyReferenceOperation { Arguments.IsEmpty: true } property:
                    if (property.Instance is { } owner && Is(owner, element) && !IsColumn(property.Type!)) return false;
                    break;
                default:
                    return false;
            }
        }

        return true;
    }

    private static bool Is(IOperation value, ILocalSymbol element) => value is ILocalReferenceOperation local && SymbolEqualityComparer.Default.Equals(local.Local, element);
}
