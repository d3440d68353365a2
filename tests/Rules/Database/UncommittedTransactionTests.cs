using ArchitectAnalyzers.CodeFixes.Database;
using ArchitectAnalyzers.Rules.Database;

namespace ArchitectAnalyzers.Tests.Database;

public class UncommittedTransactionTests
{
    [Theory]
    [InlineData("""using var tx = connection.[|BeginTransaction|](); connection.Execute("UPDATE A SET X = 1 WHERE Id = @id", new { id }, tx);""")]
    [InlineData("""await using var tx = await connection.[|BeginTransactionAsync|](token); await connection.ExecuteAsync("DELETE FROM A WHERE Id = @id", new { id }, tx); return;""")]
    [InlineData("""await using var tx = await db.Database.[|BeginTransactionAsync|](token); db.Add(user); await db.SaveChangesAsync(token);""")]
    [InlineData("""using (var tx = db.Database.[|BeginTransaction|]()) { db.Add(user); db.SaveChanges(); }""")]
    [InlineData("""using (connection.[|BeginTransaction|]()) { connection.Execute("DELETE FROM A WHERE Id = 1"); }""")]
    [InlineData("""using var scope = new [|TransactionScope|](TransactionScopeAsyncFlowOption.Enabled); await db.SaveChangesAsync(token);""")]
    [InlineData("""using var tx = connection.[|BeginTransaction|](); try { connection.Execute("DELETE FROM A WHERE Id = 1", transaction: tx); } catch { tx.Rollback(); throw; }""")]
    [InlineData("""using var tx = connection.[|BeginTransaction|](); using var c = connection.CreateCommand(); c.Transaction = tx; c.CommandText = "x"; c.ExecuteNonQuery();""")]
    [InlineData("""await db.Database.[|BeginTransactionAsync|](token); db.Add(user); await db.SaveChangesAsync(token);""")]
    [InlineData("""await using var tx = await db.Database.[|BeginTransactionAsync|](token); await repository.SaveAsync(user);""")]
    [InlineData("""await using var tx = await connection.[|BeginTransactionAsync|](token).ConfigureAwait(false); await connection.ExecuteAsync("INSERT INTO A (Id) VALUES (@id)", new { id }, tx);""")]
    [InlineData("""await using var tx = await connection.[|BeginTransactionAsync|](token); await InsertAsync(connection, tx, id);""")]
    [InlineData("""IDbConnection c = connection; using var tx = c.[|BeginTransaction|](IsolationLevel.Serializable); c.Execute("DELETE FROM A WHERE Id = 1", transaction: tx);""")]
    [InlineData("""await using var tx = await db.Database.[|BeginTransactionAsync|](IsolationLevel.Snapshot, token); await db.Set<User>().Where(u => u.Name == "x").ExecuteDeleteAsync(token);""")]
    [InlineData("""using (var a = new [|TransactionScope|]()) { db.SaveChanges(); } using (var b = new TransactionScope()) { db.SaveChanges(); b.Complete(); }""")]
    public Task Reports_what_nobody_commits(string body) => Verify<UncommittedTransaction>.Reports(Code(body));

    [Theory]
    [InlineData("""using var tx = connection.[|BeginTransaction|](); connection.Execute("DELETE FROM A WHERE Id = 1", transaction: tx); if (flag) return; tx.Commit();""")]
    [InlineData("""await using var tx = await db.Database.[|BeginTransactionAsync|](token); db.Add(user); await db.SaveChangesAsync(token); if (flag) { await tx.CommitAsync(token); }""")]
    [InlineData("""await using var tx = await db.Database.[|BeginTransactionAsync|](token); db.Add(user); await db.SaveChangesAsync(token); if (user.Name == "x") { user.Name = "y"; return; } await tx.CommitAsync(token);""")]
    [InlineData("""await using var tx = await db.Database.[|BeginTransactionAsync|](token); await db.SaveChangesAsync(token); switch (id) { case 1: await tx.CommitAsync(token); break; case 2: break; }""")]
    [InlineData("""using var scope = new [|TransactionScope|](); db.SaveChanges(); if (flag) return; scope.Complete();""")]
    [InlineData("""foreach (var name in names) { using var tx = connection.[|BeginTransaction|](); connection.Execute("DELETE FROM A WHERE N = @name", new { name }, tx); if (name == "") continue; tx.Commit(); }""")]
    public Task Reports_a_path_that_has_written_and_does_not_commit(string body) => Verify<UncommittedTransaction>.Reports(Code(body));

