using ArchitectAnalyzers.Rules.Database;

namespace ArchitectAnalyzers.Tests.Database;

/// <summary>The sinks that other tests leave out, and each shape that is said to be safe, in three libraries.</summary>
public class UnparameterizedSqlSinkTests
{
    private static readonly Setup s_libraries = new()
    {
        Sources = new Dictionary<string, string> { ["Commands.cs"] = SqlLibraries.Commands, ["Mappers.cs"] = SqlLibraries.Mappers },
    };

    [Theory]
    [InlineData("""using var c = new [|MySql.Data.MySqlClient.MySqlCommand|]($"SELECT Id FROM Users WHERE Name = '{name}'", null!);""")]
    [InlineData("""using var c = new [|MySqlConnector.MySqlCommand|]("SELECT Id FROM Users WHERE Name = '" + name + "'");""")]
    [InlineData("""using var a = new [|MySql.Data.MySqlClient.MySqlDataAdapter|]($"SELECT Id FROM Users WHERE Name = '{name}'", null!);""")]
    [InlineData("""MySql.Data.MySqlClient.MySqlHelper.[|ExecuteNonQuery|](null!, $"DELETE FROM Users WHERE Name = '{name}'");""")]
    [InlineData("""using var c = new [|Oracle.ManagedDataAccess.Client.OracleCommand|]($"SELECT Id FROM Users WHERE Name = '{name}'");""")]
    [InlineData("""using var c = new [|System.Data.SqlClient.SqlCommand|](string.Format("SELECT Id FROM Users WHERE Name = '{0}'", name));""")]
    [InlineData("""new System.Data.Entity.DbContext().Database.[|SqlQuery<int>|]($"SELECT Id FROM Users WHERE Name = '{name}'");""")]
    [InlineData("""new System.Data.Entity.DbContext().Database.[|ExecuteSqlCommand|]("DELETE FROM Users WHERE Name = '" + name + "'");""")]
    [InlineData("""await new System.Data.Entity.DbContext().Database.[|ExecuteSqlCommandAsync|]($"DELETE FROM Users WHERE Name = '{name}'");""")]
    [InlineData("""new System.Data.Entity.DbSet<int>().[|SqlQuery|]($"SELECT Id FROM Users WHERE Name = '{name}'");""")]
    [InlineData("""new System.Data.Entity.Core.Objects.ObjectContext().[|ExecuteStoreCommand|]($"DELETE FROM Users WHERE Name = '{name}'");""")]
    [InlineData("""data.[|Query<int>|]($"SELECT Id FROM Users WHERE Name = '{name}'");""")]
    [InlineData("""data.[|Execute|]("DELETE FROM Users WHERE Name = '" + name + "'");""")]
    [InlineData("""await data.[|ExecuteAsync|]($"DELETE FROM Users WHERE Name = '{name}'");""")]
    [InlineData("""_ = new [|LinqToDB.Data.CommandInfo|](data, $"SELECT Id FROM Users WHERE Name = '{name}'");""")]
    [InlineData("""connection.[|ExecuteQuery<int>|]($"SELECT Id FROM Users WHERE Name = '{name}'");""")]
    [InlineData("""await connection.[|ExecuteNonQueryAsync|]($"DELETE FROM Users WHERE Name = '{name}'");""")]
    [InlineData("""connection.[|SqlList<int>|]($"SELECT Id FROM Users WHERE Name = '{name}'");""")]
    [InlineData("""connection.[|Select<int>|]("SELECT Id FROM Users WHERE Name = '" + name + "'");""")]
    [InlineData("""connection.[|Scalar<int>|]($"SELECT COUNT(*) FROM Users WHERE Name = '{name}'");""")]
    [InlineData("""connection.[|ExecuteSql|]($"DELETE FROM Users WHERE Name = '{name}'");""")]
    [InlineData("""poco.[|Query<int>|]($"SELECT Id FROM Users WHERE Name = '{name}'");""")]
    [InlineData("""poco.[|Fetch<int>|]("SELECT Id FROM Users WHERE Name = '" + name + "'");""")]
    [InlineData("""poco.[|SingleOrDefault<int>|]($"SELECT Id FROM Users WHERE Name = '{name}'");""")]
    [InlineData("""poco.[|Execute|]($"DELETE FROM Users WHERE Name = '{name}'");""")]
    public Task Reports_every_library_of_the_table(string body) => Verify<UnparameterizedSql>.Reports(Code(body), s_libraries);

