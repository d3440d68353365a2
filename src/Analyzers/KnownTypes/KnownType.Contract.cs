namespace ArchitectAnalyzers.Core;

internal sealed partial class KnownType
{
    // What answers are made of.
    internal static readonly KnownType ObjectResult = new("Microsoft.AspNetCore.Mvc.ObjectResult");
    internal static readonly KnownType JsonResult = new("Microsoft.AspNetCore.Mvc.JsonResult");
    internal static readonly KnownType ActionResultOfT = new("Microsoft.AspNetCore.Mvc.ActionResult`1");

    // What takes time each time that it is enumerated.
    internal static readonly KnownType Directory = new("System.IO.Directory");
    internal static readonly KnownType IDataReader = new("System.Data.IDataReader");

    // What stores.
    internal static readonly KnownType FileInfo = new("System.IO.FileInfo");
    internal static readonly KnownType DirectoryInfo = new("System.IO.DirectoryInfo");
    internal static readonly KnownType UserManager = new("Microsoft.AspNetCore.Identity.UserManager`1");
    internal static readonly KnownType MongoCollection = new("MongoDB.Driver.IMongoCollection`1");

    // Requests and their validation.
    internal static readonly KnownType BindProperty = new("Microsoft.AspNetCore.Mvc.BindPropertyAttribute");
    internal static readonly KnownType ValidationAttribute = new("System.ComponentModel.DataAnnotations.ValidationAttribute");
    internal static readonly KnownType DataTypeAttribute = new("System.ComponentModel.DataAnnotations.DataTypeAttribute");
    internal static readonly KnownType IValidatableObject = new("System.ComponentModel.DataAnnotations.IValidatableObject");
    internal static readonly KnownType ValidationServices = new("Microsoft.Extensions.DependencyInjection.ValidationServiceCollectionExtensions");
}
