using Microsoft.CodeAnalysis.Testing;
using Check = ArchitectAnalyzers.Testing.Verify<ArchitectAnalyzers.Rules.Architecture.SynchronousSibling>;
using Fix = ArchitectAnalyzers.Testing.Verify<ArchitectAnalyzers.Rules.Architecture.SynchronousSibling, ArchitectAnalyzers.CodeFixes.Architecture.SynchronousSiblingFix>;

namespace ArchitectAnalyzers.Tests.Architecture;

public class SynchronousSiblingTests
{
    /// <summary>Members of a service, a call of one in asynchronous code, and nothing more.</summary>
    private static string Call(string call, params string[] members) => Calls((call, members));

    private static string Calls(params (string Call, string[] Members)[] cases) =>
        "#nullable disable\n#pragma warning disable CS1998\nclass Order { public int Id; }\nclass Base { }\nclass Derived : Base { }\n" + string.Join("\n", cases.Select((one, number) => $$"""
            class Service{{number}} { {{string.Join("\n    ", one.Members)}} }
            class C{{number}} { async Task M(Service{{number}} service, int id, string key, CancellationToken stop, Order order) { await Task.Yield(); {{one.Call}} } }
            """));

    [Fact]
    public Task Reports_a_sibling_that_takes_the_same_arguments() => Check.Reports(Calls(
        ("service.[|Get|]();", ["public int Get() => 0;", "public Task<int> GetAsync() => null;"]),
        ("service.[|Get|]();", ["public int Get() => 0;", "public ValueTask<int> GetAsync(CancellationToken token = default) => default;"]),
        ("service.[|Get|]();", ["public int Get() => 0;", "public Task<int> GetAsync(CancellationToken token) => null;"]),
        ("service.[|Save|](order);", ["public void Save(Order o) { }", "public Task SaveAsync(Order o) => null;"]),
        ("service?.[|Save|](order);", ["public void Save(Order o) { }", "public Task SaveAsync(Order o) => null;"]),
        ("service.[|Find|](key: key, id: id);",
            ["public Order Find(int id, string key) => null;", "public Task<Order> FindAsync(int id, string key) => null;"]),
        ("service.[|Find|](id);", ["public Order Find(int id, int depth = 1) => null;", "public Task<Order> FindAsync(int id, bool deep = false) => null;"]),
        ("service.[|All|](1, 2, 3);", ["public int All(params int[] ids) => 0;", "public Task<int> AllAsync(params int[] ids) => null;"]),
        ("service.[|Load<Order>|](id);", ["public T Load<T>(int id) where T : class => null;", "public Task<T> LoadAsync<T>(int id) where T : class => null;"]),
        ("Service9.[|Ping|]();", ["public static void Ping() { }", "public static Task PingAsync() => null;"]),
        ("service.[|Get|](new Derived());", ["public int Get(Base b) => 0;", "public Task<int> GetAsync(Base b) => null;"]),
        ("Func<Task<int>> f = async () => service.[|Get|]();", ["public int Get() => 0;", "public Task<int> GetAsync() => null;"])));

    [Fact]
    public Task Reports_where_the_sibling_is_inherited_or_generic() => Check.Reports("""
        interface IReader<T> { T Read(int id); Task<T> ReadAsync(int id); }
        interface IStore : IReader<string> { void Delete(int id); }
        interface IAsyncStore : IStore { Task DeleteAsync(int id); }
        abstract class Repository<T> { public abstract T Get(int id); public virtual Task<T> GetAsync(int id, CancellationToken token = default) => Task.FromResult(Get(id)); }
        class Orders : Repository<string> { public override string Get(int id) => ""; }
        static class Extensions { public static int Count(this IStore s) => 0; public static Task<int> CountAsync(this IStore s) => Task.FromResult(0); }
        class C(IStore store, Orders orders, IStore inner)
        {
            public async Task<string> M(int id)
            {
                await Task.Yield();
                store.Delete(id);
                var n = store.[|Count|]();
                return store.[|Read|](id) + orders.[|Get|](id);
            }

            // A decorator awaits what it decorates.
            public Task<int> CountAsync() => Task.FromResult(inner.[|Count|]());
        }
        class Cached(IReader<string> inner) : IReader<string>
        {
            public string Read(int id) => inner.Read(id);
            public Task<string> ReadAsync(int id) => Task.FromResult(inner.[|Read|](id));
        }
        """);

