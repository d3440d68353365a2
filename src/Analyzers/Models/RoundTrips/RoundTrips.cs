namespace ArchitectAnalyzers.Models;

/// <summary>
/// Which calls go to the database and back, and through which context or connection: Entity Framework, Dapper, ADO.NET. Stub types that are
/// declared in source under the libraries' names count. Thread-safe.
/// </summary>
internal sealed partial class RoundTrips
{
    private const int MaxHops = 24;

    // Calls of Entity Framework that are no operators of a query.
    private static readonly string[] s_calls =
    {
        "ExecuteDelete", "ExecuteSql", "ExecuteSqlInterpolated", "ExecuteSqlRaw", "ExecuteUpdate", "Find", "ForEach", "GetDatabaseValues", "Load", "Reload",
    };

    private readonly Facts _facts;
    private readonly Queries _queries;

    internal RoundTrips(Facts facts)
    {
        _facts = facts;
        _queries = facts.Queries();
    }

    /// <summary>Whether the call marks entities as added, and is complete when it returns.</summary>
    internal bool IsDoneAtOnce(IInvocationOperation call) => AsyncAdditions.AreNeedless(call, _facts, default);

    /// <summary>The round trip that a call makes; null where it makes none, or there is no telling.</summary>
    internal RoundTrip? Of(IInvocationOperation call)
    {
        var name = call.TargetMethod.Name;
        if (name is "SaveChanges" or "SaveChangesAsync") return IsSave(call) ? new RoundTrip(TripKind.Save, HeldObjects.SymbolOf(Receiver(call))) : null;
        if (name.StartsWith("Execute", StringComparison.Ordinal) || name.StartsWith("Query", StringComparison.Ordinal))
            if (Command(call) is { } command) return command;
        if (_queries.IsExecution(call))
            return _queries.Executed(call) is { IsDatabase: true, ExecutedBy: not ("AsEnumerable" or "AsAsyncEnumerable") } query ? Of(query) : null;

        return StemOf(name) is { } stem && IsCall(call, stem, stem.Length < name.Length) ? new RoundTrip(TripKind.Query, Holder(Receiver(call))) : null;
    }

    /// <summary>Whether the call's name and shape are those of a round trip: what <see cref="Of(IInvocationOperation)"/> is worth being asked about.</summary>
    internal bool MayBe(IInvocationOperation call)
    {
        var name = call.TargetMethod.Name;
        if (name.StartsWith("Execute", StringComparison.Ordinal) || name.StartsWith("Query", StringComparison.Ordinal) || name.StartsWith("SaveChanges", StringComparison.Ordinal))
            return call.TargetMethod.DeclaringSyntaxReferences.IsEmpty || Of(call) is not null;
        if (_queries.IsExecution(call)) return true;
        return StemOf(name) is { } stem && IsCall(call, stem, stem.Length < name.Length);
    }

    // The name in the table, without "Async".
    private static string? StemOf(string name)
    {
        var length = name.EndsWith("Async", StringComparison.Ordinal) ? name.Length - 5 : name.Length;
        foreach (var known in s_calls)
            if (known.Length == length && string.CompareOrdinal(known, 0, name, 0, length) == 0) return known;
        return null;
    }

    /// <summary>The round trip of a loop over a query; null where it loops over something else.</summary>
    internal RoundTrip? Of(IForEachLoopOperation loop)
    {
        if (_queries.Executed(loop) is { IsDatabase: true } query) return Of(query);
        return SourceOf(loop) is IInvocationOperation { TargetMethod.Name: "AsEnumerable" or "AsAsyncEnumerable" } call && _queries.Executed(call) is { IsDatabase: true } streamed ? Of(streamed) : null;
    }

    /// <summary>What a loop runs over, without <c>WithCancellation</c> and <c>ConfigureAwait</c>.</summary>
    internal static IOperation SourceOf(IForEachLoopOperation loop)
    {
        var over = loop.Collection.Unconverted();
        while (over is IInvocationOperation { TargetMethod.Name: "WithCancellation" or "ConfigureAwait" } wrapper && HeldObjects.ReceiverOf(wrapper) is { } wrapped) over = wrapped.Unconverted();
        return over;
    }

    private static RoundTrip Of(Query query) =>
        new(TripKind.Query, query.Context ?? (query.Root == QueryRoot.Table ? HeldObjects.SymbolOf(query.Source) : null));

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
    internal bool IsConnection(ITypeSymbol? type) =>
        type.IsOrDerivesFrom(_facts[KnownType.DbConnection]) || type.Implements(_facts[KnownType.IDbConnection]) || _facts.Is(type, KnownType.SqlClientConnection)
        || _facts.Is(type, KnownType.NpgsqlConnection) || _facts.Is(type, KnownType.SystemSqlClientConnection) || _facts.Is(type, KnownType.SqliteProviderConnection);

    /// <summary>The variable that holds the context of a set; null where it cannot be told.</summary>
    internal ISymbol? HolderOf(IOperation set) => Holder(set);

    // What holds the context of a set, an entry or a database.
    private ISymbol? Holder(IOperation? value)
    {
        for (var hops = 0; value is not null && hops < MaxHops; hops++)
        {
            if (IsContext(value.Type)) return HeldObjects.SymbolOf(value);
            switch (value)
            {
                case IConversionOperation conversion: value = conversion.Operand; break;
                case IInvocationOperation call: value = Receiver(call); break;
                case IPropertyReferenceOperation { Instance: { } owner } when IsContext(owner.Type) || !IsSet(value.Type): value = owner; break;
                case ILocalReferenceOperation local when HeldObjects.ValueOf(local.Local, local) is { } made && made is not (IAwaitOperation or ILocalReferenceOperation):
                    return Holder(made) ?? (IsSet(local.Type) ? local.Local : null);
                default: return IsSet(value.Type) ? HeldObjects.SymbolOf(value) : null;
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
        if (type.Name == "SqlMapper" && _facts.Is(type, KnownType.DapperSqlMapper) && call.Arguments.Length > 0) return new RoundTrip(TripKind.Command, HeldObjects.SymbolOf(Receiver(call) ?? call.Arguments[0].Value));
        if (call.Instance is not { } instance || !(type.IsOrDerivesFrom(_facts[KnownType.DbCommand]) || type.Implements(_facts[KnownType.IDbCommand]))) return null;
        return method.Name is "ExecuteNonQuery" or "ExecuteNonQueryAsync" or "ExecuteScalar" or "ExecuteScalarAsync" or "ExecuteReader" or "ExecuteReaderAsync"
            ? new RoundTrip(TripKind.Command, HeldObjects.SymbolOf(instance)) : null;
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
