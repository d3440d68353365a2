using ArchitectAnalyzers.CodeFixes.Api;
using ArchitectAnalyzers.Rules.Api;
using Microsoft.CodeAnalysis.Testing;

namespace ArchitectAnalyzers.Tests.Api;

public class LeakedExceptionTests
{
    private static string Controller(string handler, string exception = "Exception ex") => $$"""
        #nullable disable
        using System.Text;
        using System.Text.Json;
        using Microsoft.AspNetCore.Mvc;
        public record ErrorResponse(string Error, string Trace = null) { public static ErrorResponse From(string text) => new(text); public string Message { get; set; } public object Inner { get; set; } }
        public class OrderException(string message) : Exception(message);
        public class LateException(string message) : OrderException(message);
        public interface IOrders { void Place(); }
        public class OrdersController(IOrders orders, IHostEnvironment env, ILogger<OrdersController> logger, IConfiguration configuration) : Controller
        {
            private readonly ErrorResponse _answer = new("x");
            private readonly List<string> _log = new();
            private string _error;
            private ErrorResponse ErrorFor(int code, string text) => new(code + text);
            private ErrorResponse Translate(string text) => new(text.Length.ToString());

            [HttpPost]
            public IActionResult Place()
            {
                try
                {
                    orders.Place();
                    return Ok();
                }
                catch ({{exception}})
                {
                    {{handler}}
                }
            }
        }
        """;

