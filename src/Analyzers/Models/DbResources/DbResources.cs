namespace ArchitectAnalyzers.Models;

internal enum DbResource { None, Connection, Command, Reader, Context }

/// <summary>Which operations make something of the database that whoever asked for it has to dispose of.</summary>
internal sealed class DbResources
{
    private readonly Facts _facts;

    internal DbResources(Facts facts) => _facts = facts;

    internal DbResource Made(IOperation operation)
    {
        switch (operation)
        {
            case IObjectCreationOperation { Type: { } type }:
                return type.IsOrDerivesFrom(_facts[KnownType.DbContext]) ? DbResource.Context
                    : IsConnection(type) ? DbResource.Connection
                    : IsCommand(type) ? DbResource.Command
                    : DbResource.None;
            case IInvocationOperation { TargetMethod.Name: var name } call:
                var type1 = call.Type.Result();
                if (type1 is null) return DbResource.None;
                return name switch
                {
                    "CreateCommand" => IsCommand(type1) ? DbResource.Command : DbResource.None,
                    "ExecuteReader" or "ExecuteReaderAsync" =>
                        type1.IsA(_facts[KnownType.IDataReader]) || type1.Name.EndsWith("DataReader", StringComparison.Ordinal)
                        ? DbResource.Reader : DbResource.None,
                    "CreateDbContext" or "CreateDbContextAsync" => type1.IsOrDerivesFrom(_facts[KnownType.DbContext]) ? DbResource.Context : DbResource.None,
                    _ => Opens(name) && IsConnection(type1) ? DbResource.Connection : DbResource.None,
                };
            default:
                return DbResource.None;
        }
    }

    internal bool IsConnection(ITypeSymbol? type) =>
        type.IsA(_facts[KnownType.IDbConnection]) || _facts.Is(type, KnownType.SqlClientConnection) || _facts.Is(type, KnownType.NpgsqlConnection)
        || _facts.Is(type, KnownType.SystemSqlClientConnection) || _facts.Is(type, KnownType.SqliteProviderConnection);

    internal bool IsCommand(ITypeSymbol? type) =>
        type.IsA(_facts[KnownType.IDbCommand]) || _facts.Is(type, KnownType.SqlClientCommand) || _facts.Is(type, KnownType.NpgsqlProviderCommand)
        || _facts.Is(type, KnownType.SystemSqlClientCommand) || _facts.Is(type, KnownType.SqliteProviderCommand);

    /// <summary>Whether an object that is made with a connection or a command uses it, and does not own it.</summary>
    internal bool Borrows(ITypeSymbol? type) =>
        IsCommand(type) || type.IsOrDerivesFrom(_facts[KnownType.DbDataAdapter]) || type?.Name.EndsWith("BulkCopy", StringComparison.Ordinal) == true;

    private static bool Opens(string name) =>
        name.StartsWith("Create", StringComparison.Ordinal) || name.StartsWith("Open", StringComparison.Ordinal)
        || name.StartsWith("New", StringComparison.Ordinal);
}

internal static class DbResourcesFacts
{
    internal static DbResources DbResources(this Facts facts) => facts.Model(static f => new DbResources(f));
}
