using ArchitectAnalyzers.Rules.Database;

namespace ArchitectAnalyzers.Tests.Database;

public class LeadingWildcardTests
{
    [Theory]
    [InlineData("SELECT Id FROM Users WHERE Name LIKE '%son'")]
    [InlineData("SELECT Id FROM Users WHERE Name LIKE '%' + @term + '%'")]
    [InlineData("SELECT Id FROM users WHERE name ILIKE '%' || @term || '%'")]
    [InlineData("SELECT Id FROM users WHERE name LIKE CONCAT('%', @term, '%')")]
    [InlineData("SELECT Id FROM Users WHERE Id > 1 AND Name NOT LIKE N'%x'")]
    [InlineData("SELECT u.Id FROM Users u JOIN Orders o ON o.Code LIKE '%' + u.Code")]
    [InlineData("SELECT Id FROM Users WHERE (Name = 'a' OR Name LIKE '%a')")]
    [InlineData("SELECT Id FROM Users WHERE UPPER(Name) = @name")]
    [InlineData("SELECT Id FROM users WHERE lower(email) = lower(@email)")]
    [InlineData("SELECT Id FROM Orders WHERE YEAR(PlacedAt) = @year")]
    [InlineData("SELECT Id FROM Orders WHERE DATEDIFF(day, PlacedAt, GETDATE()) > 30")]
    [InlineData("SELECT Id FROM Orders WHERE SUBSTRING(Code, 1, 3) = @prefix")]
    [InlineData("SELECT Id FROM Orders o WHERE o.Id = 1 AND ISNULL(o.Kind, 0) = 0")]
    [InlineData("SELECT id FROM orders WHERE date_trunc('day', placed_at) = @day")]
    [InlineData("SELECT Id FROM Users WHERE @name = UPPER([Name])")]
    [InlineData("UPDATE Users SET Seen = 1 WHERE LTRIM(Name) = @name")]
    [InlineData("SELECT Id FROM Users WHERE LEFT(Code, 2) IN ('AB', 'CD')")]
    public Task Reports_what_no_index_answers(string sql) =>
        Verify<LeadingWildcard>.Reports(UnparameterizedSqlTests.In($"command.[|CommandText|] = \"{sql}\";"));

    [Theory]
    [InlineData("SELECT Id FROM Users WHERE Name LIKE 'son%'")]
    [InlineData("SELECT Id FROM Users WHERE Name LIKE @term")]
    [InlineData("SELECT Id FROM Users WHERE Name LIKE @term + '%'")]
    [InlineData("SELECT Id FROM users WHERE name LIKE CONCAT(@term, '%')")]
    [InlineData("SELECT UPPER(Name), YEAR(PlacedAt) FROM Users WHERE Id = @id")]
    [InlineData("SELECT Id FROM Users WHERE Name = UPPER(@name)")]
    [InlineData("SELECT Id FROM Users WHERE Name = LOWER(TRIM(@name))")]
    [InlineData("SELECT Id FROM Orders WHERE PlacedAt >= DATEADD(day, -30, GETDATE())")]
    [InlineData("SELECT Id FROM Orders WHERE PlacedAt >= COALESCE(@from, '2020-01-01')")]
    [InlineData("SELECT Id FROM Orders ORDER BY LOWER(Name)")]
    [InlineData("SELECT YEAR(PlacedAt) FROM Orders GROUP BY YEAR(PlacedAt) HAVING YEAR(PlacedAt) > 2000")]
    [InlineData("SELECT CASE WHEN Name LIKE '%a' THEN 1 ELSE 0 END FROM Users WHERE Id = 1")]
    [InlineData("SELECT Id FROM Users WHERE Note = 'LIKE %a'")]
    [InlineData("UPDATE Users SET Name = LOWER(Name) WHERE Id = @id")]
    [InlineData("SELECT Id FROM Users WHERE CONTAINS(Name, @term)")]
    [InlineData("INSERT INTO Users (Name) VALUES (UPPER(@name))")]
    public Task Stays_silent_where_an_index_can_answer(string sql) =>
        Verify<LeadingWildcard>.Silent(UnparameterizedSqlTests.In($"command.CommandText = \"{sql}\";"));

    [Theory]
    [InlineData("""connection.[|Query<User>|]("SELECT Id FROM Users WHERE Name LIKE '%' + @name", new { name });""")]
    [InlineData("""db.Users.[|FromSql|]($"SELECT * FROM Users WHERE Name LIKE '%' + {name}").ToList();""")]
    [InlineData("""db.Users.[|FromSqlRaw|]("SELECT * FROM Users WHERE UPPER(Name) = {0}", name).ToList();""")]
    [InlineData("""using var c = new [|SqlCommand|]("SELECT Id FROM Users WHERE Name LIKE '%x'", sqlConnection);""")]
    [InlineData("""var sql = "SELECT Id FROM Users WHERE 1 = 1"; if (flag) sql += " AND Name LIKE '%' + @name"; command.[|CommandText|] = sql;""")]
    public Task Reports_it_in_each_library(string body) => Verify<LeadingWildcard>.Reports(UnparameterizedSqlTests.In(body));

    [Fact]
    public Task Shows_the_condition() => Verify<LeadingWildcard>.Reports(
        UnparameterizedSqlTests.In("""connection.{|#0:Query<User>|}("SELECT Id FROM Users WHERE LOWER(Name) = @name", new { name });"""), null,
        Verify<LeadingWildcard>.Report(0).WithArguments("'LOWER(Name)'", "compare the column itself, or index the expression"));
}
