using ArchitectAnalyzers.CodeFixes.Architecture;
using ArchitectAnalyzers.Rules.Architecture;

namespace ArchitectAnalyzers.Tests.Architecture;

public class BlockedTaskFixTests
{
    private const string Await = "ARCH1001:await", MakeAsync = "ARCH1001:make-async";

    private static string In(string member) => $$"""
        #nullable disable
        #pragma warning disable CS1998
        record Order(string Name, Task<int> Total) { public Task<Order> NextAsync(int id = 0) => throw null; public string[] Lines; }

        class C
        {
            static Task<int> GetAsync(int id = 0) => throw null;
            static Task<Order> OrderAsync() => throw null;
            static Task<T> LoadAsync<T>(string key = "", CancellationToken token = default) => throw null;
            static Task DoAsync() => throw null;
            static ValueTask<int> GetValueAsync() => throw null;
            static void Log(object o) { }
            Task<int> _field;

            {{member.Replace("\n", "\n    ")}}
        }
        """;

    private static string Body(string statements) =>
        In("async Task M(Task<int> t, Task<int> u, Task task, Order order, bool flag)\n{\n    " + statements.Replace("\n", "\n    ") + "\n}");

    [Theory]
    [InlineData("var x = t.[|Result|];", "var x = await t;")]
    [InlineData("var x = GetAsync(1).[|Result|] + 1;", "var x = await GetAsync(1) + 1;")]
    [InlineData("Log(OrderAsync().[|Result|].Name);", "Log((await OrderAsync()).Name);")]
    [InlineData("Log(OrderAsync().[|Result|]?.Name);", "Log((await OrderAsync())?.Name);")]
    [InlineData("Log(OrderAsync().[|Result|].Lines[0]);", "Log((await OrderAsync()).Lines[0]);")]
    [InlineData("Log(LoadAsync<string[]>().[|Result|][0]);", "Log((await LoadAsync<string[]>())[0]);")]
    [InlineData("Log(LoadAsync<Func<int>>().[|Result|]());", "Log((await LoadAsync<Func<int>>())());")]
    [InlineData("Log(OrderAsync().[|Result|]!);", "Log((await OrderAsync())!);")]
    [InlineData("Log(OrderAsync().[|Result|] with { Name = \"\" });", "Log((await OrderAsync()) with { Name = \"\" });")]
    [InlineData("var x = LoadAsync<int>(token: default, key: \"a\").[|Result|];", "var x = await LoadAsync<int>(token: default, key: \"a\");")]
    [InlineData("var x = (flag ? t : u).[|Result|];", "var x = await (flag ? t : u);")]
    [InlineData("var x = (t ?? u).[|Result|];", "var x = await (t ?? u);")]
    [InlineData("var x = ((Task<int>)task).[|Result|];", "var x = await ((Task<int>)task);")]
    [InlineData("var x = -t.[|Result|];", "var x = -await t;")]
    [InlineData("var x = (long)t.[|Result|];", "var x = (long)await t;")]
    [InlineData("var x = t.[|Result|] switch { 1 => 2, _ => 3 };", "var x = await t switch { 1 => 2, _ => 3 };")]
    [InlineData("if (t.[|Result|] is > 1 and < 5) { }", "if (await t is > 1 and < 5) { }")]
    [InlineData("Log($\"{t.[|Result|]:N}\");", "Log($\"{await t:N}\");")]
    [InlineData("DoAsync().[|Wait|]();", "await DoAsync();")]
    [InlineData("task.[|Wait|](CancellationToken.None);", "await task.WaitAsync(CancellationToken.None);")]
    [InlineData("task.[|Wait|](500);", "await task.WaitAsync(TimeSpan.FromMilliseconds(500));")]
    [InlineData("task.[|Wait|](TimeSpan.FromSeconds(1));", "await task.WaitAsync(TimeSpan.FromSeconds(1));")]
    [InlineData("DoAsync().GetAwaiter().[|GetResult|]();", "await DoAsync();")]
    [InlineData("var x = GetAsync().ConfigureAwait(false).GetAwaiter().[|GetResult|]();", "var x = await GetAsync().ConfigureAwait(false);")]
    [InlineData("var x = GetValueAsync().[|Result|];", "var x = await GetValueAsync();")]
    [InlineData("var x = GetValueAsync().AsTask().[|Result|];", "var x = await GetValueAsync().AsTask();")]
    [InlineData("Task.[|WaitAll|](t, u);", "await Task.WhenAll(t, u);")]
    [InlineData("Task.[|WaitAll|](new[] { t, u }, CancellationToken.None);", "await Task.WhenAll(new[] { t, u }).WaitAsync(CancellationToken.None);")]
    [InlineData("Task.[|WaitAny|](t, u);", "await Task.WhenAny(t, u);")]
    [InlineData("t?.[|Wait|]();", "if (t is not null) await t;")]
    [InlineData("order?.NextAsync().[|Wait|]();", "if (order is not null) await order.NextAsync();")]
    [InlineData("order?.NextAsync().ConfigureAwait(false).GetAwaiter().[|GetResult|]();", "if (order is not null) await order.NextAsync().ConfigureAwait(false);")]
    [InlineData("var x = t?.[|Result|];", "var x = t is null ? default(int?) : await t;")]
    [InlineData("var x = order?.Total.[|Result|] ?? 0;", "var x = (order is null ? default(int?) : await order.Total) ?? 0;")]
    [InlineData("var x = order?.NextAsync(1).[|Result|];", "var x = order is null ? null : await order.NextAsync(1);")]
    [InlineData("var x = order?.NextAsync(1).[|Result|].Name;", "var x = order is null ? null : (await order.NextAsync(1)).Name;")]
    [InlineData("var x = order?.NextAsync(1).GetAwaiter().[|GetResult|]();", "var x = order is null ? null : await order.NextAsync(1);")]
    [InlineData("var x = _field?.[|Result|];", "var x = _field is null ? default(int?) : await _field;")]
    [InlineData("var x = GetAsync(GetAsync().[|Result|]).[|Result|];", "var x = await GetAsync(await GetAsync());")]
    [InlineData("var x = OrderAsync().[|Result|].NextAsync().[|Result|].Name;", "var x = (await (await OrderAsync()).NextAsync()).Name;")]
    [InlineData("Task.[|WaitAll|](GetAsync(t.[|Result|]), u);", "await Task.WhenAll(GetAsync(await t), u);")]
    [InlineData("var x = t.[|Result|]; // keep\n// and this\nLog(u.[|Result|] /* and that */);", "var x = await t; // keep\n// and this\nLog(await u /* and that */);")]
    [InlineData("var x = OrderAsync() // first\n    .[|Result|]\n    .Name; // last", "var x = (await OrderAsync()) // first\n    .Name; // last")]
    [InlineData("var x = GetAsync(1)\n    .ConfigureAwait(false)\n    .GetAwaiter()\n    .[|GetResult|]();", "var x = await GetAsync(1)\n    .ConfigureAwait(false);")]
    [InlineData("Func<Task> f = async () => Log(t.[|Result|]);", "Func<Task> f = async () => Log(await t);")]
    [InlineData("async Task<int> Local() { return t.[|Result|]; }", "async Task<int> Local() { return await t; }")]
    [InlineData("try { t.[|Wait|](); } catch (InvalidOperationException) { }", "try { await t; } catch (InvalidOperationException) { }")]
    [InlineData("try { t.GetAwaiter().[|GetResult|](); } catch (AggregateException) { }", "try { await t; } catch (AggregateException) { }")]
    [InlineData("try { } catch { t.[|Wait|](); } finally { u.[|Wait|](); }", "try { } catch { await t; } finally { await u; }")]
    [InlineData("foreach (var x in LoadAsync<int[]>().[|Result|]) Log(x);", "foreach (var x in await LoadAsync<int[]>()) Log(x);")]
    [InlineData("var q = from x in LoadAsync<int[]>().[|Result|] select x;", "var q = from x in await LoadAsync<int[]>() select x;")]
    [InlineData("lock (LoadAsync<object>().[|Result|]) { }", "lock (await LoadAsync<object>()) { }")]
    [InlineData("switch (t.[|Result|]) { case 1: Log(u.[|Result|]); break; }", "switch (await t) { case 1: Log(await u); break; }")]
    public Task Awaits_in_async_code(string before, string after) =>
        Verify<BlockedTask, BlockedTaskFix>.Fixes(Body(before), Body(after), new() { Key = Await });

