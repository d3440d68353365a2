using ArchitectAnalyzers.Rules.Architecture;
using Microsoft.CodeAnalysis.Testing;

namespace ArchitectAnalyzers.Tests.Architecture;

/// <summary>ARCH1001 on whole members as backends have them.</summary>
public class BlockedTaskBackendTests
{
    private static string In(string members) => $$"""
        #nullable disable
        #pragma warning disable CS1998, CS4014, CS0649
        using System.Collections.Concurrent;
        using System.Diagnostics;
        using System.Threading.Channels;

        record Order(int Id, decimal Total);

        class Job { public Task<int> Work { get; init; } public string Name { get; init; } }

        class C
        {
            private readonly HttpClient _client;
            private readonly ConcurrentDictionary<string, Task<string>> _inFlight = new();
            private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _lazy = new();
            private readonly TaskCompletionSource<int> _ready = new();
            private readonly SemaphoreSlim _gate = new(1);
            private Task<string> _cached;
            private Task _loop;
            private static Task<int> CountAsync(int id = 0) => throw null;
            private static Task<string> NameAsync(int id = 0) => throw null;
            private static ValueTask<int> FastAsync() => throw null;
            private static void Log(object o) { }

            {{members}}
        }
        """;

    [Theory]

    // What is awaited is not what is read.
    [InlineData("async Task<int> M(int[] ids) { var tasks = ids.Select(i => CountAsync(i)).ToList(); await Task.WhenAll(tasks); return CountAsync(9).[|Result|] + tasks[0].Result; }")]
    [InlineData("async Task<int> M() { var a = CountAsync(1); var b = CountAsync(2); await a; return a.Result + b.[|Result|]; }")]
    [InlineData("async Task<int> M() { var a = CountAsync(1); var b = CountAsync(2); await Task.WhenAny(a, b); return a.[|Result|]; }")]
    [InlineData("async Task<string> M() { await _client.GetAsync(\"/\"); var response = _client.GetAsync(\"/\").[|Result|]; return response.Content.ReadAsStringAsync().[|Result|]; }")]
    [InlineData("async Task<string> M() { using var response = await _client.GetAsync(\"/\"); return response.Content.ReadAsStringAsync().[|Result|]; }")]
    [InlineData("async Task M(IEnumerable<Job> jobs) { foreach (var job in jobs) { Log(job.Work.[|Result|]); await job.Work; } }")]
    [InlineData("async Task<int> M(Job a, Job b) { await a.Work; return b.Work.[|Result|]; }")]
    [InlineData("async Task<int> M(Job[] jobs) { await Task.WhenAll(jobs.Take(2).Select(j => j.Work)); return jobs.Length; }  int N(Job[] jobs) => jobs.Sum(j => j.Work.[|Result|]);")]
    [InlineData("async Task<int> M() { var t = CountAsync(); if (t.IsFaulted) await t; return t.[|Result|]; }")]
    [InlineData("async Task<int> M(bool later) { Task<int> t = null; if (later) t = CountAsync(); await Task.Yield(); return t.[|Result|]; }")]
    [InlineData("async Task<int> M(Task<int> t) { if (t != null) Log(t); return t.[|Result|]; }")]
    [InlineData("async Task<int> M(Task<int> t, bool x) { if (t != null && x) await t; return t.[|Result|]; }")]
    [InlineData("async Task<int> M(Job job) => job is { Work: not null, Name: \"x\" } ? job.Work.[|Result|] : 0;")]
    [InlineData("async Task<int> M(Job job) => job is { Work.IsCompleted: false } ? job.Work.[|Result|] : 0;")]
    [InlineData("async Task<int> M(Job job, Job other) => other is { Work.IsCompleted: true } ? job.Work.[|Result|] : 0;")]
    [InlineData("async Task<int> M() { try { var t = CountAsync(); Log(t); await Task.Yield(); return t.[|Result|]; } finally { Log(1); } }")]
    [InlineData("async Task<int> M(CancellationToken token) { var t = CountAsync(); while (!token.IsCancellationRequested) { await Task.Delay(1, token); } return t.[|Result|]; }")]
    [InlineData("int M() { using var cts = new CancellationTokenSource(); return CountAsync().WaitAsync(cts.Token).[|Result|]; }")]
    [InlineData("int M() => Task.Run(async () => await CountAsync()).[|Result|];")]
    [InlineData("int M() => Task.Run(async () => { await Task.Yield(); return CountAsync().[|Result|]; }).[|Result|];")]
    [InlineData("int M() => Task.Factory.StartNew(() => CountAsync()).Unwrap().[|Result|];")]
    [InlineData("int M() { var (a, b) = (CountAsync(), CountAsync()); return a.[|Result|] + b.[|Result|]; }")]
    [InlineData("void M() { var t = Task.WhenAll(CountAsync(), CountAsync()); t.[|Wait|](); }")]
    [InlineData("void M() { _loop?.[|Wait|](TimeSpan.FromSeconds(5)); }")]
    [InlineData("void M() { try { _loop.[|Wait|](); } catch (AggregateException e) when (e.InnerException is OperationCanceledException) { } }")]
    [InlineData("string M(string key) => _inFlight.GetOrAdd(key, _ => NameAsync()).[|Result|];")]
    [InlineData("string M(string key) => _lazy.GetOrAdd(key, _ => new(() => NameAsync())).Value.[|Result|];")]
    [InlineData("string M(string key) => _inFlight.TryGetValue(key, out var t) ? t.[|Result|] : null;")]
    [InlineData("string M(string key) => _inFlight[key].GetAwaiter().[|GetResult|]();")]
    [InlineData("string M() { _cached ??= NameAsync(); return _cached.[|Result|]; }")]
    [InlineData("string M() => (_cached ??= NameAsync()).[|Result|];")]
    [InlineData("bool M(int x) => x > 0 && CountAsync().[|Result|] > x;")]
    [InlineData("string M() => NameAsync().[|Result|]?.Trim() ?? \"\";")]
    [InlineData("int M(int n) => n switch { 0 => 1, _ => CountAsync(n).[|Result|] };")]
    [InlineData("IEnumerable<int> M(int[] ids) { foreach (var id in ids) yield return CountAsync(id).[|Result|]; }")]
    [InlineData("async IAsyncEnumerable<int> M(int[] ids) { foreach (var id in ids) { await Task.Yield(); yield return CountAsync(id).[|Result|]; } }")]
    [InlineData("void M(int[] ids) => Parallel.ForEach(ids, id => Log(CountAsync(id).[|Result|]));")]
    [InlineData("void M(List<int> ids) => ids.ForEach(id => CountAsync(id).[|Wait|]());")]
    [InlineData("void M(List<int> ids) => ids.Sort((a, b) => CountAsync(a).[|Result|].CompareTo(CountAsync(b).[|Result|]));")]
    [InlineData("void M(System.Timers.Timer timer) => timer.Elapsed += (_, _) => CountAsync().[|Wait|]();")]
    [InlineData("void M(AppDomain domain) => domain.ProcessExit += delegate { _loop.[|Wait|](); };")]
    [InlineData("void M() { ThreadPool.QueueUserWorkItem(_ => CountAsync().[|Wait|]()); }")]
    [InlineData("static readonly int s_count = CountAsync().[|Result|];")]
    [InlineData("static readonly Lazy<int> s_count = new(() => CountAsync().[|Result|]);")]
    [InlineData("int Count { get; } = CountAsync().[|Result|];")]
    [InlineData("public override string ToString() => NameAsync().[|Result|];")]
    [InlineData("public override bool Equals(object other) => other is C c && c._cached.[|Result|] == _cached.[|Result|];  public override int GetHashCode() => 0;")]
    [InlineData("int M(Func<Task<int>> load) => load().[|Result|];")]
    [InlineData("int M(Func<Task<int>> load) => load.Invoke().GetAwaiter().[|GetResult|]();")]
    [InlineData("T M<T>(Task<T> task) => task.[|Result|];")]
    [InlineData("T M<T>(Func<Task<T>> load) where T : class => load()?.[|Result|];")]
    [InlineData("int M() => FastAsync().AsTask().GetAwaiter().[|GetResult|]();")]
    [InlineData("int M() { var fast = FastAsync(); return fast.IsCompleted ? fast.Result : fast.AsTask().[|Result|]; }")]
    [InlineData("int M() { var fast = FastAsync(); if (!fast.IsCompleted) return fast.[|Result|]; return 0; }")]
    [InlineData("bool M(ChannelReader<int> reader) => reader.WaitToReadAsync().AsTask().[|Result|];")]
    [InlineData("void M(ChannelWriter<int> writer) => writer.WriteAsync(1).GetAwaiter().[|GetResult|]();")]
    [InlineData("void M(IAsyncDisposable resource) => resource.DisposeAsync().AsTask().[|Wait|]();")]
    [InlineData("void M(IAsyncEnumerator<int> numbers) { while (numbers.MoveNextAsync().AsTask().[|Result|]) Log(numbers.Current); }")]
    [InlineData("void M() { _gate.WaitAsync().[|Wait|](); try { } finally { _gate.Release(); } }")]
    [InlineData("int M() => _ready.Task.[|Result|];")]
    [InlineData("int M() { var source = new TaskCompletionSource<int>(); ThreadPool.QueueUserWorkItem(_ => source.SetResult(1)); return source.Task.[|Result|]; }")]
    [InlineData("int M() { Task.[|WaitAll|]([CountAsync(), CountAsync()]); return Task.[|WaitAny|]([CountAsync(), CountAsync()]); }")]
    [InlineData("void M(List<Task> tasks, CancellationToken token) { Task.[|WaitAll|](tasks.ToArray(), token); }")]
    [InlineData("bool M(Task[] tasks, CancellationToken token) => Task.[|WaitAll|](tasks, 1000, token);")]
    [InlineData("void M(IEnumerable<Task> tasks) { Task.WhenAll(tasks).[|Wait|](); Task.WhenAll(tasks).GetAwaiter().[|GetResult|](); }")]
    [InlineData("void M() { ((Action)(() => CountAsync().[|Wait|]()))(); }")]
    [InlineData("dynamic M() { dynamic x = CountAsync().[|Result|]; return x; }")]
    [InlineData("async Task M() { await Task.WhenAll(Enumerable.Range(0, 3).Select(async i => { await Task.Yield(); Log(CountAsync(i).[|Result|]); })); }")]
    [InlineData("async Task<int> M() { var t = CountAsync(); var u = t; await Task.Yield(); return u.[|Result|]; }")]
    [InlineData("async Task<int> M(Task<int> t) { await Task.WhenAll(t); return await N(t); async Task<int> N(Task<int> x) { await Task.Yield(); return CountAsync(x.Result).[|Result|]; } }")]

