using ArchitectAnalyzers.Semantics;

namespace ArchitectAnalyzers.Tests.Models;

public class SqlPlacesTests
{
    [Theory]
    [InlineData("SELECT * FROM Users WHERE Name = '#'")]
    [InlineData("SELECT * FROM Users WHERE Name LIKE '%#%'")]
    [InlineData("SELECT * FROM Users WHERE Name = N'#' AND Age > 3")]
    [InlineData("INSERT INTO Users (Name) VALUES ('#')")]
    [InlineData("INSERT INTO Users (Name) VALUES ('O''Neill', '#')")]
    [InlineData("SELECT * FROM Users WHERE Name IN ('#', 'b')")]
    [InlineData("SELECT * FROM Users -- it's a comment\nWHERE Name = '#'")]
    [InlineData("SELECT * FROM Users /* 'quoted' */ WHERE Name = '#'")]
    [InlineData("SELECT \"Name\" FROM \"Users\" WHERE \"Name\" = '#'")]
    [InlineData("SELECT [Name] FROM [Users] WHERE LOWER([Name]) = '#'")]
    [InlineData("EXEC GetUser '#'")]
    [InlineData("UPDATE Users SET Name = '#' WHERE Id = 1")]
    [InlineData("SET NOCOUNT ON SELECT * FROM Users WHERE Name = '#'")]
    [InlineData("select * from users where name = \"#\"")]
    public void Inside_the_quotes_of_a_value(string sql) => Assert.Equal(SqlPlace.QuotedValue, Of(sql));

    [Theory]
    [InlineData("SELECT * FROM Users WHERE Id = #")]
    [InlineData("SELECT * FROM Users WHERE Id=# AND Name = 'a'")]
    [InlineData("SELECT * FROM Users WHERE Id <> #")]
    [InlineData("SELECT * FROM Users WHERE Age BETWEEN # AND 3")]
    [InlineData("SELECT * FROM Users WHERE Age BETWEEN 1 AND #")]
    [InlineData("SELECT * FROM Users LIMIT #")]
    [InlineData("SELECT TOP (#) * FROM Users")]
    [InlineData("UPDATE Users SET Age = #, Name = 'a'")]
    [InlineData("EXEC GetUser 1, #")]
    public void A_bare_value(string sql) => Assert.Equal(SqlPlace.Value, Of(sql));

    [Theory]
    [InlineData("SELECT * FROM Users WHERE Id IN (#)")]
    [InlineData("INSERT INTO Users (Id, Age) VALUES (1, #)")]
    [InlineData("INSERT INTO Users (Id, Age) VALUES (1, 2), (3, #)")]
    public void A_list_of_bare_values(string sql) => Assert.Equal(SqlPlace.ValueList, Of(sql));

    [Theory]
    [InlineData("SELECT * FROM #")]
    [InlineData("SELECT * FROM dbo.#")]
    [InlineData("SELECT * FROM #.Users")]
    [InlineData("SELECT * FROM [#]")]
    [InlineData("SELECT * FROM \"#\" WHERE Id = 1")]
    [InlineData("SELECT * FROM `#`")]
    [InlineData("SELECT * FROM Users u JOIN # o ON o.Id = u.Id")]
    [InlineData("INSERT INTO # (Id) VALUES (1)")]
    [InlineData("UPDATE # SET Id = 1")]
    [InlineData("DELETE FROM #")]
    [InlineData("SELECT * FROM Users ORDER BY #")]
    [InlineData("SELECT * FROM Users ORDER BY Name, #")]
    [InlineData("SELECT * FROM Users ORDER BY Name #")]
    [InlineData("SELECT COUNT(*) FROM Users GROUP BY #")]
    [InlineData("SELECT * FROM Users WHERE # = @value")]
    [InlineData("SELECT * FROM Users WHERE a = 1 AND # LIKE @value")]
    [InlineData("SELECT COUNT(#) FROM Users")]
    [InlineData("SELECT * FROM Users WHERE a = @#")]
    [InlineData("SELECT * FROM a JOIN b ON a.Id = \"#\".\"Id\"")]
    [InlineData("DROP TABLE #")]
    [InlineData("CREATE USER app PASSWORD '#'")]
    [InlineData("PRAGMA key = '#'")]
    [InlineData("SELECT 1; DROP TABLE #")]
    [InlineData("EXEC #")]
    public void A_name_or_something_else_that_no_parameter_can_be(string sql) => Assert.Equal(SqlPlace.Identifier, Of(sql));

    [Theory]
    [InlineData("#")]
    [InlineData("SELECT # FROM Users")]
    [InlineData("SELECT * FROM Users #")]
    [InlineData("SELECT * FROM Users WHERE #")]
    [InlineData("SELECT * FROM Users WHERE a = 1 AND #")]
    [InlineData("SELECT * FROM Users WHERE (#)")]
    [InlineData("INSERT INTO Users (#) VALUES (1)")]
    [InlineData("UPDATE Users SET # WHERE Id = 1")]
    [InlineData("/* # */ SELECT 1")]
    [InlineData("SELECT 1 -- #")]
    public void A_fragment(string sql) => Assert.Equal(SqlPlace.Fragment, Of(sql));

    private static SqlPlace Of(string sql)
    {
        var parts = sql.Split('#');
        return SqlPlaces.Of(parts[0], parts[1]);
    }
}
