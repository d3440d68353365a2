using ArchitectAnalyzers.CodeFixes.Api;
using ArchitectAnalyzers.Rules.Api;
using ArchitectAnalyzers.Testing;

namespace ArchitectAnalyzers.Tests.Api;

public class UndecidedAuthorizationTests
{
    private const string Usings = "using Microsoft.AspNetCore.Authorization; using Microsoft.AspNetCore.Mvc; using Microsoft.AspNetCore.Mvc.Authorization; using System.Security.Claims;\n";

    private static string App(string mappings, string services = "", string types = "") => Usings + $$"""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddControllers();
        builder.Services.AddAuthentication("Bearer").AddJwtBearer();
        builder.Services.AddAuthorization();
        {{services}}
        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        {{mappings}}
        app.Run();
        {{types}}
        """;

    [Fact]
    public Task Names_verb_and_template() => Verify<UndecidedAuthorization>.Reports(App("""
        var orders = app.MapGroup("/orders");
        orders.{|#0:MapPost|}("/{id}/cancel", (int id) => Results.NoContent());
        app.MapControllers();
        """, types: """
        [ApiController, Route("api/[controller]")]
        public class InvoicesController : ControllerBase
        {
            [HttpDelete("{id}")] public IActionResult {|#1:Delete|}(int id) => NoContent();
        }
        """), null,
        Verify<UndecidedAuthorization>.Report(0).WithArguments("POST /orders/{id}/cancel"),
        Verify<UndecidedAuthorization>.Report(1).WithArguments("DELETE api/Invoices/{id}"));

    [Theory]
    [InlineData("app.[|MapGet|](\"/orders\", () => Results.Ok());")]
    [InlineData("app.[|MapPost|](\"/orders\", Create).WithName(\"create\").Produces(201);")]
    [InlineData("app.[|MapMethods|](\"/orders\", new[] { \"PUT\" }, (int id) => id);")]
    [InlineData("var api = app.MapGroup(\"/api\").WithTags(\"Api\"); api.[|MapDelete|](\"/orders/{id}\", (int id) => Results.NoContent()); api.MapGet(\"/x\", () => 1).RequireAuthorization();")]
    [InlineData("var api = app.MapGroup(\"/api\"); var admin = api.MapGroup(\"/admin\").RequireAuthorization(\"admin\"); admin.MapGet(\"/x\", () => 1); api.[|MapPut|](\"/y\", (int id) => id);")]
    [InlineData("app.MapOrders();")]
    [InlineData("app.MapGroup(\"/v1\").MapOrders();")]
    [InlineData("app.[|MapGet|](\"/me\", (ClaimsPrincipal user) => user.Identity!.Name);")]
    [InlineData("var e = app.[|MapPost|](\"/x\", () => 1); e.WithName(\"x\");")]
    [InlineData("app.[|MapPost|](\"/x\", () => 1).AddEndpointFilter<ValidationFilter>();")]
    [InlineData("app.[|MapPost|](\"/x\", [EndpointSummary(\"x\")] (int x) => x);")]
    [InlineData("app.[|MapPost|](\"/login\", (string name) => name == \"x\" ? Results.Ok() : Results.Unauthorized());")]
    [InlineData("app.UseRouting(); app.UseEndpoints(endpoints => { endpoints.[|MapPost|](\"/x\", () => 1); endpoints.MapGet(\"/y\", () => 1).RequireAuthorization(); });")]
    [InlineData("app.[|MapHub<Chat>|](\"/chat\");")]
    [InlineData("app.UseMiddleware<PartnerMiddleware>(); app.[|MapPost|](\"/orders\", () => 1); app.MapPost(\"/partner/stock\", () => 1);")]
    public Task Reports_a_mapping_that_nobody_decided_about(string mappings) => Verify<UndecidedAuthorization>.Reports(App(mappings, types: """
        partial class Program { static IResult Create(string name) => Results.Created($"/orders/{name}", null); }
        class Chat : Microsoft.AspNetCore.SignalR.Hub { public Task Send(string text) => Task.CompletedTask; }
        class ValidationFilter : IEndpointFilter { public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext c, EndpointFilterDelegate next) => next(c); }
        class PartnerMiddleware(RequestDelegate next)
        {
            public async Task InvokeAsync(HttpContext context)
            {
                if (!context.Request.Path.StartsWithSegments("/partner")) { await next(context); return; }
                if (context.Request.Headers["X-Key"] != "x") { context.Response.StatusCode = 401; return; }
                await next(context);
            }
        }
        static class OrderEndpoints
        {
            public static IEndpointRouteBuilder MapOrders(this IEndpointRouteBuilder routes)
            {
                var group = routes.MapGroup("/module");
                group.MapGet("/", () => 1).AllowAnonymous();
                group.MapPost("/", () => 2).RequireAuthorization(MARK);
                return routes;
            }
        }
        """.Replace("group.MapPost(\"/\", () => 2).RequireAuthorization(MARK)",
            mappings.Contains("MapOrders") ? "group.[|MapPost|](\"/\", () => 2)" : "group.MapPost(\"/\", () => 2).RequireAuthorization()")));

