using System.Text.Json;
using Clean.Shipping;
using MediatR;

namespace Clean.Orders;

public sealed record PlaceOrder(Guid CustomerId, IReadOnlyList<PlaceOrder.Item> Items) : IRequest<PlacedOrder>
{
    public const int MaxLines = 200;

    public sealed record Item(string Sku, int Quantity);
}

public sealed record PlacedOrder(Guid Id, DateOnly? Delivery);

public sealed class PlaceOrderHandler(IOrderStore store, CarrierClient carrier, TimeProvider time, ILogger<PlaceOrderHandler> logger)
    : IRequestHandler<PlaceOrder, PlacedOrder>
{
    public async Task<PlacedOrder> Handle(PlaceOrder request, CancellationToken cancellationToken)
    {
        if (request.Items.Count is 0 or > PlaceOrder.MaxLines) throw new ArgumentException("An order has between one and 200 lines.", nameof(request));

        // Two independent waits, together; each task is read after it is known to be complete.
        var delivery = carrier.EstimateAsync(request.Items.Count, cancellationToken);
        var stock = Task.WhenAll(request.Items.Take(PlaceOrder.MaxLines).Select(item => carrier.ReserveAsync(item.Sku, item.Quantity, cancellationToken)));
        await Task.WhenAll(delivery, stock);

        var order = new Order { Id = Guid.CreateVersion7(), CustomerId = request.CustomerId, PlacedAt = time.GetUtcNow() };
        order.Lines.AddRange(request.Items.Select(item => new Line { Sku = item.Sku, Quantity = item.Quantity }));
        var message = JsonSerializer.Serialize(new { order.Id, order.PlacedAt });

        try
        {
            await store.AddAsync(order, message, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Compensation runs to its end, whoever has gone.
            logger.LogError(exception, "Order {OrderId} is not stored; releasing {Count} reservations", order.Id, order.Lines.Count);
            foreach (var line in order.Lines) await carrier.ReleaseAsync(line.Sku, line.Quantity, CancellationToken.None);
            throw;
        }

        return new PlacedOrder(order.Id, await delivery);
    }
}
