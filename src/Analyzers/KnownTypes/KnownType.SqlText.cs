namespace ArchitectAnalyzers.Core;

internal sealed partial class KnownType
{
    internal static readonly KnownType OrmLiteWriteApiAsync = new("ServiceStack.OrmLite.OrmLiteWriteApiAsync");
    internal static readonly KnownType DapperDynamicParameters = new("Dapper.DynamicParameters");

    // What lives as long as a unit of work.
    internal static readonly KnownType IDbTransaction = new("System.Data.IDbTransaction");
    internal static readonly KnownType DbContextFactory = new("Microsoft.EntityFrameworkCore.IDbContextFactory`1");

    // Providers by name: source that stands for one derives from nothing.
    internal static readonly KnownType SqlClientConnection = new("Microsoft.Data.SqlClient.SqlConnection");
    internal static readonly KnownType SqlClientCommand = new("Microsoft.Data.SqlClient.SqlCommand");
    internal static readonly KnownType SystemSqlClientConnection = new("System.Data.SqlClient.SqlConnection");
    internal static readonly KnownType SystemSqlClientCommand = new("System.Data.SqlClient.SqlCommand");
    internal static readonly KnownType NpgsqlProviderCommand = new("Npgsql.NpgsqlCommand");
    internal static readonly KnownType SqliteProviderConnection = new("Microsoft.Data.Sqlite.SqliteConnection");
    internal static readonly KnownType SqliteProviderCommand = new("Microsoft.Data.Sqlite.SqliteCommand");
    internal static readonly KnownType MySqlConnectorCommand = new("MySqlConnector.MySqlCommand");
    internal static readonly KnownType MySqlDataCommand = new("MySql.Data.MySqlClient.MySqlCommand");
    internal static readonly KnownType OracleProviderCommand = new("Oracle.ManagedDataAccess.Client.OracleCommand");

    // Databases that are not spoken to in SQL.
    internal static readonly KnownType CosmosQueryDefinition = new("Microsoft.Azure.Cosmos.QueryDefinition");
    internal static readonly KnownType CosmosContainer = new("Microsoft.Azure.Cosmos.Container");
    internal static readonly KnownType BsonDocument = new("MongoDB.Bson.BsonDocument");
    internal static readonly KnownType BsonJavaScript = new("MongoDB.Bson.BsonJavaScript");
    internal static readonly KnownType BsonSerializer = new("MongoDB.Bson.Serialization.BsonSerializer");
    internal static readonly KnownType MongoJsonFilterDefinition = new("MongoDB.Driver.JsonFilterDefinition`1");
    internal static readonly KnownType MongoJsonCommand = new("MongoDB.Driver.JsonCommand`1");
    internal static readonly KnownType MongoFilterDefinition = new("MongoDB.Driver.FilterDefinition`1");
    internal static readonly KnownType MongoUpdateDefinition = new("MongoDB.Driver.UpdateDefinition`1");
    internal static readonly KnownType MongoCommand = new("MongoDB.Driver.Command`1");
    internal static readonly KnownType MongoSortDefinition = new("MongoDB.Driver.SortDefinition`1");
    internal static readonly KnownType MongoProjectionDefinition = new("MongoDB.Driver.ProjectionDefinition`1");
    internal static readonly KnownType RedisServer = new("StackExchange.Redis.IServer");
    internal static readonly KnownType RedisDatabase = new("StackExchange.Redis.IDatabase");
    internal static readonly KnownType RedisBatch = new("StackExchange.Redis.IBatch");
    internal static readonly KnownType RedisDatabaseAsync = new("StackExchange.Redis.IDatabaseAsync");
    internal static readonly KnownType RedisLuaScript = new("StackExchange.Redis.LuaScript");
    internal static readonly KnownType Neo4jAsyncQueryRunner = new("Neo4j.Driver.IAsyncQueryRunner");
    internal static readonly KnownType Neo4jQueryRunner = new("Neo4j.Driver.IQueryRunner");
    internal static readonly KnownType Neo4jAsyncSession = new("Neo4j.Driver.IAsyncSession");
    internal static readonly KnownType Neo4jAsyncTransaction = new("Neo4j.Driver.IAsyncTransaction");
    internal static readonly KnownType Neo4jSession = new("Neo4j.Driver.ISession");
    internal static readonly KnownType Neo4jDriver = new("Neo4j.Driver.IDriver");
    internal static readonly KnownType Neo4jQuery = new("Neo4j.Driver.Query");
    internal static readonly KnownType DynamoStatementRequest = new("Amazon.DynamoDBv2.Model.ExecuteStatementRequest");
    internal static readonly KnownType CassandraSession = new("Cassandra.ISession");
    internal static readonly KnownType CassandraSimpleStatement = new("Cassandra.SimpleStatement");
}
