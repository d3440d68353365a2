using ArchitectAnalyzers.Core;
using ArchitectAnalyzers.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ArchitectAnalyzers.Tests.Models;

public class EndpointsTests
{
    private const string Mvc = "using Microsoft.AspNetCore.Mvc; using Microsoft.AspNetCore.Authorization;\n";

    [Fact]
    public void Actions_of_a_controller_are_found_with_their_verbs_and_templates() => Finds(Mvc + """
        [ApiController, Route("api/[controller]")]
        public class OrdersController : ControllerBase
        {
            [HttpGet("{id:int}")] public Task<IActionResult> Get(int id) => Task.FromResult<IActionResult>(Ok());
            [HttpPost] public void Create() { }
            [HttpDelete, HttpPut("/absolute")] public void Both() { }
            [AcceptVerbs("get", "head")] public void Probe() { }
            public void Any() { }
        }
        """,
        "ControllerAction OrdersController.Get [GET] api/[controller]/{id:int}",
        "ControllerAction OrdersController.Create [POST] api/[controller]",
        "ControllerAction OrdersController.Both [DELETE,PUT] /absolute",
        "ControllerAction OrdersController.Probe [GET,HEAD] api/[controller]",
        "ControllerAction OrdersController.Any [] api/[controller]");

    [Theory]
    [InlineData("static class Orders { static string Get() => \"\"; static void Map(IEndpointRouteBuilder app) => app.MapGet(\"/a\", Get); }")]
    [InlineData("static partial class Orders { static string Get() => \"\"; } static partial class Orders { static void Map(IEndpointRouteBuilder app) => app.MapGet(\"/a\", Get); }")]
    [InlineData("class Base { protected static string Get() => \"\"; } class Orders : Base { static void Map(IEndpointRouteBuilder app) => app.MapGet(\"/a\", Get); }")]
    [InlineData("static class Orders { static string Get() => \"\"; static class Inner { internal static void Map(IEndpointRouteBuilder app) => app.MapGet(\"/a\", Get); } }")]
    [InlineData("using static Handlers; static class Handlers { public static string Get() => \"\"; } static class Orders { static void Map(IEndpointRouteBuilder app) => app.MapGet(\"/a\", Get); }")]
    [InlineData("global using static Handlers; static class Handlers { public static string Get() => \"\"; } static class Orders { static void Map(IEndpointRouteBuilder app) => app.MapGet(\"/a\", Get); }")]
    [InlineData("using H = Handlers; static class Handlers { public static string Get() => \"\"; } static class Orders { static void Map(IEndpointRouteBuilder app) => app.MapGet(\"/a\", H.Get); }")]
    [InlineData("class Base { public static string Get() => \"\"; } class Handlers : Base; static class Orders { static void Map(IEndpointRouteBuilder app) => app.MapGet(\"/a\", Handlers.Get); }")]
    [InlineData("class Handlers { public string Get() => \"\"; } static class Orders { static void Map(IEndpointRouteBuilder app, Handlers handlers) => app.MapGet(\"/a\", handlers.Get); }")]
    public void A_method_is_found_by_whatever_name_it_is_handed_over(string code)
    {
        // Many others hand over a method of that name, which is not the same.
        const string others = " static class Customers { static string Get() => \"\"; static void Other(IEndpointRouteBuilder app) => app.MapGet(\"/b\", Get); }";
        Assert.Contains(Found(code + others), endpoint => endpoint.EndsWith(" /a", StringComparison.Ordinal));
    }

    [Fact]
    public void What_a_controller_has_besides_actions_is_not_an_endpoint() => Finds(Mvc + """
        public class HomeController : Controller
        {
            public HomeController() { }
            [NonAction] public void Helper() { }
            private void Private() { }
            internal void Internal() { }
            public static void Static() { }
            public void Generic<T>() { }
            public int Property { get; set; }
            public override string ToString() => "";
            public override void OnActionExecuting(Microsoft.AspNetCore.Mvc.Filters.ActionExecutingContext context) { }
            protected override void Dispose(bool disposing) { }
            public static HomeController operator +(HomeController a, HomeController b) => a;
        }
        """);

