namespace ArchitectAnalyzers.Core;

// What rules on contexts, tracking and round trips ask for.
internal sealed partial class KnownType
{
    internal static readonly KnownType IDbConnection = new("System.Data.IDbConnection");
    internal static readonly KnownType IDataReader = new("System.Data.IDataReader");
}
