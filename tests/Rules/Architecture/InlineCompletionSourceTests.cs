using ArchitectAnalyzers.CodeFixes.Architecture;
using ArchitectAnalyzers.Rules.Architecture;
using Microsoft.CodeAnalysis.Testing;

namespace ArchitectAnalyzers.Tests.Architecture;

public class InlineCompletionSourceTests
{
    private static string In(string members) => $$"""
        #nullable disable
        using System.Collections.Concurrent;
        record Reply(string Text);

        class C
        {
            const TaskCreationOptions Plain = TaskCreationOptions.None;
            static readonly TaskCreationOptions s_options = TaskCreationOptions.None;
            static void Send(Action<int> done) { }
            static bool Coin() => true;

            {{members.Replace("\n", "\n    ")}}
        }
        """;

    private static string Body(string statements) =>
        In("Task<int> M(object state, TaskCreationOptions options, bool flag)\n{\n    " + statements.Replace("\n", "\n    ") + "\n}");

    [Theory]
    [InlineData("readonly TaskCompletionSource _ready = [|new()|];")]
    [InlineData("readonly TaskCompletionSource<Reply> _reply = new [|TaskCompletionSource<Reply>|]();")]
    [InlineData("TaskCompletionSource<int> Fresh() => [|new()|];")]
    [InlineData("TaskCompletionSource<T> Fresh<T>() => new [|TaskCompletionSource<T>|]();")]
    [InlineData("public TaskCompletionSource<bool> Done { get; } = [|new()|];")]
    [InlineData("readonly TaskCompletionSource<int> _a = [|new(TaskCreationOptions.None)|];")]
    [InlineData("readonly TaskCompletionSource<int> _a = [|new(TaskCreationOptions.AttachedToParent)|];")]
    [InlineData("readonly TaskCompletionSource<int> _a = [|new(default(TaskCreationOptions))|];")]
    [InlineData("readonly TaskCompletionSource<int> _a = [|new(Plain)|];")]
    [InlineData("readonly TaskCompletionSource<int> _a = [|new(creationOptions: TaskCreationOptions.None, state: 5)|];")]
    [InlineData("readonly TaskCompletionSource<int> _a = [|new(\"name\")|];")]
    [InlineData("readonly TaskCompletionSource<int> _a = [|new(\"name\", TaskCreationOptions.None)|];")]
    [InlineData("readonly TaskCompletionSource<int> _a = [|new(TaskContinuationOptions.RunContinuationsAsynchronously)|];")]
    [InlineData("readonly TaskCompletionSource _a = new [|System.Threading.Tasks.TaskCompletionSource|](TaskContinuationOptions.RunContinuationsAsynchronously);")]
    [InlineData("readonly ConcurrentDictionary<string, TaskCompletionSource<Reply>> _pending = new();\nTask<Reply> Ask(string id) => _pending.GetOrAdd(id, _ => new [|TaskCompletionSource<Reply>|]()).Task;")]
    [InlineData("TaskCompletionSource<bool> _gate = [|new()|];\nvoid Reset() => Interlocked.Exchange(ref _gate, [|new()|]).TrySetResult(true);")]
    [InlineData("static async Task<string> Wait(System.Diagnostics.Process p) { var exited = new [|TaskCompletionSource<string>|](p); p.Exited += (_, _) => exited.TrySetResult(\"\"); return await exited.Task; }")]
    [InlineData("record Pending(string Id, TaskCompletionSource<Reply> Source);\nPending Next(string id) => new(id, [|new()|]);")]
    [InlineData("async Task<Reply> Ask(CancellationToken token) { var source = new [|TaskCompletionSource<Reply>|](); using var _ = token.Register(() => source.TrySetCanceled()); return await source.Task; }")]
    public Task Reports_a_source_without_the_option(string members) => Verify<InlineCompletionSource>.Reports(In(members));

