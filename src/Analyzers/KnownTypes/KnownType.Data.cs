namespace ArchitectAnalyzers.Core;

internal sealed partial class KnownType
{
    // ADO.NET: providers derive from these.
    internal static readonly KnownType IDbCommand = new("System.Data.IDbCommand");
    internal static readonly KnownType DbCommand = new("System.Data.Common.DbCommand");
    internal static readonly KnownType DbBatchCommand = new("System.Data.Common.DbBatchCommand");
    internal static readonly KnownType DbDataAdapter = new("System.Data.Common.DbDataAdapter");
    internal static readonly KnownType DbDataSource = new("System.Data.Common.DbDataSource");
    internal static readonly KnownType SqlParameterCollection = new("Microsoft.Data.SqlClient.SqlParameterCollection");
    internal static readonly KnownType SystemSqlParameterCollection = new("System.Data.SqlClient.SqlParameterCollection");
    internal static readonly KnownType NpgsqlDataSource = new("Npgsql.NpgsqlDataSource");
    internal static readonly KnownType NpgsqlConnection = new("Npgsql.NpgsqlConnection");
    internal static readonly KnownType MySqlHelper = new("MySql.Data.MySqlClient.MySqlHelper");

    // Entity Framework Core, and the versions before it.
    internal static readonly KnownType DbContext = new("Microsoft.EntityFrameworkCore.DbContext");
    internal static readonly KnownType DbSet = new("Microsoft.EntityFrameworkCore.DbSet`1");
    internal static readonly KnownType RelationalDatabaseFacadeExtensions = new("Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions");
    internal static readonly KnownType RelationalQueryableExtensions = new("Microsoft.EntityFrameworkCore.RelationalQueryableExtensions");
    internal static readonly KnownType CosmosQueryableExtensions = new("Microsoft.EntityFrameworkCore.CosmosQueryableExtensions");
    internal static readonly KnownType MigrationBuilder = new("Microsoft.EntityFrameworkCore.Migrations.MigrationBuilder");
    internal static readonly KnownType Ef6Database = new("System.Data.Entity.Database");
    internal static readonly KnownType Ef6DbSet = new("System.Data.Entity.DbSet");
    internal static readonly KnownType Ef6DbSetOfT = new("System.Data.Entity.DbSet`1");
    internal static readonly KnownType Ef6ObjectContext = new("System.Data.Entity.Core.Objects.ObjectContext");

    // Micro mappers.
    internal static readonly KnownType DapperSqlMapper = new("Dapper.SqlMapper");
    internal static readonly KnownType DapperCommandDefinition = new("Dapper.CommandDefinition");
    internal static readonly KnownType Linq2DbDataConnectionExtensions = new("LinqToDB.Data.DataConnectionExtensions");
    internal static readonly KnownType Linq2DbCommandInfo = new("LinqToDB.Data.CommandInfo");
    internal static readonly KnownType RepoDbConnectionExtension = new("RepoDb.DbConnectionExtension");
    internal static readonly KnownType OrmLiteReadApi = new("ServiceStack.OrmLite.OrmLiteReadApi");
    internal static readonly KnownType OrmLiteReadApiAsync = new("ServiceStack.OrmLite.OrmLiteReadApiAsync");
    internal static readonly KnownType OrmLiteWriteApi = new("ServiceStack.OrmLite.OrmLiteWriteApi");
    internal static readonly KnownType PetaPocoDatabase = new("PetaPoco.Database");
    internal static readonly KnownType PetaPocoIExecute = new("PetaPoco.IExecute");
    internal static readonly KnownType PetaPocoIQuery = new("PetaPoco.IQuery");
}
