// C# 9: top-level statements, records, init, target-typed new, relational patterns, static lambdas, covariant returns, module initializers, function pointers.
using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

using HttpClient client = new();
CancellationTokenSource source = new(TimeSpan.FromSeconds(1));
string page = await client.GetStringAsync("https://example.com", source.Token);
Console.WriteLine(page is { Length: > 0 and <= 10 or 42 } and not null ? "short" : "long");
Func<int, int, int> first = static (x, _) => x;
Order order = new(1, "x") { Note = "n" };
Order other = order with { Id = first(2, 3) };
Console.WriteLine(order == other);
return await Store.SaveAsync(order, source.Token) ? 0 : 1;

public record Order(int Id, string Name)
{
    public string? Note { get; init; }
}

public abstract record Shape
{
    public virtual Shape Copy() => this with { };
}

public sealed record Circle(double R) : Shape
{
    public override Circle Copy() => this;
}

public static partial class Store
{
    [ModuleInitializer]
    internal static void Initialize() { }

    public static partial Task<bool> SaveAsync(Order order, CancellationToken token);

    public static partial async Task<bool> SaveAsync(Order order, CancellationToken token)
    {
        await Task.Delay(1, token);
        foreach (var (id, name) in new List<Order> { order }) if (id > 0 && name is not "x") return true;
        return order is (> 0, _);
    }

    private static unsafe int Call(delegate*<int, int> f, nint n) => f((int)n);
}
