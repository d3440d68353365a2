using ArchitectAnalyzers.Rules.Architecture;
using ArchitectAnalyzers.CodeFixes.Architecture;
using Microsoft.CodeAnalysis.Testing;

namespace ArchitectAnalyzers.Tests.Architecture;

public class LeakyTimeoutTests
{
    private static string In(string members) => $$"""
        #nullable disable
        #pragma warning disable CS1998, CS4014
        class C
        {
            private readonly CancellationTokenSource _stop = new();
            private readonly TimeSpan _time = TimeSpan.FromSeconds(1);
            private readonly Task _running;
            private static Task DoAsync() => Task.CompletedTask;
            private static Task<string> GetAsync() => Task.FromResult("");
            private static void Use(object o) { }

            {{members}}
        }
        """;

    private static string Async(string statements) => In($$"""
        async Task M(Task task, Task<string> get, List<Task> tasks, Task[] array, TimeSpan time, CancellationToken token, HttpContext http)
        {
            {{statements}}
        }
        """);

    [Theory]
    [InlineData("await Task.[|WhenAny|](task, Task.Delay(time));")]
    [InlineData("await Task.[|WhenAny|](Task.Delay(1000), task).ConfigureAwait(false);")]
    [InlineData("if (await Task.[|WhenAny|](get, Task.Delay(5000)) == get) Use(get.Result);")]
    [InlineData("if (task != await Task.[|WhenAny|](task, Task.Delay(time))) throw new TimeoutException();")]
    [InlineData("var delay = Task.Delay(time); var winner = await Task.[|WhenAny|](task, delay); if (winner == delay) throw new TimeoutException();")]
    [InlineData("var delay = Task.Delay(time); var winner = await Task.[|WhenAny|](task, delay); if (ReferenceEquals(winner, delay) && delay.IsCompleted) throw new TimeoutException();")]
    [InlineData("await Task.[|WhenAny|](task, get, _running, Task.Delay(time));")]
    [InlineData("await Task.[|WhenAny|](new[] { task, Task.Delay(time) });")]
    [InlineData("await Task.[|WhenAny|]([task, get, Task.Delay(time)]);")]
    [InlineData("await Task.[|WhenAny|]([.. tasks, Task.Delay(time)]);")]
    [InlineData("await Task.[|WhenAny|](tasks.Append(Task.Delay(time)));")]
    [InlineData("await Task.[|WhenAny|](array.Concat(new[] { Task.Delay(time) }).ToArray());")]
    [InlineData("await Task.[|WhenAny|](new List<Task> { task, Task.Delay(time) });")]
    [InlineData("var all = new List<Task> { task, Task.Delay(time) }; await Task.[|WhenAny|](all);")]
    [InlineData("var all = new List<Task> { task }; all.Add(Task.Delay(time)); await Task.[|WhenAny|](all);")]
    [InlineData("var all = new[] { task, Task.Delay(time) }; Use(await Task.[|WhenAny|](all) == all[0]);")]
    [InlineData("await Task.[|WhenAny|](get, Task.Delay(time).ContinueWith(_ => (string)null));")]
    [InlineData("Use(Task.[|WhenAny|](task, Task.Delay(time)).Result == task); Task.[|WhenAny|](task, Task.Delay(time)).GetAwaiter().GetResult();")]
    [InlineData("await Task.[|WhenAny|](task, Task.Delay(time, token));")]
    [InlineData("await Task.[|WhenAny|](task, Task.Delay(time, CancellationToken.None));")]
    [InlineData("await Task.[|WhenAny|](task, Task.Delay(Timeout.Infinite, token));")]
    [InlineData("await Task.[|WhenAny|](task, Task.Delay(time, http.RequestAborted));")]
    [InlineData("await Task.[|WhenAny|](task, Task.Delay(time, _stop.Token));")]
    [InlineData("await Task.[|WhenAny|](task, Task.Delay(time, TimeProvider.System));")]
    [InlineData("using var cts = CancellationTokenSource.CreateLinkedTokenSource(token); await Task.[|WhenAny|](task, Task.Delay(time, cts.Token));")]
    [InlineData("using var cts = new CancellationTokenSource(); var t = cts.Token; await Task.[|WhenAny|](task, Task.Delay(time, t)); cts.Dispose();")]
    [InlineData("while (!token.IsCancellationRequested) { await Task.[|WhenAny|](GetAsync(), Task.Delay(time, token)); }")]
    [InlineData("Func<Task> f = async () => await Task.[|WhenAny|](task, Task.Delay(time)); Task<Task> Local() => Task.[|WhenAny|](task, Task.Delay(time));")]
    public Task Reports_a_delay_that_nobody_cancels(string statements) => Verify<LeakyTimeout>.Reports(Async(statements));

