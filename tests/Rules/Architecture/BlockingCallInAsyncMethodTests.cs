using Microsoft.CodeAnalysis.Testing;
using Check = ArchitectAnalyzers.Testing.Verify<ArchitectAnalyzers.Rules.Architecture.BlockingCallInAsyncMethod>;

namespace ArchitectAnalyzers.Tests.Architecture;

public class BlockingCallInAsyncMethodTests
{
    private const string Usings = """
        using System.Collections.Concurrent;
        using System.Data;
        using System.Data.Common;
        using System.Diagnostics;
        using System.IO.Compression;
        using System.IO.Pipes;
        using System.Net;
        using System.Net.Mail;
        using System.Net.Sockets;
        using System.Text;
        using System.Text.Json;
        using System.Text.Json.Nodes;
        using Dapper;
        using Microsoft.Data.SqlClient;
        using Microsoft.Data.Sqlite;
        using Microsoft.EntityFrameworkCore;
        using Microsoft.Extensions.Caching.Distributed;
        using Npgsql;

        """;

    private const string Shop = """

        class Order { public int Id { get; set; } public string Name { get; set; } = ""; public decimal Total { get; set; } public List<Line> Lines { get; } = new(); }
        class Line { public int Id { get; set; } }
        class Shop : DbContext
        {
            public DbSet<Order> Orders => Set<Order>();
            public IQueryable<Order> Open => Orders.Where(o => o.Total > 0);
            public IQueryable<Order> Of(string name) { return Orders.Where(o => o.Name == name); }
        }
        static class Scopes { public static IQueryable<T> Paged<T>(this IQueryable<T> q, int page) => q.Skip(page * 10).Take(10); }
        """;

    /// <summary>Statements, each in an async method of its own with what they need in scope.</summary>
    private static string In(params string[] statements) => Usings + $$"""
        #nullable disable
        #pragma warning disable CS1998, CS0618, SYSLIB0014, CA1416
        class C
        {
            static readonly SemaphoreSlim s_gate = new(1);
            readonly Stream _stream = null;
        {{string.Join("\n", statements.Select(Method))}}
        }
        """ + Shop;

    private static string Method(string statements, int number) => $$"""
            async Task M{{number}}(string path, byte[] bytes, Stream stream, StreamReader reader, StreamWriter writer, DbConnection connection, DbCommand command,
                NpgsqlConnection postgres, SqlConnection sql, Shop db, IQueryable<Order> orders, List<Order> list, HttpContext context, bool flag)
            {
                await Task.Yield();
                {{statements}}
            }
        """;

    /// <summary>Members, each in a class of its own.</summary>
    private static string Types(params string[] members) =>
        "#pragma warning disable CS1998, CS8321\n" + string.Join("\n", members.Select((member, number) => $"partial class C{number} {{ {member} }}"));

    [Fact]
    public Task Reports_waits() => Check.Reports(In(
        "Thread.[|Sleep|](100);",
        "Thread.[|Sleep|](TimeSpan.FromSeconds(1));",
        "s_gate.[|Wait|]();",
        "if (!s_gate.[|Wait|](500)) return;",
        "new ManualResetEventSlim().[|Wait|]();",
        "new CountdownEvent(2).[|Wait|]();",
        "new AutoResetEvent(false).[|WaitOne|]();",
        "WaitHandle.[|WaitAll|](new WaitHandle[0]);",
        "new Mutex().[|WaitOne|](TimeSpan.FromSeconds(3));",
        "new Thread(() => { }).[|Join|]();",
        "new Barrier(2).[|SignalAndWait|]();",
        "new ReaderWriterLockSlim().[|EnterReadLock|](); await Task.Yield();",
        "var rw = new ReaderWriterLockSlim(); rw.[|EnterWriteLock|](); try { await Task.Yield(); } finally { rw.ExitWriteLock(); }",
        "var rw = new ReaderWriterLockSlim(); if (!rw.[|TryEnterReadLock|](50)) return; await using (stream) { path += \"x\"; } rw.ExitReadLock();",
        "var rw = new ReaderWriterLockSlim(); rw.[|EnterReadLock|](); try { await foreach (var o in db.Orders.AsAsyncEnumerable()) { } } finally { rw.ExitReadLock(); }",
        "SpinWait.[|SpinUntil|](() => flag);",
        "foreach (var o in new BlockingCollection<Order>().[|GetConsumingEnumerable|]()) { }",
        "Process.Start(\"git\").[|WaitForExit|]();",
        "Process.Start(\"git\").[|WaitForExit|](1000);"));