    [Theory]
    [InlineData("return BadRequest([|ex.Message|]);")]
    [InlineData("return StatusCode(500, [|ex.Message|]);")]
    [InlineData("return StatusCode(500, [|ex.ToString()|]);")]
    [InlineData("return StatusCode(500, $\"Failed: {[|ex.Message|]}\");")]
    [InlineData("return StatusCode(500, \"Failed: \" + [|ex.Message|]);")]
    [InlineData("return StatusCode(500, string.Format(\"Failed: {0}\", [|ex.Message|]));")]
    [InlineData("return StatusCode(500, $\"{[|ex|]}\");")]
    [InlineData("return StatusCode(500, [|ex|]);")]
    [InlineData("return StatusCode(StatusCodes.Status500InternalServerError, new { error = [|ex.Message|] });")]
    [InlineData("return StatusCode(500, new { error = [|ex.Message|], stack = ex.StackTrace });")]
    [InlineData("return StatusCode(500, new { [|ex.Message|], ex.StackTrace });")]
    [InlineData("return StatusCode(500, new { error = \"Failed\", inner = [|ex.InnerException?.Message|] });")]
    [InlineData("return StatusCode(500, new ErrorResponse([|ex.Message|]));")]
    [InlineData("return BadRequest(ErrorResponse.From([|ex.Message|]));")]
    [InlineData("return BadRequest(new ErrorResponse(\"x\") { Message = [|ex.Message|] });")]
    [InlineData("return Ok(new ErrorResponse(\"x\") { Inner = [|ex.InnerException|] });")]
    [InlineData("return Problem([|ex.Message|]);")]
    [InlineData("return Problem(title: \"Failed\", detail: [|ex.ToString()|], statusCode: 500);")]
    [InlineData("return this.Problem(detail: [|ex.GetBaseException().Message|]);")]
    [InlineData("return Json(new { success = false, message = [|ex.Message|] });")]
    [InlineData("return Content([|ex.StackTrace|]);")]
    [InlineData("return new ObjectResult([|ex.Message|]) { StatusCode = 500 };")]
    [InlineData("return new ContentResult { Content = [|ex.ToString()|], StatusCode = 500 };")]
    [InlineData("return new JsonResult(new { message = [|ex.Message|] });")]
    [InlineData("return new BadRequestObjectResult([|ex.Message|]);")]
    [InlineData("return StatusCode(500, new ProblemDetails { Title = \"Failed\", Detail = [|ex.Message|] });")]
    [InlineData("var problem = new ProblemDetails { Detail = [|ex.ToString()|] }; return StatusCode(500, problem);")]
    [InlineData("var problem = new ProblemDetails(); problem.Detail = [|ex.Message|]; return StatusCode(500, problem);")]
    [InlineData("var problem = new ProblemDetails(); problem.Extensions[\"stack\"] = [|ex.StackTrace|]; return StatusCode(500, problem);")]
    [InlineData("var problem = new ProblemDetails(); problem.Extensions.Add(\"trace\", [|ex.StackTrace|]); return StatusCode(500, problem);")]
    [InlineData("var message = ex.Message; return BadRequest([|message|]);")]
    [InlineData("var text = $\"It failed: {ex.Message}\"; logger.LogError(text); return StatusCode(500, new { text = [|text|] });")]
    [InlineData("var error = new ErrorResponse([|ex.Message|]); return StatusCode(500, error);")]
    [InlineData("var error = new ErrorResponse(\"x\"); error.Message = [|ex.Message|]; return StatusCode(500, error);")]
    [InlineData("var body = new { error = [|ex.Message|] }; return StatusCode(500, body);")]
    [InlineData("var message = ex.InnerException != null ? ex.InnerException.Message : ex.Message; return BadRequest([|message|]);")]
    [InlineData("var sb = new StringBuilder(); sb.AppendLine(ex.Message); return Content([|sb|].ToString());")]
    [InlineData("return StatusCode(500, [|ex.InnerException?.Message|] ?? ex.Message);")]
    [InlineData("return BadRequest(new[] { [|ex.Message|] });")]
    [InlineData("return BadRequest(new List<string> { [|ex.Message|] });")]
    [InlineData("return BadRequest(new Dictionary<string, string> { [\"error\"] = [|ex.Message|] });")]
    [InlineData("return Content(JsonSerializer.Serialize(new { error = [|ex.Message|] }), \"application/json\");")]
    [InlineData("if (env.IsDevelopment()) return Problem(ex.ToString()); return Problem([|ex.Message|]);")]
    [InlineData("return Problem(env.IsDevelopment() ? ex.ToString() : [|ex.Message|]);")]
    [InlineData("if (env.IsDevelopment() || env.IsProduction()) return Problem([|ex.Message|]); return Problem();")]
    [InlineData("return Problem(env.IsDevelopment() == false ? [|ex.Message|] : null);")]
    [InlineData("return Problem(env.IsDevelopment() is false ? [|ex.Message|] : null);")]
    [InlineData("if (env.IsStaging() || env.IsProduction()) return Problem([|ex.Message|]); return Problem();")]
    [InlineData("if (ex is ArgumentException) return BadRequest([|ex.Message|]); throw;")]
    [InlineData("var (status, text) = ex switch { OrderException => (400, ex.Message), _ => (500, ex.Message) }; return StatusCode(status, [|text|]);")]
    [InlineData("ModelState.AddModelError(\"\", [|ex.Message|]); return View();")]
    [InlineData("var problemDetails = new ProblemDetails(); if (problemDetails is not null) problemDetails.Detail = [|ex.Message|]; return StatusCode(500, problemDetails);")]
    [InlineData("string details = null; if (details == null) return StatusCode(500, [|ex.Message|]); return StatusCode(500);")]
    [InlineData("var a = ex.Message; var b = a + a + a; var c = b + b + a; var d = c + b + a; var e = d + c + b; return StatusCode(500, [|e|]);")]
    [InlineData("return StatusCode(500, ErrorFor(500, [|ex.Message|]));")]
    [InlineData("TempData[\"Error\"] = [|ex.Message|]; return View();")]
    [InlineData("ViewData[\"Error\"] = $\"Failed: {[|ex.Message|]}\"; return View();")]
    [InlineData("Response.Headers[\"X-Error\"] = [|ex.Message|]; return StatusCode(500);")]
    [InlineData("Response.Headers.Append(\"X-Error\", [|ex.Message|]); return StatusCode(500);")]
    [InlineData("_answer.Message = [|ex.Message|]; return StatusCode(500, _answer);")]
    [InlineData("_error = ex.Message; return StatusCode(500, [|_error|]);")]
    [InlineData("var errors = new List<string>(); errors.Add([|ex.Message|]); return BadRequest(errors);")]
    [InlineData("var errors = new List<string>(); foreach (var one in new[] { ex }) { errors.Add($\"Failed: {[|one.Message|]}\"); } return BadRequest(new { errors });")]
    public Task Reports_in_a_controller(string handler) => Verify<LeakedException>.Reports(Controller(handler));

