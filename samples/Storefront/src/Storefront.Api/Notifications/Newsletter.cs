namespace Storefront.Api.Notifications;

/// <summary>Tells subscribers what is new.</summary>
public class Newsletter(Outbox outbox)
{
    private readonly List<string> _subscribers = ["ada@example.com", "cleo@example.com"];

    public void Announce(string product)
    {
        _subscribers.ForEach(async to => await outbox.QueueAsync(new Mail(to, "New in the shop: " + product)));
    }

    public async void Thank(string customer)
    {
        await outbox.QueueAsync(new Mail(customer, "Thank you for your order"));
    }
}
