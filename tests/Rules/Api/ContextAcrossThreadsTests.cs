using ArchitectAnalyzers.Rules.Api;
using Microsoft.CodeAnalysis.Testing;

namespace ArchitectAnalyzers.Tests.Api;

public class ContextAcrossThreadsTests
{
    private static string In(string statements) => $$"""
        #nullable disable
        #pragma warning disable CS1998, CS4014
        using System.Security.Claims;
        using System.Threading.Channels;
        using Microsoft.AspNetCore.Mvc;
        public interface IBackgroundTaskQueue { void QueueBackgroundWorkItem(Func<CancellationToken, Task> work); ValueTask EnqueueAsync(Func<CancellationToken, ValueTask> work); }
        public class ReportsController(IBackgroundTaskQueue queue, IHttpContextAccessor accessor, Channel<Func<Task>> channel, ILogger<ReportsController> logger) : Controller
        {
            private readonly HttpContext _context = accessor.HttpContext;
            private static void Use(object o) { }
            private static Task UseAsync(object o) => Task.CompletedTask;
            private static Task<int> CountAsync() => Task.FromResult(1);
            private async Task AuditAsync(string text) { await UseAsync(text); Use(Request.Path); }
            private void Note(string text) => Use(text + HttpContext.TraceIdentifier);
            private void Flush() => Use(User);
            private string Caller => accessor.HttpContext?.User.Identity?.Name;
            private string Trace { get { return HttpContext.TraceIdentifier; } }
            private string Title { get; set; }
            private void Plain(string text) => Use(text);

            [HttpPost]
            public async Task<IActionResult> Post(int[] ids, HttpContext context, CancellationToken token)
            {
                {{statements}}
                return Ok();
            }
        }
        """;

