using ArchitectAnalyzers.CodeFixes.Api;
using ArchitectAnalyzers.Rules.Api;
using ArchitectAnalyzers.Tests.Stubs;

namespace ArchitectAnalyzers.Tests.Api;

public class UnlimitedGraphTests
{
    private static string In(string statements) => $$"""
        using GraphQL;
        using HotChocolate.Execution.Configuration;
        using HotChocolate.Types.Pagination;

        namespace HotChocolate.Execution.Configuration { interface IUsed; }
        namespace HotChocolate.Types.Pagination { interface IUsed; }
        namespace GraphQL { interface IUsed; }

        public class Query;

        public static class Registration
        {
            public static void Add(WebApplicationBuilder builder, IServiceCollection services)
            {
                {{statements}}
            }
        }
        """;

    [Theory]
    [InlineData("builder.Services.[|AddGraphQLServer|]().AddQueryType<Query>();")]
    [InlineData("services.[|AddGraphQLServer|]();")]
    [InlineData("services\n    .[|AddGraphQLServer|](\"shop\")\n    .AddQueryType<Query>()\n    .AddProjections()\n    .AddFiltering();")]
    [InlineData("services.[|AddGraphQLServer|]().AddQueryType<Query>().ModifyRequestOptions(o => o.IncludeExceptionDetails = true);")]
    [InlineData("var graph = services.[|AddGraphQLServer|](); graph.AddQueryType<Query>();")]
    [InlineData("services.[|AddGraphQLServer|](\"a\").AddQueryType<Query>(); services.AddGraphQLServer(\"b\").AddMaxExecutionDepthRule(5);")]
    [InlineData("var json = new System.Text.Json.JsonSerializerOptions { MaxDepth = 5 }; services.[|AddGraphQLServer|]().AddQueryType<Query>();")]
    [InlineData("services.[|AddGraphQLServer|]().AddQueryType<Query>(); } class Job { public int Complexity { get; set; } int M() => Complexity;")]
    public Task Reports_a_server_of_before_14_without_a_limit(string statements) => Verify<UnlimitedGraph>.Reports(In(statements), GraphServers.HotChocolate13);

    [Theory]
    [InlineData("services.AddGraphQLServer().AddQueryType<Query>().AddMaxExecutionDepthRule(10);")]
    [InlineData("services.AddGraphQLServer().AddMaxExecutionDepthRule(10, skipIntrospectionFields: true).AddQueryType<Query>();")]
    [InlineData("services.AddGraphQLServer().AddQueryType<Query>().ModifyRequestOptions(o => { o.Complexity.Enable = true; o.Complexity.MaximumAllowed = 1500; });")]
    [InlineData("services.AddGraphQLServer().AddQueryType<Query>().SetPagingOptions(new PagingOptions { MaxPageSize = 50 });")]
    [InlineData("var graph = services.AddGraphQLServer(); graph.AddQueryType<Query>(); graph.AddMaxExecutionDepthRule(10);")]
    [InlineData("services.AddGraphQLServer().AddQueryType<Query>().Limited(); } static IRequestExecutorBuilder Limited(this IRequestExecutorBuilder graph) { return graph.AddMaxExecutionDepthRule(10);")]
    [InlineData("} public static IRequestExecutorBuilder AddGraph(this IServiceCollection services) { return services.AddGraphQLServer().AddQueryType<Query>();")]
    [InlineData("Mine.AddGraphQLServer(); } static class Mine { public static void AddGraphQLServer() { } ")]
    [InlineData("var graph = services.AddGraphQLServer(); graph.ModifyRequestOptions(o => o.Complexity.Enable = true);")]
    [InlineData("var graph = services.AddGraphQLServer(); graph.ModifyRequestOptions(o => { o.Complexity.Enable = true; });")]
    public Task Stays_silent_where_a_limit_is_in_sight(string statements) => Verify<UnlimitedGraph>.Silent(In(statements), GraphServers.HotChocolate13);

    [Theory]
    [InlineData("services.[|AddGraphQLServer|](disableDefaultSecurity: true).AddQueryType<Query>();")]
    [InlineData("services.AddGraphQLServer().AddQueryType<Query>().ModifyCostOptions(o => o.[|EnforceCostLimits|] = false);")]
    [InlineData("services.AddGraphQLServer().ModifyCostOptions(options => { options.MaxFieldCost = 5000; options.[|EnforceCostLimits|] = false; });")]
    public Task Reports_a_server_of_14_whose_limits_are_taken_away(string statements) =>
        Verify<UnlimitedGraph>.Reports(In(statements), GraphServers.HotChocolate14);

