using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Storefront.Api.Data;

namespace Storefront.Api.Customers;

[ApiController]
[Route("api/customers")]
[Authorize("staff")]
public class CustomersController(StorefrontDb db, CustomerQueries queries, LoyaltyProgram loyalty) : ControllerBase
{
    [HttpGet("{id:int}")]
    public async Task<ActionResult<CustomerView>> Get(int id)
    {
        var customer = await db.Customers.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id);
        if (customer is null) return NotFound();

        var orders = await db.Orders.CountAsync(o => o.CustomerId == id);
        return new CustomerView(customer.Id, customer.Name, customer.City, customer.Country, orders);
    }

    [HttpGet]
    public async Task<ActionResult<IReadOnlyList<CustomerRow>>> InCity(string city, CancellationToken ct) =>
        Ok(await queries.InCityAsync(city, ct));

    [HttpGet("by-ids")]
    public async Task<ActionResult<IReadOnlyList<CustomerRow>>> ByIds([FromQuery] int[] id, CancellationToken ct) =>
        Ok(await queries.ByIdsAsync(id, ct));

    [HttpGet("{id:int}/loyalty")]
    public ActionResult<LoyaltyView> Loyalty(int id)
    {
        var points = loyalty.PointsAsync(id).Result;
        return new LoyaltyView(id, points, LoyaltyProgram.Tier(points));
    }

    [HttpPut("{id:int}/city")]
    public async Task<IActionResult> Move(int id, MoveCustomer body, CancellationToken ct)
    {
        var customer = await db.Customers.SingleOrDefaultAsync(c => c.Id == id, ct);
        if (customer is null) return NotFound();

        customer.City = body.City;
        customer.Country = body.Country;
        await db.SaveChangesAsync();
        return NoContent();
    }
}

public record CustomerView(int Id, string Name, string City, string Country, int Orders);

public record LoyaltyView(int CustomerId, int Points, string Tier);

public record MoveCustomer(string City, string Country);