    [Theory]
    [InlineData("_ = Task.Run(() => Use([|HttpContext|].Request.Path));")]
    [InlineData("Task.Run(async () => { await Task.Delay(1000); var path = [|HttpContext|].Request.Path; Use(path); });")]
    [InlineData("_ = Task.Run(() => Use(this.[|HttpContext|]));")]
    [InlineData("_ = Task.Run(() => Use([|User|].Identity.Name));")]
    [InlineData("_ = Task.Run(() => Use([|Request|].Headers[\"x\"]));")]
    [InlineData("_ = Task.Run(async () => await UseAsync([|context|].User));")]
    [InlineData("var http = HttpContext; _ = Task.Run(() => Use([|http|].User));")]
    [InlineData("var request = HttpContext.Request; _ = Task.Run(() => Use([|request|].Path));")]
    [InlineData("_ = Task.Run(() => Use(accessor.[|HttpContext|].User));")]
    [InlineData("_ = Task.Run(() => Use(accessor.[|HttpContext|]?.User));")]
    [InlineData("_ = Task.Run(() => Use([|_context|].User));")]
    [InlineData("_ = Task.Run(() => [|AuditAsync|](\"x\"));")]
    [InlineData("_ = Task.Run(() => { [|Note|](\"x\"); });")]
    [InlineData("_ = Task.Run([|Flush|]);")]
    [InlineData("Parallel.ForEach(new[] { \"a\" }, [|Note|]);")]
    [InlineData("var task = Task.Run(() => Use([|HttpContext|].Items)); Use(1); await task;")]
    [InlineData("await Task.WhenAll(Task.Run(() => Use([|HttpContext|].Items)), Task.Run(() => Use([|HttpContext|].User)));")]
    [InlineData("Task.Factory.StartNew(() => Use([|HttpContext|].User), TaskCreationOptions.LongRunning);")]
    [InlineData("ThreadPool.QueueUserWorkItem(_ => Use([|HttpContext|].User));")]
    [InlineData("new Thread(() => Use([|HttpContext|].User)).Start();")]
    [InlineData("var timer = new Timer(_ => Use([|HttpContext|].User), null, 0, 1000);")]
    [InlineData("Parallel.ForEach(ids, id => Use([|HttpContext|].Items[id]));")]
    [InlineData("Parallel.For(0, 10, i => [|context|].Items[i] = i);")]
    [InlineData("Parallel.Invoke(() => Use([|Request|].Path), () => Use(1));")]
    [InlineData("await Parallel.ForEachAsync(ids, token, async (id, ct) => { await Task.Delay(1, ct); Use([|User|].Identity.Name); });")]
    [InlineData("ids.AsParallel().ForAll(id => Use([|HttpContext|].Items[id]));")]
    [InlineData("Use(ids.AsParallel().Select(id => [|HttpContext|].Items[id]).ToList());")]
    [InlineData("queue.QueueBackgroundWorkItem(async ct => { await Task.Delay(1, ct); Use([|HttpContext|].User); });")]
    [InlineData("await queue.EnqueueAsync(async ct => { await UseAsync([|User|]); });")]
    [InlineData("await channel.Writer.WriteAsync(() => UseAsync([|Request|].Path), token);")]
    [InlineData("channel.Writer.TryWrite(async () => await UseAsync([|HttpContext|].User));")]
    [InlineData("Func<Task> work = async () => await UseAsync([|HttpContext|].User); _ = Task.Run(work);")]
    [InlineData("async Task Work() { await UseAsync([|HttpContext|].User); } _ = Task.Run(Work);")]
    [InlineData("CountAsync().ContinueWith(t => Use([|HttpContext|].User));")]
    [InlineData("await Task.WhenAll(ids.Select(async id => { await Task.Delay(id); Use([|HttpContext|].User); }));")]
    [InlineData("var tasks = ids.Select(async id => { var n = await CountAsync(); [|Response|].Headers[\"x\"] = n.ToString(); }); await Task.WhenAll(tasks);")]
    [InlineData("_ = Task.Run(() => { foreach (var id in ids.Where(i => i > 0)) Use(ids.Select(i => [|HttpContext|].Items[i])); });")]
    [InlineData("_ = UseAsync([|HttpContext|]);")]
    [InlineData("ThreadPool.QueueUserWorkItem(Use, [|HttpContext|]);")]
    [InlineData("_ = UseAsync([|Request|]);")]
    [InlineData("async Task Later() { await CountAsync(); Use([|User|].Identity); } _ = Later();")]
    [InlineData("var headers = Request.Headers; _ = Task.Run(() => Use([|headers|][\"x\"]));")]
    [InlineData("var body = HttpContext.Request.Body; _ = Task.Run(() => UseAsync([|body|]));")]
    [InlineData("_ = Task.Run(() => Use([|Caller|]));")]
    [InlineData("_ = Task.Run(() => Use(this.[|Trace|]));")]
    public Task Reports_the_first_use_beside_or_after_the_request(string statements) => Verify<ContextAcrossThreads>.Reports(In(statements));

    [Theory]
    [InlineData("var path = Request.Path.Value; _ = Task.Run(() => Use(path));")]
    [InlineData("var user = User.Identity.Name; queue.QueueBackgroundWorkItem(ct => UseAsync(user));")]
    [InlineData("var id = HttpContext.TraceIdentifier; await Parallel.ForEachAsync(ids, token, async (i, ct) => await UseAsync(id + i));")]
    [InlineData("await Parallel.ForEachAsync(ids, HttpContext.RequestAborted, async (id, ct) => await UseAsync(id));")]
    [InlineData("Parallel.ForEach(ids, id => HttpContext.RequestAborted.ThrowIfCancellationRequested());")]
    [InlineData("await Task.Run(() => Use(HttpContext.User));")]
    [InlineData("await Task.Run(async () => await UseAsync(HttpContext.User)).ConfigureAwait(false);")]
    [InlineData("Use(ids.Select(id => HttpContext.Items[id]).ToList());")]
    [InlineData("foreach (var id in ids) Use(HttpContext.Items[id]);")]
    [InlineData("Response.OnStarting(() => { Response.Headers[\"x\"] = \"1\"; return Task.CompletedTask; });")]
    [InlineData("Response.OnCompleted(async () => await UseAsync(HttpContext.User));")]
    [InlineData("await Task.WhenAll(ids.Select(async id => { var path = Request.Path; await UseAsync(path); }));")]
    [InlineData("await Task.WhenAll(AuditAsync(\"x\"), CountAsync());")]
    [InlineData("var other = new DefaultHttpContext(); _ = Task.Run(() => Use(other.Request));")]
    [InlineData("_ = Task.Run(() => { HttpContext mine = new DefaultHttpContext(); Use(mine.User); });")]
    [InlineData("_ = Task.Run(() => Plain(nameof(HttpContext)));")]
    [InlineData("_ = Task.Run(() => Use(ids));")]
    [InlineData("Parallel.ForEach(new List<HttpContext>(), one => Use(one.User));")]
    [InlineData("await UseAsync(HttpContext);")]
    [InlineData("_ = UseAsync(User.Identity.Name); _ = UseAsync(Request.Path);")]
    [InlineData("async Task Later() { var name = User.Identity.Name; await UseAsync(name); } _ = Later();")]
    [InlineData("var path = Request.Path; async Task Later() { await CountAsync(); Use(path); } _ = Later();")]
    [InlineData("var host = Request.Host; var agent = Request.Headers.UserAgent.ToString(); _ = Task.Run(() => Use(host.Value + agent));")]
    [InlineData("var caller = Caller; Title = caller; _ = Task.Run(() => Use(caller + Title));")]
    public Task Stays_silent(string statements) => Verify<ContextAcrossThreads>.Silent(In(statements));

