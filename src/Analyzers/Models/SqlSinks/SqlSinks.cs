namespace ArchitectAnalyzers.Models;

/// <summary>Where SQL text is handed over, for the rules that read it. The note of a row names the parameters that may be the text.</summary>
internal sealed class SqlSinks
{
    private const string Sql = "sql", CommandText = "commandText";

    /// <summary>The parameters of a command's constructor that may be its text: the note of those rows.</summary>
    internal const string CommandTexts = "cmdText commandText command_text sql query text";

    internal static readonly KnownMethod[] Table =
    {
        // ADO.NET, by base type: every provider.
        KnownMethod.Set(KnownType.DbCommand, "CommandText"),
        KnownMethod.Set(KnownType.IDbCommand, "CommandText"),
        KnownMethod.Set(KnownType.DbBatchCommand, "CommandText"),
        KnownMethod.New(KnownType.DbCommand, CommandTexts),
        KnownMethod.New(KnownType.DbBatchCommand, CommandText),
        KnownMethod.New(KnownType.DbDataAdapter, "selectCommandText commandText sql"),
        KnownMethod.Set(KnownType.SqlClientCommand, "CommandText"),
        KnownMethod.New(KnownType.SqlClientCommand, CommandTexts),
        KnownMethod.Set(KnownType.SystemSqlClientCommand, "CommandText"),
        KnownMethod.New(KnownType.SystemSqlClientCommand, CommandTexts),
        KnownMethod.Set(KnownType.NpgsqlProviderCommand, "CommandText"),
        KnownMethod.New(KnownType.NpgsqlProviderCommand, CommandTexts),
        KnownMethod.Set(KnownType.SqliteProviderCommand, "CommandText"),
        KnownMethod.New(KnownType.SqliteProviderCommand, CommandTexts),
        KnownMethod.Set(KnownType.MySqlConnectorCommand, "CommandText"),
        KnownMethod.New(KnownType.MySqlConnectorCommand, CommandTexts),
        KnownMethod.Set(KnownType.MySqlDataCommand, "CommandText"),
        KnownMethod.New(KnownType.MySqlDataCommand, CommandTexts),
        KnownMethod.Set(KnownType.OracleProviderCommand, "CommandText"),
        KnownMethod.New(KnownType.OracleProviderCommand, CommandTexts),
        new(KnownType.DbDataSource, "CreateCommand", Note: CommandText),
        new(KnownType.NpgsqlDataSource, "CreateCommand", Note: CommandText),
        new(KnownType.NpgsqlConnection, "BeginBinaryImport", Note: "copyFromCommand"),
        new(KnownType.NpgsqlConnection, "BeginBinaryImportAsync", Note: "copyFromCommand"),
        new(KnownType.NpgsqlConnection, "BeginTextImport", Note: "copyFromCommand"),
        new(KnownType.NpgsqlConnection, "BeginTextImportAsync", Note: "copyFromCommand"),
        new(KnownType.NpgsqlConnection, "BeginTextExport", Note: "copyToCommand"),
        new(KnownType.NpgsqlConnection, "BeginTextExportAsync", Note: "copyToCommand"),
        new(KnownType.MySqlHelper, "ExecuteNonQuery", Note: CommandText),
        new(KnownType.MySqlHelper, "ExecuteNonQueryAsync", Note: CommandText),
        new(KnownType.MySqlHelper, "ExecuteReader", Note: CommandText),
        new(KnownType.MySqlHelper, "ExecuteReaderAsync", Note: CommandText),
        new(KnownType.MySqlHelper, "ExecuteScalar", Note: CommandText),
        new(KnownType.MySqlHelper, "ExecuteScalarAsync", Note: CommandText),
        new(KnownType.MySqlHelper, "ExecuteDataset", Note: CommandText),

        // Entity Framework Core. FromSql and ExecuteSqlCommand took a string before version 3.
        new(KnownType.RelationalQueryableExtensions, "FromSqlRaw", Note: Sql),
        new(KnownType.RelationalQueryableExtensions, "FromSql", Note: Sql),
        new(KnownType.CosmosQueryableExtensions, "FromSqlRaw", Note: Sql),
        new(KnownType.RelationalDatabaseFacadeExtensions, "ExecuteSqlRaw", Note: Sql),
        new(KnownType.RelationalDatabaseFacadeExtensions, "ExecuteSqlRawAsync", Note: Sql),
        new(KnownType.RelationalDatabaseFacadeExtensions, "SqlQueryRaw", Note: Sql),
        new(KnownType.RelationalDatabaseFacadeExtensions, "ExecuteSqlCommand", Note: Sql),
        new(KnownType.RelationalDatabaseFacadeExtensions, "ExecuteSqlCommandAsync", Note: Sql),
        new(KnownType.MigrationBuilder, "Sql", Note: Sql),

        // Entity Framework 6.
        new(KnownType.Ef6Database, "SqlQuery", Note: Sql),
        new(KnownType.Ef6Database, "ExecuteSqlCommand", Note: Sql),
        new(KnownType.Ef6Database, "ExecuteSqlCommandAsync", Note: Sql),
        new(KnownType.Ef6DbSet, "SqlQuery", Note: Sql),
        new(KnownType.Ef6DbSetOfT, "SqlQuery", Note: Sql),
        new(KnownType.Ef6ObjectContext, "ExecuteStoreCommand", Note: CommandText),
        new(KnownType.Ef6ObjectContext, "ExecuteStoreCommandAsync", Note: CommandText),
        new(KnownType.Ef6ObjectContext, "ExecuteStoreQuery", Note: CommandText),
        new(KnownType.Ef6ObjectContext, "ExecuteStoreQueryAsync", Note: CommandText),

        // Dapper.
        new(KnownType.DapperSqlMapper, "Execute", Note: Sql),
        new(KnownType.DapperSqlMapper, "ExecuteAsync", Note: Sql),
        new(KnownType.DapperSqlMapper, "ExecuteScalar", Note: Sql),
        new(KnownType.DapperSqlMapper, "ExecuteScalarAsync", Note: Sql),
        new(KnownType.DapperSqlMapper, "ExecuteReader", Note: Sql),
        new(KnownType.DapperSqlMapper, "ExecuteReaderAsync", Note: Sql),
        new(KnownType.DapperSqlMapper, "Query", Note: Sql),
        new(KnownType.DapperSqlMapper, "QueryAsync", Note: Sql),
        new(KnownType.DapperSqlMapper, "QueryFirst", Note: Sql),
        new(KnownType.DapperSqlMapper, "QueryFirstAsync", Note: Sql),
        new(KnownType.DapperSqlMapper, "QueryFirstOrDefault", Note: Sql),
        new(KnownType.DapperSqlMapper, "QueryFirstOrDefaultAsync", Note: Sql),
        new(KnownType.DapperSqlMapper, "QuerySingle", Note: Sql),
        new(KnownType.DapperSqlMapper, "QuerySingleAsync", Note: Sql),
        new(KnownType.DapperSqlMapper, "QuerySingleOrDefault", Note: Sql),
        new(KnownType.DapperSqlMapper, "QuerySingleOrDefaultAsync", Note: Sql),
        new(KnownType.DapperSqlMapper, "QueryMultiple", Note: Sql),
        new(KnownType.DapperSqlMapper, "QueryMultipleAsync", Note: Sql),
        new(KnownType.DapperSqlMapper, "QueryUnbufferedAsync", Note: Sql),
        KnownMethod.New(KnownType.DapperCommandDefinition, CommandText),

        // LINQ to DB, RepoDb, OrmLite, PetaPoco: their main ways in.
        new(KnownType.Linq2DbDataConnectionExtensions, "Query", Note: Sql),
        new(KnownType.Linq2DbDataConnectionExtensions, "QueryProc", Note: Sql),
        new(KnownType.Linq2DbDataConnectionExtensions, "QueryToListAsync", Note: Sql),
        new(KnownType.Linq2DbDataConnectionExtensions, "Execute", Note: Sql),
        new(KnownType.Linq2DbDataConnectionExtensions, "ExecuteAsync", Note: Sql),
        new(KnownType.Linq2DbDataConnectionExtensions, "ExecuteReader", Note: Sql),
        new(KnownType.Linq2DbDataConnectionExtensions, "QueryMultiple", Note: Sql),
        new(KnownType.Linq2DbDataConnectionExtensions, "QueryToArrayAsync", Note: Sql),
        KnownMethod.New(KnownType.Linq2DbCommandInfo, CommandText),
        new(KnownType.RepoDbConnectionExtension, "ExecuteQuery", Note: CommandText),
        new(KnownType.RepoDbConnectionExtension, "ExecuteQueryAsync", Note: CommandText),
        new(KnownType.RepoDbConnectionExtension, "ExecuteNonQuery", Note: CommandText),
        new(KnownType.RepoDbConnectionExtension, "ExecuteNonQueryAsync", Note: CommandText),
        new(KnownType.RepoDbConnectionExtension, "ExecuteScalar", Note: CommandText),
        new(KnownType.RepoDbConnectionExtension, "ExecuteScalarAsync", Note: CommandText),
        new(KnownType.RepoDbConnectionExtension, "ExecuteReader", Note: CommandText),
        new(KnownType.RepoDbConnectionExtension, "ExecuteReaderAsync", Note: CommandText),
        new(KnownType.OrmLiteReadApi, "Select", Note: Sql),
        new(KnownType.OrmLiteReadApi, "SqlList", Note: Sql),
        new(KnownType.OrmLiteReadApi, "SqlColumn", Note: Sql),
        new(KnownType.OrmLiteReadApi, "SqlScalar", Note: Sql),
        new(KnownType.OrmLiteReadApi, "Single", Note: Sql),
        new(KnownType.OrmLiteReadApi, "Scalar", Note: Sql),
        new(KnownType.OrmLiteReadApi, "Column", Note: Sql),
        new(KnownType.OrmLiteReadApi, "ColumnDistinct", Note: Sql),
        new(KnownType.OrmLiteReadApi, "Exists", Note: Sql),
        new(KnownType.OrmLiteReadApi, "ExecuteNonQuery", Note: Sql),
        new(KnownType.OrmLiteReadApiAsync, "SelectAsync", Note: Sql),
        new(KnownType.OrmLiteReadApiAsync, "SqlListAsync", Note: Sql),
        new(KnownType.OrmLiteReadApiAsync, "SqlScalarAsync", Note: Sql),
        new(KnownType.OrmLiteReadApiAsync, "SqlColumnAsync", Note: Sql),
        new(KnownType.OrmLiteReadApiAsync, "SingleAsync", Note: Sql),
        new(KnownType.OrmLiteReadApiAsync, "ScalarAsync", Note: Sql),
        new(KnownType.OrmLiteReadApiAsync, "ExistsAsync", Note: Sql),
        new(KnownType.OrmLiteReadApiAsync, "ExecuteNonQueryAsync", Note: Sql),
        new(KnownType.OrmLiteWriteApi, "ExecuteSql", Note: Sql),
        new(KnownType.OrmLiteWriteApiAsync, "ExecuteSqlAsync", Note: Sql),
        new(KnownType.PetaPocoDatabase, "Query", Note: Sql),
        new(KnownType.PetaPocoDatabase, "Fetch", Note: Sql),
        new(KnownType.PetaPocoDatabase, "Page", Note: Sql),
        new(KnownType.PetaPocoDatabase, "SkipTake", Note: Sql),
        new(KnownType.PetaPocoDatabase, "First", Note: Sql),
        new(KnownType.PetaPocoDatabase, "FirstOrDefault", Note: Sql),
        new(KnownType.PetaPocoDatabase, "Single", Note: Sql),
        new(KnownType.PetaPocoDatabase, "SingleOrDefault", Note: Sql),
        new(KnownType.PetaPocoDatabase, "Execute", Note: Sql),
        new(KnownType.PetaPocoDatabase, "ExecuteScalar", Note: Sql),
        new(KnownType.PetaPocoDatabase, "QueryAsync", Note: Sql),
        new(KnownType.PetaPocoDatabase, "FetchAsync", Note: Sql),
        new(KnownType.PetaPocoDatabase, "FirstAsync", Note: Sql),
        new(KnownType.PetaPocoDatabase, "FirstOrDefaultAsync", Note: Sql),
        new(KnownType.PetaPocoDatabase, "SingleAsync", Note: Sql),
        new(KnownType.PetaPocoDatabase, "SingleOrDefaultAsync", Note: Sql),
        new(KnownType.PetaPocoDatabase, "ExecuteAsync", Note: Sql),
        new(KnownType.PetaPocoDatabase, "ExecuteScalarAsync", Note: Sql),
        new(KnownType.PetaPocoIExecute, "Execute", Note: Sql),
        new(KnownType.PetaPocoIExecute, "ExecuteScalar", Note: Sql),
        new(KnownType.PetaPocoIQuery, "Query", Note: Sql),
        new(KnownType.PetaPocoIQuery, "Fetch", Note: Sql),
        new(KnownType.PetaPocoIQuery, "First", Note: Sql),
        new(KnownType.PetaPocoIQuery, "FirstOrDefault", Note: Sql),
        new(KnownType.PetaPocoIQuery, "Single", Note: Sql),
        new(KnownType.PetaPocoIQuery, "SingleOrDefault", Note: Sql),
    };

