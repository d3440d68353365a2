using Clean.Orders;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Clean;

public static class OrderEndpoints
{
    public static IEndpointRouteBuilder MapOrders(this IEndpointRouteBuilder routes)
    {
        var orders = routes.MapGroup("/orders").RequireAuthorization().WithTags("Orders");

        orders.MapGet("/{id:guid}", async Task<Results<Ok<OrderDetails>, NotFound>> (Guid id, IOrderStore store, CancellationToken cancellationToken) =>
            await store.FindAsync(id, cancellationToken) is { } order ? TypedResults.Ok(order) : TypedResults.NotFound());

        orders.MapGet("/", Search).RequireRateLimiting("expensive");
        orders.MapPost("/", Place);

        // Nothing to wait for, so nothing to cancel.
        orders.MapGet("/limits", () => TypedResults.Ok(new { MaxLines = PlaceOrder.MaxLines }));
        return routes;
    }

    private static async Task<Ok<IReadOnlyList<OrderLine>>> Search(string? term, int? size, IReportStore reports, CancellationToken cancellationToken)
    {
        var lines = await reports.SearchAsync(term ?? "", Math.Clamp(size ?? 20, 1, 100), cancellationToken);
        return TypedResults.Ok(lines);
    }

    private static async Task<Created<PlacedOrder>> Place(PlaceOrder order, IMediator mediator, CancellationToken cancellationToken)
    {
        var placed = await mediator.Send(order, cancellationToken);
        return TypedResults.Created($"/orders/{placed.Id}", placed);
    }
}
