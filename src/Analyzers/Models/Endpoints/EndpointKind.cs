namespace ArchitectAnalyzers.Models;

/// <summary>What calls a handler, which decides how a handler is told of cancellation and who answers its failures.</summary>
internal enum EndpointKind
{
    /// <summary>A public method of an MVC or API controller.</summary>
    ControllerAction,

    /// <summary>A delegate handed to <c>MapGet</c> and its kin.</summary>
    MinimalApi,

    /// <summary><c>OnGet…</c>/<c>OnPost…</c> of a Razor page model.</summary>
    RazorHandler,

    /// <summary>A public method of a SignalR hub.</summary>
    HubMethod,

    /// <summary>An override of a generated gRPC service base.</summary>
    GrpcMethod,

    /// <summary><c>Invoke</c>/<c>InvokeAsync</c> of a middleware, or a delegate handed to <c>app.Use</c> or <c>app.Run</c>.</summary>
    Middleware,

    /// <summary>A handler that a mediator, a message bus or a scheduler calls.</summary>
    MessageConsumer,

    /// <summary><c>StartAsync</c>, <c>ExecuteAsync</c>, <c>StopAsync</c> of a hosted service.</summary>
    HostedService,

    /// <summary>An Azure Function.</summary>
    Function,
}