    [Theory]
    [InlineData("""using var c = new MySql.Data.MySqlClient.MySqlCommand("SELECT Id FROM Users WHERE Name = @name");""")]
    [InlineData("""using var c = new Oracle.ManagedDataAccess.Client.OracleCommand($"SELECT Id FROM Users WHERE Id = {id}");""")]
    [InlineData("""new System.Data.Entity.DbContext().Database.SqlQuery<int>("SELECT Id FROM Users WHERE Name = @p0", name);""")]
    [InlineData("""data.Query<int>("SELECT Id FROM Users WHERE Name = @name", new LinqToDB.Data.DataParameter());""")]
    [InlineData("""connection.ExecuteQuery<int>("SELECT Id FROM Users WHERE Name = @name", new { name });""")]
    [InlineData("""connection.SqlList<int>("SELECT Id FROM Users WHERE Name = @name", new { name });""")]
    [InlineData("""poco.Query<int>("SELECT Id FROM Users WHERE Name = @0", name);""")]
    [InlineData("""poco.Query<int>($"SELECT Id FROM Users WHERE Kind = {(int)DayOfWeek.Friday}");""")]
    public Task Stays_silent_where_these_libraries_are_used_well(string body) => Verify<UnparameterizedSql>.Silent(Code(body), s_libraries);

    [Theory]
    [InlineData("""$"SELECT Id FROM {Table} WHERE Id = 1" """)]
    [InlineData("""$"SELECT {nameof(id)} FROM Users" """)]
    [InlineData("""$"SELECT Id FROM Users WHERE Id = {id} OR Price > {price} OR Big = {big}" """)]
    [InlineData("""$"SELECT Id FROM Users WHERE Key = '{key}'" """)]
    [InlineData("""$"SELECT Id FROM Users WHERE Day = {day:D}" """)]
    [InlineData("""$"SELECT Id FROM Users WHERE Active = {(flag ? 1 : 0)}" """)]
    [InlineData("""$"SELECT Id FROM Users WHERE At >= '{at:O}' AND On = '{on}'" """)]
    [InlineData("""$"SELECT Id FROM Users WHERE Id IN ({string.Join(", ", names.Select((_, i) => "@p" + i))})" """)]
    [InlineData("""$"SELECT Id FROM Users WHERE Id IN ({string.Join(", ", Enumerable.Range(0, 3).Select(i => $"@p{i}"))})" """)]
    [InlineData("""$"SELECT Id FROM Users WHERE Id IN ({string.Join(",", ids)})" """)]
    [InlineData("""$"SELECT Id FROM Users ORDER BY {name switch { "name" => "Name", _ => "Id" }}" """)]
    [InlineData("""$"SELECT Id FROM Users ORDER BY {(flag ? "Name" : "Id")}" """)]
    [InlineData("""$"SELECT Id FROM Users ORDER BY {Columns[name]}" """)]
    [InlineData("""$"SELECT Id FROM Users ORDER BY {Columns.GetValueOrDefault(name, "Id")}" """)]
    [InlineData("""$"SELECT Id FROM {builder.QuoteIdentifier(name)}" """)]
    [InlineData("""$"SELECT Id FROM {helper.DelimitIdentifier(name)}" """)]
    [InlineData(""" "SELECT Id FROM Users WHERE Id = " + id """)]
    [InlineData(""" string.Format("SELECT Id FROM Users WHERE Id = {0}", id) """)]
    [InlineData(""" string.Concat("SELECT Id FROM Users WHERE Id = ", id.ToString()) """)]
    public async Task Stays_silent_about_safe_parts_in_all_libraries(string sql)
    {
        foreach (var sink in Sinks)
            await Verify<UnparameterizedSql>.Silent(Code(string.Format(sink, sql, "CommandText", "QueryAsync<int>", "ExecuteSqlRaw")), s_libraries);
    }