    [Theory]
    [InlineData("InvalidOperationException ex", "return Conflict([|ex.Message|]);")]
    [InlineData("KeyNotFoundException ex", "return NotFound([|ex.Message|]);")]
    [InlineData("Exception ex) when (ex is ArgumentException or FormatException", "return BadRequest([|ex.Message|]);")]
    [InlineData("Microsoft.EntityFrameworkCore.DbUpdateException ex", "return Conflict(new { error = [|ex.InnerException.Message|] });")]
    [InlineData("OrderException ex", "return Conflict(new { trace = [|ex.StackTrace|] });")]
    [InlineData("OrderException ex", "return Conflict([|ex.InnerException.Message|]);")]
    public Task Reports_what_libraries_throw(string exception, string handler) => Verify<LeakedException>.Reports(Controller(handler, exception));

    [Theory]
    [InlineData("logger.LogError(ex, \"Failed: {Message}\", ex.Message); return StatusCode(500, \"An unexpected error occurred.\");")]
    [InlineData("logger.LogError(ex.ToString()); return Problem();")]
    [InlineData("return Problem(title: \"Failed\", detail: \"Try again later\", statusCode: 500);")]
    [InlineData("return BadRequest(new { type = ex.GetType().Name, code = ex.HResult });")]
    [InlineData("return Problem(detail: env.IsDevelopment() ? ex.ToString() : null);")]
    [InlineData("return Problem(detail: !env.IsDevelopment() ? \"Failed\" : ex.Message);")]
    [InlineData("return Problem(detail: env.IsProduction() ? null : ex.StackTrace);")]
    [InlineData("return Problem(detail: env.IsProduction() == false ? ex.StackTrace : null);")]
    [InlineData("if (env.IsDevelopment()) { return Problem(ex.ToString()); } return Problem();")]
    [InlineData("if (!env.IsDevelopment()) return Problem(); return Problem(ex.ToString());")]
    [InlineData("if (env.IsStaging() || env.IsProduction()) return Problem(); return Problem(ex.ToString());")]
    [InlineData("if (!env.IsDevelopment() && !env.IsStaging()) return Problem(); return Problem(ex.ToString());")]
    [InlineData("if (env.IsEnvironment(\"Testing\")) return Problem(ex.ToString()); return Problem();")]
    [InlineData("if (!env.IsDevelopment()) { return Problem(); } else { return Problem(ex.ToString()); }")]
    [InlineData("var isDevelopment = env.IsEnvironment(\"Development\"); return Problem(isDevelopment ? ex.Message : null);")]
    [InlineData("var local = env.EnvironmentName == Environments.Development; return Problem(local ? ex.Message : null);")]
    [InlineData("var detail = \"Failed\"; if (env.IsDevelopment()) detail = ex.ToString(); return Problem(detail);")]
    [InlineData("var problem = new ProblemDetails { Title = \"Failed\" }; if (env.IsDevelopment()) { problem.Detail = ex.Message; problem.Extensions[\"trace\"] = ex.StackTrace; } return StatusCode(500, problem);")]
    [InlineData("return Problem(configuration.GetValue<bool>(\"ShowErrorDetails\") ? ex.Message : null);")]
    [InlineData("return ex is OrderException ? Conflict(ex.Message) : Problem();")]
    [InlineData("return StatusCode(409, ex switch { OrderException => ex.Message, _ => \"Failed\" });")]
    [InlineData("return StatusCode(409, ex switch { OrderException order => order.Message, _ => \"Failed\" });")]
    [InlineData("var (status, text) = ex switch { OrderException => (400, ex.Message), _ => (500, \"Failed\") }; return StatusCode(status, text);")]
    [InlineData("switch (ex) { case OrderException: return Conflict(ex.Message); default: return Problem(); }")]
    [InlineData("if (ex is OrderException or LateException) return Conflict(ex.Message); return Problem();")]
    [InlineData("return BadRequest(ex.Message.Contains(\"duplicate\") ? \"It exists already\" : \"Not accepted\");")]
    [InlineData("throw new InvalidOperationException(\"Failed: \" + ex.Message, ex);")]
    [InlineData("return StatusCode(500, Translate(ex.Message));")]
    [InlineData("return RedirectToAction(\"Index\");")]
    [InlineData("var status = ex is OrderException ? 409 : 500; return Problem(detail: status < 500 ? ex.Message : \"Failed\", statusCode: status);")]
    [InlineData("var ours = ex is OrderException; return Problem(detail: ours ? ex.Message : \"Failed\");")]
    [InlineData("ModelState.AddModelError(\"\", ex, MetadataProvider.GetMetadataForType(typeof(string))); ViewData[\"Title\"] = \"x\"; return View();")]
    [InlineData("_log.Add(ex.Message); _answer.Message = \"x\"; return BadRequest(_answer);")]
    public Task Stays_silent_in_a_controller(string handler) => Verify<LeakedException>.Silent(Controller(handler));

