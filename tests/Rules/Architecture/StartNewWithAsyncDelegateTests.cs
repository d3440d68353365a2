using ArchitectAnalyzers.CodeFixes.Architecture;
using ArchitectAnalyzers.Rules.Architecture;
using Microsoft.CodeAnalysis.Testing;

namespace ArchitectAnalyzers.Tests.Architecture;

public class StartNewWithAsyncDelegateTests
{
    private static string In(string members) => $$"""
        #nullable disable
        #pragma warning disable CS1998, CS4014
        class C
        {
            readonly TaskFactory _factory = new();
            readonly TaskScheduler _scheduler = TaskScheduler.Current;
            readonly CancellationToken _stopping;
            Task _loop;
            Task<Task> _outer;

            static Task DoAsync() => throw null;
            static Task<int> GetAsync(int i = 0) => throw null;
            static ValueTask ValueAsync() => throw null;
            static void Work() { }
            static async Task ConsumeAsync(CancellationToken token) { while (!token.IsCancellationRequested) await Task.Delay(1, token); }

            {{members.Replace("\n", "\n    ")}}
        }
        """;

    private static string Body(string statements) =>
        In("async Task M(int[] items, CancellationToken token, TaskCreationOptions options, object state)\n{\n    " + statements.Replace("\n", "\n    ")
            + "\n}");

    [Theory]
    [InlineData("Task.Factory.[|StartNew|](async () => await DoAsync());")]
    [InlineData("await Task.Factory.[|StartNew|](async () => await DoAsync());")]
    [InlineData("await Task.Factory.[|StartNew|](async () => { await DoAsync(); return 5; }).ConfigureAwait(false);")]
    [InlineData("_ = Task.Factory.[|StartNew|](async () => await DoAsync());")]
    [InlineData("_ = await Task.Factory.[|StartNew|](async () => await GetAsync());")]
    [InlineData("await Task.Factory.[|StartNew|](() => DoAsync());")]
    [InlineData("await Task.Factory.[|StartNew|](DoAsync);")]
    [InlineData("await Task.Factory.[|StartNew|](() => ValueAsync());")]
    [InlineData("await Task.Factory.[|StartNew|](async delegate { await DoAsync(); });")]
    [InlineData("await Task.Factory.[|StartNew|](async s => await DoAsync(), state);")]
    [InlineData("await Task.Factory.[|StartNew|](async () => await DoAsync(), token);")]
    [InlineData("Task.Factory.[|StartNew|](() => ConsumeAsync(token), token, TaskCreationOptions.LongRunning, TaskScheduler.Default);")]
    [InlineData("Task.Factory.[|StartNew|](() => ConsumeAsync(token), token, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();")]
    [InlineData("await Task.Factory.[|StartNew|](async () => await DoAsync(), TaskCreationOptions.LongRunning).Unwrap();")]
    [InlineData("await await Task.Factory.[|StartNew|](async () => await DoAsync(), TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach);")]
    [InlineData("_loop = Task.Factory.[|StartNew|](async () => await DoAsync(), TaskCreationOptions.LongRunning);")]
    [InlineData("_loop = Task.Factory.[|StartNew|](async () => await DoAsync());")]
    [InlineData("Task t = Task.Factory.[|StartNew|](async () => await DoAsync());\nawait t;")]
    [InlineData("var t = Task.Factory.[|StartNew|](async () => await DoAsync());\nawait t;")]
    [InlineData("var t = Task.Factory.[|StartNew|](async () => await DoAsync());\nt.Wait();")]
    [InlineData("Task.Factory.[|StartNew|](async () => await DoAsync()).Wait();")]
    [InlineData("Task.Factory.[|StartNew|](async () => await DoAsync()).ContinueWith(t => Work(), TaskContinuationOptions.OnlyOnFaulted);")]
    [InlineData("var tasks = new List<Task>();\nforeach (var i in items) tasks.Add(Task.Factory.[|StartNew|](async () => await GetAsync(i)));\nawait Task.WhenAll(tasks);")]
    [InlineData("await Task.WhenAll(Task.Factory.[|StartNew|](async () => await DoAsync()), Task.Factory.[|StartNew|](async () => await DoAsync()));")]
    [InlineData("await Task.WhenAll(items.Select(i => Task.Factory.[|StartNew|](async () => await GetAsync(i))));")]
    [InlineData("var tasks = items.Select(i => Task.Factory.[|StartNew|](() => GetAsync(i))).ToArray();\nTask.WaitAll(tasks);")]
    [InlineData("await _factory.[|StartNew|](async () => await DoAsync());")]
    [InlineData("_factory?.[|StartNew|](async () => await DoAsync());")]
    [InlineData("await new TaskFactory(_scheduler).[|StartNew|](async () => await DoAsync());")]
    [InlineData("await Task.Factory.[|StartNew|](async () => await DoAsync(), CancellationToken.None, TaskCreationOptions.None, _scheduler);")]
    [InlineData("Task Local() => Task.Factory.[|StartNew|](async () => await DoAsync());\nawait Local();")]
    [InlineData("await Task<Task>.Factory.[|StartNew|](async () => await DoAsync());")]
    [InlineData("Func<Task> work = DoAsync;\nawait Task.Factory.[|StartNew|](work);")]
    [InlineData("await Task.Factory.[|StartNew|](async () => await DoAsync(), options);")]
    public Task Reports_a_task_inside_a_task(string statements) => Verify<StartNewWithAsyncDelegate>.Reports(Body(statements));

