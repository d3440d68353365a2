using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Storefront.Api.Auth;
using Storefront.Api.Data;
using Storefront.Api.Notifications;

namespace Storefront.Api.Orders;

[ApiController]
[Route("api/orders")]
[Authorize]
public class OrdersController : ControllerBase
{
    private readonly StorefrontDb _db;
    private readonly OrderService _orders;
    private readonly Outbox _outbox;

    public OrdersController(StorefrontDb db, OrderService orders, Outbox outbox)
    {
        _db = db;
        _orders = orders;
        _outbox = outbox;
    }

    [HttpGet]
    public async Task<ActionResult<List<OrderSummary>>> Mine()
    {
        var customerId = User.CustomerId();
        return await _db.Orders.AsNoTracking()
            .Where(o => o.CustomerId == customerId)
            .OrderBy(o => o.Id)
            .Select(o => new OrderSummary(o.Id, o.Status.ToString(), o.PlacedAt, o.Lines.Count))
            .ToListAsync();
    }

    [HttpGet("{id:int}")]
    public async Task<ActionResult<OrderView>> Get(int id, CancellationToken cancellationToken)
    {
        var order = await _orders.FindAsync(id, User.CustomerId(), cancellationToken);
        return order is null ? NotFound() : order;
    }

    [HttpPost]
    public async Task<IActionResult> Place(PlaceOrder request, CancellationToken cancellationToken)
    {
        var (order, problem) = await _orders.PlaceAsync(User.CustomerId(), request, cancellationToken);
        return order is null ? UnprocessableEntity(new { problem }) : CreatedAtAction(nameof(Get), new { id = order.Id }, order);
    }

    [HttpPost("{id:int}/cancel")]
    public async Task<IActionResult> Cancel(int id, CancellationToken cancellationToken) =>
        await _orders.CancelAsync(id, User.CustomerId(), cancellationToken) ? NoContent() : NotFound();

    [HttpPost("{id:int}/remind")]
    public async void Remind(int id) => await _outbox.QueueAsync(new Mail("orders@example.com", $"Order {id} is waited for"));
}
