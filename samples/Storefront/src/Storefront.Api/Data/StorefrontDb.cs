using Microsoft.EntityFrameworkCore;
using Storefront.Api.Domain;

namespace Storefront.Api.Data;

public class StorefrontDb(DbContextOptions<StorefrontDb> options) : DbContext(options)
{
    public DbSet<Product> Products => Set<Product>();
    public DbSet<Category> Categories => Set<Category>();
    public DbSet<Customer> Customers => Set<Customer>();
    public DbSet<Partner> Partners => Set<Partner>();
    public DbSet<Order> Orders => Set<Order>();
    public DbSet<OrderLine> OrderLines => Set<OrderLine>();
    public DbSet<Payment> Payments => Set<Payment>();
    public DbSet<Coupon> Coupons => Set<Coupon>();
    public DbSet<TaxRate> TaxRates => Set<TaxRate>();
    public DbSet<StockMovement> StockMovements => Set<StockMovement>();

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.Entity<Product>().HasIndex(p => p.Sku).IsUnique();
        model.Entity<Category>().HasIndex(c => c.Slug).IsUnique();
        model.Entity<Customer>().HasIndex(c => c.Email).IsUnique();
        model.Entity<Coupon>().HasIndex(c => c.Code).IsUnique();
        model.Entity<TaxRate>().HasKey(r => r.Country);
        model.Entity<Order>().Ignore(o => o.GoodsCents).Ignore(o => o.TotalCents).Ignore(o => o.DueCents);
    }
}

public class TaxRate
{
    public required string Country { get; set; }
    public int Percent { get; set; }
}
