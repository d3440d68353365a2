using ArchitectAnalyzers.Rules.Database;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ArchitectAnalyzers.Tests.Database;

/// <summary>Whole files as they are written, with the defect and what looks like it side by side; and Entity Framework's types declared as stubs.</summary>
public class QueryBackendTests
{
    private const string Stubs =
        """
        using System.Collections;
        using System.Linq.Expressions;
        namespace Microsoft.EntityFrameworkCore
        {
            public class DbContext : IDisposable { public DbSet<T> Set<T>() where T : class => null!; public int SaveChanges() => 0; public void Dispose() { } }
            public abstract class DbSet<T> : IQueryable<T> where T : class
            {
                public Type ElementType => typeof(T);
                public Expression Expression => null!;
                public IQueryProvider Provider => null!;
                public IEnumerator<T> GetEnumerator() => null!;
                IEnumerator IEnumerable.GetEnumerator() => null!;
            }
            public interface IIncludableQueryable<out T, out P> : IQueryable<T> { }
            public enum QuerySplittingBehavior { SingleQuery, SplitQuery }
            public static class EntityFrameworkQueryableExtensions
            {
                public static Task<List<T>> ToListAsync<T>(this IQueryable<T> source, CancellationToken token = default) => null!;
                public static Task<int> CountAsync<T>(this IQueryable<T> source, CancellationToken token = default) => null!;
                public static Task<T?> FirstOrDefaultAsync<T>(this IQueryable<T> source, Expression<Func<T, bool>> predicate, CancellationToken token = default) => null!;
                public static IQueryable<T> AsNoTracking<T>(this IQueryable<T> source) where T : class => source;
                public static IIncludableQueryable<T, P> Include<T, P>(this IQueryable<T> source, Expression<Func<T, P>> path) where T : class => null!;
                public static Task<int> ExecuteDeleteAsync<T>(this IQueryable<T> source, CancellationToken token = default) => null!;
            }
        }
        """;

    private const string Code =
        """
        using Microsoft.EntityFrameworkCore;
        public class Invoice
        {
            public int Id { get; set; }
            public string Number { get; set; } = "";
            public decimal Amount { get; set; }
            public DateTime Issued { get; set; }
            public string Payee { get; set; } = "";
            public string Iban { get; set; } = "";
            public string Note { get; set; } = "";
            public List<Item> Items { get; set; } = [];
            public List<Reminder> Reminders { get; set; } = [];
        }
        public class Item { public int Id { get; set; } }
        public class Reminder { public int Id { get; set; } }
        public class BillingContext : DbContext { public DbSet<Invoice> Invoices { get; set; } = null!; }
        public class InvoiceService
        {
            private readonly BillingContext _context;
            public InvoiceService(BillingContext context) { _context = context; }
        #MEMBER#
        }
        """;

    [Theory]
    [InlineData("ARCH2102", "public async Task<List<Invoice>> Large(decimal min) { var all = await _context.Invoices.[|ToListAsync|](); return all.Where(i => i.Amount > min).ToList(); }")]
    [InlineData("ARCH2103", "public async Task<List<Invoice>> All() { return await _context.Invoices.[|ToListAsync|](); }")]
    [InlineData("ARCH2104", "public Task<List<Invoice>> Page(int page) => _context.Invoices.AsNoTracking().[|Skip|](page * 10).Take(10).ToListAsync();")]
    [InlineData("ARCH2105", "public Task<List<Invoice>> Whole(int id) => _context.Invoices.Include(i => i.Items).[|Include|](i => i.Reminders).Where(i => i.Id == id).ToListAsync();")]
    [InlineData("ARCH2108", "public async Task<bool> Any() { return await _context.Invoices.Where(i => i.Amount > 5).[|CountAsync|]() > 0; }")]
    [InlineData("ARCH2109", "public IEnumerable<Invoice> Find(Func<Invoice, bool> filter) => _context.Invoices.[|Where|](filter);")]
    [InlineData("ARCH2111", "public Task Purge(CancellationToken token) => _context.Invoices.[|ExecuteDeleteAsync|](token);")]
    [InlineData("ARCH2112", "public async Task<string?> NumberOf(int id) { var invoice = await _context.Invoices.[|FirstOrDefaultAsync|](i => i.Id == id); if (invoice == null) return null; return invoice.Number; }")]
    [InlineData("ARCH2113", "public Task<Invoice?> ByNumber(string number) => _context.Invoices.FirstOrDefaultAsync(i => i.Number.[|ToLower|]() == number.ToLower());")]
    public Task Every_rule_reports_on_declared_types(string id, string member) => Run(id, member, new Setup
    {
        References = ReferenceSet.Web10,
        Sources = new Dictionary<string, string> { ["Stubs.cs"] = Stubs },
    });

    private static Task Run(string id, string member, Setup setup)
    {
        var code = Code.Replace("#MEMBER#", member);
        return id switch
        {
            "ARCH2102" => Verify<PrematureMaterialization>.Reports(code, setup),
            "ARCH2103" => Verify<UnboundedQuery>.Reports(code, setup),
            "ARCH2104" => Verify<UnorderedPaging>.Reports(code, setup),
            "ARCH2105" => Verify<CartesianExplosion>.Reports(code, setup),
            "ARCH2108" => Verify<CountForExistence>.Reports(code, setup),
            "ARCH2109" => Verify<DelegatePredicate>.Reports(code, setup),
            "ARCH2111" => Verify<UnfilteredBulkWrite>.Reports(code, setup),
            "ARCH2112" => Verify<OverfetchedEntity>.Reports(code, setup),
            "ARCH2113" => Verify<NonSargablePredicate>.Reports(code, setup),
            _ => throw new ArgumentException(id),
        };
    }

