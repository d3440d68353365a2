using ArchitectAnalyzers.Rules.Architecture;
using Microsoft.CodeAnalysis.Testing;

namespace ArchitectAnalyzers.Tests.Architecture;

public class BlockedTaskTests
{
    /// <summary>Statements of a method that has tasks at hand.</summary>
    private static string In(string signature, string statements) => $$"""
        #nullable disable
        #pragma warning disable CS1998, CS4014
        using System.Collections.Concurrent;
        using System.Diagnostics;

        record Entry(string Name, Task<int> Task);

        class C
        {
            readonly Task<int> _field;
            Task<int> _mutable;
            Task<int> Property { get; }
            readonly List<Task<int>> _list;
            readonly TaskCompletionSource<int> _source = new();

            static Task<int> GetAsync(int id = 0) => throw null;
            static Task DoAsync() => throw null;
            static ValueTask<int> GetValueAsync() => throw null;
            static void Log(object o) { }
            static bool Coin() => true;

            {{signature}}
            {
                {{statements.Replace("\n", "\n        ")}}
            }
        }
        """;

    private static string Async(string statements) => In("async Task<int> M(Task<int> t, Task<int> u, Task task, ValueTask<int> v, List<Task<int>> tasks, Task<int>[] array, bool flag)", statements);

    private static string Sync(string statements) => In("int M(Task<int> t, Task<int> u, Task task, ValueTask<int> v, List<Task<int>> tasks, Task<int>[] array, bool flag)", statements);

    public static TheoryData<string> Blocking => new()
    {
        "return GetAsync().[|Result|];",
        "return t.[|Result|];",
        "return _field.[|Result|];",
        "return Property.[|Result|];",
        "DoAsync().[|Wait|](); return 0;",
        "return task.[|Wait|](1000) ? 1 : 0;",
        "return task.[|Wait|](TimeSpan.FromSeconds(1)) ? 1 : 0;",
        "task.[|Wait|](CancellationToken.None); return 0;",
        "return GetAsync().GetAwaiter().[|GetResult|]();",
        "return GetAsync().ConfigureAwait(false).GetAwaiter().[|GetResult|]();",
        "DoAsync().GetAwaiter().[|GetResult|](); return 0;",
        "DoAsync().ConfigureAwait(false).GetAwaiter().[|GetResult|](); return 0;",
        "return GetValueAsync().[|Result|];",
        "return GetValueAsync().GetAwaiter().[|GetResult|]();",
        "return GetValueAsync().ConfigureAwait(false).GetAwaiter().[|GetResult|]();",
        "return GetValueAsync().AsTask().[|Result|];",
        "return GetValueAsync().Preserve().[|Result|];",
        "var awaiter = t.GetAwaiter(); return awaiter.[|GetResult|]();",
        "Task.[|WaitAll|](t, u); return 0;",
        "Task.[|WaitAll|](array); return 0;",
        "Task.[|WaitAll|](tasks.ToArray(), TimeSpan.FromSeconds(3)); return 0;",
        "return Task.[|WaitAny|](t, u);",
        "return Task.WhenAll(t, u).[|Result|].Length;",
        "return t?.[|Result|] ?? 0;",
        "var c = new C(); return c?.Property.[|Result|] ?? 0;",
        "t?.[|Wait|](); return 0;",
        "return t?.ConfigureAwait(false).GetAwaiter().[|GetResult|]() ?? 0;",
        "return Task.Run(() => 1).[|Result|];",
        "return Task.Run(() => GetAsync()).GetAwaiter().[|GetResult|]();",
        "return t!.[|Result|];",
        "return ((Task<int>)task).[|Result|];",
        "return (flag ? t : u).[|Result|];",
        "return (t ?? u).[|Result|];",
        "return new ValueTask<int>(t).[|Result|];",
        "var later = new Lazy<int>(() => t.[|Result|]); return later.Value;",
        "return new ConcurrentDictionary<int, int>().GetOrAdd(1, id => GetAsync(id).[|Result|]);",
        "int Load() => GetAsync().[|Result|]; return Load();",
        "Func<int> load = delegate { return t.[|Result|]; }; return load();",
        "return (from id in array select GetAsync(1).[|Result|]).Sum();",
        "return Enumerable.Range(0, 3).Select(i => GetAsync(i).[|Result|]).Sum();",
        "return tasks.Select(x => x.[|Result|]).Sum();",
        "return tasks[0].[|Result|] + array[1].[|Result|];",
        "var sum = 0; foreach (var x in tasks) sum += x.[|Result|]; return sum;",
        "var x = Task.Run(DoAsync).ContinueWith(_ => GetAsync()); return x.[|Result|].Id;",
        "return t is { [|Result|]: 5 } ? 1 : 0;",
        "var x = t; return x.[|Result|];",
        "return $\"{t.[|Result|]}\".Length;",
        "lock (tasks) { return t.[|Result|]; }",
        "return GetAsync(GetAsync().[|Result|]).[|Result|];",
    };

