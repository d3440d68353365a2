namespace Storefront.Api.Payments;

public interface IPaymentGateway
{
    Task<PaymentAnswer> ChargeAsync(string method, int amountCents, string orderReference, CancellationToken ct);

    Task NotifyAsync(string reference, CancellationToken ct);
}

public record PaymentAnswer(bool Approved, string Reference);

/// <summary>Approves what a demo can afford.</summary>
public class DemoPaymentGateway(ILogger<DemoPaymentGateway> logger) : IPaymentGateway
{
    private const int LimitCents = 100_000;

    public Task<PaymentAnswer> ChargeAsync(string method, int amountCents, string orderReference, CancellationToken ct) =>
        Task.FromResult(new PaymentAnswer(amountCents <= LimitCents, $"{method}-{orderReference}"));

    public Task NotifyAsync(string reference, CancellationToken ct)
    {
        logger.LogInformation("Receipt sent for {Reference}", reference);
        return Task.CompletedTask;
    }
}
