using ArchitectAnalyzers.CodeFixes.Api;
using ArchitectAnalyzers.Rules.Api;

namespace ArchitectAnalyzers.Tests.Api;

public class UnvalidatedRequestTests
{
    private const string Usings = """
        using System.ComponentModel.DataAnnotations;
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.AspNetCore.Mvc.Filters;

        """;

    private const string Models = """


        public class NewOrder { [Required, StringLength(20)] public string? Number { get; set; } [Range(1, 99)] public int Count { get; set; } }
        public record NewLine([Required] string? Sku, int Count);
        public class Own : IValidatableObject { public int Count { get; set; } public IEnumerable<ValidationResult> Validate(ValidationContext context) { yield break; } }
        public class Derived : NewOrder { public string? Note { get; set; } }
        public class Plain { public string? Number { get; set; } [DataType(DataType.Date)] public DateTime Day { get; set; } }
        public interface IOrders { void Add(object order); }
        """;

    private static string Controller(string members, string before = "[Route(\"orders\")]", string after = "") => Usings + $$"""
        {{before}}
        public class OrdersController(IOrders orders) : ControllerBase
        {
            {{members}}
        }
        {{after}}
        """ + Models;

    private static string App(string statements, string after = "") => Usings + $"""
        var builder = WebApplication.CreateBuilder(args);
        var app = builder.Build();
        {statements}
        app.Run();
        {after}
        """ + Models;

    [Theory]
    [InlineData("[HttpPost] public IActionResult [|Create|](NewOrder order) { orders.Add(order); return Ok(); }")]
    [InlineData("[HttpPost] public IActionResult [|Create|]([FromBody] NewOrder order) { orders.Add(order); return Ok(); }")]
    [InlineData("[HttpPost] public IActionResult [|Create|](NewLine line) { orders.Add(line); return Ok(); }")]
    [InlineData("[HttpPost] public IActionResult [|Create|](Own own) { orders.Add(own); return Ok(); }")]
    [InlineData("[HttpPost] public IActionResult [|Create|](Derived order) { orders.Add(order); return Ok(); }")]
    [InlineData("[HttpPut(\"{id}\")] public async Task<IActionResult> [|Update|](int id, NewOrder order, CancellationToken t) { await Task.Yield(); orders.Add(order); return NoContent(); }")]
    [InlineData("[HttpPost, ValidateAntiForgeryToken] public IActionResult [|Create|](NewOrder order) { orders.Add(order); return Ok(); }")]
    [InlineData("[HttpPost] public IActionResult [|Create|](NewOrder order) { if (order.Count > 5) throw new InvalidOperationException(); orders.Add(order); return Ok(); }")]
    public Task Reports_a_controller_that_looks_at_nothing(string members) => Verify<UnvalidatedRequest>.Reports(Controller(members));

    [Theory]
    [InlineData("app.[|MapPost|](\"/orders\", (NewOrder order, IOrders orders) => { orders.Add(order); return Results.Ok(); });")]
    [InlineData("app.MapGroup(\"/orders\").[|MapPut|](\"/{id}\", (int id, NewLine line, IOrders orders) => orders.Add(line));")]
    [InlineData("app.MapPost(\"/orders\", Create); static IResult [|Create|](NewOrder order, IOrders orders) { orders.Add(order); return Results.Ok(); }")]
    public Task Reports_a_minimal_api_that_looks_at_nothing(string statements) => Verify<UnvalidatedRequest>.Reports(App(statements));