    [Theory]
    [InlineData("Task M() => Task.Factory.[|StartNew|](async () => await DoAsync());")]
    [InlineData("void M() => Task.Factory.[|StartNew|](async () => await DoAsync());")]
    [InlineData("C() { _loop = Task.Factory.[|StartNew|](async () => await DoAsync(), TaskCreationOptions.LongRunning); }")]
    [InlineData("readonly Task _started = Task.Factory.[|StartNew|](DoAsync);")]
    [InlineData("void M(IEnumerable<Func<Task>> jobs) { foreach (var job in jobs) Task.Factory.[|StartNew|](() => job()); }")]
    [InlineData("IEnumerable<Task> M(int[] ids) => ids.Select(i => Task.Factory.[|StartNew|](() => GetAsync(i)));")]
    [InlineData("IEnumerable<Task> M(int[] ids) { foreach (var i in ids) yield return Task.Factory.[|StartNew|](() => GetAsync(i)); }")]
    [InlineData("Task M() { return Task.Factory.[|StartNew|](() => { Work(); return DoAsync(); }); }")]
    [InlineData("Task[] M() => [Task.Factory.[|StartNew|](DoAsync), Task.Run(DoAsync)];")]
    [InlineData("Task M(bool flag) => flag ? Task.Factory.[|StartNew|](DoAsync) : Task.CompletedTask;")]
    [InlineData("Task M() => new TaskFactory(CancellationToken.None, TaskCreationOptions.LongRunning, TaskContinuationOptions.None, null).[|StartNew|](DoAsync);")]
    [InlineData("async Task M(CancellationToken token) { var loop = Task.Factory.[|StartNew|](async () => await ConsumeAsync(token), TaskCreationOptions.LongRunning); await Task.WhenAny(loop, Task.Delay(1, token)); }")]
    public Task Reports_in_every_member(string member) => Verify<StartNewWithAsyncDelegate>.Reports(In(member));

    [Theory]
    [InlineData("await Task.Run(async () => await DoAsync(), token);")]
    [InlineData("await Task.Factory.StartNew(() => Work(), token, TaskCreationOptions.LongRunning, TaskScheduler.Default);")]
    [InlineData("await Task.Factory.StartNew(Work, TaskCreationOptions.LongRunning);")]
    [InlineData("await Task.Factory.StartNew(() => 5);")]
    [InlineData("await Task.Factory.StartNew(() => { DoAsync().Wait(); }, TaskCreationOptions.LongRunning);")]
    [InlineData("await Task.Factory.StartNew(async () => await DoAsync()).Unwrap();")]
    [InlineData("await Task.Factory.StartNew(async () => await DoAsync(), token, TaskCreationOptions.DenyChildAttach, TaskScheduler.Default).Unwrap().ConfigureAwait(false);")]
    [InlineData("await Task.Factory.StartNew(async () => await DoAsync(), token, TaskCreationOptions.None, _scheduler).Unwrap();")]
    [InlineData("await Task.Factory.StartNew(async () => await DoAsync(), token, TaskCreationOptions.LongRunning, _scheduler).Unwrap();")]
    [InlineData("await _factory.StartNew(async () => await DoAsync(), TaskCreationOptions.LongRunning).Unwrap();")]
    [InlineData("await await Task.Factory.StartNew(async () => await DoAsync());")]
    [InlineData("await (await Task.Factory.StartNew(async () => await DoAsync()));")]
    [InlineData("await (await Task.Factory.StartNew(async () => await DoAsync()).ConfigureAwait(false)).ConfigureAwait(false);")]
    [InlineData("var inner = await Task.Factory.StartNew(async () => await DoAsync());\nawait inner;")]
    [InlineData("var outer = Task.Factory.StartNew(async () => await DoAsync());\nawait outer.Unwrap();")]
    [InlineData("var outer = Task.Factory.StartNew(async () => await DoAsync());\nawait await outer;")]
    [InlineData("var tasks = items.Select(i => Task.Factory.StartNew(() => GetAsync(i)).Unwrap());\nawait Task.WhenAll(tasks);")]
    [InlineData("var tasks = items.Select(i => Task.Factory.StartNew(() => GetAsync(i)));\nawait Task.WhenAll(tasks.Select(t => t.Unwrap()));")]
    [InlineData("_outer = Task.Factory.StartNew(DoAsync);")]
    [InlineData("Task<Task> Start() => Task.Factory.StartNew(DoAsync);\nawait await Start();")]
    [InlineData("await Task.Factory.ContinueWhenAll(new[] { _loop }, async t => await DoAsync());")]
    [InlineData("var parts = items.Select(i => Task.Factory.StartNew(() => Work(), token, TaskCreationOptions.LongRunning, TaskScheduler.Default));\nawait Task.WhenAll(parts);")]
    [InlineData("Task<int> t = Task.Factory.StartNew(() => GetAsync()).Unwrap();\nawait t;")]
    [InlineData("var t = Task.Factory.StartNew(DoAsync);\nvar inner = await t;\nawait inner;")]
    [InlineData("var t = Task.Factory.StartNew(DoAsync);\nvar u = TaskExtensions.Unwrap(t);\nawait u;")]
    public Task Stays_silent_where_the_work_is_synchronous_or_unwrapped(string statements) => Verify<StartNewWithAsyncDelegate>.Silent(Body(statements));

