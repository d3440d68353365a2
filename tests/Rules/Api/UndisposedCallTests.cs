using ArchitectAnalyzers.CodeFixes.Api;
using ArchitectAnalyzers.Rules.Api;
using ArchitectAnalyzers.Tests.Stubs;

namespace ArchitectAnalyzers.Tests.Api;

public class UndisposedCallTests
{
    private static string In(string members) => $$"""
        using Grpc.Core;

        public sealed class Shelf(Prices.PricesClient client, PriceRequest request, CancellationToken token)
        {
            private AsyncServerStreamingCall<PriceReply>? _call;
            private IAsyncStreamReader<PriceReply>? _stream;
            private readonly List<IDisposable> _open = new();
            private static Task ReadAsync(IAsyncStreamReader<PriceReply> stream) => Task.CompletedTask;
            private static Task TakeAsync(AsyncServerStreamingCall<PriceReply> call) => Task.CompletedTask;

            {{members}}
        }
        """;

    private static string Async(string statements) => In("public async Task M() { " + statements + " await Task.CompletedTask; }");

    [Theory]
    [InlineData("var call = client.[|Watch|](request); await foreach (var reply in call.ResponseStream.ReadAllAsync(token)) Console.WriteLine(reply.Text);")]
    [InlineData("var call = client.[|Watch|](request, cancellationToken: token); while (await call.ResponseStream.MoveNext(token)) Console.WriteLine(call.ResponseStream.Current.Text);")]
    [InlineData("await foreach (var reply in client.[|Watch|](request).ResponseStream.ReadAllAsync(token)) Console.WriteLine(reply.Text);")]
    [InlineData("var call = client.[|Upload|](); await call.RequestStream.WriteAsync(request); await call.RequestStream.CompleteAsync(); var reply = await call;")]
    [InlineData("var call = client.[|Upload|](); await call.RequestStream.CompleteAsync(); var reply = await call.ResponseAsync;")]
    [InlineData("var call = client.[|Talk|](cancellationToken: token); await call.RequestStream.WriteAsync(request); await call.ResponseStream.MoveNext(token);")]
    [InlineData("var call = client.[|Talk|](); var reading = Task.Run(async () => { await foreach (var r in call.ResponseStream.ReadAllAsync()) { } }); await call.RequestStream.CompleteAsync(); await reading;")]
    [InlineData("AsyncServerStreamingCall<PriceReply> call; call = client.[|Watch|](request); await call.ResponseStream.MoveNext(token);")]
    [InlineData("var stream = client.[|Watch|](request).ResponseStream; await stream.MoveNext(token);")]
    [InlineData("_stream = client.[|Watch|](request).ResponseStream;")]
    [InlineData("client.[|Watch|](request);")]
    [InlineData("var call = client.[|Watch|](request); await ReadAsync(call.ResponseStream);")]
    [InlineData("try { var call = client.[|Watch|](request); await call.ResponseStream.MoveNext(token); } catch (RpcException) { }")]
    public Task Reports_a_call_that_nobody_disposes_of(string statements) => Verify<UndisposedCall>.Reports(Async(statements), GrpcClients.Setup);

    [Fact]
    public Task Disposes_of_a_call_whose_reader_is_awaited() => Verify<UndisposedCall, UndisposedCallFix>.Fixes("""
        using Grpc.Core;

        public sealed class Shelf(Prices.PricesClient client)
        {
            public async Task TalkAsync(PriceRequest request, CancellationToken token)
            {
                var call = client.[|Talk|](cancellationToken: token);
                var reading = Task.Run(async () =>
                {
                    await foreach (var reply in call.ResponseStream.ReadAllAsync(token)) Console.WriteLine(reply.Text);
                });
                await call.RequestStream.WriteAsync(request);
                await call.RequestStream.CompleteAsync();
                await reading;
            }
        }
        """, """
        using Grpc.Core;

        public sealed class Shelf(Prices.PricesClient client)
        {
            public async Task TalkAsync(PriceRequest request, CancellationToken token)
            {
                using var call = client.Talk(cancellationToken: token);
                var reading = Task.Run(async () =>
                {
                    await foreach (var reply in call.ResponseStream.ReadAllAsync(token)) Console.WriteLine(reply.Text);
                });
                await call.RequestStream.WriteAsync(request);
                await call.RequestStream.CompleteAsync();
                await reading;
            }
        }
        """, GrpcClients.Setup);

    [Theory]
    [InlineData("public IAsyncEnumerable<PriceReply> M() => client.[|Watch|](request).ResponseStream.ReadAllAsync(token);")]
    [InlineData("public async IAsyncEnumerable<string> M() { var call = client.[|Watch|](request); await foreach (var reply in call.ResponseStream.ReadAllAsync(token)) yield return reply.Text; }")]
    public Task Reports_in_members(string members) => Verify<UndisposedCall>.Reports(In(members), GrpcClients.Setup);

