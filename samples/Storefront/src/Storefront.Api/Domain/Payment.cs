namespace Storefront.Api.Domain;

public enum PaymentStatus
{
    Approved,
    Declined,
}

public class Payment
{
    public int Id { get; set; }
    public int OrderId { get; set; }
    public int AmountCents { get; set; }
    public required string Method { get; set; }
    public PaymentStatus Status { get; set; }
    public required string Reference { get; set; }
}
