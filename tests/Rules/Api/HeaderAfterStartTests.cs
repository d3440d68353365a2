using ArchitectAnalyzers.CodeFixes.Api;
using ArchitectAnalyzers.Rules.Api;
using Microsoft.CodeAnalysis.Testing;

namespace ArchitectAnalyzers.Tests.Api;

public class HeaderAfterStartTests
{
    private static string In(string statements) => $$"""
        #nullable disable
        using System.Text.Json;
        public class TimingMiddleware(RequestDelegate next, ILogger<TimingMiddleware> logger)
        {
            private readonly RequestDelegate _next = next;
            private static void Use(object o) { }

            public async Task InvokeAsync(HttpContext context, byte[] bytes, Stream file, bool flag, CancellationToken token)
            {
                {{statements}}
            }
        }
        """;

    [Theory]
    [InlineData("await next(context); context.Response.[|Headers|][\"X-Elapsed\"] = \"1\";")]
    [InlineData("await _next(context); context.Response.[|Headers|][\"X-Elapsed\"] = \"1\";")]
    [InlineData("await this._next.Invoke(context).ConfigureAwait(false); context.Response.Headers.[|Append|](\"X-Elapsed\", \"1\");")]
    [InlineData("await next(context); context.Response.Headers.[|Add|](\"X-Elapsed\", \"1\"); context.Response.Headers.[|Remove|](\"Server\");")]
    [InlineData("await next(context); context.Response.Headers.[|TryAdd|](\"X\", \"1\");")]
    [InlineData("await next(context); context.Response.Headers.[|CacheControl|] = \"no-store\";")]
    [InlineData("await next(context); context.Response.GetTypedHeaders().[|CacheControl|] = null;")]
    [InlineData("await next(context); context.Response.[|StatusCode|] = 503;")]
    [InlineData("await next(context); context.Response.[|ContentType|] = \"text/plain\";")]
    [InlineData("await next(context); context.Response.Cookies.[|Append|](\"a\", \"b\");")]
    [InlineData("await next(context); if (context.Response.StatusCode == 404) { context.Response.[|Redirect|](\"/\"); }")]
    [InlineData("await next(context); var headers = context.Response.Headers; headers[\"X\"] = \"1\";", 1)]
    [InlineData("var response = context.Response; await next(context); response.[|StatusCode|] = 500;")]
    [InlineData("try { await next(context); } finally { context.Response.[|Headers|][\"X\"] = \"1\"; }")]
    [InlineData("try { await next(context); } catch (TimeoutException e) { logger.LogError(e, \"x\"); } context.Response.[|Headers|][\"X\"] = \"1\";")]
    [InlineData("await context.Response.WriteAsync(\"x\"); context.Response.[|StatusCode|] = 400;")]
    [InlineData("await context.Response.WriteAsync(\"x\", token); context.Response.[|Headers|][\"X\"] = \"1\"; context.Response.[|ContentType|] = \"text/plain\";")]
    [InlineData("await context.Response.WriteAsJsonAsync(new { }); context.Response.[|StatusCode|] = 201;")]
    [InlineData("await context.Response.Body.WriteAsync(bytes); context.Response.[|ContentLength|] = 1;")]
    [InlineData("await context.Response.StartAsync(); context.Response.[|StatusCode|] = 1;")]
    [InlineData("await context.Response.SendFileAsync(\"a\"); context.Response.Cookies.[|Delete|](\"a\");")]
    [InlineData("await file.CopyToAsync(context.Response.Body); context.Response.[|ContentType|] = \"x\";")]
    [InlineData("await JsonSerializer.SerializeAsync(context.Response.Body, 1); context.Response.[|ContentType|] = \"x\";")]
    [InlineData("await context.Response.BodyWriter.WriteAsync(bytes); context.Response.[|ContentType|] = \"x\";")]
    [InlineData("await context.Response.Body.FlushAsync(); if (flag) context.Response.[|StatusCode|] = 1;")]
    [InlineData("if (flag) { await context.Response.WriteAsync(\"x\"); } context.Response.[|StatusCode|] = 1;")]
    [InlineData("foreach (var b in bytes) { await context.Response.WriteAsync(\"x\"); } context.Response.Headers.[|Append|](\"X-Count\", \"1\");")]
    [InlineData("await context.Response.WriteAsync(\"x\"); await [|next|](context);")]
    [InlineData("if (flag) { context.Response.StatusCode = 401; await context.Response.WriteAsync(\"x\"); } await [|next|](context);")]
    [InlineData("if (flag) await context.Response.WriteAsJsonAsync(1); await [|_next|](context);")]
    public Task Reports_what_comes_too_late(string statements, int held = 0) =>
        Verify<HeaderAfterStart>.Reports(In(held == 0 ? statements : statements.Replace("headers[\"X\"]", "[|headers|][\"X\"]")));

