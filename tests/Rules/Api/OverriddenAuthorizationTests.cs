using ArchitectAnalyzers.CodeFixes.Api;
using ArchitectAnalyzers.Rules.Api;
using ArchitectAnalyzers.Testing;

namespace ArchitectAnalyzers.Tests.Api;

public class OverriddenAuthorizationTests
{
    private const string Usings = "using Microsoft.AspNetCore.Authorization; using Microsoft.AspNetCore.Mvc; using Microsoft.AspNetCore.Mvc.RazorPages; using Microsoft.AspNetCore.SignalR;\n";

    private static string App(string mappings, string types = "") => Usings + $$"""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddRazorPages();
        var app = builder.Build();
        {{mappings}}
        app.Run();
        {{types}}
        """;

    [Fact]
    public Task Says_what_wins() =>
        Verify<OverriddenAuthorization>.Reports(App("app.MapGroup(\"/api\").AllowAnonymous().{|#1:MapGet|}(\"/x\", () => 1).RequireAuthorization();", """
        [AllowAnonymous]
        public class OrdersController : ControllerBase
        {
            [Authorize, HttpPost("orders")] public void {|#0:Create|}() { }
        }
        """), null,
        Verify<OverriddenAuthorization>.Report(0).WithArguments("OrdersController.Create", "'OrdersController'"),
        Verify<OverriddenAuthorization>.Report(1).WithArguments("GET /api/x", "its group"));

    [Theory]
    [InlineData("[AllowAnonymous] public class AController : ControllerBase { [HttpGet(\"a\")] public void Get() { } [Authorize(Roles = \"admin\"), HttpPost(\"a\")] public void [|Post|]() { } }")]
    [InlineData("[AllowAnonymous] public abstract class Base : ControllerBase { } public class AController : Base { [Authorize, HttpPost(\"a\")] public void [|Post|]() { } }")]
    [InlineData("[AllowAnonymous] public abstract class Base : ControllerBase { } [Authorize] public class [|AController|] : Base { [HttpPost(\"a\")] public void Post() { } }")]
    [InlineData("[AllowAnonymous] public class BasePage : PageModel { } [Authorize] public class [|AdminModel|] : BasePage { public void OnPost() { } }")]
    [InlineData("[AllowAnonymous] public class Open : Hub { } [Authorize] public class [|Closed|] : Open { public void Send() { } }")]
    [InlineData("[AllowAnonymous] public class Service { public virtual Task<string> Get(string r, Grpc.Core.ServerCallContext c) => Task.FromResult(\"\"); } [AllowAnonymous] public class Stock : Service { [Authorize] public override Task<string> [|Get|](string r, Grpc.Core.ServerCallContext c) => Task.FromResult(r); }")]
    [InlineData("public class AdminAttribute : AuthorizeAttribute { } [AllowAnonymous] public class AController : ControllerBase { [Admin, HttpPost(\"a\")] public void [|Post|]() { } }")]
    public Task Reports_a_type_or_method_that_something_farther_out_opens(string types) => Verify<OverriddenAuthorization>.Reports(Usings + types);

