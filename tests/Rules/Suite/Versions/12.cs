// C# 12: primary constructors, collection expressions, lambda defaults, alias any type, inline arrays, ref readonly.
using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;
using Pair = (int Id, string Name);

namespace V12;

[ApiController]
public class OrdersController(HttpClient client, IEnumerable<Pair> pairs) : ControllerBase
{
    private readonly HashSet<int> _ids = [1, 2, .. Ids()];

    [HttpGet("{id}")]
    public async Task<ActionResult<string>> Get(int id, CancellationToken token) => _ids.Contains(id) ? await client.GetStringAsync("x", token) : NotFound();

    [NonAction]
    public Pair First() => pairs is List<Pair> and [var first, ..] ? first : default;

    private static int[] Ids() => [3, 4];
}

[InlineArray(4)]
public struct Buffer
{
    private int _first;
}

public static class Host
{
    public static void Map(WebApplication app)
    {
        var page = (int size = 20, params int[] more) => size + more.Length;
        app.MapGet("/page", (int size = 20) => page(size));
        Buffer buffer = default;
        buffer[0] = page();
        Read(in buffer);
    }

    private static int Read(ref readonly Buffer buffer) => buffer[0];
}