    [Theory]
    [InlineData("context.Response.Headers[\"X\"] = \"1\"; await next(context);")]
    [InlineData("context.Response.StatusCode = 400; context.Response.ContentType = \"x\"; await context.Response.WriteAsync(\"x\");")]
    [InlineData("context.Response.OnStarting(() => { context.Response.Headers[\"X\"] = \"1\"; return Task.CompletedTask; }); await next(context);")]
    [InlineData("await next(context); if (!context.Response.HasStarted) { context.Response.Headers[\"X\"] = \"1\"; }")]
    [InlineData("await next(context); if (!context.Response.HasStarted) context.Response.StatusCode = 500;")]
    [InlineData("await next(context); if (context.Response.StatusCode == 404 && !context.Response.HasStarted) { context.Response.Redirect(\"/\"); }")]
    [InlineData("await next(context); if (context.Response.HasStarted) return; context.Response.StatusCode = 500;")]
    [InlineData("await next(context); var started = context.Response.HasStarted; if (!started) context.Response.StatusCode = 500;")]
    [InlineData("try { await next(context); } catch (Exception) { context.Response.StatusCode = 500; await context.Response.WriteAsync(\"x\"); }")]
    [InlineData("try { await next(context); return; } catch (TimeoutException) { } context.Response.StatusCode = 504;")]
    [InlineData("if (flag) { context.Response.StatusCode = 401; await context.Response.WriteAsync(\"x\"); return; } await next(context);")]
    [InlineData("if (flag) { await context.Response.WriteAsync(\"x\"); } else { await next(context); }")]
    [InlineData("if (flag) { await context.Response.WriteAsync(\"x\"); } if (!flag) { await next(context); }")]
    [InlineData("if (flag) { await next(context); return; } context.Response.StatusCode = 404;")]
    [InlineData("if (flag) { await next(context); } else { context.Response.StatusCode = 404; }")]
    [InlineData("if (flag) { await context.Response.WriteAsync(\"x\"); throw new TimeoutException(); } context.Response.StatusCode = 404;")]
    [InlineData("var body = context.Response.Body; using var buffer = new MemoryStream(); context.Response.Body = buffer; await next(context); context.Response.Headers[\"ETag\"] = \"x\"; buffer.Position = 0; await buffer.CopyToAsync(body);")]
    [InlineData("await next(context); logger.LogInformation(\"{Status}\", context.Response.StatusCode); Use(context.Response.Headers[\"X\"]);")]
    [InlineData("await next(context); context.Request.Headers[\"X\"] = \"1\"; context.Items[\"x\"] = 1;")]
    [InlineData("await next(context); if (context.Response.StatusCode == 404) { context.Request.Path = \"/\"; await next(context); }")]
    [InlineData("await context.Response.WriteAsync(\"a\"); await context.Response.WriteAsync(\"b\"); context.Response.AppendTrailer(\"x\", \"1\");")]
    [InlineData("switch (bytes.Length) { case 1: await context.Response.WriteAsync(\"x\"); break; default: context.Response.StatusCode = 1; break; }")]
    [InlineData("Func<Task> later = async () => await context.Response.WriteAsync(\"x\"); context.Response.StatusCode = 1; await later();")]
    [InlineData("var list = new List<int>(); await file.WriteAsync(bytes); context.Response.StatusCode = 1; list.Add(1); list.Remove(1);")]
    public Task Stays_silent(string statements) => Verify<HeaderAfterStart>.Silent(In(statements));

    [Fact]
    public Task Reports_in_lambdas_filters_and_controllers() => Verify<HeaderAfterStart>.Reports("""
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.AspNetCore.Mvc.Filters;

        var app = WebApplication.CreateBuilder(args).Build();
        app.Use(async (context, next) =>
        {
            await next();
            context.Response.[|Headers|]["X-Powered-By"] = "us";
        });
        app.Use(async (HttpContext context, RequestDelegate next) =>
        {
            await next(context);
            context.Response.Headers.[|XFrameOptions|] = "DENY";
        });
        app.Use(async (context, next) =>
        {
            await context.Response.WriteAsync("Hello");
            await [|next|]();
        });
        app.Run(async context =>
        {
            await context.Response.WriteAsync("Hello");
            context.Response.[|StatusCode|] = 404;
        });
        app.MapGet("/x", async (HttpResponse response) => { await response.WriteAsync("x"); response.[|ContentType|] = "text/plain"; });
        app.Run();

        public class Scoped : IMiddleware
        {
            public async Task InvokeAsync(HttpContext context, RequestDelegate next)
            {
                await next(context);
                context.Response.[|Headers|]["X"] = "1";
            }
        }

        public class Filter : IAsyncResultFilter, IAsyncActionFilter
        {
            public async Task OnResultExecutionAsync(ResultExecutingContext context, ResultExecutionDelegate next)
            {
                await next();
                context.HttpContext.Response.[|Headers|]["X"] = "1";
            }

            public async Task OnActionExecutionAsync(ActionExecutingContext context, ActionExecutionDelegate next)
            {
                await next();
                context.HttpContext.Response.Headers["X"] = "1";
            }
        }

        public class Export : ControllerBase
        {
            public async Task Get()
            {
                await Response.WriteAsync("a;b");
                Response.Headers.[|Append|]("Content-Disposition", "attachment");
            }
        }
        """);