    [Fact]
    public async Task A_service_file()
    {
        const string File =
            """
            using System.Linq.Expressions;
            using Microsoft.EntityFrameworkCore;
            using Shop;

            namespace Storefront.Orders;

            public sealed class OrderQueries(ShopContext db, ILogger<OrderQueries> logger)
            {
                public async Task<IReadOnlyList<OrderView>> RecentAsync(int customerId, CancellationToken ct)
                {
                    var orders = await db.Orders
                        .AsNoTracking()
                        .Where(o => o.CustomerId == customerId)
                        .{|2102:ToListAsync|}(ct);
                    logger.LogInformation("loaded");
                    return orders
                        .OrderByDescending(o => o.Created)
                        .Take(10)
                        .Select(o => new OrderView { Id = o.Id, Number = o.Number })
                        .ToList();
                }

                public async Task<(int Total, List<Order> Rows)> PageAsync(int page, int size, CancellationToken ct)
                {
                    var query = db.Orders.AsNoTracking().Where(o => o.Status == Status.Paid);
                    var total = await query.CountAsync(ct);
                    var rows = await query.{|2104:Skip|}((page - 1) * size).Take(size).ToListAsync(ct);
                    return (total, rows);
                }

                public async Task<List<Order>> SearchAsync(string? text, DateTime? from, string? sort, CancellationToken ct)
                {
                    var query = db.Orders.AsNoTracking();
                    if (!string.IsNullOrEmpty(text)) query = query.Where(o => o.Number.{|2113:ToLower|}().Contains(text.ToLower()));
                    if (from is not null) query = query.Where(o => o.Created.{|2113:Date|} >= from.Value);
                    query = sort switch { "number" => query.OrderBy(o => o.Number), _ => query.OrderBy(o => o.Id) };
                    return await query.Take(50).ToListAsync(ct);
                }

                public async Task<bool> HasOpenAsync(int customerId, CancellationToken ct)
                {
                    if (await db.Orders.{|2108:CountAsync|}(o => o.CustomerId == customerId && o.Status == Status.New, ct) > 0) return true;
                    return await db.Payments().AnyAsync(p => p.Payer.Id == customerId, ct);
                }

                public Order? First(Func<Order, bool> predicate) => db.Orders.AsNoTracking().{|2109:FirstOrDefault|}(predicate);

                public Task<Order?> FirstAsync(Expression<Func<Order, bool>> predicate, CancellationToken ct) => db.Orders.AsNoTracking().FirstOrDefaultAsync(predicate, ct);

                public Task<int> ExpireAsync(CancellationToken ct) => db.Set<Line>().{|2111:ExecuteDeleteAsync|}(ct);

                public Task<Order?> WholeAsync(int id, CancellationToken ct) =>
                    db.Orders
                        .Include(o => o.Customer)
                        .Include(o => o.Lines).ThenInclude(l => l.Product)
                        .{|2105:Include|}(o => o.Payments)
                        .FirstOrDefaultAsync(o => o.Id == id, ct);

                public Task<List<Customer>> CustomersAsync(CancellationToken ct) => db.Customers.AsNoTracking().{|2103:ToListAsync|}(ct);

                public async Task<string> NoteAsync(int id, CancellationToken ct)
                {
                    var order = await db.Orders.AsNoTracking().{|2112:SingleOrDefaultAsync|}(o => o.Id == id, ct);
                    return order?.Note ?? "";
                }
            }

            internal static class ShopQueries
            {
                internal static IQueryable<Payment> Payments(this ShopContext db) => db.Set<Payment>();
            }
            """;
        await Only<PrematureMaterialization>(File, "2102");
        await Only<UnboundedQuery>(File, "2103");
        await Only<UnorderedPaging>(File, "2104");
        await Only<CartesianExplosion>(File, "2105");
        await Only<CountForExistence>(File, "2108");
        await Only<DelegatePredicate>(File, "2109");
        await Only<UnfilteredBulkWrite>(File, "2111");
        await Only<OverfetchedEntity>(File, "2112");
        await Only<NonSargablePredicate>(File, "2113");
    }

    [Fact]
    public Task Endpoints_and_pages_of_a_web_app() => Verify<PrematureMaterialization>.Reports(
        """
        using Microsoft.EntityFrameworkCore;
        using Shop;
        var app = WebApplication.CreateBuilder(args).Build();
        app.MapGet("/orders/{id}", async (int id, ShopContext db) => (await db.Orders.[|ToListAsync|]()).FirstOrDefault(o => o.Id == id));
        app.MapGet("/orders/count", (ShopContext db) => db.Orders.[|ToList|]().Count());
        app.MapGet("/orders", async (ShopContext db, CancellationToken ct) => await db.Orders.Where(o => o.Total > 5).ToListAsync(ct));
        app.MapGet("/late", async (ShopContext db) =>
        {
            var orders = await db.Orders.[|ToListAsync|]();
            return Results.Ok(orders.Where(o => o.Status == Status.New && o.Created < DateTime.UtcNow.AddDays(-30)));
        });
        app.Run();
        """, Shop.Setup);

    // The file with the marks of one rule alone.
    private static Task Only<TRule>(string file, string id) where TRule : DiagnosticAnalyzer, new() =>
        Verify<TRule>.Reports(System.Text.RegularExpressions.Regex.Replace(file, @"\{\|(\d+):(.*?)\|\}",
            match => match.Groups[1].Value == id ? $"[|{match.Groups[2].Value}|]" : match.Groups[2].Value),
            Shop.Setup with { ExtraRuns = false });
}
