using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Storefront.Api.Notifications;

public record Mail(string To, string Subject);

/// <summary>Mails that wait to be sent.</summary>
public class Outbox
{
    private readonly Channel<Mail> _mails = Channel.CreateBounded<Mail>(1_000);

    public async Task QueueAsync(Mail mail, CancellationToken ct = default) => await _mails.Writer.WriteAsync(mail, ct);

    public async IAsyncEnumerable<Mail> ReadAllAsync([EnumeratorCancellation] CancellationToken ct = default)
    {
        while (await _mails.Reader.WaitToReadAsync(ct))
            while (_mails.Reader.TryRead(out var mail)) yield return mail;
    }
}