    [Theory, MemberData(nameof(Blocking))]
    public Task Reports_a_thread_that_waits(string statements) => Verify<BlockedTask>.Reports(Sync(statements));

    [Theory, MemberData(nameof(Blocking))]
    public Task Reports_in_async_methods_too(string statements) => Verify<BlockedTask>.Reports(Async(statements));

    [Theory]
    [InlineData("if (flag) await t; return t.[|Result|];")]
    [InlineData("await t; t = GetAsync(); return t.[|Result|];")]
    [InlineData("await u; return t.[|Result|];")]
    [InlineData("await Task.WhenAny(t, Task.Delay(100)); return t.[|Result|];")]
    [InlineData("await Task.WhenAll(u, task); return t.[|Result|];")]
    [InlineData("if (u.IsCompleted) return t.[|Result|]; return 0;")]
    [InlineData("if (!t.IsCompletedSuccessfully) return t.[|Result|]; return 0;")]
    [InlineData("if (t.IsCompleted || flag) return t.[|Result|]; return 0;")]
    [InlineData("if (t.IsCompleted) { Log(t); } return t.[|Result|];")]
    [InlineData("if (t.IsCompleted) { t = GetAsync(); return t.[|Result|]; } return 0;")]
    [InlineData("return t.IsCompleted ? 0 : t.[|Result|];")]
    [InlineData("if (t.IsFaulted) throw t.Exception; return t.[|Result|];")]
    [InlineData("if (t.Status == TaskStatus.Running) return t.[|Result|]; return 0;")]
    [InlineData("if (t.Status != TaskStatus.RanToCompletion) return t.[|Result|]; return 0;")]
    [InlineData("var x = GetAsync(); for (var i = 0; i < 3; i++) { if (i == 2) await x; x = GetAsync(i); } return x.[|Result|];")]
    [InlineData("if (GetAsync().IsCompleted) return GetAsync().[|Result|]; return 0;")]
    [InlineData("await v; return v.[|Result|];")]
    [InlineData("await v; return v.GetAwaiter().[|GetResult|]();")]
    [InlineData("await v.ConfigureAwait(false); return v.[|Result|];")]
    [InlineData("var w = await v; if (v.IsCompletedSuccessfully) return v.[|Result|]; return w;")]
    [InlineData("if (!v.IsCompleted) await v; return v.[|Result|];")]
    [InlineData("var winner = await Task.WhenAny(t, u); return t.[|Result|];")]
    [InlineData("var winner = await Task.WhenAny(t, u); if (winner == u) return t.[|Result|]; return 0;")]
    [InlineData("var delay = Task.Delay(1); if (await Task.WhenAny(t, delay) != t) return t.[|Result|]; return 0;")]
    [InlineData("await Task.WhenAll(tasks); tasks.Add(GetAsync()); return tasks.Last().[|Result|];")]
    [InlineData("await Task.WhenAll(array); array[0] = GetAsync(); return array[0].[|Result|];")]
    [InlineData("await Task.WhenAll(array); return tasks.Select(x => x.[|Result|]).Sum();")]
    [InlineData("try { Log(GetAsync()); if (flag) await t; } catch { } return t.[|Result|];")]
    [InlineData("switch (flag) { case true: await t; break; } return t.[|Result|];")]
    [InlineData("Func<Task> f = async () => await t; return t.[|Result|];")]
    [InlineData("Func<int> f = () => t.[|Result|]; await t; return f();")]
    [InlineData("await task; return u.[|Result|];")]
    [InlineData("await _list[0]; return _list[1].[|Result|];")]
    [InlineData("while (flag) { await t; flag = false; } return t.[|Result|];")]
    [InlineData("var x = flag ? t : Task.FromResult(1); return x.[|Result|];")]
    [InlineData("if (t is { IsCompleted: false }) return t.[|Result|]; return 0;")]
    [InlineData("return t.IsCompleted && flag ? 1 : t.[|Result|];")]
    [InlineData("if (!(t.IsCompleted && u.IsCompleted)) return t.[|Result|]; return 0;")]
    [InlineData("await Task.WhenAll(t); t = u; return t.[|Result|];")]
    public Task Reports_where_completion_is_not_known_on_every_path(string statements) => Verify<BlockedTask>.Reports(Async(statements));

