using Microsoft.EntityFrameworkCore;
using Storefront.Api.Auth;
using Storefront.Api.Domain;

namespace Storefront.Api.Data;

public static class Seed
{
    public static async Task RunAsync(IServiceProvider services, CancellationToken ct = default)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<StorefrontDb>();
        var configuration = scope.ServiceProvider.GetRequiredService<IConfiguration>();

        if (configuration.GetValue("Database:RecreateAtStart", false)) await db.Database.EnsureDeletedAsync(ct);
        await db.Database.EnsureCreatedAsync(ct);
        if (await db.Products.AnyAsync(ct)) return;

        db.TaxRates.AddRange(
            new TaxRate { Country = "DE", Percent = 19 },
            new TaxRate { Country = "FR", Percent = 20 },
            new TaxRate { Country = "NL", Percent = 21 });

        var kitchen = new Category { Id = 1, Slug = "kitchen", Name = "Kitchen" };
        var office = new Category { Id = 2, Slug = "office", Name = "Office" };
        var garden = new Category { Id = 3, Slug = "garden", Name = "Garden" };
        db.Categories.AddRange(kitchen, office, garden);

        db.Products.AddRange(
            new Product { Id = 1, Sku = "KIT-001", Name = "Chef's knife", Category = kitchen, PriceCents = 5990, WeightGrams = 300, OnHand = 40, ReorderAt = 10 },
            new Product { Id = 2, Sku = "KIT-002", Name = "Cutting board", Category = kitchen, PriceCents = 2450, WeightGrams = 1200, OnHand = 25, ReorderAt = 10 },
            new Product { Id = 3, Sku = "KIT-003", Name = "Espresso maker", Category = kitchen, PriceCents = 3490, WeightGrams = 700, OnHand = 4, ReorderAt = 8 },
            new Product { Id = 4, Sku = "OFF-001", Name = "Desk lamp", Category = office, PriceCents = 4900, WeightGrams = 1500, OnHand = 60, ReorderAt = 15 },
            new Product { Id = 5, Sku = "OFF-002", Name = "Notebook", Category = office, PriceCents = 790, WeightGrams = 250, OnHand = 400, ReorderAt = 100 },
            new Product { Id = 6, Sku = "OFF-003", Name = "Fountain pen", Category = office, PriceCents = 3200, WeightGrams = 60, OnHand = 9, ReorderAt = 10 },
            new Product { Id = 7, Sku = "GAR-001", Name = "Watering can", Category = garden, PriceCents = 1890, WeightGrams = 900, OnHand = 30, ReorderAt = 5 },
            new Product { Id = 8, Sku = "GAR-002", Name = "Pruning knife", Category = garden, PriceCents = 2790, WeightGrams = 200, OnHand = 0, ReorderAt = 5, Discontinued = true });

        db.Customers.AddRange(
            Customer(1, "ada@example.com", "Ada", "Berlin", "DE", isStaff: true),
            Customer(2, "ben@example.com", "Ben", "Paris", "FR"),
            Customer(3, "cleo@example.com", "Cleo", "Berlin", "DE"),
            Customer(4, "dirk@example.com", "Dirk", "Utrecht", "NL"));
        db.Partners.Add(new Partner { Id = 1, Name = "Marketplace", Key = "partner-demo-key", Enabled = true });
        db.Coupons.AddRange(
            new Coupon { Id = 1, Code = "SPRING10", PercentOff = 10, ExpiresOn = new DateTime(2026, 5, 31) },
            new Coupon { Id = 2, Code = "WINTER20", PercentOff = 20, ExpiresOn = new DateTime(2026, 2, 28) });

        db.Orders.AddRange(
            Paid(Order(1, 2, new DateTime(2026, 2, 20, 10, 0, 0), (1, 1, 5990), (2, 1, 2450))),
            Paid(Order(2, 3, new DateTime(2026, 2, 21, 11, 30, 0), (4, 2, 4900))),
            Order(3, 2, new DateTime(2026, 2, 27, 16, 15, 0), (5, 10, 790)),
            Paid(Order(4, 4, new DateTime(2026, 3, 1, 8, 45, 0), (3, 1, 3490), (7, 1, 1890))));

        await db.SaveChangesAsync(ct);
    }

    private static Customer Customer(int id, string email, string name, string city, string country, bool isStaff = false) => new()
    {
        Id = id, Email = email, Name = name, City = city, Country = country, IsStaff = isStaff,
        PasswordHash = Passwords.Hash("demo-" + name.ToLowerInvariant(), email),
    };

    private static Order Order(int id, int customerId, DateTime placedAt, params (int Product, int Quantity, int Price)[] lines) => new()
    {
        Id = id, CustomerId = customerId, PlacedAt = placedAt, ShippingCents = 590,
        Lines = [.. lines.Select(l => new OrderLine { ProductId = l.Product, Quantity = l.Quantity, UnitPriceCents = l.Price })],
    };

    private static Order Paid(Order order)
    {
        order.Payments.Add(new Payment { AmountCents = order.TotalCents, Method = "card", Status = PaymentStatus.Approved, Reference = $"P-{order.Id:0000}" });
        order.MarkPaid();
        return order;
    }
}
