using System.Text.Json;

namespace Storefront.Admin;

public record Flag(string Name, bool On);

public record SetFlag(bool On);

/// <summary>Feature flags, read from flags.json when first asked for.</summary>
public class FlagStore(IHostEnvironment environment)
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private List<Flag>? _flags;

    public async Task<IReadOnlyList<Flag>> AllAsync(CancellationToken ct = default)
    {
        await _gate.WaitAsync(ct);
        try
        {
            return [.. await LoadAsync(ct)];
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task<Flag?> FindAsync(string name, CancellationToken ct = default)
    {
        var flags = await AllAsync(ct);
        return flags.FirstOrDefault(f => f.Name == name);
    }

    public async Task<bool> SetAsync(string name, bool on, CancellationToken ct)
    {
        await _gate.WaitAsync(ct);
        try
        {
            var flags = await LoadAsync(ct);
            var index = flags.FindIndex(f => f.Name == name);
            if (index < 0) return false;
            flags[index] = flags[index] with { On = on };
            return true;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Who switched the flag and when: a file that the deployment writes.</summary>
    public Task<string> HistoryAsync(string name, CancellationToken ct) =>
        File.ReadAllTextAsync(Path.Combine(environment.ContentRootPath, "history", Path.GetFileName(name) + ".log"), ct);

    private async Task<List<Flag>> LoadAsync(CancellationToken ct)
    {
        if (_flags is not null) return _flags;
        var json = await File.ReadAllTextAsync(Path.Combine(environment.ContentRootPath, "flags.json"), ct);
        return _flags = JsonSerializer.Deserialize<List<Flag>>(json, JsonSerializerOptions.Web)!;
    }
}
