namespace ArchitectAnalyzers.Core;

internal sealed partial class KnownType
{
    internal static readonly KnownType HttpContext = new("Microsoft.AspNetCore.Http.HttpContext");
    internal static readonly KnownType HttpRequest = new("Microsoft.AspNetCore.Http.HttpRequest");
    internal static readonly KnownType HttpResponse = new("Microsoft.AspNetCore.Http.HttpResponse");
    internal static readonly KnownType RequestDelegate = new("Microsoft.AspNetCore.Http.RequestDelegate");
    internal static readonly KnownType IMiddleware = new("Microsoft.AspNetCore.Http.IMiddleware");
    internal static readonly KnownType UseExtensions = new("Microsoft.AspNetCore.Builder.UseExtensions");
    internal static readonly KnownType RunExtensions = new("Microsoft.AspNetCore.Builder.RunExtensions");

    internal static readonly KnownType IEndpointRouteBuilder = new("Microsoft.AspNetCore.Routing.IEndpointRouteBuilder");
    internal static readonly KnownType EndpointRouteBuilderExtensions = new("Microsoft.AspNetCore.Builder.EndpointRouteBuilderExtensions");
    internal static readonly KnownType FallbackEndpointRouteBuilderExtensions =
        new("Microsoft.AspNetCore.Builder.FallbackEndpointRouteBuilderExtensions");

    internal static readonly KnownType Controller = new("Microsoft.AspNetCore.Mvc.ControllerAttribute");
    internal static readonly KnownType NonController = new("Microsoft.AspNetCore.Mvc.NonControllerAttribute");
    internal static readonly KnownType NonAction = new("Microsoft.AspNetCore.Mvc.NonActionAttribute");
    internal static readonly KnownType AcceptVerbs = new("Microsoft.AspNetCore.Mvc.AcceptVerbsAttribute");
    internal static readonly KnownType HttpMethodAttribute = new("Microsoft.AspNetCore.Mvc.Routing.HttpMethodAttribute");
    internal static readonly KnownType IRouteTemplateProvider = new("Microsoft.AspNetCore.Mvc.Routing.IRouteTemplateProvider");
    internal static readonly KnownType PageModelAttribute = new("Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure.PageModelAttribute");
    internal static readonly KnownType NonHandler = new("Microsoft.AspNetCore.Mvc.RazorPages.NonHandlerAttribute");

    internal static readonly KnownType Hub = new("Microsoft.AspNetCore.SignalR.Hub");
    internal static readonly KnownType ChannelReader = new("System.Threading.Channels.ChannelReader`1");
    internal static readonly KnownType ServerCallContext = new("Grpc.Core.ServerCallContext");

    internal static readonly KnownType IHostedService = new("Microsoft.Extensions.Hosting.IHostedService");
    internal static readonly KnownType IHostedLifecycleService = new("Microsoft.Extensions.Hosting.IHostedLifecycleService");
    internal static readonly KnownType BackgroundService = new("Microsoft.Extensions.Hosting.BackgroundService");
}
