namespace ArchitectAnalyzers.Models;

/// <summary>Which calls map endpoints that serve callers.</summary>
internal static class Mappings
{
    // They map something, but nothing that a caller could exhaust the app with, or nothing by themselves.
    private static readonly string[] s_notServing =
    {
        // Groups and branches: what is mapped in them counts.
        "MapGroup",

        // Probes and metrics
        "MapHealthChecks", "MapHealthChecksUI", "MapGrpcHealthChecksService", "MapPrometheusScrapingEndpoint", "MapMetrics",
        "MapShortCircuit",

        // Documents and their pages
        "MapOpenApi", "MapSwagger", "MapSwaggerUI", "MapReDoc", "MapScalarApiReference", "MapGrpcReflectionService", "MapNitroApp",
        "MapBananaCakePop",

        // Static files
        "MapStaticAssets", "MapFallbackToFile", "MapFallbackToAreaFile",
    };

    private static readonly string[] s_probePaths =
    {
        "health", "healthz", "healthcheck", "live", "livez", "liveness", "alive", "ready", "readyz", "readiness", "ping", "metrics",
    };

    /// <summary>Whether a call of the framework, or of a library that is known, maps such an endpoint.</summary>
    internal static bool Is(PipelineCall call, Facts facts, SemanticModel semantics, CancellationToken cancellationToken)
    {
        var method = call.Method.ReducedFrom ?? call.Method;
        if (!method.IsExtensionMethod || method.Parameters.Length == 0) return false;
        var receiver = method.Parameters[0].Type;
        if (facts.Is(receiver, KnownType.IApplicationBuilder))
        {
            // Run is both "start" and "answer every request with this"; only the latter is an extension of the interface that takes a handler.
            return call.Name is "UseMvc" or "UseMvcWithDefaultRoute"
                || (call.Name == "Run" && method.Parameters.Length == 2 && facts.Is(method.Parameters[1].Type, KnownType.RequestDelegate));
        }

        return call.Name.StartsWith("Map", StringComparison.Ordinal)
            && facts.Is(receiver, KnownType.IEndpointRouteBuilder)
            && Array.IndexOf(s_notServing, call.Name) < 0
            && !IsProbe(call, semantics, cancellationToken);
    }

    // MapGet("/health", …): a probe, written by hand.
    private static bool IsProbe(PipelineCall call, SemanticModel semantics, CancellationToken cancellationToken)
    {
        var arguments = call.Syntax.ArgumentList.Arguments;
        var at = call.Method.ReducedFrom is null ? 1 : 0;
        if (arguments.Count <= at || semantics.GetConstantValue(arguments[at].Expression, cancellationToken).Value is not string path) return false;
        return IsProbe(path);
    }

    /// <summary>Whether a route is by its last segment a probe's.</summary>
    internal static bool IsProbe(string path)
    {
        path = path.TrimEnd('/');
        var last = path.Substring(path.LastIndexOf('/') + 1);
        foreach (var probe in s_probePaths)
            if (last.Equals(probe, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }
}
