// C# 14: extension blocks, field, null-conditional assignment, unbound nameof, lambda modifiers without types, user-defined compound assignment.
using System;
using System.Collections.Generic;
using System.Data.Common;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace V14;

public static class Extensions
{
    extension(DbConnection connection)
    {
        public bool IsLocal => connection.DataSource == "localhost";

        public async Task<int> RunAsync(string text, CancellationToken token = default)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = text;
            return await command.ExecuteNonQueryAsync(token);
        }
    }

    extension(IEndpointRouteBuilder routes)
    {
        public IEndpointRouteBuilder MapThings()
        {
            routes.MapGet("/things", async (CancellationToken token) => await Task.Delay(1, token));
            return routes;
        }
    }
}

public class Counter
{
    public string Name { get; set => field = value ?? throw new ArgumentNullException(nameof(value)); } = "";

    public int Count { get; private set; }

    public void operator +=(int by) => Count += by;

    public static async Task UseAsync(Counter? counter, DbConnection connection, WebApplication app, CancellationToken token)
    {
        counter?.Name = nameof(List<>);
        TryParse parse = (text, out result) => int.TryParse(text, out result);
        if (connection.IsLocal && parse("1", out var n)) await connection.RunAsync("SELECT 1", token);
        app.MapThings();
    }

    private delegate bool TryParse(string text, out int result);
}
