using ArchitectAnalyzers.CodeFixes.Api;
using ArchitectAnalyzers.Rules.Api;
using ArchitectAnalyzers.Tests.Stubs;

namespace ArchitectAnalyzers.Tests.Api;

public class ChannelPerCallTests
{
    private static string In(string members) => $$"""
        using System.Collections.Concurrent;
        using Grpc.Core;
        using Grpc.Net.Client;

        public sealed class Shelf(IConfiguration configuration)
        {
            private readonly ConcurrentDictionary<string, GrpcChannel> _channels = new();
            private readonly string _address = "https://prices";
            private GrpcChannel? _channel;
            private static readonly GrpcChannel s_shared = GrpcChannel.ForAddress("https://prices");
            private readonly Lazy<GrpcChannel> _lazy = new(() => GrpcChannel.ForAddress("https://prices"));
            private static void Keep(GrpcChannel channel) { }

            {{members}}
        }
        """;

    [Theory]
    [InlineData("public async Task M(PriceRequest r, CancellationToken t) { using var channel = GrpcChannel.[|ForAddress|](\"https://prices\"); var client = new Prices.PricesClient(channel); await client.GetAsync(r, cancellationToken: t); }")]
    [InlineData("public async Task<string> M(PriceRequest r, CancellationToken t) { var channel = GrpcChannel.[|ForAddress|](_address); var client = new Prices.PricesClient(channel); return (await client.GetAsync(r, cancellationToken: t)).Text; }")]
    [InlineData("public async Task<string> M(PriceRequest r, CancellationToken t) { var client = new Prices.PricesClient(GrpcChannel.[|ForAddress|](configuration[\"a\"]!)); return (await client.GetAsync(r, cancellationToken: t)).Text; }")]
    [InlineData("public async Task<string> M(PriceRequest r, CancellationToken t) => (await new Prices.PricesClient(GrpcChannel.[|ForAddress|](_address)).GetAsync(r, cancellationToken: t)).Text;")]
    [InlineData("public string M(PriceRequest r) { using (var channel = GrpcChannel.[|ForAddress|](new Uri(_address), new GrpcChannelOptions())) { return new Prices.PricesClient(channel).Get(r).Text; } }")]
    [InlineData("public static string M(PriceRequest r) { var channel = GrpcChannel.[|ForAddress|](\"https://prices\"); try { return new Prices.PricesClient(channel).Get(r).Text; } finally { channel.Dispose(); } }")]
    [InlineData("public async Task M(PriceRequest r) { var channel = GrpcChannel.[|ForAddress|](\"https://prices\"); var invoker = channel.CreateCallInvoker(); await new Prices.PricesClient(invoker).GetAsync(r); await channel.ShutdownAsync(); }")]
    [InlineData("public async Task M(string[] skus) { foreach (var sku in skus) { using var channel = GrpcChannel.[|ForAddress|](\"https://prices\"); await new Prices.PricesClient(channel).GetAsync(new PriceRequest { Sku = sku }); } }")]
    [InlineData("private GrpcChannel Channel => GrpcChannel.[|ForAddress|](_address);")]
    [InlineData("private Prices.PricesClient Client => new(GrpcChannel.[|ForAddress|](_address));")]
    [InlineData("static void Add(IServiceCollection services) => services.AddTransient(_ => new Prices.PricesClient(GrpcChannel.[|ForAddress|](\"https://prices\")));")]
    [InlineData("static void Add(IServiceCollection services) => services.AddScoped(_ => GrpcChannel.[|ForAddress|](\"https://prices\"));")]
    [InlineData("static void Add(IServiceCollection services) { services.AddScoped(p => { var channel = GrpcChannel.[|ForAddress|](\"https://prices\"); return new Prices.PricesClient(channel); }); }")]
    [InlineData("static void Map(WebApplication app) => app.MapGet(\"/\", async (PriceRequest r) => { using var channel = GrpcChannel.[|ForAddress|](\"https://prices\"); return (await new Prices.PricesClient(channel).GetAsync(r)).Text; });")]
    [InlineData("private Prices.PricesClient Make() => new(GrpcChannel.[|ForAddress|](_address)); public async Task<string> M(PriceRequest r) => (await Make().GetAsync(r)).Text;")]
    [InlineData("private GrpcChannel Make() { var made = GrpcChannel.[|ForAddress|](_address); return made; } public string M(PriceRequest r) { using var channel = Make(); return new Prices.PricesClient(channel).Get(r).Text; }")]
    [InlineData("private Prices.PricesClient Make() { var channel = GrpcChannel.[|ForAddress|](_address); return new Prices.PricesClient(channel); } public string M(PriceRequest r) { var client = Make(); return client.Get(r).Text; }")]
    public Task Reports_a_channel_that_lives_for_one_use(string members) => Verify<ChannelPerCall>.Reports(In(members), GrpcClients.Setup);

