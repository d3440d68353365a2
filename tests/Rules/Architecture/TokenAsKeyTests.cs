using ArchitectAnalyzers.CodeFixes.Architecture;
using ArchitectAnalyzers.Rules.Architecture;
using Microsoft.CodeAnalysis.Testing;

namespace ArchitectAnalyzers.Tests.Architecture;

public class TokenAsKeyTests
{
    private static string In(string statement) => $$"""
        using Microsoft.EntityFrameworkCore;

        class C
        {
            async Task M(Shop db, ShopSet orders, IFinder finder, int id, int? maybe, string? tenant, int[] ids, byte[] hash, CancellationToken ct, CancellationToken? late)
            {
                {{statement}}
            }
        }

        class Order { public int Id { get; set; } }

        class Shop(DbContextOptions options) : DbContext(options)
        {
            public DbSet<Order> Orders => Set<Order>();
        }

        abstract class ShopSet : DbSet<Order> { }

        interface IFinder { Task<Order?> FindAsync(params object[] keys); }
        """;

    [Theory]
    [InlineData("await db.Orders.[|FindAsync|](id, ct);")]
    [InlineData("await db.Orders.[|FindAsync|](id, tenant, ct);")]
    [InlineData("await db.[|FindAsync<Order>|](id, ct);")]
    [InlineData("await db.[|FindAsync|](typeof(Order), id, ct);")]
    [InlineData("db.Orders.[|Find|](id, ct);")]
    [InlineData("db.[|Find<Order>|](id, ct);")]
    [InlineData("db.[|Find|](typeof(Order), id, ct);")]
    [InlineData("await db.Orders.[|FindAsync|](ct, id);")]
    [InlineData("await db.Orders.[|FindAsync|](ct);")]
    [InlineData("await db.Orders.[|FindAsync|](id, CancellationToken.None);")]
    [InlineData("await db.Orders.[|FindAsync|](id, late);")]
    [InlineData("await db.Orders.[|FindAsync|](new[] { id }, ct);")]
    [InlineData("await db.Orders.[|FindAsync|](ids, ct);")]
    [InlineData("await db.Orders.[|FindAsync|](new object[] { id, ct });")]
    [InlineData("await db.Set<Order>().[|FindAsync|](id, ct).ConfigureAwait(false);")]
    [InlineData("await orders.[|FindAsync|](id, ct);")]
    [InlineData("Func<Task> later = async () => await db.Orders.[|FindAsync|](id, ct); await later();")]
    public Task Reports_a_token_that_becomes_a_key(string statement) => Verify<TokenAsKey>.Reports(In(statement));

    [Theory]
    [InlineData("await db.Orders.FindAsync(id);")]
    [InlineData("await db.Orders.FindAsync(id, tenant);")]
    [InlineData("await db.Orders.FindAsync(new object[] { id }, ct);")]
    [InlineData("await db.Orders.FindAsync(new object?[] { id, tenant }, ct);")]
    [InlineData("await db.Orders.FindAsync([id], ct);")]
    [InlineData("await db.Orders.FindAsync(new[] { tenant }, ct);")]
    [InlineData("await db.Orders.FindAsync(keyValues: new object[] { id }, cancellationToken: ct);")]
    [InlineData("await db.FindAsync<Order>([id], ct);")]
    [InlineData("await db.FindAsync(typeof(Order), [id], ct);")]
    [InlineData("db.Orders.Find(id);")]
    [InlineData("await finder.FindAsync(id, ct);")]
    [InlineData("await db.Orders.FirstOrDefaultAsync(o => o.Id == id, ct);")]
    [InlineData("ids.ToList().Find(x => x == id);")]
    public Task Stays_silent_where_the_token_is_no_key(string statement) => Verify<TokenAsKey>.Silent(In(statement));

    [Fact]
    public Task The_fix_makes_one_array_of_the_keys_and_keeps_comments_and_lines() => Verify<TokenAsKey, TokenAsKeyFix>.Fixes(
        In("""
            await db.Orders.[|FindAsync|](id, ct);
                    await db.[|FindAsync<Order>|](tenant, id, ct).ConfigureAwait(false); // both
                    await db.[|FindAsync|](typeof(Order), id /* key */, ct);
                    await db.Orders.[|FindAsync|](ct, id);
                    await db.Orders.[|FindAsync|](new[] { id }, ct);
                    await db.Orders.[|FindAsync|](hash, CancellationToken.None);
                    await db.Orders.[|FindAsync|]((await db.Orders.[|FindAsync|](id, ct))!.Id, ct);
                    db.Orders.[|Find|](id, ct);
                    await db.Orders.[|FindAsync|](
                        tenant, // whose
                        id, // which
                        ct);
            """),
        In("""
            await db.Orders.FindAsync([id], ct);
                    await db.FindAsync<Order>([tenant, id], ct).ConfigureAwait(false); // both
                    await db.FindAsync(typeof(Order), [id] /* key */, ct);
                    await db.Orders.FindAsync([id], ct);
                    await db.Orders.FindAsync([id], ct);
                    await db.Orders.FindAsync([hash], CancellationToken.None);
                    await db.Orders.FindAsync([(await db.Orders.FindAsync([id], ct))!.Id], ct);
                    db.Orders.Find(id);
                    await db.Orders.FindAsync(
                        [tenant, // whose
                        id], // which
                        ct);
            """));

    [Theory]
    [InlineData("await db.Orders.[|FindAsync|](ct);")]
    [InlineData("await db.Orders.[|FindAsync|](ids, ct);")]
    [InlineData("await db.Orders.[|FindAsync|](id, ct, ct);")]
    public Task Offers_no_fix_where_the_keys_are_unclear(string statement) => Verify<TokenAsKey, TokenAsKeyFix>.OffersNoFix(In(statement));

    [Fact]
    public Task Survives_half_typed_code() => Verify<TokenAsKey>.Silent("""
        class C { async Task M(Shop db, CancellationToken ct) { await db.Orders.FindAsync(1, ct; await FindAsync(ct, } }
        """, new() { Compiler = CompilerDiagnostics.None });
}
