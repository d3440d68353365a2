using ArchitectAnalyzers.CodeFixes.Api;
using ArchitectAnalyzers.Rules.Api;
using ArchitectAnalyzers.Tests.Stubs;

namespace ArchitectAnalyzers.Tests.Api;

public class NoDeadlineTests
{
    private static Setup Fix(string key) => GrpcClients.Setup with { Key = key, FixAll = false };

    private static string In(string statements) => $$"""
        using Grpc.Core;
        using Grpc.Net.Client;

        public sealed class Shelf(Prices.PricesClient client, TimeProvider clock)
        {
            private readonly Prices.PricesClient _client = client;

            public async Task RunAsync(PriceRequest request, Metadata headers, CallOptions given, CancellationToken token)
            {
                {{statements}}
                await Task.CompletedTask;
            }
        }
        """;

    [Theory]
    [InlineData("var reply = await client.[|GetAsync|](request);")]
    [InlineData("var reply = await client.[|GetAsync|](new PriceRequest { Sku = \"a\" });")]
    [InlineData("var reply = await client.[|GetAsync|](request).ConfigureAwait(false);")]
    [InlineData("var reply = await client.[|GetAsync|](request).ResponseAsync;")]
    [InlineData("var reply = await _client.[|GetAsync|](request, headers);")]
    [InlineData("var reply = await this._client.[|GetAsync|](request, headers: headers);")]
    [InlineData("var reply = _client.[|Get|](request);")]
    [InlineData("var reply = await client.[|GetAsync|](request, null, null, default);")]
    [InlineData("var reply = await client.[|GetAsync|](request, deadline: null);")]
    [InlineData("var reply = await client.[|GetAsync|](request, cancellationToken: CancellationToken.None);")]
    [InlineData("var reply = await client.[|GetAsync|](request, new CallOptions());")]
    [InlineData("var reply = await client.[|GetAsync|](request, new CallOptions(headers));")]
    [InlineData("var reply = await client.[|GetAsync|](request, new CallOptions(headers: headers));")]
    [InlineData("var reply = await client.[|GetAsync|](request, default(CallOptions));")]
    [InlineData("var reply = await client.[|GetAsync|](request, new CallOptions().WithWaitForReady());")]
    [InlineData("var options = new CallOptions(headers); var reply = await client.[|GetAsync|](request, options);")]
    [InlineData("using var call = client.[|Watch|](request); await foreach (var reply in call.ResponseStream.ReadAllAsync(token)) { }")]
    [InlineData("using var call = client.[|Upload|](); await call.RequestStream.CompleteAsync();")]
    [InlineData("using var call = client.[|Talk|](headers);")]
    [InlineData("var reply = client?.[|Get|](request);")]
    [InlineData("var replies = await Task.WhenAll(new[] { request }.Select(async r => await client.[|GetAsync|](r)));")]
    [InlineData("async Task<PriceReply> Local() => await client.[|GetAsync|](request);")]
    [InlineData("var own = new Prices.PricesClient(GrpcChannel.ForAddress(\"https://prices\")); var reply = await own.[|GetAsync|](request);")]
    public Task Reports_a_call_with_neither_a_deadline_nor_a_token(string statements) => Verify<NoDeadline>.Reports(In(statements), GrpcClients.Setup);

