using ArchitectAnalyzers.CodeFixes.Database;
using ArchitectAnalyzers.Rules.Database;

namespace ArchitectAnalyzers.Tests.Database;

public class NoConcurrencyTokenTests
{
    private static string In(string statements, string token = "", string model = "") => $$"""
        using System.ComponentModel.DataAnnotations;
        using Microsoft.EntityFrameworkCore;

        public class Order
        {
            public int Id { get; set; }
            public string? Note { get; set; }
            {{token}}
        }

        public class Shop(DbContextOptions<Shop> options) : DbContext(options)
        {
            public DbSet<Order> Orders => Set<Order>();
            protected override void OnModelCreating(ModelBuilder modelBuilder) { {{model}} }
        }

        public class Orders(Shop db)
        {
            public async Task M(int id, string note, CancellationToken token)
            {
                {{statements}}
                await db.SaveChangesAsync(token);
            }
        }
        """;

    [Theory]
    [InlineData("var order = await db.Orders.[|FindAsync|]([id], token); order!.Note = note;")]
    [InlineData("var order = await db.Orders.[|FirstOrDefaultAsync|](o => o.Id == id, token); if (order is null) return; order.Note = note;")]
    [InlineData("var order = await db.Orders.Where(o => o.Id == id).[|SingleAsync|](token); order.Note += note;")]
    [InlineData("var order = await db.Orders.[|FirstOrDefaultAsync|](o => id == o.Id, token) ?? throw new KeyNotFoundException(); order.Note = note;")]
    [InlineData("var order = await db.[|FindAsync<Order>|]([id], token); order!.Note = note;")]
    public Task Reports_a_change_that_may_be_lost(string statements) => Verify<NoConcurrencyToken>.Reports(In(statements));

    [Theory]
    [InlineData("var order = await db.Orders.FindAsync([id], token); Console.WriteLine(order!.Note);")]
    [InlineData("var order = await db.Orders.FirstOrDefaultAsync(o => o.Note == note, token); order!.Note = note;")]
    [InlineData("var order = new Order(); order.Note = note;")]
    [InlineData("await db.Orders.Where(o => o.Id == id).ExecuteUpdateAsync(s => s.SetProperty(o => o.Note, note), token);")]
    public Task Stays_silent(string statements) => Verify<NoConcurrencyToken>.Silent(In(statements));

    [Theory]
    [InlineData("[Timestamp] public byte[]? Version { get; set; }", "")]
    [InlineData("[ConcurrencyCheck] public int Version { get; set; }", "")]
    [InlineData("public byte[]? Version { get; set; }", "modelBuilder.Entity<Order>().Property(o => o.Version).IsRowVersion();")]
    [InlineData("public int Version { get; set; }", "modelBuilder.Entity<Order>(e => e.Property(o => o.Version).IsConcurrencyToken());")]
    public Task Stays_silent_where_there_is_a_token(string token, string model) =>
        Verify<NoConcurrencyToken>.Silent(In("var order = await db.Orders.FindAsync([id], token); order!.Note = note;", token, model));

    [Fact]
    public Task Adds_a_row_version() => Verify<NoConcurrencyToken, NoConcurrencyTokenFix>.Fixes(
        In("var order = await db.Orders.[|FindAsync|]([id], token); order!.Note = note;", "public int Count { get; set; }"),
        In("var order = await db.Orders.FindAsync([id], token); order!.Note = note;",
            "public int Count { get; set; }\n\n    [Timestamp]\n    public byte[] RowVersion { get; set; } = null!;"), new() { FixAll = false });
}
