using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;

namespace Clean.Orders;

public sealed class Order
{
    public Guid Id { get; init; }
    public Guid CustomerId { get; init; }
    public DateTimeOffset PlacedAt { get; init; }
    public bool IsCancelled { get; set; }
    public List<Line> Lines { get; } = [];
}

public sealed class Line
{
    public int Id { get; init; }
    public required string Sku { get; init; }
    public int Quantity { get; init; }
}

public sealed class OutboxMessage
{
    public long Id { get; init; }
    public required string Body { get; init; }
    public DateTimeOffset? SentAt { get; set; }
}

public sealed class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options)
{
    public DbSet<Order> Orders => Set<Order>();

    public DbSet<OutboxMessage> Outbox => Set<OutboxMessage>();

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.Entity<Order>().HasIndex(order => new { order.CustomerId, order.PlacedAt });
        model.Entity<Order>().HasMany(order => order.Lines).WithOne().OnDelete(DeleteBehavior.Cascade);
        model.Entity<OutboxMessage>().HasIndex(message => message.SentAt);
        model.Entity<OutboxMessage>().Property(message => message.Body).HasColumnType("jsonb");
    }
}

public sealed record OrderDetails(Guid Id, DateTimeOffset PlacedAt, int Lines);

public interface IOrderStore
{
    Task<OrderDetails?> FindAsync(Guid id, CancellationToken cancellationToken);

    Task<IReadOnlyList<OrderDetails>> OfCustomerAsync(Guid customerId, int page, CancellationToken cancellationToken);

    IAsyncEnumerable<OrderDetails> StreamAsync(Guid customerId, CancellationToken cancellationToken);

    Task<bool> CancelAsync(Guid customerId, Guid id, CancellationToken cancellationToken);

    Task AddAsync(Order order, string message, CancellationToken cancellationToken);
}

public sealed class OrderStore(ShopContext context) : IOrderStore
{
    private const int PageSize = 50;

    public Task<OrderDetails?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        context.Orders.Where(order => order.Id == id)
            .Select(order => new OrderDetails(order.Id, order.PlacedAt, order.Lines.Count))
            .SingleOrDefaultAsync(cancellationToken);

    public async Task<IReadOnlyList<OrderDetails>> OfCustomerAsync(Guid customerId, int page, CancellationToken cancellationToken) =>
        await context.Orders.AsNoTracking()
            .Where(order => order.CustomerId == customerId)
            .OrderByDescending(order => order.PlacedAt)
            .Skip(page * PageSize)
            .Take(PageSize)
            .Select(order => new OrderDetails(order.Id, order.PlacedAt, order.Lines.Count))
            .ToListAsync(cancellationToken);

    public async IAsyncEnumerable<OrderDetails> StreamAsync(Guid customerId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var orders = context.Orders.AsNoTracking().Where(order => order.CustomerId == customerId).AsAsyncEnumerable();
        await foreach (var order in orders.WithCancellation(cancellationToken))
            yield return new OrderDetails(order.Id, order.PlacedAt, order.Lines.Count);
    }

    public async Task<bool> CancelAsync(Guid customerId, Guid id, CancellationToken cancellationToken)
    {
        // A value in an interpolated string is a parameter here.
        var changed = await context.Database.ExecuteSqlAsync(
            $"""UPDATE "Orders" SET "IsCancelled" = TRUE WHERE "Id" = {id} AND "CustomerId" = {customerId}""", cancellationToken);
        return changed == 1;
    }

    public async Task AddAsync(Order order, string message, CancellationToken cancellationToken)
    {
        // What is retried is the whole unit of work.
        await context.Database.CreateExecutionStrategy().ExecuteAsync(async token =>
        {
            await using var transaction = await context.Database.BeginTransactionAsync(token);
            context.Orders.Add(order);
            context.Outbox.Add(new OutboxMessage { Body = message });
            await context.SaveChangesAsync(token);
            await transaction.CommitAsync(token);
        }, cancellationToken);
    }
}