    [Fact]
    public Task Reports_files_and_streams() => Check.Reports(In(
        "var text = File.[|ReadAllText|](path);",
        "var text = File.[|ReadAllText|](path, Encoding.UTF8);",
        "File.[|WriteAllText|](path, \"x\");",
        "File.[|WriteAllText|](contents: \"x\", path: path);",
        "File.[|AppendAllLines|](path, new[] { \"x\" });",
        "File.[|WriteAllBytes|](path, File.[|ReadAllBytes|](path));",
        "using var file = File.OpenRead(path); file.[|Read|](bytes, 0, bytes.Length);",
        "stream.[|Read|](bytes);",
        "stream.[|ReadExactly|](bytes);",
        "stream.[|Write|](bytes);",
        "_stream.[|Write|](bytes, 0, 1);",
        "_stream?.[|Flush|]();",
        "stream.[|CopyTo|](new MemoryStream());",
        "var all = reader.[|ReadToEnd|]();",
        "while (reader.[|ReadLine|]() is { } line) { }",
        "var all = new StreamReader(stream).[|ReadToEnd|]();",
        "writer.[|WriteLine|](path); writer.[|Flush|]();",
        "using TextWriter text = File.CreateText(path); text.[|Write|](path);",
        "using var zip = new GZipStream(stream, CompressionMode.Compress); zip.[|Write|](bytes);",
        "new NamedPipeServerStream(\"p\").[|WaitForConnection|]();",
        "new NamedPipeClientStream(\"p\").[|Connect|]();",
        "var o = JsonSerializer.[|Deserialize<Order>|](stream);",
        "JsonSerializer.[|Serialize|](stream, list);",
        "JsonSerializer.[|Serialize|](File.Create(path), list, new JsonSerializerOptions());",
        "using var d = JsonDocument.[|Parse|](stream);"));

    [Fact]
    public Task Reports_the_network() => Check.Reports(In(
        "var r = new HttpClient().[|Send|](new HttpRequestMessage());",
        "new SmtpClient().[|Send|](new MailMessage());",
        "new SmtpClient().[|Send|](\"a\", \"b\", \"c\", \"d\");",
        "var a = Dns.[|GetHostAddresses|](\"x\");",
        "var c = new TcpListener(IPAddress.Any, 1).[|AcceptTcpClient|]();",
        "new TcpClient().[|Connect|](\"x\", 1);",
        "new Socket(SocketType.Stream, ProtocolType.Tcp).[|Accept|]();",
        "new Socket(SocketType.Stream, ProtocolType.Tcp).[|Send|](bytes);",
        "new Socket(SocketType.Stream, ProtocolType.Tcp).[|Receive|](bytes, SocketFlags.None);",
        "new UdpClient().[|Send|](bytes, bytes.Length);",
        "IPEndPoint from = null; new UdpClient().[|Receive|](ref from);",
        "var x = new HttpListener().[|GetContext|]();",
        "var s = new WebClient().[|DownloadString|](\"x\");",
        "using var r = WebRequest.Create(\"x\").[|GetResponse|]();"));

    [Fact]
    public Task Reports_databases() => Check.Reports(In(
        "connection.[|Open|]();",
        "postgres.[|Open|]();",
        "sql.[|Open|]();",
        "using var t = connection.[|BeginTransaction|](); t.[|Commit|]();",
        "using var t = postgres.[|BeginTransaction|](IsolationLevel.Serializable); t.[|Rollback|]();",
        "command.[|ExecuteNonQuery|]();",
        "using var r = command.[|ExecuteReader|](CommandBehavior.SingleRow); while (r.[|Read|]()) { }",
        "using var c = new SqlCommand(); using var r = c.[|ExecuteReader|](); while (r.[|Read|]()) { }",
        "using var c = new NpgsqlCommand(); var one = (int)c.[|ExecuteScalar|]();",
        "using var b = new SqlBulkCopy(sql); b.[|WriteToServer|](new DataTable());",
        "using var w = postgres.[|BeginBinaryImport|](\"COPY t FROM STDIN\"); w.[|StartRow|](); w.[|Write|](1); w.[|Complete|]();",
        "var x = connection.[|Query<Order>|](\"select 1\");",
        "var x = connection.[|QueryFirstOrDefault<Order>|](\"select 1\", new { path }, commandTimeout: 3);",
        "connection.[|Execute|](\"delete\", new { path });",
        "using var g = connection.[|QueryMultiple|](\"select 1\"); var x = g.[|Read<Order>|]();",
        "IDbConnection c = connection; c.[|Execute|](\"delete\");"));