    [Theory]
    [InlineData("app.MapPost(\"/x\", () => 1).RequireAuthorization();")]
    [InlineData("app.MapPost(\"/x\", () => 1).WithName(\"x\").RequireAuthorization(\"admin\");")]
    [InlineData("app.MapPost(\"/x\", () => 1).AllowAnonymous();")]
    [InlineData("app.MapPost(\"/x\", [Authorize] () => 1);")]
    [InlineData("app.MapPost(\"/x\", [Authorize(AuthenticationSchemes = \"Bearer\")] () => 1);")]
    [InlineData("app.MapPost(\"/x\", [AllowAnonymous] () => 1);")]
    [InlineData("app.MapPost(\"/x\", Create);")]
    [InlineData("app.MapPost(\"/x\", () => 1).WithMetadata(new AuthorizeAttribute());")]
    [InlineData("app.MapPost(\"/x\", () => 1).Add(b => b.Metadata.Add(new AuthorizeAttribute()));")]
    [InlineData("app.MapPost(\"/x\", () => 1).RequirePermission(\"orders\");")]
    [InlineData("app.MapPost(\"/x\", () => 1).AddEndpointFilter<ApiKeyFilter>();")]
    [InlineData("app.MapPost(\"/x\", () => 1).AddEndpointFilter(async (c, next) => c.HttpContext.Request.Headers[\"k\"] == \"x\" ? await next(c) : Results.Unauthorized());")]
    [InlineData("var e = app.MapPost(\"/x\", () => 1); e.RequireAuthorization();")]
    [InlineData("var g = app.MapGroup(\"/g\").RequireAuthorization(); g.MapPost(\"/x\", () => 1);")]
    [InlineData("var g = app.MapGroup(\"/g\"); g.RequireAuthorization(); g.MapPost(\"/x\", () => 1);")]
    [InlineData("var g = app.MapGroup(\"/g\"); g.MapPost(\"/x\", () => 1); g.WithTags(\"x\").RequireAuthorization(\"admin\");")]
    [InlineData("var g = app.MapGroup(\"/g\").RequireAuthorization(); var h = g.MapGroup(\"/h\").WithTags(\"h\"); h.MapPost(\"/x\", () => 1);")]
    [InlineData("app.MapGroup(\"/g\").RequireAuthorization().MapPost(\"/x\", () => 1);")]
    [InlineData("app.MapGroup(\"/g\").RequireAuthorization().MapModule();")]
    [InlineData("app.MapGroup(\"/g\").MapModule().RequireAuthorization();")]
    [InlineData("Modules.MapModule(app.MapGroup(\"/g\").RequireAuthorization());")]
    [InlineData("app.MapReturned().RequireAuthorization();")]
    [InlineData("Secure(app.MapGroup(\"/s\")).MapPost(\"/x\", () => 1); static RouteGroupBuilder Secure(RouteGroupBuilder g) => g.RequireAuthorization();")]
    [InlineData("var g = Closed(app); g.MapPost(\"/x\", () => 1); static RouteGroupBuilder Closed(WebApplication a) { var g = a.MapGroup(\"/c\"); g.RequireAuthorization(); return g; }")]
    [InlineData("app.MapHealthChecks(\"/healthz\"); app.MapGet(\"/health/live\", () => 1); app.MapGet(\"/ready\", () => 1); app.MapStaticAssets(); app.MapFallbackToFile(\"index.html\");")]
    [InlineData("app.MapGet(\"/.well-known/security.txt\", () => \"x\"); app.MapGet(\"/favicon.ico\", () => 1); app.Map(\"/error\", () => Results.Problem());")]
    [InlineData("app.MapGet(\"/\", () => \"shop\"); app.MapFallback(() => Results.NotFound()); app.MapMethods(\"/x\", new[] { \"OPTIONS\" }, () => Results.Ok());")]
    [InlineData("if (app.Environment.IsDevelopment()) { app.MapPost(\"/seed\", () => 1); }")]
    [InlineData("app.MapPost(\"/hook\", (HttpRequest r) => r.Headers[\"X-Signature\"] == \"x\" ? Results.Ok() : Results.Unauthorized());")]
    [InlineData("app.MapPost(\"/x\", async (ClaimsPrincipal u, IAuthorizationService a) => (await a.AuthorizeAsync(u, \"p\")).Succeeded ? Results.Ok() : Results.Forbid());")]
    [InlineData("app.MapHub<Chat>(\"/chat\").RequireAuthorization(); app.MapHub<Closed>(\"/closed\"); app.MapHub<PerMethod>(\"/m\");")]
    [InlineData("foreach (var m in new Module[] { new OneModule() }) m.Map(app.MapGroup(\"/m\").RequireAuthorization());")]
    [InlineData("var gs = new[] { app.MapGroup(\"/a\") }; foreach (var g in gs) g.RequireAuthorization(); gs[0].MapPost(\"/x\", () => 1);")]
    [InlineData("app.Use(async (c, next) => { if (c.User.Identity?.IsAuthenticated != true) { c.Response.StatusCode = 401; return; } await next(c); }); app.MapPost(\"/x\", () => 1);")]
    public Task Stays_silent_where_somebody_decided(string mappings) => Verify<UndecidedAuthorization>.Silent(App(mappings, types: """
        partial class Program { [Authorize] static IResult Create(string name) => Results.Ok(name); }
        class Chat : Microsoft.AspNetCore.SignalR.Hub;
        [Authorize] class Closed : Microsoft.AspNetCore.SignalR.Hub;
        class PerMethod : Microsoft.AspNetCore.SignalR.Hub { [Authorize] public Task Send() => Task.CompletedTask; }
        class ApiKeyFilter : IEndpointFilter { public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext c, EndpointFilterDelegate next) => next(c); }
        interface Module { void Map(IEndpointRouteBuilder routes); }
        class OneModule : Module { public void Map(IEndpointRouteBuilder routes) => routes.MapPost("/one", () => 1); }
        static class Modules
        {
            public static T RequirePermission<T>(this T builder, string permission) where T : IEndpointConventionBuilder => builder.RequireAuthorization(permission);
            public static RouteGroupBuilder MapModule(this RouteGroupBuilder group) { group.MapPost("/m", () => 1); return group; }
            public static RouteGroupBuilder MapReturned(this IEndpointRouteBuilder routes) { var g = routes.MapGroup("/r"); g.MapPost("/m", () => 1); return g; }
        }
        """.Replace("MapModule(this", mappings.Contains("MapModule") ? "MapModule(this" : "MapUnused(this")
           .Replace("MapReturned(this", mappings.Contains("MapReturned") ? "MapReturned(this" : "MapUnused2(this")));

