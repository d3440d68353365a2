using ArchitectAnalyzers.Rules.Architecture;
using Microsoft.CodeAnalysis.Testing;

namespace ArchitectAnalyzers.Tests.Architecture;

public class LockAroundBlockingCallTests
{
    private static string In(string members) => $$"""
        #nullable disable
        #pragma warning disable CS1998, CS4014
        using System.Data.Common;
        using System.Text.Json;
        using Microsoft.EntityFrameworkCore;
        using Microsoft.Extensions.Caching.Distributed;

        class Shop : DbContext { public DbSet<Order> Orders => Set<Order>(); }

        class Order { public int Id { get; set; } }

        class C
        {
            private readonly object _gate = new();
            private readonly Lock _lock = new();
            private readonly StreamWriter _writer;
            private readonly SemaphoreSlim _slots = new(1);
            private readonly Dictionary<string, string> _cache = new();
            private readonly IDistributedCache _distributed;
            private string _text;
            private static Task<string> GetAsync() => Task.FromResult("");
            private static void Use(object o) { }

            {{members}}
        }
        """;

    private static string Sync(string statements) => In($$"""
        void M(string path, Stream stream, HttpClient client, HttpRequestMessage request, DbConnection connection, DbCommand command, Shop shop, Queue<string> queue, Process process)
        {
            {{statements}}
        }
        """).Replace("using System.Data.Common;", "using System.Data.Common;\nusing System.Diagnostics;");

    public static TheoryData<string> Waiting => new()
    {
        "lock (_gate) { _text = File.[|ReadAllText|](path); }",
        "lock (_gate) _text ??= File.[|ReadAllText|](path);",
        "lock (this) { if (!_cache.TryGetValue(path, out _text)) _cache[path] = _text = File.[|ReadAllText|](path); }",
        "lock (_gate) { using var response = client.[|Send|](request); }",
        "lock (_gate) { connection.[|Open|](); command.[|ExecuteNonQuery|](); }",
        "lock (_gate) { shop.[|SaveChanges|](); }",
        "lock (_gate) { var orders = shop.Orders.Where(o => o.Id > 1).[|ToList|](); }",
        "lock (_gate) { _writer.[|WriteLine|](path); _writer.[|Flush|](); }",
        "lock (_gate) { stream.[|Write|](new byte[1], 0, 1); }",
        "lock (_gate) { Thread.[|Sleep|](100); }",
        "lock (_gate) { _slots.[|Wait|](); }",
        "lock (_gate) { process.[|WaitForExit|](); }",
        "lock (_gate) { _text = _distributed.[|GetString|](path); }",
        "lock (_gate) { JsonSerializer.[|Serialize|](stream, path); }",
        "lock (_lock) { File.[|WriteAllText|](path, path); }",
        "using (_lock.EnterScope()) { File.[|WriteAllText|](path, path); }",
        "{ using var scope = _lock.EnterScope(); File.[|WriteAllText|](path, path); } File.WriteAllText(path, path);",
        "Monitor.Enter(_gate); try { File.[|WriteAllText|](path, path); } finally { Monitor.Exit(_gate); }",
        "var taken = false; try { Monitor.Enter(_gate, ref taken); File.[|WriteAllText|](path, path); } finally { if (taken) Monitor.Exit(_gate); }",
        "if (Monitor.TryEnter(_gate, 100)) { try { File.[|WriteAllText|](path, path); } finally { Monitor.Exit(_gate); } }",
        "lock (_gate) { foreach (var p in queue) { try { File.[|WriteAllText|](p, p); } catch (IOException) { } } }",
        "lock (_gate) { lock (_lock) { File.[|WriteAllText|](path, path); } }",
        "lock (_gate) { _writer?.[|Flush|](); }",
    };

    [Theory, MemberData(nameof(Waiting))]
    public Task Reports_what_waits_inside_a_lock(string statements) => Verify<LockAroundBlockingCall>.Reports(Sync(statements));

    /// <summary>One defect, one report: inside a lock nothing can be awaited, so ARCH1002 leaves these calls to this rule.</summary>
    [Theory]
    [InlineData("async Task M(string path) { await GetAsync(); lock (_gate) { _text = File.[|ReadAllText|](path); } }")]
    [InlineData("Task<string> M(string path) { lock (_gate) { _text = File.[|ReadAllText|](path); } return GetAsync(); }")]
    [InlineData("async Task M(string path) { Action later = () => { lock (_gate) { _text = File.[|ReadAllText|](path); } }; await GetAsync(); }")]
    public async Task Reports_in_async_code_alone(string members)
    {
        await Verify<LockAroundBlockingCall>.Reports(In(members));
        await Verify<BlockingCallInAsyncMethod>.Silent(In(members.Replace("[|", "").Replace("|]", "")));
    }

