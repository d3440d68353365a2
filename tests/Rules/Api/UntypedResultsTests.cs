using ArchitectAnalyzers.CodeFixes.Api;
using ArchitectAnalyzers.Rules.Api;

namespace ArchitectAnalyzers.Tests.Api;

public class UntypedResultsTests
{
    private static string App(string statements) => $$"""
        var app = WebApplication.Create(args);
        {{statements}}
        app.Run();

        public record Order(int Id);
        public interface IOrders { Order? Find(int id); Task<Order?> FindAsync(int id, CancellationToken t); }
        """;

    [Theory]
    [InlineData("app.MapGet(\"/\", () => Results.[|Ok|](new Order(1)));")]
    [InlineData("app.MapGet(\"/\", (int id, IOrders all) => all.Find(id) is { } o ? Results.[|Ok|](o) : Results.NotFound());")]
    [InlineData("app.MapGet(\"/\", IResult (int id) => { if (id < 0) return Results.[|BadRequest|](); return Results.Ok(id); });")]
    [InlineData("app.MapGet(\"/\", Get); static IResult Get(int id) => Results.[|Json|](id);")]
    [InlineData("app.MapPost(\"/\", async (CancellationToken t) => { await Task.Delay(1, t); return Results.[|Accepted|](); }).WithName(\"x\");")]
    public Task Reports_results_that_hide_the_answer(string statements) => Verify<UntypedResults>.Reports(App(statements));

    [Theory]
    [InlineData("app.MapGet(\"/\", () => TypedResults.Ok(new Order(1)));")]
    [InlineData("app.MapGet(\"/\", () => new Order(1));")]
    [InlineData("app.MapGet(\"/\", () => Results.Ok(new Order(1))).Produces<Order>();")]
    [InlineData("app.MapGet(\"/\", () => Results.Ok(new Order(1))).ExcludeFromDescription();")]
    [InlineData("Console.WriteLine(Make()); static IResult Make() => Results.Ok();")]
    [InlineData("app.MapGet(\"/\", (HttpContext context) => Results.NotFound().ExecuteAsync(context));")]
    public Task Stays_silent_where_the_answer_is_described_or_none(string statements) => Verify<UntypedResults>.Silent(App(statements));

    [Theory]
    [InlineData("app.MapGet(\"/\", () => Results.[|Ok|](new Order(1)));", "app.MapGet(\"/\", () => TypedResults.Ok(new Order(1)));")]
    [InlineData("app.MapGet(\"/\", () => Results.[|Ok|](new { a = 1 }));", "app.MapGet(\"/\", () => TypedResults.Ok(new { a = 1 }));")]
    public Task Types_a_single_answer(string before, string after) => Verify<UntypedResults, UntypedResultsFix>.Fixes(App(before), App(after));

    [Theory]
    [InlineData(
        "app.MapGet(\"/\", (int id, IOrders all) => all.Find(id) is { } o ? Results.[|Ok|](o) : Results.NotFound());",
        "app.MapGet(\"/\", Results<Ok<Order>, NotFound> (int id, IOrders all) => all.Find(id) is { } o ? TypedResults.Ok(o) : TypedResults.NotFound());")]
    [InlineData(
        "app.MapGet(\"/\", async (int id, IOrders all, CancellationToken t) => { if (await all.FindAsync(id, t) is not { } o) return Results.[|NotFound|](); return Results.Ok(o); });",
        "app.MapGet(\"/\", async Task<Results<NotFound, Ok<Order>>> (int id, IOrders all, CancellationToken t) => { if (await all.FindAsync(id, t) is not { } o) return TypedResults.NotFound(); return TypedResults.Ok(o); });")]
    [InlineData(
        "app.MapGet(\"/\", Get); static IResult Get(int id) => Results.[|Ok|](id);",
        "app.MapGet(\"/\", Get); static Ok<int> Get(int id) => TypedResults.Ok(id);")]
    public Task Says_the_types_of_several(string before, string after) =>
        Verify<UntypedResults, UntypedResultsFix>.Fixes(App(before), "using Microsoft.AspNetCore.Http.HttpResults;\n\n" + App(after));

    [Theory]
    [InlineData("app.MapGet(\"/\", (int id) => id < 0 ? Results.[|Ok|](new { id }) : Results.NotFound());")]
    [InlineData("app.MapGet(\"/\", IResult (int id) => { IResult one = Results.[|Ok|](id); return one; });")]
    public Task Offers_nothing_where_a_type_has_no_name_or_is_out_of_sight(string statements) =>
        Verify<UntypedResults, UntypedResultsFix>.OffersNoFix(App(statements));
}
