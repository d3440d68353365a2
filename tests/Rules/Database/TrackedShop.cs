namespace ArchitectAnalyzers.Tests.Database;

/// <summary>A small shop with a context, in which rules on tracking and round trips look for defects.</summary>
internal static class TrackedShop
{
    internal const string Model = """
        public class Order
        {
            public int Id { get; set; }
            public int CustomerId { get; set; }
            public string Status { get; set; } = "";
            public decimal Total { get; set; }
            public bool Paid { get; set; }
            public DateTime Placed { get; set; }
            public Customer? Customer { get; set; }
            public List<Line> Lines { get; set; } = new();
            public void Cancel() => Status = "cancelled";
            public bool IsLate(DateTime now) => Placed < now;
        }
        public class Customer { public int Id { get; set; } public string Name { get; set; } = ""; public List<Order> Orders { get; set; } = new(); }
        public class Line { public int Id { get; set; } public int OrderId { get; set; } public int Quantity { get; set; } }
        public record OrderDto(int Id, string Status);
        public class ShopDb(DbContextOptions<ShopDb> options) : DbContext(options)
        {
            public DbSet<Order> Orders => Set<Order>();
            public DbSet<Customer> Customers => Set<Customer>();
            public DbSet<Line> Lines { get; set; } = null!;
        }
        public interface IPublisher { Task PublishAsync(object message, CancellationToken token = default); }

        """;

    internal const string Usings = """
        using Dapper;
        using Microsoft.Data.SqlClient;
        using Microsoft.EntityFrameworkCore;
        using System.Data;
        using System.Data.Common;

        """;

    /// <summary>Statements of an async method of a service that has the context <c>db</c>, and <c>_db</c>.</summary>
    internal static string In(string statements) => Members("public async Task M(ShopDb other, List<Order> orders, List<int> ids, int id, int count, IEnumerable<Order> incoming, CancellationToken token)\n    {\n        await Task.Yield();\n        "
        + statements + "\n    }");

    /// <summary>Members of such a service.</summary>
    internal static string Members(string members) => Usings + Model + $$"""
        public class Service(ShopDb db, IDbContextFactory<ShopDb> factory, IServiceScopeFactory scopes, IPublisher publisher, DbConnection connection, HttpClient http, ILogger<Service> logger)
        {
            private readonly ShopDb _db = db;
            private static void Use(object? o) { }

            {{members}}
        }
        """;
}