    [Theory]
    [InlineData("builder.Services.AddAuthorization(o => o.FallbackPolicy = o.DefaultPolicy);")]
    [InlineData("builder.Services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());")]
    [InlineData("builder.Services.Configure<AuthorizationOptions>(o => { o.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build(); });")]
    public Task Stays_silent_under_a_fallback_policy(string services) =>
        Verify<UndecidedAuthorization>.Silent(App("app.MapPost(\"/x\", () => 1); app.MapControllers();", services, """
        public class OrdersController : ControllerBase { [HttpPost("orders")] public IActionResult Create() => Ok(); }
        """));

    [Fact]
    public Task Reports_where_the_fallback_policy_is_none() => Verify<UndecidedAuthorization>.Reports(
        App("app.[|MapPost|](\"/x\", () => 1);", "builder.Services.AddAuthorization(o => o.FallbackPolicy = null);"));

    [Theory]
    [InlineData("builder.Services.AddControllers(o => o.Filters.Add(new AuthorizeFilter()));", "app.MapControllers();")]
    [InlineData("builder.Services.AddControllers(o => o.Filters.Add<ApiKeyFilter>());", "app.MapControllers();")]
    [InlineData("builder.Services.AddControllers(o => o.Filters.Add(typeof(CheckFilter)));", "app.MapControllers();")]
    [InlineData("", "app.MapControllers().RequireAuthorization();")]
    [InlineData("", "app.MapGroup(\"/api\").RequireAuthorization().MapControllers();")]
    [InlineData("", "app.UseRouting(); app.UseEndpoints(e => e.MapControllers().RequireAuthorization());")]
    public Task Stays_silent_where_all_actions_are_closed(string services, string mappings) => Verify<UndecidedAuthorization>.Silent(App(mappings, services, """
        public class OrdersController : ControllerBase { [HttpPost("orders")] public IActionResult Create() => Ok(); }
        public class ApiKeyFilter : Microsoft.AspNetCore.Mvc.Filters.IActionFilter
        {
            public void OnActionExecuting(Microsoft.AspNetCore.Mvc.Filters.ActionExecutingContext context) { }
            public void OnActionExecuted(Microsoft.AspNetCore.Mvc.Filters.ActionExecutedContext context) { }
        }
        public class CheckFilter : Microsoft.AspNetCore.Mvc.Filters.IAuthorizationFilter
        {
            public void OnAuthorization(Microsoft.AspNetCore.Mvc.Filters.AuthorizationFilterContext context) { }
        }
        """));

