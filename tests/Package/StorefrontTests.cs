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
    public void What_can_be_fixed_is_gone() =>
        Assert.Equal(Stays.Order(), Ours(storefront.After).Where(finding => Profile.WarningsWithFixAll.Contains(finding.Id)).Order());

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

    [Fact]
    public void An_injection_into_the_search_works_before_the_fixes_and_not_after()
    {
        Assert.Contains("Pruning knife", storefront.Before.Injected);
        Assert.Equal("[]", storefront.After.Injected);
    }

    [Fact]
    public void A_write_by_nobody_in_particular_is_refused_once_the_endpoint_asks_who_it_is() =>
        Assert.Equal((204, 401), (storefront.Before.Guarded.Write, storefront.After.Guarded.Write));

    [Fact]
    public void An_error_tells_no_paths_once_its_message_stays_in_the_log() =>
        Assert.Equal((true, false), (storefront.Before.Guarded.TellsPaths, storefront.After.Guarded.TellsPaths));

    [Fact]
    public void A_refusal_carries_the_cors_policy_once_its_middleware_is_in_front()
    {
        Assert.Equal((401, 401), (storefront.Before.Guarded.Refused, storefront.After.Guarded.Refused));
        Assert.Equal((false, true), (storefront.Before.Guarded.RefusedWithCors, storefront.After.Guarded.RefusedWithCors));
    }

    [Fact]
    public void The_request_after_the_hundredth_is_told_to_come_back_later_once_there_is_a_limiter()
    {
        Assert.All(storefront.Before.Flooded.Answers, status => Assert.Equal(200, status));
        Assert.All(storefront.After.Flooded.Answers[..100], status => Assert.Equal(200, status));
        Assert.Equal(429, storefront.After.Flooded.Answers[100]);
        Assert.InRange(storefront.After.Flooded.RetryAfter!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
    }

    private static IEnumerable<(string Id, string File)> Ours(Storefront.Round round) =>
        round.Findings.Where(finding => finding.IsOurs && finding.Level != "note").Select(finding => (finding.Id, finding.File));
}
