using ArchitectAnalyzers.CodeFixes.Database;
using ArchitectAnalyzers.Rules.Database;

namespace ArchitectAnalyzers.Tests.Database;

public class MismatchedSqlParametersTests
{
    [Theory]
    [InlineData("""connection.Query<User>([|"SELECT Id FROM Users WHERE Name = @name"|]);""")]
    [InlineData("""connection.Query<User>([|"SELECT Id FROM Users WHERE Name = @name"|], null);""")]
    [InlineData("""connection.Query<User>([|"SELECT Id FROM Users WHERE Name = @name"|], new { id });""")]
    [InlineData("""connection.Query<User>([|"SELECT Id FROM Users WHERE Name = @nmae"|], new { name });""")]
    [InlineData("""await connection.QueryAsync<User>([|"SELECT Id FROM Users WHERE Id = @id AND Name = @name"|], new { Id = id });""")]
    [InlineData("""await connection.ExecuteAsync([|"UPDATE Users SET Name = @name WHERE Id = @id"|], new { name, id, flag });""")]
    [InlineData("""await connection.ExecuteAsync([|"INSERT INTO Users (Id, Name) VALUES (@Id, @Nam)"|], entity);""")]
    [InlineData("""await connection.ExecuteAsync([|"INSERT INTO Users (Id, Name) VALUES (@Id, @Nam)"|], new List<User> { entity });""")]
    [InlineData("""await connection.ExecuteAsync([|"INSERT INTO Names (Name) VALUES (@Name)"|], names.Select(n => new { Nam = n }));""")]
    [InlineData("""const string sql = "DELETE FROM Users WHERE Id = @userId"; await connection.ExecuteAsync([|sql|], new { id });""")]
    [InlineData("""await connection.QueryAsync<User>(new CommandDefinition([|"SELECT Id FROM Users WHERE Id = @id"|], new { name }, cancellationToken: token));""")]
    [InlineData("""connection.Query<User>([|"SELECT Id FROM Users WHERE Id IN @ids"|], new { names });""")]
    [InlineData("""var p = new DynamicParameters(); p.Add("name", name); connection.Query<User>([|"SELECT Id FROM Users WHERE Id = @id AND Name = @name"|], p);""")]
    [InlineData("""var p = new DynamicParameters(new { id }); p.Add("@nam", name); connection.Query<User>([|"SELECT Id FROM Users WHERE Id = @id AND Name = @name"|], p);""")]
    [InlineData("""var args = new { name }; connection.Query<User>([|"SELECT Id FROM Users WHERE Id = @id AND Name = @name"|], args);""")]
    [InlineData("""connection.Query<User>([|$"SELECT Id FROM Users WHERE Name = @name LIMIT {id}"|], new { });""")]
    public Task Reports_Dapper_objects_that_do_not_fit(string body) => Verify<MismatchedSqlParameters>.Reports(UnparameterizedSqlTests.In(body));

