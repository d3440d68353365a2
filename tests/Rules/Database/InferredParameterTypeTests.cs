using ArchitectAnalyzers.CodeFixes.Database;
using ArchitectAnalyzers.Rules.Database;

namespace ArchitectAnalyzers.Tests.Database;

public class InferredParameterTypeTests
{
    [Theory]
    [InlineData("""c.Parameters.[|AddWithValue|]("@n", name);""", """c.Parameters.Add("@n", SqlDbType.NVarChar).Value = name;""")]
    [InlineData("""c.Parameters.[|AddWithValue|]("@n", "fixed");""", """c.Parameters.Add("@n", SqlDbType.NVarChar).Value = "fixed";""")]
    [InlineData("""c.Parameters.[|AddWithValue|]("@n", (object?)maybe ?? DBNull.Value);""", """c.Parameters.Add("@n", SqlDbType.NVarChar).Value = (object?)maybe ?? DBNull.Value;""")]
    [InlineData("""c.Parameters.[|AddWithValue|]("@n", name == "" ? DBNull.Value : name.Trim());""", """c.Parameters.Add("@n", SqlDbType.NVarChar).Value = name == "" ? DBNull.Value : name.Trim();""")]
    [InlineData("""c.Parameters.[|AddWithValue|]("@at", at);""", """c.Parameters.Add("@at", SqlDbType.DateTime).Value = at;""")]
    [InlineData("""c.Parameters.[|AddWithValue|]("@at", DateTime.UtcNow);""", """c.Parameters.Add("@at", SqlDbType.DateTime).Value = DateTime.UtcNow;""")]
    [InlineData("""c.Parameters.[|AddWithValue|]("@at", until); // last""", """c.Parameters.Add("@at", SqlDbType.DateTime).Value = until; // last""")]
    public Task Says_the_type_of_texts_and_dates(string body, string fixedBody) =>
        Verify<InferredParameterType, InferredParameterTypeFix>.Fixes(Code(body), Code(fixedBody));

    [Fact]
    public Task Fixes_several_and_adds_the_using() => Verify<InferredParameterType, InferredParameterTypeFix>.Fixes("""
        using Microsoft.Data.SqlClient;
        public class Store(SqlConnection connection)
        {
            public object? Find(string name, DateTime day)
            {
                using var command = new SqlCommand("SELECT Id FROM Users WHERE Name = @name AND Day = @day", connection);
                command.Parameters.[|AddWithValue|]("@name", name);
                command.Parameters.[|AddWithValue|](
                    "@day",
                    day.Date);
                return command.ExecuteScalar();
            }
        }
        """, """
        using System.Data;
        using Microsoft.Data.SqlClient;
        public class Store(SqlConnection connection)
        {
            public object? Find(string name, DateTime day)
            {
                using var command = new SqlCommand("SELECT Id FROM Users WHERE Name = @name AND Day = @day", connection);
                command.Parameters.Add("@name", SqlDbType.NVarChar).Value = name;
                command.Parameters.Add(
                    "@day",
                    SqlDbType.DateTime).Value = day.Date;
                return command.ExecuteScalar();
            }
        }
        """);

    [Fact]
    public Task Offers_the_type_without_rounding() => Verify<InferredParameterType, InferredParameterTypeFix>.Fixes(
        Code("""c.Parameters.[|AddWithValue|]("@at", at);"""), Code("""c.Parameters.Add("@at", SqlDbType.DateTime2).Value = at;"""),
            new() { Key = "ARCH2006:datetime2" });

    [Theory]
    [InlineData("""c.Parameters.AddWithValue("@n", id);""")]
    [InlineData("""c.Parameters.AddWithValue("@n", Guid.NewGuid());""")]
    [InlineData("""c.Parameters.AddWithValue("@n", boxed);""")]
    [InlineData("""c.Parameters.AddWithValue("@n", DBNull.Value);""")]
    [InlineData("""c.Parameters.AddWithValue("@n", DateTimeOffset.UtcNow);""")]
    [InlineData("""c.Parameters.AddWithValue("@n", name).SqlDbType = SqlDbType.VarChar;""")]
    [InlineData("""var p = c.Parameters.AddWithValue("@n", name); p.Size = 20;""")]
    [InlineData("""c.Parameters.Add("@n", SqlDbType.NVarChar, 100).Value = name;""")]
    [InlineData("""c.Parameters.Add(new SqlParameter("@n", name));""")]
    [InlineData("""n.Parameters.AddWithValue("n", name);""")]
    [InlineData("""s.Parameters.AddWithValue("$n", name);""")]
    public Task Stays_silent_about_other_types_and_providers(string body) => Verify<InferredParameterType>.Silent(Code(body));

    [Fact]
    public Task Reports_the_driver_before() => Verify<InferredParameterType>.Reports("""
        namespace System.Data.SqlClient
        {
            public class SqlParameter { public object? Value { get; set; } }
            public class SqlParameterCollection { public SqlParameter AddWithValue(string parameterName, object? value) => new(); }
            public class SqlCommand { public SqlParameterCollection Parameters => new(); }
            public class Store { public void Run(SqlCommand c, string name) { c.Parameters.[|AddWithValue|]("@n", name); } }
        }
        """);

    private static string Code(string body) => $$"""
        using Microsoft.Data.SqlClient;
        using Microsoft.Data.Sqlite;
        using Npgsql;
        using System.Data;
        public class Store
        {
            public void Run(SqlCommand c, NpgsqlCommand n, SqliteCommand s, string name, string? maybe, DateTime at, DateTime? until, int id, object boxed)
            {
                {{body}}
            }
        }
        """;
}
