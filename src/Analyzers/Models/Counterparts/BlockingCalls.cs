namespace ArchitectAnalyzers.Models;

/// <summary>A row of the table of blocking calls: methods of one type that hold a thread until something outside has happened.</summary>
/// <param name="Type">The type that declares them; derived types and implementations count.</param>
/// <param name="Names">Their names; none means every method that has an awaitable counterpart.</param>
internal sealed record BlockingCalls(KnownType Type, params string[] Names)
{
    /// <summary>The counterpart's name, where it is not the name with <c>Async</c>.</summary>
    internal string? Counterpart { get; init; }

    /// <summary>The type that has the counterpart, where it is another.</summary>
    internal KnownType? On { get; init; }

    /// <summary>What to do where no counterpart takes the same arguments: the call is reported all the same. Null: it is not.</summary>
    internal string? Advice { get; init; }

    /// <summary>Whether the call does harm only in functions that await: a lock that belongs to its thread.</summary>
    internal bool BelongsToThread { get; init; }

    private const string Signal = "await a TaskCompletionSource or a SemaphoreSlim instead";
    private const string Lock = "the lock belongs to a thread, and an await may change it: use a SemaphoreSlim and 'WaitAsync'";

    internal static readonly BlockingCalls[] Table =
    {
        // Waits.
        new(KnownType.Thread, "Sleep") { Counterpart = "Delay", On = KnownType.Task },
        new(KnownType.Thread, "Join") { Advice = "run the work as a task and await it" },
        new(KnownType.SpinWait, "SpinUntil") { Advice = Signal },
        new(KnownType.SemaphoreSlim, "Wait"),
        new(KnownType.ManualResetEventSlim, "Wait") { Advice = Signal },
        new(KnownType.CountdownEvent, "Wait") { Advice = "await 'Task.WhenAll' instead" },
        new(KnownType.WaitHandle, "WaitOne", "WaitAll", "WaitAny", "SignalAndWait") { Advice = Signal },
        new(KnownType.Monitor, "Wait") { Advice = Signal },
        new(KnownType.Barrier, "SignalAndWait") { Advice = "await 'Task.WhenAll' instead" },
        new(KnownType.BlockingCollection, "GetConsumingEnumerable", "Take", "TakeFromAny") { Advice = "use a channel and await its reader" },
        new(KnownType.ReaderWriterLockSlim, "EnterReadLock", "EnterWriteLock", "EnterUpgradeableReadLock", "TryEnterReadLock", "TryEnterWriteLock",
            "TryEnterUpgradeableReadLock") { Advice = Lock, BelongsToThread = true },
        new(KnownType.ReaderWriterLock, "AcquireReaderLock", "AcquireWriterLock", "UpgradeToWriterLock") { Advice = Lock, BelongsToThread = true },
        new(KnownType.Process, "WaitForExit") { Advice = "await 'WaitForExitAsync' with a token that times out" },

        // Files and streams.
        new(KnownType.File, "ReadAllText", "ReadAllLines", "ReadAllBytes", "WriteAllText", "WriteAllLines", "WriteAllBytes", "AppendAllText",
            "AppendAllLines", "AppendAllBytes"),
        new(KnownType.Stream, "Read", "ReadExactly", "ReadAtLeast", "Write", "Flush", "CopyTo"),
        new(KnownType.TextReader, "Read", "ReadBlock", "ReadLine", "ReadToEnd"),
        new(KnownType.TextWriter, "Write", "WriteLine", "Flush"),
        new(KnownType.ZipFile, "CreateFromDirectory", "ExtractToDirectory", "Open", "OpenRead"),
        new(KnownType.ZipFileExtensions, "CreateEntryFromFile", "ExtractToDirectory", "ExtractToFile"),
        new(KnownType.NamedPipeServerStream, "WaitForConnection"),
        new(KnownType.NamedPipeClientStream, "Connect"),
        new(KnownType.JsonSerializer, "Serialize", "Deserialize"),
        new(KnownType.JsonDocument, "Parse"),
        new(KnownType.JsonNode, "Parse"),

        // The network.
        new(KnownType.Socket, "Accept", "Connect", "Disconnect", "Receive", "Send", "SendFile", "SendTo"),
        new(KnownType.Socket, "ReceiveFrom", "ReceiveMessageFrom") { Advice = "await the asynchronous form, which returns the address in its result" },
        new(KnownType.TcpClient, "Connect"),
        new(KnownType.TcpListener, "AcceptSocket", "AcceptTcpClient"),
        new(KnownType.UdpClient, "Send"),
        new(KnownType.UdpClient, "Receive") { Advice = "await 'ReceiveAsync', which returns the address in its result" },
        new(KnownType.SslStream, "AuthenticateAsClient", "AuthenticateAsServer"),
        new(KnownType.NegotiateStream, "AuthenticateAsClient", "AuthenticateAsServer"),
        new(KnownType.Dns, "GetHostAddresses", "GetHostEntry"),
        new(KnownType.Ping, "Send") { Counterpart = "SendPingAsync" },
        new(KnownType.HttpMessageInvoker, "Send"),
        new(KnownType.HttpListener, "GetContext"),
        new(KnownType.SmtpClient, "Send") { Counterpart = "SendMailAsync" },
        new(KnownType.WebClient, "DownloadData") { Counterpart = "DownloadDataTaskAsync" },
        new(KnownType.WebClient, "DownloadFile") { Counterpart = "DownloadFileTaskAsync" },
        new(KnownType.WebClient, "DownloadString") { Counterpart = "DownloadStringTaskAsync" },
        new(KnownType.WebClient, "UploadData") { Counterpart = "UploadDataTaskAsync" },
        new(KnownType.WebClient, "UploadString") { Counterpart = "UploadStringTaskAsync" },
        new(KnownType.WebRequest, "GetRequestStream", "GetResponse"),
        new(KnownType.GrpcClientBase),

        // ADO.NET and mappers.
        new(KnownType.DbConnection, "Open", "BeginTransaction", "ChangeDatabase", "GetSchema"),
        new(KnownType.DbCommand, "ExecuteNonQuery", "ExecuteReader", "ExecuteScalar", "Prepare"),
        new(KnownType.DbDataReader, "Read", "NextResult"),
        new(KnownType.DbTransaction, "Commit", "Rollback", "Save", "Release"),
        new(KnownType.DbBatch, "ExecuteNonQuery", "ExecuteReader", "ExecuteScalar", "Prepare"),
        new(KnownType.DbDataSource, "OpenConnection"),
        new(KnownType.SqlBulkCopy, "WriteToServer"),
        new(KnownType.NpgsqlConnection, "BeginBinaryExport", "BeginBinaryImport", "BeginRawBinaryCopy", "BeginTextExport", "BeginTextImport", "Wait"),
        new(KnownType.NpgsqlBinaryImporter),
        new(KnownType.NpgsqlBinaryExporter),
        new(KnownType.DapperSqlMapper),
        new(KnownType.DapperGridReader),

        // Entity Framework. Its LINQ operators are found by their query.
        new(KnownType.DbContext, "SaveChanges", "Find"),
        new(KnownType.DbSet, "Find"),
        new(KnownType.DatabaseFacade, "BeginTransaction", "CanConnect", "CommitTransaction", "EnsureCreated", "EnsureDeleted", "RollbackTransaction"),
        new(KnownType.RelationalDatabaseFacadeExtensions, "BeginTransaction", "ExecuteSql", "ExecuteSqlInterpolated", "ExecuteSqlRaw",
            "GetAppliedMigrations", "GetPendingMigrations", "Migrate", "OpenConnection", "UseTransaction"),
        new(KnownType.EntityFrameworkQueryableExtensions, "ExecuteDelete", "ExecuteUpdate", "Load"),
        new(KnownType.RelationalQueryableExtensions, "ExecuteDelete", "ExecuteUpdate"),
        new(KnownType.EntityEntry, "GetDatabaseValues", "Reload"),
        new(KnownType.NavigationEntry, "Load"),
        new(KnownType.DbContextTransaction, "Commit", "CreateSavepoint", "ReleaseSavepoint", "Rollback", "RollbackToSavepoint"),
        new(KnownType.Ef6DbContext, "SaveChanges"),
        new(KnownType.Ef6DbSetOfT, "Find"),
        new(KnownType.Ef6Database, "ExecuteSqlCommand"),

        // Caches.
        new(KnownType.IDistributedCache, "Get", "Refresh", "Remove", "Set"),
        new(KnownType.DistributedCacheExtensions, "GetString", "Set", "SetString"),
    };

    /// <summary>Clients of services: whatever has an awaitable counterpart in these namespaces is a call over the network.</summary>
    internal static readonly string[] Clients =
    {
        "Amazon", "Azure", "Cassandra", "Elastic.Clients", "FluentFTP", "Google.Apis", "Google.Cloud", "MailKit", "MongoDB.Driver", "Nest",
        "Renci.SshNet", "StackExchange.Redis",
    };

    /// <summary>Providers of queries: the namespace of their sources, and the class with their asynchronous operators.</summary>
    internal static readonly (string Sources, KnownType Operators)[] QueryProviders =
    {
        ("Microsoft.EntityFrameworkCore", KnownType.EntityFrameworkQueryableExtensions),
        ("System.Data.Entity", KnownType.Ef6QueryableExtensions),
        ("MongoDB.Driver", KnownType.MongoQueryable),
        ("NHibernate", KnownType.NHibernateLinq),
        ("Marten", KnownType.MartenQueryable),
        ("LinqToDB", KnownType.Linq2DbAsync),
    };
}
