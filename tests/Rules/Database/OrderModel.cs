namespace ArchitectAnalyzers.Tests.Database;

/// <summary>A context with an entity, for tests of rules on its columns.</summary>
internal static class OrderModel
{
    /// <summary>The properties of the entity, what <c>OnModelCreating</c> and <c>ConfigureConventions</c> do, and more types.</summary>
    internal static string In(string properties, string model = "", string conventions = "", string more = "") => $$"""
        using System.ComponentModel.DataAnnotations;
        using System.ComponentModel.DataAnnotations.Schema;
        using Microsoft.EntityFrameworkCore;
        using Microsoft.EntityFrameworkCore.Metadata.Builders;

        public class Order
        {
            public int Id { get; set; }
            {{properties}}
        }

        public class Line { public int Id { get; set; } }

        public class Shop(DbContextOptions<Shop> options) : DbContext(options)
        {
            public DbSet<Order> Orders => Set<Order>();
            public DbSet<Line> Lines { get; set; } = null!;
            protected override void OnModelCreating(ModelBuilder modelBuilder) { {{model}} }
            protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) { {{conventions}} }
        }

        {{more}}
        """;
}