    // In every place that an expression can have.
    [InlineData("int M() { foreach (var c in NameAsync().[|Result|]) Log(c); using var r = new StringReader(NameAsync().[|Result|]); if (CountAsync().[|Result|] > 1) return 1; while (CountAsync().[|Result|] > 1) { } return 0; }")]
    [InlineData("int M() { switch (CountAsync().[|Result|]) { case 1: return 1; default: throw new Exception(NameAsync().[|Result|]); } }")]
    [InlineData("object M(int[] list) => new { Count = CountAsync().[|Result|], Order = new Order(CountAsync().[|Result|], 1) { Total = CountAsync().[|Result|] }, At = list[CountAsync().[|Result|]], List = new List<int> { CountAsync().[|Result|] } };")]
    [InlineData("int M() { try { return 1; } catch (Exception) when (CountAsync().[|Result|] > 1) { return 0; } finally { CountAsync().[|Wait|](); } }")]
    [InlineData("async Task<int> M() => await CountAsync(CountAsync().[|Result|]);")]
    [InlineData("async Task<int> M(Task<int> t) => await Task.Run(() => t.[|Result|]);")]
    [InlineData("async Task<int> M(Task<int> t) { var r = t.[|Result|]; await t; return r; }")]
    [InlineData("Order M(Order order) => order with { Total = CountAsync().[|Result|] };")]
    [InlineData("(int, string) M() => (CountAsync().[|Result|], NameAsync().GetAwaiter().[|GetResult|]());")]
    [InlineData("int M() => Local<int>(); T Local<T>() { return Load().[|Result|]; static Task<T> Load() => throw null; }")]
    [InlineData("async Task<int> M(Task<int>[] a, Task<int>[] b) { await Task.WhenAll(a); return b.Sum(t => t.[|Result|]); }")]
    [InlineData("async Task<int> M(Task<int>[] a, Task<int>[] b) { await Task.WhenAll(a); return a.Zip(b, (x, y) => x.Result + y.[|Result|]).Sum(); }")]
    [InlineData("async Task<int> M(Dictionary<int, Task<int>> d) { await d[1]; return d[2].[|Result|]; }")]
    [InlineData("async Task<int> M(int x) { var t = CountAsync(); switch (x) { case 1 when t.IsCompleted: return 0; case 2: return t.[|Result|]; } return await t; }")]
    public Task Reports(string members) => Verify<BlockedTask>.Reports(In(members));

