using ArchitectAnalyzers.CodeFixes.Database;
using ArchitectAnalyzers.Rules.Database;

namespace ArchitectAnalyzers.Tests.Database;

public class SplitUnitOfWorkTests
{
    [Theory]
    [InlineData("db.Add(new Order()); await db.SaveChangesAsync(token); db.Add(new Line()); await db.[|SaveChangesAsync|](token);")]
    [InlineData("var o = new Order(); db.Add(o); await db.SaveChangesAsync(token); db.Add(new Line { OrderId = o.Id }); await db.[|SaveChangesAsync|](token);")]
    [InlineData("_db.Add(new Order()); _db.SaveChanges(); _db.Add(new Line()); _db.[|SaveChanges|]();")]
    [InlineData("db.Add(new Order()); var n = await db.SaveChangesAsync(token); Use(n); db.Add(new Line()); await db.[|SaveChangesAsync|](token).ConfigureAwait(false);")]
    [InlineData("db.Add(new Order()); await db.SaveChangesAsync(token); if (id > 1) { db.Add(new Line()); await db.[|SaveChangesAsync|](token); }")]
    [InlineData("db.Add(new Order()); await db.SaveChangesAsync(token); var c = await db.Customers.FirstAsync(token); c.Name = \"x\"; await db.[|SaveChangesAsync|](token); db.Add(new Line()); await db.SaveChangesAsync(token);")]
    [InlineData("try { db.Add(new Order()); await db.SaveChangesAsync(token); db.Add(new Line()); await db.[|SaveChangesAsync|](token); } catch (DbUpdateException) { logger.LogWarning(\"x\"); }")]
    [InlineData("await using var own = await factory.CreateDbContextAsync(token); own.Add(new Order()); await own.SaveChangesAsync(token); own.Add(new Line()); await own.[|SaveChangesAsync|](token);")]
    public Task Reports_the_second_save(string statements) => Verify<SplitUnitOfWork>.Reports(TrackedShop.In(statements));

    [Theory]
    [InlineData("db.Add(new Order()); db.Add(new Line()); await db.SaveChangesAsync(token);")]
    [InlineData("await using var t = await db.Database.BeginTransactionAsync(token); db.Add(new Order()); await db.SaveChangesAsync(token); db.Add(new Line()); await db.SaveChangesAsync(token); await t.CommitAsync(token);")]
    [InlineData("using var t = new System.Transactions.TransactionScope(System.Transactions.TransactionScopeAsyncFlowOption.Enabled); db.Add(new Order()); await db.SaveChangesAsync(token); db.Add(new Line()); await db.SaveChangesAsync(token); t.Complete();")]
    [InlineData("db.Add(new Order()); await db.SaveChangesAsync(token); await publisher.PublishAsync(id, token); db.Add(new Line()); await db.SaveChangesAsync(token);")]
    [InlineData("db.Add(new Order { Status = \"paying\" }); await db.SaveChangesAsync(token); var r = await http.PostAsync(\"/pay\", null, token); db.Add(new Order { Status = r.StatusCode.ToString() }); await db.SaveChangesAsync(token);")]
    [InlineData("if (id > 1) { db.Add(new Order()); await db.SaveChangesAsync(token); } else { db.Add(new Line()); await db.SaveChangesAsync(token); }")]
    [InlineData("if (id > 1) { db.Add(new Order()); await db.SaveChangesAsync(token); return; } db.Add(new Line()); await db.SaveChangesAsync(token);")]
    [InlineData("db.Add(new Order()); await db.SaveChangesAsync(token); other.Add(new Line()); await other.SaveChangesAsync(token);")]
    [InlineData("try { await db.SaveChangesAsync(token); } catch (DbUpdateConcurrencyException e) { await e.Entries[0].ReloadAsync(token); await db.SaveChangesAsync(token); }")]
    [InlineData("foreach (var chunk in orders.Chunk(100)) { db.AddRange(chunk); await db.SaveChangesAsync(token); }")]
    [InlineData("db.AddRange(orders.Take(100)); await db.SaveChangesAsync(token); db.ChangeTracker.Clear(); db.AddRange(orders.Skip(100)); await db.SaveChangesAsync(token);")]
    [InlineData("await db.SaveChangesAsync(token); Func<Task> later = async () => { await db.SaveChangesAsync(token); }; Use(later);")]
    [InlineData("var s = db.Database.CreateExecutionStrategy(); await s.ExecuteAsync(async () => { await using var t = await db.Database.BeginTransactionAsync(token); await db.SaveChangesAsync(token); db.Add(new Line()); await db.SaveChangesAsync(token); await t.CommitAsync(token); });")]
    public Task Stays_silent(string statements) => Verify<SplitUnitOfWork>.Silent(TrackedShop.In(statements));

    [Fact]
    public Task Stays_silent_where_the_caller_has_the_transaction() => Verify<SplitUnitOfWork>.Silent(TrackedShop.Members("""
        public async Task M(Microsoft.EntityFrameworkCore.Storage.IDbContextTransaction transaction) { await db.SaveChangesAsync(); db.Add(new Line()); await db.SaveChangesAsync(); }
        """));

    [Fact]
    public Task Saves_both_in_a_transaction() => Verify<SplitUnitOfWork, SplitUnitOfWorkFix>.Fixes(TrackedShop.Members("""
        public async Task PlaceAsync(Order order, CancellationToken token)
            {
                // First the order.
                db.Orders.Add(order);
                await db.SaveChangesAsync(token);

                db.Lines.Add(new Line { OrderId = order.Id });
                await db.[|SaveChangesAsync|](token);

                logger.LogInformation("Placed");
            }

            public void Place(Order order)
            {
                _db.Orders.Add(order);
                _db.SaveChanges();
                _db.Lines.Add(new Line { OrderId = order.Id });
                _db.[|SaveChanges|]();
            }
        """), TrackedShop.Members("""
        public async Task PlaceAsync(Order order, CancellationToken token)
            {
                // First the order.
                db.Orders.Add(order);
                await using var transaction = await db.Database.BeginTransactionAsync(token);
                await db.SaveChangesAsync(token);

                db.Lines.Add(new Line { OrderId = order.Id });
                await db.SaveChangesAsync(token);
                await transaction.CommitAsync(token);

                logger.LogInformation("Placed");
            }

            public void Place(Order order)
            {
                _db.Orders.Add(order);
                using var transaction = _db.Database.BeginTransaction();
                _db.SaveChanges();
                _db.Lines.Add(new Line { OrderId = order.Id });
                _db.SaveChanges();
                transaction.Commit();
            }
        """));

    [Fact]
    public Task Offers_no_fix_under_a_retrying_strategy() => Verify<SplitUnitOfWork, SplitUnitOfWorkFix>.OffersNoFix(TrackedShop.Members("""
        public static void Set(DbContextOptionsBuilder builder) => builder.UseSqlServer("Server=.", sql => sql.EnableRetryOnFailure());
        public void Place(Order order)
            {
                _db.Orders.Add(order);
                _db.SaveChanges();
                _db.Lines.Add(new Line { OrderId = order.Id });
                _db.[|SaveChanges|]();
            }
        """).Replace("UseSqlServer(\"Server=.\", sql =>", "UseNpgsql(\"Host=db\", sql =>"));
}
