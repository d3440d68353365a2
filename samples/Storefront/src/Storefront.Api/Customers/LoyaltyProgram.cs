using Dapper;
using Storefront.Api.Data;
using Storefront.Api.Domain;

namespace Storefront.Api.Customers;

public class LoyaltyProgram(Connections connections)
{
    /// <summary>One point for each euro paid.</summary>
    public async Task<int> PointsAsync(int customerId)
    {
        await using var connection = await connections.OpenAsync();
        var cents = await connection.ExecuteScalarAsync<long>(
            """
            SELECT COALESCE(SUM(p.AmountCents), 0)
            FROM Payments p JOIN Orders o ON o.Id = p.OrderId
            WHERE o.CustomerId = @customerId AND p.Status = @approved
            """,
            new { customerId, approved = (int)PaymentStatus.Approved });
        return (int)(cents / 100);
    }

    public static string Tier(int points) => points switch
    {
        >= 500 => "gold",
        >= 50 => "silver",
        _ => "basic",
    };
}
