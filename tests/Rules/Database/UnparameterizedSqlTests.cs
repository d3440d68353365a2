using ArchitectAnalyzers.Rules.Database;

namespace ArchitectAnalyzers.Tests.Database;

public class UnparameterizedSqlTests
{
    // ADO.NET through the base types, which are what most code of any provider touches.
    [Theory]
    [InlineData("""command.[|CommandText|] = "SELECT * FROM Users WHERE Name = '" + name + "'";""")]
    [InlineData("""command.[|CommandText|] = $"SELECT * FROM Users WHERE Name = '{name}'";""")]
    [InlineData("""command.[|CommandText|] = string.Format("SELECT * FROM Users WHERE Name LIKE '%{0}%'", name);""")]
    [InlineData("""command.[|CommandText|] = string.Concat("SELECT * FROM Users WHERE Name = '", name, "'");""")]
    [InlineData("command.[|CommandText|] = $\"\"\"\n    SELECT * FROM \"Users\"\n    WHERE \"Name\" = '{name}'\n    \"\"\";")]
    [InlineData("""var sql = $"SELECT * FROM Users WHERE Name = '{name}'"; command.[|CommandText|] = sql;""")]
    [InlineData("""var sql = "SELECT * FROM Users WHERE 1 = 1"; if (flag) sql += $" AND Name = '{name}'"; command.[|CommandText|] = sql;""")]
    [InlineData("""command.CommandText = "SELECT * FROM Users"; if (flag) command.[|CommandText|] += $" WHERE Name = '{name}'";""")]
    [InlineData("""var b = new StringBuilder("SELECT * FROM Users"); b.Append(" WHERE Name = '").Append(name).Append('\''); command.[|CommandText|] = b.ToString();""")]
    [InlineData("""var b = new StringBuilder("SELECT * FROM Users"); if (flag) b.Append($" WHERE Name = '{name}'"); command.[|CommandText|] = b.ToString();""")]
    [InlineData("""var w = new List<string>(); w.Add($"Name = '{name}'"); command.[|CommandText|] = "SELECT * FROM Users WHERE " + string.Join(" AND ", w);""")]
    [InlineData("""command.[|CommandText|] = "SELECT * FROM Users WHERE Name = '" + name.Replace("'", "''") + "'";""")]
    [InlineData("""command.[|CommandText|] = "SELECT * FROM Users WHERE Name = '" + entity.Name.Trim() + "'";""")]
    [InlineData("""command.[|CommandText|] = "SELECT * FROM Users WHERE Id = " + name;""")]
    [InlineData("""command.[|CommandText|] = $"SELECT * FROM Users WHERE Id IN ({name})";""")]
    [InlineData("""command.[|CommandText|] = $"SELECT * FROM Users WHERE Name IN ({string.Join(",", names.Select(n => $"'{n}'"))})";""")]
    [InlineData("""command.[|CommandText|] = $"SELECT * FROM Users ORDER BY {name}";""")]
    [InlineData("""command.[|CommandText|] = $"SELECT * FROM [{name}]";""")]
    [InlineData("""command.[|CommandText|] = $"SELECT * FROM Users WHERE Name = '{(flag ? name : "none")}'";""")]
    [InlineData("""command.[|CommandText|] = $"SELECT * FROM Users WHERE Name = '{boxed}'";""")]
    [InlineData("""command.[|CommandText|] = flag ? $"SELECT 1 WHERE 'a' = '{name}'" : "SELECT 1";""")]
    [InlineData("""command.[|CommandText|] = Build(name);""")]
    [InlineData("""string Local(string n) => "SELECT 1 WHERE 'a' = '" + n + "'"; command.[|CommandText|] = Local(name);""")]
    [InlineData("""IDbCommand c = command; c.[|CommandText|] = $"SELECT * FROM Users WHERE Name = '{name}'";""")]
    [InlineData("""using var c = new [|SqlCommand|]($"SELECT * FROM Users WHERE Name = '{name}'");""")]
    [InlineData("""using var c = new [|SqlCommand|]("SELECT * FROM Users WHERE Name = '" + name + "'", sqlConnection);""")]
    [InlineData("""using SqlCommand c = [|new($"SELECT * FROM Users WHERE Name = '{name}'")|];""")]
    [InlineData("""using var c = new SqlCommand { [|CommandText|] = $"SELECT * FROM Users WHERE Name = '{name}'" };""")]
    [InlineData("""using var c = new [|NpgsqlCommand|]($"SELECT * FROM users WHERE name = '{name}'");""")]
    [InlineData("""using var c = new [|SqliteCommand|]($"SELECT * FROM users WHERE name = '{name}'");""")]
    [InlineData("""using var a = new [|SqlDataAdapter|]($"SELECT * FROM Users WHERE Name = '{name}'", sqlConnection);""")]
    [InlineData("""batch.BatchCommands.Add(new [|NpgsqlBatchCommand|]($"DELETE FROM users WHERE name = '{name}'"));""")]
    [InlineData("""batch.BatchCommands.Add(new NpgsqlBatchCommand { [|CommandText|] = $"DELETE FROM users WHERE name = '{name}'" });""")]
    [InlineData("""using var c = dataSource.[|CreateCommand|]($"SELECT * FROM users WHERE name = '{name}'");""")]
    [InlineData("""using var c = npgsqlDataSource.[|CreateCommand|]($"SELECT * FROM users WHERE name = '{name}'");""")]
    public Task Reports_text_composed_with_an_unproven_string_for_a_command(string body) => Verify<UnparameterizedSql>.Reports(In(body));

