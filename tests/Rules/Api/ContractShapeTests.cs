using ArchitectAnalyzers.Rules.Api;

namespace ArchitectAnalyzers.Tests.Api;

/// <summary>Whole small files, as teams write them.</summary>
public class ContractShapeTests
{
    private const string Shop = """


        public class Product { public int Id { get; set; } public string Name { get; set; } = ""; public int Stock { get; set; } public DateTime? LastViewedAt { get; set; } }
        public class Coupon { public int Id { get; set; } public string Code { get; set; } = ""; public bool Used { get; set; } }
        public record ProductDto(int Id, string Name);
        public class ShopDb(DbContextOptions<ShopDb> options) : DbContext(options) { public DbSet<Product> Products => Set<Product>(); public DbSet<Coupon> Coupons => Set<Coupon>(); }
        public interface IProductRepository { IQueryable<Product> Query(); Task<IReadOnlyList<Product>> ListAsync(int page, CancellationToken token); }
        public class ProductRepository(ShopDb db) : IProductRepository
        {
            public IQueryable<Product> Query() => db.Products.AsNoTracking();
            public async Task<IReadOnlyList<Product>> ListAsync(int page, CancellationToken token) => await db.Products.OrderBy(p => p.Id).Skip(page * 20).Take(20).ToListAsync(token);
        }
        """;

    private const string Usings = """
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.EntityFrameworkCore;

        """;

    [Fact]
    public Task Deferred_in_an_extension_module() => Verify<DeferredResult>.Reports(Usings + """
        namespace Shop.Endpoints
        {
            public static class ProductEndpoints
            {
                public static RouteGroupBuilder MapProducts(this IEndpointRouteBuilder routes)
                {
                    var group = routes.MapGroup("/products");
                    group.MapGet("/", GetAll);
                    group.MapGet("/names", (ShopDb db) =>
                        [|db.Products.Select(p => p.Name)|]);
                    group.MapGet("/cheap", ([FromServices] IProductRepository products) => Results.Ok([|products.Query().Where(p => p.Stock > 0)|]));
                    group.MapGet("/page", async (IProductRepository products, CancellationToken token) => Results.Ok(await products.ListAsync(0, token)));
                    group.MapGet("/sorted", (ShopDb db, string? sort) =>
                    {
                        var query = db.Products.AsNoTracking();
                        query = sort switch { "name" => query.OrderBy(p => p.Name), _ => query.OrderBy(p => p.Id) };
                        return Results.Ok([|query.Select(p => new ProductDto(p.Id, p.Name))|]);
                    });
                    return group;
                }

                private static IResult GetAll(ShopDb db)
                {
                    var products = from p in db.Products
                                   where p.Stock > 0
                                   select new ProductDto(p.Id, p.Name);
                    return Results.Ok([|products|]);
                }
            }
        }
        """ + Shop);

    [Fact]
    public Task Deferred_look_alikes() => Verify<DeferredResult>.Silent(Usings + """
        public class CatalogController(ShopDb db, IProductRepository products, ILogger<CatalogController> logger) : ControllerBase
        {
            private IQueryable<Product> Available => db.Products.Where(p => p.Stock > 0);

            [HttpGet("/a")] public async Task<ActionResult<IEnumerable<ProductDto>>> A(CancellationToken token)
            {
                var query = Available;
                logger.LogInformation("{Sql}", query.ToQueryString());
                var list = await query.Select(p => new ProductDto(p.Id, p.Name)).ToListAsync(token);
                return Ok(list);
            }

            [HttpGet("/b")] public async Task<IEnumerable<ProductDto>> B(CancellationToken token) =>
                (await products.Query().ToListAsync(token)).Select(p => new ProductDto(p.Id, p.Name));

            [HttpGet("/c")] public async Task<IActionResult> C(CancellationToken token)
            {
                IEnumerable<Product> all = await db.Products.ToArrayAsync(token);
                return Ok(all.Where(p => p.Stock > 1));
            }

            [HttpGet("/d")] public async Task<IActionResult> D(CancellationToken token)
            {
                var groups = await db.Products.GroupBy(p => p.Stock).ToDictionaryAsync(g => g.Key, g => g.Count(), token);
                return Ok(groups.Select(g => new { g.Key, g.Value }));
            }

            [HttpGet("/e")] public async IAsyncEnumerable<ProductDto> E([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token)
            {
                await foreach (var p in db.Products.AsAsyncEnumerable().WithCancellation(token)) yield return new ProductDto(p.Id, p.Name);
            }

            [HttpGet("/f")] public async Task<IActionResult> F(int id, CancellationToken token)
            {
                var names = new[] { "a", "b" }.Select(n => n.ToUpperInvariant());
                if (!await Available.AnyAsync(p => p.Id == id, token)) return NotFound(names);
                return Ok(names);
            }
        }
        """ + Shop);

