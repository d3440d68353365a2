using ArchitectAnalyzers.Rules.Api;
using ArchitectAnalyzers.Rules.Database;

namespace ArchitectAnalyzers.Tests.Api;

/// <summary>Projects that declare a library's types themselves, under their full names, get the same reports.</summary>
public class DeclaredInSourceTests
{
    private static readonly Setup s_grpc = new() { References = ReferenceSet.Web10, Sources = new Dictionary<string, string> { ["Grpc.cs"] = Grpc } };
    private static readonly Setup s_ef = new() { References = ReferenceSet.Web10, Sources = new Dictionary<string, string> { ["Ef.cs"] = Ef } };

    private const string Grpc = """
        namespace Grpc.Core
        {
            public class Metadata { }
            public struct CallOptions
            {
                public CallOptions(Metadata? headers = null, DateTime? deadline = null, CancellationToken cancellationToken = default) { }
                public CallOptions WithDeadline(DateTime deadline) => this;
            }
            public abstract class ChannelBase { }
            public abstract class ClientBase<T> where T : ClientBase<T> { protected ClientBase(ChannelBase channel) { } }
            public sealed class AsyncUnaryCall<T> : IDisposable { public System.Runtime.CompilerServices.TaskAwaiter<T> GetAwaiter() => default; public Task<T> ResponseAsync => null!; public void Dispose() { } }
            public interface IAsyncStreamReader<out T> { T Current { get; } Task<bool> MoveNext(CancellationToken cancellationToken); }
            public interface IAsyncStreamWriter<in T> { Task WriteAsync(T message); }
            public interface IServerStreamWriter<in T> : IAsyncStreamWriter<T> { }
            public sealed class AsyncServerStreamingCall<T> : IDisposable { public IAsyncStreamReader<T> ResponseStream => null!; public void Dispose() { } }
            public static class AsyncStreamReaderExtensions { public static async IAsyncEnumerable<T> ReadAllAsync<T>(this IAsyncStreamReader<T> reader, CancellationToken cancellationToken = default) { await Task.Yield(); yield return reader.Current; } }
        }

        namespace Grpc.Net.Client
        {
            public class GrpcChannelOptions { public int? MaxReceiveMessageSize { get; set; } }
            public sealed class GrpcChannel : Grpc.Core.ChannelBase, IDisposable { public static GrpcChannel ForAddress(string address, GrpcChannelOptions? options = null) => null!; public void Dispose() { } }
        }

        namespace Shop
        {
            using Grpc.Core;
            public class Request { }
            public class Reply { public string Text { get; set; } = ""; }
            public class StockClient : ClientBase<StockClient>
            {
                public StockClient(ChannelBase channel) : base(channel) { }
                public virtual AsyncUnaryCall<Reply> GetAsync(Request request, Metadata? headers = null, DateTime? deadline = null, CancellationToken cancellationToken = default) => GetAsync(request, new CallOptions(headers, deadline, cancellationToken));
                public virtual AsyncUnaryCall<Reply> GetAsync(Request request, CallOptions options) => new();
                public virtual AsyncServerStreamingCall<Reply> Watch(Request request, Metadata? headers = null, DateTime? deadline = null, CancellationToken cancellationToken = default) => new();
            }
        }
        """;

