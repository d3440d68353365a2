using ArchitectAnalyzers.CodeFixes.Database;
using ArchitectAnalyzers.Rules.Database;
using ArchitectAnalyzers.Tests.Stubs;

namespace ArchitectAnalyzers.Tests.Database;

public class NoConnectionResiliencyTests
{
    private static string In(string statements) => $$"""
        using Microsoft.EntityFrameworkCore;
        using Microsoft.EntityFrameworkCore.Infrastructure;

        public class Shop(DbContextOptions<Shop> options) : DbContext(options);

        public static class Registration
        {
            private static void Configure(SqlServerDbContextOptionsBuilder sql) => sql.EnableRetryOnFailure();
            public static void Add(IServiceCollection services, string connection)
            {
                {{statements}}
            }
        }
        """;

    [Theory]
    [InlineData("services.AddDbContext<Shop>(o => o.[|UseSqlServer|](connection));")]
    [InlineData("services.AddDbContext<Shop>(o => o.[|UseNpgsql|](connection));")]
    [InlineData("services.AddDbContextPool<Shop>((p, o) => { o.[|UseNpgsql|](connection).UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking); });")]
    [InlineData("services.AddDbContextFactory<Shop>(o => o.[|UseSqlServer|](connection, sql => sql.MigrationsAssembly(\"Shop\")));")]
    [InlineData("services.AddDbContext<Shop>(o => o.[|UseSqlServer|](connection, sql => { sql.CommandTimeout(30); }));")]
    [InlineData("services.AddDbContext<Shop>(o => o.[|UseMySql|](connection, ServerVersion.AutoDetect(connection)));")]
    [InlineData("var built = new DbContextOptionsBuilder<Shop>().[|UseSqlServer|](connection).Options;")]
    public Task Reports_a_server_without_retries(string statements) => Verify<NoConnectionResiliency>.Reports(In(statements), EfProviders.Setup);

    [Theory]
    [InlineData("services.AddDbContext<Shop>(o => o.UseSqlServer(connection, sql => sql.EnableRetryOnFailure()));")]
    [InlineData("services.AddDbContext<Shop>(o => o.UseSqlServer(connection, sql => { sql.CommandTimeout(30); sql.EnableRetryOnFailure(5); }));")]
    [InlineData("services.AddDbContext<Shop>(o => o.UseNpgsql(connection, npgsql => npgsql.EnableRetryOnFailure(3)));")]
    [InlineData("services.AddDbContext<Shop>(o => o.UseSqlServer(connection, sql => sql.ExecutionStrategy(d => null!)));")]
    [InlineData("services.AddDbContext<Shop>(o => o.UseSqlServer(connection, Configure));")]
    [InlineData("services.AddDbContext<Shop>(o => o.UseSqlServer(connection, sql => Configure(sql)));")]
    [InlineData("services.AddDbContext<Shop>(o => o.UseSqlite(connection));")]
    [InlineData("services.AddDbContext<Shop>(o => o.UseInMemoryDatabase(\"shop\"));")]
    [InlineData("services.AddDbContext<Shop>(o => o.UseAzureSql(connection));")]
    [InlineData("UseNpgsql(connection); } static void UseNpgsql(string c) { ")]
    public Task Stays_silent(string statements) => Verify<NoConnectionResiliency>.Silent(In(statements), EfProviders.Setup);

    [Fact]
    public Task Turns_retries_on() => Verify<NoConnectionResiliency, NoConnectionResiliencyFix>.Fixes(In("""
        services.AddDbContext<Shop>(o => o.[|UseSqlServer|](connection)); // main
                services.AddDbContext<Shop>(o => o.[|UseNpgsql|](connection));
                services.AddDbContext<Shop>(o => o.[|UseSqlServer|](connection, sql => sql.MigrationsAssembly("Shop")));
                services.AddDbContext<Shop>(o => o.[|UseSqlServer|](connection, sql =>
                {
                    // Slow.
                    sql.CommandTimeout(30);
                }));
                services.AddDbContext<Shop>(o => o.[|UseMySql|](connection, ServerVersion.AutoDetect(connection)));
        """), In("""
        services.AddDbContext<Shop>(o => o.UseSqlServer(connection, sql => sql.EnableRetryOnFailure())); // main
                services.AddDbContext<Shop>(o => o.UseNpgsql(connection, npgsql => npgsql.EnableRetryOnFailure()));
                services.AddDbContext<Shop>(o => o.UseSqlServer(connection, sql => sql.MigrationsAssembly("Shop").EnableRetryOnFailure()));
                services.AddDbContext<Shop>(o => o.UseSqlServer(connection, sql =>
                {
                    // Slow.
                    sql.CommandTimeout(30);
                    sql.EnableRetryOnFailure();
                }));
                services.AddDbContext<Shop>(o => o.UseMySql(connection, ServerVersion.AutoDetect(connection), mysql => mysql.EnableRetryOnFailure()));
        """), EfProviders.Setup with { FixAll = false });
}
