using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;

namespace Storefront.Webhooks;

public static class WebhookEndpoints
{
    public static void MapWebhooks(this WebApplication app)
    {
        var secret = Encoding.UTF8.GetBytes(app.Configuration["Webhooks:Secret"] ?? "demo-secret");

        app.MapPost("/webhooks/payments", async (HttpRequest request, Channel<PaymentEvent> events, CancellationToken ct) =>
        {
            using var buffer = new MemoryStream();
            await request.Body.CopyToAsync(buffer, ct);
            var body = buffer.ToArray();
            if (!IsSigned(request.Headers["X-Signature"].ToString(), secret, body)) return Results.Unauthorized();
            if (JsonSerializer.Deserialize<PaymentEvent>(body, JsonSerializerOptions.Web) is not { } paymentEvent) return Results.BadRequest();

            await events.Writer.WriteAsync(paymentEvent, ct);
            return Results.Accepted();
        }).RequireRateLimiting("provider");

        // A test of the connection: the provider sends a word and expects it back.
        app.MapPost("/webhooks/echo", (HttpRequest request) =>
        {
            using var reader = new StreamReader(request.Body);
            return reader.ReadToEnd();
        });

        app.MapGet("/webhooks/deliveries", (DeliveryLog log) => log.Recent());
    }

    private static bool IsSigned(string signature, byte[] secret, byte[] body) =>
        CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(signature.ToUpperInvariant()),
            Encoding.ASCII.GetBytes(Convert.ToHexString(HMACSHA256.HashData(secret, body))));
}