    [Theory]
    [InlineData("lock (order) { Log(t.[|Result|]); }")]
    [InlineData("try { t.[|Wait|](); } catch (AggregateException e) { Log(e.InnerExceptions); }")]
    [InlineData("try { Log(t.[|Result|]); } catch (Exception e) when (e.InnerException is IOException) { }")]
    [InlineData("try { } catch (Exception) when (t.[|Result|] == 1) { }")]
    [InlineData("var x = from i in new[] { 1 } select t.[|Result|];")]
    [InlineData("var x = from i in new[] { 1 } where t.[|Result|] == i select i;")]
    [InlineData("unsafe { Log(t.[|Result|]); }")]
    [InlineData("if (t.[|Wait|](500)) Log(1);")]
    [InlineData("Log(Task.[|WaitAny|](t, u));")]
    [InlineData("var a = t.GetAwaiter(); Log(a.[|GetResult|]());")]
    [InlineData("if (flag) order?.NextAsync().[|Wait|](); else Log(1);")]
    [InlineData("var x = OrderAsync().ContinueWith(_ => order)?.[|Result|];")]
    [InlineData("var x = order?.NextAsync().[|Result|]?.Name;")]
    [InlineData("var v = GetValueAsync(); await v; Log(v.[|Result|]);")]
    [InlineData("Span<int> s = stackalloc int[1]; Log(t.[|Result|]); s[0] = 1;")]
    [InlineData("var x = OrderAsync()\n#if DEBUG\n    .ConfigureAwait(false)\n#endif\n    .GetAwaiter().[|GetResult|]();")]
    public Task Offers_nothing_where_an_await_cannot_stand_or_means_something_else(string statements) =>
        Verify<BlockedTask, BlockedTaskFix>.OffersNoFix(Body(statements));