    [Theory]
    [InlineData("""connection.Query<User>("SELECT Id FROM Users WHERE Name = @name AND Id = @Id", new { name, id });""")]
    [InlineData("""connection.Query<User>("SELECT Id FROM Users WHERE Name = :name", new { name });""")]
    [InlineData("""connection.Query<User>("SELECT Id FROM Users WHERE Id IN @names", new { names });""")]
    [InlineData("""connection.Query<User>("SELECT Id FROM Users WHERE Id = {=id}", new { id });""")]
    [InlineData("""connection.Query<User>("DECLARE @now datetime2 = SYSUTCDATETIME(); SELECT Id FROM Users WHERE Seen < @now AND Id = @id", new { id });""")]
    [InlineData("""connection.Query<User>("DECLARE @a int = @id, @b int; SET @b = @a; SELECT @b", new { id });""")]
    [InlineData("""connection.Query<User>("DECLARE @t TABLE (Id int); INSERT INTO @t VALUES (1); SELECT Id FROM @t");""")]
    [InlineData("""connection.Execute("UPDATE Users SET Name = @name WHERE Id = @id; SELECT @@ROWCOUNT", new { name, id });""")]
    [InlineData("""connection.Query<User>("dbo.FindUsers", new { name }, commandType: CommandType.StoredProcedure);""")]
    [InlineData("""connection.Query<User>("EXEC dbo.FindUsers @Name = @name", new { name });""")]
    [InlineData("""connection.Query<User>("dbo.FindUsers", new { name });""")]
    [InlineData("""connection.Query<User>("SELECT Id FROM Users WHERE Mail = 'a@b.c' AND Name = @name -- @other", new { name });""")]
    [InlineData("""connection.Query<User>("SELECT id::text FROM users WHERE data @> '{}' AND name = @name", new { name });""")]
    [InlineData("""connection.Execute("INSERT INTO Users (Id, Name) VALUES (@Id, @Name)", entity);""")]
    [InlineData("""connection.Execute("UPDATE Users SET Name = @Name", entity);""")]
    [InlineData("""connection.Query<User>("SELECT Id FROM Users WHERE Name = @name", boxed);""")]
    [InlineData("""SqlMapper.Query<User>(connection, "SELECT Id FROM Users WHERE Name = @name", (dynamic)boxed);""")]
    [InlineData("""connection.Query<User>("SELECT Id FROM Users WHERE Name = @name", new Dictionary<string, object> { ["name"] = name });""")]
    [InlineData("""var p = new DynamicParameters(); p.Add("@name", name); p.Add("id", id); connection.Query<User>("SELECT Id FROM Users WHERE Name = @name AND Id = @id", p);""")]
    [InlineData("""var p = new DynamicParameters(); Fill(p); connection.Query<User>("SELECT Id FROM Users WHERE Name = @name", p);""")]
    [InlineData("""var p = new DynamicParameters(boxed); connection.Query<User>("SELECT Id FROM Users WHERE Name = @name", p);""")]
    [InlineData("""var p = new DynamicParameters(); p.Add("p" + id, name); connection.Query<User>("SELECT Id FROM Users WHERE Name = @p1", p);""")]
    [InlineData("""var p = new DynamicParameters(new { name, id }); connection.Query<User>("SELECT Id FROM Users WHERE Name = @name LIMIT @id", p); connection.ExecuteScalar<int>("SELECT COUNT(*) FROM Users WHERE Name = @name", p);""")]
    [InlineData("""var p = new DynamicParameters(); p.Add("rc", direction: ParameterDirection.ReturnValue); connection.Execute("SELECT 1 AS a", p);""")]
    [InlineData("""var sql = "SELECT Id FROM Users WHERE 1 = 1"; if (flag) sql += " AND Name = @name"; connection.Query<User>(sql, new { name });""")]
    [InlineData("""connection.Query<User>(Load(), new { name });""")]
    [InlineData("""connection.Query<User>("SET @total = 0; SELECT @total := @total + Id FROM Users WHERE Name = @name", new { name });""")]
    [InlineData("""connection.Execute("CREATE PROCEDURE p @x int AS SELECT @x");""")]
    public Task Stays_silent_where_Dappers_object_fits_or_is_out_of_sight(string body) =>
        Verify<MismatchedSqlParameters>.Silent(UnparameterizedSqlTests.In(body)
            .Replace("private string Load()", "private static void Fill(DynamicParameters p) { }\n    private string Load()"));

