// C# 13: params collections, the Lock type, partial properties, ref locals in async code, escape \e, implicit index, allows ref struct.
using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace V13;

public partial class Cache
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Task<int>> _entries = [];

    public partial int Limit { get; set; }

    public partial int Limit { get => _limit; set => _limit = value; }

    private int _limit;

    public Task<int> GetAsync(string key, CancellationToken token)
    {
        lock (_lock)
        {
            return _entries.TryGetValue(key, out var known) ? known : _entries[key] = LoadAsync(key, token);
        }
    }

    public static int Sum(params ReadOnlySpan<int> values)
    {
        var sum = 0;
        foreach (var value in values) sum += value;
        return sum;
    }

    private static async Task<int> LoadAsync(string key, CancellationToken token)
    {
        ReadOnlySpan<char> text = key;
        var length = Sum(text.Length, 1, '\e');
        await Task.Delay(length, token);
        return length;
    }

    private static void Use<T>(T value, Action<T> action) where T : allows ref struct => action(value);
}