    [Theory]
    [InlineData("private int M() => GetAsync().[|Result|];", "private async Task<int> M() => await GetAsync();")]
    [InlineData("private void M() => DoAsync().[|Wait|]();", "private async Task M() => await DoAsync();")]
    [InlineData("int M() { return GetAsync().[|Result|]; }", "async Task<int> M() { return await GetAsync(); }")]
    [InlineData("// first\n/// <summary>M.</summary>\nvoid M()\n{\n    DoAsync().[|Wait|](); // wait\n}", "// first\n/// <summary>M.</summary>\nasync Task M()\n{\n    await DoAsync(); // wait\n}")]
    [InlineData("private static List<string> M(int id) => LoadAsync<List<string>>().[|Result|];", "private static async Task<List<string>> M(int id) => await LoadAsync<List<string>>();")]
    [InlineData("private (int, string) M() => (GetAsync().[|Result|], OrderAsync().[|Result|].Name);", "private async Task<(int, string)> M() => (await GetAsync(), (await OrderAsync()).Name);")]
    [InlineData("private T M<T>(string key) => LoadAsync<T>(key).[|Result|];", "private async Task<T> M<T>(string key) => await LoadAsync<T>(key);")]
    [InlineData("private int Load() => GetAsync().[|Result|];\npublic async Task<int> M() => 1 + Load();", "private async Task<int> Load() => await GetAsync();\npublic async Task<int> M() => 1 + await Load();")]
    [InlineData("private Order Load() => OrderAsync().[|Result|];\npublic async Task<string> M() => this.Load().Name;", "private async Task<Order> Load() => await OrderAsync();\npublic async Task<string> M() => (await this.Load()).Name;")]
    [InlineData("private int Load(int i) => i > 3 ? 0 : Load(i + 1) + GetAsync().[|Result|];", "private async Task<int> Load(int i) => i > 3 ? 0 : await Load(i + 1) + await GetAsync();")]
    [InlineData("private int A() => GetAsync().[|Result|];\nprivate int B() => A() + 1;\nprivate int D() => B();\npublic async Task<int> M() => D();", "private async Task<int> A() => await GetAsync();\nprivate async Task<int> B() => await A() + 1;\nprivate async Task<int> D() => await B();\npublic async Task<int> M() => await D();")]
    [InlineData("public async Task<int> M()\n{\n    return Local(1);\n    int Local(int i) => GetAsync(i).[|Result|];\n}", "public async Task<int> M()\n{\n    return await Local(1);\n    async Task<int> Local(int i) => await GetAsync(i);\n}")]
    [InlineData("public async Task M()\n{\n    static void Local() { DoAsync().[|Wait|](); }\n    Local();\n}", "public async Task M()\n{\n    static async Task Local() { await DoAsync(); }\n    await Local();\n}")]
    [InlineData("public Task<int> M()\n{\n    var x = GetAsync().[|Result|];\n    return Task.FromResult(x + 1);\n}", "public async Task<int> M()\n{\n    var x = await GetAsync();\n    return x + 1;\n}")]
    [InlineData("public virtual Task<object> M()\n{\n    if (GetAsync().[|Result|] > 1) return LoadAsync<object>();\n    return Task.FromResult<object>(2);\n}", "public virtual async Task<object> M()\n{\n    if (await GetAsync() > 1) return await LoadAsync<object>();\n    return 2;\n}")]
    [InlineData("public Task M()\n{\n    Log(GetAsync().[|Result|]);\n    return Task.CompletedTask;\n}", "public async Task M()\n{\n    Log(await GetAsync());\n}")]
    [InlineData("public Task M()\n{\n    if (GetAsync().[|Result|] > 1) return DoAsync();\n    return DoAsync();\n}", "public async Task M()\n{\n    if (await GetAsync() > 1) { await DoAsync(); return; }\n    await DoAsync();\n}")]
    [InlineData("public Task M()\n{\n    if (GetAsync().[|Result|] > 1)\n    {\n        // first\n        return DoAsync(); // now\n    }\n\n    return DoAsync();\n}", "public async Task M()\n{\n    if (await GetAsync() > 1)\n    {\n        // first\n        await DoAsync();\n        return; // now\n    }\n\n    await DoAsync();\n}")]
    [InlineData("public Task M()\n{\n    if (GetAsync().[|Result|] > 1) return Task.CompletedTask; // nothing\n    return DoAsync(); // last\n}", "public async Task M()\n{\n    if (await GetAsync() > 1) return; // nothing\n    await DoAsync(); // last\n}")]
    [InlineData("public Task<int> M() => Task.FromResult(GetAsync().[|Result|]);", "public async Task<int> M() => await GetAsync();")]
    [InlineData("public ValueTask<int> M() => new(GetAsync().[|Result|]);", null)]
    [InlineData("public Task<int> M() => GetAsync(GetAsync().[|Result|]);", "public async Task<int> M() => await GetAsync(await GetAsync());")]
    [InlineData("public Task<int> M() => Task.Run(() => GetAsync().[|Result|]);", "public Task<int> M() => Task.Run(async () => await GetAsync());")]
    [InlineData("public void M() => Task.Run(() => DoAsync().[|Wait|]());", "public void M() => Task.Run(async () => await DoAsync());")]
    [InlineData("public Func<int, Task<int>> M() => x => Task.FromResult(GetAsync(x).[|Result|]);", "public Func<int, Task<int>> M() => async x => await GetAsync(x);")]
    [InlineData("private void M() { DoAsync().[|Wait|](); var s = nameof(M); }", "private async Task M() { await DoAsync(); var s = nameof(M); }")]
    [InlineData("private void M(Order order) { order?.NextAsync().[|Wait|](); }", "private async Task M(Order order) { if (order is not null) await order.NextAsync(); }")]
    [InlineData("private int M() { var a = GetAsync().[|Result|]; DoAsync().[|Wait|](); return a; }", "private async Task<int> M() { var a = await GetAsync(); await DoAsync(); return a; }")]
    public Task Makes_a_function_async_with_its_callers(string before, string? after) => after is null
        ? Verify<BlockedTask, BlockedTaskFix>.OffersNoFix(In(before))
        : Verify<BlockedTask, BlockedTaskFix>.Fixes(In(before), In(after),
            new() { Key = MakeAsync, Iterations = before.Split("[|").Length - 1 > 1 ? 1 : null });

