namespace ArchitectAnalyzers.Models;

/// <summary>
/// Whose code a set-up call goes to, by assembly. Calls into libraries of the table add what is theirs and leave the framework's own
/// pipeline (routing, authentication, rate limits, caching) as it is; any other library may do anything.
/// </summary>
internal static class KnownLibraries
{
    // Each row covers the assembly of that name and those whose names go on with a dot.
    private static readonly string[] s_framework =
    {
        "Microsoft.AspNetCore", "Microsoft.Extensions", "System", "mscorlib", "netstandard",
    };

    private static readonly string[] s_libraries =
    {
        // Data
        "Microsoft.EntityFrameworkCore", "Npgsql", "Pomelo.EntityFrameworkCore.MySql", "MySql.EntityFrameworkCore", "Oracle.EntityFrameworkCore",
        "EFCore", "EntityFrameworkCore", "Dapper", "MongoDB", "Marten", "StackExchange.Redis", "NRedisStack", "EFCoreSecondLevelCacheInterceptor",
        "Elastic", "NEST", "FluentMigrator", "Microsoft.Data", "LinqToDB",

        // Caching and storage
        "ZiggyCreatures.FusionCache", "EasyCaching", "LazyCache", "Minio",

        // API documents
        "Swashbuckle.AspNetCore", "NSwag", "Scalar.AspNetCore", "Unchase.Swashbuckle.AspNetCore.Extensions", "Asp.Versioning",

        // Mediators, mapping, validation
        "MediatR", "Mediator", "AutoMapper", "Mapster", "MapsterMapper", "FluentValidation", "SharpGrip.FluentValidation.AutoValidation",

        // Logging and telemetry
        "Serilog", "NLog", "log4net", "OpenTelemetry", "Microsoft.ApplicationInsights", "Azure.Monitor", "Sentry", "Elastic.Apm",
        "prometheus-net", "Prometheus", "App.Metrics",

        // Health
        "AspNetCore.HealthChecks", "HealthChecks",

        // Jobs and messaging
        "Hangfire", "Quartz", "Coravel", "MassTransit", "NServiceBus", "Rebus", "DotNetCore.CAP", "EasyNetQ", "RabbitMQ", "Confluent.Kafka",
        "KafkaFlow", "Silverback", "Wolverine", "Dapr", "Microsoft.Orleans", "Orleans",

        // RPC and GraphQL
        "Grpc", "protobuf-net", "MagicOnion", "HotChocolate", "GraphQL", "Carter",

        // Identity
        "Microsoft.Identity", "Duende.IdentityServer", "OpenIddict", "Auth0", "Keycloak", "Okta", "AspNet.Security.OAuth", "Finbuckle.MultiTenant",

        // Clouds
        "Azure", "Microsoft.Azure", "Microsoft.FeatureManagement", "AWS", "AWSSDK", "Amazon", "Google", "Aspire", "Steeltoe",

        // Language models
        "OpenAI", "OllamaSharp", "Microsoft.SemanticKernel", "ModelContextProtocol",

        // Containers and assembly scanning: what they find in this compilation is seen anyway
        "Scrutor", "Autofac", "Lamar", "Ardalis",

        // Outbound calls
        "Refit", "Polly", "Flurl", "RestSharp",

        // Rendering and formats
        "MudBlazor", "Radzen", "Blazored", "Syncfusion", "Telerik", "Newtonsoft", "NodaTime", "WebOptimizer", "Hellang.Middleware.ProblemDetails",
    };

    internal static Reach Of(IAssemblySymbol? assembly) => assembly is null ? Reach.Unseen
        : IsOneOf(s_framework, assembly.Name) ? Reach.Framework
        : IsOneOf(s_libraries, assembly.Name) ? Reach.Library
        : Reach.Unseen;

    /// <summary>Whether source declares a method under the name of the platform or of a library of the table, and so stands for it.</summary>
    internal static bool AreStoodForBy(IMethodSymbol method) =>
        method.ContainingNamespace is { IsGlobalNamespace: false } space
        && space.ToDisplayString() is var name && (IsOneOf(s_framework, name) || IsOneOf(s_libraries, name));

    private static bool IsOneOf(string[] rows, string name)
    {
        foreach (var row in rows)
            if (name.StartsWith(row, StringComparison.OrdinalIgnoreCase) && (name.Length == row.Length || name[row.Length] == '.')) return true;
        return false;
    }
}
