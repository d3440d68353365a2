using ArchitectAnalyzers.CodeFixes.Database;
using ArchitectAnalyzers.Rules.Database;

namespace ArchitectAnalyzers.Tests.Database;

public class SensitiveDataLoggingTests
{
    private static string In(string statements) => $$"""
        using Microsoft.EntityFrameworkCore;

        public class Shop(DbContextOptions<Shop> options) : DbContext(options);

        public static class Registration
        {
            public static void Add(IServiceCollection services, IConfiguration configuration, IHostEnvironment env, WebApplicationBuilder builder, string connection)
            {
                {{statements}}
            }
        }
        """;

    [Theory]
    [InlineData("services.AddDbContext<Shop>(o => o.UseSqlite(connection).[|EnableSensitiveDataLogging|]());")]
    [InlineData("services.AddDbContext<Shop>(o => { o.UseNpgsql(connection); o.[|EnableSensitiveDataLogging|](); });")]
    [InlineData("services.AddDbContext<Shop>((p, o) => o.[|EnableSensitiveDataLogging|](true).UseSqlite(connection));")]
    [InlineData("services.AddDbContextFactory<Shop>(o => o.UseSqlite(connection).EnableDetailedErrors().[|EnableSensitiveDataLogging|](sensitiveDataLoggingEnabled: true));")]
    [InlineData("var options = new DbContextOptionsBuilder<Shop>().UseSqlite(connection).[|EnableSensitiveDataLogging|]().Options;")]
    [InlineData("if (env.IsProduction()) services.AddDbContext<Shop>(o => o.[|EnableSensitiveDataLogging|]());")]
    [InlineData("if (!env.IsDevelopment()) { services.AddDbContext<Shop>(o => o.[|EnableSensitiveDataLogging|]()); }")]
    [InlineData("if (env.IsDevelopment()) { services.AddDbContext<Shop>(o => o.UseSqlite(connection)); } else { services.AddDbContext<Shop>(o => o.[|EnableSensitiveDataLogging|]()); }")]
    [InlineData("services.AddDbContext<Shop>(o => { if (env.IsDevelopment()) o.EnableDetailedErrors(); o.[|EnableSensitiveDataLogging|](); });")]
    [InlineData("if (!env.IsStaging()) services.AddDbContext<Shop>(o => o.[|EnableSensitiveDataLogging|]());")]
    [InlineData("if (env.IsStaging()) { } else services.AddDbContext<Shop>(o => o.[|EnableSensitiveDataLogging|]());")]
    [InlineData("if (env.IsStaging() || env.IsProduction()) services.AddDbContext<Shop>(o => o.[|EnableSensitiveDataLogging|]());")]
    [InlineData("if (env.IsDevelopment() || env.IsProduction()) services.AddDbContext<Shop>(o => o.[|EnableSensitiveDataLogging|]());")]
    [InlineData("if (!env.IsDevelopment() && !env.IsStaging()) services.AddDbContext<Shop>(o => o.[|EnableSensitiveDataLogging|]());")]
    [InlineData("if (!(env.IsDevelopment() || env.IsStaging())) services.AddDbContext<Shop>(o => o.[|EnableSensitiveDataLogging|]());")]
    [InlineData("if (!env.IsEnvironment(\"Testing\")) services.AddDbContext<Shop>(o => o.UseSqlite(connection).[|EnableSensitiveDataLogging|]());")]
    [InlineData("if (env.EnvironmentName != \"IntegrationTests\") services.AddDbContext<Shop>(o => o.UseSqlite(connection).[|EnableSensitiveDataLogging|]());")]
    [InlineData("services.AddDbContext<Shop>(o => { if (env.IsEnvironment(\"Testing\")) return; o.UseSqlite(connection).[|EnableSensitiveDataLogging|](); });")]
    [InlineData("services.AddDbContext<Shop>(o => { if (env.IsStaging()) return; o.[|EnableSensitiveDataLogging|](); });")]
    [InlineData("services.AddDbContext<Shop>(o => { if (env.IsDevelopment()) return; o.[|EnableSensitiveDataLogging|](); });")]
    [InlineData("services.AddDbContext<Shop>(o => o.UseSqlite(connection).[|EnableSensitiveDataLogging|](env.IsProduction()));")]
    [InlineData("services.AddDbContext<Shop>(o => o.UseSqlite(connection).[|EnableSensitiveDataLogging|](!env.IsDevelopment()));")]
    public Task Reports_logging_of_values_everywhere(string statements) => Verify<SensitiveDataLogging>.Reports(In(statements));

