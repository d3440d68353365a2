using ArchitectAnalyzers.Rules.Database;

namespace ArchitectAnalyzers.Tests.Database;

public class LongLivedContextTests
{
    private static string In(string code) =>
        TrackedShop.Usings + "using Npgsql;\nusing System.Collections.Concurrent;\nusing Microsoft.EntityFrameworkCore.Infrastructure;\n" + code
            + TrackedShop.Model;

    [Theory]
    [InlineData("public static class Data { public static readonly ShopDb [|Db|] = new(new DbContextOptions<ShopDb>()); }")]
    [InlineData("public static class Data { private static ShopDb? [|_db|]; public static ShopDb Get() => _db ??= new(new DbContextOptions<ShopDb>()); }")]
    [InlineData("public class Data { public static ShopDb [|Current|] { get; set; } = null!; }")]
    [InlineData("public class Data { internal static ShopDb [|Current|] { get; } = new(new DbContextOptions<ShopDb>()); }")]
    [InlineData("public class Data { private static readonly Lazy<ShopDb> [|s_db|] = new(() => new ShopDb(new DbContextOptions<ShopDb>())); }")]
    [InlineData("public class Data { private static readonly ConcurrentDictionary<string, ShopDb> [|s_dbs|] = new(); }")]
    [InlineData("public class Data { private static DbContext [|_db|] = null!; }")]
    [InlineData("public class Data { private static readonly SqlConnection [|Connection|] = new(\"Server=.\"); }")]
    [InlineData("public class Data { private static DbConnection? [|_connection|]; }")]
    [InlineData("public class Data { private static IDbConnection [|_connection|] = new NpgsqlConnection(\"Host=db\"); }")]
    [InlineData("public sealed class Cache { public static readonly Cache Instance = new(); private readonly ShopDb [|_db|] = new(new DbContextOptions<ShopDb>()); private Cache() { } }")]
    [InlineData("public sealed class Cache { private static readonly Lazy<Cache> s_lazy = new(() => new Cache()); public static Cache Instance => s_lazy.Value; private readonly SqlConnection [|_connection|] = new(\"Server=.\"); }")]
    [InlineData("public sealed class Cache { private static Cache? s_instance; public static Cache Instance => s_instance ??= new(null!); private readonly ShopDb [|_db|]; private Cache(ShopDb db) { _db = db; } }")]
    [InlineData("public class Repository<T> where T : DbContext { protected static T [|Db|] = null!; }")]
    public Task Reports_a_context_that_the_process_shares(string code) => Verify<LongLivedContext>.Reports(In(code));

    [Theory]
    [InlineData("public class Repository { private readonly ShopDb _db; public Repository(ShopDb db) { _db = db; } }")]
    [InlineData("public class Repository(ShopDb db) { public ShopDb Db { get; } = db; }")]
    [InlineData("public static class Data { private static readonly DbContextOptions<ShopDb> s_options = new(); public static ShopDb Create() => new(s_options); }")]
    [InlineData("public static class Data { public static ShopDb Db => new(new DbContextOptions<ShopDb>()); }")]
    [InlineData("public static class Data { public static ShopDb Db { get { return new(new DbContextOptions<ShopDb>()); } } }")]
    [InlineData("public static class Data { private static readonly Func<ShopDb> s_make = () => new(new DbContextOptions<ShopDb>()); }")]
    [InlineData("public static class Data { private static readonly Func<ShopDb, int, Task<Order?>> s_byId = EF.CompileAsyncQuery((ShopDb db, int id) => db.Orders.FirstOrDefault(o => o.Id == id)); }")]
    [InlineData("public static class Data { public static IDbContextFactory<ShopDb> Factory { get; set; } = null!; }")]
    [InlineData("public static class Data { public static readonly NpgsqlDataSource Source = NpgsqlDataSource.Create(\"Host=db\"); }")]
    [InlineData("public static class Data { private const string ConnectionString = \"Server=.\"; public static SqlConnection Open() => new(ConnectionString); }")]
    [InlineData("public class Data { [ThreadStatic] private static ShopDb? t_db; }")]
    [InlineData("public class Data { private static readonly AsyncLocal<ShopDb> s_db = new(); }")]
    [InlineData("public class Data { private static readonly ILogger<ShopDb> s_log = null!; }")]
    [InlineData("public sealed class Cache { public static readonly Cache Instance = new(); public int Read(ShopDb db) => db.Orders.Count(); }")]
    [InlineData("public sealed class Cache { public static readonly Cache Instance = new(); private IDbContextFactory<ShopDb>? _factory; }")]
    public Task Stays_silent(string code) => Verify<LongLivedContext>.Silent(In(code));

