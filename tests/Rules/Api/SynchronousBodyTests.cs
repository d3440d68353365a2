using ArchitectAnalyzers.CodeFixes.Api;
using ArchitectAnalyzers.Rules.Api;
using ArchitectAnalyzers.Rules.Architecture;
using Microsoft.CodeAnalysis.Testing;

namespace ArchitectAnalyzers.Tests.Api;

public class SynchronousBodyTests
{
    private static string In(string statements) => $$"""
        #nullable disable
        #pragma warning disable CS1998
        using System.IO.Compression;
        using System.Text;
        using System.Text.Json;
        using System.Xml.Linq;
        using System.Xml.Serialization;
        using Microsoft.AspNetCore.Mvc;
        public class Order { public int Id { get; set; } }
        public class OrdersController(Stream file, byte[] bytes, XmlSerializer xml, IHttpContextAccessor accessor) : Controller
        {
            private static void Use(object o) { }

            [HttpPost]
            public async Task<IActionResult> Post(Stream other, CancellationToken token)
            {
                {{statements}}
                return Ok();
            }
        }
        """;

    [Theory]
    [InlineData("Request.Body.[|Read|](bytes, 0, 1);")]
    [InlineData("Request.Body.[|ReadExactly|](bytes);")]
    [InlineData("Request.Body.[|ReadByte|]();")]
    [InlineData("Request.Body.[|CopyTo|](file);")]
    [InlineData("using var memory = new MemoryStream(); Request.Body.[|CopyTo|](memory);")]
    [InlineData("HttpContext.Request.Body.[|CopyTo|](file);")]
    [InlineData("accessor.HttpContext.Request.Body.[|CopyTo|](file);")]
    [InlineData("accessor.HttpContext?.Request.Body.[|CopyTo|](file);")]
    [InlineData("var body = Request.Body; body.[|CopyTo|](file);")]
    [InlineData("Use(new StreamReader(Request.Body).[|ReadToEnd|]());")]
    [InlineData("using var reader = new StreamReader(Request.Body, Encoding.UTF8); Use(reader.[|ReadToEnd|]());")]
    [InlineData("using (var reader = new StreamReader(HttpContext.Request.Body)) { Use(reader.[|ReadLine|]()); }")]
    [InlineData("using var zip = new GZipStream(Request.Body, CompressionMode.Decompress); using var reader = new StreamReader(zip); Use(reader.[|ReadToEnd|]());")]
    [InlineData("Use(new BinaryReader(Request.Body).[|ReadInt32|]());")]
    [InlineData("Use(JsonSerializer.[|Deserialize<Order>|](Request.Body));")]
    [InlineData("using var doc = JsonDocument.[|Parse|](Request.Body);")]
    [InlineData("Use(xml.[|Deserialize|](Request.Body));")]
    [InlineData("Use(XDocument.[|Load|](Request.Body));")]
    [InlineData("Response.Body.[|Write|](bytes, 0, 1);")]
    [InlineData("Response.Body.[|Write|](bytes);")]
    [InlineData("Response.Body.[|Flush|]();")]
    [InlineData("file.[|CopyTo|](Response.Body);")]
    [InlineData("using var memory = new MemoryStream(); memory.[|WriteTo|](Response.Body);")]
    [InlineData("await using var writer = new StreamWriter(Response.Body); writer.[|WriteLine|](\"x\"); writer.[|Flush|]();")]
    [InlineData("JsonSerializer.[|Serialize|](Response.Body, new Order());")]
    [InlineData("xml.[|Serialize|](Response.Body, new Order());")]
    [InlineData("Response.BodyWriter.AsStream().[|Write|](bytes);")]
    [InlineData("Use(Request.[|Form|][\"name\"]);")]
    [InlineData("var form = Request.[|Form|];")]
    [InlineData("foreach (var one in HttpContext.Request.[|Form|].Files) Use(one); Use(Request.Form[\"x\"]);")]
    [InlineData("if (Request.HasFormContentType) Use(Request.[|Form|].Keys);")]
    [InlineData("HttpContext.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpBodyControlFeature>().[|AllowSynchronousIO|] = true;")]
    [InlineData("var feature = HttpContext.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpBodyControlFeature>(); if (feature != null) { feature.[|AllowSynchronousIO|] = true; }")]
    public async Task Reports_and_the_other_rules_do_not(string statements)
    {
        await Verify<SynchronousBody>.Reports(In(statements));
        var silent = In(statements.Replace("[|", "").Replace("|]", ""));
        await Verify<BlockingCallInAsyncMethod>.Silent(silent);
        await Verify<SynchronousSibling>.Silent(silent);
    }

