using Microsoft.CodeAnalysis.Testing;
using Rule = ArchitectAnalyzers.Testing.Verify<ArchitectAnalyzers.Rules.Architecture.DeafBackgroundLoop>;
using Verify = ArchitectAnalyzers.Testing.Verify<ArchitectAnalyzers.Rules.Architecture.DeafBackgroundLoop, ArchitectAnalyzers.CodeFixes.Architecture.DeafBackgroundLoopFix>;

namespace ArchitectAnalyzers.Tests.Architecture;

public class DeafBackgroundLoopTests
{
    private static readonly Setup s_shop = new()
    {
        Sources = new Dictionary<string, string>
        {
            ["Shop.cs"] = """
                public interface IShop
                {
                    Task<int> TakeAsync(CancellationToken token = default);
                    Task SaveAsync(int id, CancellationToken token = default);
                    Task RollbackAsync(CancellationToken token = default);
                    void Poll();
                }
                """,
        },
    };

    private static string Worker(string body, string members = "") => $$"""
        using System.Threading.Channels;

        public class Worker(IShop shop, ILogger<Worker> logger, Channel<int> channel, IHostApplicationLifetime lifetime) : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                await Task.Yield();
                {{body}}
            }

            private readonly CancellationTokenSource _stop = new();
            private readonly PeriodicTimer _ticks = new(TimeSpan.FromSeconds(1));
            private bool _isRunning = true;
            private void Turn() => _isRunning = false;
            {{members}}
        }
        """;

    [Theory]
    [InlineData("[|while|] (true) { await shop.TakeAsync(); await Task.Delay(1000); }")]
    [InlineData("[|for|] (;;) { await shop.TakeAsync(); }")]
    [InlineData("[|for|] (var i = 0; ; i++) { await shop.SaveAsync(i); }")]
    [InlineData("[|do|] { shop.Poll(); } while (true);")]
    [InlineData("[|while|] (true) { shop.Poll(); Thread.Sleep(1000); }")]
    [InlineData("using var timer = new PeriodicTimer(TimeSpan.FromSeconds(5)); [|while|] (await timer.WaitForNextTickAsync()) { await shop.TakeAsync(); }")]
    [InlineData("[|while|] (await _ticks.WaitForNextTickAsync()) shop.Poll();")]
    [InlineData("await [|foreach|] (var id in channel.Reader.ReadAllAsync()) await shop.SaveAsync(id);")]
    [InlineData("await [|foreach|] (var id in channel.Reader.ReadAllAsync().ConfigureAwait(false)) await shop.SaveAsync(id);")]
    [InlineData("[|while|] (await channel.Reader.WaitToReadAsync()) { while (channel.Reader.TryRead(out var id)) await shop.SaveAsync(id); }")]
    [InlineData("[|while|] (true) { try { await shop.TakeAsync(); } catch (Exception ex) { logger.LogError(ex, \"failed\"); } }")]
    [InlineData("[|while|] (true) { foreach (var id in new[] { 1, 2 }) { if (id == 2) break; await shop.SaveAsync(id); } }")]
    [InlineData("[|while|] (true) { while (true) { await shop.TakeAsync(); } }")]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { [|while|] (true) { await shop.TakeAsync(); } }")]
    [InlineData("stoppingToken.ThrowIfCancellationRequested(); [|while|] (true) { await shop.TakeAsync(); }")]
    [InlineData("await Task.Run(async () => { [|while|] (true) { await shop.TakeAsync(); } });")]
    [InlineData("await Loop(); async Task Loop() { [|while|] (true) await shop.TakeAsync(); }")]
    [InlineData("[|while|] (true) { await shop.TakeAsync(CancellationToken.None); }")]
    [InlineData("[|while|] (true) { using var limit = new CancellationTokenSource(1000); await shop.TakeAsync(limit.Token); }")]
    public Task Reports_a_loop_that_cannot_hear_the_host(string body) => Rule.Reports(Worker(body), s_shop);

