namespace ArchitectAnalyzers.Models;

/// <summary>Which operations begin a transaction by hand, and which work is done in one.</summary>
internal sealed class Transactions
{
    // Code of these is not one's own: it commits nothing that it is handed.
    private static readonly string[] s_libraries = { "Dapper", "Microsoft", "System", "Npgsql", "MySql", "MySqlConnector", "Oracle", "RepoDb", "LinqToDB",
        "FirebirdSql" };

    // What methods of one's own that write are called.
    private static readonly string[] s_writing =
    {
        "Save", "Insert", "Update", "Delete", "Add", "Create", "Remove", "Store", "Persist", "Upsert", "Write", "Debit", "Credit", "Transfer", "Place",
        "Import", "Move", "Reserve", "Apply",
    };

    private static readonly string[] s_stores = { "Repository", "Store", "Service", "Dao", "Gateway", "UnitOfWork", "Manager" };

    private readonly Facts _facts;

    internal Transactions(Facts facts) => _facts = facts;

    /// <summary>Whether a call begins a transaction, or a scope is made: something that has to be committed.</summary>
    internal bool Begins(IOperation operation) => operation switch
    {
        IInvocationOperation { TargetMethod.Name: "BeginTransaction" or "BeginTransactionAsync" } call => IsTransaction(call.Type.Result()),
        IObjectCreationOperation creation => _facts.Is(creation.Type, KnownType.TransactionScope),
        _ => false,
    };

    /// <summary>Whether Entity Framework begins it: on the facade of a context.</summary>
    internal bool IsOfContext(IOperation begin) =>
        begin is IInvocationOperation call
        && (_facts.Is(call.TargetMethod.ContainingType, KnownType.DatabaseFacade)
            || _facts.Is(call.TargetMethod.ContainingType, KnownType.RelationalDatabaseFacadeExtensions));

    /// <summary>Whether a call ends the transaction in a way that somebody chose: commits, completes, rolls back.</summary>
    internal static bool Ends(IInvocationOperation call) => Commits(call) || RollsBack(call);

    internal static bool Commits(IInvocationOperation call) =>
        call.TargetMethod.Name is var name && (name.StartsWith("Commit", StringComparison.Ordinal) || name is "Complete" or "CompleteAsync");

    internal static bool RollsBack(IInvocationOperation call) =>
        call.TargetMethod.Name.StartsWith("Rollback", StringComparison.OrdinalIgnoreCase) && !call.TargetMethod.Name.Contains("Savepoint");

    /// <summary>Whether an operation writes, or is a method of one's own whose name says so.</summary>
    internal bool Writes(IOperation operation, CancellationToken cancellationToken)
    {
        if (operation is not IInvocationOperation { TargetMethod: var method } call) return false;
        if (method.Name is "ExecuteNonQuery" or "ExecuteNonQueryAsync" or "WriteToServer" or "WriteToServerAsync") return true;
        if (_facts.StoredChanges().Of(operation, cancellationToken) is not (StoredChange.None or StoredChange.File)) return true;
        if (IsOfLibrary(method)) return method.Name is "Execute" or "ExecuteAsync" && _facts.Is(method.ContainingType, KnownType.DapperSqlMapper);

        // Of one's own: what is awaited, or what is asked of something that stores.
        if (!Words.Starts(method.Name, s_writing)) return false;
        if (call.Type?.IsTask(_facts) == true) return true;
        foreach (var suffix in s_stores)
            if (call.Instance?.Type is { Name: var name } && name.EndsWith(suffix, StringComparison.Ordinal)) return true;
        return false;
    }

    internal static bool IsOfLibrary(ISymbol symbol)
    {
        var space = symbol.ContainingNamespace;
        if (space is null || space.IsGlobalNamespace) return false;
        while (space.ContainingNamespace is { IsGlobalNamespace: false } outer) space = outer;
        return Array.IndexOf(s_libraries, space.Name) >= 0;
    }

    private bool IsTransaction(ITypeSymbol? type) =>
        type.IsA(_facts[KnownType.IDbTransaction]) || type.IsA(_facts[KnownType.DbContextTransaction])
        || type is { Name: "DbContextTransaction" or "SqlTransaction" or "NpgsqlTransaction" or "SqliteTransaction" };
}

internal static class TransactionsFacts
{
    internal static Transactions Transactions(this Facts facts) => facts.Model(static f => new Transactions(f));
}