    [Theory]
    [InlineData("public Shelf() : this(null!) { _channel = GrpcChannel.ForAddress(\"https://prices\"); }")]
    [InlineData("public GrpcChannel Get() => _channel ??= GrpcChannel.ForAddress(_address);")]
    [InlineData("public GrpcChannel Get() { if (_channel is null) _channel = GrpcChannel.ForAddress(_address); return _channel; }")]
    [InlineData("public GrpcChannel Get() { var made = GrpcChannel.ForAddress(_address); _channel = made; return made; }")]
    [InlineData("public GrpcChannel Get(string a) => _channels.GetOrAdd(a, static key => GrpcChannel.ForAddress(key));")]
    [InlineData("public GrpcChannel Get(string a) { var made = GrpcChannel.ForAddress(a); _channels[a] = made; return made; }")]
    [InlineData("public void Get(string a) { _channels.TryAdd(a, GrpcChannel.ForAddress(a)); }")]
    [InlineData("public GrpcChannel Make() => GrpcChannel.ForAddress(_address);")]
    [InlineData("public Prices.PricesClient Make() => new(GrpcChannel.ForAddress(_address));")]
    [InlineData("public Prices.PricesClient Make() { var channel = GrpcChannel.ForAddress(_address); return new Prices.PricesClient(channel); }")]
    [InlineData("public void M() => Keep(GrpcChannel.ForAddress(_address));")]
    [InlineData("static void Add(IServiceCollection services) => services.AddSingleton(_ => GrpcChannel.ForAddress(\"https://prices\"));")]
    [InlineData("static void Add(IServiceCollection services) => services.AddSingleton(GrpcChannel.ForAddress(\"https://prices\"));")]
    [InlineData("static void Add(IServiceCollection services) { var channel = GrpcChannel.ForAddress(\"https://prices\"); services.AddSingleton(channel); services.AddTransient(_ => new Prices.PricesClient(channel)); }")]
    [InlineData("static void Add(IServiceCollection services) => services.AddSingleton(_ => { var channel = GrpcChannel.ForAddress(\"https://prices\"); return new Prices.PricesClient(channel); });")]
    [InlineData("static void Add(IServiceCollection services) => services.AddGrpcClient<Prices.PricesClient>(o => o.Address = new Uri(\"https://prices\"));")]
    [InlineData("public async Task M(PriceRequest r) => await new Prices.PricesClient(s_shared).GetAsync(r);")]
    [InlineData("private GrpcChannel Make() => GrpcChannel.ForAddress(_address); public void M() { _channel = Make(); }")]
    [InlineData("private GrpcChannel Make() => GrpcChannel.ForAddress(_address); public GrpcChannel M() => _channel ??= Make();")]
    [InlineData("private Prices.PricesClient _kept; private Prices.PricesClient Make() { var channel = GrpcChannel.ForAddress(_address); return new Prices.PricesClient(channel); } public void M() { var client = Make(); _kept = client; }")]
    [InlineData("public static void Map(WebApplication app) { var channel = GrpcChannel.ForAddress(\"https://prices\"); app.MapGet(\"/p\", () => new Prices.PricesClient(channel).Get(new PriceRequest()).Text); }")]
    [InlineData("public async Task M(CancellationToken t) { while (!t.IsCancellationRequested) { using var channel = GrpcChannel.ForAddress(_address); using var call = new Prices.PricesClient(channel).Watch(new PriceRequest(), cancellationToken: t); while (await call.ResponseStream.MoveNext(t)) { } } }")]
    public Task Stays_silent(string members) => Verify<ChannelPerCall>.Silent(In(members), GrpcClients.Setup);

    [Theory]
    [InlineData("using var channel = GrpcChannel.ForAddress(\"https://prices\"); var client = new Prices.PricesClient(channel); await client.GetAsync(new PriceRequest());")]
    [InlineData("var builder = WebApplication.CreateBuilder(args); var channel = GrpcChannel.ForAddress(\"https://prices\"); var app = builder.Build(); app.MapGet(\"/\", (PriceRequest r) => new Prices.PricesClient(channel).Get(r).Text); app.Run();")]
    public Task Stays_silent_where_the_program_starts(string statements) => Verify<ChannelPerCall>.Silent("using Grpc.Net.Client;\n" + statements, GrpcClients.Setup);

