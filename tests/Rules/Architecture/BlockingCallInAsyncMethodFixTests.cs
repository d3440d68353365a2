using Fix = ArchitectAnalyzers.Testing.Verify<ArchitectAnalyzers.Rules.Architecture.BlockingCallInAsyncMethod, ArchitectAnalyzers.CodeFixes.Architecture.BlockingCallInAsyncMethodFix>;

namespace ArchitectAnalyzers.Tests.Architecture;

public class BlockingCallInAsyncMethodFixTests
{
    private static string In(string members, string usings = "") => usings + $$"""
        using System.Data.Common;
        using System.Text.Json;
        using Dapper;

        #nullable disable
        #pragma warning disable CS1998
        record Order(int Id, string Name);

        class C
        {
            SemaphoreSlim _gate; Stream _stream; DbConnection _connection;
            static void Log(object o) { }

            {{members.Replace("\n", "\n    ")}}
        }
        """;

    [Fact]
    public Task Awaits_with_the_arguments_as_they_were() => Fix.Fixes(In("""
        async Task M(string path, byte[] bytes, DbCommand command)
        {
            await Task.Yield();
            Thread.[|Sleep|](100); // a pause
            System.Threading.Thread.[|Sleep|](TimeSpan.FromSeconds(1));
            _gate.[|Wait|]();
            var length = File.[|ReadAllText|](path).Length;
            var first = File.[|ReadAllLines|](path)[0];
            File.[|WriteAllText|](contents: "x", path: path);
            File.[|WriteAllBytes|](path, File.[|ReadAllBytes|](path));
            var order = JsonSerializer.[|Deserialize<Order>|](_stream);
            JsonSerializer.[|Serialize|](
                _stream,   // where
                order);
            var orders = _connection.[|Query<Order>|]("select 1", new { path }).ToList();
            foreach (var line in File.[|ReadAllLines|](path)) Log(line);
            if (_stream.[|Read|](bytes, 0, 1) > 0 && -_stream.[|Read|](bytes) < 0) Log((long)_stream.[|Read|](bytes));
            using var reader = command.[|ExecuteReader|]();
            while (reader.[|Read|]()) Log(1);
            Log(File.[|ReadAllText|](path)?.Trim());
            Func<Task> later = async () => Thread.[|Sleep|](1);
        }
        """), In("""
        async Task M(string path, byte[] bytes, DbCommand command)
        {
            await Task.Yield();
            await Task.Delay(100); // a pause
            await Task.Delay(TimeSpan.FromSeconds(1));
            await _gate.WaitAsync();
            var length = (await File.ReadAllTextAsync(path)).Length;
            var first = (await File.ReadAllLinesAsync(path))[0];
            await File.WriteAllTextAsync(contents: "x", path: path);
            await File.WriteAllBytesAsync(path, await File.ReadAllBytesAsync(path));
            var order = await JsonSerializer.DeserializeAsync<Order>(_stream);
            await JsonSerializer.SerializeAsync(
                _stream,   // where
                order);
            var orders = (await _connection.QueryAsync<Order>("select 1", new { path })).ToList();
            foreach (var line in await File.ReadAllLinesAsync(path)) Log(line);
            if (await _stream.ReadAsync(bytes, 0, 1) > 0 && -await _stream.ReadAsync(bytes) < 0) Log((long)await _stream.ReadAsync(bytes));
            using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync()) Log(1);
            Log((await File.ReadAllTextAsync(path))?.Trim());
            Func<Task> later = async () => await Task.Delay(1);
        }
        """));

    [Fact]
    public Task Passes_the_token_in_scope() => Fix.Fixes(In("""
        async Task M(string path, DbCommand command, DbConnection connection, CancellationToken stop)
        {
            await Task.Yield();
            Thread.[|Sleep|](100);
            _gate.[|Wait|]();
            File.[|WriteAllText|](contents: "x", path: path);
            JsonSerializer.[|Serialize|](_stream, path);
            connection.[|Open|]();
            using var reader = command.[|ExecuteReader|]();
            while (reader.[|Read|]()) Log(1);
            using var transaction = connection.[|BeginTransaction|]();
            transaction.[|Commit|]();
            File.[|WriteAllText|](path, "done");
        }
        """), In("""
        async Task M(string path, DbCommand command, DbConnection connection, CancellationToken stop)
        {
            await Task.Yield();
            await Task.Delay(100, stop);
            await _gate.WaitAsync(stop);
            await File.WriteAllTextAsync(contents: "x", path: path, cancellationToken: stop);
            await JsonSerializer.SerializeAsync(_stream, path, cancellationToken: stop);
            await connection.OpenAsync(stop);
            using var reader = await command.ExecuteReaderAsync(stop);
            while (await reader.ReadAsync(stop)) Log(1);
            using var transaction = await connection.BeginTransactionAsync(stop);
            await transaction.CommitAsync(stop);
            await File.WriteAllTextAsync(path, "done");
        }
        """));

