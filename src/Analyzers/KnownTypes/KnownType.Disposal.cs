namespace ArchitectAnalyzers.Core;

// What is disposed asynchronously.
internal sealed partial class KnownType
{
    internal static readonly KnownType Stream = new("System.IO.Stream");
    internal static readonly KnownType UnmanagedMemoryStream = new("System.IO.UnmanagedMemoryStream");
    internal static readonly KnownType StreamWriter = new("System.IO.StreamWriter");
    internal static readonly KnownType BinaryWriter = new("System.IO.BinaryWriter");
    internal static readonly KnownType ZipArchive = new("System.IO.Compression.ZipArchive");
    internal static readonly KnownType Utf8JsonWriter = new("System.Text.Json.Utf8JsonWriter");
    internal static readonly KnownType AsyncServiceScope = new("Microsoft.Extensions.DependencyInjection.AsyncServiceScope");
    internal static readonly KnownType ServiceProvider = new("Microsoft.Extensions.DependencyInjection.ServiceProvider");
    internal static readonly KnownType DbContextTransaction = new("Microsoft.EntityFrameworkCore.Storage.IDbContextTransaction");
    internal static readonly KnownType DbTransaction = new("System.Data.Common.DbTransaction");
    internal static readonly KnownType SqliteTransaction = new("Microsoft.Data.Sqlite.SqliteTransaction");
}