    [Theory]
    [InlineData("""using var c = new SqlCommand([|"SELECT Id FROM Users WHERE Name = @name"|], sqlConnection); c.Parameters.AddWithValue("@nmae", name); c.ExecuteScalar();""")]
    [InlineData("""using var c = new SqlCommand([|"SELECT Id FROM Users WHERE Name = @name"|], sqlConnection); c.ExecuteScalar();""")]
    [InlineData("""using var c = new SqlCommand([|"SELECT Id FROM Users WHERE Name = @name"|], sqlConnection); c.Parameters.AddWithValue("@name", name); c.Parameters.Add("@id", SqlDbType.Int).Value = id; c.ExecuteScalar();""")]
    [InlineData("""using var c = connection.CreateCommand(); c.CommandText = [|"SELECT Id FROM Users WHERE Name = @name"|]; var p = c.CreateParameter(); p.ParameterName = "@id"; p.Value = id; c.Parameters.Add(p); c.ExecuteScalar();""")]
    [InlineData("""using var c = sqlConnection.CreateCommand(); c.CommandText = [|"SELECT Id FROM Users WHERE Id = @id AND Name = @name"|]; c.Parameters.Add(new SqlParameter("@id", id)); c.ExecuteScalar();""")]
    [InlineData("""using (var c = new NpgsqlCommand([|"SELECT id FROM users WHERE name = @name AND id = @id"|])) { c.Parameters.AddWithValue("name", name); c.ExecuteScalar(); }""")]
    [InlineData("""await using var c = npgsqlDataSource.CreateCommand([|"SELECT id FROM users WHERE name = @name"|]); c.Parameters.AddWithValue("nam", name); await c.ExecuteScalarAsync(token);""")]
    [InlineData("""using var c = new SqlCommand([|"SELECT Id FROM Users WHERE Name = @name"|], sqlConnection) { CommandTimeout = 3, Parameters = { new SqlParameter("@nam", name) } }; c.ExecuteScalar();""")]
    [InlineData("""using var c = new SqlCommand { Connection = sqlConnection, CommandText = [|"SELECT Id FROM Users WHERE Name = @name"|] }; c.Parameters.Add("@n", SqlDbType.NVarChar).Value = name; c.ExecuteScalar();""")]
    [InlineData("""using var c = new SqlCommand([|"SELECT Id FROM Users WHERE Name = @name"|], sqlConnection); c.Parameters.AddRange(new[] { new SqlParameter("@nam", name) }); c.ExecuteScalar();""")]
    [InlineData("""using var c = new SqlCommand([|"SELECT Id FROM Users WHERE Name = @name"|], sqlConnection); c.Parameters.Add(new SqlParameter("@name", SqlDbType.NVarChar, 50) { Value = name }); c.Parameters.Add(new SqlParameter("@id", SqlDbType.Int) { Value = id }); c.ExecuteScalar();""")]
    [InlineData("""using IDbCommand c = connection.CreateCommand(); c.CommandText = [|"SELECT Id FROM Users WHERE Name = @name"|]; var p = c.CreateParameter(); p.ParameterName = "@nam"; p.Value = name; c.Parameters.Add(p); c.ExecuteScalar();""")]
    public Task Reports_commands_whose_parameters_do_not_fit(string body) => Verify<MismatchedSqlParameters>.Reports(UnparameterizedSqlTests.In(body));

