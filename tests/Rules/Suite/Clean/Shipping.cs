using System.ComponentModel.DataAnnotations;
using System.Net;
using Clean.Orders;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Clean.Shipping;

public sealed class ShippingOptions
{
    public const string Section = "Shipping";

    [Required]
    public Uri? CarrierUrl { get; init; }

    [Range(1, 1000)]
    public int BatchSize { get; init; } = 100;

    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(5);
}

public sealed class CarrierClient(HttpClient client)
{
    private sealed record Estimate(DateOnly Day);

    public async Task<DateOnly?> EstimateAsync(int parcels, CancellationToken cancellationToken)
    {
        using var response = await client.GetAsync($"estimates?parcels={parcels}", HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound) return null;
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<Estimate>(cancellationToken))?.Day;
    }

    public async Task ReserveAsync(string sku, int quantity, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(TimeSpan.FromSeconds(2));
        using var response = await client.PostAsJsonAsync("reservations", new { sku, quantity }, timeout.Token);
        response.EnsureSuccessStatusCode();
    }

    public async Task ReleaseAsync(string sku, int quantity, CancellationToken cancellationToken)
    {
        using var response = await client.DeleteAsync($"reservations/{Uri.EscapeDataString(sku)}?quantity={quantity}", cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    public Task SendAsync(string body, CancellationToken cancellationToken) =>
        client.PostAsync("events", new StringContent(body), cancellationToken);
}

/// <summary>Sends what the outbox holds: a scope for each round, so that no context grows old.</summary>
public sealed class OutboxRelay(IServiceScopeFactory scopes, IOptions<ShippingOptions> options, ILogger<OutboxRelay> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.Interval);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RelayAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                logger.LogError(exception, "The outbox is not relayed; trying again in {Interval}", options.Value.Interval);
            }
        }
    }

    private async Task RelayAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<ShopContext>();
        var carrier = scope.ServiceProvider.GetRequiredService<CarrierClient>();
        var time = scope.ServiceProvider.GetRequiredService<TimeProvider>();

        var messages = await context.Outbox.Where(message => message.SentAt == null)
            .OrderBy(message => message.Id)
            .Take(options.Value.BatchSize)
            .ToListAsync(cancellationToken);
        foreach (var message in messages)
        {
            await carrier.SendAsync(message.Body, cancellationToken);
            message.SentAt = time.GetUtcNow();
        }

        await context.SaveChangesAsync(cancellationToken);
    }
}