    [Theory]
    [InlineData("class OrdersController : ControllerBase")]
    [InlineData("public static class OrdersController")]
    [InlineData("[NonController] public class OrdersController : ControllerBase")]
    [InlineData("public class OrdersController")]
    [InlineData("public class OrderService")]
    [InlineData("[Route(\"x\")] public class Orders")]
    [InlineData("public interface IController")]
    [InlineData("[NonController] public class Base : ControllerBase { } public class OrdersController : Base")]
    public void Types_that_only_resemble_controllers_are_not(string type) =>
        Finds(Mvc + type + " { public " + (type.Contains("static") ? "static " : "") + "void Get() { } }");

    [Fact]
    public void A_nested_class_is_no_controller() =>
        Finds(Mvc + "public class Outer { public class OrdersController : ControllerBase { public void Get() { } } }");

    [Theory]
    [InlineData("public abstract class Base : ControllerBase", "Base")]
    [InlineData("public class Crud<T> : ControllerBase", "Crud")]
    [InlineData("public class Orders : ControllerBase", "Orders")]
    [InlineData("[Route(\"x\")] public class OrdersController", "OrdersController")]
    [InlineData("[Controller] public class Orders", "Orders")]
    [InlineData("public sealed partial class Orders(ILogger<Orders> log) : Controller", "Orders")]
    public void Types_that_are_controllers_or_bases_of_them_are_found(string type, string name)
    {
        var found = Found(Mvc + type + " { public void Get() { } }");
        Assert.StartsWith($"ControllerAction {name}.Get []", Assert.Single(found));
    }

    [Fact]
    public void A_poco_controller_is_one_by_an_action_with_a_route() => Finds(Mvc + """
        public class OrdersController { [HttpGet("orders")] public string Get() => ""; }
        """, "ControllerAction OrdersController.Get [GET] orders");

    [Fact]
    public void Overrides_of_actions_are_actions_and_abstract_ones_are_not() => Finds(Mvc + """
        public abstract class Base : ControllerBase { public abstract void Get(); [NonAction] public virtual void Hidden() { } }
        public class Derived : Base { public override void Get() { } public override void Hidden() { } }
        """, "ControllerAction Derived.Get []");

    [Fact]
    public void Page_handlers_are_found_by_verb() => Finds("""
        using Microsoft.AspNetCore.Mvc.RazorPages;
        public class IndexModel : PageModel
        {
            public Task OnGetAsync() => Task.CompletedTask;
            public void OnPostDelete(int id) { }
            public void OnGetter() { }
            public void OnPageload() { }
            public void Get() { }
            private void OnPut() { }
            [NonHandler] public void OnPatch() { }
        }
        public class NotAPage { public void OnGet() { } }
        """,
        "RazorHandler IndexModel.OnGetAsync [GET]",
        "RazorHandler IndexModel.OnPostDelete [POST]");

    [Fact]
    public void Hub_methods_are_found_and_lifecycle_methods_are_not() => Finds("""
        using Microsoft.AspNetCore.SignalR;
        public interface IClient { Task Receive(string text); }
        public class ChatHub : Hub<IClient>
        {
            public Task Send(string text) => Clients.All.Receive(text);
            public override Task OnConnectedAsync() => base.OnConnectedAsync();
            public override Task OnDisconnectedAsync(Exception? exception) => base.OnDisconnectedAsync(exception);
            private void Helper() { }
        }
        """, "HubMethod ChatHub.Send []");

    [Fact]
    public void Grpc_methods_are_found() => Finds("""
        using Grpc.Core;
        public abstract class GreeterBase { public virtual Task<string> Say(string request, ServerCallContext context) => throw new NotImplementedException(); }
        public class Greeter : GreeterBase
        {
            public override Task<string> Say(string request, ServerCallContext context) => Task.FromResult("");
            public Task<string> Helper(string request, ServerCallContext context) => Task.FromResult("");
        }
        """, "GrpcMethod Greeter.Say []");