    [Theory]
    [InlineData("var reply = await client.GetAsync(request, deadline: DateTime.UtcNow.AddSeconds(5));")]
    [InlineData("var reply = await client.GetAsync(request, deadline: clock.GetUtcNow().UtcDateTime.AddSeconds(5));")]
    [InlineData("var reply = await client.GetAsync(request, headers, DateTime.UtcNow.AddSeconds(5));")]
    [InlineData("var reply = await client.GetAsync(request, cancellationToken: token);")]
    [InlineData("var reply = await client.GetAsync(request, null, null, token);")]
    [InlineData("using var source = new CancellationTokenSource(5000); var reply = await client.GetAsync(request, cancellationToken: source.Token);")]
    [InlineData("var reply = await client.GetAsync(request, new CallOptions(deadline: DateTime.UtcNow.AddSeconds(5)));")]
    [InlineData("var reply = await client.GetAsync(request, new CallOptions(headers, DateTime.UtcNow.AddSeconds(5)));")]
    [InlineData("var reply = await client.GetAsync(request, new CallOptions(cancellationToken: token));")]
    [InlineData("var reply = await client.GetAsync(request, new CallOptions().WithDeadline(DateTime.UtcNow.AddSeconds(5)));")]
    [InlineData("var reply = await client.GetAsync(request, new CallOptions(headers).WithCancellationToken(token));")]
    [InlineData("var options = new CallOptions(headers).WithDeadline(DateTime.UtcNow.AddSeconds(5)); var reply = await client.GetAsync(request, options);")]
    [InlineData("var options = new CallOptions(headers); if (headers.Count > 1) options = options.WithDeadline(DateTime.UtcNow); var reply = await client.GetAsync(request, options);")]
    [InlineData("var reply = await client.GetAsync(request, given);")]
    [InlineData("var reply = client.Get(request, deadline: DateTime.UtcNow.AddSeconds(1));")]
    [InlineData("using var call = client.Watch(request, cancellationToken: token);")]
    [InlineData("using var call = client.Talk(deadline: DateTime.UtcNow.AddMinutes(5), cancellationToken: token);")]
    [InlineData("var name = nameof(client.GetAsync);")]
    [InlineData("System.Linq.Expressions.Expression<Func<Prices.PricesClient, object>> call = c => c.GetAsync(request, null, null, default);")]
    public Task Stays_silent(string statements) => Verify<NoDeadline>.Silent(In(statements), GrpcClients.Setup);

    [Fact]
    public Task Reports_where_an_interceptor_only_logs() => Verify<NoDeadline>.Reports("""
        using Grpc.Core;
        using Grpc.Core.Interceptors;

        public sealed class Shelf(Prices.PricesClient client)
        {
            public async Task<string> ReadAsync(string sku) => (await client.[|GetAsync|](new PriceRequest { Sku = sku })).Text;
        }

        public sealed class Logged(ILogger<Logged> logger) : Interceptor
        {
            public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
            {
                logger.LogInformation("{Method}", context.Method.FullName);
                return continuation(request, context);
            }
        }

        public static class Registration
        {
            public static void Add(IServiceCollection services) => services.AddGrpcClient<Prices.PricesClient>(o => o.Address = new Uri("https://prices")).AddInterceptor<Logged>();
        }
        """, GrpcClients.Setup);

    [Theory]
    [InlineData("services.AddGrpcClient<Prices.PricesClient>(o => o.Address = new Uri(\"https://prices\")).EnableCallContextPropagation();")]
    [InlineData("services.AddGrpcClient<Prices.PricesClient>(o => o.Address = new Uri(\"https://prices\")).EnableCallContextPropagation(o => o.SuppressContextNotFoundErrors = true);")]
    [InlineData("services.AddGrpcClient<Prices.PricesClient>(o => o.Address = new Uri(\"https://prices\")).AddInterceptor<Limited>(); } class Limited : Grpc.Core.Interceptors.Interceptor { public void Take(Grpc.Core.CallOptions o) => o.WithDeadline(DateTime.UtcNow);")]
    public Task Stays_silent_where_the_client_is_registered_with_a_limit(string registration) => Verify<NoDeadline>.Silent($$"""
        public sealed class Shelf(Prices.PricesClient client)
        {
            public async Task<string> ReadAsync(string sku) => (await client.GetAsync(new PriceRequest { Sku = sku })).Text;
        }

        public class Registration
        {
            public static void Add(IServiceCollection services) { {{registration}} }
        }
        """, GrpcClients.Setup);