    [Theory]
    [InlineData("""connection.[|Query<User>|]($"SELECT * FROM Users WHERE Name = '{name}'");""")]
    [InlineData("""await connection.[|QueryAsync<User>|]("SELECT * FROM Users WHERE Name = '" + name + "'");""")]
    [InlineData("""await connection.[|QueryFirstOrDefaultAsync<User>|]($"SELECT * FROM Users WHERE Id = {name}", new { name });""")]
    [InlineData("""connection.[|QuerySingle<User>|](sql: $"SELECT * FROM Users WHERE Name = '{name}'");""")]
    [InlineData("""await connection.[|ExecuteAsync|]($"DELETE FROM Users WHERE Name = '{name}'");""")]
    [InlineData("""connection.[|ExecuteScalar<int>|]($"SELECT COUNT(*) FROM Users WHERE Name = '{name}'");""")]
    [InlineData("""using var r = connection.[|ExecuteReader|]($"SELECT * FROM Users WHERE Name = '{name}'");""")]
    [InlineData("""using var r = await connection.[|QueryMultipleAsync|]($"SELECT * FROM Users WHERE Name = '{name}'");""")]
    [InlineData("""await connection.QueryAsync<User>(new [|CommandDefinition|]($"SELECT * FROM Users WHERE Name = '{name}'"));""")]
    [InlineData("""SqlMapper.[|Execute|](connection, $"DELETE FROM Users WHERE Name = '{name}'");""")]
    public Task Reports_it_for_Dapper(string body) => Verify<UnparameterizedSql>.Reports(In(body));

    [Theory]
    [InlineData("""db.Users.[|FromSqlRaw|]($"SELECT * FROM Users WHERE Name = '{name}'").ToList();""")]
    [InlineData("""db.Users.[|FromSqlRaw|]("SELECT * FROM Users WHERE Name = '" + name + "'").ToList();""")]
    [InlineData("""db.Users.[|FromSqlRaw|](string.Format("SELECT * FROM Users WHERE Name = '{0}'", name)).ToList();""")]
    [InlineData("""db.Database.[|ExecuteSqlRaw|]($"DELETE FROM Users WHERE Name = '{name}'");""")]
    [InlineData("""await db.Database.[|ExecuteSqlRawAsync|]($"DELETE FROM Users WHERE Name = '{name}'", token);""")]
    [InlineData("""db.Database.[|SqlQueryRaw<int>|]($"SELECT COUNT(*) AS Value FROM Users WHERE Name = '{name}'").Single();""")]
    public Task Reports_it_for_Entity_Framework(string body) => Verify<UnparameterizedSql>.Reports(In(body));

    [Theory]
    [InlineData("""db.Users.[|FromSqlRaw|]("SELECT * FROM Users WHERE Name = '" + name + "'").ToList();""")]
    [InlineData("""connection.[|Query<User>|]($"SELECT * FROM Users WHERE Name = '{name}'");""")]
    [InlineData("""using var c = new [|SqlCommand|]($"SELECT * FROM Users WHERE Name = '{name}'");""")]
    public Task Reports_it_on_the_oldest_framework(string body) =>
        Verify<UnparameterizedSql>.Reports(In(body, npgsql: false), new() { References = ReferenceSet.Backend8 });