    [Fact]
    public Task Stays_silent_where_the_sibling_does_not_take_the_place_of_the_call() => Check.Silent(Calls(
        ("service.Get();", ["public int Get() => 0;", "public Task<int> GetAsync(int id) => null;"]),
        ("service.Get();", ["public int Get() => 0;", "public Task<string> GetAsync() => null;"]),
        ("service.Get();", ["public int Get() => 0;", "public Task GetAsync() => null;"]),
        ("service.Save();", ["public void Save() { }", "public Task<int> SaveAsync() => null;"]),
        ("service.Get();", ["public int Get() => 0;", "public int GetAsync() => 0;"]),
        ("service.Get();", ["public int Get() => 0;", "public IAsyncEnumerable<int> GetAsync() => null;"]),
        ("service.Get();", ["public int Get() => 0;", "Task<int> GetAsync() => null;"]),
        ("service.Get();", ["public int Get() => 0;", "[Obsolete] public Task<int> GetAsync() => null;"]),
        ("service.Get();", ["public int Get() => 0;", "public static Task<int> GetAsync() => null;"]),
        ("service.Get(id, 2);", ["public int Get(int id, int depth = 1) => 0;", "public Task<int> GetAsync(int id) => null;"]),
        ("service.Get(depth: 2, id: id);", ["public int Get(int id, int depth) => 0;", "public Task<int> GetAsync(int id, int levels) => null;"]),
        ("service.Get(out var x);", ["public int Get(out int x) { x = 0; return 0; }", "public Task<int> GetAsync(int x) => null;"]),
        ("service.Get(key);", ["public int Get(string key) => 0;", "public Task<int> GetAsync(object key) => null;"]),
        ("service.Load<int>(id);", ["public T Load<T>(int id) => default;", "public Task<T> LoadAsync<T>(int id) where T : class => null;"]),
        ("service.Load<Order>(id);", ["public T Load<T>(int id) => default;", "public Task<Order> LoadAsync(int id) => null;"]),
        ("service.All(1, 2);", ["public int All(params int[] ids) => 0;", "public Task<int> AllAsync(int id) => null;"]),
        ("await service.GetAsync(); service.GetAsync();", ["public Task<int> GetAsync() => null;", "public Task<int> GetAsyncAsync() => null;"]),
        ("System.Linq.Expressions.Expression<Func<Service17, int>> e = s => s.Get();", ["public int Get() => 0;", "public Task<int> GetAsync() => null;"]),
        ("Func<int> f = () => service.Get(); var n = nameof(service.Get);", ["public int Get() => 0;", "public Task<int> GetAsync() => null;"]),
        ("lock (service) { service.Get(); }", ["public int Get() => 0;", "public Task<int> GetAsync() => null;"]),
        ("var x = stop.IsCancellationRequested ? service.Get() : await service.GetAsync();",
            ["public int Get() => 0;", "public Task<int> GetAsync() => null;"])));

    [Fact]
    public Task Stays_silent_in_the_counterpart_itself_and_where_a_flag_decides() => Check.Silent("""
        interface IStore { int Get(int id); Task<int> GetAsync(int id); }
        class Store : IStore
        {
            public virtual int Get(int id) => id;
            public virtual Task<int> GetAsync(int id) => Task.FromResult(Get(id));
            public Task<int> GetAsync(int id, CancellationToken token) => Task.FromResult(this.Get(id));
            public int Sync(bool async) => 0;
        }
        class Special : Store { public override async Task<int> GetAsync(int id) { await Task.Yield(); return Get(id) + base.Get(id); } }
        class Explicit : IStore { public int Get(int id) => id; Task<int> IStore.GetAsync(int id) => Task.FromResult(Get(id)); }
        static class Extensions
        {
            public static int Count(this IStore store) => 0;
            public static Task<int> CountAsync(this IStore store) => Task.FromResult(store.Count());
        }
        class C(IStore store)
        {
            async Task<int> Either(bool isAsync, int id) => isAsync ? await store.GetAsync(id) : store.Get(id);
            async Task<int> Core(bool async, int id)
            {
                if (async) { await Task.Yield(); }
                return store.Get(id);
            }
        }
        """);

    [Fact]
    public Task Stays_silent_on_what_is_synchronous_by_design() => Check.Silent("""
        using Microsoft.EntityFrameworkCore;
        using System.Data.Common;
        using System.Text.Json;
        using System.Xml;
        class Order { public int Id { get; set; } }
        class Shop : DbContext { public DbSet<Order> Orders => Set<Order>(); }
        class C
        {
            async Task M(Shop db, IDbContextFactory<Shop> factory, DbConnection connection, DbDataReader reader, MemoryStream memory, Stream stream, byte[] bytes,
                Task task, CancellationTokenSource source, Utf8JsonWriter json, XmlReader xml, IHost host, HttpContext http, ILogger<C> logger, Order order, List<Order> list)
            {
                await Task.Yield();
                db.Add(order); db.AddRange(list); db.Orders.Add(order); db.Orders.AddRange(list); db.AddRange(order, order);
                using var other = factory.CreateDbContext();
                connection.Close(); connection.Dispose(); reader.Close(); reader.Dispose();
                if (!reader.IsDBNull(0)) reader.GetFieldValue<Guid>(0);
                memory.Write(bytes, 0, 1); memory.CopyTo(stream); memory.Dispose(); stream.Dispose();
                source.Cancel(); task.Wait(CancellationToken.None);
                json.Flush(); xml.Read(); logger.LogInformation("x");
                Console.Out.WriteLine("x"); new StringWriter().Write("x");
                list.ForEach(o => { }); var x = list.ToList();
                host.Run();
            }
        }
        """);

