using System.Data.Common;
using System.Text;
using Dapper;
using Npgsql;

namespace Clean.Orders;

public sealed record OrderLine(string Sku, int Quantity);

public interface IReportStore
{
    Task<IReadOnlyList<OrderLine>> SearchAsync(string term, int limit, CancellationToken cancellationToken);
}

public enum ReportOrder { Sku, Quantity }

public sealed class ReportStore(IConfiguration configuration) : IReportStore
{
    private const string Table = "\"Line\"";

    private static readonly string s_count = $"SELECT COUNT(*) FROM {Table} WHERE \"Quantity\" >= @least";

    public async Task<IReadOnlyList<OrderLine>> SearchAsync(string term, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        var command = new CommandDefinition(
            $"""SELECT "Sku", "Quantity" FROM {Table} WHERE "Sku" LIKE @pattern ORDER BY "Sku" LIMIT @limit""",
            new { pattern = term + "%", limit },
            cancellationToken: cancellationToken);
        return (await connection.QueryAsync<OrderLine>(command)).AsList();
    }

    public async Task<long> CountAsync(int least, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = s_count;
        command.Parameters.Add(new NpgsqlParameter<int>("least", least));
        return await command.ExecuteScalarAsync(cancellationToken) is long count ? count : 0;
    }

    public async Task<int> SumAsync(IReadOnlyList<Guid> ids, ReportOrder order, bool onlyOpen, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();

        // Names of parameters are made here; values are not in the text.
        var names = new List<string>();
        for (var i = 0; i < ids.Count; i++)
        {
            names.Add("@p" + i);
            command.Parameters.AddWithValue("p" + i, ids[i]);
        }

        var column = order switch { ReportOrder.Quantity => "\"Quantity\"", _ => "\"Sku\"" };
        var text = new StringBuilder("SELECT SUM(\"Quantity\") FROM ").Append(Table).Append(" WHERE \"OrderId\" IN (").Append(string.Join(", ", names))
            .Append(')');
        if (onlyOpen) text.Append(" AND NOT \"IsCancelled\"");
        text.Append(" GROUP BY ").Append(column);
        command.CommandText = text.ToString();
        return await command.ExecuteScalarAsync(cancellationToken) is int sum ? sum : 0;
    }

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(configuration.GetConnectionString("Shop"));
        await connection.OpenAsync(cancellationToken);
        return connection;
    }
}
