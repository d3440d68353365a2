using ArchitectAnalyzers.CodeFixes.Database;
using ArchitectAnalyzers.Rules.Database;

namespace ArchitectAnalyzers.Tests.Database;

public class UnparameterizedSqlFixTests
{
    // before, after: one statement or a few, in a method.
    [Theory]
    [InlineData("""db.Users.[|FromSqlRaw|]($"SELECT * FROM Users WHERE Name = '{name}'").ToList();""",
        """db.Users.FromSql($"SELECT * FROM Users WHERE Name = {name}").ToList();""")]
    [InlineData("""db.Users.[|FromSqlRaw|]($"SELECT * FROM Users WHERE Name LIKE '%{name}%' AND Mail = '{entity.Name}'").ToList();""",
        """db.Users.FromSql($"SELECT * FROM Users WHERE Name LIKE {$"%{name}%"} AND Mail = {entity.Name}").ToList();""")]
    [InlineData("""db.Users.[|FromSqlRaw|]("SELECT * FROM Users WHERE Name = '" + name + "'").ToList();""",
        """db.Users.FromSql($"SELECT * FROM Users WHERE Name = {name}").ToList();""")]
    [InlineData("""db.Users.[|FromSqlRaw|](string.Format("SELECT * FROM Users WHERE Name = '{0}'", name)).ToList();""",
        """db.Users.FromSql($"SELECT * FROM Users WHERE Name = {name}").ToList();""")]
    [InlineData("db.Users.[|FromSqlRaw|]($\"\"\"\n    SELECT * FROM Users\n    WHERE Name = '{name}'\n    \"\"\").ToList();",
        "db.Users.FromSql($\"\"\"\n    SELECT * FROM Users\n    WHERE Name = {name}\n    \"\"\").ToList();")]
    [InlineData("""db.Database.[|ExecuteSqlRaw|](sql: $"DELETE FROM Users WHERE Name = N'{name}'");""",
        """db.Database.ExecuteSql(sql: $"DELETE FROM Users WHERE Name = {name}");""")]
    [InlineData("""await db.Database.[|ExecuteSqlRawAsync|]($"DELETE FROM Users WHERE Name = '{name}'", token);""",
        """await db.Database.ExecuteSqlAsync($"DELETE FROM Users WHERE Name = {name}", token);""")]
    [InlineData("""db.Database.[|SqlQueryRaw<int>|]($"SELECT COUNT(*) AS Value FROM Users WHERE Name = '{name}'").Single();""",
        """db.Database.SqlQuery<int>($"SELECT COUNT(*) AS Value FROM Users WHERE Name = {name}").Single();""")]
    [InlineData("""db.Users.[|FromSqlRaw|]($"SELECT * FROM {TableName} WHERE Name = '{name}'").ToList();""",
        """db.Users.FromSqlRaw($"SELECT * FROM {TableName} WHERE Name = {{0}}", name).ToList();""")]
    [InlineData("""db.Users.[|FromSqlRaw|]($"SELECT * FROM Users WHERE Id = {{0}} AND Name = '{name}'", id).ToList();""",
        """db.Users.FromSqlRaw("SELECT * FROM Users WHERE Id = {0} AND Name = {1}", id, name).ToList();""")]
    [InlineData("""var sql = "DELETE FROM Users WHERE Name = '" + name + "'"; await db.Database.[|ExecuteSqlRawAsync|](sql, token);""",
        """var sql = "DELETE FROM Users WHERE Name = {0}"; await db.Database.ExecuteSqlRawAsync(sql, new object[] { name }, token);""")]
    public Task Entity_Framework_gets_its_interpolated_form_or_arguments(string before, string after) => Fixes(before, after);

