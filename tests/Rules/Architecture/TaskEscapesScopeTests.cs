using ArchitectAnalyzers.CodeFixes.Architecture;
using ArchitectAnalyzers.Rules.Architecture;
using Microsoft.CodeAnalysis.Testing;

namespace ArchitectAnalyzers.Tests.Architecture;

public class TaskEscapesScopeTests
{
    private static string In(string member) => $$"""
        using System.Buffers;
        using System.Diagnostics;
        using System.Reflection;
        using System.Text.Json;
        using System.Transactions;
        using Dapper;
        using Microsoft.EntityFrameworkCore;
        #pragma warning disable CS8603, CS8604, CS8618, CS8625, CS1998, CS8321
        public record Order(int Id, string Name) { public Task PayAsync(IStore store) => store.SaveAsync(this); }
        public interface IStore { Task SaveAsync(object o); Task<Order?> FindAsync(int id); ValueTask<int> CountAsync(CancellationToken token = default); }
        public class Db : DbContext { public DbSet<Order> Orders => Set<Order>(); }
        public class Worker(Stream s) { public Task RunAsync() => s.FlushAsync(); }

        public class C(IStore store, IHttpClientFactory clients, IServiceScopeFactory scopes, IDbContextFactory<Db> contexts, ILogger logger,
            Func<System.Data.Common.DbConnection> open, RequestDelegate next)
        {
            private readonly SemaphoreSlim _gate = new(1);
            private readonly ReaderWriterLockSlim _lock = new();
            private static readonly ActivitySource s_source = new("C");
            private Task<Order?>? _cached;
            private HttpClient _http = new();

            {{member.Replace("\n", "\n    ")}}
        }
        """;

