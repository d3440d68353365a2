// Two defects, each of which a rule of this package and a rule of another one report: the SDK's CA2247, and VSTHRD002.
public class Prices(HttpClient client)
{
    private readonly TaskCompletionSource<string> _loaded = new(TaskContinuationOptions.RunContinuationsAsynchronously);

    public Task<string> Loaded => _loaded.Task;

    public void Load()
    {
        var prices = client.GetStringAsync("/prices").Result;
        _loaded.TrySetResult(prices);
    }
}
