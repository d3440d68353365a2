using ArchitectAnalyzers.Rules.Database;
using ArchitectAnalyzers.Tests.Stubs;

namespace ArchitectAnalyzers.Tests.Database;

public class InMemoryProviderTests
{
    private static string In(string statements) => $$"""
        using Microsoft.EntityFrameworkCore;

        public class Shop(DbContextOptions<Shop> options) : DbContext(options);

        public static class Registration
        {
            public static void Add(IServiceCollection services, IConfiguration configuration, IHostEnvironment env, string connection)
            {
                {{statements}}
            }
        }
        """;

    [Theory]
    [InlineData("services.AddDbContext<Shop>(o => o.[|UseInMemoryDatabase|](\"shop\"));")]
    [InlineData("services.AddDbContextPool<Shop>(o => { o.[|UseInMemoryDatabase|](\"shop\"); });")]
    [InlineData("services.AddDbContextFactory<Shop>((p, o) => o.EnableDetailedErrors().[|UseInMemoryDatabase|](\"shop\"));")]
    [InlineData("services.AddDbContext<Shop>(options => options.[|UseInMemoryDatabase|](databaseName: \"shop\"));")]
    [InlineData("var options = new DbContextOptionsBuilder<Shop>().[|UseInMemoryDatabase|](\"shop\").Options;")]
    [InlineData("InMemoryDbContextOptionsExtensions.[|UseInMemoryDatabase|](new DbContextOptionsBuilder(), \"shop\");")]
    [InlineData("if (env.IsStaging() || env.IsProduction()) services.AddDbContext<Shop>(o => o.[|UseInMemoryDatabase|](\"shop\"));")]
    [InlineData("if (env.IsProduction()) services.AddDbContext<Shop>(o => o.[|UseInMemoryDatabase|](\"shop\"));")]
    [InlineData("if (env.IsDevelopment()) services.AddDbContext<Shop>(o => o.UseSqlite(connection)); else services.AddDbContext<Shop>(o => o.[|UseInMemoryDatabase|](\"shop\"));")]
    public Task Reports_it_in_production_code(string statements) => Verify<InMemoryProvider>.Reports(In(statements), EfProviders.Setup);

    [Theory]
    [InlineData("services.AddDbContext<Shop>(o => o.UseSqlite(connection));")]
    [InlineData("if (env.IsDevelopment()) services.AddDbContext<Shop>(o => o.UseInMemoryDatabase(\"shop\"));")]
    [InlineData("if (env.IsEnvironment(\"Testing\")) services.AddDbContext<Shop>(o => o.UseInMemoryDatabase(\"shop\"));")]
    [InlineData("services.AddDbContext<Shop>(o => { if (env.IsProduction()) o.UseSqlite(connection); else o.UseInMemoryDatabase(\"shop\"); });")]
    [InlineData("services.AddDbContext<Shop>(o => { if (configuration.GetValue<bool>(\"UseInMemory\")) o.UseInMemoryDatabase(\"shop\"); else o.UseSqlite(connection); });")]
    [InlineData("switch (configuration[\"Provider\"]) { case \"InMemory\": services.AddDbContext<Shop>(o => o.UseInMemoryDatabase(\"shop\")); break; }")]
    [InlineData("} class TestStartup { public void ConfigureServices(IServiceCollection services) => services.AddDbContext<Shop>(o => o.UseInMemoryDatabase(\"shop\"));")]
    [InlineData("} class ShopFixture { public void ConfigureServices(IServiceCollection services) => services.AddDbContext<Shop>(o => o.UseInMemoryDatabase(\"shop\"));")]
    public Task Stays_silent(string statements) => Verify<InMemoryProvider>.Silent(In(statements), EfProviders.Setup);
}