    [Theory]
    [InlineData("Task<string> M(string url)\n{\n    using var client = new HttpClient();\n    return client.[|GetStringAsync|](url);\n}")]
    [InlineData("Task<string> M(string url)\n{\n    using (var client = clients.CreateClient())\n    {\n        return client.[|GetStringAsync|](url);\n    }\n}")]
    [InlineData("Task<string> M(string url) { using (var client = new HttpClient()) return client.[|GetStringAsync|](url); }")]
    [InlineData("Task<string> M(string url) { var client = new HttpClient(); using (client) { return client.[|GetStringAsync|](url); } }")]
    [InlineData("Task<string> M(string url, bool flag)\n{\n    using var client = new HttpClient();\n    if (flag)\n    {\n        return client.[|GetStringAsync|](url);\n    }\n    return Task.FromResult(\"\");\n}")]
    [InlineData("Task<string> M(string url, bool flag) { using var client = new HttpClient(); return flag ? client.[|GetStringAsync|](url) : Task.FromResult(\"\"); }")]
    [InlineData("Task<string> M(int i) { using var client = new HttpClient(); return i switch { 0 => client.[|GetStringAsync|](\"a\"), _ => client.[|GetStringAsync|](\"b\") }; }")]
    [InlineData("Task<string>? M() { using var client = Maybe(); return client?.[|GetStringAsync|](\"a\"); }\nHttpClient? Maybe() => null;")]
    [InlineData("Task M(Order o) { using var scope = scopes.CreateScope(); return scope.ServiceProvider.GetRequiredService<IStore>().[|SaveAsync|](o); }")]
    [InlineData("Task M(Order o) { using var scope = scopes.CreateScope(); var s = scope.ServiceProvider.GetRequiredService<IStore>(); return s.[|SaveAsync|](o); }")]
    [InlineData("Task M(Order o)\n{\n    using var scope = scopes.CreateScope();\n    var provider = scope.ServiceProvider;\n    var s = provider.GetRequiredService<IStore>();\n    return s.[|SaveAsync|](o);\n}")]
    [InlineData("Task<List<Order>> M() { using var db = contexts.CreateDbContext(); return db.Orders.[|ToListAsync|](); }")]
    [InlineData("Task<List<Order>> M() { using var db = contexts.CreateDbContext(); return db.Orders.Where(o => o.Id > 1).OrderBy(o => o.Name).[|ToListAsync|](); }")]
    [InlineData("Task<List<Order>> M() { using var db = new Db(); var query = db.Orders.Where(o => o.Id > 1); return query.[|ToListAsync|](); }")]
    [InlineData("Task<List<int>> M() { using var db = new Db(); return db.Orders.AsNoTracking().Where(o => o.Id > 1).OrderBy(o => o.Name).ThenBy(o => o.Id).Skip(1).Take(2).Select(o => o.Id).Distinct().[|ToListAsync|](); }")]
    [InlineData("Task<int> M() { using var db = new Db(); db.Add(new Order(1, \"\")); return db.[|SaveChangesAsync|](); }")]
    [InlineData("ValueTask<Order?> M(int id) { using var db = new Db(); return db.Orders.[|FindAsync|](id); }")]
    [InlineData("Task<IEnumerable<Order>> M() { using var connection = open(); return connection.[|QueryAsync<Order>|](\"select 1\"); }")]
    [InlineData("Task<int> M() { using var connection = open(); using var command = connection.CreateCommand(); command.CommandText = \"x\"; return command.[|ExecuteNonQueryAsync|](); }")]
    [InlineData("Task<string> M(string path) { using var stream = File.OpenRead(path); using var reader = new StreamReader(stream); return reader.[|ReadToEndAsync|](); }")]
    [InlineData("Task<string> M(string path) { using var stream = File.OpenRead(path); var reader = new StreamReader(stream); return reader.[|ReadToEndAsync|](); }")]
    [InlineData("Task M(string path) { using var stream = File.OpenRead(path); return new Worker(stream).[|RunAsync|](); }")]
    [InlineData("Task M(string path, Stream target) { using var stream = File.OpenRead(path); return stream.[|CopyToAsync|](target); }")]
    [InlineData("Task M(byte[] bytes) { using var stream = new MemoryStream(bytes); return store.[|SaveAsync|](stream); }")]
    [InlineData("Task M(Stream s, Order o) { using (s) return JsonSerializer.[|SerializeAsync|](s, o); }")]
    [InlineData("Task<HttpResponseMessage> M(string json) { using var content = new StringContent(json); return _http.[|PostAsync|](\"/\", content); }")]
    [InlineData("Task<HttpResponseMessage> M(Stream s) { using (s) return _http.[|PostAsync|](\"/\", new StreamContent(s)); }")]
    [InlineData("Task<HttpResponseMessage> M() { using var request = new HttpRequestMessage(HttpMethod.Get, \"/\"); return _http.[|SendAsync|](request); }")]
    [InlineData("Task<string> M() { using var response = _http.Send(new HttpRequestMessage()); return response.Content.[|ReadAsStringAsync|](); }")]
    [InlineData("ValueTask<int> M() { using var cts = new CancellationTokenSource(1000); return store.[|CountAsync|](cts.Token); }")]
    [InlineData("ValueTask<int> M(CancellationToken token) { using var cts = CancellationTokenSource.CreateLinkedTokenSource(token); var linked = cts.Token; return store.[|CountAsync|](linked); }")]
    [InlineData("ValueTask<int> M(Stream s) { using var owner = MemoryPool<byte>.Shared.Rent(10); return s.[|ReadAsync|](owner.Memory); }")]
    [InlineData("ValueTask<int> M(Stream s) { using var owner = MemoryPool<byte>.Shared.Rent(10); return s.[|ReadAsync|](owner.Memory.Slice(0, 5)); }")]
    [InlineData("Task M(string json) { using var document = JsonDocument.Parse(json); return store.[|SaveAsync|](document.RootElement); }")]
    [InlineData("Task M() { using var client = new HttpClient(); return Task.[|Run|](() => client.GetStringAsync(\"a\")); }")]
    [InlineData("Task M() { using var client = new HttpClient(); return Task.[|WhenAll|](client.GetStringAsync(\"a\"), client.GetStringAsync(\"b\")); }")]
    [InlineData("Task<string[]> M(string[] urls) { using var client = new HttpClient(); return Task.[|WhenAll|](urls.Select(url => client.GetStringAsync(url))); }")]
    [InlineData("Task M(string[] urls) { using var client = new HttpClient(); var tasks = urls.Select(client.GetStringAsync).ToArray(); return Task.[|WhenAll|](tasks); }")]
    [InlineData("Task<string> M() { using var client = new HttpClient(); var task = client.GetStringAsync(\"a\"); return [|task|]; }")]
    [InlineData("Task<int> M() { using var client = new HttpClient(); return client.GetStringAsync(\"a\").[|ContinueWith|](t => t.Result.Length); }")]
    [InlineData("Task M()\n{\n    using var client = new HttpClient();\n    return [|Local|]();\n    async Task Local() => await client.GetStringAsync(\"a\");\n}")]
    [InlineData("Func<Task<string>> M() => () => { using var client = new HttpClient(); return client.[|GetStringAsync|](\"a\"); };")]
    [InlineData("Task<string> M()\n{\n    return Local();\n    static Task<string> Local() { using var client = new HttpClient(); return client.[|GetStringAsync|](\"a\"); }\n}")]
    [InlineData("Task M(Order o) { using (var t = new TransactionScope(TransactionScopeAsyncFlowOption.Enabled)) { return store.[|SaveAsync|](o); } }")]
    [InlineData("Task M(Order o) { using var t = new TransactionScope(); t.Complete(); return store.[|SaveAsync|](o); }")]
    [InlineData("Task M(string[] urls) { using var client = new HttpClient(); var tasks = new List<Task>(); foreach (var url in urls) tasks.Add(client.GetStringAsync(url)); return Task.[|WhenAll|](tasks); }")]
    [InlineData("Task<Order?> M(int id) { using var db = new Db(); return db.Orders.AsNoTracking().[|FirstOrDefaultAsync|](o => o.Id == id); }")]
    [InlineData("Task<Order?> M(int id) { using System.Data.IDbConnection db = open(); return db.[|QueryFirstOrDefaultAsync<Order>|](\"select 1\"); }")]
    [InlineData("Task M(IFormFile file) { using var upload = file.OpenReadStream(); return store.[|SaveAsync|](upload); }")]
    [InlineData("Task M() { using var process = Process.Start(\"git\"); return process.[|WaitForExitAsync|](); }")]
    [InlineData("Task<string> M() { using var response = _http.Send(new HttpRequestMessage()); var body = response.Content.ReadAsStringAsync(); return [|body|]; }")]
    [InlineData("Task M(Func<Func<Task>, Task> retry) { using var client = new HttpClient(); return [|retry|](() => client.GetStringAsync(\"a\")); }")]
    [InlineData("Task<string> M(string kind) { using var client = new HttpClient(); switch (kind) { case \"a\": return client.[|GetStringAsync|](kind); default: throw new InvalidOperationException(); } }")]
    [InlineData("Task<string> P { get { using var client = new HttpClient(); return client.[|GetStringAsync|](\"a\"); } }")]
    [InlineData("ValueTask<string> M() { using var client = new HttpClient(); return new ValueTask<string>(client.[|GetStringAsync|](\"a\")); }")]
    public Task Reports_a_task_that_goes_on_using_what_is_disposed(string member) => Verify<TaskEscapesScope>.Reports(In(member));