    [Theory]
    [InlineData("var g = app.MapGroup(\"/g\").AllowAnonymous(); g.MapGet(\"/x\", () => 1); g.[|MapPost|](\"/x\", () => 1).RequireAuthorization(\"admin\");")]
    [InlineData("var g = app.MapGroup(\"/g\"); g.AllowAnonymous(); g.[|MapPost|](\"/x\", () => 1).WithName(\"x\").RequireAuthorization();")]
    [InlineData("var g = app.MapGroup(\"/g\").AllowAnonymous(); var h = g.MapGroup(\"/h\"); h.[|MapPost|](\"/x\", [Authorize] () => 1);")]
    [InlineData("app.[|MapPost|](\"/x\", [Authorize] () => 1).AllowAnonymous();")]
    [InlineData("app.[|MapPost|](\"/x\", Handlers.Create).AllowAnonymous();")]
    [InlineData("var g = app.MapGroup(\"/g\").AllowAnonymous(); var h = g.[|MapGroup|](\"/admin\").RequireAuthorization(); h.MapGet(\"/x\", () => 1); h.MapPost(\"/x\", () => 1);")]
    [InlineData("app.[|MapHub<Chat>|](\"/chat\").AllowAnonymous();")]
    [InlineData("app.MapGroup(\"/g\").AllowAnonymous().[|MapHub<Chat>|](\"/chat\");")]
    [InlineData("app.[|MapControllers|]().AllowAnonymous();")]
    [InlineData("if (!app.Environment.IsDevelopment()) app.[|MapControllers|]().AllowAnonymous();")]
    [InlineData("app.MapGroup(\"/m\").AllowAnonymous().MapModule();")]
    [InlineData("app.[|MapRazorPages|]().AllowAnonymous();")]
    public Task Reports_a_mapping_that_something_farther_out_opens(string mappings) => Verify<OverriddenAuthorization>.Reports(App(mappings, """
        static class Handlers { [Authorize] public static int Create() => 1; }
        [Authorize] class Chat : Hub { public void Send() { } }
        [Authorize] public class ClosedController : ControllerBase { [HttpGet("c")] public void Get() { } }
        [Authorize] public class ClosedModel : PageModel { public void OnPost() { } }
        static class Modules { public static void MapModule(this RouteGroupBuilder g) { g.MapGet("/a", () => 1); g.MapPost("/b", () => 1).RequireAuthorization(); } }
        """.Replace("g.MapPost", mappings.Contains("MapModule") ? "g.[|MapPost|]" : "g.MapPost")));

    [Theory]
    [InlineData("var g = app.MapGroup(\"/g\").RequireAuthorization(); g.MapPost(\"/login\", () => 1).AllowAnonymous(); g.MapPost(\"/x\", () => 1);")]
    [InlineData("var g = app.MapGroup(\"/g\").RequireAuthorization(); var h = g.MapGroup(\"/public\").AllowAnonymous(); h.MapGet(\"/x\", () => 1);")]
    [InlineData("var g = app.MapGroup(\"/a\").AllowAnonymous(); var h = app.MapGroup(\"/b\").RequireAuthorization(); g.MapGet(\"/x\", () => 1); h.MapGet(\"/x\", () => 1).RequireAuthorization(\"admin\");")]
    [InlineData("app.MapGet(\"/x\", () => 1).AllowAnonymous(); app.MapPost(\"/x\", () => 1).RequireAuthorization();")]
    [InlineData("if (app.Environment.IsDevelopment()) app.MapControllers().AllowAnonymous(); else app.MapControllers();")]
    [InlineData("if (!app.Environment.IsProduction()) app.MapControllers().AllowAnonymous(); else app.MapControllers();")]
    [InlineData("var g = app.MapGroup(\"/g\"); if (app.Environment.IsDevelopment()) g.AllowAnonymous(); g.MapPost(\"/x\", () => 1).RequireAuthorization();")]
    [InlineData("app.MapHub<PerMethod>(\"/p\").AllowAnonymous();")]
    [InlineData("app.MapHub<Open>(\"/p\").AllowAnonymous(); app.MapControllers().RequireAuthorization();")]
    public Task Stays_silent_where_the_requirement_counts(string mappings) => Verify<OverriddenAuthorization>.Silent(App(mappings, """
        class PerMethod : Hub { [Authorize] public void Send() { } }
        class Open : Hub { public void Send() { } }
        [Authorize] public class ClosedController : ControllerBase { [HttpGet("c"), AllowAnonymous] public void Get() { } }
        """));

    [Theory]
    [InlineData("[Authorize] public class AController : ControllerBase { [AllowAnonymous, HttpPost(\"login\")] public void Login() { } [Authorize(Roles = \"x\"), HttpGet(\"a\")] public void Get() { } }")]
    [InlineData("[AllowAnonymous] public class AController : ControllerBase { [HttpPost(\"login\")] public void Login() { } }")]
    [InlineData("[Authorize] public abstract class Base : ControllerBase { } [AllowAnonymous] public class AController : Base { [HttpPost(\"login\")] public void Login() { } }")]
    [InlineData("[AllowAnonymous] public class Chat : Hub { [Authorize] public void Send() { } }")]
    [InlineData("[AllowAnonymous] public class Helper { [Authorize] public void Post() { } }")]
    [InlineData("[AllowAnonymous] public class AController : ControllerBase { [Authorize] private void Post() { } [NonAction, Authorize] public void Help() { } }")]
    public Task Stays_silent_on_types_whose_requirements_count(string types) => Verify<OverriddenAuthorization>.Silent(Usings + types);

