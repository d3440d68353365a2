using ArchitectAnalyzers.Rules.Database;

namespace ArchitectAnalyzers.Tests.Database;

public class UnfilteredWriteTests
{
    [Theory]
    [InlineData("""command.[|CommandText|] = "DELETE FROM Users";""")]
    [InlineData("""command.[|CommandText|] = "UPDATE Users SET Active = 0";""")]
    [InlineData("""command.[|CommandText|] = $"UPDATE Users SET Score = {id}";""")]
    [InlineData("""const string sql = "DELETE FROM dbo.Users;"; command.[|CommandText|] = sql;""")]
    [InlineData("""var sql = "DELETE FROM [dbo].[Users]"; command.[|CommandText|] = sql;""")]
    [InlineData("""using var c = new [|SqlCommand|]("DELETE Users", sqlConnection);""")]
    [InlineData("""using var c = new [|NpgsqlCommand|]("update users set active = false -- WHERE id = @id");""")]
    [InlineData("""connection.[|Execute|]("UPDATE Users SET Name = @name", new { name });""")]
    [InlineData("""await connection.[|ExecuteAsync|]("DELETE FROM Users");""")]
    [InlineData("""await connection.ExecuteAsync(new [|CommandDefinition|]("DELETE FROM Users"));""")]
    [InlineData("""await connection.[|ExecuteAsync|]("UPDATE u SET Active = 0; SELECT 1 WHERE 1 = 1");""")]
    [InlineData("""await connection.[|ExecuteAsync|]("DELETE FROM Lines WHERE UserId = @id; DELETE FROM Users", new { id });""")]
    [InlineData("""await connection.[|ExecuteAsync|]("DELETE FROM Lines WHERE UserId = @id\nDELETE FROM Users", new { id });""")]
    [InlineData("""await connection.[|ExecuteAsync|]("BEGIN TRANSACTION; UPDATE Users SET Note = 'WHERE'; COMMIT");""")]
    [InlineData("""db.Database.[|ExecuteSqlRaw|]("DELETE FROM Users");""")]
    [InlineData("""await db.Database.[|ExecuteSqlRawAsync|]("UPDATE Users SET Name = {0}", name);""")]
    [InlineData("""await db.Database.[|ExecuteSqlAsync|]($"UPDATE Users SET Name = {name}");""")]
    [InlineData("""db.Database.[|ExecuteSqlInterpolated|]($"DELETE FROM Users");""")]
    [InlineData("command.[|CommandText|] = \"\"\"\n    UPDATE \"Users\" AS u\n       SET \"Active\" = CASE WHEN u.\"Id\" > 1 THEN 1 ELSE 0 END,\n           \"Seen\" = now()\n    \"\"\";")]
    [InlineData("""command.[|CommandText|] = Remove;""")]
    [InlineData("""command.[|CommandText|] = RemoveSlowly;""")]
    [InlineData("""command.[|CommandText|] = $"UPDATE Users SET Name = '{name}'";""")]
    [InlineData("""command.[|CommandText|] = "DELETE FROM Templates";""")]
    [InlineData("""command.[|CommandText|] = "UPDATE blocked_users SET until = NULL";""")]
    public Task Reports_statements_that_change_every_row(string body) => Verify<UnfilteredWrite>.Reports(In(body));