    [Theory]
    [InlineData("if (t.IsCompleted) return t.Result; return 0;")]
    [InlineData("if (t.IsCompletedSuccessfully) return t.Result; return await t;")]
    [InlineData("if (!t.IsCompletedSuccessfully) return await t; return t.Result;")]
    [InlineData("if (!t.IsCompleted) { Log(t); throw new InvalidOperationException(); } Log(u); return t.Result;")]
    [InlineData("return t.IsCompletedSuccessfully ? t.Result : await t;")]
    [InlineData("return !t.IsCompletedSuccessfully ? await t : t.Result;")]
    [InlineData("if (t.IsCompleted && t.Result > 0) return 1; return 0;")]
    [InlineData("if (!t.IsCompleted || t.Result > 0) return 1; return 0;")]
    [InlineData("if (flag && t.IsCompleted && u.IsCompleted) return t.Result + u.Result; return 0;")]
    [InlineData("if (!t.IsCompleted || !u.IsCompleted) return 0; return t.Result + u.Result;")]
    [InlineData("if (t.Status == TaskStatus.RanToCompletion) return t.Result; return 0;")]
    [InlineData("if (TaskStatus.RanToCompletion == t.Status) return t.Result; return 0;")]
    [InlineData("if (t.Status != TaskStatus.RanToCompletion) return 0; return t.Result;")]
    [InlineData("if (t.Status is TaskStatus.RanToCompletion or TaskStatus.Faulted) return t.Result; return 0;")]
    [InlineData("if (t.Status is not TaskStatus.RanToCompletion) return 0; return t.Result;")]
    [InlineData("if (t.Status >= TaskStatus.RanToCompletion) return t.Result; return 0;")]
    [InlineData("switch (t.Status) { case TaskStatus.RanToCompletion: return t.Result; default: return 0; }")]
    [InlineData("return t.Status switch { TaskStatus.RanToCompletion => t.Result, _ => 0 };")]
    [InlineData("switch (t) { case { IsCompletedSuccessfully: true }: return t.Result; default: return 0; }")]
    [InlineData("return t switch { { IsCompletedSuccessfully: true } => t.Result, _ => 0 };")]
    [InlineData("if (t is { IsCompletedSuccessfully: true }) return t.Result; return 0;")]
    [InlineData("if (t is { IsCompletedSuccessfully: true, Result: > 5 and var r }) return r; return 0;")]
    [InlineData("if (t is not { IsCompletedSuccessfully: true }) return 0; return t.Result;")]
    [InlineData("if (t is { IsCompleted: false }) return 0; return t.Result;")]
    [InlineData("if (t is { Status: TaskStatus.RanToCompletion }) return t.Result; return 0;")]
    [InlineData("if (task is Task<int> { IsCompletedSuccessfully: true } done) return done.Result; return 0;")]
    [InlineData("if (task is Task<int> typed && typed.IsCompletedSuccessfully) return typed.Result; return 0;")]
    [InlineData("if (t.IsCompletedSuccessfully == true) return t.Result; return 0;")]
    [InlineData("if (t.IsCompletedSuccessfully is true) return t.Result; return 0;")]
    [InlineData("if (t.IsCompleted == false) return 0; return t.Result;")]
    [InlineData("if (t?.IsCompletedSuccessfully == true) return t.Result; return 0;")]
    [InlineData("if (t?.IsCompletedSuccessfully ?? false) return t.Result; return 0;")]
    [InlineData("var done = t.IsCompleted; if (done) return t.Result; return 0;")]
    [InlineData("var done = t.IsCompleted && u.IsCompleted; if (done) return t.Result + u.Result; return 0;")]
    [InlineData("var pending = !t.IsCompleted; if (pending) return 0; return t.Result;")]
    [InlineData("if ((t.IsCompleted, u.IsCompleted) is (true, true)) return t.Result; return 0;")]
    [InlineData("while (!t.IsCompleted) { await Task.Delay(1); } return t.Result;")]
    [InlineData("while (!t.IsCompleted) Thread.Yield(); return t.Result;")]
    [InlineData("do { await Task.Yield(); } while (!t.IsCompleted); return t.Result;")]
    [InlineData("while (true) { if (t.IsCompleted) break; await Task.Yield(); } return t.Result;")]
    [InlineData("for (; !t.IsCompleted;) { await Task.Yield(); } return t.Result;")]
    [InlineData("if (t.IsFaulted || t.IsCanceled) return 0; if (t.IsCompleted) return t.Result; return 1;")]
    [InlineData("if (t.IsFaulted) { try { t.Wait(); } catch (Exception e) { Log(e); } } return await t;")]
    [InlineData("SpinWait.SpinUntil(() => t.IsCompleted); return t.Result;")]
    [InlineData("Debug.Assert(t.IsCompleted); return t.Result;")]
    [InlineData("Debug.Assert(flag && t.IsCompleted, \"late\"); return t.Result;")]
    [InlineData("if (_field.IsCompleted) return _field.Result; return 0;")]
    [InlineData("if (_mutable.IsCompleted) return _mutable.Result; return 0;")]
    [InlineData("if (this.Property.IsCompleted) return Property.Result; return 0;")]
    [InlineData("if (tasks[0].IsCompleted) return tasks[0].Result; return 0;")]
    [InlineData("if (array[1].IsCompleted) return array[1].Result; return 0;")]
    [InlineData("var awaiter = t.GetAwaiter(); if (awaiter.IsCompleted) return awaiter.GetResult(); return 0;")]
    [InlineData("var awaiter = t.GetAwaiter(); if (t.IsCompleted) return awaiter.GetResult(); return 0;")]
    [InlineData("if (v.IsCompletedSuccessfully) return v.Result; return await v;")]
    [InlineData("if (!v.IsCompletedSuccessfully) return await v; return v.Result;")]
    [InlineData("return v.IsCompletedSuccessfully ? v.Result : await v;")]
    [InlineData("if (v.IsCompleted) return v.GetAwaiter().GetResult(); return await v.ConfigureAwait(false);")]
    [InlineData("var w = GetValueAsync(); if (w.IsCompletedSuccessfully) { Log(w.Result); } else { Log(await w); } return 0;")]
    [InlineData("var sum = 0; for (var i = 0; i < 9; i++) { var w = GetValueAsync(); sum += w.IsCompletedSuccessfully ? w.Result : await w; } return sum;")]
    [InlineData("if (t.IsCompletedSuccessfully) { Func<int> f = () => t.Result; return f(); } return 0;")]
    [InlineData("if (t.IsCompleted) { try { return t.Result; } finally { Log(t); } } return 0;")]
    [InlineData("if (t.IsCompleted) { lock (tasks) { foreach (var _ in tasks) if (flag) return t.Result; } } return 0;")]
    [InlineData("if (t is null || !t.IsCompleted) return 0; return t.Result;")]
    public Task Stays_silent_where_a_test_says_that_it_is_complete(string statements) => Verify<BlockedTask>.Silent(Async(statements));

