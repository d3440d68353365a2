using ArchitectAnalyzers.CodeFixes.Architecture;
using ArchitectAnalyzers.Rules.Architecture;
using ArchitectAnalyzers.Tests.Suite;

namespace ArchitectAnalyzers.Tests.Architecture;

/// <summary>
/// The code on which other packages' rules on async and cancellation report wrongly or miss, from their users' threads, with the code beside it
/// that means the opposite. All rules of 10xx and 11xx run: what must be silent is silent for every one, and what is reported is reported once.
/// </summary>
public class PeersLessonsTests
{
    private const string Types = """
        using System.Data.Common;
        using System.Linq.Expressions;
        using System.Runtime.CompilerServices;
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.EntityFrameworkCore;

        public class Order { public int Id { get; set; } public string Name { get; set; } = ""; }

        public class Shop(DbContextOptions<Shop> options) : DbContext(options) { public DbSet<Order> Orders => Set<Order>(); }

        public interface IWork
        {
            Task DoAsync(int id, CancellationToken ct = default);
            Task<int> GetAsync(int id, CancellationToken ct = default);
            ValueTask<int> ReadAsync(int id, CancellationToken ct = default);
            IAsyncEnumerable<int> Stream(CancellationToken ct = default);
            Task<CancellationToken> TokenAsync(CancellationToken ct = default);
            Task MiddleAsync(int id);
            Task MiddleAsync(int id, int retries, CancellationToken ct);
            Task PairAsync(int id);
            Task PairAsync(int id, CancellationToken ct);
            Task ExtraAsync(int id);
            Task ExtraAsync(int id, CancellationToken ct, int retries = 3);
            Task<T> TypedAsync<T>(int id, CancellationToken ct = default);
            int Find(int id);
            Task<int> FindAsync(int id);
            int Get();
            Task<int> GetAsync(string id);
        }

        public static class Extensions
        {
            public static Task AsTask(this CancellationToken token) => Task.Delay(-1, token);
            public static Task ElsewhereAsync(this IWork work, int id, CancellationToken ct) => Task.CompletedTask;
        }

        """;

    private static async Task<string> IdsIn(string code, string program = "")
    {
        var project = AllRules.Project([("Code.cs", Types + code), ("Program.cs", program)]);
        Assert.Empty(await AllRules.Errors(project));
        var reports = await AllRules.Analyze(project);
        return string.Join(" ", reports.Select(report => report.Id)
            .Where(id => id.StartsWith("ARCH10", StringComparison.Ordinal) || id.StartsWith("ARCH11", StringComparison.Ordinal)).Order());
    }

    private static string Async(string statements, string parameters = "CancellationToken ct", string last = "await Task.Delay(1, ct);") => $$"""
        #pragma warning disable CS1998, CS4014, CS8602
        public class C(IWork work, Shop db, DbConnection connection, string path)
        {
            public async Task M({{parameters}})
            {
                {{statements}}
                {{last}}
            }

            private static void Use(params object?[] things) { }
        }
        """;