    [Theory]

    // Several at once, then their results.
    [InlineData("async Task<int> M(int[] ids) { var tasks = new List<Task<int>>(); foreach (var id in ids) tasks.Add(CountAsync(id)); await Task.WhenAll(tasks); var sum = 0; foreach (var t in tasks) sum += t.Result; return sum; }")]
    [InlineData("async Task<int> M(int[] ids) { var tasks = new Task<int>[ids.Length]; for (var i = 0; i < ids.Length; i++) tasks[i] = CountAsync(ids[i]); await Task.WhenAll(tasks); return tasks.Max(t => t.Result); }")]
    [InlineData("async Task<Dictionary<int, int>> M(int[] ids) { var byId = ids.ToDictionary(id => id, id => CountAsync(id)); await Task.WhenAll(byId.Values); return byId.ToDictionary(p => p.Key, p => p.Value.Result); }")]
    [InlineData("async Task M(IEnumerable<Job> jobs) { var all = jobs.ToList(); await Task.WhenAll(all.Select(j => j.Work)); foreach (var j in all) Log($\"{j.Name}: {j.Work.Result}\"); }")]
    [InlineData("async Task<(int, string)> M() { var count = CountAsync(); var name = NameAsync(); await Task.WhenAll(count, name); return (count.Result, name.Result); }")]
    [InlineData("async Task<Order> M() { Task<int> id = CountAsync(), other = CountAsync(1); await Task.WhenAll(id, other); return new Order(id.Result, other.Result) { Total = id.Result }; }")]
    [InlineData("async Task<int> M() { var a = CountAsync(); var b = CountAsync(); var all = Task.WhenAll(a, b); try { await all.WaitAsync(TimeSpan.FromSeconds(1)); } catch (TimeoutException) { return 0; } return a.Result + b.Result; }")]
    [InlineData("async Task<int> M(CancellationToken token) { var t = CountAsync(); await Task.WhenAll(t, Task.Delay(10, token)); return t.Result; }")]
    [InlineData("async Task<string> M(bool both) { var a = NameAsync(); var b = both ? NameAsync(1) : Task.FromResult(\"\"); await Task.WhenAll(a, b); return a.Result + b.Result; }")]
    [InlineData("async Task<string> M(bool both) { var a = NameAsync(); Task<string> b = null; if (both) b = NameAsync(1); await a; if (b != null) await b; return a.Result + b?.Result; }")]
    [InlineData("async Task<int> M() { var t = CountAsync(); await Task.WhenAny(t, Task.Delay(10)); if (!t.IsCompleted) throw new TimeoutException(); return t.Result; }")]
    [InlineData("async Task<int> M() { var t = CountAsync(); var first = await Task.WhenAny(t, Task.Delay(10)); return first == t ? t.Result : -1; }")]
    [InlineData("async Task<int> M() { var t = CountAsync(); if (await Task.WhenAny(t, Task.Delay(10)) is Task<int> done) return done.Result; return 0; }")]
    [InlineData("async Task<int> M(Task<int> a, Task<string> b) { switch (await Task.WhenAny(a, b)) { case Task<int> n: return n.Result; case Task<string> s: return s.Result.Length; default: return 0; } }")]
    [InlineData("async Task<string> M(bool both) { Task<string> b = null; if (both) { b = NameAsync(1); await b; } return b?.Result; }")]
    [InlineData("async Task<string> M(Task<string> b) { if (b is not null) await b; return b is null ? \"\" : b.Result; }")]
    [InlineData("async Task<int> M(Job job) { if (job is not { Work.IsCompletedSuccessfully: true }) return await job.Work; return job.Work.Result; }")]
    [InlineData("async Task<int> M(Job job) => job is { Name: \"x\", Work: { IsCompleted: true } } ? job.Work.Result : 0;")]
    [InlineData("async Task<int> M(List<Task<int>> tasks) { while (tasks.Any()) { var done = await Task.WhenAny(tasks); tasks.Remove(done); if (done.IsCompletedSuccessfully) return done.Result; } return 0; }")]
    [InlineData("async Task M(Task<int>[] tasks) { try { await Task.WhenAll(tasks); } catch { } var good = tasks.Where(t => t.IsCompletedSuccessfully).Select(t => t.Result).ToList(); Log(good); }")]
    [InlineData("async Task M(Task<int>[] tasks) { await foreach (var done in Task.WhenEach(tasks)) { if (done.IsFaulted) continue; Log(done.Result); } }")]
    [InlineData("async Task<int> M(Task<int> t) { try { return await t; } catch (Exception) when (t.IsFaulted) { Log(t.Exception); } return t.IsCompletedSuccessfully ? t.Result : 0; }")]
    [InlineData("async Task<int> M(Task<int> t) { using (_client) { await t; } return t.Result; }")]
    [InlineData("async Task<int> M(Task<int> t) { await using var x = File.OpenRead(\"x\"); await t; return t.Result; }")]
    [InlineData("async Task<int> M(Task<int> t) { for (var i = 0; ; i++) { try { await t; break; } catch when (i < 3) { t = CountAsync(i); } } return t.Result; }")]
    [InlineData("async Task<int> M(Task<int> t, int x) { switch (x) { case 0: await t; break; default: await t.ConfigureAwait(false); break; } return t.Result; }")]
    [InlineData("async Task<int> M(Task<int> t) { _ = await t; return t.Result; }")]
    [InlineData("async Task<int> M(Task<int> t) => await t > 0 ? t.Result : 0;")]
    [InlineData("async Task<int> M(Task<int> t) { await t.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); return t.IsFaulted ? 0 : t.Result; }")]
    [InlineData("async Task<int> M(Job job) { await job.Work; return job.Work.Result; }")]
    [InlineData("async Task<int> M(Job job) { if (job.Work.IsCompletedSuccessfully) return job.Work.Result; return await job.Work; }")]
    [InlineData("async Task<int> M(Job job) { if (job is { Work.IsCompletedSuccessfully: true }) return job.Work.Result; return await job.Work; }")]
    [InlineData("async Task<int> M(Job job) { var work = job.Work; await work; return job.Work.Result; }")]