    /// <summary>
    /// The sinks of the table, and those that take an interpolated string and make its values parameters: nothing to inject, but SQL to read.
    /// </summary>
    internal static readonly KnownMethod[] Texts = WithInterpolated();

    private readonly MemberTable? _table;

    internal SqlSinks(Facts facts) => _table = MemberTable.Of(facts, Table);

    /// <summary>The SQL text that a call, an object creation or an assigned property takes; null for what takes none.</summary>
    internal IOperation? TextOf(IOperation operation) => operation switch
    {
        IInvocationOperation call => _table?.Match(call.TargetMethod) is { } row ? TextOf(operation, row) : null,
        IObjectCreationOperation { Constructor: { } constructor } => _table?.Match(constructor) is { } row ? TextOf(operation, row) : null,
        IPropertyReferenceOperation property => _table?.Match(property) is { Use: MemberUse.Set } row ? TextOf(operation, row) : null,
        _ => null,
    };

    /// <summary>The same where the row is known already.</summary>
    internal static IOperation? TextOf(IOperation operation, KnownMethod row) => operation switch
    {
        IInvocationOperation call => Argument(call.Arguments, row.Note!),
        IObjectCreationOperation creation => Argument(creation.Arguments, row.Note!),
        IPropertyReferenceOperation { Parent: ISimpleAssignmentOperation assignment } => assignment.Value,
        IPropertyReferenceOperation { Parent: ICompoundAssignmentOperation assignment } => assignment.Value,
        _ => null,
    };