    [Theory]
    [InlineData("Task M(Order o)\n{\n    try\n    {\n        return store.[|SaveAsync|](o);\n    }\n    catch (Exception e)\n    {\n        logger.LogError(e, \"no\");\n        return Task.CompletedTask;\n    }\n}")]
    [InlineData("Task M(Order o) { try { return store.[|SaveAsync|](o); } catch (HttpRequestException) { return Task.CompletedTask; } }")]
    [InlineData("Task M(Order o) { try { return store.[|SaveAsync|](o); } catch (Exception e) { logger.LogError(e, \"no\"); throw; } }")]
    [InlineData("Task M(Order o) { try { return store.[|SaveAsync|](o); } catch (DbUpdateException e) { throw new InvalidOperationException(\"no\", e); } }")]
    [InlineData("Task<Order?> M(int id) { try { return store.[|FindAsync|](id); } catch { return Task.FromResult<Order?>(null); } }")]
    [InlineData("Task<Order?> M(int id) { try { return store.[|FindAsync|](id); } catch (Exception e) when (e is TimeoutException) { return Task.FromResult<Order?>(null); } }")]
    [InlineData("Task<Order?> M(int id) { try { var task = store.FindAsync(id); return [|task|]; } catch { return Task.FromResult<Order?>(null); } }")]
    [InlineData("Task<Order?> M(int id) { try { if (id > 0) { return store.[|FindAsync|](id); } return Task.FromResult<Order?>(null); } catch { throw new TimeoutException(); } }")]
    [InlineData("ValueTask<int> M() { try { return store.[|CountAsync|](); } catch (IOException) { return new(0); } }")]
    [InlineData("Task Invoke(HttpContext context) { try { return next(context); } catch (Exception e) { logger.LogError(e, \"no\"); context.Response.StatusCode = 500; return Task.CompletedTask; } }", "next")]
    [InlineData("Task M(Order o) { try { return store.[|SaveAsync|](o); } catch (ArgumentException) { throw; } catch (Exception) { return Task.CompletedTask; } }")]
    [InlineData("Task M(Order o) { _gate.Wait(); try { return store.[|SaveAsync|](o); } finally { _gate.Release(); } }")]
    [InlineData("Task M(Order o) { var watch = Stopwatch.StartNew(); try { return store.[|SaveAsync|](o); } finally { logger.LogInformation(\"{Time}\", watch.Elapsed); } }")]
    [InlineData("Task M(Order o) { var start = Stopwatch.GetTimestamp(); try { return store.[|SaveAsync|](o); } finally { logger.LogInformation(\"{Time}\", Stopwatch.GetElapsedTime(start)); } }")]
    [InlineData("Task<string> M() { var client = new HttpClient(); try { return client.[|GetStringAsync|](\"a\"); } finally { client.Dispose(); } }")]
    [InlineData("Task<string> M() { HttpClient? client = null; try { client = new HttpClient(); return client.[|GetStringAsync|](\"a\"); } finally { client?.Dispose(); } }")]
    [InlineData("Task<int> M(Stream s) { var buffer = ArrayPool<byte>.Shared.Rent(10); try { return s.[|ReadAsync|](buffer, 0, 10); } finally { ArrayPool<byte>.Shared.Return(buffer); } }")]
    [InlineData("Task M(string path) { try { return store.[|SaveAsync|](path); } finally { File.Delete(path); } }")]
    [InlineData("Task M(Order o) { try { return Task.CompletedTask; } catch { return store.[|SaveAsync|](o); } finally { _gate.Release(); } }")]
    [InlineData("Func<Order, Task> M() => o => { try { return store.[|SaveAsync|](o); } catch { return Task.CompletedTask; } };")]
    [InlineData("Task M(Order o) { try { try { return store.[|SaveAsync|](o); } finally { logger.LogInformation(\"x\"); } } catch (Exception e) { logger.LogError(e, \"no\"); throw; } }")]
    [InlineData("Task M(Order o) { try { return [|SlowAsync|](o); } catch (Exception e) { logger.LogError(e, \"no\"); return Task.CompletedTask; } }\nasync Task SlowAsync(Order o) { try { await store.SaveAsync(o); } catch (IOException e) { logger.LogError(e, \"no\"); } }")]
    [InlineData("Task M(Order o) { var isHeld = _gate.Wait(0); try { return store.[|SaveAsync|](o); } finally { if (isHeld) _gate.Release(); } }")]
    public Task Reports_a_task_that_leaves_a_try(string member, string? name = null) =>
        Verify<TaskEscapesScope>.Reports(In(name is null ? member : member.Replace($"return {name}(", $"return [|{name}|](")));