    // No state machine where it is there already.
    [InlineData("Task<int> M() { var t = CountAsync(); return t.IsCompletedSuccessfully ? Task.FromResult(t.Result + 1) : Slow(t); static async Task<int> Slow(Task<int> x) => await x + 1; }")]
    [InlineData("ValueTask<int> M() { var t = FastAsync(); if (t.IsCompletedSuccessfully) return new(t.Result + 1); return Slow(t); static async ValueTask<int> Slow(ValueTask<int> x) => await x + 1; }")]
    [InlineData("ValueTask M() { var t = FastAsync(); if (!t.IsCompletedSuccessfully) return new(t.AsTask()); t.GetAwaiter().GetResult(); return default; }")]
    [InlineData("string M() => _cached is { IsCompletedSuccessfully: true } t ? t.Result : null;")]
    [InlineData("string M() { if (_cached is { IsCompletedSuccessfully: true }) return _cached.Result; return null; }")]
    [InlineData("bool M(out string name) { var t = _cached; if (t is null || !t.IsCompletedSuccessfully) { name = null; return false; } name = t.Result; return true; }")]
    [InlineData("string M(string key) => _inFlight.TryGetValue(key, out var t) && t.IsCompletedSuccessfully ? t.Result : null;")]
    [InlineData("string M(string key) => _inFlight.TryGetValue(key, out var t) && t is { IsCompletedSuccessfully: true } ? t.Result : null;")]
    [InlineData("string M(string key) { if (!_inFlight.TryGetValue(key, out var t)) return null; if (!t.IsCompleted) return null; return t.Result; }")]
    [InlineData("int M() => _ready.Task.IsCompletedSuccessfully ? _ready.Task.Result : 0;")]
    [InlineData("int M() { return _ready.TrySetResult(3) ? _ready.Task.Result : 0; }")]
    [InlineData("void M(Task<int> t) => t.ContinueWith(x => Log(x.Result), TaskContinuationOptions.OnlyOnRanToCompletion);")]
    [InlineData("void M(Task<int> t) => t.ContinueWith(static (x, s) => ((C)s).N(x.Result), this);  void N(int x) { }")]
    [InlineData("Task M(Task<int>[] all) => Task.WhenAll(all).ContinueWith(_ => all.Sum(x => x.Result));")]
    [InlineData("Task M(Task<int> t) => t.ContinueWith(x => { switch (x.Status) { case TaskStatus.RanToCompletion: Log(x.Result); break; default: Log(x.Exception); break; } });")]
    [InlineData("void M(Task<int> t) { var awaiter = t.GetAwaiter(); if (awaiter.IsCompleted) Log(awaiter.GetResult()); else awaiter.UnsafeOnCompleted(() => Log(awaiter.GetResult())); }")]
    [InlineData("void M(Task<int> t) { t.ConfigureAwait(false).GetAwaiter().OnCompleted(() => Log(t.Result)); }")]

