using ArchitectAnalyzers.CodeFixes.Api;
using ArchitectAnalyzers.Rules.Api;
using ArchitectAnalyzers.Testing;

namespace ArchitectAnalyzers.Tests.Api;

public class NoAntiforgeryTests
{
    private const string Usings = "using Microsoft.AspNetCore.Antiforgery; using Microsoft.AspNetCore.Authorization; using Microsoft.AspNetCore.Authentication.Cookies; using Microsoft.AspNetCore.Identity; using Microsoft.AspNetCore.Mvc;\n";

    private static string App(string mappings, string types = "", string services = "builder.Services.AddControllersWithViews();",
        string authentication = "AddCookie()") => Usings + $$"""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddAuthentication("x").{{authentication}};
        builder.Services.AddAuthorization();
        {{services}}
        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        {{mappings}}
        app.Run();
        {{types}}
        public record Profile(string Name);
        """;

    private const string Controllers = """
        [Authorize]
        public class ProfileController : Controller
        {
            public IActionResult Edit() => View();
            [HttpPost] public IActionResult [|Edit|](Profile profile) => RedirectToAction(nameof(Edit));
            [HttpPost("delete")] public async Task<IActionResult> [|Delete|](int id) { await Task.Yield(); return RedirectToAction(nameof(Edit)); }
            [HttpPost("upload")] public IActionResult [|Upload|](IFormFile file) => Ok(file.Length);
            [HttpPost("safe"), ValidateAntiForgeryToken] public IActionResult Safe(Profile profile) => Ok(profile);
            [HttpPost("json")] public IActionResult Json([FromBody] Profile profile) => Ok(profile);
            [HttpPost("callback"), AllowAnonymous, IgnoreAntiforgeryToken] public IActionResult Callback(string id) => Ok(id);
            [HttpPost("open"), AllowAnonymous] public IActionResult Contact(string text) => Ok(text);
            [HttpPost("ignored"), IgnoreAntiforgeryToken] public IActionResult [|Ignored|](string id) => Ok(id);
        }
        """;

    [Fact]
    public Task Reports_actions_that_take_forms() => Verify<NoAntiforgery>.Reports(App("app.MapDefaultControllerRoute();", Controllers));

    [Theory]
    [InlineData("AddJwtBearer()")]
    [InlineData("AddOpenIdConnect()")]
    public Task Pages_are_for_browsers_whatever_else_the_app_has(string more) => Verify<NoAntiforgery>.Reports(
        App("app.MapDefaultControllerRoute();",
            "public class AController : Controller { [HttpPost] public IActionResult [|Save|](Profile p) => RedirectToAction(\"x\"); }",
            authentication: more == "AddOpenIdConnect()" ? "AddCookie()" : "AddCookie()." + more));

    [Fact]
    public Task Says_which() => Verify<NoAntiforgery>.Reports(
        App("app.MapControllers();", "[ApiController, Route(\"files\")] public class FilesController : ControllerBase { [HttpPut(\"{id}\")] public IActionResult {|#0:Put|}(int id, IFormFile file) => Ok(file); }"),
        null, Verify<NoAntiforgery>.Report(0).WithArguments("PUT files/{id}"));

    [Theory]
    [InlineData("public class LoginController(SignInManager<IdentityUser> m) : Controller { [HttpPost, AllowAnonymous] public async Task<IActionResult> [|Login|](string n, string p) { await m.PasswordSignInAsync(n, p, false, true); return Redirect(\"/\"); } }")]
    [InlineData("public class AController : ControllerBase { [HttpPost(\"a\")] public IActionResult [|Save|]([FromForm] Profile p) => Ok(p); }")]
    [InlineData("public class AController : ControllerBase { [HttpPost(\"a\")] public async Task<IActionResult> [|Save|]() => Ok((await Request.ReadFormAsync()).Count); }")]
    [InlineData("public class AController : ControllerBase { [HttpPost(\"a\")] public IActionResult [|Save|]() => Ok(Request.Form[\"x\"]); }")]
    public Task Reports_an_action(string types) => Verify<NoAntiforgery>.Reports(App("app.MapControllers();", types));