    [Theory]
    [InlineData("""var tx = connection.[|BeginTransaction|](); connection.Execute("DELETE FROM A WHERE Id = 1", transaction: tx); tx.Commit();""")]
    [InlineData("""var tx = await connection.[|BeginTransactionAsync|](token); await connection.ExecuteAsync("DELETE FROM A WHERE Id = 1", transaction: tx); await tx.CommitAsync(token);""")]
    [InlineData("""var tx = await db.Database.[|BeginTransactionAsync|](token); await db.SaveChangesAsync(token); await tx.CommitAsync(token);""")]
    [InlineData("""var tx = await connection.[|BeginTransactionAsync|](token); await tx.CreateCommand("DELETE FROM A WHERE Id = 1").ExecuteNonQueryAsync(token); await tx.CommitAsync(token);""")]
    public Task Reports_what_nobody_disposes(string body) => Verify<UncommittedTransaction>.Reports(Code(body));

    [Theory]
    [InlineData("""using var tx = connection.BeginTransaction(); connection.Execute("DELETE FROM A WHERE Id = 1", transaction: tx); tx.Commit();""")]
    [InlineData("""await using var tx = await db.Database.BeginTransactionAsync(token); db.Add(user); await db.SaveChangesAsync(token); await tx.CommitAsync(token);""")]
    [InlineData("""await using var tx = await db.Database.BeginTransactionAsync(token); try { await db.SaveChangesAsync(token); await tx.CommitAsync(token); } catch { await tx.RollbackAsync(token); throw; }""")]
    [InlineData("""var tx = connection.BeginTransaction(); try { connection.Execute("DELETE FROM A WHERE Id = 1", transaction: tx); tx.Commit(); } catch { tx.Rollback(); throw; } finally { tx.Dispose(); }""")]
    [InlineData("""await using var tx = await db.Database.BeginTransactionAsync(token); if (flag) return; await db.SaveChangesAsync(token); await tx.CommitAsync(token);""")]
    [InlineData("""await using var tx = await db.Database.BeginTransactionAsync(token); await db.SaveChangesAsync(token); if (flag) { await tx.RollbackAsync(token); return; } await tx.CommitAsync(token);""")]
    [InlineData("""using var tx = connection.BeginTransaction(); var rows = connection.Execute("UPDATE A SET X = 1 WHERE Id = 1", transaction: tx); if (rows == 0) return; tx.Commit();""")]
    [InlineData("""using var tx = connection.BeginTransaction(); var rows = connection.Execute("UPDATE A SET X = 1 WHERE Id = 1", transaction: tx); if (rows == 1) tx.Commit();""")]
    [InlineData("""using var tx = connection.BeginTransaction(); connection.Execute("DELETE FROM A WHERE Id = 1", transaction: tx); if (flag) throw new InvalidOperationException(); tx.Commit();""")]
    [InlineData("""using var tx = connection.BeginTransaction(); connection.Execute("DELETE FROM A WHERE Id = 1", transaction: tx); tx.Rollback();""")]
    [InlineData("""using var tx = connection.BeginTransaction(IsolationLevel.Snapshot); var a = connection.Query<int>("SELECT 1", transaction: tx); var b = connection.Query<int>("SELECT 2", transaction: tx);""")]
    [InlineData("""using var tx = connection.BeginTransaction(); connection.Execute("DELETE FROM A WHERE Id = 1", transaction: tx); Finish(tx);""")]
    [InlineData("""_transaction = connection.BeginTransaction(); connection.Execute("DELETE FROM A WHERE Id = 1", transaction: _transaction);""")]
    [InlineData("""await db.Database.BeginTransactionAsync(token); await db.SaveChangesAsync(token); await db.Database.CommitTransactionAsync(token);""")]
    [InlineData("""using var scope = new TransactionScope(TransactionScopeAsyncFlowOption.Enabled); await db.SaveChangesAsync(token); scope.Complete();""")]
    [InlineData("""foreach (var name in names) { using var tx = connection.BeginTransaction(); if (name == "") continue; connection.Execute("DELETE FROM A WHERE N = @name", new { name }, tx); tx.Commit(); }""")]
    [InlineData("""using var tx = connection.BeginTransaction(); try { connection.Execute("DELETE FROM A WHERE Id = 1", transaction: tx); tx.Commit(); } catch (DbException) { return; }""")]
    [InlineData("""var strategy = db.Database.CreateExecutionStrategy(); await strategy.ExecuteAsync(async () => { await using var tx = await db.Database.BeginTransactionAsync(token); await db.SaveChangesAsync(token); await tx.CommitAsync(token); });""")]
    [InlineData("""await using var tx = await connection.BeginTransactionAsync(token); await InsertAsync(connection, tx, id); await tx.CommitAsync(token);""")]
    [InlineData("""if (db.Database.CurrentTransaction == null) await db.Database.BeginTransactionAsync(token); db.Add(user); await db.SaveChangesAsync(token);""")]
    [InlineData("""if (db.Database.CurrentTransaction is null) { db.Database.BeginTransaction(); } connection.Execute("DELETE FROM A WHERE Id = 1");""")]
    [InlineData("""int rows; do { using var tx = connection.BeginTransaction(); rows = connection.Execute("DELETE TOP (100) FROM A", transaction: tx); if (rows > 0) tx.Commit(); } while (rows > 0);""")]
    public Task Stays_silent_where_each_path_decides(string body) => Verify<UncommittedTransaction>.Silent(Code(body));