    [Theory]
    [InlineData("await t; return t.Result;")]
    [InlineData("await t.ConfigureAwait(false); return t.Result;")]
    [InlineData("await t.WaitAsync(TimeSpan.FromSeconds(1)); return t.GetAwaiter().GetResult();")]
    [InlineData("await Task.WhenAll(t, u); return t.Result + u.Result;")]
    [InlineData("await Task.WhenAll(t, u).ConfigureAwait(false); return t.Result + u.GetAwaiter().GetResult();")]
    [InlineData("await Task.WhenAll(new Task[] { t, u, task }); return t.Result;")]
    [InlineData("await Task.WhenAll(new List<Task> { t, u }); return t.Result;")]
    [InlineData("await Task.WhenAll([t, u]); return t.Result;")]
    [InlineData("var all = Task.WhenAll(t, u); Log(all); await all; return t.Result;")]
    [InlineData("var all = Task.WhenAll(t, u); try { await all; } catch { throw all.Exception; } return t.Result;")]
    [InlineData("var both = new[] { t, u }; await Task.WhenAll(both); return t.Result;")]
    [InlineData("var some = new List<Task>(); some.Add(t); if (flag) some.Add(u); await Task.WhenAll(some); return t.Result;")]
    [InlineData("if (flag) await t; else await Task.WhenAll(t, u); return t.Result;")]
    [InlineData("if (flag) { await t; } else { t = Task.FromResult(1); } return t.Result;")]
    [InlineData("try { await t; } catch (Exception e) { Log(e); } return t.Result;")]
    [InlineData("try { await Task.WhenAll(tasks); } catch { foreach (var x in tasks) Log(x.Result); } return 0;")]
    [InlineData("try { Log(1); } finally { await t; } return t.Result;")]
    [InlineData("return await t + t.Result;")]
    [InlineData("await Task.WhenAll(tasks); return tasks[0].Result;")]
    [InlineData("await Task.WhenAll(tasks); return tasks.Select(x => x.Result).Sum();")]
    [InlineData("await Task.WhenAll(tasks); return tasks.Sum(x => x.Result);")]
    [InlineData("await Task.WhenAll(tasks); return tasks.Where(x => x.Result > 0).Count();")]
    [InlineData("await Task.WhenAll(tasks); return (from x in tasks where x.Result > 0 select x.Result).Sum();")]
    [InlineData("await Task.WhenAll(tasks); var sum = 0; foreach (var x in tasks) sum += x.Result; return sum;")]
    [InlineData("await Task.WhenAll(array); var sum = 0; foreach (var x in array) { sum += x.Result; } return sum;")]
    [InlineData("await Task.WhenAll(array); var sum = 0; for (var i = 0; i < array.Length; i++) sum += array[i].Result; return sum;")]
    [InlineData("await Task.WhenAll(array); var first = array[0]; return first.Result;")]
    [InlineData("var first = array[0]; await Task.WhenAll(array); return first.Result;")]
    [InlineData("await Task.WhenAll(tasks); return tasks.First().Result + tasks.Last(x => flag).Result + tasks.ElementAt(1).Result;")]
    [InlineData("await Task.WhenAll(tasks); tasks.ForEach(x => Log(x.Result)); return 0;")]
    [InlineData("await Task.WhenAll(tasks.ToArray()); return tasks.Select(x => x.Result).Sum();")]
    [InlineData("await Task.WhenAll(_list); return _list.Select(x => x.Result).Sum();")]
    [InlineData("var started = Enumerable.Range(0, 3).Select(i => GetAsync(i)).ToList(); await Task.WhenAll(started); return started.Sum(x => x.Result);")]
    [InlineData("var entries = tasks.Select(x => new Entry(\"\", x)).ToList(); await Task.WhenAll(entries.Select(e => e.Task)); foreach (var e in entries) Log(e.Task.Result); return 0;")]
    [InlineData("var entries = tasks.Select(x => new Entry(\"\", x)).ToList(); await Task.WhenAll(entries.Select(e => e.Task)); return entries.ToDictionary(e => e.Name, e => e.Task.Result).Count;")]
    [InlineData("var pairs = tasks.Select((x, i) => (Id: i, Task: x)).ToArray(); await Task.WhenAll(pairs.Select(p => p.Task)); foreach (var (id, x) in pairs) Log(x.Result); return 0;")]
    [InlineData("var map = tasks.ToDictionary(x => x.Id); await Task.WhenAll(map.Values); return map[1].Result + map.Sum(p => p.Value.Result);")]
    [InlineData("foreach (var x in tasks) await x; return tasks.Sum(x => x.Result);")]
    [InlineData("for (var i = 0; i < tasks.Count; i++) await tasks[i]; return tasks.Sum(x => x.Result);")]
    [InlineData("return tasks.Where(x => x.IsCompletedSuccessfully).Sum(x => x.Result);")]
    [InlineData("var done = tasks.Where(x => x.Status == TaskStatus.RanToCompletion).ToList(); foreach (var x in done) Log(x.Result); return 0;")]
    [InlineData("if (tasks.All(x => x.IsCompleted)) return tasks.Sum(x => x.Result); return 0;")]
    [InlineData("await foreach (var x in Task.WhenEach(tasks)) Log(x.Result); return 0;")]
    [InlineData("var winner = await Task.WhenAny(t, u); return winner.Result;")]
    [InlineData("return (await Task.WhenAny(tasks)).Result;")]
    [InlineData("if (await Task.WhenAny(t, Task.Delay(100)) == t) return t.Result; return 0;")]
    [InlineData("if (t != await Task.WhenAny(t, Task.Delay(100))) throw new TimeoutException(); return t.Result;")]
    [InlineData("var winner = await Task.WhenAny(t, task); if (winner == t) { Log(1); return t.Result; } return 0;")]
    [InlineData("var winner = await Task.WhenAny(t, task); if (winner != t) throw new TimeoutException(); return t.Result;")]
    [InlineData("var late = Task.Delay(1); var winner = await Task.WhenAny(t, late); if (winner == late) throw new TimeoutException(); return t.Result;")]
    [InlineData("var winner = await Task.WhenAny(t, task); if (ReferenceEquals(winner, t)) return t.Result; return 0;")]
    [InlineData("while (tasks.Count > 0) { var x = await Task.WhenAny(tasks); tasks.Remove(x); Log(x.Result); } return 0;")]
    [InlineData("var x = t; await x; return t.Result;")]
    [InlineData("var x = t; await t; return x.Result;")]
    [InlineData("await _field; return _field.Result;")]
    [InlineData("await Property; return this.Property.Result;")]
    [InlineData("await t; Func<int> f = () => t.Result; return f();")]
    [InlineData("await t; int Local() => t.Result; return Local();")]
    [InlineData("await t; return Local(t); static int Local(Task<int> x) => x.Result;")]
    [InlineData("await Task.WhenAll(t, u).ContinueWith(_ => t.Result + u.Result); return 0;")]
    [InlineData("await t.ContinueWith(x => x.Result + 1); return 0;")]
    [InlineData("await t.ContinueWith(x => { if (x.IsFaulted) return 0; return x.Result; }, TaskScheduler.Default); return 0;")]
    [InlineData("await t.ContinueWith((x, state) => x.Result, null); return 0;")]
    [InlineData("await t.ContinueWith(_ => t.Result); return 0;")]
    [InlineData("await t.ContinueWith(Next); return 0; static int Next(Task<int> x) => x.Result;")]
    [InlineData("await Task.Factory.ContinueWhenAll(array, all => all.Sum(x => x.Result)); return 0;")]
    [InlineData("await Task.Factory.ContinueWhenAny(array, x => x.Result); return 0;")]
    [InlineData("var awaiter = t.GetAwaiter(); awaiter.OnCompleted(() => Log(awaiter.GetResult())); return 0;")]
    [InlineData("_source.SetResult(1); return _source.Task.Result;")]
    [InlineData("var kept = v.Preserve(); await kept; return kept.Result;")]
    [InlineData("var (x, y) = (GetAsync(), GetAsync(1)); await Task.WhenAll(x, y); return x.Result + y.Result;")]
    [InlineData("await (flag ? DoAsync() : task); await t; try { Log(1); } catch { } return t.Result;")]
    [InlineData("await t.OrTimeout(); return t.Result;")]
    [InlineData("using var stop = new CancellationTokenSource(); await t; for (var i = 0; i < 3; i++) { if (t.Result > i) Log(t.Result); } return t.Result;")]
    [InlineData("await Parallel.ForEachAsync(tasks, async (x, _) => { await x; Log(x.Result); }); return 0;")]
    [InlineData("Scheduling.After(t, x => Log(x.Result)); Scheduling.After(t, () => Log(t.Result)); await task; return 0;")]
    [InlineData("if (flag) goto end; await t; return t.Result; end: return 0;")]
    public Task Stays_silent_where_it_was_awaited_on_every_path(string statements) => Verify<BlockedTask>.Silent(Async(statements), new()
    {
        Sources = new Dictionary<string, string> { ["Extensions.cs"] = "static class Extensions { public static Task OrTimeout(this Task task) => task; }",
            ["Scheduling.cs"] = "static class Scheduling { public static void After<T>(Task<T> task, Action<Task<T>> next) { } public static void After(Task task, Action next) { } }" },
    });