    // Lesson 1: pass the token on (CA2016).
    [Theory]
    [InlineData("await foreach (var x in work.Stream().WithCancellation(ct)) Use(x);", "")]
    [InlineData("await foreach (var x in work.Stream(ct)) Use(x);", "")]
    [InlineData("await foreach (var x in work.Stream().ConfigureAwait(false)) Use(x);", "ARCH1106")]
    [InlineData("await foreach (var x in work.Stream()) Use(x);", "ARCH1106")]
    [InlineData("await work.MiddleAsync(1);", "")]
    [InlineData("await work.PairAsync(1);", "ARCH1101")]
    [InlineData("await work.PairAsync(1, ct);", "")]
    [InlineData("await work.TypedAsync<Guid>(0);", "ARCH1101")]
    [InlineData("await work.DoAsync(id: 1);", "ARCH1101")]
    [InlineData("var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously); using var _ = ct.Register(() => source.TrySetCanceled()); await source.Task;", "")]
    [InlineData("Func<CancellationToken, Task> f = own => work.DoAsync(1, own); await f(ct);", "")]
    [InlineData("Func<CancellationToken, Task> f = own => work.DoAsync(1); await f(ct);", "ARCH1101")]
    [InlineData("Func<Task> f = () => work.DoAsync(1); await f();", "")]
    [InlineData("await Retry(() => work.DoAsync(1)); static Task Retry(Func<Task> run) => run();", "ARCH1101")]
    [InlineData("await Task.WhenAll(new[] { 1, 2 }.Select(id => work.DoAsync(id)));", "ARCH1101")]
    [InlineData("await Inner(); async Task Inner() => await work.DoAsync(1);", "ARCH1101")]
    [InlineData("await Inner(ct); async Task Inner(CancellationToken own) => await work.DoAsync(1, own);", "")]
    [InlineData("await using var t = await db.Database.BeginTransactionAsync(ct); await t.CommitAsync(ct); await work.DoAsync(1); await work.GetAsync(1, CancellationToken.None);", "")]
    [InlineData("await using var t = await db.Database.BeginTransactionAsync(ct); await work.DoAsync(1); await t.CommitAsync(ct);", "ARCH1101")]
    [InlineData("try { await work.DoAsync(1, ct); } finally { await work.GetAsync(1); await work.DoAsync(2, CancellationToken.None); }", "")]
    [InlineData("try { await work.DoAsync(1); } finally { Use(); }", "ARCH1101")]
    [InlineData("await db.Orders.FindAsync(1);", "ARCH1101")]
    [InlineData("await db.Orders.FindAsync(1, ct);", "ARCH1110")]
    [InlineData("await db.Orders.FindAsync(new object[] { 1 }, ct);", "")]
    [InlineData("await db.Orders.FindAsync([1], ct);", "")]
    [InlineData("db.Orders.Find(1, ct);", "ARCH1002 ARCH1110")]
    public async Task Passing_on_a_token(string statements, string expected) => Assert.Equal(expected, await IdsIn(Async(statements)));

    [Theory]
    [InlineData("await work.DoAsync(1);", "CancellationToken? ct", "ARCH1101")]
    [InlineData("await work.DoAsync(1, ct ?? default);", "CancellationToken? ct", "")]
    [InlineData("await work.DoAsync(1);", "int other", "ARCH1103")]
    [InlineData("await work.DoAsync(1);", "HttpContext http", "ARCH1101")]
    [InlineData("await work.DoAsync(1, http.RequestAborted);", "HttpContext http", "")]
    public async Task Where_the_token_is(string statements, string parameters, string expected) =>
        Assert.Equal(expected, await IdsIn(Async(statements, parameters, "await Task.Yield();")));

    [Fact]
    public async Task Disposal_takes_no_token() => Assert.Equal("", await IdsIn("""
        public sealed class C(IWork work, CancellationToken stopping) : IAsyncDisposable
        {
            public async ValueTask DisposeAsync()
            {
                await work.DoAsync(1);
                await work.DoAsync(2, CancellationToken.None);
            }

            public Task RunAsync() => work.DoAsync(1, stopping);
        }
        """));

    [Fact]
    public async Task The_same_outside_of_disposal_is_reported() => Assert.Equal("ARCH1101", await IdsIn("""
        public sealed class C(IWork work, CancellationToken stopping)
        {
            public async Task RunAsync() => await work.DoAsync(1);
        }
        """));

    [Fact]
    public async Task A_test_needs_no_token() => Assert.Equal("", await IdsIn("""
        namespace Xunit { public class FactAttribute : Attribute { } }

        public class WorkTests(IWork work)
        {
            [Xunit.Fact] public async Task It_works() { await work.DoAsync(1); await Helper(CancellationToken.None); }

            private async Task Helper(CancellationToken ct) => await work.DoAsync(1);
        }
        """));

    // Lesson 2: what a token is, and where it can be seen (MA0032, MA0040).
    [Theory]
    [InlineData("Use(await work.TokenAsync(ct));", "")]
    [InlineData("await ct.AsTask();", "")]
    [InlineData("await work.ElsewhereAsync(1, ct);", "")]
    [InlineData("await work.ExtraAsync(1);", "ARCH1101")]
    [InlineData("await work.ExtraAsync(1, ct);", "")]
    [InlineData("using var source = CancellationTokenSource.CreateLinkedTokenSource(ct); await work.DoAsync(1, source.Token);", "")]
    public async Task What_is_a_token(string statements, string expected) => Assert.Equal(expected, await IdsIn(Async(statements)));

    [Fact]
    public async Task A_variable_of_the_program_is_not_in_scope_elsewhere() => Assert.Equal("ARCH1103", await IdsIn(
        """
        public static class Elsewhere
        {
            public static Task StartAsync(IWork work) => work.DoAsync(1);
        }
        """,
        """
        var app = WebApplication.Create(args);
        var stopping = app.Lifetime.ApplicationStopping;
        stopping.Register(() => Console.WriteLine("stopping"));
        await app.RunAsync();
        """));

