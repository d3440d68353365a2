namespace Storefront.Api.Domain;

public class StockMovement
{
    public int Id { get; set; }
    public int ProductId { get; set; }
    public int Change { get; set; }
    public required string Reason { get; set; }
    public DateTime At { get; set; }
}
