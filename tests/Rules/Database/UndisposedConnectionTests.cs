using ArchitectAnalyzers.CodeFixes.Database;
using ArchitectAnalyzers.Rules.Database;

namespace ArchitectAnalyzers.Tests.Database;

public class UndisposedConnectionTests
{
    [Theory]
    [InlineData("""var c = new [|SqlConnection|]("x"); c.Open(); if (token.IsCancellationRequested) return; c.Execute("SELECT 1"); c.Close();""")]
    [InlineData("""var c = new [|SqlConnection|]("x"); c.Open(); using var k = new SqlCommand("SELECT 1", c); using var r = k.ExecuteReader(); while (r.Read()) { if (r.GetInt32(0) == 1) return; } c.Close();""")]
    [InlineData("""var c = new [|SqlConnection|]("x"); try { c.Open(); c.Execute("SELECT 1"); c.Close(); } catch (SqlException) { Console.WriteLine("failed"); }""")]
    [InlineData("""var c = new [|SqlConnection|]("x"); try { c.Open(); c.Execute("SELECT 1"); c.Close(); } catch (SqlException) { return; }""")]
    [InlineData("""try { var c = new [|SqlConnection|]("x"); c.Open(); c.Execute("SELECT 1"); c.Dispose(); } catch (SqlException) { return; }""")]
    [InlineData("""var c = new [|SqlConnection|]("x"); try { c.Open(); c.Execute("SELECT 1"); } catch (SqlException) { c.Close(); throw; }""")]
    [InlineData("""var c = await source.[|OpenConnectionAsync|](token); var n = await c.ExecuteScalarAsync<int>("SELECT 1"); if (n == 0) return; await c.DisposeAsync();""")]
    [InlineData("""SqlConnection c = null; c = new [|SqlConnection|]("x"); await c.OpenAsync(token); switch (c.ExecuteScalar<int>("SELECT 1")) { case 1: c.Close(); break; case 2: return; default: c.Close(); break; }""")]
    [InlineData("""var c = new [|SqlConnection|]("x"); c.Open(); if (c.ExecuteScalar<int>("SELECT 1") == 1) { c.Close(); return; } c.Execute("SELECT 2");""")]
    public Task Reports_a_connection_that_stays_open_on_some_way_out(string statements) => Verify<UndisposedConnection>.Reports(Code(statements));

    [Theory]
    [InlineData("""var c = new SqlConnection("x"); c.Open(); c.Execute("SELECT 1"); c.Close();""")]
    [InlineData("""var c = new SqlConnection("x"); if (token.IsCancellationRequested) return; c.Open(); c.Execute("SELECT 1"); c.Close();""")]
    [InlineData("""var c = new SqlConnection("x"); c.Open(); if (token.IsCancellationRequested) { c.Close(); return; } c.Execute("SELECT 1"); c.Close();""")]
    [InlineData("""var c = new SqlConnection("x"); try { c.Open(); if (token.IsCancellationRequested) return; c.Execute("SELECT 1"); } finally { c.Close(); }""")]
    [InlineData("""var c = new SqlConnection("x"); try { c.Open(); c.Execute("SELECT 1"); } catch (SqlException) { Console.WriteLine("failed"); } c.Close();""")]
    [InlineData("""var c = new SqlConnection("x"); try { c.Open(); c.Close(); Console.WriteLine("there"); } catch (SqlException) { Console.WriteLine("not there"); }""")]
    [InlineData("""var c = new SqlConnection("x"); try { c.Open(); c.Execute("SELECT 1"); c.Close(); } catch (SqlException) { throw; }""")]
    [InlineData("""var c = new SqlConnection("x"); try { c.Open(); c.Execute("SELECT 1"); c.Close(); } catch (SqlException) { c.Dispose(); }""")]
    [InlineData("""var c = new SqlConnection("x"); c.Open(); if (c.State != ConnectionState.Open) return; c.Execute("SELECT 1"); if (c.State == ConnectionState.Open) c.Close();""")]
    [InlineData("""var opened = token.CanBeCanceled; var c = new SqlConnection("x"); if (opened) c.Open(); c.Execute("SELECT 1"); if (opened) c.Close();""")]
    [InlineData("""var c = new SqlConnection("x"); c.Open(); if (token.IsCancellationRequested) throw new OperationCanceledException(); c.Close();""")]
    [InlineData("""var c = new SqlConnection("x"); if (token.IsCancellationRequested) return; c.Execute("SELECT 1"); c.Dispose();""")]
    [InlineData("""var c = new SqlConnection("x"); c.Open(); c.Close(); c = new SqlConnection("y"); c.Open(); if (token.IsCancellationRequested) return; c.Close();""")]
    [InlineData("""var c = new SqlConnection("x"); while (true) { c.Open(); c.Execute("SELECT 1"); c.Close(); if (token.IsCancellationRequested) return; }""")]
    public Task Stays_silent_where_every_way_out_that_ends_in_order_closes_it(string statements) => Verify<UndisposedConnection>.Silent(Code(statements));

