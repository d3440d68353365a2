using ArchitectAnalyzers.CodeFixes.Api;
using ArchitectAnalyzers.Rules.Api;
using Microsoft.CodeAnalysis.Testing;

namespace ArchitectAnalyzers.Tests.Api;

public class UnlimitedUploadTests
{
    [Theory]
    [InlineData("builder.WebHost.ConfigureKestrel(o => o.Limits.[|MaxRequestBodySize|] = null);")]
    [InlineData("builder.WebHost.ConfigureKestrel(options => { options.Limits.[|MaxRequestBodySize|] = long.MaxValue; });")]
    [InlineData("builder.WebHost.UseKestrel(o => o.Limits.[|MaxRequestBodySize|] = int.MaxValue);")]
    [InlineData("builder.Services.Configure<KestrelServerOptions>(o => o.Limits.[|MaxRequestBodySize|] = null);")]
    [InlineData("builder.Services.Configure<KestrelServerOptions>(o => o.Limits.[|MaxRequestBodySize|] = 100L * 1024 * 1024 * 1024);")]
    [InlineData("builder.Services.Configure<IISServerOptions>(o => { o.[|MaxRequestBodySize|] = int.MaxValue; });")]
    [InlineData("builder.Services.Configure<FormOptions>(o => o.[|MultipartBodyLengthLimit|] = long.MaxValue);")]
    [InlineData("builder.Services.Configure<FormOptions>(x => { x.ValueLengthLimit = 1024; x.[|MultipartBodyLengthLimit|] = int.MaxValue; x.MultipartHeadersLengthLimit = 1024; });")]
    [InlineData("var limits = new FormOptions { [|MultipartBodyLengthLimit|] = long.MaxValue };")]
    [InlineData("app.Use(async (context, next) => { context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.[|MaxRequestBodySize|] = null; await next(); });")]
    [InlineData("app.Use((context, next) => { var feature = context.Features.Get<IHttpMaxRequestBodySizeFeature>(); if (feature is { IsReadOnly: false }) feature.[|MaxRequestBodySize|] = null; return next(); });")]
    [InlineData("app.MapPost(\"/a\", (Stream body) => 1).WithMetadata(new [|DisableRequestSizeLimitAttribute|]());")]
    [InlineData("app.MapPost(\"/a\", (Stream body) => 1).WithMetadata(new [|RequestSizeLimitAttribute|](long.MaxValue));")]
    [InlineData("app.MapPost(\"/a\", [[|DisableRequestSizeLimit|]] (Stream body) => 1);")]
    [InlineData("app.MapPost(\"/a\", [[|RequestSizeLimit|](long.MaxValue)] (IFormFile file) => 1);")]
    public Task Reports_in_the_set_up(string statements) => Verify<UnlimitedUpload>.Reports(Host(statements));

    [Theory]
    [InlineData("builder.WebHost.ConfigureKestrel(o => o.Limits.MaxRequestBodySize = 50 * 1024 * 1024);")]
    [InlineData("builder.WebHost.ConfigureKestrel(o => o.Limits.MaxRequestBodySize = 1_073_741_824);")]
    [InlineData("builder.WebHost.ConfigureKestrel(o => o.Limits.MaxRequestBodySize = builder.Configuration.GetValue<long>(\"Limit\"));")]
    [InlineData("builder.WebHost.ConfigureKestrel(o => o.Limits.MaxConcurrentConnections = null);")]
    [InlineData("if (builder.Environment.IsDevelopment()) builder.WebHost.ConfigureKestrel(o => o.Limits.MaxRequestBodySize = null);")]
    [InlineData("builder.Services.Configure<FormOptions>(o => o.MultipartBodyLengthLimit = 256 * 1024 * 1024);")]
    [InlineData("builder.Services.Configure<FormOptions>(o => o.MemoryBufferThreshold = int.MaxValue);")]
    [InlineData("app.MapPost(\"/a\", [RequestSizeLimit(10_000_000)] (Stream body) => 1);")]
    [InlineData("app.MapPost(\"/a\", (IFormFile file) => file.Length);")]
    [InlineData("app.MapPost(\"/a\", (Stream body) => 1).WithMetadata(new RequestSizeLimitAttribute(1000));")]
    [InlineData("var mine = new Mine { MaxRequestBodySize = null, MultipartBodyLengthLimit = long.MaxValue };")]
    public Task Stays_silent_in_the_set_up(string statements) => Verify<UnlimitedUpload>.Silent(Host(statements));

    private static string Host(string statements) => $$"""
        using Microsoft.AspNetCore.Http.Features;
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.AspNetCore.Server.Kestrel.Core;

        var builder = WebApplication.CreateBuilder(args);
        var app = builder.Build();
        {{statements}}
        app.Run();

        public class Mine { public long? MaxRequestBodySize { get; set; } public long MultipartBodyLengthLimit { get; set; } }
        """;

