// No ASP.NET, no EF Core, no Dapper: most of what the rules know of is absent. What the base library alone can do wrong is still reported.
using System.Data.Common;

using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(1));
await using var connection = Open();
Console.WriteLine(await Names.CountAsync(connection, args[0], stop.Token));

static DbConnection Open() => throw new NotSupportedException("Compiled, not run.");

internal static class Names
{
    internal static async Task<object?> CountAsync(DbConnection connection, string name, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT COUNT(*) FROM people WHERE name = '{name}'";
        return await command.ExecuteScalarAsync(cancellationToken);
    }
}
