using ArchitectAnalyzers.Rules.Database;

namespace ArchitectAnalyzers.Tests.Database;

public class SelectStarTests
{
    [Theory]
    [InlineData("""command.[|CommandText|] = "SELECT * FROM Users WHERE Id = @id";""")]
    [InlineData("""command.[|CommandText|] = $"select * from {TableName}";""")]
    [InlineData("""using var c = new [|SqlCommand|]("SELECT TOP 10 * FROM dbo.Users", sqlConnection);""")]
    [InlineData("""using var c = new [|SqlCommand|]("SELECT TOP (10) * FROM [dbo].[Users]", sqlConnection);""")]
    [InlineData("""connection.[|Query<User>|]("SELECT DISTINCT * FROM Users");""")]
    [InlineData("""await connection.[|QueryAsync<User>|]("SELECT *, COUNT(*) OVER () AS Total FROM Users ORDER BY Id");""")]
    [InlineData("""await connection.[|QueryFirstOrDefaultAsync<User>|]("SELECT * FROM Users u JOIN Orders o ON o.UserId = u.Id");""")]
    [InlineData("command.[|CommandText|] = \"\"\"\n    SELECT *\n      FROM users -- all of it\n     WHERE id = $1\n    \"\"\";")]
    [InlineData("""connection.[|Execute|]("INSERT INTO Archive SELECT * FROM Users WHERE Id = @id", new { id });""")]
    [InlineData("""connection.[|Query<User>|]("SELECT a.Id FROM (SELECT * FROM Users) a");""")]
    [InlineData("""var sql = "SELECT * FROM Users WHERE 1 = 1"; if (flag) sql += " AND Name = @name"; command.[|CommandText|] = sql;""")]
    [InlineData("""var b = new StringBuilder("SELECT * FROM Users"); if (flag) b.Append(" WHERE Name = @name"); command.[|CommandText|] = b.ToString();""")]
    [InlineData("""command.[|CommandText|] = $"SELECT * FROM Users {Load()}";""")]
    public Task Reports_a_star_over_a_table(string body) => Verify<SelectStar>.Reports(UnparameterizedSqlTests.In(body));

    [Theory]
    [InlineData("SELECT Id, Name FROM Users")]
    [InlineData("SELECT COUNT(*) FROM Users")]
    [InlineData("SELECT u.* FROM Users u")]
    [InlineData("SELECT u.*, o.Id FROM Users u JOIN Orders o ON o.UserId = u.Id")]
    [InlineData("SELECT Id FROM Users u WHERE EXISTS (SELECT * FROM Orders o WHERE o.UserId = u.Id)")]
    [InlineData("IF NOT EXISTS (SELECT * FROM Users WHERE Id = @id) SELECT 1")]
    [InlineData("SELECT * FROM (SELECT Id, Name FROM Users) u")]
    [InlineData("WITH page AS (SELECT Id FROM Users) SELECT * FROM page")]
    [InlineData("WITH a AS (SELECT Id FROM Users), page (id) AS (SELECT Id FROM a) SELECT * FROM page")]
    [InlineData("SELECT * FROM search_users(@term)")]
    [InlineData("SELECT * FROM dbo.SearchUsers(@term)")]
    [InlineData("SELECT * FROM #users")]
    [InlineData("SELECT * FROM @users")]
    [InlineData("SELECT * FROM information_schema.tables")]
    [InlineData("SELECT * FROM sys.objects")]
    [InlineData("SELECT * FROM vw_Users")]
    [InlineData("SELECT 2 * Id FROM Users")]
    [InlineData("SELECT '* FROM Users'")]
    [InlineData("/* SELECT * FROM Users */ SELECT 1")]
    [InlineData("DELETE FROM Users WHERE Id = 1")]
    public Task Stays_silent_about_other_stars(string sql) => Verify<SelectStar>.Silent(UnparameterizedSqlTests.In($"command.CommandText = \"{sql}\";"));

    [Theory]
    [InlineData("""db.Users.FromSql($"SELECT * FROM Users WHERE Id = {id}").ToList();""")]
    [InlineData("""db.Users.FromSqlRaw("SELECT * FROM Users").ToList();""")]
    [InlineData("""db.Database.SqlQueryRaw<User>("SELECT * FROM Users").ToList();""")]
    [InlineData("""command.CommandText = $"SELECT * FROM {Load()}";""")]
    [InlineData("""command.CommandText = Load() + " SELECT Id FROM Users";""")]
    public Task Stays_silent_where_Entity_Framework_needs_all_columns(string body) => Verify<SelectStar>.Silent(UnparameterizedSqlTests.In(body));

    [Fact]
    public Task Names_the_table() =>
        Verify<SelectStar>.Reports(UnparameterizedSqlTests.In("""connection.{|#0:Query<User>|}("SELECT * FROM dbo.Users");"""), null,
        Verify<SelectStar>.Report(0).WithArguments("dbo.Users"));
}