    [Theory]
    [InlineData("await Request.Body.CopyToAsync(file, token);")]
    [InlineData("using var reader = new StreamReader(Request.Body); Use(await reader.ReadToEndAsync(token));")]
    [InlineData("Use(await JsonSerializer.DeserializeAsync<Order>(Request.Body, cancellationToken: token));")]
    [InlineData("using var memory = new MemoryStream(); await Request.Body.CopyToAsync(memory, token); memory.Position = 0; Use(new StreamReader(memory).ReadToEnd()); Use(JsonSerializer.Deserialize<Order>(memory));")]
    [InlineData("using var memory = new MemoryStream(); Response.Body = memory; await Task.Yield(); Response.Body.Write(bytes); Response.Body.Position = 0;")]
    [InlineData("await Response.Body.WriteAsync(bytes, token); await Response.Body.FlushAsync(token);")]
    [InlineData("await using var writer = new StreamWriter(Response.Body); await writer.WriteLineAsync(\"x\"); await writer.FlushAsync(token);")]
    [InlineData("var form = await Request.ReadFormAsync(token); Use(form[\"name\"]);")]
    [InlineData("await Request.ReadFormAsync(token); Use(Request.Form[\"name\"]);")]
    [InlineData("Request.Form = new FormCollection(null); Use(nameof(Request.Form));")]
    [InlineData("Use(Request.Query[\"name\"]); Use(Request.HasFormContentType); Use(Request.Headers[\"x\"]);")]
    [InlineData("Request.Body.Position = 0; Request.Body.Seek(0, SeekOrigin.Begin); Use(Request.Body.Length);")]
    [InlineData("Use(other.Read(bytes)); file.Write(bytes); file.Flush();")]
    [InlineData("HttpContext.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpBodyControlFeature>().AllowSynchronousIO = false;")]
    public Task Stays_silent(string statements) => Verify<SynchronousBody>.Silent(In(statements));

    [Fact]
    public Task Reports_in_synchronous_code_set_up_and_minimal_apis() => Verify<SynchronousBody>.Reports("""
        using System.Text.Json;
        using Microsoft.AspNetCore.Server.Kestrel.Core;

        var builder = WebApplication.CreateBuilder(args);
        builder.WebHost.ConfigureKestrel(options => options.[|AllowSynchronousIO|] = true);
        builder.WebHost.UseKestrel(options => { options.AddServerHeader = false; options.[|AllowSynchronousIO|] = true; });
        builder.Services.Configure<KestrelServerOptions>(o => o.[|AllowSynchronousIO|] = true);
        builder.Services.Configure<IISServerOptions>(o => { o.[|AllowSynchronousIO|] = true; });
        var app = builder.Build();
        app.MapPost("/a", (HttpRequest request) => new StreamReader(request.Body).[|ReadToEnd|]());
        app.MapPost("/b", (Stream body) => JsonSerializer.[|Deserialize<int>|](body));
        app.MapPost("/c", async (Stream body) => { await Task.Yield(); using var reader = new StreamReader(body); return reader.[|ReadToEnd|](); });
        app.MapPost("/d", (HttpContext context) => context.Request.[|Form|]["x"].ToString());
        app.MapPost("/e", async (HttpContext context) => { var form = await context.Request.ReadFormAsync(); return form["x"].ToString() + context.Request.Form["y"]; });
        app.MapPost("/f", (IFormFile file, HttpRequest request) => request.Form["x"].ToString());
        app.Use(async (context, next) =>
        {
            context.Request.EnableBuffering();
            using var reader = new StreamReader(context.Request.Body, leaveOpen: true);
            var text = reader.[|ReadToEnd|]();
            context.Request.Body.Position = 0;
            await next();
        });
        app.Run();

        public static class Bodies
        {
            public static string Text(this HttpRequest request)
            {
                using var reader = new StreamReader(request.Body);
                return reader.[|ReadToEnd|]();
            }

            public static void Send(HttpResponse response, byte[] bytes) => response.Body.[|Write|](bytes, 0, bytes.Length);
        }
        """);

    [Fact]
    public Task Leaves_pages_and_middleware_that_buffers_alone() => Verify<SynchronousBody>.Silent("""
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.AspNetCore.Mvc.RazorPages;

        public class EditModel : PageModel
        {
            public IActionResult OnPost() => Content(Request.Form["name"].ToString());
        }

        public class Files : ControllerBase
        {
            public IActionResult Upload(IFormFile file) => Ok(Request.Form["name"].ToString());
            public IActionResult Save([FromForm] string name) => Ok(Request.Form["other"].ToString());
        }

        public class Recorder(RequestDelegate next)
        {
            public async Task InvokeAsync(HttpContext context)
            {
                var original = context.Response.Body;
                using var buffer = new MemoryStream();
                context.Response.Body = buffer;
                await next(context);
                buffer.Position = 0;
                var text = new StreamReader(buffer).ReadToEnd();
                context.Response.Body.Flush();
                await buffer.CopyToAsync(original);
            }
        }
        """);

    [Fact]
    public Task Leaves_a_property_alone_that_hands_the_form_on() => Verify<SynchronousBody>.Reports("""
        public class Handler(HttpContext context)
        {
            public IFormCollection Form => context.Request.Form;
            public string Name { get { return context.Request.Form["name"].ToString(); } }
            public string Read(HttpRequest request) => request.[|Form|]["name"].ToString();
        }
        """);