    [Theory]
    [InlineData("""var c = new [|SqlConnection|]("x"); c.Open(); c.Execute("SELECT 1");""")]
    [InlineData("""var c = new [|NpgsqlConnection|]("x"); await c.OpenAsync(token); var n = await c.QueryAsync<int>("SELECT 1");""")]
    [InlineData("""IDbConnection c = new [|SqliteConnection|]("x"); c.Open();""")]
    [InlineData("""DbConnection c; c = new [|SqlConnection|]("x"); c.Open();""")]
    [InlineData("""new [|SqlConnection|]("x").Execute("SELECT 1");""")]
    [InlineData("""var c = await source.[|OpenConnectionAsync|](token); await c.ExecuteAsync("SELECT 1");""")]
    [InlineData("""var c = factory.[|CreateConnection|](); c!.Open();""")]
    [InlineData("""var c = own.[|CreateConnection|](); c.Execute("SELECT 1");""")]
    [InlineData("""var c = connection.[|CreateCommand|](); c.CommandText = "SELECT 1"; c.ExecuteNonQuery();""")]
    [InlineData("""var c = new [|SqlCommand|]("SELECT 1", sql); c.Parameters.AddWithValue("@a", 1); c.ExecuteNonQuery();""")]
    [InlineData("""new [|SqlCommand|]("SELECT 1", sql).ExecuteNonQuery();""")]
    [InlineData("""using var c = connection.CreateCommand(); var r = c.[|ExecuteReader|](); while (r.Read()) { }""")]
    [InlineData("""await using var c = connection.CreateCommand(); var r = await c.[|ExecuteReaderAsync|](token); while (await r.ReadAsync(token)) { }""")]
    [InlineData("""var r = connection.[|ExecuteReader|]("SELECT 1"); r.Read();""")]
    [InlineData("""var d = contexts.[|CreateDbContext|](); d.Add(this);""")]
    [InlineData("""var d = await contexts.[|CreateDbContextAsync|](token); await d.SaveChangesAsync(token);""")]
    [InlineData("""var d = new [|Db|](options); await d.SaveChangesAsync(token);""")]
    [InlineData("""var c = new [|SqlConnection|]("x"); using var k = new SqlCommand("SELECT 1", c); c.Open(); k.ExecuteNonQuery();""")]
    [InlineData("""var c = new [|SqlConnection|]("x"); Fill(c);""")]
    [InlineData("""foreach (var i in new[] { 1 }) { var c = new [|SqlConnection|]("x"); c.Open(); }""")]
    [InlineData("""Func<Task> later = async () => { var c = new [|SqlConnection|]("x"); await c.ExecuteAsync("SELECT 1"); }; await later();""")]
    [InlineData("""connection.[|CreateCommand|]().With("id", 1).ExecuteNonQuery();""")]
    [InlineData("""var c = connection.[|CreateCommand|]().With("id", 1).With("name", "x"); c.ExecuteNonQuery();""")]
    [InlineData("""var c = connection.[|CreateCommand|](); c.With("id", 1); await c.ExecuteNonQueryAsync(token);""")]
    public Task Reports_what_nobody_disposes(string body) => Verify<UndisposedConnection>.Reports(Code(body));

