namespace ArchitectAnalyzers.Models;

/// <summary>
/// Which calls go to the database and back, and through which context or connection: Entity Framework, Dapper, ADO.NET. Stub types that are
/// declared in source under the libraries' names count. Thread-safe.
/// </summary>
internal sealed partial class RoundTrips
{
    private const int MaxHops = 24;

    // Operators that run a query: LINQ's own, and with "Async" Entity Framework's.
    private static readonly HashSet<string> s_operators = new(StringComparer.Ordinal)
    {
        "All", "Any", "Average", "Contains", "Count", "ElementAt", "ElementAtOrDefault", "First", "FirstOrDefault", "Last", "LastOrDefault",
        "LongCount", "Max", "MaxBy", "Min", "MinBy", "Single", "SingleOrDefault", "Sum", "ToArray", "ToDictionary", "ToHashSet", "ToList", "ToLookup",
    };

    // Those of other classes of Entity Framework.
    private static readonly HashSet<string> s_calls = new(StringComparer.Ordinal)
    {
        "ExecuteDelete", "ExecuteSql", "ExecuteSqlInterpolated", "ExecuteSqlRaw", "ExecuteUpdate", "Find", "ForEach", "GetDatabaseValues", "Load", "Reload",
    };

    private readonly Facts _facts;

    internal RoundTrips(Facts facts) => _facts = facts;

    /// <summary>The round trip that a call makes; null where it makes none, or there is no telling.</summary>
    internal RoundTrip? Of(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        var name = method.Name;
        if (name is "SaveChanges" or "SaveChangesAsync") return IsSave(call) ? new RoundTrip(TripKind.Save, Receiver(call)) : null;
        if (name.StartsWith("Execute", StringComparison.Ordinal) || name.StartsWith("Query", StringComparison.Ordinal))
            if (Command(call) is { } command) return command;

        var isAsync = name.EndsWith("Async", StringComparison.Ordinal);
        var stem = isAsync ? name.Substring(0, name.Length - 5) : name;
        var type = method.ContainingType;
        if (s_operators.Contains(stem))
        {
            switch (type.Name)
            {
                case "EntityFrameworkQueryableExtensions" or "QueryableExtensions" when isAsync && IsEntityFramework(type):
                    return new RoundTrip(TripKind.Query, Context(call.Arguments[0].Value));
                case "Queryable" or "Enumerable" when method.IsExtensionMethod && call.Arguments.Length > 0 && IsQueryable(call.Arguments[0].Value):
                    return Context(call.Arguments[0].Value) is { } context ? new RoundTrip(TripKind.Query, context) : null;
            }
        }

        return s_calls.Contains(stem) && IsCall(call, stem, isAsync) ? new RoundTrip(TripKind.Query, Context(Receiver(call))) : null;
    }

    /// <summary>The context or set that a loop over a query reads from; null where it loops over something else.</summary>
    internal IOperation? Enumerated(IForEachLoopOperation loop)
    {
        var source = loop.Collection.Unconverted();
        if (source is IInvocationOperation { TargetMethod.Name: "WithCancellation" or "ConfigureAwait" } wrapper && Receiver(wrapper) is { } wrapped) source = wrapped.Unconverted();
        if (source is IInvocationOperation { TargetMethod.Name: "AsAsyncEnumerable" or "AsEnumerable" } change && Receiver(change) is { } query) source = query.Unconverted();
        return IsQueryable(source) ? Context(source) : null;
    }

    /// <summary>Whether the type is a context of Entity Framework, or an interface that the project put before one.</summary>
    internal bool IsContext(ITypeSymbol? type)
    {
        if (type.IsOrDerivesFrom(_facts[KnownType.DbContext]) || type.IsOrDerivesFrom(_facts[KnownType.Ef6DbContext])) return true;
        if (type is ITypeParameterSymbol parameter)
        {
            foreach (var constraint in parameter.ConstraintTypes)
                if (IsContext(constraint)) return true;
            return false;
        }

        if (type is not { TypeKind: TypeKind.Interface }) return false;
        foreach (var member in type.GetMembers())
            if (member is IPropertySymbol { Type: { Name: "DbSet" } } or IPropertySymbol { Type: { Name: "DatabaseFacade" } }) return true;
        return false;
    }

    /// <summary>Whether the type is a context or a set of one.</summary>
    internal bool IsPartOfContext(ITypeSymbol? type) => IsContext(type) || IsSet(type);

    /// <summary>Whether a variable holds a context or a set of one.</summary>
    internal bool IsContextVariable(ISymbol symbol) => symbol switch
    {
        ILocalSymbol local => IsPartOfContext(local.Type),
        IParameterSymbol parameter => IsPartOfContext(parameter.Type),
        IFieldSymbol field => IsPartOfContext(field.Type),
        IPropertySymbol property => IsPartOfContext(property.Type),
        _ => false,
    };

    /// <summary>Whether the type is a connection of ADO.NET.</summary>
    internal bool IsConnection(ITypeSymbol? type) => type.IsOrDerivesFrom(_facts[KnownType.DbConnection]) || type.Implements(_facts[KnownType.IDbConnection]);

