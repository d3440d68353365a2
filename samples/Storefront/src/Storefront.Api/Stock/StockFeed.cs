using Storefront.Api.Data;
using Dapper;

namespace Storefront.Api.Stock;

/// <summary>What the stock is worth, reckoned anew every minute.</summary>
public class StockFeed(Connections connections, ILogger<StockFeed> logger) : IHostedService
{
    private Task? _running;
    private bool _stopped;

    public long Cents { get; private set; }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _running = Task.Factory.StartNew(async () => await RunAsync(), TaskCreationOptions.LongRunning);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _stopped = true;
        return Task.CompletedTask;
    }

    public Task<long> ValueAsync()
    {
        using var connection = connections.Open();
        return connection.ExecuteScalarAsync<long>("SELECT SUM(OnHand * PriceCents) FROM Products WHERE Discontinued = 0");
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1));
        while (!_stopped && await timer.WaitForNextTickAsync())
        {
            Cents = await ValueAsync();
            logger.LogInformation("The stock is worth {Cents}", Cents);
        }
    }
}
