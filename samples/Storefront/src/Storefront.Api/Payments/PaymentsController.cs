using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Storefront.Api.Auth;
using Storefront.Api.Data;
using Storefront.Api.Domain;

namespace Storefront.Api.Payments;

[ApiController]
[Route("api/orders/{orderId:int}/payments")]
[Authorize]
public class PaymentsController(StorefrontDb db, IPaymentGateway gateway) : ControllerBase
{
    [HttpGet]
    public async Task<ActionResult<List<PaymentView>>> List(int orderId)
    {
        var customerId = User.CustomerId();
        if (!await db.Orders.AnyAsync(o => o.Id == orderId && o.CustomerId == customerId)) return NotFound();

        return await db.Payments.AsNoTracking()
            .Where(p => p.OrderId == orderId)
            .OrderBy(p => p.Id)
            .Select(p => new PaymentView(p.Reference, p.Status.ToString(), p.AmountCents / 100m))
            .ToListAsync();
    }

    [HttpPost]
    public async Task<ActionResult<PaymentView>> Pay(int orderId, PayOrder body, CancellationToken ct)
    {
        var customerId = User.CustomerId();
        var order = await db.Orders
            .Include(o => o.Lines)
            .Include(o => o.Payments)
            .SingleOrDefaultAsync(o => o.Id == orderId && o.CustomerId == customerId, ct);
        if (order is null) return NotFound();
        if (order.Status != OrderStatus.Placed) return Conflict();

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var answer = await gateway.ChargeAsync(body.Method, order.DueCents, $"{order.Id:0000}", ct);
        var payment = new Payment
        {
            AmountCents = order.DueCents,
            Method = body.Method,
            Status = answer.Approved ? PaymentStatus.Approved : PaymentStatus.Declined,
            Reference = answer.Reference,
        };
        order.Payments.Add(payment);
        if (answer.Approved) order.MarkPaid();
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);

        // Paid: the receipt goes out, whoever is still listening.
        await gateway.NotifyAsync(answer.Reference, CancellationToken.None);
        return new PaymentView(payment.Reference, payment.Status.ToString(), payment.AmountCents / 100m);
    }
}

public record PayOrder(string Method);

public record PaymentView(string Reference, string Status, decimal Amount);
