using ArchitectAnalyzers.Rules.Database;

namespace ArchitectAnalyzers.Tests.Database;

public class UnfilteredBulkWriteTests
{
    [Theory]
    [InlineData("db.Orders.[|ExecuteDelete|]();")]
    [InlineData("await db.Orders.[|ExecuteDeleteAsync|](ct);")]
    [InlineData("await _db.Orders.[|ExecuteUpdateAsync|](s => s.SetProperty(o => o.Note, \"\"), ct);")]
    [InlineData("db.Orders.[|ExecuteUpdate|](s => s.SetProperty(o => o.Total, o => o.Total * 2));")]
    [InlineData("await db.Set<Order>().[|ExecuteDeleteAsync|]();")]
    [InlineData("await db.Orders.IgnoreQueryFilters().[|ExecuteDeleteAsync|]();")]
    [InlineData("var q = db.Orders.AsQueryable(); await q.[|ExecuteDeleteAsync|]();")]
    [InlineData("var set = db.Orders; set.[|ExecuteDelete|]();")]
    [InlineData("await db.Orders.AsNoTracking().TagWith(\"x\").[|ExecuteDeleteAsync|](ct);")]
    [InlineData("await shop.Orders.[|ExecuteDeleteAsync|](ct);")]
    public Task Reports_writes_of_a_whole_table(string statements) => Verify<UnfilteredBulkWrite>.Reports(Shop.Async(statements), Shop.Setup);

    [Theory]
    [InlineData("public Task<int> ExpireAsync(int days, CancellationToken ct) => _db.Orders.[|ExecuteDeleteAsync|](ct);")]
    [InlineData("public Task<int> DeleteAllOfAsync(int customerId) => _db.Orders.[|ExecuteDeleteAsync|]();")]
    [InlineData("public Task<int> MarkAllAsReadAsync(CancellationToken ct) => _db.Orders.[|ExecuteUpdateAsync|](s => s.SetProperty(o => o.Note, \"\"), ct);")]
    [InlineData("public Task<int> ClearExpiredAsync(CancellationToken ct) => _db.Orders.[|ExecuteDeleteAsync|](ct);")]
    [InlineData("public Task<int> DeleteAllInactiveOrders() => _db.Orders.[|ExecuteDeleteAsync|]();")]
    [InlineData("public void RemoveAllOld() { _db.Lines.[|ExecuteDelete|](); }")]
    [InlineData("public void M() { Local(); void Local() { _db.Orders.[|ExecuteDelete|](); } }")]
    public Task Reports_in_members(string members) => Verify<UnfilteredBulkWrite>.Reports(Shop.In(members), Shop.Setup);

    [Theory]
    [InlineData("public Task<int> ExpireAsync(CancellationToken ct) => _db.Orders.[|ExecuteDeleteAsync|](ct);")]
    public Task Reports_on_EF_Core_8(string members) => Verify<UnfilteredBulkWrite>.Reports(Shop.In(members), Shop.Setup8);

    [Theory]
    [InlineData("await db.Orders.Where(o => o.Id == id).ExecuteDeleteAsync(ct);")]
    [InlineData("await (from o in db.Orders where o.Id == id select o).ExecuteDeleteAsync(ct);")]
    [InlineData("var q = db.Orders.AsQueryable(); if (flag) q = q.Where(o => o.Id == id); q.ExecuteDelete();")]
    [InlineData("db.Orders.OrderBy(o => o.Id).Take(100).ExecuteDelete();")]
    [InlineData("db.Customers.Where(c => c.Id == id).SelectMany(c => c.Orders).ExecuteDelete();")]
    [InlineData("elsewhere.ExecuteDelete();")]
    [InlineData("repository.Query().ExecuteDelete();")]
    [InlineData("db.Orders.FromSql($\"select * from Orders where Id = {id}\").ExecuteDelete();")]
    [InlineData("Late(db.Orders).ExecuteDelete(); IQueryable<Order> Late(IQueryable<Order> q) => q.Where(o => o.Total == 0);")]
    [InlineData("db.Orders.RemoveRange(db.Orders);")]
    public Task Stays_silent_where_rows_are_chosen(string statements) => Verify<UnfilteredBulkWrite>.Silent(Shop.Async(statements), Shop.Setup);

    [Theory]
    [InlineData("public Task DeleteAllAsync(CancellationToken ct) => _db.Orders.ExecuteDeleteAsync(ct);")]
    [InlineData("public Task<int> ClearAsync(CancellationToken ct) => _db.Orders.ExecuteDeleteAsync(ct);")]
    [InlineData("public void ResetDemo() => _db.Orders.ExecuteDelete();")]
    [InlineData("public Task ClearOffersAsync(CancellationToken ct) => _db.Orders.ExecuteDeleteAsync(ct);")]
    [InlineData("public void TruncateStaging() { _db.Lines.ExecuteDelete(); }")]
    public Task Stays_silent_where_the_member_says_that_all_are_meant(string members) => Verify<UnfilteredBulkWrite>.Silent(Shop.In(members), Shop.Setup);
}