    [Theory]
    [InlineData("""connection.[|Query<User>|]($"SELECT * FROM Users WHERE Name = '{name}'");""",
        """connection.Query<User>("SELECT * FROM Users WHERE Name = @name", new { name });""")]
    [InlineData("""await connection.[|QueryAsync<User>|]($"SELECT * FROM Users WHERE Name LIKE '{name}%' LIMIT {id}");""",
        """await connection.QueryAsync<User>($"SELECT * FROM Users WHERE Name LIKE @name LIMIT {id}", new { name = $"{name}%" });""")]
    [InlineData("""await connection.[|ExecuteAsync|]("UPDATE Users SET Name = '" + entity.Name.Trim() + "' WHERE Id = @id", new { id });""",
        """await connection.ExecuteAsync("UPDATE Users SET Name = @name WHERE Id = @id", new { id, name = entity.Name.Trim() });""")]
    [InlineData("""connection.[|Query<User>|]($"SELECT * FROM Users WHERE Name = '{name}' OR Mail = '{name}'", null);""",
        """connection.Query<User>("SELECT * FROM Users WHERE Name = @name OR Mail = @name", new { name });""")]
    [InlineData("""connection.[|Query<User>|]($"SELECT * FROM Users WHERE Name = '{name}' AND Id = @name", new { name = id });""",
        """connection.Query<User>("SELECT * FROM Users WHERE Name = @name2 AND Id = @name", new { name = id, name2 = name });""")]
    [InlineData("""connection.[|QuerySingle<User>|](sql: $"SELECT * FROM Users WHERE Name = '{name}'", commandTimeout: 5);""",
        """connection.QuerySingle<User>(sql: "SELECT * FROM Users WHERE Name = @name", commandTimeout: 5, param: new { name });""")]
    [InlineData("""connection.[|Query<User, User, User>|]($"SELECT * FROM Users WHERE Name = '{name}'", (a, b) => a, splitOn: "Id");""",
        """connection.Query<User, User, User>("SELECT * FROM Users WHERE Name = @name", (a, b) => a, splitOn: "Id", param: new { name });""")]
    [InlineData("""await connection.ExecuteAsync(new [|CommandDefinition|]($"DELETE FROM Users WHERE Name = '{name}'", cancellationToken: token));""",
        """await connection.ExecuteAsync(new CommandDefinition("DELETE FROM Users WHERE Name = @name", new { name }, cancellationToken: token));""")]
    [InlineData("""SqlMapper.[|Execute|](connection, $"DELETE FROM Users WHERE Name = '{name}'");""",
        """SqlMapper.Execute(connection, "DELETE FROM Users WHERE Name = @name", new { name });""")]
    [InlineData("""var sql = $"SELECT * FROM Users WHERE Name = '{name}'"; connection.[|Query<User>|](sql);""",
        """var sql = "SELECT * FROM Users WHERE Name = @name"; connection.Query<User>(sql, new { name });""")]
    [InlineData("""connection.[|Query<User>|]($@"SELECT * FROM ""Users"" WHERE Name = '{name}'");""",
        """connection.Query<User>(@"SELECT * FROM ""Users"" WHERE Name = @name", new { name });""")]
    [InlineData("""connection.[|Query<User>|]("SELECT * FROM Users WHERE Name = '" + name.Replace("'", "''") + "'");""",
        """connection.Query<User>("SELECT * FROM Users WHERE Name = @name", new { name });""")]
    [InlineData("""connection.[|Query<User>|]("SELECT * FROM Users WHERE Name LIKE '" + entity.Name.Replace("'", "''") + "%'");""",
        """connection.Query<User>("SELECT * FROM Users WHERE Name LIKE @name", new { name = $"{entity.Name}%" });""")]
    [InlineData("""connection.[|Query<User>|]("SELECT * FROM Users WHERE Id = " + name + " AND Age > 3");""",
        """connection.Query<User>("SELECT * FROM Users WHERE Id = @name AND Age > 3", new { name });""")]
    [InlineData("""connection.[|Query<User>|]($"SELECT * FROM Users WHERE Name = '{entity.Name} {name}'");""",
        """connection.Query<User>("SELECT * FROM Users WHERE Name = @name", new { name = $"{entity.Name} {name}" });""")]
    [InlineData("""connection.[|Query<User>|]($"SELECT '{{{{}}}}' FROM Users WHERE Name = '{(flag ? name : "none")}'");""",
        """connection.Query<User>("SELECT '{{}}' FROM Users WHERE Name = @value", new { value = flag ? name : "none" });""")]
    public Task Dapper_gets_an_object_of_parameters(string before, string after) => Fixes(before, after);

