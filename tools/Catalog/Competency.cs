using ArchitectAnalyzers.Core;

namespace ArchitectAnalyzers.Tools;

/// <summary>A group of rules: its folder, its ids and its category.</summary>
/// <param name="Folder">The folder and the last part of the namespace: <c>DataProcessing</c>.</param>
/// <param name="Title">In prose: <c>Data processing</c>.</param>
/// <param name="Category">The descriptor's category.</param>
/// <param name="Digit">The first digit of its ids.</param>
/// <param name="Scope">One line on what it covers.</param>
internal sealed record Competency(string Folder, string Title, string Category, int Digit, string Scope)
{
    internal static readonly IReadOnlyList<Competency> All =
    [
        new("Configuration", "Configuration", Describe.Configuration, 0, "the package's own health"),
        new("Architecture", "System architecture", Describe.Architecture, 1, "async, cancellation, lifetimes, outbound calls, hosting, layering"),
        new("Database", "Database engineering", Describe.Database, 2, "SQL text, EF Core queries, contexts and connections, modelling"),
        new("Api", "API development", Describe.Api, 3, "protection, contract, gRPC, GraphQL, SignalR"),
        new("Cloud", "Cloud infrastructure", Describe.Cloud, 4, "client lifetimes, scale-out, health, containers, Kubernetes, settings"),
        new("Performance", "Performance", Describe.Performance, 5, "caching, concurrency, allocation, serving"),
        new("Security", "Security", Describe.Security, 6, "secrets and crypto, transport, identity, input, exposure"),
        new("Operations", "Operations", Describe.Operations, 7, "logging, telemetry, error handling"),
        new("DataProcessing", "Data processing", Describe.DataProcessing, 8, "queues and channels, messaging, consistency, streaming"),
    ];

    /// <summary>Its page, from the root; null for the package's own configuration, whose page is configuration.md.</summary>
    internal string? Page => Digit == 0 ? null : $"docs/competencies/{(Folder == "DataProcessing" ? "data-processing" : Folder.ToLowerInvariant())}.md";

    /// <summary>What a page under <c>docs/</c> links to.</summary>
    internal string LinkFromDocs => Page?["docs/".Length..] ?? "configuration.md";

    internal string Ids => $"ARCH{Digit}001 to ARCH{Digit}999";

    internal bool Owns(string id) => id[4] - '0' == Digit && !id.EndsWith("000", StringComparison.Ordinal);

    internal static Competency Named(string folder) =>
        All.FirstOrDefault(c => c.Folder.Equals(folder, StringComparison.OrdinalIgnoreCase))
        ?? throw new CatalogException($"unknown competency '{folder}'. Valid: {string.Join(", ", All.Select(c => c.Folder))}");
}