    [Fact]
    public Task Reports_actions_that_nobody_decided_about() => Verify<UndecidedAuthorization>.Reports(App("app.MapControllers();", types: """
        [ApiController]
        [Route("api/orders")]
        public class OrdersController(ILogger<OrdersController> log) : ControllerBase
        {
            [HttpGet, Authorize] public IActionResult List() => Ok();
            [HttpGet("{id}"), AllowAnonymous] public IActionResult Get(int id) => Ok();
            [HttpPost] public IActionResult [|Create|]() { log.LogInformation("x"); return Ok(); }
            [HttpPut("{id}")] public async Task<IActionResult> [|Update|](int id) { await Task.Yield(); return NoContent(); }
            [HttpDelete("{id}"), Authorize(Roles = "admin")] public IActionResult Delete(int id) => NoContent();
            [NonAction] public void Helper() { }
            private void Private() { }
        }

        public class HomeController : Controller
        {
            public IActionResult Privacy() => View();
            [HttpGet("products/{id}")] public IActionResult Show(int id) { var name = "product " + id; return View((object)name); }
            [HttpGet("export")] public IActionResult [|Export|]() => Ok(1);
            public IActionResult Error() => View("e");
            [HttpPost] public IActionResult [|Contact|](string text) => RedirectToAction("Privacy");
        }
        """));

