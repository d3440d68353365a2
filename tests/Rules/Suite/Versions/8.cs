// C# 8: nullable references, async streams, using declarations, switch expressions, ranges, static local functions, default interface members.
using System;
using System.Collections.Generic;
using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

namespace V8
{
    public interface IReader
    {
        IAsyncEnumerable<string?> ReadAsync(CancellationToken token);

        async Task<string> FirstAsync(CancellationToken token)
        {
            await foreach (var item in ReadAsync(token).ConfigureAwait(false))
                if (item is { Length: var length } && length > 0) return item;
            return "";
        }
    }

    public class Reader : IReader, IAsyncDisposable
    {
        private readonly DbConnection _connection;
        private List<int>? _cache;

        public Reader(DbConnection connection) => _connection = connection;

        public async IAsyncEnumerable<string?> ReadAsync([EnumeratorCancellation] CancellationToken token)
        {
            await using var command = _connection.CreateCommand();
            command.CommandText = $@"SELECT Name FROM T WHERE Kind = @kind";
            await using var reader = await command.ExecuteReaderAsync(token);
            while (await reader.ReadAsync(token)) yield return reader.IsDBNull(0) ? null : reader.GetString(0);
        }

        public string Kind(object value) => value switch
        {
            int n when n < 0 => "negative",
            (int x, int y) => x + ":" + y,
            string { Length: 0 } => "empty",
            null => throw new ArgumentNullException(nameof(value)),
            _ => value.ToString()![..1],
        };

        public int Count()
        {
            _cache ??= new List<int> { 1, 2 };
            static int Twice(int x) => x * 2;
            int[] all = _cache.ToArray();
            return Twice(all[^1] + all[0..1].Length);
        }

        public ValueTask DisposeAsync() => _connection.DisposeAsync();
    }
}
