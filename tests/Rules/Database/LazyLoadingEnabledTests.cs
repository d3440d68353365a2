using ArchitectAnalyzers.Rules.Database;
using ArchitectAnalyzers.Tests.Stubs;

namespace ArchitectAnalyzers.Tests.Database;

public class LazyLoadingEnabledTests
{
    private static string In(string statements) => $$"""
        using Microsoft.EntityFrameworkCore;

        public class Shop(DbContextOptions<Shop> options) : DbContext(options)
        {
            protected override void OnConfiguring(DbContextOptionsBuilder builder) { {{statements}} }
            private static void Add(IServiceCollection services) => services.AddDbContext<Shop>(o => o.UseSqlite("x"));
        }
        """;

    [Theory]
    [InlineData("builder.[|UseLazyLoadingProxies|]();")]
    [InlineData("builder.[|UseLazyLoadingProxies|](true).UseSqlite(\"x\");")]
    [InlineData("builder.UseSqlite(\"x\").[|UseLazyLoadingProxies|]();")]
    [InlineData("ProxiesExtensions.[|UseLazyLoadingProxies|](builder);")]
    [InlineData("new DbContextOptionsBuilder<Shop>().[|UseLazyLoadingProxies|]();")]
    public Task Reports_proxies(string statements) => Verify<LazyLoadingEnabled>.Reports(In(statements), EfProviders.Setup);

    [Theory]
    [InlineData("builder.UseSqlite(\"x\");")]
    [InlineData("builder.UseLazyLoadingProxies(false);")]
    [InlineData("builder.UseLazyLoadingProxies(useLazyLoadingProxies: false).UseSqlite(\"x\");")]
    [InlineData("builder.UseLazyLoadingProxies(builder.IsConfigured);")]
    public Task Stays_silent(string statements) => Verify<LazyLoadingEnabled>.Silent(In(statements), EfProviders.Setup);
}
