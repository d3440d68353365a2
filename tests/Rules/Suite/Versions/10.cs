// C# 10: file-scoped namespaces, global usings, record structs, interpolation handlers, constant interpolation, natural lambda types, extended
// property patterns.
global using System;
global using System.Threading;
global using System.Threading.Tasks;

using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.AspNetCore.Builder;

namespace V10;

public readonly record struct Money(decimal Amount, string Currency);

[InterpolatedStringHandler]
public readonly ref struct SqlHandler
{
    private readonly StringBuilder _text;
    public SqlHandler(int literals, int holes) => _text = new(literals + holes);
    public void AppendLiteral(string s) => _text.Append(s);
    public void AppendFormatted<T>(T value) => _text.Append('@');
    public override string ToString() => _text.ToString();
}

public static class Host
{
    private const string Table = "T";
    private const string Query = $"SELECT * FROM {Table}";

    public static void Map(WebApplication app)
    {
        var handler = async (int id, CancellationToken token) => { await Task.Delay(id, token); return new Money(1, "EUR"); };
        app.MapGet("/money", handler);
        app.MapGet("/text", [Obsolete] () => "x");
        var parse = object (string s) => s.Length > 0 ? s : 0;
        (var a, int b) = (1, 2);
        Console.WriteLine(parse(Text($"SELECT {a} {b}")));
    }

    public static async Task<int> RunAsync(DbConnection connection, CancellationToken token)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Query;
        return connection is { DataSource.Length: > 3 } ? await command.ExecuteNonQueryAsync(token) : 0;
    }

    private static string Text(SqlHandler handler) => handler.ToString();
}