    /// <summary>Whether the value is a query, not yet run.</summary>
    internal bool IsQueryable(IOperation value) => value.Unconverted().Type is { } type && type.SpecialType == SpecialType.None && type.Implements(_facts[KnownType.IQueryable]);

    /// <summary>
    /// What a query, a set or an entry belongs to: the context, or the set where that is all that is seen of it. Null for a query that comes from
    /// out of sight.
    /// </summary>
    internal IOperation? Context(IOperation? value)
    {
        for (var hops = 0; value is not null && hops < MaxHops; hops++)
        {
            switch (value)
            {
                case IConversionOperation conversion: value = conversion.Operand; continue;
                case IParenthesizedOperation parenthesized: value = parenthesized.Operand; continue;
                case ITranslatedQueryOperation translated: value = translated.Operation; continue;
                case IConditionalOperation { WhenFalse: { } other } choice: value = Context(choice.WhenTrue) is { } found ? found : other; continue;
                case IConditionalAccessOperation access: value = access.WhenNotNull; continue;
                case IConditionalAccessInstanceOperation: return null;
            }

            if (IsContext(value.Type)) return value;
            switch (value)
            {
                case IInvocationOperation call:
                    value = Receiver(call);
                    continue;
                case IPropertyReferenceOperation { Instance: { } owner } property when IsContext(owner.Type) || !IsSet(property.Type):
                    value = owner;
                    continue;
                case ILocalReferenceOperation local when HeldObjects.ValueOf(local.Local, local) is { } made:
                    if (Context(made) is { } context) return context;
                    return IsSet(local.Type) ? local : null;
                default:
                    return IsSet(value.Type) ? value : null;
            }
        }

        return null;
    }

    /// <summary>What a call is made on: its instance, what stands before <c>?.</c>, the first argument of an extension method.</summary>
    internal static IOperation? Receiver(IInvocationOperation call) => HeldObjects.ReceiverOf(call);

    private bool IsSave(IInvocationOperation call)
    {
        var type = call.Instance?.Type ?? call.TargetMethod.ContainingType;
        if (IsContext(type) || IsContext(call.TargetMethod.ContainingType)) return true;

        // A unit of work that the project declares: nothing else is called so.
        return type is { TypeKind: TypeKind.Interface } && type.Name.EndsWith("UnitOfWork", StringComparison.Ordinal);
    }

    private RoundTrip? Command(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        var type = method.ContainingType;
        if (type.Name == "SqlMapper" && _facts.Is(type, KnownType.DapperSqlMapper) && call.Arguments.Length > 0) return new RoundTrip(TripKind.Command, Receiver(call) ?? call.Arguments[0].Value);
        if (call.Instance is not { } instance || !(type.IsOrDerivesFrom(_facts[KnownType.DbCommand]) || type.Implements(_facts[KnownType.IDbCommand]))) return null;
        return method.Name is "ExecuteNonQuery" or "ExecuteNonQueryAsync" or "ExecuteScalar" or "ExecuteScalarAsync" or "ExecuteReader" or "ExecuteReaderAsync"
            ? new RoundTrip(TripKind.Command, instance) : null;
    }

    private bool IsCall(IInvocationOperation call, string stem, bool isAsync)
    {
        var type = call.TargetMethod.ContainingType;
        switch (stem)
        {
            case "Find": return IsSet(type) || IsContext(type);
            case "ExecuteDelete" or "ExecuteUpdate": return type.Name is "EntityFrameworkQueryableExtensions" or "RelationalQueryableExtensions" && IsEntityFramework(type);
            case "ExecuteSql" or "ExecuteSqlRaw" or "ExecuteSqlInterpolated": return IsEntityFramework(type) && type.Name is "RelationalDatabaseFacadeExtensions";
            case "GetDatabaseValues" or "Reload": return type.Name == "EntityEntry" && IsEntityFramework(type);
            case "Load": return IsEntityFramework(type)
                && (type.Name is "NavigationEntry" or "CollectionEntry" or "ReferenceEntry" or "EntityFrameworkQueryableExtensions" or "QueryableExtensions");
            default: return isAsync && type.Name == "EntityFrameworkQueryableExtensions" && IsEntityFramework(type);
        }
    }

    private bool IsSet(ITypeSymbol? type) => type is { Name: "DbSet" or "IDbSet" } && IsEntityFramework(type)
        || type.IsOrDerivesFrom(_facts[KnownType.DbSet]) || type.IsOrDerivesFrom(_facts[KnownType.Ef6DbSetOfT]);

    private static bool IsEntityFramework(ITypeSymbol type)
    {
        for (var space = type.ContainingNamespace; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
        {
            if (space.Name is "EntityFrameworkCore" && space.ContainingNamespace.Name == "Microsoft") return true;
            if (space.Name is "Entity" && space.ContainingNamespace is { Name: "Data", ContainingNamespace.Name: "System" }) return true;
        }

        return false;
    }
}

internal static class RoundTripsFacts
{
    internal static RoundTrips RoundTrips(this Facts facts) => facts.Model(static f => new RoundTrips(f));
}
