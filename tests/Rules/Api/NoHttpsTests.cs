using ArchitectAnalyzers.CodeFixes.Api;
using ArchitectAnalyzers.Rules.Api;

namespace ArchitectAnalyzers.Tests.Api;

public class NoHttpsTests
{
    private static string App(string services, string statements) => $$"""
        var builder = WebApplication.CreateBuilder(args);
        {{services}}
        var app = builder.Build();
        {{statements}}
        app.Run();
        """;

    [Theory]
    [InlineData("", "app.[|MapGet|](\"/\", () => 1);")]
    [InlineData("builder.Services.AddControllers();", "app.UseAuthentication(); app.UseAuthorization(); app.[|MapControllers|]();")]
    [InlineData("", "app.UseExceptionHandler(\"/error\"); app.UseStaticFiles(); app.[|MapRazorPages|](); app.MapControllers();")]
    public Task Reports(string services, string statements) => Verify<NoHttps>.Reports(App(services, statements));

    [Theory]
    [InlineData("", "app.UseHttpsRedirection(); app.MapControllers();")]
    [InlineData("", "if (!app.Environment.IsDevelopment()) app.UseHsts(); app.MapControllers();")]
    [InlineData("", "app.UseForwardedHeaders(); app.MapControllers();")]
    [InlineData("builder.Services.Configure<ForwardedHeadersOptions>(o => o.ForwardedHeaders = Microsoft.AspNetCore.HttpOverrides.ForwardedHeaders.All);", "app.MapControllers();")]
    [InlineData("builder.Services.AddControllers(o => o.Filters.Add(new Microsoft.AspNetCore.Mvc.RequireHttpsAttribute()));", "app.MapControllers();")]
    [InlineData("builder.WebHost.ConfigureKestrel(k => k.ListenAnyIP(5001, l => l.UseHttps()));", "app.MapControllers();")]
    [InlineData("", "app.MapHealthChecks(\"/healthz\");")]
    public Task Stays_silent(string services, string statements) => Verify<NoHttps>.Silent(App(services, statements));

    [Fact]
    public Task The_fix_redirects_behind_the_exception_handler() => Verify<NoHttps, NoHttpsFix>.Fixes("""
        var builder = WebApplication.CreateBuilder(args);

        var app = builder.Build();

        app.UseExceptionHandler("/error");
        app.UseAuthorization();

        app.[|MapControllers|]();

        app.Run();
        """, """
        var builder = WebApplication.CreateBuilder(args);

        var app = builder.Build();

        app.UseExceptionHandler("/error");
        app.UseHttpsRedirection();
        app.UseAuthorization();

        app.MapControllers();

        app.Run();
        """, new() { FixAll = false });
}