    [Theory]
    [InlineData("OrderException ex", "return Conflict(ex.Message);")]
    [InlineData("LateException ex", "return Conflict(new { error = ex.Message });")]
    [InlineData("OrderException ex", "return Problem(detail: ex.Message, statusCode: 409);")]
    [InlineData("Exception ex) when (ex is OrderException", "return BadRequest(ex.Message);")]
    [InlineData("BadHttpRequestException ex", "return BadRequest(ex.Message);")]
    [InlineData("JsonException ex", "return BadRequest(ex.Message);")]
    [InlineData("System.ComponentModel.DataAnnotations.ValidationException ex", "return BadRequest(ex.Message);")]
    public Task Stays_silent_on_messages_that_are_written_for_clients(string exception, string handler) =>
        Verify<LeakedException>.Silent(Controller(handler, exception));

    [Fact]
    public Task Reports_own_messages_where_they_are_included() =>
        Verify<LeakedException>.Reports(Controller("return Conflict([|ex.Message|]);", "OrderException ex"), new() { Options = new Dictionary<string, string> { ["architect.ARCH3008.include_own_exceptions"] = "true" } });

    [Fact]
    public Task Reports_what_hubs_and_grpc_services_throw() => Verify<LeakedException>.Reports("""
        using Grpc.Core;
        using Microsoft.AspNetCore.SignalR;

        public class Chat : Hub
        {
            public Task Send(string text)
            {
                try { return Clients.All.SendAsync("text", text); }
                catch (InvalidOperationException ex) { throw new HubException([|ex.Message|]); }
            }

            public async Task Join(string room)
            {
                try { await Groups.AddToGroupAsync(Context.ConnectionId, room); }
                catch (Exception ex) { await Clients.Caller.SendAsync("failed", [|ex.Message|]); }
            }

            public async Task Leave(string room, ILogger<Chat> logger, HttpClient http)
            {
                try { await Groups.RemoveFromGroupAsync(Context.ConnectionId, room); }
                catch (Exception ex)
                {
                    logger.LogError(ex, "Leaving {Room}", room);
                    await Clients.Caller.SendAsync("failed", "Leaving failed");
                    await http.SendAsync(new HttpRequestMessage(HttpMethod.Post, "https://alerts.example/?text=" + ex.Message));
                }
            }
        }

        public static class Failures
        {
            public static RpcException Of(Exception ex) => new(new Status(StatusCode.Internal, [|ex.Message|]));
            public static RpcException Good(Exception ex) => new(new Status(StatusCode.Internal, "Failed"), ex.Message);
        }
        """);

    [Fact]
    public Task Reports_in_minimal_apis() => Verify<LeakedException>.Reports("""
        using Microsoft.AspNetCore.Diagnostics;

        var app = WebApplication.CreateBuilder(args).Build();
        app.MapGet("/a", () => { try { return Results.Ok(); } catch (Exception ex) { return Results.Problem([|ex.Message|]); } });
        app.MapGet("/b", () => { try { return Results.Ok(); } catch (Exception ex) { return Results.BadRequest(new { error = [|ex.Message|] }); } });
        app.MapGet("/c", IResult () => { try { return TypedResults.Ok(); } catch (Exception e) { return TypedResults.BadRequest([|e.Message|]); } });
        app.MapGet("/d", () => { try { return Results.Ok(); } catch (Exception ex) { return Results.Json(new { ok = false, error = [|ex.ToString()|] }, statusCode: 500); } });
        app.MapGet("/e", () => { try { return "x"; } catch (Exception ex) { return [|ex.Message|]; } });
        app.MapGet("/f", async (HttpContext context) => { try { await Task.Yield(); } catch (Exception ex) { await context.Response.WriteAsync([|ex.Message|]); } });
        app.MapGet("/g", () => { try { return Results.Text("x"); } catch (Exception ex) { return Results.Text($"<pre>{[|ex|]}</pre>"); } });
        app.UseExceptionHandler(handler => handler.Run(async context =>
        {
            var feature = context.Features.Get<IExceptionHandlerFeature>();
            context.Response.StatusCode = 500;
            await context.Response.WriteAsJsonAsync(new { error = [|feature?.Error.Message|] });
        }));
        app.UseExceptionHandler(handler => handler.Run(async context =>
        {
            var exception = context.Features.Get<IExceptionHandlerPathFeature>()?.Error;
            if (exception is not null) await Results.Problem(detail: [|exception.ToString()|]).ExecuteAsync(context);
        }));
        if (app.Environment.IsDevelopment())
        {
            app.UseExceptionHandler(handler => handler.Run(context =>
                context.Response.WriteAsync(context.Features.Get<IExceptionHandlerFeature>()!.Error.ToString())));
        }
        app.Run();
        """);