    [Theory]
    [InlineData("static async Task M(this Task task, int ms) { if (await Task.[|WhenAny|](task, Task.Delay(ms)) != task) throw new TimeoutException(); await task; }")]
    [InlineData("static Task<bool> M<T>(this Task<T> task, TimeSpan time) => Task.[|WhenAny|](task, Task.Delay(time)).ContinueWith(t => t.Result == task);")]
    [InlineData("static bool M(this Task task) => Task.[|WhenAny|](task, Task.Delay(10)).Result == task;")]
    public Task Reports_in_extension_methods(string members) => Verify<LeakyTimeout>.Reports($$"""static class E { {{members}} }""");

    [Theory]
    [InlineData("await Task.WhenAny(task, get);")]
    [InlineData("await Task.WhenAny(tasks); await Task.WhenAny(array); await Task.WhenAny(tasks.Select(t => t));")]
    [InlineData("await Task.WhenAny(Task.Delay(1000), Task.Delay(time));")]
    [InlineData("await Task.WhenAll(task, Task.Delay(time));")]
    [InlineData("await task.WaitAsync(time, token);")]
    [InlineData("using var cts = new CancellationTokenSource(); await Task.WhenAny(task, Task.Delay(time, cts.Token)); cts.Cancel();")]
    [InlineData("using var cts = CancellationTokenSource.CreateLinkedTokenSource(token); var delay = Task.Delay(time, cts.Token); if (await Task.WhenAny(task, delay) == task) { await cts.CancelAsync(); await task; }")]
    [InlineData("var cts = new CancellationTokenSource(); try { await Task.WhenAny(task, Task.Delay(time, cts.Token)); } finally { cts?.Cancel(); }")]
    [InlineData("var cts = new CancellationTokenSource(); var t = cts.Token; await Task.WhenAny(task, Task.Delay(time, t)); cts.Cancel();")]
    [InlineData("var cts = new CancellationTokenSource(); await Task.WhenAny(task, Task.Delay(time, cts.Token)); Use(cts);")]
    [InlineData("var cts = new CancellationTokenSource(); task.ContinueWith(_ => cts.Cancel()); await Task.WhenAny(task, Task.Delay(time, cts.Token));")]
    [InlineData("await Task.WhenAny(task, Task.Delay(time, _stop.Token)); _stop.Cancel();")]
    [InlineData("using var cts = new CancellationTokenSource(time); await Task.WhenAny(task, Task.Delay(Timeout.Infinite, cts.Token));")]
    [InlineData("using var cts = new CancellationTokenSource(time); await Task.WhenAny(task, Task.Delay(Timeout.InfiniteTimeSpan, cts.Token));")]
    [InlineData("await Task.WhenAny(task, Task.Delay(0));")]
    [InlineData("var delay = Task.Delay(time); await Task.WhenAny(task, delay); await delay;")]
    [InlineData("var least = Task.Delay(time); Use(await Task.WhenAny(task, least)); await Task.WhenAll(task, least);")]
    [InlineData("var beat = Task.Delay(time); while (true) { if (await Task.WhenAny(task, beat) == task) break; Use(1); beat = Task.Delay(time); }")]
    [InlineData("var delay = DoAsync(); await Task.WhenAny(task, delay);")]
    [InlineData("await Mine.WhenAny(task, Task.Delay(time)); } static class Mine { public static Task WhenAny(params Task[] all) => all[0]; ")]
    public Task Stays_silent(string statements) => Verify<LeakyTimeout>.Silent(Async(statements));

    [Theory]
    [InlineData("class C { async Task M(Task t) { await Task.WhenAny(t, Task.Delay(; } }")]
    [InlineData("class C { async Task M(Task t) { await Task.WhenAny(t, Task.Delay); } }")]
    [InlineData("class C { async Task M(Task t) { await Task.WhenAny(t, Gone.Delay(5)); await Task.WhenAny(; } }")]
    [InlineData("class C { async Task M(Task t) { var d = d; await Task.WhenAny(t, d); } }")]
    public Task Survives_half_typed_code(string code) =>
        Verify<LeakyTimeout>.Silent(code.Replace("Task.Delay(;", "Task.Delay;"), new() { Compiler = CompilerDiagnostics.None });