    [Fact]
    public Task Stays_silent_on_actions_that_something_decides_about() => Verify<UndecidedAuthorization>.Silent(App("app.MapControllers();", types: """
        [Authorize] public class AController : ControllerBase { [HttpPost("a")] public void Post() { } }
        [AllowAnonymous] public class BController : ControllerBase { [HttpPost("b")] public void Post() { } }
        [Authorize] public abstract class Closed : ControllerBase { }
        public class CController : Closed { [HttpPost("c")] public void Post() { } }
        public abstract class Crud<T> : ControllerBase { [HttpPost] public void Post(T item) { } }
        [Authorize] public class DController : Crud<int> { }
        public class MustOwnAttribute : AuthorizeAttribute { }
        [MustOwn] public class EController : ControllerBase { [HttpPost("e")] public void Post() { } }
        public class ApiKeyAttribute : Attribute, Microsoft.AspNetCore.Mvc.Filters.IAsyncAuthorizationFilter { public Task OnAuthorizationAsync(Microsoft.AspNetCore.Mvc.Filters.AuthorizationFilterContext c) => Task.CompletedTask; }
        public class FController : ControllerBase { [HttpPost("f"), ApiKey] public void Post() { } }
        public class GController : ControllerBase { [HttpPost("g"), TypeFilter(typeof(ApiKeyAttribute))] public void Post() { } }
        public class HController : ControllerBase { [HttpPost("h")] public IActionResult Post() => User.IsInRole("x") ? Ok() : Forbid(); }
        public class HealthController : ControllerBase { [HttpGet("health/db")] public IActionResult Get() => Ok(); }
        public class ErrorController : ControllerBase { [Route("/error")] public IActionResult Handle() => Problem(); }
        public interface IOrders { [Authorize] void Post(); }
        public class IController : ControllerBase, IOrders { [HttpPost("i")] public void Post() { } }
        public class Base2 : ControllerBase { [Authorize] [HttpPost("j")] public virtual void Post() { } }
        public class JController : Base2 { public override void Post() { } }
        """));

    [Fact]
    public Task Stays_silent_in_an_app_without_authentication() => Verify<UndecidedAuthorization>.Silent(Usings + """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddControllers();
        var app = builder.Build();
        app.UseAuthorization();
        app.MapControllers();
        app.MapPost("/x", () => 1);
        app.Run();
        public class OrdersController : ControllerBase { [HttpPost("orders")] public IActionResult Create() => Ok(); }
        """);

    [Fact]
    public Task Without_the_set_up_in_sight_others_that_ask_for_any_user_show_that_nothing_is_required_of_all() =>
        Verify<UndecidedAuthorization>.Reports(Usings + """
        [ApiController, Route("api/orders")]
        public class OrdersController : ControllerBase
        {
            [HttpGet, Authorize] public IActionResult List() => Ok();
            [HttpGet("terms"), AllowAnonymous] public IActionResult Terms() => Ok();
            [HttpPost] public IActionResult [|Create|]() => Ok();
        }

        public static class Endpoints
        {
            public static void MapStock(this IEndpointRouteBuilder app)
            {
                var stock = app.MapGroup("/stock");
                stock.MapGet("/", () => 1).RequireAuthorization();
                stock.[|MapPost|]("/", () => 1);
            }
        }
        """);

    [Fact]
    public Task Without_the_set_up_in_sight_actions_beside_closed_ones_are_reported() => Verify<UndecidedAuthorization>.Reports(Usings + """
        [ApiController, Route("api/orders")]
        public class OrdersController : ControllerBase
        {
            [HttpGet, Authorize(Policy = "orders:read")] public IActionResult List() => Ok();
            [HttpDelete("{id}"), Authorize(Roles = "admin")] public IActionResult Delete(int id) => Ok();
            [HttpPost] public IActionResult [|Create|]() => Ok();
        }
        """);