    [Fact]
    public Task Unsafe_get_in_services_and_helpers() => Verify<UnsafeGet>.Reports(Usings + """
        public class CouponService(ShopDb db)
        {
            public async Task<bool> RedeemAsync(string code, CancellationToken token)
            {
                var coupon = await db.Coupons.FirstOrDefaultAsync(c => c.Code == code, token);
                if (coupon is null || coupon.Used) return false;
                coupon.Used = true;
                await db.SaveChangesAsync(token);
                return true;
            }

            public Task<bool> ExistsAsync(string code, CancellationToken token) => db.Coupons.AnyAsync(c => c.Code == code, token);
        }

        [ApiController, Route("coupons")]
        public class CouponsController(CouponService coupons, ShopDb db) : ControllerBase
        {
            [HttpGet("{code}/redeem")]
            public async Task<IActionResult> [|Redeem|](string code, CancellationToken token) => await coupons.RedeemAsync(code, token) ? Ok() : NotFound();

            [HttpGet("{code}")]
            public async Task<IActionResult> Exists(string code, CancellationToken token) => await coupons.ExistsAsync(code, token) ? Ok() : NotFound();

            [HttpGet("reset")]
            public async Task<IActionResult> [|Reset|](CancellationToken token)
            {
                await using var transaction = await db.Database.BeginTransactionAsync(token);
                foreach (var coupon in await db.Coupons.ToListAsync(token)) coupon.Used = false;
                await db.SaveChangesAsync(token);
                await transaction.CommitAsync(token);
                return NoContent();
            }

            [HttpGet("/products/{id}")]
            public async Task<ActionResult<ProductDto>> Product(int id, CancellationToken token)
            {
                var product = await db.Products.FindAsync([id], token);
                if (product is null) return NotFound();
                product.LastViewedAt = DateTime.UtcNow;
                await db.SaveChangesAsync(token);
                return new ProductDto(product.Id, product.Name);
            }

            [HttpPost("{code}/redeem")]
            public async Task<IActionResult> RedeemIt(string code, CancellationToken token) => await coupons.RedeemAsync(code, token) ? Ok() : NotFound();
        }
        """ + Shop);

    [Fact]
    public Task Unpaged_in_a_module() => Verify<UnpagedCollection>.Reports(Usings + """
        public static class Module
        {
            public static void Map(IEndpointRouteBuilder routes)
            {
                routes.[|MapGet|]("/products", async (ShopDb db, CancellationToken token) =>
                {
                    var products = await db.Products
                        .AsNoTracking()
                        .OrderBy(p => p.Name)
                        .ToListAsync(token);
                    return Results.Ok(products.Select(p => new ProductDto(p.Id, p.Name)));
                });
                routes.MapGet("/products/{id:int}", async (int id, ShopDb db, CancellationToken token) => await db.Products.FindAsync([id], token) is { } p ? Results.Ok(p) : Results.NotFound());
                routes.MapGet("/products/paged", async (ShopDb db, int page, CancellationToken token) =>
                {
                    var total = await db.Products.CountAsync(token);
                    var items = await db.Products.OrderBy(p => p.Id).Skip((page - 1) * 20).Take(20).ToListAsync(token);
                    return Results.Ok(new { total, items });
                });
                routes.MapGet("/coupons", List);
            }

            private static async Task<IResult> [|List|](ShopDb db, CancellationToken token)
            {
                List<Coupon> coupons = await db.Coupons.ToListAsync(token);
                return TypedResults.Ok(coupons);
            }
        }
        """ + Shop, new Setup { FixAll = false });