    private const string Ef = """
        namespace Microsoft.EntityFrameworkCore
        {
            public class DbContextOptions { }
            public class DbContextOptions<T> : DbContextOptions where T : DbContext { }
            public class DbContextOptionsBuilder { public bool IsConfigured { get; } public virtual DbContextOptionsBuilder EnableSensitiveDataLogging(bool sensitiveDataLoggingEnabled = true) => this; }
            public class DbContextOptionsBuilder<T> : DbContextOptionsBuilder where T : DbContext { public new virtual DbContextOptionsBuilder<T> EnableSensitiveDataLogging(bool sensitiveDataLoggingEnabled = true) => this; }
            public class DbContext { public DbContext() { } public DbContext(DbContextOptions options) { } public Task<int> SaveChangesAsync(CancellationToken token = default) => null!; protected virtual void OnModelCreating(ModelBuilder modelBuilder) { } }
            public class ModelBuilder { }
            public abstract class DbSet<T> : IQueryable<T> where T : class
            {
                public ValueTask<object> AddAsync(T entity, CancellationToken token = default) => default;
                public Task AddRangeAsync(params T[] entities) => null!;
                public void Add(T entity) { }
                public Type ElementType => null!; public System.Linq.Expressions.Expression Expression => null!; public IQueryProvider Provider => null!;
                public IEnumerator<T> GetEnumerator() => null!; System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => null!;
            }
            public static class SqlServerDbContextOptionsExtensions { public static DbContextOptionsBuilder UseSqlServer(this DbContextOptionsBuilder b, string c, Action<SqlServerDbContextOptionsBuilder>? a = null) => b; }
            public class SqlServerDbContextOptionsBuilder { public SqlServerDbContextOptionsBuilder EnableRetryOnFailure(int maxRetryCount = 6) => this; }
            public static class InMemoryDbContextOptionsExtensions { public static DbContextOptionsBuilder UseInMemoryDatabase(this DbContextOptionsBuilder b, string name) => b; }
            public static class ProxiesExtensions { public static DbContextOptionsBuilder UseLazyLoadingProxies(this DbContextOptionsBuilder b, bool use = true) => b; }
            [AttributeUsage(AttributeTargets.Property)] public class PrecisionAttribute : Attribute { public PrecisionAttribute(int precision, int scale) { } }
        }

        namespace Microsoft.Extensions.DependencyInjection
        {
            public static class EntityFrameworkServiceCollectionExtensions
            {
                public static IServiceCollection AddDbContext<T>(this IServiceCollection s, Action<Microsoft.EntityFrameworkCore.DbContextOptionsBuilder>? a = null) where T : Microsoft.EntityFrameworkCore.DbContext => s;
            }
        }
        """;

    private const string Stock = """
        using Grpc.Core;
        using Grpc.Net.Client;
        using Shop;

        public class StockService(StockClient client, ILogger<StockService> logger)
        {
            public async Task<string> ReadAsync(CancellationToken token)
            {
                var reply = await client.$3201(new Request());
                var again = await client.GetAsync(new Request(), deadline: DateTime.UtcNow.AddSeconds(5));
                var more = await client.GetAsync(new Request(), new CallOptions().WithDeadline(DateTime.UtcNow.AddSeconds(2)));
                return reply.Text + again.Text + more.Text;
            }

            public async Task WatchAsync(CancellationToken token)
            {
                var call = client.$3203(new Request(), cancellationToken: token);
                await foreach (var reply in call.ResponseStream.ReadAllAsync(token)) logger.LogInformation("{Text}", reply.Text);
                using var other = client.Watch(new Request(), cancellationToken: token);
                await foreach (var reply in other.ResponseStream.ReadAllAsync(token)) logger.LogInformation("{Text}", reply.Text);
            }

            public async Task<string> OnceAsync(CancellationToken token)
            {
                using var channel = GrpcChannel.$3202("https://stock", new GrpcChannelOptions { $3204 = int.MaxValue });
                return (await new StockClient(channel).GetAsync(new Request(), cancellationToken: token)).Text;
            }

            public static async Task SendAsync(IServerStreamWriter<Reply> stream, List<Reply> replies)
            {
                await Task.WhenAll(replies.Select(r => stream.$3207(r)));
                foreach (var reply in replies) await stream.WriteAsync(reply);
            }
        }
        """;