    [Fact]
    public Task Stays_silent_on_half_typed_code() => Verify<StartNewWithAsyncDelegate>.Silent(
        "class C { async Task M() { await Task.Factory.StartNew(async () => await Unknown(; Task.Factory.StartNew(; Task.Factory.StartNew(); Factory.StartNew(async () => { }); } }",
        new() { Compiler = CompilerDiagnostics.None, ExtraRuns = false });

    [Theory]
    [InlineData("await Task.Factory.[|StartNew|](async () => await DoAsync());", "await Task.Run(async () => await DoAsync());")]
    [InlineData("await System.Threading.Tasks.Task.Factory.[|StartNew<Task>|](DoAsync, token);", "await System.Threading.Tasks.Task.Run(DoAsync, token);")]
    [InlineData("Task.Factory.[|StartNew|](() => ConsumeAsync(token), token, TaskCreationOptions.LongRunning, TaskScheduler.Default);", "Task.Run(() => ConsumeAsync(token), token);")]
    [InlineData("await Task.Factory.[|StartNew|](async () => await DoAsync(), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap(); // now", "await Task.Run(async () => await DoAsync()); // now")]
    [InlineData("_loop = Task.Factory.[|StartNew|](function: DoAsync, creationOptions: TaskCreationOptions.DenyChildAttach, scheduler: TaskScheduler.Current, cancellationToken: token);", "_loop = Task.Run(function: DoAsync, cancellationToken: token);")]
    [InlineData("await await Task.Factory.[|StartNew|](async () => await DoAsync(), TaskCreationOptions.LongRunning);\nvar x = await GetAsync();", "await Task.Run(async () => await DoAsync());\nvar x = await GetAsync();")]
    [InlineData("var t = Task.Factory.[|StartNew|](async () => await DoAsync());\nawait t;", "var t = Task.Run(async () => await DoAsync());\nawait t;")]
    [InlineData("await Task.Factory\n    .[|StartNew|](\n        async () =>\n        {\n            // work\n            await DoAsync();\n        },\n        token,\n        TaskCreationOptions.LongRunning,\n        TaskScheduler.Default)\n    .Unwrap();", "await Task\n    .Run(\n        async () =>\n        {\n            // work\n            await DoAsync();\n        },\n        token);")]
    [InlineData("await Task.WhenAll(items.Select(i => Task.Factory.[|StartNew|](async () => await GetAsync(i))));", "await Task.WhenAll(items.Select(i => Task.Run(async () => await GetAsync(i))));")]
    [InlineData("await Task.Factory.[|StartNew|](async () =>\n{\n    await Task.Factory.[|StartNew|](() => DoAsync(), token);\n});", "await Task.Run(async () =>\n{\n    await Task.Run(() => DoAsync(), token);\n});")]
    [InlineData("await Task.Factory.[|StartNew|](async s => await DoAsync(), state); // later", "await Task.Factory.StartNew(async s => await DoAsync(), state).Unwrap(); // later")]
    [InlineData("await Task.Factory.[|StartNew|](DoAsync, CancellationToken.None, TaskCreationOptions.None, _scheduler);\nawait _factory.[|StartNew|](DoAsync);\n_factory?.[|StartNew|](DoAsync);", "await Task.Factory.StartNew(DoAsync, CancellationToken.None, TaskCreationOptions.None, _scheduler).Unwrap();\nawait _factory.StartNew(DoAsync).Unwrap();\n_factory?.StartNew(DoAsync).Unwrap();")]
    public Task Runs_or_unwraps(string before, string after) =>
        Verify<StartNewWithAsyncDelegate, StartNewWithAsyncDelegateFix>.Fixes(Body(before), Body(after));

    [Theory]
    [InlineData("await Task.Factory.[|StartNew|](() => ValueAsync());")]
    [InlineData("await Task.Factory.[|StartNew|](async s => await DoAsync(), state, TaskCreationOptions.LongRunning);")]
    [InlineData("Task<Task> t = Task.Factory.[|StartNew|](async () => await DoAsync());\nawait t;")]
    [InlineData("await Task.Factory.[|StartNew|](async () => await DoAsync(), TaskCreationOptions.LongRunning /* why not */);")]
    [InlineData("await Task.Factory.[|StartNew|](async () => await DoAsync(),\n#if DEBUG\n    token\n#else\n    CancellationToken.None\n#endif\n    );")]
    public Task Offers_nothing_that_might_not_compile_or_loses_something(string statements) =>
        Verify<StartNewWithAsyncDelegate, StartNewWithAsyncDelegateFix>.OffersNoFix(Body(statements));
}