    [Theory]
    [InlineData("services.AddGraphQLServer().AddQueryType<Query>();")]
    [InlineData("services.AddGraphQLServer(disableDefaultSecurity: false).AddQueryType<Query>();")]
    [InlineData("services.AddGraphQLServer(disableDefaultSecurity: builder.Environment.IsDevelopment()).AddQueryType<Query>();")]
    [InlineData("services.AddGraphQLServer(disableDefaultSecurity: true).AddMaxExecutionDepthRule(8);")]
    [InlineData("services.AddGraphQLServer().ModifyCostOptions(o => o.EnforceCostLimits = true);")]
    [InlineData("services.AddGraphQLServer().ModifyCostOptions(o => o.EnforceCostLimits = !builder.Environment.IsDevelopment());")]
    [InlineData("services.AddGraphQLServer().ModifyCostOptions(o => o.MaxFieldCost = 5000);")]
    [InlineData("services.AddGraphQLServer().AddMaxExecutionDepthRule(8).ModifyCostOptions(o => o.EnforceCostLimits = false);")]
    public Task Stays_silent_on_a_server_of_14(string statements) => Verify<UnlimitedGraph>.Silent(In(statements), GraphServers.HotChocolate14);

    [Fact]
    public Task Reports_a_server_of_GraphQL_NET() =>
        Verify<UnlimitedGraph>.Reports(In("services.[|AddGraphQL|](b => b.AddSchema<Query>().AddSystemTextJson());"), GraphServers.GraphQLNet);

    [Theory]
    [InlineData("services.AddGraphQL(b => b.AddSchema<Query>().AddSystemTextJson().AddComplexityAnalyzer(c => c.MaxDepth = 10));")]
    [InlineData("services.AddGraphQL(b => { b.AddSchema<Query>(); b.AddComplexityAnalyzer(); });")]
    public Task Stays_silent_on_a_limited_server_of_GraphQL_NET(string statements) => Verify<UnlimitedGraph>.Silent(In(statements), GraphServers.GraphQLNet);

    [Fact]
    public Task Limits_the_depth() => Verify<UnlimitedGraph, UnlimitedGraphFix>.Fixes(In("""
        // The graph.
        services.[|AddGraphQLServer|]().AddQueryType<Query>(); // of the shop
                services
                    .[|AddGraphQLServer|]("other")
                    .AddQueryType<Query>()
                    .AddProjections();
        """), In("""
        // The graph.
        services.AddGraphQLServer().AddMaxExecutionDepthRule(10).AddQueryType<Query>(); // of the shop
                services
                    .AddGraphQLServer("other")
                    .AddMaxExecutionDepthRule(10)
                    .AddQueryType<Query>()
                    .AddProjections();
        """), GraphServers.HotChocolate13 with { FixAll = false });

    [Fact]
    public Task Turns_the_limits_on_again() => Verify<UnlimitedGraph, UnlimitedGraphFix>.Fixes(
        In("services.[|AddGraphQLServer|](\"a\", disableDefaultSecurity: true); services.AddGraphQLServer(\"b\").ModifyCostOptions(o => o.[|EnforceCostLimits|] = false);"),
        In("services.AddGraphQLServer(\"a\"); services.AddGraphQLServer(\"b\").ModifyCostOptions(o => o.EnforceCostLimits = true);"),
            GraphServers.HotChocolate14 with { FixAll = false });

    [Fact]
    public Task Limits_the_depth_of_GraphQL_NET() => Verify<UnlimitedGraph, UnlimitedGraphFix>.Fixes(In("""
        services.[|AddGraphQL|](b => b.AddSchema<Query>().AddSystemTextJson());
                services.[|AddGraphQL|](b => b
                    .AddSchema<Query>()
                    .AddSystemTextJson());
        """), In("""
        services.AddGraphQL(b => b.AddSchema<Query>().AddSystemTextJson().AddComplexityAnalyzer(limits => limits.MaxDepth = 10));
                services.AddGraphQL(b => b
                    .AddSchema<Query>()
                    .AddSystemTextJson()
                    .AddComplexityAnalyzer(limits => limits.MaxDepth = 10));
        """), GraphServers.GraphQLNet with { FixAll = false });

    [Fact]
    public Task Offers_no_fix_where_the_registration_is_a_block() =>
        Verify<UnlimitedGraph, UnlimitedGraphFix>.OffersNoFix(In("services.[|AddGraphQL|](b => { b.AddSchema<Query>(); });"),
            GraphServers.GraphQLNet with { FixAll = false });
}
