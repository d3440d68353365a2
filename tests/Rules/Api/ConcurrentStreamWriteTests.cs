using ArchitectAnalyzers.Rules.Api;
using ArchitectAnalyzers.Tests.Stubs;

namespace ArchitectAnalyzers.Tests.Api;

public class ConcurrentStreamWriteTests
{
    private static string In(string statements) => $$"""
        #pragma warning disable CS4014
        using Grpc.Core;

        public sealed class Catalog(Prices.PricesClient client, SemaphoreSlim gate) : Prices.PricesBase
        {
            private readonly List<IServerStreamWriter<PriceReply>> _subscribers = new();
            private static Task<PriceReply> LoadAsync(string sku) => Task.FromResult(new PriceReply());

            private static async Task SendAsync(IAsyncStreamWriter<PriceReply> to, List<PriceReply> all) { foreach (var r in all) await to.WriteAsync(r); }
            private async Task SendLockedAsync(IAsyncStreamWriter<PriceReply> to, PriceReply r) { await gate.WaitAsync(); try { await to.WriteAsync(r); } finally { gate.Release(); } }

            public override async Task Watch(PriceRequest request, IServerStreamWriter<PriceReply> responseStream, ServerCallContext context)
            {
                var replies = new List<PriceReply>();
                string[] skus = ["a", "b"];
                PriceReply first = new(), second = new();
                {{statements}}
                await Task.CompletedTask;
            }
        }
        """;

    [Theory]
    [InlineData("await Task.WhenAll(responseStream.WriteAsync(first), responseStream.[|WriteAsync|](second));")]
    [InlineData("await Task.WhenAll(replies.Select(r => responseStream.[|WriteAsync|](r)));")]
    [InlineData("await Task.WhenAll(replies.Select(r => responseStream.[|WriteAsync|](r, context.CancellationToken)));")]
    [InlineData("await Task.WhenAll(skus.Select(async sku => { var r = await LoadAsync(sku); await responseStream.[|WriteAsync|](r); }));")]
    [InlineData("await Task.WhenAll(skus.Select(async sku => await responseStream.[|WriteAsync|](await LoadAsync(sku))));")]
    [InlineData("var tasks = replies.Select(r => responseStream.[|WriteAsync|](r)).ToList(); await Task.WhenAll(tasks);")]
    [InlineData("var tasks = new List<Task>(); foreach (var r in replies) tasks.Add(responseStream.[|WriteAsync|](r)); await Task.WhenAll(tasks);")]
    [InlineData("await Parallel.ForEachAsync(skus, async (sku, token) => { var r = await LoadAsync(sku); await responseStream.[|WriteAsync|](r, token); });")]
    [InlineData("await Parallel.ForEachAsync(skus, context.CancellationToken, async (sku, token) => await responseStream.[|WriteAsync|](await LoadAsync(sku), token));")]
    [InlineData("Parallel.ForEach(replies, r => responseStream.[|WriteAsync|](r).Wait());")]
    [InlineData("foreach (var r in replies) { _ = responseStream.[|WriteAsync|](r); }")]
    [InlineData("foreach (var r in replies) responseStream.[|WriteAsync|](r);")]
    [InlineData("responseStream.[|WriteAsync|](first); await responseStream.WriteAsync(second);")]
    [InlineData("var one = responseStream.[|WriteAsync|](first); var two = responseStream.WriteAsync(second); await Task.WhenAll(one, two);")]
    [InlineData("replies.ForEach(r => responseStream.[|WriteAsync|](r));")]
    [InlineData("replies.AsParallel().ForAll(r => responseStream.[|WriteAsync|](r).GetAwaiter().GetResult());")]
    [InlineData("var prices = Task.Run(async () => { await responseStream.WriteAsync(first); }); var stock = Task.Run(async () => { await responseStream.[|WriteAsync|](second); }); await Task.WhenAll(prices, stock);")]
    [InlineData("using var call = client.Talk(); await Task.WhenAll(skus.Select(s => call.RequestStream.[|WriteAsync|](new PriceRequest { Sku = s }))); await call.RequestStream.CompleteAsync();")]
    [InlineData("using var call = client.Upload(); foreach (var sku in skus) _ = call.RequestStream.[|WriteAsync|](new PriceRequest { Sku = sku });")]
    [InlineData("await Task.WhenAll(SendAsync(responseStream, replies), [|SendAsync|](responseStream, replies));")]
    [InlineData("await Task.WhenAll([SendAsync(responseStream, replies), [|SendAsync|](responseStream, replies)]);")]
    [InlineData("var beat = Task.Run(async () => { while (true) { await responseStream.WriteAsync(first); await Task.Delay(1000); } }); foreach (var r in replies) { await responseStream.[|WriteAsync|](r); } await beat;")]
    [InlineData("var beat = SendAsync(responseStream, replies); while (!beat.IsCompleted) await responseStream.[|WriteAsync|](second); await beat;")]
    [InlineData("_ = BeatAsync(); await responseStream.[|WriteAsync|](second); await responseStream.WriteAsync(first); async Task BeatAsync() { await responseStream.WriteAsync(first); }")]
    [InlineData("var sending = skus.Select(sku => [|SendAsync|](responseStream, replies)); await Task.WhenAll(sending);")]
    [InlineData("await Task.WhenAll(skus.Select(sku => [|SendAsync|](responseStream, replies)));")]
    [InlineData("var sending = skus.Select(async sku => await [|SendAsync|](responseStream, replies)); await Task.WhenAll(sending);")]
    [InlineData("var sending = new List<Task>(); foreach (var sku in skus) { sending.Add([|SendAsync|](responseStream, replies)); } await Task.WhenAll(sending);")]
    [InlineData("await Parallel.ForEachAsync(skus, async (sku, token) => await [|SendAsync|](responseStream, replies));")]
    public Task Reports_writes_that_overlap(string statements) => Verify<ConcurrentStreamWrite>.Reports(In(statements), GrpcClients.Setup);