    [Fact]
    public Task Reports_where_another_client_is_limited() => Verify<NoDeadline>.Reports("""
        public class Stock { public class StockClient : Grpc.Core.ClientBase<StockClient> { protected override StockClient NewInstance(ClientBaseConfiguration c) => this; } }

        public sealed class Shelf(Prices.PricesClient client)
        {
            public async Task<string> ReadAsync(string sku) => (await client.[|GetAsync|](new PriceRequest { Sku = sku })).Text;
        }

        public class Registration
        {
            public static void Add(IServiceCollection services) => services.AddGrpcClient<Stock.StockClient>().EnableCallContextPropagation();
        }
        """, GrpcClients.Setup);

    [Fact]
    public Task Sets_a_deadline() => Verify<NoDeadline, NoDeadlineFix>.Fixes("""
        using Grpc.Core;

        public sealed class Shelf(Prices.PricesClient client)
        {
            public async Task RunAsync(PriceRequest request, Metadata headers)
            {
                // One.
                await client.[|GetAsync|](request); // done
                await client.[|GetAsync|](request, headers);
                await client.[|GetAsync|](
                    request,
                    headers);
                await client.[|GetAsync|](request, null, null, default);
                await client.[|GetAsync|](request, new CallOptions(headers));
                await client.[|GetAsync|](request, new CallOptions());
                await client.[|GetAsync|](request, new CallOptions().WithWaitForReady());
                using var call = client.[|Talk|]();
            }
        }
        """, """
        using System;
        using Grpc.Core;

        public sealed class Shelf(Prices.PricesClient client)
        {
            public async Task RunAsync(PriceRequest request, Metadata headers)
            {
                // One.
                await client.GetAsync(request, deadline: DateTime.UtcNow.AddSeconds(30)); // done
                await client.GetAsync(request, headers, deadline: DateTime.UtcNow.AddSeconds(30));
                await client.GetAsync(
                    request,
                    headers,
                    deadline: DateTime.UtcNow.AddSeconds(30));
                await client.GetAsync(request, null, DateTime.UtcNow.AddSeconds(30), default);
                await client.GetAsync(request, new CallOptions(headers, deadline: DateTime.UtcNow.AddSeconds(30)));
                await client.GetAsync(request, new CallOptions(deadline: DateTime.UtcNow.AddSeconds(30)));
                await client.GetAsync(request, new CallOptions().WithWaitForReady().WithDeadline(DateTime.UtcNow.AddSeconds(30)));
                using var call = client.Talk(deadline: DateTime.UtcNow.AddSeconds(30));
            }
        }
        """.Replace("using System;\n", ""), Fix("ARCH3201:deadline"));

    [Fact]
    public Task Passes_the_token_in_scope() => Verify<NoDeadline, NoDeadlineFix>.Fixes("""
        using Grpc.Core;

        public sealed class Catalog(Prices.PricesClient client) : Prices.PricesBase
        {
            public override async Task<PriceReply> Get(PriceRequest request, ServerCallContext context) => await client.[|GetAsync|](request);
        }
        """, """
        using Grpc.Core;

        public sealed class Catalog(Prices.PricesClient client) : Prices.PricesBase
        {
            public override async Task<PriceReply> Get(PriceRequest request, ServerCallContext context) => await client.GetAsync(request, cancellationToken: context.CancellationToken);
        }
        """, Fix("ARCH3201:token"));

    [Fact]
    public Task Is_the_one_that_speaks_of_a_call_without_token() => Verify<ArchitectAnalyzers.Rules.Architecture.UnforwardedCancellationToken>.Reports("""
        public sealed class Shelf(Prices.PricesClient client)
        {
            public async Task<string> ReadAsync(PriceRequest request, CancellationToken token)
            {
                await client.[|GetAsync|](request, deadline: DateTime.UtcNow.AddSeconds(5));
                return (await client.GetAsync(request)).Text;
            }
        }
        """, GrpcClients.Setup);
}