    // Results that are not of tasks.
    [InlineData("int M(Lazy<int> lazy, (int Result, int Wait) pair, Stopwatch watch) => lazy.Value + pair.Result + pair.Wait;")]
    [InlineData("void M(IAsyncResult r, ManualResetEventSlim e, Barrier b) { if (r.CompletedSynchronously) Log(r.AsyncState); }")]
    [InlineData("int M(Process p) { p.WaitForExit(); return p.ExitCode; }")]
    [InlineData("static async Task Main() { await CountAsync(); }")]

    // What is done with the results.
    [InlineData("async Task<int> M(List<Task<int>> list) { await Task.WhenAll(list); return list.Aggregate(0, (sum, t) => sum + t.Result) + list.OrderBy(t => t.Result).First().Result + list.MaxBy(t => t.Result).Result; }")]
    [InlineData("async Task<string> M(List<Task<string>> list) { await Task.WhenAll(list); return string.Join(\",\", list.Select(t => t.Result)) + list.SelectMany(t => t.Result).Count(); }")]
    [InlineData("async Task<object> M(Task<int>[] array) { await Task.WhenAll(array); return (Array.ConvertAll(array, t => t.Result), array.GroupBy(t => t.Result), array.ToDictionary(t => t.Id, t => t.Result)); }")]
    [InlineData("async Task<List<int>> M(int[] ids) { var all = new List<int>(); foreach (var chunk in ids.Chunk(10)) { var tasks = chunk.Select(id => CountAsync(id)).ToArray(); await Task.WhenAll(tasks); all.AddRange(tasks.Select(t => t.Result)); } return all; }")]
    [InlineData("async Task<int[]> M(List<Task<int>> list) { await Task.WhenAll(list); return [.. list.Select(t => t.Result)]; }")]
    [InlineData("async Task<int> M(List<Task<int>> list) { await Task.WhenAll(list).ConfigureAwait(false); for (var i = list.Count - 1; i >= 0; i--) if (list[i].Result > 1) return list[i].Result; return list[^1].Result; }")]
    [InlineData("async Task<bool> M(List<Task<bool>> list) { await Task.WhenAll(list); return list.Any(t => t.Result) && !list.TrueForAll(t => t.Result) && list.Exists(t => !t.Result); }")]
    [InlineData("async Task<int> M(Task<int>[] a, string[] names) { await Task.WhenAll(a); return a.Zip(names, (t, n) => n.Length + t.Result).Sum(); }")]
    [InlineData("async Task<int> M(Task<int>[] a) { await Task.WhenAll(a); return a.Select((t, i) => i * t.Result).Sum(); }")]
    [InlineData("async Task<int> M(List<Job> jobs) { await Task.WhenAll(jobs.Select(j => j.Work)); var sum = 0; for (var i = 0; i < jobs.Count; i++) sum += jobs[i].Work.Result; jobs.ForEach(j => Log(j.Work.Result)); return sum; }")]
    [InlineData("async Task<int> M(Dictionary<string, Job> jobs) { await Task.WhenAll(jobs.Values.Select(j => j.Work)); foreach (var (name, job) in jobs) Log(job.Work.Result); foreach (var pair in jobs) Log(pair.Value.Work.Result); return 0; }")]
    [InlineData("async Task<int> M(List<Task<int>[]> groups) { foreach (var group in groups) { await Task.WhenAll(group); Log(group.Sum(t => t.Result)); } return 0; }")]
    [InlineData("async Task<int> M(List<Task<int>[]> groups) { await Task.WhenAll(groups.SelectMany(g => g)); return groups.Sum(g => g.Sum(t => t.Result)); }")]
    [InlineData("async Task<int[]> M(List<Task<int>> list) => await Task.WhenAll(list.Select(async t => { await t; return t.Result; }));")]
    [InlineData("async Task<string> M() { _cached = NameAsync(); var count = CountAsync(); await Task.WhenAll(_cached, count); return _cached.Result + count.Result; }")]
    [InlineData("async Task<Order> M(Order order) { var id = CountAsync(); var total = CountAsync(1); await Task.WhenAll(id, total); return order with { Id = id.Result, Total = total.Result }; }")]

