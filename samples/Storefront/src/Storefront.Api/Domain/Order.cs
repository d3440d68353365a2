namespace Storefront.Api.Domain;

public enum OrderStatus
{
    Placed,
    Paid,
    Shipped,
    Cancelled,
}

public class Order
{
    public int Id { get; set; }
    public int CustomerId { get; set; }
    public Customer? Customer { get; set; }
    public OrderStatus Status { get; private set; } = OrderStatus.Placed;
    public DateTime PlacedAt { get; set; }
    public int ShippingCents { get; set; }
    public int DiscountCents { get; set; }
    public List<OrderLine> Lines { get; set; } = [];
    public List<Payment> Payments { get; set; } = [];

    public int GoodsCents => Lines.Sum(l => l.Quantity * l.UnitPriceCents);
    public int TotalCents => GoodsCents - DiscountCents + ShippingCents;
    public int DueCents => TotalCents - Payments.Where(p => p.Status == PaymentStatus.Approved).Sum(p => p.AmountCents);

    public void Cancel() => Move(OrderStatus.Cancelled, OrderStatus.Placed, OrderStatus.Paid);

    public void MarkPaid() => Move(OrderStatus.Paid, OrderStatus.Placed);

    public void MarkShipped() => Move(OrderStatus.Shipped, OrderStatus.Paid);

    private void Move(OrderStatus to, params ReadOnlySpan<OrderStatus> from)
    {
        if (!from.Contains(Status)) throw new InvalidOperationException($"An order that is {Status} cannot become {to}.");
        Status = to;
    }
}

public class OrderLine
{
    public int Id { get; set; }
    public int OrderId { get; set; }
    public int ProductId { get; set; }
    public Product? Product { get; set; }
    public int Quantity { get; set; }
    public int UnitPriceCents { get; set; }
}