    [Fact]
    public Task Reports_a_page_that_lifts_the_check() => Verify<NoAntiforgery>.Reports(App("app.MapRazorPages();", """
        [Authorize] public class EditModel : Microsoft.AspNetCore.Mvc.RazorPages.PageModel { public IActionResult OnPost(Profile p) => RedirectToPage("/Index"); }
        [IgnoreAntiforgeryToken] public class HookModel : Microsoft.AspNetCore.Mvc.RazorPages.PageModel { public IActionResult OnPost(Profile p) => RedirectToPage("/Index"); }
        [Authorize, IgnoreAntiforgeryToken] public class PayModel : Microsoft.AspNetCore.Mvc.RazorPages.PageModel
        {
            public void OnGet() { }
            public IActionResult [|OnPost|](Profile p) => RedirectToPage("/Index");
        }
        """, "builder.Services.AddRazorPages();"));

    [Theory]
    [InlineData("[ApiController, Route(\"a\")] public class AController : ControllerBase { [HttpPost] public IActionResult Save(Profile p) => Ok(p); [HttpDelete(\"{id}\")] public IActionResult Delete(int id) => Ok(id); }")]
    [InlineData("[AutoValidateAntiforgeryToken] public class AController : Controller { [HttpPost] public IActionResult Save(Profile p) => Ok(p); }")]
    [InlineData("[ValidateAntiForgeryToken] public abstract class Base : Controller { } public class AController : Base { [HttpPost] public IActionResult Save(Profile p) => Ok(p); }")]
    [InlineData("public class AController : Controller { [HttpGet] public IActionResult Show(Profile p) => View(p); public IActionResult Any(Profile p) => View(p); }")]
    [InlineData("[Authorize(AuthenticationSchemes = \"Bearer\")] public class AController : Controller { [HttpPost] public IActionResult Save(Profile p) => Ok(p); }")]
    [InlineData("[RequireAntiforgeryToken] public class AController : Controller { [HttpPost] public IActionResult Save(Profile p) => Ok(p); }")]
    public Task Stays_silent_on_actions_that_are_safe(string types) => Verify<NoAntiforgery>.Silent(App("app.MapControllers();", types));

    [Theory]
    [InlineData("builder.Services.AddControllersWithViews(o => o.Filters.Add(new AutoValidateAntiforgeryTokenAttribute()));")]
    [InlineData("builder.Services.AddControllersWithViews(o => o.Filters.Add<AutoValidateAntiforgeryTokenAttribute>());")]
    [InlineData("builder.Services.Configure<CookiePolicyOptions>(o => o.MinimumSameSitePolicy = SameSiteMode.Strict); builder.Services.AddControllersWithViews();")]
    public Task Stays_silent_where_all_actions_are_safe(string services) => Verify<NoAntiforgery>.Silent(
        App("app.MapDefaultControllerRoute();", "public class AController : Controller { [HttpPost] public IActionResult Save(Profile p) => Ok(p); }",
            services));

    [Fact]
    public Task Stays_silent_where_callers_send_a_token() => Verify<NoAntiforgery>.Silent(
        App("app.MapControllers(); app.MapPost(\"/x\", ([FromForm] string name) => name).DisableAntiforgery().RequireAuthorization();",
            Controllers.Replace("[|", "").Replace("|]", ""), authentication: "AddJwtBearer()"));

    [Theory]
    [InlineData("app.[|MapPost|](\"/profile\", ([FromForm] string name) => name);")]
    [InlineData("app.[|MapPost|](\"/avatar\", (IFormFile file) => file.Length).RequireAuthorization();")]
    [InlineData("app.[|MapPost|](\"/files\", (IFormFileCollection files) => files.Count);")]
    [InlineData("app.UseAntiforgery(); app.[|MapPost|](\"/profile\", ([FromForm] string name) => name).RequireAuthorization().DisableAntiforgery();")]
    [InlineData("app.UseAntiforgery(); var g = app.MapGroup(\"/g\").RequireAuthorization().DisableAntiforgery(); g.[|MapPost|](\"/profile\", ([FromForm] string name) => name);")]
    [InlineData("app.UseAntiforgery(); app.[|MapPost|](\"/profile\", async (HttpContext c) => { var form = await c.Request.ReadFormAsync(); return form.Count; }).RequireAuthorization();")]
    [InlineData("app.[|MapPost|](\"/profile\", (HttpRequest request) => request.Form.Count);")]
    public Task Reports_minimal_endpoints_that_take_forms(string mappings) =>
        Verify<NoAntiforgery>.Reports(App(mappings, services: "builder.Services.AddAntiforgery();"));