    [Fact]
    public Task Reports_pages_closed_within_an_open_folder() => Verify<OverriddenAuthorization>.Reports("""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddRazorPages(options =>
        {
            options.Conventions.AllowAnonymousToFolder("/Public");
            options.Conventions.[|AuthorizePage|]("/Public/Private");
            options.Conventions.AuthorizeFolder("/Admin");
            options.Conventions.AuthorizePage("/PublicNot");
            options.Conventions.AllowAnonymousToPage("/Admin/Login");
        });
        """);

    private static readonly Setup s_one = new() { FixAll = false };

    [Fact]
    public Task The_fix_moves_the_attribute_to_the_other_actions() => Verify<OverriddenAuthorization, OverriddenAuthorizationFix>.Fixes("""
        using Microsoft.AspNetCore.Authorization;
        using Microsoft.AspNetCore.Mvc;

        // Orders.
        [AllowAnonymous]
        [Route("orders")]
        public class OrdersController : ControllerBase
        {
            [HttpGet]
            public IActionResult List() => Ok();

            [HttpGet("{id}")] // one
            public IActionResult Get(int id) => Ok();

            [HttpPost, Authorize]
            public IActionResult [|Create|]() => Ok();

            private void Helper() { }
        }
        """, """
        using Microsoft.AspNetCore.Authorization;
        using Microsoft.AspNetCore.Mvc;

        // Orders.
        [Route("orders")]
        public class OrdersController : ControllerBase
        {
            [HttpGet]
            [AllowAnonymous]
            public IActionResult List() => Ok();

            [HttpGet("{id}")] // one
            [AllowAnonymous]
            public IActionResult Get(int id) => Ok();

            [HttpPost, Authorize]
            public IActionResult Create() => Ok();

            private void Helper() { }
        }
        """, s_one);

    [Fact]
    public Task The_fix_moves_the_call_to_the_other_endpoints_of_the_group() => Verify<OverriddenAuthorization, OverriddenAuthorizationFix>.Fixes(App("""
        var orders = app.MapGroup("/orders") // all
            .AllowAnonymous()
            .WithTags("Orders");
        orders.MapGet("/", () => 1);
        orders.MapGet("/{id}", (int id) => id)
            .WithName("one");
        orders.[|MapPost|]("/", () => 1).RequireAuthorization();
        """), App("""
        var orders = app.MapGroup("/orders") // all
            .WithTags("Orders");
        orders.MapGet("/", () => 1).AllowAnonymous();
        orders.MapGet("/{id}", (int id) => id)
            .WithName("one")
            .AllowAnonymous();
        orders.MapPost("/", () => 1).RequireAuthorization();
        """), s_one);

    [Fact]
    public Task The_fix_takes_the_call_away_from_what_maps_a_closed_hub() => Verify<OverriddenAuthorization, OverriddenAuthorizationFix>.Fixes(
        App("app.[|MapHub<Chat>|](\"/chat\").AllowAnonymous(); // live", "[Authorize] class Chat : Hub;"),
        App("app.MapHub<Chat>(\"/chat\"); // live", "[Authorize] class Chat : Hub;"), s_one);

    [Theory]
    [InlineData("[AllowAnonymous] public abstract class Base : ControllerBase { } public class AController : Base { [Authorize, HttpPost(\"a\")] public void [|Post|]() { } }")]
    [InlineData("[AllowAnonymous] public partial class AController : ControllerBase { [Authorize, HttpPost(\"a\")] public void [|Post|]() { } }")]
    [InlineData("[AllowAnonymous] public class AController : ControllerBase { [Authorize, HttpPost(\"a\")] public void [|Post|]() { } } public class BController : AController { }")]
    public Task Offers_no_fix_where_others_would_change(string types) =>
        Verify<OverriddenAuthorization, OverriddenAuthorizationFix>.OffersNoFix(Usings + types, s_one);
}
