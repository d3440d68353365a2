using ArchitectAnalyzers.Rules.Api;

namespace ArchitectAnalyzers.Tests.Api;

/// <summary>Types that a project declares under the framework's full names count as the framework's.</summary>
public class DeclaredTypesTests
{
    private static readonly Setup s_bare = new() { References = ReferenceSet.Console10 };

    private const string Framework = """

        namespace Microsoft.AspNetCore.Http
        {
            public interface IResult { }
            public static class Results { public static IResult Ok(object? o = null) => null!; public static IResult Problem(string? detail = null) => null!; public static IResult BadRequest(object? o) => null!; }
            public interface IHeaderDictionary { string this[string key] { get; set; } }
            public interface IFormCollection { string this[string key] { get; } }
            public abstract class HttpRequest { public Stream Body { get; set; } = null!; public IFormCollection Form { get; set; } = null!; public string Path { get; set; } = ""; }
            public abstract class HttpResponse { public Stream Body { get; set; } = null!; public int StatusCode { get; set; } public bool HasStarted { get; } public IHeaderDictionary Headers { get; } = null!; public Task WriteAsync(string text) => Task.CompletedTask; }
            public abstract class HttpContext { public HttpRequest Request { get; } = null!; public HttpResponse Response { get; } = null!; }
            public delegate Task RequestDelegate(HttpContext context);
        }
        namespace Microsoft.AspNetCore.Mvc
        {
            public interface IActionResult { }
            public class ProblemDetails { public string? Detail { get; set; } public string? Title { get; set; } }
            public class DisableRequestSizeLimitAttribute : Attribute { }
            public abstract class ControllerBase { public Microsoft.AspNetCore.Http.HttpContext HttpContext { get; } = null!; public Microsoft.AspNetCore.Http.HttpRequest Request { get; } = null!;
                public IActionResult Ok(object? o = null) => null!; public IActionResult StatusCode(int status, object? o) => null!; }
        }
        """;

    [Fact]
    public Task Leaks() => Verify<LeakedException>.Reports("""
        using Microsoft.AspNetCore.Http;
        using Microsoft.AspNetCore.Mvc;

        public class Orders : ControllerBase
        {
            public IActionResult Get() { try { return Ok(); } catch (Exception ex) { return StatusCode(500, new { error = [|ex.Message|] }); } }
            public ProblemDetails Details(Exception ex) => new() { Title = "x", Detail = [|ex.ToString()|] };
            public IResult Map(Exception ex) => Results.Problem([|ex.Message|]);
            public Task Write(HttpContext context, Exception ex) => context.Response.WriteAsync([|ex.Message|]);
        }
        """ + Framework, s_bare);

    [Fact]
    public Task Bodies() => Verify<SynchronousBody>.Reports("""
        using Microsoft.AspNetCore.Http;

        public static class Bodies
        {
            public static string Read(HttpRequest request) => new StreamReader(request.Body).[|ReadToEnd|]() + request.[|Form|]["x"];
        }
        """ + Framework, s_bare);

    [Fact]
    public Task Contexts() => Verify<ContextAcrossThreads>.Reports("""
        using Microsoft.AspNetCore.Mvc;

        public class Orders : ControllerBase
        {
            public IActionResult Get() { _ = Task.Run(() => Console.WriteLine([|HttpContext|].Request.Path)); Parallel.For(0, 2, i => Console.WriteLine([|Request|].Path)); return Ok(); }
        }
        """ + Framework, s_bare);

    [Fact]
    public Task Headers() => Verify<HeaderAfterStart>.Reports("""
        using Microsoft.AspNetCore.Http;

        public class Timing(RequestDelegate next)
        {
            public async Task InvokeAsync(HttpContext context) { await next(context); context.Response.[|Headers|]["X"] = "1"; }
            public async Task Write(HttpContext context) { await context.Response.WriteAsync("x"); context.Response.[|StatusCode|] = 400; }
        }
        """ + Framework, s_bare);

    [Fact]
    public Task Uploads() => Verify<UnlimitedUpload>.Reports("""
        using Microsoft.AspNetCore.Mvc;

        public class Videos : ControllerBase
        {
            [[|DisableRequestSizeLimit|]]
            public IActionResult Post() => Ok();
        }
        """ + Framework, s_bare);
}
