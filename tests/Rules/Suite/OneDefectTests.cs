using System.Text.RegularExpressions;
using ArchitectAnalyzers.Tools;
using Microsoft.CodeAnalysis;

namespace ArchitectAnalyzers.Tests.Suite;

/// <summary>
/// One defect, one report: of the rules that speak of waiting, of siblings and of tokens, one alone speaks of a line. Each line of the code says
/// which; a rule that is not there yet is nobody.
/// </summary>
public class OneDefectTests
{
    private const string Code = """
        using Microsoft.EntityFrameworkCore;
        using Microsoft.Extensions.Caching.Distributed;
        using System.Data.Common;
        using System.Text.Json;

        public class Order { public int Id { get; set; } }
        public class Shop(DbContextOptions<Shop> options) : DbContext(options) { public DbSet<Order> Orders => Set<Order>(); }
        public interface IStore { int Get(int id); Task<int> GetAsync(int id, CancellationToken token = default); void Save(); Task SaveAsync(); }

        public class Service(HttpClient client, SemaphoreSlim gate, IStore store, Shop db, IDistributedCache cache, DbConnection connection, Stream stream)
        {
            public async Task RunAsync(Task<int> one, Task two, Task<int> three, CancellationTokenSource source, CancellationToken token)
            {
                await gate.WaitAsync(); // ARCH1101
                gate.Wait(); // ARCH1002
                gate.Wait(token); // ARCH1002
                gate.Wait(100, token); // ARCH1002
                one.Wait(); // ARCH1001
                two.Wait(token); // ARCH1001
                Console.WriteLine(three.Result); // ARCH1001
                store.SaveAsync().Wait(); // ARCH1001
                store.SaveAsync().GetAwaiter().GetResult(); // ARCH1001
                store.Save(); // ARCH1003
                store.Get(1); // ARCH1003
                store?.Get(1); // ARCH1003
                await store.GetAsync(1); // ARCH1101
                await store.GetAsync(1, CancellationToken.None); // ARCH1104
                await store.GetAsync(1, token);
                Thread.Sleep(1); // ARCH1002
                await Task.Delay(1); // ARCH1101
                await Task.Delay(1, default); // ARCH1104
                source.Cancel(); // ARCH1113
                File.ReadAllText("a"); // ARCH1002
                await File.ReadAllTextAsync("a"); // ARCH1101
                connection.Open(); // ARCH1002
                await connection.OpenAsync(); // ARCH1101
                stream.Flush(); // ARCH1002
                stream?.Flush(); // ARCH1002
                JsonSerializer.Deserialize<Order>(stream); // ARCH1002
                db.Orders.Where(o => o.Id > 1).ToList(); // ARCH1002
                await db.Orders.Where(o => o.Id > 1).ToListAsync(); // ARCH1101
                db.Orders.Find(1); // ARCH1002
                db.SaveChanges(); // ARCH1002
                await db.SaveChangesAsync(); // ARCH1101
                db.Add(new Order());
                await db.AddAsync(new Order()); // ARCH2117
                await db.Orders.AddAsync(new Order(), CancellationToken.None); // ARCH2117
                db.AddAsync(new Order()).AsTask().Wait(); // ARCH2117
                _ = db.AddAsync(new Order()); // ARCH2117
                cache.GetString("k"); // ARCH1002
                await cache.GetStringAsync("k"); // ARCH1101
                client.Send(new HttpRequestMessage()); // ARCH1002
                await client.GetStringAsync("https://example.com"); // ARCH1101
            }
        }
        """;

    private static readonly string[] s_ids = ["ARCH1001", "ARCH1002", "ARCH1003", "ARCH1012", "ARCH1101", "ARCH1006", "ARCH1104", "ARCH1113", "ARCH2114", "ARCH2117"];

    private const string Loads = """
        using Microsoft.EntityFrameworkCore;

        public class Order { public int Id { get; set; } public int A { get; set; } public int B { get; set; } public int C { get; set; } public int D { get; set; } public int E { get; set; } public bool Paid { get; set; } }
        public class Shop(DbContextOptions<Shop> options) : DbContext(options) { public DbSet<Order> Orders => Set<Order>(); }

        public class Service(Shop db)
        {
            private static void Use(object o) { }

            public async Task RunAsync(int id, int[] ids, Func<Order, bool> isOpen, CancellationToken token)
            {
                var one = await db.Orders.FirstAsync(o => o.Id == id, token); // ARCH2106
                Use(one.A + one.B + one.C);
                var two = await db.Orders.FirstAsync(o => o.Id == id, token); // ARCH2112
                Use(two.A);
                var all = await db.Orders.ToListAsync(token); // ARCH2102
                foreach (var o in all.Where(o => !o.Paid).ToList()) Use(o.A + o.B + o.C);
                var open = db.Orders.First(isOpen); // ARCH2109
                Use(open.A);
                foreach (var each in ids)
                {
                    var found = await db.Orders.FirstAsync(o => o.Id == each, token); // ARCH2101
                    Use(found.A);
                }
            }
        }
        """;

    [Fact]
    public async Task One_load_has_one_report()
    {
        string[] ids = ["ARCH2101", "ARCH2102", "ARCH2103", "ARCH2106", "ARCH2109", "ARCH2112"];
        var expected = Loads.Split('\n').Select(line => Regex.Match(line, @"// (ARCH\d+)$").Groups[1].Value);
        var reports = (await AllRules.Analyze(AllRules.Project([("Service.cs", Loads)]))).Where(report => ids.Contains(report.Id)).ToLookup(report => report.Location.GetLineSpan().StartLinePosition.Line);
        Assert.Equal(expected, Loads.Split('\n').Select((_, line) => string.Join(" ", reports[line].Select(report => report.Id))));
    }

    [Fact]
    public async Task No_line_is_reported_twice_and_each_by_the_rule_that_is_meant()
    {
        var known = RuleEntry.All.Select(rule => rule.Id).ToHashSet();
        var expected = Code.Split('\n').Select(line => Regex.Match(line, @"// (ARCH\d+)$") is { Success: true } match && known.Contains(match.Groups[1].Value) ? match.Groups[1].Value : "");
        var reports = (await AllRules.Analyze(AllRules.Project([("Service.cs", Code)]))).Where(report => s_ids.Contains(report.Id)).ToLookup(report => report.Location.GetLineSpan().StartLinePosition.Line);
        var actual = Code.Split('\n').Select((_, line) => string.Join(" ", reports[line].Select(report => report.Id)));
        Assert.Equal(expected, actual);
    }
}