    [Theory]
    [InlineData("""command.CommandText = "SELECT * FROM Users WHERE Name = @name";""")]
    [InlineData("""command.CommandText = $"SELECT * FROM Users WHERE Id = {id}";""")]
    [InlineData("""command.CommandText = "SELECT * FROM Users WHERE Id = '" + Guid.NewGuid() + "'";""")]
    [InlineData("""command.CommandText = $"SELECT * FROM Users WHERE At > '{DateTime.UtcNow:yyyy-MM-dd}' AND Kind = {(int)DayOfWeek.Friday}";""")]
    [InlineData("""const string Table = "Users"; command.CommandText = $"SELECT * FROM {Table} WHERE {nameof(User.Name)} = @name";""")]
    [InlineData("""command.CommandText = "SELECT * FROM " + TableName;""")]
    [InlineData("""command.CommandText = $"SELECT * FROM {Qualified}.Users";""")]
    [InlineData("""command.CommandText = $"SELECT * FROM Users ORDER BY Name {(flag ? "ASC" : "DESC")}";""")]
    [InlineData("""var order = name switch { "new" => "CreatedAt DESC", "old" => "CreatedAt", _ => "Id" }; command.CommandText = "SELECT * FROM Users ORDER BY " + order;""")]
    [InlineData("""command.CommandText = "SELECT * FROM Users ORDER BY " + Columns[name];""")]
    [InlineData("""if (!Columns.TryGetValue(name, out var column)) column = "Id"; command.CommandText = $"SELECT * FROM Users ORDER BY {column}";""")]
    [InlineData("""if (!Allowed.Contains(name)) throw new ArgumentException(name); command.CommandText = $"SELECT * FROM Users ORDER BY {name}";""")]
    [InlineData("""command.CommandText = $"SELECT * FROM Users ORDER BY {(Allowed.Contains(name) ? name : "Id")}";""")]
    [InlineData("""if (!Enum.TryParse<DayOfWeek>(name, out var day)) return; command.CommandText = $"SELECT * FROM Users WHERE Day = '{day}'";""")]
    [InlineData("""command.CommandText = $"SELECT * FROM {builder.QuoteIdentifier(name)}";""")]
    [InlineData("""command.CommandText = $"SELECT * FROM {new NpgsqlCommandBuilder().QuoteIdentifier(name)}";""")]
    [InlineData("""command.CommandText = $"SELECT * FROM Users WHERE Id IN ({string.Join(", ", names.Select((_, i) => $"@p{i}"))})";""")]
    [InlineData("""command.CommandText = $"SELECT * FROM Users WHERE Id IN ({string.Join(",", new List<int> { 1, id })})";""")]
    [InlineData("""var w = new List<string> { "1 = 1" }; if (flag) w.Add("Name = @name"); command.CommandText = "SELECT * FROM Users WHERE " + string.Join(" AND ", w);""")]
    [InlineData("""var b = new StringBuilder("SELECT * FROM Users WHERE 1 = 1"); if (flag) b.Append(" AND Name = @name"); b.AppendLine().Append("LIMIT ").Append(id); command.CommandText = b.ToString();""")]
    [InlineData("""command.CommandText = name;""")]
    [InlineData("""command.CommandText = Load();""")]
    [InlineData("""command.CommandText = $"{name}";""")]
    [InlineData("""command.CommandText = $"SELECT * FROM Users WHERE {Load()}";""")]
    [InlineData("""command.CommandText = name + " LIMIT 10";""")]
    [InlineData("""command.CommandText = $"SELECT * FROM {Mapped}.Users WHERE Id = @id";""")]
    [InlineData("""command.CommandText = $"SELECT * FROM {typeof(User).Name} WHERE Id = @id";""")]
    [InlineData("""command.CommandText = $"SELECT * FROM {db.Model.FindEntityType(typeof(User))!.GetTableName()} WHERE Id = @id";""")]
    [InlineData("""command.CommandText = $"SELECT * FROM Users WHERE Id = {command.Parameters[0].ParameterName}";""")]
    [InlineData("""using var c = new SqlCommand("SELECT * FROM Users WHERE Name = @name", sqlConnection); c.Parameters.AddWithValue("@name", name);""")]
    [InlineData("""connection.Query<User>("SELECT * FROM Users WHERE Name = @name", new { name });""")]
    [InlineData("""connection.Query<User>($"SELECT * FROM Users WHERE Name = @name LIMIT {id}", new { name });""")]
    [InlineData("""db.Users.FromSql($"SELECT * FROM Users WHERE Name = {name}").ToList();""")]
    [InlineData("""db.Users.FromSqlInterpolated($"SELECT * FROM Users WHERE Name = {name}").ToList();""")]
    [InlineData("""db.Database.ExecuteSql($"DELETE FROM Users WHERE Name = {name}");""")]
    [InlineData("""db.Database.SqlQuery<int>($"SELECT COUNT(*) AS Value FROM Users WHERE Name = {name}").Single();""")]
    [InlineData("""db.Users.FromSqlRaw("SELECT * FROM Users WHERE Name = {0}", name).ToList();""")]
    [InlineData("""db.Users.FromSqlRaw($"SELECT * FROM {TableName} WHERE Name = {{0}}", name).ToList();""")]
    [InlineData("""db.Database.ExecuteSqlRaw($"DELETE FROM Users WHERE Id = {id}");""")]
    [InlineData("""if (Array.IndexOf(new[] { "Id", "Name" }, name) < 0) return; db.Database.ExecuteSqlRaw($"UPDATE Users SET {name} = NULL WHERE Id = {id}");""")]
    [InlineData("""if (Array.IndexOf(new[] { "Id", "Name" }, name) >= 0) db.Database.ExecuteSqlRaw($"UPDATE Users SET {name} = NULL WHERE Id = {id}");""")]
    public Task Stays_silent_where_only_a_developer_or_a_safe_type_decides(string body) => Verify<UnparameterizedSql>.Silent(In(body));