    [Theory]
    [InlineData("var app = WebApplication.Create(args); app.MapGet(\"/\", (PriceRequest r) => { using var channel = GrpcChannel.[|ForAddress|](\"https://prices\"); return new Prices.PricesClient(channel).Get(r).Text; }); app.Run();")]
    [InlineData("while (true) { using var channel = GrpcChannel.[|ForAddress|](\"https://prices\"); await new Prices.PricesClient(channel).GetAsync(new PriceRequest()); }")]
    public Task Reports_in_a_program_what_runs_again(string statements) => Verify<ChannelPerCall>.Reports("using Grpc.Net.Client;\n" + statements, GrpcClients.Setup);

    [Fact]
    public Task Stays_silent_in_a_hosted_service_that_makes_one_and_loops() => Verify<ChannelPerCall>.Silent("""
        using Grpc.Net.Client;

        public sealed class Poller : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                using var channel = GrpcChannel.ForAddress("https://prices");
                var client = new Prices.PricesClient(channel);
                while (!stoppingToken.IsCancellationRequested) await client.GetAsync(new PriceRequest(), cancellationToken: stoppingToken);
            }
        }
        """, GrpcClients.Setup);

    [Fact]
    public Task Makes_one_in_a_static_field() => Verify<ChannelPerCall, ChannelPerCallFix>.Fixes("""
        using Grpc.Net.Client;

        public sealed class Shelf
        {
            // Reads one.
            public async Task<string> ReadAsync(PriceRequest request, CancellationToken token)
            {
                // A channel.
                using var channel = GrpcChannel.[|ForAddress|]("https://prices");
                var client = new Prices.PricesClient(channel);
                return (await client.GetAsync(request, cancellationToken: token)).Text;
            }

            public string Read(PriceRequest request) => new Prices.PricesClient(GrpcChannel.[|ForAddress|]("https://prices")).Get(request).Text;
        }
        """, """
        using Grpc.Net.Client;

        public sealed class Shelf
        {
            private static readonly GrpcChannel s_channel = GrpcChannel.ForAddress("https://prices");

            // Reads one.
            public async Task<string> ReadAsync(PriceRequest request, CancellationToken token)
            {
                // A channel.
                var channel = s_channel;
                var client = new Prices.PricesClient(channel);
                return (await client.GetAsync(request, cancellationToken: token)).Text;
            }

            public string Read(PriceRequest request) => new Prices.PricesClient(s_channel).Get(request).Text;
        }
        """, GrpcClients.Setup with { Iterations = 2 });

    [Theory]
    [InlineData("public string M(PriceRequest r) { using (var channel = GrpcChannel.[|ForAddress|](\"https://prices\")) { return new Prices.PricesClient(channel).Get(r).Text; } }")]
    [InlineData("public string M(PriceRequest r) { var channel = GrpcChannel.[|ForAddress|](_address); return new Prices.PricesClient(channel).Get(r).Text; }")]
    [InlineData("public string M(PriceRequest r) { var channel = GrpcChannel.[|ForAddress|](\"https://prices\"); try { return new Prices.PricesClient(channel).Get(r).Text; } finally { channel.Dispose(); } }")]
    public Task Offers_no_fix(string members) => Verify<ChannelPerCall, ChannelPerCallFix>.OffersNoFix(In(members), GrpcClients.Setup);

    [Theory]
    [InlineData("private readonly Prices.PricesClient _client = new(GrpcChannel.[|ForAddress|](\"https://prices\"));")]
    [InlineData("private readonly Prices.PricesClient _client; public PricesController() { var channel = GrpcChannel.[|ForAddress|](\"https://prices\"); _client = new Prices.PricesClient(channel); }")]
    public Task Reports_in_a_controller_which_lives_for_one_request(string members) => Verify<ChannelPerCall>.Reports(Controller(members), GrpcClients.Setup);

    [Theory]
    [InlineData("private static readonly Prices.PricesClient _client = new(GrpcChannel.ForAddress(\"https://prices\"));")]
    [InlineData("private static readonly Lazy<GrpcChannel> s_channel = new(() => GrpcChannel.ForAddress(\"https://prices\")); private readonly Prices.PricesClient _client = new(s_channel.Value);")]
    [InlineData("private static GrpcChannel? s_channel; private readonly Prices.PricesClient _client; public PricesController() { s_channel ??= GrpcChannel.ForAddress(\"https://prices\"); _client = new(s_channel); }")]
    public Task Stays_silent_in_a_controller_that_shares_one(string members) => Verify<ChannelPerCall>.Silent(Controller(members), GrpcClients.Setup);

    private static string Controller(string members) => $$"""
        using Grpc.Net.Client;
        using Microsoft.AspNetCore.Mvc;

        [ApiController, Route("prices")]
        public class PricesController : ControllerBase
        {
            {{members}}

            [HttpGet("{sku}")]
            public async Task<string> Get(string sku, CancellationToken token) => (await _client.GetAsync(new PriceRequest { Sku = sku }, cancellationToken: token)).Text;
        }
        """;
}
