namespace ArchitectAnalyzers.Core;

internal sealed partial class KnownType
{
    internal static readonly KnownType IAuthorizeData = new("Microsoft.AspNetCore.Authorization.IAuthorizeData");
    internal static readonly KnownType IAllowAnonymous = new("Microsoft.AspNetCore.Authorization.IAllowAnonymous");
    internal static readonly KnownType AuthorizationFilter = new("Microsoft.AspNetCore.Mvc.Filters.IAuthorizationFilter");
    internal static readonly KnownType AsyncAuthorizationFilter = new("Microsoft.AspNetCore.Mvc.Filters.IAsyncAuthorizationFilter");
    internal static readonly KnownType EndpointConventionBuilder = new("Microsoft.AspNetCore.Builder.IEndpointConventionBuilder");
    internal static readonly KnownType ApiController = new("Microsoft.AspNetCore.Mvc.ApiControllerAttribute");
}
