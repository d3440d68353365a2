using ArchitectAnalyzers.CodeFixes.Database;
using ArchitectAnalyzers.Rules.Database;
using static ArchitectAnalyzers.Tests.Database.OrderModel;

namespace ArchitectAnalyzers.Tests.Database;

public class UnboundedColumnTests
{
    [Theory]
    [InlineData("public string [|Name|] { get; set; } = \"\";")]
    [InlineData("public string? [|Name|] { get; set; }")]
    [InlineData("[Required] public string [|Name|] { get; init; } = \"\";")]
    public Task Reports_a_text_of_any_length(string properties) => Verify<UnboundedColumn>.Reports(In(properties));

    [Theory]
    [InlineData("[MaxLength(200)] public string? Name { get; set; }")]
    [InlineData("[StringLength(200)] public string? Name { get; set; }")]
    [InlineData("[Column(TypeName = \"varchar(20)\")] public string? Name { get; set; }")]
    [InlineData("[NotMapped] public string? Name { get; set; }")]
    [InlineData("public string Name => \"\";")]
    [InlineData("public int Name { get; set; }")]
    [InlineData("} public class Basket { public string? Name { get; set; }")]
    public Task Stays_silent(string properties) => Verify<UnboundedColumn>.Silent(In(properties));

    [Theory]
    [InlineData("modelBuilder.Entity<Order>().Property(o => o.Name).HasMaxLength(200);", "")]
    [InlineData("modelBuilder.Entity<Order>(e => e.Property(o => o.Name).HasColumnType(\"text\"));", "")]
    [InlineData("", "configurationBuilder.Properties<string>().HaveMaxLength(200);")]
    public Task Stays_silent_where_the_model_says_it(string model, string conventions) =>
        Verify<UnboundedColumn>.Silent(In("public string? Name { get; set; }", model, conventions));

    [Fact]
    public Task Reports_where_another_type_has_a_convention() =>
        Verify<UnboundedColumn>.Reports(In("public string? [|Name|] { get; set; }",
            conventions: "configurationBuilder.Properties<decimal>().HavePrecision(18, 2);"));

    [Fact]
    public Task Declares_a_length() => Verify<UnboundedColumn, UnboundedColumnFix>.Fixes(
        In("public string? [|Name|] { get; set; }"), In("[MaxLength(200)]\n    public string? Name { get; set; }"), new() { FixAll = false });
}