    [Theory]
    [InlineData("[HttpPost] public IActionResult Create(NewOrder order) { if (!ModelState.IsValid) return BadRequest(ModelState); orders.Add(order); return Ok(); }")]
    [InlineData("[HttpPost] public IActionResult Create(NewOrder order) { if (ModelState.IsValid is false) return ValidationProblem(ModelState); orders.Add(order); return Ok(); }")]
    [InlineData("[HttpPost] public IActionResult Create(NewOrder order) { if (!Check()) return Conflict(); orders.Add(order); return Ok(); } private bool Check() => ModelState.IsValid;")]
    [InlineData("[HttpPost] public IActionResult Create(NewOrder order) { if (!TryValidateModel(order)) return Conflict(); orders.Add(order); return Ok(); }")]
    [InlineData("[HttpPost] public IActionResult Create(NewOrder order) { Validator.ValidateObject(order, new ValidationContext(order), true); orders.Add(order); return Ok(); }")]
    [InlineData("[HttpPost] public IActionResult Create(NewOrder order) { if (order.Count < 1) return BadRequest(); orders.Add(order); return Ok(); }")]
    [InlineData("[HttpPost] public IActionResult Create(Plain order) { orders.Add(order); return Ok(); }")]
    [InlineData("[HttpPost] public IActionResult Create(bool flag, int count, CancellationToken t) { orders.Add(count); return Ok(); }")]
    [InlineData("[HttpPost] public IActionResult Create(CancellationToken t) => Ok();")]
    [InlineData("[HttpPost] public IActionResult Create([FromServices] NewOrder order) => Ok();")]
    [InlineData("[NonAction] public void Keep(NewOrder order) => orders.Add(order);")]
    [InlineData("private void Keep(NewOrder order) => orders.Add(order);")]
    public Task Stays_silent_where_it_is_looked_at_or_says_nothing(string members) => Verify<UnvalidatedRequest>.Silent(Controller(members));

    [Theory]
    [InlineData("[ApiController, Route(\"orders\")]", "")]
    [InlineData("[Route(\"orders\"), ValidateInput]", "class ValidateInputAttribute : Attribute;")]
    [InlineData("[Route(\"orders\"), TypeFilter(typeof(Validating))]", "class Validating;")]
    [InlineData("[Route(\"orders\")]", "class Refusing : ActionFilterAttribute { public override void OnActionExecuting(ActionExecutingContext context) { if (context.ModelState.ErrorCount > 0) context.Result = new BadRequestResult(); } }")]
    [InlineData("[assembly: ApiController]\n[Route(\"orders\")]", "")]
    public Task Stays_silent_where_something_else_validates(string before, string after) =>
        Verify<UnvalidatedRequest>.Silent(Controller("[HttpPost] public IActionResult Create(NewOrder order) { orders.Add(order); return Ok(); }", before,
            after));

    [Theory]
    [InlineData("[|Create|](NewOrder order) { orders.Add(order); return Ok(); }")]
    public Task Reports_an_api_controller_whose_own_answer_is_turned_off(string action) => Verify<UnvalidatedRequest>.Reports(
        Controller("[HttpPost] public IActionResult " + action, "[ApiController, Route(\"orders\")]",
            "static class Set { public static void Up(IServiceCollection s) => s.Configure<ApiBehaviorOptions>(o => o.SuppressModelStateInvalidFilter = true); }"));

    [Fact]
    public Task Stays_silent_under_a_base_class_that_validates() => Verify<UnvalidatedRequest>.Silent(Usings + """
        [ApiController] public abstract class ApiBase : ControllerBase;
        [Route("orders")]
        public class OrdersController(IOrders orders) : ApiBase { [HttpPost] public IActionResult Create(NewOrder order) { orders.Add(order); return Ok(); } }
        """ + Models);

