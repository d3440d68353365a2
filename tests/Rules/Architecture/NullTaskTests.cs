using ArchitectAnalyzers.CodeFixes.Architecture;
using ArchitectAnalyzers.Rules.Architecture;
using Microsoft.CodeAnalysis.Testing;

namespace ArchitectAnalyzers.Tests.Architecture;

public class NullTaskTests
{
    private static string In(string member) => $$"""
        #pragma warning disable CS8603, CS8604, CS8618, CS8625, CS1998, CS8632
        public record Order(string Name);
        public interface IStore { Task SaveAsync(); Task<Order?> FindAsync(int id); ValueTask<int> CountAsync(); Task? Maybe(); Task Closed { get; } IStore Inner { get; } }

        public abstract class Base
        {
            public abstract Task LoadAsync();
            public virtual Task? StopAsync() => null;
        }

        public class C(IStore? store, Func<Order, Task>? changed)
        {
            private readonly TaskCompletionSource? _done;
            private readonly Dictionary<int, Task<Order>> _cache = new();

            {{member.Replace("\n", "\n    ")}}
        }
        """;

    [Theory]
    [InlineData("public Task M() => [|null|];")]
    [InlineData("public Task M() { return [|null|]; }")]
    [InlineData("public Task M() => [|null|]!;")]
    [InlineData("public Task M() => [|default|];")]
    [InlineData("public Task M() => [|default(Task)|];")]
    [InlineData("public Task M() => (Task)[|null|];")]
    [InlineData("public Task<Order> M() => ([|default|]);")]
    [InlineData("public Task<Order> M() => [|default(Task<Order>)|]!;")]
    [InlineData("public Task<Order?> M(int id) { if (id < 0) return [|null|]; return Task.FromResult<Order?>(null); }")]
    [InlineData("public Task<bool> M(int id)\n{\n    switch (id)\n    {\n        case 0: return Task.FromResult(true);\n        default: return [|null|];\n    }\n}")]
    [InlineData("public Task TryTakeAsync() => [|null|];")]
    [InlineData("#nullable disable\npublic Task Tryout() => [|null|];\n#nullable enable")]
    [InlineData("public Task M(bool flag) => flag ? [|null|] : store!.SaveAsync();")]
    [InlineData("public Task<Order?> M(bool flag) { return flag ? store!.FindAsync(1) : [|null|]; }")]
    [InlineData("public Task M(Task? task) => task ?? [|null|];")]
    [InlineData("public Task M(int id) => id switch { 0 => Task.CompletedTask, 1 => [|null|], _ => [|default|] };")]
    [InlineData("public Task M() => store?.[|SaveAsync|]();")]
    [InlineData("public Task<Order?> M() { return store?.[|FindAsync|](1); }")]
    [InlineData("public Task M() => store?.Inner.[|SaveAsync|]();")]
    [InlineData("public Task M() => store?.Inner?.[|SaveAsync|]();")]
    [InlineData("public Task M() => store?.[|Closed|];")]
    [InlineData("public Task M() => _done?.[|Task|];")]
    [InlineData("public Task M(Order order) => changed?.[|Invoke|](order);")]
    [InlineData("public Task M(object o) => (o as IStore)?.[|SaveAsync|]();")]
    [InlineData("public Task M() => store?.[|FindAsync|](1);")]
    [InlineData("public Task M(bool flag) => flag ? Task.CompletedTask : store?.[|SaveAsync|]();")]
    [InlineData("public Task P => [|null|];")]
    [InlineData("public Task P { get { return [|null|]; } }")]
    [InlineData("public Task this[int i] => [|null|];")]
    [InlineData("public Task M() => Run(() => [|null|]);\nprivate static Task Run(Func<Task> work) => work();")]
    [InlineData("public Func<int, Task<Order>> M() => id => { return [|null|]; };")]
    [InlineData("public Func<Task> M() => delegate { return [|null|]; };")]
    [InlineData("public void M() { Func<Order, Task> f = order => changed?.[|Invoke|](order); f(new(\"\")); }")]
    [InlineData("public Task M()\n{\n    return Local();\n    Task Local() => [|null|];\n}")]
    [InlineData("public static Task<T> M<T>() => [|null|];")]
    [InlineData("public Task<int[]> M() { try { return Task.FromResult(new int[1]); } catch (InvalidOperationException) { return [|null|]; } }")]
    [InlineData("private class D : Base { public override Task LoadAsync() => [|null|]; }")]
    [InlineData("private class D : IAsyncHandler { Task IAsyncHandler.HandleAsync() => [|null|]; }\ninterface IAsyncHandler { Task HandleAsync(); }")]
    [InlineData("interface IHook { Task BeforeAsync() => [|null|]; }")]
    [InlineData("#nullable disable\npublic Task<Order> M() => [|null|];")]
    [InlineData("#nullable disable\npublic Task M(IStore s) => s?.[|SaveAsync|]();")]
    [InlineData("public Task<Task> M() => [|null|];")]
    public Task Reports_null_where_a_task_is_declared(string member) => Verify<NullTask>.Reports(In(member));