    [Theory]
    [InlineData("""
        command.[|CommandText|] = $"SELECT * FROM Users WHERE Name = '{name}'"; // by name
        """, """
        command.CommandText = "SELECT * FROM Users WHERE Name = @name"; // by name
        var nameParameter = command.CreateParameter();
        nameParameter.ParameterName = "@name";
        nameParameter.Value = name;
        command.Parameters.Add(nameParameter);
        """)]
    [InlineData("""
        using var c = new [|SqlCommand|]($"SELECT * FROM Users WHERE Name = '{name}' AND Note LIKE '%{maybe}%'", sqlConnection);
        """, """
        using var c = new SqlCommand("SELECT * FROM Users WHERE Name = @name AND Note LIKE @maybe", sqlConnection);
        c.Parameters.Add("@name", SqlDbType.NVarChar).Value = name;
        c.Parameters.Add("@maybe", SqlDbType.NVarChar).Value = $"%{maybe}%";
        """)]
    [InlineData("""
        var sql = "SELECT * FROM Users " +
            "WHERE Name = '" + maybe + "' " +
            "ORDER BY Id";
        using (var c = new [|SqlCommand|](sql, sqlConnection))
        {
            c.ExecuteReader();
        }
        """, """
        var sql = "SELECT * FROM Users " +
            "WHERE Name = @maybe " +
            "ORDER BY Id";
        using (var c = new SqlCommand(sql, sqlConnection))
        {
            c.Parameters.Add("@maybe", SqlDbType.NVarChar).Value = (object?)maybe ?? DBNull.Value;
            c.ExecuteReader();
        }
        """)]
    [InlineData("""
        using var c = new SqlCommand { [|CommandText|] = $"SELECT * FROM Users WHERE Name = '{name}'", Connection = sqlConnection };
        """, """
        using var c = new SqlCommand { CommandText = "SELECT * FROM Users WHERE Name = @name", Connection = sqlConnection };
        c.Parameters.Add("@name", SqlDbType.NVarChar).Value = name;
        """)]
    [InlineData("""
        using var c = new [|SqliteCommand|]("DELETE FROM Users WHERE Id = " + name + " OR Name = '" + name + "'");
        """, """
        using var c = new SqliteCommand("DELETE FROM Users WHERE Id = @name OR Name = @name");
        c.Parameters.AddWithValue("@name", name);
        """)]
    [InlineData("""
        await using var c = npgsqlDataSource.[|CreateCommand|]($"SELECT * FROM users WHERE name = '{name}' AND id = {id}");
        """, """
        await using var c = npgsqlDataSource.CreateCommand($"SELECT * FROM users WHERE name = @name AND id = {id}");
        c.Parameters.AddWithValue("@name", name);
        """)]
    [InlineData("""
        using var c = new SqlCommand("", sqlConnection);
        c.Parameters.AddWithValue("@name", id);
        c.[|CommandText|] = string.Format("SELECT * FROM Users WHERE Id = @name AND Name = '{0}' AND Age > {1:D}", name, id);
        """, """
        using var c = new SqlCommand("", sqlConnection);
        c.Parameters.AddWithValue("@name", id);
        c.CommandText = $"SELECT * FROM Users WHERE Id = @name AND Name = @name2 AND Age > {id:D}";
        c.Parameters.Add("@name2", SqlDbType.NVarChar).Value = name;
        """)]
    [InlineData("""
        using var c = sqlConnection.CreateCommand();
        foreach (var n in names)
        {
            c.[|CommandText|] = $"DELETE FROM Users WHERE Name = '{n}'";
            c.ExecuteNonQuery();
        }
        """, """
        using var c = sqlConnection.CreateCommand();
        foreach (var n in names)
        {
            c.CommandText = "DELETE FROM Users WHERE Name = @n";
            c.Parameters.Clear();
            c.Parameters.Add("@n", SqlDbType.NVarChar).Value = n;
            c.ExecuteNonQuery();
        }
        """)]
    public Task A_command_gets_parameters_in_the_way_of_its_provider(string before, string after) => Fixes(before, after);

