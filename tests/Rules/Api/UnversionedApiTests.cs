using ArchitectAnalyzers.Rules.Api;

namespace ArchitectAnalyzers.Tests.Api;

public class UnversionedApiTests
{
    private static string App(string statements) => $$"""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddControllers();
        var app = builder.Build();
        {{statements}}
        app.Run();
        """;

    [Theory]
    [InlineData("app.[|MapGet|](\"/orders\", () => 1); app.MapPost(\"/orders\", () => 2);")]
    [InlineData("app.[|MapControllers|]();")]
    [InlineData("app.MapHealthChecks(\"/healthz\"); app.MapGroup(\"/orders\").[|MapGet|](\"/\", () => 1);")]
    [InlineData("app.[|MapGet|](\"/vat/1\", () => \"/swagger/v1/swagger.json\");")]
    public Task Reports_once_an_api_without_a_version(string statements) => Verify<UnversionedApi>.Reports(App(statements));

    [Theory]
    [InlineData("app.MapGet(\"/v1/orders\", () => 1);")]
    [InlineData("app.MapGroup(\"v2\").MapGet(\"/orders\", () => 1);")]
    [InlineData("app.MapGet(\"/orders\", (HttpRequest request) => request.Headers[\"api-version\"].ToString());")]
    [InlineData("app.MapHealthChecks(\"/healthz\");")]
    [InlineData("app.MapRazorPages();")]
    public Task Stays_silent_where_there_is_a_version_or_no_api(string statements) => Verify<UnversionedApi>.Silent(App(statements));

    [Fact]
    public Task Stays_silent_where_a_controller_has_a_version() => Verify<UnversionedApi>.Silent(App("app.MapControllers();") + """

        [Microsoft.AspNetCore.Mvc.Route("api/v1/orders")]
        public class OrdersController : Microsoft.AspNetCore.Mvc.ControllerBase;
        """);
}
