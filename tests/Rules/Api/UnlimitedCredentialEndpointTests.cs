using ArchitectAnalyzers.CodeFixes.Api;
using ArchitectAnalyzers.Rules.Api;
using ArchitectAnalyzers.Testing;

namespace ArchitectAnalyzers.Tests.Api;

public class UnlimitedCredentialEndpointTests
{
    private const string Usings = "using Microsoft.AspNetCore.Authorization; using Microsoft.AspNetCore.Identity; using Microsoft.AspNetCore.Mvc; using Microsoft.AspNetCore.RateLimiting; using System.Security.Claims; using Microsoft.IdentityModel.JsonWebTokens; using Microsoft.IdentityModel.Tokens; using System.Security.Cryptography; using Microsoft.AspNetCore.Authentication;\n";

    private static string App(string mappings, string limiter = "o.AddFixedWindowLimiter(\"login\", l => l.PermitLimit = 5);", string types = "") => Usings + $$"""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddControllers();
        builder.Services.AddIdentity<IdentityUser, IdentityRole>();
        builder.Services.AddRateLimiter(o => { {{limiter}} });
        var app = builder.Build();
        app.UseRateLimiter();
        {{mappings}}
        app.Run();
        {{types}}
        record Login(string Name, string Password);
        """;

    private const string Types = """
        public interface IAuthService { Task<string?> LoginAsync(string name, string password); }
        public class AuthService(UserManager<IdentityUser> users) : IAuthService
        {
            public async Task<string?> LoginAsync(string name, string password) =>
                await users.FindByNameAsync(name) is { } user && await users.CheckPasswordAsync(user, password) ? Issue(user) : null;
            private static string Issue(IdentityUser user) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor());
        }
        public interface ITokens { string GenerateAccessToken(string name); }
        static class Passwords { public static bool Matches(byte[] a, byte[] b) => CryptographicOperations.FixedTimeEquals(a, b); }
        static class Signed
        {
            private static ClaimsPrincipal User => new();
            public static async Task<IResult> Enable(string code, UserManager<IdentityUser> users) =>
                await users.GetUserAsync(User) is { } user && await users.VerifyTwoFactorTokenAsync(user, "Authenticator", code) ? Results.Ok() : Results.NotFound();
        }
        static class Handlers
        {
            public static async Task<IResult> Login(Login login, SignInManager<IdentityUser> manager) =>
                (await manager.PasswordSignInAsync(login.Name, login.Password, false, true)).Succeeded ? Results.Ok() : Results.Unauthorized();
        }
        """;

    [Theory]
    [InlineData("app.[|MapPost|](\"/login\", async (Login l, SignInManager<IdentityUser> m) => (await m.PasswordSignInAsync(l.Name, l.Password, false, true)).Succeeded ? Results.Ok() : Results.Unauthorized());")]
    [InlineData("app.[|MapPost|](\"/auth/login\", Handlers.Login).AllowAnonymous();")]
    [InlineData("app.[|MapPost|](\"/account\", Handlers.Login);")]
    [InlineData("var auth = app.MapGroup(\"/auth\"); auth.MapPost(\"/login\", Handlers.Login).RequireRateLimiting(\"login\"); auth.[|MapPost|](\"/token\", async (Login l, IAuthService a) => await a.LoginAsync(l.Name, l.Password));")]
    [InlineData("app.[|MapPost|](\"/sessions\", (Login l) => Passwords.Matches([1], [2]) ? Results.Ok() : Results.Unauthorized());")]
    [InlineData("app.[|MapPost|](\"/forgot-password\", async (string mail, UserManager<IdentityUser> u) => { var user = await u.FindByEmailAsync(mail); if (user is not null) await u.GeneratePasswordResetTokenAsync(user); return Results.Ok(); });")]
    [InlineData("app.[|MapPost|](\"/reset-password\", async (string mail, string token, string p, UserManager<IdentityUser> u) => await u.ResetPasswordAsync((await u.FindByEmailAsync(mail))!, token, p));")]
    [InlineData("app.[|MapPost|](\"/otp/verify\", async (string mail, string code, UserManager<IdentityUser> u) => await u.VerifyTwoFactorTokenAsync((await u.FindByEmailAsync(mail))!, \"Email\", code));")]
    [InlineData("app.[|MapPost|](\"/signin\", async (HttpContext c) => { await c.SignInAsync(new ClaimsPrincipal()); });")]
    [InlineData("app.[|MapPost|](\"/login\", Handlers.Login).DisableRateLimiting();")]
    [InlineData("app.[|MapPost|](\"/login\", (Login l, ITokens t, IPasswordHasher<Login> h) => h.VerifyHashedPassword(l, \"x\", l.Password) == PasswordVerificationResult.Failed ? Results.Unauthorized() : Results.Ok());")]
    [InlineData("app.[|MapPost|](\"/connect/token\", (Login l, ITokens t) => t.GenerateAccessToken(l.Name));")]
    [InlineData("app.MapGroup(\"/account\").[|MapIdentityApi<IdentityUser>|]();")]
    public Task Reports_a_credential_endpoint_that_nothing_limits(string mappings) => Verify<UnlimitedCredentialEndpoint>.Reports(App(mappings, types: Types));

