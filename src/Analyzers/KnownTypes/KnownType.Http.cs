namespace ArchitectAnalyzers.Core;

// What answers requests, and what bounds them.
internal sealed partial class KnownType
{
    internal static readonly KnownType HttpResults = new("Microsoft.AspNetCore.Http.Results");
    internal static readonly KnownType HttpTypedResults = new("Microsoft.AspNetCore.Http.TypedResults");
    internal static readonly KnownType HttpResponseWritingExtensions = new("Microsoft.AspNetCore.Http.HttpResponseWritingExtensions");
    internal static readonly KnownType HttpResponseJsonExtensions = new("Microsoft.AspNetCore.Http.HttpResponseJsonExtensions");
    internal static readonly KnownType IActionResult = new("Microsoft.AspNetCore.Mvc.IActionResult");
    internal static readonly KnownType IResult = new("Microsoft.AspNetCore.Http.IResult");
    internal static readonly KnownType MvcController = new("Microsoft.AspNetCore.Mvc.Controller");
    internal static readonly KnownType PageBase = new("Microsoft.AspNetCore.Mvc.RazorPages.PageBase");
    internal static readonly KnownType ProblemDetails = new("Microsoft.AspNetCore.Mvc.ProblemDetails");
    internal static readonly KnownType KestrelServerOptions = new("Microsoft.AspNetCore.Server.Kestrel.Core.KestrelServerOptions");
    internal static readonly KnownType GrpcStatus = new("Grpc.Core.Status");
}