    [Fact]
    public void Middleware_is_found() => Finds("""
        public class ByConvention(RequestDelegate next) { public Task InvokeAsync(HttpContext context, ILogger<ByConvention> log) => next(context); }
        public class Old { public Old(RequestDelegate next) { } public Task Invoke(HttpContext context) => Task.CompletedTask; public Task Other(HttpContext context) => Task.CompletedTask; }
        public class ByFactory : IMiddleware { public Task InvokeAsync(HttpContext context, RequestDelegate next) => next(context); }
        public class NoNext { public Task InvokeAsync(HttpContext context) => Task.CompletedTask; }
        """,
        "Middleware ByConvention.InvokeAsync []",
        "Middleware Old.Invoke []",
        "Middleware ByFactory.InvokeAsync []");

    [Fact]
    public void Hosted_services_are_found() => Finds("""
        public class Loop : BackgroundService { protected override Task ExecuteAsync(CancellationToken stop) => Task.CompletedTask; public Task Other(CancellationToken stop) => Task.CompletedTask; }
        public class Warmup : IHostedService { public Task StartAsync(CancellationToken c) => Task.CompletedTask; Task IHostedService.StopAsync(CancellationToken c) => Task.CompletedTask; public void StartAsync() { } }
        """,
        "HostedService Loop.ExecuteAsync []",
        "HostedService Warmup.StartAsync []",
        "HostedService Warmup.StopAsync []");

    [Fact]
    public void Handlers_of_mediators_buses_and_schedulers_are_found() => Finds("""
        using MediatR; using MassTransit; using Quartz;
        public record Ask : IRequest<int>; public record Told : INotification;
        public class Asked : IRequestHandler<Ask, int>, INotificationHandler<Told>
        {
            public Task<int> Handle(Ask request, CancellationToken token) => Task.FromResult(1);
            Task INotificationHandler<Told>.Handle(Told told, CancellationToken token) => Task.CompletedTask;
            public void Handle(string other) { }
        }
        public class Consumer : IConsumer<Told> { public Task Consume(ConsumeContext<Told> context) => Task.CompletedTask; }
        public class Nightly : IJob { public Task Execute(IJobExecutionContext context) => Task.CompletedTask; }
        """,
        "MessageConsumer Asked.Handle []",
        "MessageConsumer Asked.Handle []",
        "MessageConsumer Consumer.Consume []",
        "MessageConsumer Nightly.Execute []");

    [Fact]
    public void Functions_are_found_by_their_attribute() => Finds("""
        namespace Microsoft.Azure.Functions.Worker { public class FunctionAttribute(string name) : Attribute { public string Name => name; } }
        public class Functions { [Microsoft.Azure.Functions.Worker.Function("x")] public Task Run() => Task.CompletedTask; public void Helper() { } }
        """, "Function Functions.Run []");