    [Fact]
    public Task Reports_in_middleware_handlers_and_filters() => Verify<LeakedException>.Reports("""
        using System.Net;
        using System.Text;
        using System.Text.Json;
        using Microsoft.AspNetCore.Diagnostics;
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.AspNetCore.Mvc.Filters;

        public class ErrorMiddleware(RequestDelegate next, ILogger<ErrorMiddleware> logger)
        {
            public async Task InvokeAsync(HttpContext context)
            {
                try
                {
                    await next(context);
                }
                catch (Exception ex)
                {
                    logger.LogError(ex, ex.Message);
                    await HandleAsync(context, ex);
                }
            }

            private static Task HandleAsync(HttpContext context, Exception exception)
            {
                context.Response.StatusCode = (int)HttpStatusCode.InternalServerError;
                var result = JsonSerializer.Serialize(new { error = exception.Message });
                return context.Response.WriteAsync([|result|]);
            }

            private static async Task BytesAsync(HttpContext context, Exception exception)
            {
                await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes([|exception.Message|]));
                await JsonSerializer.SerializeAsync(context.Response.Body, new { exception = [|exception.ToString()|] });
            }
        }

        public class Handler : IExceptionHandler
        {
            public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
            {
                var problem = new ProblemDetails
                {
                    Status = 500,
                    Title = "Failed",
                    Detail = [|exception.Message|],
                };
                await httpContext.Response.WriteAsJsonAsync(problem, cancellationToken);
                return true;
            }
        }

        public class Service(IProblemDetailsService problems) : IExceptionHandler
        {
            public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken) =>
                await problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = httpContext, Exception = exception, ProblemDetails = { Title = "Failed", Detail = [|exception.Message|] } });
        }

        public class Filter : IExceptionFilter
        {
            public void OnException(ExceptionContext context)
            {
                context.Result = new ObjectResult(new { error = [|context.Exception.Message|] }) { StatusCode = 500 };
                context.ExceptionHandled = true;
            }
        }

        public class FilterAttribute : ExceptionFilterAttribute
        {
            public override void OnException(ExceptionContext context) => context.Result = new JsonResult([|context.Exception.ToString()|]);
        }

        public static class Setup
        {
            public static void Add(IServiceCollection services) => services.AddProblemDetails(options => options.CustomizeProblemDetails = context =>
            {
                context.ProblemDetails.Extensions["exception"] = [|context.Exception?.Message|];
                context.ProblemDetails.Extensions["traceId"] = context.HttpContext.TraceIdentifier;
            });
        }
        """);

    [Fact]
    public Task Stays_silent_in_good_handlers() => Verify<LeakedException>.Silent("""
        using Microsoft.AspNetCore.Diagnostics;
        using Microsoft.AspNetCore.Mvc;

        public abstract class ShopException(string message) : Exception(message) { public abstract int Status { get; } }

        public class Handler(IProblemDetailsService problems, IHostEnvironment env, ILogger<Handler> logger) : IExceptionHandler
        {
            public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
            {
                logger.LogError(exception, "Unhandled: {Message}", exception.Message);
                var problem = new ProblemDetails
                {
                    Title = "Failed",
                    Detail = exception is ShopException shop ? shop.Message : "Please try again",
                    Extensions = { ["traceId"] = httpContext.TraceIdentifier },
                };
                if (env.IsDevelopment()) problem.Extensions["stack"] = exception.ToString();
                return await problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = httpContext, Exception = exception, ProblemDetails = problem });
            }
        }

        public class Worker(ILogger<Worker> logger, HttpClient client)
        {
            public async Task<string> RunAsync(CancellationToken token)
            {
                try { return await client.GetStringAsync("/", token); }
                catch (HttpRequestException ex) { logger.LogWarning("Failed: {Text}", ex.Message); return ex.Message; }
            }

            public async Task LogAsync(Exception ex, TextWriter writer) => await writer.WriteAsync(ex.ToString());
        }
        """);