    [Theory]
    [InlineData("""command.[|CommandText|] = $"SELECT * FROM Users ORDER BY {name}";""")]
    [InlineData("""command.[|CommandText|] = $"SELECT * FROM {name} WHERE Name = '{name}'";""")]
    [InlineData("""command.[|CommandText|] = $"SELECT * FROM Users WHERE Id IN ({name})";""")]
    [InlineData("""var b = new StringBuilder("SELECT * FROM Users"); b.Append($" WHERE Name = '{name}'"); command.[|CommandText|] = b.ToString();""")]
    [InlineData("""var sql = "SELECT * FROM Users"; if (flag) sql += $" WHERE Name = '{name}'"; command.[|CommandText|] = sql;""")]
    [InlineData("""var sql = $"SELECT * FROM Users WHERE Name = '{name}'"; connection.[|Query<User>|](sql); connection.Query<User>(sql);""")]
    [InlineData("""connection.[|Query<User>|]($"SELECT * FROM Users WHERE Name = '{name}'", entity);""")]
    [InlineData("""command.[|CommandText|] = Build(name);""")]
    [InlineData("""if (flag) command.[|CommandText|] = $"SELECT * FROM Users WHERE Name = '{name}'";""")]
    [InlineData("""new [|SqlCommand|]($"SELECT * FROM Users WHERE Name = '{name}'", sqlConnection).ExecuteNonQuery();""")]
    [InlineData("""connection.[|Query<User>|]($"SELECT * FROM Users WHERE Name = 'it''s {name}'");""")]
    [InlineData("""using var c = new [|NpgsqlCommand|]("SELECT * FROM users WHERE id = " + name);""")]
    [InlineData("""foreach (var n in names) { command.Parameters.Clear(); command.[|CommandText|] = $"DELETE FROM Users WHERE Name = '{n}'"; }""")]
    [InlineData("""var all = string.Join("','", names); connection.[|Execute|]("DELETE FROM Users WHERE Name IN ('" + all + "')");""")]
    [InlineData("""var safe = name.Replace("'", "''"); connection.[|Execute|]("DELETE FROM Users WHERE Name = '" + safe + "'");""")]
    public Task Offers_nothing_where_no_parameter_can_stand_or_the_text_is_composed_elsewhere(string body) =>
        Verify<UnparameterizedSql, UnparameterizedSqlFix>.OffersNoFix(UnparameterizedSqlTests.In(body));

    [Fact]
    public Task Fixes_every_site_of_a_file_at_once_and_adds_the_using() => Verify<UnparameterizedSql, UnparameterizedSqlFix>.Fixes("""
        using Dapper;
        using Microsoft.Data.SqlClient;

        public class Users(SqlConnection connection)
        {
            public IEnumerable<string> Find(string name, string mail)
            {
                // Both names.
                using var count = new [|SqlCommand|]($"SELECT COUNT(*) FROM Users WHERE Name = '{name}'", connection);
                using var mails = new [|SqlCommand|]($"SELECT COUNT(*) FROM Users WHERE Name = '{name}' AND Mail = '{mail}'", connection);

                return connection.[|Query<string>|](
                    // Dapper
                    $"SELECT Name FROM Users WHERE Mail = '{mail}'");
            }
        }
        """, """
        using System.Data;
        using Dapper;
        using Microsoft.Data.SqlClient;

        public class Users(SqlConnection connection)
        {
            public IEnumerable<string> Find(string name, string mail)
            {
                // Both names.
                using var count = new SqlCommand("SELECT COUNT(*) FROM Users WHERE Name = @name", connection);
                count.Parameters.Add("@name", SqlDbType.NVarChar).Value = name;
                using var mails = new SqlCommand("SELECT COUNT(*) FROM Users WHERE Name = @name AND Mail = @mail", connection);
                mails.Parameters.Add("@name", SqlDbType.NVarChar).Value = name;
                mails.Parameters.Add("@mail", SqlDbType.NVarChar).Value = mail;

                return connection.Query<string>(
                    // Dapper
                    "SELECT Name FROM Users WHERE Mail = @mail", new { mail });
            }
        }
        """);