    [Fact]
    public Task Reports_where_a_global_limit_is_lifted() => Verify<UnlimitedCredentialEndpoint>.Reports(
        App("app.[|MapPost|](\"/login\", Handlers.Login).DisableRateLimiting(); app.MapPost(\"/token\", Handlers.Login);", "o.GlobalLimiter = null!; o.GlobalLimiter = System.Threading.RateLimiting.PartitionedRateLimiter.Create<HttpContext, string>(c => throw new NotSupportedException());", Types));

    [Fact]
    public Task Reports_actions_and_pages() => Verify<UnlimitedCredentialEndpoint>.Reports(App("app.MapControllers();", types: """
        [ApiController, Route("api/account")]
        public class AccountController(SignInManager<IdentityUser> manager, UserManager<IdentityUser> users) : ControllerBase
        {
            [HttpPost("login")]
            public async Task<IActionResult> [|Login|](string name, string password) => Ok(await manager.PasswordSignInAsync(name, password, false, false));

            [HttpPost("login-limited"), EnableRateLimiting("login")]
            public async Task<IActionResult> LoginLimited(string name, string password) => Ok(await manager.PasswordSignInAsync(name, password, false, false));

            [HttpPost("two-factor"), Authorize]
            public async Task<IActionResult> EnableTwoFactor(string code) => Ok(await users.VerifyTwoFactorTokenAsync(new IdentityUser(), "x", code));

            [HttpPost("logout")]
            public async Task<IActionResult> Logout() { await manager.SignOutAsync(); return Ok(); }

            [HttpGet("login")]
            public IActionResult LoginPage() => Ok("form");
        }

        [EnableRateLimiting("login")]
        public class TokenController : ControllerBase
        {
            [HttpPost("token")]
            public string Token() => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor());
        }

        public class LoginModel(SignInManager<IdentityUser> manager) : Microsoft.AspNetCore.Mvc.RazorPages.PageModel
        {
            public async Task [|OnPostAsync|](string name, string password) => await manager.PasswordSignInAsync(name, password, false, true);
        }
        """));

    [Theory]
    [InlineData("app.MapPost(\"/login\", Handlers.Login).RequireRateLimiting(\"login\");")]
    [InlineData("app.MapGroup(\"/auth\").RequireRateLimiting(\"login\").MapPost(\"/login\", Handlers.Login);")]
    [InlineData("app.MapPost(\"/login\", [EnableRateLimiting(\"login\")] async (Login l, SignInManager<IdentityUser> m) => await m.PasswordSignInAsync(l.Name, l.Password, false, true));")]
    [InlineData("app.MapGroup(\"/account\").RequireRateLimiting(\"login\").MapIdentityApi<IdentityUser>();")]
    [InlineData("app.MapPost(\"/login\", (Login l) => Results.Ok());")]
    [InlineData("app.MapGet(\"/login\", () => Results.Content(\"form\"));")]
    [InlineData("app.MapPost(\"/webhooks/stripe\", (byte[] a) => CryptographicOperations.FixedTimeEquals(a, a) ? Results.Ok() : Results.Unauthorized());")]
    [InlineData("app.MapPost(\"/tokens/refresh-my\", (ClaimsPrincipal u) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor())).RequireAuthorization();")]
    [InlineData("app.MapPost(\"/verify\", (Login l) => l.Name == \"x\");")]
    [InlineData("app.MapPost(\"/2fa/enable\", Signed.Enable);")]
    [InlineData("app.MapPost(\"/login/external\", async (SignInManager<IdentityUser> m) => { var info = await m.GetExternalLoginInfoAsync(); if (info is not null) await m.SignInAsync(new IdentityUser(), false); });")]
    public Task Stays_silent(string mappings) => Verify<UnlimitedCredentialEndpoint>.Silent(App(mappings, types: Types));

