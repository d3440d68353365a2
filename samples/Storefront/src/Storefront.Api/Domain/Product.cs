namespace Storefront.Api.Domain;

public class Product
{
    public int Id { get; set; }
    public required string Sku { get; set; }
    public required string Name { get; set; }
    public int CategoryId { get; set; }
    public Category? Category { get; set; }
    public int PriceCents { get; set; }
    public int WeightGrams { get; set; }
    public int OnHand { get; set; }
    public int ReorderAt { get; set; }
    public bool Discontinued { get; set; }

    public bool CanSupply(int quantity) => !Discontinued && quantity > 0 && quantity <= OnHand;
}

public class Category
{
    public int Id { get; set; }
    public required string Slug { get; set; }
    public required string Name { get; set; }
}