    [Fact]
    public Task Reports_entity_framework() => Check.Reports(In(
        "db.[|SaveChanges|]();",
        "db?.[|SaveChanges|]();",
        "var x = db.Orders.[|ToList|]();",
        "var x = db.Orders.Where(o => o.Id > 1).OrderBy(o => o.Id).[|ToArray|]();",
        "var x = db.Orders.[|First|]();",
        "var x = db.Orders.[|FirstOrDefault|](o => o.Id == 3);",
        "var x = db.Orders.AsNoTracking().[|Single|](o => o.Id == 3);",
        "if (db.Orders.[|Any|](o => o.Id == 3)) return;",
        "var x = db.Orders.[|Count|]();",
        "var x = db.Orders.[|Sum|](o => o.Total);",
        "var x = db.Orders.[|Max|](o => o.Id);",
        "var x = db.Orders.[|ToDictionary|](o => o.Id);",
        "var x = db.Set<Order>().Include(o => o.Lines).[|ToList|]();",
        "var x = db.Orders.FromSqlRaw(\"select 1\").[|ToList|]();",
        "var x = db.Open.[|Count|]();",
        "var x = db.Of(path).[|ToList|]();",
        "var x = db.Orders.Paged(2).[|ToList|]();",
        "var x = orders.AsNoTracking().[|ToList|]();",
        "var query = db.Orders.AsQueryable(); if (flag) query = query.Where(o => o.Id > 1); var x = query.[|ToList|]();",
        "IQueryable<Order> query = db.Orders; var x = query.Take(3).[|ToList|]();",
        "var x = (from o in db.Orders where o.Id > 1 select o.Name).[|ToList|]();",
        "foreach (var o in db.Orders.[|ToList|]()) { }",
        "var x = db.Orders.[|Find|](3);",
        "var x = db.[|Find<Order>|](3, path);",
        "db.Orders.Where(o => o.Id > 3).[|ExecuteDelete|]();",
        "db.Orders.[|Load|]();",
        "db.Database.[|Migrate|](); db.Database.[|EnsureCreated|]();",
        "using var t = db.Database.[|BeginTransaction|](); t.[|Commit|]();",
        "using var t = db.Database.[|BeginTransaction|](IsolationLevel.Serializable);",
        "db.Database.[|ExecuteSqlInterpolated|]($\"delete from t where id = {path}\");",
        "db.Entry(list[0]).Collection(o => o.Lines).[|Load|]();",
        "var x = db.Entry(list[0]).Collection(o => o.Lines).Query().[|Count|]();",
        "db.Entry(list[0]).[|Reload|]();"));

    [Fact]
    public Task Reports_caches_and_grpc_clients() => Check.Reports("""
        using Grpc.Core;
        using Microsoft.Extensions.Caching.Distributed;
        class Request { }
        class Reply { }
        class OrdersClient : ClientBase<OrdersClient>
        {
            protected override OrdersClient NewInstance(ClientBaseConfiguration configuration) => this;
            public virtual Reply Get(Request request, Metadata? headers = null, DateTime? deadline = null, CancellationToken cancellationToken = default) => null!;
            public virtual Reply Get(Request request, CallOptions options) => null!;
            public virtual AsyncUnaryCall<Reply> GetAsync(Request request, Metadata? headers = null, DateTime? deadline = null, CancellationToken cancellationToken = default) => null!;
            public virtual AsyncUnaryCall<Reply> GetAsync(Request request, CallOptions options) => null!;
        }
        class C(IDistributedCache cache, OrdersClient client)
        {
            public async Task M()
            {
                await Task.Yield();
                cache.[|SetString|]("k", "v");
                var text = cache.[|GetString|]("k");
                cache.[|Remove|]("k");
                client.[|Get|](new Request());
                client.[|Get|](new Request(), deadline: DateTime.UtcNow);
            }
        }
        """);