    [Fact]
    public Task Waits_with_a_limit_where_the_time_out_only_throws() => Verify<LeakyTimeout, LeakyTimeoutFix>.Fixes("""
        class C
        {
            // The classic.
            async Task<string> Classic(Task<string> task, TimeSpan time)
            {
                // No longer than that.
                if (await Task.[|WhenAny|](task, Task.Delay(time)) == task)
                {
                    return await task;
                }

                throw new TimeoutException();
            }

            async Task Guard(Task task, CancellationToken token)
            {
                Console.WriteLine();

                // Too late?
                if (await Task.[|WhenAny|](task, Task.Delay(5000, token)).ConfigureAwait(false) != task) throw new TimeoutException();

                await task; // done
                Console.WriteLine();
            }

            async Task<int> Variables(TimeSpan time)
            {
                var task = Task.FromResult("x");
                var delay = Task.Delay(time);
                var winner = await Task.[|WhenAny|](task, delay);
                if (winner == delay)
                    throw new System.TimeoutException();
                var text = await task.ConfigureAwait(false);
                return text.Length;
            }

            async Task<int> Length(Task<string> task, int seconds)
            {
                if (await Task.[|WhenAny|](task, Task.Delay(seconds * 1000)) != task) throw new TimeoutException();
                return task.Result.Length;
            }
        }
        """, """
        class C
        {
            // The classic.
            async Task<string> Classic(Task<string> task, TimeSpan time)
            {
                // No longer than that.
                return await task.WaitAsync(time);
            }

            async Task Guard(Task task, CancellationToken token)
            {
                Console.WriteLine();

                // Too late?
                await task.WaitAsync(TimeSpan.FromMilliseconds(5000), token).ConfigureAwait(false); // done
                Console.WriteLine();
            }

            async Task<int> Variables(TimeSpan time)
            {
                var task = Task.FromResult("x");
                var text = await task.WaitAsync(time).ConfigureAwait(false);
                return text.Length;
            }

            async Task<int> Length(Task<string> task, int seconds)
            {
                return (await task.WaitAsync(TimeSpan.FromMilliseconds(seconds * 1000))).Length;
            }
        }
        """);

    [Fact]
    public Task Handles_the_time_out_where_it_does_more() => Verify<LeakyTimeout, LeakyTimeoutFix>.Fixes("""
        class C(ILogger<C> logger)
        {
            async Task<string?> Fallback(Task<string> task, TimeSpan time)
            {
                if (await Task.[|WhenAny|](task, Task.Delay(time)) == task)
                    return await task;

                // Do without.
                logger.LogWarning("Slow");
                return null;
            }

            async Task<string> Message(Task<string> task)
            {
                if (await Task.[|WhenAny|](task, Task.Delay(TimeSpan.FromSeconds(5))) != task)
                {
                    throw new TimeoutException("The shop does not answer");
                }

                return await task;
            }

            async Task Otherwise(Task task)
            {
                Task delay = Task.Delay(100);
                if (await Task.[|WhenAny|](task, delay) == delay)
                {
                    logger.LogWarning("Slow");
                }
                else
                {
                    await task;
                }

                logger.LogInformation("Done");
            }
        }
        """, """
        class C(ILogger<C> logger)
        {
            async Task<string?> Fallback(Task<string> task, TimeSpan time)
            {
                try
                {
                    return await task.WaitAsync(time);
                }
                catch (TimeoutException) when (!task.IsFaulted)
                {
                    // Do without.
                    logger.LogWarning("Slow");
                    return null;
                }
            }

            async Task<string> Message(Task<string> task)
            {
                try
                {
                    return await task.WaitAsync(TimeSpan.FromSeconds(5));
                }
                catch (TimeoutException) when (!task.IsFaulted)
                {
                    throw new TimeoutException("The shop does not answer");
                }
            }

            async Task Otherwise(Task task)
            {
                try
                {
                    await task.WaitAsync(TimeSpan.FromMilliseconds(100));
                }
                catch (TimeoutException) when (!task.IsFaulted)
                {
                    logger.LogWarning("Slow");
                }

                logger.LogInformation("Done");
            }
        }
        """);

    [Fact]
    public Task Offers_no_fix_where_the_shape_is_another() => Verify<LeakyTimeout, LeakyTimeoutFix>.OffersNoFix("""
        class C
        {
            static Task<string> GetAsync() => Task.FromResult("");

            async Task<string?> M(Task<string> task, Task other, TimeSpan time, CancellationToken token)
            {
                await Task.[|WhenAny|](task, Task.Delay(time));
                await Task.[|WhenAny|](task, other, Task.Delay(time));
                if (await Task.[|WhenAny|](other, Task.Delay(Timeout.Infinite, token)) != other) throw new TimeoutException();
                await other;
                if (await Task.[|WhenAny|](GetAsync(), Task.Delay(time)) is Task<string> got) return await got;
                if (await Task.[|WhenAny|](task, Task.Delay(time)) == task)
                {
                    Console.WriteLine();
                    return await task;
                }

                // Why not.
                if (await Task.[|WhenAny|](task, Task.Delay(time /* enough */)) != task) throw new TimeoutException();
                return await task;
            }

            async Task<string?> Cancelled(Task<string> task, TimeSpan time, CancellationToken token)
            {
                if (await Task.[|WhenAny|](task, Task.Delay(time, token)) != task) return null;
                return await task;
            }

            async Task<int> Declared(Task<string> task, TimeSpan time)
            {
                if (await Task.[|WhenAny|](task, Task.Delay(time)) != task) throw new TimeoutException("slow");
                var text = await task;
                return text.Length;
            }
        }
        """);
}
