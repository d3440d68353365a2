using System.Data.Common;

namespace Defects;

public class Orders(DbConnection connection)
{
    public async Task<int> CountAsync(CancellationToken cancellationToken = default)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM orders";
        return (int)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    public async Task<string?> NameAsync(string customer, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT name FROM orders WHERE customer = '" + customer + "'";
        return await command.ExecuteScalarAsync(cancellationToken) as string;
    }
}