    [Theory]
    [InlineData("app.MapGet(\"/a\", () => \"\");", "MinimalApi GET /a [GET] /a")]
    [InlineData("app.MapPost(\"/a\", async (HttpContext c) => await Task.Delay(1));", "MinimalApi POST /a [POST] /a")]
    [InlineData("app.MapPut(\"/a\", static (int x) => x);", "MinimalApi PUT /a [PUT] /a")]
    [InlineData("app.MapDelete(\"/a\", delegate (int x) { return x; });", "MinimalApi DELETE /a [DELETE] /a")]
    [InlineData("app.MapPatch(pattern: \"/a\", handler: (int x) => x);", "MinimalApi PATCH /a [PATCH] /a")]
    [InlineData("app.MapMethods(\"/a\", new[] { \"GET\", HttpMethods.Head, \"post\" }, () => 1);", "MinimalApi GET,HEAD,POST /a [GET,HEAD,POST] /a")]
    [InlineData("app.MapMethods(\"/a\", [\"GET\"], () => 1);", "MinimalApi GET /a [GET] /a")]
    [InlineData("app.Map(\"/a\", () => 1);", "MinimalApi /a [] /a")]
    [InlineData("app.MapFallback(() => 1);", "MinimalApi MapFallback []")]
    [InlineData("app.MapFallback(async c => await c.Response.WriteAsync(\"\"));", "MinimalApi MapFallback []")]
    [InlineData("app.MapGet(\"/a\", (Func<int>)(() => 1));", "MinimalApi GET /a [GET] /a")]
    [InlineData("app.MapGet(Path(), () => 1); static string Path() => \"\";", "MinimalApi MapGet [GET]")]
    [InlineData("app.MapGet(\"/a\", Handle); static int Handle() => 1;", "MinimalApi GET /a [GET] /a")]
    [InlineData("app.MapGet(\"/a\", (Func<int>)Handle); static int Handle() => 1;", "MinimalApi GET /a [GET] /a")]
    [InlineData("EndpointRouteBuilderExtensions.MapGet(app, \"/a\", () => 1);", "MinimalApi GET /a [GET] /a")]
    [InlineData("app.Use(async (context, next) => await next());", "Middleware Use []")]
    [InlineData("app.Use(async (context, next) => await next(context));", "Middleware Use []")]
    [InlineData("app.Use(next => async context => await next(context));", "Middleware Middleware []")]
    [InlineData("app.Run(async context => await context.Response.WriteAsync(\"\"));", "Middleware Run []")]
    [InlineData("app.Run(Last); static Task Last(HttpContext context) => Task.CompletedTask;", "Middleware Last []")]
    [InlineData("RequestDelegate last = async context => await context.Response.WriteAsync(\"\"); app.Run(last);", "Middleware Run []")]
    [InlineData("app.MapGroup(\"/api\").MapGet(\"/a\", () => 1);", "MinimalApi GET /api/a [GET] /api/a")]
    [InlineData("app.MapGroup(\"/api/\").RequireAuthorization().MapGroup(\"v1\").WithTags(\"x\").MapGet(\"a\", () => 1);", "MinimalApi GET /api/v1/a [GET] /api/v1/a")]
    [InlineData("var api = app.MapGroup(\"/api\").WithTags(\"x\"); var v1 = api.MapGroup(\"v1\"); v1.MapGet(\"/\", () => 1);", "MinimalApi GET /api/v1/ [GET] /api/v1/")]
    public void A_mapped_or_added_delegate_is_found(string statement, string endpoint) =>
        Finds("var app = WebApplication.Create();\n" + statement, endpoint);

    [Theory]
    [InlineData("app.Map(\"/a\", branch => branch.UseRouting());")]
    [InlineData("app.UseWhen(c => true, branch => { });")]
    [InlineData("app.MapWhen(c => true, branch => { });")]
    [InlineData("app.MapGet(\"/a\", () => 1).AddEndpointFilter(async (context, next) => await next(context));", "MinimalApi GET /a [GET] /a")]
    [InlineData("app.MapGet(\"/a\", () => new[] { 1 }.Select(x => x + 1));", "MinimalApi GET /a [GET] /a")]
    [InlineData("Own.MapGet(\"/a\", () => 1); static class Own { public static void MapGet(string pattern, Delegate handler) { } }")]
    [InlineData("Own.Run(() => 1); static class Own { public static void Run(Func<int> work) { } }")]
    [InlineData("app.Lifetime.ApplicationStarted.Register(() => { });")]
    [InlineData("app.Services.GetServices<int>().Select(x => x);")]
    public void Other_delegates_are_not(string statement, params string[] endpoints) =>
        Finds("var app = WebApplication.Create();\n" + statement, endpoints);

    [Fact]
    public void Handlers_are_found_where_another_file_maps_them() => Finds("""
        public static class Orders
        {
            public static IEndpointRouteBuilder MapOrders(this IEndpointRouteBuilder app)
            {
                var orders = app.MapGroup("/orders");
                orders.MapGet("/{id}", Handlers.Get);
                orders.MapPost("/", Create);
                return app;
            }

            private static Task Create() => Task.CompletedTask;
            private static Task NotMapped() => Task.CompletedTask;
        }

        internal static class Handlers
        {
            internal static string Get(int id) => "";
            internal static string Other(int id) => "";
        }

        internal static class Namesake { internal static string Get(int id) => ""; }
        """,
        "MinimalApi POST /orders/ [POST] /orders/",
        "MinimalApi GET /orders/{id} [GET] /orders/{id}");