    [Fact]
    public Task Survives_half_typed_code() => Verify<LeakedException>.Silent(
        Controller("return BadRequest(ex.; var x = x; return BadRequest(x); return Problem(new { }, Gone(ex.Message)"), new() { Compiler = CompilerDiagnostics.None });

    [Fact]
    public Task Fixes_with_a_text_and_keeps_the_rest() => Verify<LeakedException, LeakedExceptionFix>.Fixes("""
        using Microsoft.AspNetCore.Mvc;

        public class OrdersController(ILogger<OrdersController> logger) : ControllerBase
        {
            public IActionResult A()
            {
                try { return Ok(); }
                catch (Exception ex)
                {
                    logger.LogError(ex, "Failed");
                    return StatusCode(500, [|ex.Message|]); // why
                }
            }

            public IActionResult B()
            {
                try { return Ok(); }
                catch (InvalidOperationException ex)
                {
                    return BadRequest(new { error = [|ex.Message|], stack = ex.StackTrace });
                }
                catch (Exception ex) when (ex is not OutOfMemoryException)
                {
                    // The client wants to know.
                    return StatusCode(500, new
                    {
                        code = 7,
                        error = $"Placing failed: {[|ex.Message|]}",
                        trace = ex.StackTrace
                    });
                }
            }

            public IActionResult C(int id)
            {
                try { return Ok(); }
                catch (Exception ex)
                {
                    logger.LogError(ex, "Failed");
                    if (id == 1) return StatusCode(500, "Order " + id + " failed: " + [|ex.Message|]);
                    if (id == 2) return StatusCode(500, "Failed: " + [|ex.Message|] + ".");
                    if (id == 3) return StatusCode(500, $"Order {id} failed ({[|ex.GetType().Name + ex.Message|]})");
                    if (id == 4) return StatusCode(500, string.Format("{0}: {1}", id, [|ex.Message|]));
                    var text = ex.InnerException?.Message ?? ex.Message;
                    return new ObjectResult(new ProblemDetails { Title = "Failed", Detail = [|ex.ToString()|] }) { StatusCode = text.Length };
                }
            }
        }
        """.Replace("{[|ex.GetType().Name + ex.Message|]}", "{ex.GetType().Name + [|ex.Message|]}"), """
        using Microsoft.AspNetCore.Mvc;

        public class OrdersController(ILogger<OrdersController> logger) : ControllerBase
        {
            public IActionResult A()
            {
                try { return Ok(); }
                catch (Exception ex)
                {
                    logger.LogError(ex, "Failed");
                    return StatusCode(500, "An unexpected error occurred."); // why
                }
            }

            public IActionResult B()
            {
                try { return Ok(); }
                catch (InvalidOperationException)
                {
                    return BadRequest(new { error = "An unexpected error occurred." });
                }
                catch (Exception ex) when (ex is not OutOfMemoryException)
                {
                    // The client wants to know.
                    return StatusCode(500, new
                    {
                        code = 7,
                        error = "Placing failed"
                    });
                }
            }

            public IActionResult C(int id)
            {
                try { return Ok(); }
                catch (Exception ex)
                {
                    logger.LogError(ex, "Failed");
                    if (id == 1) return StatusCode(500, "Order " + id + " failed");
                    if (id == 2) return StatusCode(500, "Failed");
                    if (id == 3) return StatusCode(500, $"Order {id} failed");
                    if (id == 4) return StatusCode(500, "An unexpected error occurred.");
                    var text = ex.InnerException?.Message ?? ex.Message;
                    return new ObjectResult(new ProblemDetails { Title = "Failed", Detail = "An unexpected error occurred." }) { StatusCode = text.Length };
                }
            }
        }
        """);