    [Theory]
    [InlineData("async Task<string> M() { using var client = new HttpClient(); return await client.GetStringAsync(\"a\"); }")]
    [InlineData("async Task M(Order o) { try { await store.SaveAsync(o); } catch (Exception e) { logger.LogError(e, \"no\"); } }")]
    [InlineData("Task M(string path) { using var reader = new StreamReader(path); return store.SaveAsync(reader.ReadToEnd()); }")]
    [InlineData("Task M(string path) { using var reader = new StreamReader(path); var text = reader.ReadToEnd(); return store.SaveAsync(text); }")]
    [InlineData("Task<string> M(string path) { using var reader = new StreamReader(path); return Task.FromResult(reader.ReadToEnd()); }")]
    [InlineData("Task M(Order o) { using var db = new Db(); db.Add(o); db.SaveChanges(); return Task.CompletedTask; }")]
    [InlineData("Task M() { using var db = new Db(); var orders = db.Orders.ToList(); return store.SaveAsync(orders); }")]
    [InlineData("Task M() { using var db = new Db(); var order = db.Orders.First(o => o.Id == 1); return store.SaveAsync(order); }")]
    [InlineData("Task M() { using var db = new Db(); var order = db.Orders.Find(1); return store.SaveAsync(new { order!.Name }); }")]
    [InlineData("Task M() { using var db = new Db(); return store.SaveAsync(db.Orders.Count()); }")]
    [InlineData("Task M() { using var stream = new MemoryStream(); stream.WriteByte(1); return store.SaveAsync(stream.ToArray()); }")]
    [InlineData("Task M(string json) { using var document = JsonDocument.Parse(json); return store.SaveAsync(document.RootElement.Clone()); }")]
    [InlineData("Task M(string json) { using var document = JsonDocument.Parse(json); return store.SaveAsync(document.RootElement.GetProperty(\"a\").GetString()!); }")]
    [InlineData("Task M(Order o) { using var activity = s_source.StartActivity(\"M\"); activity?.SetTag(\"a\", 1); return store.SaveAsync(o); }")]
    [InlineData("Task M(Order o) { using (logger.BeginScope(\"M\")) return store.SaveAsync(o); }")]
    [InlineData("Task M(Order o) { using var client = new HttpClient(); client.Send(new HttpRequestMessage()); return store.SaveAsync(o); }")]
    [InlineData("Task<string> M() { using (var other = new HttpClient()) { other.CancelPendingRequests(); } return _http.GetStringAsync(\"a\"); }")]
    [InlineData("Task<string> M() { { using var other = new HttpClient(); } return _http.GetStringAsync(\"a\"); }")]
    [InlineData("Task<string> M(HttpClient client) => client.GetStringAsync(\"a\");")]
    [InlineData("Task M(Order o) { try { return store.SaveAsync(o); } catch (Exception e) { return Task.FromException(e); } }")]
    [InlineData("Task M(Order o) { try { return store.SaveAsync(o); } catch (OperationCanceledException e) { return Task.FromCanceled(e.CancellationToken); } catch (Exception e) { return Task.FromException(e); } }")]
    [InlineData("Task M(Order o) { try { return store.SaveAsync(o); } catch { throw; } }")]
    [InlineData("Task M(Order o) { try { return store.SaveAsync(o); } catch (ArgumentNullException) { return Task.CompletedTask; } }")]
    [InlineData("Task M(MethodInfo m) { try { return (Task)m.Invoke(this, null)!; } catch (TargetInvocationException e) { throw e.InnerException!; } }")]
    [InlineData("Task M(MethodInfo m) { try { return (Task)m.Invoke(this, null)!; } catch (Exception) { return Task.CompletedTask; } }")]
    [InlineData("Task<int> M(string s) { try { return Task.FromResult(int.Parse(s)); } catch (FormatException) { return Task.FromResult(0); } }")]
    [InlineData("ValueTask<int> M(string s) { try { return new ValueTask<int>(int.Parse(s)); } catch { return default; } }")]
    [InlineData("Task M(Order o) { try { logger.LogInformation(\"x\"); } catch { return Task.CompletedTask; } return store.SaveAsync(o); }")]
    [InlineData("Task M(Order o) { try { logger.LogInformation(\"x\"); return Task.CompletedTask; } catch { return store.SaveAsync(o); } }")]
    [InlineData("Task<int> M() { var source = new TaskCompletionSource<int>(); try { source.SetResult(1); return source.Task; } catch (Exception e) { source.SetException(e); return source.Task; } }")]
    [InlineData("Task<Order?> M(int id) { _lock.EnterReadLock(); try { return _cached ??= store.FindAsync(id); } finally { _lock.ExitReadLock(); } }")]
    [InlineData("Task<Order?> M(int id) { _lock.EnterReadLock(); try { return store.FindAsync(id); } finally { _lock.ExitReadLock(); } }")]
    [InlineData("Task M(Order o) { var flow = ExecutionContext.SuppressFlow(); try { return Task.Run(() => store.SaveAsync(o)); } finally { flow.Undo(); } }")]
    [InlineData("Task M(Order o) { using (ExecutionContext.SuppressFlow()) { return Task.Run(() => store.SaveAsync(o)); } }")]
    [InlineData("Task<Order?> M(int id) { var task = _cached; try { logger.LogInformation(\"x\"); return task!; } catch { return store.FindAsync(id); } }")]
    [InlineData("Func<Task> M(Order o) { try { return () => store.SaveAsync(o); } catch { return () => Task.CompletedTask; } }")]
    [InlineData("Task M(Order o) { using var client = new HttpClient(); Func<Task> later = () => store.SaveAsync(o); return later(); }")]
    [InlineData("Task M(Order o) { lock (_gate) { return store.SaveAsync(o); } }")]
    [InlineData("void M() { try { store.SaveAsync(1).Wait(); } catch { } }")]
    [InlineData("Task M(Order o) { using var writer = new StringWriter(); writer.Write(o); return store.SaveAsync(writer.ToString()); }")]
    [InlineData("Task M() { using var connection = open(); var rows = connection.Query<Order>(\"select 1\"); return store.SaveAsync(rows); }")]
    [InlineData("Task M() { using var connection = open(); var id = connection.ExecuteScalar<int>(\"select 1\"); return store.FindAsync(id); }")]
    [InlineData("Task<Order?> M(IMemoryCache cache, int id) { using var entry = cache.CreateEntry(id); var task = store.FindAsync(id); entry.Value = task; return task; }\n}\npublic interface IMemoryCache { ICacheEntry CreateEntry(object key); }\npublic interface ICacheEntry : IDisposable { object? Value { get; set; }")]
    [InlineData("Task M(Order o, Func<Task> next) { using var activity = s_source.StartActivity(\"M\"); try { return next(); } finally { logger.LogInformation(\"left\"); } }")]
    [InlineData("Task M(string[] urls) { using var other = new HttpClient(); var tasks = new List<Task>(); foreach (var url in urls) tasks.Add(_http.GetStringAsync(url)); return Task.WhenAll(tasks); }")]
    [InlineData("Task<Order> M(Order o) { using var hash = System.Security.Cryptography.SHA256.Create(); var text = Convert.ToHexString(hash.ComputeHash(new byte[1])); return Task.FromResult(o with { Name = text }); }")]
    [InlineData("Task M(Order o) { using var hash = System.Security.Cryptography.SHA256.Create(); var bytes = hash.ComputeHash(new byte[1]); return store.SaveAsync(bytes); }")]
    [InlineData("Task M(Order o) { try { return Slow(store.SaveAsync(o)); } catch (IOException e) { logger.LogError(e, \"no\"); return Task.CompletedTask; } async Task Slow(Task saved) { try { await saved; } catch (IOException e) { logger.LogError(e, \"no\"); } } }")]
    [InlineData("Task M(Order o) { try { return SlowAsync(store.SaveAsync(o)); } catch (Exception e) { logger.LogError(e, \"no\"); return Task.CompletedTask; } }\nasync Task SlowAsync(Task saved) { try { await saved; } catch (Exception e) { logger.LogError(e, \"no\"); return; } logger.LogInformation(\"saved\"); }")]
    [InlineData("Task M() { var e = new List<int>().GetEnumerator(); var isOurs = true; try { while (e.MoveNext()) { isOurs = false; return RestAsync(e); } } finally { if (isOurs) e.Dispose(); } return Task.CompletedTask; }\nasync Task RestAsync(IEnumerator<int> e) { using (e) await Task.Yield(); }")]
    [InlineData("ValueTask<int> M(string s) { try { return Outcome.FromResultAsTask(int.Parse(s)); } catch (FormatException) { return default; } }\nstatic class Outcome { public static ValueTask<int> FromResultAsTask(int i) => new(i); }")]
    public Task Stays_silent_where_nothing_of_the_scope_is_needed(string member) => Verify<TaskEscapesScope>.Silent(In(member));