    [Fact]
    public Task Stays_silent_under_a_global_limit() => Verify<UnlimitedCredentialEndpoint>.Silent(App("app.MapPost(\"/login\", Handlers.Login);",
        "o.GlobalLimiter = System.Threading.RateLimiting.PartitionedRateLimiter.Create<HttpContext, string>(c => throw new NotSupportedException());", Types));

    [Fact]
    public Task Stays_silent_in_an_app_that_limits_nothing_at_all() => Verify<UnlimitedCredentialEndpoint>.Silent(Usings + """
        var app = WebApplication.CreateBuilder(args).Build();
        app.MapPost("/login", async (string n, string p, SignInManager<IdentityUser> m) => await m.PasswordSignInAsync(n, p, false, true));
        app.Run();
        """);

    [Fact]
    public Task Stays_silent_where_another_limiter_is_in_sight() => Verify<UnlimitedCredentialEndpoint>.Silent(Usings + """
        public class AccountController(SignInManager<IdentityUser> manager) : ControllerBase
        {
            [HttpPost("login")]
            public async Task<IActionResult> Login(string name, string password) => Ok(await manager.PasswordSignInAsync(name, password, false, false));
        }
        public class IpRateLimitMiddleware { }
        """);

    [Fact]
    public Task Reports_what_hands_the_secret_to_a_service_that_is_named_for_it() => Verify<UnlimitedCredentialEndpoint>.Reports("""
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.AspNetCore.RateLimiting;

        public record LoginRequest(string Email, string Password);
        public record Profile(string Email, string Name);

        public interface IAuthService
        {
            Task<string?> LoginAsync(string email, string password, CancellationToken token);
            Task<string?> AuthenticateAsync(LoginRequest request, CancellationToken token);
            Task SendPasswordResetAsync(string email, CancellationToken token);
            Task<bool> VerifyOtpAsync(string email, string code, CancellationToken token);
            Task SaveAsync(Profile profile, CancellationToken token);
            Task<bool> LoginNameIsFreeAsync(string name, CancellationToken token);
        }

        [ApiController, Route("api/auth")]
        public class AuthController(IAuthService auth) : ControllerBase
        {
            [HttpPost("login")]
            public async Task<IActionResult> [|Login|](LoginRequest request, CancellationToken token) =>
                await auth.LoginAsync(request.Email, request.Password, token) is { } issued ? Ok(issued) : Unauthorized();

            [HttpPost("login2")]
            public async Task<IActionResult> [|Login2|](LoginRequest request, CancellationToken token)
            {
                var issued = await auth.AuthenticateAsync(request, token);
                return issued is null ? Unauthorized() : Ok(issued);
            }

            [HttpPost("forgot-password")]
            public async Task<IActionResult> [|Forgot|](string email, CancellationToken token)
            {
                await auth.SendPasswordResetAsync(email, token);
                return Accepted();
            }

            [HttpPost("verify-otp")]
            public async Task<IActionResult> [|Verify|](string email, string code, CancellationToken token) =>
                await auth.VerifyOtpAsync(email, code, token) ? Ok() : Unauthorized();

            [HttpPost("limited"), EnableRateLimiting("login")]
            public async Task<IActionResult> Limited(LoginRequest request, CancellationToken token) =>
                await auth.LoginAsync(request.Email, request.Password, token) is { } issued ? Ok(issued) : Unauthorized();

            [HttpPost("profile")]
            public async Task<IActionResult> Save(Profile profile, CancellationToken token)
            {
                await auth.SaveAsync(profile, token);
                return NoContent();
            }

            [HttpGet("names/{name}")]
            public async Task<bool> IsFree(string name, CancellationToken token) => await auth.LoginNameIsFreeAsync(name, token);
        }
        """);

    [Fact]
    public Task Stays_silent_where_a_gateway_limits() => Verify<UnlimitedCredentialEndpoint>.Silent(App("app.MapPost(\"/login\", Handlers.Login);", types: Types),
        new() { Options = new Dictionary<string, string> { ["architect.rate_limiting"] = "external" } });

    [Fact]
    public Task Reports_a_controller_by_itself() => Verify<UnlimitedCredentialEndpoint>.Reports("""
        using Microsoft.AspNetCore.Identity;
        using Microsoft.AspNetCore.Mvc;

        public class AccountController(SignInManager<IdentityUser> manager) : ControllerBase
        {
            [HttpPost("login")]
            public async Task<IActionResult> {|#0:Login|}(string name, string password) => Ok(await manager.PasswordSignInAsync(name, password, false, false));
        }
        """, null, Verify<UnlimitedCredentialEndpoint>.Report(0).WithArguments("POST login"));