    [Fact]
    public Task Fixes_in_handlers() => Verify<LeakedException, LeakedExceptionFix>.Fixes("""
        using System.Text.Json;
        using Microsoft.AspNetCore.Diagnostics;

        public class Handler : IExceptionHandler
        {
            public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
            {
                var body = JsonSerializer.Serialize(new { error = exception.Message });
                await httpContext.Response.WriteAsync([|body|], cancellationToken);
                await Results.Problem(
                    title: "Failed",
                    detail: [|exception.InnerException?.Message|] ?? exception.Message,
                    statusCode: 500).ExecuteAsync(httpContext);
                return true;
            }
        }
        """, """
        using System.Text.Json;
        using Microsoft.AspNetCore.Diagnostics;

        public class Handler : IExceptionHandler
        {
            public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
            {
                var body = JsonSerializer.Serialize(new { error = "An unexpected error occurred." });
                await httpContext.Response.WriteAsync(body, cancellationToken);
                await Results.Problem(
                    title: "Failed",
                    detail: "An unexpected error occurred.",
                    statusCode: 500).ExecuteAsync(httpContext);
                return true;
            }
        }
        """);

    private static string Hub(string handler) => $$"""
        using Microsoft.AspNetCore.SignalR;
        public record ErrorDto(string Message);
        public interface IClient { Task ShowError(string text); Task Failed(ErrorDto error); Task ShowResult(int value); }
        public interface IWorker { Task Report(string text); }
        public class ChatHub(ILogger<ChatHub> logger, IWorker worker) : Hub<IClient>
        {
            public async Task Send(string text)
            {
                try { await Clients.All.ShowResult(text.Length); }
                catch (InvalidOperationException ex) { {{handler}} }
            }
        }

        public class Job(IHubContext<ChatHub, IClient> hub)
        {
            public async Task Run(string user)
            {
                try { await hub.Clients.All.ShowResult(1); }
                catch (InvalidOperationException ex) { await hub.Clients.User(user).ShowError([|ex.Message|]); }
            }
        }
        """;

    [Theory]
    [InlineData("await Clients.Caller.ShowError([|ex.Message|]);")]
    [InlineData("await Clients.Group(\"all\").ShowError(\"Failed: \" + [|ex|]);")]
    [InlineData("await Clients.Groups(\"a\", \"b\").Failed(new ErrorDto([|ex.StackTrace|]!));")]
    [InlineData("var caller = Clients.Caller; await caller.ShowError([|ex.Message|]);")]
    [InlineData("await Clients.Client(Context.ConnectionId).ShowError($\"Failed: {[|ex.Message|]}\");")]
    [InlineData("logger.LogError(ex, \"failed\"); await Clients.Caller.ShowError(\"Try again later\");")]
    [InlineData("await worker.Report(ex.Message);")]
    [InlineData("var other = worker; await other.Report(ex.Message);")]
    public Task Reports_what_a_hub_sends_to_clients_of_an_interface(string handler) => Verify<LeakedException>.Reports(Hub(handler));

    [Fact]
    public Task Sends_clients_of_an_interface_a_text_of_its_own() => Verify<LeakedException, LeakedExceptionFix>.Fixes("""
        using Microsoft.AspNetCore.SignalR;
        public interface IClient { Task ShowError(string text); Task ShowResult(int value); }
        public class ChatHub(ILogger<ChatHub> logger) : Hub<IClient>
        {
            public async Task Send(string text)
            {
                try { await Clients.All.ShowResult(text.Length); }
                catch (InvalidOperationException ex)
                {
                    logger.LogError(ex, "Sending failed");
                    await Clients.Caller.ShowError($"Sending failed: {[|ex.Message|]}");
                }
            }
        }
        """, """
        using Microsoft.AspNetCore.SignalR;
        public interface IClient { Task ShowError(string text); Task ShowResult(int value); }
        public class ChatHub(ILogger<ChatHub> logger) : Hub<IClient>
        {
            public async Task Send(string text)
            {
                try { await Clients.All.ShowResult(text.Length); }
                catch (InvalidOperationException ex)
                {
                    logger.LogError(ex, "Sending failed");
                    await Clients.Caller.ShowError("Sending failed");
                }
            }
        }
        """);
}
