namespace ArchitectAnalyzers.Core;

internal sealed partial class KnownType
{
    internal static readonly KnownType CancellationToken = new("System.Threading.CancellationToken");
    internal static readonly KnownType CancellationTokenSource = new("System.Threading.CancellationTokenSource");
    internal static readonly KnownType Task = new("System.Threading.Tasks.Task");
    internal static readonly KnownType TaskOfT = new("System.Threading.Tasks.Task`1");
    internal static readonly KnownType ValueTask = new("System.Threading.Tasks.ValueTask");
    internal static readonly KnownType ValueTaskOfT = new("System.Threading.Tasks.ValueTask`1");
}