    [Fact]
    public Task Names_the_hole_and_points_at_it() => Verify<UnparameterizedSql>.Reports(
        In("""command.{|#0:CommandText|} = $"SELECT * FROM Users WHERE Id = {id} AND Name = '{{|#1:name|}}'";"""), null,
        Verify<UnparameterizedSql>.Report(0).WithLocation(1).WithArguments("name", "pass it as a parameter"));

    [Fact]
    public Task Says_that_no_parameter_can_be_a_name() => Verify<UnparameterizedSql>.Reports(
        In("""command.{|#0:CommandText|} = $"SELECT * FROM Users ORDER BY {{|#1:name|}}";"""), null,
        Verify<UnparameterizedSql>.Report(0).WithLocation(1)
            .WithArguments("name", "no parameter can stand there, so take it from a list of allowed names or quote it"));

    [Fact]
    public Task Reports_several_sinks_fed_by_one_text_once() => Verify<UnparameterizedSql>.Reports(In("""
        var sql = $"SELECT * FROM Users WHERE Name = '{name}'";
        var all = connection.[|Query<User>|](sql);
        var count = connection.Query<User>(sql).Count();
        command.CommandText = sql;
        """));

    [Fact]
    public Task Reports_each_text_that_a_local_holds() => Verify<UnparameterizedSql>.Reports(In("""
        var sql = $"SELECT * FROM Users WHERE Name = '{name}'";
        var all = connection.[|Query<User>|](sql);
        sql = $"SELECT * FROM Users WHERE Mail = '{entity.Name}'";
        var more = connection.[|Query<User>|](sql);
        """));

    [Fact]
    public Task Reports_a_private_helper_whose_callers_pass_what_they_are_given() => Verify<UnparameterizedSql>.Reports("""
        using System.Data.Common;
        public class Repository(DbConnection connection)
        {
            public int CountUsers() => Count("Users");
            public int CountAny(string table) => Count(table);

            private int Count(string table)
            {
                using var command = connection.CreateCommand();
                command.[|CommandText|] = "select count(*) from " + table;
                return (int)command.ExecuteScalar()!;
            }
        }
        """);