    // Tests in other dresses.
    [InlineData("async Task<int> M(Task<int> t, int x) { switch (x) { case 1 when t.IsCompletedSuccessfully: return t.Result; default: return await t; } }")]
    [InlineData("async Task<int> M(Task<int> t, int x) => x switch { 1 when t.IsCompletedSuccessfully => t.Result, _ => await t };")]
    [InlineData("async Task<int> M(Task<int> t) => t switch { { IsCompletedSuccessfully: true, Result: var r } => r, _ => await t };")]
    [InlineData("async Task<int> M(Task<string> t) { if (t is { IsCompletedSuccessfully: true, Result: { Length: > 0 } name }) return name.Length; return 0; }")]
    [InlineData("int M(Task<int> t) { while (!t.Wait(0)) Thread.Yield(); return t.Result; }")]
    [InlineData("int M(Task<int> t) => t.Wait(0) ? t.Result : 0;")]
    [InlineData("int M(Task<int>[] a) => Task.WaitAll(a, 0) ? a.Sum(t => t.Result) : 0;")]
    [InlineData("async Task<int> M(Task<int> a, Task<int> b) { var late = Task.Delay(9); var winner = await Task.WhenAny(a, b, late); if (winner == late) throw new TimeoutException(); return winner == a ? a.Result : b.Result; }")]
    [InlineData("async Task<int> M(Task<int> t) { var late = Task.Delay(9); if (await Task.WhenAny(t, late) == late) return 0; return t.Result; }")]
    public Task Stays_silent(string members) => Verify<BlockedTask>.Silent(In(members));

