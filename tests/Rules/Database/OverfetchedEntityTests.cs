using ArchitectAnalyzers.Rules.Database;

namespace ArchitectAnalyzers.Tests.Database;

public class OverfetchedEntityTests
{
    [Theory]
    [InlineData("var order = await db.Orders.[|FirstAsync|](o => o.Id == id, ct); Use(order.Number);")]
    [InlineData("var order = await db.Orders.[|FirstOrDefaultAsync|](o => o.Id == id, ct); if (order is null) return; Use(order.Number); Use(order.Total);")]
    [InlineData("var order = db.Orders.[|SingleOrDefault|](o => o.Id == id); if (order == null) return; Use(order.Number);")]
    [InlineData("var order = await db.Orders.[|SingleAsync|](o => o.Id == id, ct) ?? throw new Exception(); Use(order.Number);")]
    [InlineData("Use((await db.Orders.[|FirstAsync|](o => o.Id == id, ct)).Number);")]
    [InlineData("Use((await db.Orders.[|FirstOrDefaultAsync|](o => o.Id == id, ct))?.Number);")]
    [InlineData("var order = await db.Orders.AsNoTracking().[|FirstOrDefaultAsync|](o => o.Id == id, ct); Use(order?.Number ?? \"none\");")]
    [InlineData("var orders = await db.Orders.Where(o => o.CustomerId == id).[|ToListAsync|](ct); foreach (var o in orders) Use(o.Number);")]
    [InlineData("foreach (var o in db.Orders.Where(o => o.CustomerId == id).[|ToList|]()) Use(o.Number + o.Total);")]
    [InlineData("var orders = await db.Orders.Where(o => o.CustomerId == id).[|ToListAsync|](ct); var sum = orders.Sum(o => o.Total); Use(sum); Use(orders.Count);")]
    [InlineData("var orders = await db.Orders.Where(o => o.CustomerId == id).[|ToListAsync|](ct); Use(orders.Select(o => o.Number).ToList());")]
    [InlineData("var orders = await _db.Orders.Where(o => o.CustomerId == id).[|ToListAsync|](ct); Use(orders.ToDictionary(o => o.Id, o => o.Number));")]
    public Task Reports_a_wide_entity_of_which_little_is_read(string statements) => Verify<OverfetchedEntity>.Reports(Shop.Async(statements), Shop.Setup);

    [Theory]
    [InlineData("var number = await db.Orders.Where(o => o.Id == id).Select(o => o.Number).FirstAsync(ct); Use(number);")]
    [InlineData("var order = await db.Orders.FirstAsync(o => o.Id == id, ct); Use(order.Number); Use(order.Total); Use(order.Created);")]
    [InlineData("var order = await db.Orders.FirstAsync(o => o.Id == id, ct); Use(order);")]
    [InlineData("var order = await db.Orders.FirstAsync(o => o.Id == id, ct); order.Note = text; await db.SaveChangesAsync(ct);")]
    [InlineData("var order = await db.Orders.FirstAsync(o => o.Id == id, ct); order.Total += 1; Use(order.Number);")]
    [InlineData("var order = await db.Orders.FirstAsync(o => o.Id == id, ct); Use(order.Customer.Name);")]
    [InlineData("var order = await db.Orders.FirstAsync(o => o.Id == id, ct); Use(order.IsOpen);")]
    [InlineData("var order = await db.Orders.FirstAsync(o => o.Id == id, ct); db.Orders.Remove(order); Use(order.Number);")]
    [InlineData("var order = await db.Orders.Include(o => o.Lines).FirstAsync(o => o.Id == id, ct); Use(order.Number);")]
    [InlineData("var order = await db.Orders.FirstAsync(o => o.Id == id, ct); Func<Order> f = () => order; Use(order.Number); Use(f);")]
    [InlineData("var customer = await db.Customers.FirstAsync(c => c.Id == id, ct); Use(customer.Name);")]
    [InlineData("var orders = await db.Orders.Where(o => o.CustomerId == id).ToListAsync(ct); foreach (var o in orders) Use(o);")]
    [InlineData("var orders = await db.Orders.Where(o => o.CustomerId == id).ToListAsync(ct); foreach (var o in orders) o.Note = text;")]
    [InlineData("var orders = await db.Orders.Where(o => o.CustomerId == id).ToListAsync(ct); Use(orders.ToDictionary(o => o.Id));")]
    [InlineData("var orders = await db.Orders.Where(o => o.CustomerId == id).ToListAsync(ct); Use(orders.Count);")]
    [InlineData("var orders = await db.Orders.Where(o => o.CustomerId == id).ToListAsync(ct); Use(orders.First());")]
    [InlineData("var order = list.First(o => o.Id == id); Use(order.Number);")]
    [InlineData("var order = elsewhere.First(o => o.Id == id); Use(order.Number);")]
    [InlineData("var orders = await db.Orders.ToListAsync(ct); foreach (var o in orders) Use(o.Number);")]
    [InlineData("if (await db.Orders.FirstOrDefaultAsync(o => o.Id == id, ct) is null) return;")]
    [InlineData("foreach (var i in list.Select(o => o.Id)) { var order = await db.Orders.FirstAsync(o => o.Id == i, ct); Use(order.Number); }")]
    [InlineData("Func<Order, bool> isOpen = o => o.Total > 0; var order = db.Orders.First(isOpen); Use(order.Number);")]
    public Task Stays_silent_where_the_entity_is_needed_or_out_of_sight(string statements) => Verify<OverfetchedEntity>.Silent(Shop.Async(statements), Shop.Setup);
}