    [Theory]
    [InlineData("""$"SELECT Id FROM Users WHERE Name = '{name}'" """)]
    [InlineData(""" "SELECT Id FROM Users WHERE Name = '" + name + "'" """)]
    [InlineData(""" string.Format("SELECT Id FROM Users WHERE Name = '{0}'", name) """)]
    [InlineData(""" string.Concat("SELECT Id FROM Users WHERE Name = '", name, "'") """)]
    [InlineData("""$"SELECT Id FROM Users WHERE Id = {id} AND Name = '{name}'" """)]
    [InlineData("""$"SELECT Id FROM Users WHERE Name IN ({string.Join(",", names.Select(n => "'" + n + "'"))})" """)]
    [InlineData("""$"SELECT Id FROM Users WHERE Name = '{(flag ? name : "x")}'" """)]
    [InlineData("""$"SELECT Id FROM Users ORDER BY {name}" """)]
    [InlineData("""$"SELECT Id FROM {name}" """)]
    [InlineData(""" "SELECT Id FROM Users WHERE Name LIKE '%" + name.Trim().ToLower() + "%'" """)]
    public async Task Reports_unproven_parts_in_all_libraries(string sql)
    {
        foreach (var sink in Sinks)
            await Verify<UnparameterizedSql>.Reports(Code(string.Format(sink, sql, "[|CommandText|]", "[|QueryAsync<int>|]", "[|ExecuteSqlRaw|]")),
                s_libraries);
    }

    private static readonly string[] Sinks = ["command.{1} = {0};", "await Dapper.SqlMapper.{2}(connection, {0});",
        "Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.{3}(db.Database, {0});"];

    [Fact]
    public Task Reports_the_SQL_of_a_migration() => Verify<UnparameterizedSql>.Reports("""
        using Microsoft.EntityFrameworkCore.Migrations;
        public class Seed : Migration
        {
            protected override void Up(MigrationBuilder migrationBuilder)
            {
                migrationBuilder.Sql("UPDATE Users SET Kind = 1");
                foreach (var line in File.ReadAllLines("names.txt"))
                    migrationBuilder.[|Sql|]($"INSERT INTO Users (Name) VALUES ('{line}')");
            }
        }
        """);

    [Fact]
    public Task Reports_one_text_that_feeds_three_libraries_once() => Verify<UnparameterizedSql>.Reports(Code("""
        var sql = "SELECT Id FROM Users WHERE Name = '" + name + "'";
        var first = await Dapper.SqlMapper.[|QueryAsync<int>|](connection, sql);
        command.CommandText = sql;
        Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.ExecuteSqlRaw(db.Database, sql);
        """), s_libraries);

    private static string Code(string body) => $$"""
        using LinqToDB.Data;
        using RepoDb;
        using ServiceStack.OrmLite;
        using System.Data;
        using System.Data.Common;

        public class Store
        {
            private const string Table = "Users";
            private static readonly Dictionary<string, string> Columns = new() { ["name"] = "Name", ["id"] = "Id" };

            public async Task Run(DbCommand command, DbConnection connection, DataConnection data, PetaPoco.Database poco, Microsoft.EntityFrameworkCore.DbContext db, DbCommandBuilder builder,
                Microsoft.EntityFrameworkCore.Storage.ISqlGenerationHelper helper, string name, int id, decimal price, long big, Guid key, DayOfWeek day, DateTime at, DateOnly on, bool flag, List<string> names, int[] ids)
            {
                await Task.Yield();
                {{body}}
            }
        }
        """;
}
