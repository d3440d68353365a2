namespace ArchitectAnalyzers.Models;

/// <summary>
/// Rows that are read into memory for operators that the database could run: <c>db.Orders.ToList().Where(…)</c>, directly or through a local that is
/// used for nothing else.
/// </summary>
internal sealed class Materialized
{
    // What the database does as well as memory; the lambda decides about the rest.
    private static readonly HashSet<string> s_operators = new(StringComparer.Ordinal)
    {
        "Where", "Select", "OrderBy", "OrderByDescending", "ThenBy", "ThenByDescending", "Take", "Skip",
        "Count", "LongCount", "Any", "All", "First", "FirstOrDefault", "Single", "SingleOrDefault", "Last", "LastOrDefault", "Sum", "Min", "Max", "Average",
    };

    private Materialized(IInvocationOperation load, ILocalReferenceOperation? use, bool isOnlyUse, ImmutableArray<IOperation> moved, bool comparesText)
    {
        Load = load;
        Use = use;
        IsOnlyUse = isOnlyUse;
        Moved = moved;
        ComparesText = comparesText;
    }

    /// <summary>The call that reads the rows.</summary>
    internal IInvocationOperation Load { get; }

    /// <summary>The first use of the local that holds the rows; null where the operators follow directly.</summary>
    internal ILocalReferenceOperation? Use { get; }

    /// <summary>Whether the local has no other use.</summary>
    internal bool IsOnlyUse { get; }

    /// <summary>The calls that the database could run, in order, at least one; a property reference for <c>Count</c> or <c>Length</c>.</summary>
    internal ImmutableArray<IOperation> Moved { get; }

    /// <summary>Whether the answer depends on how text is compared: by character in memory, by collation in a database.</summary>
    internal bool ComparesText { get; }