    [Fact]
    public Task Fixes_several_commands_of_any_provider_in_one_member() => Verify<UnparameterizedSql, UnparameterizedSqlFix>.Fixes("""
        using System.Data.Common;

        public class Users(DbConnection connection)
        {
            public void Rename(string name, string next)
            {
                using var find = connection.CreateCommand();
                find.[|CommandText|] = $"SELECT Id FROM Users WHERE Name = '{name}'";
                using var rename = connection.CreateCommand();
                rename.[|CommandText|] = $"UPDATE Users SET Name = '{next}' WHERE Name = '{name}'";
            }
        }
        """, """
        using System.Data.Common;

        public class Users(DbConnection connection)
        {
            public void Rename(string name, string next)
            {
                using var find = connection.CreateCommand();
                find.CommandText = "SELECT Id FROM Users WHERE Name = @name";
                var findNameParameter = find.CreateParameter();
                findNameParameter.ParameterName = "@name";
                findNameParameter.Value = name;
                find.Parameters.Add(findNameParameter);
                using var rename = connection.CreateCommand();
                rename.CommandText = "UPDATE Users SET Name = @next WHERE Name = @name";
                var renameNextParameter = rename.CreateParameter();
                renameNextParameter.ParameterName = "@next";
                renameNextParameter.Value = next;
                rename.Parameters.Add(renameNextParameter);
                var renameNameParameter = rename.CreateParameter();
                renameNameParameter.ParameterName = "@name";
                renameNameParameter.Value = name;
                rename.Parameters.Add(renameNameParameter);
            }
        }
        """);

    [Fact]
    public Task Fixes_top_level_statements_and_endpoints() => Verify<UnparameterizedSql, UnparameterizedSqlFix>.Fixes("""
        using Microsoft.Data.Sqlite;

        var app = WebApplication.Create(args);
        using var connection = new SqliteConnection("Data Source=a.db");
        using var seed = connection.CreateCommand();
        seed.[|CommandText|] = $"INSERT INTO Users (Name) VALUES ('{args[0]}')";
        app.MapGet("/users", async (string? name) =>
        {
            using var command = connection.CreateCommand();
            command.[|CommandText|] = $"SELECT COUNT(*) FROM Users WHERE Name = '{name}'";
            return await command.ExecuteScalarAsync();
        });
        app.Run();
        """, """
        using Microsoft.Data.Sqlite;

        var app = WebApplication.Create(args);
        using var connection = new SqliteConnection("Data Source=a.db");
        using var seed = connection.CreateCommand();
        seed.CommandText = "INSERT INTO Users (Name) VALUES (@args)";
        seed.Parameters.AddWithValue("@args", args[0]);
        app.MapGet("/users", async (string? name) =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT COUNT(*) FROM Users WHERE Name = @name";
            command.Parameters.AddWithValue("@name", (object?)name ?? DBNull.Value);
            return await command.ExecuteScalarAsync();
        });
        app.Run();
        """);

    [Fact]
    public Task Uses_what_the_oldest_framework_has() => Verify<UnparameterizedSql, UnparameterizedSqlFix>.Fixes(
        UnparameterizedSqlTests.In("""db.Users.[|FromSqlRaw|]($"SELECT * FROM Users WHERE Name = '{name}'").ToList();""", npgsql: false),
        UnparameterizedSqlTests.In("""db.Users.FromSql($"SELECT * FROM Users WHERE Name = {name}").ToList();""", npgsql: false),
        new() { References = ReferenceSet.Backend8 });

    private static Task Fixes(string before, string after) => Verify<UnparameterizedSql, UnparameterizedSqlFix>.Fixes(
        UnparameterizedSqlTests.In(Indented(before)), UnparameterizedSqlTests.In(Indented(after)));

    private static string Indented(string body) => body.Replace("\n", "\n        ");
}
