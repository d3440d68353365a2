using Microsoft.AspNetCore.Mvc;

namespace Defects;

[ApiController]
[Route("orders")]
public class OrdersController(Orders orders) : ControllerBase
{
    [HttpGet("count")]
    public ActionResult<int> Count() => orders.CountAsync(CancellationToken.None).Result;

    [HttpGet("{customer}")]
    public async Task<ActionResult<string>> Get(string customer, CancellationToken cancellationToken)
    {
        var count = await orders.CountAsync();
        return await orders.NameAsync(customer, cancellationToken) + count;
    }
}
