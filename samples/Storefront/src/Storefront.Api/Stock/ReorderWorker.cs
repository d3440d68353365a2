using Microsoft.EntityFrameworkCore;
using Storefront.Api.Data;
using Storefront.Api.Domain;

namespace Storefront.Api.Stock;

/// <summary>Orders what runs low from the warehouse.</summary>
public class ReorderWorker(IServiceScopeFactory scopes, IConfiguration configuration, TimeProvider clock, ILogger<ReorderWorker> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var interval = configuration.GetValue("Stock:ReorderEvery", TimeSpan.FromMinutes(10));
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(interval);
            try
            {
                await ReorderAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                logger.LogError(e, "Could not reorder");
            }
        }
    }

    private async Task ReorderAsync(CancellationToken stoppingToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<StorefrontDb>();
        var low = await db.Products.Where(p => !p.Discontinued && p.OnHand <= p.ReorderAt).ToListAsync(stoppingToken);
        foreach (var product in low)
        {
            var change = product.ReorderAt * 2;
            product.OnHand += change;
            db.StockMovements.Add(new StockMovement { ProductId = product.Id, Change = change, Reason = "reorder", At = clock.GetUtcNow().UtcDateTime });
        }

        await db.SaveChangesAsync();
        logger.LogInformation("{Count} products reordered", low.Count);
    }
}
