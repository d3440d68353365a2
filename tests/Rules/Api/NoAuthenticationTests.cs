using ArchitectAnalyzers.Rules.Api;
using ArchitectAnalyzers.Testing;

namespace ArchitectAnalyzers.Tests.Api;

public class NoAuthenticationTests
{
    private static string App(string mappings, string types = "") => $$"""
        using Microsoft.AspNetCore.Authorization;
        using Microsoft.AspNetCore.Mvc;
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddControllers();
        var app = builder.Build();
        app.UseAuthorization();
        {{mappings}}
        app.Run();
        {{types}}
        """;

    [Fact]
    public Task Names_the_first_mapping() => Verify<NoAuthentication>.Reports(
        App("app.MapGet(\"/orders\", () => 1); app.{|#0:MapPost|}(\"/orders\", () => 1); app.MapDelete(\"/orders/{id}\", (int id) => id);"),
        null, Verify<NoAuthentication>.Report(0).WithArguments("POST /orders"));

    [Theory]
    [InlineData("app.MapOrders();")]
    [InlineData("app.[|MapControllers|](); app.MapPost(\"/x\", () => 1);")]
    [InlineData("if (app.Environment.IsDevelopment()) app.MapPost(\"/seed\", () => 1); app.[|MapPut|](\"/x\", () => 1);")]
    [InlineData("if (!app.Environment.IsDevelopment()) app.[|MapPost|](\"/x\", () => 1);")]
    [InlineData("if (app.Environment.IsDevelopment()) { } else { app.[|MapPost|](\"/x\", () => 1); }")]
    public Task Reports_once(string mappings) => Verify<NoAuthentication>.Reports(App(mappings, """
        public class OrdersController : ControllerBase { [HttpPost("orders")] public IActionResult Create() => Ok(); }
        static class Endpoints { public static void MapOrders(this IEndpointRouteBuilder e) { e.MapGet("/", () => 1); e.MapPost("/", () => 1); e.MapPut("/", () => 1); } }
        """.Replace("e.MapPost", mappings.Contains("MapOrders") ? "e.[|MapPost|]" : "e.MapPost")));

    [Theory]
    [InlineData("app.MapGet(\"/orders\", () => 1);")]
    [InlineData("app.MapControllers();")]
    [InlineData("app.MapPost(\"/x\", () => 1).RequireAuthorization();")]
    [InlineData("app.MapPost(\"/x\", [Authorize] () => 1);")]
    [InlineData("app.UseAuthentication(); app.MapPost(\"/x\", () => 1);")]
    [InlineData("app.MapPost(\"/x\", () => 1).AddEndpointFilter<ApiKeyFilter>();")]
    [InlineData("app.MapPost(\"/hooks\", (HttpRequest r) => r.Headers[\"X-Signature\"] == \"x\" ? Results.Ok() : Results.Unauthorized());")]
    [InlineData("app.UseMiddleware<KeyMiddleware>(); app.MapPost(\"/x\", () => 1);")]
    [InlineData("if (app.Environment.IsDevelopment()) { app.MapPost(\"/seed\", () => 1); }")]
    [InlineData("if (!app.Environment.IsProduction()) { app.MapPost(\"/seed\", () => 1); }")]
    [InlineData("var local = app.Environment.IsDevelopment() || app.Environment.IsStaging(); if (local) app.MapPost(\"/seed\", () => 1);")]
    public Task Stays_silent(string mappings) => Verify<NoAuthentication>.Silent(App(mappings, """
        public class OrdersController : ControllerBase { [HttpGet("orders")] public IActionResult List() => Ok(); }
        class ApiKeyFilter : IEndpointFilter { public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext c, EndpointFilterDelegate next) => next(c); }
        class KeyMiddleware(RequestDelegate next)
        {
            public Task InvokeAsync(HttpContext c) { if (c.Request.Headers["k"] != "x") { c.Response.StatusCode = 401; return Task.CompletedTask; } return next(c); }
        }
        """));

    [Fact]
    public Task Stays_silent_behind_a_gateway() => Verify<NoAuthentication>.Silent(App("app.MapPost(\"/x\", () => 1);"),
        new() { Options = new Dictionary<string, string> { ["architect.ARCH3016.authentication"] = "external" } });

    [Fact]
    public Task Stays_silent_in_a_library() =>
        Verify<NoAuthentication>.Silent("static class E { public static void Map(this IEndpointRouteBuilder e) => e.MapPost(\"/\", () => 1); }");
}