    /// <summary>Null where the rows are wanted in memory, or where it cannot be told.</summary>
    internal static Materialized? Of(Query query, Facts facts)
    {
        if (query.Call is not { } load || query.ExecutedBy is not ("ToList" or "ToArray" or "AsEnumerable")) return null;
        if (query.Root == QueryRoot.Sql || !query.IsDatabase || !IsComposable(query)) return null;

        IOperation value = load;
        while (value.Parent is IConversionOperation or IAwaitOperation or IPropertyReferenceOperation { Property.Name: "Result" }
            || value.Parent is IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: { } awaited } && awaited == value) value = value.Parent;
        if (value.Parent is not IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } declarator })
            return Of(query, load, value, null, true, facts);

        // All uses are such operators: then the rows are wanted for nothing else. Several are worth it where the table is read whole, or paged in memory.
        var isWhole = !query.MayHave(QueryStep.Filter) && !query.MayHave(QueryStep.Limit);
        Materialized? first = null;
        var (uses, isPaged) = (0, false);
        foreach (var use in Uses(local, declarator))
        {
            if (IsRepeated(use, declarator)) return null;
            var one = Of(query, load, use, use, true, facts);
            if (one is null) return null;
            first ??= one;
            uses++;
            isPaged |= Has(one.Moved, "Skip");
            if (IsReassigned(use, local)) return new Materialized(load, use, false, one.Moved, one.ComparesText);
        }

        return uses <= 1 ? first : isWhole || isPaged ? new Materialized(load, first!.Use, false, first.Moved, first.ComparesText) : null;
    }

    private static Materialized? Of(Query query, IInvocationOperation load, IOperation value, ILocalReferenceOperation? use, bool isOnlyUse, Facts facts)
    {
        var moved = ImmutableArray.CreateBuilder<IOperation>();
        var (text, isOrdered, hasUnmoved) = (false, query.MayHave(QueryStep.Order), false);
        for (var next = Consumer(value); next is not null; next = Consumer(next))
        {
            var (name, argument) = (next is IInvocationOperation call ? call.TargetMethod.Name : "Count", ArgumentOf(next));
            var isMovable = next is IPropertyReferenceOperation or IInvocationOperation { Instance: not null }
                || s_operators.Contains(name) && facts.Is(((IInvocationOperation)next).TargetMethod.ContainingType, KnownType.Enumerable);
            if (!isMovable || name.StartsWith("Last", StringComparison.Ordinal) && !isOrdered || !IsSimple(next)
                || argument is not null && !IsMovable(argument, name == "Select"))
            {
                hasUnmoved = name is not ("ToList" or "ToArray" or "ToHashSet" or "ToDictionary" or "ToLookup" or "GroupBy");
                break;
            }

            moved.Add(next);
            isOrdered |= QueryNames.StepOf(name) == QueryStep.Order;
            text |= argument is not null && name != "Select" && Translation.ComparesText(argument);

            // What a constructor or a format made is not known to the database.
            if (name == "Select" && (argument is null || !Translation.Surely(argument, isLast: false))) break;
        }

        if (moved.Count == 0) return null;

        // Entities in a local that are mapped afterwards: the rows are all wanted, only some columns are not.
        if (use is not null && moved.Count == 1 && moved[0] is IInvocationOperation { TargetMethod.Name: "Select" }) return null;

        // To memory by intention, for what comes after: sorting and projecting on the way is no harm.
        if (query.ExecutedBy == "AsEnumerable" && hasUnmoved && !HasFilter(moved)) return null;
        return new Materialized(load, use, isOnlyUse, moved.ToImmutable(), text);
    }

    /// <summary>The operator or property that takes the value; null where something else does.</summary>
    internal static IOperation? Consumer(IOperation value)
    {
        var parent = value.Parent;
        while (parent is IConversionOperation { IsImplicit: true } or ITranslatedQueryOperation or IParenthesizedOperation)
            (value, parent) = (parent, parent.Parent);
        return parent switch
        {
            IArgumentOperation { Parameter.Ordinal: 0, Parent: IInvocationOperation { TargetMethod: { IsExtensionMethod: true } method } call }
                when method.ContainingType.Name == "Enumerable" => call,
            IInvocationOperation { TargetMethod.Name: "Exists" or "Find" or "FindAll", Instance: { } list, Arguments.Length: 1 } call
                when list == value => call,
            IPropertyReferenceOperation { Property.Name: "Count" or "Length" } count
                when count.Instance == value && count.Parent is not IAssignmentOperation => count,
            _ => null,
        };
    }

    // ToList().Take(1..3), First(o => …, fallback), indexed lambdas: nothing like it in a database.
    private static bool IsSimple(IOperation operation)
    {
        if (operation is not IInvocationOperation { Instance: null, Arguments: var arguments, TargetMethod: var method }) return true;
        return method.Name is "Take" or "Skip"
            ? arguments.Length == 2 && arguments[1].Value.Type?.SpecialType == SpecialType.System_Int32
            : arguments.Length == 1 || arguments.Length == 2 && QueryNames.IsFunction(arguments[1].Value.Type);
    }

    private static IOperation? ArgumentOf(IOperation operation) =>
        operation is IInvocationOperation { Instance: not null, Arguments: { Length: 1 } given } ? given[0].Value
        : operation is IInvocationOperation { Arguments: { Length: 2 } arguments } && QueryNames.IsFunction(arguments[1].Value.Type)
        ? arguments[1].Value : null;

    private static bool IsMovable(IOperation argument, bool isProjection) => Translation.Surely(argument, isLast: isProjection);

    private static bool HasFilter(ImmutableArray<IOperation>.Builder moved)
    {
        foreach (var one in moved)
            if (one is IPropertyReferenceOperation
                || one is IInvocationOperation { TargetMethod.Name: not ("Select" or "OrderBy" or "OrderByDescending" or "ThenBy"
                    or "ThenByDescending") }) return true;
        return false;
    }

    // What was projected by code, or grouped, goes no further in the database.
    private static bool IsComposable(Query query)
    {
        foreach (var one in query.Operators)
        {
            if (one.Step == QueryStep.Unknown || one.Step == QueryStep.Combination && one.Name is not ("Distinct" or "Union" or "Concat")) return false;
            if (one.Step == QueryStep.Projection && (one.Call.Arguments.Length != 2 || !Translation.Surely(one.Call.Arguments[1].Value, isLast: false)))
                return false;
        }

        return true;
    }

    private static bool Has(ImmutableArray<IOperation> moved, string name)
    {
        foreach (var one in moved)
            if (one is IInvocationOperation call && call.TargetMethod.Name == name) return true;
        return false;
    }

    // What reads the local, in order.
    private static List<ILocalReferenceOperation> Uses(ILocalSymbol local, IOperation declarator)
    {
        var uses = new List<ILocalReferenceOperation>();
        foreach (var part in declarator.Root().Descendants())
            if (part is ILocalReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Local, local)
                && !(reference.Parent is ISimpleAssignmentOperation assignment && assignment.Target == reference)) uses.Add(reference);
        uses.Sort(static (one, other) => one.Syntax.SpanStart.CompareTo(other.Syntax.SpanStart));
        return uses;
    }

    // orders = orders.Where(…).ToList(): what comes after uses what is left.
    private static bool IsReassigned(IOperation use, ILocalSymbol local)
    {
        for (var parent = use.Parent; parent is not null and not IBlockOperation; parent = parent.Parent)
            if (parent is ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } && SymbolEqualityComparer.Default.Equals(target.Local, local))
                return true;
        return false;
    }

    // Read once, used in every round of a loop: that is what memory is for.
    private static bool IsRepeated(IOperation use, IOperation declarator)
    {
        for (var parent = use.Parent; parent is not null && !parent.Syntax.Span.Contains(declarator.Syntax.Span); parent = parent.Parent)
            if (parent is ILoopOperation or IAnonymousFunctionOperation or ILocalFunctionOperation && !IsCollectionOf(parent, use)) return true;
        return false;
    }

    private static bool IsCollectionOf(IOperation parent, IOperation use) =>
        parent is IForEachLoopOperation loop && loop.Collection.Syntax.Span.Contains(use.Syntax.Span);
}