    [Theory]
    [InlineData("return Task.FromResult(1).Result;")]
    [InlineData("Task.CompletedTask.Wait(); return 0;")]
    [InlineData("return ValueTask.FromResult(1).Result;")]
    [InlineData("return new ValueTask<int>(1).Result;")]
    [InlineData("Task.FromException(new Exception()).GetAwaiter().GetResult(); return 0;")]
    [InlineData("Task<int> x = flag ? Task.FromResult(1) : Task.FromResult(2); return x.Result;")]
    [InlineData("var x = Task.FromResult(1); return x.Result;")]
    [InlineData("return task.Wait(0) ? 1 : 0;")]
    [InlineData("return task.Wait(TimeSpan.Zero) ? 1 : 0;")]
    [InlineData("return Task.WaitAll(array, 0) ? 1 : 0;")]
    [InlineData("return nameof(t.Result).Length;")]
    [InlineData("System.Linq.Expressions.Expression<Func<int>> e = () => t.Result; return 0;")]
    [InlineData("return tasks.AsQueryable().Select(x => x.Result).Count();")]
    [InlineData("new Thread(() => DoAsync().Wait()).Start(); return 0;")]
    public Task Stays_silent_where_nothing_waits(string statements) => Verify<BlockedTask>.Silent(Sync(statements));

