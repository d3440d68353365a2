namespace Storefront.Api.Payments;

/// <summary>Nobody waits for a payment overnight.</summary>
public class ConfirmationSweeper(PaymentConfirmations confirmations) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await Task.Delay(TimeSpan.FromHours(8));
            confirmations.ForgetAll();
        }
    }
}
