namespace Storefront.Api.Notifications;

/// <summary>Sends what is in the outbox; the demo's mail server is the log.</summary>
public class MailWorker(Outbox outbox, ILogger<MailWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var mail in outbox.ReadAllAsync(stoppingToken))
        {
            try
            {
                await SendAsync(mail, stoppingToken);
            }
            catch (Exception e)
            {
                logger.LogError(e, "Could not send to {To}", mail.To);
            }
        }
    }

    private async Task SendAsync(Mail mail, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(Limit);
        await Task.Delay(20, limit.Token);
        logger.LogInformation("{Subject} sent to {To}", mail.Subject, mail.To);
    }
}