    [Theory]
    [InlineData("public int M() => GetAsync().[|Result|];")]
    [InlineData("internal int M() => GetAsync().[|Result|];")]
    [InlineData("public int P => GetAsync().[|Result|];")]
    [InlineData("public C() => DoAsync().[|Wait|]();")]
    [InlineData("private IEnumerable<int> M() { yield return GetAsync().[|Result|]; }")]
    [InlineData("private int M(out int x) => x = GetAsync().[|Result|];")]
    [InlineData("private int M(ref int x) => x + GetAsync().[|Result|];")]
    [InlineData("private int M(Span<int> x) => x[0] + GetAsync().[|Result|];")]
    [InlineData("public override string ToString() => LoadAsync<string>().[|Result|];")]
    [InlineData("private int Load(int i) => GetAsync(i).[|Result|];\npublic IEnumerable<int> M() => new[] { 1 }.Select(Load);")]
    [InlineData("private int Load(int i) => GetAsync(i).[|Result|];\npublic int P => Load(1);")]
    [InlineData("private int Load(int i) => GetAsync(i).[|Result|];\npublic IEnumerable<int> M() => new[] { 1 }.Select(i => Load(i));")]
    [InlineData("private int Load(int i) => GetAsync(i).[|Result|];\npublic async Task M() { lock (this) Log(Load(1)); }")]
    [InlineData("private int Load(int i) => GetAsync(i).[|Result|];\npublic async Task M() { try { Load(1); } catch (AggregateException) { } }")]
    [InlineData("private void OnTick(object sender, EventArgs e) => DoAsync().[|Wait|]();\npublic void M(System.Timers.Timer t) => t.Disposed += OnTick;")]
    [InlineData("private void Notify() => DoAsync().[|Wait|]();\nprivate static void M(C c) => c?.Notify();")]
    [InlineData("[System.Runtime.Serialization.OnDeserialized]\nprivate void Done(System.Runtime.Serialization.StreamingContext c) => DoAsync().[|Wait|]();")]
    [InlineData("private int A() => GetAsync().[|Result|];\nprivate int B() => A();\nprivate int D() => B();\nprivate int E() => D();\nprivate int F() => E();\npublic async Task<int> M() => F();")]
    [InlineData("public IEnumerable<int> M() => new[] { 1 }.Select(i => GetAsync(i).[|Result|]);")]
    [InlineData("public List<int> M() => new[] { 1 }.Select(i => GetAsync(i).[|Result|]).ToList();")]
    [InlineData("public void M() => new[] { 1 }.ToList().ForEach(i => GetAsync(i).[|Wait|]());")]
    [InlineData("public void M() => Parallel.ForEach(new[] { 1 }, i => GetAsync(i).[|Wait|]());")]
    [InlineData("public object M() => new Lazy<int>(() => GetAsync().[|Result|]);")]
    [InlineData("public void M(IServiceCollection services) => services.AddSingleton(p => OrderAsync().[|Result|]);")]
    [InlineData("public int M(System.Collections.Concurrent.ConcurrentDictionary<int, int> cache) => cache.GetOrAdd(1, id => GetAsync(id).[|Result|]);")]
    [InlineData("public Func<int> M() => () => GetAsync().[|Result|];")]
    [InlineData("public Action M() => () => DoAsync().[|Wait|]();")]
    [InlineData("private void M() { try { DoAsync().[|Wait|](); } catch (AggregateException) { } }")]
    [InlineData("private void M() { Span<int> s = stackalloc int[1]; DoAsync().[|Wait|](); s[0] = 1; }")]
    public Task Offers_nothing_where_a_function_or_its_callers_cannot_be_async(string member) =>
        Verify<BlockedTask, BlockedTaskFix>.OffersNoFix(In(member));

