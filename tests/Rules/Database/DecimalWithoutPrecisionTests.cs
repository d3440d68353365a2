using ArchitectAnalyzers.CodeFixes.Database;
using ArchitectAnalyzers.Rules.Database;
using static ArchitectAnalyzers.Tests.Database.OrderModel;

namespace ArchitectAnalyzers.Tests.Database;

public class DecimalWithoutPrecisionTests
{
    [Theory]
    [InlineData("public decimal [|Total|] { get; set; }")]
    [InlineData("public decimal? [|Total|] { get; set; }")]
    [InlineData("public required decimal [|Total|] { get; init; }")]
    [InlineData("[Required] public decimal [|Total|] { get; set; }")]
    [InlineData("[Column(\"total\")] public decimal [|Total|] { get; set; }")]
    [InlineData("public decimal [|Total|] { get; private set; } public decimal [|Tax|] { get; set; }")]
    public Task Reports_an_amount_without_precision(string properties) => Verify<DecimalWithoutPrecision>.Reports(In(properties));

    [Theory]
    [InlineData("modelBuilder.Entity<Order>().Property(o => o.Tax).HasPrecision(18, 2);")]
    [InlineData("modelBuilder.Entity<Line>(e => e.Property(\"Total\").HasPrecision(18, 2));")]
    [InlineData("modelBuilder.Entity<Order>().HasKey(o => o.Id);")]
    [InlineData("modelBuilder.Entity<Order>().Property(o => o.Total).IsRequired();")]
    public Task Reports_where_something_else_is_configured(string model) =>
        Verify<DecimalWithoutPrecision>.Reports(In("[Precision(9, 2)] public decimal Tax { get; set; } public decimal [|Total|] { get; set; }", model));

    [Theory]
    [InlineData("[Precision(18, 2)] public decimal Total { get; set; }")]
    [InlineData("[Column(TypeName = \"decimal(18,4)\")] public decimal Total { get; set; }")]
    [InlineData("[NotMapped] public decimal Total { get; set; }")]
    [InlineData("public decimal Total => 1m;")]
    [InlineData("public static decimal Total { get; set; }")]
    [InlineData("private decimal Total { get; set; }")]
    [InlineData("public double Total { get; set; }")]
    [InlineData("} public class Basket { public decimal Total { get; set; }")]
    public Task Stays_silent(string properties) => Verify<DecimalWithoutPrecision>.Silent(In(properties));

    [Theory]
    [InlineData("modelBuilder.Entity<Order>().Property(o => o.Total).HasPrecision(18, 2);", "")]
    [InlineData("modelBuilder.Entity<Order>().Property(o => o.Total).IsRequired().HasColumnType(\"money\");", "")]
    [InlineData("modelBuilder.Entity<Order>(e => { e.Property(o => o.Id); e.Property(o => o.Total).HasPrecision(18, 2); });", "")]
    [InlineData("modelBuilder.Entity<Order>().Property(\"Total\").HasPrecision(18, 2);", "")]
    [InlineData("modelBuilder.Entity<Order>().Property<decimal>(nameof(Order.Total)).HasPrecision(18, 2);", "")]
    [InlineData("modelBuilder.Entity<Order>().Ignore(o => o.Total);", "")]
    [InlineData("modelBuilder.Entity<Order>().HasNoKey().ToView(\"orders\");", "")]
    [InlineData("foreach (var p in modelBuilder.Model.GetEntityTypes().SelectMany(t => t.GetProperties()).Where(p => p.ClrType == typeof(decimal))) p.SetPrecision(18);", "")]
    [InlineData("", "configurationBuilder.Properties<decimal>().HavePrecision(18, 2);")]
    public Task Stays_silent_where_the_model_says_it(string model, string conventions) =>
        Verify<DecimalWithoutPrecision>.Silent(In("public decimal Total { get; set; }", model, conventions));

    [Fact]
    public Task Stays_silent_where_a_configuration_class_says_it() => Verify<DecimalWithoutPrecision>.Silent(In("public decimal Total { get; set; }", more: """
        public class OrderConfiguration : IEntityTypeConfiguration<Order>
        {
            public void Configure(EntityTypeBuilder<Order> builder) => builder.Property(o => o.Total).HasPrecision(18, 2);
        }
        """));

    [Fact]
    public Task Declares_a_precision() => Verify<DecimalWithoutPrecision, DecimalWithoutPrecisionFix>.Fixes(In("""
        /// <summary>What it costs.</summary>
            public decimal [|Total|] { get; set; } // in euro

            [Required]
            public decimal? [|Tax|] { get; set; }
        """), In("""
        /// <summary>What it costs.</summary>
            [Precision(18, 2)]
            public decimal Total { get; set; } // in euro

            [Precision(18, 2)]
            [Required]
            public decimal? Tax { get; set; }
        """), new() { FixAll = false });
}