    [Fact]
    public Task Leaves_blocking_calls_to_another_rule() => Check.Silent("""
        class C { async Task M(Stream s, SemaphoreSlim gate, byte[] b) { await Task.Yield(); File.ReadAllText("a"); s.Write(b); gate.Wait(); gate.Wait(0); Thread.Sleep(1); } }
        """);

    [Fact]
    public Task Stays_silent_on_validators_and_assertions() => Check.Silent("""
        namespace FluentValidation
        {
            public interface IValidator<T> { bool Validate(T value); Task<bool> ValidateAsync(T value, CancellationToken token = default); }
            public abstract class AbstractValidator<T> : IValidator<T> { public bool Validate(T value) => true; public Task<bool> ValidateAsync(T value, CancellationToken token = default) => Task.FromResult(true); }
        }
        namespace NUnit.Framework
        {
            public static class Assert { public static void That(bool x) { } public static Task ThatAsync(bool x) => Task.CompletedTask; }
        }
        class OrderValidator : FluentValidation.AbstractValidator<string> { }
        class C(FluentValidation.IValidator<string> one, OrderValidator other)
        {
            async Task M() { await Task.Yield(); one.Validate("a"); other.Validate("a"); NUnit.Framework.Assert.That(true); }
        }
        """);

    [Fact]
    public Task Stays_silent_on_what_the_project_names() => Check.Reports("""
        namespace Contoso.Storage
        {
            public class Index { public void Flush() { } public Task FlushAsync() => Task.CompletedTask; public void Merge() { } public Task MergeAsync() => Task.CompletedTask; }
            public class Cache { public void Clear() { } public Task ClearAsync() => Task.CompletedTask; }
            public class Small : Cache { }
        }
        namespace Contoso.Testing { public class Clock { public void Step() { } public Task StepAsync() => Task.CompletedTask; } }
        class C
        {
            async Task M(Contoso.Storage.Index index, Contoso.Storage.Small cache, Contoso.Testing.Clock clock)
            {
                await Task.Yield();
                index.Flush(); index.[|Merge|](); cache.Clear(); clock.Step();
            }
        }
        """, new Setup
    {
        AdditionalFiles = new Dictionary<string, string>
        {
            ["ArchitectAnalyzers.SynchronousByDesign.txt"] = "Contoso.Storage.Index.Flush\nContoso.Storage.Cache # all of it\nContoso.Testing.*\n",
        },
    });

    [Theory]
    [InlineData("class C { int Get() => 0; Task<int> GetAsync() => null; async Task M() { await Task.Yield(); Get(1, undefined( } }")]
    [InlineData("class C : C { int Get() => 0; Task<Missing> GetAsync() => null; async Task M() { await Task.Yield(); Get(); this.Get().X(); } }")]
    [InlineData("class C { void Save(Missing m) { } Task SaveAsync(Missing m) => null; async Task M() { await Task.Yield(); Save(undefined); } }")]
    public Task Survives_code_that_is_being_typed(string code) => Check.Silent(code, new Setup { Compiler = CompilerDiagnostics.None });

    private static string Store(string body) => $$"""
        interface IStore
        {
            string Get(int id); Task<string> GetAsync(int id, CancellationToken token);
            T Load<T>(params string[] keys); Task<T> LoadAsync<T>(params string[] keys);
            void Save(string name, int id = 0); ValueTask SaveAsync(string name, int id = 0, CancellationToken token = default);
        }
        class C(IStore store)
        {
            {{body.Replace("\n", "\n    ")}}
        }
        """;

    [Fact]
    public Task Awaits_the_sibling() => Fix.Fixes(Store("""
        async Task<int> Named(CancellationToken stop)
        {
            await Task.Yield();
            store.[|Save|](name: store.[|Get|](1)); // stored
            store?.[|Save|]("a");
            var list = store.[|Load<List<int>>|]("a", "b").Count;
            return store.[|Get|](2).Length + list;
        }

        Task<string> Plain(int id) => Task.FromResult(store.[|Get|](id));
        """), Store("""
        async Task<int> Named(CancellationToken stop)
        {
            await Task.Yield();
            await store.SaveAsync(name: await store.GetAsync(1, stop), token: stop); // stored
            if (store is not null) await store.SaveAsync("a", token: stop);
            var list = (await store.LoadAsync<List<int>>("a", "b")).Count;
            return (await store.GetAsync(2, stop)).Length + list;
        }

        async Task<string> Plain(int id) => await store.GetAsync(id, CancellationToken.None);
        """));
}
