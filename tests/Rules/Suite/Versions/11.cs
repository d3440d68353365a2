// C# 11: raw strings, list patterns, required members, generic attributes, static abstract members, file types, UTF-8 literals, newlines in holes.
using System;
using System.Collections.Generic;
using System.Data.Common;
using System.Numerics;
using System.Threading;
using System.Threading.Tasks;

namespace V11;

public class MapsAttribute<T> : Attribute { }

public sealed class Options
{
    public required string Table { get; init; }
}

file static class Hidden
{
    public static ReadOnlySpan<byte> Bytes => "SELECT"u8;
}

[Maps<Options>]
public class Store
{
    public static async Task<int> RunAsync(DbConnection connection, int[] ids, CancellationToken token)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $$"""
            SELECT '{"a": 1}' FROM T
            WHERE Id = {{ids[0]
                + 1}} AND Kind >>> 1 = 0
            """;
        return ids switch
        {
            [] => 0,
            [var one] => one,
            [1, .., var last] => last >>> 1,
            [_, .. var rest] => rest.Length + await command.ExecuteNonQueryAsync(token),
        };
    }

    public static T Sum<T>(IEnumerable<T> values) where T : INumber<T>
    {
        var sum = T.Zero;
        foreach (var value in values) sum = checked(sum + value);
        return sum;
    }

    public static void Scoped(scoped ref Span<int> span, string? text) => ArgumentNullException.ThrowIfNull(text, nameof(span));
}