    [Theory]
    [InlineData("app.UseAntiforgery(); app.MapPost(\"/profile\", ([FromForm] string name) => name);")]
    [InlineData("app.MapPost(\"/profile\", (Profile p) => p); app.MapDelete(\"/profile/{id}\", (int id) => id).RequireAuthorization();")]
    [InlineData("app.UseAntiforgery(); app.MapPost(\"/hook\", ([FromForm] string name) => name).DisableAntiforgery().AllowAnonymous();")]
    [InlineData("app.UseAntiforgery(); app.MapPost(\"/profile\", (HttpRequest r) => r.Form.Count).WithMetadata(new RequireAntiforgeryTokenAttribute());")]
    [InlineData("app.MapPost(\"/profile\", async (HttpContext c, IAntiforgery a) => { await a.ValidateRequestAsync(c); return c.Request.Form.Count; });")]
    [InlineData("app.MapGet(\"/search\", ([FromQuery] string q) => q);")]
    public Task Stays_silent_on_minimal_endpoints_that_are_safe(string mappings) => Verify<NoAntiforgery>.Silent(App(mappings));

    [Fact]
    public Task Without_the_set_up_in_sight_checks_elsewhere_show_that_there_is_none_for_all() => Verify<NoAntiforgery>.Reports(Usings + """
        public class ProfileController : Controller
        {
            [HttpPost, ValidateAntiForgeryToken] public IActionResult Edit(string name) => RedirectToAction("x");
            [HttpPost] public IActionResult [|Delete|](int id) => RedirectToAction("x");
        }
        """);

    [Fact]
    public Task Without_the_set_up_in_sight_and_no_check_anywhere_it_cannot_tell() => Verify<NoAntiforgery>.Silent(Usings + """
        public class ProfileController : Controller { [HttpPost] public IActionResult Delete(int id) => RedirectToAction("x"); }
        """);

    private static readonly Setup s_one = new() { FixAll = false };

    [Fact]
    public Task The_fix_adds_the_attribute() => Verify<NoAntiforgery, NoAntiforgeryFix>.Fixes(
        App("app.MapControllers();", "public class AController : Controller\n{\n    [HttpPost]\n    public IActionResult [|Save|](Profile p) => Ok(p);\n}"),
        App("app.MapControllers();", "public class AController : Controller\n{\n    [HttpPost]\n    [ValidateAntiForgeryToken]\n    public IActionResult Save(Profile p) => Ok(p);\n}"), s_one);

    [Fact]
    public Task The_fix_adds_the_middleware_behind_authorization() => Verify<NoAntiforgery, NoAntiforgeryFix>.Fixes(
        App("\n// Endpoints.\napp.[|MapPost|](\"/profile\", ([FromForm] string name) => name);", services: ""),
        App("\n// Endpoints.\napp.MapPost(\"/profile\", ([FromForm] string name) => name);", services: "")
            .Replace("app.UseAuthorization();", "app.UseAuthorization();\napp.UseAntiforgery();")
            .Replace("AddAuthorization();\n", "AddAuthorization();\nbuilder.Services.AddAntiforgery();\n"), s_one);

    [Fact]
    public Task The_fix_no_longer_lifts_the_check() => Verify<NoAntiforgery, NoAntiforgeryFix>.Fixes(
        App("app.UseAntiforgery();\napp.[|MapPost|](\"/profile\", ([FromForm] string name) => name)\n    .DisableAntiforgery()\n    .RequireAuthorization();"),
        App("app.UseAntiforgery();\napp.MapPost(\"/profile\", ([FromForm] string name) => name)\n    .RequireAuthorization();"), s_one);

    [Fact]
    public Task The_fix_asks_for_a_token_where_the_form_is_read_by_hand() => Verify<NoAntiforgery, NoAntiforgeryFix>.Fixes(
        App("app.UseAntiforgery();\napp.[|MapPost|](\"/profile\", (HttpRequest r) => r.Form.Count);"),
        App("app.UseAntiforgery();\napp.MapPost(\"/profile\", (HttpRequest r) => r.Form.Count).WithMetadata(new RequireAntiforgeryTokenAttribute());"), s_one);
}
