using Microsoft.Data.Sqlite;
using Storefront.Api.Data;

namespace Storefront.Api.Customers;

public class CustomerQueries(Connections connections)
{
    private const string Select = "SELECT Id, Name, City FROM Customers";

    public async Task<IReadOnlyList<CustomerRow>> InCityAsync(string city, CancellationToken ct)
    {
        await using var connection = await connections.OpenAsync(ct);
        await using var command = connection.CreateCommand();
        command.CommandText = Select + " WHERE City = '" + city + "' ORDER BY Id";
        return await ReadAsync(command, ct);
    }

    public async Task<IReadOnlyList<CustomerRow>> ByIdsAsync(IReadOnlyList<int> ids, CancellationToken ct)
    {
        if (ids.Count == 0) return [];

        await using var connection = await connections.OpenAsync(ct);
        await using var command = connection.CreateCommand();
        command.CommandText = $"{Select} WHERE Id IN ({string.Join(", ", ids.Select((_, i) => "@id" + i))}) ORDER BY Id";
        for (var i = 0; i < ids.Count; i++) command.Parameters.AddWithValue("@id" + i, ids[i]);
        return await ReadAsync(command, ct);
    }

    public async Task<CustomerRow?> ByEmailAsync(string email, CancellationToken ct)
    {
        await using var connection = await connections.OpenAsync(ct);
        await using var command = connection.CreateCommand();
        command.CommandText = $"{Select} WHERE Email = $email";
        command.Parameters.AddWithValue("$email", email);
        var rows = await ReadAsync(command, ct);
        return rows.Count == 0 ? null : rows[0];
    }

    public async Task<long> CountAsync(bool staffOnly, CancellationToken ct)
    {
        await using var connection = await connections.OpenAsync(ct);
        await using var command = new SqliteCommand(
            staffOnly ? "SELECT COUNT(*) FROM Customers WHERE IsStaff = 1" : "SELECT COUNT(*) FROM Customers", connection);
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    private static async Task<IReadOnlyList<CustomerRow>> ReadAsync(SqliteCommand command, CancellationToken ct)
    {
        var rows = new List<CustomerRow>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) rows.Add(new CustomerRow(reader.GetInt32(0), reader.GetString(1), reader.GetString(2)));
        return rows;
    }
}

public record CustomerRow(int Id, string Name, string City);