    [Theory]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { await shop.TakeAsync(); }")]
    [InlineData("while (true) { await shop.TakeAsync(); await Task.Delay(1000, stoppingToken); }")]
    [InlineData("while (true) { stoppingToken.ThrowIfCancellationRequested(); shop.Poll(); }")]
    [InlineData("while (true) { if (stoppingToken.IsCancellationRequested) return; shop.Poll(); }")]
    [InlineData("using var timer = new PeriodicTimer(TimeSpan.FromSeconds(5)); while (await timer.WaitForNextTickAsync(stoppingToken)) { await shop.TakeAsync(); }")]
    [InlineData("await foreach (var id in channel.Reader.ReadAllAsync(stoppingToken)) await shop.SaveAsync(id);")]
    [InlineData("await foreach (var id in channel.Reader.ReadAllAsync().WithCancellation(stoppingToken)) await shop.SaveAsync(id);")]
    [InlineData("using var both = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken); while (true) { await shop.TakeAsync(both.Token); }")]
    [InlineData("var token = stoppingToken; while (true) { await shop.TakeAsync(token); }")]
    [InlineData("while (true) { await shop.TakeAsync(lifetime.ApplicationStopping); }")]
    [InlineData("while (true) { await shop.TakeAsync(_stop.Token); }")]
    [InlineData("using var timer = new PeriodicTimer(TimeSpan.FromSeconds(5)); stoppingToken.Register(() => timer.Dispose()); while (await timer.WaitForNextTickAsync()) { await shop.TakeAsync(); }")]
    [InlineData("while (_isRunning) { await shop.TakeAsync(); }")]
    [InlineData("while (true) { var id = await shop.TakeAsync(); if (id == 0) break; }")]
    [InlineData("while (true) { var id = await shop.TakeAsync(); if (id == 0) return; }")]
    [InlineData("for (var i = 0; i < 10; i++) await shop.SaveAsync(i);")]
    [InlineData("foreach (var id in new[] { 1, 2 }) await shop.SaveAsync(id);")]
    [InlineData("int id; do { id = await shop.TakeAsync(); } while (id > 0);")]
    [InlineData("while (channel.Reader.TryRead(out var id)) await shop.SaveAsync(id);")]
    [InlineData("await foreach (var id in Ids()) await shop.SaveAsync(id); async IAsyncEnumerable<int> Ids() { await Task.Yield(); yield return 1; }")]
    public Task Stays_silent_on_a_loop_that_hears_or_ends(string body) => Rule.Silent(Worker(body), s_shop);

    [Theory]
    [InlineData("private async Task Loop(CancellationToken token) { [|while|] (true) { await shop.TakeAsync(); } }", "await Loop(stoppingToken);")]
    [InlineData("private async Task Loop() { [|while|] (true) { await shop.TakeAsync(); } }", "await Loop();")]
    [InlineData("private void Loop() { [|while|] (true) { shop.Poll(); } }", "await Task.Run(Loop);")]
    [InlineData("private void Loop() { [|while|] (true) { shop.Poll(); } }", "await Task.Run(() => Loop(), stoppingToken);")]
    public Task Reports_a_private_method_that_the_service_runs(string member, string body) => Rule.Reports(Worker(body, member), s_shop);

    [Theory]
    [InlineData("private async Task Loop(CancellationToken token) { while (!token.IsCancellationRequested) { await shop.TakeAsync(); } }", "await Loop(stoppingToken);")]
    [InlineData("private async Task Loop() { while (true) { await shop.TakeAsync(_stop.Token); } }", "await Loop();")]
    [InlineData("private async Task Loop() { while (true) { await shop.TakeAsync(); } }", "await Loop().WaitAsync(stoppingToken);")]
    [InlineData("private async Task Loop() { while (true) { await shop.TakeAsync(); } }", "await Task.WhenAny(Loop(), Task.Delay(-1, stoppingToken));")]
    [InlineData("private async Task Loop() { while (true) { await shop.TakeAsync(); } }", "shop.Poll();")]
    [InlineData("public override Task StopAsync(CancellationToken token) { _ticks.Dispose(); return base.StopAsync(token); }", "while (await _ticks.WaitForNextTickAsync()) shop.Poll();")]
    [InlineData("public override Task StopAsync(CancellationToken token) { channel.Writer.TryComplete(); return base.StopAsync(token); }", "await foreach (var id in channel.Reader.ReadAllAsync()) shop.Poll();")]
    public Task Stays_silent_where_the_service_ends_it_another_way(string member, string body) => Rule.Silent(Worker(body, member), s_shop);

    [Fact]
    public Task Reports_hosted_services_without_the_base_class() => Rule.Reports("""
        public class Starter(IShop shop) : IHostedService
        {
            public Task StartAsync(CancellationToken cancellationToken)
            {
                _ = Task.Run(async () => { [|while|] (true) { await shop.TakeAsync(); } });
                return Task.CompletedTask;
            }

            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        }

        public abstract class Poller : BackgroundService
        {
            protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken) { [|while|] (true) await Turn(); }
            protected abstract Task Turn();
        }
        """, s_shop);