    [Theory]
    [InlineData("""using var c = new SqlCommand("SELECT Id FROM Users WHERE Name = @name", sqlConnection); c.Parameters.AddWithValue("@name", name); c.ExecuteScalar();""")]
    [InlineData("""using var c = new NpgsqlCommand("SELECT id FROM users WHERE name = @name"); c.Parameters.AddWithValue("name", name); c.ExecuteScalar();""")]
    [InlineData("""using var c = new NpgsqlCommand("SELECT id FROM users WHERE name = $1"); c.Parameters.AddWithValue(name); c.ExecuteScalar();""")]
    [InlineData("""using var c = new SqliteCommand("SELECT id FROM users WHERE name = $name"); c.Parameters.AddWithValue("$name", name); c.ExecuteScalar();""")]
    [InlineData("""using var c = new SqlCommand("FindUsers", sqlConnection) { CommandType = CommandType.StoredProcedure }; c.Parameters.AddWithValue("@name", name); c.ExecuteScalar();""")]
    [InlineData("""using var c = new SqlCommand("SELECT Id FROM Users WHERE Name = @name", sqlConnection); Bind(c); c.ExecuteScalar();""")]
    [InlineData("""command.CommandText = "SELECT Id FROM Users WHERE Name = @name"; command.ExecuteScalar();""")]
    [InlineData("""using var c = new SqlCommand("SELECT Id FROM Users WHERE Name = @name", sqlConnection); foreach (var n in names) { c.Parameters.Clear(); c.Parameters.AddWithValue("@name", n); c.ExecuteScalar(); }""")]
    [InlineData("""using var c = new SqlCommand("SELECT Id FROM Users WHERE Id IN (@p0)", sqlConnection); for (var i = 0; i < 1; i++) c.Parameters.AddWithValue("@p" + i, i); c.ExecuteScalar();""")]
    [InlineData("""using var c = new SqlCommand("INSERT INTO Users (Name) VALUES (@name); SET @id = SCOPE_IDENTITY()", sqlConnection); c.Parameters.AddWithValue("@name", name); c.Parameters.Add("@id", SqlDbType.Int).Direction = ParameterDirection.Output; c.ExecuteNonQuery();""")]
    [InlineData("""using var c = sqlConnection.CreateCommand(); c.CommandText = "SELECT Id FROM Users WHERE Name = @name"; c.Parameters.AddWithValue("@name", name); c.ExecuteScalar(); c.CommandText = "SELECT Id FROM Users WHERE Id = @id"; c.Parameters.AddWithValue("@id", id); c.ExecuteScalar();""")]
    [InlineData("""using var c = new SqlCommand("SELECT Id FROM Users WHERE Name = @name", sqlConnection); c.Parameters.Add(new SqlParameter { ParameterName = "@name", Value = name }); c.ExecuteScalar();""")]
    [InlineData("""using var c = connection.CreateCommand(); c.CommandText = "SELECT Id FROM Users WHERE Name = @name"; var p = c.CreateParameter(); p.ParameterName = "name"; c.Parameters.Add(p); c.ExecuteScalar();""")]
    [InlineData("""using var c = new SqlCommand("SELECT Id FROM Users WHERE Name = @name", sqlConnection); var ps = c.Parameters; ps.AddWithValue("@name", name); c.ExecuteScalar();""")]
    [InlineData("""using var c = new SqlCommand("EXEC dbo.P @name, @rows OUTPUT", sqlConnection); c.Parameters.AddWithValue("@name", name); c.Parameters.Add(new SqlParameter("@rows", SqlDbType.Int) { Direction = ParameterDirection.Output }); c.ExecuteNonQuery();""")]
    [InlineData("""using var c = new SqlCommand("UPDATE Users SET Name = @name", sqlConnection); c.Parameters.AddWithValue("@name", name); c.Parameters.Add(new SqlParameter("@rc", SqlDbType.Int) { Direction = ParameterDirection.ReturnValue }); c.ExecuteNonQuery();""")]
    public Task Stays_silent_where_the_parameters_fit_or_are_out_of_sight(string body) =>
        Verify<MismatchedSqlParameters>.Silent(UnparameterizedSqlTests.In(body)
            .Replace("private string Load()", "private static void Bind(DbCommand c) { }\n    private string Load()"));

    [Fact]
    public Task Says_what_is_missing_and_what_is_too_much() => Verify<MismatchedSqlParameters>.Reports(
        UnparameterizedSqlTests.In("""connection.Query<User>({|#0:"SELECT Id FROM Users WHERE Name = @nmae"|}, new { {|#1:name|} });"""), null,
        Verify<MismatchedSqlParameters>.Report(0).WithLocation(1).WithArguments("'@nmae' gets no value, and 'name' is not in the text"));