    [Fact]
    public Task Reports_in_controllers_handlers_and_services() => Verify<BlockedTask>.Reports("""
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.AspNetCore.Mvc.Filters;

        [ApiController, Route("orders")]
        public class OrdersController(HttpClient client) : ControllerBase
        {
            [HttpGet("{id}")]
            public ActionResult<string> Get(int id) => Ok(client.GetStringAsync($"/{id}").[|Result|]);

            [HttpPost]
            public IActionResult Post()
            {
                using var reader = new StreamReader(Request.Body);
                var body = reader.ReadToEndAsync().GetAwaiter().[|GetResult|]();
                return Created("/", body);
            }
        }

        public class Filter(HttpClient client) : IAuthorizationFilter
        {
            public void OnAuthorization(AuthorizationFilterContext context) => client.GetAsync("/allow").[|Wait|]();
        }

        public class Middleware(RequestDelegate next)
        {
            public Task Invoke(HttpContext context, HttpClient client)
            {
                context.Items["user"] = client.GetStringAsync("/user").[|Result|];
                return next(context);
            }
        }

        public class Worker(HttpClient client) : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                while (!stoppingToken.IsCancellationRequested)
                {
                    client.GetAsync("/", stoppingToken).[|Wait|](stoppingToken);
                    await Task.Delay(1000, stoppingToken);
                }
            }

            public override void Dispose()
            {
                ExecuteTask?.Wait();
                base.Dispose();
            }
        }
        """);

    [Fact]
    public Task Reports_in_functions_of_a_program() => Verify<BlockedTask>.Reports("""
        var builder = WebApplication.CreateBuilder(args);
        var settings = File.ReadAllTextAsync("settings.json").Result;
        builder.Services.AddSingleton(provider => Load(settings).[|Result|]);
        builder.Services.AddHttpClient("x").ConfigureHttpClient(c => c.BaseAddress = new(Load("base").GetAwaiter().[|GetResult|]()));
        var app = builder.Build();
        app.MapGet("/", (HttpClient client) => client.GetStringAsync("/").[|Result|]);
        app.MapGet("/two", async (HttpClient client) => { await Task.Yield(); return client.GetStringAsync("/").[|Result|]; });
        app.Use((context, next) => { Load("x").[|Wait|](); return next(context); });
        app.Lifetime.ApplicationStopping.Register(() => Load("bye").[|Wait|]());
        app.RunAsync().Wait();

        static Task<string> Load(string name) => File.ReadAllTextAsync(name);
        """);
}