    [Theory]
    [InlineData("var source = new [|TaskCompletionSource<int>|]();\nSend(x => source.TrySetResult(x));\nreturn source.Task;")]
    [InlineData("var source = new [|TaskCompletionSource<int>|]();\nTask.Run(() => source.SetResult(1));\nreturn source.Task;")]
    [InlineData("var source = new [|TaskCompletionSource<int>|]();\nvar task = source.Task;\ntask.ContinueWith(_ => { });\nsource.SetResult(1);\nreturn task;")]
    [InlineData("var source = new [|TaskCompletionSource<int>|]();\nComplete(source);\nreturn source.Task;\nstatic void Complete(TaskCompletionSource<int> s) => s.SetResult(1);")]
    [InlineData("var source = new [|TaskCompletionSource<int>|]();\nvoid Later() => source.SetResult(1);\nSend(x => Later());\nreturn source.Task;")]
    [InlineData("var source = new [|TaskCompletionSource<int>|]();\nwhile (flag) { source.TrySetResult(1); Send(_ => source.Task.Wait()); }\nreturn source.Task;")]
    [InlineData("TaskCompletionSource<int> source = flag ? [|new()|] : null;\nreturn source.Task;")]
    [InlineData("return new [|TaskCompletionSource<int>|]().Task;")]
    public Task Reports_a_source_that_others_wait_for(string statements) => Verify<InlineCompletionSource>.Reports(Body(statements));

    [Theory]
    [InlineData("var source = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);\nSend(x => source.SetResult(x));\nreturn source.Task;")]
    [InlineData("TaskCompletionSource<int> source = new(state, TaskCreationOptions.RunContinuationsAsynchronously | TaskCreationOptions.AttachedToParent);\nSend(x => source.SetResult(x));\nreturn source.Task;")]
    [InlineData("return new TaskCompletionSource<int>(options).Task;")]
    [InlineData("return new TaskCompletionSource<int>(s_options).Task;")]
    [InlineData("return new TaskCompletionSource<int>(flag ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously).Task;")]
    [InlineData("var source = new TaskCompletionSource<int>();\nsource.SetResult(1);\nreturn source.Task;")]
    [InlineData("TaskCompletionSource<int> source = new();\nsource.SetException(new InvalidOperationException());\nreturn source.Task;")]
    [InlineData("if (flag)\n{\n    var source = new TaskCompletionSource<int>();\n    if (Coin()) source.SetResult(1);\n    else source.SetCanceled();\n    return source.Task;\n}\n\nreturn null;")]
    [InlineData("var source = new TaskCompletionSource<int>();\ntry { source.SetResult(checked((int)state)); }\ncatch (Exception e) { source.SetException(e); }\nreturn source.Task;")]
    public Task Stays_silent_where_nothing_can_run_inline(string statements) => Verify<InlineCompletionSource>.Silent(Body(statements));

    [Fact]
    public Task Stays_silent_on_a_type_of_the_same_name() => Verify<InlineCompletionSource>.Silent("""
        namespace Mine
        {
            class TaskCompletionSource<T> { public void SetResult(T value) { } }

            class C { readonly TaskCompletionSource<int> _a = new(); }
        }
        """);

    [Fact]
    public Task Stays_silent_on_half_typed_code() => Verify<InlineCompletionSource>.Silent(
        "class C { TaskCompletionSource<int> a = new(unknown); TaskCompletionSource<> b = new (TaskCreationOptions.; TaskCompletionSource<int> c = new(1, 2, 3); }",
        new() { Compiler = CompilerDiagnostics.None, ExtraRuns = false });

    [Fact]
    public Task Says_what_the_wrong_enum_does() => Verify<InlineCompletionSource>.Reports(
        In("readonly TaskCompletionSource<int> _a = {|#0:new(TaskContinuationOptions.RunContinuationsAsynchronously)|}, _b = {|#1:new()|};"), null,
        Verify<InlineCompletionSource>.Report(0)
            .WithArguments("TaskCompletionSource",
                "TaskContinuationOptions is taken for its state here, so pass TaskCreationOptions.RunContinuationsAsynchronously"),
        Verify<InlineCompletionSource>.Report(1).WithArguments("TaskCompletionSource", "pass TaskCreationOptions.RunContinuationsAsynchronously"));