    [Theory]
    [InlineData("""using var c = new SqlConnection("x"); c.Open();""")]
    [InlineData("""await using var c = new NpgsqlConnection("x"); await c.OpenAsync(token);""")]
    [InlineData("""using (var c = new SqlConnection("x")) { c.Open(); }""")]
    [InlineData("""var c = new SqlConnection("x"); try { c.Open(); } finally { c.Dispose(); }""")]
    [InlineData("""var c = new SqlConnection("x"); try { c.Open(); } finally { c?.Close(); }""")]
    [InlineData("""var c = new NpgsqlConnection("x"); await using (c.ConfigureAwait(false)) { await c.OpenAsync(token); }""")]
    [InlineData("""var c = new SqlConnection("x"); using (c) { c.Open(); }""")]
    [InlineData("""_kept = new SqlConnection("x");""")]
    [InlineData("""var c = new SqlConnection("x"); _kept = c;""")]
    [InlineData("""var c = new SqlConnection("x"); var u = new Unit(c);""")]
    [InlineData("""var list = new List<DbConnection>(); list.Add(new SqlConnection("x"));""")]
    [InlineData("""var c = new SqlConnection("x"); services.AddSingleton<DbConnection>(c);""")]
    [InlineData("""services.AddScoped<DbConnection>(_ => new SqlConnection("x"));""")]
    [InlineData("""var c = new SqlConnection("x"); var k = new SqlCommand("SELECT 1", c); _reader = k.ExecuteReader(CommandBehavior.CloseConnection);""")]
    [InlineData("""var c = new SqliteConnection("x"); var d = new Db(new DbContextOptionsBuilder().UseSqlite(c).Options); _db = d;""")]
    [InlineData("""using var c = connection.CreateCommand(); using var r = c.ExecuteReader(); while (r.Read()) { }""")]
    [InlineData("""using var c = connection.CreateCommand(); var t = new DataTable(); t.Load(c.ExecuteReader());""")]
    [InlineData("""await using var d = await contexts.CreateDbContextAsync(token); await d.SaveChangesAsync(token);""")]
    [InlineData("""var d = provider.GetRequiredService<Db>(); d.Add(this);""")]
    [InlineData("""var c = db.Database.GetDbConnection(); c.Open();""")]
    [InlineData("""using var a = new SqlDataAdapter("SELECT 1", "x");""")]
    [InlineData("""var c = own.GetConnection(); c.Open();""")]
    [InlineData("""using var c = connection.CreateCommand().With("id", 1); c.ExecuteNonQuery();""")]
    [InlineData("""await using (var c = connection.CreateCommand().With("id", 1).With("name", "x")) { await c.ExecuteNonQueryAsync(token); }""")]
    [InlineData("""var c = connection.CreateCommand().With("id", 1); try { c.ExecuteNonQuery(); } finally { c.Dispose(); }""")]
    [InlineData("""using var c = new SqlConnection("x").Opened(); c.Execute("SELECT 1");""")]
    [InlineData("""var c = new SqlConnection("x"); Finish(c);""")]
    [InlineData("""await FinishAsync(connection.CreateCommand().With("id", 1));""")]
    public Task Stays_silent_where_somebody_does(string body) => Verify<UndisposedConnection>.Silent(Code(body));

