using ArchitectAnalyzers.Rules.Architecture;
using ArchitectAnalyzers.CodeFixes.Architecture;
using Microsoft.CodeAnalysis.Testing;

namespace ArchitectAnalyzers.Tests.Architecture;

public class SynchronousDisposeTests
{
    private const string Library = """
        #nullable disable
        #pragma warning disable CS1998, CS4014
        using System.Data.Common;
        using System.IO.Compression;
        using System.IO.Pipelines;
        using System.Text.Json;
        using Microsoft.Data.SqlClient;
        using Microsoft.Data.Sqlite;
        using Microsoft.EntityFrameworkCore;
        using Microsoft.EntityFrameworkCore.Storage;

        class Shop : DbContext { }

        // Waits for its loop.
        class Worker : IDisposable, IAsyncDisposable
        {
            private readonly Task _loop;
            public void Dispose() { }
            public async ValueTask DisposeAsync() { await _loop; }
        }

        class Wrapper : IDisposable, IAsyncDisposable
        {
            private readonly Worker _worker = new();
            public void Dispose() { }
            ValueTask IAsyncDisposable.DisposeAsync() => _worker.DisposeAsync();
        }

        class Patterned : IDisposable, IAsyncDisposable
        {
            public void Dispose() { }
            public async ValueTask DisposeAsync() { await DisposeAsyncCore().ConfigureAwait(false); GC.SuppressFinalize(this); }
            protected virtual ValueTask DisposeAsyncCore() => ValueTask.CompletedTask;
        }

        class Derived : Patterned
        {
            protected override async ValueTask DisposeAsyncCore() { await Task.Delay(1); await base.DisposeAsyncCore(); }
        }

        class Idle : IDisposable, IAsyncDisposable
        {
            public void Dispose() { }
            public ValueTask DisposeAsync() { Dispose(); return ValueTask.CompletedTask; }
        }

        class IdleToo : IDisposable, IAsyncDisposable
        {
            public void Dispose() { }
            public ValueTask DisposeAsync() { Dispose(); return default; }
        }

        """;

    private static string In(string members) => Library + $$"""
        class C
        {
            private readonly object _gate = new();
            private readonly IServiceProvider _services;
            private readonly IServiceScopeFactory _scopes;
            private readonly IDbContextFactory<Shop> _shops;
            private static Task DoAsync(object o = null) => Task.CompletedTask;

            {{members}}
        }
        """;

    private static string Async(string statements) => In($$"""
        async Task M(string path, Stream stream, HttpContext http, HttpClient client, IFormFile file, DbConnection connection, Shop shop, PipeWriter pipe, CancellationToken token)
        {
            await DoAsync();
            {{statements}}
        }
        """);

    [Theory]
    [InlineData("[|using|] var f = new FileStream(path, FileMode.Create); await DoAsync(f);")]
    [InlineData("[|using|] (var f = File.Create(path)) { await DoAsync(f); }")]
    [InlineData("[|using|] var f = File.OpenRead(path); await DoAsync(f);")]
    [InlineData("[|using|] Stream f = File.OpenRead(path), g = File.Create(path); await DoAsync(f);")]
    [InlineData("[|using|] var body = await client.GetStreamAsync(path); await DoAsync(body);")]
    [InlineData("[|using|] var upload = file.OpenReadStream(); await DoAsync(upload);")]
    [InlineData("[|using|] (stream) await DoAsync(stream);")]
    [InlineData("[|using|] var w = new StreamWriter(path); await w.WriteAsync(path);")]
    [InlineData("[|using|] var w = new StreamWriter(http.Response.Body, leaveOpen: true); await w.WriteAsync(path);")]
    [InlineData("[|using|] var w = File.AppendText(path); await w.WriteAsync(path);")]
    [InlineData("[|using|] TextWriter w = new StreamWriter(stream); await w.WriteAsync(path);")]
    [InlineData("[|using|] var w = new BinaryWriter(stream); await DoAsync(w);")]
    [InlineData("[|using|] var json = new Utf8JsonWriter(stream); json.WriteStartObject(); await json.FlushAsync();")]
    [InlineData("[|using|] (var zip = new GZipStream(stream, CompressionMode.Compress)) [|using|] (var w = new StreamWriter(zip)) await w.WriteAsync(path);")]
    [InlineData("[|using|] var archive = new ZipArchive(stream, ZipArchiveMode.Create); await DoAsync(archive);")]
    [InlineData("[|using|] var scope = _services.CreateAsyncScope(); await DoAsync(scope);")]
    [InlineData("[|using|] (var scope = _scopes.CreateAsyncScope()) { await DoAsync(scope); }")]
    [InlineData("[|using|] var provider = new ServiceCollection().BuildServiceProvider(); await DoAsync(provider);")]
    [InlineData("[|using|] var db = new Shop(); await db.SaveChangesAsync();")]
    [InlineData("[|using|] var db = await _shops.CreateDbContextAsync(token); await db.SaveChangesAsync(token);")]
    [InlineData("[|using|] var t = await shop.Database.BeginTransactionAsync(token); await t.CommitAsync(token);")]
    [InlineData("[|using|] IDbContextTransaction t = shop.Database.BeginTransaction(); await t.CommitAsync();")]
    [InlineData("[|using|] var t = await connection.BeginTransactionAsync(token); await t.CommitAsync(token);")]
    [InlineData("[|using|] var worker = new Worker(); await DoAsync();")]
    [InlineData("[|using|] var wrapper = new Wrapper(); await DoAsync();")]
    [InlineData("[|using|] var derived = new Derived(); await DoAsync();")]
    [InlineData("Func<Task> later = async () => { [|using|] var f = File.Create(path); await DoAsync(f); };")]
    [InlineData("async IAsyncEnumerable<int> Lines() { [|using|] var f = File.OpenRead(path); await DoAsync(f); yield return 1; }")]
    [InlineData("try { [|using|] var f = File.Create(path); } catch { [|using|] var f = File.Create(path); }")]
    [InlineData("var w = new StreamWriter(path); try { await w.WriteAsync(path); } finally { w.[|Dispose|](); }")]
    [InlineData("var scope = _services.CreateAsyncScope(); await DoAsync(scope); scope.[|Dispose|]();")]
    [InlineData("var f = path == null ? null : File.Create(path); f?.[|Dispose|]();")]
    public Task Reports_what_works_when_disposed(string statements) => Verify<SynchronousDispose>.Reports(Async(statements));

