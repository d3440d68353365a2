namespace ArchitectAnalyzers.Core;

internal sealed partial class KnownType
{
    internal static readonly KnownType WorkerFunction = new("Microsoft.Azure.Functions.Worker.FunctionAttribute");
    internal static readonly KnownType InProcessFunction = new("Microsoft.Azure.WebJobs.FunctionNameAttribute");
}
