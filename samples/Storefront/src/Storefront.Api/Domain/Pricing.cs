namespace Storefront.Api.Domain;

public class Coupon
{
    public int Id { get; set; }
    public required string Code { get; set; }
    public int PercentOff { get; set; }
    public DateTime ExpiresOn { get; set; }

    public bool IsValidOn(DateTime day) => day.Date <= ExpiresOn.Date;
}

public static class Pricing
{
    private const int FreeShippingFromCents = 15_000;

    public static int Discount(int goodsCents, Coupon? coupon, DateTime today) =>
        coupon is not null && coupon.IsValidOn(today) ? goodsCents * coupon.PercentOff / 100 : 0;

    public static int Shipping(int goodsCents, int carrierCents) => goodsCents >= FreeShippingFromCents ? 0 : carrierCents;

    public static int TaxIncluded(int totalCents, int percent) => totalCents - totalCents * 100 / (100 + percent);
}