    // Lesson 3: completed tasks, dropped tasks (VSTHRD002, 103, 110).
    [Theory]
    [InlineData("var t = work.GetAsync(1, ct); if (t.IsCompletedSuccessfully) Use(t.Result);", "")]
    [InlineData("var t = work.GetAsync(1, ct); if (!t.IsCompletedSuccessfully) Use(t.Result);", "ARCH1001")]
    [InlineData("var t = work.GetAsync(1, ct); await t; Use(t.Result);", "")]
    [InlineData("var t = work.GetAsync(1, ct); Use(t.Result); await t;", "ARCH1001")]
    [InlineData("var a = work.GetAsync(1, ct); var b = work.GetAsync(2, ct); await Task.WhenAll(a, b); Use(a.Result, b.Result);", "")]
    [InlineData("var a = work.GetAsync(1, ct); var b = work.GetAsync(2, ct); await Task.WhenAll(a); Use(a.Result, b.Result);", "ARCH1001")]
    [InlineData("Use(Task.FromResult(1).Result);", "")]
    [InlineData("var v = work.ReadAsync(1, ct); await v; Use(v.Result);", "ARCH1001")]
    [InlineData("var v = work.ReadAsync(1, ct); if (v.IsCompletedSuccessfully) Use(v.Result);", "")]
    [InlineData("Use(work.Get());", "")]
    [InlineData("Use(work.Find(1));", "ARCH1003")]
    [InlineData("Use(work?.Find(1));", "ARCH1003")]
    [InlineData("Use(Local()); int Local() => work.Find(1);", "")]
    [InlineData("Use(Local()); int Local() => work.GetAsync(1, ct).Result;", "ARCH1001")]
    [InlineData("work?.DoAsync(1, ct);", "ARCH1006")]
    [InlineData("await (work?.DoAsync(1, ct) ?? Task.CompletedTask);", "")]
    [InlineData("work.DoAsync(1, ct).Wait();", "ARCH1001")]
    [InlineData("Task.Run(() => work.GetAsync(1, ct)).Result.ToString();", "ARCH1001")]
    [InlineData("await using var stream = File.OpenRead(path); await using (stream.ConfigureAwait(false)) Use(stream);", "")]
    public async Task What_is_known_of_a_task(string statements, string expected) => Assert.Equal(expected, await IdsIn(Async(statements)));

    [Fact]
    public async Task A_configured_task_that_is_dropped_is_dropped() => Assert.Equal("ARCH1006", await IdsIn("""
        public class C(IWork work) { public void M() { work.MiddleAsync(1).ConfigureAwait(false); } }
        """));

    [Fact]
    public async Task Names_of_methods_are_nobodys_business() => Assert.Equal("", await IdsIn("""
        public class C(IWork work) { public Task Save(CancellationToken ct) => work.DoAsync(1, ct); }
        """));

    // Lesson 4: the async sibling (CA1849, S6966).
    [Theory]
    [InlineData("db.Add(new Order()); db.Orders.Add(new Order()); db.AddRange(new Order()); db.Orders.AddRange(new Order());", "")]
    [InlineData("db.SaveChanges();", "ARCH1002")]
    [InlineData("var stream = new MemoryStream(); stream.Write(new byte[1]); stream.Flush(); stream.CopyTo(new MemoryStream()); Use(stream);", "")]
    [InlineData("using var stream = new FileStream(path, FileMode.Open); stream.Flush();", "ARCH1002 ARCH1012")]
    [InlineData("connection.Dispose();", "")]
    [InlineData("connection.Open();", "ARCH1002")]
    [InlineData("Expression<Func<IWork, int>> e = w => w.Find(1); Use(e);", "")]
    [InlineData("Func<IWork, Task<int>> e = async w => w.Find(1); Use(await e(work));", "ARCH1003")]
    [InlineData("Use(db.Orders.Count());", "ARCH1002")]
    [InlineData("Use(await db.Orders.CountAsync(ct));", "")]
    public async Task The_asynchronous_sibling(string statements, string expected) => Assert.Equal(expected, await IdsIn(Async(statements)));

