namespace ArchitectAnalyzers.Package.Tests;

[CollectionDefinition(nameof(Storefront))]
public class StorefrontCollection : ICollectionFixture<Storefront>;

/// <summary>The sample with the package, before and after every fix.</summary>
[Collection(nameof(Storefront))]
public class StorefrontTests(Storefront storefront)
{
    // What no fix can decide: blocking in a constructor, in the factory of a cache, and under a catch of AggregateException; a column's name
    // in the SQL, and SQL that is put together over several statements.
    private static readonly (string Id, string File)[] Stays =
    [
        ("ARCH2001", "ProductSearch.cs"), ("ARCH1001", "TaxTable.cs"), ("ARCH1001", "CategoryCache.cs"), ("ARCH1001", "ShippingQuotes.cs"),
        ("ARCH2001", "SalesReports.cs"),
    ];

    [Fact]
    public void The_package_reports_what_the_sample_lists()
    {
        var listed =
            from line in File.ReadAllLines(Repository.Of("samples", "Storefront", "expected-warnings.txt"))
            where line is not ("" or ['#', ..])
            let columns = line.Split('\t')
            select (columns[0], Path.GetFileName(columns[1]));
        Assert.Equal(listed.Order(), Ours(storefront.Before).Order());
    }

    [Theory]
    [MemberData(nameof(Storefront.Ids), MemberType = typeof(Storefront))]
    public void A_rule_has_something_to_fix(string id) => Assert.Contains(Ours(storefront.Before).Except(Stays), finding => finding.Id == id);

    [Fact]
    public void What_can_be_fixed_is_gone() => Assert.Equal(Stays.Order(), Ours(storefront.After).Order());

    [Fact]
    public void The_fixed_code_compiles_without_a_new_warning()
    {
        var before = storefront.Before.Findings.Where(finding => !finding.IsOurs && finding.Level != "note").Select(finding => (finding.Id, finding.File));
        var after = storefront.After.Findings.Where(finding => !finding.IsOurs && finding.Level != "note").Select(finding => (finding.Id, finding.File));
        Assert.Empty(after.Except(before));
    }

    [Fact]
    public void The_sample_answers_as_it_promises()
    {
        Assert.NotEmpty(storefront.Before.Answers);
        Assert.All(storefront.Before.Answers, answer => Assert.Equal((answer.Request, answer.Expected), (answer.Request, answer.Status)));
    }

    [Fact]
    public void The_fixed_sample_answers_the_same() => Assert.Equal(storefront.Before.Answers, storefront.After.Answers);

    private static IEnumerable<(string Id, string File)> Ours(Storefront.Round round) =>
        round.Findings.Where(finding => finding.IsOurs && finding.Level != "note").Select(finding => (finding.Id, finding.File));
}
