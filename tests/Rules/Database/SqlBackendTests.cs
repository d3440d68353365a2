using ArchitectAnalyzers.Rules.Database;

namespace ArchitectAnalyzers.Tests.Database;

/// <summary>Files as backends have them: each with defects, and beside them the correct code that looks like them.</summary>
public class SqlBackendTests
{
    private static readonly Setup s_net8 = new() { References = ReferenceSet.Backend8 };

    [Fact]
    public Task Unfiltered_writes_of_a_session_store() => Verify<UnfilteredWrite>.Reports(""""
        using Dapper;
        using Microsoft.Data.SqlClient;
        using Microsoft.EntityFrameworkCore;
        using System.Data;

        public interface IDbConnectionFactory { IDbConnection Create(); }
        public class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options);

        public sealed class SessionStore(IDbConnectionFactory factory, ShopContext db, ILogger<SessionStore> logger)
        {
            private const string DeactivateSql = "UPDATE Sessions SET Active = 0";
            private const string TouchSql = "UPDATE Sessions SET LastSeen = SYSUTCDATETIME() WHERE Id = @id";

            public async Task DeactivateAsync(Guid id)
            {
                using var connection = factory.Create();
                await connection.[|ExecuteAsync|](DeactivateSql, new { id });
                await connection.ExecuteAsync(TouchSql, new { id });
            }

            public async Task<int> DeleteForUserAsync(int userId)
            {
                var rows = await db.Database.[|ExecuteSqlRawAsync|]("DELETE FROM Sessions");
                logger.LogInformation("delete from sessions removed {Rows}", rows);
                return await db.Database.ExecuteSqlInterpolatedAsync($"DELETE FROM Sessions WHERE UserId = {userId}");
            }

            public void Rename(SqlConnection connection, string name)
            {
                using var command = connection.CreateCommand();
                command.[|CommandText|] = @"
                    UPDATE dbo.Users
                    SET    Name = @name,
                           ChangedAt = GETUTCDATE()";
                command.Parameters.Add("@name", SqlDbType.NVarChar, 50).Value = name;
                command.ExecuteNonQuery();
            }

            public Task UpsertAsync(IDbConnection connection, int id) => connection.ExecuteAsync("""
                INSERT INTO Totals (Id, N) VALUES (@id, 1)
                ON CONFLICT (Id)
                DO UPDATE SET N = Totals.N + 1
                """, new { id });

            public Task Swap(IDbConnection connection) => connection.ExecuteAsync("TRUNCATE TABLE Staging; UPDATE t SET t.X = s.X FROM Target t INNER JOIN Staging s ON s.Id = t.Id");
        }
        """", s_net8);

    [Fact]
    public Task Mismatches_of_an_order_repository() => Verify<MismatchedSqlParameters>.Reports("""
        using Dapper;
        using Microsoft.Data.SqlClient;
        using System.Data;

        public record OrderRow(int Id, string Status, decimal Total);
        public class OrderFilter { public int CustomerId { get; set; } public DateTime From { get; set; } }

        public sealed class OrderRepository
        {
            private readonly IDbConnection _connection;
            private readonly string _text;
            public OrderRepository(IDbConnection connection, IConfiguration configuration) => (_connection, _text) = (connection, configuration["db"]!);

            private const string ByStatus = "SELECT Id, Status, Total FROM Orders WHERE Status = @Status AND CustomerId = @CustomerId";

            public Task<IEnumerable<OrderRow>> A(string status, int customerId) => _connection.QueryAsync<OrderRow>([|ByStatus|], new { Status = status });
            public Task<IEnumerable<OrderRow>> B(string status, int customerId) => _connection.QueryAsync<OrderRow>(ByStatus, new { Status = status, CustomerId = customerId });
            public Task<IEnumerable<OrderRow>> C(OrderFilter filter) =>
                _connection.QueryAsync<OrderRow>([|"SELECT Id, Status, Total FROM Orders WHERE CustomerId = @CustomerId AND At >= @Since"|], filter);
            public Task<IEnumerable<OrderRow>> D(OrderFilter filter) =>
                _connection.QueryAsync<OrderRow>("SELECT Id, Status, Total FROM Orders WHERE CustomerId = @CustomerId AND At >= @From", filter);

            public async Task<int> InsertAsync(OrderRow row, IDbTransaction transaction)
            {
                await _connection.ExecuteAsync(
                    [|"INSERT INTO Orders (Id, Status, Amount) VALUES (@Id, @Status, @Amount)"|],
                    row,
                    transaction);
                return await _connection.ExecuteScalarAsync<int>(
                    "INSERT INTO Orders (Status, Total) VALUES (@Status, @Total); SELECT CAST(SCOPE_IDENTITY() AS int)", new { row.Status, row.Total }, transaction);
            }

            public async Task<decimal> SumAsync(int customer, DateTime since)
            {
                await using var connection = new SqlConnection(_text);
                await connection.OpenAsync();
                await using var command = new SqlCommand(
                    [|"SELECT SUM(Total) FROM Orders WHERE CustomerId = @customer AND At >= @since"|], connection);
                command.Parameters.Add("@customer", SqlDbType.Int).Value = customer;
                return (decimal)(await command.ExecuteScalarAsync())!;
            }

            public async Task<decimal> SumSafelyAsync(int customer, DateTime since)
            {
                await using var connection = new SqlConnection(_text);
                await using var command = new SqlCommand("SELECT SUM(Total) FROM Orders WHERE CustomerId = @customer AND At >= @since", connection);
                command.Parameters.Add("@customer", SqlDbType.Int).Value = customer;
                command.Parameters.Add(new SqlParameter { ParameterName = "@since", SqlDbType = SqlDbType.DateTime2, Value = since });
                return (decimal)(await command.ExecuteScalarAsync())!;
            }

            public Task<int> ProcAsync(int id) => _connection.ExecuteAsync("dbo.CloseOrder", new { OrderId = id }, commandType: CommandType.StoredProcedure);

            public Task<IEnumerable<OrderRow>> DynamicAsync(int? customer, string? status)
            {
                var sql = "SELECT Id, Status, Total FROM Orders WHERE 1 = 1";
                var parameters = new DynamicParameters();
                if (customer is not null) { sql += " AND CustomerId = @customer"; parameters.Add("customer", customer); }
                if (status is not null) { sql += " AND Status = @status"; parameters.Add("status", status); }
                return _connection.QueryAsync<OrderRow>(sql, parameters);
            }
        }
        """, s_net8);

    [Fact]
    public Task Forgotten_disposals_of_a_report_service() => Verify<UndisposedConnection>.Reports("""
        using Dapper;
        using Microsoft.Data.SqlClient;
        using Microsoft.EntityFrameworkCore;
        using System.Data;
        using System.Data.Common;

        public interface IDbConnectionFactory { IDbConnection CreateConnection(); Task<DbConnection> OpenAsync(CancellationToken token); }
        public class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options);

        public sealed class ReportService : IDisposable
        {
            private readonly string _text;
            private readonly IDbConnectionFactory _factory;
            private readonly IDbContextFactory<ShopContext> _contexts;
            private readonly SqlConnection _own;
            public ReportService(IConfiguration configuration, IDbConnectionFactory factory, IDbContextFactory<ShopContext> contexts)
            {
                _text = configuration.GetConnectionString("Shop")!;
                _factory = factory;
                _contexts = contexts;
                _own = new SqlConnection(_text);
            }

            public async Task<List<string>> NamesAsync(CancellationToken token)
            {
                var names = new List<string>();
                var connection = new [|SqlConnection|](_text);
                await connection.OpenAsync(token);
                var command = connection.[|CreateCommand|]();
                command.CommandText = "SELECT Name FROM Products";
                var reader = await command.[|ExecuteReaderAsync|](token);
                while (await reader.ReadAsync(token)) names.Add(reader.GetString(0));
                return names;
            }

            public async Task<List<string>> NamesSafelyAsync(CancellationToken token)
            {
                var names = new List<string>();
                await using var connection = new SqlConnection(_text);
                await connection.OpenAsync(token);
                await using var command = connection.CreateCommand();
                command.CommandText = "SELECT Name FROM Products";
                await using var reader = await command.ExecuteReaderAsync(token);
                while (await reader.ReadAsync(token)) names.Add(reader.GetString(0));
                return names;
            }

            public int Count()
            {
                var connection = _factory.[|CreateConnection|]();
                return connection.ExecuteScalar<int>("SELECT COUNT(*) FROM Products");
            }

            public int CountSafely()
            {
                using var connection = _factory.CreateConnection();
                return connection.ExecuteScalar<int>("SELECT COUNT(*) FROM Products");
            }

            public async Task<int> PurgeAsync(CancellationToken token)
            {
                var db = await _contexts.[|CreateDbContextAsync|](token);
                return await db.SaveChangesAsync(token);
            }

            public async Task WithTryAsync(CancellationToken token)
            {
                SqlConnection? connection = null;
                try
                {
                    connection = new SqlConnection(_text);
                    await connection.OpenAsync(token);
                }
                finally
                {
                    if (connection != null) await connection.DisposeAsync();
                }
            }

            public async Task HelperAsync(CancellationToken token)
            {
                var connection = await _factory.[|OpenAsync|](token);
                await InsertAsync(connection, token);
            }

            private static Task InsertAsync(DbConnection connection, CancellationToken token) =>
                connection.ExecuteAsync(new CommandDefinition("INSERT INTO Log (At) VALUES (GETDATE())", cancellationToken: token));

            public DbDataReader Stream() => new SqlCommand("SELECT 1", _own).ExecuteReader();

            public void Dispose() => _own.Dispose();
        }
        """, s_net8);

    [Fact]
    public Task Uncommitted_transactions_of_an_order_service() => Verify<UncommittedTransaction>.Reports("""
        using Dapper;
        using Microsoft.EntityFrameworkCore;
        using System.Data;
        using System.Data.Common;

        public class Order { public int Id { get; set; } public bool Paid { get; set; } }
        public class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options) { public DbSet<Order> Orders => Set<Order>(); }

        public sealed class OrderService(ShopContext db, DbConnection connection, ILogger<OrderService> logger)
        {
            public async Task PayAsync(int id, CancellationToken token)
            {
                await using var transaction = await db.Database.[|BeginTransactionAsync|](token);
                var order = await db.Orders.FirstAsync(o => o.Id == id, token);
                order.Paid = true;
                await db.SaveChangesAsync(token);
                logger.LogInformation("Paid {Order}", id);
            }

            public async Task<IResult> ShipAsync(int id, bool express, CancellationToken token)
            {
                await using var transaction = await db.Database.[|BeginTransactionAsync|](token);
                await db.Database.ExecuteSqlAsync($"UPDATE Orders SET Shipped = 1 WHERE Id = {id}", token);
                if (express)
                {
                    logger.LogInformation("express");
                    return Results.Ok();
                }

                await transaction.CommitAsync(token);
                return Results.Ok();
            }

            public async Task<IResult> CancelAsync(int id, CancellationToken token)
            {
                await using var transaction = await db.Database.BeginTransactionAsync(token);
                var order = await db.Orders.FindAsync([id], token);
                if (order is null) return Results.NotFound();
                db.Remove(order);
                await db.SaveChangesAsync(token);
                await transaction.CommitAsync(token);
                return Results.NoContent();
            }

            public async Task MoveAsync(int from, int to, decimal amount)
            {
                var transaction = await connection.[|BeginTransactionAsync|](IsolationLevel.Serializable);
                await connection.ExecuteAsync("UPDATE Accounts SET Balance = Balance - @amount WHERE Id = @from", new { from, amount }, transaction);
                await connection.ExecuteAsync("UPDATE Accounts SET Balance = Balance + @amount WHERE Id = @to", new { to, amount }, transaction);
                await transaction.CommitAsync();
            }

            public async Task MoveSafelyAsync(int from, int to, decimal amount)
            {
                await using var transaction = await connection.BeginTransactionAsync();
                try
                {
                    await connection.ExecuteAsync("UPDATE Accounts SET Balance = Balance - @amount WHERE Id = @from", new { from, amount }, transaction);
                    await connection.ExecuteAsync("UPDATE Accounts SET Balance = Balance + @amount WHERE Id = @to", new { to, amount }, transaction);
                    await transaction.CommitAsync();
                }
                catch (Exception failure)
                {
                    logger.LogError(failure, "Move failed");
                    await transaction.RollbackAsync();
                    throw;
                }
            }

            public async Task SwallowAsync(int id)
            {
                using var transaction = connection.[|BeginTransaction|]();
                try
                {
                    await connection.ExecuteAsync("DELETE FROM Orders WHERE Id = @id", new { id }, transaction);
                }
                catch (DbException)
                {
                    transaction.Rollback();
                    throw;
                }
            }

            public async Task RetryAsync(int id)
            {
                for (var attempt = 0; attempt < 3; attempt++)
                {
                    try
                    {
                        using var transaction = connection.BeginTransaction();
                        await connection.ExecuteAsync("DELETE FROM Orders WHERE Id = @id", new { id }, transaction);
                        transaction.Commit();
                        return;
                    }
                    catch (DbException) when (attempt < 2)
                    {
                        await Task.Delay(100);
                    }
                }
            }
        }
        """, s_net8);

    [Fact]
    public Task A_minimal_api_with_all_of_it_is_read_in_lambdas() => Verify<UncommittedTransaction>.Reports("""
        using Dapper;
        using Microsoft.Data.SqlClient;
        var app = WebApplication.Create(args);
        app.MapPost("/move", async (SqlConnection connection, int id) =>
        {
            await using var transaction = await connection.[|BeginTransactionAsync|]();
            await connection.ExecuteAsync("UPDATE A SET X = 1 WHERE Id = @id", new { id }, transaction);
            return Results.Ok();
        });
        app.MapPost("/safe", async (SqlConnection connection, int id) =>
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await connection.ExecuteAsync("UPDATE A SET X = 1 WHERE Id = @id", new { id }, transaction);
            await transaction.CommitAsync();
            return Results.Ok();
        });
        app.Run();
        """);

    [Fact]
    public Task A_minimal_api_forgets_its_connection() => Verify<UndisposedConnection>.Reports("""
        using Dapper;
        using Npgsql;
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddScoped(_ => new NpgsqlConnection("x"));
        var app = builder.Build();
        app.MapGet("/count", async () =>
        {
            var connection = new [|NpgsqlConnection|]("x");
            return await connection.ExecuteScalarAsync<int>("SELECT COUNT(*) FROM a");
        });
        app.MapGet("/safe", async () =>
        {
            await using var connection = new NpgsqlConnection("x");
            return await connection.ExecuteScalarAsync<int>("SELECT COUNT(*) FROM a");
        });
        app.MapGet("/given", async (NpgsqlConnection connection) => await connection.ExecuteScalarAsync<int>("SELECT COUNT(*) FROM a"));
        app.Run();
        """);

    [Fact]
    public Task Stars_and_wildcards_of_a_catalogue() => Verify<SelectStar>.Reports("""
        using Dapper;
        using System.Data;
        public record Product(int Id, string Name);
        public class Catalogue(IDbConnection connection)
        {
            private const string All = "SELECT * FROM Products";
            private const string Columns = "Id, Name";
            public IEnumerable<Product> A() => connection.[|Query<Product>|](All);
            public IEnumerable<Product> B(int id) => connection.[|Query<Product>|](All + " WHERE Id = @id", new { id });
            public IEnumerable<Product> C() => connection.Query<Product>($"SELECT {Columns} FROM Products");
            public int D() => connection.ExecuteScalar<int>("SELECT COUNT(*) FROM Products");
            public Product? E(int id) => connection.[|QuerySingleOrDefault<Product>|]("select * from products where id = @id limit 1", new { id });
            public IEnumerable<Product> F() => connection.[|Query<Product, Product, Product>|]("SELECT * FROM Products p JOIN Products q ON q.Id = p.Id", (p, _) => p);
            public bool G(int id) => connection.ExecuteScalar<bool>("SELECT CASE WHEN EXISTS (SELECT * FROM Products WHERE Id = @id) THEN 1 ELSE 0 END", new { id });
        }
        """, s_net8);
}
