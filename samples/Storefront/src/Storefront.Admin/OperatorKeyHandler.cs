using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Storefront.Admin;

/// <summary>Operators send a key that the deployment gives out.</summary>
public class OperatorKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, IConfiguration configuration)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public new const string Scheme = "OperatorKey";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var key = configuration["Operators:Key"];
        var sent = Request.Headers["X-Operator-Key"].ToString();
        if (sent.Length == 0) return Task.FromResult(AuthenticateResult.NoResult());
        if (string.IsNullOrEmpty(key) || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(sent), Encoding.UTF8.GetBytes(key)))
            return Task.FromResult(AuthenticateResult.Fail("Unknown key."));

        var operatorIdentity = new ClaimsIdentity([new Claim(ClaimTypes.Name, "operator")], Scheme);
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(operatorIdentity), Scheme)));
    }
}