    [Fact]
    public Task Survives_half_typed_code() => Verify<HeaderAfterStart>.Silent(
        In("await next(context).; context.Response.Headers[ = ; context.Response. = ; var h = h; h[\"x\"] = 1;"),
            new() { Compiler = CompilerDiagnostics.None });

    [Fact]
    public Task Moves_what_can_be_moved() => Verify<HeaderAfterStart, HeaderAfterStartFix>.Fixes("""
        using System.Diagnostics;

        public class TimingMiddleware(RequestDelegate next)
        {
            public async Task InvokeAsync(HttpContext context)
            {
                var watch = Stopwatch.StartNew();
                await next(context);

                // For the dashboards.
                context.Response.[|Headers|]["X-Elapsed"] = watch.ElapsedMilliseconds.ToString();
                context.Response.Headers.[|Remove|]("Server");
            }

            public static async Task Write(HttpResponse response)
            {
                await response.WriteAsync("x");
                response.[|StatusCode|] = 400;
            }
        }
        """, """
        using System.Diagnostics;

        public class TimingMiddleware(RequestDelegate next)
        {
            public async Task InvokeAsync(HttpContext context)
            {
                var watch = Stopwatch.StartNew();
                // For the dashboards.
                context.Response.OnStarting(() =>
                {
                    context.Response.Headers["X-Elapsed"] = watch.ElapsedMilliseconds.ToString();
                    return Task.CompletedTask;
                });
                context.Response.OnStarting(() =>
                {
                    context.Response.Headers.Remove("Server");
                    return Task.CompletedTask;
                });

                await next(context);
            }

            public static async Task Write(HttpResponse response)
            {
                response.StatusCode = 400;
                await response.WriteAsync("x");
            }
        }
        """);

    [Fact]
    public Task Moves_the_condition_too() => Verify<HeaderAfterStart, HeaderAfterStartFix>.Fixes("""
        public class CorrelationMiddleware(RequestDelegate next)
        {
            public async Task InvokeAsync(HttpContext context)
            {
                await next(context);
                if (!context.Response.Headers.ContainsKey("X-Correlation-ID"))
                {
                    // So that support can find it.
                    context.Response.Headers.[|Append|]("X-Correlation-ID", context.TraceIdentifier);
                }
            }

            public static async Task CacheAsync(HttpContext context, RequestDelegate next)
            {
                await next(context);
                if (context.Response.StatusCode == 200) context.Response.Headers.[|CacheControl|] = "max-age=60";
            }
        }
        """, """
        public class CorrelationMiddleware(RequestDelegate next)
        {
            public async Task InvokeAsync(HttpContext context)
            {
                context.Response.OnStarting(() =>
                {
                    if (!context.Response.Headers.ContainsKey("X-Correlation-ID"))
                    {
                        // So that support can find it.
                        context.Response.Headers.Append("X-Correlation-ID", context.TraceIdentifier);
                    }
                    return Task.CompletedTask;
                });

                await next(context);
            }

            public static async Task CacheAsync(HttpContext context, RequestDelegate next)
            {
                context.Response.OnStarting(() =>
                {
                    if (context.Response.StatusCode == 200) context.Response.Headers.CacheControl = "max-age=60";
                    return Task.CompletedTask;
                });

                await next(context);
            }
        }
        """);

    [Fact]
    public Task Asks_where_it_cannot_move() => Verify<HeaderAfterStart, HeaderAfterStartFix>.Fixes("""
        public class Middleware(RequestDelegate next)
        {
            public async Task InvokeAsync(HttpContext context)
            {
                await next(context);
                var status = context.Response.StatusCode;
                context.Response.[|Headers|]["X-Status"] = status.ToString(); // as text
                if (status == 404)
                {
                    context.Response.[|Redirect|]("/");
                }
            }

            public async Task OtherAsync(HttpContext context, bool flag)
            {
                if (flag)
                {
                    await context.Response.WriteAsync("x");
                }

                // On.
                await [|next|](context);
            }
        }
        """, """
        public class Middleware(RequestDelegate next)
        {
            public async Task InvokeAsync(HttpContext context)
            {
                await next(context);
                var status = context.Response.StatusCode;
                if (!context.Response.HasStarted) context.Response.Headers["X-Status"] = status.ToString(); // as text
                if (status == 404)
                {
                    if (!context.Response.HasStarted) context.Response.Redirect("/");
                }
            }

            public async Task OtherAsync(HttpContext context, bool flag)
            {
                if (flag)
                {
                    await context.Response.WriteAsync("x");
                }

                // On.
                if (!context.Response.HasStarted) await next(context);
            }
        }
        """);
}