    [Theory]
    [InlineData("services.[|AddSingleton<ShopDb>|]();")]
    [InlineData("services.[|AddSingleton<IDbConnection>|](_ => new SqlConnection(\"Server=.\"));")]
    [InlineData("services.[|AddSingleton|](new SqlConnection(\"Server=.\"));")]
    [InlineData("services.[|AddSingleton<DbContext, ShopDb>|]();")]
    [InlineData("services.[|AddDbContext<ShopDb>|](o => { }, ServiceLifetime.Singleton);")]
    [InlineData("services.[|AddDbContext<ShopDb>|](o => { }, contextLifetime: ServiceLifetime.Singleton, optionsLifetime: ServiceLifetime.Singleton);")]
    public Task Reports_a_registration_as_a_singleton(string statement) =>
        Verify<LongLivedContext>.Reports(In("public static class SetUp { public static void Add(IServiceCollection services) { " + statement + " } }"));

    [Theory]
    [InlineData("services.AddScoped<IDbConnection>(_ => new SqlConnection(\"Server=.\"));")]
    [InlineData("services.AddTransient(_ => new SqlConnection(\"Server=.\"));")]
    [InlineData("services.AddSingleton<Func<IDbConnection>>(_ => () => new SqlConnection(\"Server=.\"));")]
    [InlineData("services.AddSingleton(NpgsqlDataSource.Create(\"Host=db\"));")]
    [InlineData("services.AddSingleton(new DbContextOptions<ShopDb>());")]
    [InlineData("services.AddDbContext<ShopDb>(o => { });")]
    [InlineData("services.AddDbContext<ShopDb>(o => { }, optionsLifetime: ServiceLifetime.Singleton);")]
    [InlineData("services.AddDbContext<ShopDb>(o => { }, ServiceLifetime.Transient, ServiceLifetime.Singleton);")]
    [InlineData("services.AddDbContextFactory<ShopDb>(o => { }, ServiceLifetime.Singleton);")]
    [InlineData("services.AddSingleton<IDbConnection>(_ => new Microsoft.Data.Sqlite.SqliteConnection(\"Data Source=:memory:\"));")]
    public Task Stays_silent_about_other_registrations(string statement) =>
        Verify<LongLivedContext>.Silent(In("public static class SetUp { public static void Add(IServiceCollection services) { " + statement + " } }"));

    [Fact]
    public Task Reports_what_a_registered_singleton_makes_for_itself() => Verify<LongLivedContext>.Reports(In("""
        public sealed class Counter { private readonly ShopDb [|_db|]; public Counter() => _db = new(new DbContextOptions<ShopDb>()); }
        public sealed class Stock { private readonly SqlConnection [|_connection|] = new("Server=."); }
        public sealed class Taker(ShopDb db) { private readonly ShopDb _db = db; }
        public sealed class Sweeper : BackgroundService { private readonly ShopDb [|_db|] = new(new DbContextOptions<ShopDb>()); protected override Task ExecuteAsync(CancellationToken token) => _db.SaveChangesAsync(token); }
        public sealed class Each { private readonly SqlConnection _connection = new("Server=."); }
        public static class SetUp
        {
            public static void Add(IServiceCollection services) => services.AddSingleton<Counter>().AddSingleton<object, Stock>().AddSingleton<Taker>().AddScoped<Each>();
        }
        """));

    [Fact]
    public Task Stays_silent_on_a_database_in_memory() => Verify<LongLivedContext>.Silent("""
        using Microsoft.Data.Sqlite;
        public class Data { private static readonly SqliteConnection s_open = new("DataSource=:memory:"); }
        """);
}
