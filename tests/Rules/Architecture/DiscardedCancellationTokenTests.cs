using ArchitectAnalyzers.CodeFixes.Architecture;
using ArchitectAnalyzers.Rules.Architecture;
using Microsoft.CodeAnalysis.Testing;

namespace ArchitectAnalyzers.Tests.Architecture;

public class DiscardedCancellationTokenTests
{
    private static string In(string body, string parameters = "CancellationToken ct") => $$"""
        using Dapper;
        using Microsoft.EntityFrameworkCore;
        using System.Data;
        using System.Threading.Channels;

        class C
        {
            async Task M(Work work, Shop db, IDbConnection connection, Channel<int> queue, {{parameters}})
            {
                {{body}}
                await Task.CompletedTask;
            }
        }

        class Turn(Task pause) { public Task Pause => pause; }
        class Order { public int Id { get; set; } }
        class Shop(DbContextOptions options) : DbContext(options) { public DbSet<Order> Orders => Set<Order>(); }

        class Work
        {
            public Task Do(int id, CancellationToken ct) => Task.CompletedTask;
            public ValueTask<int> Get(int id, CancellationToken ct = default) => default;
            public Task<bool> ChargeAsync(int id, CancellationToken ct) => Task.FromResult(true);
            public Task Both(CancellationToken abort, CancellationToken ct) => Task.CompletedTask;
            public void Now(CancellationToken ct) { }
            public Task RollbackAsync(CancellationToken ct) => Task.CompletedTask;
            public IAsyncEnumerable<int> Stream(CancellationToken ct) => throw new NotImplementedException();
            public Task Retry(Func<Task> action) => action();
            public Task<bool> TryEnterAsync(TimeSpan wait, CancellationToken ct) => Task.FromResult(true);
            public Task MarkDoneAsync(int id, CancellationToken ct) => Task.CompletedTask;
            public Task CloseAsync(CancellationToken ct) => Task.CompletedTask;
            public Task Send(HttpContext http, CancellationToken ct) => Task.CompletedTask;
        }
        """;

    [Theory]
    [InlineData("await work.Do(1, [|CancellationToken.None|]);")]
    [InlineData("await work.Do(1, [|default|]);")]
    [InlineData("await work.Do(1, [|default(CancellationToken)|]);")]
    [InlineData("await work.Do(1, [|new CancellationToken()|]);")]
    [InlineData("await work.Do(1, [|new()|]);")]
    [InlineData("await work.Do(1, [|new CancellationToken(false)|]);")]
    [InlineData("await work.Do(id: 1, ct: [|CancellationToken.None|]).ConfigureAwait(false);")]
    [InlineData("await db.Orders.ToListAsync([|CancellationToken.None|]);")]
    [InlineData("await db.SaveChangesAsync([|default|]);")]
    [InlineData("await queue.Writer.WriteAsync(1, [|CancellationToken.None|]);")]
    [InlineData("await Task.Delay(100, [|CancellationToken.None|]);")]
    [InlineData("await connection.ExecuteAsync(new CommandDefinition(\"select 1\", cancellationToken: [|CancellationToken.None|]));")]
    [InlineData("await foreach (var x in work.Stream([|CancellationToken.None|])) { }")]
    [InlineData("await foreach (var x in work.Stream(ct).WithCancellation([|CancellationToken.None|])) { }")]
    [InlineData("await work.Retry(() => work.Do(1, [|CancellationToken.None|]));")]
    [InlineData("await Parallel.ForEachAsync(new[] { 1 }, [|CancellationToken.None|], (x, t) => default);")]
    [InlineData("if (!await work.ChargeAsync(1, ct)) return; await work.Do(1, [|default|]);")]
    [InlineData("await db.SaveChangesAsync(ct); await work.Do(1, [|CancellationToken.None|]);")]
    [InlineData("await work.Do(1, [|default|]);", "HttpContext http")]
    [InlineData("await work.Do(1, [|default|]);", "CancellationToken? ct")]
    [InlineData("await Task.Delay(1, [|CancellationToken.None|]);")]
    [InlineData("ct.ThrowIfCancellationRequested(); await work.Do(1, [|default|]);")]
    [InlineData("ct.ThrowIfCancellationRequested(); await work.Do(1, ct); await work.Do(2, [|CancellationToken.None|]);")]
    [InlineData("await work.TryEnterAsync(TimeSpan.FromSeconds(5), [|CancellationToken.None|]);")]
    [InlineData("if (ct.CanBeCanceled) await work.Do(1, [|CancellationToken.None|]);")]
    [InlineData("await work.MarkDoneAsync(1, [|default|]);")]
    [InlineData("var user = await store.FindByIdAsync(\"\", [|CancellationToken.None|]);", "Microsoft.AspNetCore.Identity.IUserStore<string> store, CancellationToken ct")]
    public Task Reports_none_where_a_live_token_is_in_scope(string body, string parameters = "CancellationToken ct") =>
        Verify<DiscardedCancellationToken>.Reports(In(body, parameters));