    /// <summary>And where the language allows an await, the call is ARCH1002's.</summary>
    [Theory]
    [InlineData("async Task M(string path) { await GetAsync(); Monitor.Enter(_gate); try { _text = File.[|ReadAllText|](path); } finally { Monitor.Exit(_gate); } }")]
    public async Task Leaves_what_could_be_awaited_to_its_rule(string members)
    {
        await Verify<BlockingCallInAsyncMethod>.Reports(In(members));
        await Verify<LockAroundBlockingCall>.Silent(In(members.Replace("[|", "").Replace("|]", "")));
    }

    /// <summary>Blocking on a task is ARCH1001's, inside a lock too.</summary>
    [Theory]
    [InlineData("lock (_gate) { _text = GetAsync().[|Result|]; }")]
    [InlineData("lock (_gate) { GetAsync().[|Wait|](); Task.[|WaitAll|](GetAsync()); }")]
    [InlineData("lock (_gate) { _text = GetAsync().GetAwaiter().[|GetResult|](); }")]
    [InlineData("lock (_gate) { _text = File.ReadAllTextAsync(path).[|Result|]; }")]
    public async Task Leaves_tasks_to_their_rule(string statements)
    {
        await Verify<BlockedTask>.Reports(Sync(statements));
        await Verify<LockAroundBlockingCall>.Silent(Sync(statements.Replace("[|", "").Replace("|]", "")));
    }

    [Theory]
    [InlineData("_text = File.ReadAllText(path); lock (_gate) { _cache[path] = _text; }")]
    [InlineData("lock (_gate) { _cache[path] = path; } _writer.Flush();")]
    [InlineData("lock (_gate) { while (queue.Count == 0) Monitor.Wait(_gate); queue.Dequeue(); Monitor.Pulse(_gate); }")]
    [InlineData("lock (_gate) { Monitor.Wait(_gate, 100); Monitor.PulseAll(_gate); }")]
    [InlineData("lock (_gate) { if (_slots.Wait(0)) queue.Clear(); }")]
    [InlineData("lock (_gate) { using var m = new MemoryStream(); m.Write(new byte[1], 0, 1); new StringWriter().Write(path); new StringReader(path).ReadToEnd(); }")]
    [InlineData("lock (_gate) { Console.WriteLine(path); Console.Out.Write(path); }")]
    [InlineData("lock (_gate) { _text = JsonSerializer.Serialize(queue); queue.ToList(); queue.Where(q => q.Length > 1).Any(); }")]
    [InlineData("lock (_gate) { shop.Orders.Add(new Order()); Use(shop.Orders.Where(o => o.Id > 1)); }")]
    [InlineData("lock (_gate) { Action later = () => File.WriteAllText(path, path); Task.Run(() => File.WriteAllText(path, path)); }")]
    [InlineData("lock (_gate) { void Later() { File.WriteAllText(path, path); } queue.Clear(); }")]
    [InlineData("lock (_gate) { File.Exists(path); Path.GetFullPath(path); }")]
    [InlineData("lock (_gate) { Use(nameof(File.ReadAllText)); }")]
    [InlineData("Monitor.Enter(_gate); queue.Clear(); Monitor.Exit(_gate); File.WriteAllText(path, path);")]
    [InlineData("try { queue.Clear(); } finally { File.WriteAllText(path, path); }")]
    [InlineData("_lock.Enter(); try { queue.Clear(); } finally { _lock.Exit(); } File.WriteAllText(path, path);")]
    public Task Stays_silent(string statements) => Verify<LockAroundBlockingCall>.Silent(Sync(statements));

    [Theory]
    [InlineData("class C { void M() { lock (this) { File.ReadAllText(1, 2, 3); } } }")]
    [InlineData("class C { void M() { lock () { File.ReadAllText } } }")]
    [InlineData("class C { void M() { lock (gone) { Gone.ReadAllText(\"\"); } } }")]
    public Task Survives_half_typed_code(string code) => Verify<LockAroundBlockingCall>.Silent(code, new() { Compiler = CompilerDiagnostics.None });
}
