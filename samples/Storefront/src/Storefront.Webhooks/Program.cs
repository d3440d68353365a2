using System.Threading.Channels;
using Microsoft.AspNetCore.RateLimiting;
using Storefront.Webhooks;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton(Channel.CreateBounded<PaymentEvent>(1_000));
builder.Services.AddSingleton<DeliveryLog>();
builder.Services.AddHostedService<PaymentEventWorker>();

// No payment provider calls more often.
builder.Services.AddRateLimiter(options => options.AddFixedWindowLimiter("provider", limit =>
{
    limit.PermitLimit = 600;
    limit.Window = TimeSpan.FromMinutes(1);
}));

var app = builder.Build();
app.UseDeveloperExceptionPage();
app.MapGet("/health/live", () => "alive");
app.MapWebhooks();
app.Run();
