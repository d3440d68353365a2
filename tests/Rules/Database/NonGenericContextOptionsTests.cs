using ArchitectAnalyzers.CodeFixes.Database;
using ArchitectAnalyzers.Rules.Database;

namespace ArchitectAnalyzers.Tests.Database;

public class NonGenericContextOptionsTests
{
    private const string Other = """

        public class Audit(DbContextOptions<Audit> options) : DbContext(options);
        """;

    private static string In(string contexts) => "using Microsoft.EntityFrameworkCore;\n\n" + contexts + Other;

    [Theory]
    [InlineData("public class Shop : DbContext { public Shop([|DbContextOptions|] options) : base(options) { } }")]
    [InlineData("public class Shop([|DbContextOptions|] options) : DbContext(options);")]
    [InlineData("public sealed class Shop(Microsoft.EntityFrameworkCore.[|DbContextOptions|] options) : DbContext(options);")]
    [InlineData("public class Shop : DbContext { private readonly TimeProvider _clock; public Shop([|DbContextOptions|] options, TimeProvider clock) : base(options) => _clock = clock; }")]
    [InlineData("internal class Shop : DbContext { internal Shop([|DbContextOptions|] options) : base(options) { } }")]
    [InlineData("public abstract class Base(DbContextOptions options) : DbContext(options); public class Shop([|DbContextOptions|] options) : Base(options);")]
    [InlineData("public class Shop([|DbContextOptions|] options) : DbContext(options); public class Stock([|DbContextOptions|] options) : DbContext(options);")]
    [InlineData("public class Shop : DbContext { public Shop() { } public Shop([|DbContextOptions|] options) : base(options) { } }")]
    [InlineData("namespace A { public class Shop([|DbContextOptions|] options) : DbContext(options); }")]
    [InlineData("public class Outer { public class Shop([|DbContextOptions|] options) : DbContext(options); }")]
    public Task Reports_options_of_any_context(string contexts) => Verify<NonGenericContextOptions>.Reports(In(contexts.Replace("Microsoft.EntityFrameworkCore.[|DbContextOptions|]", "[|Microsoft.EntityFrameworkCore.DbContextOptions|]")));

    [Theory]
    [InlineData("public class Shop : DbContext { public Shop(DbContextOptions<Shop> options) : base(options) { } }")]
    [InlineData("public class Shop(DbContextOptions<Shop> options) : DbContext(options);")]
    [InlineData("public abstract class Base(DbContextOptions options) : DbContext(options); public class Shop(DbContextOptions<Shop> options) : Base(options);")]
    [InlineData("public class Shop : DbContext { protected Shop(DbContextOptions options) : base(options) { } }")]
    [InlineData("public class Shop : DbContext { public Shop(DbContextOptions<Shop> options) : base(options) { } protected Shop(DbContextOptions options) : base(options) { } }")]
    [InlineData("public class Shop : DbContext { private Shop(DbContextOptions options) : base(options) { } }")]
    [InlineData("public class Base : DbContext { public Base(DbContextOptions options) : base(options) { } } public class Shop(DbContextOptions<Shop> options) : Base(options);")]
    [InlineData("public class Shop : DbContext { public Shop() { } }")]
    [InlineData("public class Factory { public Factory(DbContextOptions options) { } }")]
    [InlineData("public class Accounts<TUser> : DbContext where TUser : class { public Accounts(DbContextOptions options) : base(options) { } }")]
    public Task Stays_silent(string contexts) => Verify<NonGenericContextOptions>.Silent(In(contexts));

    [Theory]
    [InlineData("public class Shop(DbContextOptions options) : DbContext(options);")]
    [InlineData("public class Shop(DbContextOptions options) : DbContext(options); public abstract class Other : DbContext;")]
    [InlineData("public class Base<T> : DbContext where T : class { public Base(DbContextOptions options) : base(options) { } } public class Shop(DbContextOptions options) : Base<object>(options);")]
    public Task Stays_silent_where_there_is_one_context(string contexts) => Verify<NonGenericContextOptions>.Silent("using Microsoft.EntityFrameworkCore;\n" + contexts);

    [Fact]
    public Task Takes_the_options_of_its_own() => Verify<NonGenericContextOptions, NonGenericContextOptionsFix>.Fixes(In("""
        public class Shop([|DbContextOptions|] options) : DbContext(options); // of the shop

        public class Stock : DbContext
        {
            /// <summary>Makes one.</summary>
            public Stock([|DbContextOptions|] /* of the stock */ options, TimeProvider clock) : base(options) { }
        }
        """), In("""
        public class Shop(DbContextOptions<Shop> options) : DbContext(options); // of the shop

        public class Stock : DbContext
        {
            /// <summary>Makes one.</summary>
            public Stock(DbContextOptions<Stock> /* of the stock */ options, TimeProvider clock) : base(options) { }
        }
        """));

    [Fact]
    public Task Offers_no_fix_where_the_plain_options_are_all_there_is() => Verify<NonGenericContextOptions, NonGenericContextOptionsFix>.OffersNoFix(In("""
        public class Shop([|DbContextOptions|] options) : DbContext(options)
        {
            public static Shop Make(DbContextOptions options) => new(options);
        }
        """));
}