    [Theory]
    [InlineData("public Order Create(int id) => new(); [Obsolete] public Task<Order> CreateAsync(int id) => Task.FromResult(new Order());", "Use(Create(1));", "")]
    [InlineData("public Order Create(int id) => new(); public Task<Order> CreateAsync(int id) => Task.FromResult(new Order());", "Use(Create(1));", "ARCH1003")]
    [InlineData("public Order Load(int id) => new(); public async Task<Order> LoadAsync(int id) { await Task.Yield(); return Load(id); }", "Use(await LoadAsync(1));", "")]
    [InlineData("public Order Load(int id, bool async) => new(); public async Task<Order> Read(bool async) => async ? await LoadAsync(1) : Load(1, false); public Task<Order> LoadAsync(int id) => Task.FromResult(new Order());", "Use(await Read(true));", "")]
    [InlineData("public interface IFactory { Shop CreateDbContext(); Task<Shop> CreateDbContextAsync(CancellationToken ct = default); }", "Use(new object());", "")]
    public async Task The_sibling_of_a_method_of_its_own(string members, string statements, string expected) => Assert.Equal(expected, await IdsIn($$"""
        #pragma warning disable CS0612
        public class C
        {
            public async Task M() { {{statements}} await Task.Yield(); }
            {{members}}
            private static void Use(params object?[] things) { }
        }
        """));

    [Fact]
    public async Task A_context_from_its_factory_is_made_synchronously() => Assert.Equal("", await IdsIn("""
        public class C(IDbContextFactory<Shop> factory)
        {
            public async Task<int> M(CancellationToken ct)
            {
                await using var shop = factory.CreateDbContext();
                return await shop.Orders.CountAsync(ct);
            }
        }
        """));

    [Fact]
    public async Task A_validator_and_an_assertion_have_no_sibling_to_speak_of() => Assert.Equal("", await IdsIn("""
        namespace FluentValidation
        {
            public interface IValidator<T> { bool Validate(T item); Task<bool> ValidateAsync(T item, CancellationToken ct = default); }
        }

        namespace NUnit.Framework
        {
            public static class Assert { public static void That(bool it) { } public static Task ThatAsync(bool it) => Task.CompletedTask; }
        }

        public class C(FluentValidation.IValidator<Order> validator)
        {
            public async Task M(Order order, CancellationToken ct)
            {
                NUnit.Framework.Assert.That(validator.Validate(order));
                await Task.Delay(1, ct);
            }
        }
        """));

    [Fact]
    public Task A_fix_awaits_the_call_that_blocks_and_not_the_one_around_it() => Verify<BlockingCallInAsyncMethod, BlockingCallInAsyncMethodFix>.Fixes(
        """
        using Microsoft.EntityFrameworkCore;
        public class C(DbContext db)
        {
            public async Task M(List<int>? sizes, CancellationToken ct)
            {
                await Task.Delay(1, ct);
                Check.AreEqual(1, db.Set<C>().[|Count|]());
                Check.AreEqual(2, (sizes?.Count ?? 0) + db.Set<C>().[|Count|](c => c != null));
            }
        }

        public static class Check
        {
            public static void AreEqual(int expected, int actual) { }
            public static Task AreEqualAsync(int expected, int actual) => Task.CompletedTask;
        }
        """,
        """
        using Microsoft.EntityFrameworkCore;
        public class C(DbContext db)
        {
            public async Task M(List<int>? sizes, CancellationToken ct)
            {
                await Task.Delay(1, ct);
                Check.AreEqual(1, await db.Set<C>().CountAsync(ct));
                Check.AreEqual(2, (sizes?.Count ?? 0) + await db.Set<C>().CountAsync(c => c != null, ct));
            }
        }

        public static class Check
        {
            public static void AreEqual(int expected, int actual) { }
            public static Task AreEqualAsync(int expected, int actual) => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task A_fix_leaves_the_type_of_what_is_disposed() => Verify<SynchronousDispose, SynchronousDisposeFix>.Fixes(
        """
        public class C
        {
            public async Task<long> M(string path, CancellationToken ct)
            {
                [|using|] var stream = new FileStream(path, FileMode.Open);
                await stream.WriteAsync(new byte[1], ct).ConfigureAwait(false);
                return stream.Length;
            }
        }
        """,
        """
        public class C
        {
            public async Task<long> M(string path, CancellationToken ct)
            {
                await using var stream = new FileStream(path, FileMode.Open);
                await stream.WriteAsync(new byte[1], ct).ConfigureAwait(false);
                return stream.Length;
            }
        }
        """);
}