    [Theory]
    [InlineData("Task.[|WaitAll|](t, u); return t.Result + u.Result;")]
    [InlineData("t.[|Wait|](); return t.Result;")]
    [InlineData("if (!t.[|Wait|](100)) throw new TimeoutException(); return t.Result;")]
    [InlineData("Task.[|WaitAll|](array); return array.Sum(x => x.Result);")]
    [InlineData("return array[Task.[|WaitAny|](array)].Result;")]
    [InlineData("var x = t.[|Result|]; return x + t.Result;")]
    public Task Reports_only_the_first_wait_for_a_task(string statements) => Verify<BlockedTask>.Reports(Sync(statements));

    [Theory]
    [InlineData("", "db.Rows.AddAsync(row).GetAwaiter().GetResult(); db.AddAsync(row).AsTask().Wait(); db.SaveChangesAsync().[|Wait|](); return db.Rows.AddAsync(row).Result.Entity.Id;")]
    [InlineData("", "return db.SaveChangesAsync().[|Result|];")]
    [InlineData("model.Entity<Row>().Property(r => r.Id).UseHiLo();", "db.Rows.AddAsync(row).AsTask().[|Wait|](); return 0;")]
    public Task Leaves_an_addition_that_asks_the_database_for_nothing_to_its_own_rule(string model, string statements) => Verify<BlockedTask>.Reports($$"""
        using Microsoft.EntityFrameworkCore;

        public class Row { public int Id { get; set; } }
        public class RowDb(DbContextOptions<RowDb> options) : DbContext(options)
        {
            public DbSet<Row> Rows => Set<Row>();
            protected override void OnModelCreating(ModelBuilder model) { {{model}} }
        }

        public class Rows(RowDb db) { public int M(Row row) { {{statements}} } }
        """);