    [Fact]
    public Task Knows_who_chooses_a_name() => Verify<UnparameterizedSql>.Reports("""
        using Dapper;
        using System.Data.Common;
        public abstract class Store(DbConnection connection)
        {
            public int Locks(string schemaName) => connection.Execute("DELETE FROM \"" + schemaName + "\".\"locks\"");
            public int Rows(string schema) => connection.[|Execute|]($"SELECT 1 FROM tables WHERE schema_name = '{schema}'");
            public int Clear(string table) => connection.[|Execute|]($"DELETE FROM {table}");
            protected int Empty(string table) => connection.Execute($"DELETE FROM {table}");
            protected int Find(string name) => connection.[|Execute|]($"SELECT 1 FROM users WHERE name = '{name}'");
            protected int Drop(string table) => connection.[|Execute|]($"DELETE FROM {table}");
            public int DropAny(string table) => Drop(table);
        }
        """);

    [Fact]
    public Task Stays_silent_in_a_private_helper_that_is_given_constants_alone() => Verify<UnparameterizedSql>.Silent("""
        using System.Data.Common;
        public class Repository(DbConnection connection)
        {
            public int CountUsers() => Count("Users");
            public int CountOrders() => Count("Orders");

            private int Count(string table)
            {
                using var command = connection.CreateCommand();
                command.CommandText = "select count(*) from " + table;
                return (int)command.ExecuteScalar()!;
            }
        }
        """);

    [Fact]
    public Task Reports_where_the_text_of_a_private_helper_is_composed_by_its_callers() => Verify<UnparameterizedSql>.Reports("""
        using Dapper;
        using System.Data.Common;
        public class Repository(DbConnection connection)
        {
            public Task<IEnumerable<string>> ByName(string name) => Query($"SELECT Name FROM Users WHERE Name = '{name}'");
            private Task<IEnumerable<string>> Query(string sql) => connection.[|QueryAsync<string>|](sql);
        }
        """);

    [Fact]
    public Task Reports_on_source_that_stands_for_a_provider() => Verify<UnparameterizedSql>.Reports("""
        namespace MySqlConnector
        {
            public class MySqlConnection { }
            public class MySqlCommand(string commandText, MySqlConnection connection) { public string CommandText { get; set; } = commandText; public MySqlConnection Connection => connection; }
        }
        namespace App
        {
            using MySqlConnector;
            public class Users(MySqlConnection connection)
            {
                public object Find(string name) => new [|MySqlCommand|]("SELECT Id FROM Users WHERE Name = '" + name + "'", connection);
                public void Set(MySqlCommand command, string name) => command.[|CommandText|] = $"SELECT Id FROM Users WHERE Name = '{name}'";
                public object Safe(int id) => new MySqlCommand("SELECT Id FROM Users WHERE Id = " + id, connection);
            }
        }
        """);

    [Fact]
    public Task Stays_silent_about_text_that_other_types_compose() => Verify<UnparameterizedSql>.Silent("""
        using Dapper;
        using System.Data.Common;
        public abstract class Repository<T>(DbConnection connection, string schema)
        {
            protected abstract string Table { get; }
            protected virtual string Columns => "*";
            public Task<IEnumerable<T>> All() => connection.QueryAsync<T>($"SELECT {Columns} FROM {schema}.{Table}");
            public Task<IEnumerable<T>> Query(string sql, object args) => connection.QueryAsync<T>(sql, args);
            protected Task<IEnumerable<T>> Where(string filter, object args) => connection.QueryAsync<T>($"SELECT {Columns} FROM {Table} WHERE {filter}", args);
            public Task<int> Insert(T item) => connection.ExecuteAsync(
                $"INSERT INTO {typeof(T).Name} ({string.Join(", ", typeof(T).GetProperties().Select(p => p.Name))}) VALUES ({string.Join(", ", typeof(T).GetProperties().Select(p => "@" + p.Name))})", item);
        }
        """);

    [Fact]
    public Task Reports_what_clients_send_to_a_controller() => Verify<UnparameterizedSql>.Reports("""
        using Dapper;
        using Microsoft.AspNetCore.Mvc;
        using System.Data.Common;
        [ApiController, Route("users")]
        public class UsersController(DbConnection connection) : ControllerBase
        {
            [HttpGet]
            public async Task<IActionResult> Search(string? term, string filter = "") =>
                Ok(await connection.[|QueryAsync<string>|]($"SELECT Name FROM Users WHERE Name LIKE '%{term}%' AND {filter}"));

            [HttpPost]
            public async Task<IActionResult> Page([FromBody] PageRequest page) =>
                Ok(await connection.[|QueryAsync<string>|]($"SELECT Name FROM Users ORDER BY {page.Sort}"));
        }
        public record PageRequest(string Sort, int Size);
        """);