    [Theory]
    [InlineData("public Task? M() => null;")]
    [InlineData("public Task<Order>? M() { return default; }")]
    [InlineData("public Task? M() => store?.SaveAsync();")]
    [InlineData("public Task<Order?> M() => Task.FromResult<Order?>(null);")]
    [InlineData("public async Task<Order> M() => null;")]
    [InlineData("public async Task<Order?> M() { await Task.Yield(); return default; }")]
    [InlineData("public async Task<Task> M() { await Task.Yield(); return null; }")]
    [InlineData("public ValueTask M() => default;")]
    [InlineData("public ValueTask<int> M() => default;")]
    [InlineData("public ValueTask<Order?> M() => new((Order?)null);")]
    [InlineData("public T M<T>() => default;")]
    [InlineData("public T M<T>() where T : Task => null;")]
    [InlineData("public object M() => null;")]
    [InlineData("public Task M() => store?.SaveAsync() ?? Task.CompletedTask;")]
    [InlineData("public Task<Order?> M() => store?.FindAsync(1) ?? Task.FromResult<Order?>(null);")]
    [InlineData("public Task M(Order order) => changed is null ? Task.CompletedTask : changed(order);")]
    [InlineData("public Task M(int id) => id switch { 0 => Task.CompletedTask, _ => throw new InvalidOperationException() };")]
    [InlineData("public Task<Order> M(int id) => _cache.TryGetValue(id, out var task) ? task : Task.FromResult(new Order(\"\"));")]
    [InlineData("public void M() { Func<Task?> f = () => null; f(); }")]
    [InlineData("public void M() { Func<Order, Task<Order>?> f = static _ => default; f(new(\"\")); }")]
    [InlineData("public void M() { Func<Task<Order?>> f = async () => null; f(); }")]
    [InlineData("public void M() { Action a = () => store?.SaveAsync(); a(); }")]
    [InlineData("public void M() { System.Linq.Expressions.Expression<Func<Task>> e = () => null; }")]
    [InlineData("public Task M() { Task? running = null; return running ?? Task.CompletedTask; }")]
    [InlineData("[return: System.Diagnostics.CodeAnalysis.MaybeNull] public Task M() => null;")]
    [InlineData("private class D : Base { public override Task LoadAsync() => Task.CompletedTask; public override Task? StopAsync() => null; }")]
    [InlineData("#nullable disable\nprivate class D : Base { public override Task LoadAsync() => Task.CompletedTask; public override Task StopAsync() => null; }")]
    [InlineData("#nullable disable\nprivate class D : IHost { public Task Current() => null; }\n#nullable enable\ninterface IHost { Task? Current(); }")]
    [InlineData("public IEnumerable<Task> M() { yield return null; }")]
    [InlineData("public Task[] M() => null;")]
    [InlineData("public async IAsyncEnumerable<Task> M() { yield return null; await Task.Yield(); }")]
    [InlineData("public int? M() => store?.CountAsync().Result;")]
    [InlineData("public Task M() => new Setup<Task>().Returns(() => null);\nclass Setup<T> { public Task Returns(Func<T> f) => Task.CompletedTask; }")]
    [InlineData("#nullable disable\npublic Task<Order> TryTakeAsync(int id) { if (id < 0) return null; return Task.FromResult<Order>(null); }\n#nullable enable")]
    public Task Stays_silent_where_null_is_declared_or_is_no_task(string member) => Verify<NullTask>.Silent(In(member));

    [Theory]
    [InlineData("class C { Task M( => null; }")]
    [InlineData("class C { Taks M() => null; }")]
    [InlineData("class C { Task M() { return } }")]
    [InlineData("class C { Task<Missing> M() => x?.Y(); }")]
    [InlineData("class C { Task M() => M( }")]
    public Task Stays_silent_on_half_typed_code(string code) => Verify<NullTask>.Silent(code, new() { Compiler = CompilerDiagnostics.None });