    [Fact]
    public Task Unsafe_get_behind_an_interface_with_one_class() => Verify<UnsafeGet>.Reports(Usings + """
        public interface ICoupons { Task RedeemAsync(string code, CancellationToken token); Task<int> CountAsync(CancellationToken token); Task VoidAsync(string code, CancellationToken token); }
        public interface IClock { Task TickAsync(CancellationToken token); }
        public class Coupons(ShopDb db) : ICoupons
        {
            public async Task RedeemAsync(string code, CancellationToken token)
            {
                var coupon = await db.Coupons.SingleAsync(c => c.Code == code, token);
                coupon.Used = true;
                await SaveAsync(token);
            }

            public Task<int> CountAsync(CancellationToken token) => db.Coupons.CountAsync(token);
            async Task ICoupons.VoidAsync(string code, CancellationToken token) => await db.Coupons.Where(c => c.Code == code).ExecuteDeleteAsync(token);
            private Task SaveAsync(CancellationToken token) => db.SaveChangesAsync(token);
        }
        public class ClockA(ShopDb db) : IClock { public async Task TickAsync(CancellationToken token) { db.Add(new Coupon()); await db.SaveChangesAsync(token); } }
        public class ClockB : IClock { public Task TickAsync(CancellationToken token) => Task.CompletedTask; }

        [ApiController, Route("coupons")]
        public class CouponsController(ICoupons coupons, IClock clock) : ControllerBase
        {
            [HttpGet("{code}/redeem")] public async Task<IActionResult> [|Redeem|](string code, CancellationToken token) { await coupons.RedeemAsync(code, token); return Ok(); }
            [HttpGet("{code}/void")] public async Task<IActionResult> [|Void|](string code, CancellationToken token) { await coupons.VoidAsync(code, token); return Ok(); }
            [HttpGet("count")] public Task<int> Count(CancellationToken token) => coupons.CountAsync(token);
            [HttpGet("tick")] public Task Tick(CancellationToken token) => clock.TickAsync(token);
        }
        """ + Shop);

    [Fact]
    public Task Deferred_behind_an_interface_with_one_class() => Verify<DeferredResult>.Reports(Usings + """
        public interface ICatalog { IEnumerable<Product> Late(); IEnumerable<Product> Loaded(); }
        public class Catalog(ShopDb db) : ICatalog
        {
            public IEnumerable<Product> Late() => db.Products.Where(p => p.Stock > 0);
            public IEnumerable<Product> Loaded() => db.Products.Where(p => p.Stock > 0).ToList();
        }

        [ApiController, Route("catalog")]
        public class CatalogController(ICatalog catalog) : ControllerBase
        {
            [HttpGet] public IActionResult Late() => Ok([|catalog.Late()|]);
            [HttpGet("loaded")] public IActionResult Loaded() => Ok(catalog.Loaded());
        }
        """ + Shop);

    [Fact]
    public Task Unsafe_get_over_repositories_and_units_of_work() => Verify<UnsafeGet>.Reports(Usings + """
        public interface IProductRepository2 : IRepository<Product>;
        public interface IRepository<T> { Task<T?> GetByIdAsync(int id); void Add(T one); Task AddAsync(T one); Task UpdateAsync(T one); Task DeleteAsync(int id); IQueryable<T> AddInclude(string path); }
        public interface ICouponRepository : IRepository<Coupon>;
        public interface IAuditRepository { Task AddAsync(object entry); }
        public interface IUnitOfWork { Task<int> CommitAsync(CancellationToken token); }

        [ApiController, Route("p")]
        public class PController(IProductRepository2 products, IRepository<Product> repository, IAuditRepository audits, IUnitOfWork unit) : ControllerBase
        {
            [HttpGet("{id}/delete")] public async Task<IActionResult> [|Delete|](int id) { await products.DeleteAsync(id); return Ok(); }
            [HttpGet("{id}/audited")] public async Task<Product?> Audited(int id, CancellationToken token) { await audits.AddAsync(id); await unit.CommitAsync(token); return await products.GetByIdAsync(id); }
            [HttpGet("{id}")] public Task<Product?> Get(int id) => products.GetByIdAsync(id);
        }

        [ApiController, Route("c")]
        public class CController(ICouponRepository coupons, IUnitOfWork unit) : ControllerBase
        {
            [HttpGet("{id}")] public Task<Coupon?> Get(int id) => coupons.GetByIdAsync(id);
            [HttpGet("{id}/use")] public async Task<IActionResult> [|Use|](int id, CancellationToken token) { var c = await coupons.GetByIdAsync(id); c!.Used = true; await unit.CommitAsync(token); return Ok(); }
        }

        [ApiController, Route("v")]
        public class VController(IViewedRepository viewed, IThingRepository things) : ControllerBase
        {
            [HttpGet("a")] public async Task<IActionResult> [|A|](int id) { await things.DeleteAsync(id); return Ok(); }
            [HttpGet("b")] public async Task<IActionResult> [|B|](Product one) { await things.UpdateAsync(one); return Ok(); }
            [HttpGet("c")] public async Task<IActionResult> C(Product one) { one.LastViewedAt = DateTime.UtcNow; await things.UpdateAsync(one); return Ok(); }
            [HttpGet("d")] public async Task<IActionResult> D(int id) { await viewed.AddAsync(id); return Ok(); }
        }
        public interface IThingRepository { Task DeleteAsync(int id); Task UpdateAsync(Product one); }
        public interface IViewedRepository { Task AddAsync(int id); }
        """ + Shop);
}
