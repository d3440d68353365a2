namespace ArchitectAnalyzers.Core;

internal sealed partial class KnownType
{
    internal static readonly KnownType TaskFactory = new("System.Threading.Tasks.TaskFactory");
    internal static readonly KnownType TaskFactoryOfT = new("System.Threading.Tasks.TaskFactory`1");
    internal static readonly KnownType Parallel = new("System.Threading.Tasks.Parallel");
    internal static readonly KnownType ParallelOptions = new("System.Threading.Tasks.ParallelOptions");
    internal static readonly KnownType SemaphoreSlim = new("System.Threading.SemaphoreSlim");
    internal static readonly KnownType CancellationTokenRegistration = new("System.Threading.CancellationTokenRegistration");
    internal static readonly KnownType IAsyncEnumerableOfT = new("System.Collections.Generic.IAsyncEnumerable`1");
    internal static readonly KnownType TaskAsyncEnumerableExtensions = new("System.Threading.Tasks.TaskAsyncEnumerableExtensions");
    internal static readonly KnownType EnumeratorCancellationAttribute = new("System.Runtime.CompilerServices.EnumeratorCancellationAttribute");
    internal static readonly KnownType Exception = new("System.Exception");
    internal static readonly KnownType OperationCanceledException = new("System.OperationCanceledException");
    internal static readonly KnownType TransactionScope = new("System.Transactions.TransactionScope");

    internal static readonly KnownType PipeReader = new("System.IO.Pipelines.PipeReader");
    internal static readonly KnownType PipeWriter = new("System.IO.Pipelines.PipeWriter");
    internal static readonly KnownType WebSocket = new("System.Net.WebSockets.WebSocket");

    internal static readonly KnownType MemoryStream = new("System.IO.MemoryStream");
    internal static readonly KnownType StringReader = new("System.IO.StringReader");
    internal static readonly KnownType StringWriter = new("System.IO.StringWriter");
}
