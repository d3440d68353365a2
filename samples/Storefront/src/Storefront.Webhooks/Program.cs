using System.Threading.Channels;
using Storefront.Webhooks;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton(Channel.CreateBounded<PaymentEvent>(1_000));
builder.Services.AddSingleton<DeliveryLog>();
builder.Services.AddHostedService<PaymentEventWorker>();

var app = builder.Build();
app.MapGet("/health/live", () => "alive");
app.MapWebhooks();
app.Run();