    [Fact]
    public Task Reports_what_clients_send_to_a_minimal_api() => Verify<UnparameterizedSql>.Reports("""
        using Dapper;
        using Microsoft.Data.Sqlite;
        var app = WebApplication.Create(args);
        app.MapGet("/users", async (string sort, SqliteConnection connection) =>
            await connection.[|QueryAsync<string>|]($"SELECT Name FROM Users ORDER BY {sort}"));
        app.MapGet("/users/{name}", async (string name, SqliteConnection connection) =>
        {
            await using var command = connection.CreateCommand();
            command.[|CommandText|] = "SELECT * FROM Users WHERE Name = '" + name + "'";
            return await command.ExecuteScalarAsync();
        });
        app.Run();
        """);

    [Fact]
    public Task Reports_in_async_streams_lambdas_and_expression_bodies() => Verify<UnparameterizedSql>.Reports("""
        using Dapper;
        using System.Data.Common;
        public partial class Reader(Func<DbConnection> open)
        {
            public async IAsyncEnumerable<string> Stream(string name)
            {
                await using var connection = open();
                await foreach (var row in connection.[|QueryUnbufferedAsync<string>|]($"SELECT Name FROM Users WHERE Name = '{name}'")) yield return row;
            }

            public int Count(string name) => open().[|ExecuteScalar<int>|]("SELECT COUNT(*) FROM Users WHERE Name = '" + name + "'");
            public Func<Task<int>> Later(string name) => () => open().[|ExecuteAsync|]($"DELETE FROM Users WHERE Name = '{name}'");
        #if DEBUG
        #else
            public int Length { set => open().[|Execute|]($"UPDATE Users SET Note = '{Note}' WHERE Length = {value}"); }
        #endif
            public string Note { get; set; } = "";
        }
        """);

    [Theory]
    [InlineData("""command.CommandText = $"SELECT * FROM Users WHERE Name = '{missing}'";""")]
    [InlineData("""command.CommandText = $"SELECT * FROM Users WHERE Name = '{";""")]
    [InlineData("""command.CommandText = "a" + ;""")]
    [InlineData("""new SqlCommand(""")]
    [InlineData("""connection.Query<User>(sql: );""")]
    [InlineData("""missing.CommandText = "SELECT '" + name + "'";""")]
    public Task Stays_silent_in_half_typed_code(string body) =>
        Verify<UnparameterizedSql>.Silent(In(body), new() { Compiler = Microsoft.CodeAnalysis.Testing.CompilerDiagnostics.None });

    internal static string In(string body, bool npgsql = true) => $$"""
        using Dapper;
        using Microsoft.Data.SqlClient;
        using Microsoft.Data.Sqlite;
        using Microsoft.EntityFrameworkCore;
        {{(npgsql ? "using Npgsql;" : "")}}
        using System.Data;
        using System.Data.Common;
        using System.Text;

        public class User { public int Id { get; set; } public string Name { get; set; } = ""; }
        public class Db(DbContextOptions options) : DbContext(options) { public DbSet<User> Users => Set<User>(); }

        public class Store(IConfiguration configuration)
        {
            private static readonly string TableName = "Users", Schema = "dbo";
            private static readonly Dictionary<string, string> Columns = new() { ["name"] = "Name", ["id"] = "Id" };
            private static readonly HashSet<string> Allowed = new(StringComparer.OrdinalIgnoreCase) { "Id", "Name" };
            private static string Qualified => Schema;
            private readonly string Mapped = configuration["schema"]!;
            private string Load() => File.ReadAllText("a.sql");
            private static string Build(string n) => $"SELECT * FROM Users WHERE Name = '{n}'";

            public async Task Run(DbCommand command, DbConnection connection, SqlConnection sqlConnection, DbDataSource dataSource,{{(npgsql ? "NpgsqlDataSource npgsqlDataSource, NpgsqlBatch batch," : "")}} Db db, DbCommandBuilder builder,
                string name, int id, bool flag, List<string> names, string? maybe, User entity, object boxed, CancellationToken token)
            {
                await Task.Yield();
                {{body}}
            }
        }
        """;
}