    [Fact]
    public Task Without_the_set_up_in_sight_endpoints_mapped_on_the_app_beside_closed_ones_are_reported() => Verify<UndecidedAuthorization>.Reports("""
        public static class OrderEndpoints
        {
            public static void MapOrders(this WebApplication app)
            {
                app.MapGet("/orders", () => 1).RequireAuthorization("orders:read");
                app.MapPost("/orders", () => 1).RequireAuthorization("orders:write");
                app.[|MapDelete|]("/orders/{id}", (int id) => Results.NoContent());
            }
        }
        """);

    [Theory]
    [InlineData("public static class E { public static void Map(this WebApplication r) { r.MapPost(\"/a\", () => 1).RequireAuthorization(\"x\"); r.MapGet(\"/c\", () => 1).AllowAnonymous(); r.MapPost(\"/b\", () => 1); } }")]
    [InlineData("[Authorize(Roles = \"x\")] public class AController : ControllerBase { [HttpPost(\"a\")] public void Post() { } } public class BController : ControllerBase { [HttpPost(\"b\")] public void Post() { } }")]
    [InlineData("public class AController : ControllerBase { [HttpPost(\"a\"), AllowAnonymous] public void Login() { } [HttpPost(\"b\")] public void Post() { } [HttpPost(\"c\"), Authorize(Roles = \"x\")] public void Admin() { } }")]
    [InlineData("public static class E { public static void Map(this IEndpointRouteBuilder r) { r.MapPost(\"/a\", () => 1).RequireAuthorization(\"x\"); r.MapPost(\"/b\", () => 1); } }")]
    [InlineData("public static class E { public static void Map(RouteGroupBuilder r) { r.MapPost(\"/b\", () => 1); } [Authorize] static void X() { } }")]
    public Task Stays_silent_where_the_set_up_is_out_of_sight(string types) => Verify<UndecidedAuthorization>.Silent(Usings + types);

    [Fact]
    public Task Stays_silent_on_carter_modules_that_are_closed_or_out_of_sight() =>
        Verify<UndecidedAuthorization>.Silent(App("app.MapGroup(\"/api\").RequireAuthorization().MapCarter();", types: """
        namespace Carter
        {
            public interface ICarterModule { void AddRoutes(IEndpointRouteBuilder app); }
            public static class CarterExtensions { public static IEndpointRouteBuilder MapCarter(this IEndpointRouteBuilder builder) => builder; }
        }
        class Orders : Carter.ICarterModule { public void AddRoutes(IEndpointRouteBuilder app) => app.MapPost("/orders", () => 1); }
        """).Replace("var builder", "using Carter;\nvar builder"));

    [Fact]
    public Task Reports_pages_that_write() => Verify<UndecidedAuthorization>.Reports(App("app.MapRazorPages();", "builder.Services.AddRazorPages();", """
        public class [|EditModel|] : Microsoft.AspNetCore.Mvc.RazorPages.PageModel { public void OnPost() { } }
        public class ShowModel : Microsoft.AspNetCore.Mvc.RazorPages.PageModel { public void OnGet() { } }
        [Authorize] public class AdminModel : Microsoft.AspNetCore.Mvc.RazorPages.PageModel { public void OnPost() { } }
        """));

    [Theory]
    [InlineData("builder.Services.AddRazorPages(o => o.Conventions.AuthorizeFolder(\"/\"));", "app.MapRazorPages();")]
    [InlineData("builder.Services.AddRazorPages();", "app.MapRazorPages().RequireAuthorization();")]
    public Task Stays_silent_on_pages_that_conventions_close(string services, string mappings) => Verify<UndecidedAuthorization>.Silent(App(mappings, services,
        "public class EditModel : Microsoft.AspNetCore.Mvc.RazorPages.PageModel { public void OnPost() { } }"));

    private static readonly Setup s_one = new() { FixAll = false };