    [Fact]
    public Task The_fix_takes_a_policy_that_fits() => Verify<UnlimitedCredentialEndpoint, UnlimitedCredentialEndpointFix>.Fixes(
        App("app.[|MapPost|](\"/login\", Handlers.Login).AllowAnonymous();\napp.[|MapPost|](\"/token\", Handlers.Login);", types: Types),
        App("app.MapPost(\"/login\", Handlers.Login).AllowAnonymous().RequireRateLimiting(\"login\");\napp.MapPost(\"/token\", Handlers.Login).RequireRateLimiting(\"login\");", types: Types));

    [Fact]
    public Task The_fix_adds_a_policy_once() => Verify<UnlimitedCredentialEndpoint, UnlimitedCredentialEndpointFix>.Fixes("""
        using Microsoft.AspNetCore.Identity;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddRateLimiter(options =>
        {
            options.RejectionStatusCode = 429; // not 503
        });
        var app = builder.Build();
        app.UseRateLimiter();
        app.[|MapPost|]("/login", Handlers.Login);
        app.[|MapPost|]("/token", Handlers.Login);
        app.Run();

        static class Handlers
        {
            public static async Task<SignInResult> Login(string name, string password, SignInManager<IdentityUser> manager) =>
                await manager.PasswordSignInAsync(name, password, false, true);
        }
        """, """
        using System.Threading.RateLimiting;
        using Microsoft.AspNetCore.Identity;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddRateLimiter(options =>
        {
            options.RejectionStatusCode = 429; // not 503
            options.AddPolicy("credentials", context => RateLimitPartition.GetFixedWindowLimiter(
                context.Connection.RemoteIpAddress?.ToString() ?? "unknown",
                _ => new FixedWindowRateLimiterOptions { PermitLimit = 5, Window = TimeSpan.FromMinutes(1) }));
        });
        var app = builder.Build();
        app.UseRateLimiter();
        app.MapPost("/login", Handlers.Login).RequireRateLimiting("credentials");
        app.MapPost("/token", Handlers.Login).RequireRateLimiting("credentials");
        app.Run();

        static class Handlers
        {
            public static async Task<SignInResult> Login(string name, string password, SignInManager<IdentityUser> manager) =>
                await manager.PasswordSignInAsync(name, password, false, true);
        }
        """);

    [Fact]
    public Task The_fix_puts_an_attribute_on_actions() => Verify<UnlimitedCredentialEndpoint, UnlimitedCredentialEndpointFix>.Fixes("""
        using Microsoft.AspNetCore.Identity;
        using Microsoft.AspNetCore.Mvc;

        public class AccountController(SignInManager<IdentityUser> manager) : ControllerBase
        {
            [HttpPost("login")]
            public async Task<IActionResult> [|Login|](string name, string password) => Ok(await manager.PasswordSignInAsync(name, password, false, false));
        }

        static class Limits
        {
            public static IServiceCollection AddLimits(this IServiceCollection s) => s.AddRateLimiter(o => Microsoft.AspNetCore.RateLimiting.RateLimiterOptionsExtensions.AddFixedWindowLimiter(o, "api", l => { }).AddPolicy("auth-strict", c => System.Threading.RateLimiting.RateLimitPartition.GetNoLimiter("")));
        }
        """, """
        using Microsoft.AspNetCore.Identity;
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.AspNetCore.RateLimiting;

        public class AccountController(SignInManager<IdentityUser> manager) : ControllerBase
        {
            [HttpPost("login")]
            [EnableRateLimiting("auth-strict")]
            public async Task<IActionResult> Login(string name, string password) => Ok(await manager.PasswordSignInAsync(name, password, false, false));
        }

        static class Limits
        {
            public static IServiceCollection AddLimits(this IServiceCollection s) => s.AddRateLimiter(o => Microsoft.AspNetCore.RateLimiting.RateLimiterOptionsExtensions.AddFixedWindowLimiter(o, "api", l => { }).AddPolicy("auth-strict", c => System.Threading.RateLimiting.RateLimitPartition.GetNoLimiter("")));
        }
        """);

    [Fact]
    public Task Offers_no_fix_without_a_policy_or_a_place_for_one() => Verify<UnlimitedCredentialEndpoint, UnlimitedCredentialEndpointFix>.OffersNoFix("""
        using Microsoft.AspNetCore.Identity;
        using Microsoft.AspNetCore.Mvc;

        public class AccountController(SignInManager<IdentityUser> manager) : ControllerBase
        {
            [HttpPost("login")]
            public async Task<IActionResult> [|Login|](string name, string password) => Ok(await manager.PasswordSignInAsync(name, password, false, false));
        }
        """);
}
