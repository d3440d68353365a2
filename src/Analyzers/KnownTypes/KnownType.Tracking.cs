namespace ArchitectAnalyzers.Core;

// What rules on contexts, tracking and round trips ask for.
internal sealed partial class KnownType
{
    internal static readonly KnownType IDbConnection = new("System.Data.IDbConnection");
}
