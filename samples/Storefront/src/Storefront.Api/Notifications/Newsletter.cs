namespace Storefront.Api.Notifications;

/// <summary>Tells subscribers what is new.</summary>
public class Newsletter(Outbox outbox)
{
    private readonly List<string> _subscribers = ["ada@example.com", "cleo@example.com"];

    public async Task AnnounceAsync(string product, CancellationToken ct)
    {
        await outbox.QueueAsync(new Mail("press@example.com", "New in the shop: " + product), ct);
        _subscribers.ForEach(async to => await outbox.QueueAsync(new Mail(to, "New in the shop: " + product), ct));
    }
}
