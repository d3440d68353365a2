namespace ArchitectAnalyzers.Tests.Database;

/// <summary>A small shop that tests of query rules ask of: its model, and a class around statements or members.</summary>
internal static class Shop
{
    internal const string Model =
        """
        #nullable disable
        using System.ComponentModel.DataAnnotations.Schema;
        using Microsoft.EntityFrameworkCore;
        namespace Shop
        {
            public enum Status { New, Paid, Shipped }
            public class Order
            {
                public int Id { get; set; }
                public string Number { get; set; }
                public Status Status { get; set; }
                public decimal Total { get; set; }
                public DateTime Created { get; set; }
                public bool IsOpen => Status != Status.Shipped;
                [NotMapped] public bool Selected { get; set; }
                public int CustomerId { get; set; }
                public Customer Customer { get; set; }
                public List<Line> Lines { get; set; } = new();
                public ICollection<Payment> Payments { get; set; } = new List<Payment>();
                public string Note { get; set; }
                public string Address { get; set; }
                public string Phone { get; set; }
            }
            public class Customer { public int Id { get; set; } public string Name { get; set; } public string Email { get; set; } public List<Order> Orders { get; set; } public List<Tag> Tags { get; set; } }
            public class Line { public int Id { get; set; } public int OrderId { get; set; } public int Quantity { get; set; } public decimal Price { get; set; } public Product Product { get; set; } public List<Tag> Tags { get; set; } }
            public class Payment { public int Id { get; set; } public decimal Amount { get; set; } public Customer Payer { get; set; } }
            public class Product { public int Id { get; set; } public string Name { get; set; } public byte[] Photo { get; set; } public List<Tag> Tags { get; set; } }
            public class Tag { public int Id { get; set; } public string Name { get; set; } }
            public record OrderDto(int Id, string Number);
            public class OrderView { public int Id { get; set; } public string Number { get; set; } public string Customer { get; set; } }
            public class ShopContext : DbContext
            {
                public ShopContext(DbContextOptions<ShopContext> options) : base(options) { }
                public DbSet<Order> Orders { get; set; }
                public DbSet<Customer> Customers => Set<Customer>();
                public DbSet<Line> Lines { get; set; }
                public DbSet<Product> Products { get; set; }
            }
            public interface IShopContext { DbSet<Order> Orders { get; } }
            public interface IOrderRepository { IQueryable<Order> Query(); List<Order> All(); }
        }
        """;

    internal static Setup Setup { get; } = new() { Sources = new Dictionary<string, string> { ["Shop.cs"] = Model } };

    internal static Setup Setup8 { get; } = Setup with { References = ReferenceSet.Backend8 };

    /// <summary>Members of a class that has a context.</summary>
    internal static string In(string members) => $$"""
        #nullable disable
        using Microsoft.EntityFrameworkCore;
        using Shop;

        public class C
        {
            private readonly ShopContext _db;
            public C(ShopContext db) => _db = db;
            private static bool IsLate(Order order) => order.Created < DateTime.UtcNow;
            private static OrderDto Map(Order order) => new(order.Id, order.Number);
            private static void Use(object o) { }

            {{members}}
        }
        """;

    /// <summary>Statements of an asynchronous method.</summary>
    internal static string Async(string statements) => In($$"""
        public async Task M(ShopContext db, IShopContext shop, IOrderRepository repository, IQueryable<Order> elsewhere, List<Order> list, int id, string text, bool flag, int page, CancellationToken ct)
            {
                {{statements}}
                await Task.Yield();
            }
        """);
}