    [Fact]
    public Task Reports_in_handlers_of_a_top_level_program() => Verify<NullTask>.Reports("""
        var app = WebApplication.Create(args);
        app.Use((context, next) => context.Request.Path == "/ping" ? [|null|]! : next(context));
        Task Warm() => [|null|]!;
        await Warm();
        app.Run();
        """);

    [Fact]
    public Task Says_who_returns_null() => Verify<NullTask>.Reports("""
        #pragma warning disable CS8603
        class C
        {
            Task P => {|#0:null|};
            Func<Task> F = () => {|#1:null|};
        }
        """, expected: [Verify<NullTask>.Report(0).WithArguments("'P'"), Verify<NullTask>.Report(1).WithArguments("The lambda")]);

    private static string Members(string members) => "#nullable enable\n#pragma warning disable CS8603, CS8604, CS8618, CS8625\n" + members;

    [Fact]
    public Task Returns_a_completed_task() => Verify<NullTask, NullTaskFix>.Fixes(Members("""
        interface IStore { Task SaveAsync(); Task<string?> FindAsync(int id, Func<Task>? before = null); IStore Inner { get; } }
        class C(IStore? store)
        {
            // first
            Task A() => [|null|]; // kept
            Task B() { return (Task)[|null|]!; }
            Task<string> D() => [|default|]!;
            Task<string?> E() { return /* none */ [|null|]; }
            Task<int> F(bool flag) => flag ? Task.FromResult(1) : [|null|];
            Task<int?> G(int id) => id switch { 0 => Task.FromResult<int?>(1), 1 => [|default(Task<int?>)|], _ => [|null|] };
            Task<T> H<T>() => [|null|];
            Task<T?> I<T>() where T : class => [|null|];
            Task J() => store?.[|SaveAsync|](); // last
            Task<string?> K() => store?.Inner?.[|FindAsync|](1, () => [|null|]);
            Task L(Task? task) => task ?? store?.[|SaveAsync|]();
            Task N() => store?.[|FindAsync|](2);
            Task O() => (Task)store?.[|FindAsync|](2);
            Func<Task<List<string?>>> P => () => [|null|];
        }
        """), Members("""
        interface IStore { Task SaveAsync(); Task<string?> FindAsync(int id, Func<Task>? before = null); IStore Inner { get; } }
        class C(IStore? store)
        {
            // first
            Task A() => Task.CompletedTask; // kept
            Task B() { return Task.CompletedTask; }
            Task<string> D() => Task.FromResult<string>(null!);
            Task<string?> E() { return /* none */ Task.FromResult<string?>(null); }
            Task<int> F(bool flag) => flag ? Task.FromResult(1) : Task.FromResult<int>(default);
            Task<int?> G(int id) => id switch { 0 => Task.FromResult<int?>(1), 1 => Task.FromResult<int?>(null), _ => Task.FromResult<int?>(null) };
            Task<T> H<T>() => Task.FromResult<T>(default!);
            Task<T?> I<T>() where T : class => Task.FromResult<T?>(null);
            Task J() => store?.SaveAsync() ?? Task.CompletedTask; // last
            Task<string?> K() => store?.Inner?.FindAsync(1, () => Task.CompletedTask) ?? Task.FromResult<string?>(null);
            Task L(Task? task) => task ?? store?.SaveAsync() ?? Task.CompletedTask;
            Task N() => store?.FindAsync(2) ?? Task.CompletedTask;
            Task O() => (Task)(store?.FindAsync(2) ?? Task.FromResult<string?>(null));
            Func<Task<List<string?>>> P => () => Task.FromResult<List<string?>>(null!);
        }
        """));

    [Fact]
    public Task Needs_no_using_and_no_annotations() => Verify<NullTask, NullTaskFix>.Fixes("""
        #nullable disable
        class C
        {
            System.Threading.Tasks.Task A() => [|null|];
            System.Threading.Tasks.Task<string> B() { return [|null|]; }
        }
        """, """
        #nullable disable
        class C
        {
            System.Threading.Tasks.Task A() => System.Threading.Tasks.Task.CompletedTask;
            System.Threading.Tasks.Task<string> B() { return System.Threading.Tasks.Task.FromResult<string>(null); }
        }
        """, new() { ImplicitUsings = false });
}