    [Fact]
    public Task Reports_in_constructors_properties_initializers_and_factories() => Verify<BlockedTask>.Reports("""
        public class Settings
        {
            private static readonly string s_text = File.ReadAllTextAsync("settings.json").[|Result|];
            private readonly Lazy<string> _lazy = new(() => File.ReadAllTextAsync("x").GetAwaiter().[|GetResult|]());

            public Settings() => Text = LoadAsync().[|Result|];
            static Settings() { LoadAsync().[|Wait|](); }

            public string Text { get; }
            public string Other => LoadAsync().[|Result|];
            public string Third { get { return LoadAsync().[|Result|]; } set { LoadAsync().[|Wait|](); } }
            public string this[int i] => LoadAsync().[|Result|];
            public static implicit operator string(Settings s) => LoadAsync().[|Result|];

            public static Task<string> LoadAsync() => File.ReadAllTextAsync("settings.json");
        }

        public static class Registration
        {
            public static void Add(IServiceCollection services)
            {
                services.AddSingleton(provider => Settings.LoadAsync().[|Result|]);
                services.AddScoped<Settings>(_ => { Settings.LoadAsync().[|Wait|](); return new(); });
            }
        }
        """);

    [Fact]
    public Task Reports_lambdas_and_functions_of_a_program_but_not_the_program() => Verify<BlockedTask>.Reports("""
        var builder = WebApplication.CreateBuilder(args);
        var app = builder.Build();
        var settings = File.ReadAllTextAsync("settings.json").Result;
        File.WriteAllTextAsync("started", settings).Wait();
        app.MapGet("/", () => File.ReadAllTextAsync("index.html").[|Result|]);
        app.MapGet("/{id}", (int id) => { return Load(id); });
        app.RunAsync().GetAwaiter().GetResult();

        static string Load(int id) => File.ReadAllTextAsync($"{id}.html").[|Result|];
        """);

    [Theory]
    [InlineData("static void Main() => RunAsync().Wait();")]
    [InlineData("static int Main(string[] args) { return RunAsync().Result; }")]
    [InlineData("static int Main(string[] args) { return RunAsync().GetAwaiter().GetResult(); }")]
    public Task Stays_silent_in_Main(string main) => Verify<BlockedTask>.Silent($$"""
        class Program
        {
            {{main}}
            static async Task<int> RunAsync() { await Task.Yield(); return 0; }
        }
        """);

    [Fact]
    public Task Reports_lambdas_in_Main_and_methods_that_are_called_main() => Verify<BlockedTask>.Reports("""
        class Program
        {
            static void Main(string[] args) => args.ToList().ForEach(a => Task.Delay(1).[|Wait|]());
            static void Main(int x) => Task.Delay(x).[|Wait|]();
            void Main() => Task.Delay(1).[|Wait|]();
        }
        """.Replace("            void Main()", "            void main()").Replace("    void Main() =>", "    void main() =>"));

    [Fact]
    public Task Stays_silent_where_the_contract_has_both_forms() => Verify<BlockedTask>.Reports("""
        public abstract class Half : System.IO.Stream { public override void Flush() => base.FlushAsync().[|Wait|](); }

        public abstract class Buffered(System.IO.Stream inner) : System.IO.Stream
        {
            public override void Flush() => inner.FlushAsync().GetAwaiter().GetResult();
            public override Task FlushAsync(CancellationToken ct) => inner.FlushAsync(ct);
            public override int Read(byte[] buffer, int offset, int count) => inner.ReadAsync(buffer, offset, count).[|Result|];
        }

        public abstract class Pending(Task<int> task) : IAsyncResult
        {
            public object? AsyncState => null;
            public WaitHandle AsyncWaitHandle => ((IAsyncResult)task).AsyncWaitHandle;
            public bool CompletedSynchronously => false;
            public bool IsCompleted => task.IsCompleted;
            public int End() => task.GetAwaiter().GetResult();
            public int Now() => task.[|Result|];
        }

        public sealed class Waiting(Task task) { public bool IsCompleted => task.IsCompleted; public void GetResult() => task.GetAwaiter().GetResult(); }

        public interface IStore { void Save(); Task SaveAsync(); }

        public class Store(HttpClient client) : IStore
        {
            public void Save() => SaveAsync().[|Wait|]();
            public async Task SaveAsync() => await client.GetStringAsync("save");
        }
        """);

