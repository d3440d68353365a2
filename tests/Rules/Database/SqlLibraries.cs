namespace ArchitectAnalyzers.Tests.Database;

/// <summary>Libraries that the registry lacks, as far as rules look at them: names and signatures as published.</summary>
internal static class SqlLibraries
{
    internal const string Commands = """
        using System.Data;
        using System.Data.Common;
        using System.Diagnostics.CodeAnalysis;
        public abstract class StubCommand : DbCommand
        {
            [AllowNull] public override string CommandText { get; set; } = "";
            public override int CommandTimeout { get; set; }
            public override CommandType CommandType { get; set; }
            public override bool DesignTimeVisible { get; set; }
            public override UpdateRowSource UpdatedRowSource { get; set; }
            protected override DbConnection? DbConnection { get; set; }
            protected override DbParameterCollection DbParameterCollection => null!;
            protected override DbTransaction? DbTransaction { get; set; }
            public override void Cancel() { }
            public override int ExecuteNonQuery() => 0;
            public override object? ExecuteScalar() => null;
            public override void Prepare() { }
            protected override DbParameter CreateDbParameter() => null!;
            protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => null!;
        }
        namespace MySql.Data.MySqlClient
        {
            public class MySqlConnection;
            public class MySqlParameter;
            public class MySqlCommand : StubCommand { public MySqlCommand(string cmdText) { } public MySqlCommand(string cmdText, MySqlConnection connection) { } }
            public class MySqlDataAdapter(string selectCommandText, MySqlConnection connection) : DbDataAdapter { public object Of => (selectCommandText, connection); }
            public static class MySqlHelper { public static int ExecuteNonQuery(MySqlConnection connection, string commandText, params MySqlParameter[] parms) => 0; }
        }
        namespace MySqlConnector { public class MySqlCommand(string? commandText) : StubCommand { public object? Of => commandText; } }
        namespace Oracle.ManagedDataAccess.Client { public class OracleCommand(string cmdText) : StubCommand { public object Of => cmdText; } }
        namespace System.Data.SqlClient { public class SqlCommand(string cmdText) : StubCommand { public object Of => cmdText; } }
        """;

    internal const string Mappers = """
        using System.Data;
        namespace System.Data.Entity
        {
            public class Database
            {
                public IEnumerable<T> SqlQuery<T>(string sql, params object[] parameters) => [];
                public int ExecuteSqlCommand(string sql, params object[] parameters) => 0;
                public Task<int> ExecuteSqlCommandAsync(string sql, params object[] parameters) => Task.FromResult(0);
            }
            public class DbSet<T> { public IEnumerable<T> SqlQuery(string sql, params object[] parameters) => []; }
            public class DbContext { public Database Database => new(); }
        }
        namespace System.Data.Entity.Core.Objects { public class ObjectContext { public int ExecuteStoreCommand(string commandText, params object[] parameters) => 0; } }
        namespace LinqToDB.Data
        {
            public class DataConnection;
            public class DataParameter;
            public static class DataConnectionExtensions
            {
                public static IEnumerable<T> Query<T>(this DataConnection connection, string sql) => [];
                public static IEnumerable<T> Query<T>(this DataConnection connection, string sql, params DataParameter[] parameters) => [];
                public static int Execute(this DataConnection connection, string sql) => 0;
                public static Task<int> ExecuteAsync(this DataConnection connection, string sql) => Task.FromResult(0);
            }
            public class CommandInfo(DataConnection dataConnection, string commandText) { public object Of => (dataConnection, commandText); }
        }
        namespace RepoDb
        {
            public static class DbConnectionExtension
            {
                public static IEnumerable<T> ExecuteQuery<T>(this IDbConnection connection, string commandText, object? param = null) => [];
                public static Task<int> ExecuteNonQueryAsync(this IDbConnection connection, string commandText, object? param = null) => Task.FromResult(0);
            }
        }
        namespace ServiceStack.OrmLite
        {
            public static class OrmLiteReadApi
            {
                public static List<T> Select<T>(this IDbConnection dbConn, string sql) => [];
                public static List<T> SqlList<T>(this IDbConnection dbConn, string sql, object? anonType = null) => [];
                public static T Scalar<T>(this IDbConnection dbConn, string sql, object? anonType = null) => default!;
            }
            public static class OrmLiteWriteApi { public static int ExecuteSql(this IDbConnection dbConn, string sql) => 0; }
        }
        namespace PetaPoco
        {
            public class Database
            {
                public IEnumerable<T> Query<T>(string sql, params object[] args) => [];
                public List<T> Fetch<T>(string sql, params object[] args) => [];
                public T SingleOrDefault<T>(string sql, params object[] args) => default!;
                public int Execute(string sql, params object[] args) => 0;
            }
        }
        """;

    internal const string NoSql = """
        namespace Microsoft.Azure.Cosmos
        {
            public class QueryDefinition(string query) { public QueryDefinition WithParameter(string name, object value) => this; public string QueryText => query; }
            public class FeedIterator<T>;
            public abstract class Container
            {
                public abstract FeedIterator<T> GetItemQueryIterator<T>(QueryDefinition queryDefinition, string? continuationToken = null);
                public abstract FeedIterator<T> GetItemQueryIterator<T>(string? queryText = null, string? continuationToken = null);
            }
        }
        namespace MongoDB.Bson
        {
            public class BsonDocument
            {
                public BsonDocument() { }
                public BsonDocument(string name, object value) { }
                public static BsonDocument Parse(string json) => new();
            }
            public class BsonJavaScript(string code) { public string Code => code; }
        }
        namespace MongoDB.Driver
        {
            using MongoDB.Bson;
            public abstract class FilterDefinition<T>
            {
                public static implicit operator FilterDefinition<T>(string json) => null!;
                public static implicit operator FilterDefinition<T>(BsonDocument document) => null!;
            }
            public class JsonFilterDefinition<T>(string json) : FilterDefinition<T> { public string Json => json; }
            public class FilterDefinitionBuilder<T> { public FilterDefinition<T> Eq<V>(Func<T, V> field, V value) => null!; }
            public static class Builders<T> { public static FilterDefinitionBuilder<T> Filter => new(); }
            public interface IFindFluent<T>;
            public interface IMongoCollection<T>;
            public static class IMongoCollectionExtensions { public static IFindFluent<T> Find<T>(this IMongoCollection<T> collection, FilterDefinition<T> filter) => null!; }
        }
        namespace StackExchange.Redis
        {
            public struct RedisKey { public static implicit operator RedisKey(string? key) => default; }
            public struct RedisValue { public static implicit operator RedisValue(string? value) => default; }
            public class RedisResult;
            public interface IDatabaseAsync { Task<RedisResult> ScriptEvaluateAsync(string script, RedisKey[]? keys = null, RedisValue[]? values = null); }
            public interface IDatabase : IDatabaseAsync { RedisResult ScriptEvaluate(string script, RedisKey[]? keys = null, RedisValue[]? values = null); }
            public class LuaScript { public static LuaScript Prepare(string script) => new(); }
        }
        namespace Neo4j.Driver
        {
            public interface IResultCursor;
            public class Query(string text) { public string Text => text; public Query(string text, object parameters) : this(text) { } }
            public interface IAsyncQueryRunner { Task<IResultCursor> RunAsync(string query); Task<IResultCursor> RunAsync(string query, object parameters); Task<IResultCursor> RunAsync(Query query); }
            public interface IAsyncSession : IAsyncQueryRunner;
        }
        """;
}
