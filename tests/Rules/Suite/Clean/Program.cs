using System.Globalization;
using System.Threading.RateLimiting;
using Clean;
using Clean.Orders;
using Clean.Shipping;
using MediatR;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

var builder = WebApplication.CreateBuilder(args);

builder.Services.AddControllers();
builder.Services.AddProblemDetails();
builder.Services.AddGrpc();
builder.Services.AddHealthChecks();
builder.Services.AddAuthentication();
builder.Services.AddAuthorizationBuilder()
    .SetFallbackPolicy(new Microsoft.AspNetCore.Authorization.AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());

builder.Services.AddOptions<ShippingOptions>()
    .BindConfiguration(ShippingOptions.Section)
    .ValidateDataAnnotations()
    .ValidateOnStart();

builder.Services.AddDbContext<ShopContext>((provider, options) =>
    options.UseNpgsql(provider.GetRequiredService<IConfiguration>().GetConnectionString("Shop"), npgsql => npgsql.EnableRetryOnFailure()));
builder.Services.AddScoped<IOrderStore, OrderStore>();
builder.Services.AddSingleton<IReportStore, ReportStore>();
builder.Services.AddTransient<IRequestHandler<PlaceOrder, PlacedOrder>, PlaceOrderHandler>();
builder.Services.AddHostedService<OutboxRelay>();
builder.Services.AddSingleton(TimeProvider.System);

builder.Services.AddHttpClient<CarrierClient>((provider, client) =>
{
    client.BaseAddress = provider.GetRequiredService<IOptions<ShippingOptions>>().Value.CarrierUrl;
    client.Timeout = TimeSpan.FromSeconds(5);
});

builder.Services.AddRateLimiter(limiter =>
{
    limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
    limiter.OnRejected = (context, _) =>
    {
        if (context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait))
            context.HttpContext.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return ValueTask.CompletedTask;
    };
    limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
        RateLimitPartition.GetFixedWindowLimiter(
            context.User.Identity?.Name ?? context.Connection.RemoteIpAddress?.ToString() ?? "unknown",
            _ => new FixedWindowRateLimiterOptions { PermitLimit = 100, Window = TimeSpan.FromMinutes(1) }));
    limiter.AddTokenBucketLimiter("expensive", options =>
    {
        options.TokenLimit = 10;
        options.TokensPerPeriod = 2;
        options.ReplenishmentPeriod = TimeSpan.FromSeconds(10);
    });
});

var app = builder.Build();

app.UseExceptionHandler();
app.UseHsts();
app.UseHttpsRedirection();
app.UseMiddleware<CorrelationMiddleware>();
app.UseAuthentication();
app.UseAuthorization();
app.UseRateLimiter();

app.MapHealthChecks("/healthz").AllowAnonymous();
app.MapControllers();
app.MapGrpcService<StockService>();
app.MapOrders();

await app.RunAsync();
