using System.Threading.Channels;
using Clean.Orders;
using Grpc.Core;
using Microsoft.AspNetCore.SignalR;

namespace Clean;

public sealed class CorrelationMiddleware(RequestDelegate next, ILogger<CorrelationMiddleware> logger)
{
    private const string Header = "X-Correlation-Id";

    public async Task InvokeAsync(HttpContext context)
    {
        var id = context.Request.Headers[Header].FirstOrDefault() ?? context.TraceIdentifier;
        context.Response.OnStarting(() =>
        {
            context.Response.Headers[Header] = id;
            return Task.CompletedTask;
        });

        using (logger.BeginScope(new Dictionary<string, object> { ["CorrelationId"] = id })) await next(context);
    }
}

public sealed record StockRequest(string Sku);

public sealed record StockReply(int Quantity);

/// <summary>What a generated service base looks like.</summary>
public static class Stock
{
    public static void BindService(ServiceBinderBase binder, StockBase? service) { }

    [BindServiceMethod(typeof(Stock), nameof(BindService))]
    public abstract class StockBase
    {
        public virtual Task<StockReply> Get(StockRequest request, ServerCallContext context) =>
            throw new RpcException(new Status(StatusCode.Unimplemented, ""));
    }
}

public sealed class StockService(IReportStore reports) : Stock.StockBase
{
    public override async Task<StockReply> Get(StockRequest request, ServerCallContext context)
    {
        var lines = await reports.SearchAsync(request.Sku, 100, context.CancellationToken);
        return new StockReply(lines.Sum(line => line.Quantity));
    }
}

public sealed class OrderHub(IOrderStore store) : Hub
{
    public async Task Watch(Guid orderId)
    {
        if (await store.FindAsync(orderId, Context.ConnectionAborted) is null) throw new HubException("There is no such order.");
        await Groups.AddToGroupAsync(Context.ConnectionId, orderId.ToString(), Context.ConnectionAborted);
    }
}

/// <summary>Work handed over inside the process: a bounded channel, so that pressure reaches the producer.</summary>
public sealed class WorkQueue
{
    private readonly Channel<Func<CancellationToken, Task>> _channel =
        Channel.CreateBounded<Func<CancellationToken, Task>>(new BoundedChannelOptions(100) { FullMode = BoundedChannelFullMode.Wait });

    public ValueTask EnqueueAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken) =>
        _channel.Writer.WriteAsync(work, cancellationToken);

    public IAsyncEnumerable<Func<CancellationToken, Task>> ReadAllAsync(CancellationToken cancellationToken) => _channel.Reader.ReadAllAsync(cancellationToken);
}

public sealed class WorkQueueService(WorkQueue queue, ILogger<WorkQueueService> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var work in queue.ReadAllAsync(stoppingToken))
        {
            try
            {
                await work(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                logger.LogError(exception, "A piece of work failed");
            }
        }
    }
}