    [Theory]
    [InlineData("await using var f = File.Create(path); await DoAsync(f);")]
    [InlineData("await using (var f = File.Create(path).ConfigureAwait(false)) { await DoAsync(f); }")]
    [InlineData("using var m = new MemoryStream(); await DoAsync(m);")]
    [InlineData("using Stream m = new MemoryStream(); await DoAsync(m);")]
    [InlineData("using var m = new MemoryStream(); using var w = new StreamWriter(m); await w.WriteAsync(path);")]
    [InlineData("Stream m = new MemoryStream(); using var zip = new GZipStream(m, CompressionMode.Compress, true); using var w = new StreamWriter(zip); await DoAsync(w);")]
    [InlineData("using var m = new MemoryStream(); using var json = new Utf8JsonWriter(m); await DoAsync(json);")]
    [InlineData("using var json = new Utf8JsonWriter(pipe); await DoAsync(json);")]
    [InlineData("using var w = new StringWriter(); await w.WriteAsync(path);")]
    [InlineData("using TextWriter w = new StringWriter(); await w.WriteAsync(path);")]
    [InlineData("using var r = new StreamReader(path); await r.ReadToEndAsync();")]
    [InlineData("using var m = typeof(C).Assembly.GetManifestResourceStream(path); await DoAsync(m);")]
    [InlineData("using Stream none = Stream.Null; await DoAsync(none);")]
    [InlineData("using IDisposable f = File.Create(path); await DoAsync(f);")]
    [InlineData("using var c = new SqlConnection(path); await c.OpenAsync(token);")]
    [InlineData("using var c = new SqliteConnection(path); using var t = c.BeginTransaction(); await t.CommitAsync();")]
    [InlineData("using var command = connection.CreateCommand(); using var reader = await command.ExecuteReaderAsync(token); await reader.ReadAsync();")]
    [InlineData("using (connection) await connection.OpenAsync();")]
    [InlineData("using var scope = _services.CreateScope(); await DoAsync(scope);")]
    [InlineData("using var response = await client.GetAsync(path); await DoAsync(response);")]
    [InlineData("using var request = new HttpRequestMessage(); using var cts = new CancellationTokenSource(); await DoAsync();")]
    [InlineData("using var document = JsonDocument.Parse(path); using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1)); await DoAsync();")]
    [InlineData("using var registration = token.Register(() => { }); await DoAsync();")]
    [InlineData("using var idle = new Idle(); using var too = new IdleToo(); using var patterned = new Patterned(); await DoAsync();")]
    [InlineData("lock (_gate) { using var f = File.Create(path); }")]
    [InlineData("Action later = () => { using var f = File.Create(path); };")]
    [InlineData("void Local() { using var f = File.Create(path); }")]
    [InlineData("var m = new MemoryStream(); m.Dispose(); await DoAsync();")]
    [InlineData("var c = new SqlConnection(path); await c.OpenAsync(); c.Dispose();")]
    [InlineData("stream.Dispose(); http.Response.Body.Dispose();")]
    [InlineData("var f = File.Create(path); await f.DisposeAsync();")]
    [InlineData("IDisposable f = File.Create(path); f.Dispose();")]
    public Task Stays_silent(string statements) => Verify<SynchronousDispose>.Silent(Async(statements));