    [Fact]
    public Task Passes_the_option() => Verify<InlineCompletionSource, InlineCompletionSourceFix>.Fixes(
        In("""
            // one that others await
            readonly TaskCompletionSource _a = [|new()|]; // ready
            readonly TaskCompletionSource<int> _b = new [|TaskCompletionSource<int>|](/* none */);
            readonly TaskCompletionSource<int> _c = [|new(TaskContinuationOptions.RunContinuationsAsynchronously)|];
            readonly TaskCompletionSource<int> _d = [|new(state: TaskContinuationOptions.None)|];
            readonly TaskCompletionSource<int> _e = [|new(TaskCreationOptions.None /* for now */)|];
            readonly TaskCompletionSource<int> _f = [|new(TaskCreationOptions.AttachedToParent)|];
            readonly TaskCompletionSource<int> _g = [|new("name")|];
            readonly TaskCompletionSource<int> _h = [|new("name", Plain)|];
            readonly TaskCompletionSource<int> _i = [|new(state: "name")|];
            readonly TaskCompletionSource<int> _j = [|new(creationOptions: TaskCreationOptions.None, state: 5)|];
            readonly TaskCompletionSource<int> _k = [|new([|new TaskCompletionSource()|])|];
            readonly TaskCompletionSource<int> _l = new [|TaskCompletionSource<int>|](
                "name"); // over two lines
            """).Replace("[|new TaskCompletionSource()|]", "new [|TaskCompletionSource|]()"),
        In("""
            // one that others await
            readonly TaskCompletionSource _a = new(TaskCreationOptions.RunContinuationsAsynchronously); // ready
            readonly TaskCompletionSource<int> _b = new TaskCompletionSource<int>(/* none */TaskCreationOptions.RunContinuationsAsynchronously);
            readonly TaskCompletionSource<int> _c = new(TaskCreationOptions.RunContinuationsAsynchronously);
            readonly TaskCompletionSource<int> _d = new(TaskCreationOptions.RunContinuationsAsynchronously);
            readonly TaskCompletionSource<int> _e = new(TaskCreationOptions.RunContinuationsAsynchronously /* for now */);
            readonly TaskCompletionSource<int> _f = new(TaskCreationOptions.AttachedToParent | TaskCreationOptions.RunContinuationsAsynchronously);
            readonly TaskCompletionSource<int> _g = new("name", TaskCreationOptions.RunContinuationsAsynchronously);
            readonly TaskCompletionSource<int> _h = new("name", TaskCreationOptions.RunContinuationsAsynchronously);
            readonly TaskCompletionSource<int> _i = new(state: "name", creationOptions: TaskCreationOptions.RunContinuationsAsynchronously);
            readonly TaskCompletionSource<int> _j = new(creationOptions: TaskCreationOptions.RunContinuationsAsynchronously, state: 5);
            readonly TaskCompletionSource<int> _k = new(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), TaskCreationOptions.RunContinuationsAsynchronously);
            readonly TaskCompletionSource<int> _l = new TaskCompletionSource<int>(
                "name",
                TaskCreationOptions.RunContinuationsAsynchronously); // over two lines
            """));

    [Fact]
    public Task Adds_the_using_that_it_needs() => Verify<InlineCompletionSource, InlineCompletionSourceFix>.Fixes("""
        class C
        {
            readonly System.Threading.Tasks.TaskCompletionSource<int> _a = [|new()|];
        }
        """, """
        using System.Threading.Tasks;

        class C
        {
            readonly System.Threading.Tasks.TaskCompletionSource<int> _a = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        """, new() { ImplicitUsings = false });
}