    [Fact]
    public Task Survives_half_typed_code() => Verify<SynchronousBody>.Silent(
        In("Request.Body.; var r = new StreamReader(; r.ReadToEnd(); Request.Form = ;"), new() { Compiler = CompilerDiagnostics.None });

    [Fact]
    public Task Awaits() => Verify<SynchronousBody, SynchronousBodyFix>.Fixes("""
        using System.Text.Json;
        using Microsoft.AspNetCore.Mvc;

        [ApiController]
        [Route("orders")]
        public class OrdersController(Stream file) : ControllerBase
        {
            [HttpPost]
            public async Task<IActionResult> Post(CancellationToken cancellationToken)
            {
                using var reader = new StreamReader(Request.Body);
                var text = reader.[|ReadToEnd|](); // all of it
                Request.Body.[|CopyTo|](file);
                var order = JsonSerializer.[|Deserialize<int>|](Request.Body);
                file.[|CopyTo|](Response.Body);
                var name = Request.[|Form|]["name"];
                await Task.Yield();
                return Ok(text + order + name);
            }

            [HttpPut]
            public IActionResult Put()
            {
                // Who.
                var form = Request.[|Form|];
                return Ok(form["name"].ToString());
            }

            [HttpPatch]
            public ActionResult<string> Patch()
            {
                using var reader = new StreamReader(Request.Body);
                return reader.[|ReadToEnd|]();
            }
        }
        """, """
        using System.Text.Json;
        using Microsoft.AspNetCore.Mvc;

        [ApiController]
        [Route("orders")]
        public class OrdersController(Stream file) : ControllerBase
        {
            [HttpPost]
            public async Task<IActionResult> Post(CancellationToken cancellationToken)
            {
                using var reader = new StreamReader(Request.Body);
                var text = await reader.ReadToEndAsync(cancellationToken); // all of it
                await Request.Body.CopyToAsync(file, cancellationToken);
                var order = await JsonSerializer.DeserializeAsync<int>(Request.Body, cancellationToken: cancellationToken);
                await file.CopyToAsync(Response.Body, cancellationToken);
                var name = (await Request.ReadFormAsync(cancellationToken))["name"];
                await Task.Yield();
                return Ok(text + order + name);
            }

            [HttpPut]
            public async Task<IActionResult> Put()
            {
                // Who.
                var form = await Request.ReadFormAsync(HttpContext.RequestAborted);
                return Ok(form["name"].ToString());
            }

            [HttpPatch]
            public async Task<ActionResult<string>> Patch()
            {
                using var reader = new StreamReader(Request.Body);
                return await reader.ReadToEndAsync(HttpContext.RequestAborted);
            }
        }
        """);

    [Fact]
    public Task Awaits_in_lambdas_and_helpers() => Verify<SynchronousBody, SynchronousBodyFix>.Fixes("""
        var app = WebApplication.CreateBuilder(args).Build();
        app.MapPost("/a", (HttpRequest request) => new StreamReader(request.Body).[|ReadToEnd|]());
        app.MapPost("/b", (HttpContext context) =>
        {
            var form = context.Request.[|Form|];
            return form["x"].ToString();
        });
        app.Run();
        """, """
        var app = WebApplication.CreateBuilder(args).Build();
        app.MapPost("/a", async (HttpRequest request) => await new StreamReader(request.Body).ReadToEndAsync());
        app.MapPost("/b", async (HttpContext context) =>
        {
            var form = await context.Request.ReadFormAsync(context.RequestAborted);
            return form["x"].ToString();
        });
        app.Run();
        """);

    [Fact]
    public Task Refuses_synchronous_bodies() => Verify<SynchronousBody, SynchronousBodyFix>.Fixes("""
        using Microsoft.AspNetCore.Server.Kestrel.Core;

        var builder = WebApplication.CreateBuilder(args);
        builder.WebHost.ConfigureKestrel(options => options.[|AllowSynchronousIO|] = true);
        builder.Services.Configure<IISServerOptions>(o => { o.[|AllowSynchronousIO|] = true; /* legacy */ });
        """, """
        using Microsoft.AspNetCore.Server.Kestrel.Core;

        var builder = WebApplication.CreateBuilder(args);
        builder.WebHost.ConfigureKestrel(options => options.AllowSynchronousIO = false);
        builder.Services.Configure<IISServerOptions>(o => { o.AllowSynchronousIO = false; /* legacy */ });
        """);

    [Fact]
    public Task Offers_no_fix_where_nothing_fits() => Verify<SynchronousBody, SynchronousBodyFix>.OffersNoFix("""
        using System.Xml.Linq;

        public static class Bodies
        {
            public static string Text(this HttpRequest request) => new StreamReader(request.Body).[|ReadToEnd|]();
            public static XDocument Xml(HttpRequest request) => XDocument.[|Load|](request.Body);
        }
        """);
}