    [Fact]
    public Task Stays_silent_outside_hosted_services() => Rule.Silent("""
        public class Client(IShop shop)
        {
            public async Task ExecuteAsync(CancellationToken stoppingToken) { while (true) await shop.TakeAsync(); }
        }

        public class Worker(IShop shop) : BackgroundService
        {
            protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;
            public async Task Drain() { while (true) { if (await shop.TakeAsync() == 0) return; } }
        }
        """, s_shop);

    [Fact]
    public Task Names_the_token() => Rule.Reports(Worker("{|#0:while|} (true) shop.Poll();", "private void Loop() { {|#1:while|} (true) shop.Poll(); } protected Task Go() => Task.CompletedTask; public Task StartAsync() { Loop(); return Task.CompletedTask; }"),
        s_shop, Rule.Report(0).WithArguments("tests or forwards 'stoppingToken'"),
            Rule.Report(1).WithArguments("asks for a stopping token, and 'Loop' takes none"));

    [Fact]
    public Task Stays_silent_on_half_typed_code() =>
        Rule.Silent(Worker("while ( { await shop.TakeAsync( } for (;; await foreach (var x in"), s_shop with { Compiler = CompilerDiagnostics.None });

    [Fact]
    public Task Listens_to_the_stopping_token() => Verify.Fixes("""
        using System.Threading.Channels;

        public class First(IShop shop, ILogger<First> logger) : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                // For ever.
                [|while|] (true) // so to say
                {
                    try
                    {
                        await shop.SaveAsync(await shop.TakeAsync());
                    }
                    catch (Exception exception)
                    {
                        logger.LogError(exception, "failed");
                        await shop.RollbackAsync();
                    }

                    await Task.Delay(1000);
                }
            }
        }

        public class Second(IShop shop) : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken @stop)
            {
                using var timer = new PeriodicTimer(TimeSpan.FromSeconds(5));
                [|while|] (await timer.WaitForNextTickAsync())
                    await shop.TakeAsync();
            }
        }

        public class Third(Channel<int> channel, IShop shop) : BackgroundService
        {
            protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(Read(stoppingToken), Poll(stoppingToken));

            private async Task Read(CancellationToken token)
            {
                await [|foreach|] (var id in channel.Reader.ReadAllAsync())
                {
                    await shop.SaveAsync(id);
                }
            }

            private async Task Poll(CancellationToken token)
            {
                await Task.Yield();
                [|for|] (;;)
                {
                    shop.Poll();
                }
            }

            private void Count(CancellationToken token)
            {
                [|for|] (var i = 0; ; i++) shop.Poll();
            }

            private void Repeat(CancellationToken token)
            {
                [|do|]
                {
                    shop.Poll();
                }
                while (true);
            }
        }
        """, """
        using System.Threading.Channels;

        public class First(IShop shop, ILogger<First> logger) : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                // For ever.
                while (!stoppingToken.IsCancellationRequested) // so to say
                {
                    try
                    {
                        await shop.SaveAsync(await shop.TakeAsync(stoppingToken), stoppingToken);
                    }
                    catch (Exception exception)
                    {
                        logger.LogError(exception, "failed");
                        await shop.RollbackAsync();
                    }

                    await Task.Delay(1000, stoppingToken);
                }
            }
        }

        public class Second(IShop shop) : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken @stop)
            {
                using var timer = new PeriodicTimer(TimeSpan.FromSeconds(5));
                while (await timer.WaitForNextTickAsync(stop))
                    await shop.TakeAsync(stop);
            }
        }

        public class Third(Channel<int> channel, IShop shop) : BackgroundService
        {
            protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(Read(stoppingToken), Poll(stoppingToken));

            private async Task Read(CancellationToken token)
            {
                await foreach (var id in channel.Reader.ReadAllAsync(token))
                {
                    await shop.SaveAsync(id, token);
                }
            }

            private async Task Poll(CancellationToken token)
            {
                await Task.Yield();
                while (!token.IsCancellationRequested)
                {
                    shop.Poll();
                }
            }

            private void Count(CancellationToken token)
            {
                for (var i = 0; !token.IsCancellationRequested; i++) shop.Poll();
            }

            private void Repeat(CancellationToken token)
            {
                do
                {
                    shop.Poll();
                }
                while (!token.IsCancellationRequested);
            }
        }
        """, s_shop);

    [Theory]
    [InlineData("await Loop(); static async Task Loop() { [|while|] (true) await Task.Delay(1); }", "")]
    [InlineData("await Loop();", "private async Task Loop() { [|while|] (true) await shop.TakeAsync(); }")]
    public Task Offers_no_fix_where_the_token_is_out_of_reach(string body, string member) => Verify.OffersNoFix(Worker(body, member), s_shop);
}