    [Fact]
    public Task Reports_in_every_kind_of_asynchronous_code() => Check.Reports(Types(
        "Task M() { File.[|WriteAllText|](\"a\", \"b\"); return Task.CompletedTask; }",
        "Task<string> M() => Task.FromResult(File.[|ReadAllText|](\"a\"));",
        "ValueTask<string> M() { return new ValueTask<string>(File.[|ReadAllText|](\"a\")); }",
        "async Task<string> M() => await Task.FromResult(File.[|ReadAllText|](\"a\"));",
        "async IAsyncEnumerable<string> M() { await Task.Yield(); yield return File.[|ReadAllText|](\"a\"); }",
        "async void OnClick(object o, EventArgs e) { await Task.Yield(); Thread.[|Sleep|](1); }",
        "void M() { Func<Task> f = async () => { await Task.Yield(); Thread.[|Sleep|](1); }; }",
        "void M() { async Task F() { await Task.Yield(); Thread.[|Sleep|](1); } _ = F(); }",
        "void M() => Task.Run(async () => { await Task.Yield(); Thread.[|Sleep|](1); });",
        "readonly Func<Task<string>> _load = () => Task.FromResult(File.[|ReadAllText|](\"a\"));",
        "async Task<T> M<T>(Func<T> f) { await Task.Yield(); Thread.[|Sleep|](1); return f(); }",
        "static async Task M() { await Task.Yield(); try { Thread.[|Sleep|](1); } catch { Thread.[|Sleep|](2); } finally { Thread.[|Sleep|](3); } }",
        "class S(Stream inner) : MemoryStream { public override Task<int> ReadAsync(byte[] b, int o, int c, CancellationToken t) => Task.FromResult(inner.[|Read|](b, o, c)); }")
        + "\nstatic class X { public static async Task M(this string s) { await Task.Yield(); File.[|ReadAllText|](s); } }");

    [Fact]
    public Task Reports_in_a_top_level_program_that_awaits() => Check.Reports("""
        var builder = WebApplication.CreateBuilder(args);
        var app = builder.Build();
        app.MapGet("/", async () => { await Task.Yield(); Thread.[|Sleep|](100); return "x"; });
        app.MapGet("/y", () => { Thread.Sleep(100); return "x"; });
        var text = File.[|ReadAllText|]("banner.txt");
        await app.RunAsync();
        """);

    [Fact]
    public Task Stays_silent_on_a_lock_under_which_nothing_is_awaited() => Check.Silent(In(
        "var rw = new ReaderWriterLockSlim(); rw.EnterReadLock(); try { path += list.Count; } finally { rw.ExitReadLock(); } await Task.Yield();",
        "var rw = new ReaderWriterLockSlim(); if (rw.TryEnterWriteLock(50)) { list.Clear(); rw.ExitWriteLock(); } await Task.Yield();",
        "var rw = new ReaderWriterLockSlim(); rw.EnterReadLock(); Func<Task> later = async () => await Task.Yield(); rw.ExitReadLock(); await later();",
        "var rw = new ReaderWriterLock(); rw.AcquireReaderLock(50); path += list.Count; rw.ReleaseReaderLock(); await Task.Yield();"));

    [Fact]
    public Task Stays_silent_on_a_console_that_was_handed_over() => Check.Reports(Types(
        "readonly TextWriter _stdErr = null!; async Task M() { await Task.Yield(); _stdErr.WriteLine(\"no\"); }",
        "public TextWriter Output { get; } = null!; async Task M(C1 c) { await Task.Yield(); c.Output.WriteLine(\"done\"); }",
        "async Task M(TextWriter error, TextReader @in) { await Task.Yield(); error.WriteLine(@in.ReadLine()); }",
        "async Task M(TextWriter letter, StreamWriter output) { await Task.Yield(); letter.[|WriteLine|](\"x\"); output.[|WriteLine|](\"x\"); }"));