    [Fact]
    public Task Stays_silent_where_a_result_says_failure() => Verify<UncommittedTransaction>.Silent("""
        using Dapper;
        using System.Data.Common;
        public class Accounts(DbConnection connection)
        {
            public async Task<bool> Move(int from, int to, decimal amount)
            {
                await using var transaction = await connection.BeginTransactionAsync();
                await connection.ExecuteAsync("UPDATE A SET X = X - @amount WHERE Id = @from", new { amount, from }, transaction);
                var left = await connection.ExecuteScalarAsync<decimal>("SELECT X FROM A WHERE Id = @from", new { from }, transaction);
                if (left < 0) return false;
                await connection.ExecuteAsync("UPDATE A SET X = X + @amount WHERE Id = @to", new { amount, to }, transaction);
                await transaction.CommitAsync();
                return true;
            }

            public DbTransaction Begin() => connection.BeginTransaction();
        }
        """);

    private const string Retrying = """
        using Microsoft.EntityFrameworkCore;
        public static class SetUp { public static void Run(DbContextOptionsBuilder options) => options.UseNpgsql("x", o => o.EnableRetryOnFailure()); }
        """;

    [Fact]
    public Task Reports_a_manual_transaction_under_a_retrying_strategy() => Verify<UncommittedTransaction>.Reports("""
        using Microsoft.EntityFrameworkCore;
        public class Orders(DbContext db)
        {
            public async Task Place(object order)
            {
                await using var transaction = await db.Database.[|BeginTransactionAsync|]();
                db.Add(order);
                await db.SaveChangesAsync();
                await transaction.CommitAsync();
            }

            public Task PlaceSafely(object order)
            {
                var strategy = db.Database.CreateExecutionStrategy();
                return strategy.ExecuteAsync(async () =>
                {
                    await using var transaction = await db.Database.BeginTransactionAsync();
                    db.Add(order);
                    await db.SaveChangesAsync();
                    await transaction.CommitAsync();
                });
            }
        }
        """, new() { Sources = new Dictionary<string, string> { ["SetUp.cs"] = Retrying } });

    [Fact]
    public Task Reports_the_endpoint_of_a_program_that_goes_around_the_strategy() => Verify<UncommittedTransaction>.Reports("""
        using Microsoft.EntityFrameworkCore;
        var app = WebApplication.CreateBuilder(args).Build();
        app.MapPost("/a", async (DbContext db) =>
        {
            await using var transaction = await db.Database.[|BeginTransactionAsync|]();
            await db.SaveChangesAsync();
            await transaction.CommitAsync();
        });
        app.MapPost("/b", async (DbContext db) =>
        {
            await db.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
            {
                await using var transaction = await db.Database.BeginTransactionAsync();
                await db.SaveChangesAsync();
                await transaction.CommitAsync();
            });
        });
        app.Run();
        """, new() { Sources = new Dictionary<string, string> { ["SetUp.cs"] = Retrying } });

    [Fact]
    public Task Says_what_is_wrong() => Verify<UncommittedTransaction>.Reports(
        Code("""using var tx = connection.{|#0:BeginTransaction|}(); connection.Execute("DELETE FROM A WHERE Id = 1", transaction: tx);"""), null,
        Verify<UncommittedTransaction>.Report(0).WithArguments("is never committed, so what it writes is rolled back; commit it"));