    [Fact]
    public Task Asks_for_null_before_it_awaits() => Fix.Fixes(In("""
        async Task M(Stream stream, StreamReader reader)
        {
            await Task.Yield();
            stream?.[|Flush|](); // out
            var all = reader?.[|ReadToEnd|]();
        }
        """), In("""
        async Task M(Stream stream, StreamReader reader)
        {
            await Task.Yield();
            if (stream is not null) await stream.FlushAsync(); // out
            var all = reader is null ? null : await reader.ReadToEndAsync();
        }
        """));

    private const string Shop = """

        public class Shop : DbContext { public DbSet<Order> Orders => Set<Order>(); }
        public class Order { public int Id { get; set; } }

        """;

    [Fact]
    public Task Imports_the_operators_of_a_query_and_keeps_keys_keys() => Fix.Fixes("""
        using Data;

        class C(Shop db)
        {
            public async Task<Order?> M(int id, CancellationToken stop)
            {
                await Task.Yield();
                var all = db.Orders.Where(o => o.Id > id).[|ToList|]();
                if (db.Orders.[|Any|](o => o.Id == id)) db.[|SaveChanges|]();
                return db.Orders.[|Find|](id);
            }
        }
        """, """
        using Data;
        using Microsoft.EntityFrameworkCore;

        class C(Shop db)
        {
            public async Task<Order?> M(int id, CancellationToken stop)
            {
                await Task.Yield();
                var all = await db.Orders.Where(o => o.Id > id).ToListAsync(stop);
                if (await db.Orders.AnyAsync(o => o.Id == id, stop)) await db.SaveChangesAsync(stop);
                return await db.Orders.FindAsync([id], stop);
            }
        }
        """, new Setup
    {
        Sources = new Dictionary<string, string> { ["Shop.cs"] = "using Microsoft.EntityFrameworkCore;\nnamespace Data;\n" + Shop },
    });

    [Fact]
    public Task Makes_a_function_that_returns_tasks_async() => Fix.Fixes(In("""
        public Task Save(string path)
        {
            File.[|WriteAllText|](path, "x");
            return Task.CompletedTask;
        }

        public Task<string> Load(string path) => Task.FromResult(File.[|ReadAllText|](path));

        public virtual Task<int> Count(string path)
        {
            // Small.
            var text = File.[|ReadAllText|](path);
            if (text.Length == 0) return Task.FromResult(0);
            return Task.FromResult(File.[|ReadAllLines|](path).Length);
        }

        public Func<string, Task<string>> Loader() => path => Task.FromResult(File.[|ReadAllText|](path));

        public ValueTask<string> Value(string path) => ValueTask.FromResult(File.[|ReadAllText|](path));
        """), In("""
        public async Task Save(string path)
        {
            await File.WriteAllTextAsync(path, "x");
        }

        public async Task<string> Load(string path) => await File.ReadAllTextAsync(path);

        public virtual async Task<int> Count(string path)
        {
            // Small.
            var text = await File.ReadAllTextAsync(path);
            if (text.Length == 0) return 0;
            return (await File.ReadAllLinesAsync(path)).Length;
        }

        public Func<string, Task<string>> Loader() => async path => await File.ReadAllTextAsync(path);

        public async ValueTask<string> Value(string path) => await File.ReadAllTextAsync(path);
        """));

    [Fact]
    public Task Adds_the_using_that_a_pause_needs() => Fix.Fixes("""
        using System.Threading;

        class C
        {
            async System.Threading.Tasks.Task M() { Thread.[|Sleep|](1); }
        }
        """, """
        using System.Threading;
        using System.Threading.Tasks;

        class C
        {
            async System.Threading.Tasks.Task M() { await Task.Delay(1); }
        }
        """, new Setup { ImplicitUsings = false });

    [Fact]
    public Task Offers_nothing_where_an_await_cannot_stand_or_means_something_else() => Fix.OffersNoFix(In("""
        async Task Waits(ManualResetEventSlim signal, Thread thread) { await Task.Yield(); signal.[|Wait|](); thread.[|Join|](); }
        async Task Spans(string path) { await Task.Yield(); Span<char> span = stackalloc char[4]; Log(File.[|ReadAllText|](path)); span[0] = 'x'; }
        async Task Chain(C c) { await Task.Yield(); Next()?._stream.[|Flush|](); }
        C Next() => null;
        public Task<string> Ref(ref string path) => Task.FromResult(File.[|ReadAllText|](path));
        public Task<string> Static(DbConnection connection) { SqlMapper.[|Execute|](connection, "x"); object o = 1; Task<string> t = null; return o as Task<string> ?? (dynamic)t; }
        async Task Directive(string path)
        {
            await Task.Yield();
            File.[|WriteAllText|](path,
        #if DEBUG
                "x"
        #else
                "y"
        #endif
                );
        }
        """));
}