    /// <summary>The SQL text for reading, interpolated or not; for rows of <see cref="Texts"/>.</summary>
    internal static IOperation? ReadableTextOf(IOperation operation, KnownMethod row) =>
        TextOf(operation, row) ?? (operation is IInvocationOperation call ? Argument(call.Arguments, row.Note!, isInterpolated: true) : null);

    private static KnownMethod[] WithInterpolated()
    {
        var rows = new List<KnownMethod>(Table) { new(KnownType.RelationalQueryableExtensions, "FromSqlInterpolated", Note: Sql) };
        foreach (var name in new[] { "ExecuteSql", "ExecuteSqlAsync", "ExecuteSqlInterpolated", "ExecuteSqlInterpolatedAsync", "SqlQuery" })
            rows.Add(new(KnownType.RelationalDatabaseFacadeExtensions, name, Note: Sql));
        return rows.ToArray();
    }

    private static IOperation? Argument(ImmutableArray<IArgumentOperation> arguments, string names, bool isInterpolated = false)
    {
        foreach (var argument in arguments)
        {
            // A FormattableString keeps its values apart from its text: never a sink.
            if (argument.Parameter is not { Type.Name: var type, Name: var name }) continue;
            if (isInterpolated ? type != "FormattableString" : type is not ("String" or "RawSqlString")) continue;
            if (Names(names, name)) return argument.Value;
        }

        return null;
    }

    private static bool Names(string names, string name)
    {
        var at = names.IndexOf(name, StringComparison.Ordinal);
        return at >= 0 && (at == 0 || names[at - 1] == ' ') && (at + name.Length == names.Length || names[at + name.Length] == ' ');
    }
}

internal static class SqlSinksFacts
{
    internal static SqlSinks SqlSinks(this Facts facts) => facts.Model(static f => new SqlSinks(f));
}
