using Microsoft.EntityFrameworkCore;
using Storefront.Api.Data;
using Storefront.Api.Domain;
using Storefront.Api.Shipping;

namespace Storefront.Api.Orders;

public class OrderService(StorefrontDb db, ShippingQuotes shipping, TaxTable taxes, TimeProvider clock, ILogger<OrderService> logger)
{
    public async Task<(OrderView? Order, string? Problem)> PlaceAsync(int customerId, PlaceOrder request, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var customer = await db.Customers.AsNoTracking().SingleAsync(c => c.Id == customerId, ct);
        var ids = request.Lines.Select(l => l.ProductId).ToList();
        var products = await db.Products.Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id);

        var order = new Order { CustomerId = customerId, PlacedAt = now };
        foreach (var line in request.Lines)
        {
            if (!products.TryGetValue(line.ProductId, out var product)) return (null, $"There is no product {line.ProductId}.");
            if (!product.CanSupply(line.Quantity)) return (null, $"{product.Name} is not available in that quantity.");

            product.OnHand -= line.Quantity;
            db.StockMovements.Add(new StockMovement { ProductId = product.Id, Change = -line.Quantity, Reason = "sale", At = now });
            order.Lines.Add(new OrderLine { ProductId = product.Id, Quantity = line.Quantity, UnitPriceCents = product.PriceCents });
        }

        if (order.Lines.Count == 0) return (null, "An order has at least one line.");

        var coupon = request.Coupon is null ? null : await db.Coupons.AsNoTracking().SingleOrDefaultAsync(c => c.Code == request.Coupon, ct);
        var grams = order.Lines.Sum(l => l.Quantity * products[l.ProductId].WeightGrams);
        order.DiscountCents = Pricing.Discount(order.GoodsCents, coupon, now);
        order.ShippingCents = Pricing.Shipping(order.GoodsCents, await shipping.CentsAsync(customer.Country, grams, ct));

        db.Orders.Add(order);
        await db.SaveChangesAsync();
        logger.LogInformation("Order {Order} placed by customer {Customer}", order.Id, customerId);
        return (OrderView.Of(order, taxes.PercentFor(customer.Country)), null);
    }

    public async Task<OrderView?> FindAsync(int id, int customerId, CancellationToken ct = default)
    {
        var order = await db.Orders.AsNoTracking()
            .Include(o => o.Lines)
            .Include(o => o.Customer)
            .SingleOrDefaultAsync(o => o.Id == id && o.CustomerId == customerId, ct);
        return order is null ? null : OrderView.Of(order, taxes.PercentFor(order.Customer!.Country));
    }

    public async Task<bool> CancelAsync(int id, int customerId, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var order = await db.Orders.Include(o => o.Lines).SingleOrDefaultAsync(o => o.Id == id && o.CustomerId == customerId, ct);
        if (order is null || order.Status is OrderStatus.Shipped or OrderStatus.Cancelled) return false;

        order.Cancel();
        foreach (var line in order.Lines)
        {
            await db.Products.Where(p => p.Id == line.ProductId)
                .ExecuteUpdateAsync(set => set.SetProperty(p => p.OnHand, p => p.OnHand + line.Quantity), ct);
        }

        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);

        // Cancelled for good: the note is written even if the customer has hung up.
        db.StockMovements.AddRange(order.Lines.Select(l => new StockMovement
        {
            ProductId = l.ProductId, Change = l.Quantity, Reason = "cancelled", At = clock.GetUtcNow().UtcDateTime,
        }));
        await db.SaveChangesAsync(CancellationToken.None);
        return true;
    }
}
