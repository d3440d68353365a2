using Storefront.Api.Domain;

namespace Storefront.Api.Orders;

public record PlaceOrder(IReadOnlyList<PlaceOrderLine> Lines, string? Coupon);

public record PlaceOrderLine(int ProductId, int Quantity);

public record OrderView(int Id, string Status, decimal Goods, decimal Discount, decimal Shipping, decimal Total, decimal TaxIncluded)
{
    public static OrderView Of(Order order, int taxPercent) => new(
        order.Id,
        order.Status.ToString(),
        order.GoodsCents / 100m,
        order.DiscountCents / 100m,
        order.ShippingCents / 100m,
        order.TotalCents / 100m,
        Pricing.TaxIncluded(order.TotalCents, taxPercent) / 100m);
}

public record OrderSummary(int Id, string Status, DateTime PlacedAt, int Lines);
