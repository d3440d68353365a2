namespace Storefront.Api.Shipping;

/// <summary>Stands in for the carrier, so that the demo works on a train.</summary>
public static class CarrierStub
{
    private static readonly SortedDictionary<string, int> BaseCents = new() { ["DE"] = 490, ["FR"] = 690, ["NL"] = 590 };

    public static IEndpointRouteBuilder MapCarrierStub(this IEndpointRouteBuilder routes)
    {
        var carrier = routes.MapGroup("/dev/carrier").AllowAnonymous();
        carrier.MapGet("/rates", async (string country, int grams, CancellationToken ct) =>
        {
            await Task.Delay(20, ct);
            return BaseCents.TryGetValue(country, out var cents)
                ? Results.Ok(new CarrierRate(country, cents + grams / 1000 * 150))
                : Results.NotFound();
        });
        carrier.MapGet("/countries", () => BaseCents.Keys);
        return routes;
    }
}