    [Fact]
    public Task The_fix_requires_authorization_at_the_end_of_the_chain() => Verify<UndecidedAuthorization, UndecidedAuthorizationFix>.Fixes(App("""
        var orders = app.MapGroup("/orders"); // all of them
        orders.[|MapPost|]("/", (int id) =>
        {
            return Results.Ok(id);
        }); // create
        orders.[|MapPut|]("/{id}", (int id) => id)
            .WithName("put") // named
            .Produces(200);
        orders.[|MapDelete|]("/{id}", (int id) => id).WithName("delete");
        var list = orders.[|MapGet|]("/", () => 1);
        """), App("""
        var orders = app.MapGroup("/orders"); // all of them
        orders.MapPost("/", (int id) =>
        {
            return Results.Ok(id);
        }).RequireAuthorization(); // create
        orders.MapPut("/{id}", (int id) => id)
            .WithName("put") // named
            .Produces(200)
            .RequireAuthorization();
        orders.MapDelete("/{id}", (int id) => id).WithName("delete").RequireAuthorization();
        var list = orders.MapGet("/", () => 1).RequireAuthorization();
        """), s_one);

    [Fact]
    public Task The_other_entry_allows_everybody() => Verify<UndecidedAuthorization, UndecidedAuthorizationFix>.Fixes(
        App("app.[|MapGet|](\"/catalog\", () => 1).WithTags(\"x\");"),
        App("app.MapGet(\"/catalog\", () => 1).WithTags(\"x\").AllowAnonymous();"), s_one with { Key = "ARCH3004:allow-anonymous" });

    [Fact]
    public Task The_fix_puts_an_attribute_on_actions() => Verify<UndecidedAuthorization, UndecidedAuthorizationFix>.Fixes("""
        using Microsoft.AspNetCore.Mvc;

        namespace Shop;

        /// <summary>Orders.</summary>
        [ApiController, Route("orders")]
        public class OrdersController : ControllerBase
        {
            [HttpGet, Microsoft.AspNetCore.Authorization.Authorize] public IActionResult List() => Ok();

            /// <summary>Creates.</summary>
            [HttpPost]
            // not yet idempotent
            public IActionResult [|Create|]() => Ok();

            [HttpPut] public IActionResult [|Put|]() => Ok();

            // deletes
            public IActionResult [|Delete|]() => Ok();
        }
        """, """
        using Microsoft.AspNetCore.Authorization;
        using Microsoft.AspNetCore.Mvc;

        namespace Shop;

        /// <summary>Orders.</summary>
        [ApiController, Route("orders")]
        public class OrdersController : ControllerBase
        {
            [HttpGet, Microsoft.AspNetCore.Authorization.Authorize] public IActionResult List() => Ok();

            /// <summary>Creates.</summary>
            [HttpPost]
            [Authorize]
            // not yet idempotent
            public IActionResult Create() => Ok();

            [HttpPut] [Authorize] public IActionResult Put() => Ok();

            // deletes
            [Authorize]
            public IActionResult Delete() => Ok();
        }
        """, s_one);

    [Fact]
    public Task Types_declared_in_source_under_their_names_count() => Verify<UndecidedAuthorization>.Reports("""
        using Microsoft.AspNetCore.Authorization;
        using Microsoft.AspNetCore.Mvc;

        namespace Shop
        {
            [ApiController, Route("api/orders")]
            public class OrdersController : ControllerBase
            {
                [HttpGet, Authorize] public string List() => "";
                [HttpGet("terms"), AllowAnonymous] public string Terms() => "";
                [HttpPost("{id}")] public string {|#0:Create|}(int id) => "";
            }
        }

        namespace Microsoft.AspNetCore.Authorization
        {
            public class AuthorizeAttribute : System.Attribute { public AuthorizeAttribute() { } public AuthorizeAttribute(string policy) { } }
            public class AllowAnonymousAttribute : System.Attribute { }
        }

        namespace Microsoft.AspNetCore.Mvc
        {
            public abstract class ControllerBase { }
            public class ApiControllerAttribute : System.Attribute { }
            public class RouteAttribute : System.Attribute { public RouteAttribute(string template) { } }
            public class HttpGetAttribute : System.Attribute { public HttpGetAttribute() { } public HttpGetAttribute(string template) { } }
            public class HttpPostAttribute : System.Attribute { public HttpPostAttribute() { } public HttpPostAttribute(string template) { } }
        }
        """, new() { References = ReferenceSet.Console10 }, Verify<UndecidedAuthorization>.Report(0).WithArguments("POST api/orders/{id}"));

