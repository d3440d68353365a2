// C# 7.3: tuples, patterns, out variables, local functions, ref locals, async Main, in parameters, default literal, unmanaged.
using System;
using System.Collections.Generic;
using System.Data.Common;
using System.Threading;
using System.Threading.Tasks;

namespace V73
{
    public class Store
    {
        private readonly DbConnection _connection;
        public Store(DbConnection connection) => _connection = connection ?? throw new ArgumentNullException(nameof(connection));

        public async Task<(int Count, bool Found)> CountAsync(string name, CancellationToken token = default)
        {
            using (var command = _connection.CreateCommand())
            {
                command.CommandText = "SELECT COUNT(*) FROM T WHERE Name = @name";
                var result = await command.ExecuteScalarAsync(token).ConfigureAwait(false);
                switch (result)
                {
                    case int n when n > 0: return (n, true);
                    case long l: return ((int)l, true);
                    case null: return default;
                    default: return (int.TryParse(result.ToString(), out var parsed) ? parsed : 0, false);
                }
            }
        }

        public ref int First(int[] values) => ref values[0];

        private static unsafe int Sum<T>(in ReadOnlySpan<T> values) where T : unmanaged
        {
            Span<int> copy = stackalloc int[3] { 1, 2, 3 };
            int Local(int x) => x + 1;
            return Local(copy.Length + values.Length);
        }
    }

    internal static class Program
    {
        private static async Task<int> Main(string[] args)
        {
            await Task.Yield();
            if (args is string[] some && some.Length > 0 && some[0] is var first) Console.WriteLine(first);
            return 1_000;
        }
    }
}
