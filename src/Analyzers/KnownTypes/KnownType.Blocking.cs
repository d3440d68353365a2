namespace ArchitectAnalyzers.Core;

// What blocks a thread until something outside has happened.
internal sealed partial class KnownType
{
    // Waits.
    internal static readonly KnownType ManualResetEventSlim = new("System.Threading.ManualResetEventSlim");
    internal static readonly KnownType CountdownEvent = new("System.Threading.CountdownEvent");
    internal static readonly KnownType WaitHandle = new("System.Threading.WaitHandle");
    internal static readonly KnownType Monitor = new("System.Threading.Monitor");
    internal static readonly KnownType Barrier = new("System.Threading.Barrier");
    internal static readonly KnownType SpinWait = new("System.Threading.SpinWait");
    internal static readonly KnownType ReaderWriterLock = new("System.Threading.ReaderWriterLock");
    internal static readonly KnownType ReaderWriterLockSlim = new("System.Threading.ReaderWriterLockSlim");
    internal static readonly KnownType BlockingCollection = new("System.Collections.Concurrent.BlockingCollection`1");
    internal static readonly KnownType Process = new("System.Diagnostics.Process");

    // Files and streams.
    internal static readonly KnownType File = new("System.IO.File");
    internal static readonly KnownType TextReader = new("System.IO.TextReader");
    internal static readonly KnownType TextWriter = new("System.IO.TextWriter");
    internal static readonly KnownType Console = new("System.Console");
    internal static readonly KnownType ZipFile = new("System.IO.Compression.ZipFile");
    internal static readonly KnownType ZipFileExtensions = new("System.IO.Compression.ZipFileExtensions");
    internal static readonly KnownType NamedPipeServerStream = new("System.IO.Pipes.NamedPipeServerStream");
    internal static readonly KnownType NamedPipeClientStream = new("System.IO.Pipes.NamedPipeClientStream");
    internal static readonly KnownType JsonSerializer = new("System.Text.Json.JsonSerializer");
    internal static readonly KnownType JsonDocument = new("System.Text.Json.JsonDocument");
    internal static readonly KnownType JsonNode = new("System.Text.Json.Nodes.JsonNode");

    // The network.
    internal static readonly KnownType Socket = new("System.Net.Sockets.Socket");
    internal static readonly KnownType TcpClient = new("System.Net.Sockets.TcpClient");
    internal static readonly KnownType TcpListener = new("System.Net.Sockets.TcpListener");
    internal static readonly KnownType UdpClient = new("System.Net.Sockets.UdpClient");
    internal static readonly KnownType SslStream = new("System.Net.Security.SslStream");
    internal static readonly KnownType NegotiateStream = new("System.Net.Security.NegotiateStream");
    internal static readonly KnownType Dns = new("System.Net.Dns");
    internal static readonly KnownType Ping = new("System.Net.NetworkInformation.Ping");
    internal static readonly KnownType HttpMessageInvoker = new("System.Net.Http.HttpMessageInvoker");
    internal static readonly KnownType HttpListener = new("System.Net.HttpListener");
    internal static readonly KnownType SmtpClient = new("System.Net.Mail.SmtpClient");
    internal static readonly KnownType WebClient = new("System.Net.WebClient");
    internal static readonly KnownType WebRequest = new("System.Net.WebRequest");
    internal static readonly KnownType GrpcClientBase = new("Grpc.Core.ClientBase");

    // ADO.NET and mappers.
    internal static readonly KnownType DbConnection = new("System.Data.Common.DbConnection");
    internal static readonly KnownType DbDataReader = new("System.Data.Common.DbDataReader");
    internal static readonly KnownType DbBatch = new("System.Data.Common.DbBatch");
    internal static readonly KnownType SqlBulkCopy = new("Microsoft.Data.SqlClient.SqlBulkCopy");
    internal static readonly KnownType NpgsqlBinaryImporter = new("Npgsql.NpgsqlBinaryImporter");
    internal static readonly KnownType NpgsqlBinaryExporter = new("Npgsql.NpgsqlBinaryExporter");
    internal static readonly KnownType DapperGridReader = new("Dapper.SqlMapper+GridReader");

    // Entity Framework Core and other query providers: the calls, and the classes of their asynchronous LINQ operators.
    internal static readonly KnownType DatabaseFacade = new("Microsoft.EntityFrameworkCore.Infrastructure.DatabaseFacade");
    internal static readonly KnownType EntityEntry = new("Microsoft.EntityFrameworkCore.ChangeTracking.EntityEntry");
    internal static readonly KnownType NavigationEntry = new("Microsoft.EntityFrameworkCore.ChangeTracking.NavigationEntry");
    internal static readonly KnownType EntityFrameworkQueryableExtensions = new("Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions");
    internal static readonly KnownType Ef6DbContext = new("System.Data.Entity.DbContext");
    internal static readonly KnownType Ef6QueryableExtensions = new("System.Data.Entity.QueryableExtensions");
    internal static readonly KnownType MongoQueryable = new("MongoDB.Driver.Linq.MongoQueryable");
    internal static readonly KnownType NHibernateLinq = new("NHibernate.Linq.LinqExtensionMethods");
    internal static readonly KnownType MartenQueryable = new("Marten.QueryableExtensions");
    internal static readonly KnownType Linq2DbAsync = new("LinqToDB.AsyncExtensions");
    internal static readonly KnownType Queryable = new("System.Linq.Queryable");
    internal static readonly KnownType Enumerable = new("System.Linq.Enumerable");
    internal static readonly KnownType IQueryable = new("System.Linq.IQueryable");

    // Caches.
    internal static readonly KnownType IDistributedCache = new("Microsoft.Extensions.Caching.Distributed.IDistributedCache");
    internal static readonly KnownType DistributedCacheExtensions = new("Microsoft.Extensions.Caching.Distributed.DistributedCacheExtensions");
}
