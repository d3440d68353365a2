using Storefront.Api.Auth;
using Storefront.Api.Payments;
using Storefront.Api.Shipping;

namespace Storefront.Api.Orders;

public static class CheckoutEndpoints
{
    public static IEndpointRouteBuilder MapCheckout(this IEndpointRouteBuilder routes)
    {
        var checkout = routes.MapGroup("/checkout");

        checkout.MapGet("/shipping", async (string country, int grams, ShippingQuotes quotes, CancellationToken ct) =>
            Results.Ok(new { country, price = await quotes.CentsAsync(country, grams, ct) / 100m })).AllowAnonymous();

        checkout.MapGet("/shipping/estimate", (string country, int grams, ShippingQuotes quotes) =>
            Results.Ok(new { country, about = quotes.Estimate(country, grams) / 100m })).AllowAnonymous();

        checkout.MapGet("/coupons/{code}/terms", async (string code, CouponBook coupons, CancellationToken ct) =>
            Results.Text(await coupons.TermsAsync(code, ct))).AllowAnonymous();

        checkout.MapGet("/coupons/{id:int}", async (int id, CouponBook coupons, CancellationToken ct) =>
            await coupons.ByIdAsync(id, ct) is { } coupon ? Results.Ok(new { coupon.Code, coupon.PercentOff }) : Results.NotFound());

        checkout.MapGet("/confirmation/{reference}", async (string reference, PaymentConfirmations confirmations) =>
            Results.Ok(new { reference, confirmed = await confirmations.WaitAsync(reference, TimeSpan.FromMilliseconds(100)) })).AllowAnonymous();

        checkout.MapGet("/receipt/{id:int}", Receipt).RequireAuthorization();
        return routes;
    }

    private static async Task<IResult> Receipt(int id, HttpContext context, OrderService orders)
    {
        var order = await orders.FindAsync(id, context.User.CustomerId(), context.RequestAborted);
        return order is null
            ? Results.NotFound()
            : Results.Text($"Order {order.Id}\nGoods {order.Goods}\nShipping {order.Shipping}\nTotal {order.Total}\n");
    }
}