    [Fact]
    public Task Stays_silent_outside_asynchronous_code() => Check.Silent(Types(
        "void M() { Thread.Sleep(1); }",
        "string M() => File.ReadAllText(\"a\");",
        "IEnumerable<string> M() { yield return File.ReadAllText(\"a\"); }",
        "async Task M() { await Task.Run(() => Thread.Sleep(1)); }",
        "async Task M() { await Task.Yield(); Local(); void Local() { Thread.Sleep(1); } }",
        "async Task M() { await Task.Yield(); new Thread(() => Thread.Sleep(1)).Start(); }",
        "readonly object _o = new(); async Task M() { await Task.Yield(); lock (_o) { Thread.Sleep(1); } }",
        "async Task M() { try { await Task.Yield(); } catch (Exception) when (F(File.ReadAllText(\"a\"))) { } bool F(string s) => true; }",
        "unsafe Task M() { Thread.Sleep(1); return Task.CompletedTask; }",
        "async Task M() { await Task.Yield(); System.Linq.Expressions.Expression<Func<string>> e = () => File.ReadAllText(\"a\"); }",
        "async Task M() { await Task.Yield(); var n = nameof(Thread.Sleep); Action<int> sleep = Thread.Sleep; }",
        "class D { public D() { Thread.Sleep(1); } }",
        "string P => File.ReadAllText(\"a\");"));

    [Fact]
    public Task Stays_silent_on_what_does_not_wait_or_has_no_counterpart() => Check.Silent(In(
        "if (!s_gate.Wait(0)) return;",
        "if (!s_gate.Wait(TimeSpan.Zero)) return;",
        "if (!new AutoResetEvent(false).WaitOne(0)) return;",
        "Thread.Sleep(0); Thread.Yield();",
        "Process.Start(\"x\").WaitForExit(0);",
        "await s_gate.WaitAsync(); await Task.Delay(1);",
        "if (new BlockingCollection<int>().TryTake(out var one)) return;",
        "using var memory = new MemoryStream(); memory.Write(bytes); memory.Flush(); memory.CopyTo(memory);",
        "Stream memory = new MemoryStream(); memory.Write(bytes);",
        "using var r = new StreamReader(new MemoryStream(bytes)); var x = r.ReadToEnd();",
        "var memory = new MemoryStream(); using (var w = new StreamWriter(memory)) { w.WriteLine(path); w.Flush(); }",
        "using var m = new MemoryStream(); using (var zip = new GZipStream(m, CompressionMode.Compress)) zip.Write(bytes);",
        "TextReader r = new StringReader(path); while (r.ReadLine() is { } line) { }",
        "var w = new StringWriter(); w.WriteLine(path);",
        "var o = JsonSerializer.Deserialize<Order>(path); var s = JsonSerializer.Serialize(o);",
        "var o = JsonSerializer.Deserialize<Order>(new MemoryStream(bytes));",
        "Stream.Null.Write(bytes); TextWriter.Null.WriteLine(path);",
        "Console.WriteLine(path); Console.Out.WriteLine(path); Console.Error.Flush(); var l = Console.In.ReadLine(); Console.OpenStandardOutput().Write(bytes);",
        "if (File.Exists(path)) File.Delete(path); using var f = File.OpenRead(path);",
        "foreach (var line in File.ReadLines(path)) { }",
        "Span<byte> span = stackalloc byte[4]; stream.Read(span);",
        "stream.ReadByte(); stream.Seek(0, SeekOrigin.Begin); stream.Dispose();",
        "writer.Write(\"{0}\", path); writer.Write(3);",
        "connection.Close(); connection.Dispose(); using var c = connection.CreateCommand();",
        "IDbConnection c = connection; c.Open(); IDbCommand d = command; d.ExecuteNonQuery();",
        "using var t = sql.BeginTransaction();",
        "using var lite = new SqliteConnection(\"x\"); lite.Open(); lite.Execute(\"x\"); using var c = lite.CreateCommand(); using var r = c.ExecuteReader(); while (r.Read()) { }",
        "using DbConnection lite = new SqliteConnection(\"x\"); lite.Open();",
        "var x = connection.Query<Order>(\"x\", buffered: false);",
        "var r = new HttpClient(); r.CancelPendingRequests();"));

    [Fact]
    public Task Stays_silent_on_queries_in_memory_and_of_unknown_source() => Check.Silent(In(
        "var x = list.ToList(); var y = list.First(); var z = list.AsQueryable().Where(o => o.Id > 1).ToList();",
        "var x = orders.ToList(); var y = orders.Where(o => o.Id > 1).Any();",
        "var x = db.Orders.Local.ToList(); var y = db.ChangeTracker.Entries().ToList();",
        "var x = await db.Orders.ToListAsync(); var y = x.First();",
        "var x = db.Orders.Where(o => o.Lines.Count() > 1 && o.Lines.Any()).Select(o => o.Lines.First());",
        "var x = db.Orders.AsEnumerable().First();",
        "db.Add(list[0]); db.Orders.AddRange(list); db.Orders.Remove(list[0]);",
        "var x = db.Orders.ToLookup(o => o.Id); var s = db.Orders.ToQueryString();",
        "var x = list[0].Lines.ToList();",
        "var x = from o in db.Orders where db.Orders.Any(p => p.Id > o.Id) select o; await x.ToListAsync();"));

