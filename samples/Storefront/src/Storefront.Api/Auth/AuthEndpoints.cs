using Microsoft.EntityFrameworkCore;
using Storefront.Api.Data;

namespace Storefront.Api.Auth;

public static class AuthEndpoints
{
    public static IEndpointRouteBuilder MapAuth(this IEndpointRouteBuilder routes)
    {
        var auth = routes.MapGroup("/auth");
        auth.MapPost("/login", Login).AllowAnonymous();
        auth.MapGet("/me", (HttpContext context) => Results.Ok(new { id = context.User.CustomerId(), name = context.User.Identity?.Name }))
            .RequireAuthorization();
        return routes;
    }

    private static async Task<IResult> Login(LoginRequest login, StorefrontDb db, TokenIssuer tokens, CancellationToken ct)
    {
        var customer = await db.Customers.AsNoTracking().SingleOrDefaultAsync(c => c.Email == login.Email, ct);
        if (customer is null || !Passwords.Matches(login.Password, customer.Email, customer.PasswordHash)) return Results.Unauthorized();
        return Results.Ok(new { accessToken = tokens.Issue(customer) });
    }
}

public record LoginRequest(string Email, string Password);