    private const string Data = """
        using Microsoft.EntityFrameworkCore;

        public class Order { public int Id { get; set; } public decimal $2302 { get; set; } [Precision(9, 2)] public decimal Tax { get; set; } }
        public class Shop : DbContext { public Shop($2207 options) : base(options) { } public DbSet<Order> Orders { get; set; } = null!; }
        public class Audit(DbContextOptions<Audit> options) : DbContext(options);

        public class Orders(Shop db)
        {
            public async Task PlaceAsync(Order order, CancellationToken token)
            {
                await db.Orders.$2117(order, token);
                db.Orders.Add(order);
                await db.SaveChangesAsync(token);
            }
        }

        public static class Registration
        {
            public static void Add(IServiceCollection services, IHostEnvironment env)
            {
                services.AddDbContext<Shop>(o => o.$2206("x").$2204());
                services.AddDbContext<Shop>(o => o.UseSqlServer("x", sql => sql.EnableRetryOnFailure()).EnableSensitiveDataLogging(env.IsDevelopment()));
                services.AddDbContext<Audit>(o => o.$2208("audit").$2116());
                if (env.IsDevelopment()) services.AddDbContext<Audit>(o => o.UseInMemoryDatabase("audit").EnableSensitiveDataLogging().UseLazyLoadingProxies(false));
            }
        }
        """;

    private static readonly Dictionary<string, string> s_names = new()
    {
        ["3201"] = "GetAsync", ["3202"] = "ForAddress", ["3203"] = "Watch", ["3204"] = "MaxReceiveMessageSize", ["3207"] = "WriteAsync", ["2302"] = "Total",
            ["2207"] = "DbContextOptions",
        ["2117"] = "AddAsync", ["2206"] = "UseSqlServer", ["2204"] = "EnableSensitiveDataLogging", ["2208"] = "UseInMemoryDatabase",
            ["2116"] = "UseLazyLoadingProxies",
    };

    private static string Marked(string code, string id) =>
        s_names.Aggregate(code, (text, name) => text.Replace("$" + name.Key, name.Key == id ? $"[|{name.Value}|]" : name.Value));

    [Fact] public Task It_is_so_of_NoDeadline() => Verify<NoDeadline>.Reports(Marked(Stock, "3201"), s_grpc);
    [Fact] public Task It_is_so_of_ChannelPerCall() => Verify<ChannelPerCall>.Reports(Marked(Stock, "3202"), s_grpc);
    [Fact] public Task It_is_so_of_UndisposedCall() => Verify<UndisposedCall>.Reports(Marked(Stock, "3203"), s_grpc);
    [Fact] public Task It_is_so_of_UnlimitedMessage() => Verify<UnlimitedMessage>.Reports(Marked(Stock, "3204"), s_grpc);
    [Fact] public Task It_is_so_of_ConcurrentStreamWrite() => Verify<ConcurrentStreamWrite>.Reports(Marked(Stock, "3207"), s_grpc);
    [Fact] public Task It_is_so_of_DecimalWithoutPrecision() => Verify<DecimalWithoutPrecision>.Reports(Marked(Data, "2302"), s_ef);
    [Fact] public Task It_is_so_of_NonGenericContextOptions() => Verify<NonGenericContextOptions>.Reports(Marked(Data, "2207"), s_ef);
    [Fact] public Task It_is_so_of_NeedlessAddAsync() => Verify<NeedlessAddAsync>.Reports(Marked(Data, "2117"), s_ef);
    [Fact] public Task It_is_so_of_NoConnectionResiliency() => Verify<NoConnectionResiliency>.Reports(Marked(Data, "2206"), s_ef);
    [Fact] public Task It_is_so_of_SensitiveDataLogging() => Verify<SensitiveDataLogging>.Reports(Marked(Data, "2204"), s_ef);
    [Fact] public Task It_is_so_of_InMemoryProvider() => Verify<InMemoryProvider>.Reports(Marked(Data, "2208"), s_ef);
    [Fact] public Task It_is_so_of_LazyLoadingEnabled() => Verify<LazyLoadingEnabled>.Reports(Marked(Data, "2116"), s_ef);
}
