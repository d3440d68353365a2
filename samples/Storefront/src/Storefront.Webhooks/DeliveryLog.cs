namespace Storefront.Webhooks;

public class DeliveryLog
{
    private const int Kept = 100;
    private readonly Lock _gate = new();
    private readonly LinkedList<PaymentEvent> _recent = new();

    public bool TryRecord(PaymentEvent paymentEvent)
    {
        lock (_gate)
        {
            _recent.AddFirst(paymentEvent);
            if (_recent.Count > Kept) _recent.RemoveLast();
            return true;
        }
    }

    public PaymentEvent[] Recent()
    {
        lock (_gate) return [.. _recent];
    }
}
