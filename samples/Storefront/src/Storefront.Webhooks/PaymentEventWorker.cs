using System.Threading.Channels;

namespace Storefront.Webhooks;

public record PaymentEvent(string Reference, string Status);

public class PaymentEventWorker(Channel<PaymentEvent> events, DeliveryLog log) : BackgroundService
{
    private const int Attempts = 3;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var paymentEvent in events.Reader.ReadAllAsync(stoppingToken))
        {
            for (var attempt = 1; attempt <= Attempts && !log.TryRecord(paymentEvent); attempt++)
                await Task.Delay(TimeSpan.FromSeconds(attempt), stoppingToken);
        }
    }
}