    [Fact]
    public void Handlers_of_an_instance_are_found() => Finds("""
        public class Orders
        {
            public void Map(WebApplication app) => app.MapGet("/a", this.Get).WithName("x");
            public string Get() => "";
        }
        """, "MinimalApi GET /a [GET] /a");

    [Fact]
    public void A_partial_method_is_one_endpoint() => Finds(Mvc + """
        public partial class OrdersController : ControllerBase { [HttpGet("a")] public partial Task Get(); }
        public partial class OrdersController { public partial Task Get() => Task.CompletedTask; }
        """,
        "ControllerAction OrdersController.Get [GET] a",
        "ControllerAction OrdersController.Get [GET] a");

    [Fact]
    public void Half_typed_code_makes_no_trouble()
    {
        var found = Found("""
            var app = WebApplication.Create();
            app.MapGet("/a", );
            app.MapGet("/b", (int x => x);
            app.MapGet("/c", Missing);
            app.MapGet();
            app.Run(
            """, check: false);
        Assert.DoesNotContain(found, f => f.Contains("/c"));
    }

    [Fact]
    public void A_type_that_derives_from_itself_makes_no_trouble() =>
        Assert.Empty(Found(Mvc + "public class A : B { public void Get() { } } public class B : A { }", check: false));

    [Fact]
    public void Without_the_web_there_are_no_web_endpoints() =>
        Assert.Empty(Found("public class OrdersController { public void Get() { } } class C { void M(Action<Action> Map) => Map(M2); void M2() { } }",
            ReferenceSet.Console10));

    // Each handler in source order: kind, name, verbs, template.
    private static void Finds(string code, params string[] expected) => Assert.Equal(expected, Found(code));

    private static string[] Found(string code, ReferenceSet? references = null, bool check = true)
    {
        references ??= ReferenceSet.Backend10;
        var options = new CSharpParseOptions(LanguageVersion.Latest);
        var tree = CSharpSyntaxTree.ParseText(code, options);
        var isProgram = tree.GetCompilationUnitRoot().Members.Any(m => m is GlobalStatementSyntax);
        var compilation = CSharpCompilation.Create("test", [tree, CSharpSyntaxTree.ParseText(references.ImplicitUsings, options)], references.References,
            new CSharpCompilationOptions(isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
                nullableContextOptions: NullableContextOptions.Enable));
        if (check) Assert.Empty(compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));

        var endpoints = Facts.Of(compilation).Endpoints();
        var semantics = compilation.GetSemanticModel(tree);
        var found = new List<string>();
        foreach (var node in tree.GetRoot().DescendantNodes()
            .Where(n => n is MethodDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax))
        {
            var symbol = node is AnonymousFunctionExpressionSyntax ? semantics.GetSymbolInfo(node).Symbol : semantics.GetDeclaredSymbol(node);
            if (symbol is not IMethodSymbol method) continue;
            var endpoint = endpoints.Of(method);
            if (node is AnonymousFunctionExpressionSyntax && Lambda(semantics.GetOperation(node)) is { } lambda) Assert.Same(endpoint, endpoints.Of(lambda));
            if (endpoint is null) continue;
            Assert.Same(endpoint, endpoints.Of(method));
            Assert.Equal(method.Name, endpoint.Handler?.Name);
            found.Add($"{endpoint.Kind} {endpoint.Name} [{string.Join(",", endpoint.Verbs)}] {endpoint.Template}".TrimEnd());
        }

        return [.. found];
    }

    private static IAnonymousFunctionOperation? Lambda(IOperation? operation) => operation switch
    {
        IAnonymousFunctionOperation lambda => lambda,
        IDelegateCreationOperation creation => Lambda(creation.Target),
        IConversionOperation conversion => Lambda(conversion.Operand),
        _ => null,
    };
}