    [Theory]
    [InlineData("using var call = client.Watch(request); await foreach (var reply in call.ResponseStream.ReadAllAsync(token)) Console.WriteLine(reply.Text);")]
    [InlineData("using (var call = client.Watch(request)) { await call.ResponseStream.MoveNext(token); }")]
    [InlineData("using (client.Watch(request)) { }")]
    [InlineData("var call = client.Watch(request); try { await call.ResponseStream.MoveNext(token); } finally { call.Dispose(); }")]
    [InlineData("AsyncServerStreamingCall<PriceReply>? call = null; try { call = client.Watch(request); await call.ResponseStream.MoveNext(token); } finally { call?.Dispose(); }")]
    [InlineData("var call = client.Watch(request); using (call) await call.ResponseStream.MoveNext(token);")]
    [InlineData("_call = client.Watch(request);")]
    [InlineData("_call?.Dispose(); _call = client.Watch(request); await _call.ResponseStream.MoveNext(token);")]
    [InlineData("var call = client.Watch(request); _open.Add(call); await call.ResponseStream.MoveNext(token);")]
    [InlineData("await TakeAsync(client.Watch(request));")]
    [InlineData("var call = client.Watch(request); token.Register(call.Dispose); await call.ResponseStream.MoveNext(token);")]
    [InlineData("var reply = await client.GetAsync(request);")]
    [InlineData("var call = client.GetAsync(request); var reply = await call;")]
    public Task Stays_silent(string statements) => Verify<UndisposedCall>.Silent(Async(statements), GrpcClients.Setup);

    [Theory]
    [InlineData("public AsyncServerStreamingCall<PriceReply> M() => client.Watch(request);")]
    [InlineData("public AsyncServerStreamingCall<PriceReply> M() { var call = client.Watch(request); return call; }")]
    [InlineData("public (AsyncServerStreamingCall<PriceReply>, int) M() { var call = client.Watch(request); return (call, 1); }")]
    public Task Stays_silent_where_the_caller_owns_it(string members) => Verify<UndisposedCall>.Silent(In(members), GrpcClients.Setup);

    [Fact]
    public Task Puts_it_into_a_using() => Verify<UndisposedCall, UndisposedCallFix>.Fixes("""
        using Grpc.Core;

        public sealed class Shelf(Prices.PricesClient client)
        {
            public async Task WatchAsync(PriceRequest request, CancellationToken token)
            {
                // Listens.
                var call = client.[|Watch|](request, cancellationToken: token); // until the end
                await foreach (var reply in call.ResponseStream.ReadAllAsync(token)) Console.WriteLine(reply.Text);
            }

            public async Task ListAsync(PriceRequest request, CancellationToken token)
            {
                Console.WriteLine();

                // All of them.
                await foreach (var reply in client.[|Watch|](request, cancellationToken: token).ResponseStream.ReadAllAsync(token))
                {
                    Console.WriteLine(reply.Text);
                }
            }
        }
        """, """
        using Grpc.Core;

        public sealed class Shelf(Prices.PricesClient client)
        {
            public async Task WatchAsync(PriceRequest request, CancellationToken token)
            {
                // Listens.
                using var call = client.Watch(request, cancellationToken: token); // until the end
                await foreach (var reply in call.ResponseStream.ReadAllAsync(token)) Console.WriteLine(reply.Text);
            }

            public async Task ListAsync(PriceRequest request, CancellationToken token)
            {
                Console.WriteLine();
                using var call = client.Watch(request, cancellationToken: token);

                // All of them.
                await foreach (var reply in call.ResponseStream.ReadAllAsync(token))
                {
                    Console.WriteLine(reply.Text);
                }
            }
        }
        """, GrpcClients.Setup);

    [Theory]
    [InlineData("public IAsyncEnumerable<PriceReply> M() => client.[|Watch|](request).ResponseStream.ReadAllAsync(token);")]
    [InlineData("public async Task M() { var call = client.[|Talk|](); _ = Task.Run(async () => { await foreach (var r in call.ResponseStream.ReadAllAsync()) { } }); await call.RequestStream.CompleteAsync(); }")]
    [InlineData("public async Task M() { AsyncServerStreamingCall<PriceReply> call; call = client.[|Watch|](request); await call.ResponseStream.MoveNext(token); }")]
    [InlineData("public async Task M() { var call = client.[|Talk|](); var reading = Task.Run(async () => { await foreach (var r in call.ResponseStream.ReadAllAsync()) { } }); await Task.WhenAny(reading, Task.Delay(5)); }")]
    public Task Offers_no_fix_where_a_using_might_end_it_too_early(string members) =>
        Verify<UndisposedCall, UndisposedCallFix>.OffersNoFix(In(members), GrpcClients.Setup);
}