    [Fact]
    public Task A_site_that_cannot_be_async_does_not_hold_up_the_others() => Verify<BlockedTask, BlockedTaskFix>.Fixes(
        In("public Task<int> M() => Task.Run(() => GetAsync().[|Result|]);\npublic IEnumerable<int> N() => new[] { 1 }.Select(i => GetAsync(i).[|Result|]);\nprivate int P() => GetAsync().[|Result|];"),
        In("public Task<int> M() => Task.Run(async () => await GetAsync());\npublic IEnumerable<int> N() => new[] { 1 }.Select(i => GetAsync(i).{|ARCH1001:Result|});\nprivate async Task<int> P() => await GetAsync();"),
        new() { Key = MakeAsync, Iterations = 2 });

    [Fact]
    public Task Makes_controller_actions_async() => Verify<BlockedTask, BlockedTaskFix>.Fixes(
        """
        using Microsoft.AspNetCore.Mvc;

        public interface IOrders { Task<string?> FindAsync(int id); Task SaveAsync(string name); }

        [ApiController, Route("orders")]
        public class OrdersController(IOrders orders) : ControllerBase
        {
            /// <summary>One order.</summary>
            [HttpGet("{id}")]
            public ActionResult<string> Get(int id)
            {
                var order = orders.FindAsync(id).[|Result|];
                if (order is null) return NotFound();
                return order;
            }

            [HttpPost]
            public IActionResult Post(string name)
            {
                orders.SaveAsync(name).[|Wait|]();
                return CreatedAtAction(nameof(Get), new { id = 1 }, name);
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public interface IOrders { Task<string?> FindAsync(int id); Task SaveAsync(string name); }

        [ApiController, Route("orders")]
        public class OrdersController(IOrders orders) : ControllerBase
        {
            /// <summary>One order.</summary>
            [HttpGet("{id}")]
            public async Task<ActionResult<string>> Get(int id)
            {
                var order = await orders.FindAsync(id);
                if (order is null) return NotFound();
                return order;
            }

            [HttpPost]
            public async Task<IActionResult> Post(string name)
            {
                await orders.SaveAsync(name);
                return CreatedAtAction(nameof(Get), new { id = 1 }, name);
            }
        }
        """, new() { Key = MakeAsync });