    [Theory]
    [InlineData("services.AddDbContext<Shop>(o => o.UseSqlite(connection).EnableSensitiveDataLogging(env.IsDevelopment()));")]
    [InlineData("services.AddDbContext<Shop>(o => o.UseSqlite(connection).EnableSensitiveDataLogging(false));")]
    [InlineData("services.AddDbContext<Shop>(o => o.UseSqlite(connection).EnableSensitiveDataLogging(configuration.GetValue<bool>(\"LogValues\")));")]
    [InlineData("services.AddDbContext<Shop>(o => { o.UseSqlite(connection); if (env.IsDevelopment()) o.EnableSensitiveDataLogging(); });")]
    [InlineData("services.AddDbContext<Shop>(o => { o.UseSqlite(connection); if (builder.Environment.IsDevelopment()) { o.EnableSensitiveDataLogging().EnableDetailedErrors(); } });")]
    [InlineData("if (env.IsDevelopment()) { services.AddDbContext<Shop>(o => o.EnableSensitiveDataLogging()); }")]
    [InlineData("if (!env.IsProduction()) services.AddDbContext<Shop>(o => o.EnableSensitiveDataLogging());")]
    [InlineData("if (env.IsProduction()) { } else services.AddDbContext<Shop>(o => o.EnableSensitiveDataLogging());")]
    [InlineData("services.AddDbContext<Shop>(o => { if (!env.IsDevelopment()) return; o.EnableSensitiveDataLogging(); });")]
    [InlineData("var isDevelopment = env.IsDevelopment(); services.AddDbContext<Shop>(o => { if (isDevelopment) o.EnableSensitiveDataLogging(); });")]
    [InlineData("services.AddDbContext<Shop>(o => { if (env.EnvironmentName == \"Development\") o.EnableSensitiveDataLogging(); });")]
    [InlineData("services.AddDbContext<Shop>(o => { if (configuration.GetValue<bool>(\"LogValues\")) o.EnableSensitiveDataLogging(); });")]
    [InlineData("services.AddDbContext<Shop>(o => o.UseSqlite(connection).EnableDetailedErrors());")]
    [InlineData("services.AddDbContext<Shop>(o => _ = env.IsDevelopment() ? o.EnableSensitiveDataLogging() : o);")]
    [InlineData("if (env.IsStaging()) services.AddDbContext<Shop>(o => o.EnableSensitiveDataLogging());")]
    [InlineData("if (env.IsDevelopment() || env.IsStaging()) services.AddDbContext<Shop>(o => o.EnableSensitiveDataLogging());")]
    [InlineData("if (!env.IsDevelopment() && !env.IsProduction()) services.AddDbContext<Shop>(o => o.EnableSensitiveDataLogging());")]
    [InlineData("if (!env.IsStaging() && !env.IsProduction()) services.AddDbContext<Shop>(o => o.EnableSensitiveDataLogging());")]
    [InlineData("if (!(env.IsStaging() || env.IsProduction())) services.AddDbContext<Shop>(o => o.EnableSensitiveDataLogging());")]
    [InlineData("if (env.IsProduction() || env.IsStaging()) { } else services.AddDbContext<Shop>(o => o.EnableSensitiveDataLogging());")]
    [InlineData("services.AddDbContext<Shop>(o => { if (env.IsStaging() || env.IsProduction()) return; o.EnableSensitiveDataLogging(); });")]
    [InlineData("services.AddDbContext<Shop>(o => { if (env.IsProduction()) return; o.EnableSensitiveDataLogging(); });")]
    [InlineData("if (!env.IsDevelopment() && configuration.GetValue<bool>(\"LogValues\")) services.AddDbContext<Shop>(o => o.EnableSensitiveDataLogging());")]
    [InlineData("if (env.IsEnvironment(\"Testing\")) services.AddDbContext<Shop>(o => o.EnableSensitiveDataLogging());")]
    [InlineData("if (!env.IsEnvironment(\"Live\")) services.AddDbContext<Shop>(o => o.EnableSensitiveDataLogging());")]
    [InlineData("if (env.IsEnvironment(\"Latest\")) services.AddDbContext<Shop>(o => o.EnableSensitiveDataLogging());")]
    [InlineData("if (env.EnvironmentName is not \"Production\") services.AddDbContext<Shop>(o => o.EnableSensitiveDataLogging());")]
    [InlineData("services.AddDbContext<Shop>(o => o.UseSqlite(connection).EnableSensitiveDataLogging(!env.IsProduction()));")]
    [InlineData("services.AddDbContext<Shop>(o => o.UseSqlite(connection).EnableSensitiveDataLogging(env.IsDevelopment() || env.IsStaging()));")]
    [InlineData("services.AddDbContext<Shop>(o => o.UseSqlite(connection).EnableSensitiveDataLogging(!env.IsDevelopment() && configuration.GetValue<bool>(\"LogValues\")));")]
    public Task Stays_silent(string statements) => Verify<SensitiveDataLogging>.Silent(In(statements));

