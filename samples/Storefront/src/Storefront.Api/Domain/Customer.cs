namespace Storefront.Api.Domain;

public class Customer
{
    public int Id { get; set; }
    public required string Email { get; set; }
    public required string Name { get; set; }
    public required string City { get; set; }
    public required string Country { get; set; }
    public required string PasswordHash { get; set; }
    public bool IsStaff { get; set; }
}

/// <summary>A reseller that reads our stock with a key of its own.</summary>
public class Partner
{
    public int Id { get; set; }
    public required string Name { get; set; }
    public required string Key { get; set; }
    public bool Enabled { get; set; }
}