    [Theory]
    [InlineData("UPDATE Users SET Active = 0 WHERE Id = @id")]
    [InlineData("DELETE FROM Users WHERE Id = @id")]
    [InlineData("delete from Users\nwhere Id = @id")]
    [InlineData("DELETE FROM Users WHERE 1 = 1")]
    [InlineData("TRUNCATE TABLE Users")]
    [InlineData("DELETE FROM #users")]
    [InlineData("DELETE FROM @users")]
    [InlineData("DELETE FROM StagingUsers")]
    [InlineData("DELETE FROM import.Users")]
    [InlineData("DELETE FROM tmp_users")]
    [InlineData("WITH old AS (SELECT Id FROM Users WHERE Seen < @day) DELETE FROM old")]
    [InlineData("DELETE u FROM Users u JOIN Blocked b ON b.UserId = u.Id")]
    [InlineData("DELETE o FROM Orders o WHERE o.Id = @id")]
    [InlineData("DELETE FROM users USING blocked b")]
    [InlineData("DELETE TOP (1000) FROM Users")]
    [InlineData("DELETE FROM users LIMIT 1000")]
    [InlineData("DELETE FROM Queue OUTPUT deleted.*")]
    [InlineData("DELETE FROM queue RETURNING *")]
    [InlineData("UPDATE o SET o.Total = t.Total FROM Orders o JOIN Totals t ON t.OrderId = o.Id")]
    [InlineData("UPDATE Orders SET Total = t.Total FROM Totals t WHERE t.OrderId = Orders.Id")]
    [InlineData("UPDATE orders o JOIN totals t ON t.id = o.id SET o.total = t.total")]
    [InlineData("UPDATE Products SET Rating = (SELECT AVG(Stars) FROM Reviews r WHERE r.ProductId = Products.Id)")]
    [InlineData("UPDATE Counters SET Value = Value + 1")]
    [InlineData("UPDATE Settings SET Theme = @theme")]
    [InlineData("UPDATE STATISTICS dbo.Users")]
    [InlineData("INSERT INTO t (id, n) VALUES (@id, 1) ON CONFLICT (id) DO UPDATE SET n = t.n + 1")]
    [InlineData("INSERT INTO t (id, n) VALUES (@id, 1)\nON CONFLICT (id) DO\nUPDATE SET n = 2")]
    [InlineData("INSERT INTO t (id, n) VALUES (@id, 1) ON DUPLICATE KEY UPDATE n = n + 1")]
    [InlineData("SELECT Id FROM Users FOR UPDATE")]
    [InlineData("SELECT Id FROM Users WHERE Id = @id\nFOR UPDATE")]
    [InlineData("MERGE Users AS t USING @rows AS s ON t.Id = s.Id WHEN MATCHED THEN UPDATE SET t.Name = s.Name WHEN NOT MATCHED BY SOURCE THEN DELETE;")]
    [InlineData("CREATE TRIGGER t AFTER UPDATE ON Users BEGIN UPDATE Users SET Seen = 1; END")]
    [InlineData("ALTER TABLE Lines ADD FOREIGN KEY (UserId) REFERENCES Users (Id) ON DELETE CASCADE ON UPDATE CASCADE")]
    [InlineData("GRANT UPDATE, DELETE ON Users TO app")]
    [InlineData("SELECT 'DELETE FROM Users'")]
    [InlineData("-- DELETE FROM Users\nSELECT 1")]
    [InlineData("DELETE FROM A; DELETE FROM B; DELETE FROM C")]
    [InlineData("DELETE FROM Ranking; INSERT INTO Ranking SELECT Id FROM Users")]
    [InlineData("IF EXISTS (SELECT 1 FROM Flags) DELETE FROM Users")]
    [InlineData("UPDATE Users SET Name = 'it''s' WHERE Id = 1")]
    [InlineData("UPDATE Users SET Name = 'open")]
    public Task Stays_silent_about_other_statements(string sql) => Verify<UnfilteredWrite>.Silent(In($"command.CommandText = \"\"\"\n{sql}\n\"\"\";"));

    [Theory]
    [InlineData("""var sql = "DELETE FROM Users"; if (flag) sql += " WHERE Id = 1"; command.CommandText = sql;""")]
    [InlineData("""command.CommandText = $"DELETE FROM Users {Load()}";""")]
    [InlineData("""command.CommandText = "DELETE FROM Users " + Load();""")]
    [InlineData("""command.CommandText = $"DELETE FROM {Load()}";""")]
    [InlineData("""var b = new StringBuilder("DELETE FROM Users"); b.Append(" WHERE Id = 1"); command.CommandText = b.ToString();""")]
    [InlineData("""await db.Database.ExecuteSqlAsync($"UPDATE Users SET Name = {name} WHERE Id = {id}");""")]
    [InlineData("""var text = "DELETE FROM Users"; Console.WriteLine(text);""")]
    [InlineData("""connection.Execute("DELETE FROM Prices"); connection.Execute("INSERT INTO Prices (Id) SELECT Id FROM Feed");""")]
    [InlineData("""command.CommandText = "DELETE FROM Prices"; var copy = new SqlBulkCopy(sqlConnection) { DestinationTableName = "Prices" };""")]
    public Task Stays_silent_where_the_text_or_the_member_narrows_it(string body) => Verify<UnfilteredWrite>.Silent(In(body));

    [Fact]
    public Task Stays_silent_where_the_name_says_that_all_is_meant() => Verify<UnfilteredWrite>.Reports("""
        using Dapper;
        using System.Data.Common;
        public class Cart(DbConnection connection)
        {
            public Task ClearAsync() => connection.ExecuteAsync("DELETE FROM Lines");
            public Task DeleteAllAsync(CancellationToken token) => connection.ExecuteAsync("DELETE FROM Lines");
            public Task ClearAsync(int cart) => connection.[|ExecuteAsync|]("DELETE FROM Lines");
            public Task ResetAllAsync() => connection.[|ExecuteAsync|]("UPDATE Lines SET Amount = 0");
            public Task RemoveExpiredAsync() => connection.[|ExecuteAsync|]("DELETE FROM Lines");
        }
        public class Seeder(DbConnection connection) { public Task Run() => connection.ExecuteAsync("DELETE FROM Lines"); }
        """);

    [Fact]
    public Task Stays_silent_in_a_migration() => Verify<UnfilteredWrite>.Silent("""
        using Microsoft.EntityFrameworkCore.Migrations;
        public class AddKind : Migration { protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("UPDATE Users SET Kind = 1"); }
        """);

    [Fact]
    public Task Says_the_verb_and_the_table() => Verify<UnfilteredWrite>.Reports(In("""connection.{|#0:Execute|}("UPDATE dbo.Users SET Active = 0");"""), null,
        Verify<UnfilteredWrite>.Report(0).WithArguments("UPDATE", "dbo.Users"));

    private static string In(string body) => UnparameterizedSqlTests.In(body).Replace("private string Load()", """
        private const string Remove = "DELETE FROM Users";
            private static readonly string RemoveSlowly = "DELETE FROM " + TableName;
            private string Load()
        """.TrimStart());
}
