namespace ArchitectAnalyzers.Core;

// What answers requests, and what bounds them.
internal sealed partial class KnownType
{
    internal static readonly KnownType HttpResults = new("Microsoft.AspNetCore.Http.Results");
    internal static readonly KnownType HttpTypedResults = new("Microsoft.AspNetCore.Http.TypedResults");
    internal static readonly KnownType HttpResponseJsonExtensions = new("Microsoft.AspNetCore.Http.HttpResponseJsonExtensions");
    internal static readonly KnownType IActionResult = new("Microsoft.AspNetCore.Mvc.IActionResult");
    internal static readonly KnownType IResult = new("Microsoft.AspNetCore.Http.IResult");
    internal static readonly KnownType MvcController = new("Microsoft.AspNetCore.Mvc.Controller");
    internal static readonly KnownType PageBase = new("Microsoft.AspNetCore.Mvc.RazorPages.PageBase");
    internal static readonly KnownType ProblemDetails = new("Microsoft.AspNetCore.Mvc.ProblemDetails");
    internal static readonly KnownType KestrelServerOptions = new("Microsoft.AspNetCore.Server.Kestrel.Core.KestrelServerOptions");
    internal static readonly KnownType KestrelServerLimits = new("Microsoft.AspNetCore.Server.Kestrel.Core.KestrelServerLimits");
    internal static readonly KnownType IISServerOptions = new("Microsoft.AspNetCore.Builder.IISServerOptions");
    internal static readonly KnownType HttpSysOptions = new("Microsoft.AspNetCore.Server.HttpSys.HttpSysOptions");
    internal static readonly KnownType IHttpMaxRequestBodySizeFeature = new("Microsoft.AspNetCore.Http.Features.IHttpMaxRequestBodySizeFeature");
    internal static readonly KnownType FormOptions = new("Microsoft.AspNetCore.Http.Features.FormOptions");
    internal static readonly KnownType DisableRequestSizeLimit = new("Microsoft.AspNetCore.Mvc.DisableRequestSizeLimitAttribute");
    internal static readonly KnownType RequestSizeLimit = new("Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute");
    internal static readonly KnownType RequestFormLimits = new("Microsoft.AspNetCore.Mvc.RequestFormLimitsAttribute");
    internal static readonly KnownType GrpcStatus = new("Grpc.Core.Status");
}
