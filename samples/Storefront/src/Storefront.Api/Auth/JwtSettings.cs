namespace Storefront.Api.Auth;

public record JwtSettings(string Issuer, string Audience, string Key, int Hours);
