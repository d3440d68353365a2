namespace ArchitectAnalyzers.Core;

internal sealed partial class KnownType
{
    internal static readonly KnownType ControllerBase = new("Microsoft.AspNetCore.Mvc.ControllerBase");
    internal static readonly KnownType PageModel = new("Microsoft.AspNetCore.Mvc.RazorPages.PageModel");
    internal static readonly KnownType ViewComponent = new("Microsoft.AspNetCore.Mvc.ViewComponent");
    internal static readonly KnownType IComponent = new("Microsoft.AspNetCore.Components.IComponent");
    internal static readonly KnownType HubClientProxy = new("Microsoft.AspNetCore.SignalR.IClientProxy");
    internal static readonly KnownType HubGroupManager = new("Microsoft.AspNetCore.SignalR.IGroupManager");
    internal static readonly KnownType GrpcStreamReader = new("Grpc.Core.IAsyncStreamReader`1");
    internal static readonly KnownType GrpcServerStreamWriter = new("Grpc.Core.IServerStreamWriter`1");
}
