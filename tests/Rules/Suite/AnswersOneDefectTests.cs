using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace ArchitectAnalyzers.Tests.Suite;

/// <summary>
/// One defect, one report, in code that answers requests: of the rules on bodies, headers, contexts and exceptions and of those on blocking calls, one alone
/// speaks of a line.
/// </summary>
public class AnswersOneDefectTests
{
    private const string Code = """
        using System.Net;
        using System.Text.Json;
        using Microsoft.AspNetCore.Diagnostics;
        using Microsoft.AspNetCore.Http.Features;
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.AspNetCore.Mvc.Filters;

        public class ShopException(string message, int code) : Exception(message) { public int Code { get; } = code; }
        public record ErrorDto(string Message) { public string? Details { get; set; } }
        public class ApiResponse<T> { public bool Success { get; set; } public string? Error { get; set; } public T? Data { get; set; } public static ApiResponse<T> Fail(string error) => new() { Error = error }; }
        public interface IImports { Task<int> RunAsync(string text, CancellationToken token); Task AuditAsync(string? user, string path, CancellationToken token); }
        public interface IWorkQueue { void QueueBackgroundWorkItem(Func<CancellationToken, Task> work); }

        public class ErrorHandlingMiddleware(RequestDelegate next, ILogger<ErrorHandlingMiddleware> logger, IWebHostEnvironment environment)
        {
            public async Task InvokeAsync(HttpContext context)
            {
                try
                {
                    await next(context);
                }
                catch (ShopException ex)
                {
                    logger.LogWarning(ex, "Refused");
                    context.Response.StatusCode = ex.Code;
                    await context.Response.WriteAsJsonAsync(new ErrorDto(ex.Message), context.RequestAborted);
                }
                catch (Exception ex) when (ex is not OperationCanceledException)
                {
                    logger.LogError(ex, "Unhandled exception: {Message}", ex.Message);
                    context.Response.ContentType = "application/json";
                    context.Response.StatusCode = (int)HttpStatusCode.InternalServerError;
                    var response = environment.IsDevelopment()
                        ? new ErrorDto(ex.Message) { Details = ex.StackTrace }
                        : new ErrorDto("Internal Server Error");
                    await context.Response.WriteAsync(JsonSerializer.Serialize(response), context.RequestAborted);
                }
            }
        }

        public class WorseMiddleware(RequestDelegate next)
        {
            public async Task InvokeAsync(HttpContext context)
            {
                try
                {
                    await next(context);
                }
                catch (KeyNotFoundException ex)
                {
                    await WriteAsync(context, ex, HttpStatusCode.NotFound);
                }
            }

            private static async Task WriteAsync(HttpContext context, Exception exception, HttpStatusCode status)
            {
                var problem = new ProblemDetails
                {
                    Status = (int)status,
                    Title = "An error occurred",
                    Detail = exception.Message, // ARCH3008
                    Instance = context.Request.Path,
                };
                problem.Extensions["traceId"] = context.TraceIdentifier;
                problem.Extensions["stackTrace"] = exception.StackTrace; // ARCH3008
                await context.Response.WriteAsync(JsonSerializer.Serialize(problem), context.RequestAborted);
                context.Response.StatusCode = (int)status; // ARCH3110
            }
        }

        [ApiController]
        [Route("api/[controller]")]
        public class ImportsController(IImports imports, IWorkQueue queue, ILogger<ImportsController> logger) : ControllerBase
        {
            [HttpPost("text")]
            public async Task<IActionResult> Text(CancellationToken token)
            {
                using var reader = new StreamReader(Request.Body);
                var text = reader.ReadToEnd(); // ARCH3108
                return Ok(await imports.RunAsync(text, token));
            }

            [HttpPost("good")]
            public async Task<IActionResult> Good(CancellationToken token)
            {
                using var reader = new StreamReader(Request.Body);
                var text = await reader.ReadToEndAsync(token);
                return Ok(await imports.RunAsync(text, token));
            }

            [HttpPost("copy")]
            public async Task<IActionResult> Copy(CancellationToken token)
            {
                using var memory = new MemoryStream();
                Request.Body.CopyTo(memory); // ARCH3108
                memory.Position = 0;
                using var reader = new StreamReader(memory);
                return Ok(await imports.RunAsync(reader.ReadToEnd(), token));
            }

            [HttpPost("form")]
            [DisableRequestSizeLimit] // ARCH3010
            public async Task<ActionResult<ApiResponse<int>>> Form(CancellationToken token)
            {
                try
                {
                    var file = Request.Form.Files[0]; // ARCH3108
                    return Ok(new ApiResponse<int> { Success = true, Data = await imports.RunAsync(file.FileName, token) });
                }
                catch (InvalidDataException ex)
                {
                    return BadRequest(ApiResponse<int>.Fail(ex.Message)); // ARCH3008
                }
                catch (Exception ex) when (ex is not OperationCanceledException)
                {
                    logger.LogError(ex, "Import failed");
                    return StatusCode(StatusCodes.Status500InternalServerError, new { message = "Import failed", error = ex.ToString() }); // ARCH3008
                }
            }

            [HttpPost("later")]
            public IActionResult Later(IFormFile file)
            {
                var user = User.Identity?.Name;
                var path = Request.Path.Value!;
                queue.QueueBackgroundWorkItem(token => imports.AuditAsync(user, path, token));
                queue.QueueBackgroundWorkItem(token => imports.AuditAsync(User.Identity?.Name, path, token)); // ARCH3109
                return Accepted();
            }

            [HttpGet("raw")]
            public async Task Raw(CancellationToken token)
            {
                Response.ContentType = "text/csv";
                await Response.WriteAsync("a;b\n", token);
                Response.Headers["X-Rows"] = "1"; // ARCH3110
            }

            [HttpPost("batch")]
            public IActionResult Batch([FromBody] List<int> ids) => Ok(ids.Distinct().Count()); // ARCH3015

            [HttpPost("limited")]
            public IActionResult Limited([FromBody] List<int> ids) => ids.Count > 100 ? BadRequest() : Ok(ids.Distinct().Count());
        }

        public class ExceptionFilter(ILogger<ExceptionFilter> logger) : IAsyncExceptionFilter
        {
            public Task OnExceptionAsync(ExceptionContext context)
            {
                logger.LogError(context.Exception, "Failed");
                context.Result = context.Exception switch
                {
                    ShopException shop => new ConflictObjectResult(new { message = shop.Message }),
                    ArgumentException argument => new BadRequestObjectResult(new { message = argument.Message }), // ARCH3008
                    _ => new ObjectResult(new { message = "Unexpected error" }) { StatusCode = 500 },
                };
                context.ExceptionHandled = true;
                return Task.CompletedTask;
            }
        }

        public class GlobalHandler(IHostEnvironment env) : IExceptionHandler
        {
            public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
            {
                var (status, title) = exception switch
                {
                    ShopException shop => (shop.Code, shop.Message),
                    TimeoutException => (504, "The shop is slow"),
                    _ => (500, "Unexpected error"),
                };
                var details = new ProblemDetails { Status = status, Title = title, Detail = env.IsProduction() ? null : exception.ToString() };
                httpContext.Response.StatusCode = status;
                await httpContext.Response.WriteAsJsonAsync(details, cancellationToken);
                return true;
            }
        }

        public static class Endpoints
        {
            public static void Map(WebApplication app)
            {
                app.Use(async (context, next) =>
                {
                    context.Response.Headers["X-Frame-Options"] = "DENY";
                    await next(context);
                    context.Response.Headers.Append("X-Status", context.Response.StatusCode.ToString()); // ARCH3110
                });
                app.Use(async (context, next) =>
                {
                    context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = null; // ARCH3010
                    if (context.Request.Path == "/closed")
                    {
                        context.Response.StatusCode = 503;
                        await context.Response.WriteAsync("closed", context.RequestAborted);
                        return;
                    }

                    await next(context);
                });
                app.MapPost("/hooks", async (HttpContext context, IImports imports) =>
                {
                    var order = JsonSerializer.Deserialize<int[]>(context.Request.Body); // ARCH3108
                    await Parallel.ForEachAsync(order!, context.RequestAborted, async (id, token) =>
                    {
                        await imports.AuditAsync(context.User.Identity?.Name, "/", token); // ARCH3109
                    });
                    return Results.NoContent();
                });
            }
        }
        """;

    private static readonly string[] s_ids = ["ARCH1002", "ARCH1003", "ARCH3008", "ARCH3010", "ARCH3015", "ARCH3108", "ARCH3109", "ARCH3110"];

    [Fact]
    public async Task Each_line_is_reported_by_the_rule_that_is_meant()
    {
        var expected = Code.Split('\n')
            .Select((line, i) => Regex.Match(line, @"// (ARCH\d+)$") is { Success: true } match ? $"{i + 1}: {match.Groups[1].Value}" : "")
            .Where(line => line != "");
        var project = AllRules.Project([("Answers.cs", Code)]);
        var errors = await AllRules.Errors(project);
        Assert.True(!errors.Any(), AllRules.Show(errors));
        var actual = (await AllRules.Analyze(project)).Where(report => s_ids.Contains(report.Id))
            .Select(report => (Line: report.Location.GetLineSpan().StartLinePosition.Line + 1, report.Id)).OrderBy(report => report)
            .Select(report => $"{report.Line}: {report.Id}");
        Assert.Equal(string.Join("\n", expected), string.Join("\n", actual));
    }
}