    [Fact]
    public Task Reports_attributes() => Verify<UnlimitedUpload>.Reports("""
        using Microsoft.AspNetCore.Http.Features;
        using Microsoft.AspNetCore.Mvc;

        [[|DisableRequestSizeLimit|]]
        public class Videos : ControllerBase
        {
            private const long Huge = 1024L * 1024 * 1024 * 1024;
            private const long Small = 1024;

            [HttpPost, [|DisableRequestSizeLimit|]]
            public int A(IFormFile file) => 1;

            [HttpPost("b")]
            [[|DisableRequestSizeLimitAttribute|]]
            public int B(IFormFile file) => 1;

            [HttpPost("c")]
            [Microsoft.AspNetCore.Mvc.[|DisableRequestSizeLimit|]]
            public int C() => 1;

            [HttpPost("d"), [|RequestSizeLimit|](long.MaxValue)]
            public int D() => 1;

            [RequestFormLimits([|MultipartBodyLengthLimit|] = long.MaxValue, ValueCountLimit = 5)]
            [RequestSizeLimit(Small)]
            public int E() => 1;

            [[|RequestSizeLimit|](Huge)]
            public int F() => 1;

            [[|DisableRequestSizeLimit|]]
            [RequestFormLimits([|MultipartBodyLengthLimit|] = long.MaxValue)]
            public int Both(IFormFile file) => 1;

            [RequestSizeLimit(Small)]
            [RequestFormLimits(MultipartBodyLengthLimit = Small)]
            public int Good() => 1;

            [DisableRequestSizeLimit]
            [RequestFormLimits(MultipartBodyLengthLimit = 200_000_000)]
            public int Form(IFormFile file) => 1;

            [DisableRequestSizeLimit]
            public void Own() => HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = Small;
        }
        """.Replace("Microsoft.AspNetCore.Mvc.[|DisableRequestSizeLimit|]", "[|Microsoft.AspNetCore.Mvc.DisableRequestSizeLimit|]"));

    [Fact]
    public Task Takes_the_limit_from_the_options() => Verify<UnlimitedUpload>.Reports(
        Host("builder.Services.Configure<FormOptions>(o => o.[|MultipartBodyLengthLimit|] = 600 * 1024 * 1024);"),
        new() { Options = new Dictionary<string, string> { ["architect.ARCH3010.largest_megabytes"] = "500" } });

    [Fact]
    public Task Survives_half_typed_code() => Verify<UnlimitedUpload>.Silent(
        Host("builder.WebHost.ConfigureKestrel(o => o.Limits.MaxRequestBodySize = ); [RequestSizeLimit(] [DisableRequest"),
            new() { Compiler = CompilerDiagnostics.None });

    [Fact]
    public Task Fixes() => Verify<UnlimitedUpload, UnlimitedUploadFix>.Fixes("""
        using Microsoft.AspNetCore.Http.Features;
        using Microsoft.AspNetCore.Mvc;

        var builder = WebApplication.CreateBuilder(args);
        builder.WebHost.ConfigureKestrel(o => o.Limits.[|MaxRequestBodySize|] = null); // no limit
        builder.Services.Configure<FormOptions>(o => o.[|MultipartBodyLengthLimit|] = long.MaxValue);
        var app = builder.Build();
        app.MapPost("/a", (Stream body) => 1).WithMetadata(new [|DisableRequestSizeLimitAttribute|]());
        app.MapPost("/b", [[|DisableRequestSizeLimit|]] (Stream body) => 1);

        public class Videos : ControllerBase
        {
            // Large.
            [HttpPost, [|DisableRequestSizeLimit|]]
            public int A(IFormFile file) => 1;

            [[|Microsoft.AspNetCore.Mvc.DisableRequestSizeLimit|]]
            public int B(IFormFile file) => 1;

            [[|RequestSizeLimit|](long.MaxValue)]
            [RequestFormLimits([|MultipartBodyLengthLimit|] = long.MaxValue, ValueCountLimit = 5)]
            public int C() => 1;
        }
        """, """
        using Microsoft.AspNetCore.Http.Features;
        using Microsoft.AspNetCore.Mvc;

        var builder = WebApplication.CreateBuilder(args);
        builder.WebHost.ConfigureKestrel(o => o.Limits.MaxRequestBodySize = 100 * 1024 * 1024); // no limit
        builder.Services.Configure<FormOptions>(o => o.MultipartBodyLengthLimit = 100 * 1024 * 1024);
        var app = builder.Build();
        app.MapPost("/a", (Stream body) => 1).WithMetadata(new RequestSizeLimitAttribute(100 * 1024 * 1024));
        app.MapPost("/b", [RequestSizeLimit(100 * 1024 * 1024)] (Stream body) => 1);

        public class Videos : ControllerBase
        {
            // Large.
            [HttpPost, RequestSizeLimit(100 * 1024 * 1024)]
            public int A(IFormFile file) => 1;

            [Microsoft.AspNetCore.Mvc.RequestSizeLimit(100 * 1024 * 1024)]
            public int B(IFormFile file) => 1;

            [RequestSizeLimit(100 * 1024 * 1024)]
            [RequestFormLimits(MultipartBodyLengthLimit = 100 * 1024 * 1024, ValueCountLimit = 5)]
            public int C() => 1;
        }
        """);
}
