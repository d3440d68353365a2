using System.Collections.Concurrent;

namespace Storefront.Api.Payments;

/// <summary>Lets a checkout page wait until the payment provider has called back.</summary>
public class PaymentConfirmations
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<bool>> _waiting = new();

    public async Task<bool> WaitAsync(string reference, TimeSpan limit)
    {
        var confirmed = _waiting.GetOrAdd(reference, new TaskCompletionSource<bool>());
        var timeout = new CancellationTokenSource(limit);
        timeout.Token.Register(() => confirmed.TrySetResult(false));
        return await confirmed.Task;
    }

    public void ForgetAll() => _waiting.Clear();

    public void Confirm(string reference)
    {
        if (_waiting.TryRemove(reference, out var confirmed)) confirmed.TrySetResult(true);
    }
}