    [Fact]
    public Task Reports_in_helpers_that_are_started_several_times_at_once() => Verify<ContextAcrossThreads>.Reports("""
        using Microsoft.AspNetCore.Mvc;

        public class SearchController(HttpClient client, ILogger<SearchController> logger) : ControllerBase
        {
            [HttpGet("/search")]
            public async Task<string> Get(string query, CancellationToken token)
            {
                var one = SearchAsync("a", query, token);
                var two = SearchAsync("b", query, token);
                await Task.WhenAll(one, two);
                await Task.WhenAll(GoodAsync("a", token), GoodAsync("b", token));
                return await one + await two;
            }

            private async Task<string> SearchAsync(string engine, string query, CancellationToken token)
            {
                var result = await client.GetStringAsync(engine + query, token);
                logger.LogInformation("Done {Path}", [|HttpContext|].Request.Path);
                return result;
            }

            private async Task<string> GoodAsync(string engine, CancellationToken token)
            {
                logger.LogInformation("Starting {Path}", HttpContext.Request.Path);
                return await client.GetStringAsync(engine, token);
            }
        }
        """);

    [Fact]
    public Task Reports_in_services_middleware_and_minimal_apis() => Verify<ContextAcrossThreads>.Reports("""
        var app = WebApplication.CreateBuilder(args).Build();
        app.MapPost("/a", (HttpContext context) => { _ = Task.Run(() => Audit.Write([|context|].User.Identity?.Name)); return Results.Accepted(); });
        app.MapPost("/b", (HttpRequest request) => { Parallel.For(0, 3, i => Audit.Write([|request|].Headers.UserAgent)); });
        app.Use(async (context, next) =>
        {
            await next(context);
            _ = Task.Run(async () => { await Task.Delay(1); Audit.Write([|context|].Response.StatusCode.ToString()); });
        });
        app.Use(async (context, next) =>
        {
            var status = context.Response.StatusCode;
            _ = Task.Run(() => Audit.Write(status.ToString()));
            await next(context);
        });
        app.Run();

        public static class Audit { public static void Write(string? text) { } }

        public class AuditService(IHttpContextAccessor accessor)
        {
            public void Start() => Task.Run(() => Audit.Write(accessor.[|HttpContext|]?.User.Identity?.Name));

            public void Good()
            {
                var name = accessor.HttpContext?.User.Identity?.Name;
                Task.Run(() => Audit.Write(name));
            }
        }

        public class LogMiddleware(RequestDelegate next)
        {
            public async Task InvokeAsync(HttpContext httpContext)
            {
                await next(httpContext);
                ThreadPool.QueueUserWorkItem(_ => Audit.Write([|httpContext|].Request.Path));
            }
        }
        """);

    [Fact]
    public Task Survives_half_typed_code() => Verify<ContextAcrossThreads>.Silent(
        In("Task.Run(() => .; Task.Run(; Parallel.ForEach(ids, Gone); Task.Run(Gone); var w = w; Task.Run(w); Task.WhenAll(w, this.Gone())"),
            new() { Compiler = CompilerDiagnostics.None });
}