    [Fact]
    public Task Commits_at_the_end() => Verify<UncommittedTransaction, UncommittedTransactionFix>.Fixes("""
        using Microsoft.EntityFrameworkCore;
        public class Orders(DbContext db)
        {
            public async Task<int> Place(object order, CancellationToken token)
            {
                await using var transaction = await db.Database.[|BeginTransactionAsync|](token);
                db.Add(order);
                var rows = await db.SaveChangesAsync(token);
                return rows;
            }

            public void Remove(object order)
            {
                using var transaction = db.Database.[|BeginTransaction|]();
                db.Remove(order);
                db.SaveChanges(); // done
            }
        }
        """, """
        using Microsoft.EntityFrameworkCore;
        public class Orders(DbContext db)
        {
            public async Task<int> Place(object order, CancellationToken token)
            {
                await using var transaction = await db.Database.BeginTransactionAsync(token);
                db.Add(order);
                var rows = await db.SaveChangesAsync(token);
                await transaction.CommitAsync(token);
                return rows;
            }

            public void Remove(object order)
            {
                using var transaction = db.Database.BeginTransaction();
                db.Remove(order);
                db.SaveChanges(); // done
                transaction.Commit();
            }
        }
        """, new() { FixAll = false });

    [Fact]
    public Task Commits_before_the_answer() => Verify<UncommittedTransaction, UncommittedTransactionFix>.Fixes("""
        using Microsoft.EntityFrameworkCore;
        var app = WebApplication.CreateBuilder(args).Build();
        app.MapPost("/orders", async (Order order, DbContext db, CancellationToken token) =>
        {
            await using var transaction = await db.Database.[|BeginTransactionAsync|](token);
            db.Add(order);
            await db.SaveChangesAsync(token);
            return Results.Ok(order.Id);
        });
        app.Run();
        public class Order { public int Id { get; set; } }
        """, """
        using Microsoft.EntityFrameworkCore;
        var app = WebApplication.CreateBuilder(args).Build();
        app.MapPost("/orders", async (Order order, DbContext db, CancellationToken token) =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync(token);
            db.Add(order);
            await db.SaveChangesAsync(token);
            await transaction.CommitAsync(token);
            return Results.Ok(order.Id);
        });
        app.Run();
        public class Order { public int Id { get; set; } }
        """, new() { FixAll = false });

    [Fact]
    public Task Disposes_of_it() => Verify<UncommittedTransaction, UncommittedTransactionFix>.Fixes("""
        using Dapper;
        using System.Data.Common;
        public class Orders(DbConnection connection)
        {
            public async Task Remove(int id)
            {
                // all or nothing
                var transaction = await connection.[|BeginTransactionAsync|]();
                await connection.ExecuteAsync("DELETE FROM Orders WHERE Id = @id", new { id }, transaction);
                await transaction.CommitAsync();
            }
        }
        """, """
        using Dapper;
        using System.Data.Common;
        public class Orders(DbConnection connection)
        {
            public async Task Remove(int id)
            {
                // all or nothing
                await using var transaction = await connection.BeginTransactionAsync();
                await connection.ExecuteAsync("DELETE FROM Orders WHERE Id = @id", new { id }, transaction);
                await transaction.CommitAsync();
            }
        }
        """, new() { FixAll = false });

    [Theory]
    [InlineData("""using var tx = connection.[|BeginTransaction|](); connection.Execute("DELETE FROM A WHERE Id = 1", transaction: tx); if (flag) return; id++;""")]
    [InlineData("""using var tx = connection.[|BeginTransaction|](); connection.Execute("DELETE FROM A WHERE Id = 1", transaction: tx); if (flag) return; tx.Commit();""")]
    public Task Offers_nothing_where_the_place_is_unclear(string body) => Verify<UncommittedTransaction, UncommittedTransactionFix>.OffersNoFix(Code(body), new() { FixAll = false });

    private static string Code(string body) => $$"""
        using Dapper;
        using Microsoft.EntityFrameworkCore;
        using System.Data;
        using System.Data.Common;
        using System.Transactions;
        using IsolationLevel = System.Data.IsolationLevel;
        public class User { public string Name { get; set; } = ""; }
        public static class Fluent { public static DbCommand CreateCommand(this DbTransaction tx, string sql) { var c = tx.Connection!.CreateCommand(); c.Transaction = tx; c.CommandText = sql; return c; } }
        public interface IUsers { Task SaveAsync(User user); }
        public class Store
        {
            private DbTransaction? _transaction;
            private void Finish(DbTransaction tx) => tx.Commit();
            private static Task<int> InsertAsync(DbConnection connection, DbTransaction tx, int id) => connection.ExecuteAsync("INSERT INTO A (Id) VALUES (@id)", new { id }, tx);
            public async Task Run(DbConnection connection, DbContext db, IUsers repository, User user, int id, bool flag, List<string> names, CancellationToken token)
            {
                await Task.Yield();
                {{body}}
            }
        }
        """;
}