    [Fact]
    public Task Stays_silent_in_Dispose_without_an_async_form() => Verify<BlockedTask>.Silent("""
        class Worker : IDisposable
        {
            private readonly List<Task> _running = new();
            protected virtual void Dispose(bool disposing)
            {
                if (disposing) _running.ForEach(r => r.Wait());
                StopAsync().GetAwaiter().GetResult();
            }
            public void Dispose() { StopAsync().Wait(); Dispose(true); }
            ~Worker() => StopAsync().Wait();
            private Task StopAsync() => Task.Delay(1);
        }

        class Explicit : IDisposable
        {
            void IDisposable.Dispose() => Task.Delay(1).Wait();
        }
        """);

    [Fact]
    public Task Reports_in_Dispose_of_a_type_that_can_be_disposed_asynchronously() => Verify<BlockedTask>.Reports("""
        class Worker : IDisposable, IAsyncDisposable
        {
            public void Dispose() => DisposeAsync().AsTask().[|Wait|]();
            public ValueTask DisposeAsync() => new(Task.Delay(1));
            void Dispose(string name) => Task.Delay(1).[|Wait|]();
        }
        """);

    [Fact]
    public Task Stays_silent_on_results_that_are_not_of_tasks() => Verify<BlockedTask>.Silent("""
        using Mine;

        record Outcome(int Result);

        class Use
        {
            int Read(Outcome outcome, Mine.Task<int> mine, SemaphoreSlim gate, CountdownEvent down, System.Diagnostics.Process process)
            {
                down.Wait();
                gate.Wait();
                mine.Wait();
                mine.GetAwaiter().GetResult();
                return outcome.Result + mine.Result;
            }
        }

        namespace Mine
        {
            class Task<T>
            {
                public T Result => default!;
                public void Wait() { }
                public Awaiter<T> GetAwaiter() => default;
            }

            struct Awaiter<T> : System.Runtime.CompilerServices.INotifyCompletion
            {
                private System.Runtime.CompilerServices.TaskAwaiter<T> _inner;
                public bool IsCompleted => _inner.IsCompleted;
                public T GetResult() => _inner.GetResult();
                public void OnCompleted(Action continuation) => _inner.OnCompleted(continuation);
            }
        }
        """);

    [Fact]
    public Task Stays_silent_in_test_projects() => Verify<BlockedTask>.Silent(
        "class C { int M(Task<int> t) => t.Result; }",
        new() { GlobalOptions = new Dictionary<string, string> { ["build_property.IsTestProject"] = "true" } });

    [Fact]
    public Task Stays_silent_at_the_end_of_an_asynchronous_pattern() => Verify<BlockedTask>.Silent("""
        class Client
        {
            public IAsyncResult BeginSend(int x, AsyncCallback done, object state) => Task.FromResult(x);
            public int EndSend(IAsyncResult result) => ((Task<int>)result).GetAwaiter().GetResult();
            public int EndReceive(IAsyncResult result) { var task = (Task<int>)result; return task.Result; }
        }
        """);

    [Theory]
    [InlineData("class C { int M(Task<int> t) { return t.; } }")]
    [InlineData("class C { int M(Task<int> t) { return t.Result(; } }")]
    [InlineData("class C { int M(Missing t) { if (t.IsCompleted return t.Result; } }")]
    [InlineData("class C { int M() { return Gone().Result + x.Wait(); } }")]
    [InlineData("class C { int M() => GetAwaiter().GetResult(; }")]
    public Task Survives_half_typed_code(string code) => Verify<BlockedTask>.Silent(code, new() { Compiler = CompilerDiagnostics.None });

    [Fact]
    public Task Says_what_to_do_about_it() => Verify<BlockedTask>.Reports("""
        class C
        {
            C() => Do().{|#0:Wait|}();
            int P => Get().{|#1:Result|};
            async Task<int> A() => await Get() + Get().GetAwaiter().{|#2:GetResult|}();
            int M() => Get().{|#3:Result|};
            Func<int> L() => () => Get().{|#4:Result|};
            void G(System.Collections.Concurrent.ConcurrentDictionary<int, int> cache) => cache.GetOrAdd(1, _ => Get().{|#5:Result|});
            void S(IServiceCollection services) => services.AddSingleton<object>(p => Get().{|#6:Result|});
            static Task<int> Get() => throw null!;
            static Task Do() => throw null!;
        }
        """, null,
        Verify<BlockedTask>.Report(0).WithArguments("Wait", "create the object in an async method"),
        Verify<BlockedTask>.Report(1).WithArguments("Result", "offer an async method instead of the property"),
        Verify<BlockedTask>.Report(2).WithArguments("GetResult", "await it"),
        Verify<BlockedTask>.Report(3).WithArguments("Result", "make the method async and await"),
        Verify<BlockedTask>.Report(4).WithArguments("Result", "make the lambda async and await"),
        Verify<BlockedTask>.Report(5).WithArguments("Result", "cache the task instead of its result"),
        Verify<BlockedTask>.Report(6).WithArguments("Result", "do the asynchronous work before the container is built, or in a hosted service"));
}