    [Theory]
    [InlineData("class C { Task M() { using var x = ; return x.Y(); } }")]
    [InlineData("class C { Task M() { try { return } catch } }")]
    [InlineData("class C { Missing M() { using var c = new HttpClient(); return c.GetStringAsync(); } }")]
    [InlineData("class C { Task M() { using var a = new HttpClient(); var b = b.c; return b; } }")]
    public Task Stays_silent_on_half_typed_code(string code) => Verify<TaskEscapesScope>.Silent(code, new() { Compiler = CompilerDiagnostics.None });

    [Fact]
    public Task Comes_to_an_end_where_locals_are_made_of_themselves() => Verify<TaskEscapesScope>.Reports(
        "class C { Task F(Task a, Task b) => a; Task M() { using (var b = F(b, b)) { var c = F(c, b); return [|F|](b, c); } } }",
        new() { Compiler = CompilerDiagnostics.None });

    [Fact]
    public Task Reports_in_a_minimal_api() => Verify<TaskEscapesScope>.Reports("""
        var app = WebApplication.Create(args);
        app.MapGet("/rates", (IHttpClientFactory clients, CancellationToken token) =>
        {
            using var client = clients.CreateClient("rates");
            return client.[|GetStringAsync|]("rates", token);
        });
        app.Run();
        """);