    [Theory]
    [InlineData("builder.Services.AddValidation(); app.MapPost(\"/orders\", (NewOrder order, IOrders orders) => orders.Add(order));", "")]
    [InlineData("app.MapPost(\"/orders\", (NewOrder order, IOrders orders) => orders.Add(order)).AddEndpointFilter(async (c, next) => await next(c));", "")]
    [InlineData("var g = app.MapGroup(\"/\").AddEndpointFilter<Refuse>(); g.MapPost(\"/orders\", (NewOrder order, IOrders orders) => orders.Add(order));",
        "class Refuse : IEndpointFilter { public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) => next(context); }")]
    [InlineData("app.MapPost(\"/orders\", (NewOrder order, IOrders orders) => { if (!Validator.TryValidateObject(order, new ValidationContext(order), null)) return Results.Conflict(); orders.Add(order); return Results.Ok(); });", "")]
    [InlineData("app.MapPost(\"/orders\", (NewOrder order, IOrderValidator validator, IOrders orders) => { validator.Check(order); orders.Add(order); });", "interface IOrderValidator { void Check(object one); }")]
    [InlineData("app.MapPost(\"/orders\", (NewOrder order, IOrders orders) => { Requests.Check(order); orders.Add(order); });",
        "static class Requests { public static void Check(object one) => Validator.ValidateObject(one, new ValidationContext(one)); }")]
    [InlineData("app.MapPost(\"/orders\", (Plain order, IOrders orders) => orders.Add(order));", "")]
    [InlineData("app.MapGet(\"/orders\", (int page, bool all) => Results.Ok());", "")]
    public Task Stays_silent_on_minimal_apis_that_are_validated(string statements, string after) => Verify<UnvalidatedRequest>.Silent(App(statements, after));

    [Fact]
    public Task Refuses_first_in_an_action() => Verify<UnvalidatedRequest, UnvalidatedRequestFix>.Fixes(
        Controller("""
            [HttpPost]
                public IActionResult [|Create|](NewOrder order)
                {
                    // all of it
                    orders.Add(order);
                    return Ok();
                }

                [HttpPut]
                public async Task<ActionResult<int>> [|Update|](NewOrder order)
                {
                    await Task.Yield();
                    return 1;
                }
            """),
        Controller("""
            [HttpPost]
                public IActionResult Create(NewOrder order)
                {
                    if (!ModelState.IsValid) return ValidationProblem(ModelState);
                    // all of it
                    orders.Add(order);
                    return Ok();
                }

                [HttpPut]
                public async Task<ActionResult<int>> Update(NewOrder order)
                {
                    if (!ModelState.IsValid) return ValidationProblem(ModelState);
                    await Task.Yield();
                    return 1;
                }
            """));

    [Fact]
    public Task Shows_the_form_again() => Verify<UnvalidatedRequest, UnvalidatedRequestFix>.Fixes(
        Usings + """
        public class ShopController(IOrders orders) : Controller
        {
            [HttpPost]
            public IActionResult [|Create|](NewOrder order)
            {
                orders.Add(order);
                return View("Done");
            }
        }
        """ + Models,
        Usings + """
        public class ShopController(IOrders orders) : Controller
        {
            [HttpPost]
            public IActionResult Create(NewOrder order)
            {
                if (!ModelState.IsValid) return View(order);
                orders.Add(order);
                return View("Done");
            }
        }
        """ + Models);

    [Fact]
    public Task Lets_the_framework_validate_minimal_apis() => Verify<UnvalidatedRequest, UnvalidatedRequestFix>.Fixes(
        App("""
            app.[|MapPost|]("/orders", (NewOrder order, IOrders orders) => orders.Add(order));
            app.[|MapPost|]("/lines", (NewLine line, IOrders orders) => orders.Add(line));
            """),
        App("""
            app.MapPost("/orders", (NewOrder order, IOrders orders) => orders.Add(order));
            app.MapPost("/lines", (NewLine line, IOrders orders) => orders.Add(line));
            """).Replace("var app = builder", "builder.Services.AddValidation();\nvar app = builder"), new Setup { Iterations = 1 });

    [Fact]
    public Task Offers_nothing_where_the_framework_cannot() => Verify<UnvalidatedRequest, UnvalidatedRequestFix>.OffersNoFix(
        App("app.[|MapPost|](\"/orders\", (NewOrder order, IOrders orders) => orders.Add(order));"), new Setup { References = ReferenceSet.Backend8 });

    [Theory]
    [InlineData("[HttpPost] public void [|Create|](NewOrder order)\n{\n    orders.Add(order);\n}")]
    [InlineData("[HttpPost] public IActionResult [|Create|](NewOrder order) => Ok(order);")]
    public Task Offers_nothing_where_a_refusal_cannot_be_returned(string members) =>
        Verify<UnvalidatedRequest, UnvalidatedRequestFix>.OffersNoFix(Controller(members));
}
