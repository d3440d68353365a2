namespace ArchitectAnalyzers.Models;

/// <summary>What a call asks of the database.</summary>
internal enum TripKind
{
    /// <summary>A query or command of Entity Framework, or an explicit load.</summary>
    Query,

    /// <summary><c>SaveChanges</c> or <c>SaveChangesAsync</c>.</summary>
    Save,

    /// <summary>A query or command of Dapper or ADO.NET.</summary>
    Command,
}

/// <summary>A call that goes to the database and back.</summary>
/// <param name="Kind">What it asks.</param>
/// <param name="Holder">The variable that holds the context, set, connection or command that it goes through; null where it cannot be told.</param>
internal readonly record struct RoundTrip(TripKind Kind, ISymbol? Holder);