    [Theory]
    [InlineData("await work.Do(1, ct);")]
    [InlineData("await work.Get(1);")]
    [InlineData("work.Now(CancellationToken.None);")]
    [InlineData("await work.Both(ct, CancellationToken.None);")]
    [InlineData("await work.Do(1, CancellationToken.None);", "int other")]
    [InlineData("await work.Do(1, CancellationToken.None);", "CancellationToken request, CancellationToken stopping")]
    [InlineData("await Task.Factory.StartNew(() => 1, CancellationToken.None, TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);")]
    [InlineData("await Task.CompletedTask.ContinueWith(t => 1, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);")]
    [InlineData("await Task.Run(() => 1, CancellationToken.None);")]
    [InlineData("using var r = ct.Register(async () => await work.Do(1, CancellationToken.None));")]
    [InlineData("_ = Task.Run(() => work.Do(1, CancellationToken.None));")]
    [InlineData("_ = work.Do(1, CancellationToken.None);")]
    [InlineData("try { } finally { await work.Do(1, CancellationToken.None); }")]
    [InlineData("try { } catch (Exception) { await work.Do(1, CancellationToken.None); throw; }")]
    [InlineData("await using var tx = await db.Database.BeginTransactionAsync(ct); await tx.CommitAsync(ct); await work.Do(1, CancellationToken.None);")]
    [InlineData("if (!await work.ChargeAsync(1, ct)) return; await work.Do(1, CancellationToken.None);")]
    [InlineData("await work.RollbackAsync(CancellationToken.None);")]
    [InlineData("if (ct.IsCancellationRequested) { await work.Do(1, CancellationToken.None); }")]
    [InlineData("throw new OperationCanceledException(\"x\", null, CancellationToken.None);")]
    [InlineData("await Task.FromCanceled(new CancellationToken(true));")]
    [InlineData("using var own = CancellationTokenSource.CreateLinkedTokenSource(CancellationToken.None);")]
    [InlineData("System.Linq.Expressions.Expression<Func<Work, Task>> e = w => w.Do(1, CancellationToken.None);")]
    [InlineData("var none = CancellationToken.None;")]
    [InlineData("await db.Orders.AddAsync(new Order(), CancellationToken.None);")]
    [InlineData("await db.AddRangeAsync(new[] { new Order() }, default);")]
    [InlineData("await Task.Delay(0, CancellationToken.None);")]
    [InlineData("if (await new SemaphoreSlim(1).WaitAsync(0, CancellationToken.None)) await work.Do(1, ct);")]
    [InlineData("if (await work.TryEnterAsync(TimeSpan.Zero, CancellationToken.None)) await work.Do(1, ct);")]
    [InlineData("using var memory = new MemoryStream(); await System.Text.Json.JsonSerializer.SerializeAsync((Stream)memory, 1, cancellationToken: default);")]
    [InlineData("if (!ct.CanBeCanceled) await work.Do(1, CancellationToken.None); else await work.Do(1, ct);")]
    [InlineData("await work.MarkDoneAsync(1, CancellationToken.None);")]
    [InlineData("ct.ThrowIfCancellationRequested(); await work.Do(1, CancellationToken.None);")]
    [InlineData("var grace = Task.Delay(1000, CancellationToken.None); await Task.WhenAny(grace, work.Do(1, ct));")]
    [InlineData("await work.CloseAsync(CancellationToken.None);")]
    [InlineData("await work.Send(http, CancellationToken.None);", "HttpContext http")]
    [InlineData("var turn = new Turn(Task.Delay(1000, CancellationToken.None));")]
    [InlineData("await store.SetUserNameAsync(\"\", \"me\", CancellationToken.None);", "Microsoft.AspNetCore.Identity.IUserStore<string> store, CancellationToken ct")]
    public Task Stays_silent_where_it_is_right_or_nothing_else_is_there(string body, string parameters = "CancellationToken ct") =>
        Verify<DiscardedCancellationToken>.Silent(In(body, parameters));

    [Fact]
    public Task Stays_silent_while_the_host_stops_and_in_deaf_loops() => Verify<DiscardedCancellationToken>.Silent("""
        class Worker : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                while (true) await Task.Delay(1000, CancellationToken.None);
            }

            public override async Task StopAsync(CancellationToken cancellationToken)
            {
                await Task.Delay(10, CancellationToken.None);
                await base.StopAsync(cancellationToken);
            }

            public async Task ShutdownNow(CancellationToken ct) => await Task.Delay(10, CancellationToken.None);

            public async ValueTask DisposeAsync(CancellationToken ct) => await Task.Delay(10, CancellationToken.None);
        }
        """);

    [Fact]
    public Task Stays_silent_where_a_service_works_off_what_it_has_accepted() => Verify<DiscardedCancellationToken>.Silent("""
        using System.Threading.Channels;

        class Worker(Channel<int> queue) : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                await foreach (var item in queue.Reader.ReadAllAsync(CancellationToken.None)) await Task.Delay(item, stoppingToken);
            }

            public override Task StopAsync(CancellationToken cancellationToken)
            {
                queue.Writer.TryComplete();
                return base.StopAsync(cancellationToken);
            }
        }
        """);

    [Fact]
    public Task The_fix_passes_the_token() => Verify<DiscardedCancellationToken, DiscardedCancellationTokenFix>.Fixes(
        In("""
            await work.Do(await work.Get(1, [|default|]), [|CancellationToken.None|] /* why? */);
                    await work.Do(
                        id: 1, // first
                        ct: [|new()|]);
            """),
        In("""
            await work.Do(await work.Get(1, ct), ct /* why? */);
                    await work.Do(
                        id: 1, // first
                        ct: ct);
            """));

    [Fact]
    public Task Survives_half_typed_code() => Verify<DiscardedCancellationToken>.Silent("""
        class C { async Task M(Missing m, CancellationToken ct) { await m.Do(CancellationToken.None); await Missing.Do(default; await Task.Delay(1, CancellationToken. } }
        """, new() { Compiler = CompilerDiagnostics.None });
}