    [Fact]
    public Task Makes_minimal_api_lambdas_async() => Verify<BlockedTask, BlockedTaskFix>.Fixes(
        """
        var app = WebApplication.Create(args);
        app.MapGet("/", () => File.ReadAllTextAsync("index.html").[|Result|]);
        app.MapGet("/{id}", (int id) =>
        {
            var text = File.ReadAllTextAsync($"{id}.html").GetAwaiter().[|GetResult|]();
            return Results.Ok(text);
        });
        app.MapGet("/late", () => Load(1));
        app.Run();

        static string Load(int id) => File.ReadAllTextAsync($"{id}.html").[|Result|];
        """,
        """
        var app = WebApplication.Create(args);
        app.MapGet("/", async () => await File.ReadAllTextAsync("index.html"));
        app.MapGet("/{id}", async (int id) =>
        {
            var text = await File.ReadAllTextAsync($"{id}.html");
            return Results.Ok(text);
        });
        app.MapGet("/late", async () => await Load(1));
        app.Run();

        static async Task<string> Load(int id) => await File.ReadAllTextAsync($"{id}.html");
        """, new() { Key = MakeAsync });

    [Fact]
    public Task Adds_the_using_that_the_new_return_type_needs() => Verify<BlockedTask, BlockedTaskFix>.Fixes(
        """
        using System.IO;

        class C
        {
            private string Load() => File.ReadAllTextAsync("x").[|Result|];
        }
        """,
        """
        using System.IO;
        using System.Threading.Tasks;

        class C
        {
            private async Task<string> Load() => await File.ReadAllTextAsync("x");
        }
        """, new() { Key = MakeAsync, ImplicitUsings = false });

    [Fact]
    public Task Offers_nothing_for_an_action_that_another_file_calls() => Verify<BlockedTask, BlockedTaskFix>.OffersNoFix(
        """
        using Microsoft.AspNetCore.Mvc;

        public class HomeController : Controller
        {
            public string Index() => System.IO.File.ReadAllTextAsync("x").[|Result|];
        }
        """, new() { Sources = new Dictionary<string, string> { ["Other.cs"] = "class Other { string M(HomeController home) => home.Index(); }" } });

    [Fact]
    public Task Offers_nothing_where_other_parts_of_the_type_may_call() => Verify<BlockedTask, BlockedTaskFix>.OffersNoFix(
        """
        partial class C
        {
            private string Load() => File.ReadAllTextAsync("x").[|Result|];
        }
        """, new() { Sources = new Dictionary<string, string> { ["Other.cs"] = "partial class C { string M() => Load(); }" } });

    [Fact]
    public Task Waits_for_a_time_out_only_where_the_framework_can() => Verify<BlockedTask, BlockedTaskFix>.OffersNoFix(
        """
        class C
        {
            async Task M(Task t) { await Task.Yield(); if (!t.[|Wait|](100)) throw new TimeoutException(); }
        }
        """);
}
