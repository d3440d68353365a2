using ArchitectAnalyzers.Rules.Database;

namespace ArchitectAnalyzers.Tests.Database;

public class EscapedQueryableTests
{
    [Theory]
    [InlineData("public IQueryable<Order> M() { using var own = factory.CreateDbContext(); return [|own|].Orders.Where(o => o.Paid); }")]
    [InlineData("public IQueryable<Order> M() { using (var own = factory.CreateDbContext()) { return [|own|].Orders; } }")]
    [InlineData("public IQueryable<Order> M() { using (var own = factory.CreateDbContext()) return from o in own.Orders where o.Paid select o; }", "from o in own.Orders where o.Paid select o")]
    [InlineData("public IEnumerable<Order> M() { using var own = factory.CreateDbContext(); return [|own|].Orders.Where(o => o.Paid); }")]
    [InlineData("public IEnumerable<int> M() { using var own = factory.CreateDbContext(); var query = own.Orders.Where(o => o.Paid).Select(o => o.Id); return [|query|]; }")]
    [InlineData("public IEnumerable<int> M() { using var own = factory.CreateDbContext(); return [|own|].Orders.AsEnumerable().Where(o => o.Paid).Select(o => o.Id); }")]
    [InlineData("public async Task<IQueryable<Order>> M() { await using var own = await factory.CreateDbContextAsync(); return [|own|].Orders.AsNoTracking(); }")]
    [InlineData("public async Task<IEnumerable<Order>> M(bool paid) { await using var own = await factory.CreateDbContextAsync(); var query = own.Orders.AsQueryable(); if (paid) query = query.Where(o => o.Paid); return [|query|]; }")]
    [InlineData("public IAsyncEnumerable<Order> M() { using var own = factory.CreateDbContext(); return [|own|].Orders.AsAsyncEnumerable(); }")]
    [InlineData("public Task<IQueryable<Order>> M() { using var own = factory.CreateDbContext(); return Task.FromResult<IQueryable<Order>>(own.Orders.Where(o => o.Paid)); }", "Task")]
    [InlineData("public IQueryable<Order> M() { using var scope = scopes.CreateScope(); var own = scope.ServiceProvider.GetRequiredService<ShopDb>(); return [|own|].Orders.Where(o => o.Paid); }")]
    [InlineData("public IQueryable<Order> M() { using var own = new ShopDb(new DbContextOptions<ShopDb>()); return [|own|].Set<Order>().OrderBy(o => o.Id); }")]
    [InlineData("public IQueryable<Order> M() { var own = factory.CreateDbContext(); try { return [|own|].Orders.Where(o => o.Paid); } finally { own.Dispose(); } }")]
    [InlineData("public string M() => System.Text.Json.JsonSerializer.[|Serialize|](db.Orders.Where(o => o.Paid));")]
    [InlineData("public byte[] M() { var query = from o in db.Orders select o.Id; return System.Text.Json.JsonSerializer.[|SerializeToUtf8Bytes|](query); }")]
    [InlineData("public Task M(Stream s) => System.Text.Json.JsonSerializer.[|SerializeAsync|](s, db.Orders.Select(o => o.Id));")]
    public Task Reports_a_query_that_runs_too_late(string member, string? at = null) =>
        Verify<EscapedQueryable>.Reports(TrackedShop.Members(at is null
            ? member : member.Replace(at == "Task" ? "return Task." : at, at == "Task" ? "return [|Task|]." : "[|" + at + "|]")));

    [Theory]
    [InlineData("public List<Order> M() { using var own = factory.CreateDbContext(); return own.Orders.Where(o => o.Paid).ToList(); }")]
    [InlineData("public IEnumerable<Order> M() { using var own = factory.CreateDbContext(); return own.Orders.Where(o => o.Paid).ToList(); }")]
    [InlineData("public IEnumerable<int> M() { using var own = factory.CreateDbContext(); var all = own.Orders.ToList(); return all.Select(o => o.Id); }")]
    [InlineData("public async Task<IEnumerable<Order>> M() { await using var own = await factory.CreateDbContextAsync(); return await own.Orders.ToListAsync(); }")]
    [InlineData("public IQueryable<Order> M() => db.Orders.Where(o => o.Paid);")]
    [InlineData("public IQueryable<Order> M(ShopDb own) => own.Orders.Where(o => o.Paid);")]
    [InlineData("public IEnumerable<Order> M() { using var own = factory.CreateDbContext(); foreach (var o in own.Orders) yield return o; }")]
    [InlineData("public async IAsyncEnumerable<Order> M() { await using var own = await factory.CreateDbContextAsync(); await foreach (var o in own.Orders.AsAsyncEnumerable()) yield return o; }")]
    [InlineData("public int M() { using var own = factory.CreateDbContext(); return own.Orders.Count(); }")]
    [InlineData("public IQueryable<Order> M() { using var own = factory.CreateDbContext(); own.Orders.Load(); return db.Orders.Where(o => o.Paid); }")]
    [InlineData("public int M() { using var own = factory.CreateDbContext(); IQueryable<Order> Paid() { return own.Orders.Where(o => o.Paid); } return Paid().Count(); }")]
    [InlineData("public int M() { using var own = factory.CreateDbContext(); Func<IQueryable<Order>> paid = () => own.Orders.Where(o => o.Paid); return paid().Count(); }")]
    [InlineData("public async Task<string> M() => System.Text.Json.JsonSerializer.Serialize(await db.Orders.Where(o => o.Paid).ToListAsync());")]
    [InlineData("public string M(List<Order> all) => System.Text.Json.JsonSerializer.Serialize(all.Where(o => o.Paid));")]
    [InlineData("public string M(List<Order> all) => System.Text.Json.JsonSerializer.Serialize(all.AsQueryable());")]
    [InlineData("public Order? M() { using var own = factory.CreateDbContext(); return own.Orders.FirstOrDefault(o => o.Paid); }")]
    public Task Stays_silent(string member) => Verify<EscapedQueryable>.Silent(TrackedShop.Members(member));

    [Fact]
    public Task Leaves_answers_of_endpoints_to_another_rule() => Verify<EscapedQueryable>.Silent(TrackedShop.Usings + """
        using Microsoft.AspNetCore.Mvc;
        [ApiController, Route("orders")]
        public class OrdersController(IDbContextFactory<ShopDb> factory) : ControllerBase
        {
            [HttpGet] public IQueryable<Order> Get() { using var db = factory.CreateDbContext(); return db.Orders.Where(o => o.Paid); }
        }
        """ + TrackedShop.Model);
}