    [Theory]
    [InlineData("void M(string path) { using var f = File.Create(path); }")]
    [InlineData("Task M(string path) { using var f = File.Create(path); return DoAsync(f); }")]
    [InlineData("IEnumerable<int> M(string path) { using var f = File.OpenRead(path); yield return 1; }")]
    [InlineData("public string P { get { using var f = File.OpenRead(\"x\"); return f.Name; } }")]
    [InlineData("C(string path) { using var f = File.OpenRead(path); }")]
    public Task Stays_silent_where_nothing_can_be_awaited(string members) => Verify<SynchronousDispose>.Silent(In(members));

    [Theory]
    [InlineData("class C { async Task M() { using var f = File.; } }")]
    [InlineData("class C { async Task M() { using (var f = ) { } } }")]
    [InlineData("class C { async Task M() { using var f = new Missing(); using (gone) { } } }")]
    [InlineData("class A : A, IDisposable, IAsyncDisposable { public ValueTask DisposeAsync() => DisposeAsyncCore(); ValueTask DisposeAsyncCore() => DisposeAsyncCore(); async Task M() { using var a = new A(); } }")]
    public Task Survives_half_typed_code(string code) => Verify<SynchronousDispose>.Silent(code, new() { Compiler = CompilerDiagnostics.None });

    [Fact]
    public Task Reports_in_top_level_statements_that_await() => Verify<SynchronousDispose>.Reports("""
        [|using|] var log = new StreamWriter("log.txt");
        await log.WriteAsync("started");
        """);

    [Fact]
    public Task Awaits_the_end_of_the_using() => Verify<SynchronousDispose, SynchronousDisposeFix>.Fixes("""
        using System.IO.Compression;

        class C(IServiceScopeFactory scopes)
        {
            public async Task Export(string path, Stream target, CancellationToken token)
            {
                // A scope for the export.
                [|using|] var scope = scopes.CreateAsyncScope(); // disposed at the end
                [|using|] FileStream log = File.Create(path),
                    copy = File.Create(path + ".copy");

                [|using|] (var zip = new GZipStream(target, CompressionMode.Compress))
                [|using|] (var writer = new StreamWriter(zip)) // text
                {
                    await writer.WriteAsync("x".AsMemory(), token);
                    Func<Task> later = async () => { [|using|] (copy) await copy.FlushAsync(token); };
                }

                var by = new StreamWriter(path);
                by.[|Dispose|](); // now
                var maybe = path.Length == 0 ? null : new StreamWriter(path);
                maybe?.[|Dispose|]();
            }
        }
        """, """
        using System.IO.Compression;

        class C(IServiceScopeFactory scopes)
        {
            public async Task Export(string path, Stream target, CancellationToken token)
            {
                // A scope for the export.
                await using var scope = scopes.CreateAsyncScope(); // disposed at the end
                await using FileStream log = File.Create(path),
                    copy = File.Create(path + ".copy");

                await using (var zip = new GZipStream(target, CompressionMode.Compress))
                await using (var writer = new StreamWriter(zip)) // text
                {
                    await writer.WriteAsync("x".AsMemory(), token);
                    Func<Task> later = async () => { await using (copy) await copy.FlushAsync(token); };
                }

                var by = new StreamWriter(path);
                await by.DisposeAsync(); // now
                var maybe = path.Length == 0 ? null : new StreamWriter(path);
                if (maybe is not null) await maybe.DisposeAsync();
            }
        }
        """);

    [Fact]
    public Task Offers_no_fix_where_it_would_not_compile() => Verify<SynchronousDispose, SynchronousDisposeFix>.OffersNoFix("""
        class Hidden : IDisposable, IAsyncDisposable
        {
            public void Dispose() { }
            async ValueTask IAsyncDisposable.DisposeAsync() => await Task.Delay(1);
        }

        class C
        {
            async Task Explicit()
            {
                await Task.Yield();
                var hidden = new Hidden();
                hidden.[|Dispose|]();
            }

            async Task Spans(string path, byte[] data)
            {
                await Task.Yield();
                Span<byte> span = data;
                [|using|] (var file = File.Create(path)) span[0] = 1;
            }
        }
        """);
}