    [Fact]
    public Task Reports_in_a_whole_small_backend() => Verify<UndecidedAuthorization>.Reports("""
        using Microsoft.AspNetCore.Authentication.JwtBearer;
        using Microsoft.EntityFrameworkCore;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddDbContext<ShopDb>(options => options.UseSqlite("Data Source=shop.db"));
        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(options => options.Authority = "https://id.example");
        builder.Services.AddAuthorization(options => options.AddPolicy("admin", policy => policy.RequireRole("admin")));
        builder.Services.AddHealthChecks();
        builder.Services.AddScoped<Stock>();

        var app = builder.Build();
        app.UseHttpsRedirection();
        app.UseAuthentication();
        app.UseAuthorization();

        app.MapHealthChecks("/healthz");
        app.MapGet("/products", async (ShopDb db) => await db.Products.ToListAsync()).AllowAnonymous();
        app.MapGet("/products/{id:int}", async (int id, ShopDb db) => await db.Products.FindAsync(id)).AllowAnonymous();
        app.[|MapDelete|]("/products/{id:int}", async (int id, ShopDb db) =>
        {
            await db.Products.Where(p => p.Id == id).ExecuteDeleteAsync();
            return Results.NoContent();
        });

        var admin = app.MapGroup("/admin").RequireAuthorization("admin");
        admin.MapPost("/prices", (Stock stock) => stock.Count);
        app.MapStock();
        new Reports().Register(app);
        await app.RunAsync();

        public class ShopDb(DbContextOptions<ShopDb> options) : DbContext(options) { public DbSet<Product> Products => Set<Product>(); }
        public class Product { public int Id { get; set; } }
        public class Stock { public int Count { get; set; } }

        public static class StockEndpoints
        {
            public static RouteGroupBuilder MapStock(this IEndpointRouteBuilder routes)
            {
                var group = routes.MapGroup("/stock").WithTags("Stock");
                group.MapGet("/", All).RequireAuthorization();
                group.[|MapPost|]("/{sku}/adjust", Adjust).WithName("adjust");
                return group;
            }

            private static int All(Stock stock) => stock.Count;
            private static IResult Adjust(string sku, Stock stock) => Results.Ok(sku + stock.Count);
        }

        public class Reports
        {
            public void Register(WebApplication app)
            {
                app.[|MapGet|]("/reports/sales", Sales);
                app.MapGet("/reports/mine", Sales).RequireAuthorization();
            }

            private string Sales() => "";
        }
        """);

    [Fact]
    public Task Stays_silent_on_a_wrapper_of_ones_own_around_mapping_calls() => Verify<UndecidedAuthorization>.Silent(App("app.MapGroup(\"/todos\").RequireAuthorization().MapCreate(() => 1); app.MapGroup(\"/open\").AllowAnonymous().MapCreate(() => 2);", types: """
        static class Wrappers
        {
            public static IEndpointRouteBuilder MapCreate(this IEndpointRouteBuilder builder, Delegate handler, string pattern = "") { builder.MapPost(pattern, handler); return builder; }
        }
        """));

    [Fact]
    public Task Recursion_among_the_methods_that_map_ends() => Verify<UndecidedAuthorization>.Silent(App("Tree.Map(app, 3);", types: """
        static class Tree
        {
            public static void Map(IEndpointRouteBuilder routes, int depth)
            {
                var group = routes.MapGroup("/" + depth);
                group.MapPost("/", () => 1);
                if (depth > 0) { Map(group, depth - 1); Map(routes, depth - 1); Map(group.MapGroup("/x"), depth - 2); }
            }
        }
        """));
}
