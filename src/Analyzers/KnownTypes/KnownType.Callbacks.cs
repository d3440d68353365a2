namespace ArchitectAnalyzers.Core;

internal sealed partial class KnownType
{
    internal static readonly KnownType EventArgs = new("System.EventArgs");
    internal static readonly KnownType Array = new("System.Array");
    internal static readonly KnownType ListOfT = new("System.Collections.Generic.List`1");
    internal static readonly KnownType IEnumerableOfT = new("System.Collections.Generic.IEnumerable`1");
    internal static readonly KnownType ThreadPool = new("System.Threading.ThreadPool");
    internal static readonly KnownType Timer = new("System.Threading.Timer");
    internal static readonly KnownType SendOrPostCallback = new("System.Threading.SendOrPostCallback");
    internal static readonly KnownType MvcFilter = new("Microsoft.AspNetCore.Mvc.Filters.IFilterMetadata");
}