    [Fact]
    public Task Leaves_request_and_response_bodies_to_another_rule() => Check.Silent(In(
        "var x = new StreamReader(context.Request.Body).ReadToEnd();",
        "using var r = new StreamReader(context.Request.Body); var x = r.ReadToEnd();",
        "context.Response.Body.Write(bytes); context.Response.Body.Flush();",
        "var o = JsonSerializer.Deserialize<Order>(context.Request.Body);",
        "var body = context.Request.Body; body.Read(bytes);"));

    [Fact]
    public Task Stays_silent_where_a_flag_decides() => Check.Silent(In(
        "if (flag) await File.WriteAllTextAsync(path, \"x\"); else File.WriteAllText(path, \"x\");",
        "var x = flag ? await File.ReadAllTextAsync(path) : File.ReadAllText(path);",
        "async Task<int> Read(bool async) { if (!async) { return stream.Read(bytes); } return await stream.ReadAsync(bytes); } await Read(true);",
        "async Task<string> Read() { if (flag) { return await reader.ReadToEndAsync(); } return reader.ReadToEnd(); } await Read();"));

    [Fact]
    public Task Stays_silent_in_its_own_counterpart() => Check.Silent(Types(
        "class S : Files { public override Task FlushAsync(CancellationToken t) { Flush(); return Task.CompletedTask; } }",
        "class S : Files { public override Task FlushAsync(CancellationToken t) { base.Flush(); return Task.CompletedTask; } }",
        "class S : Files { public override async Task<int> ReadAsync(byte[] b, int o, int c, CancellationToken t) { await Task.Yield(); return Read(b, o, c); } }")
        + "\nabstract class Files : FileStream { protected Files() : base(\"x\", FileMode.Open) { } }");

    [Theory]
    [InlineData("class C { async Task M() { await Task.Yield(); Thread.Sleep( } }")]
    [InlineData("class C { async Task M() { await Task.Yield(); File.ReadAllText(undefined); Missing.Sleep(1); x.ToList(); } }")]
    [InlineData("class C { async Task M( { File.ReadAllText(")]
    [InlineData("class C : C { async Task M() { await Task.Yield(); this.SaveChanges(); } }")]
    public Task Survives_code_that_is_being_typed(string code) => Check.Silent(code, new Setup { Compiler = CompilerDiagnostics.None });

    [Fact]
    public Task Names_what_to_await_or_what_else_to_do() => Check.Reports("""
        class C
        {
            async Task M(ManualResetEventSlim signal)
            {
                await Task.Yield();
                Thread.{|#0:Sleep|}(1);
                File.{|#1:ReadAllText|}("a");
                signal.{|#2:Wait|}();
            }
        }
        """, null,
        Check.Report(0).WithArguments("Sleep", "await 'Task.Delay'"),
        Check.Report(1).WithArguments("ReadAllText", "await 'ReadAllTextAsync'"),
        Check.Report(2).WithArguments("Wait", "await a TaskCompletionSource or a SemaphoreSlim instead"));

    private const string Legacy = """
        namespace Legacy;
        public class Client
        {
            public int Fetch(string key) => 0;
            public Task<int> FetchLaterAsync(string key) => Task.FromResult(0);
            public void Post() { }
            public Task PostAsync() => Task.CompletedTask;
        }
        class C
        {
            async Task M(Client client)
            {
                await Task.Yield();
                client.[|Fetch|]("a");
                Thread.Sleep(1);
            }
        }
        """;

    [Fact]
    public Task Reads_the_projects_own_calls_and_exceptions() => Check.Reports(Legacy, new Setup
    {
        AdditionalFiles = new Dictionary<string, string>
        {
            ["ArchitectAnalyzers.BlockingCalls.txt"] = "# ours\nLegacy.Client.Fetch -> FetchLaterAsync # later\n\nNobody.Knows -> ItAsync\nnot a line\n",
            ["config/ArchitectAnalyzers.SynchronousByDesign.txt"] = "System.Threading.Thread.Sleep\n",
        },
    });
}
