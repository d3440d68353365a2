using ArchitectAnalyzers.Rules.Api;

namespace ArchitectAnalyzers.Tests.Api;

public class PermissiveHostsTests
{
    private static string App(string services) => $$"""
        using Microsoft.AspNetCore.HostFiltering;
        using Microsoft.AspNetCore.HttpOverrides;

        var builder = WebApplication.CreateBuilder(args);
        {{services}}
        var app = builder.Build();
        app.Run();
        """;

    private const string Open = "builder.Services.Configure<ForwardedHeadersOptions>(o => { o.ForwardedHeaders = ForwardedHeaders.All; o.KnownNetworks.Clear(); o.KnownProxies.[|Clear|](); });";

    [Theory]
    [InlineData(Open)]
    [InlineData("builder.Services.Configure<ForwardedHeadersOptions>(o => { o.KnownProxies.[|Clear|](); o.KnownIPNetworks.Clear(); });")]
    [InlineData("var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor }; options.KnownNetworks.Clear(); options.KnownProxies.[|Clear|]();")]
    [InlineData("builder.Services.Configure<HostFilteringOptions>(o => o.[|AllowedHosts|] = new[] { \"*\" });")]
    [InlineData("builder.Services.Configure<HostFilteringOptions>(o => o.[|AllowedHosts|] = [\"*\"]);")]
    [InlineData("builder.Services.Configure<HostFilteringOptions>(o => o.AllowedHosts.[|Add|](\"*\"));")]
    [InlineData("builder.Services.AddHostFiltering(o => { o.[|AllowedHosts|] = new List<string> { \"shop.example\", \"*\" }; });")]
    [InlineData("[|builder.Configuration[\"AllowedHosts\"]|] = \"*\";")]
    [InlineData("builder.WebHost.[|UseSetting|](\"AllowedHosts\", \"*\");")]
    public Task Reports(string services) => Verify<PermissiveHosts>.Reports(App(services));

    [Theory]
    [InlineData("builder.Services.Configure<ForwardedHeadersOptions>(o => o.ForwardedHeaders = ForwardedHeaders.All);")]
    [InlineData("builder.Services.Configure<ForwardedHeadersOptions>(o => { o.KnownProxies.Clear(); });")]
    [InlineData("builder.Services.Configure<ForwardedHeadersOptions>(o => { o.KnownNetworks.Clear(); o.KnownProxies.Clear(); o.KnownProxies.Add(System.Net.IPAddress.Parse(\"10.0.0.7\")); });")]
    [InlineData("builder.Services.Configure<HostFilteringOptions>(o => o.AllowedHosts = new[] { \"shop.example\", \"*.shop.example\" });")]
    [InlineData("builder.Configuration[\"AllowedHosts\"] = \"shop.example\"; builder.Configuration[\"Origins\"] = \"*\";")]
    [InlineData("builder.WebHost.UseSetting(\"AllowedHosts\", \"shop.example\");")]
    [InlineData("new List<string> { \"*\" }.Clear();")]
    public Task Stays_silent(string services) => Verify<PermissiveHosts>.Silent(App(services));

    [Fact]
    public Task Says_what_is_open() => Verify<PermissiveHosts>.Reports(App(Open.Replace("[|Clear|]", "{|#0:Clear|}")), null,
        Verify<PermissiveHosts>.Report(0).WithArguments("KnownProxies.Clear", "with no known network left takes the client's address and scheme from anybody"));
}