    [Fact]
    public Task Stays_silent_about_what_leaves() => Verify<UndisposedConnection>.Silent("""
        using Dapper;
        using Microsoft.Data.SqlClient;
        using Microsoft.EntityFrameworkCore;
        using System.Data;
        using System.Data.Common;
        public class Connections(IDbContextFactory<DbContext> contexts)
        {
            private readonly SqlConnection _connection = new("x");
            public DbConnection Create() => new SqlConnection("x");
            public async Task<DbConnection> OpenAsync() { var connection = new SqlConnection("x"); await connection.OpenAsync(); return connection; }
            public DbCommand Command(DbConnection connection) { var command = connection.CreateCommand(); command.CommandText = "SELECT 1"; return command; }
            public DbDataReader Read(DbConnection connection) { var command = connection.CreateCommand(); return command.ExecuteReader(); }
            public async Task<DbDataReader> ReadAsync(DbConnection connection) { var command = connection.CreateCommand(); var reader = await command.ExecuteReaderAsync(); return reader; }
            public IQueryable<object> All() => contexts.CreateDbContext().Set<object>();
        }
        """);

    [Fact]
    public Task Reports_an_expression_body_and_a_local_function() => Verify<UndisposedConnection>.Reports("""
        using Dapper;
        using Microsoft.Data.SqlClient;
        public class Users(string text)
        {
            public int Count() => new [|SqlConnection|](text).ExecuteScalar<int>("SELECT COUNT(*) FROM Users");
            public int Both()
            {
                return Inner() + 1;
                int Inner() { var connection = new [|SqlConnection|](text); return connection.ExecuteScalar<int>("SELECT 1"); }
            }
        }
        """);

    [Fact]
    public Task Puts_it_in_a_using() => Verify<UndisposedConnection, UndisposedConnectionFix>.Fixes("""
        using Dapper;
        using Microsoft.Data.SqlClient;
        using Microsoft.EntityFrameworkCore;
        public class Users(string text, IDbContextFactory<DbContext> contexts)
        {
            public async Task<int> CountAsync()
            {
                // one round trip
                var connection = new [|SqlConnection|](text);
                return await connection.ExecuteScalarAsync<int>("SELECT COUNT(*) FROM Users");
            }

            public int Read()
            {
                using var connection = new SqlConnection(text);
                var command = new [|SqlCommand|]("SELECT 1", connection);
                var reader = command.[|ExecuteReader|](); // rows
                return reader.Read() ? 1 : 0;
            }

            public async Task SaveAsync(object entity)
            {
                var db = await contexts.[|CreateDbContextAsync|]();
                db.Add(entity);
                await db.SaveChangesAsync();
            }
        }
        """, """
        using Dapper;
        using Microsoft.Data.SqlClient;
        using Microsoft.EntityFrameworkCore;
        public class Users(string text, IDbContextFactory<DbContext> contexts)
        {
            public async Task<int> CountAsync()
            {
                // one round trip
                await using var connection = new SqlConnection(text);
                return await connection.ExecuteScalarAsync<int>("SELECT COUNT(*) FROM Users");
            }

            public int Read()
            {
                using var connection = new SqlConnection(text);
                using var command = new SqlCommand("SELECT 1", connection);
                using var reader = command.ExecuteReader(); // rows
                return reader.Read() ? 1 : 0;
            }

            public async Task SaveAsync(object entity)
            {
                await using var db = await contexts.CreateDbContextAsync();
                db.Add(entity);
                await db.SaveChangesAsync();
            }
        }
        """);

    [Fact]
    public Task Puts_a_connection_in_a_using_that_some_ways_out_leave_open() => Verify<UndisposedConnection, UndisposedConnectionFix>.Fixes("""
        using Dapper;
        using Microsoft.Data.SqlClient;
        public class Users(string text)
        {
            public int Count(bool all)
            {
                var connection = new [|SqlConnection|](text);
                connection.Open();
                if (!all) return 0;
                var count = connection.ExecuteScalar<int>("SELECT COUNT(*) FROM Users");
                connection.Close();
                return count;
            }
        }
        """, """
        using Dapper;
        using Microsoft.Data.SqlClient;
        public class Users(string text)
        {
            public int Count(bool all)
            {
                using var connection = new SqlConnection(text);
                connection.Open();
                if (!all) return 0;
                var count = connection.ExecuteScalar<int>("SELECT COUNT(*) FROM Users");
                connection.Close();
                return count;
            }
        }
        """);

