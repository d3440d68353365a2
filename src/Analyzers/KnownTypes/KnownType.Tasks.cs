namespace ArchitectAnalyzers.Core;

internal sealed partial class KnownType
{
    internal static readonly KnownType TaskCompletionSource = new("System.Threading.Tasks.TaskCompletionSource");
    internal static readonly KnownType TaskCompletionSourceOfT = new("System.Threading.Tasks.TaskCompletionSource`1");
    internal static readonly KnownType TaskCreationOptions = new("System.Threading.Tasks.TaskCreationOptions");
    internal static readonly KnownType TaskContinuationOptions = new("System.Threading.Tasks.TaskContinuationOptions");
    internal static readonly KnownType TaskScheduler = new("System.Threading.Tasks.TaskScheduler");
}