    [Theory]
    [InlineData("""connection.Query<User>([|"SELECT Id FROM Users WHERE Name = @nmae"|], new { name });""", """connection.Query<User>("SELECT Id FROM Users WHERE Name = @name", new { name });""")]
    [InlineData("""connection.Query<User>([|"SELECT Id FROM Users WHERE Id = @id"|], new { id, name });""", """connection.Query<User>("SELECT Id FROM Users WHERE Id = @id", new { id });""")]
    [InlineData("""connection.Query<User>([|"SELECT Id FROM Users WHERE Id = @id"|], new { name, id });""", """connection.Query<User>("SELECT Id FROM Users WHERE Id = @id", new { id });""")]
    [InlineData("""connection.Query<User>([|"SELECT Id FROM Users WHERE Id = @id AND Name = @Name"|], new { id });""", """connection.Query<User>("SELECT Id FROM Users WHERE Id = @id AND Name = @Name", new { id, name });""")]
    [InlineData("""connection.Query<User>([|"SELECT Id FROM Users WHERE Id = @id"|]);""", """connection.Query<User>("SELECT Id FROM Users WHERE Id = @id", new { id });""")]
    [InlineData("""const string sql = "DELETE FROM Users WHERE Id = @userId"; connection.Execute([|sql|], new { id });""", """const string sql = "DELETE FROM Users WHERE Id = @id"; connection.Execute(sql, new { id });""")]
    [InlineData("""connection.Query<User>([|$"SELECT Id FROM Users WHERE Name = @nam LIMIT {id}"|], new { name });""", """connection.Query<User>($"SELECT Id FROM Users WHERE Name = @name LIMIT {id}", new { name });""")]
    [InlineData("connection.Query<User>([|\"\"\"\n    SELECT Id FROM Users\n    WHERE Name = @nam OR @nam IS NULL\n    \"\"\"|], new { name });", "connection.Query<User>(\"\"\"\n    SELECT Id FROM Users\n    WHERE Name = @name OR @name IS NULL\n    \"\"\", new { name });")]
    public Task Makes_them_match(string body, string fixedBody) =>
        Verify<MismatchedSqlParameters, MismatchedSqlParametersFix>.Fixes(UnparameterizedSqlTests.In(body), UnparameterizedSqlTests.In(fixedBody));

    [Fact]
    public Task Removes_what_a_command_is_given_too_much() => Verify<MismatchedSqlParameters, MismatchedSqlParametersFix>.Fixes(UnparameterizedSqlTests.In("""
        using var c = new SqlCommand([|"SELECT Id FROM Users WHERE Id = @id"|], sqlConnection);
                c.Parameters.AddWithValue("@id", id);
                c.Parameters.AddWithValue("@name", name);
                c.ExecuteScalar();
        """), UnparameterizedSqlTests.In("""
        using var c = new SqlCommand("SELECT Id FROM Users WHERE Id = @id", sqlConnection);
                c.Parameters.AddWithValue("@id", id);
                c.ExecuteScalar();
        """));

    [Theory]
    [InlineData("""connection.Query<User>([|"SELECT Id FROM Users WHERE Name = @other"|]);""")]
    [InlineData("""connection.Query<User>([|"SELECT Id FROM Users WHERE Name = @a AND Id = @b"|], new { name, id });""")]
    [InlineData("""connection.Query<User>([|"SELECT Id FROM Users WHERE Id = @id"|], new { id, name = Load() });""")]
    [InlineData("""using var c = new SqlCommand([|"SELECT Id FROM Users WHERE Name = @name"|], sqlConnection); c.ExecuteScalar();""")]
    public Task Offers_nothing_where_the_meaning_is_unclear(string body) =>
        Verify<MismatchedSqlParameters, MismatchedSqlParametersFix>.OffersNoFix(UnparameterizedSqlTests.In(body));

    [Fact]
    public Task Reports_on_source_that_stands_for_a_provider() => Verify<MismatchedSqlParameters>.Reports("""
        namespace Microsoft.Data.SqlClient
        {
            public class SqlConnection { }
            public class SqlParameter { public object? Value { get; set; } }
            public class SqlParameterCollection { public SqlParameter AddWithValue(string parameterName, object? value) => new(); }
            public class SqlCommand(string cmdText, SqlConnection connection) : IDisposable
            {
                public string CommandText { get; set; } = cmdText;
                public SqlConnection Connection => connection;
                public SqlParameterCollection Parameters { get; } = new();
                public int ExecuteNonQuery() => 0;
                public void Dispose() { }
            }
        }
        namespace App
        {
            using Microsoft.Data.SqlClient;
            public class Users(SqlConnection connection)
            {
                public void Rename(string name)
                {
                    using var command = new SqlCommand([|"UPDATE Users SET Name = @name WHERE Id = @id"|], connection);
                    command.Parameters.AddWithValue("@name", name);
                    command.ExecuteNonQuery();
                }

                public void Remove(int id)
                {
                    using var command = new SqlCommand("DELETE FROM Users WHERE Id = @id", connection);
                    command.Parameters.AddWithValue("@id", id);
                    command.ExecuteNonQuery();
                }
            }
        }
        """, new() { References = ReferenceSet.Web10 });
}
