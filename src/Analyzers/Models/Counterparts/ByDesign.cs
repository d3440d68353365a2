namespace ArchitectAnalyzers.Models;

/// <summary>Synchronous methods that are right in asynchronous code although a counterpart exists: ours, and those that the project names.</summary>
internal sealed class ByDesign
{
    internal static readonly ListFile File = new("ArchitectAnalyzers.SynchronousByDesign.txt",
        "Namespace.Type.Method, Namespace.Type or Namespace.*",
            static line => IsName(line.EndsWith(".*", StringComparison.Ordinal) ? line.Substring(0, line.Length - 2) : line));

    // As in the file: a method, a type with all its methods, or everything below a name. Derived types and implementations count.
    private static readonly string[] s_shipped =
    {
        // Adding to a context is work in memory; only some key generators ask the database.
        "Microsoft.EntityFrameworkCore.DbContext.Add", "Microsoft.EntityFrameworkCore.DbContext.AddRange",
        "Microsoft.EntityFrameworkCore.DbSet.Add", "Microsoft.EntityFrameworkCore.DbSet.AddRange",
        "Microsoft.EntityFrameworkCore.IDbContextFactory.CreateDbContext",
        "Microsoft.EntityFrameworkCore.DatabaseFacade.CloseConnection", "Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.CloseConnection",

        // ADO.NET: a connection goes back to its pool, and a row that was read is in memory.
        "System.Data.Common.DbConnection.Close", "System.Data.Common.DbDataReader.Close", "System.Data.Common.DbDataReader.GetFieldValue",
        "System.Data.Common.DbDataReader.IsDBNull", "System.Data.Common.DbDataReader.GetSchemaTable", "System.Data.Common.DbDataReader.GetColumnSchema",

        // Validators whose rules are all synchronous.
        "FluentValidation.*",

        // In memory, or asynchronous only if its settings said so when it was made.
        "System.IO.MemoryStream", "System.IO.StringReader", "System.IO.StringWriter", "System.IO.UnmanagedMemoryStream", "System.Text.Json.Utf8JsonWriter",
        "System.Xml.XmlReader", "System.Xml.XmlWriter", "System.Console",

        // The end of the program waits for the program.
        "Microsoft.AspNetCore.Builder.WebApplication.Run", "Microsoft.Extensions.Hosting.HostingAbstractionsHostExtensions",
        "Microsoft.AspNetCore.Hosting.WebHostExtensions", "Microsoft.Extensions.Hosting.IHost",

        // Other rules speak of these.
        "System.Threading.Tasks.Task", "System.Threading.Tasks.ValueTask", "System.Threading.CancellationTokenSource.Cancel",

        // Assertions and test doubles.
        "AwesomeAssertions.*", "FluentAssertions.*", "Microsoft.VisualStudio.TestTools.*", "Moq.*", "NSubstitute.*", "NUnit.*", "Shouldly.*", "TUnit.*",
        "Xunit.*",

        // Loggers hand the event on.
        "Microsoft.Extensions.Logging.*", "NLog.*", "Serilog.*",
    };

    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly List<string> _prefixes = new();

    internal ByDesign(ImmutableArray<string> own)
    {
        foreach (var entry in s_shipped) Add(entry);
        foreach (var entry in own) Add(entry);
    }

    /// <summary>Whether the method is in the list. Makes strings: the answer is to be remembered.</summary>
    internal bool Contains(IMethodSymbol method)
    {
        if (method.Name is "Dispose") return true;
        for (var type = method.ContainingType; type is not null; type = type.BaseType)
            if (Contains(type, method.Name)) return true;
        if (method.ContainingType is { } declaring)
        {
            foreach (var contract in declaring.AllInterfaces)
                if (contract.GetMembers(method.Name).Length > 0 && Contains(contract, method.Name)) return true;
        }

        return false;
    }

    /// <summary>Whether the text is a name with at least one dot in it: <c>Namespace.Type</c>.</summary>
    internal static bool IsName(string text)
    {
        var parts = text.Split('.');
        foreach (var part in parts)
            if (!SyntaxFacts.IsValidIdentifier(part)) return false;
        return parts.Length > 0;
    }

    /// <summary>A type's name as users write it: with its namespace and without what it is generic over.</summary>
    internal static string NameOf(INamedTypeSymbol type) =>
        type.ContainingType is { } outer ? NameOf(outer) + "." + type.Name
        : type.ContainingNamespace is { IsGlobalNamespace: false } space ? space.ToDisplayString() + "." + type.Name
        : type.Name;

    private void Add(string entry)
    {
        if (entry.EndsWith(".*", StringComparison.Ordinal)) _prefixes.Add(entry.Substring(0, entry.Length - 1));
        else _names.Add(entry);
    }

    private bool Contains(INamedTypeSymbol type, string method)
    {
        if (type.SpecialType == SpecialType.System_Object) return false;
        var name = NameOf(type);
        if (_names.Contains(name) || _names.Contains(name + "." + method)) return true;
        foreach (var prefix in _prefixes)
            if (name.StartsWith(prefix, StringComparison.Ordinal) || name + "." == prefix) return true;
        return false;
    }
}