    [Theory]
    [InlineData("foreach (var r in replies) await responseStream.WriteAsync(r);")]
    [InlineData("await responseStream.WriteAsync(first); await responseStream.WriteAsync(second, context.CancellationToken);")]
    [InlineData("var loaded = await Task.WhenAll(skus.Select(LoadAsync)); foreach (var r in loaded) await responseStream.WriteAsync(r);")]
    [InlineData("await Task.WhenAll(_subscribers.Select(s => s.WriteAsync(first)));")]
    [InlineData("foreach (var subscriber in _subscribers) _ = subscriber.WriteAsync(first);")]
    [InlineData("var tasks = new List<Task>(); foreach (var s in _subscribers) tasks.Add(s.WriteAsync(first)); await Task.WhenAll(tasks);")]
    [InlineData("await Parallel.ForEachAsync(skus, async (sku, token) => { var r = await LoadAsync(sku); await gate.WaitAsync(token); try { await responseStream.WriteAsync(r, token); } finally { gate.Release(); } });")]
    [InlineData("await Task.WhenAll(skus.Select(async sku => { var r = await LoadAsync(sku); await gate.WaitAsync(); try { await responseStream.WriteAsync(r); } finally { gate.Release(); } }));")]
    [InlineData("await Parallel.ForEachAsync(skus, new ParallelOptions { MaxDegreeOfParallelism = 1 }, async (sku, token) => await responseStream.WriteAsync(await LoadAsync(sku), token));")]
    [InlineData("await Parallel.ForEachAsync(skus, async (sku, token) => { using var call = client.Talk(cancellationToken: token); await call.RequestStream.WriteAsync(new PriceRequest { Sku = sku }, token); });")]
    [InlineData("var one = responseStream.WriteAsync(first); await one; await responseStream.WriteAsync(second);")]
    [InlineData("using var call = client.Talk(); await Task.WhenAll(responseStream.WriteAsync(first), call.RequestStream.WriteAsync(request));")]
    [InlineData("var writing = Task.Run(async () => { foreach (var r in replies) await responseStream.WriteAsync(r); }); await writing;")]
    [InlineData("await Task.Run(async () => await responseStream.WriteAsync(first)); await Task.Run(async () => await responseStream.WriteAsync(second));")]
    [InlineData("var last = responseStream.WriteAsync(first); await last.WaitAsync(TimeSpan.FromSeconds(1));")]
    [InlineData("var file = new StreamWriter(Stream.Null); await Task.WhenAll(skus.Select(s => file.WriteAsync(s)));")]
    [InlineData("await Task.WhenAll(SendLockedAsync(responseStream, first), SendLockedAsync(responseStream, second));")]
    [InlineData("await Task.WhenAll(SendAsync(responseStream, replies), SendAsync(_subscribers[0], replies));")]
    [InlineData("await SendAsync(responseStream, replies); await SendAsync(responseStream, replies);")]
    [InlineData("var beat = SendAsync(responseStream, replies); await beat; await responseStream.WriteAsync(second);")]
    [InlineData("var beat = SendAsync(responseStream, replies); await Task.WhenAll(beat, Task.Delay(1)); await responseStream.WriteAsync(second);")]
    [InlineData("var beat = SendLockedAsync(responseStream, first); await gate.WaitAsync(); try { await responseStream.WriteAsync(second); } finally { gate.Release(); } await beat;")]
    [InlineData("if (skus.Length == 0) { _ = SendAsync(responseStream, replies); return; } await responseStream.WriteAsync(second);")]
    [InlineData("using var call = client.Talk(); var reading = Task.Run(async () => { while (await call.ResponseStream.MoveNext(default)) { } }); await call.RequestStream.WriteAsync(request); await reading;")]
    [InlineData("await Task.WhenAll(_subscribers.Select(s => SendAsync(s, replies)));")]
    [InlineData("await Task.WhenAll(skus.Select(sku => SendLockedAsync(responseStream, first)));")]
    [InlineData("foreach (var sku in skus) { await SendAsync(responseStream, replies); } await Task.WhenAll(skus.Select(LoadAsync));")]
    [InlineData("await Parallel.ForEachAsync(skus, async (sku, token) => { await gate.WaitAsync(token); try { await SendAsync(responseStream, replies); } finally { gate.Release(); } });")]
    [InlineData("var sending = new List<Task>(); sending.Add(SendAsync(responseStream, replies)); await Task.WhenAll(sending);")]
    public Task Stays_silent(string statements) => Verify<ConcurrentStreamWrite>.Silent(In(statements), GrpcClients.Setup);

    [Theory]
    [InlineData("foreach (var r in replies) { _ = responseStream.WriteAsync(r); }")]
    [InlineData("_ = responseStream.WriteAsync(first); await responseStream.WriteAsync(second);")]
    [InlineData("Task.Run(() => { foreach (var r in replies) responseStream.WriteAsync(r); }).Wait();")]
    public Task Is_the_one_that_speaks_of_a_write_let_go(string statements) =>
        Verify<ArchitectAnalyzers.Rules.Architecture.UnobservedTask>.Silent(In(statements), GrpcClients.Setup);
}
