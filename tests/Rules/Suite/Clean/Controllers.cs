using Clean.Orders;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Clean;

[ApiController]
[Authorize]
[Route("v1/customers/{customerId:guid}/orders")]
public sealed class CustomerOrdersController(IOrderStore store, ILogger<CustomerOrdersController> logger) : ControllerBase
{
    [HttpGet]
    public async Task<ActionResult<IReadOnlyList<OrderDetails>>> List(Guid customerId, [FromQuery] int page = 0, CancellationToken cancellationToken = default)
    {
        var orders = await store.OfCustomerAsync(customerId, page, cancellationToken);
        return Ok(orders);
    }

    [HttpGet("export")]
    public IAsyncEnumerable<OrderDetails> Export(Guid customerId, CancellationToken cancellationToken) => store.StreamAsync(customerId, cancellationToken);

    [HttpDelete("{id:guid}")]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> Cancel(Guid customerId, Guid id, CancellationToken cancellationToken)
    {
        if (!await store.CancelAsync(customerId, id, cancellationToken)) return NotFound();
        logger.LogInformation("Order {OrderId} of {CustomerId} is cancelled", id, customerId);
        return NoContent();
    }

    [NonAction]
    public string Describe(Guid id) => $"order {id}";
}