    [Fact]
    public Task Says_that_it_stays_open_on_some_way_out() => Verify<UndisposedConnection>.Reports(
        Code("""var c = new {|#0:SqlConnection|}("x"); c.Open(); if (token.IsCancellationRequested) return; c.Close();"""), null,
        Verify<UndisposedConnection>.Report(0).WithArguments("connection on every way out", "now and then it is missing in the pool until it is collected"));

    [Theory]
    [InlineData("""var c = connection.[|CreateCommand|]().With("id", 1).With("name", "x"); c.ExecuteNonQuery();""", """await using var c = connection.CreateCommand().With("id", 1).With("name", "x"); c.ExecuteNonQuery();""")]
    public Task Puts_what_is_made_step_by_step_in_a_using(string before, string after) => Verify<UndisposedConnection, UndisposedConnectionFix>.Fixes(Code(before), Code(after));

    [Fact]
    public Task Offers_nothing_for_a_command_whose_reader_is_kept() => Verify<UndisposedConnection, UndisposedConnectionFix>.OffersNoFix(
        Code("""using var r = connection.[|CreateCommand|]().With("id", 1).ExecuteReader(); r.Read();"""));

    [Fact]
    public Task Offers_nothing_where_the_caller_still_needs_it() => Verify<UndisposedConnection, UndisposedConnectionFix>.OffersNoFix("""
        using Dapper;
        using Microsoft.Data.SqlClient;
        public class Users(string text)
        {
            public Task<int> Count() { var connection = new [|SqlConnection|](text); return connection.ExecuteScalarAsync<int>("SELECT 1"); }
            public IEnumerable<int> All() { var connection = new [|SqlConnection|](text); return connection.Query<int>("SELECT 1", buffered: false); }
            public int One() => new [|SqlConnection|](text).ExecuteScalar<int>("SELECT 1");
        }
        """);

    private static string Code(string body) => $$"""
        using Dapper;
        using Microsoft.Data.SqlClient;
        using Microsoft.Data.Sqlite;
        using Microsoft.EntityFrameworkCore;
        using Npgsql;
        using System.Data;
        using System.Data.Common;
        public class Db(DbContextOptions options) : DbContext(options);
        public class Unit(DbConnection connection) : IDisposable { public void Dispose() => connection.Dispose(); }
        public static class Fluent
        {
            public static T With<T>(this T command, string name, object value) where T : DbCommand { var p = command.CreateParameter(); p.ParameterName = name; p.Value = value; command.Parameters.Add(p); return command; }
            public static SqlConnection Opened(this SqlConnection connection) { connection.Open(); return connection; }
        }
        public interface IConnections { IDbConnection CreateConnection(); IDbConnection GetConnection(); }
        public class Store
        {
            private DbConnection? _kept;
            private DbDataReader? _reader;
            private Db? _db;
            private static void Finish(SqlConnection connection) { try { connection.Execute("SELECT 1"); } finally { connection.Dispose(); } }
            private static async Task FinishAsync(DbCommand command) { await using (command) await command.ExecuteNonQueryAsync(); }
            private static void Fill(SqlConnection connection) => connection.Execute("SELECT 1");
            public async Task Run(DbConnection connection, SqlConnection sql, DbDataSource source, DbProviderFactory factory, IConnections own, IDbContextFactory<Db> contexts,
                DbContextOptions options, Db db, IServiceCollection services, IServiceProvider provider, CancellationToken token)
            {
                await Task.Yield();
                {{body}}
            }
        }
        """;
}
