using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Storefront.Api.Data;

public static class DataServices
{
    public static IServiceCollection AddStorefrontData(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        var file = Path.Combine(environment.ContentRootPath, configuration["Database:File"] ?? "storefront.db");
        var connectionString = new SqliteConnectionStringBuilder { DataSource = file }.ToString();
        services.AddDbContext<StorefrontDb>(options => options.UseSqlite(connectionString).EnableSensitiveDataLogging());
        services.AddSingleton(new Connections(connectionString));
        return services;
    }
}

/// <summary>For the queries that are written by hand.</summary>
public class Connections(string connectionString)
{
    public string ConnectionString => connectionString;

    public SqliteConnection Open()
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        return connection;
    }

    public async Task<SqliteConnection> OpenAsync(CancellationToken ct = default)
    {
        var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync(ct);
        return connection;
    }
}