    [Fact]
    public Task Says_why() => Verify<TaskEscapesScope>.Reports("""
        class C
        {
            Task<string> M(HttpClient http) { using (http) return http.{|#0:GetStringAsync|}("a"); }
            Task<string> N(HttpClient http) { try { return http.{|#1:GetStringAsync|}("a"); } catch { return Task.FromResult(""); } }
        }
        """, expected:
        [
            Verify<TaskEscapesScope>.Report(0).WithArguments("GetStringAsync", "'http' is disposed while it runs"),
            Verify<TaskEscapesScope>.Report(1).WithArguments("GetStringAsync", "the catch never sees its exceptions"),
        ]);

    [Fact]
    public Task Awaits_in_the_scope() => Verify<TaskEscapesScope, TaskEscapesScopeFix>.Fixes("""
        public class C(HttpClient http)
        {
            /// <summary>A.</summary>
            public Task<string> A(string url)
            {
                using var client = new HttpClient();

                // now
                return client.[|GetStringAsync|](url); // done
            }

            public virtual Task B(bool flag)
            {
                using (var client = new HttpClient())
                {
                    if (flag) return client.[|GetStringAsync|]("a");
                    return client.[|DeleteAsync|]("b");
                }
            }

            public Task D()
            {
                try
                {
                    return http.[|DeleteAsync|]("a");
                }
                catch (HttpRequestException)
                {
                    return Task.CompletedTask;
                }
            }

            protected static ValueTask<int> E(Stream s)
            {
                using (s) return s.[|ReadAsync|](new Memory<byte>(new byte[1]));
            }

            public Func<string, Task<string>> F() => url =>
            {
                using var client = new HttpClient();
                var task = client.GetStringAsync(url);
                return [|task|];
            };

            public Task<string> G(bool flag)
            {
                return Local();

                static Task<string> Local()
                {
                    using var client = new HttpClient();
                    return client.[|GetStringAsync|]("a");
                }
            }
        }
        """, """
        public class C(HttpClient http)
        {
            /// <summary>A.</summary>
            public async Task<string> A(string url)
            {
                using var client = new HttpClient();

                // now
                return await client.GetStringAsync(url); // done
            }

            public virtual async Task B(bool flag)
            {
                using (var client = new HttpClient())
                {
                    if (flag) { await client.GetStringAsync("a"); return; }
                    await client.DeleteAsync("b");
                    return;
                }
            }

            public async Task D()
            {
                try
                {
                    await http.DeleteAsync("a");
                    return;
                }
                catch (HttpRequestException)
                {
                    return;
                }
            }

            protected static async ValueTask<int> E(Stream s)
            {
                using (s) return await s.ReadAsync(new Memory<byte>(new byte[1]));
            }

            public Func<string, Task<string>> F() => async url =>
            {
                using var client = new HttpClient();
                var task = client.GetStringAsync(url);
                return await task;
            };

            public Task<string> G(bool flag)
            {
                return Local();

                static async Task<string> Local()
                {
                    using var client = new HttpClient();
                    return await client.GetStringAsync("a");
                }
            }
        }
        """, new() { Iterations = 6 });

    [Theory]
    [InlineData("public Task<string> P { get { using var client = new HttpClient(); return client.[|GetStringAsync|](\"a\"); } }")]
    [InlineData("public Task<string> M(out int i) { i = 0; using var client = new HttpClient(); return client.[|GetStringAsync|](\"a\"); }")]
    [InlineData("public Task<string> M(object o) { using var client = new HttpClient(); lock (o) { return client.[|GetStringAsync|](\"a\"); } }")]
    [InlineData("public Task<string> M(bool flag) { using var client = new HttpClient(); if (flag) return null!; return client.[|GetStringAsync|](\"a\"); }")]
    public Task Offers_nothing_where_the_function_cannot_be_async(string member) =>
        Verify<TaskEscapesScope, TaskEscapesScopeFix>.OffersNoFix("class C { " + member + " }");
}
