using System.Security.Claims;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Storefront.Api.Domain;

namespace Storefront.Api.Auth;

public class TokenIssuer(JwtSettings settings)
{
    private readonly SigningCredentials _credentials =
        new(new SymmetricSecurityKey(Encoding.UTF8.GetBytes(settings.Key)), SecurityAlgorithms.HmacSha256);

    public string Issue(Customer customer) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        Issuer = settings.Issuer,
        Audience = settings.Audience,
        Expires = DateTime.UtcNow.AddHours(settings.Hours),
        SigningCredentials = _credentials,
        Subject = new ClaimsIdentity(
        [
            new Claim("sub", customer.Id.ToString()),
            new Claim("name", customer.Name),
            new Claim("role", customer.IsStaff ? "staff" : "customer"),
        ]),
    });
}

public static class CurrentUser
{
    public static int CustomerId(this ClaimsPrincipal user) => int.Parse(user.FindFirstValue("sub")!);
}