    [Fact]
    public Task Reports_in_OnConfiguring() => Verify<SensitiveDataLogging>.Reports("""
        using Microsoft.EntityFrameworkCore;

        public class Shop : DbContext
        {
            protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder)
            {
                if (!optionsBuilder.IsConfigured)
                {
                    optionsBuilder.UseSqlite("Data Source=shop.db").[|EnableSensitiveDataLogging|]();
                }
            }
        }
        """);

    [Fact]
    public Task Stays_silent_in_code_for_development() => Verify<SensitiveDataLogging>.Silent("""
        using Microsoft.EntityFrameworkCore;
        using Microsoft.EntityFrameworkCore.Design;

        public class Shop(DbContextOptions<Shop> options) : DbContext(options);

        public class ShopFactory : IDesignTimeDbContextFactory<Shop>
        {
            public Shop CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<Shop>().EnableSensitiveDataLogging().Options);
        }

        public class Startup
        {
            public void ConfigureDevelopmentServices(IServiceCollection services) => services.AddDbContext<Shop>(o => o.EnableSensitiveDataLogging());
        }
        """);

    [Fact]
    public Task Asks_for_development_where_that_can_be_asked() => Verify<SensitiveDataLogging, SensitiveDataLoggingFix>.Fixes("""
        using Microsoft.EntityFrameworkCore;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddDbContext<Shop>(options => options
            .UseSqlite("Data Source=shop.db")
            .[|EnableSensitiveDataLogging|]() // values
            .EnableDetailedErrors());
        builder.Services.AddDbContext<Shop>(options => options.[|EnableSensitiveDataLogging|](true));
        builder.Services.AddDbContext<Shop>(options => options.[|EnableSensitiveDataLogging|](builder.Environment.IsProduction()));
        builder.Build().Run();

        public class Shop(DbContextOptions<Shop> options) : DbContext(options);
        """, """
        using Microsoft.EntityFrameworkCore;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddDbContext<Shop>(options => options
            .UseSqlite("Data Source=shop.db")
            .EnableSensitiveDataLogging(builder.Environment.IsDevelopment()) // values
            .EnableDetailedErrors());
        builder.Services.AddDbContext<Shop>(options => options.EnableSensitiveDataLogging(builder.Environment.IsDevelopment()));
        builder.Services.AddDbContext<Shop>(options => options.EnableSensitiveDataLogging(builder.Environment.IsDevelopment()));
        builder.Build().Run();

        public class Shop(DbContextOptions<Shop> options) : DbContext(options);
        """, new() { Key = "ARCH2204:development" });

    [Fact]
    public Task Takes_it_out() => Verify<SensitiveDataLogging, SensitiveDataLoggingFix>.Fixes("""
        using Microsoft.EntityFrameworkCore;

        public class Shop : DbContext
        {
            protected override void OnConfiguring(DbContextOptionsBuilder builder)
            {
                builder.UseSqlite("Data Source=shop.db").[|EnableSensitiveDataLogging|](); // here
                builder.[|EnableSensitiveDataLogging|]();
                builder
                    .EnableDetailedErrors()
                    .[|EnableSensitiveDataLogging|]()
                    .EnableServiceProviderCaching();
            }
        }
        """, """
        using Microsoft.EntityFrameworkCore;

        public class Shop : DbContext
        {
            protected override void OnConfiguring(DbContextOptionsBuilder builder)
            {
                builder.UseSqlite("Data Source=shop.db"); // here
                builder
                    .EnableDetailedErrors()
                    .EnableServiceProviderCaching();
            }
        }
        """, new() { Key = "ARCH2204:never" });

    [Theory]
    [InlineData("Localization")]
    [InlineData("LatestOrders")]
    [InlineData("Contested")]
    public Task Reports_in_code_whose_name_only_looks_like_one_for_tests(string name) => Verify<SensitiveDataLogging>.Reports($$"""
        using Microsoft.EntityFrameworkCore;
        namespace Demo.{{name}};

        public class {{name}} : DbContext
        {
            protected override void OnConfiguring(DbContextOptionsBuilder builder) => builder.[|EnableSensitiveDataLogging|]();
        }
        """);
}
