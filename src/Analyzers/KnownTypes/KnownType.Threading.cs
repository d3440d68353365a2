namespace ArchitectAnalyzers.Core;

internal sealed partial class KnownType
{
    internal static readonly KnownType TaskAwaiter = new("System.Runtime.CompilerServices.TaskAwaiter");
    internal static readonly KnownType TaskAwaiterOfT = new("System.Runtime.CompilerServices.TaskAwaiter`1");
    internal static readonly KnownType ConfiguredTaskAwaiter = new("System.Runtime.CompilerServices.ConfiguredTaskAwaitable+ConfiguredTaskAwaiter");
    internal static readonly KnownType ConfiguredTaskAwaiterOfT = new("System.Runtime.CompilerServices.ConfiguredTaskAwaitable`1+ConfiguredTaskAwaiter");
    internal static readonly KnownType ValueTaskAwaiter = new("System.Runtime.CompilerServices.ValueTaskAwaiter");
    internal static readonly KnownType ValueTaskAwaiterOfT = new("System.Runtime.CompilerServices.ValueTaskAwaiter`1");
    internal static readonly KnownType ConfiguredValueTaskAwaiter =
        new("System.Runtime.CompilerServices.ConfiguredValueTaskAwaitable+ConfiguredValueTaskAwaiter");
    internal static readonly KnownType ConfiguredValueTaskAwaiterOfT =
        new("System.Runtime.CompilerServices.ConfiguredValueTaskAwaitable`1+ConfiguredValueTaskAwaiter");
    internal static readonly KnownType INotifyCompletion = new("System.Runtime.CompilerServices.INotifyCompletion");
    internal static readonly KnownType IAsyncDisposable = new("System.IAsyncDisposable");
    internal static readonly KnownType IServiceProvider = new("System.IServiceProvider");
    internal static readonly KnownType Expression = new("System.Linq.Expressions.Expression");
    internal static readonly KnownType Thread = new("System.Threading.Thread");
}
